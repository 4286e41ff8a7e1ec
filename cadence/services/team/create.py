"""Founding a team: the database if there is none, the team, its first person, its first days off."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from cadence.domain.parsing import text
from cadence.domain.parsing.dates import parse_date, parse_zone
from cadence.domain.parsing.names import check_team_key, handle_for, parse_person, team_key
from cadence.domain.schedule.calendar import IterationEpoch as Shape
from cadence.domain.team.roles import Role
from cadence.domain.views.team import TeamView
from cadence.errors import Refused
from cadence.services.schedule.holidays import Country, public_days, rows_of
from cadence.services.team.team import team_show
from cadence.store.db import Store
from cadence.store.tables.schedule import Epoch, Holiday
from cadence.store.tables.team import Membership, Person, Team
from cadence.store.viewer import Viewer


class Founding(NamedTuple):
    """A new team's name, people and schedule; texts as typed."""

    team: str
    me: str
    timezone: str
    start: str
    weeks: int = 1
    key: str | None = None
    country: str | None = None
    subdivision: str | None = None
    working_days: frozenset[int] = frozenset(range(5))
    hand_over: bool = False
    distributed: bool = False
    partner: str | None = None


class Founded(NamedTuple):
    """The team that was made, its first person, and the names and keys of the teams that were there before."""

    team: TeamView
    viewer: Viewer
    others: frozenset[str]


class _Checked(NamedTuple):
    """The same, read and found good."""

    name: str
    person: tuple[str, str]
    timezone: str
    shape: Shape
    key: str | None
    country: Country | None
    partner: str | None


def found(store: Store, founding: Founding) -> Founded:
    """Make a team with its first person as lead, in a new database or beside the teams of an old one.

    Raises :class:`~cadence.errors.BadValue` before anything is made, and :class:`Refused` where the name is taken.
    """
    checked = _checked(founding, store.clock())
    store.make()
    with store.setup() as session:
        others = frozenset(word for team in session.exec(select(Team)) for word in (team.name, team.key))
        team = _team(session, founding, checked, store.clock())
        person = _person(session, checked)
        assert team.id is not None
        assert person.id is not None
        session.add(Membership(team_id=team.id, person_id=person.id, role=Role.LEAD.value))
        session.add(_epoch(team.id, checked.shape))
        _add_days_off(session, team.id, checked.country)
        viewer = Viewer(team.id, team.key, team.name, team.timezone, person.id, person.handle, Role.LEAD.value)
    return Founded(team_show(store, viewer), viewer, others)


def _checked(founding: Founding, now: datetime) -> _Checked:
    timezone = parse_zone(founding.timezone)
    today = now.astimezone(ZoneInfo(timezone)).date()
    start: date = parse_date(founding.start, today)
    country = public_days(founding.country, founding.subdivision, today.year) if founding.country else None
    if founding.subdivision and country is None:
        raise Refused("a subdivision without its country", "give --country too")
    return _Checked(
        name=text.line(founding.team, "team's name"),
        person=parse_person(founding.me),
        timezone=timezone,
        shape=Shape(start, founding.weeks, founding.working_days, founding.hand_over),
        key=check_team_key(founding.key) if founding.key is not None else None,
        country=country,
        partner=text.line(founding.partner, "partner's name") if founding.partner else None,
    )


def _team(session: Session, founding: Founding, checked: _Checked, now: datetime) -> Team:
    others = session.exec(select(Team)).all()
    taken = {word.casefold() for other in others for word in (other.name, other.key)}
    if checked.name.casefold() in taken:
        raise Refused(
            f"there is a team {checked.name!r} in this database already", "choose another --team, or another --db"
        )
    team = Team(
        uid=secrets.token_hex(16),
        name=checked.name,
        key=_key(checked, taken),
        timezone=checked.timezone,
        country=checked.country.code if checked.country else None,
        subdivision=checked.country.subdivision if checked.country else None,
        distributed=founding.distributed,
        partner=checked.partner,
        created_at=now,
    )
    session.add(team)
    session.flush()
    return team


def _key(checked: _Checked, taken: Collection[str]) -> str:
    """The key that was asked for, or one made of the name and numbered where it is taken."""
    if checked.key is not None:
        if checked.key.casefold() in taken:
            raise Refused(f"the key {checked.key} is taken in this database", "choose another --key")
        return checked.key
    proposed = key = team_key(checked.name)
    number = 1
    while key.casefold() in taken:
        number += 1
        key = f"{proposed[:8]}{number}"
    return key


def _person(session: Session, checked: _Checked) -> Person:
    """The person with this address in the database, else a new one."""
    name, email = checked.person
    people = session.exec(select(Person)).all()
    for person in people:
        if person.email.casefold() == email.casefold():
            return person
    handle = handle_for(name, {person.handle for person in people})
    person = Person(handle=handle, name=name, email=email, timezone=checked.timezone)
    session.add(person)
    session.flush()
    return person


def _epoch(team_id: int, shape: Shape) -> Epoch:
    days = ",".join(str(day) for day in sorted(shape.working_days))
    return Epoch(team_id=team_id, start=shape.start, weeks=shape.weeks, working_days=days, hand_over=shape.hand_over)


def _add_days_off(session: Session, team_id: int, country: Country | None) -> None:
    rows: list[Holiday] = rows_of(team_id, country.days) if country else []
    session.add_all(rows)
