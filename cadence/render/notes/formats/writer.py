"""What formats for readers of text have in common: tokens as a tree, walked from block to block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from rich.cells import cell_len

from cadence.render.notes.commonmark import BREAK, ISOLATE, ISOLATED

_MARKS = str.maketrans({ISOLATE: None, ISOLATED: None, BREAK: " "})
_WIDE = 30
"""Labels up to this width, in terminal cells, are set in a column."""
_LISTS = {"bullet_list", "ordered_list"}


class Writer:
    """Writes tokens as lines of text. A format overrides what looks different in it.

    There is one method for each type of token. A block is given what its ``first`` line begins with, and the ``rest``.
    """

    bullets: ClassVar[Sequence[str]] = ("- ",)
    """What items begin with, one level below the other."""

    def write(self, tokens: Sequence[Token]) -> str:
        """All of ``tokens``."""
        return self.blocks(SyntaxTreeNode(tokens).children).translate(_MARKS)

    # --- blocks ---

    def blocks(self, nodes: Sequence[SyntaxTreeNode], first: str = "", rest: str = "") -> str:
        """Blocks, one after the other, with the lines that belong between them."""
        pieces: list[str] = []
        for at, node in enumerate(nodes):
            if at:
                pieces.append(self.between(nodes[at - 1], node))
            pieces.append(getattr(self, node.type)(node, rest if at else first, rest))
        return "".join(pieces) or first.rstrip()

    def between(self, before: SyntaxTreeNode, after: SyntaxTreeNode) -> str:
        """What stands between two blocks: a blank line, but for below a small heading and in a list of lists."""
        inner = after.type in _LISTS and after.parent is not None and after.parent.type == "list_item"
        return "\n" if inner or (before.type == "heading" and before.tag > "h2") else "\n\n"

    def fill(self, text: str, first: str, rest: str) -> str:
        """The lines of a paragraph."""
        return first + text.replace("\n", f"\n{rest}")

    def paragraph(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A paragraph."""
        return self.fill(self.inside(node), first, rest)

    def heading(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A heading."""
        return self.paragraph(node, first, rest)

    def bullet_list(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A list, numbered or not."""
        pieces: list[str] = []
        begin = int(str(node.attrs.get("start", 1)))
        for at, item in enumerate(node.children):
            if at:
                pieces.append(self.between_items(node.children[at - 1]))
            marker = f"{begin + at}. " if node.type == "ordered_list" else self.bullet(node)
            pieces.append(self.blocks(item.children, (rest if at else first) + marker, rest + self.hang(marker)))
        return "".join(pieces)

    ordered_list = bullet_list

    def bullet(self, node: SyntaxTreeNode) -> str:
        """What the items of a list begin with."""
        depth, above = 0, node.parent
        while above is not None and above.type != "quotation":
            depth, above = depth + (above.type == "bullet_list"), above.parent
        return self.bullets[min(depth, len(self.bullets) - 1)]

    def hang(self, marker: str) -> str:
        """How far the lines below an item's first are indented."""
        return " " * len(marker)

    def between_items(self, before: SyntaxTreeNode) -> str:
        """What stands between two items: a blank line where the one ``before`` ends with a quotation or the like."""
        above = before.children[-1].type if before.children else ""
        return "\n" if above in {"", "paragraph", *_LISTS} else "\n\n"

    def facts(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """Labels and what they stand for."""
        rows = [(self.inside(fact.children[0]), self.inside(fact.children[1])) for fact in node.children]
        wide = max(cell_len(label) for label, _ in rows)
        return "\n".join(self.fact(*row, wide, rest if at else first, rest) for at, row in enumerate(rows))

    def fact(self, label: str, value: str, wide: int, first: str, rest: str) -> str:
        """One label and its value, in columns if the longest label's width, ``wide``, lets them."""
        if wide > _WIDE:
            return self.fill(f"{label} {value}", first, rest + "  ")
        return self.fill(value, f"{first}{label}{' ' * (wide - cell_len(label))} ", rest + " " * (wide + 1))

    def quotation(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A body: what somebody wrote, in Markdown."""
        return self.blocks(node.children, first + "  ", rest + "  ")

    def blockquote(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A quotation inside of a body."""
        return self.blocks(node.children, first + "> ", rest + "> ")

    def fence(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """Code, left as it is."""
        return self.code(node.content.removesuffix("\n"), first + "    ", rest + "    ")

    code_block = fence

    def code(self, text: str, first: str, rest: str) -> str:
        """Lines that are not filled."""
        return "\n".join(((rest if at else first) + line).rstrip() for at, line in enumerate(text.split("\n")))

    def hr(self, _node: SyntaxTreeNode, first: str, _rest: str) -> str:
        """A rule."""
        return f"{first}---"

    def table(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        """A table, a row on a line."""
        rows = [row for part in node.children for row in part.children]
        return self.code("\n".join(" | ".join(self.inside(cell) for cell in row.children) for row in rows), first, rest)

    # --- and what is inside of them ---

    def inside(self, node: SyntaxTreeNode) -> str:
        """A block's or a mark's text."""
        inner = node.children[0].children if [child.type for child in node.children] == ["inline"] else node.children
        made = ""
        for child in inner:
            made += self.linked(child, made) if child.type in {"link", "image"} else getattr(self, child.type)(child)
        return made

    def escape(self, text: str) -> str:
        """Text that must not look like the format's own marks."""
        return text

    def text(self, node: SyntaxTreeNode) -> str:
        """Text."""
        return self.escape(node.content)

    def code_inline(self, node: SyntaxTreeNode) -> str:
        """Code in a line."""
        return self.escape(f"`{node.content}`")

    def strong(self, node: SyntaxTreeNode) -> str:
        """Emphasis: none, in plain text."""
        return self.inside(node)

    em = s = strong

    def softbreak(self, _node: SyntaxTreeNode) -> str:
        """A line's end, as it was typed."""
        return "\n"

    hardbreak = softbreak

    def linked(self, node: SyntaxTreeNode, before: str) -> str:
        """A link or a picture; where it is a fact by itself, its address says what it is."""
        address = normalizeLinkText(str(node.attrs.get("href") or node.attrs.get("src") or ""))
        label = self.escape(node.content) if node.type == "image" else self.inside(node)
        alone = before.endswith("· ") or bool(not before and node.parent and _is_value(node.parent))
        return self.link(label, address, alone=alone and node.type == "link")

    def link(self, label: str, address: str, *, alone: bool) -> str:
        """The address, after what it is."""
        shown = self.escape(address)
        return shown if alone or label in {"", shown} else f"{label} ({shown})"


def _is_value(node: SyntaxTreeNode) -> bool:
    return node.parent is not None and node.parent.type == "value"
