"""What people typed, made safe for each format: one line escaped, a Markdown body, and a link.

Titles, names and remarks are text: whatever they look like, they are shown as typed. Bodies are Markdown by design, but
bring no HTML, no pictures from elsewhere and no link other than http, https or mailto. What a function here returns is
:class:`~markupsafe.Markup`, which means *already right for this format*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup, escape

from cadence.render.plain import flat, wrap_body

if TYPE_CHECKING:
    from markdown_it.token import Token

    from cadence.render.commonmark import Parser

_WEB = re.compile(r"(?:https?://[^\s/?#<>\"\\]|mailto:[^\s<>\"\\])[^\s<>\"\\]*\Z", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\ufeff]+")

# --- Markdown ---------------------------------------------------------------------------------------------------------

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
    for token in _parser(html=False).parse(text):
        if token.type in {"fence", "code_block"} and token.map:
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = "\0" + lines[number]
    blocks = re.split(r"((?:^\0.*\n?)+)", "\n".join(lines), flags=re.MULTILINE)
    return "".join(block.replace("\0", "") if block.startswith("\0") else _LIVE.sub(_tamed, block) for block in blocks)


def _tamed(found: re.Match[str]) -> str:
    return "\\<" if found[0] == "<" else found[0]


def _harmless(text: str) -> bool:
    """Whether no reader of Markdown, however trusting, finds HTML or a strange link in it."""
    for token in _parser(html=True).parse(text):
        for part in (token, *(token.children or ())):
            scheme = _SCHEME.match(_UNSEEN.sub("", str(part.attrGet("href") or part.attrGet("src") or "")))
            if part.type.startswith("html_") or (scheme and scheme[1].lower() not in {"http", "https", "mailto"}):
                return False
    return True


# --- HTML -------------------------------------------------------------------------------------------------------------


def html(text: object) -> Markup:
    """Text with HTML's special characters escaped."""
    return escape(text)


def html_body(text: str, indent: str = "") -> Markup:  # noqa: ARG001 - the same call in every format
    """A Markdown body as HTML: no raw HTML, pictures as links, headings below the page's own."""
    parser = _parser(html=False)
    tokens = parser.parse(text)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"
        for part in token.children or ():
            if part.type == "link_open":
                part.attrSet("rel", "noopener noreferrer")
    return Markup(str(parser.renderer.render(tokens, parser.options, {})).strip())


def html_link(url: str, label: str = "") -> Markup:
    """A link; just the text where the address is none we would follow."""
    if not followable(url):
        return escape(f"{label}: {url}" if label else url)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url.strip(), label or url)


# --- Slack ------------------------------------------------------------------------------------------------------------

# mrkdwn knows no escape for its formatting characters (slackhq/slack-api-docs#34), so letters that look alike stand in
# for them; a name that is called on with @ gets a word joiner, in case whoever posts it sets link_names.
_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ", "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LABELLED = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
_CALL = re.compile(r"(?<!\w)@(?=\w)")


def slack(text: object) -> Markup:
    """One line of text that neither formats nor calls anybody in Slack's mrkdwn."""
    if isinstance(text, Markup):
        return text
    return Markup(_EDGE.sub("ˍ", _CALL.sub("@\u2060", flat(str(text)))).translate(_LOOKALIKES))


def slack_body(text: str, indent: str = "") -> Markup:  # noqa: ARG001 - the same call in every format
    """A body as a quotation, without its Markdown's emphasis: Slack's markup is another one."""
    plain = _LABELLED.sub(r"\1 (\2)", _STRONG.sub(r"\2", text.strip("\n")))
    lines = plain.split("\n")
    return Markup("\n".join(f"> {' ' * (len(line) - len(line.lstrip()))}{slack(line)}".rstrip() for line in lines))


def slack_link(url: str, label: str = "") -> Markup:
    """A link; just the text where the address is none we would follow."""
    if not followable(url):
        return slack(f"{label}: {url}" if label else url)
    target = url.strip().replace("|", "%7C").replace("&", "&amp;")
    return Markup(f"<{target}|{slack(label or url)}>")


# --- plain text and what all share ------------------------------------------------------------------------------------


def text_body(text: str, indent: str = "") -> str:
    """A body as it was typed, wrapped."""
    return wrap_body(text, indent)


def text_link(url: str, label: str = "") -> str:
    """The address, after what it is."""
    return f"{label}: {flat(url)}" if label else flat(url)


def followable(url: str) -> bool:
    """Whether an address may become a link: http, https or mailto, and nothing odd in it."""
    return bool(_WEB.match(url.strip()))


def _picture(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    """A picture as a link to it: notes load nothing from elsewhere."""
    token = tokens[at]
    label = token.content or "picture"
    inside = sum({"link_open": 1, "link_close": -1}.get(other.type, 0) for other in tokens[:at])
    return str(escape(label) if inside else html_link(str(token.attrGet("src") or ""), label))


@lru_cache(maxsize=2)
def _parser(*, html: bool) -> Parser:
    from cadence.render.commonmark import Parser

    return Parser(html=html, follow=followable, picture=_picture)
