"""Where a card lies: in a column, between two others, on another board; done, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cadence.domain.cards.boards import BOARDS, done_column, require_shown, started_columns
from cadence.domain.cards.deeds import OTHER_CARD
from cadence.domain.cards.ranking import between
from cadence.domain.cards.routing import audience_of, narrower
from cadence.domain.parsing import text
from cadence.domain.team.roles import may_add
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import NotAllowed, NotFound, Refused
from cadence.services.cards import demos
from cadence.services.cards.assembler import row_named
from cadence.services.cards.boards import board_named, column_named, done_name
from cadence.services.cards.create import change, shown
from cadence.store import capture, queries
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.tables.cards import Card
from cadence.store.viewer import Viewer, running_meeting
from cadence.store.write import Write, id_of

NOT_NEEDED = "no longer needed"
"""Why the other team is asked no longer for what was dropped here."""

if TYPE_CHECKING:
    from cadence.store.tables.cards import Dependency


def move(
    store: Store,
    viewer: Viewer,
    key: str,
    column: str,
    *,
    board: str | None = None,
    top: bool = False,
    after: str | None = None,
    before: str | None = None,
    keeps_age: bool = False,
) -> CardView:
    """Put a card into a column (of another board): at its end, its top, or beside another card.

    ``keeps_age``: it is put into an order that goes across columns, so how long it has waited goes on.

    A card of the wall stays there: what goes to the demos is a demo of its own, which is given back.
    """
    made: list[CardView] = []

    def act(w: Write, card: Card) -> None:
        target = board_named(board).key.value if board else card.board
        named = column_named(w.connection, viewer, target, column)
        if card.board == BOARDS[BoardKey(target)].proposed_from:
            _require_shown(w, target, named)
            made.append(shown(w, demos.list_demo(w, card, named)))
            return
        since = card.entered_column_at
        place(w, card, target, named, _rank(w, card, target, column, top, after, before))
        if keeps_age:
            w.change(card, entered_column_at=since)

    now = change(store, viewer, key, act)
    return made[0] if made else now


def done(store: Store, viewer: Viewer, key: str) -> CardView:
    """Put a card into its board's column for what is done."""

    def act(w: Write, card: Card) -> None:
        column = done_name(w.connection, viewer, card.board)
        place(w, card, card.board, column, end_rank(w, card.board, column))

    return change(store, viewer, key, act)


def drop(store: Store, viewer: Viewer, key: str, reason: str) -> CardView:
    """Close a card without doing it, with a word why; it stays in the log and can be undone."""
    why = text.line(reason, "reason")

    return change(store, viewer, key, lambda w, card: close(w, card, why))


def close(w: Write, card: Card, why: str) -> None:
    """Drop a card, in an open write: nobody waits any longer for it, nor for what it waited for."""
    w.change(card, status="dropped", done_at=w.at, outcome_words=w.words_on(card, why))
    w.log("card.drop", card=card, data={"reason": why})
    settle_waiting(w, card)
    for owed in _owed_for(w, card):
        close(w, owed, NOT_NEEDED)


def place(w: Write, card: Card, board: str, column: str, rank: str) -> None:
    """Set a card's board, column and rank, with all that follows from the column; logged as a move or a new rank."""
    if board != card.board and any(BOARDS[BoardKey(one)].sealed for one in (board, card.board)):
        raise Refused("a retro note stays in the retro", "table or act on it in words typed anew")
    if not may_add(w.viewer.role, board):
        raise NotAllowed(
            f"a {w.viewer.role} may not add to {BOARDS[BoardKey(board)].title.lower()}", "ask somebody of the team"
        )
    names = capture.columns(w.connection, w.viewer, board)
    declared = BOARDS[BoardKey(board)]
    if (board, column) != (card.board, card.column_name):
        _require_shown(w, board, column)
    done = column == done_column(declared, names)
    values: dict[str, Any] = {"board": board, "column_name": column, "rank": rank}
    if (board, column) != (card.board, card.column_name):
        values["entered_column_at"] = w.at
        values["status"] = "done" if done else "open"
        values["back_on"] = None
        values["done_at"] = w.at if done else None
        if done:
            values |= {"blocked_reason": None, "blocked_since": None}
        if column in started_columns(declared, names) and card.started_at is None:
            values["started_at"] = w.at
    if board != card.board:
        values["audience"] = str(narrower(card.audience, audience_of(board, card.audience)))
    moved, was_done_at = {"from": card.column_name, "to": column}, card.done_at
    if board != card.board:
        moved |= {"from_board": card.board, "to_board": board}
    same = (board, column) == (card.board, card.column_name)
    if w.change(card, **values):
        w.log("card.rank" if same else "card.move", card=card, data={"position": _position(w, card)} if same else moved)
        if done and not same:
            settle_waiting(w, card)
            for owed in _owed_for(w, card):
                synced = done_name(w.connection, w.viewer, owed.board)
                place(w, owed, owed.board, synced, end_rank(w, owed.board, synced))
        elif was_done_at is not None and not same:
            _wait_again(w, card, was_done_at)


