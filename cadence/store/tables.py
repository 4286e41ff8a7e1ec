"""The tables, as SQLModel classes: the nouns of :mod:`cadence`, not its rules.

States are plain strings (a native enum type would need a migration for every new value). Instants are aware and in
UTC; on SQLite they are ISO 8601 text of one fixed length, so that they compare as they read. A class with
``table=True`` validates nothing in ``__init__``: values come in clean, through the services.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Date, DateTime, Dialect, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Instant(TypeDecorator[datetime]):
    """An instant: ``timestamptz`` on PostgreSQL, ISO 8601 text in UTC with microseconds on SQLite."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The column's type on this database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Aware datetime to what the database keeps."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What the database keeps to an aware datetime."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


def _instant(*, nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(Instant(), nullable=nullable))


def _text(default: str | None = "") -> Any:
    return Field(default=default, sa_column=Column(Text, nullable=default is None))


def _to(table: str, *, index: bool = False, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Integer, ForeignKey(f"{table}.id"), nullable=nullable, index=index))


class Team(SQLModel, table=True):
    """A team. ``seq`` numbers its writes and is the lock that they take first; ``card_number`` its cards."""

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
    settings: str = _text("{}")
    created_at: datetime = _instant(nullable=False)


class Person(SQLModel, table=True):
    """A person, in any number of teams; the handle is unique in the database."""

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(unique=True, max_length=64)
    name: str
    email: str
    timezone: str


class Membership(SQLModel, table=True):
    """What a person is to a team. ``regular``: a guest who attends every arch meeting."""

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: str
    regular: bool = False
    position: int = 0
    left_at: datetime | None = _instant()


class Epoch(SQLModel, table=True):
    """A stretch in which the team's iteration keeps its shape (see :class:`cadence.domain.rhythm.Epoch`)."""

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
    team_id: int = _to("team", index=True)
    kind: str
    since: date = Field(sa_column=Column(Date, nullable=False))
    day: int | None = None
    at: str | None = None
    minutes: int | None = None
    on_holiday: str | None = None
    made_at: datetime = _instant(nullable=False)


class Holiday(SQLModel, table=True):
    """A day off: ``own`` the team's, else a public one taken from the ``holidays`` library."""

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    day: date = Field(sa_column=Column(Date, primary_key=True))
    own: bool = Field(default=False, primary_key=True)
    name: str


