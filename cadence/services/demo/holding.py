"""Holds the sample team's meetings: each step in the way that its walk is made, with the time that it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cadence.domain.boards import started_columns, BOARDS
from cadence.domain.kinds.base import Doors, Merge, ParkingLot, Round, Topics, Vote, Walk
from cadence.domain.kinds.base import Write as Writing
from cadence.domain.views.meetings import MeetingLine
from cadence.domain.vocabulary import BoardKey
from cadence.services import choices, flow, meetings, planning, retro, steps, work
from cadence.services.demo import story, talk
from cadence.services.demo.telling import Teller
from cadence.services.demo.work import PAST, PRESENT, WANTED
from cadence.services.ending import finish
from cadence.services.running import Run, run_named
from cadence.services.stepping import through_the_vote, to_step, visit
from cadence.store.tables import Card

TEAM = tuple(name for name, one in story.PEOPLE.items() if one.role in ("lead", "member"))
BY_LETTER = {name[0]: name for name in story.PEOPLE}
GUESTS = {"sync": ("grace", "hugo"), "arch": ("grace",), "demo": ("grace", "hugo", "ines", "jon")}
"""Which guests come, by kind."""
TURNS = {"standup": ("anne", "ben", "chidi", "dana", "farah"), "arch": ("dana", "anne")}
"""Who facilitates in turn, by kind; the lead elsewhere."""
FORMS = {"arch": ("in order", "lean coffee")}
SECONDS = {"holdovers": 60, "business": 95, "team": 80, "merged": 32, "unassigned": 45, "sync": 190, "retro-actions": 110}
"""What a card takes in a walk, about; a minute where nothing is said."""
NEVER = ("failover",)
"""What nobody says anything of, so that it is found neglected."""
MOST = 6
"""Cards visited in a walk at the most: a team does not talk about everything."""


class Holding:
    """One meeting of the story, from its start to its end."""

    def __init__(self, teller: Teller, line: MeetingLine, week: int) -> None:
        """``line`` as the schedule has it, in which week of the story."""
        self.teller, self.line, self.week = teller, line, week
        self.store = teller.store
        self.day = teller.index(week, line.starts_at.date())
        away = talk.ABSENT.get((week, self.day))
        turns = [name for name in TURNS.get(line.kind, (story.ME,)) if name != away]
        self.lead = turns[(week * 3 + self.day) % len(turns)] if turns else "ben"
        self.here = [name for name in (*TEAM, *GUESTS.get(line.kind, ())) if name not in (away, self.lead)]

    def hold(self) -> None:
        """Start it, go through its steps, end it."""
        self.teller.at(self.line.starts_at)
        forms = FORMS.get(self.line.kind, (None,))
        with self.store.write(self.teller.who[self.lead]) as w:
            self.teller.after(15 + (13 * self.week + 29 * self.day) % 70, w)
            run = meetings.begin(w, self.store, self.line, forms[self.week % len(forms)])
            for name in self.here:
                meetings.mark(w, run.row, self.teller.who[name].person_id or 0, here=True)
                w.log("meeting.here", data={"person": name}, audience=self.line.audience, undoable=False)
        for place, (step, _) in enumerate(run.steps):
            if isinstance(step.walks, ParkingLot):
                self._leave_behind()
            if place:
                self._on(lambda run, place=place: to_step(run, self.store, place))
            self._step(step.walks)
        self._on(lambda run: finish(run, self.store))

    def _on(self, act: Callable[[Run], Any]) -> None:
        """One write on the meeting by its facilitator."""
        with self.store.write(self.teller.who[self.lead]) as w:
            run = run_named(w, None, w.at)
            run.drive()
            act(run)

    def _step(self, walks: Any) -> None:
        ways: dict[type, Callable[[Any], None]] = {
            Walk: self._walk,
            Merge: self._merge,
            Round: lambda walks: self._on(self._round),
            Topics: self._topics,
            Doors: lambda walks: self._on(self._doors),
            Writing: self._write,
            Vote: self._choose,
            ParkingLot: lambda walks: self._on(self._parking),
        }
        ways[type(walks)](walks)

    def _leave_behind(self) -> None:
        """What was parked, decided and given to somebody in the course of the meeting."""
        slot = (self.line.kind, self.week)
        parked = talk.PARKED.get((*slot, self.day))
        if parked:
            self.teller.park(parked)
        if slot in talk.DECIDED:
            self.teller.decide(self.lead, talk.DECIDED[slot].words, talk.DECIDED[slot].because)
        for action in talk.ACTIONS.get(slot, ()):
            self.teller.give(self.lead, action)

    # --- walks ---

    def _walk(self, walks: Walk) -> None:
        if "shown" in walks.choices:
            self._show()
            return
        if walks.query == FORMS and False:
            return
        self._on(lambda run: self._visit(run, walks))

    def _visit(self, run: Run, walks: Walk) -> None:
        keys = steps.queue(run, self.store)
        most = len(keys) if walks.people or "synced" in walks.choices else MOST
        takers = {"interested": self._wanted, "assigned": self._needed}.get(walks.people)
        for place, key in enumerate(keys[:most]):
            if place:
                steps.stand_on(run, key)
            nick = self.teller.nicks[key]
            usual = SECONDS.get(walks.query, 60)
            self.teller.after(usual * (0.6 + (37 * place + 11 * self.week) % 80 / 100), run.w)
            if takers:
                takers(run, nick)
            word = self._becomes(walks, nick)
            if word:
                choices.apply(run, run.w.get(Card, self.teller.ids[nick], "card"), word, "")
            visit(run, key, word)
        steps.stand_on(run, None)

    def _wanted(self, run: Run, nick: str) -> None:
        """Whoever does it takes it; others want it too."""
        owner = OWNERS.get(nick)
        if owner:
            self.teller.take(run.w, nick, owner, "assigned")
        for name in WANTED.get(nick, ()):
            self.teller.take(run.w, nick, name, "interested")

    def _needed(self, run: Run, nick: str) -> None:
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
        for place, shown in enumerate(one for one in talk.DEMOS if one.week == self.week):
            key = self.teller.keys[shown.title]
            if place:
                self._on(lambda run, key=key: steps.stand_on(run, key))
            self.teller.after(60 * shown.minutes - 35)
            for who, words in shown.feedback:
                work.comment(self.store, self.teller.who[self.lead], key, words, kind="feedback", author=who)
            self._on(lambda run, key=key: self._shown(run, key))
        self._on(lambda run: steps.stand_on(run, None))

    def _shown(self, run: Run, key: str) -> None:
        choices.apply(run, run.w.get(Card, self.teller.ids[self.teller.nicks[key]], "card"), "shown", "")
        visit(run, key, "shown")

    def _merge(self, _walks: Merge) -> None:
        for place, one in enumerate(one for one in (*PAST, *PRESENT) if one.week == self.week and one.origin in PLANNED):
            self.teller.after(25 + 17 * place % 40)
            planning.pull(self.store, self.teller.who[self.lead], self.teller.keys[one.nick])

    # --- people ---

    def _round(self, run: Run) -> None:
        usual = 150 if run.kind.closed_doors else 70
        for place, name in enumerate(steps.queue(run, self.store)):
            if place:
                steps.stand_on(run, name)
            self.teller.after(usual * (0.6 + (29 * place + 13 * (self.week + self.day)) % 80 / 100), run.w)
        steps.stand_on(run, None)

    def _doors(self, run: Run) -> None:
        """Those who came to see the demo leave."""
        self.teller.after(40, run.w)
        for name in GUESTS["demo"]:
            meetings.mark(run.w, run.row, self.teller.who[name].person_id or 0, here=False)
            run.w.log("meeting.away", data={"person": name}, audience=self.line.audience, undoable=False)

    def _write(self, _walks: Writing) -> None:
        look = talk.RETROS[self.week]
        for who, side, words, _ in look.notes:
            self.teller.after(70)
            if words not in self.teller.ids:
                self.teller.do_write(who, side, words)
        for name in [self.lead, *self.here]:
            self.teller.after(25)
            retro.ready(self.store, self.teller.who[name], is_ready=True)

    def _choose(self, walks: Vote) -> None:
        """Dots, the vote's end, and an action for what was chosen."""
        look = talk.RETROS[self.week]
        for _, _, words, dots in look.notes:
            for letter in dots:
                self.teller.after(12)
                self.teller.do_vote(BY_LETTER[letter], words)
        self._on(lambda run: through_the_vote(run, self.store, walks, steps.queue(run, self.store), 1))
        for action in look.actions:
            self.teller.after(150)
            self.teller.give(self.lead, action)

    # --- topics and what was parked ---

    def _topics(self, _walks: Topics) -> None:
        mine = [one for one in talk.TOPICS if self.week in one.weeks]
        for place, one in enumerate(sorted(mine, key=lambda one: -len(one.votes))):
            self._on(lambda run, one=one, place=place: self._open(run, one.nick, place))
            self.teller.after(60 * one.minutes - 20 * place)
            outcome = one.outcomes[one.weeks.index(self.week)]
            if one.decided and outcome == "decision":
                self.teller.decide(self.lead, one.decided, one.because, one.nick)
            self._on(lambda run, one=one, outcome=outcome: self._close(run, one.nick, outcome))
        self._on(lambda run: steps.stand_on(run, None))

    def _open(self, run: Run, nick: str, place: int) -> None:
        if place or run.row.at != self.teller.keys[nick]:
            steps.stand_on(run, self.teller.keys[nick])

    def _close(self, run: Run, nick: str, outcome: str) -> None:
        choices.apply(run, run.w.get(Card, self.teller.ids[nick], "card"), outcome, "")
        visit(run, self.teller.keys[nick], outcome)

    def _parking(self, run: Run) -> None:
        parked = talk.PARKED.get((self.line.kind, self.week, self.day))
        for key in steps.queue(run, self.store):
            self.teller.after(45, run.w)
            nick = self.teller.nicks[key]
            if parked and nick in (parked.nick, parked.words) and parked.where:
                card = run.w.get(Card, self.teller.ids[nick], "card")
                flow.give_place(run.w, card, parked.where, parked.why)
                visit(run, key, parked.where)
            else:
                visit(run, key)
        steps.stand_on(run, None)


PLANNED = ("business", "team")
OWNERS = {one.nick: one.owner for one in (*PAST, *PRESENT) if one.owner}
ASSIGNED = {"report": "farah"}
SYNCED = {(one.nick, week): word for one in talk.SHARED for week, word in zip(one.weeks, one.outcomes, strict=True)}
DONE = {
    action.words: action.done
    for actions in (*talk.ACTIONS.values(), *(look.actions for look in talk.RETROS.values()))
    for action in actions
}
