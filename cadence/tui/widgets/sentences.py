"""A few sentences in the middle of an empty screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from cadence.domain.parsing.text import shown
from cadence.tui.drawing.drawn import DIM, STRONG
from cadence.tui.drawing.lines import content


def sentence(words: str) -> str:
    """Words of an error as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


class Sentences(Static):
    """The first sentence in bold, the others below it, a blank line between two."""

    DEFAULT_CSS = """
    Sentences { max-width: 72; }
    """

    def __init__(self, sentences: Sequence[str] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(_paragraphs(sentences), id=id, classes=classes)

    def say(self, *sentences: str) -> None:
        """Show other sentences."""
        self.update(_paragraphs(sentences))


def _paragraphs(sentences: Sequence[str]) -> Content:
    first, *others = [shown(words) for words in sentences if words] or [""]
    return content([[(first, STRONG)], *(row for words in others for row in ([], [(words, DIM)]))])
