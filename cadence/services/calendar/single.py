"""The single meetings of a guest: where a topic that names them is taken up, and those they were told of and lost."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, done_column
from cadence.domain.kinds import KINDS, MeetingKind
from cadence.domain.recurring.revisions import Recorded, Replayed, taken_back
from cadence.domain.recurring.series import CalledOff
from cadence.domain.schedule.calendar import ONE_DAY, Rhythm
from cadence.domain.schedule.planned import Override
from cadence.domain.schedule.rhythm import meetings
from cadence.domain.team.invitations import gets_all, may_attend, taking_up
from cadence.domain.team.roles import is_team, sees
from cadence.services.calendar.reader import Reader, RoleSince
from cadence.services.cards.boards import board_cards
from cadence.services.schedule.week import STRETCHES, Week
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import TopicRow
from cadence.store.values import day_of
from cadence.store.viewer import Viewer


def invited(connection: Connection, viewer: Viewer, store: Store, week: Week, reader: Reader) -> dict[str, list[date]]:
    """The meetings a guest is invited to: where a topic that names them was taken up, and is the next time."""
    found: dict[str, list[date]] = {}
    if reader.person_id is None or not reader.role or reader.in_team:
        return found
    guest = reader.viewing(viewer)
    for kind in (one for one in KINDS if one.by_topic):
        if kind.key in reader.entitled or kind.agenda is None or not may_attend(kind, reader.role):
            continue
        days = queries.cards.invited_and_discussed(connection, guest, kind.key, kind.topic_steps)
        board = kind.agenda.boards[0].value
        back = queries.cards.invitations(connection, guest, board)
        if back and kind.agenda.only is not None:
            shown = {card.id for card in board_cards(connection, guest, store, board) if kind.agenda.only(card)}
            back = {card_id: day for card_id, day in back.items() if card_id in shown}
        days += [day for day in week.taking_up(kind.key, back.values()) if day not in days]
        if days:
            found[kind.key] = days
    return found


_State = tuple[Rhythm, Sequence[Override]]


class _Next(NamedTuple):
    """A meeting ahead at some time: its nominal date, its start by the bare rule, and when it begins."""

    nominal: date
    by_rule: datetime
    begins: datetime


class ToldMeetings(NamedTuple):
    """The single meetings of one kind that a guest was told of."""

    past: list[date]
    """Those that have begun while a topic named them: they stay, taken up or not."""
    lost: dict[date, CalledOff]
    """Those that then weren't theirs any more, by nominal date.

    That is so when the last topic that names them is taken off the agenda, when it comes back on another day, when
    they become something else to the team, and when another meeting takes it up by a change of the schedule.
    """


def told(
    connection: Connection,
    viewer: Viewer,
    week: Week,
    reader: Reader,
    log: Iterable[Recorded],
    memberships: Sequence[RoleSince],
) -> dict[str, ToldMeetings]:
    """The single meetings that a guest was told of, by kind."""
    if reader.person_id is None or all(is_team(one.role) for one in memberships if one.role):
        return {}
    steps = taken_back(week.rhythm, week.overrides, log)
    found = {}
    for kind in (one for one in KINDS if one.by_topic):
        named = _named(connection, viewer, kind, reader.person_id)
        if named:
            history = _History(kind, week, steps, named, memberships)
            past, lost = history.past(), history.lost()
            if kind.key in reader.entitled:  # every meeting is in the calendar now: the single ones would stand beside
                since = memberships[-1].at
                lost |= {day: CalledOff(1, since, start) for day, start in past.items() if day not in lost}
            found[kind.key] = ToldMeetings(list(past), lost)
    return found


class _History:
    """What a guest was told of one kind's meetings at any time: where the topics that name them are taken up next."""

    def __init__(
        self,
        kind: MeetingKind,
        week: Week,
        steps: Sequence[Replayed],
        named: Sequence[tuple[datetime, frozenset[date | None]]],
        memberships: Sequence[RoleSince],
    ) -> None:
        """``named``: the days on which the topics that name the guest come back, from which instants on; in order."""
        self.kind, self.week, self.named, self.memberships = kind, week, named, memberships
        now: _State = (week.rhythm, week.overrides)
        self._states = [*(step.before for step in steps), now]
        """How things stood before each change of the schedule, and now."""
        self._times = [step.entry.at for step in steps]

    def past(self) -> dict[date, datetime]:
        """The meetings that have begun, by the plan of today, and of which the guest was told until then.

        By nominal date, their start by the bare rule.
        """
        first = self.named[0][0].astimezone(self.week.zone).date()
        planned = meetings(self.week.rhythm, first, self.week.today, self.week.overrides)
        begun = (one for one in planned if one.kind == self.kind.key and one.held and one.starts <= self.week.now)
        said = ((one.nominal, self._told(one.starts, after=False)) for one in begun)
        return {day: known[day].by_rule for day, known in said if day in known}

    def lost(self) -> dict[date, CalledOff]:
        """The meetings that weren't theirs any more, by nominal date."""
        found: dict[date, CalledOff] = {}
        times = {at for at, _ in self.named} | {one.at for one in self.memberships} | set(self._times)
        for at in sorted(times):
            was, now = self._told(at, after=False), self._told(at, after=True)
            for day in was.keys() - now.keys():
                before = found.get(day)
                if was[day].begins > at:
                    found[day] = CalledOff(before.times + 1 if before else 1, at, was[day].by_rule)
            for day in (now.keys() - was.keys()) & found.keys():
                found[day] = found[day]._replace(at=at)
        return found

    def _told(self, at: datetime, *, after: bool) -> dict[date, _Next]:
        """The meetings ahead that the guest was told of just before or just after an instant, by nominal date."""
        find = bisect_right if after else bisect_left
        place = find([one.at for one in self.memberships], at) - 1
        member = self.memberships[place] if place >= 0 else None
        place = find([each for each, _ in self.named], at) - 1
        if place < 0 or not self.named[place][1] or member is None or not self._by_topic(member):
            return {}
        ahead = self._ahead(self._states[find(self._times, at)], at)
        return {one.nominal: one for one in taking_up(self.named[place][1], ahead)}

    def _by_topic(self, member: RoleSince) -> bool:
        """Whether somebody gets this kind's meetings one by one."""
        guest = member.role != "" and not is_team(member.role) and may_attend(self.kind, member.role)
        return guest and not gets_all(self.kind, member.role, regular=member.regular)

    def _ahead(self, state: _State, at: datetime) -> Iterator[tuple[date, _Next]]:
        """The meetings ahead, seen from an instant, each with its day: to come or of that day, and not over."""
        rhythm, overrides = state
        day = at.astimezone(ZoneInfo(rhythm.zone_on(at.date()))).date()
        for one in meetings(rhythm, day, day + STRETCHES[-1] * ONE_DAY, overrides):
            row = self.week.rows.get((one.kind, one.nominal))
            over = row is not None and row.ended_at is not None and row.ended_at <= at
            if one.kind == self.kind.key and one.held and one.day >= day and not over:
                begins = min(one.starts, row.started_at) if row is not None and row.started_at else one.starts
                yield one.day, _Next(one.nominal, datetime.combine(one.nominal, one.plain_at), begins)


