"""One meeting that is not held as the rhythm has it: moved, skipped, cancelled, or by another facilitator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.kinds import KINDS
from cadence.domain.lint.finding import Finding
from cadence.domain.parsing import text
from cadence.domain.parsing.dates import day_words, parse_when
from cadence.domain.parsing.names import match
from cadence.domain.schedule.slots import chain
from cadence.domain.team.roles import Right, is_team
from cadence.domain.views.meeting_line import MeetingLine
from cadence.errors import BadValue, Refused
from cadence.services.access.permissions import require
from cadence.services.meetings.run import row_of
from cadence.services.schedule.settings import worse_by_move
from cadence.services.schedule.week import RUNNING, Week, is_facilitator, resolve
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.tables.meetings import Meeting
from cadence.store.viewer import Viewer, handles
from cadence.store.write import Write

SHORTEST, LONGEST = 5, 480
"""A meeting's minutes, at the least and at the most."""


class Moved(NamedTuple):
    """A meeting after its move; those that follow it, moved ``along`` or ``left`` where they were; what that breaks."""

    line: MeetingLine
    along: tuple[MeetingLine, ...] = ()
    left: tuple[MeetingLine, ...] = ()
    findings: tuple[Finding, ...] = ()


def move(
    store: Store,
    viewer: Viewer,
    ref: str,
    to: str,
    *,
    minutes: int | None = None,
    reason: str | None = None,
    along: bool = False,
) -> Moved:
    """Hold one meeting at another time (wall clock in the team's zone), or for other minutes; the series stays.

    A move to where the rule has it anyway is none. ``along``: what is held right after it goes with it. Raises
    :class:`BadValue` for a time that a change of clocks skips, :class:`Refused` for a meeting that was started.
    """
    when = parse_when(to, store.clock().astimezone(ZoneInfo(viewer.timezone)).date())
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        raise BadValue(f"{minutes} is no length for a meeting", f"give {SHORTEST} to {LONGEST} minutes")
    with store.write(viewer) as w:
        before = Week(w.connection, viewer, w.at)
        line = resolve(before, ref)
        require(viewer, Right.MOVE, own=is_facilitator(viewer, line))
        _there_is(when, before.rhythm.zone_on(when.date()))
        behind = tuple(_right_after(before, line))
        _set_time(w, before, line, when, minutes, reason)
        moved = _line_now(w, line)
        if along:
            for number, other in enumerate(behind):
                starts = moved.ends_at if number == 0 else _line_now(w, behind[number - 1]).ends_at
                _set_time(w, before, other, starts.replace(tzinfo=None), None, reason)
        w.log("meeting.move", data={"ref": line.ref, "to": f"{when:%Y-%m-%d %H:%M}"}, audience=line.audience)
        after = Week(w.connection, viewer, w.at)
        others = tuple(after.line(one.kind, one.nominal) for one in behind)
        apart = () if along or moved.starts_at == line.starts_at else others
        return Moved(moved, others if along else (), apart, worse_by_move(w.connection, before, after))


