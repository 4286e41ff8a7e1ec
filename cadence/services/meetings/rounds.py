"""Rounds: who speaks, in which order, and what is known of them before they do."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, done_column, planned_column, started_columns
from cadence.domain.facilitation.turns import fair_order
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Round
from cadence.domain.parsing.names import after_key
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import UpdateView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards.assembler import Assembly, row_named
from cadence.services.cards.boards import board_cards
from cadence.services.cards.proposed import iteration_start
from cadence.services.meetings.run import MeetingRun
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.standup import PlannedRow, UpdateRow
from cadence.store.viewer import MeetingRow, Viewer, handles

NAMELESS = "unsigned"
"""Stands in a round's queue for notes that nobody signed."""


def first_order(connection: Connection, viewer: Viewer, row: MeetingRow | None, seed: int = 0) -> list[str]:
    """The team's handles in the order in which they speak: fixed, shuffled, or by time zone, as the team chose.

    Shuffled fairly over the iteration; by time zone, those first whose day is the furthest.
    """
    people = [row for row in queries.team.people(connection, viewer.team_id) if is_team(row.role)]
    chosen = settings_of(connection, viewer.team_id).round_order
    if chosen == "timezone":
        noon = row.started_at if row is not None and row.started_at else datetime(2000, 1, 1, 12, tzinfo=UTC)
        people.sort(key=lambda row: noon.astimezone(ZoneInfo(row.timezone)).replace(tzinfo=UTC), reverse=True)
    order = [row.handle for row in people]
    if chosen == "shuffled":
        before = (row.kind, row.iteration, row.nominal) if row is not None else None
        spoke = queries.meetings.turns_before(connection, viewer.team_id, *before) if before else []
        return fair_order(order, spoke, seed)
    return order


def queue(
    connection: Connection, viewer: Viewer, walks: Round, row: MeetingRow | None, state: dict[str, Any]
) -> list[str]:
    """Who speaks: those present; what the absent left is read out, updates in their place and notes last.

    Notes that their author keeps while away are not.
    """
    order = state.get("order") or first_order(connection, viewer, row)
    if row is None:
        return order
    ids = handles(connection, viewer.team_id)
    marks = {mark.person_id: mark for mark in queries.meetings.attendance(connection, row.id)}
    here = {name for name, one in ids.items() if one in marks and marks[one].here}
    if walks.shows == "update":
        here |= set(updates_for(connection, viewer, row))
    names = [name for name in order if name in here]
    names += [name for name in ids if name in here and name not in order and _of_team(connection, viewer, name)]
    if walks.shows == "notes":
        left = queries.retro.authors(connection, viewer)
        left -= {one.handle for one in queries.team.people(connection, viewer.team_id) if one.keeps_notes} - here
        if settings_of(connection, viewer.team_id).anonymous_retro:  # nobody has anything of their own to read out
            names = [name for name in names if name in left]
        names += [name for name in order if name in left and name not in names]
        names += [NAMELESS] if queries.retro.nameless_notes(connection, viewer) else []
    return names


def still_to_speak(
    connection: Connection, viewer: Viewer, walks: Round, row: MeetingRow, state: dict[str, Any]
) -> list[str]:
    """Whose turn is still to come: of notes, only those who have one that nobody has heard."""
    marks = queries.meetings.attendance(connection, row.id)
    ids = handles(connection, viewer.team_id)
    heard = {mark.person_id for mark in marks if mark.heard}
    waiting = [name for name in queue(connection, viewer, walks, row, state) if ids.get(name) not in heard]
    if walks.shows == "notes":
        wrote = {*queries.retro.authors(connection, viewer), NAMELESS}
        waiting = [name for name in waiting if name in wrote]
    return [name for name in waiting if name != row.at]


def _of_team(connection: Connection, viewer: Viewer, handle: str) -> bool:
    return any(row.handle == handle and is_team(row.role) for row in queries.team.people(connection, viewer.team_id))


def updates_for(connection: Connection, viewer: Viewer, row: MeetingRow) -> dict[str, UpdateRow]:
    """What was left for a standup and heard in none before, by handle; several of one person are one."""
    found: dict[str, UpdateRow] = {}
    for one in queries.standup.unheard(connection, viewer.team_id, row.kind, row.nominal):
        before = found.get(one.handle)
        found[one.handle] = one if before is None else together(before, one)
    return found


def to_read_out(connection: Connection, viewer: Viewer, row: MeetingRow, walks: object) -> dict[str, UpdateRow]:
    """What was left for a meeting's round in whose place cards are walked, by handle; less who had a turn in it."""
    kind = BY_KEY[row.kind]
    if not kind.takes_updates or isinstance(walks, Round) or not viewer.in_team:
        return {}
    heard = {mark.person_id for mark in queries.meetings.attendance(connection, row.id) if mark.heard}
    left = {name: one for name, one in updates_for(connection, viewer, row).items() if one.person_id not in heard}
    for name, one in left.items():
        lifted, blocker = _in_the_way(connection, viewer, one.blocker)
        left[name] = one._replace(yesterday=_lines(one.yesterday, *lifted), blocker=blocker)
    return left


