"""Whether the team's iterations line up with the partner team's sprints (rule 6).

They line up when the boundaries of the longer box are boundaries of the shorter one too: with sprints of two weeks, a
weekly iteration has to start on the sprint's first day every other week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cadence.domain.schedule.calendar import MAX_WEEKS, ONE_DAY, Iteration, Rhythm, iteration_on, iterations
from cadence.errors import BadValue

HORIZON = timedelta(weeks=52)
"""How far ahead the two are compared."""


@dataclass(frozen=True, slots=True)
class PartnerSprint:
    """The partner's sprints: ``start`` is the first day of any one of them, ``weeks`` their length (1 to 8)."""

    start: date
    weeks: int
    name: str = "the partner"

    def __post_init__(self) -> None:
        """Refuse a length that no sprint has."""
        if not 1 <= self.weeks <= MAX_WEEKS:
            raise BadValue(f"a sprint of {self.weeks} weeks", f"choose 1 to {MAX_WEEKS} weeks")


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the two stand to each other.

    ``drift`` is in days, for the iteration asked about: the team starts so many days after the nearest sprint boundary
    (negative: before it). ``stops`` is the start of the first iteration that is out of line, ``None`` if none is
    within a year. ``nearest_start`` and ``nearest_weeks`` are the nearest start of an iteration, and its length,
    from which on the two line up; ``None`` when they do.
    """

    drift: int
    stops: date | None
    nearest_start: date | None
    nearest_weeks: int | None


def _around_zero(days: int, period: int) -> int:
    """``days`` modulo ``period``, as a number from -period/2 (excluded) to period/2 (included)."""
    rest = days % period
    return rest - period if rest > period // 2 else rest


def drift(iteration: Iteration, partner: PartnerSprint) -> int:
    """The days by which the iteration's start lies after (negative: before) the boundary it should share."""
    from_sprint = _around_zero((iteration.start - partner.start).days, 7 * partner.weeks)
    if iteration.weeks >= partner.weeks:
        return from_sprint
    return _around_zero(from_sprint, 7 * iteration.weeks)


def _nearest(partner: PartnerSprint, weeks: int, after: date, wanted: date) -> tuple[date, int]:
    """The start nearest to ``wanted``, later than ``after``, from which iterations of ``weeks`` line up, and the weeks.

    Where the two lengths never fit each other (2 and 3 weeks), the partner's own length is offered.
    """
    short, long = sorted((weeks, partner.weeks))
    if long % short:
        weeks = short = partner.weeks
    period = 7 * short
    start = wanted - timedelta(days=_around_zero((wanted - partner.start).days, period))
    while start <= after:
        start += timedelta(days=period)
    return start, weeks


def alignment(rhythm: Rhythm, partner: PartnerSprint, day: date) -> Alignment | None:
    """How the iterations from ``day`` on line up with the partner's sprints; ``None`` without any iteration.

    Before the first iteration, the first one is asked about.
    """
    if not rhythm.epochs:
        return None
    ahead = iterations(rhythm, day, max(day, rhythm.epochs[0].start) + HORIZON)
    out = next((iteration for iteration in ahead if drift(iteration, partner)), None)
    now = drift(ahead[0], partner)
    if out is None:
        return Alignment(now, None, None, None)
    # Mended from the iteration that is out of line, or from the next one when that is running already.
    wanted = out.start if out.start > day else out.end + ONE_DAY
    mended = iteration_on(rhythm, wanted) or out
    start, weeks = _nearest(partner, mended.weeks, day, wanted)
    return Alignment(now, out.start, start, weeks)
