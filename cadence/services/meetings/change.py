"""One write on the running meeting, and how the meeting looks afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cadence.domain.views.meetings import MeetingView
from cadence.services.meetings import steps
from cadence.services.meetings.run import MeetingRun, run_named
from cadence.services.meetings.view import view_on
from cadence.services.schedule.week import Week
from cadence.store.db import Store
from cadence.store.viewer import Viewer


def view_after(run: MeetingRun, store: Store) -> MeetingView:
    """The whole meeting for the one who wrote, as it looks after what was done in this write."""
    w = run.w
    return view_on(
        w.connection, w.viewer, store, Week(w.connection, w.viewer, w.at).line(run.row.kind, run.row.nominal)
    )


KEPT_PLACES = 20
"""How many places are kept at which a running meeting stood, for undo."""


@contextmanager
def driving(store: Store, viewer: Viewer, ref: str | None = None, *, drive: bool = True) -> Iterator[MeetingRun]:
    """One write on the running meeting (``drive``: by its facilitator alone)."""
    with store.write(viewer) as w:
        run = run_named(w, ref, w.at)
        if drive:
            run.drive()
            steps.leave_taken_back(run, store)
        yield run


def change_meeting(
    store: Store, viewer: Viewer, act: Callable[[MeetingRun], None], ref: str | None = None, *, drive: bool = True
) -> MeetingView:
    """The same for one act, and how the meeting looks afterwards."""
    with driving(store, viewer, ref, drive=drive) as run:
        act(run)
        return view_after(run, store)


def moving_on(
    store: Store, viewer: Viewer, act: Callable[[MeetingRun], None], ref: str | None = None, *, drive: bool = True
) -> MeetingView:
    """The same for an act that may move the meeting on. Where it stood is kept: undone, it stands there again."""

    def remembered(run: MeetingRun) -> None:
        place = steps.place_of(run)
        act(run)
        if run.row.status == "running" and run.row.at != place["at"]:
            run.keep(before=[*run.state.get("before", ()), {**place, "seq": run.w.seq}][-KEPT_PLACES:])

    return change_meeting(store, viewer, remembered, ref, drive=drive)
