"""The keys of a screen on one line, the most used first, at most ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message

from cadence.tui.drawing.drawn import DIM, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, fit

MOST = 10
_GAP = 2


class KeyWords(NamedTuple):
    """One key: its name on a keyboard, what it does in a word, and its action.

    ``always``: it is drawn whatever else has no room (``?`` help).
    """

    key: str
    words: str
    action: str
    always: bool = False


class KeyBar(Drawn):
    """One line of keys; as many as fit, the first ones first. A click posts :class:`Pressed`.

    Drawn by hand: Textual's Footer scrolls what has no room, and makes a widget for each key at each change of focus.
    """

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        padding: 0 1;
    }
    """

    @dataclass
    class Pressed(Message):
        """A key was clicked."""

        bar: KeyBar
        action: str

    def __init__(self, keys: Sequence[KeyWords] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._keys = tuple(keys)

    def show(self, keys: Sequence[KeyWords]) -> None:
        """Show other keys."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def drawn(self, width: int) -> list[Line]:
        line: list[Piece] = []
        for key in fitting(self._keys, width):
            line += [(" " * _GAP, PLAIN)] if line else []
            line += [(key.key, STRONG), (f" {key.words}", DIM)]
        return [fit(line, width)]

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        at = 0
        for key in fitting(self._keys, self.content_size.width):
            cells = _cells(key)
            if offset is not None and at <= offset.x < at + cells:
                event.stop()
                self.post_message(self.Pressed(self, key.action))
                return
            at += cells + _GAP


def fitting(keys: Sequence[KeyWords], width: int) -> list[KeyWords]:
    """The keys that ``width`` has room for, in their order, at most :data:`MOST`; first those drawn always."""
    kept = [key for key in keys if key.always]
    room = width + _GAP - sum(_cells(key) + _GAP for key in kept)
    for key in keys:
        if key.always:
            continue
        room -= _cells(key) + _GAP
        if len(kept) >= MOST or room < 0:
            break
        kept.append(key)
    return [key for key in keys if key in kept]


def _cells(key: KeyWords) -> int:
    return cell_len(key.key) + 1 + cell_len(key.words)
