"""The cards that a viewer may see: one by one, by board, by meeting, counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from cadence.store.connect import Connection, among
from cadence.store.queries.visibility import readable, stamps, visible
from cadence.store.rows import columns
from cadence.store.values import day_of, stamp
from cadence.store.viewer import Viewer


class TopicRow(NamedTuple):
    """What decides whether a card is on an agenda, and whether somebody is ``invited`` to it."""

    id: int
    board: str
    column_name: str
    status: str
    gone: bool
    audience: str
    created_at: datetime
    back_on: date | None
    invited: bool


class CardRow(NamedTuple):
    """A card, with its author's handle and where it came from: another card (``from_number`` ...), or a meeting."""

    id: int
    number: int
    retro: int
    board: str
    column_name: str
    rank: str
    title: str
    body: str
    flow: str | None
    origin: str | None
    type: str | None
    requester: str | None
    url: str | None
    tags: str
    due: date | None
    toil: bool
    audience: str
    sealed: bool
    status: str
    author_id: int | None
    author: str | None
    blocked_reason: str | None
    blocked_since: datetime | None
    merged_iteration: int | None
    merged_rank: str | None
    put_off: int
    outcome: str | None
    outcome_words: str
    back_on: date | None
    minutes: int | None
    thief_marks: str
    created_at: datetime
    updated_at: datetime
    entered_column_at: datetime
    started_at: datetime | None
    from_card_id: int | None
    from_number: int | None
    from_title: str | None
    from_retro: int | None
    from_readable: bool | None
    from_gone: bool | None
    from_meeting_id: int | None
    from_kind: str | None
    from_nominal: date | None


_OTHER = {
    "author": "a.handle",
    **{f"from_{name}": f"s.{name}" for name in ("number", "retro", "gone")},
    **{f"from_{name}": f"g.{name}" for name in ("kind", "nominal")},
}
"""The columns that are not the card's own."""
_CARDS = (
    "FROM card c LEFT JOIN person a ON a.id = c.author_id LEFT JOIN card s ON s.id = c.from_card_id "
    "LEFT JOIN meeting g ON g.id = c.from_meeting_id"
)


def _select(viewer: Viewer) -> str:
    """What every query for cards asks of :data:`_CARDS`."""
    source = f"({readable(viewer, 's')})"
    title = f"CASE WHEN {source} THEN s.title END"
    return f"SELECT {columns(CardRow, 'c', **_OTHER, from_readable=source, from_title=title, **stamps(viewer))}"


def listed(
    connection: Connection, viewer: Viewer, *, board: str | None = None, status: str | None = None
) -> list[CardRow]:
    """The visible cards (of one board, with one status), in rank order within their columns."""
    where, values = visible(viewer)
    if status is not None:
        where += " AND c.status = :status"
        values["status"] = status
    if board is not None:
        where += " AND c.board = :board"
        values["board"] = board
    return connection.all(
        CardRow,
        f"{_select(viewer)} {_CARDS} WHERE {where} ORDER BY c.board, c.column_name, c.rank, c.id",
        **values,
    )


def by_id(connection: Connection, viewer: Viewer, ids: Sequence[int]) -> list[CardRow]:
    """Those of these cards that are visible."""
    where, values = visible(viewer)
    part, marks = among("c.id", ids, "id")
    return connection.all(
        CardRow, f"{_select(viewer)} {_CARDS} WHERE {where} AND {part} ORDER BY c.id", **values, **marks
    )


def by_number(connection: Connection, viewer: Viewer, number: int, retro: int = 0) -> CardRow | None:
    """The visible card with this number, or the note with this number within a retro."""
    where, values = visible(viewer)
    return connection.one(
        CardRow,
        f"{_select(viewer)} {_CARDS} WHERE {where} AND c.retro = :retro AND c.number = :number",
        **values,
        retro=retro,
        number=number,
    )


def exists(connection: Connection, team_id: int, number: int, retro: int = 0) -> bool:
    """Whether the team has a card of this number, visible or not: one that was taken back is gone."""
    sql = "SELECT 1 FROM card WHERE team_id = :team AND NOT gone AND retro = :retro AND number = :number"
    return connection.value(sql, team=team_id, retro=retro, number=number) is not None


def raised_in(connection: Connection, viewer: Viewer, meeting_id: int) -> list[CardRow]:
    """The visible cards that were raised in a meeting, in the order in which they were."""
    where, values = visible(viewer)
    return connection.all(
        CardRow,
        f"{_select(viewer)} {_CARDS} WHERE {where} AND c.from_meeting_id = :meeting ORDER BY c.id",
        **values,
        meeting=meeting_id,
    )


