"""The rhythm as recurring series: what a calendar program needs to show exactly the planned meetings.

Series are cut, never rewritten (RFC 5545 3.8.5): where the schedule changes, the old rule ends with UNTIL and a new one
with a new UID begins. A meeting that deviates from its rule is an :class:`Occurrence` of its series, one not held
an exclusion; a meeting that follows no rule is a series of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import MeetingKind
from cadence.domain.recurring.baseline import BLOCK, BarePlan, horizon, plain_end, rest_of_day
from cadence.domain.recurring.revisions import Recorded, Revisions, state_at
from cadence.domain.recurring.rrule import RecurrenceRun, single
from cadence.domain.schedule.calendar import Rhythm, closes_calendar_week, working_day
from cadence.domain.schedule.planned import Override, Planned
from cadence.domain.schedule.rhythm import meetings
from cadence.domain.views.calendar import Occurrence, Series, occurrences

__all__ = ["Recorded", "StampedOccurrence", "Wanted", "calendar_series", "horizon", "restamped"]


KEPT = timedelta(days=92)
"""How long a file still holds what was withdrawn once its last meeting is past: who imports seldom needs it too."""


@dataclass(frozen=True, slots=True)
class StampedOccurrence(Occurrence):
    """An occurrence that changed at its own time, not whenever its series does."""

    sequence: int = 0
    stamp: datetime | None = None
    """When it last changed, aware, in UTC."""


class Turns(NamedTuple):
    """How often somebody lost a kind of meetings, or got it back: by another role, or by leaving; and when last."""

    times: int
    at: datetime
    """Aware."""


class CalledOff(NamedTuple):
    """A single meeting that a guest was told of, and that wasn't theirs any more: how often."""

    times: int
    at: datetime
    """When that changed last, one way or the other; aware."""
    start: datetime
    """When it was to begin by the bare rule, naive wall clock."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is to hold, and what it has to know of the past.

    ``team`` is the team's stable uid; ``founded`` when its schedule was first recorded, aware; ``log`` every recorded
    change since. ``only``: of these kinds, single meetings alone (by nominal date): those a guest is invited to.
    ``keep_cancelled``: a meeting cancelled by hand stays as such (CalDAV, and the CANCEL of one meeting); else it is
    left out (feeds, and the REQUEST of a series, whose number grows with it). ``reasons``: occurrences tell why they
    differ, in the team's own words too.
    """

    team: str
    founded: datetime
    log: tuple[Recorded, ...] = ()
    kinds: Collection[str] | None = None
    """Kind keys; ``None``: all."""
    only: Mapping[str, Collection[date]] = field(default_factory=dict)
    keep_cancelled: bool = False
    reasons: bool = True
    blocks: bool = False
    """With the end-of-week block (rule 9)."""
    block_turns: Turns | None = None
    """How often the reader lost the block or got it back, if ever."""
    until: date | None = None
    """The last day to export, where that is before the horizon."""
    turns: Mapping[str, Turns] = field(default_factory=dict)
    """The kinds that the reader was entitled to and lost, or got back after that."""
    called_off: Mapping[str, Mapping[date, CalledOff]] = field(default_factory=dict)
    """By kind and nominal date, single meetings that the reader was told of and lost."""
    withdrawn: bool = False
    """With the series that a later change to the schedule took back, as cancelled: for files that are imported, which
    never forget; a subscribed feed forgets by itself."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What became of one meeting: by the rule at ``original``, ``held`` or not at ``starts``."""

    original: datetime
    plain_minutes: int
    starts: datetime
    minutes: int
    held: bool
    cancelled: bool = False
    by_person: bool = False
    reason: str = ""


