"""The retro's writing: counts for a shared screen, one's own fields in one's own terminal."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cadence.domain.kinds.base import Write
from cadence.domain.views.cards import CardView
from cadence.tui.steps.base import Seen, StepPanel
from cadence.tui.widgets.drawn import DIM, Drawn
from cadence.tui.widgets.lines import Line, wrapped
from cadence.tui.widgets.retro import NoteFields, RetroCounts


class WriteStep(StepPanel):
    """Who facilitates sees counts, since that screen is shared, until they ask for their own fields."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Done", tooltip="Leave the fields", id="retro.close", show=False),
    ]
    DEFAULT_CSS = """
    WriteStep {
        padding: 1 2;
        & > RetroCounts { height: auto; margin-bottom: 1; }
        & > NoteFields { display: none; max-height: 1fr; }
        &.-writing > NoteFields { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        walks = self.seen.step.walks if self.seen else None
        yield RetroCounts()
        yield NoteFields(walks.columns if isinstance(walks, Write) else ())
        yield _Say()

    def begin(self) -> None:
        if self.seen is not None and not self.seen.drives:
            self.open()

    def show(self, seen: Seen) -> None:
        self.query_one(RetroCounts).show(seen.view.counts, seen.view.here)
        self.query_one(NoteFields).show(seen.own)
        self._say()

    @property
    def writing(self) -> bool:
        """Whether the fields are shown."""
        return self.has_class("-writing")

    def open(self) -> None:
        """Show the fields, and write in the first."""
        self.add_class("-writing")
        fields = self.query_one(NoteFields)
        self.call_after_refresh(fields.start)
        self._say()

    def action_close(self) -> None:
        """Leave the fields; on a shared screen they are hidden again."""
        if self.seen is not None and self.seen.drives:
            self.remove_class("-writing")
        self.screen.set_focus(None)
        self._say()

    def _say(self) -> None:
        if self.seen is None:
            return
        shared = "This screen is shared: it shows how many, never what. W writes yours here."
        own = (
            "Nobody sees these before your turn. ⏎ keeps a note, tab goes to the next field, esc leaves; then r: ready."
        )
        self.query_one(_Say).say(own if self.writing else shared if self.seen.drives else own)

    @property
    def subject(self) -> CardView | None:
        return None


class _Say(Drawn):
    DEFAULT_CSS = "_Say { margin-top: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def say(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        return [[(row, DIM)] for row in wrapped(self._words, min(width, 88))]
