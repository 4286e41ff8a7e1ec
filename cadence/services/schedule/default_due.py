"""When an action is due if nobody says so: at the next planning."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds import KINDS
from cadence.domain.vocabulary import BoardKey
from cadence.services.schedule.week import Week
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer


def next_planning(connection: Connection, viewer: Viewer, now: datetime) -> date | None:
    """The day of the first planning (a kind that merges priorities) after today; ``None`` where none lies ahead."""
    plans = [kind.key for kind in KINDS if kind.merges]
    week = Week(connection, viewer, now)
    first = max(week.today + timedelta(days=1), week.rhythm.epochs[0].start)
    return next((line.starts_at.date() for line in week.ahead(first, plans) if line.status == "scheduled"), None)


def due_again(connection: Connection, viewer: Viewer, now: datetime, board: str, due: date | None) -> date | None:
    """The day to which an action moves that is kept when its own has come; ``None``: that stays as it is."""
    planned = BOARDS[BoardKey(board)].due_at_planning
    late = planned and due is not None and due <= now.astimezone(ZoneInfo(viewer.timezone)).date()
    return next_planning(connection, viewer, now) if late else None