def calendar_series(
    rhythm: Rhythm,
    today: date,
    wanted: Wanted,
    overrides: Iterable[Override] = (),
    kinds: Sequence[MeetingKind] = KINDS,
) -> list[Series]:
    """The series of a calendar, from the schedule's start to the horizon, in the order of the kinds and of time.

    ``kinds`` is the team's whole set (kinds make way for one another); ``wanted`` says which to export. ``summary`` is
    the kind's title; description, link, guests, colour and reminder are the caller's to add with ``replace``.
    """
    if not rhythm.epochs:
        return []
    overrides = tuple(overrides)
    export = _Export(rhythm, today, wanted, overrides, kinds)
    shown = [kind for kind in kinds if wanted.kinds is None or kind.key in wanted.kinds]
    found = [series for kind in shown for series in export.of_kind(kind)]
    found = [export.entitled_again(series) for series in found]
    found += [lost for kind in kinds if wanted.withdrawn for lost in export.called_off(kind)]
    whole = [kind for kind in shown if kind.key not in wanted.only]
    lost = [kind for kind in kinds if kind.key in wanted.turns and kind not in whole and wanted.withdrawn]
    found += [left for kind in lost for left in export.lost(kind, wanted.turns[kind.key])]
    blocks = [series for kind in kinds if kind.closes_week for series in export.blocks(kind)]
    if wanted.blocks:
        found += [_turned(one, wanted.block_turns) if wanted.block_turns is not None else one for one in blocks]
    elif wanted.block_turns is not None and wanted.withdrawn:
        found += [left for kind in kinds if kind.closes_week for left in export.lost(kind, wanted.block_turns, BLOCK)]
    return found


def restamped(series: Series, at: datetime) -> Series:
    """The series, stamped no earlier than ``at`` (aware): its words changed then. SEQUENCE stays (RFC 5546 2.1.4)."""
    later = at.astimezone(UTC)
    changed = tuple(
        replace(o, stamp=max(o.stamp or later, later)) if isinstance(o, StampedOccurrence) else o
        for o in series.changed
    )
    return replace(series, stamp=max(series.stamp or later, later), changed=changed)


def _turned(series: Series, turns: Turns) -> Series:
    changed = tuple(
        replace(one, sequence=one.sequence + turns.times) if isinstance(one, StampedOccurrence) else one
        for one in series.changed
    )
    later = restamped(replace(series, changed=changed), turns.at)
    return replace(later, sequence=series.sequence + turns.times)


