"""How the columns of a board share its width: by need, with what waits and what is done folded to narrow rails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

RAIL = 4
"""Cells of a folded column: the beginning of its name, and how many cards it holds."""
OPEN_MIN = 24
"""Cells that an open column needs to be read; with less for each, more of them fold."""
OPEN_MAX = 72


class Span(NamedTuple):
    """Where a column is drawn: from cell ``x`` on, ``cells`` wide, with one more for the rule at its right."""

    number: int
    x: int
    cells: int
    folded: bool


def spans(needs: Sequence[int], folding: Collection[int], focus: int, width: int) -> tuple[Span, ...]:
    """Lay out columns that need so many cells each, in ``width`` cells; ``folding`` ones fold unless in ``focus``.

    Where there is no room for all, those furthest from the focus fold as well, and at last are left out.
    """
    shown = list(range(len(needs)))
    opened = [number for number in shown if number == focus or number not in folding]

    def least() -> int:
        return (len(shown) - len(opened)) * (RAIL + 1) + len(opened) * (OPEN_MIN + 1) - 1

    while len(opened) > 1 and least() > width:
        opened.remove(max(opened, key=lambda number: (abs(number - focus), -number)))
    while len(shown) > len(opened) and least() > width:
        shown.remove(max((number for number in shown if number not in opened), key=lambda number: abs(number - focus)))
    rails = len(shown) - len(opened)
    cells = shared([needs[number] for number in opened], width - rails * (RAIL + 1) - len(opened) + (rails == 0))
    wide = dict(zip(opened, cells, strict=True))
    found: list[Span] = []
    x = 0
    for number in shown:
        found.append(Span(number, x, wide.get(number, RAIL), number not in wide))
        x += found[-1].cells + 1
    return tuple(found)


def shared(needs: Sequence[int], cells: int) -> list[int]:
    """``cells`` shared out: nobody gets more than is needed while another lacks some; what is left over, to all."""
    got = dict.fromkeys(range(len(needs)), 0)
    lacking, left = set(got), max(cells, len(needs))
    while lacking:
        fair = left // len(lacking)
        content = {one for one in lacking if needs[one] <= fair}
        for one in content or lacking:
            got[one] = needs[one] if content else fair
            left -= got[one]
        lacking = lacking - content if content else set()
    for one in got:
        more = left // (len(got) - one)
        got[one] += min(more, max(0, OPEN_MAX - got[one]))
        left -= more
    return list(got.values())
