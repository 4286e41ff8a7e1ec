"""How often, and when last, each event of a calendar changed: its SEQUENCE and its stamp (RFC 5545 3.8.7.4, 3.8.7.2).

Programs take an update only if SEQUENCE grew, and fetch a feed anew only if its bytes did: so an event's number must
grow whenever its times do, and not when another's do. Every recorded change is looked at once: what did it change in
the days around it? Those are the events that it touched. The distant end of a series moves with each quarter of the
year, so the quarter counts too; it is counted from 2020, which keeps the numbers small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from cadence.domain.calendar_days import Epoch, Rhythm, SlotChange, iteration_on
from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import MeetingKind, Repeat
from cadence.domain.planned import Override, Planned
from cadence.domain.recurrence import Run
from cadence.domain.rhythm import meetings
from cadence.domain.slots import anchor, chain

_WEEK = timedelta(weeks=1)
_Name = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded change to the schedule or to a meeting; ``at`` is when it was recorded, aware.

    Exactly one of these: ``before`` and ``after``, what people said of one meeting (``None``: nothing yet, nothing any
    more); ``since``, the date from which an epoch or, with ``kind``, a slot change holds; ``day_off``, a day added to
    or taken from the team's own holidays. ``taken_back``: the epoch or slot change of ``since`` that was taken back or
    replaced.
    """

    at: datetime
    before: Override | None = None
    after: Override | None = None
    kind: str | None = None
    since: date | None = None
    day_off: date | None = None
    taken_back: Epoch | SlotChange | None = None


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one recorded change did: meetings that left or entered their series, and all that it changed."""

    at: datetime
    flipped: frozenset[_Name]
    altered: frozenset[_Name]


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_number(day: date) -> int:
    """The quarters of a year since 2020, never negative."""
    return max(0, (day.year - 2020) * 4 + (day.month - 1) // 3)


class Revisions:
    """The numbers and stamps of one export; ``founded`` is when the team's schedule was first recorded, aware."""

    def __init__(
        self,
        rhythm: Rhythm,
        *,
        founded: datetime,
        today: date,
        horizon: date,
        overrides: Iterable[Override] = (),
        log: Iterable[Recorded] = (),
        kinds: Sequence[MeetingKind] = KINDS,
        keep_cancelled: bool = False,
    ) -> None:
        """``horizon`` is the last day exported; ``keep_cancelled``: a cancelled meeting stays, marked as such."""
        self.rhythm = rhythm
        self.founded = founded.astimezone(UTC)
        self.quarter = datetime.combine(quarter_start(today), time(), UTC)
        self.horizon = horizon
        self._slack = _WEEK * max((epoch.weeks for epoch in rhythm.epochs), default=1)
        self.kinds = {kind.key: kind for kind in kinds}
        self.keep_cancelled = keep_cancelled
        entries = sorted(log, key=lambda entry: entry.at)
        self._schedule = [entry for entry in entries if entry.since is not None]
        self.earlier: list[tuple[Rhythm, datetime, int]] = []
        """The rhythms before each change of the schedule, the latest first; when it was, and the changes up to then."""
        self._effects = self._replayed(entries, {(override.kind, override.nominal): override for override in overrides})

    def of_series(self, kind: MeetingKind, run: Run, *, loosely: bool = False) -> tuple[int, datetime]:
        """SEQUENCE and stamp of a run of ``kind``; ``loosely``: whatever its meetings do counts (what follows them)."""
        names = {(kind.key, start.date()) for start in run.starts}
        touched = [e.at for e in self._effects if names & (e.altered if loosely else e.flipped)]
        cuts = [entry.at for entry in self._schedule if self._cuts(entry, kind, run)]
        touched += cuts
        base = self._base(kind, run)
        stamp = max([base, *touched])
        if run.following > self.horizon:
            stamp = max(stamp, self.quarter)
            return len(touched) + quarter_number(self.quarter.date()), stamp.astimezone(UTC)
        ended = max([base, *cuts]).astimezone(UTC)
        return len(touched) + quarter_number(ended.date()), stamp.astimezone(UTC)

    def of_meeting(self, kind: MeetingKind, run: Run, nominal: date) -> tuple[int, datetime]:
        """SEQUENCE and stamp of one meeting that differs from its run.

        Its number is at least the one its series had when the meeting last changed, lest it be taken for old.
        """
        own = [e.at for e in self._effects if (kind.key, nominal) in e.altered]
        own += [e.at for e in self._schedule if e.kind == kind.key and run.first < (e.since or run.first) <= nominal]
        stamp = max([self._base(kind, run), *own])
        names = {(kind.key, start.date()) for start in run.starts} - {(kind.key, nominal)}
        others = [e.at for e in self._effects if names & e.flipped and e.at <= stamp and e.at not in own]
        cuts = [e.at for e in self._schedule if self._cuts(e, kind, run) and e.at <= stamp and e.at not in own]
        return len(own) + len(others) + len(cuts) + quarter_number(stamp.astimezone(UTC).date()), stamp.astimezone(UTC)

    def _base(self, kind: MeetingKind, run: Run) -> datetime:
        """When the run was first planned: with the change that it begins with, or with the team."""
        near = run.first - self._slack - _WEEK
        known = (e.at for e in self._schedule if near < (e.since or near) <= run.first and self._bears(e, kind))
        return max([self.founded, *known])

    def _bears(self, entry: Recorded, kind: MeetingKind) -> bool:
        """Whether a change of the schedule can bear on ``kind``: its own, its leader's, an edge's on what is daily."""
        if entry.kind is None or entry.kind in {other.key for other in chain(kind, tuple(self.kinds.values()))}:
            return True
        other = self.kinds.get(entry.kind)
        daily = anchor(kind, tuple(self.kinds.values())).place.repeat is Repeat.DAY
        return other is not None and other.place.edge and daily

    def _cuts(self, entry: Recorded, kind: MeetingKind, run: Run) -> bool:
        """Whether a change of the schedule touched the run: it ended it, or holds in the middle of it.

        A change takes effect in the iteration of its date or in the next, and an epoch cuts the iteration before it
        short: so what ended a run lies within an iteration of its end.
        """
        since = entry.since
        if since is None or since <= run.first or not self._bears(entry, kind):
            return False
        if run.following <= self.horizon and run.last - self._slack <= since <= run.following + self._slack:
            return True
        if since > run.last:
            return False
        restless = any(e.taken_back and (e.since, e.kind) == (since, entry.kind) for e in self._schedule)
        return restless or entry.kind in (None, kind.key)

    def _in_series(self, meeting: Planned | None) -> bool:
        """Whether a reader of the series sees the meeting at all."""
        if meeting is None or meeting.skipped:
            return False
        return self.keep_cancelled or not meeting.cancelled

    def _replayed(self, entries: Sequence[Recorded], said: dict[_Name, Override]) -> list[_Effect]:
        """What each change to a meeting or to the days off did, found by undoing them one by one, the latest first."""
        rhythm, found = self.rhythm, []
        for number, entry in reversed(tuple(enumerate(entries, 1))):
            if entry.since is not None:
                rhythm = _without(rhythm, entry)
                self.earlier.append((rhythm, entry.at.astimezone(UTC), number))
                continue
            names = {(word.kind, word.nominal) for word in (entry.before, entry.after) if word is not None}
            others = {name: word for name, word in said.items() if name not in names}
            earlier, later = (
                others | ({(word.kind, word.nominal): word} if word is not None else {})
                for word in (entry.before, entry.after)
            )
            holidays = dict(rhythm.holidays)
            if entry.day_off is not None:
                holidays.pop(entry.day_off, None)
                if entry.day_off not in rhythm.holidays:
                    holidays[entry.day_off] = "day off"
            was = replace(rhythm, holidays=holidays)
            spans = _spans(rhythm, entry)
            found.append(self._effect(entry.at, self._around(was, spans, earlier), self._around(rhythm, spans, later)))
            rhythm, said = was, earlier
        return found

    def _effect(self, at: datetime, before: dict[_Name, Planned], after: dict[_Name, Planned]) -> _Effect:
        """The difference between two plans."""
        names = before.keys() | after.keys()
        altered = frozenset(name for name in names if before.get(name) != after.get(name))
        flipped = frozenset(n for n in altered if self._in_series(before.get(n)) != self._in_series(after.get(n)))
        return _Effect(at, flipped, altered)

    def _around(
        self, rhythm: Rhythm, spans: Iterable[tuple[date, date]], said: dict[_Name, Override]
    ) -> dict[_Name, Planned]:
        """The meetings of some spans of days, by name."""
        kinds = tuple(self.kinds.values())
        found = (m for first, last in spans for m in meetings(rhythm, first, last, said.values(), kinds))
        return {(meeting.kind, meeting.nominal): meeting for meeting in found}


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
    if entry.kind is None:
        epochs = [epoch for epoch in rhythm.epochs if epoch.start != entry.since]
        epochs += [back] if isinstance(back, Epoch) else []
        return replace(rhythm, epochs=tuple(sorted(epochs, key=lambda epoch: epoch.start)) or rhythm.epochs)
    changes = [change for change in rhythm.changes if (change.kind, change.since) != (entry.kind, entry.since)]
    changes += [back] if isinstance(back, SlotChange) else []
    return replace(rhythm, changes=tuple(changes))
