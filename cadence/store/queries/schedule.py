"""What the rhythm is computed from: iteration shapes, changed slots, days off."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cadence.store.connect import Connection
from cadence.store.rows import columns


class EpochRow(NamedTuple):
    """A stretch of unchanged iteration shape."""

    start: date
    weeks: int
    working_days: str
    hand_over: bool
    first_number: int


class SlotChangeRow(NamedTuple):
    """A change to one kind's slot."""

    kind: str
    since: date
    day: int | None
    at: str | None
    minutes: int | None
    on_holiday: str | None
    days: str | None
    held: bool | None


class HolidayRow(NamedTuple):
    """A day off, the team's ``own`` or a public one."""

    day: date
    name: str
    own: bool


def epochs(connection: Connection, team_id: int) -> list[EpochRow]:
    """The stretches of unchanged iteration shape, oldest first."""
    return connection.all(
        EpochRow, f"SELECT {columns(EpochRow, 'e')} FROM epoch e WHERE e.team_id = :team ORDER BY e.start", team=team_id
    )


def slot_changes(connection: Connection, team_id: int) -> list[SlotChangeRow]:
    """The changes to single kinds' slots, in order of effect."""
    return connection.all(
        SlotChangeRow,
        f"SELECT {columns(SlotChangeRow, 's')} FROM schedule_change s WHERE s.team_id = :team ORDER BY s.since, s.id",
        team=team_id,
    )


def holidays(connection: Connection, team_id: int) -> list[HolidayRow]:
    """Public and own days off; the team's own come last, so that their name wins."""
    return connection.all(
        HolidayRow,
        "SELECT day, name, own FROM holiday WHERE team_id = :team ORDER BY day, own",
        team=team_id,
    )
