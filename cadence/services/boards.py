"""Reading boards and cards: columns in order, a card with its history, what was decided before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from cadence.domain.boards import BOARDS, Board, done_column
from cadence.domain.invited import may_attend
from cadence.domain.kinds import KINDS
from cadence.domain.names import match
from cadence.domain.rhythm import iteration_on
from cadence.domain.roles import may_add
from cadence.domain.views.cards import BoardView, CardDetail, CardView, ColumnView, CommentView, EventView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import NotFound
from cadence.services import thieves
from cadence.services.called import called_in
from cadence.services.cards import Assembly, key_of, row_named, view_named
from cadence.services.lineage import path_of
from cadence.services.rhythm_rows import rhythm_of
from cadence.services.search import decided_before
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Lane, Row
from cadence.store.db import Store
from cadence.store.values import day_of, instant
from cadence.store.viewer import Who

EMPTY = {
    BoardKey.WALL: "No cards yet. n adds the first.",
    BoardKey.SYNC: "Nothing to sync. n adds the first.",
    BoardKey.ARCH: "No topics yet. N adds the first.",
    BoardKey.DEMO: "Nothing to show yet. n adds a demo.",
    BoardKey.RETRO: "No notes that you may see. In the retro, r opens the writing.",
    BoardKey.PARKING: "The parking lot is empty. p parks something.",
    BoardKey.ACTIONS: "No actions. o adds the first.",
    BoardKey.DECISIONS: "Nothing decided yet. d records a decision.",
}


def board_named(word: str) -> Board:
    """The board that a person means; raises :class:`~cadence.errors.BadValue`."""
    return BOARDS[BoardKey(match(word, [key.value for key in BOARDS], "board"))]


def present_iteration(lane: Lane, who: Who, store: Store) -> int | None:
    """The number of the iteration that today lies in."""
    today = store.clock().astimezone(ZoneInfo(who.timezone)).date()
    found = iteration_on(rhythm_of(lane, who.team_id), today)
    return found.number if found else None


def board_cards(
    lane: Lane, who: Who, store: Store, key: str, *, judged: bool = True, live: bool = False
) -> list[CardView]:
    """The visible cards of one board, with thieves on those boards whose work can be stolen (unless not ``judged``).

    ``live``: only those still open. Worked out once for what a transaction sees; the list is not to be changed.
    """
    name = ("board", who, key)
    for whole in (False, live):
        for done in (True, judged):
            kept: list[CardView] | None = lane.memo.get((*name, whole, done))
            if kept is not None:
                return kept if whole == live else [card for card in kept if card.status == "open"]
    found = lane.memo[(*name, live, judged)] = _board_cards(lane, who, store, key, judged, live)
    return found


def _board_cards(lane: Lane, who: Who, store: Store, key: str, judged: bool, live: bool) -> list[CardView]:
    rows = queries.cards.listed(lane, who, board=key, status="open" if live else None)
    declared = BOARDS[BoardKey(key)]
    if declared.started is None:
        return Assembly(lane, who, board=key).views(rows)
    assembly = Assembly(lane, who, board=key, iteration=present_iteration(lane, who, store))
    stolen = judged and who.in_team
    return assembly.views(rows, thieves.on_board(lane, who, declared, rows, assembly, store.clock()) if stolen else {})


def board(store: Store, who: Who, word: str) -> BoardView:
    """One board as this viewer sees it, its columns from left to right."""
    with store.read() as lane:
        return board_on(lane, who, store, board_named(word))


def board_on(lane: Lane, who: Who, store: Store, declared: Board) -> BoardView:
    """One board, read on a lane that is open already."""
    names = capture.columns(lane, who, declared.key.value)
    by_column: dict[str, list[CardView]] = {name: [] for name in names}
    for card in board_cards(lane, who, store, declared.key.value):
        if card.status != "dropped":
            by_column.setdefault(card.column, []).append(card)
    limits = settings_of(lane, who.team_id).get("limits", {}) if declared.key == BoardKey.WALL else {}
    return BoardView(
        key=declared.key.value,
        title=declared.title,
        columns=tuple(ColumnView(name, tuple(cards), limits.get(name)) for name, cards in by_column.items()),
        now=store.clock().astimezone(ZoneInfo(who.timezone)),
        ages=thieves.typical_ages(lane, who, declared),
        empty=_empty(who, declared.key),
    )


def _empty(who: Who, key: BoardKey) -> str:
    """What an empty board says: with the key that fills it, for whoever may."""
    closed = next((kind for kind in KINDS if kind.closed_doors and kind.board is key), None)
    if closed is not None and not may_attend(closed, who.role):
        return f"The {closed.title.lower()} is the team's alone."
    return EMPTY[key] if may_add(who.role, key) else f"{EMPTY[key].partition('.')[0]}."


def card_list(store: Store, who: Who, board: str | None = None, column: str | None = None) -> list[CardView]:
    """The visible cards that are not dropped, of one board and column where these are given (prefixes will do)."""
    with store.read() as lane:
        keys = [board_named(board).key.value] if board else [key.value for key in BOARDS]
        if column is not None:
            names = [name for key in keys for name in capture.columns(lane, who, key)]
            column = match(column, list(dict.fromkeys(names)), "column")
        found = [card for key in keys for card in _in_columns(lane, who, key, board_cards(lane, who, store, key))]
        return [card for card in found if card.status != "dropped" and column in (None, card.column)]


def open_cards(store: Store, who: Who, board: str) -> list[CardView]:
    """A board's cards that still need somebody, column by column, as ``topic list`` and ``action list`` show them."""
    declared = board_named(board)
    with store.read() as lane:
        names = capture.columns(lane, who, declared.key.value)
        found = [card for card in board_cards(lane, who, store, declared.key.value) if card.status == "open"]
        return in_columns(found, names)


