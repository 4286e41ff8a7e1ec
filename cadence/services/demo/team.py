"""The sample team of ``cadence --demo``: made anew in a throw-away database, the same for the same day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.demo import said, story
from cadence.services.demo.holding import Holding
from cadence.services.demo.telling import Clock, Teller
from cadence.services.demo.timeline import Told, beats
from cadence.services.facilitation import reschedule
from cadence.services.schedule.holidays import holiday_list
from cadence.services.schedule.week import Week
from cadence.services.team.create import Founding, found
from cadence.services.team.people import NewPerson, add_person
from cadence.store.db import Store
from cadence.store.tables.schedule import Epoch
from cadence.store.tables.team import Team
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
    zone = ZoneInfo(story.ZONE)
    today = clock().astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    first = monday + timedelta(weeks=story.FIRST)
    now = Clock(datetime.combine(first - timedelta(days=4), time(9), tzinfo=zone))
    store = Store(url, now)
    store.make()
    with store.batch():
        lead = _found(store, first)
        holidays = {one.day for one in holiday_list(store, lead)}
        teller = Teller(store, now, _gather(store, lead), monday, holidays)
        begins = beginning(store, lead, today)
        _tell(teller, begins)
    opened = clock()
    return Sample(Store(url, lambda: begins + (clock() - opened)), lead, begins)


def leaving_words(now: datetime) -> str:
    """What to print when the demo is left: how to begin with one's own team."""
    monday = now.date() + timedelta(days=7 - now.date().weekday())
    return story.LEAVING.format(zone=story.ZONE, monday=monday)


def _found(store: Store, first: date) -> Viewer:
    """The team and its lead, as ``cadence init`` makes them, with settings of its own and a past before its first week.

    The team's ``uid`` depends on the day alone, so that the same day makes the same team.
    """
    founding = Founding(
        team=story.TEAM,
        key=story.KEY,
        me=f"{story.PEOPLE[story.ME].name} <{_address(story.ME)}>",
        timezone=story.ZONE,
        start=first.isoformat(),
        country=story.COUNTRY,
        partner=story.PARTNER,
    )
    lead = found(store, founding).viewer
    with store.setup() as session:
        team = session.get_one(Team, lead.team_id)
        team.uid = hashlib.md5(f"{story.TEAM} {first}".encode(), usedforsecurity=False).hexdigest()
        team.partner_start, team.partner_weeks = first, 2
        team.settings = json.dumps(story.SETTINGS)
        session.get_one(Epoch, (lead.team_id, first)).first_number = story.NUMBER
    return lead


def _address(handle: str) -> str:
    return f"{handle}@example.com"


def _gather(store: Store, lead: Viewer) -> dict[str, Viewer]:
    """Everybody else joins; gives all by handle."""
    viewer = {story.ME: lead}
    for handle, one in story.PEOPLE.items():
        if handle != story.ME:
            new = NewPerson(f"{one.name} <{_address(handle)}>", one.role, one.timezone, regular=one.regular)
            person = add_person(store, lead, new)
            viewer[handle] = lead._replace(person_id=person.id, handle=handle, role=one.role)
    return viewer


def beginning(store: Store, viewer: Viewer, today: date) -> datetime:
    """Two minutes before the standup of today, or of the day nearest to it in today's week that holds one."""
    monday = today - timedelta(days=today.weekday())
    with store.read() as connection:
        lines = Week(connection, viewer, store.clock()).lines(monday, monday + timedelta(days=6), ["standup"])
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
        return Week(connection, teller.viewer[story.ME], teller.clock.now).lines(
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
