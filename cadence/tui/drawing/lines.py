"""Lines of text in several inks, cut and padded to an exact number of terminal cells.

A line is a sequence of pieces, each a text with its ink: a Textual style made of theme variables, or ``""`` for plain
(see :mod:`cadence.tui.drawing.drawn`). Cells are counted as Textual counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content, Span

from cadence.domain.parsing.text import clip, graphemes, shown

Piece = tuple[str, str]
"""A text and its ink."""
Line = Sequence[Piece]


def cut(text: str, cells: int) -> str:
    """``text`` on one line in at most ``cells`` cells, with an ellipsis where something is missing."""
    text = shown(text)
    if cell_len(text) <= cells:
        return text
    clipped = clip(text, cells)
    # Where the terminal's table and Textual's disagree, Textual's decides: it lays out what stands beside.
    return clipped if cell_len(clipped) <= cells else set_cell_size(clipped, cells)


def length(line: Line) -> int:
    """The cells that ``line`` takes."""
    return sum(cell_len(text) for text, _ in line)


def fit(line: Line, cells: int, ink: str = "") -> list[Piece]:
    """``line`` cut to ``cells`` cells and padded to exactly as many with blanks in ``ink``."""
    fitted: list[Piece] = []
    room = cells
    for text, piece_ink in line:
        part = shown(text)
        size = cell_len(part)
        if size > room:
            if room:
                part = cut(part, room)
                fitted.append((part, piece_ink))
                room -= cell_len(part)
            elif fitted:
                _mark_cut(fitted)
            break
        if part:
            fitted.append((part, piece_ink))
            room -= size
    if room > 0:
        fitted.append((" " * room, ink))
    return fitted


def _mark_cut(fitted: list[Piece]) -> None:
    """Let the last piece end in an ellipsis, since what would follow it has no room."""
    text, ink = fitted[-1]
    size = cell_len(text)
    if size and not text.isspace():
        fitted[-1] = (set_cell_size(set_cell_size(text, size - 1).rstrip() + "…", size), ink)


def ends(left: Line, right: Line, cells: int) -> list[Piece]:
    """One line with ``left`` at its start and ``right`` at its end; ``left`` yields where both have no room."""
    taken = min(length(right), cells)
    if taken == 0:
        return fit(left, cells)
    if taken + 1 >= cells:
        return fit(right, cells)
    return [*fit(left, cells - taken - 1), (" ", ""), *fit(right, taken)]


def joined(parts: Iterable[Line], gap: str = "  ") -> list[Piece]:
    """Several short lines one after the other on one, ``gap`` between those that aren't empty."""
    line: list[Piece] = []
    for part in parts:
        if not part:
            continue
        if line:
            line.append((gap, ""))
        line.extend(part)
    return line


def packed(parts: Iterable[Line], cells: int, gap: str = " ") -> list[list[Piece]]:
    """Short lines in as few rows of ``cells`` cells as hold each of them whole, ``gap`` between two of a row."""
    rows: list[list[Piece]] = []
    for part in parts:
        if rows and length(rows[-1]) + len(gap) + length(part) <= cells:
            rows[-1] += [(gap, ""), *part]
        else:
            rows.append([*part])
    return rows


def wrapped(text: str, cells: int, most: int | None = None) -> list[str]:
    """One paragraph broken between words into lines of at most ``cells`` cells, ``most`` lines with an ellipsis.

    Words longer than a line are broken. At least one line comes back.
    """
    rows: list[str] = []
    row = ""
    cells = max(cells, 1)
    for word in shown(text).split():
        joined_row = f"{row} {word}" if row else word
        if cell_len(joined_row) <= cells:
            row = joined_row
            continue
        if row:
            rows.append(row)
        *full, row = chopped(word, cells)
        rows.extend(full)
    rows.append(row)
    if most is not None and len(rows) > most:
        rows = [*rows[: most - 1], cut(" ".join(rows[most - 1 :]), cells)]
    return rows


def chopped(word: str, cells: int) -> list[str]:
    """``word`` in parts of at most ``cells`` cells."""
    if cell_len(word) <= cells:
        return [word]
    parts = [""]
    for cluster in graphemes(word):
        if parts[-1] and cell_len(parts[-1] + cluster) > cells:
            parts.append("")
        parts[-1] += cluster
    return parts


def content(lines: Sequence[Line]) -> Content:
    """The lines as Textual's content."""
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for number, line in enumerate(lines):
        if number:
            texts.append("\n")
            at += 1
        for text, ink in line:
            texts.append(text)
            if ink:
                spans.append(Span(at, at + len(text), ink))
            at += len(text)
    return Content("".join(texts), spans=spans)
