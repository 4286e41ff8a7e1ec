"""Cards and what hangs on them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from cadence.store.tables.columns import instant, text, to


class Card(SQLModel, table=True):
    """Anything on a board (decision 1). ``number`` is the team's, or within its ``retro`` (0: it is no retro note).

    ``sealed``: only its author may see it; ``gone``: its adding was undone.
    ``outcome_words``: how it ended; ``back_on``: the day from which a topic is on an agenda again.
    """

    __table_args__ = (
        UniqueConstraint("team_id", "retro", "number"),
        Index("ix_card_place", "team_id", "board", "column_name", "rank"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = to("team")
    number: int
    retro: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    board: str
    column_name: str
    rank: str
    title: str = text()
    body: str = text()
    flow: str | None = None
    origin: str | None = None
    type: str | None = None
    requester: str | None = None
    url: str | None = text(None)
    tags: str = text("[]")
    due: date | None = Field(default=None, sa_column=Column(Date))
    toil: bool = False
    audience: str
    sealed: bool = False
    status: str = "open"
    gone: bool = False
    author_id: int | None = to("person", nullable=True)
    blocked_reason: str | None = text(None)
    blocked_since: datetime | None = instant()
    from_card_id: int | None = to("card", index=True, nullable=True)
    from_meeting_id: int | None = to("meeting", index=True, nullable=True)
    merged_iteration: int | None = None
    merged_rank: str | None = None
    put_off: int = 0
    outcome: str | None = text(None)
    outcome_words: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    back_on: date | None = Field(default=None, sa_column=Column(Date))
    minutes: int | None = None
    group_id: int | None = to("card", nullable=True)
    thief_marks: str = text("{}")
    created_at: datetime = instant(nullable=False)
    updated_at: datetime = instant(nullable=False)
    entered_column_at: datetime = instant(nullable=False)
    started_at: datetime | None = instant()
    done_at: datetime | None = instant()


class CardPerson(SQLModel, table=True):
    """A person's tie to a card: ``assigned``, ``interested``, ``stays`` or ``invited``."""

    __tablename__ = "card_person"

    card_id: int = Field(foreign_key="card.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    tie: str = Field(primary_key=True)


class Dependency(SQLModel, table=True):
    """What a card waits for: another card, or something that a named team owes."""

    id: int | None = Field(default=None, primary_key=True)
    card_id: int = to("card", index=True)
    on_card_id: int | None = to("card", nullable=True)
    on_team: str | None = None
    what: str = text()
    asked_at: datetime = instant(nullable=False)
    settled_at: datetime | None = instant()


class Comment(SQLModel, table=True):
    """What somebody said of a card: ``comment`` or ``feedback``. Said behind closed doors, it stays the team's."""

    id: int | None = Field(default=None, primary_key=True)
    card_id: int = to("card", index=True)
    author_id: int | None = to("person", nullable=True)
    meeting_id: int | None = to("meeting", nullable=True)
    kind: str = "comment"
    body: str = text()
    audience: str
    at: datetime = instant(nullable=False)


class Vote(SQLModel, table=True):
    """A person's dots on a card."""

    card_id: int = Field(foreign_key="card.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    dots: int = 1


class UnsignedNote(SQLModel, table=True):
    """An anonymous retro note before the writing closes: no author, no time, a random key, outside the log.

    Without SQLite's ``rowid``, which would tell in which order they were written.
    """

    __tablename__ = "unsigned_note"

    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(primary_key=True, max_length=32)
    team_id: int = to("team", index=True)
    column_name: str
    body: str = text()
