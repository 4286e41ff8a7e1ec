"""What the rhythm is computed from: iteration shapes, changed slots, days off."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date
from sqlmodel import Field, SQLModel

from cadence.store.tables.columns import instant, text, to


class Epoch(SQLModel, table=True):
    """Iterations' shape from a date on (see :class:`cadence.domain.schedule.rhythm.IterationEpoch`)."""

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    start: date = Field(sa_column=Column(Date, primary_key=True))
    weeks: int
    working_days: str
    hand_over: bool = False
    first_number: int = 1


class ScheduleChange(SQLModel, table=True):
    """A change to one kind's slot, in force from a date."""

    __tablename__ = "schedule_change"

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = to("team", index=True)
    kind: str
    since: date = Field(sa_column=Column(Date, nullable=False))
    day: int | None = None
    at: str | None = None
    minutes: int | None = None
    on_holiday: str | None = None
    days: str | None = text(None)
    """Days of the week on which a daily kind is held, ``0,2,4``."""
    held: bool | None = None
    """Whether the kind is held at all."""
    made_at: datetime = instant(nullable=False)


class Location(SQLModel, table=True):
    """Where the team works from a date on; ``begins_at`` is when that day begins there."""

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    since: date = Field(sa_column=Column(Date, primary_key=True))
    timezone: str | None = None
    distributed: bool | None = None
    begins_at: datetime = instant(nullable=False)


class Holiday(SQLModel, table=True):
    """A day off: ``own`` the team's, else a public one taken from the ``holidays`` library.

    ``entered``: the day on which the team entered it. It bears on no meeting of that day, nor on earlier ones.
    """

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    day: date = Field(sa_column=Column(Date, primary_key=True))
    own: bool = Field(default=False, primary_key=True)
    name: str
    entered: date | None = Field(default=None, sa_column=Column(Date))
