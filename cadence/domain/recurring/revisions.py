"""How often, and when last, each event of a calendar changed: its SEQUENCE and its stamp (RFC 5545 3.8.7.4, 3.8.7.2).

Programs take an update only if SEQUENCE grew, and fetch a feed anew only if its bytes did: so an event's number must
grow whenever its times do, and not when another's do. Nothing is stored for that: the recorded changes are taken back
one by one, the latest first, and what differs between two states is what the change touched. The distant end of a
series moves with each quarter of the year, so the quarter counts too; from 2020, which keeps the numbers small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from cadence.domain.kinds.base import MeetingKind
from cadence.domain.recurring.baseline import BarePlan, first_shown, quarter_number, quarter_start
from cadence.domain.recurring.rrule import RecurrenceRun, is_single
from cadence.domain.recurring.shown import Name, ShownPlan
from cadence.domain.schedule.calendar import IterationEpoch, LocationChange, Rhythm, SlotChange, iteration_on
from cadence.domain.schedule.planned import Override, Planned
from cadence.domain.schedule.rhythm import meetings

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded change to the schedule or to a meeting; ``at`` is when it was recorded, aware.

    One of these: ``before`` and ``after``, the overrides of one meeting (``None``: none yet, none any more);
    ``since``, the date from which an epoch, a slot change (with ``kind``) or a change of location (``located``) holds,
    with ``taken_back``, the one of that date that was taken back or replaced; ``day_off``, a day added to or taken from
    the holidays. None of them: something that bears on every event (where the team began).
    """

    at: datetime
    before: Override | None = None
    after: Override | None = None
    kind: str | None = None
    since: date | None = None
    located: bool = False
    made: SlotChange | None = None
    """The slot change that was made; several may hold from one date."""
    taken_back: IterationEpoch | SlotChange | LocationChange | None = None
    day_off: date | None = None


_State = tuple[Rhythm, tuple[Override, ...]]
"""A rhythm, and what people changed of single meetings."""


class Replayed(NamedTuple):
    """One recorded change, and how things stood before and after it."""

    entry: Recorded
    before: _State
    after: _State


def taken_back(rhythm: Rhythm, overrides: Iterable[Override], log: Iterable[Recorded]) -> list[Replayed]:
    """The recorded changes in order, found by taking them back from the present ``rhythm`` and ``overrides``."""
    found: list[Replayed] = []
    after: _State = (rhythm, tuple(overrides))
    for entry in sorted(log, key=lambda entry: entry.at)[::-1]:
        rhythm, words = after
        if entry.since is not None:
            before = (_without(rhythm, entry), words)
        else:
            before = (_toggled(rhythm, entry.day_off), _earlier(words, entry))
        found.append(Replayed(entry, before, after))
        after = before
    return found[::-1]


def state_at(rhythm: Rhythm, overrides: Iterable[Override], log: Sequence[Recorded], at: datetime) -> _State:
    """How things stood at an instant (aware), before all that was changed later."""
    overrides = tuple(overrides)
    later = [step for step in taken_back(rhythm, overrides, log) if step.entry.at > at]
    return later[0].before if later else (rhythm, overrides)


def _earlier(overrides: tuple[Override, ...], entry: Recorded) -> tuple[Override, ...]:
    """All overrides before the change."""
    names = {(word.kind, word.nominal) for word in (entry.before, entry.after) if word is not None}
    others = tuple(word for word in overrides if (word.kind, word.nominal) not in names)
    return others if entry.before is None else (*others, entry.before)


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one recorded change did: meetings that left or entered their series, and all that it changed."""

    at: datetime
    flipped: frozenset[Name] = frozenset()
    altered: frozenset[Name] = frozenset()
    everything: bool = False
    plan: BarePlan | None = None
    """The plan of that time: a meeting belonged to the series that held it then, whatever has become of that since."""

    def touches(self, kind: MeetingKind, run: RecurrenceRun, suffix: str) -> bool:
        """Whether it changed the run's own event; what follows a meeting changes with whatever the meeting does."""
        days = {day for key, day in (self.altered if suffix else self.flipped) if key == kind.key}
        known = self.plan.names(kind, suffix) if self.plan is not None and days else {}
        own = {start.date() for start in run.starts} if is_single(run) else set()
        return self.everything or bool(days & own) or any(known.get(day) == run.name for day in days)


