"""Plain text laid out: what may not be printed taken out, width in terminal cells, and wrapping that knows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from rich.cells import cell_len, split_graphemes

COLUMNS = 72
"""How wide a line of plain text may be, in terminal cells (RFC 3676 asks for under 78)."""

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Directional embeddings, overrides and isolates (UAX #9): one of them left open would turn the rest of a line."""

_STAYS_BEHIND = "、。，．！？：；）」』】〉》”’"
"""Closing marks that may not begin a line (JIS X 4051)."""
_UNBROKEN = re.compile(r"\W*(?:https?://|mailto:)", re.IGNORECASE)

_TOGETHER = re.compile(
    r" (?=· )|(?<=→) |(?<=Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=\d)"
    r"|(?<=\d) (?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)"
)
"""Spaces at which a line looks wrong when broken: inside a date, before a ``·``, after an arrow."""

T = TypeVar("T")


def printable(text: str) -> str:
    r"""``text`` without control characters, bidirectional overrides and lone surrogates; ``\n`` and ``\t`` stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(c for c in lines if c in "\n\t" or (c not in _BIDI and unicodedata.category(c) not in {"Cc", "Cs"}))


def cleaned(value: T) -> T:
    """A view with every string in it made :func:`printable`, however deep."""
    return _cleaned(value)  # type: ignore[return-value]


def _cleaned(value: object) -> object:
    if type(value) is str:
        return printable(value)
    if type(value) is tuple:
        return tuple(_cleaned(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value) if f.init})
    return value


def flat(text: str) -> str:
    """``text`` on one line, with single spaces."""
    return " ".join(text.split())


def wrap(text: str, first: str = "", rest: str | None = None, columns: int = COLUMNS) -> str:
    """``text`` filled to ``columns`` cells; the first line begins with ``first``, others with ``rest``.

    Without ``rest`` they hang below the first one's text. Addresses are never broken; text without spaces is broken
    between wide characters, any other word only where it alone is too long.
    """
    hang = " " * cell_len(first) if rest is None else rest
    lines, line, used, empty = [], first, cell_len(first), True
    for spaced, unit in _units(text, max(columns - max(cell_len(first), cell_len(hang)), 8)):
        gap = " " if spaced and not empty else ""
        if not empty and used + len(gap) + cell_len(unit) > columns:
            lines.append(line.rstrip())
            line, used, gap = hang, cell_len(hang), ""
        line, used, empty = line + gap + unit, used + len(gap) + cell_len(unit), False
    return "\n".join([*lines, line.rstrip()])


def underlined(text: str, with_: str = "-", columns: int = COLUMNS) -> str:
    """A heading, wrapped, and a line as long as its longest line below it."""
    head = wrap(text, columns=columns)
    return f"{head}\n{with_ * max(cell_len(line) for line in head.split(chr(10)))}"


def _units(text: str, room: int) -> Iterator[tuple[bool, str]]:
    """What may stand on a line of its own, each with whether a space goes before it."""
    for word in re.split(r"[^\S\xa0]+", _TOGETHER.sub("\xa0", text.strip())):
        word = word.replace("\xa0", " ")
        if _UNBROKEN.match(word) or (cell_len(word) == len(word) <= room):
            yield True, word
            continue
        spaced = True
        for part in _parts(word, room):
            yield spaced, part
            spaced = False


def _parts(word: str, room: int) -> list[str]:
    """A word cut between wide characters, and wherever it would be wider than ``room``."""
    parts: list[str] = []
    closed = True
    size = 0
    for start, end, cells in split_graphemes(word)[0]:
        piece = word[start:end]
        wide = cells > 1
        if parts and size + cells <= room and (piece in _STAYS_BEHIND or not (wide or closed)):
            parts[-1] += piece
            size += cells
        else:
            parts.append(piece)
            size = cells
        closed = wide
    return parts
