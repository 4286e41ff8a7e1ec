"""Calendars: who gets which series, with what a reader of that role may know, made from the rhythm and the log."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from cadence.domain.kinds import BY_KEY, KINDS, MeetingKind
from cadence.domain.kinds.base import Topics
from cadence.domain.parsing.names import match
from cadence.domain.recurring.revisions import Recorded
from cadence.domain.recurring.series import Turns, Wanted, calendar_series, restamped
from cadence.domain.schedule.rhythm import Override
from cadence.domain.team.invitations import gets_all, gets_block, may_attend
from cadence.domain.team.roles import Role, is_team
from cadence.domain.views.calendar import CalendarView, Series
from cadence.errors import BadValue, NotAllowed, Refused
from cadence.services.meetings.queue import cards_of
from cadence.services.meetings.run import steps_of
from cadence.services.schedule.rhythm_rows import epoch_of, slot_change
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.log import ScheduleEventRow
from cadence.store.queries.schedule import EpochRow, SlotChangeRow
from cadence.store.rows import R, typed
from cadence.store.values import day_of
from cadence.store.viewer import Viewer, teams_of

COLOR = "steelblue"
"""The calendar's own: a CSS3 name."""

Change = dict[str, Any]
"""One row's change in the log: its table, its key, before and after."""
Values = dict[str, Any]
"""A row's values, as far as the log holds them."""


def feed(
    store: Store,
    viewer: Viewer,
    *,
    handle: str | None = None,
    role: str | None = None,
    until: date | None = None,
    as_file: bool = False,
) -> CalendarView:
    """The calendar of one person, or of everybody with a role; by default the viewer's own.

    ``as_file``: for a file that is imported, which never forgets; it also holds what was withdrawn.

    Raises :class:`NotAllowed` where a guest asks for another's, :class:`BadValue` for a person and a role at once.
    """
    if handle and role:
        raise BadValue("a person and a role at once", "give --for or --role")
    with store.read() as connection:
        reader = _reader(connection, viewer, handle, role)
        week = Week(connection, viewer, store.clock())
        wanted = replace(_wanted(connection, viewer, store, week, reader), until=until)
        if as_file:
            wanted = replace(wanted, withdrawn=True)
        found = calendar_series(week.rhythm, week.today, wanted, week.overrides)
        # Titles and descriptions are made of the settings, and of what the reader is to the team.
        roles = [at for at, _, _ in _roles(connection, viewer, reader)]
        said = max([_settings_changed_at(connection, viewer.team_id) or wanted.founded, *roles])
        several = reader.handle is not None and len(teams_of(connection, reader.handle)) > 1
        detailed = [_with_details(connection, viewer, one, reader.role, several=several) for one in found]
        series = tuple(restamped(one, said) for one in detailed)
        name = viewer.team_name + (f" ({reader.role})" if reader.role and not is_team(reader.role) else "")
        return CalendarView(
            name=name,
            description=f"The meetings of {viewer.team_name}.",
            timezone=viewer.timezone,
            series=series,
            stamp=max((one.stamp for one in series if one.stamp), default=wanted.founded),
            color=COLOR,
        )


class Reader(NamedTuple):
    """Whom a calendar is for: a person of the team, or everybody with a role."""

    person_id: int | None
    handle: str | None
    role: str
    """Empty for somebody who has left the team."""
    regular: bool


def _reader(connection: Connection, viewer: Viewer, handle: str | None, role: str | None) -> Reader:
    """The person or role that the calendar is for."""
    if role is not None:
        chosen = match(role, [one.value for one in Role], "role")
        if not viewer.in_team and chosen != viewer.role:
            raise NotAllowed(f"a {viewer.role} may not have the calendar of a {chosen}", "leave --role away")
        return Reader(None, None, chosen, regular=False)
    known = [row.handle for row in queries.team.people(connection, viewer.team_id, gone=True)]
    name = match(handle, known, "person") if handle else viewer.handle
    if not viewer.in_team and name != viewer.handle:
        raise NotAllowed(f"a {viewer.role} may not have another's calendar", "leave --for away")
    row = next((row for row in queries.team.people(connection, viewer.team_id, gone=True) if row.handle == name), None)
    if row is None:
        raise Refused("this calendar is nobody's", "say --for HANDLE")
    return Reader(row.id, row.handle, "" if row.left_at else row.role, row.regular)


