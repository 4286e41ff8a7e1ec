"""Keys typed ahead wait for the one before them, so that each goes to where that one has put the focus.

Textual hands every key at once to what has the focus at that moment. Over a slow line ``p`` and the words behind it
come in one piece: the words would be taken for gestures, since ``p`` has not opened its line yet.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property, partial

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

PATIENCE = 2.0
"""Seconds after which the next key goes on whatever the one before it waits for."""


ROUNDS = 3
"""How deep one message leads to another: ``enter``, that something was entered, that it was kept."""


class Answered(Message):
    """Follows a key upwards through the widgets: when it reaches the program, the key has been dealt with.

    What the key has brought about may be a message on its way, so it is sent ``rounds`` times where keys are waiting.
    """

    def __init__(self, target: Widget, rounds: int = ROUNDS) -> None:
        super().__init__()
        self.target = target
        self.rounds = rounds


class KeyQueue(App[None]):
    """A program that hands on one key (or paste) at a time."""

    _under_way = 0
    """The number of the key that is not answered yet; 0 if there is none."""
    _keys = 0
    _waits_for_data = False
    """Whether the key was answered, and has opened a screen that is not filled yet."""

    @cached_property
    def _ahead(self) -> deque[events.Key | events.Paste]:
        return deque()

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._under_way:
            self._ahead.append(event)
            if self._waits_for_data and _leaves(event):
                await self._go_on(self._under_way)
            elif len(self._ahead) == 1:
                self._wait_for(self._under_way)
        else:
            await self._hand_on(event)

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        self._keys += 1
        self._under_way = self._keys
        answered = Answered(self.focused or self.screen)
        await super().on_event(event)
        if not answered.target.post_message(answered):
            self.call_later(self._next, self._under_way)
        elif self._ahead:
            self._wait_for(self._under_way)

    def _wait_for(self, number: int) -> None:
        self.set_timer(PATIENCE, partial(self._go_on, number))

    def on_answered(self, message: Answered) -> None:
        message.stop()
        if self._ahead and message.rounds > 1:
            again = Answered(message.target, message.rounds - 1)
            if message.target.post_message(again):
                return
        self.call_later(self._next, self._under_way)  # behind what the key has put off, such as the focus

    async def _next(self, number: int) -> None:
        if number == self._under_way and self.awaits_data() and not (self._ahead and _leaves(self._ahead[0])):
            self._waits_for_data = True
            self._wait_for(number)
        else:
            await self._go_on(number)

    async def _go_on(self, number: int) -> None:
        if number == self._under_way:
            self._under_way, self._waits_for_data = 0, False
            if self._ahead:
                await self._hand_on(self._ahead.popleft())

    def awaits_data(self) -> bool:
        """Whether the key has opened a screen on which the next one would find nothing yet."""
        return bool(getattr(self.screen, "awaits_data", False))

    def data_came(self) -> None:
        """The screen is filled: keys that waited for it go on."""
        if self._waits_for_data:
            self.call_later(self._go_on, self._under_way)


def _leaves(event: events.Key | events.Paste) -> bool:
    """Whether it is a key that leaves a screen: that needs no data."""
    return isinstance(event, events.Key) and event.key in {"q", "escape", "ctrl+q"}
