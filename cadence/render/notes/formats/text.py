"""Plain text: filled to 72 columns, good in mail and in a terminal."""

from __future__ import annotations

from markdown_it.tree import SyntaxTreeNode

from cadence.render.notes.commonmark import body_tokens
from cadence.render.notes.formats.base import Format
from cadence.render.notes.formats.writer import Writer
from cadence.render.notes.plain import flat, underlined, wrap


class _Text(Writer):
    """Headings underlined, paragraphs filled."""

    def fill(self, text: str, first: str, rest: str) -> str:
        """A paragraph's lines as they were typed, the long ones wrapped."""
        lines = text.split("\n")
        return "\n".join(wrap(line, rest if at else first, rest) for at, line in enumerate(lines))

    def heading(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A heading: large ones with a line below."""
        line = {"h1": "=", "h2": "-"}.get(node.tag)
        return underlined(self.inside(node), line) if line and not first else super().heading(node, first, rest)

    def facts(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A table of facts; below a name it hangs."""
        before = node.previous_sibling
        hang = "  " if before and before.type == "heading" and before.tag > "h2" else ""
        return super().facts(node, first + hang, rest + hang)


def text_body(text: str, indent: str = "") -> str:
    """A Markdown body in plain text, filled."""
    return _Text().blocks(SyntaxTreeNode(body_tokens(text)).children, indent, indent)


def text_link(url: str, label: str = "") -> str:
    """The address, after what it is."""
    return f"{label}: {flat(url)}" if label else flat(url)


TEXT = Format(
    "text",
    ".txt",
    _Text().write,
    None,
    {"body": text_body, "link": text_link, "wrap": wrap, "underlined": underlined},
)
