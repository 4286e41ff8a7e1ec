"""Driving a meeting: from card to card, step to step, its clock, its end. For its facilitator; others may take over."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.binding import BindingType
from textual.message import Message

from cadence import services
from cadence.domain.kinds.base import Walk
from cadence.domain.parsing.text import SENTENCE, clip
from cadence.domain.views.meetings import MeetingView
from cadence.tui.core.key_sorts import acting_key, moving_key
from cadence.tui.drawing.people import names
from cadence.tui.meeting.agenda import AgendaStrip
from cadence.tui.meeting.host import MeetingHost
from cadence.tui.meeting.lean_coffee import TopicPanel
from cadence.tui.meeting.merge_lists import MergeLists
from cadence.tui.meeting.round import RoundPanel
from cadence.tui.meeting.steps.lists import VoteStep
from cadence.tui.meeting.steps.outcomes import its_action
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.people import UpdateRound

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

AGAIN = 2.0
"""Seconds within which a key that asks once is pressed again."""
KEYS: tuple[BindingType, ...] = (
    acting_key("T", "take_over", "Take over", "Facilitate this meeting from now on (twice)", "meeting.take_over"),
    acting_key("s", "shuffle", "Shuffle", "Shuffle those who have not spoken yet", "round.shuffle"),
    moving_key("j,down", "look_down", "Down", "Look at the next one of the list", "walk.down"),
    moving_key("k,up", "look_up", "Up", "Look at the one before in the list", "walk.up"),
    moving_key(".", "changed", "More or less", "What changed since the last walk, or everything", "walk.changed"),
    moving_key("greater_than_sign", "weeks", "Next weeks", "What the next weeks hold", "merge.weeks"),
)  # fmt: skip


class Facilitator:
    """What moves the meeting on, by keys and by the mouse."""

    def __init__(self, host: MeetingHost, voter: Callable[[], str]) -> None:
        """``voter``: for whom the next vote on time is; empty: for oneself."""
        self._host, self._voter = host, voter
        self._armed = ("", 0.0)
        self._key = ""
        """The key that was pressed last."""
        self._asked: set[str] = set()
        """What was chosen by dots and whose action was asked for: left, the line doesn't come again by itself."""

    def gestures(self) -> dict[str, Callable[[], object]]:
        """What each gesture does."""
        return {
            "next": self.next,
            "previous": self.previous,
            "look_down": lambda: self.look(1),
            "look_up": lambda: self.look(-1),
            "step_next": self.step_next,
            "step_previous": self.step_previous,
            "shuffle": lambda: self._host.drive(services.facilitation.navigation.shuffle, "shuffled"),
            "instead": lambda: self._host.drive(services.facilitation.navigation.walk_instead),
            "changed": lambda: self._host.drive(services.facilitation.navigation.change_scope),
            "weeks": self.weeks,
            "pause": lambda: self._host.drive(services.facilitation.clock.pause),
            "more": self.more,
            "less": self.less,
            "end": self.end,
            "take_over": self.take_over,
        }

    def weeks(self) -> None:
        """What the weeks hold that are planned."""
        from cadence.tui.core.places import weeks_from

        seen = self._host.shown
        self._host.frame.push_screen(weeks_from(seen.view.line.nominal if seen is not None else None))

    def twice(self, name: str, words: str) -> bool:
        """Whether the key ``name`` was pressed for the second time within :data:`AGAIN`; the first time, say so."""
        before, at = self._armed
        now = monotonic()
        if before == name and now - at <= AGAIN:
            self._armed = ("", 0.0)
            self._host.say("")
            return True
        self._armed = (name, now)
        self._host.say(words, seconds=AGAIN)
        return False

    def pressed_key(self, key: str) -> None:
        """Another key than the one that asks once: what that has said holds no longer (a line is entered anew)."""
        if key != self._key != "enter" and self._armed[0]:
            self.calm()
            self._host.say("")
        self._key = key

    def calm(self) -> None:
        """Forget that a key was pressed once."""
        self._armed = ("", 0.0)

    def come_in(self, seen: MeetingState) -> None:
        """Walking into a meeting that runs marks one as here; its facilitator goes on where it was left."""
        host, session = self._host, self._host.frame.session
        if session is None:
            return
        if session.viewer.in_team:
            host.drive(lambda store, viewer: services.facilitation.lifecycle.start(store, viewer, host.ref))
        else:
            host.drive(lambda store, viewer: services.facilitation.attendance.come_in(store, viewer, host.ref))
        if seen.drives:
            host.frame.keep_alive()

    # --- forwards and backwards ---

    def next(self) -> None:
        seen = self._host.shown
        if seen is None:
            return
        if not seen.runs:
            asked = seen.asked_first
            if asked and not self.twice("start", f"{asked}; space again starts it, and you facilitate"):
                return
            self._host.drive(lambda store, viewer: services.facilitation.lifecycle.start(store, viewer, self._host.ref))
            self._host.frame.keep_alive()
            return
        if self._waits_for_dots(seen, "space"):
            return
        if self._asks_for_action(seen):
            return
        if isinstance(self._host.panel, VoteStep) and isinstance(seen.step.walks, Walk):
            # Everybody has a cursor of their own while dots are given: there is nobody to walk with.
            self._step_on()
            return
        self._host.drive(services.facilitation.navigation.advance, _left)

    def previous(self) -> None:
        before = self._host.shown

        def said(seen: MeetingState) -> str:
            places = {(one.view.step, one.view.at, one.gives_dots) for one in (before, seen) if one is not None}
            step_back = "; [ goes back a step" if seen.view.step else ""
            return f"this is the first one{step_back}" if len(places) == 1 else ""

        self._host.drive(lambda store, viewer: services.facilitation.navigation.advance(store, viewer, -1), said)

    def look(self, by: int) -> None:
        """Another card of the list, for all; in a round of a standup another card of the speaker, for oneself."""
        if isinstance(self._host.panel, UpdateRound):
            self._host.panel.choose(by)
        else:
            self._host.drive(lambda store, viewer: services.facilitation.navigation.look(store, viewer, by))

    def _waits_for_dots(self, seen: MeetingState, key: str) -> bool:
        """Whether somebody has not voted, also who facilitates, so that only the second press closes the vote."""
        vote = seen.view.vote
        if vote is None or not (vote.waiting and seen.view.queue and seen.gives_dots and seen.drives):
            return False
        called = names(seen.view.here)
        who = ", ".join(called[handle] for handle in vote.waiting)
        return not self.twice("dots", f"still to vote: {who}; {key} again closes the vote")

    def step_next(self) -> None:
        seen = self._host.shown
        if seen is None or not (
            self._waits_for_dots(seen, "]") or self._asks_for_action(seen) or self._would_end_early(seen)
        ):
            self._step_on()

    def _would_end_early(self, seen: MeetingState) -> bool:
        """Whether the meeting would end before its people were heard, or their dots counted: a second press ends it.

        Cards that were not walked ask nothing: they are on the next agenda.
        """
        rest = seen.unheard if seen.ends and seen.drives else ""
        return bool(rest) and not self.twice("end by step", f"{rest}; ] again ends the meeting")

    def _asks_for_action(self, seen: MeetingState) -> bool:
        """Whether what was chosen by dots asks for its action first; once left, it is made in the note's words."""
        chosen = seen.waits_for_action
        if chosen is None or chosen.key in self._asked or not seen.drives:
            return False
        self._asked.add(chosen.key)
        self._host.ask_for(its_action(chosen), seen)
        return True

    def _step_on(self) -> None:
        self._host.drive(lambda store, viewer: services.facilitation.navigation.step_by(store, viewer, 1), _left)

    def step_previous(self) -> None:
        self._host.drive(lambda store, viewer: services.facilitation.navigation.step_by(store, viewer, -1))

    # --- time ---

    def more(self) -> None:
        seen = self._host.shown
        if seen is not None and seen.votes_on_time:
            self._vote(seen, more=True)
            return
        self._host.drive(services.facilitation.clock.more_time, "five more minutes")

    def less(self) -> None:
        seen = self._host.shown
        if seen is None or (_alone(seen) and not self.twice("less", "nobody else votes; - again moves on")):
            return
        self._vote(seen, more=False)

    def _vote(self, seen: MeetingState, *, more: bool) -> None:
        """Vote on the time of the topic that is on the screen, oneself or for somebody whose digit was pressed."""
        person, about = self._voter(), seen.view.at
        who, key = names(seen.view.here).get(person, ""), "+" if more else "-"
        wants = f"want{'s' if who else ''} more" if more else "would move on"
        words = f"{who or 'you'} {wants}"
        self._host.drive(
            lambda store, viewer: services.facilitation.navigation.vote_on_time(
                store, viewer, more=more, handle=person or None, about=about, ref=self._host.ref
            ),
            voted(seen, words, "" if person else key),
        )

    def end(self) -> None:
        if self.twice("end", "e again ends the meeting"):
            self._host.drive(services.facilitation.lifecycle.end)

    def take_over(self) -> None:
        if self.twice("take_over", "T again: you facilitate from now on"):
            self._host.drive(
                lambda store, viewer: services.facilitation.clock.take_over(store, viewer, self._host.ref),
                "you facilitate",
            )
            self._host.frame.keep_alive()

    # --- the mouse ---

    def pressed(self, event: Message) -> None:
        """A place of the agenda, of a round or of the merge was chosen; who doesn't facilitate is told so."""
        facilitation, meetings = services.facilitation, services.meetings
        match event:
            case AgendaStrip.Pressed(step=step):
                self._if_driving(lambda store, viewer: facilitation.navigation.step_to(store, viewer, step))
            case RoundPanel.Chosen(handle=goal) | TopicPanel.Chosen(key=goal):
                self._if_driving(lambda store, viewer: facilitation.navigation.go_to(store, viewer, goal))
            case MergeLists.Pull(key=key, why=why) | MergeLists.Take(key=key, why=why):
                self._merge(lambda store, viewer: meetings.merge.pull(store, viewer, key, why=why))
            case MergeLists.Push(key=key):
                self._merge(lambda store, viewer: meetings.merge.push_back(store, viewer, key))
            case MergeLists.Reorder(key=key, after=after):
                self._reorder(key, after)

    def _reorder(self, key: str, after: str | None) -> None:
        seen = self._host.shown
        merge = seen.view.merge if seen else None
        keys = [card.key for card in merge.merged] if merge else []
        if key in keys:
            down = after is not None and keys.index(after) > keys.index(key)
            self._merge(lambda store, viewer: services.meetings.merge.reorder(store, viewer, key, 1 if down else -1))

    def _if_driving(self, act: Callable[[Store, Viewer], MeetingView]) -> None:
        why = self._host.why_not("step_next")
        if why:
            self._host.say(why)
        else:
            self._host.drive(act)

    def _merge(self, act: Callable[[Store, Viewer], object]) -> None:
        why = self._host.why_not("step_next")
        if why:
            self._host.say(why)
        else:
            self._host.drive_then_look(act)