class Revisions:
    """The numbers and stamps of one export; ``founded`` is when the team's schedule was first recorded, aware."""

    def __init__(
        self,
        plan: BarePlan,
        *,
        founded: datetime,
        today: date,
        overrides: Iterable[Override] = (),
        log: Iterable[Recorded] = (),
        keep_cancelled: bool = False,
        last_of: Callable[[Rhythm], date],
    ) -> None:
        """``plan`` is that of today; ``keep_cancelled``: a cancelled meeting stays, marked as such.

        ``last_of`` tells up to which day a plan is exported.
        """
        self.last_of = last_of
        self.plan, self.kinds, self.keep_cancelled = plan, plan.kinds, keep_cancelled
        self.founded = founded.astimezone(UTC)
        self.quarter = _midnight(quarter_start(today))
        entries = [replace(entry, at=entry.at.astimezone(UTC)) for entry in log]
        self._schedule: list[tuple[datetime, ShownPlan, ShownPlan]] = []
        """When the schedule was changed, with what was shown before and after it, the latest first."""
        self._effects = self._take_back(taken_back(plan.rhythm, overrides, entries))

    def number_at(self, kind: MeetingKind, run: RecurrenceRun, at: datetime) -> int:
        """The SEQUENCE that a run had at an instant (aware): what was changed later does not count."""
        touched = [one for one in self._touches(kind, run, "") if one <= at]
        return len(touched) + quarter_number(max(at.astimezone(UTC), self.founded).date())

    def of_series(self, kind: MeetingKind, run: RecurrenceRun, suffix: str = "") -> tuple[int, datetime]:
        """SEQUENCE and stamp of a run of ``kind``; with a ``suffix``, of what follows its meetings."""
        touched = self._touches(kind, run, suffix)
        shown = self.quarter
        if run.following <= self.plan.last:
            # Its end came into sight at some time; until then it looked like one that goes on.
            shown = min(_midnight(first_shown(self.plan.rhythm, run.following)), self.quarter)
        shown = max([shown, *self._schedule_touches(kind, run.name, suffix)])
        stamp = max([self.founded, shown, *touched])
        return len(touched) + quarter_number(max(shown, self.founded).date()), stamp

    def of_meeting(
        self, kind: MeetingKind, run: RecurrenceRun, nominal: date, suffix: str = ""
    ) -> tuple[int, datetime]:
        """SEQUENCE and stamp of one meeting that differs from its run.

        Its number is at least the one its series had when the meeting last changed, lest it be taken for old.
        """
        own = [e.at for e in self._effects if e.everything or (kind.key, nominal) in e.altered]
        own += [at for at, b, a in self._schedule if b.meeting(kind.key, nominal) != a.meeting(kind.key, nominal)]
        stamp = max([self.founded, *own, *self._births(kind, run.name, suffix)])
        counted = {*own, *(at for at in self._touches(kind, run, suffix) if at <= stamp)}
        return len(counted) + quarter_number(stamp.date()), stamp

    def withdrawn(self, kind: MeetingKind, suffix: str = "") -> list[tuple[RecurrenceRun, int, datetime]]:
        """Runs that an earlier schedule held and that never came to be, each with SEQUENCE and stamp."""
        known = {run.name for run in self.plan.runs(kind, suffix)}
        found = []
        for changed, before, _ in self._schedule:
            for run in before.plan.runs(kind, suffix):
                if run.name not in known:
                    known.add(run.name)
                    touched = [at for at in self._touches(kind, run, suffix) if at <= changed]
                    found.append((run, len(touched) + quarter_number(changed.date()), changed))
        return found

    def _touches(self, kind: MeetingKind, run: RecurrenceRun, suffix: str) -> list[datetime]:
        """When the run's own event changed."""
        effects = {e.at for e in self._effects if e.touches(kind, run, suffix)}
        if is_single(run):
            day = run.first
            moved = {at for at, b, a in self._schedule if b.meeting(kind.key, day) != a.meeting(kind.key, day)}
            return sorted(effects | moved)
        return sorted(effects.union(self._schedule_touches(kind, run.name, suffix)))

    def _schedule_touches(self, kind: MeetingKind, name: str, suffix: str) -> list[datetime]:
        """When a change of the schedule began, changed, ended or took back the run called ``name``; in order."""
        changes = ((at, b.signatures(kind, suffix), a.signatures(kind, suffix)) for at, b, a in self._schedule)
        return sorted(at for at, before, after in changes if before.get(name) != after.get(name))

    def _births(self, kind: MeetingKind, name: str, suffix: str) -> list[datetime]:
        """When a change of the schedule first made the run called ``name``; empty if it was there from the start."""
        changes = ((at, b.signatures(kind, suffix), a.signatures(kind, suffix)) for at, b, a in self._schedule)
        return [at for at, before, after in changes if name in after and name not in before]

    def _take_back(self, steps: Sequence[Replayed]) -> list[_Effect]:
        """What each change did, the latest first; those of the schedule go to ``_schedule``."""
        plan, found = self.plan, []
        for entry, before, after in reversed(steps):
            if entry.since is not None:
                earlier_plan = BarePlan(before[0], self.last_of(before[0]), self.kinds)
                same_write = bool(self._schedule) and self._schedule[-1][0] == entry.at
                later = self._schedule.pop()[2] if same_write else ShownPlan(plan, after[1], self._in_series)
                self._schedule.append((entry.at, ShownPlan(earlier_plan, before[1], self._in_series), later))
                plan = earlier_plan
            elif entry.before is None and entry.after is None and entry.day_off is None:
                found.append(_Effect(entry.at, everything=True))
            else:
                spans = _spans(after[0], entry)
                effect = self._effect(entry.at, self._around(before, spans), self._around(after, spans))
                found.append(replace(effect, plan=plan))
        return found

    def _effect(self, at: datetime, before: dict[Name, Planned], after: dict[Name, Planned]) -> _Effect:
        """The difference between two plans."""
        names = before.keys() | after.keys()
        altered = frozenset(name for name in names if before.get(name) != after.get(name))
        flipped = frozenset(n for n in altered if self._in_series(before.get(n)) != self._in_series(after.get(n)))
        return _Effect(at, flipped, altered)

    def _in_series(self, meeting: Planned | None) -> bool:
        """Whether a reader of the series sees the meeting at all."""
        if meeting is None or meeting.skipped:
            return False
        return self.keep_cancelled or not meeting.cancelled

    def _around(self, state: _State, spans: Iterable[tuple[date, date]]) -> dict[Name, Planned]:
        """The meetings of some spans of days, by name."""
        rhythm, overrides = state
        found = (m for first, last in spans for m in meetings(rhythm, first, last, overrides, self.kinds))
        return {(meeting.kind, meeting.nominal): meeting for meeting in found}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _toggled(rhythm: Rhythm, day: date | None) -> Rhythm:
    """The rhythm before ``day`` was made a day off, or stopped being one."""
    if day is None:
        return rhythm
    holidays = {other: name for other, name in rhythm.holidays.items() if other != day}
    return replace(rhythm, holidays=holidays if day in rhythm.holidays else {**holidays, day: "day off"})


