"""The bottom row: the keys of the screen, and for a moment what a key has just done."""

from __future__ import annotations

from textual.timer import Timer

from cadence.tui.drawing.drawn import BAD, PLAIN
from cadence.tui.drawing.lines import Line, fit, wrapped
from cadence.tui.widgets.key_bar import KeyBar

SHOWN_S = 4.0
"""Seconds that a sentence stays before the keys come back."""


class Foot(KeyBar):
    """A :class:`KeyBar` that can :meth:`say` something, so that nothing on the screen shifts for it."""

    _said = ""
    _wrong = False
    _back: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._news: list[str] = []

    @property
    def said(self) -> str:
        """The sentence that stands here now."""
        return self._said

    def say(self, words: str, *, wrong: bool = False, seconds: float = SHOWN_S) -> None:
        """Show ``words`` instead of the keys for some ``seconds``; nothing: the keys again."""
        if self._back is not None:
            self._back.stop()
            self._back = None
        self._said, self._wrong = words, wrong
        if words and self.is_attached:
            self._back = self.set_timer(seconds, self._clear)
        self.refresh()

    def hear(self, words: str) -> None:
        """Show a piece of news, as soon as nothing else is said here, row by row for a moment each."""
        self._news += wrapped(words, max(1, self.content_size.width))
        if not self._said:
            self._clear()

    def _clear(self) -> None:
        self._back = None
        self.say(self._news.pop(0) if self._news else "")

    def drawn(self, width: int) -> list[Line]:
        if self._said:
            return [fit([(self._said, BAD if self._wrong else PLAIN)], width)]
        return super().drawn(width)