def _wanted(connection: Connection, viewer: Viewer, store: Store, week: Week, reader: Reader) -> Wanted:
    team = queries.team.row(connection, viewer.team_id)
    every = _entitled(reader.role, reader.regular)
    only = _invited(connection, viewer, store, week, reader, every)
    block = reader.role != "" and gets_block(
        reader.role, turned_on=settings_of(connection, viewer.team_id).week_end_block
    )
    return Wanted(
        team=team.uid,
        founded=team.created_at,
        log=tuple(_log(connection, viewer.team_id)),
        kinds=(*every, *only),
        only=only,
        reasons=reader.role != "" and is_team(reader.role),
        blocks=block,
        turns=_turns(connection, viewer, reader),
    )


def _entitled(role: str, regular: bool) -> list[str]:
    """The kinds of which every meeting is in the calendar; none for somebody who has left (without a role)."""
    return [kind.key for kind in KINDS if role and gets_all(kind, role, regular=regular)]


def _turns(connection: Connection, viewer: Viewer, reader: Reader) -> dict[str, Turns]:
    """The kinds that a person was entitled to and lost, or got back after that."""
    found: dict[str, Turns] = {}
    before: list[str] = []
    for at, role, regular in _roles(connection, viewer, reader):
        now = _entitled(role, regular)
        lost = [kind for kind in before if kind not in now]
        got_back = [kind for kind in now if kind not in before and kind in found]
        for kind in (*lost, *got_back):
            found[kind] = Turns(found[kind].times + 1 if kind in found else 1, at)
        before = now
    return found


def _roles(connection: Connection, viewer: Viewer, reader: Reader) -> Iterable[tuple[datetime, str, bool]]:
    """What a person was to the team since when, in order: their role (empty: gone) and whether they were regular."""
    row: Values = {}
    for at, one in _changes(queries.log.of_memberships(connection, viewer.team_id), ("membership",)):
        if one["k"].get("person_id") == reader.person_id:
            row = {**row, **one["a"]} if one["a"] is not None else {"left_at": "taken back"}
            yield at, "" if row.get("left_at") else str(row.get("role", "")), bool(row.get("regular"))


def _invited(
    connection: Connection, viewer: Viewer, store: Store, week: Week, reader: Reader, every: Sequence[str]
) -> dict[str, list[date]]:
    """The single meetings a guest is invited to: where a topic that names them was taken up, and will be next."""
    found: dict[str, list[date]] = {}
    if reader.person_id is None or not reader.role or is_team(reader.role):
        return found
    invited = viewer._replace(person_id=reader.person_id, handle=reader.handle, role=reader.role)
    for kind in KINDS:
        if kind.key in every or kind.agenda is None or not may_attend(kind, reader.role):
            continue
        board = kind.agenda.boards[0]
        steps = [step.key for step in kind.steps if isinstance(step.walks, Topics)]
        days = queries.cards.invited_and_discussed(connection, invited, kind.key, steps) if steps else []
        topics = set(queries.cards.invitations(connection, invited, board.value))
        on_agenda = cards_of(connection, invited, store, kind.agenda, None, kind.key) if topics else []
        if any(card.id in topics for card in on_agenda):
            running = week.running()
            following = running if running is not None and running.kind == kind.key else week.next(kind.key)
            days += [following.nominal] if following is not None and following.nominal not in days else []
        if days:
            found[kind.key] = days
    return found


def _with_details(connection: Connection, viewer: Viewer, one: Series, role: str, *, several: bool) -> Series:
    """A series with its agenda, link and colour; guests get the kind's purpose instead of the agenda.

    The title names the team where it isn't the reader's own, or one of ``several`` of theirs.
    """
    kind = BY_KEY.get(one.kind)
    if kind is None:
        return one
    summary = one.summary if role and is_team(role) and not several else f"{one.summary} · {viewer.team_name}"
    return replace(
        one,
        summary=summary,
        description=_agenda(connection, viewer, kind) if role and is_team(role) else kind.purpose,
        url=settings_of(connection, viewer.team_id).video,
        color=kind.color,
    )


