"""What hangs on visible cards: people, waits, dots, comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from cadence.store.connect import Connection, among
from cadence.store.queries.visibility import heard, readable, visible_among
from cadence.store.rows import columns
from cadence.store.values import stamp
from cadence.store.viewer import Viewer


class TieRow(NamedTuple):
    """A person's tie to a card."""

    card_id: int
    handle: str
    tie: str


class DependencyRow(NamedTuple):
    """What a card waits for; ``on_number``, ``on_retro`` and ``on_title`` name a card that the viewer may see.

    ``dropped``: why that card was dropped; ``None`` unless it was. ``due``: when it is due.
    """

    id: int
    card_id: int
    on_team: str | None
    what: str
    asked_at: datetime
    settled_at: datetime | None
    on_number: int | None
    on_retro: int | None
    on_title: str | None
    dropped: str | None
    on_id: int | None
    due: date | None


class VotesRow(NamedTuple):
    """The dots on a card: everybody's, and the viewer's own."""

    card_id: int
    dots: int
    own: int


class CommentRow(NamedTuple):
    """A comment on a card, with its author's handle and the meeting in which it was made."""

    card_id: int
    meeting_id: int | None
    kind: str
    body: str
    at: datetime
    author: str | None
    meeting_kind: str | None
    meeting_nominal: date | None


_COMMENTS = (
    f"SELECT {columns(CommentRow, 'm', author='p.handle', meeting_kind='g.kind', meeting_nominal='g.nominal')} "
    "FROM comment m JOIN card c ON c.id = m.card_id LEFT JOIN person p ON p.id = m.author_id "
    "LEFT JOIN meeting g ON g.id = m.meeting_id"
)


class FeedbackRow(NamedTuple):
    """Something said of a presented card that is not answered yet."""

    card_id: int
    number: int
    retro: int
    title: str
    author: str | None
    body: str
    at: datetime


def ties(
    connection: Connection, viewer: Viewer, *, board: str | None = None, ids: Sequence[int] | None = None
) -> list[TieRow]:
    """People's ties to visible cards."""
    where, values = visible_among(viewer, board, ids)
    return connection.all(
        TieRow,
        "SELECT t.card_id, p.handle, t.tie FROM card_person t JOIN card c ON c.id = t.card_id "
        f"JOIN person p ON p.id = t.person_id WHERE {where} ORDER BY t.card_id, p.id",
        **values,
    )


def dependencies(
    connection: Connection, viewer: Viewer, *, board: str | None = None, ids: Sequence[int] | None = None
) -> list[DependencyRow]:
    """What visible cards wait for; a card that the viewer may not see is not named, and one that is gone is no wait."""
    where, values = visible_among(viewer, board, ids)
    may_see = readable(viewer, "o")
    on_number, on_title, on_id, due = (
        f"CASE WHEN {may_see} THEN o.{name} END" for name in ("number", "title", "id", "due")
    )
    dropped = f"CASE WHEN {may_see} AND o.status = 'dropped' THEN COALESCE(o.outcome_words, '') END"
    seen = {"on_number": on_number, "on_title": on_title, "on_id": on_id, "due": due, "dropped": dropped}
    named = columns(DependencyRow, "d", on_retro="o.retro", **seen)
    return connection.all(
        DependencyRow,
        f"SELECT {named} "
        "FROM dependency d JOIN card c ON c.id = d.card_id LEFT JOIN card o ON o.id = d.on_card_id "
        f"WHERE {where} AND (o.id IS NULL OR NOT o.gone) ORDER BY d.id",
        **values,
    )


class WaitingRow(NamedTuple):
    """A dependency, and the card that waits."""

    id: int
    card_id: int


def waiting_for(connection: Connection, card_id: int, settled: datetime | None = None) -> list[WaitingRow]:
    """The open dependencies on a card, or those that were ``settled`` at that instant."""
    return connection.all(
        WaitingRow,
        "SELECT d.id, d.card_id FROM dependency d JOIN card c ON c.id = d.card_id "
        f"WHERE d.on_card_id = :card AND d.settled_at {'IS NULL' if settled is None else '= :settled'} "
        "AND NOT c.gone ORDER BY d.id",
        card=card_id,
        **({} if settled is None else {"settled": stamp(settled)}),
    )


def votes(
    connection: Connection, viewer: Viewer, *, board: str | None = None, ids: Sequence[int] | None = None
) -> list[VotesRow]:
    """Dots on visible cards."""
    where, values = visible_among(viewer, board, ids)
    return connection.all(
        VotesRow,
        "SELECT v.card_id, SUM(v.dots) AS dots, SUM(CASE WHEN v.person_id = :viewer THEN v.dots ELSE 0 END) AS own "
        f"FROM vote v JOIN card c ON c.id = v.card_id WHERE {where} GROUP BY v.card_id",
        **values,
    )


