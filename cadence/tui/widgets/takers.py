"""Who wants a card, or takes it: each person with the digit that toggles them, and their load underneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadence.domain.views.meetings import PersonHere
from cadence.tui.widgets.drawn import DIM, PLAIN
from cadence.tui.widgets.lines import Line, Piece, cut, fit, length
from cadence.tui.widgets.people import load, names, person

_NAME_MOST = 16
_LOAD_INDENT = 4
"""Where a name begins, after digit and dot."""


@dataclass(frozen=True, slots=True)
class Takers:
    """A grid of ``people``; ``on`` are the handles that want or take the card. Without ``label`` only the loads."""

    people: Sequence[PersonHere]
    on: frozenset[str]
    label: str
    indent: int

    def rows(self, width: int) -> list[Line]:
        """The grid's rows, ``width`` cells wide."""
        across, each = self._across(width)
        upper, lower = self._cells()
        rows: list[Line] = []
        for start in range(0, len(self.people), across):
            for label, cells in ((self.label, upper), ("load", lower)):
                if cells:
                    row: list[Piece] = [((label if start == 0 else "").ljust(self.indent), DIM)]
                    for cell in cells[start : start + across]:
                        row += fit(cell, each)
                    rows.append(fit(row, width))
        return rows

    def at(self, x: int, y: int, width: int) -> str | None:
        """The handle of the person at ``x``, ``y`` of the grid."""
        across, each = self._across(width)
        column, row = (x - self.indent) // each, y // 2
        number = row * across + column
        if self.label and y >= 0 and 0 <= column < across and number < len(self.people):
            return self.people[number].handle
        return None

    def _across(self, width: int) -> tuple[int, int]:
        """How many people stand side by side, and the cells of each."""
        widest = max((length(cell) for cells in self._cells() for cell in cells), default=1) + 2
        return max(1, min(len(self.people), (width - self.indent) // widest)), widest

    def _cells(self) -> tuple[list[list[Piece]], list[list[Piece]]]:
        called = {handle: cut(name, _NAME_MOST) for handle, name in names(self.people).items()}
        if not self.label:
            return [], [[(f"{called[who.handle]} ", PLAIN), *load(who)] for who in self.people]
        upper = [person(who, who.handle in self.on, called[who.handle], digit=True) for who in self.people]
        return upper, [[(" " * _LOAD_INDENT, PLAIN), *load(who)] for who in self.people]
