"""A meeting that is held: one screen runs any kind from its declaration."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from cadence import services
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import ParkingLot, PrivateWriting, Talk
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView
from cadence.errors import CadenceError
from cadence.tui.core import keymap
from cadence.tui.core.screen import NARROW
from cadence.tui.drawing.drawn import DIM, STRONG
from cadence.tui.drawing.lines import Piece, length
from cadence.tui.meeting.agenda import AgendaRail, Waiting
from cadence.tui.meeting.clock import BigClock, MeetingClock
from cadence.tui.meeting.digits import Digits
from cadence.tui.meeting.note_taker import Saying
from cadence.tui.meeting.steps import panels
from cadence.tui.meeting.steps.outcomes import FORM, offers_of
from cadence.tui.meeting.steps.panel import MeetingState, StepPanel
from cadence.tui.meeting.steps.people_here import PeopleHere
from cadence.tui.meeting.steps.surroundings import Margin, RailBox, StepPrompt
from cadence.tui.meeting.steps.write import WriteStep, columns_of
from cadence.tui.widgets.foot import Foot
from cadence.tui.widgets.key_bar import KeyWords
from cadence.tui.widgets.line_input import LineInput
from cadence.tui.widgets.one_line import OneLine
from cadence.tui.widgets.sentences import Sentences, sentence
from cadence.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

SHORT = 30
"""Rows under which the large digits have no room."""
RUNS = frozenset({"running", "paused"})
_GENERAL = (
    "card.next", "person.1", "card.park", "card.choose", "card.table", "card.decide", "card.act", "meeting.here",
    "step.next", "meeting.end", "card.undo",
)  # fmt: skip
"""The footer's keys behind those that the step names."""
FIELD_KEYS = (("⏎", "keep the note"), ("tab", "next field"), ("esc", "leave the fields"))
"""What keys do in one's own fields for retro notes."""
_AHEAD = ("card.next", "card.topic", "card.park", "app.back")
_NAMES = {"person.toggle": "person.1", FORM: "person.1"}