def _in_columns(lane: Lane, who: Who, key: str, cards: Sequence[CardView]) -> list[CardView]:
    """A board's cards column by column, from left to right; they come in rank order within each."""
    return in_columns(cards, capture.columns(lane, who, key))


def in_columns(cards: Sequence[CardView], names: Sequence[str]) -> list[CardView]:
    """Cards column by column, from left to right, in rank order within each."""
    return sorted(cards, key=lambda card: (_index(names, card.column), card.rank))


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def card(store: Store, who: Who, key: str) -> CardDetail:
    """A card with its comments, its history and its path; raises :class:`NotFound` for one they may not see."""
    with store.read() as lane:
        return detail(lane, who, store, key)


def detail(lane: Lane, who: Who, store: Store, key: str) -> CardDetail:
    """A card whole, read on a lane that is open already."""
    row = row_named(lane, who, key)
    view = next((one for one in board_cards(lane, who, store, row["board"]) if one.id == row["id"]), None)
    assembly = Assembly(lane, who, ids=[row["id"]])
    return CardDetail(
        card=view or view_named(lane, who, key),
        comments=tuple(_comment(one, assembly) for one in _said(lane, who, row)),
        events=tuple(event_view(one, who) for one in queries.log.of_card(lane, who, row["id"])),
        path=path_of(lane, who, row),
        children=tuple(key_of(who, one) for one in queries.cards.children(lane, who, row["id"])),
        before=decided_before(lane, who, row),
        called=tuple(called_in(lane, who).items()),
    )


def _said(lane: Lane, who: Who, row: Row) -> list[Row]:
    """What was said of a card, and the feedback that its demos got."""
    demos = [one["id"] for one in queries.cards.children(lane, who, row["id"]) if one["board"] == BoardKey.DEMO]
    said = queries.attached.comments(lane, who, [row["id"], *demos])
    return [one for one in said if one["card_id"] == row["id"] or one["kind"] == "feedback"]


def _comment(row: Row, assembly: Assembly) -> CommentView:
    meeting = _meeting_named(row, assembly.who)
    return CommentView(row["author"], assembly.local(row["at"]), row["body"], meeting, row["kind"])


def _meeting_named(row: Row, who: Who) -> str | None:
    """The meeting in which something was done, unless this viewer may not know of it."""
    from cadence.domain.kinds import BY_KEY

    if row["meeting_kind"] and str(BY_KEY[row["meeting_kind"]].audience) in who.audiences:
        return f"{row['meeting_kind']}@{day_of(row['meeting_nominal'])}"
    return None


def event_view(row: Row, who: Who) -> EventView:
    """One entry of the log for a viewer, who learns of no meeting that they may not know of.

    A place in a list was counted with all that whoever acted could see: it is no guest's to know.
    """
    meeting = _meeting_named(row, who)
    data = json.loads(row["data"])
    return EventView(
        at=instant(row["at"]).astimezone(ZoneInfo(who.timezone)),
        actor=row["actor"],
        verb=row["verb"],
        meeting=meeting,
        data={name: value for name, value in data.items() if who.in_team or name != "position"},
        key=key_of(who, row, "card_") if row["card_number"] is not None else None,
    )


def column_named(lane: Lane, who: Who, board: str, word: str) -> str:
    """The column of a board that a person means; raises :class:`~cadence.errors.BadValue`."""
    return match(word, capture.columns(lane, who, board), f"column on {BOARDS[BoardKey(board)].title.lower()}")


def done_name(lane: Lane, who: Who, board: str) -> str:
    """The column for what is done; raises :class:`NotFound` where the board knows none."""
    found = done_column(BOARDS[BoardKey(board)], capture.columns(lane, who, board))
    if found is None:
        raise NotFound(f"nothing is done on {BOARDS[BoardKey(board)].title.lower()}", "drop the card, or leave it")
    return found
