"""A meeting's life: started, paused, given more time, ended, reopened; moved, skipped, cancelled."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from cadence.domain import text
from cadence.domain.dates import parse_when
from cadence.domain.kinds import BY_KEY
from cadence.domain.names import match
from cadence.domain.roles import is_team
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import MeetingView
from cadence.errors import BadValue, Refused
from cadence.services import retro, steps, topics
from cadence.services.days_off import keep_ahead
from cadence.services.ending import finish
from cadence.services.meeting_view import view_on
from cadence.services.notes import with_recording
from cadence.services.running import LOST_AFTER, Run, for_team, meeting_row, run_named
from cadence.services.schedule import RUNNING, Week, kind_named, resolve
from cadence.services.work import checked_url
from cadence.store import capture, queries
from cadence.store.capture import Who
from cadence.store.connect import Lane
from cadence.store.db import Store, Write, id_of
from cadence.store.tables import Attendance, Meeting

SHORTEST, LONGEST = 5, 480
"""A meeting's minutes, at the least and at the most."""


def start(store: Store, who: Who, ref: str, *, form: str | None = None) -> MeetingView:
    """Start a meeting, or take up one that was paused or left; the one who starts it facilitates.

    A meeting forgotten since another day is closed at its timebox first, with a remark in its notes. Raises
    :class:`Refused` while another one runs, and for one that was held, skipped or cancelled.
    """
    for_team(who, "start a meeting")
    with store.write(who) as w:
        _close_forgotten(w, store, ref)
        line = resolve(Week(w.lane, who, w.at), ref)
        _nothing_else_runs(w, line)
        if line.status in RUNNING:
            return _take_up(w, store, line)
        if line.status in ("held", "skipped", "cancelled"):
            raise Refused(f"{line.ref} was {line.status}", f"cadence meeting reopen {line.ref}")
        begin(w, store, line, form)
        return view_on(w.lane, who, store, Week(w.lane, who, w.at).line(line.kind, line.nominal))


def begin(w: Write, store: Store, line: MeetingLine, form: str | None = None) -> Run:
    """Start a meeting that was not held yet, in an open write: whoever writes facilitates."""
    keep_ahead(w, line.starts_at.date())
    row = _row_of(w, line)
    w.touch(row, starts_at=line.starts_at, timebox=line.minutes, iteration=line.iteration)
    w.belongs_to(row)
    w.change(row, status="running", started_at=w.at, facilitator_id=w.who.person_id)
    run = Run(w, row)
    w.touch(row, step=0, at=None, form=None)
    mark(w, row, w.who.person_id or 0, here=True)
    _carry_guests(w, row)
    w.log("meeting.start", data={"ref": line.ref}, audience=line.audience, undoable=False)
    run.start_clock()
    steps.enter(run, store)
    if form:
        topics.set_form(run, form)
    return run


def _carry_guests(w: Write, row: Meeting) -> None:
    """Guests of the meeting that this one behind closed doors follows on are in the room until somebody says not."""
    follows = BY_KEY[row.kind].place.follows
    before = meeting_row(w, follows, row.nominal) if follows and BY_KEY[row.kind].closed_doors else None
    guests = {one["id"] for one in queries.people(w.lane, w.who.team_id) if not is_team(one["role"])}
    for was in queries.attendance(w.lane, id_of(before)) if before is not None and before.ended_at else []:
        if was["here"] and was["person_id"] in guests:
            mark(w, row, was["person_id"], here=True)


def _row_of(w: Write, line: MeetingLine) -> Meeting:
    found = meeting_row(w, line.kind, line.nominal)
    if found is not None:
        return found
    row = Meeting(team_id=w.who.team_id, kind=line.kind, nominal=line.nominal, iteration=line.iteration)
    w.session.add(row)
    w.session.flush()
    return row


