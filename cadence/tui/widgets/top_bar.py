"""The top row: the place, and at its right end the viewer and the time."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.tui.drawing.drawn import DIM, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, ends, fit, joined, length


class TopBar(Drawn):
    """``Cadence · Platform SRE     Iteration 47 · Mon 30 Nov – Fri 4 Dec     Anne  10:42 EST``.

    The middle goes first where there is no room. A small ``…`` says that work takes longer than usual.
    Drawn by hand: styles can cut the middle but not leave it out, and a new time needs no layout.
    """

    DEFAULT_CSS = """
    TopBar {
        height: 1;
        padding: 0 1;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: tuple[Piece, ...] = (("Cadence", STRONG),)
        self._middles: tuple[tuple[Piece, ...], ...] = ()
        self._right: tuple[Piece, ...] = ()
        self._busy = ""

    def show(self, left: Line, middles: Sequence[Line] = (), right: Line = ()) -> None:
        """Show three parts, in the middle the first of ``middles`` that has room."""
        shown = tuple(left), tuple(tuple(each) for each in middles), tuple(right)
        if shown != (self._left, self._middles, self._right):
            self._left, self._middles, self._right = shown
            self.refresh()

    @property
    def busy(self) -> str:
        """What is shown while work takes long; empty when it does not."""
        return self._busy

    @busy.setter
    def busy(self, busy: str) -> None:
        if busy != self._busy:
            self._busy = busy
            self.refresh()

    def drawn(self, width: int) -> list[Line]:
        mark: Sequence[Piece] = [(self._busy, DIM)] if self._busy else []
        right = joined([mark, self._right])
        room = width - length(self._left) - length(right) - 4
        middle = next((each for each in self._middles if each and room >= length(each)), ())
        if middle:
            gap = max(2, (width - length(middle)) // 2 - length(self._left))
            if length(self._left) + gap + length(middle) + 2 + length(right) > width:
                gap = 2
            return [ends([*self._left, (" " * gap, ""), *middle], right, width)]
        return [ends(fit(self._left, min(width, length(self._left))), right, width)]
