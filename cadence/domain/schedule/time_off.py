"""How much of a stretch of time was off: ages count the team's working days alone."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta

from cadence.domain.schedule.calendar import Rhythm, weekday, working_day

_WHOLE = timedelta(days=1)


class TimeOff:
    """The days off of a rhythm, asked often: whole weeks are counted and not walked through."""

    def __init__(self, rhythm: Rhythm) -> None:
        """Sort the holidays that take a day of the working week."""
        self._rhythm = rhythm
        self._weeks = [(epoch.start.toordinal(), epoch.working_days) for epoch in rhythm.epochs]
        self._holidays = sorted(day.toordinal() for day in rhythm.holidays if weekday(rhythm, day))
        self._known: dict[tuple[int, int], int] = {}

    def between(self, since: datetime, until: datetime) -> timedelta:
        """How much of the time from ``since`` to ``until``, both in the team's zone, was off."""
        first, last = since.date(), until.date()
        if first >= last:
            return timedelta() if working_day(self._rhythm, last) else max(until - since, timedelta())
        off = self._days(first.toordinal() + 1, last.toordinal()) * _WHOLE
        if not working_day(self._rhythm, first):
            off += _midnight(first + _WHOLE, since) - since
        if not working_day(self._rhythm, last):
            off += until - _midnight(last, until)
        return off

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """How much of it was not off."""
        return until - since - self.between(since, until)

    def _days(self, first: int, until: int) -> int:
        """The days off from the day ``first``, before the day ``until``, both as ordinals."""
        if (first, until) not in self._known:
            holidays = bisect_left(self._holidays, until) - bisect_left(self._holidays, first)
            self._known[first, until] = holidays + sum(
                _not_worked(max(first, begins), min(until, ends), days) for begins, ends, days in self._stretches()
            )
        return self._known[first, until]

    def _stretches(self) -> list[tuple[int, int, frozenset[int]]]:
        """The stretches of one working week, from ordinal to ordinal; the first one's holds before it too."""
        starts = [0, *(start for start, _ in self._weeks[1:]), date.max.toordinal()]
        return [(starts[place], starts[place + 1], days) for place, (_, days) in enumerate(self._weeks)]


def _midnight(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time(), like.tzinfo)


def _not_worked(first: int, until: int, days: frozenset[int]) -> int:
    """The days from ``first``, before ``until``, that are none of the working week ``days``."""
    weeks, rest = divmod(max(0, until - first), 7)
    # An ordinal of 1 is a Monday.
    return weeks * (7 - len(days)) + sum((first + n - 1) % 7 not in days for n in range(rest))
