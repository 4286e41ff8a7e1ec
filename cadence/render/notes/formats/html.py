"""HTML: markdown-it's own, with values isolated, facts in a quieter colour, and nothing loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from cadence.render.notes.commonmark import BREAK, ISOLATE, ISOLATED, body_tokens, followable, parser
from cadence.render.notes.formats.base import Format

_ISOLATE = re.compile(f"{ISOLATE}([^{ISOLATE}{ISOLATED}]*){ISOLATED}")
_FACT = re.compile(rf" · ((?:{ISOLATE}[^{ISOLATED}]*{ISOLATED}|[^·{ISOLATE}{ISOLATED}])+?)(?= · | ?\Z)")
_STRAY = str.maketrans({ISOLATE: None, ISOLATED: None, BREAK: " "})


def html(text: object) -> Markup:
    """Text with HTML's special characters escaped."""
    return escape(text)


def html_body(text: str, indent: str = "") -> Markup:  # noqa: ARG001 - the same call in every format
    """A Markdown body as HTML: no raw HTML, pictures as links, headings below the page's own."""
    return Markup(_rendered(_Body(), body_tokens(text, linkify=True)))


def html_link(url: str, label: str = "") -> Markup:
    """A link; just the text where the address is none we would follow."""
    if not followable(url):
        return escape(f"{label}: {url}" if label else url)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url.strip(), label or url)


def write(tokens: Sequence[Token]) -> str:
    """Tokens as HTML."""
    return _rendered(_Page(), tokens).translate(_STRAY)


class _Body(RendererHTML):
    """What people typed: links with a ``rel``, pictures as links."""

    def link_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        """A link that tells its target nothing of where it stood."""
        tokens[at].attrSet("rel", "noopener noreferrer")
        return self.renderToken(tokens, at, options, env)

    def image(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        """A picture as a link to it: notes load nothing from elsewhere."""
        label = tokens[at].content or "picture"
        inside = sum({"link_open": 1, "link_close": -1}.get(other.type, 0) for other in tokens[:at])
        return str(escape(label) if inside else html_link(str(tokens[at].attrGet("src") or ""), label))


class _Page(_Body):
    """What the templates wrote: values isolated, the facts behind a title in a span of their own."""

    def text(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        """Text, its values and its facts marked up."""
        made = _FACT.sub(r' <span class="fact">· \1</span>', str(escape(tokens[at].content)))
        return _ISOLATE.sub(r"<bdi>\1</bdi>", made).replace(BREAK, "<br>")

    def quotation(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        """A body, in its own direction."""
        return f'<blockquote dir="auto">\n{html_body(tokens[at].content)}\n</blockquote>\n'


def _rendered(renderer: RendererHTML, tokens: Sequence[Token]) -> str:
    return str(renderer.render(tokens, parser().options, {})).strip()


HTML = Format("html", ".html", write, html, {"body": html_body, "link": html_link}, squeezed=False)
