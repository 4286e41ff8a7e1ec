"""Who wants a card, or takes it: each person with the digit that toggles them, and their load underneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadence.domain.views.meetings import PersonHere
from cadence.tui.drawing.drawn import DIM, PLAIN, WARN
from cadence.tui.drawing.lines import Line, Piece, cut, fit, length
from cadence.tui.drawing.people import load, names, person

_NAME_MOST = 16
_LOAD_INDENT = 2
"""Where a dot stands, after the digit."""
_GAP = 2


@dataclass(frozen=True, slots=True)
class Takers:
    """A grid of ``people``; ``on`` are the handles that want or take the card. Without ``label`` only the loads.

    Drawn by hand: names and loads alternate row by row in the same columns, each as wide as its person needs.
    """

    people: Sequence[PersonHere]
    on: frozenset[str]
    label: str
    indent: int
    wanted_by: frozenset[str] = frozenset()
    """The handles of those who wanted the card that is given out now."""
    had_by: frozenset[str] = frozenset()
    """The handles of those who have the card: it is in their load."""

    def rows(self, width: int) -> list[Line]:
        """The grid's rows, ``width`` cells wide."""
        widths = self._widths(width)
        across = len(widths)
        upper, lower = self._cells()
        rows: list[Line] = []
        for start in range(0, len(self.people), across):
            for label, cells in ((self.label, upper), ("load", lower)):
                if cells:
                    row: list[Piece] = [((label if start == 0 else "").ljust(self.indent), DIM)]
                    for cell, each in zip(cells[start : start + across], widths, strict=False):
                        row += fit(cell, each)
                    rows.append(fit(row, width))
        return rows

    def at(self, x: int, y: int, width: int) -> str | None:
        """The handle of the person at ``x``, ``y`` of the grid."""
        widths = self._widths(width)
        start = self.indent
        for column, each in enumerate(widths):
            number = y // 2 * len(widths) + column
            if self.label and y >= 0 and start <= x < start + each and number < len(self.people):
                return self.people[number].handle
            start += each
        return None

    def _widths(self, width: int) -> list[int]:
        """The cells of each column: as wide as its person needs if all stand on one row, else all the same."""
        upper, lower = self._cells()
        needed = [
            max(length(cells[number]) for cells in (upper, lower) if cells) + _GAP for number in range(len(self.people))
        ]
        if sum(needed) - _GAP <= width - self.indent:
            return needed
        widest = max(needed, default=1)
        return [widest] * max(1, min(len(needed), (width - self.indent + _GAP) // widest))

    def _cells(self) -> tuple[list[list[Piece]], list[list[Piece]]]:
        called = {handle: cut(name, _NAME_MOST) for handle, name in names(self.people).items()}
        if not self.label:
            return [], [[(f"{called[who.handle]} ", PLAIN), *load(who)] for who in self.people]
        upper: list[list[Piece]] = [
            [
                *person(who, who.handle in self.on, called[who.handle], digit=True),
                *([(" wanted it", PLAIN)] if who.handle in self.wanted_by else []),
            ]
            for who in self.people
        ]
        return upper, [self._known(who) for who in self.people]

    def _known(self, who: PersonHere) -> list[Piece]:
        """Under a name: the load, what taking this too would make of it for who has it not yet, and the days away."""
        away: list[Piece] = [(f"  away {who.days_away}", WARN)] if who.days_away else []
        return [(" " * _LOAD_INDENT, PLAIN), *load(who, who.handle not in self.on | self.had_by), *away]
