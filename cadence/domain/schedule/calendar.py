"""Days, weeks and iterations: which box a day lies in, and whether it is a working day.

The words are those of docs/rules.md: a *weekday* is a day of the team's working week, a *week* counts seven
days from the iteration's start, a *working day* is a weekday that is not a holiday.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from types import MappingProxyType

from cadence.domain.kinds.base import OnHoliday
from cadence.domain.value import Value, replace
from cadence.errors import BadValue

ONE_DAY = timedelta(days=1)
MAX_WEEKS = 8
MONDAY_TO_FRIDAY = frozenset({0, 1, 2, 3, 4})


class IterationEpoch(Value):
    """A stretch of time in which the box keeps its shape.

    It lasts until the next epoch starts; the iteration that runs then is cut short. ``start`` is the first day of its
    first iteration and may be any day of the week; ``weeks`` is an iteration's length (1 to 8); ``working_days``
    counts Monday as 0. Raises :class:`BadValue` for a shape that cannot be.
    """

    start: date
    weeks: int = 1
    working_days: frozenset[int] = MONDAY_TO_FRIDAY
    hand_over: bool = False
    first_number: int = 1
    """The number of its first iteration."""

    def __post_init__(self) -> None:
        """Refuse a shape in which no iteration could be laid out."""
        if not 1 <= self.weeks <= MAX_WEEKS:
            raise BadValue(f"an iteration of {self.weeks} weeks", f"choose 1 to {MAX_WEEKS} weeks")
        if not self.working_days or not self.working_days <= frozenset(range(7)):
            raise BadValue("a working week without a day of the week", "name at least one day, Monday to Sunday")


class SlotChange(Value):
    """A change to one kind's place, in force for nominal dates on or after ``since``; ``None``: unchanged."""

    kind: str
    since: date
    day: int | None = None
    at: time | None = None
    minutes: int | None = None
    on_holiday: OnHoliday | None = None
    days: frozenset[int] | None = None
    """The days of the week, 0 for Monday to 6, to which a daily kind keeps."""
    held: bool | None = None
    """Whether the kind is held at all."""


class LocationChange(Value):
    """Where the team works for nominal dates on or after ``since``; ``None``: unchanged."""

    since: date
    timezone: str | None = None
    distributed: bool | None = None


class Rhythm(Value):
    """A team's whole schedule: what shape the box has, what was changed since when, which days are off.

    ``timezone`` is the IANA name with which the team began; all times are wall clock in the zone of their day.
    ``holidays`` holds public and own ones, date to name. ``epochs`` and ``locations`` are in order of their start.
    """

    timezone: str
    epochs: tuple[IterationEpoch, ...]
    changes: tuple[SlotChange, ...] = ()
    holidays: Mapping[date, str] = MappingProxyType({})
    distributed: bool = False
    locations: tuple[LocationChange, ...] = ()
    entered: Mapping[date, date] = MappingProxyType({})
    """When a day off was entered, where that is known: it moves no meeting to that day or an earlier one."""

    def __hash__(self) -> int:
        """Of what tells rhythms apart most often; equality compares the days off too, which have no hash."""
        return hash((self.timezone, self.epochs, self.changes, self.locations, len(self.holidays)))

    def zone_on(self, day: date) -> str:
        """The IANA name of the team's zone on a day."""
        names = [one.timezone for one in self.locations if one.timezone is not None and one.since <= day]
        return names[-1] if names else self.timezone

    def distributed_on(self, day: date) -> bool:
        """Whether the team is distributed on a day."""
        known = [one.distributed for one in self.locations if one.distributed is not None and one.since <= day]
        return known[-1] if known else self.distributed


class Iteration(Value):
    """One box of the cadence, from ``start`` to ``end``, both included; shorter than ``weeks`` where it was cut."""

    number: int
    start: date
    end: date
    weeks: int
    epoch: IterationEpoch

    def boxes(self) -> list[tuple[date, date]]:
        """Its weeks, seven days each counted from its start; the last one may be cut short."""
        found = []
        start = self.start
        while start <= self.end:
            found.append((start, min(start + 6 * ONE_DAY, self.end)))
            start += 7 * ONE_DAY
        return found