class Meeting(SQLModel, table=True):
    """One meeting of which something is recorded; the rest of the rhythm is computed.

    ``clock_since`` is when the present step's clock was last started (``None``: stopped); ``seconds`` what each step
    had used by then, as JSON. ``seen_at`` is the facilitator's last sign of life. ``state`` is JSON that the running
    steps keep (order of a round, topics' clocks, an open vote).
    """

    __table_args__ = (UniqueConstraint("team_id", "kind", "nominal"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = _to("team", index=True)
    kind: str
    nominal: date = Field(sa_column=Column(Date, nullable=False))
    iteration: int = 0
    status: str = "scheduled"
    moved_to: str | None = None
    minutes: int | None = None
    reason: str | None = None
    changes: int = 0
    changed_at: datetime | None = _instant()
    facilitator_id: int | None = _to("person", nullable=True)
    starts_at: datetime | None = _instant()
    timebox: int | None = None
    started_at: datetime | None = _instant()
    ended_at: datetime | None = _instant()
    step: int = 0
    at: str | None = None
    seconds: str = _text("{}")
    clock_since: datetime | None = _instant()
    seen_at: datetime | None = _instant()
    extra_minutes: int = 0
    form: str | None = None
    recording: str | None = None
    state: str = _text("{}")
    remarks: str = _text("[]")
    snapshot: str | None = _text(None)
    """What the notes need and later changes would alter, as JSON, kept when the meeting ends."""


class Attendance(SQLModel, table=True):
    """Who is in a meeting, who was heard in its round, who is done writing."""

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    here: bool = False
    heard: bool = False
    ready: bool = False
    seconds: int = 0


class Card(SQLModel, table=True):
    """Anything on a board (decision 1). ``sealed``: only its author may see it; ``gone``: its adding was undone."""

    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index("ix_card_place", "team_id", "board", "column_name", "rank"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = _to("team")
    number: int
    board: str
    column_name: str
    rank: str
    title: str = _text()
    body: str = _text()
    flow: str | None = None
    origin: str | None = None
    type: str | None = None
    requester: str | None = None
    url: str | None = _text(None)
    tags: str = _text("[]")
    due: date | None = Field(default=None, sa_column=Column(Date))
    toil: bool = False
    audience: str
    sealed: bool = False
    status: str = "open"
    gone: bool = False
    author_id: int | None = _to("person", nullable=True)
    blocked_reason: str | None = _text(None)
    blocked_since: datetime | None = _instant()
    from_card_id: int | None = _to("card", index=True, nullable=True)
    from_meeting_id: int | None = _to("meeting", index=True, nullable=True)
    merged_iteration: int | None = None
    merged_rank: str | None = None
    put_off: int = 0
    outcome: str | None = _text(None)
    minutes: int | None = None
    group_id: int | None = _to("card", nullable=True)
    thief_marks: str = _text("{}")
    created_at: datetime = _instant(nullable=False)
    updated_at: datetime = _instant(nullable=False)
    entered_column_at: datetime = _instant(nullable=False)
    started_at: datetime | None = _instant()
    done_at: datetime | None = _instant()


class CardPerson(SQLModel, table=True):
    """A person's tie to a card: ``assigned``, ``interested``, ``stays`` or ``invited``."""

    __tablename__ = "card_person"

    card_id: int = Field(foreign_key="card.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    tie: str = Field(primary_key=True)


class Dependency(SQLModel, table=True):
    """What a card waits for: another card, or something that a named team owes."""

    id: int | None = Field(default=None, primary_key=True)
    card_id: int = _to("card", index=True)
    on_card_id: int | None = _to("card", nullable=True)
    on_team: str | None = None
    what: str = _text()
    asked_at: datetime = _instant(nullable=False)
    settled_at: datetime | None = _instant()


class Comment(SQLModel, table=True):
    """What somebody said of a card: ``comment`` or ``feedback``. Said behind closed doors, it stays the team's."""

    id: int | None = Field(default=None, primary_key=True)
    card_id: int = _to("card", index=True)
    author_id: int | None = _to("person", nullable=True)
    meeting_id: int | None = _to("meeting", nullable=True)
    kind: str = "comment"
    body: str = _text()
    audience: str
    at: datetime = _instant(nullable=False)


class Vote(SQLModel, table=True):
    """A person's dots on a card."""

    card_id: int = Field(foreign_key="card.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    dots: int = 1


class Walked(SQLModel, table=True):
    """A card visited in a step of a meeting: what became of it, and the seconds it took."""

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    card_id: int = Field(foreign_key="card.id", primary_key=True)
    step: str = Field(primary_key=True)
    outcome: str = _text()
    seconds: int = 0
    at: datetime = _instant(nullable=False)


class StandupUpdate(SQLModel, table=True):
    """A standup update left beforehand, one a person and day."""

    __tablename__ = "standup_update"

    __table_args__ = (UniqueConstraint("team_id", "person_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = _to("team")
    person_id: int = _to("person")
    day: date = Field(sa_column=Column(Date, nullable=False))
    yesterday: str = _text()
    today: str = _text()
    blocker: str = _text()
    left_at: datetime = _instant(nullable=False)


class UnsignedNote(SQLModel, table=True):
    """An anonymous retro note before the writing closes: no author, no time, a random key, outside the log.

    Without SQLite's ``rowid``, which would tell in which order they were written.
    """

    __tablename__ = "unsigned_note"

    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(primary_key=True, max_length=32)
    team_id: int = _to("team", index=True)
    column_name: str
    body: str = _text()


class HalfTyped(SQLModel, table=True):
    """A line that was being typed and not kept, to be offered again."""

    __tablename__ = "half_typed"

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    gesture: str = Field(primary_key=True)
    text: str = _text()


class Event(SQLModel, table=True):
    """One entry of the log: what was done by whom, and (``changes``) the rows before and after, for undo.

    ``seq`` is the write's number in its team, ``part`` the entry's place in that write.
    """

    __table_args__ = (UniqueConstraint("team_id", "seq", "part"), Index("ix_event_card", "card_id"))

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = _to("team")
    seq: int
    part: int
    at: datetime = _instant(nullable=False)
    actor_id: int | None = _to("person", nullable=True)
    meeting_id: int | None = _to("meeting", index=True, nullable=True)
    card_id: int | None = _to("card", nullable=True)
    verb: str
    data: str = _text("{}")
    changes: str = _text("[]")
    audience: str = "team"
    undoable: bool = True
    undone: bool = False