def _close_forgotten(w: Write, store: Store, ref: str) -> None:
    """Close a meeting that was left running on an earlier day, unless it is meant by its name, or was paused."""
    running = Week(w.lane, w.who, w.at).running()
    row = meeting_row(w, running.kind, running.nominal) if running else None
    if running is None or row is None or row.started_at is None or running.started_at is None:
        return
    close = row.started_at + timedelta(minutes=row.timebox or running.minutes)
    earlier = w.at.astimezone(running.started_at.tzinfo).date() > running.started_at.date()
    if not earlier or w.at < close or _is_meant(running, ref):
        return
    w.belongs_to(row)
    run = Run(w, row)
    run.remark("closed at its timebox by the start of the next meeting: nobody had ended it")
    finish(run, store, max(close, row.clock_since or row.started_at))


def _is_meant(running: MeetingLine, ref: str) -> bool:
    """Whether ``ref`` names this meeting: in full, or by its kind alone while it is paused."""
    word, at, _ = ref.partition("@")
    if at:
        return ref.lower() == running.ref
    return running.status == "paused" and kind_named(word) == running.kind


def _nothing_else_runs(w: Write, wanted: MeetingLine) -> None:
    running = Week(w.lane, w.who, w.at).running()
    if running is not None and running.ref != wanted.ref:
        raise Refused(f"the {running.title.lower()} still runs", f"end it first: cadence meeting end {running.ref}")


def _take_up(w: Write, store: Store, line: MeetingLine) -> MeetingView:
    row = meeting_row(w, line.kind, line.nominal)
    assert row is not None
    w.belongs_to(row)
    run = Run(w, row)
    if row.facilitator_id == w.who.person_id:
        _mend_gap(run)
    if row.status == "paused" and row.facilitator_id == w.who.person_id:
        _resume(run)
    mark(w, row, w.who.person_id or 0, here=True)
    return view_on(w.lane, w.who, store, Week(w.lane, w.who, w.at).line(line.kind, line.nominal))


def mark(w: Write, row: Meeting, person_id: int, *, here: bool | None) -> bool:
    """Mark somebody as present or gone (``None`` toggles), in an open write; whether they are here now."""
    found = w.find(Attendance, (id_of(row), person_id))
    if found is None:
        found = Attendance(meeting_id=id_of(row), person_id=person_id, here=True if here is None else here)
        w.session.add(found)
        w.session.flush()
    else:
        w.touch(found, here=not found.here if here is None else here)
    return found.here


def attend(w: Write, row: Meeting, people: Collection[int]) -> None:
    """Mark all these people as present, in an open write."""
    known = {one["person_id"] for one in queries.attendance(w.lane, id_of(row))}
    w.session.add_all(Attendance(meeting_id=id_of(row), person_id=one, here=True) for one in people if one not in known)
    for one in known.intersection(people):
        mark(w, row, one, here=True)


def who_is_here(
    store: Store, who: Who, handle: str, *, ref: str | None = None, here: bool | None = None
) -> MeetingView:
    """Mark somebody as present or gone (``None`` toggles)."""
    with store.write(who) as w:
        run = run_named(w, ref, w.at)
        known = capture.handles(w.lane, who.team_id)
        name = match(handle, known, "person")
        if name != who.handle:
            for_team(who, "say who is here")
        now_here = mark(w, run.row, known[name], here=here)
        w.log(
            "meeting.here" if now_here else "meeting.away", data={"person": name}, audience=_heard(run), undoable=False
        )
        return _view(run, store)


def _heard(run: Run) -> str:
    return str(run.kind.audience)


def _view(run: Run, store: Store) -> MeetingView:
    w = run.w
    return view_on(w.lane, w.who, store, Week(w.lane, w.who, w.at).line(run.row.kind, run.row.nominal))


def take_over(store: Store, who: Who, ref: str | None = None) -> MeetingView:
    """Facilitate from now on."""
    for_team(who, "facilitate")
    with store.write(who) as w:
        run = run_named(w, ref, w.at)
        w.change(run.row, facilitator_id=who.person_id)
        w.touch(run.row, seen_at=w.at)
        mark(w, run.row, who.person_id or 0, here=True)
        w.log("meeting.take_over", data={"person": who.handle}, audience=_heard(run), undoable=False)
        return _view(run, store)


