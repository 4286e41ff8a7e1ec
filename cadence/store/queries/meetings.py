"""Recorded meetings: the schedule's, one by name, who was there, what was visited."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from cadence.store.connect import Connection
from cadence.store.queries.visibility import visible
from cadence.store.rows import columns
from cadence.store.values import instant, stamp
from cadence.store.viewer import MEETING, MeetingRow, Viewer


class RecordedRow(NamedTuple):
    """A recorded meeting as the schedule needs it, with its facilitator's handle.

    ``moved_to`` is local time in the team's zone, as ISO 8601 text.
    """

    id: int
    kind: str
    nominal: date
    iteration: int
    status: str
    moved_to: str | None
    minutes: int | None
    reason: str | None
    facilitator: str | None
    starts_at: datetime | None
    timebox: int | None
    started_at: datetime | None
    ended_at: datetime | None
    changed_at: datetime | None
    """When it was last moved, skipped or cancelled."""


class AttendanceRow(NamedTuple):
    """A person's marks in a meeting."""

    person_id: int
    here: bool
    heard: bool
    ready: bool
    seconds: int
    heard_at: datetime | None
    """When they had a turn of their own; ``None`` where what they left was read out."""


class WalkedRow(NamedTuple):
    """A card visited in a step of a meeting."""

    card_id: int
    step: str
    outcome: str
    seconds: int
    at: datetime | None = None
    """When it was first left."""


class TurnRow(NamedTuple):
    """Somebody's turn in a round."""

    meeting_id: int
    handle: str


def recorded(connection: Connection, team_id: int) -> list[RecordedRow]:
    """Every meeting of which something is recorded, by nominal date."""
    return connection.all(
        RecordedRow,
        f"SELECT {columns(RecordedRow, 'g', facilitator='p.handle')} FROM meeting g "
        "LEFT JOIN person p ON p.id = g.facilitator_id WHERE g.team_id = :team ORDER BY g.nominal, g.id",
        team=team_id,
    )


def planned(connection: Connection, team_id: int, iteration: int) -> str | None:
    """What the planning of an iteration remembers of its steps, as JSON, once its merge was left."""
    found: str | None = connection.value(
        "SELECT g.state FROM meeting g WHERE g.team_id = :team AND g.iteration = :iteration AND g.state LIKE :plan "
        "ORDER BY g.id DESC LIMIT 1",
        team=team_id,
        iteration=iteration,
        plan='%"plan": [%',
    )
    return found


def named(connection: Connection, team_id: int, kind: str, nominal: date) -> MeetingRow | None:
    """The recorded meeting with this name."""
    return connection.one(
        MeetingRow,
        f"{MEETING} WHERE g.team_id = :team AND g.kind = :kind AND g.nominal = :nominal",
        team=team_id,
        kind=kind,
        nominal=nominal.isoformat(),
    )


def by_id(connection: Connection, meeting_id: int) -> MeetingRow | None:
    """A recorded meeting."""
    return connection.one(MeetingRow, f"{MEETING} WHERE g.id = :meeting", meeting=meeting_id)


def last_start(connection: Connection, team_id: int, kind: str, before: datetime) -> datetime | None:
    """When the last meeting of a kind was started before an instant."""
    found = connection.value(
        "SELECT MAX(started_at) FROM meeting WHERE team_id = :team AND kind = :kind AND started_at < :before",
        team=team_id,
        kind=kind,
        before=stamp(before),
    )
    return instant(found) if found else None


def last_walk(connection: Connection, team_id: int, kind: str, step: str, before: datetime) -> MeetingRow | None:
    """The last meeting of a kind that was started before an instant and in which cards were visited in a step."""
    return connection.one(
        MeetingRow,
        f"{MEETING} WHERE g.team_id = :team AND g.kind = :kind AND g.started_at < :before AND EXISTS "
        "(SELECT 1 FROM walked w WHERE w.meeting_id = g.id AND w.step = :step) ORDER BY g.started_at DESC LIMIT 1",
        team=team_id,
        kind=kind,
        step=step,
        before=stamp(before),
    )


def turns_before(connection: Connection, team_id: int, kind: str, iteration: int, day: date) -> list[list[str]]:
    """Who spoke in each meeting of a kind in an iteration before ``day``, by handle, in the order of their turns."""
    found = connection.all(
        TurnRow,
        "SELECT m.id AS meeting_id, p.handle AS handle FROM meeting m JOIN attendance a ON a.meeting_id = m.id "
        "JOIN person p ON p.id = a.person_id WHERE m.team_id = :team AND m.kind = :kind AND m.iteration = :iteration "
        "AND m.nominal < :day AND a.heard AND a.heard_at IS NOT NULL ORDER BY m.nominal, a.heard_at",
        team=team_id,
        kind=kind,
        iteration=iteration,
        day=day.isoformat(),
    )
    turns: dict[int, list[str]] = {}
    for one in found:
        turns.setdefault(one.meeting_id, []).append(one.handle)
    return list(turns.values())


def attendance(connection: Connection, meeting_id: int) -> list[AttendanceRow]:
    """Who is marked in a meeting."""
    return connection.all(
        AttendanceRow,
        f"SELECT {columns(AttendanceRow, 'a')} FROM attendance a WHERE a.meeting_id = :meeting",
        meeting=meeting_id,
    )


def walked(connection: Connection, viewer: Viewer, meeting_id: int) -> list[WalkedRow]:
    """The visible cards visited in a meeting, in the order of the visits."""
    where, values = visible(viewer)
    return connection.all(
        WalkedRow,
        f"SELECT {columns(WalkedRow, 'w')} FROM walked w JOIN card c ON c.id = w.card_id "
        f"WHERE {where} AND w.meeting_id = :meeting ORDER BY w.at, w.card_id",
        **values,
        meeting=meeting_id,
    )
