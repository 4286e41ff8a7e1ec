"""What hangs on visible cards: people, waits, dots, comments."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.store.connect import Connection, Row
from cadence.store.queries.visibility import heard, readable, visible_among
from cadence.store.viewer import Viewer


def ties(
    connection: Connection, viewer: Viewer, *, board: str | None = None, ids: Sequence[int] | None = None
) -> list[Row]:
    """People's ties to visible cards: ``card_id``, ``handle``, ``tie``."""
    where, values = visible_among(viewer, board, ids)
    return connection.all(
        "SELECT t.card_id, p.handle, t.tie FROM card_person t JOIN card c ON c.id = t.card_id "
        f"JOIN person p ON p.id = t.person_id WHERE {where} ORDER BY t.card_id, p.id",
        **values,
    )


def dependencies(
    connection: Connection, viewer: Viewer, *, board: str | None = None, ids: Sequence[int] | None = None
) -> list[Row]:
    """What visible cards wait for; a card that the viewer may not see is not named, and one that is gone is no wait."""
    where, values = visible_among(viewer, board, ids)
    return connection.all(
        "SELECT d.id, d.card_id, d.on_team, d.what, d.asked_at, d.settled_at, d.on_card_id, "
        f"CASE WHEN {readable(viewer, 'o')} THEN o.number END AS on_number, o.retro AS on_retro "
        "FROM dependency d JOIN card c ON c.id = d.card_id LEFT JOIN card o ON o.id = d.on_card_id "
        f"WHERE {where} AND (o.id IS NULL OR NOT o.gone) ORDER BY d.id",
        **values,
    )


def votes(
    connection: Connection, viewer: Viewer, *, board: str | None = None, ids: Sequence[int] | None = None
) -> list[Row]:
    """Dots on visible cards: ``card_id``, ``dots`` of everybody and ``own`` of the viewer."""
    where, values = visible_among(viewer, board, ids)
    return connection.all(
        "SELECT v.card_id, SUM(v.dots) AS dots, SUM(CASE WHEN v.person_id = :viewer THEN v.dots ELSE 0 END) AS own "
        f"FROM vote v JOIN card c ON c.id = v.card_id WHERE {where} GROUP BY v.card_id",
        **values,
    )


def dots_given(connection: Connection, viewer: Viewer, board: str) -> int:
    """How many dots the viewer has on the board's open cards; those on what was talked about are free again."""
    where, values = visible_among(viewer, board, None)
    row = connection.one(
        "SELECT COALESCE(SUM(v.dots), 0) AS n FROM vote v JOIN card c ON c.id = v.card_id "
        f"WHERE {where} AND c.status = 'open' AND v.person_id = :viewer",
        **values,
    )
    return int(row["n"]) if row else 0


def comments(connection: Connection, viewer: Viewer, card_ids: Sequence[int]) -> list[Row]:
    """What was said of these cards, oldest first."""
    where, values = visible_among(viewer, None, card_ids)
    return connection.all(
        "SELECT m.*, p.handle AS author, g.kind AS meeting_kind, g.nominal AS meeting_nominal FROM comment m "
        "JOIN card c ON c.id = m.card_id LEFT JOIN person p ON p.id = m.author_id "
        f"LEFT JOIN meeting g ON g.id = m.meeting_id WHERE {where} AND {heard(viewer, 'm')} ORDER BY m.id",
        **values,
    )
