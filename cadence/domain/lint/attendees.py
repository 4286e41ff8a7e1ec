"""Who attends which meetings, and when they work: wall clock of each person's own zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cadence.domain.kinds.base import MeetingKind
from cadence.domain.schedule.calendar import Rhythm, weekday
from cadence.domain.schedule.planned import Planned
from cadence.domain.team.invitations import gets_all
from cadence.domain.team.roles import Role

Span = tuple[datetime, datetime]
"""From, until; both aware."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person as the schedule sees them.

    ``timezone`` is an IANA name; ``work_start`` and ``work_end`` are wall clock there (an end that is not after the
    start lies on the next day). ``regular`` holds the keys of the kinds a guest attends beyond what their role says.
    """

    handle: str
    name: str
    timezone: str
    role: Role | str = Role.MEMBER
    work_start: time = time(9, 0)
    work_end: time = time(18, 0)
    regular: frozenset[str] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """The person's zone; raises :class:`zoneinfo.ZoneInfoNotFoundError` for an unknown name."""
        return ZoneInfo(self.timezone)

    def working_span(self, day: date) -> Span:
        """Their working hours on a day of their own calendar, in UTC."""
        start = datetime.combine(day, self.work_start, tzinfo=self.zone)
        last = day if self.work_end > self.work_start else day + timedelta(days=1)
        return start.astimezone(UTC), datetime.combine(last, self.work_end, tzinfo=self.zone).astimezone(UTC)


def attends(kind: MeetingKind, role: Role | str, *, regular: bool = False) -> bool:
    """Whether somebody in ``role`` is at every meeting of ``kind``; a guest may be a ``regular`` beyond their role."""
    return gets_all(kind, role, regular=regular)


def attended_by(person: Attendee, kinds: Sequence[MeetingKind]) -> frozenset[str]:
    """The keys of the kinds the person attends."""
    return frozenset(kind.key for kind in kinds if attends(kind, person.role, regular=kind.key in person.regular))


def span_of(meeting: Planned) -> Span:
    """When the meeting is, in UTC."""
    return meeting.starts.astimezone(UTC), meeting.ends.astimezone(UTC)


def in_working_hours(rhythm: Rhythm, person: Attendee, span: Span) -> bool:
    """Whether ``span`` lies wholly in the person's working hours, on a weekday of the team in the person's zone."""
    day = span[0].astimezone(person.zone).date()
    for candidate in (day, day - timedelta(days=1)):
        start, end = person.working_span(candidate)
        if weekday(rhythm, candidate) and start <= span[0] and span[1] <= end:
            return True
    return False


def shared_spans(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """The time that lies in both."""
    both = ((max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other)
    return sorted(span for span in both if span[0] < span[1])
