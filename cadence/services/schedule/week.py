"""The team's week: which meetings there are, and what a person means by a meeting's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cadence.domain.kinds import BY_KEY, KINDS, MeetingKind
from cadence.domain.kinds.base import Repeat
from cadence.domain.parsing.dates import parse_date
from cadence.domain.parsing.names import match
from cadence.domain.schedule.calendar import ONE_DAY
from cadence.domain.schedule.own_time import own_time
from cadence.domain.schedule.rhythm import Iteration, Planned, iteration_on, iterations
from cadence.domain.schedule.rhythm import meetings as plan
from cadence.domain.team.invitations import may_attend, taking_up
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.vocabulary import Audience
from cadence.errors import BadValue, NotFound
from cadence.services.schedule.rhythm_rows import override_of, rhythm_of
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.queries.meetings import RecordedRow
from cadence.store.viewer import Viewer

if TYPE_CHECKING:
    from cadence.store.db import Store

RUNNING = ("running", "paused")
RUN = (*RUNNING, "held")
"""States of a meeting that was started."""

STRETCHES = (7, 21, 63)
"""Days that are laid out one stretch after the other when a meeting ahead is looked for: most are near."""


class Week:
    """The rhythm and the recorded meetings of a team, read once and asked often, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer, now: datetime) -> None:
        """Read what the schedule needs; ``now`` decides what is missed."""
        self.viewer = viewer
        self.zone = ZoneInfo(viewer.timezone)
        self.now = now.astimezone(self.zone)
        self.rhythm = rhythm_of(connection, viewer.team_id)
        self._founded = queries.team.row(connection, viewer.team_id).created_at.astimezone(self.zone).date()
        self.rows = {(row.kind, row.nominal): row for row in queries.meetings.recorded(connection, viewer.team_id)}
        self.overrides = [override_of(row) for row in self.rows.values()]
        self._rotation = self._rota(connection)
        self._away = self._absences(connection) if self._rotation else []
        self._planned_days: dict[tuple[str, int], list[date]] = {}
        me = next((row for row in queries.team.people(connection, viewer.team_id) if row.id == viewer.person_id), None)
        self._own_zone = me.timezone if me is not None else ""
        self._regular = me is not None and me.regular
        self._invited_by = {} if viewer.in_team else self._invitations(connection)
        self._invited_to: dict[str, list[date]] = {}
        self._took_up = frozenset() if viewer.in_team else self._with_their_topics(connection)

    def _invitations(self, connection: Connection) -> dict[str, list[date | None]]:
        """By kind that a guest may know of as one who was invited: the days on which their topics come back."""
        found = {
            kind.key: list(queries.cards.invitations(connection, self.viewer, kind.agenda.boards[0].value).values())
            for kind in KINDS
            if kind.agenda is not None and kind.regulars is Audience.TEAM and may_attend(kind, self.viewer.role)
        }
        return {kind: back for kind, back in found.items() if back or self._regular}

    def _with_their_topics(self, connection: Connection) -> frozenset[tuple[str, date]]:
        """The meetings, else not for this guest's eyes, that took up a topic to which the guest is invited."""
        return frozenset(
            (kind.key, day)
            for kind in KINDS
            if kind.by_topic and may_attend(kind, self.viewer.role) and str(kind.audience) not in self.viewer.audiences
            for day in queries.cards.invited_and_discussed(connection, self.viewer, kind.key, kind.topic_steps)
        )

    def _rota(self, connection: Connection) -> list[str]:
        if not settings_of(connection, self.viewer.team_id).rotate_facilitator:
            return []
        return [
            row.handle for row in queries.team.people(connection, self.viewer.team_id) if row.role in {"lead", "member"}
        ]

    def _absences(self, connection: Connection) -> list[tuple[str, date, date]]:
        names = {row.id: row.handle for row in queries.team.people(connection, self.viewer.team_id)}
        rows = queries.team.absences(connection, self.viewer.team_id, date.min, date.max)
        return [(names[row.person_id], row.first, row.last) for row in rows]

    @property
    def today(self) -> date:
        """The date in the team's zone."""
        return self.now.date()

    def iteration(self, day: date | None = None) -> Iteration | None:
        """The iteration of a day (today); before the first one, the first."""
        found = iteration_on(self.rhythm, day or self.today)
        if found is None and self.rhythm.epochs and (day or self.today) < self.rhythm.epochs[0].start:
            return iteration_on(self.rhythm, self.rhythm.epochs[0].start)
        return found

    def iterations(self, first: date, last: date) -> list[Iteration]:
        """The iterations that overlap a window."""
        return iterations(self.rhythm, first, last)

    def lines(self, first: date, last: date, kinds: Iterable[str] = ()) -> list[MeetingLine]:
        """The meetings whose day lies between two dates, both included, as far as this viewer may know of them."""
        wanted = {kind for kind in set(kinds) or BY_KEY if self.may_know(kind)}
        return [line for line in self._lines(first, last, wanted) if self.may_know(line.kind, line.nominal)]

    def _lines(self, first: date, last: date, wanted: Collection[str]) -> list[MeetingLine]:
        """The meetings of these kinds whose day lies between two dates, whoever may know of them."""
        planned = plan(self.rhythm, first, last, self.overrides)
        found = {(one.kind, one.nominal): self._line(one) for one in planned if one.kind in wanted}
        for name, row in self.rows.items():
            if name[0] not in wanted or name in found or row.status not in RUN or not row.starts_at:
                continue
            if first <= row.starts_at.astimezone(self.zone).date() <= last:
                found[name] = self._recorded(row)
        seen = [line for line in found.values() if first <= line.starts_at.date() <= last]
        order = {kind.key: place for place, kind in enumerate(KINDS)}
        return sorted(seen, key=lambda line: (line.starts_at, order[line.kind]))

    def ahead(self, first: date, kinds: Iterable[str] = ()) -> Iterator[MeetingLine]:
        """The meetings (of these kinds) from a day on, as far ahead as meetings are looked for, in order of time."""
        wanted = tuple(kinds)
        for start, end in _stretches(first):
            yield from self.lines(start, end, wanted)

    def taking_up(self, kind: str, back: Iterable[date | None]) -> list[date]:
        """The meetings of a kind, by nominal date, to which topics that come back on these days invite their guests.

        For each it is the first at which it is on the table: the one that runs, today's however late, one to come.
        """
        running = [self._recorded(row) for row in self.rows.values() if row.kind == kind and row.status in RUNNING]
        first = max(self.today, self.rhythm.epochs[0].start) if self.rhythm.epochs else self.today
        planned = (line for start, end in _stretches(first) for line in self._lines(start, end, [kind]))
        ahead = (line for line in planned if line.status == "scheduled" or self._is_late(line))
        return [*taking_up(back, ((line.starts_at.date(), line.nominal) for line in chain(running, ahead)))]

    def may_know(self, kind: str, nominal: date | None = None) -> bool:
        """Whether the viewer may know of meetings of this kind, or of that one: by role, or as an invited guest."""
        return self.may_read(kind, nominal) or self._is_invited(kind, nominal)

    def _is_invited(self, kind: str, nominal: date | None) -> bool:
        """Whether topics that are to be taken up invite the viewer to meetings of this kind, or to that one."""
        if nominal is None or kind not in self._invited_by:
            return kind in self._invited_by
        if kind not in self._invited_to:
            self._invited_to[kind] = self.taking_up(kind, self._invited_by[kind])
        return nominal in self._invited_to[kind]

    def may_read(self, kind: str, nominal: date | None = None) -> bool:
        """Whether the viewer may read what meetings of this kind, or that one, came to: of their topics, or all."""
        theirs = any(one == kind and nominal in (None, day) for one, day in self._took_up)
        regular = self._regular and kind in self._invited_by
        return theirs or regular or str(BY_KEY[kind].audience) in self.viewer.audiences

    def line(self, kind: str, nominal: date) -> MeetingLine:
        """The meeting with this name; raises :class:`NotFound`."""
        if self.may_know(kind, nominal):
            for one in plan(self.rhythm, nominal, nominal, self.overrides):
                if (one.kind, one.nominal) == (kind, nominal):
                    return self._line(one)
            row = self.rows.get((kind, nominal))
            if row is not None and row.starts_at:
                return self._recorded(row)
        near = [line.ref for line in self.lines(nominal - timedelta(days=4), nominal + timedelta(days=10), [kind])]
        remedy = f"near it are {', '.join(near[:3])}" if near else "cadence meeting list shows what there is"
        raise NotFound(f"there is no {kind}@{nominal}", remedy)

    def by_rule(self, kind: str, nominal: date) -> Planned | None:
        """The meeting as the rule and the holidays have it, whatever was changed of it by hand."""
        others = [one for one in self.overrides if (one.kind, one.nominal) != (kind, nominal)]
        planned = plan(self.rhythm, nominal, nominal, others)
        return next((one for one in planned if (one.kind, one.nominal) == (kind, nominal)), None)

    def _line(self, one: Planned) -> MeetingLine:
        row = self.rows.get((one.kind, one.nominal))
        if row is not None and row.status in RUN and row.starts_at:
            return self._recorded(row, one)
        starts, ends = one.starts, one.ends
        moved = one.by_hand or one.day != one.nominal
        plain = datetime.combine(one.nominal, one.plain_at, tzinfo=self.zone_on(one.nominal))
        status = (
            "cancelled"
            if one.cancelled
            else "skipped"
            if one.skipped
            else "missed"
            if ends <= self.now and one.day >= self._founded  # before there was a team here, nobody missed it
            else "scheduled"
        )
        return MeetingLine(
            ref=one.ref,
            kind=one.kind,
            title=BY_KEY[one.kind].title,
            iteration=one.iteration,
            starts_at=starts,
            ends_at=ends,
            timezone=one.timezone,
            status=status,
            moved_from=plain if moved and plain != starts else None,
            reason=one.cancelled or one.skipped or one.moved_because or (row.reason if row else None) or None,
            facilitator=(row.facilitator if row else None) or self._turn(one),
            nominal=one.nominal,
            audience=str(BY_KEY[one.kind].audience),
            own_time=self._own_time(starts, one.timezone),
        )

    def zone_on(self, day: date) -> ZoneInfo:
        """The team's zone on a day."""
        return ZoneInfo(self.rhythm.zone_on(day))

    def _own_time(self, starts: datetime, zone: str) -> str:
        """A meeting's beginning on the viewer's clock, where that shows another time than the team's."""
        return own_time(starts, zone, self._own_zone) if self._own_zone not in ("", zone) else ""

    def _turn(self, one: Planned) -> str | None:
        """Whose turn it is to facilitate: each time a kind is held it is the next person's."""
        if not self._rotation:
            return None
        kind = BY_KEY[one.kind]
        week = (one.nominal.toordinal() - 1) // 7
        times = week if kind.place.repeat is Repeat.WEEK else one.iteration - 1
        if kind.place.repeat is Repeat.DAY:
            days = self._days_of(one.kind, week)
            times = week * len(days) + sum(day < one.nominal for day in days)
        first = times + KINDS.index(kind)
        turns = [self._rotation[(first + more) % len(self._rotation)] for more in range(len(self._rotation))]
        return next((name for name in turns if not self._is_away(name, one.day)), turns[0])

    def _is_away(self, handle: str, day: date) -> bool:
        return any(first <= day <= last for name, first, last in self._away if name == handle)

    def _days_of(self, kind: str, week: int) -> list[date]:
        """The days of a week (counted from the calendar's first Monday) for which a kind is planned."""
        if (kind, week) not in self._planned_days:
            monday = date.fromordinal(week * 7 + 1)
            planned = plan(self.rhythm, monday, monday + 6 * ONE_DAY, [])
            self._planned_days[kind, week] = [each.nominal for each in planned if each.kind == kind]
        return self._planned_days[kind, week]

    def _recorded(self, row: RecordedRow, plan_: Planned | None = None) -> MeetingLine:
        assert row.starts_at is not None, "it was started"
        assert row.started_at is not None
        assert row.timebox is not None
        nominal, zone = row.nominal, self.zone_on(row.nominal)
        starts = row.starts_at.astimezone(zone)
        ends = (starts.astimezone(UTC) + timedelta(minutes=row.timebox)).astimezone(zone)
        ended = row.ended_at.astimezone(zone) if row.ended_at else None
        return MeetingLine(
            ref=f"{row.kind}@{nominal}",
            kind=row.kind,
            title=BY_KEY[row.kind].title,
            iteration=row.iteration,
            starts_at=starts,
            ends_at=ends,
            timezone=str(zone),
            status=row.status,
            moved_from=self._moved_from(row, starts, plan_),
            reason=row.reason,
            facilitator=row.facilitator,
            nominal=nominal,
            audience=str(BY_KEY[row.kind].audience),
            started_at=row.started_at.astimezone(zone),
            ended_at=ended,
            own_time=self._own_time(starts, str(zone)),
        )

    def _moved_from(self, row: RecordedRow, starts: datetime, plan_: Planned | None) -> datetime | None:
        nominal = row.nominal
        for one in [plan_] if plan_ else plan(self.rhythm, nominal, nominal, self.overrides):
            if (one.kind, one.nominal) == (row.kind, nominal):
                plain = datetime.combine(nominal, one.plain_at, tzinfo=self.zone_on(nominal))
                return plain if plain != starts else None
        return None

    def running(self) -> MeetingLine | None:
        """The meeting that runs (or is paused) now."""
        rows = [row for row in self.rows.values() if row.status in RUNNING and self.may_know(row.kind, row.nominal)]
        return self._recorded(max(rows, key=lambda row: str(row.started_at))) if rows else None

    def next(self, kind: str | None = None) -> MeetingLine | None:
        """The next meeting still to be held (of a kind): today's however late, else the first to come."""
        wanted = [kind] if kind else []
        for line in self.ahead(self.today, wanted):
            if line.status == "scheduled" or (kind is not None and self._is_late(line)):
                return line
        first = self.rhythm.epochs[0].start if self.rhythm.epochs else self.today
        if first <= self.today:
            return None
        return next((line for line in self.ahead(first, wanted) if line.status == "scheduled"), None)

    def _is_late(self, line: MeetingLine) -> bool:
        return line.status == "missed" and line.starts_at.date() == self.today