def _in_the_way(connection: Connection, viewer: Viewer, words: str) -> tuple[tuple[str, ...], str]:
    """Of what was left as in the way, what is so no longer, and the lines that still are; titles beside keys."""
    lifted, rest = [], []
    for line in words.splitlines():
        found = after_key(line)
        card = _work(connection, viewer, found[0]) if found else None
        if found is None or card is None:
            rest.append(line)
            continue
        named = f"{card.key} {card.title}: {found[1].removeprefix(card.title).lstrip(' :,')}"
        if card.blocked and card.status == "open":
            rest.append(named)
        else:
            lifted.append(f"no longer in the way: {named}")
    return tuple(lifted), _lines(*rest)


def _work(connection: Connection, viewer: Viewer, key: str) -> CardView | None:
    """The card of that key, if it is of a board whose cards are begun, and so can be blocked."""
    try:
        row = row_named(connection, viewer, key)
    except (BadValue, NotFound):
        return None
    if BOARDS[BoardKey(row.board)].started is None:
        return None
    return Assembly(connection, viewer, ids=[row.id]).views([row])[0]


def together(before: UpdateRow, after: UpdateRow) -> UpdateRow:
    """Two updates of a person as one: their lines one below the other."""
    return after._replace(
        yesterday=_lines(before.yesterday, after.yesterday),
        today=_lines(before.today, after.today),
        blocker=_lines(before.blocker, after.blocker),
    )


def begins(words: str) -> list[str]:
    """What each line begins with: it may be a card's key."""
    return [re.split(r"[\s:,]", line.strip().casefold())[0] for line in words.splitlines()]


def in_words(update: UpdateRow) -> str:
    """What was left, a line each: what was done, what is next, and what is in the way; or that it is nothing."""
    parts = (("since last time", update.yesterday), ("now", update.today), ("in the way", update.blocker))
    return _lines(*(f"{label}: {'; '.join(words.splitlines())}" for label, words in parts if words)) or "nothing new"


def _lines(*words: str) -> str:
    return "\n".join(filter(None, words))


def update_view(connection: Connection, viewer: Viewer, store: Store, row: MeetingRow, handle: str) -> UpdateView:
    """What the board knows of a person since the last standup, what is theirs now, and the update they left."""
    return Updates(connection, viewer, store, row).of(handle)


