"""Markdown parsed: the source of all notes, and the bodies that people type, as markdown-it's tokens.

Two types of token are added. ``quotation`` is a body, its blocks as ``children``. ``facts`` is a list in which every
item begins with a bold label and a colon: it holds ``fact``, and that ``label`` and ``value``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

QUOTATION = "quotation"
"""The info string of the fence in which a body stands in the source."""
ISOLATE, ISOLATED, BREAK = "\u2068", "\u2069", "\u2028"
"""What stands around and inside of a value in the source (UAX #9, UAX #14); what people type has none of them."""

_WEB = re.compile(r"(?:https?://[^\s/?#<>\"\\]|mailto:[^\s<>\"\\])[^\s<>\"\\]*\Z", re.IGNORECASE)
_ITEM = ["list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class Document(NamedTuple):
    """Notes in three parts: above the first section, the sections, and below the last rule (``---``)."""

    head: Sequence[Token]
    body: Sequence[Token]
    foot: Sequence[Token]


class Parser(MarkdownIt):
    """CommonMark with tables and strikethrough; no HTML, and links only to what is :func:`followable`."""

    def __init__(self, *, linkify: bool = False) -> None:
        """With ``linkify`` an address becomes a link without any markup."""
        super().__init__("commonmark", {"html": False, "linkify": linkify})
        self.enable(["table", "strikethrough"])
        if linkify and self.linkify is not None:
            self.enable("linkify")
            self.linkify.set({"fuzzy_link": False, "fuzzy_email": False})

    def validateLink(self, url: str) -> bool:
        """Whether ``url`` becomes a link at all."""
        return followable(url)


@lru_cache(maxsize=2)
def parser(*, linkify: bool = False) -> Parser:
    """The one parser of its sort."""
    return Parser(linkify=linkify)


def followable(url: str) -> bool:
    """Whether an address may become a link: http, https or mailto, and nothing odd in it."""
    return bool(_WEB.match(url.strip()))


def fenced(body: str, indent: str = "") -> Markup:
    """A body as it stands in the source: in a fence that nothing inside of it can close."""
    text = _INDENT.sub(lambda found: found[0].expandtabs(4), body.strip("\n"))
    fence = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", text) or [""]))
    lines = (f"{fence} {QUOTATION}", *text.split("\n"), fence)
    return Markup("\n".join(indent + line for line in lines))


def document(source: str) -> Document:
    """The source of notes as tokens, in its three parts."""
    parsed = parser().parse(source)
    for token in parsed:
        # markdown-it leaves empty texts beside its marks.
        token.children = [part for part in token.children or () if part.type != "text" or part.content]
    tokens = list(_with_facts(parsed))
    for token in tokens:
        if token.type == "fence" and token.info.strip() == QUOTATION:
            token.type, token.children = QUOTATION, body_tokens(token.content)
    tops = [(at, token) for at, token in enumerate(tokens) if token.level == 0]
    rules = [at for at, token in tops if token.type == "hr"]
    end = rules[-1] if rules else len(tokens)
    start = next((at for at, token in tops if token.type == "heading_open" and token.tag != "h1" and at < end), end)
    for at, token in tops:
        if at < start and token.type == "paragraph_open" and _bold(tokens[at + 1]):
            token.attrSet("class", "note")
    return Document(tokens[:start], tokens[start:end], tokens[end + 1 :])


def body_tokens(body: str, *, linkify: bool = False) -> list[Token]:
    """A body as tokens, its headings below those of the notes."""
    tokens = parser(linkify=linkify).parse(body)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"
    return tokens


def _with_facts(tokens: Sequence[Token]) -> Iterator[Token]:
    """``tokens`` with ``facts`` in the place of lists whose items all begin with a bold label and a colon."""
    at = 0
    while at < len(tokens):
        size = _facts_size(tokens, at) if tokens[at].type == "bullet_list_open" else 0
        if size:
            yield _made("facts", "table", 1)
            for inline in tokens[at + 3 : at + size - 1 : len(_ITEM)]:
                yield from _fact(inline)
            yield _made("facts", "table", -1)
        else:
            yield tokens[at]
        at += size or 1


def _facts_size(tokens: Sequence[Token], at: int) -> int:
    """How many tokens the list at ``at`` takes if it is one of facts, else 0."""
    size = 1
    while [token.type for token in tokens[at + size : at + size + len(_ITEM)]] == _ITEM:
        if not _label(tokens[at + size + 2]):
            return 0
        size += len(_ITEM)
    return size + 1 if tokens[at + size].type == "bullet_list_close" else 0


def _bold(inline: Token) -> bool:
    """Whether a line begins in bold."""
    return [token.type for token in inline.children or ()][:1] == ["strong_open"]


def _label(inline: Token) -> int:
    """How many of the tokens of a line are its bold label, else 0."""
    children = inline.children or []
    bold = [token.type for token in children[:3]] == ["strong_open", "text", "strong_close"]
    return 3 if bold and children[1].content.endswith(":") else 0


def _fact(inline: Token) -> Iterator[Token]:
    children = inline.children or []
    yield _made("fact", "tr", 1)
    yield from _cell("label", "th", children[1:2], {"scope": "row"})
    value = children[_label(inline) :]
    if value and value[0].type == "text":
        value[0].content = value[0].content.lstrip(" ")
    yield from _cell("value", "td", value, {})
    yield _made("fact", "tr", -1)


def _cell(name: str, tag: str, children: list[Token], attrs: dict[str, str | int | float]) -> Iterator[Token]:
    opening = _made(name, tag, 1)
    opening.attrs = attrs
    yield opening
    inside = Token("inline", "", 0)
    inside.children = children
    yield inside
    yield _made(name, tag, -1)


def _made(name: str, tag: str, nesting: int) -> Token:
    return Token(f"{name}_{'open' if nesting > 0 else 'close'}", tag, nesting, block=True)  # type: ignore[arg-type]
