"""A month of the team's meetings, as the calendar shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import day_words
from cadence.domain.parsing.names import card_key
from cadence.domain.schedule.calendar import weekday, working_days
from cadence.domain.team.invitations import gets_all, may_attend
from cadence.domain.team.roles import Role
from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.access.display_names import display_names
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer

_AROUND = timedelta(days=7)
"""Days shown before and after a month, to fill up its weeks."""
_AHEAD = timedelta(days=70)
"""How far ahead iterations are looked for."""
WEEKS = 5
"""How many weeks planning looks at."""
_ROLES = (Role.PARTNER, Role.STAKEHOLDER)


@dataclass(frozen=True, slots=True)
class MonthView:
    """The meetings around one month, its holidays, the days on which an iteration begins, and who gets each kind."""

    month: date
    today: date
    meetings: tuple[MeetingLine, ...]
    holidays: tuple[tuple[date, str], ...]
    iterations: tuple[tuple[int, date, date], ...]
    """Number, first and last day."""
    due: tuple[tuple[date, str, str], ...]
    """``(day, key, title)`` of open work with a due date; ``key`` is empty for somebody who is away that day."""
    gets: tuple[tuple[str, str], ...]
    """``(kind, who)``: ``team``, ``team, partners``, ``everybody`` ..."""


@dataclass(frozen=True, slots=True)
class LineAhead:
    """What is due, off or away on a day (the first of several); ``key`` is a card's, else empty."""

    day: date
    words: str
    key: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """A week to come, from its first to its last day of work, with the number of its iteration."""

    iteration: int
    first: date
    last: date
    lines: tuple[LineAhead, ...]


def month(store: Store, viewer: Viewer, day: date | None = None) -> MonthView:
    """The month of ``day`` (today's) for this viewer."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        first = (day or week.today).replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        lines = week.lines(first - _AROUND, last + _AROUND)
        return MonthView(
            month=first,
            today=week.today,
            meetings=tuple(lines),
            holidays=tuple(sorted(week.rhythm.holidays.items())),
            iterations=tuple(
                (box.number, box.start, box.end) for box in week.iterations(first - _AROUND, last + _AROUND)
            ),
            due=tuple(sorted([*_due(connection, viewer), *_away(connection, viewer, first - _AROUND, last + _AROUND)])),
            gets=tuple((kind, readers(kind)) for kind in dict.fromkeys(line.kind for line in lines)),
        )


def weeks_ahead(store: Store, viewer: Viewer, day: date | None = None) -> tuple[WeekAhead, ...]:
    """The weeks from the iteration of ``day`` (today's) on: what is due in each, which days are off, who is away.

    What is late by then stands in the first.
    """
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        here = week.iteration(day)
        if here is None:
            return ()
        ahead = week.iterations(here.start, here.start + _AHEAD)
        boxes = [(one.number, first, last) for one in ahead for first, last in one.boxes()][:WEEKS]
        lines = [*_due_lines(connection, week), *_days_off(week, boxes), *_away_lines(connection, week, boxes)]
        found = []
        for place, (number, first, last) in enumerate(boxes):
            own = [one for one in lines if first <= one.day <= last or (one.late and not place and one.day < first)]
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            worked = [day for day in days if weekday(week.rhythm, day)] or [first, last]
            own.sort(key=lambda one: (one.day, one.key))
            found.append(WeekAhead(number, worked[0], worked[-1], tuple(own)))
        return tuple(found)


def _due_lines(connection: Connection, week: Week) -> list[LineAhead]:
    """Open cards with their due dates."""
    return [LineAhead(day, title, key, day < week.today) for day, key, title in _due(connection, week.viewer)]


def _days_off(week: Week, boxes: Sequence[tuple[int, date, date]]) -> list[LineAhead]:
    """Holidays on days of the working week."""
    first, last = boxes[0][1], boxes[-1][2]
    free = sorted(week.rhythm.holidays.items())
    return [LineAhead(day, f"{name}: off") for day, name in free if first <= day <= last and weekday(week.rhythm, day)]


def _away_lines(connection: Connection, week: Week, boxes: Sequence[tuple[int, date, date]]) -> list[LineAhead]:
    """Who is away in each week, on its working days; the team's alone to know."""
    if not week.viewer.in_team:
        return []
    names, people = display_names(connection, week.viewer), queries.team.people(connection, week.viewer.team_id)
    called = {row.id: names.get(row.handle, row.handle) for row in people}
    found = []
    for _, first, last in boxes:
        for row in queries.team.absences(connection, week.viewer.team_id, first, last):
            days = working_days(week.rhythm, max(row.first, first), min(row.last, last))
            until = f" to {day_words(days[-1])}" if len(days) > 1 else ""
            found += [LineAhead(days[0], f"{called[row.person_id]} is away{until}")] if days else []
    return found


def _due(connection: Connection, viewer: Viewer) -> list[tuple[date, str, str]]:
    """Open cards with a due date."""
    rows = queries.cards.listed(connection, viewer, status="open")
    return [(row.due, card_key(viewer.team_key, row.number, row.retro), row.title) for row in rows if row.due]


def _away(connection: Connection, viewer: Viewer, first: date, last: date) -> list[tuple[date, str, str]]:
    """Who is away on which of these days; the team's alone to know."""
    if not viewer.in_team:
        return []
    names = {row.id: row.handle for row in queries.team.people(connection, viewer.team_id)}
    found = []
    for row in queries.team.absences(connection, viewer.team_id, first, last):
        days = (min(row.last, last) - max(row.first, first)).days + 1
        found += [(max(row.first, first) + timedelta(n), "", f"{names[row.person_id]} away") for n in range(days)]
    return found


def readers(kind: str) -> str:
    """Whose calendars hold a kind, in words: ``the team alone``, ``the team, partners``, ``... if invited``."""
    declared = BY_KEY[kind]
    parts = ["the team"]
    for role in _ROLES:
        if gets_all(declared, role):
            parts.append(f"{role.value}s")
        elif may_attend(declared, role):
            parts.append(f"{role.value}s if invited")
    return ", ".join(parts) if len(parts) > 1 else "the team alone"
