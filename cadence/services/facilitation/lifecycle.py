"""A meeting's life: started, ended, reopened, and the link to its recording."""

from __future__ import annotations

from datetime import datetime, timedelta

from cadence.domain.parsing.dates import day_words
from cadence.domain.team.roles import Right
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import MeetingView
from cadence.errors import Refused, Unconfirmed
from cadence.services.access.display_names import display_names
from cadence.services.access.permissions import require
from cadence.services.cards import demos
from cadence.services.cards.create import checked_url
from cadence.services.facilitation.attendance import carry_over, mark
from cadence.services.facilitation.clock import resume
from cadence.services.meetings import retro, steps, topics
from cadence.services.meetings.change import view_after
from cadence.services.meetings.queue import cards_of
from cadence.services.meetings.run import MeetingRun, meeting_row, row_of, run_named
from cadence.services.meetings.view import view_on
from cadence.services.notes.notes import freeze
from cadence.services.notes.snapshot import with_recording
from cadence.services.schedule.holidays import keep_ahead
from cadence.services.schedule.week import RUNNING, Week, is_facilitator, kind_named, resolve
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.tables.meetings import Attendance, Meeting
from cadence.store.unlogged import forget_half_typed
from cadence.store.viewer import Viewer
from cadence.store.write import Write, id_of


def start(store: Store, viewer: Viewer, ref: str, *, form: str | None = None, any_day: bool = True) -> MeetingView:
    """Start a meeting, or take up one that was paused or left; the one who starts it facilitates.

    Unless ``any_day``, a bare kind that stands for another day's meeting raises :class:`Unconfirmed`, which names it.

    A meeting forgotten since another day is closed at its timebox first, with a remark in its notes. Raises
    :class:`Refused` while another one runs, and for one that was held, skipped or cancelled.
    """
    require(viewer, Right.START)
    with store.write(viewer) as w:
        _close_forgotten(w, store, ref)
        line = resolve(Week(w.connection, viewer, w.at), ref)
        _nothing_else_runs(w, line)
        if line.status in RUNNING:
            return _take_up(w, store, line)
        if line.status in ("held", "skipped", "cancelled"):
            raise Refused(f"{line.ref} was {line.status}", f"cadence meeting reopen {line.ref}")
        if not (any_day or "@" in ref or line.starts_at.date() == w.at.astimezone(line.starts_at.tzinfo).date()):
            raise _another_days(line)
        begin(w, store, line, form)
        return view_on(w.connection, viewer, store, Week(w.connection, viewer, w.at).line(line.kind, line.nominal))


def _another_days(line: MeetingLine) -> Unconfirmed:
    when = f"{day_words(line.starts_at.date())} {line.starts_at:%H:%M}"
    return Unconfirmed(f"no {line.kind} is left today: this would start {line.ref} ({when})", "--yes starts it")


def begin(w: Write, store: Store, line: MeetingLine, form: str | None = None) -> MeetingRun:
    """Start a meeting that was not held yet, in an open write: whoever writes facilitates."""
    keep_ahead(w, line.starts_at.date())
    row = row_of(w, line)
    w.belongs_to(row)
    w.touch(row, starts_at=line.starts_at, timebox=line.minutes, iteration=line.iteration, step=0, at=None, form=None)
    run = MeetingRun(w, row)
    mark(w, row, w.viewer.person_id or 0, here=True)
    carry_over(w, row)
    w.change(row, status="running", started_at=w.at, facilitator_id=w.viewer.person_id)
    w.log("meeting.start", data={"ref": line.ref}, audience=line.audience, undoable=False)
    run.start_clock()
    _list_proposals(run, store)
    steps.enter(run, store)
    if form:
        topics.set_form(run, form)
    return run


def _list_proposals(run: MeetingRun, store: Store) -> None:
    """What proposes itself for a walk is on its list from the start, for everybody who was invited to it."""
    query = run.step.query
    if query is not None and _lists_proposals(run):
        ahead = cards_of(run.w.connection, run.w.viewer, store, query, steps.plain_row(run), run.kind.key)
        demos.prepare_all(run.w, ahead)


def _lists_proposals(run: MeetingRun) -> bool:
    return any(step.query is not None and step.query.worked_on is not None for step, _ in run.steps)


def _close_forgotten(w: Write, store: Store, ref: str) -> None:
    """Close a meeting that was left running on an earlier day, unless it is meant by its name, or was paused."""
    running = Week(w.connection, w.viewer, w.at).running()
    row = meeting_row(w, running.kind, running.nominal) if running else None
    if running is None or row is None or row.started_at is None or running.started_at is None:
        return
    close = row.started_at + timedelta(minutes=row.timebox or running.minutes)
    earlier = w.at.astimezone(running.started_at.tzinfo).date() > running.started_at.date()
    if not earlier or w.at < close or _is_meant(running, ref):
        return
    w.belongs_to(row)
    run = MeetingRun(w, row)
    run.remark("closed at its timebox by the start of the next meeting: nobody had ended it")
    finish(run, store, max(close, row.clock_since or row.started_at))


def _is_meant(running: MeetingLine, ref: str) -> bool:
    """Whether ``ref`` names this meeting: in full, or by its kind alone while it is paused."""
    word, at, _ = ref.partition("@")
    if at:
        return ref.lower() == running.ref
    return running.status == "paused" and kind_named(word) == running.kind


def _nothing_else_runs(w: Write, wanted: MeetingLine) -> None:
    running = Week(w.connection, w.viewer, w.at).running()
    if running is not None and running.ref != wanted.ref:
        raise Refused(f"the {running.title.lower()} still runs", f"end it first: cadence meeting end {running.ref}")


