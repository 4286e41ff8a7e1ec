"""Full text over what the viewer may see: FTS5 on SQLite, ``tsvector`` on PostgreSQL."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple
from unicodedata import normalize

from cadence.store.connect import Connection
from cadence.store.queries.visibility import heard, stamps, visible
from cadence.store.rows import R, columns
from cadence.store.viewer import Viewer


class FoundCard(NamedTuple):
    """A card whose text has the words."""

    id: int
    number: int
    retro: int
    board: str
    title: str
    body: str
    from_card_id: int | None
    created_at: datetime
    updated_at: datetime


class FoundComment(NamedTuple):
    """A comment whose text has the words, and its card."""

    number: int
    retro: int
    board: str
    title: str
    said: str
    said_at: datetime


MOST = 50
"""Hits given at the most."""

_WORD = re.compile(r"[^\W_]+")


def search_cards(connection: Connection, viewer: Viewer, text: str, *, ranked: bool = True) -> list[FoundCard]:
    """Visible cards in which every word occurs (the last one may be a beginning): best or newest first.

    Guests get the newest first: how well a card fits is reckoned from all there are, hidden ones among them.
    """
    where, values = visible(viewer)
    what, best = f"SELECT {columns(FoundCard, 'c', **stamps(viewer))}", ranked and viewer.in_team
    return _search(connection, FoundCard, "card", text, what, "card c", where, values, ranked=best)


def search_comments(connection: Connection, viewer: Viewer, text: str, *, ranked: bool = True) -> list[FoundComment]:
    """Comments on visible cards in which every word occurs (the last one may be a beginning), as above."""
    where, values = visible(viewer)
    what, best = f"SELECT {columns(FoundComment, 'c', said='m.body', said_at='m.at')}", ranked and viewer.in_team
    where = f"{where} AND {heard(viewer, 'm')}"
    tables = "card c JOIN comment m ON m.card_id = c.id"
    return _search(connection, FoundComment, "comment", text, what, tables, where, values, ranked=best)


def _without_accents(text: str) -> str:
    """Text without accents, as both indexes store it; SQLite strips the query's too, PostgreSQL does not."""
    return "".join(letter for letter in normalize("NFKD", text) if not "\u0300" <= letter <= "\u036f")


def _search(  # noqa: PLR0917 - the parts of one statement
    connection: Connection,
    row: type[R],
    table: str,
    text: str,
    what: str,
    tables: str,
    where: str,
    values: dict[str, Any],
    *,
    ranked: bool,
) -> list[R]:
    """At most :data:`MOST` rows of ``tables`` whose text in ``table`` has every word."""
    words = _WORD.findall(_without_accents(text.lower()))
    if not words:
        return []
    alias = {"card": "c", "comment": "m"}[table]
    if connection.dialect == "sqlite":
        query = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
        order = "f.rank" if ranked else "f.rowid DESC"
        return connection.all(
            row,
            f"{what} FROM {table}_search f CROSS JOIN {tables} "
            f"WHERE {table}_search MATCH :query AND {alias}.id = f.rowid AND {where} ORDER BY {order} LIMIT {MOST}",
            **values,
            query=query.strip(),
        )
    query = " & ".join([*words[:-1], words[-1] + ":*"])
    order = f"ts_rank({alias}.words, to_tsquery('simple', :query)) DESC" if ranked else f"{alias}.id DESC"
    return connection.all(
        row,
        f"{what} FROM {tables} WHERE {alias}.words @@ to_tsquery('simple', :query) AND {where} "
        f"ORDER BY {order} LIMIT {MOST}",
        **values,
        query=query,
    )
