"""What the command line prints: aligned tables, lines and JSON. People's text never reaches the terminal raw."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from cadence.domain.json_values import json_value
from cadence.domain.parsing.text import clip, shown, width

NARROWEST = 20
"""Cells that the last column of a table keeps, however narrow the terminal."""

_INTERNAL = frozenset(["id", "rank"])
"""Fields of views that are given out among all cards, so that gaps would tell guests of cards that they do not see."""


def line(text: str) -> None:
    """One line, whatever it holds."""
    print(shown(text))


def lines(text: str) -> None:
    """A text of several lines, each made safe."""
    for one in text.split("\n"):
        print(shown(one).rstrip())


def as_json(value: Any) -> None:
    """JSON in UTF-8, also on a terminal that is not."""
    if sys.stdout is not None and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_json_value))


def _json_value(value: Any) -> Any:
    """What JSON has no type for; a view that is printed whole leaves out :data:`_INTERNAL`."""
    found = json_value(value)
    return {name: part for name, part in found.items() if name not in _INTERNAL} if isinstance(found, dict) else found


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], empty: str) -> None:
    """Rows in aligned columns; on a terminal the last column is cut to fit. ``empty`` is printed if there are none."""
    cells = [[shown(cell_words(cell)) for cell in row] for row in rows]
    if not cells:
        print(empty)
        return
    everything = [list(headers), *cells]
    widths = [max(width(row[index]) for row in everything) for index in range(len(headers))]
    room = _columns()
    if room is not None:
        widths[-1] = min(widths[-1], max(NARROWEST, room - sum(widths[:-1]) - 2 * (len(widths) - 1)))
    for row in everything:
        padded = (_fitted(cell, cells) for cell, cells in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def fields(pairs: Iterable[tuple[str, object]]) -> None:
    """Names and values beneath one another; empty values are left out."""
    shown_pairs = [(name, cell_words(value)) for name, value in pairs if value not in (None, "", (), [])]
    longest = max((len(name) for name, _ in shown_pairs), default=0)
    for name, value in shown_pairs:
        print(f"{name:{longest}}  {shown(value)}")


def cell_words(value: object) -> str:
    """A value as a table shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ", ".join(str(one) for one in value)
    return str(value)


def moment(at: datetime) -> str:
    """A day and a time: ``Wed 2 Dec 10:00``."""
    from cadence.domain.parsing.dates import day_words

    return f"{day_words(at.date())} {at:%H:%M}"


def _fitted(cell: str, cells: int) -> str:
    cut = clip(cell, cells)
    return cut + " " * (cells - width(cut))


def _columns() -> int | None:
    """The terminal's width; ``None`` where the output goes elsewhere."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None
