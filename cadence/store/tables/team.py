"""Teams and the people in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, false
from sqlmodel import Field, SQLModel

from cadence.store.tables.columns import instant, text, to


class Team(SQLModel, table=True):
    """A team. ``seq`` numbers its writes and is the lock that they take first; ``card_number`` its cards.

    ``timezone`` and ``distributed`` are those with which it began (:class:`~cadence.store.tables.schedule.Location`).
    """

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True, max_length=32)
    name: str = Field(unique=True, max_length=200)
    key: str = Field(unique=True, max_length=10)
    timezone: str
    country: str | None = None
    subdivision: str | None = None
    distributed: bool = False
    partner: str | None = None
    partner_start: date | None = Field(default=None, sa_column=Column(Date))
    partner_weeks: int | None = None
    seq: int = 0
    card_number: int = 0
    settings: str = text("{}")
    created_at: datetime = instant(nullable=False)


class Person(SQLModel, table=True):
    """A person, in any number of teams; the handle is unique in the database.

    ``hours`` are their working hours, ``09:00-18:00`` on their own clock; ``None`` where they never said.
    """

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(unique=True, max_length=64)
    name: str
    email: str
    timezone: str
    hours: str | None = None


class Membership(SQLModel, table=True):
    """What a person is to a team. ``regular``: a guest who attends every arch meeting.

    ``keeps_notes``: their retro notes are read only while they are there.
    """

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: str
    regular: bool = False
    keeps_notes: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    position: int = 0
    left_at: datetime | None = instant()


class Feed(SQLModel, table=True):
    """The address under which somebody's calendar is published: unguessable, and the same every time."""

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    secret: str = Field(max_length=64)


class Absence(SQLModel, table=True):
    """Days, both included, on which somebody is not expected, whatever the team."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = to("person", index=True)
    first: date = Field(sa_column=Column(Date, nullable=False))
    last: date = Field(sa_column=Column(Date, nullable=False))
    why: str = text()


class HalfTyped(SQLModel, table=True):
    """A line that was being typed and not kept, to be offered again where it was begun.

    ``meeting_id``: the meeting in which that was (``None``: outside meetings).
    """

    __tablename__ = "half_typed"

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = to("team")
    person_id: int = to("person")
    meeting_id: int | None = to("meeting", nullable=True, index=True)
    gesture: str
    text: str = text()
