"""The deploy gate: closed from a retro that closes a calendar week until the next working day begins (rule 9)."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import NamedTuple

from cadence.domain.kinds import KINDS
from cadence.domain.parsing.dates import day_words
from cadence.domain.schedule.calendar import closes_calendar_week, next_working_day
from cadence.domain.schedule.rhythm import meetings
from cadence.errors import NotAllowed
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer

LOOKED_BACK = timedelta(days=14)
"""How long ago a retro may lie that still closes the gate: the longest run of days off that is looked through."""


class Gate(NamedTuple):
    """Whether deploys may go out: ``why`` in words; while it is closed, or overridden, ``until`` when."""

    is_open: bool
    why: str
    until: datetime | None = None


def gate(connection: Connection, viewer: Viewer, now: datetime) -> Gate:
    """How the gate stands at an instant.

    Raises :class:`NotAllowed` for guests: when it closes tells when a retro ends.
    """
    if not viewer.in_team:
        raise NotAllowed(f"a {viewer.role} may not ask the gate", "let somebody of the team ask")
    if not settings_of(connection, viewer.team_id).gate:
        return Gate(True, f"{viewer.team_name} keeps no gate")
    week = Week(connection, viewer, now)
    closed = _closed(week)
    if closed is None:
        return Gate(True, "nothing closes it")
    since, until = closed
    opens = f"until {day_words(until.date())} {until:%H:%M}"
    override = queries.log.last_of(connection, viewer, "gate.override", since)
    if override is not None:
        reason = json.loads(override.data).get("reason", "")
        return Gate(True, f"{override.actor} overrides it {opens}: {reason}", until)
    return Gate(False, f"the week is closed {opens}: no change to production before a day off", until)


def _closed(week: Week) -> tuple[datetime, datetime] | None:
    """From when until when it is closed now; ``None`` while it is open. A retro closes it, held or not."""
    closing = [kind.key for kind in KINDS if kind.closes_week]
    for one in meetings(week.rhythm, week.today - LOOKED_BACK, week.today, week.overrides):
        if one.kind not in closing or one.cancelled or not closes_calendar_week(week.rhythm, one.day):
            continue
        ends = one.ends
        day = next_working_day(week.rhythm, ends.date())
        until = datetime.combine(day, time(), tzinfo=week.zone_on(day)) if day is not None else None
        if until is not None and ends <= week.now < until:
            return ends, until
    return None
