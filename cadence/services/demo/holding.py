"""Holds the sample team's meetings: each step in the way that its walk is made, with the time that it takes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from cadence.domain.kinds.base import Doors, DotVote, Merge, ParkingLot, Round, Topics, Walk
from cadence.domain.kinds.base import PrivateWriting as Writing
from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.cards import comments, routing
from cadence.services.demo import said, story, talk
from cadence.services.demo.deeds import WANTED
from cadence.services.demo.story import BY_LETTER
from cadence.services.demo.telling import Teller
from cadence.services.demo.work import PAST, PRESENT
from cadence.services.facilitation import attendance, lifecycle
from cadence.services.facilitation.finish import finish
from cadence.services.facilitation.navigation import through_the_vote, to_step
from cadence.services.meetings import merge, outcomes, retro, steps
from cadence.services.meetings.run import MeetingRun, run_named
from cadence.services.meetings.steps import visit
from cadence.store.tables.cards import Card

TEAM = tuple(name for name, one in story.PEOPLE.items() if one.role in ("lead", "member"))
GUESTS = {"sync": ("grace", "hugo"), "arch": ("grace",), "demo": ("grace", "hugo", "ines", "jon")}
"""Which guests come, by kind."""
TURNS = {"standup": ("anne", "ben", "chidi", "dana", "farah"), "arch": ("dana", "anne")}
"""Who facilitates in turn, by kind; the lead elsewhere."""
FORMS = {"arch": ("in order", "lean coffee")}
SECONDS = {
    "holdovers": 60,
    "business": 95,
    "team": 80,
    "merged": 32,
    "unassigned": 45,
    "sync": 190,
    "last-actions": 110,
}
"""What a card takes in a walk, about; a minute where nothing is said."""
NEVER = ("failover",)
"""What nobody says anything of, so that it is found neglected."""
MOST = 6
"""Cards visited in a walk at the most: a team does not talk about everything."""


class Holding:
    """One meeting of the story, from its start to its end.

    What the facilitator does without anybody else doing something in between is one write (:meth:`_drive`).
    """

    def __init__(self, teller: Teller, line: MeetingLine, week: int) -> None:
        """``line`` as the schedule has it, in which week of the story."""
        self.teller, self.line, self.week = teller, line, week
        self.store = teller.store
        self.day = teller.index(week, line.starts_at.date())
        away = said.ABSENT.get((line.kind, week, self.day))
        turns = [name for name in TURNS.get(line.kind, (story.ME,)) if name != away]
        self.lead = turns[(week * 3 + self.day) % len(turns)] if turns else "ben"
        self.here = [name for name in (*TEAM, *GUESTS.get(line.kind, ())) if name not in (away, self.lead)]
        self._writes = ExitStack()
        self._run: MeetingRun | None = None

    def hold(self) -> None:
        """Start it, go through its steps, end it."""
        self.teller.at(self.line.starts_at)
        self.teller.after(15 + (13 * self.week + 29 * self.day) % 70)
        with self._writes:
            run = self._begin()
            for place, (step, _) in enumerate(run.steps):
                if isinstance(step.walks, ParkingLot):
                    self._leave_behind()
                if place:
                    to_step(self._drive(), self.store, place)
                self._step(step.walks)
            finish(self._drive(), self.store)
        if run.kind.recorded and self.week >= said.KEPT:
            self.teller.after(900)
            self.teller.do_record(story.ME, self.line.ref, said.RECORDED.format(day=self.line.nominal))

    def _begin(self) -> MeetingRun:
        w = self._writes.enter_context(self.store.write(self.teller.viewer[self.lead]))
        forms = FORMS.get(self.line.kind, (None,))
        self._run = lifecycle.begin(w, self.store, self.line, forms[self.week % len(forms)])
        attendance.attend(w, self._run.row, [self.teller.viewer[name].person_id or 0 for name in self.here])
        for name in self.here:
            w.log("meeting.here", data={"person": name}, audience=self.line.audience, undoable=False)
        return self._run

    def _drive(self) -> MeetingRun:
        """The meeting in the facilitator's write, as of now."""
        if self._run is None:
            w = self._writes.enter_context(self.store.write(self.teller.viewer[self.lead]))
            self._run = run_named(w, None, w.at)
            self._run.drive()
        self._run.w.at = self._run.now = self.store.now
        return self._run

    def _pass(self, seconds: float) -> None:
        """So much time passes in the meeting."""
        self.teller.after(seconds)
        self._drive()

    def _others(self) -> Teller:
        """The hand of whoever else does something, once the facilitator's write is closed."""
        self._writes.close()
        self._run = None
        return self.teller

    def _step(self, walks: Any) -> None:
        ways: dict[type, Callable[[Any], None]] = {
            Walk: self._walk,
            Merge: self._merge,
            Round: self._round,
            Topics: self._topics,
            Doors: self._doors,
            Writing: self._write,
            DotVote: self._choose,
            ParkingLot: self._parking,
        }
        ways[type(walks)](walks)

    def _leave_behind(self) -> None:
        """What was parked, decided and given to somebody in the course of the meeting."""
        slot = (self.line.kind, self.week)
        parked = said.PARKED.get((*slot, self.day))
        if parked:
            self._others().park(parked)
        if slot in said.DECIDED:
            self._others().decide(self.lead, said.DECIDED[slot].words, said.DECIDED[slot].because)
        for action in said.ACTIONS.get(slot, ()):
            self._others().give(self.lead, action)

    # --- walks ---

    def _walk(self, walks: Walk) -> None:
        if "shown" in walks.choices:
            self._show()
            return
        if self._is_agenda(walks):  # read out at a glance: each topic has its time later
            steps.stand_on(self._drive(), None)
            self._pass(200)
            return
        keys = self._keys(walks)
        most = len(keys) if walks.people or "synced" in walks.choices else MOST
        takers = {"interested": self._wanted, "assigned": self._needed}.get(walks.people)
        for place, key in enumerate(keys[:most]):
            run, nick = self._drive(), self.teller.nicks[key]
            if place:
                steps.stand_on(run, key)
            self._pass(SECONDS.get(walks.query.key, 60) * (0.6 + (37 * place + 11 * self.week) % 80 / 100))
            if takers:
                takers(run, nick)
            word = self._becomes(walks, nick)
            visit(run, key, word)
            if word:
                outcomes.apply(run, self._card(nick), word, "")
        steps.stand_on(self._drive(), None)

    def _is_agenda(self, walks: Walk) -> bool:
        """Whether what is walked are the topics of a later step."""
        steps_ = [step for step, _ in self._drive().steps]
        return any(isinstance(step.walks, Topics) and step.query == walks.query for step in steps_)

    def _card(self, nick: str) -> Card:
        return self._drive().w.get(Card, self.teller.ids[nick], "card")

    def _keys(self, walks: Walk) -> list[str]:
        """What is walked: for the planned work the story knows it, which is quicker than asking the wall."""
        mine = [one for one in (*PAST, *PRESENT) if one.week == self.week and one.origin in PLANNED]
        if walks.query.origin:
            mine = [one for one in mine if one.origin == walks.query.origin]
        elif walks.people != "interested":
            return steps.queue(self._drive(), self.store)
        return [self.teller.keys[one.nick] for one in mine]

    def _wanted(self, run: MeetingRun, nick: str) -> None:
        """Whoever does it takes it; others want it too."""
        owner = OWNERS.get(nick)
        if owner:
            self.teller.take(run.w, nick, owner, "assigned")
        for name in WANTED.get(nick, ()):
            self.teller.take(run.w, nick, name, "interested")

    def _needed(self, run: MeetingRun, nick: str) -> None:
        """What must be done and nobody wants."""
        if nick in ASSIGNED:
            self.teller.take(run.w, nick, ASSIGNED[nick], "assigned")

    def _becomes(self, walks: Walk, nick: str) -> str | None:
        """What the story says becomes of a card in a walk with these choices."""
        if "synced" in walks.choices:
            return SYNCED.get((nick, self.week))
        if "continue" in walks.choices and nick in OWNERS and nick not in NEVER:
            return "continue"
        if "keep" in walks.choices:
            return "done" if DONE.get(nick) == (self.week, 4) else "keep"
        return None

    def _show(self) -> None:
        """The demos, each with what was said of it, and by whom."""
        for shown in (one for one in talk.DEMOS if one.week == self.week):
            key = self.teller.keys[shown.title]
            steps.stand_on(self._drive(), key)
            self.teller.after(60 * shown.minutes - 35)
            for viewer, words in shown.feedback:
                others = self._others()
                comments.comment(self.store, others.viewer[self.lead], key, words, kind="feedback", author=viewer)
            visit(self._drive(), key, "shown")
            outcomes.apply(self._drive(), self._card(shown.title), "shown", "")
        steps.stand_on(self._drive(), None)

    def _merge(self, _walks: Merge) -> None:
        for place, one in enumerate(
            one for one in (*PAST, *PRESENT) if one.week == self.week and one.origin in PLANNED
        ):
            self.teller.after(25 + 17 * place % 40)
            merge.pull(self.store, self._others().viewer[self.lead], self.teller.keys[one.nick])

    # --- people ---

    def _round(self, _walks: Round) -> None:
        run = self._drive()
        usual = 210 if run.kind.closed_doors else 75
        for place, name in enumerate(steps.queue(run, self.store)):
            if run.row.at != name:
                steps.stand_on(run, name)
            self._pass(usual * (0.6 + (29 * place + 13 * (self.week + self.day)) % 80 / 100))
        steps.stand_on(run, None)
        if run.kind.closed_doors and self.week in said.GROUPED:
            note, into = (self.teller.keys[words] for words in said.GROUPED[self.week])
            retro.group(self.store, self._others().viewer[self.lead], note, into)

    def _doors(self, _walks: Doors) -> None:
        """Those who came to see the demo leave."""
        self.teller.after(40)
        run = self._drive()
        for name in GUESTS["demo"]:
            attendance.mark(run.w, run.row, self.teller.viewer[name].person_id or 0, here=False)
            run.w.log("meeting.away", data={"person": name}, audience=self.line.audience, undoable=False)

    def _write(self, _walks: Writing) -> None:
        look = said.RETROS[self.week]
        others = self._others()
        for viewer, side, words, _ in look.notes:
            others.after(110)
            if words not in others.ids:
                others.do_write(viewer, side, words)
        others.after(150)

    def _choose(self, walks: DotVote) -> None:
        """Dots, the vote's end, and an action for what was chosen."""
        look = said.RETROS[self.week]
        others = self._others()
        for _, _, words, dots in look.notes:
            for letter in dots:
                others.after(12)
                others.do_vote(BY_LETTER[letter], words)
        run = self._drive()
        through_the_vote(run, self.store, walks, steps.queue(run, self.store), 1)
        for action in look.actions:
            self._others().after(200)
            self.teller.give(self.lead, action)

    # --- topics and what was parked ---

    def _topics(self, _walks: Topics) -> None:
        mine = [one for one in talk.TOPICS if self.week in one.weeks]
        for place, one in enumerate(sorted(mine, key=lambda one: -len(one.votes))):
            key = self.teller.keys[one.nick]
            if self._drive().row.at != key:
                steps.stand_on(self._drive(), key)
            self.teller.after(60 * one.minutes - 20 * place)
            outcome = one.outcomes[one.weeks.index(self.week)]
            if one.decided and outcome == "decision":
                self._others().decide(self.lead, one.decided, one.because, one.nick)
            visit(self._drive(), key, outcome)
            outcomes.apply(self._drive(), self._card(one.nick), outcome, "")
        steps.stand_on(self._drive(), None)

    def _parking(self, _walks: ParkingLot) -> None:
        parked = said.PARKED.get((self.line.kind, self.week, self.day))
        run = self._drive()
        for key in steps.queue(run, self.store) if run.row.at else ():
            self._pass(45)
            nick = self.teller.nicks[key]
            settled = parked if parked and parked.where and nick in (parked.nick, parked.words) else None
            visit(run, key, settled.where if settled else None)
            if settled:
                routing.give_place(run.w, self._card(nick), settled.where, settled.why)
        steps.stand_on(run, None)


PLANNED = ("business", "team")
OWNERS = {one.nick: one.owner for one in (*PAST, *PRESENT) if one.owner}
ASSIGNED = {"report": "farah"}
SYNCED = {(one.nick, week): word for one in talk.SHARED for week, word in zip(one.weeks, one.outcomes, strict=True)}
DONE = {
    action.words: action.done
    for actions in (*said.ACTIONS.values(), *(look.actions for look in said.RETROS.values()))
    for action in actions
}