def _left(seen: MeetingState) -> str:
    """What is said of the card that the walk has left without an outcome, or of those that the step was left with."""
    view = seen.view
    if view.lacks in {"read", "heard"}:
        return f"{len(view.left_behind)} not {view.lacks}: {', '.join(view.left_behind)} ([ back)"
    if view.left_behind:
        count, first = len(view.left_behind), clip(view.left_behind[0], SENTENCE)
        more = f" and {count - 1} more" if count > 1 else ""
        return f"{count} left without {view.lacks} ([ back): {first}{more}"
    title = next((f" {clip(card.title, SENTENCE)}" for card in view.cards if card.key == view.left), "")
    return f"left without outcome: {view.left}{title} (⌫ back)" if view.left else ""


def _alone(seen: MeetingState) -> bool:
    """Whether who facilitates has the only vote on the time, which a single key would close."""
    vote = seen.view.vote
    return vote is not None and seen.drives and not vote.voted and len(vote.waiting) == 1


def voted(before: MeetingState, words: str, key: str = "") -> Callable[[MeetingState], str]:
    """What is said to who has voted on the time: what it came to, who is waited for, that the lead need not wait."""

    def said(seen: MeetingState) -> str:
        vote, was = seen.view.vote, before.view.vote
        if seen.view.at != before.view.at:
            return _left(seen) or "the vote moves on"
        if vote is not None and was is not None and vote.extensions > was.extensions:
            return f"the vote gives it {was.extension} more min"
        waits = vote is not None and vote.open and bool(vote.voted) and bool(vote.waiting)
        return f"{words}; {key} again closes the vote" if key and waits and seen.drives else words

    return said
