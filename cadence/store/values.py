"""Values between Python and the database: instants, dates, and rows as the log keeps them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmodel import SQLModel


def stamp(at: datetime) -> str:
    """An instant as the database compares it: ISO 8601 in UTC, with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant(value: Any) -> datetime:
    """An instant out of the database, aware."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def day_of(value: Any) -> date:
    """A date out of the database."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, datetime):
        return stamp(value)
    return value.isoformat() if isinstance(value, date) else value


def restored(row_type: type[SQLModel], name: str, value: Any) -> Any:
    """The value that a row of this table has in the column ``name``, from what :func:`plain` made of it."""
    from sqlalchemy import Date

    from cadence.store.tables.columns import Instant

    kind = row_type.__table__.columns[name].type  # type: ignore[attr-defined]
    if value is None:
        return None
    if isinstance(kind, Instant):
        return instant(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
