"""Facilitating a running meeting: taking it over, its pauses, more time, and signs of life."""

from __future__ import annotations

from cadence.domain.facilitation.clock import counts_to, jumped
from cadence.domain.team.roles import Right
from cadence.domain.views.meetings import MeetingView
from cadence.services.access.permissions import require
from cadence.services.facilitation.attendance import mark
from cadence.services.meetings.change import change_meeting
from cadence.services.meetings.run import MeetingRun
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.tables.meetings import Meeting
from cadence.store.unlogged import sign_of_life
from cadence.store.viewer import Viewer, running_meeting


def take_over(store: Store, viewer: Viewer, ref: str | None = None) -> MeetingView:
    """Facilitate from now on."""
    require(viewer, Right.FACILITATE)

    def act(run: MeetingRun) -> None:
        run.w.change(run.row, facilitator_id=viewer.person_id)
        run.w.touch(run.row, seen_at=None)  # from now on the signs of life are the new facilitator's
        mark(run.w, run.row, viewer.person_id or 0, here=True)
        run.w.log("meeting.take_over", data={"person": viewer.handle}, audience=run.audience, undoable=False)

    return change_meeting(store, viewer, act, ref, drive=False)


def pause(store: Store, viewer: Viewer, ref: str | None = None) -> MeetingView:
    """Let the clock stand, or go on where it stood."""

    def act(run: MeetingRun) -> None:
        if run.row.status == "paused":
            resume(run)
            return
        run.stop_clock()
        run.w.change(run.row, status="paused")
        run.w.log("meeting.pause", audience=run.audience, undoable=False)

    return change_meeting(store, viewer, act, ref)


def resume(run: MeetingRun) -> None:
    """Let a paused meeting go on, its clock from where it stood."""
    run.w.change(run.row, status="running")
    run.start_clock()
    run.w.log("meeting.resume", audience=run.audience, undoable=False)


def more_time(store: Store, viewer: Viewer, minutes: int = 5, ref: str | None = None) -> MeetingView:
    """Give the meeting more minutes."""

    def act(run: MeetingRun) -> None:
        run.w.touch(run.row, extra_minutes=run.row.extra_minutes + minutes)
        run.w.log("meeting.more", data={"minutes": minutes}, audience=run.audience, undoable=False)

    return change_meeting(store, viewer, act, ref)


def alive(store: Store, viewer: Viewer) -> bool:
    """The facilitator's program is there, and gives such a sign every few seconds from now on.

    Gives whether the viewer facilitates a meeting that runs; otherwise nothing is written. A gap longer than
    :data:`cadence.domain.facilitation.clock.LOST_AFTER` is not counted: the program was gone in between.
    """
    with store.read() as connection:
        running = _facilitates(connection, viewer)
        row = queries.meetings.by_id(connection, running) if running else None
        now = store.clock()
        gap = row is not None and jumped(counts_to(row.clock_since, row.seen_at, now), now)
    if gap:
        with store.write(viewer) as w:
            if _facilitates(w.connection, viewer) == running:
                run = MeetingRun(w, w.get(Meeting, running))
                run.mend_gap()
                w.touch(run.row, seen_at=w.at)
    elif running:
        with store.quick() as connection:
            sign_of_life(connection, running, store.clock())
    return bool(running)


def _facilitates(connection: Connection, viewer: Viewer) -> int:
    """The id of the running meeting that the viewer facilitates; 0 for none."""
    running = running_meeting(connection, viewer)
    return running.id if running is not None and running.facilitator_id == viewer.person_id else 0
