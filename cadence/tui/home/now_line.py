"""The line on home for the meeting that runs now, or else for the next one."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from cadence.tui.drawing.drawn import DIM, NOW, Drawn
from cadence.tui.drawing.lines import Line, Piece, ends


@dataclass(frozen=True, slots=True)
class Now:
    """What the line says, and at its right end which key goes there."""

    words: tuple[Piece, ...]
    key: str


class NowLine(Drawn):
    """``NOW  Daily standup started 10:00 · 15 min · Anne facilitates    ⏎ walk in``; a click posts :class:`Pressed`."""

    DEFAULT_CSS = """
    NowLine {
        height: 1;
        padding: 0 1;
    }
    """

    @dataclass
    class Pressed(Message):
        """The line was clicked."""

        line: NowLine

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._now: Now | None = None

    def show(self, now: Now | None) -> None:
        """Show it; ``None``: no meeting lies ahead."""
        if now != self._now:
            self._now = now
            self.refresh()

    def drawn(self, width: int) -> list[Line]:
        if self._now is None:
            return [[("", DIM)]]
        return [ends(self._now.words, [(self._now.key, NOW)], width)]

    def on_click(self, event: events.Click) -> None:
        if self._now is not None:
            event.stop()
            self.post_message(self.Pressed(self))
