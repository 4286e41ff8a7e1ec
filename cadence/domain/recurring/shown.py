"""What a calendar showed at some time: the series by their names, and each meeting as it was to be held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from cadence.domain.kinds.base import MeetingKind
from cadence.domain.recurring.baseline import BarePlan
from cadence.domain.schedule.planned import Override, Planned
from cadence.domain.schedule.rhythm import meetings

Name = tuple[str, date]
"""A meeting's: its kind and its nominal date."""
Signature = tuple[object, ...]


class ShownPlan:
    """A plan with what people had changed of single meetings; two of them are compared by what a reader sees."""

    def __init__(
        self, plan: BarePlan, overrides: Sequence[Override], in_series: Callable[[Planned | None], bool]
    ) -> None:
        """``in_series`` tells whether a reader of the series sees a meeting at all."""
        self.plan, self._overrides, self._in_series = plan, overrides, in_series
        self._signatures: dict[tuple[str, str], dict[str, Signature]] = {}

    @cached_property
    def _planned(self) -> dict[Name, Planned]:
        rhythm, last = self.plan.rhythm, self.plan.last
        found = meetings(rhythm, rhythm.epochs[0].start, last, self._overrides, self.plan.kinds)
        return {(meeting.kind, meeting.nominal): meeting for meeting in found}

    def signatures(self, kind: MeetingKind, suffix: str = "") -> dict[str, Signature]:
        """By name, all of a series that shows in its own event: the rule, its end, and the meetings left out.

        What follows a meeting (with a ``suffix``) leaves out what the meeting itself does; that is counted apart.
        """
        if (kind.key, suffix) not in self._signatures:
            found = self._signatures.setdefault((kind.key, suffix), {})
            for run in self.plan.runs(kind, suffix):
                days = [] if suffix else [start.date() for start in run.starts]
                left_out = frozenset(day for day in days if not self._in_series(self._planned.get((kind.key, day))))
                rule = (run.starts[0], run.minutes, run.interval, run.by_day, run.week_starts, run.timezone)
                found[run.name] = (*rule, run.starts[-1], left_out)
        return self._signatures[kind.key, suffix]

    def meeting(self, kind: str, nominal: date) -> Signature | None:
        """All of one meeting that shows: when, how long, whether at all, and why it differs."""
        one = self._planned.get((kind, nominal))
        if one is None:
            return None
        return one.wall_start, one.timezone, one.minutes, one.skipped, one.cancelled, one.moved_because
