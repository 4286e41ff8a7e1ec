"""Adding a card or a standup update, in plain SQL on any connection; light, for the quick lane.

The command line's hot verbs call this on a bare connection, the services on the connection of their transaction, so
that there is one way to add a card. Nothing here imports SQLAlchemy.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence.domain.cards.boards import BOARDS, Board, done_column, new_column, started_columns
from cadence.domain.cards.ranking import between
from cadence.domain.parsing.names import card_key
from cadence.domain.team.roles import Right, may, may_add, who_may
from cadence.domain.vocabulary import BoardKey
from cadence.errors import NotAllowed
from cadence.store.connect import Connection
from cadence.store.log import log_event, take_seq
from cadence.store.unlogged import add_unsigned_note
from cadence.store.values import stamp
from cadence.store.viewer import Viewer, has_the_turn

if TYPE_CHECKING:
    from cadence.domain.team.settings import TeamSettings


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
    if board.sealed:
        sealed = viewer.person_id is not None and not has_the_turn(connection, viewer)
        new = new._replace(sealed=sealed, audience=str(board.audience))
    if board.presented and not new.people and new.from_card_id is None and viewer.person_id is not None:
        new = new._replace(people=((viewer.person_id, "assigned"),))
    seq = take_seq(connection, viewer.team_id) if seq is None else seq
    retro, number = (
        _next_note(connection, viewer.team_id) if board.sealed else (0, _next_card(connection, viewer.team_id))
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
    """The number of the running or next retro, from 1, and the next number among its notes."""
    held = "SELECT COUNT(*) FROM meeting WHERE team_id = :team AND kind = 'retro' AND status = 'held'"
    retro = 1 + int(connection.value(held, team=team_id))
    last = "SELECT COALESCE(MAX(number), 0) FROM card WHERE team_id = :team AND retro = :retro"
    return retro, 1 + int(connection.value(last, team=team_id, retro=retro))


def add_note(connection: Connection, viewer: Viewer, at: datetime, column: str, words: str) -> Added | None:
    """Write a retro note that nobody else sees before its author's turn. Run inside a transaction; the text is clean.

    Gives ``None`` where the team writes without names: such a note is kept apart, with no trace of its author, and
    takes no number, which would tell when it was written. Raises :class:`NotAllowed` for guests.
    """
    if not may(viewer.role, Right.RETRO):
        raise NotAllowed(f"a {viewer.role} may not {Right.RETRO}", f"ask {who_may(Right.RETRO)}")
    if settings_of(connection, viewer.team_id).anonymous_retro:
        add_unsigned_note(connection, viewer, column, words)
        return None
    return add_card(connection, viewer, at, NewCard(BoardKey.RETRO.value, words, column=column, sealed=True))


def keeps_unsigned(connection: Connection, viewer: Viewer) -> bool:
    """Whether notes of somebody who keeps theirs while away can't be kept: the team writes without names."""
    which = {"team": viewer.team_id, "me": viewer.person_id}
    keeps = "SELECT keeps_notes FROM membership WHERE team_id = :team AND person_id = :me AND left_at IS NULL"
    return bool(connection.value(keeps, **which)) and settings_of(connection, viewer.team_id).anonymous_retro


def last_rank(connection: Connection, team_id: int, board: str, column: str) -> str | None:
    """The highest rank in a column, of visible and hidden cards alike."""
    rank: str | None = connection.value(
        "SELECT MAX(rank) FROM card WHERE team_id = :team AND board = :board AND column_name = :name",
        team=team_id,
        board=board,
        name=column,
    )
    return rank


def _already(connection: Connection, viewer: Viewer, board: Board, column: str, at: datetime) -> dict[str, Any]:
    """The columns that change with a card added to a column of begun or done work."""
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
    anew: bool = False,
) -> int:
    """Leave the viewer's standup update for ``day``, or add lines to it; gives its id.

    ``anew``: what was left for that day is replaced. The day is one of a standup that is still to hear it.

    Texts are clean already. Raises :class:`NotAllowed` for guests, who are not in the standup.
    """
    if not viewer.in_team:
        raise NotAllowed(f"a {viewer.role} is not in the standup", "ask somebody of the team")
    seq = take_seq(connection, viewer.team_id)
    said = {"yesterday": yesterday, "today": today, "blocker": blocker}
    old = connection.run(
        "SELECT id, yesterday, today, blocker FROM standup_update "
        "WHERE team_id = :team AND person_id = :person AND day = :day",
        team=viewer.team_id,
        person=viewer.person_id,
        day=day.isoformat(),
    ).fetchone()
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
        update_id, before = int(old[0]), dict(zip(said, old[1:], strict=True))
        after = said if anew else {key: "\n".join(filter(None, (before[key], said[key]))) for key in said}
        connection.run(
            "UPDATE standup_update SET yesterday = :yesterday, today = :today, blocker = :blocker, left_at = :at "
            "WHERE id = :id",
            **after,
            at=stamp(at),
            id=update_id,
        )
        change = {"t": "standup_update", "k": {"id": update_id}, "b": before, "a": after}
    log_event(connection, viewer, at, seq, "standup.update", data={"day": day}, changes=[change])
    return update_id


def columns(connection: Connection, viewer: Viewer, board: str) -> tuple[str, ...]:
    """A board's columns, left to right: the team's own where it has named some (the wall's)."""
    declared = BOARDS[BoardKey(board)]
    own = settings_of(connection, viewer.team_id).columns if declared.own_columns else None
    return own or declared.columns


def settings_of(connection: Connection, team_id: int) -> TeamSettings:
    """The team's own settings; read once for what a transaction sees."""
    name = ("settings", team_id)
    if name not in connection.memo:
        from cadence.domain.team.settings import parse_settings  # adding a topic does without it

        connection.memo[name] = parse_settings(
            connection.value("SELECT settings FROM team WHERE id = :team", team=team_id)
        )
    found: TeamSettings = connection.memo[name]
    return found
