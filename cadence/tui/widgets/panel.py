"""A thin rounded border with a title in it, and a count at its right end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from cadence.tui.drawing.drawn import DIM
from cadence.tui.drawing.lines import cut

LINE = "$foreground 30%"
_TAKEN = 6
"""Cells of the upper border that a title can't have: corners, a bit of the line, and blanks."""


PANEL_RULES = """
    border: round $foreground 30%;
    border-title-color: $foreground;
    &:focus, &:focus-within { border: round $accent; }
"""
"""What a panel looks like, for the default style sheet of its widget."""

# Textual takes style rules from the first base that is a widget only: a mix-in must not be one.
if TYPE_CHECKING:
    _Mixed = Widget
else:
    _Mixed = object


class Panel(_Mixed):
    """Mix-in for a widget with a border: :meth:`entitle` it. With the focus, the border has the accent colour."""

    _title = ""
    _count = ""
    _ink = DIM

    def entitle(self, title: str, count: str = "", ink: str = DIM) -> None:
        """Set the border's title, and a count for its right end (``3 topics``), in the colour ``ink``."""
        self._title, self._count, self._ink = title, count, ink
        self._write_title()

    def on_resize(self, event: events.Resize) -> None:
        self._write_title()

    def on_focus(self) -> None:
        self._write_title()

    def on_blur(self) -> None:
        self._write_title()

    def on_descendant_focus(self) -> None:
        self._write_title()

    def on_descendant_blur(self) -> None:
        self._write_title()

    def _write_title(self) -> None:
        room = self.outer_size.width - _TAKEN
        if not self._title and not self._count:
            self.border_title = None
            return
        if room <= 0:
            return
        count = cut(self._count, room)
        title = cut(self._title, max(0, room - cell_len(count) - 3) if count else room)
        parts: list[tuple[str, str]] = [(title, "")]
        if count:
            rule = room - cell_len(title) - cell_len(count) - 1 - bool(title)
            parts += [(" " if title else "", ""), ("─" * max(0, rule), "$accent" if self.has_focus_within else LINE)]
            parts += [(f" {count}", self._ink)]
        self.border_title = Content.assemble(*parts)