def _settings_changed_at(connection: Connection, team_id: int) -> datetime | None:
    """When the team's settings, out of which descriptions and links are made, last changed."""
    stamps = [event.at for event in queries.log.of_schedule(connection, team_id) if '"settings"' in event.changes]
    return max(stamps, default=None)


def _agenda(connection: Connection, viewer: Viewer, kind: MeetingKind) -> str:
    lines = [kind.purpose, ""]
    for step, minutes in steps_of(connection, viewer.team_id, kind):
        lines.append(f"{step.title} ({minutes} min)" if minutes else step.title)
    return "\n".join(lines)


def _log(connection: Connection, team_id: int) -> Iterable[Recorded]:
    """Every recorded change to the schedule or to one meeting, in order; an undo is a change of its own."""
    history = _History({row.id: (row.kind, row.nominal) for row in queries.meetings.recorded(connection, team_id)})
    for at, change in _changes(queries.log.of_schedule(connection, team_id), history.readers):
        yield from history.read(at, change)


def _changes(events: Iterable[ScheduleEventRow], tables: Collection[str]) -> Iterable[tuple[datetime, Change]]:
    """What the log's entries changed in these tables, in order; an undo changes it back."""
    written: dict[int, list[Change]] = {}
    for event in events:
        changes = [change for change in json.loads(event.changes) if change["t"] in tables]
        if event.verb == "undo":
            undone = reversed(written.get(json.loads(event.data).get("undid"), []))
            changes = [{**change, "b": change["a"], "a": change["b"]} for change in undone]
        else:
            written.setdefault(event.seq, []).extend(changes)
        yield from ((event.at, change) for change in changes)


class _History:
    """Replays the log's changes of rows; an entry holds only changed columns, so the latest values are kept by row."""

    def __init__(self, meetings: dict[int, tuple[str, date]]) -> None:
        """``meetings`` are their names, by id."""
        self._meetings = meetings
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.readers = {
            "meeting": self._meeting,
            "schedule_change": self._slot,
            "epoch": self._epoch,
            "holiday": self._holiday,
            "team": self._team,
        }

    def read(self, at: datetime, change: dict[str, Any]) -> Iterable[Recorded]:
        """What one change of a row means for the calendar."""
        name = (change["t"], json.dumps(change["k"], sort_keys=True))
        before = {**change["k"], **self._rows.get(name, {}), **(change["b"] or {})}
        after = {**before, **(change["a"] or {})}
        self._rows[name] = after
        return self.readers[change["t"]](at, change, before, after)

    def _meeting(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        meeting = self._meetings.get(change["k"]["id"])
        if meeting is not None and (change["a"] or {}).keys() & {"moved_to", "minutes", "status", "reason"}:
            yield Recorded(at, before=_override(meeting, before), after=_override(meeting, after))

    def _slot(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        gone = slot_change(_row(SlotChangeRow, before)) if change["b"] is not None else None
        yield Recorded(at, kind=after["kind"], since=day_of(after["since"]), taken_back=gone)

    def _epoch(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        gone = epoch_of(_row(EpochRow, before)) if change["b"] is not None else None
        yield Recorded(at, since=day_of(after["start"]), taken_back=gone)

    def _team(self, at: datetime, change: Change, _before: Values, _after: Values) -> Iterable[Recorded]:
        if (change["a"] or {}).keys() & {"timezone", "distributed"}:
            yield Recorded(at)

    def _holiday(self, at: datetime, change: Change, _before: Values, _after: Values) -> Iterable[Recorded]:
        yield Recorded(at, day_off=day_of(change["k"]["day"]))


def _row(row: type[R], values: Values) -> R:
    """A typed row out of values in the log."""
    return typed(row, [[values.get(name) for name in row._fields]])[0]


def _override(name: tuple[str, date], row: Values) -> Override:
    moved = row.get("moved_to")
    return Override(
        *name,
        moved_to=datetime.fromisoformat(moved) if moved else None,
        minutes=row.get("minutes"),
        status=row.get("status") or "scheduled",
        reason=row.get("reason") or "",
    )
