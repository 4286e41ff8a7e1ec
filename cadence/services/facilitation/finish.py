"""The end of a meeting: its step closed, its clock stopped, its notes kept as they are at that moment."""

from __future__ import annotations

from datetime import datetime

from cadence.services.meetings import retro, steps
from cadence.services.meetings.run import MeetingRun
from cadence.services.notes.notes import freeze
from cadence.store.db import Store
from cadence.store.unlogged import forget_half_typed
from cadence.store.write import id_of


def finish(run: MeetingRun, store: Store, at: datetime | None = None) -> None:
    """End a running meeting inside a write, as of ``at`` (now): it asks nothing and loses nothing."""
    w = run.w
    run.now = at or w.at
    steps.leave(run)
    run.stands_since(run.now)  # reopened, it counts from there
    run.stop_clock(at)
    w.change(run.row, status="held", ended_at=at or w.at)
    w.touch(run.row, seen_at=None)  # reopened, a program has yet to give a sign
    if run.kind.closed_doors:
        retro.put_away(run)
        forget_half_typed(w.connection, id_of(run.row))
    w.log("meeting.end", data={"ref": run.ref}, audience=run.audience, undoable=False)
    w.touch(run.row, snapshot=freeze(w.connection, w.viewer, store, steps.plain_row(run)))
