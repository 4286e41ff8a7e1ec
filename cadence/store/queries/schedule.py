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


class LocationRow(NamedTuple):
    """Where the team works from a date on."""

    since: date
    timezone: str | None
    distributed: bool | None


class HolidayRow(NamedTuple):
    """A day off, the team's ``own`` or a public one; ``entered``: the day it was entered, where that is known."""

    day: date
    name: str
    own: bool
    entered: date | None

    @property
    def in_time(self) -> bool:
        """Whether it was entered before it came, so that it bears on the meetings."""
        return self.entered is None or self.entered < self.day


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


def locations(connection: Connection, team_id: int) -> list[LocationRow]:
    """The changes of where the team works, in order of effect."""
    return connection.all(
        LocationRow,
        f"SELECT {columns(LocationRow, 'l')} FROM location l WHERE l.team_id = :team ORDER BY l.since",
        team=team_id,
    )


def distributed_on(connection: Connection, team_id: int, day: date) -> bool:
    """Whether the team is distributed on a day."""
    return bool(
        connection.value(
            "SELECT COALESCE((SELECT l.distributed FROM location l WHERE l.team_id = t.id AND l.since <= :day "
            "AND l.distributed IS NOT NULL ORDER BY l.since DESC LIMIT 1), t.distributed) "
            "FROM team t WHERE t.id = :team",
            team=team_id,
            day=day,
        )
    )


def holidays(connection: Connection, team_id: int) -> list[HolidayRow]:
    """Public and own days off; the team's own come last, so that their name wins."""
    return connection.all(
        HolidayRow,
        "SELECT day, name, own, entered FROM holiday WHERE team_id = :team ORDER BY day, own",
        team=team_id,
    )
