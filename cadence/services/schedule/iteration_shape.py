"""The shape of the iteration: how long, from when, on which days. A new shape begins a new epoch (rule 7)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cadence.domain.lint.finding import Finding, Severity
from cadence.domain.parsing.dates import day_words
from cadence.domain.schedule.calendar import ONE_DAY, with_epoch
from cadence.domain.schedule.calendar import IterationEpoch as Shape
from cadence.domain.schedule.rhythm import Rhythm, iteration_on
from cadence.errors import Refused
from cadence.services.schedule.week import Week
from cadence.store.write import Write


class NewShape(NamedTuple):
    """New values for the iteration's shape; ``None`` leaves one as it is."""

    start: date | None = None
    weeks: int | None = None
    working_days: frozenset[int] | None = None
    hand_over: bool | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything is to be changed."""
        return self != NewShape()


def reshape(w: Write, week: Week, new: NewShape, since: date | None) -> date:
    """Begin a new epoch on ``since`` (the new start, else the next iteration's first day); gives that day.

    An epoch that was to begin on or after that day gives way. Raises :class:`Refused` for a day that is past.
    """
    from cadence.store.tables.schedule import Epoch

    begins = _begins(week, new.start or since)
    old = _shape_before(week.rhythm, begins)
    wanted = Shape(
        begins,
        new.weeks if new.weeks is not None else old.weeks,
        new.working_days if new.working_days is not None else old.working_days,
        new.hand_over if new.hand_over is not None else old.hand_over,
    )
    shape = with_epoch(week.rhythm, wanted).epochs[-1]
    for epoch in week.rhythm.epochs:
        if epoch.start >= begins:
            w.remove(w.get(Epoch, (w.viewer.team_id, epoch.start), "epoch"))
    w.add(
        Epoch(
            team_id=w.viewer.team_id,
            start=shape.start,
            weeks=shape.weeks,
            working_days=",".join(str(day) for day in sorted(shape.working_days)),
            hand_over=shape.hand_over,
            first_number=shape.first_number,
        )
    )
    return begins


def _begins(week: Week, asked: date | None) -> date:
    first = week.rhythm.epochs[0].start
    if asked is None:
        here = iteration_on(week.rhythm, week.today)
        return here.end + ONE_DAY if here else first
    if asked < week.today:
        raise Refused(f"{asked} is past, and what happened stays as it was", "change it from today or later on")
    return asked


def _shape_before(rhythm: Rhythm, day: date) -> Shape:
    """The shape that a change on ``day`` starts from: the one in force then, a pending one included."""
    return next((epoch for epoch in reversed(rhythm.epochs) if epoch.start <= day), rhythm.epochs[0])


def side_effects(before: Rhythm, today: date, begins: date) -> list[Finding]:
    """What a new shape from ``begins`` on does beside: a change that gives way, an iteration that it cuts short."""
    found = []
    for epoch in before.epochs:
        if epoch.start >= begins and epoch.start > today and epoch is not before.epochs[0]:
            weeks = f"{epoch.weeks} week{'s' if epoch.weeks > 1 else ''}"
            what = f"the change from {day_words(epoch.start)} on ({weeks}) gives way"
            found.append(Finding("pending-change", Severity.NOTE, what, "cadence undo brings it back"))
    cut = iteration_on(before, begins)
    if cut is not None and cut.start < begins:
        what = f"iteration {cut.number} ends on {day_words(begins - ONE_DAY)} instead of {day_words(cut.end)}"
        remedy = f"--from {cut.end + ONE_DAY} begins with the next one"
        found.append(Finding("cut-iteration", Severity.NOTE, what, remedy))
    return found


def next_shape(epochs: tuple[Shape, ...], today: date) -> Shape | None:
    """The shape that is to come, if one is."""
    return next((epoch for epoch in epochs if epoch.start > max(today, epochs[0].start)), None)
