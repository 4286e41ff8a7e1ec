"""How visible cards moved over their boards, by the log: stays, placings, last touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cadence.store.connect import Connection, Row, among
from cadence.store.queries.visibility import visible, visible_events
from cadence.store.values import stamp
from cadence.store.viewer import Viewer


def _said(connection: Connection, name: str) -> str:
    """One value of an event's data, which is JSON in a text column, as SQL."""
    return (
        f"json_extract(e.data, '$.{name}')"
        if connection.dialect == "sqlite"
        else f"(CAST(e.data AS json) ->> '{name}')"
    )


def _put_into(connection: Connection) -> str:
    """The column that an event puts its card into, as SQL."""
    added, moved = _said(connection, "column"), _said(connection, "to")
    return f"CASE e.verb WHEN 'card.add' THEN {added} WHEN 'card.move' THEN {moved} END"


def stays(connection: Connection, viewer: Viewer, board: str) -> list[Row]:
    """How long a board's visible cards stayed in a column before they moved on: ``name``, ``since``, ``until``."""
    where, values = visible_events(viewer)
    return connection.all(
        "SELECT name, since, until FROM (SELECT LAG(name) OVER w AS name, LAG(at) OVER w AS since, at AS until FROM "
        f"(SELECT {_put_into(connection)} AS name, e.card_id, e.at, e.seq, e.part FROM event e "
        f"JOIN card c ON c.id = e.card_id WHERE {where} AND c.board = :board "
        "AND e.verb IN ('card.add', 'card.move')) p WHERE name <> '' "
        "WINDOW w AS (PARTITION BY card_id ORDER BY seq, part)) s WHERE since IS NOT NULL",
        **values,
        board=board,
    )


def placings(connection: Connection, viewer: Viewer, board: str, since: datetime, least: int) -> list[Row]:
    """Where a board's visible open cards were put, in order: ``card_id``, ``at``, ``name`` of a column, ``position``.

    Only of cards that were put somewhere at ``least`` so many times after ``since``.
    """
    where, values = visible_events(viewer)
    of_them = f"{where} AND c.board = :board AND c.status = 'open' AND e.verb IN ('card.add', 'card.move', 'card.rank')"
    found = "FROM event e JOIN card c ON c.id = e.card_id WHERE"
    return connection.all(
        f"SELECT e.card_id, e.at, {_put_into(connection)} AS name, {_said(connection, 'position')} AS position "
        f"{found} {of_them} "
        f"AND c.id IN (SELECT c.id {found} {of_them} AND e.at > :since GROUP BY c.id HAVING COUNT(*) >= :least) "
        "ORDER BY e.seq, e.part",
        **values,
        board=board,
        since=stamp(since),
        least=least,
    )


def last_touched(connection: Connection, viewer: Viewer, board: str, columns: Sequence[str]) -> dict[int, str]:
    """When something last happened to each visible open card in these columns of a board."""
    where, values = visible(viewer)
    part, marks = among("c.column_name", columns, "col")
    rows = connection.all(
        f"SELECT e.card_id, MAX(e.at) AS at FROM event e JOIN card c ON c.id = e.card_id WHERE {where} "
        f"AND c.board = :board AND c.status = 'open' AND {part} AND NOT e.undone GROUP BY e.card_id",
        **values,
        **marks,
        board=board,
    )
    return {row["card_id"]: row["at"] for row in rows}
