"""A meeting that was started, as a use case holds it: its row, its kind, its steps and its clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cadence.domain.facilitation.clock import counts_to, jumped
from cadence.domain.kinds import BY_KEY, MeetingKind
from cadence.domain.kinds.base import Step, Talk
from cadence.domain.views.meeting_line import MeetingLine
from cadence.errors import NotFound, Refused
from cadence.services.schedule.week import RUNNING, Week, resolve
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.queries.team import MemberRow
from cadence.store.values import instant
from cadence.store.viewer import MeetingRow, running_meeting
from cadence.store.write import Write

if TYPE_CHECKING:
    from cadence.store.tables.meetings import Meeting


class MeetingTimes:
    """How long each step has taken: seconds by step key, and since when the present one counts."""

    def __init__(self, seconds: dict[str, int], step: str, since: datetime | None, seen: datetime | None) -> None:
        """``since`` is ``None`` while the clock stands; ``seen`` is the facilitator's last sign of life, if any."""
        self.seconds = seconds
        self.step = step
        self.since = since
        self.seen = seen

    @classmethod
    def of(cls, row: MeetingRow | Meeting, steps: tuple[tuple[Step, int], ...]) -> MeetingTimes:
        """The clock of a meeting's row (a plain row or a table row)."""
        step = steps[min(row.step, len(steps) - 1)][0].key
        return cls(json.loads(row.seconds), step, row.clock_since, row.seen_at)

    def counts_to(self, now: datetime) -> datetime:
        """The instant to which it has counted by ``now`` (see :func:`cadence.domain.facilitation.clock.counts_to`)."""
        return counts_to(self.since, self.seen, now)

    def used(self, now: datetime) -> dict[str, int]:
        """Seconds used by each step until ``now``."""
        running = round((self.counts_to(now) - self.since).total_seconds()) if self.since else 0
        return {**self.seconds, self.step: self.seconds.get(self.step, 0) + running}


def counted(used: dict[str, int], steps: tuple[tuple[Step, int], ...]) -> int:
    """The seconds that count against the timebox: talk for its own sake (social time) does not."""
    talk = {step.key for step, _ in steps if isinstance(step.walks, Talk)}
    return sum(seconds for key, seconds in used.items() if key not in talk)


def counted_minutes(minutes: int, steps: tuple[tuple[Step, int], ...]) -> int:
    """The minutes of a timebox of ``minutes`` that are the steps': social time has a clock of its own."""
    talk = sum(budget for step, budget in steps if isinstance(step.walks, Talk))
    return minutes - talk if minutes > talk else minutes


def steps_of(
    connection: Connection,
    team_id: int,
    kind: MeetingKind,
    day: date,
    form: str | None = None,
    length: int | None = None,
) -> tuple[tuple[Step, int], ...]:
    """The steps that the team holds of a kind on a day, with its own minutes; in a meeting's own form and length."""
    distributed = queries.schedule.distributed_on(connection, team_id, day)
    settings = settings_of(connection, team_id)
    steps = kind.steps_for(distributed=distributed, minutes=dict(settings.steps.get(kind.key, {})), length=length)
    if settings.social_last:
        talk = [pair for pair in steps if isinstance(pair[0].walks, Talk)]
        steps = tuple(pair for pair in steps if pair not in talk) + tuple(talk)
    return tuple((step.in_form(form), minutes) for step, minutes in steps)


