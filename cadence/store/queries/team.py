"""The team itself, its people, and what they left half typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from cadence.store.connect import Connection
from cadence.store.rows import columns
from cadence.store.viewer import Viewer


class TeamRow(NamedTuple):
    """A team (see :class:`cadence.store.tables.team.Team`)."""

    uid: str
    name: str
    key: str
    timezone: str
    country: str | None
    subdivision: str | None
    distributed: bool
    partner: str | None
    partner_start: date | None
    partner_weeks: int | None
    seq: int
    created_at: datetime


class MemberRow(NamedTuple):
    """A person, and what they are to the team."""

    id: int
    handle: str
    name: str
    email: str
    timezone: str
    role: str
    regular: bool
    position: int
    left_at: datetime | None
    hours: str | None
    keeps_notes: bool


class PersonRow(NamedTuple):
    """A person in the database, whatever the team."""

    id: int
    handle: str
    email: str


class HalfTypedRow(NamedTuple):
    """A line that was being typed; ``kind`` and ``nominal`` name the meeting in which it was begun, if any."""

    gesture: str
    text: str
    kind: str | None
    nominal: date | None


def row(connection: Connection, team_id: int) -> TeamRow:
    """The team's row."""
    found = connection.one(TeamRow, f"SELECT {columns(TeamRow, 't')} FROM team t WHERE t.id = :team", team=team_id)
    assert found is not None
    return found


def people(connection: Connection, team_id: int, *, gone: bool = False) -> list[MemberRow]:
    """Everybody in the team, in its order; ``gone`` also those who left."""
    still = "" if gone else "AND m.left_at IS NULL"
    return connection.all(
        MemberRow,
        "SELECT p.id, p.handle, p.name, p.email, p.timezone, m.role, m.regular, m.position, m.left_at, p.hours, "
        "m.keeps_notes "
        f"FROM person p JOIN membership m ON m.person_id = p.id WHERE m.team_id = :team {still} "
        "ORDER BY m.position, p.id",
        team=team_id,
    )


class AbsenceRow(NamedTuple):
    """Days, both included, on which a person is not expected."""

    id: int
    person_id: int
    first: date
    last: date
    why: str


def absences(connection: Connection, team_id: int, day: date, last: date | None = None) -> list[AbsenceRow]:
    """The absences of the team's people on ``day``, or between it and ``last``; the soonest first."""
    return connection.all(
        AbsenceRow,
        f"SELECT {columns(AbsenceRow, 'b')} FROM absence b JOIN membership m ON m.person_id = b.person_id "
        "WHERE m.team_id = :team AND m.left_at IS NULL AND b.last >= :day AND b.first <= :until ORDER BY b.first, b.id",
        team=team_id,
        day=day.isoformat(),
        until=(last or day).isoformat(),
    )


def all_handles(connection: Connection) -> set[str]:
    """Every handle in the database, whatever the team."""
    return set(connection.values("SELECT handle FROM person"))


def strays(connection: Connection) -> dict[str, int]:
    """Who is and was in no team, by handle: adding them was undone."""
    rows = connection.all(
        PersonRow, "SELECT id, handle, email FROM person WHERE id NOT IN (SELECT person_id FROM membership)"
    )
    return {row.handle: row.id for row in rows}


def meeting_runs(connection: Connection, person_id: int) -> bool:
    """Whether a meeting runs, or stands still, in any of somebody's teams."""
    return bool(
        connection.values(
            "SELECT 1 FROM meeting g JOIN membership m ON m.team_id = g.team_id "
            "WHERE m.person_id = :person AND g.status IN ('running', 'paused') LIMIT 1",
            person=person_id,
        )
    )


def person_by_email(connection: Connection, email: str) -> PersonRow | None:
    """The person with this address, in any case."""
    rows = connection.all(PersonRow, "SELECT id, handle, email FROM person ORDER BY id")
    return next((row for row in rows if row.email.casefold() == email.casefold()), None)


def half_typed(connection: Connection, viewer: Viewer) -> list[HalfTypedRow]:
    """Lines that this person was typing and did not keep: gesture, text, and the meeting each was begun in, if any."""
    return connection.all(
        HalfTypedRow,
        "SELECT h.gesture, h.text, g.kind, g.nominal FROM half_typed h LEFT JOIN meeting g ON g.id = h.meeting_id "
        "WHERE h.team_id = :team AND h.person_id = :me ORDER BY h.id",
        team=viewer.team_id,
        me=viewer.person_id,
    )


def feed_secrets(connection: Connection, team_id: int) -> dict[int, str]:
    """The unguessable part of the address of everybody's published calendar, by person id."""
    return connection.pairs("SELECT person_id, secret FROM feed WHERE team_id = :team", team=team_id)
