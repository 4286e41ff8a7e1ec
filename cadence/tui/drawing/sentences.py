"""A few sentences in the middle of nothing: the first in bold, the others below it."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.tui.drawing.drawn import DIM, STRONG, Drawn
from cadence.tui.drawing.lines import Line, wrapped

MOST = 72


def sentence(words: str) -> str:
    """Words of an error as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


class Sentences(Drawn):
    """Each wrapped at 72 cells, a blank line between them."""

    def __init__(self, sentences: Sequence[str] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._sentences = tuple(sentences)

    def say(self, *sentences: str) -> None:
        """Say something else."""
        if sentences != self._sentences:
            self._sentences = sentences
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        rows: list[Line] = []
        for sentence in self._sentences:
            if sentence:
                ink = DIM if rows else STRONG
                rows += [*([[]] if rows else []), *([(row, ink)] for row in wrapped(sentence, min(width, MOST)))]
        return rows
