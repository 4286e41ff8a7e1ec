"""The team's rhythm, from its rows."""

from __future__ import annotations

from datetime import datetime, time

from cadence.domain.kinds.base import OnHoliday
from cadence.domain.schedule.rhythm import IterationEpoch, LocationChange, Override, Rhythm, SlotChange
from cadence.domain.schedule.time_off import TimeOff
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.queries.meetings import RecordedRow
from cadence.store.queries.schedule import EpochRow, LocationRow, SlotChangeRow


def rhythm_of(connection: Connection, team_id: int) -> Rhythm:
    """The team's rhythm, from its rows."""
    team = queries.team.row(connection, team_id)
    days_off = [row for row in queries.schedule.holidays(connection, team_id) if row.in_time]
    return Rhythm(
        timezone=team.timezone,
        epochs=tuple(epoch_of(row) for row in queries.schedule.epochs(connection, team_id)),
        changes=tuple(slot_change(row) for row in queries.schedule.slot_changes(connection, team_id)),
        holidays={row.day: row.name for row in days_off},
        distributed=team.distributed,
        locations=tuple(location_of(row) for row in queries.schedule.locations(connection, team_id)),
        entered={row.day: row.entered for row in days_off if row.entered is not None},
    )


def time_off_of(connection: Connection, team_id: int) -> TimeOff:
    """The team's days off; read once for what a transaction sees."""
    name = ("time off", team_id)
    if name not in connection.memo:
        connection.memo[name] = TimeOff(rhythm_of(connection, team_id))
    found: TimeOff = connection.memo[name]
    return found


def location_of(row: LocationRow) -> LocationChange:
    """Where the team works from a date on, from its row."""
    return LocationChange(row.since, row.timezone, row.distributed)


def epoch_of(row: EpochRow) -> IterationEpoch:
    """A stretch of unchanged iteration shape, from its row."""
    return IterationEpoch(
        row.start,
        row.weeks,
        frozenset(int(day) for day in row.working_days.split(",")),
        row.hand_over,
        row.first_number,
    )


def slot_change(row: SlotChangeRow) -> SlotChange:
    """A change to one kind's slot, from its row."""
    return SlotChange(
        row.kind,
        row.since,
        day=row.day,
        at=time.fromisoformat(row.at) if row.at else None,
        minutes=row.minutes,
        on_holiday=OnHoliday(row.on_holiday) if row.on_holiday else None,
        days=frozenset(int(day) for day in row.days.split(",")) if row.days else None,
        held=row.held,
    )


def override_of(row: RecordedRow) -> Override:
    """What was changed by hand in one meeting, from its row."""
    return Override(
        row.kind,
        row.nominal,
        moved_to=datetime.fromisoformat(row.moved_to) if row.moved_to else None,
        minutes=row.minutes,
        status=row.status,
        reason=row.reason or "",
    )
