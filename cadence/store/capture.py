"""Adding a card or a standup update, in plain SQL on any connection: the whole weight of the quick lane.

The command line's hot verbs call this on a bare connection, the services on the connection of their transaction, so
that there is one way to add a card. Nothing here imports SQLAlchemy.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, NamedTuple

from cadence.domain.cards.boards import BOARDS, Board, done_column, new_column, started_columns
from cadence.domain.cards.ranking import between
from cadence.domain.parsing.names import card_key
from cadence.domain.team.roles import may_add
from cadence.domain.vocabulary import BoardKey
from cadence.errors import NotAllowed
from cadence.store.connect import Connection
from cadence.store.log import log_event, take_seq
from cadence.store.unlogged import add_unsigned_note
from cadence.store.values import stamp
from cadence.store.viewer import Viewer, has_the_turn


class NewCard(NamedTuple):
    """A card to be added; texts are clean already. ``people`` are ``(person id, tie)``."""

    board: str
    title: str
    body: str = ""
    column: str | None = None
    flow: str | None = None
    origin: str | None = None
    type: str | None = None
    requester: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    due: date | None = None
    toil: bool = False
    audience: str | None = None
    sealed: bool = False
    from_card_id: int | None = None
    from_meeting_id: int | None = None
    people: tuple[tuple[int, str], ...] = ()
    minutes: int | None = None


class Added(NamedTuple):
    """The card that was added."""

    id: int
    key: str


def add_card(
    connection: Connection,
    viewer: Viewer,
    at: datetime,
    new: NewCard,
    *,
    seq: int | None = None,
    part: int = 0,
    undoable: bool = True,
) -> Added:
    """Add one card at the end of its column, and log it. Run inside a transaction.

    ``seq`` is the number that the transaction has taken (``None``: this takes one), ``part`` the entry's place in it.
    A retro note is always the team's, and sealed until its author's turn, whatever the lane says. Raises
    :class:`NotAllowed` where the viewer's role may not add to that board.
    """
    board = BOARDS[BoardKey(new.board)]
    if not may_add(viewer.role, board.key):
        raise NotAllowed(f"a {viewer.role} may not add to {board.title.lower()}", "ask somebody of the team")
    if board.key is BoardKey.RETRO:
        sealed = viewer.person_id is not None and not has_the_turn(connection, viewer)
        new = new._replace(sealed=sealed, audience=str(board.audience))
    seq = take_seq(connection, viewer.team_id) if seq is None else seq
    retro, number = (
        _next_note(connection, viewer.team_id)
        if board.key is BoardKey.RETRO
        else (0, _next_card(connection, viewer.team_id))
    )
    column = new.column or new_column(board, columns(connection, viewer, new.board))
    audience = new.audience or str(board.audience)
    last = last_rank(connection, viewer.team_id, new.board, column)
    row = _row(viewer, at, new, number, column, audience, between(last, None)) | {"retro": retro}
    if new.column and new.column != board.new:
        row |= _already(connection, viewer, board, column, at)
    card_id = connection.insert("card", row)
    for person_id, tie in dict.fromkeys(new.people):
        connection.run(
            "INSERT INTO card_person (card_id, person_id, tie) VALUES (:card, :person, :tie)",
            card=card_id,
            person=person_id,
            tie=tie,
        )
    log_event(
        connection,
        viewer,
        at,
        seq,
        "card.add",
        part=part,
        card_id=card_id,
        meeting_id=new.from_meeting_id,
        data={"title": "" if new.sealed else new.title, "board": new.board, "column": column},
        changes=[{"t": "card", "k": {"id": card_id}, "b": None, "a": None}],
        audience=audience,
        undoable=undoable,
    )
    return Added(card_id, card_key(viewer.team_key, number, retro))


def _next_card(connection: Connection, team_id: int) -> int:
    """The team's next card number."""
    return int(
        connection.value(
            "UPDATE team SET card_number = card_number + 1 WHERE id = :team RETURNING card_number", team=team_id
        )
    )


def _next_note(connection: Connection, team_id: int) -> tuple[int, int]:
    """The retro that runs or comes next, counted from the team's first, and the next number among its notes."""
    held = "SELECT COUNT(*) FROM meeting WHERE team_id = :team AND kind = 'retro' AND status = 'held'"
    retro = 1 + int(connection.value(held, team=team_id))
    last = "SELECT COALESCE(MAX(number), 0) FROM card WHERE team_id = :team AND retro = :retro"
    return retro, 1 + int(connection.value(last, team=team_id, retro=retro))


