"""Driving a meeting: from card to card, step to step, its clock, its end. For its facilitator; others may take over."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from cadence import services
from cadence.domain.kinds.base import Merge, PrivateWriting, Round, Topics, Walk
from cadence.domain.views.meetings import MeetingView
from cadence.tui.core.replacing import Replacing
from cadence.tui.drawing.people import names
from cadence.tui.meeting.agenda import AgendaRail
from cadence.tui.meeting.clock import MeetingClock
from cadence.tui.meeting.lean_coffee import TopicPanel
from cadence.tui.meeting.merge_lists import MergeLists
from cadence.tui.meeting.round import RoundPanel
from cadence.tui.meeting.steps.lists import VoteStep
from cadence.tui.meeting.steps.outcomes import Offer
from cadence.tui.meeting.steps.panel import MeetingState, StepPanel

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

AGAIN = 2.0
"""Seconds within which a key that asks once is pressed again."""
RUNS = frozenset({"running", "paused"})
_DRIVES = frozenset(
    {"next", "previous", "step_next", "step_previous", "pause", "end", "choose", "shuffle", "instead", "group"}
)


class Driving(Replacing[MeetingState]):
    """The gestures that move the meeting on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("T", "gesture('take_over')", "Take over", tooltip="Facilitate this meeting from now on (twice)",
                id="meeting.take_over", show=False),
        Binding("s", "gesture('shuffle')", "Shuffle", tooltip="Shuffle those who have not spoken yet",
                id="round.shuffle", show=False),
        Binding("w", "gesture('instead')", "Walk the work", tooltip="Walk the cards instead of the round, or back",
                id="round.wall", show=False),
        Binding("greater_than_sign", "gesture('weeks')", "Next weeks", tooltip="What the next weeks hold",
                id="merge.weeks", show=False),
        Binding("escape", "calm", "Never mind", tooltip="Leave what a key has begun", id="meeting.calm", show=False),
    ]  # fmt: skip
    ref: str
    _armed: tuple[str, float] = ("", 0.0)

    @property
    def panel(self) -> StepPanel | None:
        """The present step's panel."""
        raise NotImplementedError

    def put(self, wanted: type[StepPanel], seen: MeetingState, *, asked_for: bool = False) -> StepPanel | None:
        """Put a panel on the stage, unless it stands there; ``asked_for`` by its viewer, whatever the step."""
        raise NotImplementedError

    def ask_for(self, offer: Offer, seen: MeetingState) -> None:
        """Open the line that an offer needs."""
        raise NotImplementedError

    # --- one write, and how the meeting looks after it ---

    def seen_of(self, store: Store, viewer: Viewer, view: MeetingView) -> MeetingState:
        """The view with what this screen needs besides. Runs in a thread."""
        raise NotImplementedError

    def drive(self, act: Callable[[Store, Viewer], MeetingView], said: str = "") -> None:
        """Run a use case that gives the meeting back, and show that without another look.

        Unless there was news meanwhile: what somebody else wrote after the use case isn't in what it gives back.
        """
        asked = self._asked

        def run(store: Store, viewer: Viewer) -> MeetingState:
            return self.seen_of(store, viewer, act(store, viewer))

        def took(seen: MeetingState) -> None:
            if not self.is_attached:
                return
            self._written += 1
            self.shown = seen
            with self.app.batch_update():
                self.show(seen)
                self.top()
                self.foot()
            self.say(said)
            if self._asked != asked:
                self.reload()

        self.frame.perform(run, took, self._failed)

    def drive_then_look(self, act: Callable[[Store, Viewer], object], said: str = "") -> None:
        """The same for a use case that gives something else back."""

        def run(store: Store, viewer: Viewer) -> MeetingView:
            act(store, viewer)
            return services.meetings.view.show(store, viewer, self.ref)

        self.drive(run, said)

    def twice(self, name: str, words: str) -> bool:
        """Whether the key ``name`` was pressed for the second time within :data:`AGAIN`; the first time, say so."""
        before, at = self._armed
        now = monotonic()
        if before == name and now - at <= AGAIN:
            self._armed = ("", 0.0)
            self.say("")
            return True
        self._armed = (name, now)
        self.say(words)
        return False

    def calm(self) -> None:
        """Forget what a key has begun."""
        self._armed = ("", 0.0)

    def action_calm(self) -> None:
        """Leave what a key has begun."""
        self.calm()
        self.say("")
        self.foot()

    # --- what makes sense ---

    def why_not(self, gesture: str) -> str:
        seen = self.shown
        if seen is None:
            return "one moment, the meeting is being read"
        runs = seen.view.line.status in RUNS
        if not runs and gesture not in {"next", "park", "topic", "open", "new", "undo"}:
            return "the meeting has not been started; space starts it"
        if runs and gesture in _DRIVES and not seen.drives:
            leads = names(seen.view.here).get(seen.view.line.facilitator or "", "nobody")
            return f"{leads} facilitates" + ("; T T takes over" if seen.in_team else "")
        return self._why_not_here(gesture, seen) or super().why_not(gesture)

    def _why_not_here(self, gesture: str, seen: MeetingState) -> str:
        walks = seen.step.walks
        declared = seen.kind.step(seen.step.key).walks
        last = seen.view.step == len(seen.view.steps) - 1
        no = {
            "next": "] goes to the next step" if isinstance(walks, (Merge, PrivateWriting)) else "",
            "previous": "[ goes back a step" if isinstance(walks, (Merge, PrivateWriting)) else "",
            "step_next": "this is the last step; e e ends the meeting" if last else "",
            "take_over": "you facilitate already" if seen.drives else "" if seen.in_team else "the team facilitates",
            "shuffle": "" if isinstance(walks, Round) else "only a round has an order to shuffle",
            "instead": "" if isinstance(declared, Round) and declared.instead else "this step has one form",
            "weeks": "" if isinstance(walks, Merge) else "C opens the calendar",
            "less": "" if isinstance(walks, Topics) else "moving on is for the vote on a topic's time",
        }
        return no.get(gesture, "")

    # --- forwards and backwards ---

    def gesture_next(self) -> None:
        seen = self.shown
        if seen is None:
            return
        if seen.view.line.status not in RUNS:
            self.drive(lambda store, viewer: services.facilitation.lifecycle.start(store, viewer, self.ref))
            self.frame.keep_alive()
            return
        if isinstance(self.panel, VoteStep) and isinstance(seen.step.walks, Walk):
            # Everybody has a cursor of their own while dots are given: there is nobody to walk with.
            self.gesture_step_next()
            return
        self.drive(services.facilitation.navigation.advance)

    def gesture_previous(self) -> None:
        self.drive(lambda store, viewer: services.facilitation.navigation.advance(store, viewer, -1))

    def gesture_step_next(self) -> None:
        self.drive(lambda store, viewer: services.facilitation.navigation.step_by(store, viewer, 1))

    def gesture_step_previous(self) -> None:
        self.drive(lambda store, viewer: services.facilitation.navigation.step_by(store, viewer, -1))

    def gesture_shuffle(self) -> None:
        self.drive(services.facilitation.navigation.shuffle, "shuffled")

    def gesture_instead(self) -> None:
        self.drive(services.facilitation.navigation.walk_instead)

    def gesture_weeks(self) -> None:
        self.frame.go("calendar")

    # --- time ---

    def gesture_pause(self) -> None:
        self.drive(services.facilitation.clock.pause)

    def gesture_more(self) -> None:
        seen = self.shown
        if seen is not None and seen.votes_on_time:
            self.drive(
                lambda store, viewer: services.facilitation.navigation.vote_on_time(store, viewer, more=True),
                "you want more",
            )
            return
        self.drive(services.facilitation.clock.more_time, "five more minutes")

    def gesture_less(self) -> None:
        self.drive(
            lambda store, viewer: services.facilitation.navigation.vote_on_time(store, viewer, more=False),
            "you would move on",
        )

    def gesture_end(self) -> None:
        if self.twice("end", "e again ends the meeting"):
            self.drive(services.facilitation.lifecycle.end)

    def gesture_take_over(self) -> None:
        if self.twice("take_over", "T again: you facilitate from now on"):
            self.drive(
                lambda store, viewer: services.facilitation.clock.take_over(store, viewer, self.ref), "you facilitate"
            )
            self.frame.keep_alive()

    def on_meeting_clock_passed(self, event: MeetingClock.Passed) -> None:
        event.stop()
        self.say("the time is over" if event.share >= 1 else "80 % of the time is used", wrong=event.share >= 1)

    # --- the mouse ---

    def _if_driving(self, act: Callable[[Store, Viewer], MeetingView]) -> None:
        why = self.why_not("step_next")
        if why:
            self.say(why)
        else:
            self.drive(act)

    @on(AgendaRail.Pressed)
    def _step_pressed(self, event: AgendaRail.Pressed) -> None:
        event.stop()
        self._if_driving(lambda store, viewer: services.facilitation.navigation.step_to(store, viewer, event.step))

    @on(RoundPanel.Chosen)
    def _person_chosen(self, event: RoundPanel.Chosen) -> None:
        event.stop()
        self._if_driving(lambda store, viewer: services.facilitation.navigation.go_to(store, viewer, event.handle))

    @on(TopicPanel.Chosen)
    def _topic_chosen(self, event: TopicPanel.Chosen) -> None:
        event.stop()
        self._if_driving(lambda store, viewer: services.facilitation.navigation.go_to(store, viewer, event.key))

    # --- the merge ---

    @on(MergeLists.Pull)
    def _pull(self, event: MergeLists.Pull) -> None:
        event.stop()
        self._merge(lambda store, viewer: services.meetings.merge.pull(store, viewer, event.key))

    @on(MergeLists.Take)
    def _take(self, event: MergeLists.Take) -> None:
        event.stop()
        self._merge(lambda store, viewer: services.meetings.merge.pull(store, viewer, event.key))

    @on(MergeLists.Push)
    def _push(self, event: MergeLists.Push) -> None:
        event.stop()
        self._merge(lambda store, viewer: services.meetings.merge.push_back(store, viewer, event.key))

    @on(MergeLists.Reorder)
    def _reorder(self, event: MergeLists.Reorder) -> None:
        event.stop()
        merge = self.shown.view.merge if self.shown else None
        keys = [card.key for card in merge.merged] if merge else []
        if event.key in keys:
            down = event.after is not None and keys.index(event.after) > keys.index(event.key)
            self._merge(
                lambda store, viewer: services.meetings.merge.reorder(store, viewer, event.key, 1 if down else -1)
            )

    def _merge(self, act: Callable[[Store, Viewer], object]) -> None:
        why = self.why_not("step_next")
        if why:
            self.say(why)
        else:
            self.drive_then_look(act)
