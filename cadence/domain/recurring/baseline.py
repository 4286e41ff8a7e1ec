"""The undisturbed schedule as recurrence rules, before holidays and overrides.

Also the end-of-week block (rule 9), which follows a meeting that closes a calendar week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cadence.domain.kinds.base import MeetingKind, Repeat
from cadence.domain.recurring.rrule import Nominal, RecurrenceRun, runs
from cadence.domain.schedule.calendar import (
    Rhythm,
    closes_calendar_week,
    iteration_on,
)
from cadence.domain.schedule.planned import Planned
from cadence.domain.schedule.rhythm import meetings
from cadence.domain.schedule.slots import anchor

HORIZON_MONTHS = 18
END_OF_DAY = time(18)
BLOCK = "-after"
"""The suffix of a block, beside its kind's key."""


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_number(day: date) -> int:
    """The quarters of a year since 2020, never negative."""
    return max(0, (day.year - 2020) * 4 + (day.month - 1) // 3)


def horizon(rhythm: Rhythm, today: date) -> date:
    """The last day to export: the end of the iteration that runs 18 months after the quarter began.

    The same for every day of a calendar quarter, so that two exports in between have the same bytes. Counted from the
    schedule's start while that is later.
    """
    begins = rhythm.epochs[0].start if rhythm.epochs else today
    quarter = quarter_start(max(today, begins))
    months = quarter.month - 1 + HORIZON_MONTHS
    target = date(quarter.year + months // 12, months % 12 + 1, 1)
    iteration = iteration_on(rhythm, target)
    return iteration.end if iteration else target


def first_shown(rhythm: Rhythm, day: date) -> date:
    """The first day of the quarter in which ``day`` first lay within the horizon."""
    quarter = quarter_start(day - timedelta(days=31 * (HORIZON_MONTHS + 3)))
    while horizon(rhythm, quarter) < day:
        quarter = quarter_start(quarter + timedelta(days=95))
    return quarter


def rest_of_day(moment: datetime) -> int:
    """Minutes from ``moment`` to the end of the working day; 0 if that is over."""
    return max(0, int((datetime.combine(moment.date(), END_OF_DAY) - moment).total_seconds()) // 60)


def plain_end(meeting: Planned) -> datetime:
    """When the meeting would end by the bare rule, naive wall clock."""
    return datetime.combine(meeting.nominal, meeting.plain_at) + timedelta(minutes=meeting.plain_minutes)


class BarePlan:
    """The meetings from the schedule's start to ``last``, without holidays and overrides; ``rhythm`` has an epoch."""

    def __init__(self, rhythm: Rhythm, last: date, kinds: Sequence[MeetingKind]) -> None:
        """Lay every meeting out once."""
        self.rhythm, self.last, self.kinds = rhythm, last, kinds
        self.bare = replace(rhythm, holidays={})
        first = rhythm.epochs[0].start
        self.plain = [m for m in meetings(self.bare, first, last, (), kinds) if first <= m.nominal <= last]
        self._runs: dict[tuple[str, str], list[RecurrenceRun]] = {}
        self._names: dict[tuple[str, str], dict[date, str]] = {}

    def runs(self, kind: MeetingKind, suffix: str = "") -> list[RecurrenceRun]:
        """The rules of the meetings of ``kind``; with :data:`BLOCK`, the blocks after those that close a week."""
        if (kind.key, suffix) not in self._runs:
            nominals = self._blocks(kind) if suffix == BLOCK else self._meetings(kind)
            weekly = anchor(kind, self.kinds).place.repeat is Repeat.WEEK
            self._runs[kind.key, suffix] = runs(self.bare, nominals, weekly=weekly)
        return self._runs[kind.key, suffix]

    def names(self, kind: MeetingKind, suffix: str = "") -> dict[date, str]:
        """By nominal date, the name of the run that a meeting (or what follows it) belongs to."""
        if (kind.key, suffix) not in self._names:
            days = {start.date(): run.name for run in self.runs(kind, suffix) for start in run.starts}
            self._names[kind.key, suffix] = days
        return self._names[kind.key, suffix]

    def _meetings(self, kind: MeetingKind) -> list[Nominal]:
        return [Nominal(m.nominal, m.plain_at, m.plain_minutes) for m in self.plain if m.kind == kind.key]

    def _blocks(self, kind: MeetingKind) -> list[Nominal]:
        own = (m for m in self.plain if m.kind == kind.key and closes_calendar_week(self.bare, m.nominal))
        ends = [plain_end(meeting) for meeting in own]
        return [Nominal(end.date(), end.time(), rest) for end in ends if (rest := rest_of_day(end))]
