"""The plan as the rules alone say it, as rules: where series begin and end, whatever holidays and people do.

Also the end-of-week block (rule 9), which follows a meeting that closes a calendar week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cadence.domain.calendar_days import ONE_DAY, Rhythm, epoch_on, iteration_on, working_day
from cadence.domain.kinds.base import MeetingKind, Repeat
from cadence.domain.planned import Planned
from cadence.domain.recurrence import Nominal, Run, runs
from cadence.domain.revisions import quarter_start
from cadence.domain.rhythm import meetings
from cadence.domain.slots import anchor

HORIZON_MONTHS = 18
END_OF_DAY = time(18)


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


def closes_calendar_week(rhythm: Rhythm, day: date) -> bool:
    """Whether no working day follows ``day`` in its calendar week (rule 9).

    The calendar week begins where the working week does: on Monday, on Sunday where that runs to Thursday.
    """
    epoch = epoch_on(rhythm, day)
    at_work = epoch.working_days if epoch else frozenset(range(5))
    # The day with the longest rest before it; Monday where there is none.
    rests = {d: next(n for n in range(7) if (d - n - 1) % 7 in at_work) for d in at_work}
    begins = min(at_work, key=lambda d: (-rests[d], d))
    left = (begins - day.weekday() - 1) % 7
    return not any(working_day(rhythm, day + ahead * ONE_DAY) for ahead in range(1, left + 1))


def rest_of_day(moment: datetime) -> int:
    """Minutes from ``moment`` to the end of the working day; 0 if that is over."""
    return max(0, int((datetime.combine(moment.date(), END_OF_DAY) - moment).total_seconds()) // 60)


def plain_end(meeting: Planned) -> datetime:
    """When the meeting would end by the bare rule, naive wall clock."""
    return datetime.combine(meeting.nominal, meeting.plain_at) + timedelta(minutes=meeting.plain_minutes)


class BarePlan:
    """The meetings from the schedule's start to ``last``, without holidays and words; the rhythm has an epoch."""

    def __init__(self, rhythm: Rhythm, last: date, kinds: Sequence[MeetingKind]) -> None:
        """Lay every meeting out once."""
        self.rhythm = replace(rhythm, holidays={})
        self.kinds = kinds
        first = rhythm.epochs[0].start
        self.plain = [m for m in meetings(self.rhythm, first, last, (), kinds) if first <= m.nominal <= last]

    def runs(self, kind: MeetingKind) -> list[Run]:
        """The rules that say the meetings of ``kind``."""
        return self._runs(kind, [Nominal(m.nominal, m.plain_at, m.plain_minutes) for m in self._of(kind)])

    def block_runs(self, kind: MeetingKind) -> list[Run]:
        """The rules that say the blocks after those meetings of ``kind`` that close a calendar week."""
        ends = [plain_end(m) for m in self._of(kind) if closes_calendar_week(self.rhythm, m.nominal)]
        return self._runs(kind, [Nominal(end.date(), end.time(), rest) for end in ends if (rest := rest_of_day(end))])

    def _of(self, kind: MeetingKind) -> list[Planned]:
        return [meeting for meeting in self.plain if meeting.kind == kind.key]

    def _runs(self, kind: MeetingKind, nominals: list[Nominal]) -> list[Run]:
        return runs(self.rhythm, nominals, weekly=anchor(kind, self.kinds).place.repeat is Repeat.WEEK)