def _named(
    connection: Connection, viewer: Viewer, kind: MeetingKind, person_id: int
) -> list[tuple[datetime, frozenset[date | None]]]:
    """The days on which the topics that named a guest come back, from which instants on: by going back in the log."""
    assert kind.agenda is not None
    board = kind.agenda.boards[0]
    rows = {row.id: row for row in queries.cards.topics_naming(connection, viewer.team_id, person_id)}
    done = done_column(BOARDS[board], capture.columns(connection, viewer, board.value))

    def on_agenda(row: TopicRow) -> bool:
        shown = not row.gone and row.status == "open" and row.audience in _seen_by_guests()
        return row.invited and shown and row.board == board and row.column_name != done

    def back() -> frozenset[date | None]:
        return frozenset(rows[key].back_on for key in now)

    now = {key for key, row in rows.items() if on_agenda(row)}
    found: list[tuple[datetime, frozenset[date | None]]] = []
    for event in reversed(queries.log.of_cards(connection, viewer.team_id, list(rows))):
        later = back()
        for change in reversed(json.loads(event.changes)):
            before = _before(rows, change, person_id)
            if before is not None:
                rows[before.id] = before
                now = {*now, before.id} if on_agenda(before) else now - {before.id}
        if back() != later:
            found.append((event.at, later))
    begun = [row.created_at for key, row in rows.items() if key in now]
    return [*([(min(begun), back())] if begun else []), *reversed(found)]


def _seen_by_guests() -> tuple[str, ...]:
    return tuple(str(audience) for audience in sees("partner"))


def _before(rows: dict[int, TopicRow], change: dict, person_id: int) -> TopicRow | None:  # type: ignore[type-arg]
    """A card's row before one recorded change to it or to its tie with the guest."""
    key = change["k"]
    if change["t"] == "card" and key["id"] in rows and change["b"] is None:
        return rows[key["id"]]._replace(gone=True)  # it was added
    if change["t"] == "card" and key["id"] in rows:
        known = {name: value for name, value in change["b"].items() if name in TopicRow._fields}
        return rows[key["id"]]._replace(**known | ({"back_on": day_of(known["back_on"])} if "back_on" in known else {}))
    tied = change["t"] == "card_person" and key["person_id"] == person_id and key["tie"] == "invited"
    if tied and key["card_id"] in rows:
        return rows[key["card_id"]]._replace(invited=change["b"] is not None)
    return None