class Updates:
    """The updates of a standup: what does not differ from person to person is read once."""

    def __init__(
        self, connection: Connection, viewer: Viewer, store: Store, row: MeetingRow, *, judged: bool = True
    ) -> None:
        """Read the wall (with its thieves, if ``judged``), what moved since the last standup, and what was left."""
        started = row.started_at
        last = queries.meetings.last_start(connection, viewer.team_id, row.kind, started) if started else None
        first = iteration_start(connection, viewer, started, row) if started and last is None else None
        names = capture.columns(connection, viewer, BoardKey.WALL.value)
        self._zone = ZoneInfo(viewer.timezone)
        since = last or first
        self._since = since.astimezone(self._zone).date() if since else None
        self._partner = queries.team.row(connection, viewer.team_id).partner or ""
        self._left = updates_for(connection, viewer, row)
        self._in_the_way = {name: _in_the_way(connection, viewer, one.blocker) for name, one in self._left.items()}
        self._planned: dict[str, list[PlannedRow]] = {}
        for one in queries.standup.planned(connection, viewer.team_id, row.kind, row.nominal):
            self._planned.setdefault(one.handle, []).append(one)
        self._wall = board_cards(connection, viewer, store, BoardKey.WALL.value, judged=judged)
        self._started = started_columns(BOARDS[BoardKey.WALL], names)
        self._done = done_column(BOARDS[BoardKey.WALL], names)
        self._planned_in = planned_column(BOARDS[BoardKey.WALL], names)
        self._moved: dict[int, str] = {}
        """Where a card went, or came as work under way, since the last standup, by its id."""
        self._by: dict[int, str | None] = {}
        """Who put it there, outside of meetings: theirs to tell where nobody is assigned."""
        told = ("card.move", "card.add") if last else ("card.move",)  # what a team begins with is no news
        for event in queries.log.since(connection, viewer, since, board=BoardKey.WALL) if since else []:
            if event.meeting_kind == row.kind and event.meeting_nominal != row.nominal:
                continue  # the last standup did it itself
            data = json.loads(event.data) if event.verb in told else {}
            column = data.get("to", data.get("column"))
            if event.card_id and column and ("to" in data or column in {*self._started, self._done}):
                self._moved[event.card_id] = column
                self._by[event.card_id] = event.actor if event.meeting_kind is None else None

    def of(self, handle: str) -> UpdateView:
        """One person's update."""
        left = self._left.get(handle)
        lifted, blocker = self._in_the_way.get(handle, ((), ""))
        mine = [card for card in self._wall if handle in card.assignees]
        now = tuple(card for card in mine if card.column in self._started and card.status == "open")
        named = begins(blocker)
        blocked = tuple(
            card
            for card in self._wall
            if card.blocked and card.status == "open" and (card in mine or card.key.casefold() in named)
        )
        planned = self._planned.get(handle, [])
        shown = [card for card in mine if card in now or card in blocked or card.id in self._moved]
        return UpdateView(
            person=handle,
            moved=self._moves(handle) + lifted,
            now=now,
            blocked=blocked,
            ready=tuple(
                card
                for card in mine
                if card.column == self._planned_in and card.status == "open" and card not in blocked
            ),
            planned=self._titled(not_said(_lines(*(one.today for one in planned)), shown, left.today if left else "")),
            planned_on=planned[-1].said_at.astimezone(self._zone).date() if planned else None,
            yesterday=left.yesterday if left else "",
            today=self._titled(not_said(left.today, now, "")) if left else "",
            blocker=not_flagged(blocker, blocked),
            left_at=left.left_at.astimezone(self._zone) if left else None,
            since=self._since,
            partner=self._partner,
        )

    def _titled(self, words: str) -> str:
        """A line that is but the key of a card has its title as well."""
        names = {card.key.casefold(): f"{card.key} {card.title}" for card in self._wall}
        return _lines(*(names.get(line.strip().casefold(), line) for line in words.splitlines()))

    def _moves(self, handle: str) -> tuple[str, ...]:
        """In words, where the person's cards went, and what they moved that is nobody's: those that are done first."""
        mine = (card for card in self._wall if card.column == self._moved.get(card.id) and card.status != "dropped")
        theirs = (card for card in mine if handle in self._told_by(card))
        moved = [(f"{card.key} {card.title}", card.column) for card in theirs]
        done = [f"{card}: done" for card, column in moved if column == self._done]
        return (*done, *(f"{card}: {column}" for card, column in moved if column != self._done))

    def _told_by(self, card: CardView) -> tuple[str | None, ...]:
        return card.assignees or (self._by[card.id],)


def not_said(words: str, cards: Sequence[CardView], today: str) -> str:
    """The lines of ``words`` that say more than the name of one of the ``cards``, and don't stand in ``today``."""
    known = {name.casefold() for card in cards for name in (card.key, card.title, f"{card.key} {card.title}")}
    known |= {line.strip(" .").casefold() for line in today.splitlines()}
    return _lines(*(line for line in words.splitlines() if line.strip(" .").casefold() not in known))


def not_flagged(words: str, blocked: Sequence[CardView]) -> str:
    """The lines of ``words`` that are no flag yet: not the reason of one of these cards, and not begun by its key."""
    reasons = [card.blocked.reason.casefold() for card in blocked if card.blocked]
    keys = tuple(card.key.casefold() for card in blocked)

    def is_flag(line: str) -> bool:
        return any(line in reason for reason in reasons) or not {*keys}.isdisjoint(begins(line))

    return _lines(*(line for line in words.splitlines() if not is_flag(line.strip(" .").casefold())))


def take_turn(run: MeetingRun, walks: Round, name: str) -> None:
    """It is this person's turn: in a round of notes, theirs are shown from now on, and to the team alone."""
    from cadence.store.tables.cards import Card

    if walks.shows == "notes":
        person = handles(run.w.connection, run.w.viewer.team_id).get(name)
        sealed = queries.retro.sealed_of(run.w.connection, run.w.viewer.team_id, person) if person is not None else []
        for card_id in sealed:
            run.w.touch(run.w.get(Card, card_id), sealed=False)
        if sealed:
            run.w.log("retro.turn", data={"person": name}, undoable=False)


def leave_turn(run: MeetingRun) -> None:
    """The present person has spoken: heard, with the seconds it took."""
    if run.row.at:
        mark_heard(run, run.row.at, heard_at=run.w.at, seconds=run.standing())


def mark_heard(run: MeetingRun, name: str, *, heard_at: datetime | None = None, seconds: int = 0) -> None:
    """Somebody was heard; ``heard_at`` says when they had a turn of their own, and not that theirs was read out."""
    from cadence.store.tables.meetings import Attendance

    person = handles(run.w.connection, run.w.viewer.team_id).get(name)
    if person is None:
        return
    mark = run.w.find(Attendance, (run.row.id, person))
    if mark is None:
        mark = Attendance(meeting_id=run.row.id or 0, person_id=person, here=False)
        run.w.session.add(mark)
    run.w.touch(mark, heard=True, heard_at=heard_at, seconds=mark.seconds + seconds)