def _stretches(first: date) -> Iterator[tuple[date, date]]:
    """The stretches of days from one on in which meetings ahead are looked for, each by its first and last day."""
    after = 0
    for days in STRETCHES:
        yield first + after * ONE_DAY, first + days * ONE_DAY
        after = days + 1


def is_facilitator(viewer: Viewer, line: MeetingLine) -> bool:
    """Whether the viewer is the one who facilitates this meeting: runs it, or is to run it."""
    return viewer.in_team and viewer.handle is not None and line.facilitator == viewer.handle


def kind_named(word: str) -> str:
    """The meeting kind that a person means; raises :class:`BadValue`."""
    return match(word, [kind.key for kind in KINDS], "meeting kind")


def not_for(viewer: Viewer, kind: MeetingKind) -> NotFound:
    """The error for a viewer who names a meeting of a kind that is not for them."""
    whose = "the team's alone" if kind.audience is Audience.TEAM else f"not for {viewer.role}s"
    return NotFound(f"the {kind.title.lower()} is {whose}", "the calendar shows the meetings that are for you too")


def resolve(week: Week, ref: str, *, held: bool = False) -> MeetingLine:
    """The meeting that a person means by ``KIND@DATE`` or a bare ``KIND``.

    A bare kind is the running one, else today's that is not yet held, else the next; with ``held`` (for notes) the
    last one held. Raises :class:`BadValue` or :class:`NotFound`; of a kind that is not for this viewer, the same is
    said whether there is such a meeting or not.
    """
    word, at, day = ref.partition("@")
    kind = kind_named(word)
    if not week.may_know(kind):
        raise not_for(week.viewer, BY_KEY[kind])
    if at:
        return week.line(kind, parse_date(day, week.today))
    running = week.running()
    if running is not None and running.kind == kind:
        return running
    if held:
        return _last_held(week, kind)
    found = week.next(kind)
    if found is None:
        raise NotFound(f"no {kind} lies ahead", "cadence meeting list shows what there is")
    return found


def _last_held(week: Week, kind: str) -> MeetingLine:
    rows = [
        row for row in week.rows.values() if row.kind == kind and row.status in RUN and week.may_know(kind, row.nominal)
    ]
    if not rows:
        raise NotFound(f"no {kind} has been held yet", "cadence meeting list shows what there is")
    last = max(rows, key=lambda row: str(row.started_at))
    return week.line(kind, last.nominal)


def meeting_list(
    store: Store, viewer: Viewer, first: date | None = None, last: date | None = None, kinds: Sequence[str] = ()
) -> list[MeetingLine]:
    """The meetings between two dates, both included; by default those of the present iteration and the next."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        here = week.iteration()
        if first is None:
            first = here.start if here else week.today
        if last is None:
            follows = week.iteration(here.end + timedelta(days=1)) if here else None
            last = follows.end if follows else (here.end if here else week.today)
            last = max(last, first + timedelta(days=13))
        if last < first:
            raise BadValue(f"{last} is before {first}", "give --from the earlier date")
        return week.lines(first, last, [kind_named(kind) for kind in kinds])
