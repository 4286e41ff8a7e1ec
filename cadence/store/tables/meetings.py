"""Meetings, who was there, what they visited, and what was left for the standup."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, UniqueConstraint
from sqlmodel import Field, SQLModel

from cadence.store.tables.columns import instant, text, to


class Meeting(SQLModel, table=True):
    """One meeting of which something is recorded; the rest of the rhythm is computed.

    ``clock_since`` is when the present step's clock was last started (``None``: stopped); ``seconds`` what each step
    had used by then, as JSON. ``seen_at`` is the facilitator's last sign of life. ``state`` is JSON that the running
    steps keep (order of a round, topics' clocks, an open vote).
    """

    __table_args__ = (UniqueConstraint("team_id", "kind", "nominal"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = to("team", index=True)
    kind: str
    nominal: date = Field(sa_column=Column(Date, nullable=False))
    iteration: int = 0
    status: str = "scheduled"
    moved_to: str | None = None
    minutes: int | None = None
    reason: str | None = None
    changes: int = 0
    changed_at: datetime | None = instant()
    facilitator_id: int | None = to("person", nullable=True)
    starts_at: datetime | None = instant()
    timebox: int | None = None
    started_at: datetime | None = instant()
    ended_at: datetime | None = instant()
    step: int = 0
    at: str | None = None
    seconds: str = text("{}")
    clock_since: datetime | None = instant()
    seen_at: datetime | None = instant()
    extra_minutes: int = 0
    form: str | None = None
    recording: str | None = None
    state: str = text("{}")
    remarks: str = text("[]")
    snapshot: str | None = text(None)
    """What the notes need and later changes would alter, as JSON, kept when the meeting ends."""


class Attendance(SQLModel, table=True):
    """Who is in a meeting, who was heard in its round, who is done writing."""

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    here: bool = False
    heard: bool = False
    ready: bool = False
    seconds: int = 0
    heard_at: datetime | None = instant()


class Walked(SQLModel, table=True):
    """A card visited in a step of a meeting: what became of it, and the seconds it took."""

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    card_id: int = Field(foreign_key="card.id", primary_key=True)
    step: str = Field(primary_key=True)
    outcome: str = text()
    seconds: int = 0
    at: datetime = instant(nullable=False)


class StandupUpdate(SQLModel, table=True):
    """A standup update left beforehand, one a person and day."""

    __tablename__ = "standup_update"

    __table_args__ = (UniqueConstraint("team_id", "person_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = to("team")
    person_id: int = to("person")
    day: date = Field(sa_column=Column(Date, nullable=False))
    yesterday: str = text()
    today: str = text()
    blocker: str = text()
    left_at: datetime = instant(nullable=False)
