"""What the tables hold, for tests that look behind the store's queries."""

from __future__ import annotations

from typing import Any

from cadence.store.connect import Connection


def records(connection: Connection, sql: str, **values: Any) -> list[dict[str, Any]]:
    """The rows that a statement gives, by column name."""
    cursor = connection.run(sql, **values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
