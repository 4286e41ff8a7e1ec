"""SVG pictures of the screen: made the same every time, and read back as lines of text."""

from __future__ import annotations

import re
from html import unescape

_ID = re.compile(r"\bterminal-\d+-")
_TEXT = re.compile(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)"[^>]*clip-path[^>]*>([^<]*)</text>')
_CELL = 12.2
_FONT = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)


def steady(svg: str) -> str:
    """Without the number made from the content that Rich puts into every name, and without fonts from the network."""
    return _FONT.sub("\n", _ID.sub("terminal-", svg)).rstrip() + "\n"


def lines_of(svg: str) -> list[str]:
    """The rows of text in a picture, as they stand on the screen."""
    rows: dict[float, list[tuple[int, str]]] = {}
    for x, y, words in _TEXT.findall(svg):
        rows.setdefault(float(y), []).append((round(float(x) / _CELL), unescape(words).replace("\xa0", " ")))
    found = []
    for y in sorted(rows):
        row = ""
        for column, words in sorted(rows[y]):
            row = row.ljust(column) + words
        found.append(row.rstrip())
    return found
