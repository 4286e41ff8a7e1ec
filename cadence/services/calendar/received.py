"""What somebody's calendar will show them: the meetings ahead, on their own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.views.calendar import CalendarView, occurrences
from cadence.services.calendar.feed import feed
from cadence.services.calendar.reader import reader_of
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.viewer import Viewer

AHEAD = timedelta(weeks=5)
"""How far ahead the meetings are listed."""


class ReceivedMeeting(NamedTuple):
    """A meeting as a program will show it: aware, on the reader's clock."""

    starts_at: datetime
    title: str
    minutes: int


class Received(NamedTuple):
    """A person's calendar, and what it shows of the weeks ahead."""

    team_key: str
    handle: str
    name: str
    role: str
    timezone: str
    meetings: tuple[ReceivedMeeting, ...]
    handles: tuple[str, ...]
    """Whose calendars the viewer may look at, in the team's order."""
    calendar: CalendarView


def received(store: Store, viewer: Viewer, handle: str | None = None) -> Received:
    """What one person's calendar holds; by default the viewer's own. Raises what :func:`feed` raises."""
    calendar = feed(store, viewer, handle=handle, as_file=True)
    with store.read() as connection:
        reader = reader_of(connection, viewer, handle, None)
        people = queries.team.people(connection, viewer.team_id)
    me = next(row for row in people if row.handle == reader.handle)
    zone, now = ZoneInfo(me.timezone), store.clock()
    found = [
        ReceivedMeeting(starts.astimezone(zone), series.summary, one.minutes)
        for series in calendar.series
        if not series.withdrawn
        for one in occurrences(series)
        if now <= (starts := one.starts.replace(tzinfo=ZoneInfo(series.timezone)).astimezone(UTC)) < now + AHEAD
    ]
    handles = tuple(row.handle for row in people) if viewer.in_team else (me.handle,)
    return Received(viewer.team_key, me.handle, me.name, me.role, me.timezone, tuple(sorted(found)), handles, calendar)
