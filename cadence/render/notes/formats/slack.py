"""Slack's mrkdwn: emphasis and links of its own, and nothing that people typed formats or calls anybody."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from cadence.render.notes.commonmark import ISOLATE, document, fenced, followable
from cadence.render.notes.formats.base import Format
from cadence.render.notes.formats.writer import Writer
from cadence.render.notes.plain import flat

# mrkdwn knows no escape for its formatting characters (slackhq/slack-api-docs#34), so letters that look alike stand in
# for them; a name that is called on with @ gets a word joiner, in case whoever posts it sets link_names.
_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ", "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_CALL = re.compile(rf"(?<!\w)@(?=[\w{ISOLATE}]|\Z)")  # at an end too: what follows may stand in marks that go away
_UNCALLED = "@\u2060"
_CODE = str.maketrans({"`": "ˋ", "&": "&amp;", "<": "&lt;", ">": "&gt;"})


class _Slack(Writer):
    """Headings, keys and outcomes bold, labels slanted; bodies quoted without their emphasis."""

    bullets = ("• ", "◦ ", "▪ ")

    def between(self, before: SyntaxTreeNode, after: SyntaxTreeNode) -> str:
        """A blank line before a large heading and between paragraphs; the rest is one below the other."""
        apart = (after.type == "heading" and after.tag < "h3") or before.type == after.type == "paragraph"
        return "\n\n" if apart else "\n"

    def between_items(self, _before: SyntaxTreeNode) -> str:
        """Items are one below the other."""
        return "\n"

    def hang(self, _marker: str) -> str:
        """As far as Slack indents."""
        return "      "

    def heading(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A line in bold."""
        return self.paragraph(node, first, rest) if _quoted(node) else f"{first}*{self.inside(node)}*"

    def fact(self, label: str, value: str, _wide: int, first: str, rest: str) -> str:
        """A label, slanted, and its value."""
        return self.fill(value, f"{first}_{label}_ ", rest)

    def quotation(self, node: SyntaxTreeNode, first: str, rest: str) -> str:  # noqa: ARG002 - only at a line's start
        """A body: Slack quotes nothing that is indented, and no code."""
        pieces: list[str] = []
        for at, child in enumerate(node.children):
            code = child.type in {"fence", "code_block"}
            if at and not code and not pieces[-1].startswith("```"):
                pieces.append(">")
            pieces.append(self.block_code(child) if code else self.blocks([child], "> ", "> "))
        return "\n".join(pieces)

    def blockquote(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A quotation inside of a body: Slack has one level of them."""
        return self.blocks(node.children, first + "│ ", rest + "│ ")

    def block_code(self, node: SyntaxTreeNode) -> str:
        """A block of code: nothing in it formats, but for what would end it."""
        return f"```\n{_CALL.sub(_UNCALLED, node.content.removesuffix(chr(10))).translate(_CODE)}\n```"

    def fence(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """Code: a block where it stands by itself, else its lines."""
        return self.code(self.escape(node.content.removesuffix("\n")), first, rest) if first else self.block_code(node)

    code_block = fence

    def escape(self, text: str) -> str:
        """Text that neither formats nor calls anybody."""
        return _EDGE.sub("ˍ", _CALL.sub(_UNCALLED, text)).translate(_LOOKALIKES)

    def strong(self, node: SyntaxTreeNode) -> str:
        """Bold, where it is ours."""
        inner = self.inside(node)
        return inner if _quoted(node) or not inner.strip() else f"*{inner}*"

    def linked(self, node: SyntaxTreeNode, before: str) -> str:
        """A link; in a body the address after its label."""
        if _quoted(node):
            return super().linked(node, before)
        address = str(node.attrs.get("href") or node.attrs.get("src") or "").replace("&", "&amp;")
        return f"<{address}|{self.inside(node) or self.escape(node.content) or address}>"


def _quoted(node: SyntaxTreeNode) -> bool:
    above = node.parent
    while above is not None and above.type != "quotation":
        above = above.parent
    return above is not None


def slack(text: object) -> Markup:
    """One line of text that neither formats nor calls anybody in Slack's mrkdwn."""
    return text if isinstance(text, Markup) else Markup(_Slack().escape(flat(str(text))))


def slack_body(text: str, indent: str = "") -> Markup:  # noqa: ARG001 - the same call in every format
    """A Markdown body as a quotation, without its emphasis: Slack's markup is another one."""
    return Markup(_Slack().write(document(fenced(text)).head))


def slack_link(url: str, label: str = "") -> Markup:
    """A link; just the text where the address is none we would follow."""
    if not followable(url):
        return slack(f"{label}: {url}" if label else url)
    target = url.strip().replace("|", "%7C").replace("&", "&amp;")
    return Markup(f"<{target}|{slack(label or url)}>")


SLACK = Format("slack", ".slack.txt", _Slack().write, slack, {"slack": slack, "body": slack_body, "link": slack_link})
