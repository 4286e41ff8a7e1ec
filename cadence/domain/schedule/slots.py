"""The effective place of a kind on a date: its declaration, the hand-over day, and what the team changed since.

Two decisions that the product leaves open live here. A time that a team sets belongs to the shape it was set in: set
without a hand-over day it does not hold with one, nor the other way round (else a demo moved to 15:00 would follow
the planning it has to precede). And with a hand-over day the demo's and retro's day is not theirs to set: the whole
hand-over is one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import MeetingKind, OnHoliday, RhythmPlace
from cadence.domain.schedule.calendar import (
    ONE_DAY,
    Iteration,
    IterationEpoch,
    Rhythm,
    SlotChange,
    epoch_on,
    iteration_on,
    weekdays_between,
)
from cadence.domain.value import Value, replace
from cadence.errors import NotFound

EVERY_DAY = frozenset(range(7))


def series_name(kind: str, since: date) -> str:
    """The stable name of the stretch of unchanged rule of ``kind`` that began on ``since``."""
    return f"{kind}-{since:%Y%m%d}"


class Slot(Value):
    """The values of one kind that hold on a nominal date; ``minutes`` is the timebox.

    ``since`` is the first day of the stretch in which they are unchanged. ``days`` are the days of the week to which a
    daily kind keeps; with ``held`` false the kind is off.
    """

    kind: str
    day: int | None
    at: time
    minutes: int
    on_holiday: OnHoliday
    since: date
    days: frozenset[int] = EVERY_DAY
    held: bool = True

    @property
    def series(self) -> str:
        """The stable name of the stretch of unchanged rule; a change of the rule starts a new one."""
        return series_name(self.kind, self.since)


def chain(kind: MeetingKind, kinds: Sequence[MeetingKind]) -> list[MeetingKind]:
    """``kind``, the kind it follows, the one that follows, and so on; the last one gives them all their day."""
    found = [kind]
    by_key = {other.key: other for other in kinds}
    while (leader := by_key.get(found[-1].place.follows or "")) is not None and leader not in found:
        found.append(leader)
    return found


def anchor(kind: MeetingKind, kinds: Sequence[MeetingKind]) -> MeetingKind:
    """The kind that gives ``kind`` its day: itself, or the one it follows."""
    return chain(kind, kinds)[-1]


def closes_by_hand_over(kind: MeetingKind, epoch: IterationEpoch, kinds: Sequence[MeetingKind]) -> bool:
    """Whether ``kind`` is held on the first weekday of the iteration after its own."""
    return epoch.hand_over and anchor(kind, kinds).place.hand_over_closes


def _base(rhythm: Rhythm, kind: MeetingKind, epoch: IterationEpoch, day: date) -> Slot:
    """The declared place of ``kind`` on ``day``, before any change of the team."""
    place = kind.place
    at = place.hand_over_at if epoch.hand_over and place.hand_over_at is not None else place.at
    special = place.distributed_minutes if rhythm.distributed_on(day) else None
    slot = Slot(kind.key, place.day, at, special or place.minutes, place.on_holiday, epoch.start)
    if epoch.hand_over and place.hand_over_closes:
        slot = replace(slot, day=1, on_holiday=OnHoliday.NEXT)
    return slot


def _changed(slot: Slot, change: SlotChange, place: RhythmPlace, epoch: IterationEpoch, *, same_shape: bool) -> Slot:
    """``slot`` with one change laid over it, as far as it applies to this shape."""
    day, at, on_holiday = slot.day, slot.at, slot.on_holiday
    if change.at is not None and (place.hand_over_at is None or same_shape):
        at = change.at
    fixed = epoch.hand_over and place.hand_over_closes
    shaped = not place.hand_over_closes or same_shape
    if change.day is not None and place.day is not None and shaped and not fixed:
        day = change.day
    if change.on_holiday is not None and shaped and (not fixed or change.on_holiday is OnHoliday.SKIP):
        on_holiday = change.on_holiday
    minutes = slot.minutes if change.minutes is None else change.minutes
    days = slot.days if change.days is None else change.days
    held = slot.held if change.held is None else change.held
    return replace(slot, day=day, at=at, minutes=minutes, on_holiday=on_holiday, days=days, held=held)


def _end_of(slot: Slot) -> time:
    """When a meeting in this slot ends; a meeting that would run past midnight counts as ending at 23:59."""
    start = datetime.combine(date.min, slot.at)
    end = start + timedelta(minutes=slot.minutes)
    return end.time() if end.date() == start.date() else time(23, 59)


def _effective(
    rhythm: Rhythm, line: Sequence[MeetingKind], epoch: IterationEpoch, day: date, changes: Sequence[SlotChange]
) -> Slot:
    """What holds on ``day`` in ``epoch`` for the first of ``line`` (a :func:`chain`); ``changes`` in order of time."""
    kind = line[0]
    slot = _base(rhythm, kind, epoch, day)
    own_at = False
    for change in changes:
        if change.kind == kind.key and change.since <= day:
            shape = epoch_on(rhythm, change.since)
            same_shape = shape is None or shape.hand_over == epoch.hand_over
            slot = _changed(slot, change, kind.place, epoch, same_shape=same_shape)
            own_at = own_at or (change.at is not None and (same_shape or kind.place.hand_over_at is None))
    if len(line) == 1:
        return slot
    lead = _effective(rhythm, line[1:], epoch, day, changes)
    return replace(slot, day=lead.day, on_holiday=lead.on_holiday, at=slot.at if own_at else _end_of(lead))


def takes_effect(
    kind: MeetingKind, since: date, happened: Iterable[tuple[str, date]], kinds: Sequence[MeetingKind] = KINDS
) -> date:
    """The day from which a change of ``kind``'s place holds: ``since``, but after all that was held of it (rule 7).

    ``happened``: the names (kind, nominal date) of meetings that were started. Those of kinds that follow ``kind``
    count too, since they would change along. A change from a later day bears on no earlier meeting.
    """
    along = {other.key for other in kinds if kind in chain(other, kinds)}
    return max([since, *(nominal + ONE_DAY for key, nominal in happened if key in along)])


def stretches(
    rhythm: Rhythm, kind: MeetingKind, epoch: IterationEpoch, kinds: Sequence[MeetingKind] = KINDS
) -> list[Slot]:
    """The slots of ``kind`` during ``epoch``, in order of ``since``; neighbours differ in at least one value."""
    line = chain(kind, kinds)
    names = {other.key for other in line}
    until = min((other.start for other in rhythm.epochs if other.start > epoch.start), default=date.max)
    relevant = (change for change in rhythm.changes if change.kind in names and change.since < until)
    changes = sorted(relevant, key=lambda change: change.since)
    found = [_effective(rhythm, line, epoch, epoch.start, changes)]
    begins = {change.since for change in changes} | {one.since for one in rhythm.locations if one.since < until}
    for since in sorted(day for day in begins if day > epoch.start):
        slot = replace(_effective(rhythm, line, epoch, since, changes), since=found[-1].since)
        if slot != found[-1]:
            found.append(replace(slot, since=since))
    return found


def in_force(slots: Sequence[Slot], day: date) -> Slot:
    """The slot of ``slots`` (in order of ``since``) that holds on ``day``; before the first, the first."""
    return next((slot for slot in reversed(slots) if slot.since <= day), slots[0])


def home_of(rhythm: Rhythm, kind: MeetingKind, nominal: date, kinds: Sequence[MeetingKind] = KINDS) -> Iteration | None:
    """The iteration that a meeting of ``kind`` with this nominal date belongs to.

    The one the date lies in, but for kinds that close an iteration on the hand-over day, which is the first weekday
    of the next.
    """
    iteration = iteration_on(rhythm, nominal)
    if iteration is None:
        return None
    before = iteration_on(rhythm, iteration.start - timedelta(days=1))
    if before is not None and closes_by_hand_over(kind, before.epoch, kinds):
        days = weekdays_between(iteration.start, iteration.end, iteration.epoch.working_days)
        if days and days[0] == nominal:
            return before
    return iteration


def slot(rhythm: Rhythm, kind_key: str, nominal: date, kinds: Sequence[MeetingKind] = KINDS) -> Slot:
    """The effective values of a kind on a nominal date (before the first epoch: those it will start with).

    Raises :class:`NotFound` for an unknown kind, or for a rhythm without an epoch.
    """
    kind = next((kind for kind in kinds if kind.key == kind_key), None)
    if kind is None:
        raise NotFound(f"no meeting kind {kind_key!r}", f"choose one of {', '.join(k.key for k in kinds)}")
    home = home_of(rhythm, kind, nominal, kinds)
    epoch = home.epoch if home else epoch_on(rhythm, nominal)
    if epoch is None:
        raise NotFound("the schedule has no start", "set one with `cadence team set --start DATE`")
    return in_force(stretches(rhythm, kind, epoch, kinds), nominal)
