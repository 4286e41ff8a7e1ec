"""Facilitating a running meeting: taking it over, its pauses, more time, and signs of life."""

from __future__ import annotations

from cadence.domain.meeting_clock import counts_to, jumped
from cadence.domain.roles import Right
from cadence.domain.views.meetings import MeetingView
from cadence.services.driving import driven
from cadence.services.permission import require
from cadence.services.presence import mark
from cadence.services.running import Run
from cadence.store import queries
from cadence.store.connect import Lane
from cadence.store.db import Store
from cadence.store.tables.meetings import Meeting
from cadence.store.unlogged import sign_of_life
from cadence.store.values import instant
from cadence.store.viewer import Who, running_meeting


def take_over(store: Store, who: Who, ref: str | None = None) -> MeetingView:
    """Facilitate from now on."""
    require(who, Right.FACILITATE)

    def act(run: Run) -> None:
        run.w.change(run.row, facilitator_id=who.person_id)
        run.w.touch(run.row, seen_at=None)  # from now on the signs of life are the new facilitator's
        mark(run.w, run.row, who.person_id or 0, here=True)
        run.w.log("meeting.take_over", data={"person": who.handle}, audience=run.audience, undoable=False)

    return driven(store, who, act, ref, drive=False)


def pause(store: Store, who: Who, ref: str | None = None) -> MeetingView:
    """Let the clock stand, or go on where it stood."""

    def act(run: Run) -> None:
        if run.row.status == "paused":
            resume(run)
            return
        run.stop_clock()
        run.w.change(run.row, status="paused")
        run.w.log("meeting.pause", audience=run.audience, undoable=False)

    return driven(store, who, act, ref)


def resume(run: Run) -> None:
    """Let a paused meeting go on, its clock from where it stood."""
    run.w.change(run.row, status="running")
    run.start_clock()
    run.w.log("meeting.resume", audience=run.audience, undoable=False)


def more_time(store: Store, who: Who, minutes: int = 5, ref: str | None = None) -> MeetingView:
    """Give the meeting more minutes."""

    def act(run: Run) -> None:
        run.w.touch(run.row, extra_minutes=run.row.extra_minutes + minutes)
        run.w.log("meeting.more", data={"minutes": minutes}, audience=run.audience, undoable=False)

    return driven(store, who, act, ref)


def alive(store: Store, who: Who) -> bool:
    """The facilitator's program is there, and gives such a sign every few seconds from now on.

    Gives whether the viewer facilitates a meeting that runs; otherwise nothing is written. A gap longer than
    :data:`cadence.domain.meeting_clock.LOST_AFTER` is not counted: the program was gone in between.
    """
    with store.read() as lane:
        running = _facilitates(lane, who)
        row = queries.meetings.by_id(lane, running) if running else None
        now = store.clock()
        gap = row is not None and jumped(counts_to(instant(row["clock_since"]), instant(row["seen_at"]), now), now)
    if gap:
        with store.write(who) as w:
            if _facilitates(w.lane, who) == running:
                run = Run(w, w.get(Meeting, running))
                run.mend_gap()
                w.touch(run.row, seen_at=w.at)
    elif running:
        with store.quick() as lane:
            sign_of_life(lane, running, store.clock())
    return bool(running)


def _facilitates(lane: Lane, who: Who) -> int:
    """The id of the running meeting that the viewer facilitates; 0 for none."""
    running = running_meeting(lane, who)
    return int(running["id"]) if running is not None and running["facilitator_id"] == who.person_id else 0
