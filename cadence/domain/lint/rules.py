"""The lint of a cadence: what breaks the plan, with the rule and the remedy (rule 10).

Findings are gathered: one for each rule and kind or person, with how often and when first, not one for each date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, product

from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import MeetingKind, Repeat
from cadence.domain.lint.attendees import Attendee, attends
from cadence.domain.lint.finding import Finding, Severity, often, starting
from cadence.domain.lint.load import iteration_loads
from cadence.domain.lint.working_hours import no_shared_hours, outside_working_hours, over_budget
from cadence.domain.parsing.dates import day_words
from cadence.domain.schedule.alignment import PartnerSprint, alignment
from cadence.domain.schedule.calendar import Rhythm, epoch_on, iterations, working_day
from cadence.domain.schedule.layout import layout_of
from cadence.domain.schedule.planned import Override, Planned
from cadence.domain.schedule.rhythm import meetings
from cadence.domain.schedule.slots import anchor, closes_by_hand_over

__all__ = ["Attendee", "Finding", "PartnerSprint", "Severity", "attends", "lint"]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all checks look at; ``planned`` are the meetings of the days from ``first`` to ``last``."""

    rhythm: Rhythm
    partner: PartnerSprint | None
    first: date
    last: date
    overrides: tuple[Override, ...]
    kinds: Sequence[MeetingKind]
    planned: Sequence[Planned]

    @property
    def held(self) -> list[Planned]:
        """The meetings that are to be held."""
        return [meeting for meeting in self.planned if meeting.held]

    def led(self, kind: MeetingKind) -> list[tuple[Planned, Planned]]:
        """The meetings of ``kind``, each with the one that it follows; none where the kind follows no other."""
        leaders = {m.nominal: m for m in self.held if m.kind == kind.place.follows}
        own = (m for m in self.held if m.kind == kind.key)
        return [(m, leaders[m.nominal]) for m in own if m.nominal in leaders]

    def since(self, days: Sequence[date]) -> str:
        """The end of a command that mends what begins only later: from which day on it is to hold."""
        return starting(days, self.first)

    def closes(self, key: str) -> bool:
        """Whether a kind on an iteration's edge closes it; else it opens it. As it is declared."""
        place = anchor(self.kind(key), self.kinds).place
        return (place.day or 1) < 0 or place.hand_over_closes

    def kind(self, key: str) -> MeetingKind:
        """The kind with this key."""
        return next(kind for kind in self.kinds if kind.key == key)


def _counted(number: int, noun: str) -> str:
    """A number and its noun: ``1 day``, ``2 days``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _move(meeting: Planned, to: datetime | None = None, minutes: int | None = None) -> str:
    """The command that gives one meeting another time or timebox."""
    length = f" --minutes {minutes}" if minutes else ""
    return f'cadence meeting move {meeting.ref} --to "{to or meeting.wall_start:%Y-%m-%d %H:%M}"{length}'


def _timebox(ground: _Ground) -> list[Finding]:
    """Meetings longer than their kind's hard ceiling."""
    found = []
    for kind in ground.kinds:
        ceiling = kind.place.ceiling or 24 * 60
        over = [m for m in ground.held if m.kind == kind.key and m.minutes > ceiling]
        if over:
            longest = max(m.minutes for m in over)
            what = (
                f"{kind.title} takes {longest} minutes where {ceiling} are the ceiling, {often([m.day for m in over])}"
            )
            since = ground.since([m.nominal for m in over])
            remedy = f"bring it down to {ceiling}: cadence schedule set {kind.key} --minutes {ceiling}{since}"
            if all(m.minutes != m.plain_minutes for m in over):
                remedy = f"bring it down to {ceiling}: {_move(over[0], minutes=ceiling)}"
            found.append(Finding("timebox", Severity.ERROR, what, remedy))
    return found


def _edge_day(ground: _Ground) -> list[Finding]:
    """Daily meetings on the day of an edge meeting (rule 1); only a person can put them there."""
    edges = {m.day: m for m in ground.held if ground.kind(m.kind).place.edge}
    found = []
    for kind in ground.kinds:
        on_edge = [m for m in ground.held if m.kind == kind.key and m.day in edges]
        if kind.place.repeat is Repeat.DAY and on_edge:
            other = ground.kind(edges[on_edge[0].day].kind)
            what = f"{kind.title} on the day of the {other.title.lower()}, {often([m.day for m in on_edge])}"
            remedy = (
                f'skip it: cadence meeting skip {on_edge[0].ref} --reason "it is the day of the {other.title.lower()}"'
            )
            found.append(Finding("edge-day", Severity.ERROR, what, remedy))
    return found


def _apart(ground: _Ground) -> list[Finding]:
    """Meetings that follow another one, where a person moved only one of the two (rule 2)."""
    found = []
    for kind in ground.kinds:
        for meeting, leader in ground.led(kind):
            if (meeting.by_hand or leader.by_hand) and leader.day != meeting.day:
                title = ground.kind(leader.kind).title.lower()
                what = f"{kind.title} on {day_words(meeting.day)}, but its {title} on {day_words(leader.day)}"
                remedy = f"let it follow: {_move(meeting, leader.ends.replace(tzinfo=None))}"
                found.append(Finding("apart", Severity.WARNING, what, remedy))
    return found


