"""One meeting as planned, and the override that a person recorded for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cadence.domain.schedule.slots import series_name
from cadence.domain.value import Value


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
    """One meeting as planned: on ``day`` at ``at`` for ``minutes``, wall clock in the team's zone.

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

    def starts(self, tz: tzinfo) -> datetime:
        """The aware start; a time that a clock change skips or doubles is read as ``zoneinfo`` reads it (fold 0)."""
        return datetime.combine(self.day, self.at, tzinfo=tz)

    def ends(self, tz: tzinfo) -> datetime:
        """The aware end: ``minutes`` of real time after the start."""
        return (self.starts(tz).astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(tz)

    def overlaps(self, other: Planned) -> bool:
        """Whether the two share a moment (touching ends do not count)."""
        return self.wall_start < other.wall_end and other.wall_start < self.wall_end