def children(connection: Connection, viewer: Viewer, card_id: int) -> list[CardRow]:
    """The visible cards that came from a card."""
    where, values = visible(viewer)
    return connection.all(
        CardRow,
        f"{_select(viewer)} {_CARDS} WHERE {where} AND c.from_card_id = :card ORDER BY c.id",
        **values,
        card=card_id,
    )


def position(connection: Connection, viewer: Viewer, row: CardRow) -> int:
    """A visible card's place in its column, from 1, as this viewer sees it; what was dropped has none."""
    where, values = visible(viewer)
    return int(
        connection.value(
            f"SELECT COUNT(*) FROM card c WHERE {where} AND c.board = :board AND c.column_name = :name "
            "AND (c.status <> 'dropped' OR c.id = :card) AND (c.rank < :rank OR (c.rank = :rank AND c.id <= :card))",
            **values,
            board=row.board,
            name=row.column_name,
            rank=row.rank,
            card=row.id,
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


def counts(connection: Connection, viewer: Viewer, board: str) -> dict[str, int]:
    """How many open cards of a board the viewer may see in each column."""
    where, values = visible(viewer)
    return connection.pairs(
        f"SELECT c.column_name, COUNT(*) FROM card c WHERE {where} AND c.board = :board AND c.status = 'open' "
        "GROUP BY c.column_name",
        **values,
        board=board,
    )


def loads(connection: Connection, viewer: Viewer, columns: Sequence[str]) -> dict[str, int]:
    """How many open wall cards each person has in these columns, by handle."""
    where, values = visible(viewer)
    part, marks = among("c.column_name", columns, "col")
    return connection.pairs(
        "SELECT p.handle, COUNT(*) FROM card_person t JOIN card c ON c.id = t.card_id "
        "JOIN person p ON p.id = t.person_id "
        f"WHERE {where} AND {part} AND c.board = 'wall' AND c.status = 'open' AND t.tie = 'assigned' GROUP BY p.handle",
        **values,
        **marks,
    )


class WantedRow(NamedTuple):
    """How many cards that nobody has a person wants, and how many of these they alone want."""

    handle: str
    cards: int
    alone: int


def wanted(connection: Connection, viewer: Viewer, iteration: int, columns: Sequence[str]) -> list[WantedRow]:
    """Who wants how many of an iteration's merged cards outside these columns."""
    where, values = visible(viewer)
    part, marks = among("c.column_name", columns, "col")
    return connection.all(
        WantedRow,
        "SELECT p.handle, COUNT(*) AS cards, SUM(CASE WHEN n.wanting = 1 THEN 1 ELSE 0 END) AS alone FROM card c "
        "JOIN card_person t ON c.id = t.card_id JOIN person p ON p.id = t.person_id "
        "JOIN (SELECT card_id, COUNT(*) AS wanting FROM card_person WHERE tie = 'interested' GROUP BY card_id) n "
        f"ON n.card_id = c.id WHERE {where} AND c.board = 'wall' AND c.status = 'open' AND t.tie = 'interested' "
        f"AND c.merged_iteration = :iteration AND NOT ({part}) AND NOT EXISTS "
        "(SELECT 1 FROM card_person a WHERE a.card_id = c.id AND a.tie = 'assigned') GROUP BY p.handle",
        iteration=iteration,
        **values,
        **marks,
    )


def worked_on(
    connection: Connection, viewer: Viewer, since: datetime, columns: tuple[Sequence[str], str], sealed: Sequence[str]
) -> set[int]:
    """Visible wall cards begun now or done since an instant that no demo shows yet, by the begun and done columns.

    One that was shown is among them again once something has happened to it. ``sealed``: the kinds of meetings whose
    words stay the team's; what came up in one is left out.
    """
    where, values = visible(viewer)
    begun, marks = among("c.column_name", columns[0], "col")
    behind_doors, named = _worded_in(sealed)
    rows = connection.values(
        f"SELECT c.id FROM card c WHERE {where} AND c.board = 'wall' AND c.status <> 'dropped' "
        f"AND NOT {behind_doors} "
        f"AND ({begun} OR (c.column_name = :done AND c.entered_column_at >= :since)) AND NOT EXISTS "
        "(SELECT 1 FROM card d WHERE d.from_card_id = c.id AND d.board = 'demo' AND NOT d.gone "
        "AND (d.status = 'open' OR d.created_at >= :since OR d.done_at >= c.updated_at))",
        **values,
        **marks,
        **named,
        done=columns[1],
        since=stamp(since),
    )
    return set(rows)


def is_worded_in(connection: Connection, viewer: Viewer, card_id: int, kinds: Sequence[str]) -> bool:
    """Whether a visible card came up, or got its words, in a meeting of one of these kinds."""
    where, values = visible(viewer)
    part, named = _worded_in(kinds)
    return bool(
        connection.value(
            f"SELECT 1 FROM card c WHERE {where} AND c.id = :card AND {part}", card=card_id, **values, **named
        )
    )


def _worded_in(kinds: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Whether card ``c`` came up, was given its place or had its title changed in a meeting of these kinds, in SQL."""
    part, named = among("g.kind", kinds, "kind")
    return (
        f"(EXISTS (SELECT 1 FROM meeting g WHERE g.id = c.from_meeting_id AND {part}) OR EXISTS "
        "(SELECT 1 FROM event e JOIN meeting g ON g.id = e.meeting_id WHERE e.card_id = c.id AND NOT e.undone "
        f"AND {part} AND (e.verb = 'card.settle' OR (e.verb = 'card.edit' AND e.data LIKE '%\"title\"%'))))",
        named,
    )


def topics_naming(connection: Connection, team_id: int, person_id: int) -> list[TopicRow]:
    """The cards that somebody is or may have been invited to, whoever may see them and even if they are gone."""
    tied = "SELECT 1 FROM card_person t WHERE t.card_id = c.id AND t.person_id = :person AND t.tie = 'invited'"
    logged = "SELECT e.card_id FROM event e WHERE e.team_id = :team AND e.changes LIKE '%\"card_person\"%'"
    return connection.all(
        TopicRow,
        f"SELECT {columns(TopicRow, 'c', invited=f'EXISTS ({tied})')} FROM card c "
        f"WHERE c.team_id = :team AND (EXISTS ({tied}) OR c.id IN ({logged}))",
        team=team_id,
        person=person_id,
    )


def invitations(connection: Connection, viewer: Viewer, board: str) -> dict[int, date | None]:
    """Of each visible open card of a board that the viewer is invited to, from which day it is on an agenda again."""
    where, values = visible(viewer)
    rows = connection.pairs(
        f"SELECT c.id, c.back_on FROM card c JOIN card_person t ON t.card_id = c.id WHERE {where} AND c.board = :board "
        "AND c.status = 'open' AND t.person_id = :viewer AND t.tie = 'invited'",
        **values,
        board=board,
    )
    return {card_id: day and day_of(day) for card_id, day in rows.items()}


def guests_of_topics(
    connection: Connection, viewer: Viewer, board: str, meeting_id: int, steps: Sequence[str], day: date
) -> list[int]:
    """Who is invited to visible cards of a board that a meeting took up in these steps, by id.

    And to those that are on its agenda of ``day``, while it isn't over.
    """
    where, values = visible(viewer)
    part, marks = among("k.step", steps, "step")
    taken_up = f"EXISTS (SELECT 1 FROM walked k WHERE k.card_id = c.id AND k.meeting_id = :meeting AND {part})"
    ahead = "EXISTS (SELECT 1 FROM meeting g WHERE g.id = :meeting AND g.ended_at IS NULL)"
    return connection.values(
        f"SELECT DISTINCT t.person_id FROM card c JOIN card_person t ON t.card_id = c.id WHERE {where} "
        f"AND c.board = :board AND t.tie = 'invited' AND ({taken_up} OR "
        f"({ahead} AND c.status = 'open' AND (c.back_on IS NULL OR c.back_on <= :day)))",
        **values,
        **marks,
        board=board,
        meeting=meeting_id,
        day=day.isoformat(),
    )


def invited_and_discussed(connection: Connection, viewer: Viewer, kind: str, steps: Sequence[str]) -> list[date]:
    """The nominal dates of a kind's meetings that took up, in these steps, a card that the viewer is invited to."""
    where, values = visible(viewer)
    part, marks = among("k.step", steps, "step")
    rows = connection.values(
        "SELECT DISTINCT g.nominal FROM card c JOIN card_person t ON t.card_id = c.id "
        "JOIN walked k ON k.card_id = c.id JOIN meeting g ON g.id = k.meeting_id "
        f"WHERE {where} AND {part} AND g.kind = :kind AND t.person_id = :viewer AND t.tie = 'invited'",
        **values,
        **marks,
        kind=kind,
    )
    return [day_of(nominal) for nominal in rows]
