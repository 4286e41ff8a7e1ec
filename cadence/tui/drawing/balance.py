"""The balance meter: business against team, and the mix of the four flow types, each with its target."""

from __future__ import annotations

from cadence.domain.views.meetings import BalanceView
from cadence.tui.drawing.card_words import FLOW_LETTERS
from cadence.tui.drawing.drawn import DIM, PLAIN, WARN, Drawn
from cadence.tui.drawing.lines import Line, Piece, fit, joined, length

_NEAR = 10
"""Percentage points off the target from which the meter shows over or under."""
_FLOW_CELL = 5
"""Percent for one cell of a flow type's bar."""


class BalanceMeter(Drawn):
    """``Business ██████░░░░ 58 : 42 Team  target 60``, below it the flow mix; ``brief``: the first line alone.

    Drawn by hand: the bar takes the cells that its numbers leave, and a part that has no room moves on as a whole.
    """

    def __init__(
        self,
        balance: BalanceView | None = None,
        *,
        brief: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._balance = balance
        self._brief = brief

    def show(self, balance: BalanceView | None) -> None:
        """Show ``balance``; ``None``: nothing is merged yet."""
        if balance != self._balance:
            self._balance = balance
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        balance = self._balance
        if balance is None:
            return []
        first = shares(balance, width)
        if self._brief:
            return [fit(first, width)]
        rows = [*_packed([first, *_remarks(balance)], width), *_flow_rows(balance, width)]
        return [fit(row, width) for row in rows]


_BAR_LEAST = 4
"""Cells that the bar has at least."""


def shares(balance: BalanceView, width: int) -> list[Piece]:
    """The bar with both numbers and the target; the sign before the target shows on which side of it the team is."""
    off = balance.business - balance.target
    nothing = balance.business == balance.team == 0
    sign = "" if nothing or abs(off) < _NEAR else "↑ over " if off > 0 else "↓ under "
    both = f" {balance.business} : {balance.team} Team"
    aim = " · ".join(filter(None, (f"{sign}target {balance.target}", balance.beside_words)))
    gap = "   " if len(both) + len(aim) + _BAR_LEAST + len("Business ") + 3 <= width else " "
    tail: list[Piece] = [(both, PLAIN), (gap + aim, WARN if sign else DIM)]
    cells = min(24, max(_BAR_LEAST, width - length(tail) - len("Business ")))
    full = min(cells, max(0, round(balance.business * cells / 100)))
    return [("Business ", PLAIN), ("█" * full, PLAIN), ("░" * (cells - full), DIM), *tail]


def _remarks(balance: BalanceView) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    if balance.recent is not None:
        last = f"last {balance.iterations} iterations" if balance.iterations > 1 else "last iteration"
        found.append([(f"{last} {balance.recent[0]} : {balance.recent[1]}", DIM)])
    if balance.interrupts is not None:
        found.append([(f"interrupts {balance.interrupts} % of it", DIM)])
    return found


def _flow_rows(balance: BalanceView, width: int) -> list[list[Piece]]:
    """``F ████████ 45   D ███ 15`` and the targets, on one line or two."""
    if not balance.flows:
        return []
    bars: list[list[Piece]] = []
    targets: list[Piece] = [("targets of this iteration" if balance.only_now else "targets", DIM)]
    for flow, share, target in balance.flows:
        letter = FLOW_LETTERS.get(flow, flow[:1].upper())
        bars.append([(f"{letter} ", PLAIN), ("█" * round(share / _FLOW_CELL), PLAIN), (f" {share}", PLAIN)])
        targets.append((f" {letter} {target}", DIM))
    mix = joined(bars, "   ")
    if length(mix) > width:
        mix = joined([[bar[0], (bar[2][0].strip(), PLAIN)] for bar in bars], "   ")
    return _packed([mix, targets], width)


def _packed(parts: list[list[Piece]], width: int) -> list[list[Piece]]:
    """The parts on as few rows as they fit on."""
    rows: list[list[Piece]] = []
    for part in parts:
        wider = joined([rows[-1], part], "     ") if rows else part
        if rows and length(wider) <= width:
            rows[-1] = wider
        else:
            rows.append(part)
    return rows