def _overlap(ground: _Ground) -> list[Finding]:
    """Meetings of the team that share a moment; what holidays do is settled before (sync and arch yield)."""
    by_day: dict[date, list[Planned]] = {}
    for meeting in ground.held:
        by_day.setdefault(meeting.day, []).append(meeting)
    pairs: dict[tuple[str, str], list[tuple[Planned, Planned]]] = {}
    for together in by_day.values():
        for one, other in combinations(together, 2):
            if one.overlaps(other):
                pairs.setdefault((one.kind, other.kind), []).append((one, other))
    found = []
    for (one_key, other_key), clashes in pairs.items():
        titles = f"{ground.kind(one_key).title} and {ground.kind(other_key).title.lower()}"
        since = ground.since([one.nominal for one, _ in clashes])
        remedy = f"move one of them: cadence schedule set {other_key} --at HH:MM{since}"
        if all(one.by_hand or other.by_hand for one, other in clashes):
            remedy = f"move one of them: cadence meeting move {clashes[0][1].ref} --to TIME"
        what = f"{titles} overlap, {often([one.day for one, _ in clashes])}"
        found.append(Finding("overlap", Severity.ERROR, what, remedy))
    return found


def _holidays(ground: _Ground) -> list[Finding]:
    """What holidays make impossible: meetings that yield or are skipped, boxes without a day left for a meeting."""
    stated = {(o.kind, o.nominal) for o in ground.overrides if o.status != "scheduled"}
    found = []
    for kind in ground.kinds:
        skipped = [m for m in ground.planned if m.kind == kind.key and m.skipped and (m.kind, m.nominal) not in stated]
        skipped = [m for m in skipped if kind.place.repeat is not Repeat.DAY]
        if skipped:
            what = f"{kind.title} is skipped, {often([m.day for m in skipped])}: {skipped[0].skipped}"
            remedy = f"hold it at another time: cadence meeting move {skipped[0].ref} --to TIME"
            found.append(Finding("holidays", Severity.NOTE, what, remedy))
    layout = layout_of(ground.rhythm, tuple(ground.kinds))
    lost: dict[str, list[date]] = {}
    for iteration in iterations(ground.rhythm, ground.first, ground.last):
        for kind, spot in layout.spots(iteration):
            if spot.day is None and ground.first <= spot.nominal <= ground.last:
                lost.setdefault(kind.key, []).append(spot.nominal)
    for key, days in lost.items():
        kind = ground.kind(key)
        severity = Severity.WARNING if kind.place.repeat is Repeat.ITERATION else Severity.NOTE
        box = kind.place.repeat.value
        what = f"{kind.title} is not held, {often(days)}: holidays leave no working day for it in its {box}"
        remedy = "lengthen the iteration around the holidays, or do without"
        found.append(Finding("holidays", severity, what, remedy))
    return found


def _partner(ground: _Ground) -> list[Finding]:
    """Iterations that do not line up with the partner's sprints (rule 6)."""
    if ground.partner is None:
        return []
    state = alignment(ground.rhythm, ground.partner, ground.first)
    if state is None or state.stops is None or state.nearest_start is None or state.stops > ground.last:
        return []
    planned = ground.rhythm.epochs[-1].start
    then = alignment(ground.rhythm, ground.partner, planned) if planned > ground.first else None
    if then is not None and then.stops is None:
        return []  # they line up from a start on that has been decided
    name = ground.partner.name
    what = f"from {day_words(state.stops)} on, iterations and the sprints of {name} drift apart"
    if state.drift:
        side = "after" if state.drift > 0 else "before"
        what = f"iterations start {_counted(abs(state.drift), 'day')} {side} the sprints of {name}"
    epoch = epoch_on(ground.rhythm, state.nearest_start)
    same = epoch is not None and epoch.weeks == state.nearest_weeks
    weeks = "" if same else f" --weeks {state.nearest_weeks}"
    remedy = (
        f"start an iteration of {_counted(state.nearest_weeks or 1, 'week')} on {day_words(state.nearest_start)}: "
        f"cadence team set --start {state.nearest_start}{weeks}"
    )
    return [Finding("partner-sprints", Severity.WARNING, what, remedy)]


def _moved_onto(ground: _Ground) -> list[Finding]:
    """Meetings that a person moved onto a day off."""
    found = []
    for meeting in ground.held:
        name = ground.rhythm.holidays.get(meeting.day)
        if meeting.by_hand and not working_day(ground.rhythm, meeting.day):
            why = name or f"{meeting.day:%A} is no working day"
            what = f"{ground.kind(meeting.kind).title} was moved to {day_words(meeting.day)}: {why}"
            remedy = f"move it to a working day: cadence meeting move {meeting.ref} --to TIME"
            found.append(Finding("day-off", Severity.WARNING, what, remedy))
    return found


