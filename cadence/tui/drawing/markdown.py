"""A card's text, written in Markdown, as lines: paragraphs, headings, lists, quotes, code, links.

Light where Textual's own Markdown widget is heavy (a widget per block), and harmless: every pattern is bounded, nothing
is fetched, a link shows where it leads. What isn't understood is shown as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len

from cadence.domain.parsing.text import shown
from cadence.tui.drawing.drawn import CODE, DIM, PLAIN, STRONG
from cadence.tui.drawing.lines import Piece, chopped, fit

ITALIC = "italic"
UNDERLINED = "underline"

# At most 300 characters between two marks: what is longer isn't marked, and no text takes quadratic time.
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`\n]{1,300})`"
    r"|(?P<bold>\*\*|__)(?=\S)(?P<strong>(?:[^*\\\n]|\\.){1,300})(?P=bold)"
    r"|(?<![\w*_])[*_](?=\S)(?P<italic>(?:[^*_\\\n]|\\.){1,300})[*_](?![\w*_])"
    r"|\[(?P<text>(?:[^\[\]\\\n]|\\.){1,300})\]\((?P<url>[^()\s]{1,500})\)"
    r"|(?P<bare>https?://[^\s<>]{1,500})"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"(?<!\\)((?:\\\\){0,50})\\\Z")
"""A line that ends with a break of its own; lines are joined all the same."""
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$")
_TASK = re.compile(r"\[([ xX])\]\s+")
_QUOTE = re.compile(r"\s{0,3}>\s?(.*)$")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}$")


@lru_cache(64)
def body_lines(text: str, cells: int) -> tuple[tuple[Piece, ...], ...]:
    """``text`` in lines of at most ``cells`` cells, a blank one between blocks."""
    lines: list[list[Piece]] = []
    before = ""
    for kind, first, rest, content in _blocks(text):
        if before and not kind == before == "item":
            lines.append([])
        lines.extend(_block(kind, first, rest, content, max(cells, 8)))
        before = kind
    return tuple(tuple(line) for line in lines)


def _block(kind: str, first: str, rest: str, text: str, cells: int) -> list[list[Piece]]:
    if kind == "code":
        return [fit([(row.expandtabs(4), CODE)], cells, CODE) for row in text.split("\n")]
    if kind == "rule":
        return [[("─" * min(cells, 24), DIM)]]
    pieces = [(_ESCAPE.sub(r"\1", shown(text)), STRONG)] if kind == "heading" else list(inline(text))
    rows = wrap_pieces(pieces, max(4, cells - cell_len(first)))
    return [[(first if number == 0 else rest, DIM), *row] if first else row for number, row in enumerate(rows)]


def _blocks(text: str) -> Iterator[tuple[str, str, str, str]]:
    """The blocks of ``text``: kind, what stands before the first line and before the others, and the content."""
    block: tuple[str, str, str, str] | None = None
    code: list[str] | None = None
    for row in text.split("\n"):
        if _FENCE.match(row):
            if code is None and block is not None:
                yield block
            block = None
            if code is not None:
                yield "code", "", "", "\n".join(code)
            code = [] if code is None else None
            continue
        if code is not None:
            code.append(row)
            continue
        row = _BREAK.sub(r"\1", row)
        found = _start(row)
        if found is None and row.strip() and block is not None:
            kind, first, rest, so_far = block
            block = (kind, first, rest, f"{so_far} {row.strip()}")
            continue
        if found is not None and block is not None and found[0] == block[0] == "quote":
            block = (*block[:3], f"{block[3]} {found[3]}")
            continue
        if block is not None:
            yield block
        block = found if found is not None else (("text", "", "", row.strip()) if row.strip() else None)
        if block is not None and block[0] in {"heading", "rule"}:
            yield block
            block = None
    if block is not None:
        yield block
    if code:
        yield "code", "", "", "\n".join(code).rstrip("\n")


def _start(row: str) -> tuple[str, str, str, str] | None:
    """The block that ``row`` begins, if it begins one that isn't plain text."""
    if _RULE.match(row):
        return "rule", "", "", ""
    if heading := _HEADING.match(row):
        return "heading", "", "", heading[1]
    if quote := _QUOTE.match(row):
        return "quote", "│ ", "│ ", quote[1]
    if item := _ITEM.match(row):
        indent = "  " * min(4, len(item[1].expandtabs(4)) // 2)
        text, mark = item[3], f"{item[2]}. " if item[2] else "• "
        if task := _TASK.match(text):
            text, mark = text[task.end() :], "☐ " if task[1] == " " else "☑ "
        return "item", indent + mark, indent + " " * len(mark), text
    return None


def inline(text: str) -> Iterator[Piece]:
    """The pieces of one paragraph: bold, italic, code and links told apart."""
    text = shown(text)
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], PLAIN
        at = found.end()
        if found["escaped"]:
            yield found["escaped"], PLAIN
        elif found["code"]:
            yield found["code"], CODE
        elif found["strong"]:
            yield _ESCAPE.sub(r"\1", found["strong"]), STRONG
        elif found["italic"]:
            yield _ESCAPE.sub(r"\1", found["italic"]), ITALIC
        elif found["bare"]:
            yield found["bare"], UNDERLINED
        else:
            words, url = _ESCAPE.sub(r"\1", found["text"]), found["url"]
            url = url[1:-1] if url.startswith("<") and url.endswith(">") else url
            yield words, UNDERLINED
            if url != words:
                yield f" ({url})", DIM
    if at < len(text):
        yield text[at:], PLAIN


def wrap_pieces(pieces: list[Piece], cells: int) -> list[list[Piece]]:
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


def _words(pieces: list[Piece]) -> Iterator[list[Piece]]:
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
