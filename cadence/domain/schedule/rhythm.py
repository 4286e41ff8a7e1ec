"""The rhythm: a team's schedule in, its meetings out (Mangot 2019; the rhythm of docs/rules.md).

Everything follows from each kind's :class:`~cadence.domain.kinds.base.RhythmPlace`; no kind is named here. All times
are wall clock in the team's zone, so a meeting stays at 10:00 across a daylight-saving change. ``kinds`` is always the
team's whole set of kinds, never a filter: kinds make way for one another. Standard library only: a shell prompt
imports this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import MeetingKind
from cadence.domain.schedule.calendar import (
    ONE_DAY,
    Iteration,
    IterationEpoch,
    LocationChange,
    Rhythm,
    SlotChange,
    epoch_on,
    iteration_on,
    iterations,
    next_working_day,
    weekday,
    with_epoch,
    working_day,
)
from cadence.domain.schedule.conflicts import apply_override, make_way
from cadence.domain.schedule.layout import layout_of
from cadence.domain.schedule.planned import Override, Planned
from cadence.domain.schedule.slots import Slot, home_of, slot

__all__ = [
    "Iteration",
    "IterationEpoch",
    "LocationChange",
    "Override",
    "Planned",
    "Rhythm",
    "Slot",
    "SlotChange",
    "epoch_on",
    "held_between",
    "home_of",
    "iteration_on",
    "iterations",
    "meetings",
    "next_working_day",
    "slot",
    "weekday",
    "with_epoch",
    "working_day",
]


def _concerned(rhythm: Rhythm, first: date, last: date, overrides: Iterable[Override]) -> list[Iteration]:
    """The iterations whose meetings may lie in, or bear on, the days from ``first`` to ``last``.

    Those that overlap the window; the one before, whose hand-over lies in the first of them; and those from which a
    person moved a meeting into it.
    """
    found = {iteration.start: iteration for iteration in iterations(rhythm, first, last)}
    earliest = min((*found, first))
    latest = max((last, *(iteration.end for iteration in found.values())))
    days = [earliest - ONE_DAY]
    for override in overrides:
        if override.moved_to is not None and earliest <= override.moved_to.date() <= latest:
            days.append(override.nominal)
            own = iteration_on(rhythm, override.nominal)
            if own is not None:
                days.append(own.start - ONE_DAY)
    for day in days:
        iteration = iteration_on(rhythm, day)
        if iteration is not None:
            found[iteration.start] = iteration
    return [found[start] for start in sorted(found)]


def meetings(
    rhythm: Rhythm,
    first: date,
    last: date,
    overrides: Iterable[Override] = (),
    kinds: Sequence[MeetingKind] = KINDS,
) -> list[Planned]:
    """The meetings whose day or nominal day lies between ``first`` and ``last``, both included; in order of time.

    Skipped and cancelled ones are listed too, with their reason; a meeting for which a holiday left no working day in
    its week or iteration is not. Windows can be split at any day without changing a meeting.
    """
    overrides = tuple(overrides)
    words = {(override.kind, override.nominal): override for override in overrides}
    layout = layout_of(rhythm, tuple(kinds))
    found = []
    for iteration in _concerned(rhythm, first, last, overrides):
        for meeting in layout.meetings(iteration):
            override = words.get((meeting.kind, meeting.nominal)) if words else None
            found.append(apply_override(meeting, override, rhythm) if override else meeting)
    found = make_way(found, kinds)
    order = {kind.key: place for place, kind in enumerate(kinds)}
    inside = [m for m in found if first <= m.day <= last or first <= m.nominal <= last]
    return sorted(inside, key=lambda m: (m.day, m.at, order[m.kind], m.nominal))


def held_between(
    rhythm: Rhythm,
    first: date,
    last: date,
    overrides: Iterable[Override] = (),
    kinds: Sequence[MeetingKind] = KINDS,
) -> list[Planned]:
    """The meetings to be held on the days from ``first`` to ``last``, both included; in order of time."""
    return [m for m in meetings(rhythm, first, last, overrides, kinds) if m.held and first <= m.day <= last]
