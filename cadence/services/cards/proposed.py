"""What proposes itself for the demo: the wall's cards that were worked on in an iteration, not only finished ones."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, done_column, started_columns
from cadence.domain.kinds import BEHIND_DOORS
from cadence.domain.schedule.rhythm import iterations
from cadence.domain.vocabulary import BoardKey
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.viewer import MeetingRow, Viewer


def worked_on(connection: Connection, viewer: Viewer, now: datetime, row: MeetingRow | None = None) -> set[int]:
    """The ids of the wall's cards worked on in an iteration that have no demo yet; ``row``: of that meeting's.

    A demo is everybody's, by its title: what came up behind closed doors never proposes itself.
    """
    names = capture.columns(connection, viewer, BoardKey.WALL.value)
    wall = BOARDS[BoardKey.WALL]
    since = iteration_start(connection, viewer, now, row)
    begun_or_done = started_columns(wall, names), done_column(wall, names) or names[-1]
    return queries.cards.worked_on(connection, viewer, since, begun_or_done, BEHIND_DOORS)


def iteration_start(connection: Connection, viewer: Viewer, now: datetime, row: MeetingRow | None) -> datetime:
    """When the iteration began that a meeting belongs to, or the present one."""
    zone = ZoneInfo(viewer.timezone)
    day: date = row.nominal if row is not None else now.astimezone(zone).date()
    near = iterations(rhythm_of(connection, viewer.team_id), day - timedelta(days=1), day)
    mine = [one for one in near if row is not None and one.number == row.iteration] or near[-1:]
    return datetime.combine(mine[0].start if mine else day, time(), tzinfo=zone)
