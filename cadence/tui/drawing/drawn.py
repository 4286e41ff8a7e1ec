"""The base of the widgets that draw themselves as a few lines, and the inks they all draw with.

An ink is a Textual style made of theme variables. Not component classes: eight of them cost 1 to 2 ms for every widget
and every style update (measured), styles in a Content are parsed once for all. A theme changes them all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from cadence.tui.drawing.lines import Line, content

PLAIN = ""
# `$foreground-muted` and not `$text-muted`: "auto" colours aren't resolved in the spans of a Content.
DIM = "$foreground-muted"
"""What is secondary."""
STRONG = "bold"
NOW = "bold $text-accent"
"""What has the focus, or happens now."""
HERE = "$text-accent"
"""A person's dot."""
BAD = "$text-error"
"""Blocked, or time over; as with the others, words or a sign say so too."""
WARN = "$text-warning"
"""A thief, or 80 % of the time."""
GOOD = "$text-success"
"""Done."""
CURSOR = "on $block-cursor-blurred-background"
CODE = "on $foreground 10%"


Lines = Callable[[int], Sequence[Line]]
"""Makes lines for a width in cells."""


class Drawn(Widget):
    """A widget made of lines for the width that it has: those given to :meth:`draw`, or a subclass's own."""

    DEFAULT_CSS = """
    Drawn {
        height: auto;
        width: 1fr;
        text-wrap: nowrap;
        text-overflow: clip;
    }
    """

    _made_by: Lines | None = None

    def draw(self, lines: Lines) -> None:
        """Show what ``lines`` makes from now on."""
        self._made_by = lines
        self.changed()

    def drawn(self, width: int) -> Sequence[Line]:
        """The lines, each at most ``width`` cells wide."""
        return self._made_by(width) if self._made_by is not None else ()

    def changed(self) -> None:
        """Draw again: what is shown has changed, and with it perhaps the height."""
        width, height = self.content_size
        self.refresh(layout=not width or height != len(self.drawn(width)))

    def render(self) -> Content:
        return content(self.drawn(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.drawn(width)) if width else 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width