def right_after(store: Store, viewer: Viewer, ref: str) -> tuple[MeetingLine, ...]:
    """What is held straight after a meeting, because it follows it."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        return tuple(_right_after(week, resolve(week, ref)))


def _there_is(when: datetime, zone: str) -> None:
    """Raise :class:`BadValue` for a wall-clock time that does not exist."""
    aware = when.replace(tzinfo=ZoneInfo(zone))
    if aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != when:
        raise BadValue(
            f"there is no {when:%H:%M} on {day_words(when.date())} in {zone}: clocks go forward", "take another"
        )


def _line_now(w: Write, line: MeetingLine) -> MeetingLine:
    return Week(w.connection, w.viewer, w.at).line(line.kind, line.nominal)


def _right_after(week: Week, line: MeetingLine) -> Iterator[MeetingLine]:
    """The meetings that are held straight after this one, one after the other, and can still be moved."""
    ends = line.ends_at
    for kind in KINDS:
        if line.kind in {one.key for one in chain(kind, KINDS)} and kind.key != line.kind:
            after = next((one for one in week.lines(line.starts_at.date(), line.starts_at.date(), [kind.key])), None)
            if after is not None and after.nominal == line.nominal and after.starts_at == ends:
                if after.status == "scheduled":
                    yield after
                ends = after.ends_at


def _set_time(w: Write, week: Week, line: MeetingLine, when: datetime, minutes: int | None, reason: str | None) -> None:
    row = row_of(w, line)
    if line.status in (*RUNNING, "held"):
        raise Refused(f"{line.ref} was started", "only a meeting to come can be moved")
    if row.status in ("skipped", "cancelled"):
        raise Refused(f"{line.ref} is {row.status}", f"reopen it first: cadence meeting reopen {line.ref}")
    by_rule = week.by_rule(line.kind, line.nominal)
    back = by_rule is not None and by_rule.wall_start == when and not by_rule.skipped
    if not back and when.replace(tzinfo=week.zone_on(when.date())) < week.now:
        raise BadValue(f"{day_words(when.date())} {when:%H:%M} is past", "choose a time to come")
    why = text.line(reason, "reason") if reason else None if back else row.reason
    moved_to = None if back else f"{when:%Y-%m-%d %H:%M}"
    w.change(row, moved_to=moved_to, minutes=minutes or row.minutes, reason=why)
    w.touch(row, changes=row.changes + 1, changed_at=w.at)


def skip(store: Store, viewer: Viewer, ref: str, reason: str, *, cancel: bool = False) -> MeetingLine:
    """Not hold one meeting, with a reason: skipped quietly, or cancelled (which invitations will say)."""
    why = text.line(reason, "reason")

    def set_status(w: Write, row: Meeting, line: MeetingLine) -> None:
        if line.status in (*RUNNING, "held"):
            raise Refused(f"{line.ref} was started", "end it, or leave it as it is")
        w.change(row, status="cancelled" if cancel else "skipped", reason=why)

    return _planned(store, viewer, ref, Right.SKIP, "meeting.cancel" if cancel else "meeting.skip", set_status)


def take_turn(store: Store, viewer: Viewer, ref: str, person: str) -> tuple[MeetingLine, MeetingLine | None]:
    """Let ``person`` facilitate a meeting to come; whose turn it was takes theirs, where they have one ahead.

    Gives the meeting, and the one that was given in return. Raises :class:`Refused` for a meeting that was started.
    """
    require(viewer, Right.START)
    with store.write(viewer) as w:
        week = Week(w.connection, viewer, w.at)
        line = resolve(week, ref)
        members = [one.handle for one in queries.team.people(w.connection, viewer.team_id) if is_team(one.role)]
        wanted = match(person.removeprefix("@"), members, "person")
        if line.status != "scheduled":
            raise Refused(f"{line.ref} is {line.status}", "a turn is swapped before the meeting; T T takes one over")
        had = line.facilitator
        if had == wanted:
            raise Refused(f"it is {wanted}'s turn already", "name somebody else")
        _give_turn(w, line, wanted)
        back = next((one for one in _turns_ahead(week, line) if had is not None and one.facilitator == wanted), None)
        if back is not None and had is not None:
            _give_turn(w, back, had)
        now = Week(w.connection, viewer, w.at)
        return now.line(line.kind, line.nominal), now.line(back.kind, back.nominal) if back is not None else None


def _turns_ahead(week: Week, line: MeetingLine) -> Iterator[MeetingLine]:
    """The other meetings of that kind that are still to come, the soonest first."""
    ahead = week.ahead(week.today, [line.kind])
    return (one for one in ahead if one.status == "scheduled" and one.ref != line.ref and one.starts_at > week.now)


def _give_turn(w: Write, line: MeetingLine, person: str) -> None:
    row = row_of(w, line)
    w.change(row, facilitator_id=handles(w.connection, w.viewer.team_id)[person])
    w.log("meeting.turn", data={"ref": line.ref, "person": person}, audience=line.audience)


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