def alive(store: Store, who: Who) -> bool:
    """The facilitator's program is still there: after a crash the clock goes on from the last such sign.

    Gives whether the viewer facilitates a meeting that runs; otherwise nothing is written. A gap longer than
    :data:`LOST_AFTER` is not counted: the program was gone in between.
    """
    with store.read() as lane:
        running = _facilitates(lane, who)
        lost = bool(running) and _lost(queries.meeting_by_id(lane, running), store)
    if lost:
        with store.write(who) as w:
            if _facilitates(w.lane, who) == running:
                _mend_gap(Run(w, w.get(Meeting, running)))
    elif running:
        with store.quick() as lane:
            capture.sign_of_life(lane, running, store.clock())
    return bool(running)


def _lost(row: Any, store: Store) -> bool:
    """Whether the facilitator's program has given no sign of life for too long while the clock runs."""
    if row is None or not row["seen_at"] or not row["clock_since"]:
        return False
    return (store.clock() - capture.instant(row["seen_at"])).total_seconds() > LOST_AFTER


def _mend_gap(run: Run) -> None:
    """Let the clock go on from the facilitator's last sign of life, where that is long ago."""
    row, now = run.row, run.w.at
    if row.seen_at is not None and row.clock_since is not None and (now - row.seen_at).total_seconds() > LOST_AFTER:
        run.stop_clock(max(row.seen_at, row.clock_since))
        run.start_clock()


def _facilitates(lane: Lane, who: Who) -> int:
    """The id of the running meeting that the viewer facilitates; 0 for none."""
    running = capture.running_meeting(lane, who)
    return int(running["id"]) if running is not None and running["facilitator_id"] == who.person_id else 0


def pause(store: Store, who: Who, ref: str | None = None) -> MeetingView:
    """Let the clock stand, or go on where it stood."""
    with store.write(who) as w:
        run = run_named(w, ref, w.at)
        run.drive()
        if run.row.status == "paused":
            _resume(run)
        else:
            run.stop_clock()
            w.change(run.row, status="paused")
            w.log("meeting.pause", audience=_heard(run), undoable=False)
        return _view(run, store)


def _resume(run: Run) -> None:
    run.w.change(run.row, status="running")
    run.start_clock()
    run.w.log("meeting.resume", audience=_heard(run), undoable=False)


def more_time(store: Store, who: Who, minutes: int = 5, ref: str | None = None) -> MeetingView:
    """Give the meeting more minutes."""
    with store.write(who) as w:
        run = run_named(w, ref, w.at)
        run.drive()
        w.touch(run.row, extra_minutes=run.row.extra_minutes + minutes)
        w.log("meeting.more", data={"minutes": minutes}, audience=_heard(run), undoable=False)
        return _view(run, store)


def end(store: Store, who: Who, ref: str | None = None) -> MeetingView:
    """End the meeting now: nothing is asked, nothing is lost, the notes are kept as they are at this moment."""
    for_team(who, "end a meeting")
    with store.write(who) as w:
        run = run_named(w, ref, w.at)
        if run.row.status not in RUNNING:
            raise Refused(f"{run.ref} does not run", f"cadence meeting reopen {run.ref}")
        finish(run, store)
        return _view(run, store)


def reopen(store: Store, who: Who, ref: str) -> MeetingLine:
    """Undo an end (the meeting goes on), a start by mistake (it is scheduled again), a skip or a cancellation."""
    for_team(who, "reopen a meeting")
    with store.write(who) as w:
        week = Week(w.lane, who, w.at)
        line = _to_reopen(week, ref)
        row = meeting_row(w, line.kind, line.nominal)
        if row is None or row.status == "scheduled":
            raise Refused(f"{line.ref} is {line.status}", "there is nothing to reopen")
        w.belongs_to(row)
        run = Run(w, row)
        was = row.status
        if was == "held":
            other = week.running()
            if other is not None:
                raise Refused(f"the {other.title.lower()} runs", f"end it first: cadence meeting end {other.ref}")
            w.change(row, status="running", ended_at=None)
            w.touch(row, snapshot=None, facilitator_id=who.person_id)
            if run.kind.closed_doors:
                retro.take_out_again(run)
            run.start_clock()
        else:
            w.change(row, status="scheduled", started_at=None, ended_at=None)
            w.touch(row, changes=row.changes + 1, changed_at=w.at)
            if was in ("skipped", "cancelled"):
                w.touch(row, reason=None)
            else:
                _as_if_never_started(w, row)
        w.log("meeting.reopen", data={"was": was}, audience=_heard(run), undoable=False)
        return Week(w.lane, who, w.at).line(line.kind, line.nominal)