def _order(ground: _Ground) -> list[Finding]:
    """Iterations that close before they open, or on the same day; meetings that begin before the one they follow."""
    found = []
    apart: dict[tuple[str, str, bool], list[tuple[Planned, Planned]]] = {}
    by_iteration: dict[int, list[Planned]] = {}
    for meeting in ground.held:
        by_iteration.setdefault(meeting.iteration, []).append(meeting)
    for together in by_iteration.values():
        edges = [m for m in together if ground.kind(m.kind).place.edge and not ground.kind(m.kind).place.follows]
        for opening, closing in product(edges, edges):
            if ground.closes(opening.kind) or not ground.closes(closing.kind):
                continue
            if closing.day > opening.day or opening.by_holiday or closing.by_holiday:
                continue
            early = closing.wall_start < opening.wall_start
            apart.setdefault((opening.kind, closing.kind, early), []).append((opening, closing))
    for (first, last, early), pairs in apart.items():
        opening_title, closing_title = ground.kind(first).title, ground.kind(last).title
        what = f"{opening_title} and {closing_title.lower()} are on one day, so that no day is left for a standup"
        if early:
            what = f"{opening_title} comes after the {closing_title.lower()} of its iteration"
        remedy = f"let the {closing_title.lower()} close it: cadence schedule set {last} --day -1"
        moved = [one for pair in pairs for one in pair if one.by_hand]
        if all(one.by_hand or other.by_hand for one, other in pairs):
            remedy = f"move it to another day: cadence meeting move {moved[0].ref} --to TIME"
        days = [opening.day for opening, _ in pairs]
        found.append(Finding("order", Severity.WARNING, f"{what}, {often(days)}", remedy))
    return found + _before_its_leader(ground)


def _before_its_leader(ground: _Ground) -> list[Finding]:
    """Meetings that begin, on the same day, before the one has ended that they follow."""
    found = []
    for kind in ground.kinds:
        early = [(m, lead) for m, lead in ground.led(kind) if m.day == lead.day and m.wall_start < lead.wall_start]
        if early:
            meeting, leader = early[0]
            title = ground.kind(leader.kind).title.lower()
            remedy = f"let it follow: cadence schedule set {kind.key} --at {leader.ends:%H:%M}"
            if all(m.by_hand or lead.by_hand for m, lead in early):
                remedy = f"let it follow: {_move(meeting, leader.ends.replace(tzinfo=None))}"
            what = f"{kind.title} begins before its {title}, {often([m.day for m, _ in early])}"
            found.append(Finding("order", Severity.WARNING, what, remedy))
    return found


def _no_effect(ground: _Ground) -> list[Finding]:
    """Days that were set for kinds whose day is not theirs: those that follow another, or close by hand-over."""
    found = []
    for kind in ground.kinds:
        set_days = [c for c in ground.rhythm.changes if c.kind == kind.key and c.day is not None]
        leader = anchor(kind, ground.kinds)
        boxes = iterations(ground.rhythm, ground.first, ground.last)
        by_hand_over = any(closes_by_hand_over(kind, box.epoch, ground.kinds) for box in boxes)
        if set_days and (leader is not kind or by_hand_over):
            reason = (
                f"it follows the {leader.title.lower()}" if leader is not kind else "it is held on the hand-over day"
            )
            what = f"{kind.title}: the day set from {day_words(set_days[-1].since)} on has no effect, {reason}"
            found.append(Finding("no-effect", Severity.NOTE, what, f"set the day of {leader.key}, or move single ones"))
    return found


_CHECKS: tuple[Callable[[_Ground], Iterable[Finding]], ...] = (
    _timebox,
    _edge_day,
    _overlap,
    _apart,
    _holidays,
    _moved_onto,
    _order,
    _partner,
    _no_effect,
)


def lint(
    rhythm: Rhythm,
    people: Sequence[Attendee],
    partner: PartnerSprint | None,
    budget_hours: float | None,
    today: date,
    weeks_ahead: int = 26,
    *,
    overrides: Iterable[Override] = (),
    kinds: Sequence[MeetingKind] = KINDS,
) -> list[Finding]:
    """What breaks the plan from ``today`` on, for ``weeks_ahead`` weeks; errors first, then warnings, then notes.

    ``budget_hours`` are hours in meetings per person and week, ``None`` for no budget.
    """
    overrides = tuple(overrides)
    last = today + timedelta(weeks=weeks_ahead)
    planned = meetings(rhythm, today, last, overrides, kinds)
    ground = _Ground(rhythm, partner, today, last, overrides, kinds, planned)
    found = [finding for check in _CHECKS for finding in check(ground)]
    found += no_shared_hours(rhythm, people, today, last)
    found += outside_working_hours(rhythm, people, ground.held, kinds, today)
    if budget_hours is not None:
        found += over_budget(iteration_loads(rhythm, people, today, last, overrides, kinds), people, budget_hours)
    order = list(Severity)
    return sorted(found, key=lambda f: order.index(f.severity))
