"""The notes of a meeting for an audience: gathered once when it ends, kept, and given out the same ever after."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cadence.domain.bare_plan import closes_calendar_week
from cadence.domain.boards import BOARDS
from cadence.domain.dates import age_words
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Merge, Round
from cadence.domain.roles import Role, is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteGroup, NoteItem, NoteStep, NoteUpdate
from cadence.domain.vocabulary import BoardKey
from cadence.errors import NotAllowed
from cadence.services import planning, rounds, walks
from cadence.services.boards import board_cards, team_settings
from cadence.services.cards import Assembly
from cadence.services.frozen import frozen, thawed
from cadence.services.running import Clock, counted, steps_of
from cadence.services.schedule import Week, day_of, resolve, rhythm_of
from cadence.store import queries
from cadence.store.capture import Who, instant
from cadence.store.connect import Lane
from cadence.store.db import Store

if TYPE_CHECKING:
    from cadence.render.notes import Rendered

READERS = {"team": Role.MEMBER, "partner": Role.PARTNER, "guest": Role.STAKEHOLDER}
"""For whom notes are made, and the role whose eyes are used to gather them."""


def notes_of(store: Store, who: Who, ref: str, audience: str | None = None) -> MeetingNotes:
    """The notes of a meeting, or its agenda before it, for an audience: by default the viewer's own.

    Raises :class:`NotAllowed` for an audience wider awake than the viewer's role.
    """
    chosen = audience or own_audience(who)
    if not who.in_team and list(READERS).index(chosen) < list(READERS).index(own_audience(who)):
        raise NotAllowed(f"a {who.role} may not read the {chosen}'s notes", "ask somebody of the team")
    with store.read() as lane:
        week = Week(lane, who, store.clock())
        line = resolve(week, ref, held="@" not in ref)
        row = queries.meeting(lane, who.team_id, line.kind, line.nominal)
        if row is not None and row["snapshot"] and line.status == "held":
            return thaw(row["snapshot"], chosen)
        return gather(lane, _reader(who, chosen), store, line, row, chosen)


def written(
    store: Store, who: Who, ref: str, *, fmt: str = "md", audience: str | None = None, folders: Sequence[Path] = ()
) -> Rendered:
    """The notes of a meeting (its agenda, before it) as text in a format, through the team's own templates first."""
    from cadence.render.notes import render

    return render(notes_of(store, who, ref, audience), fmt, folders)


def held_lately(store: Store, who: Who, most: int = 50) -> list[MeetingLine]:
    """The meetings held, of which there are notes for this viewer: the newest first."""
    with store.read() as lane:
        week = Week(lane, who, store.clock())
        names = [name for name, row in week.rows.items() if row["status"] == "held"]
        lines = [week.line(kind, nominal) for kind, nominal in names if str(BY_KEY[kind].audience) in who.audiences]
        return sorted(lines, key=lambda line: line.starts_at, reverse=True)[:most]


def own_audience(who: Who) -> str:
    """The audience that a viewer belongs to."""
    if who.in_team:
        return "team"
    return "partner" if who.role == Role.PARTNER else "guest"


def _reader(who: Who, audience: str) -> Who:
    """A viewer of that audience who wrote nothing: no sealed note is theirs."""
    return who._replace(role=READERS[audience].value, person_id=None, handle=None)


def freeze(lane: Lane, who: Who, store: Store, row: Any) -> str:
    """The notes of a meeting that ends, for every audience, as JSON."""
    line = Week(lane, who, store.clock()).line(row["kind"], day_of(row["nominal"]))
    kept = {audience: frozen(gather(lane, _reader(who, audience), store, line, row, audience)) for audience in READERS}
    return json.dumps(kept, ensure_ascii=False)


def with_recording(snapshot: str, url: str | None) -> str:
    """What :func:`freeze` kept, with the link to the recording for everybody who may read of the meeting."""
    kept = json.loads(snapshot)
    for notes in kept.values():
        if not notes["withheld"]:
            notes["recording"] = url
    return json.dumps(kept, ensure_ascii=False)


def thaw(snapshot: str, audience: str) -> MeetingNotes:
    """The notes for an audience out of what :func:`freeze` kept."""
    return thawed(MeetingNotes, json.loads(snapshot)[audience])


