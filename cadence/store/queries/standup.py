"""Standup updates that were left beforehand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from cadence.store.connect import Connection
from cadence.store.rows import columns
from cadence.store.values import stamp

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything that a team has written."""


class UpdateRow(NamedTuple):
    """A person's standup update."""

    person_id: int
    handle: str
    day: date
    yesterday: str
    today: str
    blocker: str
    left_at: datetime


def updates(connection: Connection, team_id: int, day: date, since: datetime | None) -> list[UpdateRow]:
    """Standup updates for the standup of ``day``: those left for that day, or after the last standup; newest last."""
    return connection.all(
        UpdateRow,
        f"SELECT {columns(UpdateRow, 'u', handle='p.handle')} FROM standup_update u "
        "JOIN person p ON p.id = u.person_id WHERE u.team_id = :team AND u.day <= :day "
        "AND (u.day = :day OR u.left_at > :since) ORDER BY u.day, u.left_at, u.id",
        team=team_id,
        day=day.isoformat(),
        since=stamp(since or LONG_AGO),
    )
