"""A long text to read: Markdown drawn as lines, in a panel that scrolls."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from cadence.tui.drawing.drawn import DIM, Drawn
from cadence.tui.drawing.lines import Line, wrapped
from cadence.tui.drawing.markdown import body_lines
from cadence.tui.widgets.panel import PANEL_RULES, Panel

MOST = 96
"""Cells of a line of notes at most."""


class Reading(Panel, VerticalScroll):
    """The panel. Another text starts at its top; news about the same one doesn't scroll."""

    DEFAULT_CSS = f"""
    Reading {{
        {PANEL_RULES}
        padding: 0 2;
        height: 1fr;
        scrollbar-size-vertical: 1;
    }}
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = _Text()
        self._of = ""

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, text: str, title: str, count: str = "", nothing: str = "") -> None:
        """Show ``text``, or without any the sentence ``nothing``."""
        self.entitle(title, count)
        self._text.show(text, nothing)
        if title != self._of:
            self._of = title
            self.scroll_home(animate=False)


class _Text(Drawn):
    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._nothing = ""

    def show(self, text: str, nothing: str) -> None:
        if (text, nothing) != (self._text, self._nothing):
            self._text, self._nothing = text, nothing
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        if not self._text:
            return [[], *([(row, DIM)] for row in wrapped(self._nothing, width))] if self._nothing else []
        return list(body_lines(self._text, min(width, MOST)))