def gather(lane: Lane, reader: Who, store: Store, line: MeetingLine, row: Any, audience: str) -> MeetingNotes:
    """The notes as ``reader`` may see them, from the rows as they are now."""
    kind = BY_KEY[line.kind]
    if str(kind.audience) not in reader.audiences:
        return _withheld(reader, line, audience)
    return _Gathering(lane, reader, store, line, row, audience).notes()


def _withheld(reader: Who, line: MeetingLine, audience: str) -> MeetingNotes:
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
        withheld=f"The {title.lower()} is the team's own: there are no notes of it for others.",
    )


class _Gathering:
    """Gathers one meeting's notes, part by part."""

    def __init__(self, lane: Lane, reader: Who, store: Store, line: MeetingLine, row: Any, audience: str) -> None:
        self.lane, self.reader, self.store, self.line, self.row, self.audience = (
            lane,
            reader,
            store,
            line,
            row,
            audience,
        )
        self.kind = BY_KEY[line.kind]
        self.steps = steps_of(lane, reader.team_id, self.kind, row["form"] if row is not None else None)
        self.started = row is not None and row["started_at"] is not None
        self.people = queries.people(lane, reader.team_id, gone=True)
        self.now = instant(row["ended_at"]) if self.started and row["ended_at"] else store.clock()

    def notes(self) -> MeetingNotes:
        """The notes, whole."""
        marks = {one["person_id"]: one for one in queries.attendance(self.lane, self.row["id"])} if self.started else {}
        raised = self._raised()
        used = counted(Clock.of(self.row, self.steps).used(self.now), self.steps) if self.started else None
        team = [one for one in self.people if is_team(one["role"]) and one["left_at"] is None]
        here = [one for one in self.people if one["id"] in marks and marks[one["id"]]["here"]]
        updates = self._updates(marks)
        return MeetingNotes(
            team=self.reader.team_name,
            line=self.line,
            held=self.line.status == "held",
            audience=self.audience,
            iteration=self.line.iteration,
            day=self.line.starts_at.date(),
            facilitator=self._name(self.line.facilitator),
            here=tuple(one["name"] for one in here if is_team(one["role"])),
            away=tuple(one["name"] for one in team if one not in here) if self.started else (),
            guests=tuple(one["name"] for one in here if not is_team(one["role"])),
            used=round(used / 60) if used is not None else None,
            timebox=self.line.minutes,
            steps=tuple(self._step(place) for place in range(len(self.steps))),
            updates=updates,
            decisions=self._items(raised, BoardKey.DECISIONS),
            actions=self._items(raised, BoardKey.ACTIONS),
            parked=self._items(raised, BoardKey.PARKING),
            tabled=self._items([card for card in raised if card.came_from and card.came_from.key], BoardKey.ARCH),
            groups=self._groups(),
            balance=self._balance(),
            merged=self._merged,
            recording=self.row["recording"] if self.row is not None else None,
            not_heard=tuple(one.name for one in updates if not one.heard),
            remarks=(*(json.loads(self.row["remarks"]) if self.row is not None else ()), *self._last_words()),
            made_at=self.now.astimezone(self.line.starts_at.tzinfo) if self.line.status == "held" else None,
        )

    def _name(self, handle: str | None) -> str:
        return next((one["name"] for one in self.people if one["handle"] == handle), "")

    def _raised(self) -> list[CardView]:
        if not self.started:
            return []
        rows = queries.cards_of_meeting(self.lane, self.reader, self.row["id"])
        return Assembly(self.lane, self.reader, ids=[one["id"] for one in rows]).views(rows)

    def _items(self, cards: Sequence[CardView], board: BoardKey) -> tuple[NoteItem, ...]:
        return tuple(
            NoteItem(
                key=card.key,
                title=card.title,
                body=card.body,
                owner=", ".join(self._name(one) for one in card.assignees or card.stays),
                due=card.due,
                went={"done": "settled", "dropped": "dropped"}.get(card.status, ""),
                by=self._name(card.author),
                age=age_words(max(self.now - card.created_at, timedelta(0))),
            )
            for card in cards
            if card.board == board
        )

    def _step(self, place: int) -> NoteStep:
        step, minutes = self.steps[place]
        seconds = Clock.of(self.row, self.steps).used(self.now).get(step.key, 0) if self.started else 0
        return NoteStep(
            step.key,
            step.title,
            minutes,
            seconds,
            tuple(self._walks.get(step.key, ())) if self.started else self._ahead(place),
            step.prompt,
        )

    @cached_property
    def _walks(self) -> dict[str, list[NoteCard]]:
        """The cards walked in each step, with what was said of them in this meeting."""
        walked = queries.walked(self.lane, self.reader, self.row["id"])
        rows = queries.cards_by_id(self.lane, self.reader, list({one["card_id"] for one in walked}))
        ids = [one["id"] for one in rows]
        views = {view.id: view for view in Assembly(self.lane, self.reader, ids=ids).views(rows)} if rows else {}
        said: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in queries.comments(self.lane, self.reader, ids) if rows else []:
            if row["meeting_id"] == self.row["id"]:
                said[row["card_id"]].append((self._name(row["author"]), row["body"]))
        found: dict[str, list[NoteCard]] = defaultdict(list)
        for one in walked:
            card_id, minutes = one["card_id"], round(one["seconds"] / 60) or None
            if card_id in views:
                found[one["step"]].append(NoteCard(views[card_id], one["outcome"], tuple(said[card_id]), minutes))
        return found

    def _ahead(self, place: int) -> tuple[NoteCard, ...]:
        cards = walks.cards_ahead(self.lane, self.reader, self.store, self.steps[place][0], self.row, {})
        return tuple(NoteCard(card, "") for card in cards)

    def _updates(self, marks: dict[int, Any]) -> tuple[NoteUpdate, ...]:
        tells = any(isinstance(step.walks, Round) and step.walks.shows == "update" for step, _ in self.steps)
        if not tells or not self.started:
            return ()
        known = rounds.Updates(self.lane, self.reader, self.store, self.row, judged=False)
        found = []
        for person in self.people:
            if not is_team(person["role"]) or person["left_at"] is not None:
                continue
            mark = marks.get(person["id"])
            view = known.of(person["handle"])
            heard = bool(mark and mark["heard"]) or view.left_at is not None
            now = tuple(f"{card.key} {card.title}" for card in view.now)
            stuck = tuple(f"{card.key} {card.blocked.reason}" for card in view.blocked if card.blocked)
            found.append(
                NoteUpdate(
                    name=person["name"],
                    here=bool(mark and mark["here"]),
                    yesterday=view.moved + _said(view.yesterday),
                    today=now + _said(view.today),
                    blockers=stuck + _said(view.blocker),
                    heard=heard,
                )
            )
        return tuple(found)

    def _groups(self) -> tuple[NoteGroup, ...]:
        """What was read in a retro, under its headings: the team's alone."""
        if not (self.kind.closed_doors and self.started and self.reader.in_team):
            return ()
        cards = [
            card
            for card in board_cards(self.lane, self.reader, self.store, BoardKey.RETRO.value)
            if not card.sealed and self._of_this(card)
        ]
        names = [name for name in BOARDS[BoardKey.RETRO].columns if any(card.column == name for card in cards)]
        return tuple(
            NoteGroup(
                title=name,
                notes=tuple((self._name(card.author), card.title) for card in cards if card.column == name),
                votes=sum(card.votes for card in cards if card.column == name),
            )
            for name in names
        )

    def _of_this(self, card: CardView) -> bool:
        return card.status == "open" or bool(card.came_from and card.came_from.meeting == self.line.ref)

    def _balance(self) -> Any:
        if not any(isinstance(step.walks, Merge) for step, _ in self.steps) or not self.started:
            return None
        return planning.balance_view(self._merged, team_settings(self.lane, self.reader.team_id))

    @cached_property
    def _merged(self) -> tuple[CardView, ...]:
        if not any(isinstance(step.walks, Merge) for step, _ in self.steps) or not self.started:
            return ()
        rows = [
            one
            for one in queries.cards(self.lane, self.reader, board=BoardKey.WALL.value)
            if one["merged_iteration"] == self.row["iteration"]
        ]
        assembly = Assembly(self.lane, self.reader, board=BoardKey.WALL.value, iteration=self.row["iteration"])
        return tuple(sorted(assembly.views(rows), key=lambda card: card.merged or 0))

    def _last_words(self) -> tuple[str, ...]:
        """After a retro that closes a week: nothing that touches production before the weekend (rule 9)."""
        if not (self.kind.closes_week and self.line.status in ("held", "running")):
            return ()
        if not closes_calendar_week(rhythm_of(self.lane, self.reader.team_id), self.line.starts_at.date()):
            return ()
        return ("The week closes: documentation, testing in staging and development; nothing that touches production.",)


def _said(words: str) -> tuple[str, ...]:
    return tuple(line for line in words.splitlines() if line.strip())
