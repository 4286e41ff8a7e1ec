"""Lines that were being typed: kept by gesture and meeting, and offered again there. Light: each screen has a line.

What is begun behind closed doors (see :attr:`~cadence.domain.kinds.base.MeetingKind.closed_doors`) is kept while they
are closed and no longer: the write that ends the meeting deletes it, and what comes later is not kept.
"""

from __future__ import annotations

from datetime import date, datetime

from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing import text
from cadence.errors import Refused
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.team import HalfTypedRow
from cadence.store.unlogged import keep_half_typed
from cadence.store.viewer import MeetingRow, Viewer, present_meeting, running_meeting

_CLOSED = frozenset({"running", "paused"})
"""The states of a meeting behind closed doors in which they are closed."""


def half_typed(store: Store, viewer: Viewer, gesture: str, words: str, meeting: str = "") -> str | None:
    """Keep a line that was being typed, to be offered again in that ``meeting`` alone; an empty one is forgotten.

    What somebody types outside while they sit behind closed doors belongs to that meeting too. Gives the meeting that
    the line belongs to (empty: none), or ``None`` where it was not kept, since the doors are open again.
    """
    with store.quick() as connection:
        row = _named(connection, viewer, meeting) if meeting else _sits_behind(connection, viewer)
        if row is not None and _is_over(row):
            return None
        keep_half_typed(connection, viewer, gesture, words[: text.BODY_MAX], row.id if row is not None else None)
        return _ref(row)


def half_typed_lines(store: Store, viewer: Viewer) -> dict[tuple[str, str], str]:
    """Lines that were being typed when the program was left, by gesture and meeting (empty: outside meetings)."""
    with store.read() as connection:
        rows = queries.team.half_typed(connection, viewer)
        return {(row.gesture, _ref(row) if row.kind else ""): row.text for row in rows}


def closed_doors(store: Store, viewer: Viewer) -> str:
    """The meeting behind closed doors that runs now, as far as this viewer may know; empty if there is none."""
    with store.read() as connection:
        running = running_meeting(connection, viewer)
        return _ref(running) if running is not None and BY_KEY[running.kind].closed_doors else ""


def check_doors(store: Store, viewer: Viewer, meeting: str, opened: datetime | None = None) -> str:
    """Raise :class:`Refused` where ``meeting``, in which a line was begun, was behind closed doors and is over.

    Gives in words that another meeting has ended since the line was ``opened``; empty where it has not.
    """
    if not meeting:
        return ""
    with store.read() as connection:
        row = _named(connection, viewer, meeting)
        title = BY_KEY[row.kind].title.lower() if row is not None else ""
        if row is not None and _is_over(row):
            raise Refused(f"the {title} is over, and this was said in it", "esc leaves it; nothing was entered")
        ended = row.ended_at if row is not None else None
        late = ended is not None and opened is not None and opened <= ended
        return f"the {title} is over: kept outside it, and not in its notes" if late else ""


def _named(connection: Connection, viewer: Viewer, meeting: str) -> MeetingRow | None:
    kind, _, nominal = meeting.partition("@")
    return queries.meetings.named(connection, viewer.team_id, kind, date.fromisoformat(nominal))


def _sits_behind(connection: Connection, viewer: Viewer) -> MeetingRow | None:
    """The meeting behind closed doors in which this person sits now."""
    present = present_meeting(connection, viewer)
    row = queries.meetings.by_id(connection, present) if present is not None else None
    return row if row is not None and BY_KEY[row.kind].closed_doors else None


def _is_over(row: MeetingRow) -> bool:
    return BY_KEY[row.kind].closed_doors and row.status not in _CLOSED


def _ref(row: MeetingRow | HalfTypedRow | None) -> str:
    return f"{row.kind}@{row.nominal}" if row is not None else ""
