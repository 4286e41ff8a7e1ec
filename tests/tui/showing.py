"""Widgets alone on a screen, what a person would see of them, and what they post."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

Kind = TypeVar("Kind", bound=Message)


class Alone(App[None]):
    """An app of nothing but the given widgets."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._alone = widgets
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self._alone

    def hear(self, message: Message) -> None:
        if not any(message is other for other in self.heard):
            self.heard.append(message)

    def said(self, kind: type[Kind]) -> list[Kind]:
        """The messages of this kind that were posted, in order."""
        return [message for message in self.heard if isinstance(message, kind)]

    @property
    def rows(self) -> list[str]:
        """The rows of the screen, each exactly as wide as the screen."""
        strips = self.screen._compositor.render_strips(self.size)
        assert [strip.cell_length for strip in strips] == [self.size.width] * self.size.height
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


@asynccontextmanager
async def alone(*widgets: Widget, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Alone, Pilot[None]]]:
    """The app with its pilot, settled; the first widget that takes the focus has it."""
    app = Alone(*widgets)
    async with app.run_test(size=size, message_hook=app.hear) as pilot:
        await pilot.pause()
        yield app, pilot
