"""The sample team of ``cadence --demo``: made anew in a throw-away database, the same for the same day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.demo import said, story
from cadence.services.demo.days_off import public
from cadence.services.demo.holding import Holding
from cadence.services.demo.telling import Teller
from cadence.services.demo.timeline import Told, beats
from cadence.services.facilitation import reschedule
from cadence.services.schedule.week import Week
from cadence.services.team.people import NewPerson, add_person
from cadence.store.db import Store
from cadence.store.rehearsal import Rehearsal
from cadence.store.tables.schedule import Epoch, Holiday
from cadence.store.tables.team import Membership, Person, Team
from cadence.store.viewer import Viewer

EARLY = timedelta(minutes=2)
"""The clock starts so long before a standup."""


class Sample(NamedTuple):
    """The sample team, ready to be opened. ``store`` has a clock of its own, which began at ``begins``."""

    store: Store
    viewer: Viewer
    begins: datetime


def make_demo(url: str, clock: Callable[[], datetime]) -> Sample:
    """Make the sample team in the empty database file at ``url``, for the day that ``clock`` shows.

    It is the same, row for row, for every clock of one day in the team's zone.
    """
    today = clock().astimezone(ZoneInfo(story.ZONE)).date()
    monday = today - timedelta(days=today.weekday())
    first = monday + timedelta(weeks=story.FIRST)
    zone = ZoneInfo(story.ZONE)
    store = Rehearsal(url, datetime.combine(first - timedelta(days=4), time(9), tzinfo=zone))
    store.make()
    holidays = public(first - timedelta(days=370), monday + timedelta(days=740))
    with store.telling():
        with store.setup() as session:
            lead = _found(session, store, first, holidays)
        viewer = _gather(store, lead)
        teller = Teller(store, viewer, monday, set(holidays))
        begins = _begins(store, lead, monday, today)
        _tell(teller, begins)
        store.now = begins
    opened = clock()
    return Sample(Store(url, lambda: begins + (clock() - opened)), lead, begins)


def leaving_words(now: datetime) -> str:
    """What to print when the demo is left: how to begin with one's own team."""
    monday = now.date() + timedelta(days=7 - now.date().weekday())
    return story.LEAVING.format(zone=story.ZONE, monday=monday)


def _found(session: Session, store: Store, first: date, holidays: dict[date, str]) -> Viewer:
    """The team and its lead, as ``cadence init`` makes them, but with names that do not change from run to run."""
    import json

    at = store.clock()
    team = Team(
        uid=hashlib.md5(f"{story.TEAM} {first}".encode(), usedforsecurity=False).hexdigest(),
        name=story.TEAM,
        key=story.KEY,
        timezone=story.ZONE,
        country="US",
        partner=story.PARTNER,
        partner_start=first,
        partner_weeks=2,
        settings=json.dumps(story.SETTINGS),
        created_at=at,
    )
    one = story.PEOPLE[story.ME]
    person = Person(handle=story.ME, name=one.name, email=_address(story.ME), timezone=one.timezone)
    session.add_all([team, person])
    session.flush()
    assert team.id is not None
    assert person.id is not None
    session.add(Membership(team_id=team.id, person_id=person.id, role=one.role))
    session.add(Epoch(team_id=team.id, start=first, weeks=1, working_days="0,1,2,3,4", first_number=story.NUMBER))
    session.add_all(Holiday(team_id=team.id, day=day, own=False, name=name) for day, name in holidays.items())
    return Viewer(team.id, team.key, team.name, team.timezone, person.id, person.handle, one.role)


def _address(handle: str) -> str:
    return f"{handle}@example.com"


def _gather(store: Rehearsal, lead: Viewer) -> dict[str, Viewer]:
    """Everybody else joins; gives all by handle."""
    viewer = {story.ME: lead}
    for handle, one in story.PEOPLE.items():
        if handle != story.ME:
            new = NewPerson(f"{one.name} <{_address(handle)}>", one.role, one.timezone, regular=one.regular)
            person = add_person(store, lead, new)
            viewer[handle] = lead._replace(person_id=person.id, handle=handle, role=one.role)
    return viewer


def _begins(store: Rehearsal, lead: Viewer, monday: date, today: date) -> datetime:
    """Two minutes before the standup of today, or of the present week's day nearest to it that holds one."""
    with store.read() as connection:
        week = Week(connection, lead, store.now)
        lines = week.lines(monday, monday + timedelta(days=6), ["standup"])
    nearest = min(lines, key=lambda line: abs((line.starts_at.date() - today).days))
    return nearest.starts_at - EARLY


def _tell(teller: Teller, begins: datetime) -> None:
    """Everything that happens before the demo begins, meetings among the rest, in order of time."""
    outside = beats(teller)
    for week in range(story.FIRST, 1):
        monday = datetime.combine(teller.monday + timedelta(weeks=week), time(8), tzinfo=teller.zone)
        until = min(begins, monday + timedelta(days=6))
        told = [one for one in outside if one.at < until]
        outside = outside[len(told) :]
        teller.at(monday)
        _change_plans(teller, week)
        lines = [line for line in _lines(teller, week) if line.status == "scheduled" and line.starts_at < until]
        held = [Told(line.starts_at, Holding(teller, line, week).hold) for line in lines]
        for one in sorted([*told, *held], key=lambda told: told.at):
            teller.at(one.at)
            one.do()
    teller.at(begins - timedelta(hours=15))
    _change_plans(teller, 1)
    for handle, *update in said.LEFT:
        teller.after(600)
        teller.leave(handle, begins.date(), (update[0], update[1], update[2]))


def _lines(teller: Teller, week: int, kinds: tuple[str, ...] = ()) -> list[MeetingLine]:
    monday = teller.monday + timedelta(weeks=week)
    with teller.store.read() as connection:
        return Week(connection, teller.viewer[story.ME], teller.store.now).lines(
            monday, monday + timedelta(days=6), kinds
        )


def _change_plans(teller: Teller, week: int) -> None:
    """Say which meeting of a week is moved or skipped, and why."""
    lead = teller.viewer[story.ME]
    if week in said.MOVED:
        kind, day, at, why = said.MOVED[week]
        meeting = _lines(teller, week, (kind,))[0]
        reschedule.move(teller.store, lead, meeting.ref, f"{teller.day(week, day)} {at}", reason=why)
    if week in said.SKIPPED:
        kind, why = said.SKIPPED[week]
        meeting = _lines(teller, week, (kind,))[-1]
        reschedule.skip(teller.store, lead, meeting.ref, why)
