"""Holds the sample team's meetings: started, driven and ended by the services that hold anybody's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any

from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Doors, DotVote, Merge, ParkingLot, Round, Step, Topics, Walk
from cadence.domain.kinds.base import PrivateWriting as Writing
from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.cards import comments, routing
from cadence.services.demo import said, story, talk
from cadence.services.demo.deeds import WANTED
from cadence.services.demo.story import BY_LETTER
from cadence.services.demo.telling import Teller
from cadence.services.demo.work import PAST, PRESENT
from cadence.services.facilitation import attendance, lifecycle
from cadence.services.facilitation.lifecycle import finish
from cadence.services.facilitation.navigation import through_the_vote, to_step
from cadence.services.meetings import merge, outcomes, retro, steps
from cadence.services.meetings.change import driving
from cadence.services.meetings.run import MeetingRun
from cadence.store.tables.cards import Card

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

TEAM = tuple(name for name, one in story.PEOPLE.items() if one.role in ("lead", "member"))
WORK = tuple(one for one in (*PAST, *PRESENT) if one.origin in ("business", "team"))
OWNERS = {one.nick: one.owner for one in (*PAST, *PRESENT) if one.owner}
ASSIGNED = {"report": "farah"}
SYNCED = {(one.nick, week): word for one in talk.SHARED for week, word in zip(one.weeks, one.outcomes, strict=True)}
ACTIONS = (*said.ACTIONS.values(), *(look.actions for look in said.RETROS.values()))
DONE = {action.words: action.done for actions in ACTIONS for action in actions}


class Holding:
    """One meeting of the story, from its start to its end."""

    def __init__(self, teller: Teller, line: MeetingLine, week: int) -> None:
        """``line`` as the schedule has it, in which week of the story."""
        self.teller, self.line, self.week = teller, line, week
        self.store = teller.store
        self.day = teller.index(week, line.starts_at.date())
        self.whole = week >= story.WHOLE
        self.parked = said.PARKED.get((line.kind, week, self.day))
        away = said.ABSENT.get((line.kind, week, self.day))
        turns = [name for name in TURNS.get(line.kind, (story.ME,)) if name != away]
        self.lead = turns[(week * 3 + self.day) % len(turns)] if turns else "ben"
        self.here = [name for name in (*TEAM, *GUESTS.get(line.kind, ())) if name not in (away, self.lead)]

    def hold(self) -> None:
        """Start it, go through its steps, end it."""
        self.teller.at(self.line.starts_at)
        self.teller.after(15 + (13 * self.week + 29 * self.day) % 70)
        run = self._begin()
        for place, (step, _) in enumerate(run.steps):
            if isinstance(step.walks, ParkingLot):
                self._leave_behind()
            if self._is_told(step):
                if place:
                    with self._drive() as run:
                        to_step(run, self.store, place)
                self._step(step.walks)
            else:
                self.teller.after(120 + 40 * (self.day + place) % 180)
        with self._drive() as run:
            finish(run, self.store)
        if run.kind.recorded and self.week >= said.KEPT:
            self.teller.after(900)
            self.teller.do_record(story.ME, self.line.ref, said.RECORDED.format(day=self.line.nominal))

    def _begin(self) -> MeetingRun:
        forms = FORMS.get(self.line.kind, (None,))
        with self.store.write(self.teller.viewer[self.lead]) as w:
            run = lifecycle.begin(w, self.store, self.line, forms[self.week % len(forms)])
            attendance.attend(w, run.row, [self.teller.viewer[name].person_id or 0 for name in self.here])
            for name in self.here:
                w.log("meeting.here", data={"person": name}, audience=self.line.audience, undoable=False)
        return run

    def _drive(self) -> AbstractContextManager[MeetingRun]:
        """One write of the facilitator."""
        return driving(self.store, self.teller.viewer[self.lead])

    def _is_told(self, step: Step) -> bool:
        """Whether anything of this step is told."""
        walks = step.walks
        if self.whole:
            return True
        if isinstance(walks, Walk):
            return "shown" in walks.choices or any(self._leaves_a_trace(walks, nick) for nick in self.teller.ids)
        if isinstance(walks, Round):
            return walks.shows == "notes"
        return not isinstance(walks, ParkingLot) or bool(self.parked and self.parked.where)

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
        if self.parked:
            self.teller.park(self.parked)
        if slot in said.DECIDED:
            self.teller.decide(self.lead, said.DECIDED[slot].words, said.DECIDED[slot].because)
        for action in said.ACTIONS.get(slot, ()):
            if action.words not in self.teller.ids:  # one came of a topic
                self.teller.give(self.lead, action)

    def _go_on(self, key: str, word: str | None, then: str | None) -> None:
        """A card was talked about and became what ``word`` says; the next is ``then``."""
        with self._drive() as run:
            steps.visit(run, key, word)
            if word:
                outcomes.apply(
                    run, run.w.get(Card, self.teller.ids[self.teller.nicks[key]], "card"), word, self._said(key, word)
                )
            if self.whole:
                steps.stand_on(run, then)

    def _said(self, key: str, word: str) -> outcomes.Said:
        """What the story says with an outcome; a decision has been written down already."""
        return outcomes.Said(talk.ENDED.get((self.teller.nicks[key], word), ""))

    # --- walks ---

    def _walk(self, walks: Walk) -> None:
        if "shown" in walks.choices:
            self._show()
            return
        if self._is_agenda(walks):
            self.teller.after(200)  # read out at a glance: each topic has its time later
            return
        keys = self._keys(walks)
        following = dict(pairwise(keys))
        for place, key in enumerate(keys):
            nick = self.teller.nicks[key]
            self.teller.after(SECONDS.get(walks.query.key, 60) * (0.6 + (37 * place + 11 * self.week) % 80 / 100))
            self._take(walks, nick)
            self._go_on(key, self._becomes(walks, nick), following.get(key))

    def _is_agenda(self, walks: Walk) -> bool:
        """Whether what is walked are the topics of a later step."""
        return any(isinstance(one.walks, Topics) and one.query == walks.query for one in BY_KEY[self.line.kind].steps)

    def _keys(self, walks: Walk) -> list[str]:
        """What is walked: for the planned work the story knows it, which is quicker than asking the wall."""
        keys = [self.teller.keys[one.nick] for one in WORK if (one.week, one.origin) == (self.week, walks.query.origin)]
        if not keys:
            with self._drive() as run:
                keys = steps.queue(run, self.store)
        if not self.whole:
            return [key for key in keys if self._leaves_a_trace(walks, self.teller.nicks[key])]
        return keys if walks.people or "synced" in walks.choices else keys[:MOST]

    def _leaves_a_trace(self, walks: Walk, nick: str) -> bool:
        return self._becomes(walks, nick) not in (None, "keep")

    def _take(self, walks: Walk, nick: str) -> None:
        """Whoever does it takes it, and others want it too; then, what must be done and nobody wants."""
        if walks.people == "interested":
            if OWNERS.get(nick):
                self.teller.take(self.lead, nick, OWNERS[nick], "assigned")
            for name in WANTED.get(nick, ()):
                self.teller.take(self.lead, nick, name, "interested")
        elif walks.people == "assigned" and nick in ASSIGNED:
            self.teller.take(self.lead, nick, ASSIGNED[nick], "assigned")

    def _becomes(self, walks: Walk, nick: str) -> str | None:
        """What the story says becomes of a card in a walk with these choices."""
        if "synced" in walks.choices:
            return SYNCED.get((nick, self.week))
        if "keep" in walks.choices:
            return "done" if DONE.get(nick) == (self.week, 4) else "keep"
        if "continue" in walks.choices and self.whole and nick in OWNERS and nick not in NEVER:
            return "continue"
        return None

    def _show(self) -> None:
        """The demos, each with what was said of it, and by whom."""
        demos = [one for one in talk.DEMOS if one.week == self.week]
        keys = [self.teller.keys[one.title] for one in demos]
        following = dict(pairwise(keys))
        for shown, key in zip(demos, keys, strict=True):
            self.teller.after(60 * shown.minutes - 35)
            for viewer, words in shown.feedback:
                comments.comment(self.store, self.teller.viewer[self.lead], key, words, kind="feedback", author=viewer)
            self._go_on(key, "shown", following.get(key))

    def _merge(self, _walks: Merge) -> None:
        for place, one in enumerate(one for one in WORK if one.week == self.week):
            self.teller.after(25 + 17 * place % 40)
            merge.pull(self.store, self.teller.viewer[self.lead], self.teller.keys[one.nick])

    # --- people ---

    def _round(self, walks: Round) -> None:
        notes = walks.shows == "notes"
        with self._drive() as run:
            names = steps.queue(run, self.store)
            if not self.whole:
                names = [name for name, *_ in said.RETROS[self.week].notes]
                for name in names:
                    steps.stand_on(run, name)
        for place, name in enumerate(names):
            if self.whole and place:
                with self._drive() as run:
                    steps.stand_on(run, name)
            usual = 210 if notes else 75
            self.teller.after(usual * (0.6 + (29 * place + 13 * (self.week + self.day)) % 80 / 100))
        if notes and self.week in said.GROUPED:
            note, into = (self.teller.keys[words] for words in said.GROUPED[self.week])
            retro.group(self.store, self.teller.viewer[self.lead], note, into)

    def _doors(self, _walks: Doors) -> None:
        """Those who came to see the demo leave."""
        self.teller.after(40)
        with self._drive() as run:
            for name in GUESTS["demo"]:
                attendance.mark(run.w, run.row, self.teller.viewer[name].person_id or 0, here=False)
                run.w.log("meeting.away", data={"person": name}, audience=self.line.audience, undoable=False)

    def _write(self, _walks: Writing) -> None:
        for viewer, side, words, _ in said.RETROS[self.week].notes:
            self.teller.after(110)
            if words not in self.teller.ids:
                self.teller.do_write(viewer, side, words)
        self.teller.after(150)

    def _choose(self, walks: DotVote) -> None:
        """Dots, the vote's end, and an action for what was chosen."""
        look = said.RETROS[self.week]
        for _, _, words, dots in look.notes:
            for letter in dots:
                self.teller.after(12)
                self.teller.do_vote(BY_LETTER[letter], words)
        with self._drive() as run:
            few = replace(walks, picks=len(look.actions))
            through_the_vote(run, self.store, few, steps.queue(run, self.store), 1)
            chosen = run.state.get("chosen", [])
        for key, action in zip_longest(chosen, look.actions):
            self.teller.after(200)
            self.teller.give(self.lead, action, self.teller.nicks[key] if key else None)

    # --- topics and what was parked ---

    def _topics(self, _walks: Topics) -> None:
        mine = sorted((one for one in talk.TOPICS if self.week in one.weeks), key=lambda one: -len(one.votes))
        for place, one in enumerate(mine):
            key = self.teller.keys[one.nick]
            if self.whole:
                with self._drive() as run:
                    if run.row.at != key:
                        steps.stand_on(run, key)
            self.teller.after(60 * one.minutes - 20 * place)
            outcome = one.outcomes[one.weeks.index(self.week)]
            if one.decided and outcome == "decision":
                self.teller.decide(self.lead, one.decided, one.because, one.nick)
            if outcome == "action":
                self.teller.give(self.lead, said.ACTIONS[self.line.kind, self.week][0], one.nick)
            self._go_on(key, outcome, None)

    def _parking(self, _walks: ParkingLot) -> None:
        parked = self.parked if self.parked and self.parked.where else None
        own = self.teller.keys[parked.nick or parked.words] if parked else None
        with self._drive() as run:
            keys = steps.queue(run, self.store) if run.row.at else []
        for key in keys if self.whole else [key for key in keys if key == own]:
            self.teller.after(45)
            with self._drive() as run:
                steps.visit(run, key, parked.where if parked and key == own else None)
                if parked and key == own:
                    card = run.w.get(Card, self.teller.ids[self.teller.nicks[key]], "card")
                    routing.give_place(run.w, card, parked.where, ParsedLine(parked.why))
