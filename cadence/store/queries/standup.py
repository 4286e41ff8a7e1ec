"""Standup updates that were left beforehand."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from cadence.store.connect import Connection
from cadence.store.rows import columns


class UpdateRow(NamedTuple):
    """A person's standup update."""

    id: int
    person_id: int
    handle: str
    day: date
    yesterday: str
    today: str
    blocker: str
    left_at: datetime


class PlannedRow(NamedTuple):
    """What somebody said under "now" at their last turn, in the standup that was started ``said_at``."""

    handle: str
    today: str
    said_at: datetime


_HEARD = (
    "EXISTS (SELECT 1 FROM meeting m LEFT JOIN attendance a ON a.meeting_id = m.id AND a.person_id = u.person_id "
    "WHERE m.team_id = u.team_id AND m.kind = :kind AND m.nominal >= u.day AND m.nominal < :day "
    "AND ((a.heard AND COALESCE(a.heard_at, m.ended_at, m.started_at) > u.left_at) "
    "OR (m.form IS NOT NULL AND m.status = 'held' AND m.started_at > u.left_at)))"
)
"""Whether an update was heard in a meeting before that of ``:day``: its author had the turn after it was left, or no
round was held."""


def unheard(connection: Connection, team_id: int, kind: str, day: date) -> list[UpdateRow]:
    """The updates that the meeting of ``kind`` on ``day`` hears, the oldest first.

    They are meant for it or for an earlier day, and were heard in none before.
    """
    return _updates(connection, team_id, kind, day, f"NOT {_HEARD}")


def planned(connection: Connection, team_id: int, kind: str, day: date) -> list[PlannedRow]:
    """What everybody's update said under "now" that was heard at their last turn before ``day``, the oldest first.

    Nothing of somebody who has had a turn since: it was carried over there.
    """
    before = _HEARD.replace(":day", "l.nominal")
    spoke = "SELECT MAX(o.nominal) FROM meeting o JOIN attendance s ON s.meeting_id = o.id AND s.heard "
    return connection.all(
        PlannedRow,
        f"SELECT {columns(PlannedRow, 'u', handle='p.handle', said_at='l.started_at')} FROM standup_update u "
        "JOIN person p ON p.id = u.person_id JOIN attendance t ON t.person_id = u.person_id AND t.heard "
        "JOIN meeting l ON l.id = t.meeting_id AND l.team_id = u.team_id AND l.kind = :kind "
        f"WHERE u.team_id = :team AND u.today <> '' AND u.day <= l.nominal AND NOT {before} "
        "AND COALESCE(t.heard_at, l.ended_at, l.started_at) > u.left_at "
        f"AND l.nominal = ({spoke} WHERE o.team_id = u.team_id AND o.kind = :kind AND o.nominal < :day "
        "AND s.person_id = u.person_id) ORDER BY u.day, u.left_at, u.id",
        team=team_id,
        kind=kind,
        day=day.isoformat(),
    )


def _updates(connection: Connection, team_id: int, kind: str, day: date, which: str) -> list[UpdateRow]:
    return connection.all(
        UpdateRow,
        f"SELECT {columns(UpdateRow, 'u', handle='p.handle')} FROM standup_update u "
        f"JOIN person p ON p.id = u.person_id WHERE u.team_id = :team AND u.day <= :day AND {which} "
        "ORDER BY u.day, u.left_at, u.id",
        team=team_id,
        kind=kind,
        day=day.isoformat(),
    )