class MeetingScreen(Digits, Saying):
    """Agenda, clock and who is here around the present step's panel."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""
    IN_MEETING = True

    def __init__(self, ref: str) -> None:
        """Show the meeting ``ref``: a kind, or ``KIND@DATE``."""
        super().__init__()
        self.ref = ref
        self.key = "wall"
        self._entered = False

    # --- the frame ---

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield TopBar()
            yield MeetingClock(id="clock")
        yield from self.body()
        yield OneLine()
        yield Foot()

    @property
    def begun_in(self) -> str | None:
        seen = self.shown
        status = seen.view.line.status if seen is not None else ""
        if seen is not None and status == "held" and seen.kind.closed_doors:
            return None
        return self.ref if status in RUNS or status == "held" else ""

    def body(self) -> ComposeResult:
        with Vertical(id="body"):
            with Horizontal(id="strip"):
                yield AgendaRail(narrow=True, id="agenda-line")
                yield PeopleHere(narrow=True, id="people-line")
            with Horizontal(id="said"):
                yield StepPrompt(id="prompt")
                yield BigClock(id="big")
            with Horizontal(id="middle"):
                with Vertical(id="rail"):
                    with RailBox("Agenda", id="agenda-box"):
                        yield AgendaRail(id="agenda")
                    with RailBox("Here", id="people-box"):
                        yield PeopleHere(id="people")
                    yield BigClock(id="rail-clock")
                yield Container(id="stage")
            yield Margin(id="margin")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_class(self.frame.presenting, "-presenting")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")
        self.set_class(event.size.height < SHORT, "-short")
        self.top()

    def top(self) -> None:
        """``Iteration planning · step 5 of 7 · Interest``, shorter where there is less room; the clock has the rest."""
        line = self._title()
        bar = self.query_one(TopBar)
        bar.styles.width = min(length(line) + 5, max(20, self.size.width - 26))  # 3 for the mark of slow work
        bar.show(line)

    def _title(self) -> list[Piece]:
        seen = self.shown
        if seen is None:
            return [("Cadence", STRONG)]
        view = seen.view
        step = view.steps[view.step] if view.line.status in RUNS and view.steps else None
        if self.size.width >= NARROW:
            line: list[Piece] = [(view.line.title, STRONG)]
            return [*line, (f" · step {view.step + 1} of {len(view.steps)} · {step.title}", DIM)] if step else line
        line = [(view.line.kind.capitalize(), STRONG)]
        return [*line, (f" {view.step + 1}/{len(view.steps)} {step.title}", DIM)] if step else line

    def footer(self) -> tuple[str, ...]:
        seen = self.shown
        if seen is None or seen.view.line.status not in RUNS:
            return _AHEAD
        means = self.digits_mean(seen)
        names = dict(_NAMES)
        if means == "offers" and not self.choosing:
            names["card.choose"] = "person.1"
        if means == "here" and not self.marking:
            names["meeting.here"] = "person.1"
        own = tuple(names.get(name, name) for name in seen.step.gestures)
        taken = ("meeting.take_over",) if not seen.drives else ()
        general = (names.get(name, name) for name in _GENERAL)
        on = () if not self.why_not("next") else ("step.next",)
        if isinstance(seen.step.walks, PrivateWriting):
            on = ("notes.read", *on)
        return tuple(dict.fromkeys((*own[:4], *on, *own[4:], *taken, *general)))

    def foot(self) -> None:
        if self.is_attached and self.line.gesture:
            self.query_one(Foot).show([KeyWords("⏎", "keep", ""), KeyWords("esc", "leave it for later", "")])
        elif self.is_attached and isinstance(self.focused, LineInput):
            self.query_one(Foot).show([KeyWords(key, words, "") for key, words in FIELD_KEYS])
        elif self.is_attached:
            self.query_one(Foot).show([self.worded(key) for key in keymap.footer(self, self.footer())])

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self.foot)

    # --- the view ---

    def load(self, store: Store, viewer: Viewer) -> MeetingState:
        return self.seen_of(store, viewer, services.meetings.view.show(store, viewer, self.ref))

    def seen_of(self, store: Store, viewer: Viewer, view: MeetingView) -> MeetingState:
        kind = BY_KEY[view.line.kind]
        step = kind.step(view.steps[view.step].key).in_form(view.form)
        own = services.meetings.retro.own_notes(store, viewer) if viewer.in_team and columns_of(kind) else []
        return MeetingState(
            view, kind, step, viewer.handle or "", viewer.in_team, tuple(own), offers_of(kind, step, view)
        )

    def cannot(self, error: CadenceError) -> None:
        if self.shown is None and len(self.app.screen_stack) == 1:
            self._say_only(error)
            return
        super().cannot(error)
        if self.shown is None and self.is_current:
            self.app.pop_screen()

    def _say_only(self, error: CadenceError) -> None:
        """The program was opened at this meeting, and there is none to show: say why, in place of its parts."""
        self.add_class("-ahead")
        words = sentence(error.message), sentence(error.remedy)
        if self.query("#none"):
            self.query_one("#none", Sentences).say(*words)
        else:
            self.query_one("#stage", Container).mount(Sentences(words, id="none"))

    def show(self, view: MeetingState) -> None:
        seen = view
        self.ref, self.key = seen.view.line.ref, str(seen.kind.board or "wall")
        if seen.view.line.status == "held":
            self._over(seen)
            return
        self._take_up(seen)
        self._around(seen)
        panel = self._panel(seen)
        if panel is not None:
            panel.present(seen)

    def _over(self, seen: MeetingState) -> None:
        """The meeting is over: the receipt, as soon as nobody is in the middle of a sentence here."""
        if self.panel is not None and self.panel.in_hand:
            self.panel.present(seen)
        elif self.line.gesture:
            self.say("the meeting is over; esc leaves this line")
        else:
            self.to_receipt()

    @on(WriteStep.Left)
    def _follow(self, event: WriteStep.Left) -> None:
        event.stop()
        if self.shown is not None:
            self.show(self.shown)

    def to_receipt(self) -> None:
        """The meeting is over: what it came to."""
        if self.begun_in is None:
            self.frame.doors_opened()
        from cadence.tui.notes.receipt_screen import ReceiptScreen

        self.give_way(ReceiptScreen(self.ref))

    def _take_up(self, seen: MeetingState) -> None:
        """Walking into a meeting that runs marks one as here; its facilitator goes on where it was left."""
        session = self.frame.session
        if self._entered or session is None or seen.view.line.status not in RUNS:
            return
        self._entered = True
        if session.viewer.in_team:
            self.drive(lambda store, viewer: services.facilitation.lifecycle.start(store, viewer, self.ref))
        else:
            self.drive(lambda store, viewer: services.facilitation.attendance.come_in(store, viewer, self.ref))
        if seen.drives:
            self.frame.keep_alive()

    def _around(self, seen: MeetingState) -> None:
        view, runs = seen.view, seen.view.line.status in RUNS
        self.set_class(not runs, "-ahead")
        waiting = [
            Waiting(step.key, len(view.parked))
            for step in seen.kind.steps
            if isinstance(step.walks, ParkingLot) and view.parked
        ]
        digits = self.digits_mean(seen) in {"here", "votes"}
        since = monotonic() if view.line.status == "running" else None
        for rail in self.query(AgendaRail):
            rail.show(view.steps, waiting, since)
        for people in self.query(PeopleHere):
            people.digits = digits
            people.show(view.here, view.line.facilitator)
            people.changed()
        self.query_one("#people-box", RailBox).entitle("Here", self.query_one("#people", PeopleHere).count)
        self.query_one(StepPrompt).say(view.steps[view.step].prompt if runs else "")
        self.query_one(Margin).show(seen)
        self._clocks(seen)

    def _clocks(self, seen: MeetingState) -> None:
        view, step = seen.view, seen.view.steps[seen.view.step]
        still = view.line.status != "running"
        own = isinstance(seen.step.walks, Talk)
        total = view.line.minutes + view.extra_minutes
        for clock in (self.query_one(MeetingClock), *self.query(BigClock)):
            if own:
                clock.keep(step.seconds, step.minutes, paused=still)
            else:
                clock.keep(view.elapsed, total, step_seconds=step.seconds, step_minutes=step.minutes, paused=still)

    def on_meeting_clock_ticked(self, event: MeetingClock.Ticked) -> None:
        event.stop()
        self.query_one("#agenda", AgendaRail).tick()

    def _panel(self, seen: MeetingState) -> StepPanel | None:
        """The panel of the present step; another one takes its place when the step changes."""
        panel = self.panel
        if panel is not None and panel.in_hand:
            return panel
        return self.put(panels.panel_for(seen.step.walks, seen.view), seen)

    def put(self, wanted: type[StepPanel], seen: MeetingState, *, asked_for: bool = False) -> StepPanel | None:
        self.set_class(wanted.WIDE, "-wide")
        name = f"{seen.step.key}/{wanted.__name__}"
        stage = self.query_one("#stage", Container)
        panel = self.panel
        if panel is not None and panel.name == name:
            return panel
        fresh = wanted(name=name)
        fresh.seen = seen
        fresh.asked_for = fresh.in_hand = asked_for
        stage.remove_children()
        stage.mount(fresh)
        self.call_after_refresh(self.foot)  # its card's keys, once it stands
        self.calm()
        return None

    @property
    def panel(self) -> StepPanel | None:
        """The panel on the stage: the newest, since one that is taken off it goes a moment later."""
        on_stage = list(self.query_one("#stage", Container).query_children(StepPanel).results(StepPanel))
        return on_stage[-1] if on_stage else None

    @property
    def subject(self) -> CardView | None:
        panel = self.panel if self.is_mounted else None
        return panel.subject if panel is not None else None
