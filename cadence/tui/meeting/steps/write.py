"""The retro's writing: counts for a shared screen, one's own fields in one's own terminal."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from cadence.domain.kinds.base import MeetingKind, PrivateWriting, Round
from cadence.domain.views.cards import CardView
from cadence.tui.core.gestures import GestureScreen
from cadence.tui.core.prompt import SAVED_AFTER, Prompt
from cadence.tui.meeting.retro_notes import NoteFields, RetroCounts
from cadence.tui.meeting.steps.panel import Aside, MeetingState, StepPanel

_SHARED = "This screen is shared: it shows how many, never what. W writes yours here."
_BEGUN = "A note of yours is unfinished and kept for you alone."
_SEALED = "Nobody sees these before your turn"
_UNSIGNED = "Without your name these are read with the others"
_OWN = f"{_SEALED}. ⏎ keeps a note, tab goes to the next field, ^s: you are ready, esc leaves."
_BEFORE = f"{_SEALED} in the retro. ⏎ keeps a note, tab goes to the next field, esc leaves."
_UNFINISHED = "A note is unfinished: ⏎ or ^s keeps it, esc once more drops it."
_TURN = "It is your turn: ⏎ shows the team a note, esc leaves it unfinished."
_GONE_ON = f"The meeting has gone on; your fields stay. {_SEALED}: ⏎ keeps a note, esc follows."
_NEXT_TIME = "The turns are over; your fields stay. ⏎ keeps a note for the next retro, esc follows."
_OVER = "The meeting is over. ⏎ keeps a note for the next one; esc leaves, and what is not entered is gone."


class WriteStep(StepPanel):
    """Who facilitates sees counts, since that screen is shared, until they ask for their own fields.

    Once somebody is in their fields, these stay until they leave them, whatever step the meeting is on.
    """

    class Left(Message):
        """The fields were left: the screen may follow the meeting."""

    class Ready(Message):
        """The fields were left with all that is to be written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s",
            "ready",
            "Ready",
            tooltip="Keep what is typed: you are ready to read",
            id="retro.ready",
            show=False,
        ),
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
    _saving: Timer | None = None
    _asked = False
    """Whether it was said that an unfinished note is dropped."""

    def compose(self) -> ComposeResult:
        yield RetroCounts()
        yield NoteFields(columns_of(self.seen.kind) if self.seen else ())
        yield Aside()

    def begin(self) -> None:
        if self.seen is not None and (self.asked_for or not self.seen.drives):
            self.open()

    def show(self, seen: MeetingState) -> None:
        self.query_one(RetroCounts).show(seen.view.counts, seen.view.here)
        self.query_one(NoteFields).show(seen.own)
        self._say()

    @property
    def writing(self) -> bool:
        """Whether the fields are shown."""
        return self.has_class("-writing")

    def open(self) -> None:
        """Show the fields, and write in the first; before they stand, as soon as they do."""
        self.in_hand = True
        if not self._on_stage:
            self.asked_for = True
            return
        self.add_class("-writing")
        self._fill()  # the first that was begun is written in
        self.query_one(NoteFields).start()
        self._say()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self.in_hand = True

    def action_ready(self) -> None:
        """Enter what stands in the fields, and leave them."""
        self.query_one(NoteFields).enter()
        self.action_close()
        self.post_message(self.Ready())

    def action_close(self) -> None:
        """Leave the fields; on a shared screen they are hidden again.

        Before the retro there is no meeting behind closed doors to keep an unfinished note in: that is asked for first.
        """
        if self._ahead and self._typed_now() and not self._asked:
            self._asked = True
            self._say()
            return
        self.in_hand = False
        self._keep_unfinished()
        if self.seen is not None and self.seen.drives:
            self.remove_class("-writing")
        self.screen.set_focus(None)
        self._say()
        self.post_message(self.Left())

    def _say(self) -> None:
        seen = self.seen
        if seen is None:
            return
        if not self.writing and seen.drives:
            words = f"{_SHARED} {_BEGUN}" if self._typed_now() else _SHARED
        elif self._ahead:
            words = _UNFINISHED if self._asked else _BEFORE
        elif _is_before_writing(seen):
            words = _BEFORE
        elif seen.view.line.status == "held":
            words = _OVER
        elif isinstance(seen.step.walks, PrivateWriting):
            words = _OWN
        else:
            words = _TURN if seen.view.at == seen.me else _GONE_ON if _turn_comes(seen) else _NEXT_TIME
        self.query_one(Aside).say(words.replace(_SEALED, _UNSIGNED) if seen.cannot_keep else words)

    @property
    def subject(self) -> CardView | None:
        return None

    # --- what is not entered yet ---

    @on(NoteFields.Began)
    def _offer_again(self, event: NoteFields.Began) -> None:
        event.stop()
        self._fill()

    def _fill(self) -> None:
        if self.seen is not None:
            half_typed = unfinished(cast(GestureScreen, self.screen).prompt, self.seen.kind)
            self.query_one(NoteFields).fill(half_typed)

    @on(NoteFields.Typed)
    def _typed(self, event: NoteFields.Typed) -> None:
        event.stop()
        self._asked = False
        if self._saving is None:
            self._saving = self.set_timer(SAVED_AFTER, self._keep_unfinished)

    def _keep_unfinished(self) -> None:
        """Store what stands in the fields, as with the one line."""
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        if self._ahead:
            return
        prompt, fields = cast(GestureScreen, self.screen).prompt, self.query_one(NoteFields)
        for column in fields.columns:
            name, typed = _name(column), fields.half_typed.get(column, "")
            if typed != prompt.offered(name):
                prompt.remember(name, typed)

    def typed(self) -> dict[str, str]:
        """What stands in the fields and is to be kept, by the name under which it is."""
        return {} if self._ahead else self._typed_now()

    def _typed_now(self) -> dict[str, str]:
        """What stands in the fields, by the name under which it would be kept."""
        fields = self.query_one(NoteFields).half_typed
        return {_name(column): words for column, words in fields.items() if words.strip()}

    @property
    def _ahead(self) -> bool:
        """Before the retro, also where its time has passed: no closed doors keep what is unfinished."""
        return self.seen is not None and not self.seen.runs and self.seen.view.line.status != "held"


def columns_of(kind: MeetingKind) -> tuple[str, ...]:
    """The columns into which notes are written in a meeting of this kind."""
    return next((step.walks.columns for step in kind.steps if isinstance(step.walks, PrivateWriting)), ())


def unfinished(prompt: Prompt, kind: MeetingKind) -> dict[str, str]:
    """The viewer's notes that are not entered yet, by column."""
    offered = {column: prompt.offered(_name(column)) for column in columns_of(kind)}
    return {column: words for column, words in offered.items() if words}


def _is_before_writing(seen: MeetingState) -> bool:
    follow = [seen.kind.step(step.key).walks for step in seen.view.steps[seen.view.step + 1 :]]
    return seen.runs and any(isinstance(walks, PrivateWriting) for walks in follow)


def _turn_comes(seen: MeetingState) -> bool:
    """Whether the viewer's notes are still to be read in this meeting."""
    heard = any(one.handle == seen.me and one.heard for one in seen.view.here)
    return isinstance(seen.step.walks, Round) and seen.me in seen.view.queue and not heard


def _name(column: str) -> str:
    return f"note {column}"
