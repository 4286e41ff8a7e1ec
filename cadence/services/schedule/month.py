"""A month of the team's meetings, as the calendar shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cadence.domain.kinds import BY_KEY
from cadence.domain.team.invitations import gets_all, may_attend
from cadence.domain.team.roles import Role
from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.schedule.week import Week
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
            gets=tuple((kind, readers(kind)) for kind in dict.fromkeys(line.kind for line in lines)),
        )


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