class MeetingRun:
    """One started meeting inside a write."""

    def __init__(self, w: Write, meeting: Meeting) -> None:
        """Load what the meeting's steps need."""
        self.w = w
        self.row = meeting
        self.now = w.at
        """The instant that counts for clocks: earlier than the write's for a meeting that nobody had ended."""
        self.kind = BY_KEY[meeting.kind]
        self.steps = self._steps()
        self.state: dict[str, Any] = json.loads(meeting.state)

    @property
    def step(self) -> Step:
        """The present step."""
        return self.steps[min(self.row.step, len(self.steps) - 1)][0]

    @property
    def budget(self) -> int:
        """The present step's budget, in minutes."""
        return self.steps[min(self.row.step, len(self.steps) - 1)][1]

    @property
    def ref(self) -> str:
        """The meeting's name."""
        return f"{self.row.kind}@{self.row.nominal}"

    @property
    def audience(self) -> str:
        """Who may hear of what happens in it."""
        return str(self.kind.audience)

    def keep(self, **state: Any) -> None:
        """Remember something of the running steps; ``None`` forgets it."""
        self.state.update(state)
        self.state = {key: value for key, value in self.state.items() if value is not None}
        self.w.touch(self.row, state=json.dumps(self.state))

    def _steps(self) -> tuple[tuple[Step, int], ...]:
        row, w = self.row, self.w
        return steps_of(w.connection, w.viewer.team_id, self.kind, row.nominal, row.form, row.timebox)

    def set_form(self, form: str | None) -> None:
        """Hold the meeting in another form from now on."""
        self.w.touch(self.row, form=form)
        self.steps = self._steps()

    def stop_clock(self, at: datetime | None = None) -> None:
        """Add what the present step has used to its account, and let the clock stand."""
        at = at or self.w.at
        used = self.clock.used(at)
        if self.state.get("since") and self.row.clock_since:
            self.keep(stood=self._stood(at))
        self.w.touch(self.row, seconds=json.dumps(used), clock_since=None)

    def start_clock(self) -> None:
        """Count for the present step from now on, and for the card or person from where they stood."""
        stood = self.state.get("stood")
        if stood is not None:
            self.keep(since=(self.w.at - timedelta(seconds=stood)).isoformat(), stood=None)
        self.w.touch(self.row, clock_since=self.w.at)
        self._program_lives()

    def bank(self) -> None:
        """Add the whole seconds until now to the present step's account: a clock set back later cannot lose them."""
        since = self.row.clock_since
        whole = int((self.w.at - since).total_seconds()) if since else 0
        if since and whole > 0:
            account = {**self.clock.seconds, self.step.key: self.clock.seconds.get(self.step.key, 0) + whole}
            self.w.touch(self.row, seconds=json.dumps(account), clock_since=since + timedelta(seconds=whole))

    def mend_gap(self) -> bool:
        """Let the clock go on from where it had counted to, if the facilitator's program was gone or the time jumped.

        Gives whether there was such a gap. Where somebody else writes, the program is still gone afterwards.
        """
        last = self.clock.counts_to(self.w.at)
        if not jumped(last, self.w.at):
            return False
        self.stop_clock(last)
        self.start_clock()
        if self.row.facilitator_id != self.w.viewer.person_id:
            self.w.touch(self.row, seen_at=self.w.at)
        return True

    def _program_lives(self) -> None:
        """What the facilitator does is a sign of life where a program gives such signs; one that is old gives none."""
        seen = self.row.seen_at
        if seen is not None:
            self.w.touch(self.row, seen_at=None if jumped(seen, self.w.at) else max(seen, self.w.at))

    @property
    def clock(self) -> MeetingTimes:
        """The clock as it stands in the row."""
        return MeetingTimes.of(self.row, self.steps)

    def standing(self) -> int:
        """Seconds, while the clock ran, since the walk stood on the present card or person."""
        if not self.row.clock_since:
            return int(self.state.get("stood", 0))
        return self._stood(self.now)

    def _stood(self, at: datetime) -> int:
        since = self.state.get("since")
        return max(0, round((self.clock.counts_to(at) - instant(since)).total_seconds())) if since else 0

    def stands_since(self, at: datetime) -> None:
        """The walk stands on another card or person, or counts anew for the same."""
        self.keep(since=at.isoformat(), stood=None)

    def seconds(self) -> int:
        """Seconds used so far that count against the timebox."""
        return counted(self.clock.used(self.w.at), self.steps)

    def drive(self) -> None:
        """Raise :class:`Refused` unless the viewer facilitates this meeting and it runs."""
        if self.row.status not in RUNNING:
            raise Refused(f"the {self.kind.title.lower()} does not run", f"cadence meeting start {self.ref}")
        if self.row.facilitator_id != self.w.viewer.person_id:
            raise Refused("somebody else facilitates", "take over first")
        self._program_lives()
        self.bank()

    @contextmanager
    def as_facilitator(self) -> Iterator[None]:
        """What the meeting does by itself is its facilitator's doing, whoever set it off: a guest sees and may less."""
        viewer, its = self.w.viewer, next((one for one in self.people() if one.id == self.row.facilitator_id), None)
        if its is not None:
            self.w.viewer = viewer._replace(
                person_id=its.id, handle=its.handle, role=its.role, regular=its.regular, in_several=False
            )
        try:
            yield
        finally:
            self.w.viewer = viewer

    def remark(self, words: str) -> None:
        """Note something that the meeting's notes shall say."""
        self.w.touch(self.row, remarks=json.dumps([*json.loads(self.row.remarks), words], ensure_ascii=False))

    def people(self) -> list[MemberRow]:
        """Everybody in the team, in its order."""
        return queries.team.people(self.w.connection, self.w.viewer.team_id)


def meeting_row(w: Write, kind: str, nominal: date) -> Meeting | None:
    """The table row of a recorded meeting, or ``None``."""
    from cadence.store.tables.meetings import Meeting

    row = queries.meetings.named(w.connection, w.viewer.team_id, kind, nominal)
    return w.get(Meeting, row.id) if row is not None else None


def row_of(w: Write, line: MeetingLine) -> Meeting:
    """The table row of a meeting, made where nothing is recorded of it yet."""
    from cadence.store.tables.meetings import Meeting

    found = meeting_row(w, line.kind, line.nominal)
    if found is not None:
        return found
    row = Meeting(team_id=w.viewer.team_id, kind=line.kind, nominal=line.nominal, iteration=line.iteration)
    w.session.add(row)
    w.session.flush()
    return row


def run_named(w: Write, ref: str | None, now: datetime) -> MeetingRun:
    """The started meeting that a person means (``None``: the one that runs), any gap in its time taken out.

    Raises :class:`NotFound`.
    """
    from cadence.store.tables.meetings import Meeting

    if ref is None:
        running = running_meeting(w.connection, w.viewer)
        if running is None:
            raise NotFound("no meeting runs", "cadence meeting start KIND")
        row: Meeting | None = w.get(Meeting, running.id, "meeting")
    else:
        line = resolve(Week(w.connection, w.viewer, now), ref)
        row = meeting_row(w, line.kind, line.nominal)
        if row is None or row.started_at is None:
            raise NotFound(f"{line.ref} was not started", f"cadence meeting start {line.kind}")
    assert row is not None
    w.belongs_to(row)
    run = MeetingRun(w, row)
    run.mend_gap()
    return run
