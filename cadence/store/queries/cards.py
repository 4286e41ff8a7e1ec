"""The cards that a viewer may see: one by one, by board, by meeting, counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cadence.store.connect import Connection, Row, among
from cadence.store.queries.visibility import stamps, visible
from cadence.store.values import stamp
from cadence.store.viewer import Viewer

_COLUMNS = (
    "c.*, a.handle AS author, s.number AS from_number, s.retro AS from_retro, s.audience AS from_audience, "
    "s.sealed AS from_sealed, s.author_id AS from_author_id, s.gone AS from_gone, g.kind AS from_kind, "
    "g.nominal AS from_nominal"
)
_CARDS = (
    "FROM card c LEFT JOIN person a ON a.id = c.author_id LEFT JOIN card s ON s.id = c.from_card_id "
    "LEFT JOIN meeting g ON g.id = c.from_meeting_id"
)


def listed(connection: Connection, viewer: Viewer, *, board: str | None = None, status: str | None = None) -> list[Row]:
    """The visible cards (of one board, with one status), in rank order within their columns."""
    where, values = visible(viewer)
    if status is not None:
        where += " AND c.status = :status"
        values["status"] = status
    if board is not None:
        where += " AND c.board = :board"
        values["board"] = board
    return connection.all(
        f"SELECT {_COLUMNS}{stamps(viewer)} {_CARDS} WHERE {where} ORDER BY c.board, c.column_name, c.rank, c.id",
        **values,
    )


def by_id(connection: Connection, viewer: Viewer, ids: Sequence[int]) -> list[Row]:
    """Those of these cards that are visible."""
    where, values = visible(viewer)
    part, marks = among("c.id", ids, "id")
    return connection.all(
        f"SELECT {_COLUMNS}{stamps(viewer)} {_CARDS} WHERE {where} AND {part} ORDER BY c.id", **values, **marks
    )


def by_number(connection: Connection, viewer: Viewer, number: int, retro: int = 0) -> Row | None:
    """The visible card with this number, or the note with this number within a retro."""
    where, values = visible(viewer)
    return connection.one(
        f"SELECT {_COLUMNS}{stamps(viewer)} {_CARDS} WHERE {where} AND c.retro = :retro AND c.number = :number",
        **values,
        retro=retro,
        number=number,
    )


def raised_in(connection: Connection, viewer: Viewer, meeting_id: int) -> list[Row]:
    """The visible cards that were raised in a meeting, in the order in which they were."""
    where, values = visible(viewer)
    return connection.all(
        f"SELECT {_COLUMNS}{stamps(viewer)} {_CARDS} WHERE {where} AND c.from_meeting_id = :meeting ORDER BY c.id",
        **values,
        meeting=meeting_id,
    )


def children(connection: Connection, viewer: Viewer, card_id: int) -> list[Row]:
    """The visible cards that came from a card."""
    where, values = visible(viewer)
    return connection.all(
        f"SELECT {_COLUMNS}{stamps(viewer)} {_CARDS} WHERE {where} AND c.from_card_id = :card ORDER BY c.id",
        **values,
        card=card_id,
    )


def position(connection: Connection, viewer: Viewer, row: Row) -> int:
    """A visible card's place in its column, from 1, as this viewer sees it."""
    where, values = visible(viewer)
    return int(
        connection.value(
            f"SELECT COUNT(*) FROM card c WHERE {where} AND c.board = :board AND c.column_name = :name "
            "AND (c.rank < :rank OR (c.rank = :rank AND c.id <= :card))",
            **values,
            board=row["board"],
            name=row["column_name"],
            rank=row["rank"],
            card=row["id"],
        )
    )


def blocked_count(connection: Connection, viewer: Viewer) -> int:
    """How many open cards that the viewer may see are blocked."""
    where, values = visible(viewer)
    return int(
        connection.value(
            f"SELECT COUNT(*) FROM card c WHERE {where} AND c.status = 'open' AND c.blocked_since IS NOT NULL", **values
        )
    )


def loads(connection: Connection, viewer: Viewer, columns: Sequence[str]) -> list[Row]:
    """How many open wall cards each person has in these columns: ``handle``, ``n``."""
    where, values = visible(viewer)
    part, marks = among("c.column_name", columns, "col")
    return connection.all(
        "SELECT p.handle, COUNT(*) AS n FROM card_person t JOIN card c ON c.id = t.card_id "
        "JOIN person p ON p.id = t.person_id "
        f"WHERE {where} AND {part} AND c.board = 'wall' AND c.status = 'open' AND t.tie = 'assigned' GROUP BY p.handle",
        **values,
        **marks,
    )


def worked_on(connection: Connection, viewer: Viewer, since: datetime, columns: tuple[Sequence[str], str]) -> set[int]:
    """Visible wall cards begun now or done since an instant that no demo shows yet, by the begun and done columns."""
    where, values = visible(viewer)
    begun, marks = among("c.column_name", columns[0], "col")
    rows = connection.all(
        f"SELECT c.id FROM card c WHERE {where} AND c.board = 'wall' AND c.status <> 'dropped' "
        f"AND ({begun} OR (c.column_name = :done AND c.entered_column_at >= :since)) AND NOT EXISTS "
        "(SELECT 1 FROM card d WHERE d.from_card_id = c.id AND d.board = 'demo' AND NOT d.gone "
        "AND (d.status = 'open' OR d.created_at >= :since))",
        **values,
        **marks,
        done=columns[1],
        since=stamp(since),
    )
    return {row["id"] for row in rows}


def invitations(connection: Connection, viewer: Viewer, board: str) -> list[Row]:
    """Visible open cards of a board that the viewer is invited to."""
    where, values = visible(viewer)
    return connection.all(
        f"SELECT c.id FROM card c JOIN card_person t ON t.card_id = c.id WHERE {where} AND c.board = :board "
        "AND c.status = 'open' AND t.person_id = :viewer AND t.tie = 'invited'",
        **values,
        board=board,
    )
