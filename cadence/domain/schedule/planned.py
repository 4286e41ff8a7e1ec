"""One meeting as planned, and the override that a person recorded for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cadence.domain.schedule.slots import series_name
from cadence.domain.value import Value

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def _zone(name: str) -> ZoneInfo:
    """The zone, whose module is loaded by those alone who ask for instants."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


class Override(Value):
    """What a person changed of one meeting, which is identified by its kind and its nominal date.

    ``moved_to`` is naive wall clock in the team's zone; ``minutes`` replaces the timebox; ``status`` is ``scheduled``,
    ``skipped`` or ``cancelled`` (anything else counts as scheduled).
    """

    kind: str
    nominal: date
    moved_to: datetime | None = None
    minutes: int | None = None
    status: str = "scheduled"
    reason: str = ""


class Planned(Value):
    """One meeting as planned: on ``day`` at ``at`` for ``minutes``, wall clock in the team's ``timezone`` on that day.

    ``skipped`` and ``cancelled`` hold the reason where it is not held; ``moved_because`` the holiday's name or the
    person's reason; ``by_hand``: a person gave it its day and time. ``plain_at`` and ``plain_minutes`` are what the
    bare rule says, holidays and people ignored; ``since`` is the first day of the stretch of unchanged rule.
    """

    kind: str
    nominal: date
    iteration: int
    day: date
    at: time
    minutes: int
    plain_at: time
    plain_minutes: int
    since: date
    timezone: str
    skipped: str = ""
    cancelled: str = ""
    moved_because: str = ""
    by_hand: bool = False

    @property
    def ref(self) -> str:
        """Its name, which stays when it moves: ``planning@2027-01-18``."""
        return f"{self.kind}@{self.nominal}"

    @property
    def series(self) -> str:
        """The stable name of the stretch of unchanged rule it belongs to; unique for each kind."""
        return series_name(self.kind, self.since)

    @property
    def held(self) -> bool:
        """Whether it is to be held: neither skipped nor cancelled."""
        return not self.skipped and not self.cancelled

    @property
    def by_holiday(self) -> bool:
        """Whether a holiday, not a person, put it on another day than its nominal one."""
        return not self.by_hand and self.day != self.nominal

    @property
    def wall_start(self) -> datetime:
        """Naive wall clock in the team's zone."""
        return datetime.combine(self.day, self.at)

    @property
    def wall_end(self) -> datetime:
        """Naive wall clock in the team's zone, as long as no clock change lies in between."""
        return self.wall_start + timedelta(minutes=self.minutes)

    @property
    def starts(self) -> datetime:
        """The aware start; a time that a clock change skips or doubles is read as ``zoneinfo`` reads it (fold 0)."""
        return datetime.combine(self.day, self.at, tzinfo=_zone(self.timezone))

    @property
    def ends(self) -> datetime:
        """The aware end: ``minutes`` of real time after the start."""
        return (self.starts.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(_zone(self.timezone))

    def wall_start_in(self, timezone: str) -> datetime:
        """Naive wall clock of another zone."""
        if timezone == self.timezone:
            return self.wall_start
        return self.starts.astimezone(_zone(timezone)).replace(tzinfo=None)

    def overlaps(self, other: Planned) -> bool:
        """Whether the two share a moment (touching ends do not count)."""
        return self.wall_start < other.wall_end and other.wall_start < self.wall_end