def _take_up(w: Write, store: Store, line: MeetingLine) -> MeetingView:
    row = meeting_row(w, line.kind, line.nominal)
    assert row is not None
    w.belongs_to(row)
    run = MeetingRun(w, row)
    if row.facilitator_id == w.viewer.person_id:
        run.mend_gap()
    if row.status == "paused" and row.facilitator_id == w.viewer.person_id:
        resume(run)
    mark(w, row, w.viewer.person_id or 0, here=True)
    steps.gather(run, store)
    return view_on(w.connection, w.viewer, store, Week(w.connection, w.viewer, w.at).line(line.kind, line.nominal))


def end(store: Store, viewer: Viewer, ref: str | None = None, *, take_over: bool = False) -> MeetingView:
    """End the meeting now: nothing is asked, nothing is lost, the notes are kept as they are at this moment.

    For its facilitator; ``take_over``: in their place, which the receipt and the notes say.
    """
    require(viewer, Right.END)
    with store.write(viewer) as w:
        run = run_named(w, ref, w.at)
        if run.row.status not in RUNNING:
            raise Refused(f"{run.ref} does not run", f"cadence meeting reopen {run.ref}")
        if take_over and run.row.facilitator_id != viewer.person_id:
            called, lead = display_names(w.connection, viewer), _facilitator(run)
            run.remark(f"Ended by {called[viewer.handle or '']} in the place of {called.get(lead, lead)}.")
        else:
            _require_facilitator(run, f"meeting end {run.ref} --take-over ends it in their place")
        finish(run, store)
        return view_after(run, store)


def _facilitator(run: MeetingRun) -> str:
    """The handle of whoever facilitates."""
    people = queries.team.people(run.w.connection, run.w.viewer.team_id, gone=True)
    return next((one.handle for one in people if one.id == run.row.facilitator_id), "somebody else")


def _require_facilitator(run: MeetingRun, remedy: str) -> None:
    """Raise :class:`Refused` for everybody but the meeting's facilitator."""
    if run.row.facilitator_id != run.w.viewer.person_id:
        raise Refused(f"{_facilitator(run)} facilitates {run.ref}", remedy)


def finish(run: MeetingRun, store: Store, at: datetime | None = None) -> None:
    """End a running meeting inside a write, as of ``at`` (now): it asks nothing and loses nothing."""
    w = run.w
    run.now = at or w.at
    steps.leave(run, store)
    run.stands_since(run.now)  # reopened, it counts from there
    run.stop_clock(at)
    w.change(run.row, status="held", ended_at=at or w.at)
    w.touch(run.row, seen_at=None)  # reopened, a program has yet to give a sign
    if _lists_proposals(run):
        demos.take_off(w, run.row, run.step.key)
    topics.spend_dots(run)
    if run.kind.closed_doors:
        retro.put_away(run)
        forget_half_typed(w.connection, id_of(run.row))
    w.log("meeting.end", data={"ref": run.ref}, audience=run.audience, undoable=False)
    w.touch(run.row, snapshot=freeze(w.connection, w.viewer, store, steps.plain_row(run)))


def reopen(store: Store, viewer: Viewer, ref: str) -> MeetingLine:
    """Undo an end (the meeting goes on), a start by mistake (it is scheduled again), a skip or a cancellation."""
    require(viewer, Right.REOPEN)
    with store.write(viewer) as w:
        week = Week(w.connection, viewer, w.at)
        line = _to_reopen(week, ref)
        row = meeting_row(w, line.kind, line.nominal)
        if row is None or row.status == "scheduled":
            raise Refused(f"{line.ref} is {line.status}", "there is nothing to reopen")
        w.belongs_to(row)
        run = MeetingRun(w, row)
        was = row.status
        if was in RUNNING:
            _require_facilitator(run, "take it over first (T T in its screen)")
        elif was in ("skipped", "cancelled"):
            require(viewer, Right.SKIP, own=is_facilitator(viewer, line))
        if was == "held":
            other = week.running()
            if other is not None:
                raise Refused(f"the {other.title.lower()} runs", f"end it first: cadence meeting end {other.ref}")
            w.change(row, status="running", ended_at=None)
            w.touch(row, snapshot=None, facilitator_id=viewer.person_id, remarks="[]")
            if run.kind.closed_doors:
                retro.take_out_again(run)
            if _lists_proposals(run):
                demos.list_again(w, row)
            topics.give_dots_back(run)
            steps.take_up(run)
            run.start_clock()
        else:
            w.change(row, status="scheduled", started_at=None, ended_at=None)
            w.touch(row, changes=row.changes + 1, changed_at=w.at)
            if was in ("skipped", "cancelled"):
                w.touch(row, reason=None)
            else:
                _as_if_never_started(w, row)
                if run.kind.closed_doors:
                    forget_half_typed(w.connection, id_of(row))
        w.log("meeting.reopen", data={"was": was}, audience=run.audience, undoable=False)
        return Week(w.connection, viewer, w.at).line(line.kind, line.nominal)


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
    for one in queries.meetings.attendance(w.connection, id_of(row)):
        w.touch(w.get(Attendance, (id_of(row), one.person_id)), heard=False, ready=False, seconds=0)


def recording(store: Store, viewer: Viewer, ref: str, url: str) -> MeetingLine:
    """Keep the link to a meeting's recording; in notes that are written already, nothing but the link changes."""
    require(viewer, Right.RECORD)
    with store.write(viewer) as w:
        line = resolve(Week(w.connection, viewer, w.at), ref, held=True)
        row = row_of(w, line)
        w.change(row, recording=checked_url(url))
        w.log("meeting.recording", data={"url": row.recording}, audience=line.audience)
        if row.snapshot:
            w.touch(row, snapshot=with_recording(row.snapshot, row.recording))
        return line
