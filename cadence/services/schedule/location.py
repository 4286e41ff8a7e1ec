"""Where the team works: its time zone, and whether it is distributed; each from a date on (rule 7)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from cadence.domain.parsing.dates import parse_zone
from cadence.domain.schedule.calendar import ONE_DAY, Rhythm
from cadence.domain.views.team import NextLocation
from cadence.errors import Refused
from cadence.services.schedule.week import RUN, Week
from cadence.store.write import Write


def relocate(w: Write, week: Week, timezone: str | None, distributed: bool | None, since: date | None) -> date | None:
    """Let the team work elsewhere from ``since`` on (by default as soon as nothing that happened changes).

    ``timezone`` is as people type it; ``None`` leaves it. Gives the day from which that holds; ``None`` where it holds
    already. Raises :class:`Refused` for a day that is past, :class:`~cadence.errors.BadValue` for an unknown zone.
    """
    from cadence.store.tables.schedule import Location
    from cadence.store.tables.team import Team

    zone = parse_zone(timezone) if timezone is not None else None
    begins = _begins(week, since)
    here = week.rhythm
    said: dict[str, Any] = {
        "timezone": zone if zone != here.zone_on(begins) else None,
        "distributed": distributed if distributed != here.distributed_on(begins) else None,
    }
    said = {name: value for name, value in said.items() if value is not None}
    if not said:
        return None
    if begins <= here.epochs[0].start:
        w.change(w.get(Team, w.viewer.team_id, "team"), **said)
        return begins
    midnight = datetime.combine(begins, time(), tzinfo=ZoneInfo(said.get("timezone") or here.zone_on(begins)))
    row = w.find(Location, (w.viewer.team_id, begins))
    if row is None:
        w.add(Location(team_id=w.viewer.team_id, since=begins, begins_at=midnight, **said))
    else:
        w.change(row, begins_at=midnight, **said)
    return begins


def _begins(week: Week, asked: date | None) -> date:
    """The day from which a change holds: not one on which a meeting has begun, or should have."""
    first = week.rhythm.epochs[0].start
    if asked is None and week.today < first:
        return first
    if asked is not None and asked < week.today:
        raise Refused(f"{asked} is past, and what happened stays as it was", "change it from today or later on")
    begins = asked or week.today
    happened = (line.starts_at <= week.now or line.status in RUN for line in week.lines(week.today, week.today))
    return begins + ONE_DAY if begins == week.today and any(happened) else begins


def next_locations(rhythm: Rhythm, today: date) -> tuple[NextLocation, ...]:
    """The changes of where the team works that are to come."""
    ahead = (one for one in rhythm.locations if one.since > today)
    return tuple(NextLocation(one.since, one.timezone, one.distributed) for one in ahead)