class _Export:
    """The state of one export: the plan by the bare rules, the actual plan, and its recorded past."""

    def __init__(
        self, rhythm: Rhythm, today: date, wanted: Wanted, overrides: tuple[Override, ...], kinds: Sequence[MeetingKind]
    ) -> None:
        """Computes every meeting twice: without holidays and words (where series begin and end), and as it is."""
        self.rhythm, self.wanted, self.kinds, self.today, self.overrides = rhythm, wanted, kinds, today, overrides
        first, last = rhythm.epochs[0].start, self._last(rhythm)
        self.bare = BarePlan(rhythm, last, kinds)
        self.actual = [m for m in meetings(rhythm, first, last, overrides, kinds) if first <= m.nominal <= last]
        self.overridden = {(override.kind, override.nominal) for override in overrides}
        self.revisions = Revisions(
            self.bare,
            founded=wanted.founded,
            today=today,
            overrides=overrides,
            log=wanted.log,
            keep_cancelled=wanted.keep_cancelled,
            last_of=self._last,
        )

    def _last(self, rhythm: Rhythm) -> date:
        """The last day to export of a rhythm."""
        last = horizon(rhythm, self.today)
        return min(last, self.wanted.until) if self.wanted.until else last

    def of_kind(self, kind: MeetingKind) -> list[Series]:
        """The series of one kind, or the single meetings of it that a guest is invited to."""
        only = self.wanted.only.get(kind.key)
        if only is None:
            return self.of_rules(kind)
        facts = [fact for fact in self._facts(kind) if fact.original.date() in only]
        return [self._named_again(kind, one) for one in self._assembled(kind, [], facts)]

    def _facts(self, kind: MeetingKind) -> list[_Fact]:
        return [self._fact(m) for m in self.actual if m.kind == kind.key]

    def of_rules(self, kind: MeetingKind) -> list[Series]:
        """The series of one kind, whole."""
        facts = self._facts(kind)
        return self._assembled(kind, self.bare.runs(kind), facts) + self._withdrawn(kind)

    def _named_again(self, kind: MeetingKind, series: Series) -> Series:
        """A guest's single meeting with a number above those that it had when it was called off."""
        lost = self.wanted.called_off.get(kind.key, {}).get(series.starts.date())
        if lost is None:
            return series
        number = max(series.sequence, self._number_called_off(kind, lost) + 1)
        return restamped(replace(series, sequence=number), lost.at)

    def _number_called_off(self, kind: MeetingKind, lost: CalledOff) -> int:
        run = single(self.rhythm, lost.start, 1)
        return self.revisions.number_at(kind, run, lost.at) + 2 * lost.times - 1

    def called_off(self, kind: MeetingKind) -> Iterable[Series]:
        """The single meetings that a guest was told of and lost, each as cancelled, while they lie ahead."""
        lost_ones = self.wanted.called_off.get(kind.key, {})
        for day, lost in lost_ones.items():
            if day >= self.today - KEPT and day not in self.wanted.only.get(kind.key, ()):
                run = single(self.rhythm, lost.start, kind.place.minutes)
                number = self._number_called_off(kind, lost)
                series = self._plain_series(kind, run, "")
                yield replace(series, withdrawn=True, sequence=number, stamp=lost.at.astimezone(UTC))

    def blocks(self, kind: MeetingKind) -> list[Series]:
        """The free time after each meeting of ``kind`` that closes a calendar week, held or not (rule 9)."""
        facts = [fact for m in self.actual if m.kind == kind.key for fact in self._block(m)]
        found = self._assembled(kind, self.bare.runs(kind, BLOCK), facts, BLOCK) + self._withdrawn(kind, BLOCK)
        return [replace(s, summary="No production changes", transparent=True, reminder=None) for s in found]

    def _block(self, meeting: Planned) -> list[_Fact]:
        """The block after one meeting, if it is one that closes the week."""
        rest = rest_of_day(meeting.wall_end)
        if not rest or not working_day(self.rhythm, meeting.day) or not closes_calendar_week(self.rhythm, meeting.day):
            return []
        original = plain_end(meeting)
        starts = meeting.wall_start_in(self.rhythm.zone_on(meeting.nominal)) + timedelta(minutes=meeting.minutes)
        return [_Fact(original, rest_of_day(original), starts, rest, held=True)]

    def _fact(self, m: Planned) -> _Fact:
        """A planned meeting, seen from its series."""
        return _Fact(
            original=datetime.combine(m.nominal, m.plain_at),
            plain_minutes=m.plain_minutes,
            starts=m.wall_start_in(self.rhythm.zone_on(m.nominal)),
            minutes=m.minutes,
            held=m.held,
            cancelled=bool(m.cancelled) and not m.skipped,
            by_person=(m.kind, m.nominal) in self.overridden,
            reason=(m.cancelled or m.moved_because) if self.wanted.reasons else "",
        )

    def _assembled(
        self, kind: MeetingKind, found: Iterable[RecurrenceRun], facts: Iterable[_Fact], suffix: str = ""
    ) -> list[Series]:
        """Runs and what became of their meetings as series; a meeting of no run becomes a series of its own."""
        left = {(fact.original, fact.plain_minutes): fact for fact in facts}
        series = []
        for run in found:
            own = {start: fact for start in run.starts if (fact := left.pop((start, run.minutes), None))}
            series.append(self._series(kind, run, own, suffix))
        for (start, minutes), fact in left.items():
            # What a person skipped may have been published before; what a holiday swallowed never was.
            if fact.held or fact.by_person:
                run = single(self.rhythm, start, minutes or fact.minutes)
                series.append(self._series(kind, run, {start: fact}, suffix))
        return sorted(series, key=lambda s: (s.starts, s.uid))

    def _series(self, kind: MeetingKind, run: RecurrenceRun, facts: Mapping[datetime, _Fact], suffix: str) -> Series:
        """One run with what became of its meetings, by their original start."""
        excluded, changed = [], []
        for start in run.starts:
            fact = facts.get(start)
            if fact is None or not (fact.held or (fact.cancelled and self.wanted.keep_cancelled)):
                excluded.append(start)
            elif fact.cancelled or (fact.starts, fact.minutes) != (start, run.minutes):
                changed.append(self._occurrence(kind, run, fact, suffix))
        if len(excluded) == len(run.starts):
            # A rule without any meeting is an error to some programs: the last one stays, as cancelled.
            last = excluded.pop()
            gone = _Fact(last, run.minutes, last, run.minutes, held=False, cancelled=True)
            changed.append(self._occurrence(kind, run, gone, suffix))
        sequence, stamp = self.revisions.of_series(kind, run, suffix)
        series = self._plain_series(kind, run, suffix)
        return replace(series, excluded=tuple(excluded), changed=tuple(changed), sequence=sequence, stamp=stamp)

    def _plain_series(self, kind: MeetingKind, run: RecurrenceRun, suffix: str) -> Series:
        """A run as a series, before overrides of single meetings."""
        return Series(
            uid=f"cadence-{self.wanted.team}-{kind.key}{suffix}-{run.name}@cadence",
            kind=kind.key,
            summary=kind.title,
            timezone=run.timezone,
            starts=run.starts[0],
            minutes=run.minutes,
            interval=run.interval,
            by_day=run.by_day,
            week_starts=run.week_starts,
            until=run.starts[-1],
        )

    def _withdrawn(self, kind: MeetingKind, suffix: str = "") -> list[Series]:
        """Series that an earlier schedule held from a date on and that never came to be: one meeting each, cancelled.

        Whoever imported them would keep them for ever if they were merely gone.
        """
        found = []
        for run, sequence, stamp in self.revisions.withdrawn(kind, suffix) if self.wanted.withdrawn else ():
            if run.starts[-1].date() >= self.today - KEPT:
                series = self._plain_series(kind, replace(run, starts=run.starts[:1]), suffix)
                found.append(replace(series, withdrawn=True, sequence=sequence, stamp=stamp))
        return found

    def entitled_again(self, series: Series) -> Series:
        """The series with a number above those that the reader's file had while they were not entitled to it."""
        turns = self.wanted.turns.get(series.kind)
        return series if turns is None else _turned(series, turns)

    def lost(self, kind: MeetingKind, turns: Turns, suffix: str = "") -> Iterable[Series]:
        """The series of ``kind`` as somebody has to see them who has lost it, or the block after it: cut, or withdrawn.

        They are what they were then. Of what they became since, the reader learns nothing.
        """
        rhythm, overrides = state_at(self.rhythm, self.overrides, self.wanted.log, turns.at)
        day = turns.at.astimezone(ZoneInfo(rhythm.zone_on(turns.at.date()))).date()
        log = tuple(entry for entry in self.wanted.log if entry.at <= turns.at)
        then = _Export(rhythm, day, replace(self.wanted, log=log), overrides, self.kinds)
        for series in then.blocks(kind) if suffix else then.of_rules(kind):
            if series.until.date() >= self.today - KEPT:
                yield _turned(series, turns) if series.withdrawn else self._cut(series, turns)

    @staticmethod
    def _cut(series: Series, turns: Turns) -> Series:
        """A series that ends where the reader lost it; withdrawn where it had not begun."""
        stamped: dict[str, Any] = {"sequence": series.sequence + turns.times, "stamp": turns.at.astimezone(UTC)}
        lost_at = turns.at.astimezone(ZoneInfo(series.timezone)).replace(tzinfo=None)
        held = [one.original for one in occurrences(series) if one.original < lost_at]
        if not held:
            return replace(series, excluded=(), changed=(), until=series.starts, withdrawn=True, **stamped)
        changed = tuple(replace(one, **stamped) for one in series.changed if one.original <= held[-1])
        excluded = tuple(one for one in series.excluded if one <= held[-1])
        return replace(series, until=held[-1], excluded=excluded, changed=changed, **stamped)

    def _occurrence(self, kind: MeetingKind, run: RecurrenceRun, fact: _Fact, suffix: str) -> StampedOccurrence:
        """A meeting that differs from its run."""
        sequence, stamp = self.revisions.of_meeting(kind, run, fact.original.date(), suffix)
        return StampedOccurrence(
            fact.original, fact.starts, fact.minutes, fact.cancelled, fact.reason, sequence=sequence, stamp=stamp
        )
