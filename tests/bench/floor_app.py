"""The floor: the least that a Textual program can be. One widget, a thousand lines, a cursor that keys move."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

PLAIN = Style()
CURSOR = Style(reverse=True)


class Lines(Widget, can_focus=True):
    """A thousand lines, one of them under the cursor; only what changes is drawn again."""

    BINDINGS = [Binding("down", "move(1)"), Binding("up", "move(-1)")]

    def __init__(self) -> None:
        super().__init__()
        self.lines = [f"Floor {number:05} of the lines" for number in range(1000)]
        self.cursor = 0

    def render_line(self, y: int) -> Strip:
        style = CURSOR if y == self.cursor else PLAIN
        return Strip([Segment(self.lines[y].ljust(self.size.width), style)])

    def action_move(self, by: int) -> None:
        before, self.cursor = self.cursor, (self.cursor + by) % self.size.height
        self.refresh(Region(0, before, self.size.width, 1), Region(0, self.cursor, self.size.width, 1))


class Floor(App[None]):
    """Nothing but the lines."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Lines()


if __name__ == "__main__":
    Floor().run()
