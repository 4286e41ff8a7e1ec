"""The meeting load: hours in meetings, focus blocks, and clocks that shift (rules 5 and 11).

Hours and focus blocks count meetings that are to be held; durations are in minutes, days are calendar days of each
person's own zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import MeetingKind
from cadence.domain.lint.attendees import Attendee, Span, attended_by, in_working_hours, span_of
from cadence.domain.lint.finding import Finding, Severity, often
from cadence.domain.schedule.calendar import ONE_DAY
from cadence.domain.schedule.planned import Override, Planned
from cadence.domain.schedule.rhythm import Iteration, Rhythm, held_between, iterations, meetings, working_day


@dataclass(frozen=True, slots=True)
class IterationLoad:
    """One person's time in the meetings of one iteration, wherever a hand-over or a person put them."""

    handle: str
    iteration: Iteration
    minutes: int
    count: int

    @property
    def hours(self) -> float:
        """Hours in the whole iteration."""
        return self.minutes / 60

    @property
    def hours_per_week(self) -> float:
        """Hours per seven days of the iteration."""
        days = (self.iteration.end - self.iteration.start).days + 1
        return self.hours * 7 / days


@dataclass(frozen=True, slots=True)
class Focus:
    """One person's longest uninterrupted stretch of a working day; ``start`` and ``end`` in their own zone."""

    handle: str
    day: date
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """How long it is."""
        return round((self.end - self.start).total_seconds() / 60)


def iteration_loads(
    rhythm: Rhythm,
    people: Sequence[Attendee],
    first: date,
    last: date,
    overrides: Iterable[Override] = (),
    kinds: Sequence[MeetingKind] = KINDS,
) -> list[IterationLoad]:
    """Each person's load in each iteration that overlaps the window, whole iterations; by iteration, then person."""
    boxes = iterations(rhythm, first, last)
    if not boxes:
        return []
    by_number: dict[int, list[Planned]] = {box.number: [] for box in boxes}
    # A hand-over's nominal day is the first weekday of the next iteration.
    for meeting in meetings(rhythm, boxes[0].start, boxes[-1].end + timedelta(days=7), overrides, kinds):
        if meeting.held and meeting.iteration in by_number:
            by_number[meeting.iteration].append(meeting)
    found = []
    for box in boxes:
        for person in people:
            mine = attended_by(person, kinds)
            minutes = [m.minutes for m in by_number[box.number] if m.kind in mine]
            found.append(IterationLoad(person.handle, box, sum(minutes), len(minutes)))
    return found


def _longest_gap(span: Span, busy: Iterable[Span]) -> Span:
    """The longest stretch of ``span`` that none of ``busy`` touches; the earliest of equals; maybe an empty one."""
    best = (span[0], span[0])
    free = span[0]
    for start, end in (*sorted(busy), (span[1], span[1])):
        start = min(start, span[1])
        if start - free > best[1] - best[0]:
            best = (free, start)
        free = max(free, end)
    return best


def focus_blocks(
    rhythm: Rhythm,
    people: Sequence[Attendee],
    first: date,
    last: date,
    overrides: Iterable[Override] = (),
    kinds: Sequence[MeetingKind] = KINDS,
) -> list[Focus]:
    """Each person's longest focus block on each of the team's working days, within their own working hours."""
    held = held_between(rhythm, first - ONE_DAY, last + ONE_DAY, overrides, kinds)
    spans = [(meeting.kind, span_of(meeting)) for meeting in held]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = []
    for person in people:
        mine = attended_by(person, kinds)
        busy = [span for kind, span in spans if kind in mine]
        for day in days:
            if working_day(rhythm, day):
                hours = person.working_span(day)
                near = [span for span in busy if span[1] > hours[0] and span[0] < hours[1]]
                start, end = _longest_gap(hours, near)
                found.append(Focus(person.handle, day, start.astimezone(person.zone), end.astimezone(person.zone)))
    return found


def outside_hours(
    rhythm: Rhythm, person: Attendee, held: Iterable[Planned], kinds: Sequence[MeetingKind] = KINDS
) -> list[Planned]:
    """The meetings of ``held`` that the person attends and that lie outside their working hours, if only in part."""
    mine = attended_by(person, kinds)
    return [m for m in held if m.kind in mine and not in_working_hours(rhythm, person, span_of(m))]


def _hours(minutes: float) -> str:
    """Minutes in words: ``5.5 h``."""
    return f"{minutes / 60:.1f}".removesuffix(".0") + " h"


def compare(
    before: Rhythm,
    after: Rhythm,
    people: Sequence[Attendee],
    first: date,
    last: date,
    overrides: Iterable[Override] = (),
    kinds: Sequence[MeetingKind] = KINDS,
) -> list[Finding]:
    """What a schedule change makes worse for whom, on the days from ``first`` to ``last``, both included (rule 11).

    Compared are minutes in meetings, the mean of the longest focus block per day, and meetings outside working hours.
    """
    overrides = tuple(overrides)
    held = [held_between(rhythm, first, last, overrides, kinds) for rhythm in (before, after)]
    weeks = ((last - first).days + 1) / 7
    found = []
    for person in people:
        mine = attended_by(person, kinds)
        old, new = (sum(m.minutes for m in plan if m.kind in mine) / weeks for plan in held)
        if new - old >= 3 and _hours(old) != _hours(new):  # Less is no tenth of an hour.
            what = f"{person.name}: {_hours(old)} of meetings a week become {_hours(new)}"
            found.append(Finding("load", Severity.WARNING, what, "shorten a timebox, or hold a meeting less often"))
        old, new = (_mean_focus(r, person, first, last, overrides, kinds) for r in (before, after))
        if old - new >= 3 and _hours(old) != _hours(new):
            what = f"{person.name}: the longest focus block of a day shrinks from {_hours(old)} to {_hours(new)}"
            found.append(Finding("focus", Severity.WARNING, what, "put meetings next to each other or at a day's ends"))
        found += _newly_outside(before, after, person, held, kinds)
    return found


def _mean_focus(
    rhythm: Rhythm,
    person: Attendee,
    first: date,
    last: date,
    overrides: Sequence[Override],
    kinds: Sequence[MeetingKind],
) -> float:
    """The mean of the person's longest focus blocks, in minutes; 0 without a working day."""
    blocks = focus_blocks(rhythm, [person], first, last, overrides, kinds)
    return sum(block.minutes for block in blocks) / len(blocks) if blocks else 0.0


def _newly_outside(
    before: Rhythm, after: Rhythm, person: Attendee, held: Sequence[Sequence[Planned]], kinds: Sequence[MeetingKind]
) -> list[Finding]:
    """The kinds of which a change puts more meetings outside the person's working hours."""
    old, new = outside_hours(before, person, held[0], kinds), outside_hours(after, person, held[1], kinds)
    found = []
    for kind in kinds:
        days = [m.day for m in new if m.kind == kind.key]
        if len(days) > sum(m.kind == kind.key for m in old):
            hours = f"{person.work_start:%H:%M}–{person.work_end:%H:%M} in {person.timezone}"
            what = f"{person.name}: {kind.title} lies outside {hours}, {often(days)}"
            found.append(Finding("working-hours", Severity.WARNING, what, "choose a time that all can attend"))
    return found
