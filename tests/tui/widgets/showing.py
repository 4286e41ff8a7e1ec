"""One widget alone on a screen, and what a person would see of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget


class Alone(App[None]):
    """An app of the given widgets that notes every message they post."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._widgets = widgets
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def said[M: Message](self, kind: type[M]) -> list[M]:
        return [message for message in self.heard if isinstance(message, kind)]


def rows(app: App[None]) -> list[str]:
    """The rows of the screen; each as wide as the screen, whatever is drawn on it."""
    strips = app.screen._compositor.render_strips(app.size)
    assert [strip.cell_length for strip in strips] == [app.size.width] * app.size.height
    return [strip.text.rstrip() for strip in strips]


def screen(app: App[None]) -> str:
    return "\n".join(rows(app))