def _to_reopen(week: Week, ref: str) -> MeetingLine:
    """What a person means to reopen: by its kind alone the one that runs, else today's, else the last one held."""
    if "@" in ref:
        return resolve(week, ref)
    kind = kind_named(ref)
    running = week.running()
    if running is not None and running.kind == kind:
        return running
    today = week.lines(week.today, week.today, [kind])
    over = [line for line in today if line.status in ("held", "skipped", "cancelled")]
    return over[-1] if over else resolve(week, kind, held=True)


def _as_if_never_started(w: Write, row: Meeting) -> None:
    """Forget how far a meeting got that was started by mistake; what was recorded in it stays."""
    w.touch(row, clock_since=None, seen_at=None, seconds="{}", step=0, at=None, state="{}", extra_minutes=0, form=None)
    w.touch(row, facilitator_id=None)
    for one in queries.attendance(w.lane, id_of(row)):
        w.touch(w.get(Attendance, (id_of(row), one["person_id"])), heard=False, ready=False, seconds=0)


def skip(store: Store, who: Who, ref: str, reason: str, *, cancel: bool = False) -> MeetingLine:
    """Not hold one meeting, with a reason: skipped quietly, or cancelled (which invitations will say)."""
    for_team(who, "skip or cancel a meeting")
    why = text.line(reason, "reason")

    def set_status(w: Write, row: Meeting, line: MeetingLine) -> None:
        if line.status in (*RUNNING, "held"):
            raise Refused(f"{line.ref} was started", "end it, or leave it as it is")
        w.change(row, status="cancelled" if cancel else "skipped", reason=why)

    return _planned(store, who, ref, "meeting.cancel" if cancel else "meeting.skip", set_status)


def move(
    store: Store, who: Who, ref: str, to: str, *, minutes: int | None = None, reason: str | None = None
) -> MeetingLine:
    """Hold one meeting at another time (wall clock in the team's zone), or for other minutes; the series stays."""
    for_team(who, "move a meeting")
    when = parse_when(to)
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        raise BadValue(f"{minutes} minutes are no meeting", f"give {SHORTEST} to {LONGEST}")

    def set_time(w: Write, row: Meeting, line: MeetingLine) -> None:
        if line.status in (*RUNNING, "held"):
            raise Refused(f"{line.ref} was started", "only a meeting to come can be moved")
        if row.status in ("skipped", "cancelled"):
            raise Refused(f"{line.ref} is {row.status}", f"reopen it first: cadence meeting reopen {line.ref}")
        why = text.line(reason, "reason") if reason else row.reason
        w.change(row, moved_to=f"{when:%Y-%m-%d %H:%M}", minutes=minutes or row.minutes, reason=why)

    return _planned(store, who, ref, "meeting.move", set_time)


def _planned(
    store: Store, who: Who, ref: str, verb: str, act: Callable[[Write, Meeting, MeetingLine], None]
) -> MeetingLine:
    with store.write(who) as w:
        line = resolve(Week(w.lane, who, w.at), ref)
        row = _row_of(w, line)
        act(w, row, line)
        w.touch(row, changes=row.changes + 1, changed_at=w.at)
        w.log(verb, data={"ref": line.ref, "to": row.moved_to, "reason": row.reason}, audience=line.audience)
        return Week(w.lane, who, w.at).line(line.kind, line.nominal)


def recording(store: Store, who: Who, ref: str, url: str) -> MeetingLine:
    """Keep the link to a meeting's recording; in notes that are written already, nothing but the link changes."""
    for_team(who, "keep a recording")
    with store.write(who) as w:
        line = resolve(Week(w.lane, who, w.at), ref, held=True)
        row = _row_of(w, line)
        w.change(row, recording=checked_url(url))
        w.log("meeting.recording", data={"url": row.recording}, audience=line.audience)
        if row.snapshot:
            w.touch(row, snapshot=with_recording(row.snapshot, row.recording))
        return line
