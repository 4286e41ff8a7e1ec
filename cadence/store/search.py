"""Full text over what the viewer may see: FTS5 on SQLite, ``tsvector`` on PostgreSQL."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

from cadence.store.connect import Connection, Row
from cadence.store.queries.visibility import heard, stamps, visible
from cadence.store.viewer import Viewer

MOST = 50
"""Hits given at the most."""

_WORD = re.compile(r"[^\W_]+")


def search_cards(connection: Connection, viewer: Viewer, text: str, *, ranked: bool = True) -> list[Row]:
    """Visible cards in which every word occurs (the last one may be a beginning): best or newest first.

    Guests get the newest first: how well a card fits is reckoned from all there are, hidden ones among them.
    """
    where, values = visible(viewer)
    what, best = f"SELECT c.*{stamps(viewer)}", ranked and viewer.in_team
    return _search(connection, "card", text, what, "card c", where, values, ranked=best)


def search_comments(connection: Connection, viewer: Viewer, text: str, *, ranked: bool = True) -> list[Row]:
    """Comments on visible cards in which every word occurs: the card, with ``said``, ``said_at`` and ``said_by``."""
    where, values = visible(viewer)
    what = f"SELECT c.*{stamps(viewer)}, m.body AS said, m.at AS said_at, p.handle AS said_by"
    where = f"{where} AND {heard(viewer, 'm')}"
    tables = "card c JOIN comment m ON m.card_id = c.id LEFT JOIN person p ON p.id = m.author_id"
    return _search(connection, "comment", text, what, tables, where, values, ranked=ranked and viewer.in_team)


def _without_accents(text: str) -> str:
    """The letters alone, as both databases keep them: SQLite strips what is asked too, PostgreSQL does not."""
    return "".join(letter for letter in normalize("NFKD", text) if not "\u0300" <= letter <= "\u036f")


def _search(
    connection: Connection,
    table: str,
    text: str,
    what: str,
    tables: str,
    where: str,
    values: dict[str, Any],
    *,
    ranked: bool,
) -> list[Row]:
    """At most :data:`MOST` rows of what is asked of these tables, where the text of ``table`` has the words."""
    words = _WORD.findall(_without_accents(text.lower()))
    if not words:
        return []
    alias = {"card": "c", "comment": "m"}[table]
    if connection.dialect == "sqlite":
        query = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
        order = "f.rank" if ranked else "f.rowid DESC"
        return connection.all(
            f"{what} FROM {table}_search f CROSS JOIN {tables} "
            f"WHERE {table}_search MATCH :query AND {alias}.id = f.rowid AND {where} ORDER BY {order} LIMIT {MOST}",
            **values,
            query=query.strip(),
        )
    query = " & ".join([*words[:-1], words[-1] + ":*"])
    order = f"ts_rank({alias}.words, to_tsquery('simple', :query)) DESC" if ranked else f"{alias}.id DESC"
    return connection.all(
        f"{what} FROM {tables} WHERE {alias}.words @@ to_tsquery('simple', :query) AND {where} "
        f"ORDER BY {order} LIMIT {MOST}",
        **values,
        query=query,
    )
