"""A card's text or a meeting's notes, written in Markdown, as lines: paragraphs, lists, tables, quotes, code, links.

Read by markdown-it, drawn here: light where Textual's own Markdown widget is heavy (a widget per block), and harmless,
since nothing is fetched and a link shows where it leads. A line that was typed as one stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from cadence.domain.parsing.text import shown
from cadence.tui.drawing.drawn import CODE, DIM, PLAIN
from cadence.tui.drawing.lines import Line, Piece, chopped, fit, length

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_INKS = {"strong": "bold", "em": "italic", "s": "strike", "code_inline": CODE}
_TASK = re.compile(r"\[([ xX])\]\s+")
_SAFE = re.compile(r"[^\s'\"\[\]\\]+")
"""An address that can stand in a style."""
_RULE_MOST = 24
_COLUMN_LEAST = 6
"""Cells to which a column of a table shrinks at most."""
_GAP = 2
"""Cells between two columns of a table."""


@lru_cache(64)
def body_lines(text: str, cells: int) -> tuple[tuple[Piece, ...], ...]:
    """``text`` in lines of at most ``cells`` cells, a blank one between blocks."""
    from markdown_it.tree import SyntaxTreeNode

    from cadence.render.notes.commonmark import parser

    tree = SyntaxTreeNode(parser(linkify=True).parse(text))
    return tuple(tuple(line) for line in _blocks(tree.children, max(cells, 8)))


def inline(text: str) -> list[Piece]:
    """The pieces of one line: bold, italic, code and links told apart."""
    from markdown_it.tree import SyntaxTreeNode

    from cadence.render.notes.commonmark import parser

    tree = SyntaxTreeNode(parser(linkify=True).parseInline(text))
    return [(part.replace("\n", " "), ink) for node in tree.children for part, ink in _inline(node.children, "")]


# --- blocks ---


def _blocks(nodes: Sequence[SyntaxTreeNode], cells: int, *, tight: bool = False) -> list[Line]:
    rows: list[Line] = []
    for node in nodes:
        made = _block(node, cells)
        if made:
            rows += [*([[]] if rows and not tight else []), *made]
    return rows


def _block(node: SyntaxTreeNode, cells: int) -> list[Line]:
    match node.type:
        case "fence" | "code_block":
            text = node.content.removesuffix("\n").expandtabs(4)
            return [fit([(part, CODE)], cells, CODE) for row in text.split("\n") for part in chopped(shown(row), cells)]
        case "hr":
            return [[("─" * min(cells, _RULE_MOST), DIM)]]
        case "heading":
            return _text(node, cells, "bold")
        case "blockquote":
            return [[("│ ", DIM), *row] for row in _blocks(node.children, max(4, cells - 2))]
        case "bullet_list" | "ordered_list":
            return _list(node, cells)
        case "table":
            return _table(node, cells)
        case _:
            return _text(node, cells)


def _text(node: SyntaxTreeNode, cells: int, ink: str = "") -> list[Line]:
    """A paragraph or a heading; each line that was typed begins anew."""
    rows: list[list[Piece]] = [[]]
    for holder in node.children or ():
        for text, own in _inline(holder.children, ink):
            first, *others = text.split("\n")
            rows[-1].append((first, own))
            rows += [[(other, own)] for other in others]
    return [line for row in rows for line in wrap_pieces(row, cells)]


def _list(node: SyntaxTreeNode, cells: int) -> list[Line]:
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    rows: list[Line] = []
    for number, item in enumerate(node.children):
        mark = "• " if start is None else f"{start + number}. "
        made = _blocks(item.children, max(4, cells - len(mark)), tight=tight)
        found = _TASK.match("".join(text for text, _ in made[0])) if made else None
        if found is not None:
            mark = "☐ " if found[1] == " " else "☑ "
            made[0] = _without(made[0], found.end())
        if rows and not tight:
            rows.append([])
        rows += [[(mark if place == 0 else " " * len(mark), DIM), *row] for place, row in enumerate(made or [[]])]
    return rows


def _without(line: Line, characters: int) -> Line:
    left: list[Piece] = []
    for text, ink in line:
        left.append((text[characters:], ink))
        characters = max(0, characters - len(text))
    return [piece for piece in left if piece[0]]


def _table(node: SyntaxTreeNode, cells: int) -> list[Line]:
    """Columns as wide as what stands in them; where they don't fit, the widest shrink and their cells are wrapped."""
    heads = [part.type == "thead" for part in node.children for _ in part.children]
    grid = [
        [_cell(cell, head=part.type == "thead") for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    count = max(map(len, grid))
    for row in grid:
        row.extend([] for _ in range(count - len(row)))
    rights = ["right" in str(cell.attrs.get("style", "")) for cell in node.children[0].children[0].children]
    widths = _shares([max(length(row[at]) for row in grid) for at in range(count)], cells - _GAP * (count - 1))
    rows: list[Line] = []
    for number, row in enumerate(grid):
        wrapped = [wrap_pieces(cell, width) for cell, width in zip(row, widths, strict=True)]
        for at in range(max(map(len, wrapped))):
            line: list[Piece] = []
            for place, (lines, width) in enumerate(zip(wrapped, widths, strict=True)):
                words = lines[at] if at < len(lines) else []
                blanks = width - length(words) if rights[place] else 0
                line += [(" " * (blanks + _GAP * bool(place)), PLAIN), *fit(words, width - blanks)]
            rows.append(fit(line, min(cells, length(line))))
        if heads[number]:
            rows.append([("─" * min(cells, sum(widths) + _GAP * (count - 1)), DIM)])
    return rows


def _cell(node: SyntaxTreeNode, *, head: bool) -> list[Piece]:
    return [piece for holder in node.children for piece in _inline(holder.children, "bold" if head else "")]


def _shares(wanted: Sequence[int], cells: int) -> list[int]:
    """What each column gets of ``cells``: what it wants, the widest giving way first."""
    widths = [max(1, one) for one in wanted]
    least = max(1, min(_COLUMN_LEAST, cells // len(widths)))
    while sum(widths) > cells and max(widths) > least:
        widest = max(widths)
        next_wide = max([one for one in widths if one < widest], default=least)
        over, many = sum(widths) - cells, widths.count(widest)
        to = max(least, next_wide, widest - -(-over // many))
        widths = [to if one == widest else one for one in widths]
    return widths


# --- inline ---


def _inline(nodes: Sequence[SyntaxTreeNode], ink: str) -> Iterator[Piece]:
    for node in nodes:
        match node.type:
            case "softbreak" | "hardbreak":
                yield "\n", ink
            case "link":
                yield from _link(node, ink)
            case "image":
                yield f"{node.content or 'image'} ({node.attrs.get('src', '')})", ink
            case "text" | "code_inline" | "html_inline":
                yield shown(node.content), _joined(ink, _INKS.get(node.type, ""))
            case _:
                yield from _inline(node.children, _joined(ink, _INKS.get(node.type, "")))


def _link(node: SyntaxTreeNode, ink: str) -> Iterator[Piece]:
    """The words, which lead there in a terminal that follows links, and the address where the words aren't it."""
    url = str(node.attrs.get("href", ""))
    leads = f"link='{url}'" if _SAFE.fullmatch(url) else ""
    words = "".join(text for text, _ in _inline(node.children, ""))
    for text, own in _inline(node.children, _joined(ink, "underline")):
        yield text, _joined(own, leads)
    if words not in {url, url.removeprefix("mailto:")}:
        yield f" ({shown(url)})", DIM


def _joined(*inks: str) -> str:
    return " ".join(ink for ink in inks if ink)


def wrap_pieces(pieces: Sequence[Piece], cells: int) -> list[list[Piece]]:
    """The pieces broken between words into lines of at most ``cells`` cells; longer words are broken."""
    rows: list[list[Piece]] = [[]]
    room = cells
    for word in _words(pieces):
        size = sum(cell_len(text) for text, _ in word)
        blank = 1 if rows[-1] else 0
        if size + blank <= room:
            rows[-1] += [*([(" ", PLAIN)] if blank else []), *word]
            room -= size + blank
            continue
        if rows[-1]:
            rows.append([])
            room = cells
        for text, ink in word:
            for part in chopped(text, cells) if size > cells else [text]:
                if cell_len(part) > room:
                    rows.append([])
                    room = cells
                rows[-1].append((part, ink))
                room -= cell_len(part)
    return rows


def _words(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Words, each perhaps in several inks (``**bold**ly``)."""
    word: list[Piece] = []
    for text, ink in pieces:
        for number, part in enumerate(re.split(r"\s+", text)):
            if number and word:
                yield word
                word = []
            if part:
                word.append((part, ink))
    if word:
        yield word
