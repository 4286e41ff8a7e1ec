"""Markdown: the format that all others are made from.

Titles, names and remarks are text: whatever they look like, they are shown as typed. Bodies are Markdown by design, but
bring no HTML and no link other than http, https or mailto. What a function of a format returns is
:class:`~markupsafe.Markup`, which means *already right for this format*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from markdown_it import MarkdownIt
from markupsafe import Markup

from cadence.render.notes.commonmark import BREAK, ISOLATE, ISOLATED, fenced, followable, parser
from cadence.render.notes.formats.base import Format
from cadence.render.notes.plain import flat

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\ufeff]+")
_ALWAYS = re.compile(r"[\\`*\[\]<>|~&$]|(?<!\S)#|(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(r"[+=-]|\d{1,9}(?=[.)])")
_LIVE = re.compile(r"\\[\s\S]|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)|<(?:https?|mailto):[^\s<>]*>|<", re.IGNORECASE)


def md(text: object) -> Markup:
    """One line of text, as typed, in CommonMark (and in GitHub's tables, strikethrough and formulas)."""
    if isinstance(text, Markup):
        return text
    line = _ALWAYS.sub(r"\\\g<0>", flat(str(text)))
    start = _AT_START.match(line)
    if start:
        kept = start[0] if start[0].isdigit() else ""
        line = f"{kept}\\{line[len(kept) :]}"
    return Markup(line)


def isolated(text: object) -> Markup:
    """:func:`md` for the source of other formats: marked where it begins and ends, and where a line of it does."""
    if isinstance(text, Markup) or not isinstance(text, str) or not text.strip():
        return md(text)
    return Markup(f"{ISOLATE}{BREAK.join(md(line) for line in text.strip().split(chr(10)))}{ISOLATED}")


def md_body(text: str, indent: str = "") -> Markup:
    """A Markdown body as a quotation, so that its headings, fences and lists end where it ends."""
    body = _without_html(text.strip("\n"))
    if not _harmless(body):
        body = "\n".join(f"{md(line)}\\" if line.strip() else "" for line in text.strip("\n").split("\n"))
        body = re.sub(r"\\(?=\n\n|\n?\Z)", "", body)
    return Markup("\n".join(f"{indent}> {line}" if line.strip() else f"{indent}>" for line in body.split("\n")))


def md_link(url: str, label: str = "") -> Markup:
    """A link; just the text where the address is none we would follow."""
    if not followable(url):
        return md(f"{label}: {url}" if label else url)
    target = quote(url.strip(), safe="!#$%&'*+,/:;=?@[]~")
    return Markup(f"[{md(label or url)}](<{target}>)")


def _without_html(text: str) -> str:
    r"""``text`` with every ``<`` outside of code written as ``\<``, but for ``<https://...>``."""
    lines = text.split("\n")
    for token in parser(linkify=True).parse(text):
        if token.type in {"fence", "code_block"} and token.map:
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = "\0" + lines[number]
    blocks = re.split(r"((?:^\0.*\n?)+)", "\n".join(lines), flags=re.MULTILINE)
    return "".join(block.replace("\0", "") if block.startswith("\0") else _LIVE.sub(_tamed, block) for block in blocks)


def _tamed(found: re.Match[str]) -> str:
    return "\\<" if found[0] == "<" else found[0]


class _Trusting(MarkdownIt):
    """A reader that takes HTML and every link."""

    def validateLink(self, _url: str) -> bool:
        """Any."""
        return True


@lru_cache(maxsize=1)
def _trusting() -> MarkdownIt:
    return _Trusting("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _harmless(text: str) -> bool:
    """Whether no reader of Markdown, however trusting, finds HTML or a strange link in it."""
    for token in _trusting().parse(text):
        for part in (token, *(token.children or ())):
            scheme = _SCHEME.match(_UNSEEN.sub("", str(part.attrGet("href") or part.attrGet("src") or "")))
            if part.type.startswith("html_") or (scheme and scheme[1].lower() not in {"http", "https", "mailto"}):
                return False
    return True


MARKDOWN = Format("md", ".md", None, md, {"md": md, "body": md_body, "link": md_link})
SOURCE = Format("md", ".md", None, isolated, {"md": isolated, "body": fenced, "link": md_link})
"""Markdown as the other formats are made from it: values marked, bodies in fences of their own."""