def _iteration(rhythm: Rhythm, index: int, number: int) -> Iteration:
    """The ``number``-th iteration (from 0) of the ``index``-th epoch."""
    epoch = rhythm.epochs[index]
    start = epoch.start + timedelta(weeks=epoch.weeks * number)
    end = start + timedelta(days=7 * epoch.weeks - 1)
    if index + 1 < len(rhythm.epochs):
        end = min(end, rhythm.epochs[index + 1].start - ONE_DAY)
    return Iteration(epoch.first_number + number, start, end, epoch.weeks, epoch)


def epoch_on(rhythm: Rhythm, day: date) -> IterationEpoch | None:
    """The epoch in force on ``day``; before the first one, the first; ``None`` when there is none at all."""
    found = rhythm.epochs[0] if rhythm.epochs else None
    for epoch in rhythm.epochs:
        if epoch.start <= day:
            found = epoch
    return found


def iteration_on(rhythm: Rhythm, day: date) -> Iteration | None:
    """The iteration that ``day`` lies in; ``None`` before the first epoch."""
    index = -1
    for place, epoch in enumerate(rhythm.epochs):
        if epoch.start <= day:
            index = place
    if index < 0:
        return None
    epoch = rhythm.epochs[index]
    return _iteration(rhythm, index, (day - epoch.start).days // (7 * epoch.weeks))


def iterations(rhythm: Rhythm, first: date, last: date) -> list[Iteration]:
    """The iterations that overlap the days from ``first`` to ``last``, both included, in order."""
    if not rhythm.epochs:
        return []
    found = []
    day = max(first, rhythm.epochs[0].start)
    while day <= last:
        iteration = iteration_on(rhythm, day)
        if iteration is None:
            break
        found.append(iteration)
        day = iteration.end + ONE_DAY
    return found


def with_epoch(rhythm: Rhythm, epoch: IterationEpoch) -> Rhythm:
    """The rhythm that takes ``epoch``'s shape from its start on; its numbers continue, its own number is ignored.

    Epochs that would start on the same day or later are dropped; the first epoch of all keeps its number.
    """
    kept = tuple(other for other in rhythm.epochs if other.start < epoch.start)
    running = iteration_on(replace(rhythm, epochs=kept), epoch.start - ONE_DAY)
    if running is not None:
        epoch = replace(epoch, first_number=running.number + 1)
    return replace(rhythm, epochs=(*kept, epoch))


def weekday(rhythm: Rhythm, day: date) -> bool:
    """Whether ``day`` is a day of the team's working week, holiday or not."""
    epoch = epoch_on(rhythm, day)
    return day.weekday() in (epoch.working_days if epoch else MONDAY_TO_FRIDAY)


def working_day(rhythm: Rhythm, day: date) -> bool:
    """Whether ``day`` is a weekday and no holiday."""
    return day not in rhythm.holidays and weekday(rhythm, day)


def working_days(rhythm: Rhythm, first: date, last: date) -> list[date]:
    """The working days from ``first`` to ``last``, both included."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in days if working_day(rhythm, day)]


def next_working_day(rhythm: Rhythm, day: date, within: int = 366) -> date | None:
    """The first working day after ``day``, looking ``within`` days ahead; ``None`` if all of them are off."""
    for ahead in range(1, within + 1):
        candidate = day + timedelta(days=ahead)
        if working_day(rhythm, candidate):
            return candidate
    return None


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


def weekdays_between(start: date, end: date, working_days: frozenset[int]) -> list[date]:
    """The days of the working week from ``start`` to ``end``, both included."""
    first = start.toordinal()
    # An ordinal of 1 is a Monday.
    return [date.fromordinal(n) for n in range(first, end.toordinal() + 1) if (n - 1) % 7 in working_days]
