"""One write on the running meeting, and how the meeting looks afterwards."""

from __future__ import annotations

from collections.abc import Callable

from cadence.domain.views.meetings import MeetingView
from cadence.services.meeting_view import view_on
from cadence.services.running import Run, run_named
from cadence.services.schedule import Week
from cadence.store.db import Store
from cadence.store.viewer import Who


def view_after(run: Run, store: Store) -> MeetingView:
    """The whole meeting for the one who wrote, as it looks after what was done in this write."""
    w = run.w
    return view_on(w.lane, w.who, store, Week(w.lane, w.who, w.at).line(run.row.kind, run.row.nominal))


def driven(
    store: Store, who: Who, act: Callable[[Run], None], ref: str | None = None, *, drive: bool = True
) -> MeetingView:
    """One write on the running meeting (``drive``: by its facilitator alone), and how it looks afterwards."""
    with store.write(who) as w:
        run = run_named(w, ref, w.at)
        if drive:
            run.drive()
        act(run)
        return view_after(run, store)
