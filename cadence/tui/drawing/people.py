"""A person on a line: a dot and a name wherever they appear, and how much each has on."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.domain.team.display_names import short_names
from cadence.domain.views.meetings import PersonHere
from cadence.tui.drawing.drawn import DIM, HERE, NOW, PLAIN, WARN
from cadence.tui.drawing.lines import Line, Piece, fit, joined, length

_LOAD_MOST = 5


def person(who: PersonHere, on: bool, name: str, *, digit: bool = False, leads: bool = False) -> list[Piece]:
    """``2 ● Ben ▸``: the digit that toggles them, a full dot if ``on``, and a mark if they lead the meeting.

    Who is beyond the ninth has none: ``0`` asks for a name.
    """
    line: list[Piece] = []
    if digit:
        line.append((f"{who.digit or ' '} ", DIM))
    line += [("● " if on else "○ ", HERE if on else DIM), (name, PLAIN if on else DIM)]
    if leads:
        line.append((" ▸", NOW))
    return line


def load(who: PersonHere, asked: bool = False) -> list[Piece]:
    """``▆▆ 2``, with a flag over the limit: cards in progress that are theirs; ``asked``: ``⚑ would be 3 of 2``.

    ``▆▆ 2–3``: one more is wanted by several, they among them.
    """
    bars = "▆" * min(who.load, _LOAD_MOST)
    ink = WARN if who.over else DIM
    flag = f" ⚑ {who.with_one_more}" if asked and who.with_one_more else " ⚑" if who.over else ""
    most = f"–{who.load + who.wants}" if who.wants else ""
    return [(f"{bars} " if bars else "", ink), (f"{who.load}{most}", ink), *([(flag, WARN)] if flag else [])]


def names(people: Sequence[PersonHere]) -> dict[str, str]:
    """A short name for each handle: the first name, or the handle where two share one."""
    return short_names((who.handle, who.name) for who in people)


def grid(cells: Sequence[Line], width: int, columns: int | None = None) -> list[list[Piece]]:
    """The cells in as many even columns as fit ``width`` (or ``columns`` at most), row by row."""
    if not cells:
        return []
    widest = max(length(cell) for cell in cells)
    fitting = max(1, (width + 2) // (widest + 2))
    count = min(fitting, columns or fitting, len(cells))
    each = min(widest, width) if count > 1 else width
    rows = [cells[start : start + count] for start in range(0, len(cells), count)]
    return [fit(joined([fit(cell, each) for cell in row]), width) for row in rows]