class DotsRow(NamedTuple):
    """The dots of one person on one card."""

    card_id: int
    person_id: int
    dots: int


def dots(connection: Connection, viewer: Viewer, board: str) -> list[DotsRow]:
    """Whose dots lie on which of the board's open cards; for no eyes, since a vote is secret."""
    where, values = visible_among(viewer, board, None)
    return connection.all(
        DotsRow,
        f"SELECT {columns(DotsRow, 'v')} FROM vote v JOIN card c ON c.id = v.card_id "
        f"WHERE {where} AND c.status = 'open' ORDER BY v.card_id, v.person_id",
        **values,
    )


def dots_given(connection: Connection, viewer: Viewer, board: str) -> dict[int, int]:
    """How many dots everybody has on the board's visible open cards; those on what was talked about are free again."""
    where, values = visible_among(viewer, board, None)
    return connection.pairs(
        "SELECT v.person_id, SUM(v.dots) FROM vote v JOIN card c ON c.id = v.card_id "
        f"WHERE {where} AND c.status = 'open' GROUP BY v.person_id",
        **values,
    )


def comments(connection: Connection, viewer: Viewer, card_ids: Sequence[int]) -> list[CommentRow]:
    """Comments on these cards that the viewer may see, oldest first."""
    where, values = visible_among(viewer, None, card_ids)
    return connection.all(CommentRow, f"{_COMMENTS} WHERE {where} AND {heard(viewer, 'm')} ORDER BY m.id", **values)


def heard_with(
    connection: Connection,
    viewer: Viewer,
    card_ids: Sequence[int],
    *,
    meeting_id: int,
    kind: str,
    step: str,
    started: datetime,
    ended: datetime | None,
) -> list[CommentRow]:
    """The comments on these cards from outside of a started meeting that it heard with them: those up to its end.

    Left out is what one of its kind before took up with the card, in ``step``.
    """
    where, values = visible_among(viewer, None, card_ids)
    taken_up = "SELECT 1 FROM walked w JOIN meeting h ON h.id = w.meeting_id WHERE w.card_id = c.id AND w.step = :step "
    taken_up += "AND h.kind = :kind AND h.started_at > m.at AND h.started_at < :started"
    return connection.all(
        CommentRow,
        f"{_COMMENTS} WHERE {where} AND {heard(viewer, 'm')} AND NOT EXISTS ({taken_up}) "
        "AND (m.meeting_id IS NULL OR m.meeting_id <> :meeting) AND m.at <= :until ORDER BY m.id",
        **values,
        kind=kind,
        step=step,
        started=stamp(started),
        meeting=meeting_id,
        until=stamp(ended or datetime.max.replace(tzinfo=UTC)),
    )


def feedback_open(
    connection: Connection, viewer: Viewer, board: str, kinds: Sequence[str], *, mine: bool = False
) -> list[FeedbackRow]:
    """What was said of a board's visible cards, in their meeting or afterwards; oldest first.

    Left out is what its presenter has answered since, of which something was made, or to which a meeting of these
    ``kinds`` has given an outcome since, if only to the work that was shown. ``mine``: only of the viewer's demos.
    """
    where, values = visible_among(viewer, board, None)
    presents = "SELECT 1 FROM card_person t WHERE t.card_id = c.id AND t.tie = 'assigned' AND t.person_id"
    other = {"number": "c.number", "retro": "c.retro", "title": "c.title", "author": "p.handle"}
    part, names = among("h.kind", kinds, "kind")
    settled = "SELECT 1 FROM meeting h JOIN walked w ON w.meeting_id = h.id AND w.card_id IN (c.id, c.from_card_id) "
    settled += f"WHERE h.team_id = c.team_id AND {part} AND w.outcome <> '' AND w.at > m.at"
    return connection.all(
        FeedbackRow,
        f"SELECT {columns(FeedbackRow, 'm', **other)} FROM comment m "
        "JOIN card c ON c.id = m.card_id LEFT JOIN person p ON p.id = m.author_id "
        f"WHERE {where} AND {heard(viewer, 'm')} AND m.kind = 'feedback' AND NOT EXISTS ({settled}) "
        f"AND NOT EXISTS ({presents} = m.author_id) {f'AND EXISTS ({presents} = :viewer)' if mine else ''} "
        "AND NOT EXISTS (SELECT 1 FROM comment r WHERE r.card_id = c.id AND r.id > m.id "
        f"AND EXISTS ({presents} = r.author_id)) "
        "AND NOT EXISTS (SELECT 1 FROM card k WHERE k.from_card_id = c.id AND NOT k.gone AND k.created_at > m.at) "
        "ORDER BY m.id",
        **values,
        **names,
    )
