"""A month of the team's meetings, as the calendar shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.names import card_key
from cadence.domain.team.invitations import gets_all, may_attend
from cadence.domain.team.roles import Role
from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer

_AROUND = timedelta(days=7)
"""Days shown before and after a month, to fill up its weeks."""
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