def _spans(rhythm: Rhythm, entry: Recorded) -> list[tuple[date, date]]:
    """The days on which a change can have done something: the iterations around a day off, the days a word names."""
    if entry.day_off is not None:
        iteration = iteration_on(rhythm, entry.day_off)
        return [(iteration.start - _WEEK, iteration.end + _WEEK)] if iteration else []
    words = [word for word in (entry.before, entry.after) if word is not None]
    days = {word.nominal for word in words} | {word.moved_to.date() for word in words if word.moved_to is not None}
    return [(day, day) for day in sorted(days)]


def _without(rhythm: Rhythm, entry: Recorded) -> Rhythm:
    """The rhythm before a change of the schedule was recorded; there is always an epoch."""
    back = entry.taken_back
    if entry.located:
        locations = [one for one in rhythm.locations if one.since != entry.since]
        locations += [back] if isinstance(back, LocationChange) else []
        return replace(rhythm, locations=tuple(sorted(locations, key=lambda one: one.since)))
    if entry.kind is None:
        epochs = [epoch for epoch in rhythm.epochs if epoch.start != entry.since]
        epochs += [back] if isinstance(back, IterationEpoch) else []
        return replace(rhythm, epochs=tuple(sorted(epochs, key=lambda epoch: epoch.start)) or rhythm.epochs)
    changes = list(rhythm.changes)
    if entry.made is not None and entry.made in changes:
        del changes[len(changes) - 1 - changes[::-1].index(entry.made)]
    changes += [back] if isinstance(back, SlotChange) else []
    return replace(rhythm, changes=tuple(sorted(changes, key=lambda change: change.since)))
