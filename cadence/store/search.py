"""Full text over what the viewer may see: FTS5 on SQLite, ``tsvector`` on PostgreSQL."""

from __future__ import annotations

import re

from cadence.store.capture import Who
from cadence.store.connect import Lane, Row, among
from cadence.store.queries import visible

MOST = 50
"""Hits given at the most."""

_WORD = re.compile(r"\w+")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def search_cards(lane: Lane, who: Who, text: str, *, ranked: bool = True) -> list[Row]:
    """Visible cards in which every word occurs (the last one may be a beginning): best or newest first."""
    return _search(lane, who, text, "card", "c.id", "", ranked)


def search_comments(lane: Lane, who: Who, text: str, *, ranked: bool = True) -> list[Row]:
    """Comments on visible cards in which every word occurs."""
    return _search(lane, who, text, "comment", "m.id", "JOIN comment m ON m.card_id = c.id", ranked)


def _search(lane: Lane, who: Who, text: str, table: str, row: str, join: str, ranked: bool) -> list[Row]:
    words = _words(text)
    if not words:
        return []
    where, values = visible(who)
    if join:
        where += " AND " + among("m.audience", who.audiences, "aud")[0]
    extra = ", m.body AS said, m.at AS said_at, p.handle AS said_by" if join else ""
    people = "LEFT JOIN person p ON p.id = m.author_id" if join else ""
    if lane.dialect == "sqlite":
        query = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
        order = "f.rank" if ranked else "f.rowid DESC"
        return lane.all(
            f"SELECT c.*{extra} FROM {table}_search f CROSS JOIN card c {join} {people} "
            f"WHERE {table}_search MATCH :query AND {row} = f.rowid AND {where} ORDER BY {order} LIMIT {MOST}",
            **values,
            query=query.strip(),
        )
    query = " & ".join([*words[:-1], words[-1] + ":*"])
    source = "m" if join else "c"
    order = f"ts_rank({source}.words, to_tsquery('simple', :query)) DESC" if ranked else f"{row} DESC"
    return lane.all(
        f"SELECT c.*{extra} FROM card c {join} {people} "
        f"WHERE {source}.words @@ to_tsquery('simple', :query) AND {where} "
        f"ORDER BY {order} LIMIT {MOST}",
        **values,
        query=query,
    )
