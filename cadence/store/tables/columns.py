"""The kinds of columns that the tables are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, String, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


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


def instant(*, nullable: bool = True) -> Any:
    """A column of instants; ``None`` by default."""
    return Field(default=None, sa_column=Column(Instant(), nullable=nullable))


def text(default: str | None = "") -> Any:
    """A column of text of any length; it may be null where that is its default."""
    return Field(default=default, sa_column=Column(Text, nullable=default is None))


def to(table: str, *, index: bool = False, nullable: bool = False) -> Any:
    """A column that refers to the ``id`` of another table."""
    return Field(default=None, sa_column=Column(Integer, ForeignKey(f"{table}.id"), nullable=nullable, index=index))
