"""Who is in a meeting: marked by hand, all at once, or carried over from the one before."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import ZoneInfo

from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Doors
from cadence.domain.parsing.names import match
from cadence.domain.team.invitations import may_attend
from cadence.domain.team.roles import Right, is_team
from cadence.domain.views.meetings import MeetingView
from cadence.services.access.permissions import require
from cadence.services.meetings import steps
from cadence.services.meetings.change import view_after
from cadence.services.meetings.run import meeting_row, run_named
from cadence.services.schedule.week import RUNNING
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.tables.meetings import Attendance, Meeting
from cadence.store.viewer import Viewer, handles
from cadence.store.write import Write, id_of


def mark(w: Write, row: Meeting, person_id: int, *, here: bool | None) -> bool:
    """Mark somebody as present or gone (``None`` toggles), in an open write; whether they are here now."""
    found = w.find(Attendance, (id_of(row), person_id))
    if found is None:
        found = Attendance(meeting_id=id_of(row), person_id=person_id, here=True if here is None else here)
        w.session.add(found)
    else:
        w.touch(found, here=not found.here if here is None else here)
    return found.here


def attend(w: Write, row: Meeting, people: Collection[int]) -> None:
    """Mark all these people as present, in an open write."""
    known = {one.person_id for one in queries.meetings.attendance(w.connection, id_of(row))}
    w.session.add_all(Attendance(meeting_id=id_of(row), person_id=one, here=True) for one in people if one not in known)
    for one in known.intersection(people):
        mark(w, row, one, here=True)


def carry_over(w: Write, row: Meeting) -> None:
    """Who was in the meeting that this one follows on is in the room until somebody says not, guests too."""
    follows = BY_KEY[row.kind].place.follows
    before = meeting_row(w, follows, row.nominal) if follows else None
    if before is None or not before.ended_at:
        return
    still = {one.id for one in queries.team.people(w.connection, w.viewer.team_id)}
    for was in queries.meetings.attendance(w.connection, id_of(before)):
        if was.here and was.person_id in still:
            mark(w, row, was.person_id, here=True)


def come_in(store: Store, viewer: Viewer, ref: str | None = None) -> MeetingView:
    """Mark the viewer as present in a meeting that runs and that they may attend: they have opened it."""
    with store.write(viewer) as w:
        run = run_named(w, ref, w.at)
        if run.row.status in RUNNING and may_attend(run.kind, viewer.role):
            mark(w, run.row, viewer.person_id or 0, here=True)
            steps.gather(run, store)
        return view_after(run, store)


def everybody(store: Store, viewer: Viewer, ref: str | None = None) -> MeetingView:
    """Mark everybody of the team as present, or as gone if all are; on a step that closes doors: the guests are gone.

    Raises :class:`NotAllowed` for who may mark nobody but themselves.
    """
    require(viewer, Right.ATTENDANCE)
    with store.write(viewer) as w:
        run = run_named(w, ref, w.at)
        doors = isinstance(run.step.walks, Doors)
        here = {one.person_id for one in queries.meetings.attendance(w.connection, id_of(run.row)) if one.here}
        day = run.w.at.astimezone(ZoneInfo(viewer.timezone)).date()
        away = {one.person_id for one in queries.team.absences(w.connection, viewer.team_id, day)} - here
        meant = {one.id: one.handle for one in run.people() if is_team(one.role) is not doors and one.id not in away}
        come = not doors and not here.issuperset(meant)
        for person_id in sorted(meant.keys() - here if come else meant.keys() & here):
            mark(w, run.row, person_id, here=come)
            verb = "meeting.here" if come else "meeting.away"
            w.log(verb, data={"person": meant[person_id]}, audience=run.audience, undoable=False)
        steps.gather(run, store)
        return view_after(run, store)


def who_is_here(
    store: Store, viewer: Viewer, handle: str, *, ref: str | None = None, here: bool | None = None
) -> MeetingView:
    """Mark somebody as present or gone (``None`` toggles)."""
    with store.write(viewer) as w:
        run = run_named(w, ref, w.at)
        known = handles(w.connection, viewer.team_id)
        name = match(handle, known, "person")
        if name != viewer.handle:
            require(viewer, Right.ATTENDANCE)
        now_here = mark(w, run.row, known[name], here=here)
        w.log(
            "meeting.here" if now_here else "meeting.away", data={"person": name}, audience=run.audience, undoable=False
        )
        steps.gather(run, store)
        return view_after(run, store)
