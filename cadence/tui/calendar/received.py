"""What somebody will receive: their calendar as their own program will show it, to be written into a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from cadence import services
from cadence.domain.parsing.dates import day_words
from cadence.tui.core import why_not
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.notes.reader import Reading

if TYPE_CHECKING:
    from cadence.services.calendar.received import Received
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer


class ReceivedScreen(CadenceScreen["Received"]):
    """One person's calendar; ``space`` and ``backspace`` go through the team."""

    CSS_PATH = "received.tcss"
    CALLED: ClassVar[Mapping[str, tuple[str, str]]] = {
        "card.next": ("Next", "The next person's calendar"),
        "card.previous": ("Before", "The calendar of the person before"),
        "notes.copy": ("Write a file", "Write this calendar into a file, to import it"),
    }
    FOOTER = ("card.next", "card.previous", "notes.copy", "app.back")
    RULES: ClassVar[why_not.Rules] = {
        **dict.fromkeys(
            ("next", "previous"),
            ((lambda here: here.shown is None or len(here.shown.handles) < 2, "a guest sees their own calendar"),),
        ),
        "copy": ((lambda here: here.shown is None, "it is still being read"),),
    }

    def __init__(self) -> None:
        super().__init__()
        self._handle: str | None = None
        self.gestures |= {"next": lambda: self._turn(1), "previous": lambda: self._turn(-1), "copy": self._write}

    def body(self) -> ComposeResult:
        yield Reading(id="body")

    def on_mount(self) -> None:
        self.query_one(Reading).focus()

    def where(self) -> str:
        return f"Calendar · {self.shown.handle}" if self.shown else "Calendar"

    def load(self, store: Store, viewer: Viewer) -> Received:
        return services.calendar.received.received(store, viewer, self._handle)

    def show(self, view: Received) -> None:
        title = f"What {view.name} receives"
        self.query_one(Reading).show(_words(view), title, f"{view.role} · {view.timezone}")

    def _turn(self, by: int) -> None:
        assert self.shown is not None
        handles = self.shown.handles
        self._handle = handles[(handles.index(self.shown.handle) + by) % len(handles)]
        self.stored()

    def _write(self) -> None:
        from cadence.render.calendar.invites import is_ours, render

        assert self.shown is not None
        name = f"{self.shown.team_key.lower()}-{self.shown.handle}.ics"
        self.frame.write_out(render(self.shown.calendar).decode(), name, self.say, is_ours)


def _words(view: Received) -> str:
    """The weeks ahead as Markdown, a line for each meeting; then how it gets there."""
    ahead = "\n".join(
        f"- {day_words(one.starts_at.date())} {one.starts_at:%H:%M} **{one.title}**, {one.minutes} min"
        for one in view.meetings
    )
    how = (
        "`y` writes a file, to import once. What changes later arrives by subscription: a lead publishes addresses "
        "with `cadence calendar publish FOLDER --url BASE`."
    )
    return "\n\n".join([ahead or "Nothing in the next five weeks.", "---", how])
