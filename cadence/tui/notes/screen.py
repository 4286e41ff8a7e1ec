"""The notes of a meeting, or its agenda before it: a preview of the Markdown that is exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cadence import services
from cadence.errors import CadenceError
from cadence.tui.core import why_not
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.notes.reader import Reading

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The text of one meeting's notes for one audience; ``refs`` are the meetings that can be gone through."""

    ref: str
    audience: str
    text: str
    refs: tuple[str, ...]
    problems: tuple[str, ...]
    readers: tuple[str, ...] = ()
    """For whom else there are notes: audiences, and guests by handle."""


class NotesScreen(CadenceScreen[NotesPage]):
    """One meeting's notes; ``space`` and ``backspace`` go to earlier and later meetings."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "w",
            "reader",
            "Reader",
            tooltip="As the team, a partner or a guest of it reads it",
            id="notes.reader",
        ),
    ]
    FOOTER = ("card.next", "card.previous", "notes.copy", "notes.reader", "app.back")
    RULES: ClassVar[why_not.Rules] = {
        **dict.fromkeys(
            ("next", "previous"),
            ((lambda here: here.shown is None or len(here.shown.refs) < 2, "there are no other notes yet"),),
        ),
        "copy": ((lambda here: not (here.shown and here.shown.text), "there is nothing to copy"),),
    }

    def __init__(self, ref: str | None = None) -> None:
        """Show the notes of ``ref``; without it, those of the meeting held last."""
        super().__init__()
        self._ref = ref
        self._reader: str | None = None
        self.gestures |= {"next": lambda: self._turn(1), "previous": lambda: self._turn(-1), "copy": self._copy}

    def body(self) -> ComposeResult:
        yield Reading(id="body")

    def on_mount(self) -> None:
        self.query_one(Reading).focus()

    def where(self) -> str:
        return f"Notes · {self.shown.ref}" if self.shown else "Notes"

    def load(self, store: Store, viewer: Viewer) -> NotesPage:
        refs = tuple(line.ref for line in services.notes.notes.held_lately(store, viewer))
        ref = self._ref or next(iter(refs), None)
        audience = self._reader or services.notes.notes.own_audience(viewer)
        if ref is None:
            return NotesPage("", audience, "", (), ())
        readers = tuple(services.notes.notes.readers_of(store, viewer, ref))
        audience = audience if audience in readers else services.notes.notes.own_audience(viewer)
        folders = [self.frame.settings.templates] if self.frame.settings.templates else []
        done = services.notes.notes.written(store, viewer, ref, fmt="md", audience=audience, folders=folders)
        return NotesPage(ref, audience, done.text, refs, tuple(str(problem) for problem in done.problems), readers)

    def show(self, view: NotesPage) -> None:
        reading = self.query_one(Reading)
        if not view.ref:
            reading.show("", "Notes", nothing="No meeting of which you get the notes was held yet.")
            return
        whom = {"team": "the team", "partner": "a partner", "guest": "a guest"}.get(view.audience, view.audience)
        reading.show(view.text, view.ref, f"for {whom}")
        for problem in view.problems:
            self.frame.complain(CadenceError(problem, "the shipped template was used"))

    def _turn(self, by: int) -> None:
        assert self.shown is not None
        refs = self.shown.refs
        at = refs.index(self.shown.ref) + by if self.shown.ref in refs else 0
        if 0 <= at < len(refs):
            self._ref = refs[at]
            self.stored()
        else:
            self.say("these are the oldest notes" if by > 0 else "these are the newest notes")

    def _copy(self) -> None:
        assert self.shown is not None
        self.frame.copy_out(self.shown.text, f"{self.shown.ref.replace('@', '-')}.md", self.say)

    def action_reader(self) -> None:
        """Show what another audience reads."""
        if self.shown is None or not self.shown.readers:
            return
        readers = self.shown.readers
        self._reader = readers[(readers.index(self.shown.audience) + 1) % len(readers)]
        self.stored()
