"""The default due date of an action: the next planning."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cadence.domain.kinds import KINDS
from cadence.services.schedule.week import Week
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer


def next_planning(connection: Connection, viewer: Viewer, now: datetime) -> date | None:
    """The day of the first planning (a kind that merges priorities) after today; ``None`` where none lies ahead."""
    plans = [kind.key for kind in KINDS if kind.merges]
    week = Week(connection, viewer, now)
    first = max(week.today + timedelta(days=1), week.rhythm.epochs[0].start)
    return next((line.starts_at.date() for line in week.ahead(first, plans) if line.status == "scheduled"), None)