def add_note(connection: Connection, viewer: Viewer, at: datetime, column: str, words: str) -> Added | None:
    """Write a retro note that nobody else sees before its author's turn. Run inside a transaction; the text is clean.

    Gives ``None`` where the team writes without names: such a note is kept apart, with no trace of its author, and
    takes no number, which would tell when it was written. Raises :class:`NotAllowed` for guests.
    """
    if not may_add(viewer.role, BoardKey.RETRO):
        raise NotAllowed(f"a {viewer.role} may not write in the retro", "ask somebody of the team")
    if settings_of(connection, viewer.team_id).get("anonymous_retro"):
        add_unsigned_note(connection, viewer, column, words)
        return None
    return add_card(connection, viewer, at, NewCard(BoardKey.RETRO.value, words, column=column, sealed=True))


def last_rank(connection: Connection, team_id: int, board: str, column: str) -> str | None:
    """The highest rank given in a column, whoever may see the card that has it."""
    rank: str | None = connection.value(
        "SELECT MAX(rank) FROM card WHERE team_id = :team AND board = :board AND column_name = :name",
        team=team_id,
        board=board,
        name=column,
    )
    return rank


def _already(connection: Connection, viewer: Viewer, board: Board, column: str, at: datetime) -> dict[str, Any]:
    """What follows from adding a card to a column of work begun or done."""
    names = columns(connection, viewer, board.key.value)
    done = column == done_column(board, names)
    begun = done or column in started_columns(board, names)
    state = {"status": "done", "done_at": stamp(at)} if done else {}
    return {**state, "started_at": stamp(at) if begun and board.started else None}


def _row(
    viewer: Viewer, at: datetime, new: NewCard, number: int, column: str, audience: str, rank: str
) -> dict[str, Any]:
    when = stamp(at)
    return {
        "team_id": viewer.team_id,
        "number": number,
        "board": new.board,
        "column_name": column,
        "rank": rank,
        "title": new.title,
        "body": new.body,
        "flow": new.flow,
        "origin": new.origin,
        "type": new.type,
        "requester": new.requester,
        "url": new.url,
        "tags": json.dumps(list(new.tags), ensure_ascii=False),
        "due": new.due.isoformat() if new.due else None,
        "toil": new.toil,
        "audience": audience,
        "sealed": new.sealed,
        "status": "open",
        "gone": False,
        "author_id": viewer.person_id,
        "from_card_id": new.from_card_id,
        "from_meeting_id": new.from_meeting_id,
        "put_off": 0,
        "minutes": new.minutes,
        "thief_marks": "{}",
        "created_at": when,
        "updated_at": when,
        "entered_column_at": when,
    }


def leave_update(
    connection: Connection,
    viewer: Viewer,
    at: datetime,
    day: date,
    *,
    yesterday: str = "",
    today: str = "",
    blocker: str = "",
) -> int:
    """Leave (or add to) the viewer's standup update for ``day``; gives its id. What is empty stays as it was.

    Texts are clean already. Raises :class:`NotAllowed` for guests, who are not in the standup.
    """
    if not viewer.in_team:
        raise NotAllowed(f"a {viewer.role} is not in the standup", "ask somebody of the team")
    seq = take_seq(connection, viewer.team_id)
    said = {"yesterday": yesterday, "today": today, "blocker": blocker}
    old = connection.one(
        "SELECT id, yesterday, today, blocker FROM standup_update "
        "WHERE team_id = :team AND person_id = :person AND day = :day",
        team=viewer.team_id,
        person=viewer.person_id,
        day=day.isoformat(),
    )
    if old is None:
        row = {
            "team_id": viewer.team_id,
            "person_id": viewer.person_id,
            "day": day.isoformat(),
            **said,
            "left_at": stamp(at),
        }
        update_id = connection.insert("standup_update", row)
        change: dict[str, Any] = {"t": "standup_update", "k": {"id": update_id}, "b": None, "a": None}
    else:
        update_id = old["id"]
        after = {key: value or old[key] for key, value in said.items()}
        connection.run(
            "UPDATE standup_update SET yesterday = :yesterday, today = :today, blocker = :blocker, left_at = :at "
            "WHERE id = :id",
            **after,
            at=stamp(at),
            id=update_id,
        )
        before = {key: old[key] for key in said}
        change = {"t": "standup_update", "k": {"id": update_id}, "b": before, "a": after}
    log_event(connection, viewer, at, seq, "standup.update", data={"day": day.isoformat()}, changes=[change])
    return update_id


def columns(connection: Connection, viewer: Viewer, board: str) -> tuple[str, ...]:
    """A board's columns, left to right: the team's own where it has named some (the wall's)."""
    declared = BOARDS[BoardKey(board)].columns
    if board != BoardKey.WALL:
        return declared
    own = settings_of(connection, viewer.team_id).get("columns")
    return tuple(own) if own else declared


def settings_of(connection: Connection, team_id: int) -> dict[str, Any]:
    """The team's own settings."""
    found: dict[str, Any] = json.loads(connection.value("SELECT settings FROM team WHERE id = :team", team=team_id))
    return found
