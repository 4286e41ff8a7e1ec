"""One meeting that is not held as the rhythm has it: moved, skipped, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from cadence.domain.parsing import text
from cadence.domain.parsing.dates import parse_when
from cadence.domain.team.roles import Right
from cadence.domain.views.meeting_line import MeetingLine
from cadence.errors import BadValue, Refused
from cadence.services.access.permissions import require
from cadence.services.meetings.run import row_of
from cadence.services.schedule.week import RUNNING, Week, is_facilitator, resolve
from cadence.store.db import Store
from cadence.store.tables.meetings import Meeting
from cadence.store.viewer import Viewer
from cadence.store.write import Write

SHORTEST, LONGEST = 5, 480
"""A meeting's minutes, at the least and at the most."""


def move(
    store: Store, viewer: Viewer, ref: str, to: str, *, minutes: int | None = None, reason: str | None = None
) -> MeetingLine:
    """Hold one meeting at another time (wall clock in the team's zone), or for other minutes; the series stays."""
    when = parse_when(to, store.clock().astimezone(ZoneInfo(viewer.timezone)).date())
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        raise BadValue(f"{minutes} minutes are no meeting", f"give {SHORTEST} to {LONGEST}")

    def set_time(w: Write, row: Meeting, line: MeetingLine) -> None:
        if line.status in (*RUNNING, "held"):
            raise Refused(f"{line.ref} was started", "only a meeting to come can be moved")
        if row.status in ("skipped", "cancelled"):
            raise Refused(f"{line.ref} is {row.status}", f"reopen it first: cadence meeting reopen {line.ref}")
        why = text.line(reason, "reason") if reason else row.reason
        w.change(row, moved_to=f"{when:%Y-%m-%d %H:%M}", minutes=minutes or row.minutes, reason=why)

    return _planned(store, viewer, ref, Right.MOVE, "meeting.move", set_time)


def skip(store: Store, viewer: Viewer, ref: str, reason: str, *, cancel: bool = False) -> MeetingLine:
    """Not hold one meeting, with a reason: skipped quietly, or cancelled (which invitations will say)."""
    why = text.line(reason, "reason")

    def set_status(w: Write, row: Meeting, line: MeetingLine) -> None:
        if line.status in (*RUNNING, "held"):
            raise Refused(f"{line.ref} was started", "end it, or leave it as it is")
        w.change(row, status="cancelled" if cancel else "skipped", reason=why)

    return _planned(store, viewer, ref, Right.SKIP, "meeting.cancel" if cancel else "meeting.skip", set_status)


def _planned(
    store: Store, viewer: Viewer, ref: str, right: Right, verb: str, act: Callable[[Write, Meeting, MeetingLine], None]
) -> MeetingLine:
    with store.write(viewer) as w:
        line = resolve(Week(w.connection, viewer, w.at), ref)
        require(viewer, right, own=is_facilitator(viewer, line))
        row = row_of(w, line)
        act(w, row, line)
        w.touch(row, changes=row.changes + 1, changed_at=w.at)
        w.log(verb, data={"ref": line.ref, "to": row.moved_to, "reason": row.reason}, audience=line.audience)
        return Week(w.connection, viewer, w.at).line(line.kind, line.nominal)
