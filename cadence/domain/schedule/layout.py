"""The layout of an iteration: each meeting's day, by the rules and the holidays, before overrides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from cadence.domain.kinds.base import MeetingKind, OnHoliday, Repeat
from cadence.domain.schedule.calendar import ONE_DAY, Iteration, Rhythm, iteration_on, weekdays_between
from cadence.domain.schedule.planned import Planned
from cadence.domain.schedule.slots import Slot, anchor, in_force, stretches
from cadence.domain.value import Value, replace


class Placement(Value):
    """Where a slot puts its meeting in one box: ``day`` is ``None`` where no working day is left for it."""

    slot: Slot
    nominal: date
    day: date | None
    skipped: bool = False
    """It stays on the holiday and is shown as skipped."""

    @property
    def bound(self) -> date:
        """The day that counts when others ask where it stands."""
        return self.day or self.nominal

    @property
    def first(self) -> date:
        """The earlier of the nominal day and the day it is held: from then on it has happened."""
        return min(self.nominal, self.day or self.nominal)


def _spot(slot: Slot, days: Sequence[date], rhythm: Rhythm) -> Placement:
    """Where ``slot`` puts its meeting among ``days``, the weekdays of a box (at least one).

    A position beyond the box means its last weekday (before it: the first). On a holiday the meeting goes to the
    next or the previous working day of the same box, or stays and is skipped; but not to a day on which the holiday
    was not yet known.
    """
    wanted = slot.day or 1
    index = wanted - 1 if wanted > 0 else len(days) + wanted
    index = min(max(index, 0), len(days) - 1)
    nominal = days[index]
    if nominal not in rhythm.holidays:
        return Placement(slot, nominal, nominal)
    if slot.on_holiday is OnHoliday.SKIP:
        return Placement(slot, nominal, nominal, skipped=True)
    candidates = days[index + 1 :] if slot.on_holiday is OnHoliday.NEXT else days[:index][::-1]
    known = rhythm.entered.get(nominal, date.min)
    return Placement(slot, nominal, next((d for d in candidates if d not in rhythm.holidays and d > known), None))


class Layout:
    """Lays out the iterations of one rhythm, each once; :func:`layout_of` gives the one of a rhythm."""

    def __init__(self, rhythm: Rhythm, kinds: Sequence[MeetingKind]) -> None:
        """Compute nothing yet; the methods do."""
        self.rhythm = rhythm
        self.kinds = kinds
        self._anchors = {kind.key: anchor(kind, kinds).place for kind in kinds}
        self._stretches: dict[tuple[str, date], list[Slot]] = {}
        self._spots: dict[date, list[tuple[MeetingKind, Placement]]] = {}
        self._meetings: dict[date, tuple[Planned, ...]] = {}

    def slots(self, kind: MeetingKind, iteration: Iteration) -> list[Slot]:
        """The slots of ``kind`` in the iteration's epoch."""
        key = (kind.key, iteration.epoch.start)
        if key not in self._stretches:
            self._stretches[key] = stretches(self.rhythm, kind, iteration.epoch, self.kinds)
        return self._stretches[key]

    def repeats(self, kind: MeetingKind) -> Repeat:
        """How often ``kind`` is held: as often as the kind whose day it shares."""
        return self._anchors[kind.key].repeat

    def hands_over(self, kind: MeetingKind, iteration: Iteration) -> bool:
        """Whether ``kind`` closes the iteration on the first weekday of the next."""
        return iteration.epoch.hand_over and self._anchors[kind.key].hand_over_closes

    def before(self, iteration: Iteration) -> Iteration | None:
        """The iteration before this one."""
        return iteration_on(self.rhythm, iteration.start - ONE_DAY)

    def _boxes(self, kind: MeetingKind, iteration: Iteration) -> list[list[date]]:
        """The weekdays of each box in which ``kind`` is held once; boxes without a weekday are left out."""
        box = iteration
        spans = [(iteration.start, iteration.end)]
        if self.hands_over(kind, iteration):
            after = iteration_on(self.rhythm, iteration.end + ONE_DAY)
            assert after is not None, "the last epoch has no end"
            box, spans = after, [(after.start, after.end)]
        elif self.repeats(kind) is Repeat.WEEK:
            spans = iteration.boxes()
        found = (weekdays_between(start, end, box.epoch.working_days) for start, end in spans)
        return [days for days in found if days]

    def _choose(self, slots: Sequence[Slot], days: Sequence[date]) -> Placement:
        """The one spot of a box in which the rule may change.

        A change holds from its date on and rewrites nothing: what stands before that date, by nominal day or by the
        day it is held, stays; and a new place before that date is not taken, so the old one holds once more.
        """
        chosen = _spot(slots[0], days, self.rhythm)
        for slot in slots[1:]:
            if slot.since > chosen.first:
                break
            new = _spot(slot, days, self.rhythm)
            if new.first >= slot.since:
                chosen = new
        return chosen

    def spots(self, iteration: Iteration) -> list[tuple[MeetingKind, Placement]]:
        """Where the iteration's meetings stand, but for the daily ones; also those without a working day."""
        if iteration.start not in self._spots:
            before = self.before(iteration)
            found = []
            for kind in self.kinds:
                if self.repeats(kind) is Repeat.DAY:
                    continue
                taken = self._closed_by(before, kind, iteration)
                for days in self._boxes(kind, iteration):
                    spot = self._choose(self.slots(kind, iteration), days)
                    if spot.nominal != taken and spot.slot.held:
                        found.append((kind, spot))
            self._spots[iteration.start] = found
        return self._spots[iteration.start]

    def _closed_by(self, before: Iteration | None, kind: MeetingKind, iteration: Iteration) -> date | None:
        """The first weekday, where the iteration before closes on it with this kind and this one does not by hand-over.

        A name is given once: an iteration cut to a single day holds no second demo on it.
        """
        if before is None or not self.hands_over(kind, before):
            return None
        if self.hands_over(kind, iteration):
            return None
        days = weekdays_between(iteration.start, iteration.end, iteration.epoch.working_days)
        return days[0] if days else None

    def handed_over_on(self, iteration: Iteration) -> date | None:
        """The day on which the iteration before closes, where that is a hand-over into one without."""
        before = self.before(iteration)
        if before is None or not before.epoch.hand_over or iteration.epoch.hand_over:
            return None
        closing = (s for k, s in self.spots(before) if self.hands_over(k, before))
        return next((spot.day for spot in closing if spot.day is not None and not spot.skipped), None)

    def meetings(self, iteration: Iteration) -> tuple[Planned, ...]:
        """All meetings of one iteration, by the rules and the holidays alone; in the order of the kinds."""
        if iteration.start not in self._meetings:
            self._meetings[iteration.start] = tuple(self._by_kind(iteration) + self._daily(iteration))
        return self._meetings[iteration.start]

    def _by_kind(self, iteration: Iteration) -> list[Planned]:
        hand_over = self.handed_over_on(iteration)
        found = []
        for kind, spot in self.spots(iteration):
            if spot.day is None:
                continue
            meeting = self._planned(spot.slot, spot.nominal, iteration, spot.day)
            if spot.skipped:
                meeting = replace(meeting, skipped=self.rhythm.holidays[spot.nominal])
            early = kind.place.hand_over_at
            if spot.day == hand_over and early is not None and meeting.at == kind.place.at:
                # The last hand-over of an epoch: its day keeps the hand-over's times.
                meeting = replace(meeting, at=early, moved_because=meeting.moved_because or "hand-over day")
            found.append(meeting)
        return found

    def _planned(self, slot: Slot, nominal: date, iteration: Iteration, day: date) -> Planned:
        """The meeting of a slot on a day."""
        because = self.rhythm.holidays.get(nominal, "") if day != nominal else ""
        return Planned(
            kind=slot.kind,
            nominal=nominal,
            iteration=iteration.number,
            day=day,
            at=slot.at,
            minutes=slot.minutes,
            plain_at=slot.at,
            plain_minutes=slot.minutes,
            since=slot.since,
            timezone=self.rhythm.zone_on(day),
            moved_because=because,
        )

    def _daily(self, iteration: Iteration) -> list[Planned]:
        """The daily meetings: every working day strictly between the edge days (rule 1)."""
        daily = [kind for kind in self.kinds if self.repeats(kind) is Repeat.DAY]
        if not daily:
            return []
        after, until = self._bounds(iteration)
        before = self.before(iteration)
        around = self.spots(iteration) + (self.spots(before) if before else [])
        edges = {s.day for k, s in around if k.place.edge and not s.skipped}
        found = []
        for day in weekdays_between(iteration.start, iteration.end, iteration.epoch.working_days):
            if after < day < until and day not in edges and day not in self.rhythm.holidays:
                for kind in daily:
                    slot = in_force(self.slots(kind, iteration), day)
                    if slot.held and day.weekday() in slot.days:
                        found.append(self._planned(slot, day, iteration, day))
        return found

    def _bounds(self, iteration: Iteration) -> tuple[date, date]:
        """The days between which the daily meetings lie, both excluded: the iteration's opening and its closing.

        Whether an edge kind opens or closes is how it is declared: counted from the box's end, or held on the hand-over
        day, it closes. An edge without a working day counts where it would have been.
        """
        after, until = iteration.start - ONE_DAY, iteration.end + ONE_DAY
        for kind, spot in self.spots(iteration):
            place = self._anchors[kind.key]
            if not kind.place.edge or place.repeat is not Repeat.ITERATION:
                continue
            if (place.day or 1) < 0 or place.hand_over_closes:
                # A hand-over closes in the next iteration; this one's days all lie before it.
                until = min(until, spot.bound)
            else:
                after = max(after, spot.bound)
        return after, until


@lru_cache(maxsize=32)
def layout_of(rhythm: Rhythm, kinds: tuple[MeetingKind, ...]) -> Layout:
    """The layout of a rhythm. Some are kept: everybody's calendar asks for the same iterations of the same rhythms."""
    return Layout(rhythm, kinds)
