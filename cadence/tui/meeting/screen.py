"""A meeting that is held: one screen runs any kind from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from cadence import services
from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.kinds import BY_KEY
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import MeetingView
from cadence.errors import CadenceError
from cadence.tui.card.panel import CardPanel
from cadence.tui.core import meeting_actions, why_not
from cadence.tui.core.prompt import Prompt
from cadence.tui.core.screen import NARROW, CadenceScreen
from cadence.tui.drawing.lines import length
from cadence.tui.meeting import around, digits, facilitator, footer, note_taker
from cadence.tui.meeting.agenda import AgendaStrip
from cadence.tui.meeting.clock import MeetingClock
from cadence.tui.meeting.digits import Digits
from cadence.tui.meeting.facilitator import Facilitator
from cadence.tui.meeting.lean_coffee import TopicPanel
from cadence.tui.meeting.merge_lists import MergeLists
from cadence.tui.meeting.note_taker import NoteTaker
from cadence.tui.meeting.retro_notes import NoteFields
from cadence.tui.meeting.round import RoundPanel
from cadence.tui.meeting.stage import Stage
from cadence.tui.meeting.steps import panels
from cadence.tui.meeting.steps.outcomes import Offer, offers_of
from cadence.tui.meeting.steps.panel import MeetingState, StepPanel
from cadence.tui.meeting.steps.people_here import PeopleHere
from cadence.tui.meeting.steps.write import WriteStep, columns_of
from cadence.tui.widgets.foot import Foot
from cadence.tui.widgets.line_list import LineList
from cadence.tui.widgets.one_line import OneLine
from cadence.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

Gesture = Callable[[], object]
_ABOUT_ITSELF = {
    "assign": meeting_actions.ask_turn,
    "move": meeting_actions.ask_move,
    "choose": meeting_actions.ask_cancel,
}
"""What these keys do while the meeting is still to come: its turn, its time, calling it off."""
SHORT = 30
"""Rows under which the large digits have no room."""


class MeetingScreen(CadenceScreen[MeetingState]):
    """Agenda, clock and who is here around the present step's panel."""

    CSS_PATH = "screen.tcss"
    WORDS_WAIT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *digits.KEYS,
        *note_taker.KEYS,
        *facilitator.KEYS,
        Binding(
            "pagedown", "page(1)", "Page down", tooltip="The card's text, a page down", id="walk.page_down", show=False
        ),
        Binding("pageup", "page(-1)", "Page up", tooltip="The card's text, a page up", id="walk.page_up", show=False),
        Binding("escape", "calm", "Never mind", tooltip="Leave what a key has begun", id="meeting.calm", show=False),
    ]
    AUTO_FOCUS = ""
    IN_MEETING = True

    def __init__(self, ref: str, *, at_notes: bool = False) -> None:
        """Show the meeting ``ref``: a kind, or ``KIND@DATE``; ``at_notes``: open at the viewer's own retro notes."""
        super().__init__()
        self._at_notes = at_notes
        self.ref = ref
        self.adds_to = "wall"
        self._entered = False
        self.facilitator = Facilitator(self, self._voter_once)
        self.notes = NoteTaker(self, self.cards, self.facilitator.next, self._voter)
        self.digits = Digits(self, self.facilitator.twice, self.notes.ask_for)
        self.gestures |= {**self.facilitator.gestures(), **self.notes.gestures(), **self.digits.gestures()}
        self.gestures |= {name: self._about_itself(self.gestures[name], ask) for name, ask in _ABOUT_ITSELF.items()}

    def _about_itself(self, in_it: Gesture, ask: Callable[[Prompt, MeetingLine], None]) -> Gesture:
        """Before the meeting starts, a key about a card is about the meeting."""

        def act() -> object:
            if (line := self._to_come) is None:
                return in_it()
            ask(self.prompt, line)
            return None

        return act

    @property
    def CALLED(self) -> Mapping[str, tuple[str, str]]:
        """Before the meeting starts, what keys about a card are called."""
        return meeting_actions.CALLED if self._to_come is not None else {}

    @property
    def _to_come(self) -> MeetingLine | None:
        """The meeting's line while it is still to come."""
        line = self.shown.view.line if self.shown is not None else None
        return line if line is not None and line.status == "scheduled" else None

    # --- the frame ---

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield TopBar()
            yield MeetingClock(id="clock")
        yield from around.compose()
        yield OneLine()
        yield Foot()

    @property
    def begun_in(self) -> str | None:
        seen = self.shown
        if seen is None or seen.view.line.status not in {"running", "paused", "held"}:
            return ""
        return None if seen.kind.closed_doors and seen.view.line.status == "held" else self.ref

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")
        self.set_class(event.size.height < SHORT, "-short")
        self.top()

    def top(self) -> None:
        """``Iteration planning · step 5 of 7 · Interest``, shorter where there is less room; the clock has the rest."""
        line = around.title(self.shown, wide=self.size.width >= NARROW)
        bar = self.query_one(TopBar)
        bar.styles.width = min(length(line) + 5, max(20, self.size.width - 26))  # 3 for the mark of slow work
        bar.show(line)

    def footer(self) -> tuple[str, ...]:
        return footer.keys(self.shown, self.digits, walks=not self.why_not("next"))

    def foot(self) -> None:
        if self.is_attached:
            self.query_one(Foot).show(footer.shown(self, self.digits))

    def on_key(self, event: events.Key) -> None:
        self.facilitator.pressed_key(event.key)

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self.foot)

    def action_page(self, by: int) -> None:
        """Scroll the card's text."""
        for panel in self.query(CardPanel):
            panel.page(by)

    # --- the view ---

    def load(self, store: Store, viewer: Viewer) -> MeetingState:
        return self.seen_of(store, viewer, services.meetings.view.show(store, viewer, self.ref))

    def seen_of(self, store: Store, viewer: Viewer, view: MeetingView) -> MeetingState:
        kind = BY_KEY[view.line.kind]
        step = kind.step(view.steps[view.step].key).in_form(view.form)
        retro, writes = services.meetings.retro, viewer.in_team and bool(columns_of(kind))
        own = tuple(retro.own_notes(store, viewer)) if writes else ()
        aloud, offers = writes and retro.cannot_keep(store, viewer), offers_of(kind, step, view)
        return MeetingState(view, kind, step, viewer.handle or "", viewer.in_team, own, aloud, offers)

    def cannot(self, error: CadenceError) -> None:
        if self.shown is None and len(self.app.screen_stack) == 1:
            # The program was opened at this meeting, and there is none to show.
            self.add_class("-ahead")
            self.query_one(Stage).say_why(error)
            return
        super().cannot(error)
        if self.shown is None and self.is_current:
            self.app.pop_screen()

    def show(self, view: MeetingState) -> None:
        self.ref, self.adds_to = view.view.line.ref, str(view.kind.board or "wall")
        self.quiet_about = tuple(board.value for board in view.step.query.boards) if view.step.query else ()
        if view.view.line.status == "held":
            self._over(view)
            return
        if not self._entered and view.runs:
            self._entered = True
            self.facilitator.come_in(view)
        self.set_class(not view.runs, "-ahead")
        view = replace(view, votes_for=self.digits.voter(view))
        numbered = self.digits.mean(view) in {"here", "votes", "dots"}
        around.show(self, view, numbered=numbered)
        panel = self._panel(view)
        if panel is not None:
            panel.present(replace(view, numbers_people=numbered))
        if self._at_notes:
            self._at_notes = False
            self.action_gesture("write")

    def _over(self, seen: MeetingState) -> None:
        """The meeting is over: the receipt, as soon as nobody is in the middle of a sentence here."""
        if self.panel is not None and self.panel.in_hand:
            self.panel.present(seen)
        elif self.line.gesture:
            self.say(
                "the meeting is over: nothing said behind its doors is kept now; esc leaves this line"
                if seen.kind.closed_doors
                else "the meeting is over; ⏎ still keeps this line, for the next one, esc leaves it for later"
            )
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

    def on_meeting_clock_passed(self, event: MeetingClock.Passed) -> None:
        event.stop()
        self.say("the time is over" if event.share >= 1 else "80 % of the time is used", wrong=event.share >= 1)

    def _panel(self, seen: MeetingState) -> StepPanel | None:
        """The panel of the present step; another one takes its place when the step changes."""
        panel = self.panel
        if panel is not None and panel.in_hand:
            return panel
        return self.put(panels.panel_for(seen.step.walks, seen.view), seen)

    def put(self, wanted: type[StepPanel], seen: MeetingState, *, asked_for: bool = False) -> StepPanel | None:
        self.set_class(wanted.WIDE, "-wide")
        standing = self.query_one(Stage).put(wanted, seen, asked_for)
        if standing is None:
            self.call_after_refresh(self.foot)  # its card's keys, once it stands
            self.calm()
        return standing

    @property
    def panel(self) -> StepPanel | None:
        return self.query_one(Stage).panel

    @property
    def awaits_data(self) -> bool:
        """Whether the first view, or the panel of the present step, is still to come."""
        panel = self.panel if self.is_mounted and not super().awaits_data else None
        return super().awaits_data or (panel is not None and not panel.stands)

    @on(StepPanel.Stands)
    def _stands(self) -> None:
        self.frame.data_came()

    def columns_of(self, card: CardView) -> Mapping[str, str]:
        view = self.shown.view if self.shown else None
        known = dict(view.columns) if view is not None and view.at == card.key else {}
        return known or super().columns_of(card)

    @property
    def subject(self) -> CardView | None:
        panel = self.panel if self.is_mounted else None
        return panel.subject if panel is not None else None

    @property
    def talked_of(self) -> CardView | None:
        looks_ahead = self.shown is not None and self.shown.runs and self.shown.chooses_form
        return None if looks_ahead else self.subject

    def offers_sync(self, card: CardView) -> bool:
        update = self.shown.view.update if self.shown is not None else None
        return update is not None and update.partner_may_cause(card)

    @property
    def said_blocker(self) -> str:  # type: ignore[override]
        update = self.shown.view.update if self.shown is not None else None
        return "; ".join(update.blocker.splitlines()) if update is not None and not update.blocked else ""

    @property
    def said_action(self) -> str:  # type: ignore[override]
        chosen = self.shown.waits_for_action if self.shown is not None else None
        return chosen.title if chosen is not None and chosen == self.subject else ""

    @property
    def behind_doors(self) -> bool:
        return self.shown is not None and self.shown.kind.closed_doors and self.shown.runs

    @property
    def limits(self) -> Limits:  # type: ignore[override]
        return self.shown.view.limits if self.shown is not None else NO_LIMITS

    @property
    def beside(self) -> str:
        return (self.shown.view.at if self.shown is not None else None) or ""

    # --- gestures and clicks, each handed to the part of the meeting that it belongs to ---

    def why_not(self, gesture: str) -> str:
        right = meeting_actions.RIGHTS.get(gesture)
        if right is not None and self._to_come is not None:
            return meeting_actions.refused(self.frame, self._to_come, right)
        return why_not.why_not(gesture, self, self.RULES, meeting=True)

    def ask_for(self, offer: Offer, seen: MeetingState) -> None:
        self.notes.ask_for(offer, seen)

    def _voter(self) -> str:
        return self.digits.voter()

    def _voter_once(self) -> str:
        return self.digits.takes_vote()

    @property
    def digits_mean(self) -> str:
        """What digits do now: see :meth:`.Digits.mean`."""
        return self.digits.mean(self.shown) if self.shown is not None else ""

    @property
    def marking(self) -> bool:
        """Whether the digits mark who is here because that was asked for."""
        return self.digits.marking

    @property
    def has_unfinished_notes(self) -> bool:
        """Whether the viewer left retro notes unfinished."""
        return bool(self.notes.unfinished_notes())

    def digits_changed(self) -> None:
        """Digits mean something else now: show it."""
        if self.shown is not None and self.is_attached:
            self.show(self.shown)
            self.foot()

    def calm(self) -> None:
        """Forget what a key has begun."""
        self.disarm()
        self.digits.calm()

    def disarm(self) -> None:
        """Forget that a key that asks once was pressed."""
        self.facilitator.calm()

    def action_calm(self) -> None:
        """Leave what a key has begun."""
        self.calm()
        self.say("")
        self.foot()

    def line_closed(self) -> None:
        super().line_closed()
        self.show_what_waited()

    def drive(
        self, act: Callable[[Store, Viewer], MeetingView], said: str | Callable[[MeetingState], str] = ""
    ) -> None:
        """Run a use case that gives the meeting back, and show that without another look."""
        self.do_and_show(lambda store, viewer: self.seen_of(store, viewer, act(store, viewer)), said)

    def drive_then_look(self, act: Callable[[Store, Viewer], object], said: str = "") -> None:
        """The same for a use case that gives something else back."""

        def look(store: Store, viewer: Viewer) -> MeetingState:
            act(store, viewer)
            return self.load(store, viewer)

        self.do_and_show(look, said)

    def unentered(self) -> dict[tuple[str, str], str]:
        notes = {name: typed for panel in self.query(WriteStep) for name, typed in panel.typed().items()}
        begun = self.begun_in
        kept = {(name, begun): typed for name, typed in notes.items()} if begun is not None else {}
        return {**super().unentered(), **kept}

    @on(AgendaStrip.Pressed)
    @on(RoundPanel.Chosen)
    @on(TopicPanel.Chosen)
    @on(MergeLists.Pull)
    @on(MergeLists.Take)
    @on(MergeLists.Push)
    @on(MergeLists.Reorder)
    def _pressed(self, event: Message) -> None:
        event.stop()
        self.facilitator.pressed(event)

    @on(PeopleHere.Toggled)
    @on(CardPanel.Toggled)
    def _clicked(self, event: Message) -> None:
        event.stop()
        self.digits.clicked(event)

    @on(LineList.Chosen)
    @on(NoteFields.Written)
    @on(WriteStep.Ready)
    def _happened(self, event: Message) -> None:
        event.stop()
        self.notes.happened(event)
