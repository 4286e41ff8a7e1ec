"""A calendar as one reader gets it: series with their exceptions. Times are naive wall clock in the series' zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited: ``required`` or optional."""

    name: str
    email: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of a series that differs: held elsewhere in time (``starts``), or ``cancelled``."""

    original: datetime
    starts: datetime
    minutes: int
    cancelled: bool = False
    reason: str = ""
    description: str | None = None
    """Its own, where that is not the series'."""


@dataclass(frozen=True, slots=True)
class Series:
    """One recurring event. ``timezone``: an IANA name; ``by_day``: ``MO`` ... ``SU``; ``until``: last start, included.

    ``excluded``: starts not held.

    ``starts`` is itself an instance of the rule. ``sequence`` grows with every reschedule and cancellation.
    """

    uid: str
    kind: str
    summary: str
    timezone: str
    starts: datetime
    minutes: int
    interval: int
    by_day: tuple[str, ...]
    week_starts: str
    until: datetime
    excluded: tuple[datetime, ...] = ()
    changed: tuple[Occurrence, ...] = ()
    sequence: int = 0
    stamp: datetime | None = None
    """When it last changed, aware, in UTC."""
    description: str = ""
    url: str | None = None
    guests: tuple[Guest, ...] = ()
    transparent: bool = False
    color: str | None = None
    reminder: int | None = 10
    """Minutes before; ``None``: no reminder."""
    withdrawn: bool = False
    """It is taken back and was never held: one cancelled event at ``starts``, for programs that imported it."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A whole calendar. ``method``: ``PUBLISH``, or ``REQUEST`` or ``CANCEL`` with an ``organizer``."""

    name: str
    description: str
    series: tuple[Series, ...]
    method: str = "PUBLISH"
    only: datetime | None = None
    """The original start of the one meeting of its series that an invite is about."""
    organizer: Guest | None = None
    refresh_hours: int = 12
    stamp: datetime | None = None
    color: str | None = None


def occurrences(series: Series) -> Iterator[Occurrence]:
    """The meetings of a series that are held, by its rule and what differs from it."""
    days = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    begins = days.index(series.week_starts)
    week = series.starts - timedelta(days=(series.starts.weekday() - begins) % 7)
    offsets = sorted((days.index(day) - begins) % 7 for day in series.by_day)
    changed = {one.original: one for one in series.changed}
    while week <= series.until:
        for start in (week + timedelta(days=offset) for offset in offsets):
            one = changed.get(start, Occurrence(start, start, series.minutes))
            if series.starts <= start <= series.until and start not in series.excluded and not one.cancelled:
                yield one
        week += timedelta(weeks=series.interval)
