"""A long text to read: Markdown drawn as lines, in a panel that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from cadence.tui.drawing.drawn import DIM, Drawn
from cadence.tui.drawing.lines import Line, wrapped
from cadence.tui.drawing.markdown import body_lines
from cadence.tui.widgets.panel import PANEL_RULES, Panel

MOST = 96
"""Cells of a line of notes at most."""


class Reading(Panel, VerticalScroll):
    """The panel. Another text starts at its top; news about the same one doesn't scroll.

    Drawn by hand, as :mod:`cadence.tui.drawing.markdown` explains.
    """

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
        self._shown = ("", "")
        self._of = ""

    def compose(self) -> ComposeResult:
        yield Drawn()

    def show(self, text: str, title: str, count: str = "", nothing: str = "") -> None:
        """Show ``text``, or without any the sentence ``nothing``."""
        self.entitle(title, count)
        if (text, nothing) != self._shown:
            self._shown = text, nothing
            self.query_one(Drawn).draw(lambda width: _rows(text, nothing, width))
        if title != self._of:
            self._of = title
            self.scroll_home(animate=False)


def _rows(text: str, nothing: str, width: int) -> Sequence[Line]:
    if text:
        return body_lines(text, min(width, MOST))
    return [[], *([(row, DIM)] for row in wrapped(nothing, width))] if nothing else []
