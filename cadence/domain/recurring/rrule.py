"""Meetings as recurrence rules: which of a kind's meetings one weekly rule can express (RFC 5545 3.3.10).

What goes in is the bare plan, holidays ignored, so that no holiday ever changes where a rule begins. A rule is cut
where the plan changes and never rewritten; the boxes that one plan shares are expressed by one rule. In iterations of
several weeks each week of the iteration has its own rule, repeated every so many weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from cadence.domain.schedule.calendar import Rhythm, epoch_on

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


_ONE = "-one"
"""How the name of a run ends that is one meeting."""


@dataclass(frozen=True, slots=True)
class Nominal:
    """One meeting by the bare rule."""

    day: date
    at: time
    minutes: int


@dataclass(frozen=True, slots=True)
class RecurrenceRun:
    """The meetings that one rule expresses: ``starts`` are all of them, naive wall clock, in order, at least one.

    ``name`` is its stable identity among the runs of its kind. ``following`` is the day on which the rule would go on;
    ``week_starts`` the first day of the iteration's weeks (RFC 5545's WKST); ``interval`` in weeks.
    """

    name: str
    starts: tuple[datetime, ...]
    minutes: int
    interval: int
    by_day: tuple[str, ...]
    week_starts: str
    timezone: str
    following: date

    @property
    def first(self) -> date:
        """The day of the first meeting."""
        return self.starts[0].date()

    @property
    def last(self) -> date:
        """The day of the last meeting."""
        return self.starts[-1].date()


@dataclass(frozen=True, slots=True)
class _Lane:
    """Meetings at one time of day, in one zone, in one week of the iterations of one epoch."""

    epoch: date
    period: int
    phase: int
    at: time
    minutes: int
    timezone: str

    def box(self, index: int) -> date:
        """The first day of the lane's week in the ``index``-th iteration (from 0)."""
        return self.epoch + timedelta(weeks=index * self.period + self.phase)


def runs(rhythm: Rhythm, nominals: Iterable[Nominal], *, weekly: bool) -> list[RecurrenceRun]:
    """The rules that together express exactly ``nominals``, in order of their start.

    ``weekly``: the kind is held every week alike, however long the iteration. No day before the first epoch.
    """
    lanes: dict[_Lane, dict[int, set[int]]] = {}
    for nominal in nominals:
        epoch = epoch_on(rhythm, nominal.day)
        assert epoch is not None, "no meeting without an epoch"
        period = 1 if weekly else epoch.weeks
        index, phase = divmod((nominal.day - epoch.start).days // 7, period)
        connection = _Lane(epoch.start, period, phase, nominal.at, nominal.minutes, rhythm.zone_on(nominal.day))
        offset = (nominal.day - connection.box(index)).days
        lanes.setdefault(connection, {}).setdefault(index, set()).add(offset)
    found = [run for connection, boxes in lanes.items() for run in _lane_runs(connection, boxes)]
    return _named(sorted(found, key=lambda run: run.starts))


def _lane_runs(connection: _Lane, boxes: Mapping[int, set[int]]) -> list[RecurrenceRun]:
    """The runs of one lane; their names are the first days of the boxes they begin in."""
    found = []
    for pattern, indexes in _segments(boxes):
        days = [connection.box(i) + timedelta(days=offset) for i in indexes for offset in sorted(boxes[i])]
        rest = [offset for offset in pattern if offset > max(boxes[indexes[-1]])]
        following = connection.box(indexes[-1] if rest else indexes[-1] + 1) + timedelta(days=min(rest or pattern))
        weekdays = sorted((connection.epoch.weekday() + offset) % 7 for offset in pattern)
        run = RecurrenceRun(
            name=f"{connection.box(indexes[0])}-w{connection.phase + 1}",
            starts=tuple(datetime.combine(day, connection.at) for day in days),
            minutes=connection.minutes,
            interval=connection.period,
            by_day=tuple(DAYS[weekday] for weekday in weekdays),
            week_starts=DAYS[connection.epoch.weekday()],
            timezone=connection.timezone,
            following=following,
        )
        found.append(run)
    return found


def _segments(boxes: Mapping[int, set[int]]) -> list[tuple[set[int], list[int]]]:
    """Stretches of neighbouring boxes with the same days, each with those days.

    The last box of a stretch may lack its last days: a rule can end there. A first box that lacks its first days is a
    stretch of its own: programs read a rule of every second week that begins late in its week in different weeks.
    """
    found: list[tuple[set[int], list[int]]] = []
    ended = True
    for index in sorted(boxes):
        days = boxes[index]
        if not ended and index == found[-1][1][-1] + 1:
            pattern, indexes = found[-1]
            if days == pattern:
                indexes.append(index)
                continue
            if days == {day for day in pattern if day <= max(days)}:
                indexes.append(index)
                ended = True
                continue
        found.append((days, [index]))
        ended = False
    return found


def _named(found: list[RecurrenceRun]) -> list[RecurrenceRun]:
    """The same runs with no name given twice: a second one that begins in a box is named by its own first day."""
    seen: set[str] = set()
    named = []
    for run in found:
        if run.name in seen:
            run = replace(run, name=f"{run.first}-{run.name.rpartition('-')[2]}")
        seen.add(run.name)
        named.append(run)
    return named


def is_single(run: RecurrenceRun) -> bool:
    """Whether the run is that of one meeting that follows no rule (:func:`single`)."""
    return run.name.endswith(_ONE)


def single(rhythm: Rhythm, start: datetime, minutes: int) -> RecurrenceRun:
    """The run of one meeting that follows no rule."""
    epoch = epoch_on(rhythm, start.date())
    return RecurrenceRun(
        name=f"{start.date()}{_ONE}",
        starts=(start,),
        minutes=minutes,
        interval=1,
        by_day=(DAYS[start.weekday()],),
        week_starts=DAYS[(epoch.start if epoch else start).weekday()],
        timezone=rhythm.zone_on(start.date()),
        following=start.date() + timedelta(weeks=1),
    )
