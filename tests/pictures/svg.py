"""SVG pictures of the screen: made the same every time, small, and read back as lines of text."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

_ID = re.compile(r"\bterminal-\d+-")
_FONT = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
_LINE_CLIP = re.compile(r'\s*<clipPath id="terminal-line-\d+">.*?</clipPath>', re.DOTALL)
_CLIPPED = re.compile(r' clip-path="url\(#terminal-line-\d+\)"')
_GROUND = re.compile(r'<rect fill="(#\w+)"[^>]*shape-rendering="crispEdges"/>')
_SCREEN = re.compile(r'(<g transform="translate\([^"]*"[^>]*clip-path[^>]*>)')
_TEXT = re.compile(r'<text class="terminal-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
_CELL = 12.2
"""The width of a cell in Rich's pictures."""


def steady(svg: str) -> str:
    """Rich's picture without the number made from the content that it puts into every name, without fonts from the

    network, and with what lies behind most of the text drawn once. One text to a line, for whoever compares two.
    """
    svg = _FONT.sub("\n", _ID.sub("terminal-", svg))
    svg = _CLIPPED.sub("", _LINE_CLIP.sub("", svg))
    grounds = Counter(_GROUND.findall(svg))
    if grounds:
        most = grounds.most_common(1)[0][0]
        svg = _GROUND.sub(lambda found: "" if found[1] == most else found[0], svg)
        svg = _SCREEN.sub(rf'\1<rect fill="{most}" width="100%" height="100%"/>', svg)
    svg = svg.replace("</text><text", "</text>\n<text").replace("/><rect", "/>\n<rect")
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


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
