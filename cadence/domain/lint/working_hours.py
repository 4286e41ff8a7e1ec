"""The part of the lint that looks at people: their working hours, the hours they share, their budget (rule 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cadence.domain.kinds.base import MeetingKind
from cadence.domain.lint.attendees import Attendee, Span, shared_spans
from cadence.domain.lint.finding import Finding, Severity, often, starting
from cadence.domain.lint.load import IterationLoad, outside_hours
from cadence.domain.schedule.calendar import ONE_DAY, Rhythm, weekday, working_day
from cadence.domain.schedule.planned import Planned
from cadence.domain.team.roles import is_team


def outside_working_hours(
    rhythm: Rhythm, people: Sequence[Attendee], held: Sequence[Planned], kinds: Sequence[MeetingKind], today: date
) -> list[Finding]:
    """Meetings outside the working hours of somebody who attends them: a series as one, each moved by hand apart."""
    found = []
    for person in people:
        outside = outside_hours(rhythm, person, held, kinds)
        for kind, mine in _alike(outside, kinds):
            local = mine[0].starts.astimezone(person.zone)
            hours = f"{person.work_start:%H:%M}–{person.work_end:%H:%M}"
            what = (
                f"{person.name}: {kind.title.lower()} at {local:%a %H:%M} in {person.timezone}, outside {hours}, "
                f"{often([m.day for m in mine])}"
            )
            since = starting([m.nominal for m in mine], today)
            remedy = f"choose a time that all can attend: cadence schedule set {kind.key} --at HH:MM{since}"
            if mine[0].by_hand:
                remedy = f"choose a time that all can attend: cadence meeting move {mine[0].ref} --to TIME"
            found.append(Finding("working-hours", Severity.WARNING, what, remedy))
    return found


def _alike(outside: Sequence[Planned], kinds: Sequence[MeetingKind]) -> Iterator[tuple[MeetingKind, list[Planned]]]:
    """The meetings of each kind that have one cause: those by the rule together, those moved by hand one by one."""
    for kind in kinds:
        mine = [m for m in outside if m.kind == kind.key]
        if series := [m for m in mine if not m.by_hand]:
            yield kind, series
        yield from ((kind, [m]) for m in mine if m.by_hand)


def _free(rhythm: Rhythm, person: Attendee, start: datetime, end: datetime) -> list[Span]:
    """The person's working hours between two moments (both UTC)."""
    days = [start.astimezone(person.zone).date() + timedelta(days=n) for n in range(-1, 3)]
    spans = [person.working_span(day) for day in days if weekday(rhythm, day)]
    return shared_spans(spans, [(start, end)])


def no_shared_hours(rhythm: Rhythm, people: Sequence[Attendee], first: date, last: date) -> list[Finding]:
    """Working days on which no hour lies in the working hours of the whole team."""
    team = [person for person in people if is_team(person.role)]
    count = (last - first).days + 1
    days = [day for n in range(count) if working_day(rhythm, day := first + timedelta(days=n))]
    without: list[date] = []
    for day in days if team else []:
        zone = ZoneInfo(rhythm.zone_on(day))
        start = datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
        end = datetime.combine(day + ONE_DAY, time(0), tzinfo=zone).astimezone(UTC)
        shared = [(start, end)]
        for person in team:
            shared = shared_spans(shared, _free(rhythm, person, start, end))
        if not shared:
            without.append(day)
    if not without:
        return []
    always = len(without) == len(days)
    zones = ", ".join(sorted({person.timezone for person in team}))
    what = f"no hour lies in everybody's working hours ({zones}), {often(without)}"
    remedy = "agree on one shared hour: cadence person edit HANDLE --hours 07:00-15:00, or take turns with updates"
    return [Finding("shared-hours", Severity.ERROR if always else Severity.WARNING, what, remedy)]


def over_budget(loads: Sequence[IterationLoad], people: Sequence[Attendee], budget_hours: float) -> list[Finding]:
    """People with more hours in meetings per week than the team's budget."""
    found = []
    for person in people:
        over = [load for load in loads if load.handle == person.handle and load.hours_per_week > budget_hours]
        if over:
            most = max(over, key=lambda load: load.hours_per_week)
            what = (
                f"{person.name}: {most.hours_per_week:.1f} h in meetings a week where {budget_hours:g} h are "
                f"the budget, {often([load.iteration.start for load in over])}"
            )
            found.append(Finding("budget", Severity.WARNING, what, "shorten timeboxes, or use a longer iteration"))
    return found
