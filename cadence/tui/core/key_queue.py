"""Keys typed ahead wait until the one before them is answered, so that each goes to where that one has put the focus.

Textual hands every key at once to what has the focus at that moment. Over a slow line ``p`` and the words behind it
come in one piece: the words would be taken for gestures, since ``p`` has not opened its line yet. There is no time-out:
however slow the machine is, no key goes elsewhere than it would on a fast one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, TextArea

from cadence.tui.core import typed_ahead
from cadence.tui.core.key_sorts import Sort
from cadence.tui.core.typed_ahead import Typed

ROUNDS = 3
"""How deep one message leads to another: ``enter``, that something was entered, that it was kept."""
_WAIT = frozenset(Sort) - {Sort.WORD}
"""The sorts of keys that mean something only on a screen that has been read."""


class KeyQueue(App[None]):
    """A program that hands on one key (or paste) at a time.

    A key is answered when every widget on its way has dealt with it, and what it has asked for is on the screen: a
    screen that was opened is filled, what was written is stored and shown. A character in a text asks for nothing.
    """

    _under_way: Typed | None = None
    """The key that is not answered yet."""
    _sort: Sort | None = None
    """What sort of gesture it was; ``None`` for a key that was none, as in a text."""
    _refused = ""
    """Why it was refused, in words."""
    _private = ""
    """Why a key to fields of one's own was refused, as long as what is typed is still meant for them."""
    _pressed_on: Screen[Any] | None = None
    """The screen on which it was pressed."""
    _in_text = False
    """Whether it went to a field in which somebody types."""
    _waits_for_data = False
    """Whether it was dealt with, and what it has asked for is still to come."""
    _read: Screen[Any] | None = None
    """The screen that was last found to have its first data."""
    _dealing: DOMNode | None = None
    """The node that is to deal with it now."""

    @cached_property
    def _ahead(self) -> deque[Typed]:
        return deque()

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._under_way is None and not self._comes_early(event):
            self._ahead.clear()  # only a key that leaves goes before those that wait
            await self._hand_on(event)
        else:
            self._ahead.append(event)
            lost = self._dealing is not None and not self._dealing.is_running
            if lost or (self._waits_for_data and len(self._ahead) == 1 and _leaves(event)):
                await self._go_on()

    def _comes_early(self, event: Typed) -> bool:
        """Whether it waits for the first data of a screen that no key has opened: as the program begins, or by news.

        A word key opens its line before anything is read, but for a meeting's, whose step says what the words are
        for; what leaves needs nothing.
        """
        if self._ahead or _leaves(event):
            return not _leaves(event)
        if not isinstance(event, events.Key) or self.screen is self._read:
            return False
        if not getattr(self.screen, "awaits_data", False):
            self._read = self.screen
            return False
        return self.sort_of(event.key) in (_WAIT | {Sort.WORD} if self.words_wait() else _WAIT)

    async def _hand_on(self, event: Typed) -> None:
        while self._is_private(event):
            if not self._ahead:
                return
            event = self._ahead.popleft()
        self._under_way, self._waits_for_data, self._sort = event, False, None
        self._refused, self._pressed_on = "", self.screen
        focus = self.focused or self.screen
        self._in_text = isinstance(focus, Input | TextArea)
        way = [node for node in focus.ancestors_with_self if node is not self]
        await super().on_event(event)
        self._pass_on(event, way, way, ROUNDS)

    def _is_private(self, event: Typed) -> bool:
        """Whether it is typed for fields that were refused, at whatever speed, or is the ``escape`` that ends that."""
        why, typing = self._private, isinstance(self.focused, Input | TextArea)
        if not why or typing or self.screen is not self._pressed_on:
            self._private = ""
            return False
        if typed_ahead.writes(event):
            self.dropped(f"what is typed until esc; {why}")
            return True
        self._private = ""
        if is_escape := isinstance(event, events.Key) and event.key == "escape":
            self.dropped("")
        return is_escape

    def _pass_on(self, key: Typed, way: Sequence[DOMNode], rest: Sequence[DOMNode], rounds: int) -> None:
        """Follow ``key`` on its ``way`` up to the program: behind its messages in each node of the ``rest``.

        What the key has brought about may be a message on its way, so it is followed again where keys are waiting.
        """
        if key is not self._under_way:
            return
        for place, node in enumerate(rest, 1):
            if node.call_later(self._pass_on, key, way, rest[place:], rounds):
                self._dealing = node
                return
        self._dealing = None
        if self._ahead and rounds > 1:
            self._pass_on(key, way, way, rounds - 1)
        else:
            self.call_later(self._dealt_with, key)  # behind what the key has put off, such as the focus

    async def _dealt_with(self, key: Typed) -> None:
        if key is not self._under_way:
            return
        self.key_was_pressed()
        leaves = self._ahead and _leaves(self._ahead[0]) and not self._text_behind(key)
        if self._asks_for_more() and not leaves:
            self._waits_for_data = True
        else:
            await self._go_on()

    def _asks_for_more(self) -> bool:
        if getattr(self.screen, "awaits_data", False):
            return True
        typed = self._in_text and not self._is_enter(self._under_way)
        return not typed and self.is_working()

    async def _go_on(self) -> None:
        key, self._under_way, self._waits_for_data, self._dealing = self._under_way, None, False, None
        if key is not None:
            self._drop(key)
        if self._ahead:
            await self._hand_on(self._ahead.popleft())

    def _drop(self, key: Typed) -> None:
        """Take out of the queue what was typed behind ``key`` and cannot have been meant: see :mod:`.typed_ahead`.

        A second ``enter`` in a field is the first one, pressed twice.
        """
        if self._in_text:
            while self._is_enter(key) and self._ahead and self._is_enter(self._ahead[0]):
                self._ahead.popleft()
            return
        sort = self._judged_as(key)
        if sort is Sort.FIELDS:
            self._private, self._pressed_on = self._refused, self.screen  # it may have opened another one
        dropped = [self._ahead.popleft() for _ in range(self._text_behind(key))]
        if dropped and sort is Sort.FIELDS:
            self.dropped(f"what is typed until esc; {self._refused}")
        elif dropped:
            self.dropped(typed_ahead.shown(dropped))

    def _text_behind(self, key: Typed) -> int:
        """How many of the keys that wait are text behind ``key``."""
        sort = self._judged_as(key)
        if self._in_text or sort is None or not isinstance(key, events.Key):
            return 0
        return typed_ahead.text_behind(key.key, sort, self._ahead, self.sort_of)

    def _judged_as(self, key: Typed) -> Sort | None:
        """The sort of key by which it is told whether what stands behind it is text; ``None`` where all of it is meant.

        What moves to another screen, or to a field, leaves that to what is there.
        """
        if self._sort is Sort.WORD or isinstance(self.focused, Input | TextArea):
            return None
        if self._sort in {Sort.ACTING, Sort.GOING}:
            return self._sort
        if self._sort is Sort.FIELDS:
            return Sort.FIELDS if self._refused else None
        stays = self.screen is self._pressed_on and isinstance(key, events.Key) and len(key.key) == 1
        return Sort.MOVING if stays else None

    def _is_enter(self, event: Typed | None) -> bool:
        return isinstance(event, events.Key) and event.key == "enter"

    def data_came(self) -> None:
        """Something that keys may wait for is done: those that waited go on, unless there is more to wait for."""
        waiting = self._waits_for_data if self._under_way is not None else bool(self._ahead)
        if waiting and not self._asks_for_more():
            self.call_later(partial(self._go_on_behind, self._under_way))

    async def _go_on_behind(self, key: Typed | None) -> None:
        if key is self._under_way and (self._waits_for_data or key is None):
            await self._go_on()

    # --- what the program says ---

    def sort_of(self, key: str) -> Sort | None:
        """The sort of a key on the present screen; ``None`` for one that means nothing there."""
        return None

    def gesture_made(self, sort: Sort, refused: str = "") -> None:
        """The key under way was a gesture of this sort; ``refused``: why it makes no sense."""
        self._sort, self._refused = sort, refused

    def is_working(self) -> bool:
        """Whether something that was asked for is not stored, or not shown yet."""
        return False

    def words_wait(self) -> bool:
        """Whether word keys, too, mean something only once the present screen has been read."""
        return False

    def dropped(self, letters: str) -> None:
        """Letters were dropped: say which; none: nothing is to be said of it any more."""

    def key_was_pressed(self) -> None:
        """A key was dealt with."""


def _leaves(event: Typed) -> bool:
    """Whether it is a key that leaves a screen: that needs no data."""
    return isinstance(event, events.Key) and event.key in {"q", "escape", "ctrl+q"}
