"""How visible cards moved over their boards, by the log: stays, placings, last touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from cadence.store.connect import Connection, among
from cadence.store.queries.visibility import visible, visible_events
from cadence.store.values import instant, stamp
from cadence.store.viewer import Viewer


class StayRow(NamedTuple):
    """A card's stay in the column ``name``."""

    name: str
    since: datetime
    until: datetime


class PlacingRow(NamedTuple):
    """Where a card was put: into the column ``name``, or to another ``position`` in its own."""

    card_id: int
    at: datetime
    name: str | None
    position: str | None


def _data(connection: Connection, name: str) -> str:
    """One value of an event's data, which is JSON in a text column, as SQL."""
    return (
        f"json_extract(e.data, '$.{name}')"
        if connection.dialect == "sqlite"
        else f"(CAST(e.data AS json) ->> '{name}')"
    )


def _put_into(connection: Connection) -> str:
    """The column that an event puts its card into, as SQL."""
    added, moved = _data(connection, "column"), _data(connection, "to")
    return f"CASE e.verb WHEN 'card.add' THEN {added} WHEN 'card.move' THEN {moved} END"


def stays(connection: Connection, viewer: Viewer, board: str) -> list[StayRow]:
    """How long a board's visible cards stayed in a column before they moved on."""
    where, values = visible_events(viewer)
    return connection.all(
        StayRow,
        "SELECT name, since, until FROM (SELECT LAG(name) OVER w AS name, LAG(at) OVER w AS since, at AS until FROM "
        f"(SELECT {_put_into(connection)} AS name, e.card_id, e.at, e.seq, e.part FROM event e "
        f"JOIN card c ON c.id = e.card_id WHERE {where} AND c.board = :board "
        "AND e.verb IN ('card.add', 'card.move')) p WHERE name <> '' "
        "WINDOW w AS (PARTITION BY card_id ORDER BY seq, part)) s WHERE since IS NOT NULL",
        **values,
        board=board,
    )


def placings(connection: Connection, viewer: Viewer, board: str, since: datetime, least: int) -> list[PlacingRow]:
    """Where a board's visible open cards were put, in order.

    Only of cards that were put somewhere at ``least`` so many times after ``since``.
    """
    where, values = visible_events(viewer)
    of_them = f"{where} AND c.board = :board AND c.status = 'open' AND e.verb IN ('card.add', 'card.move', 'card.rank')"
    found = "FROM event e JOIN card c ON c.id = e.card_id WHERE"
    return connection.all(
        PlacingRow,
        f"SELECT e.card_id, e.at, {_put_into(connection)} AS name, "
        f"CAST({_data(connection, 'position')} AS TEXT) AS position {found} {of_them} "
        f"AND c.id IN (SELECT c.id {found} {of_them} AND e.at > :since GROUP BY c.id HAVING COUNT(*) >= :least) "
        "ORDER BY e.seq, e.part",
        **values,
        board=board,
        since=stamp(since),
        least=least,
    )


def last_touched(connection: Connection, viewer: Viewer, board: str, columns: Sequence[str]) -> dict[int, datetime]:
    """When something last happened to each visible open card in these columns of a board."""
    where, values = visible(viewer)
    part, marks = among("c.column_name", columns, "col")
    rows = connection.pairs(
        f"SELECT e.card_id, MAX(e.at) FROM event e JOIN card c ON c.id = e.card_id WHERE {where} "
        f"AND c.board = :board AND c.status = 'open' AND {part} AND NOT e.undone GROUP BY e.card_id",
        **values,
        **marks,
        board=board,
    )
    return {card_id: instant(at) for card_id, at in rows.items()}