def _require_shown(w: Write, board: str, column: str) -> None:
    """Only what was shown is shown: see :func:`cadence.domain.cards.boards.require_shown`."""
    declared = BOARDS[BoardKey(board)]
    running = running_meeting(w.connection, w.viewer) if declared.presented else None
    drives = running is not None and running.facilitator_id == w.viewer.person_id
    require_shown(declared, column, in_its_meeting=drives and w.kind is not None and w.kind.board == declared.key)


def _owed_for(w: Write, card: Card) -> list[Card]:
    """What another team still owes for a card, on the board shared with it, in an open write."""
    from cadence.store.tables.cards import Dependency

    waits = queries.card_ties.dependencies(w.connection, w.viewer, ids=[id_of(card)])
    owed = [w.get(Dependency, one.id) for one in waits if one.on_team and one.settled_at is None]
    found = [w.get(Card, one.on_card_id) for one in owed if one.on_card_id is not None]
    return [one for one in found if one.status == "open"]


def settle_waiting(w: Write, card: Card) -> None:
    """What waits for a card that is done, or dropped, waits no longer, in an open write.

    What the partner itself drops has not come: the wait stays, as dropped, until somebody of the team settles it.

    The history of what waits names that card no more than the dependency itself did: not all who read the one may read
    the other.
    """
    from cadence.store.tables.cards import Dependency

    for one in queries.card_ties.waiting_for(w.connection, id_of(card)):
        dependency, waiting = w.get(Dependency, one.id), w.get(Card, one.card_id)
        heard = str(narrower(waiting.audience, card.audience))
        if card.status == "dropped" and dependency.on_team and not w.viewer.in_team:
            data = {"team": dependency.on_team, "what": dependency.what or card.title, "reason": card.outcome_words}
            w.log("card.refused", card=waiting, data=data, audience=heard)
            continue
        w.change(dependency, settled_at=w.at)
        told = {"what": dependency.what or OTHER_CARD}
        if card.status == "dropped":
            told |= {"reason": card.outcome_words if dependency.on_team else ""}
            w.log("card.wait_dropped", card=waiting, data=told, audience=heard)
            continue
        w.log("card.settle_dependency", card=waiting, data=told, audience=heard)
        lift(w, waiting, dependency, heard)


def lift(w: Write, waiting: Card, dependency: Dependency, heard: str | None = None) -> None:
    """A card that was blocked by what has now come from another team is blocked no longer, in an open write."""
    reason = waiting.blocked_reason or ""
    if dependency.on_team and dependency.what and dependency.what in {reason, reason.partition(":")[2].strip()}:
        w.change(waiting, blocked_reason=None, blocked_since=None)
        w.log("card.unblock", card=waiting, data={"reason": reason}, audience=heard)


def _wait_again(w: Write, card: Card, was_done_at: datetime) -> None:
    """What had come, or was dropped by the partner, is waited for again now that the card is open, in an open write."""
    from cadence.store.tables.cards import Dependency

    came = queries.card_ties.waiting_for(w.connection, id_of(card), was_done_at)
    for one in (*came, *queries.card_ties.waiting_for(w.connection, id_of(card))):
        dependency, waiting = w.get(Dependency, one.id), w.get(Card, one.card_id)
        w.change(dependency, settled_at=None)
        heard = str(narrower(waiting.audience, card.audience))
        data: dict[str, object] = {"team": dependency.on_team, "what": dependency.what or OTHER_CARD}
        data |= {"on": card.id} if not dependency.on_team else {}
        w.log("card.depend", card=waiting, data=data, audience=heard)


def _position(w: Write, card: Card) -> int:
    return queries.cards.position(w.connection, w.viewer, row_named(w.connection, w.viewer, w.key_of(card)))


def end_rank(w: Write, board: str, column: str) -> str:
    """A rank behind every card of the column."""
    return between(capture.last_rank(w.connection, w.viewer.team_id, board, column), None)


def _rank(w: Write, card: Card, board: str, word: str, top: bool, after: str | None, before: str | None) -> str:
    column = column_named(w.connection, w.viewer, board, word)
    if not (top or after or before) and (board, column) != (card.board, card.column_name):
        return end_rank(w, board, column)
    rows = [
        row
        for row in queries.cards.listed(w.connection, w.viewer, board=board)
        if row.column_name == column and row.id != card.id
    ]
    if top:
        return between(None, rows[0].rank if rows else None)
    if after is None and before is None:
        return between(rows[-1].rank if rows else None, None)
    beside = row_named(w.connection, w.viewer, after or before or "")
    index = next((place for place, row in enumerate(rows) if row.id == beside.id), None)
    if index is None:
        raise NotFound(f"{(after or before or '').upper()} is not in {column}", "name a card of that column")
    low, high = (index, index + 1) if after else (index - 1, index)
    return between(_rank_at(rows, low), _rank_at(rows, high))


def _rank_at(rows: Sequence[CardRow], index: int) -> str | None:
    return rows[index].rank if 0 <= index < len(rows) else None
