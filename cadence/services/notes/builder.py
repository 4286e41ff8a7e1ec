"""A meeting's notes for one audience, gathered from the rows as they are now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from cadence.domain.cards.boards import BOARDS, holds_topics, started_columns
from cadence.domain.cards.outcomes import NOT_SHOWN, OUTCOMES, in_words, is_on_agenda
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Round
from cadence.domain.parsing.dates import age_words, day_words
from cadence.domain.recurring.baseline import closes_calendar_week
from cadence.domain.team.invitations import may_attend
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteGroup, NoteItem, NoteStep, NoteUpdate
from cadence.domain.vocabulary import THIEVES, Audience, BoardKey
from cadence.services.cards import time_thieves
from cadence.services.cards.assembler import Assembly, row_named
from cadence.services.cards.boards import board_cards
from cadence.services.cards.proposed import iteration_start
from cadence.services.meetings import merge, queue, retro, rounds
from cadence.services.meetings.run import MeetingTimes, counted, counted_minutes, steps_of
from cadence.services.notes.discussed import NO_OUTCOME, DiscussedCards, settled_words, talked_about
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.services.schedule.week import Week
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.meetings import AttendanceRow
from cadence.store.queries.team import MemberRow
from cadence.store.viewer import MeetingRow, Viewer

NO_OUTCOME_YET = "no outcome yet"
"""What is said of such a topic where it is told when it comes back."""
LOOKED_AHEAD = timedelta(days=120)
"""How far ahead the meeting is looked for that a topic comes back to."""


def gather(
    connection: Connection, reader: Viewer, store: Store, line: MeetingLine, row: MeetingRow | None, audience: str
) -> MeetingNotes:
    """The notes as ``reader`` may see them, from the rows as they are now."""
    kind = BY_KEY[line.kind]
    if str(kind.audience) not in reader.audiences and not _concerns(connection, reader, line, row):
        return _withheld(reader, line, audience)
    return _Gathering(connection, reader, store, line, row, audience).notes()


def _concerns(connection: Connection, reader: Viewer, line: MeetingLine, row: MeetingRow | None) -> bool:
    """Whether this guest is invited to what the meeting takes up, or took up: to every topic, or to one of these."""
    kind = BY_KEY[line.kind]
    if reader.person_id is None or kind.agenda is None or not (kind.by_topic and may_attend(kind, reader.role)):
        return False
    people = queries.team.people(connection, reader.team_id)
    if any(one.id == reader.person_id and one.regular for one in people):
        return True
    if row is None or row.ended_at is None:
        return bool(queries.cards.invitations(connection, reader, kind.agenda.boards[0].value))
    return line.nominal in queries.cards.invited_and_discussed(connection, reader, kind.key, kind.topic_steps)


def _withheld(reader: Viewer, line: MeetingLine, audience: str) -> MeetingNotes:
    title = line.title
    return MeetingNotes(
        team=reader.team_name,
        line=replace(line, reason=None, facilitator=None),
        held=line.status == "held",
        audience=audience,
        iteration=line.iteration,
        day=line.starts_at.date(),
        facilitator="",
        here=(),
        away=(),
        guests=(),
        used=None,
        timebox=line.minutes,
        steps=(),
        withheld=(
            f"The {title.lower()} is the team's own: there are no notes of it for others."
            if BY_KEY[line.kind].audience is Audience.TEAM
            else f"The notes of the {title.lower()} are for the team and its partner."
        ),
    )


class _Gathering:
    """Gathers one meeting's notes, part by part."""

    def __init__(
        self,
        connection: Connection,
        reader: Viewer,
        store: Store,
        line: MeetingLine,
        row: MeetingRow | None,
        audience: str,
    ) -> None:
        self.connection, self.reader, self.store, self.line, self.row, self.audience = (
            connection,
            reader,
            store,
            line,
            row,
            audience,
        )
        self.kind = BY_KEY[line.kind]
        self.steps = steps_of(
            connection, reader.team_id, self.kind, line.nominal, row.form if row is not None else None
        )
        self.started = row if row is not None and row.started_at is not None else None
        """The meeting's row, once it was started."""
        self.people = queries.team.people(connection, reader.team_id, gone=True)
        self._listed: set[str] = set()
        """The cards that the agenda has by now."""
        self._in_updates: set[int] = set()
        """The cards of which people's updates tell: they stand there alone, with what was said of them."""
        self._held_later: dict[str, list[date]] = {}
        self.now = self.started.ended_at if self.started and self.started.ended_at else store.clock()

    def notes(self) -> MeetingNotes:
        """The notes, whole."""
        marks = (
            {one.person_id: one for one in queries.meetings.attendance(self.connection, self.started.id)}
            if self.started
            else {}
        )
        raised = self._raised()
        used = counted(MeetingTimes.of(self.started, self.steps).used(self.now), self.steps) if self.started else None
        team = [one for one in self.people if is_team(one.role) and one.left_at is None]
        here = [one for one in self.people if one.id in marks and marks[one.id].here]
        absent = self._absent()
        updates = self._updates(marks, absent)
        told = {one.name for one in updates} if self.started else {one.name for one in team}
        return MeetingNotes(
            team=self.reader.team_name,
            line=replace(self.line, own_time=""),
            held=self.line.status == "held",
            audience=self.audience,
            own_topics=str(self.kind.audience) not in self.reader.audiences,
            iteration=self.line.iteration,
            day=self.line.starts_at.date(),
            facilitator=self._name(self.line.facilitator),
            here=tuple(one.name for one in here if is_team(one.role)),
            away=tuple(absent[one.name] for one in team if one not in here and one.name in absent),
            guests=tuple(one.name for one in here if not is_team(one.role)),
            used=round(used / 60) if used is not None else None,
            timebox=counted_minutes(self.line.minutes, self.steps),
            stood=self._stood(),
            thieves=self._thieves(),
            steps=tuple(self._step(place) for place in range(len(self.steps))),
            updates=updates,
            decisions=self._items(raised, BoardKey.DECISIONS),
            actions=self._items(raised, BoardKey.ACTIONS),
            parked=self._parked(raised),
            tabled=self._tabled(raised, here),
            returns=self._returns(),
            added=self._added(raised),
            groups=self._groups(),
            balance=self._balance(),
            duty=self._duty(),
            merged=self._merged,
            whys=merge.whys(json.loads(self.started.state), self._merged) if self._merged and self.started else (),
            recording=self.row.recording if self.row is not None else None,
            not_heard=tuple(one.name for one in updates if not one.heard and not one.away),
            missing=tuple(one.name for one in team if one not in here and one.name not in {*absent, *told}),
            remarks=(*(json.loads(self.row.remarks) if self.row is not None else ()), *self._last_words()),
            made_at=self.now.astimezone(self.line.starts_at.tzinfo) if self.line.status == "held" else None,
        )

    def _stood(self) -> int:
        """The minutes for which the clock stood: pauses, and the time after a crash."""
        if self.started is None or self.started.started_at is None:
            return 0
        ran = sum(MeetingTimes.of(self.started, self.steps).used(self.now).values())
        return max(0, round(((self.now - self.started.started_at).total_seconds() - ran) / 60))

    def _thieves(self) -> tuple[str, ...]:
        """The thieves confirmed in the meeting; behind closed doors, how often each was in the iteration."""
        if not self.kind.closed_doors:
            return time_thieves.confirmed_in(self.connection, self.reader, self.started.id) if self.started else ()
        began = iteration_start(self.connection, self.reader, self.now, self.started)
        counted = retro.thieves_since(self.connection, self.reader, began) if self.reader.in_team else ()
        return tuple(
            f"{THIEVES[thief]}: {times} time{'' if times == 1 else 's'} this iteration" for thief, times in counted
        )

    def _absent(self) -> dict[str, str]:
        """Who was known to be away on the day of a meeting that was started, with the reason: for the team, by name."""
        if not (self.started and self.audience == "team"):
            return {}
        rows = queries.team.absences(self.connection, self.reader.team_id, self.line.starts_at.date())
        names = {one.id: one.name for one in self.people}
        return {names[row.person_id]: names[row.person_id] + (f" ({row.why})" if row.why else "") for row in rows}

    def _name(self, handle: str | None) -> str:
        return next((one.name for one in self.people if one.handle == handle), "")

    def _raised(self) -> list[CardView]:
        if not self.started:
            return []
        rows = queue.came_up(self.connection, self.reader, self.started.id)
        return Assembly(self.connection, self.reader, ids=[one.id for one in rows]).views(rows)

    def _typed_anew(self, here: Sequence[MemberRow]) -> list[CardView]:
        """The topics that those present added while the doors were closed: they bear no trace, so their time tells."""
        if not (self.kind.closed_doors and self.started and self.started.started_at and self.reader.in_team):
            return []
        begun, ids = self.started.started_at, {one.id for one in here}
        rows = [
            row
            for row in queries.cards.listed(self.connection, self.reader, board=BoardKey.ARCH.value)
            if begun <= row.created_at <= self.now and row.from_meeting_id is None and row.author_id in ids
        ]
        return Assembly(self.connection, self.reader, ids=[one.id for one in rows]).views(rows)

    def _tabled(self, raised: Sequence[CardView], here: Sequence[MemberRow]) -> tuple[NoteItem, ...]:
        """What goes on the arch agenda, with the day on which that meeting is."""
        tabled = (
            *_on([card for card in raised if card.came_from and card.came_from.key], BoardKey.ARCH),
            *self._typed_anew(here),
        )
        day = next(iter(self._days_ahead(BoardKey.ARCH)), None) if tabled else None
        return tuple(replace(self._item(card), due=day) for card in tabled)

    def _days_ahead(self, kind: str) -> list[date]:
        """The days on which a kind is held after this meeting, as far as is looked ahead."""
        if kind not in self._held_later:
            first = self.line.starts_at.date()
            lines = Week(self.connection, self.reader, self.now).lines(first, first + LOOKED_AHEAD, [kind])
            later = [one for one in lines if one.starts_at > self.line.starts_at and one.ref != self.line.ref]
            self._held_later[kind] = [
                one.starts_at.date() for one in later if one.status not in {"cancelled", "skipped"}
            ]
        return self._held_later[kind]

    def _items(self, cards: Sequence[CardView], board: BoardKey) -> tuple[NoteItem, ...]:
        return tuple(self._item(card) for card in _on(cards, board))

    def _item(self, card: CardView, went: str = "") -> NoteItem:
        """A card as an item, with its age where it is older than the meeting."""
        started = self.started.started_at if self.started else None
        older = started is None or card.created_at < started
        return NoteItem(
            key=card.key,
            title=card.title,
            body=card.body,
            owner=", ".join(self._name(one) for one in card.assignees or self._named_to_stay(card)),
            due=card.due,
            went=went or settled_words(card),
            by=self._name(card.author),
            age=age_words(max(self.now - card.created_at, timedelta(0))) if older else "",
            about=self._title_of(card.came_from.key if card.came_from else None),
        )

    @staticmethod
    def _named_to_stay(card: CardView) -> tuple[str, ...]:
        """Who was named to stay for a parked item; a topic's guests don't answer for it."""
        return () if holds_topics(card.board) else card.stays

    def _added(self, raised: Sequence[CardView]) -> tuple[NoteItem, ...]:
        """The work that a meeting about something else brought up; what was parked in it stands in the parking lot."""
        about_work = self.kind.board is not None and BOARDS[self.kind.board].started is not None
        if about_work or not self.started:
            return ()
        parked = {one.card.id for one in self._talked.out_of_parking}
        return self._items([card for card in raised if card.id not in parked], BoardKey.WALL)

    def _title_of(self, key: str | None) -> str:
        """The title of the card that something came of; empty where the reader may not see it."""
        return "" if key is None else row_named(self.connection, self.reader, key).title

    def _returns(self) -> tuple[NoteItem, ...]:
        """The topics and demos that this meeting puts on a later agenda, each with the day of that meeting."""
        found = []
        for one in self._every_card if self.started else ():
            if self._comes_back(one):
                card, ended = one.card, OUTCOMES.get(one.ended)
                words = card.outcome_words if ended and card.outcome == ended.name else ""
                went = in_words(ended.name, words) if ended else one.outcome or NOT_SHOWN
                item = self._item(card, NO_OUTCOME_YET if one.outcome == NO_OUTCOME else went)
                owner = item.owner if ended is None or card.back_on else ""
                found.append(replace(item, due=self._met_on(card.back_on), body="", age="", owner=owner))
        return tuple(sorted(found, key=lambda item: item.due or date.max))

    def _met_on(self, back_on: date | None) -> date | None:
        """The day of the next meeting of this kind that has on its agenda what comes back then (``None``: at once)."""
        return next((day for day in self._days_ahead(self.kind.key) if is_on_agenda(back_on, day)), None)

    @cached_property
    def _every_card(self) -> list[NoteCard]:
        """The cards talked about, step by step."""
        return [one for step, _ in self.steps for one in self._talked.by_step.get(step.key, ())]

    def _comes_back(self, one: NoteCard) -> bool:
        """Whether a card is on the next agenda: a topic by its outcome, a demo while it is still to be shown."""
        if one.ended or one.outcome == NO_OUTCOME:
            return not one.ended or (one.ended in OUTCOMES and OUTCOMES[one.ended].comes_back)
        board = BOARDS[BoardKey(one.card.board)]
        return board.proposed_from is not None and board.key == self.kind.board and one.card.status == "open"

    def _parked(self, raised: Sequence[CardView]) -> tuple[NoteItem, ...]:
        """The parking lot: what was parked in this meeting, and what its last step walked, with where that went."""
        if not self.started:
            return ()
        walked = {one.card.id: one for one in self._talked.out_of_parking}
        parked = [card for card in _on(raised, BoardKey.PARKING) if card.id not in walked]
        elsewhere = {card.id for card in _on(raised, BoardKey.ACTIONS)}  # they stand there, with an owner
        given = [
            self._item(one.card, self._place(one.outcome)) for one in walked.values() if one.card.id not in elsewhere
        ]
        return (*given, *(self._item(card) for card in parked))

    def _place(self, went: str) -> str:
        """Where a parked item went; another meeting with its day."""
        day = next(iter(self._days_ahead(went)), None) if went in BY_KEY else None
        return f"{went}, {day_words(day)}" if day is not None else went

    def _step(self, place: int) -> NoteStep:
        """What a step was, and the cards it walked; retro notes stand apart, in their groups."""
        step, minutes = self.steps[place]
        seconds = MeetingTimes.of(self.started, self.steps).used(self.now).get(step.key, 0) if self.started else 0
        talked = self._talked.by_step.get(step.key, ()) if self.started else ()
        ahead = self._ahead(place) if self.line.status != "held" else ()
        return NoteStep(
            step.key,
            step.title,
            minutes,
            seconds,
            self._with_display_names(
                one
                for one in (*talked, *ahead)
                if not BOARDS[BoardKey(one.card.board)].sealed and one.card.id not in self._in_updates
            ),
            step.prompt,
        )

    @cached_property
    def _talked(self) -> DiscussedCards:
        """The cards talked about, each once, with what was said of them in this meeting."""
        assert self.started is not None
        return talked_about(
            self.connection, self.reader, self.store, self.started, self.steps, self._name, self._met_on
        )

    def _ahead(self, place: int) -> list[NoteCard]:
        """The cards that a step would walk; those that an earlier step walks, or that were walked, stand there."""
        step, kind = self.steps[place][0], self.kind.key
        if self.started:
            self._listed |= {one.card.key for one in (*self._every_card, *self._talked.out_of_parking)}
        ahead = queue.cards_ahead(self.connection, self.reader, self.store, step, self.row, {}, kind=kind)
        cards = [card for card in ahead if card.key not in self._listed]
        self._listed.update(card.key for card in cards)
        return [NoteCard(card, "") for card in cards]

    def _with_display_names(self, cards: Iterable[NoteCard]) -> tuple[NoteCard, ...]:
        """The cards, with people's names in place of handles."""
        return tuple(replace(one, card=self._with_names(one.card)) for one in cards)

    def _with_names(self, card: CardView) -> CardView:
        def names(handles: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(self._name(one) for one in handles)

        return replace(
            card,
            author=self._name(card.author) or None,
            assignees=names(card.assignees),
            interested=names(card.interested),
            stays=names(card.stays),
        )

    def _updates(self, marks: dict[int, AttendanceRow], absent: Collection[str]) -> tuple[NoteUpdate, ...]:
        if not self.kind.takes_updates or not self.started:
            return ()
        rounds_ = any(isinstance(step.walks, Round) for step, _ in self.steps)
        known = rounds.Updates(self.connection, self.reader, self.store, self.started, judged=False)
        walked = {one.card.id for one in self._every_card}
        found = []
        for person in self.people:
            if not is_team(person.role) or person.left_at is not None:
                continue
            mark = marks.get(person.id)
            view = known.of(person.handle)
            left = view.left_at is not None
            heard = bool(mark and mark.heard) or (left and not (rounds_ and self.line.status == "held"))
            if not (rounds_ or left):
                continue
            mine = [card for card in (*view.blocked, *view.now) if rounds_ or card.id not in walked]
            if heard:
                self._in_updates.update(card.id for card in mine)
            told = {card.id: f"{card.key} {card.title}{self._why_and_said(card)}" for card in mine}
            stuck = tuple(told[card.id] for card in view.blocked if card.id in told)
            now = tuple(told[card.id] for card in view.now if card.id in told and not card.blocked)
            found.append(
                NoteUpdate(
                    name=person.name,
                    here=bool(mark and mark.here),
                    yesterday=view.moved + _lines(view.yesterday),
                    today=now + _lines(view.today),
                    blockers=stuck + _lines(view.blocker),
                    heard=heard,
                    left=left,
                    away=person.name in absent,
                )
            )
        return tuple(found)

    def _why_and_said(self, card: CardView) -> str:
        """What blocks a card, and what was said of it in the meeting."""
        said = (one.comments for one in self._every_card if one.card.id == card.id)
        words = "; ".join(f"{who}: {what}" for comments in said for who, what in comments)
        return (f": {card.blocked.reason}" if card.blocked else "") + (f" ({words})" if words else "")

    def _groups(self) -> tuple[NoteGroup, ...]:
        """What was read in a retro, first what was laid together, then the rest by column: the team's alone."""
        if not (self.kind.closed_doors and self.started and self.reader.in_team):
            return ()
        cards = [
            card
            for card in board_cards(self.connection, self.reader, self.store, BoardKey.RETRO.value)
            if not card.sealed and self._of_this(card)
        ]
        heads = queries.retro.groups(self.connection, self.reader)
        grouped = [self._group(head, [one for one in cards if heads.get(one.id) == head.id]) for head in cards]
        inside = {*heads, *heads.values()}
        cards = [card for card in cards if card.id not in inside]
        names = [name for name in BOARDS[BoardKey.RETRO].columns if any(card.column == name for card in cards)]
        columns = (
            NoteGroup(
                title=name,
                notes=tuple((self._name(card.author), _with_votes(card)) for card in cards if card.column == name),
            )
            for name in names
        )
        return (*(group for group in grouped if len(group.notes) > 1), *columns)

    def _group(self, head: CardView, notes: Sequence[CardView]) -> NoteGroup:
        """Notes that were laid together, the one first whose words the group bears."""
        said = tuple((self._name(card.author), card.title) for card in (head, *notes))
        return NoteGroup("Laid together", said, head.votes)

    def _of_this(self, card: CardView) -> bool:
        return card.status == "open" or bool(card.came_from and card.came_from.meeting == self.line.ref)

    def _balance(self) -> Any:
        if not (self.kind.merges and self.started):
            return None
        return merge.balance_view(self._merged, settings_of(self.connection, self.reader.team_id), self.line.iteration)

    def _duty(self) -> str:
        """Who holds interrupt duty in the iteration that a meeting plans, the team's to know; empty for other kinds."""
        if not (self.kind.merges and self.started and self.reader.in_team):
            return ""
        return (
            self._name(settings_of(self.connection, self.reader.team_id).duty_of(self.line.iteration)) or "nobody yet"
        )

    @cached_property
    def _merged(self) -> tuple[CardView, ...]:
        if not (self.kind.merges and self.started):
            return ()
        runs_on = json.loads(self.started.state).get("runs_on", ())
        rows = [
            one
            for one in queries.cards.listed(self.connection, self.reader, board=BoardKey.WALL.value)
            if one.merged_iteration == self.started.iteration or one.id in runs_on
        ]
        iteration = self.started.iteration
        assembly = Assembly(self.connection, self.reader, board=BoardKey.WALL.value, iteration=iteration)
        views = [self._with_names(card) for card in assembly.views(rows)]
        merged = sorted((card for card in views if card.merged is not None), key=lambda card: card.merged or 0)
        names = capture.columns(self.connection, self.reader, BoardKey.WALL.value)
        begun = started_columns(BOARDS[BoardKey.WALL], names)
        head = next((place for place, card in enumerate(merged) if card.column not in begun), len(merged))
        return (*merged[:head], *(card for card in views if card.merged is None), *merged[head:])

    def _last_words(self) -> tuple[str, ...]:
        """After a retro that closes a week: nothing that touches production before the weekend (rule 9)."""
        if not (self.kind.closes_week and self.line.status in ("held", "running")):
            return ()
        if not closes_calendar_week(rhythm_of(self.connection, self.reader.team_id), self.line.starts_at.date()):
            return ()
        return ("The week closes: documentation, testing in staging and development; nothing that touches production.",)


def _on(cards: Sequence[CardView], board: BoardKey) -> list[CardView]:
    """Those of the cards that are on a board."""
    return [card for card in cards if card.board == board]


def _with_votes(card: CardView) -> str:
    """A retro note with the dots that it got: ``Quiet nights (2 votes)``."""
    return f"{card.title} ({card.votes} vote{'' if card.votes == 1 else 's'})" if card.votes else card.title


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line for line in words.splitlines() if line.strip())
