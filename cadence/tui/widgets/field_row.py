"""A field of a form, and below it what is to be said of it: what is wrong, or what ``tab`` would make of it."""

from __future__ import annotations

from textual.containers import Vertical

from cadence.tui.drawing.drawn import DIM, Drawn
from cadence.tui.drawing.lines import wrapped
from cadence.tui.widgets.line_input import LineInput

_OFFERED_MOST = 8


class FieldRow(Vertical):
    """The base of both; a subclass composes its field, with :attr:`below` behind it."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto;
        & > .below { display: none; }
        & > .-said { display: block; }
    }
    """

    def __init__(self, field: str, line: LineInput, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.field = field
        self.input = line
        self.below = Drawn(classes="below")

    def say(self, words: str, ink: str = DIM) -> None:
        """Say something below the field; nothing to say nothing."""
        self.below.set_class(bool(words), "-said")
        self.below.draw(lambda width: [[(row, ink)] for row in wrapped(words, width, 3)])

    def hint(self) -> None:
        """Say what ``tab`` would complete, or which name is nobody's."""
        offered = self.input.offered[:_OFFERED_MOST] if self.input.has_focus else []
        whole = offered == [self.input.value]
        self.say(self.input.unknown_name or (f"tab {' '.join(offered)}" if offered and not whole else ""))
