"""The log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from cadence.store.tables.columns import instant, text, to


class Event(SQLModel, table=True):
    """One entry of the log: what was done by whom, and (``changes``) the rows before and after, for undo.

    ``seq`` is the write's number in its team, ``part`` the entry's place in that write.
    """

    __table_args__ = (UniqueConstraint("team_id", "seq", "part"), Index("ix_event_card", "card_id"))

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = to("team")
    seq: int
    part: int
    at: datetime = instant(nullable=False)
    actor_id: int | None = to("person", nullable=True)
    meeting_id: int | None = to("meeting", index=True, nullable=True)
    card_id: int | None = to("card", nullable=True)
    verb: str
    data: str = text("{}")
    changes: str = text("[]")
    audience: str = "team"
    undoable: bool = True
    undone: bool = False
