"""One meeting in a list; apart from the other views because a shell prompt imports it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cadence.domain.value import Value


class MeetingLine(Value):
    """One meeting in a list. ``status``: scheduled, running, paused, held, missed, skipped or cancelled."""

    ref: str
    kind: str
    title: str
    iteration: int
    starts_at: datetime
    ends_at: datetime
    timezone: str
    status: str
    moved_from: datetime | None
    reason: str | None
    facilitator: str | None
    nominal: date
    audience: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    own_time: str = ""
    """When it begins on the viewer's own clock, where that differs: ``15:00 for you, one hour earlier than usual``."""

    @property
    def minutes(self) -> int:
        """The timebox, in minutes."""
        # In UTC: on one clock, Python leaves out a change of that clock in between.
        return int((self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)).total_seconds() // 60)
