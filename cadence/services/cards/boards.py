"""Reading boards and cards: columns in order, a card with its history, what was decided before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, Board, done_column, own_side, planned_column, waiting_columns
from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.cards.outcomes import in_words
from cadence.domain.cards.walk_queries import PLAN
from cadence.domain.kinds import BY_KEY, KINDS
from cadence.domain.parsing.names import match
from cadence.domain.parsing.tasks import open_tasks, task_line
from cadence.domain.schedule.rhythm import iteration_on
from cadence.domain.team.invitations import may_attend
from cadence.domain.team.roles import may_add
from cadence.domain.views.cards import BoardView, CardDetail, CardView, ColumnView, CommentView, EventView
from cadence.domain.vocabulary import POSTMORTEM, Audience, BoardKey
from cadence.errors import NotFound
from cadence.services.access.display_names import display_names
from cadence.services.cards import time_thieves
from cadence.services.cards.assembler import (
    Assembly,
    columns_shown,
    key_from,
    key_of,
    row_named,
    side_named,
    view_named,
    wait_in_words,
)
from cadence.services.cards.lineage import path_of
from cadence.services.cards.proposed import worked_on
from cadence.services.cards.search import decided_before
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.card_ties import CommentRow
from cadence.store.queries.cards import CardRow
from cadence.store.queries.log import EventRow
from cadence.store.viewer import Viewer, handles, running_meeting

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

NOTHING_FOR_YOU = "Nothing here that you may read."
"""Said to a guest of a board of which not everything is theirs: there may be more."""


def board_named(word: str) -> Board:
    """The board that a person means; raises :class:`~cadence.errors.BadValue`."""
    return BOARDS[BoardKey(match(word, [key.value for key in BOARDS], "board"))]


def planned_iteration(connection: Connection, viewer: Viewer, store: Store) -> int | None:
    """The number of the iteration whose merged list is meant: the one that is planned now, else that of today."""
    running = running_meeting(connection, viewer)
    if running is not None and BY_KEY[running.kind].merges:  # it may be planned before it begins
        return running.iteration
    today = store.clock().astimezone(ZoneInfo(viewer.timezone)).date()
    found = iteration_on(rhythm_of(connection, viewer.team_id), today)
    return found.number if found else None


def board_cards(
    connection: Connection, viewer: Viewer, store: Store, key: str, *, judged: bool = True, live: bool = False
) -> list[CardView]:
    """The visible cards of one board, with thieves on those boards whose work can be stolen (unless not ``judged``).

    ``live``: only those still open. Worked out once for what a transaction sees; the list is not to be changed.
    """
    name = ("board", viewer, key)
    for whole in (False, live):
        for done in (True, judged):
            kept: list[CardView] | None = connection.memo.get((*name, whole, done))
            if kept is not None:
                return kept if whole == live else [card for card in kept if card.status == "open"]
    found = connection.memo[(*name, live, judged)] = _board_cards(connection, viewer, store, key, judged, live)
    return found


def _board_cards(
    connection: Connection, viewer: Viewer, store: Store, key: str, judged: bool, live: bool
) -> list[CardView]:
    rows = queries.cards.listed(connection, viewer, board=key, status="open" if live else None)
    declared = BOARDS[BoardKey(key)]
    if declared.started is None:
        return Assembly(connection, viewer, board=key, now=store.clock()).views(rows)
    planned = planned_iteration(connection, viewer, store)
    assembly = Assembly(connection, viewer, board=key, iteration=planned, now=store.clock())
    stolen = judged and viewer.in_team
    return assembly.views(
        rows, time_thieves.on_board(connection, viewer, declared, rows, assembly, store.clock()) if stolen else {}
    )


def board(store: Store, viewer: Viewer, word: str, *, everything: bool = False) -> BoardView:
    """One board as this viewer sees it, its columns from left to right.

    Of what is done the newest is first; on a board of work what was done before this iteration is left out, unless
    ``everything`` is asked for.
    """
    declared = board_named(word)
    with store.read() as connection:
        return _board(connection, viewer, store, declared, everything)


def _board(connection: Connection, viewer: Viewer, store: Store, declared: Board, everything: bool) -> BoardView:
    names = tuple(columns_shown(connection, viewer, declared.key.value))
    by_column: dict[str, list[CardView]] = {name: [] for name in names}
    for card in board_cards(connection, viewer, store, declared.key.value):
        if card.status != "dropped":
            by_column.setdefault(card.column, []).append(card)
    if declared.sides and _guests_look_on(connection, viewer):
        by_column = {name: [_of_no_other(card) for card in cards] for name, cards in by_column.items()}
    limits = settings_of(connection, viewer.team_id).limits if declared.own_columns else {}
    done, all_done = done_column(declared, names), 0
    finished_now: list[CardView] = []
    if done is not None and done in by_column:
        finished = sorted(by_column[done], key=lambda card: card.entered_column_at, reverse=True)
        by_column[done] = finished
        if declared.started is not None:
            since = _iteration_began(connection, viewer, store)
            finished_now = [card for card in finished if since is None or card.entered_column_at.date() >= since]
            by_column[done] = finished if everything else finished_now
            all_done = len(finished)
    live = [card for cards in by_column.values() for card in cards]
    going = PLAN.keys(live, names) if declared.started else []
    return BoardView(
        key=declared.key.value,
        title=declared.title,
        columns=(
            *_proposing(connection, viewer, store, declared),
            *(
                ColumnView(
                    name,
                    tuple(cards),
                    limits.get(name),
                    all_done - len(cards) if name == done and all_done else 0,
                    side_named(connection, viewer, declared, own_side(declared, name, guest=not viewer.in_team)),
                )
                for name, cards in by_column.items()
            ),
        ),
        now=store.clock().astimezone(ZoneInfo(viewer.timezone)),
        empty=_empty(viewer, declared.key),
        folds=(*waiting_columns(declared, names), *((done,) if done else ())),
        ranked=planned_column(declared, names),
        limits=_limits(connection, viewer, declared),
        planned=frozenset((*going, *(card.key for card in finished_now))),
        planned_done=len(finished_now),
        counted=sum(map(len, by_column.values())) - len(by_column.get(done or "", ())) + len(finished_now),
    )


def _guests_look_on(connection: Connection, viewer: Viewer) -> bool:
    """Whether a meeting that guests are in runs: its screen is shared."""
    running = running_meeting(connection, viewer)
    return running is not None and BY_KEY[running.kind].audience != Audience.TEAM


def _of_no_other(card: CardView) -> CardView:
    """The card without the title of the one that it came from."""
    return replace(card, came_from=replace(card.came_from, title="")) if card.came_from else card


def _limits(connection: Connection, viewer: Viewer, board: Board) -> Limits:
    """What is limited on a board, and how much of it is used."""
    return time_thieves.limits_of(connection, viewer) if board.own_columns else NO_LIMITS


def _proposing(connection: Connection, viewer: Viewer, store: Store, declared: Board) -> tuple[ColumnView, ...]:
    """For the team, the wall's cards that propose themselves for the board, as a column of their own."""
    if not (declared.proposes and viewer.in_team):
        return ()
    ids = worked_on(connection, viewer, store.clock())
    cards = [card for card in board_cards(connection, viewer, store, BoardKey.WALL.value) if card.id in ids]
    ordered = sorted(cards, key=lambda card: (card.entered_column_at, card.rank), reverse=True)
    return (ColumnView(declared.proposes, tuple(ordered)),)


def _iteration_began(connection: Connection, viewer: Viewer, store: Store) -> date | None:
    """The first day of the iteration that today lies in; ``None`` before the first."""
    today = store.clock().astimezone(ZoneInfo(viewer.timezone)).date()
    found = iteration_on(rhythm_of(connection, viewer.team_id), today)
    return found.start if found else None


def _empty(viewer: Viewer, key: BoardKey) -> str:
    """The hint on an empty board: with the key that fills it, for viewers who may add to it."""
    closed = next((kind for kind in KINDS if kind.closed_doors and kind.board is key), None)
    if closed is not None and not may_attend(closed, viewer.role):
        return f"The {closed.title.lower()} is the team's alone."
    if str(BOARDS[key].audience) not in viewer.audiences:
        return NOTHING_FOR_YOU
    return EMPTY[key] if may_add(viewer.role, key) else f"{EMPTY[key].partition('.')[0]}."


def card_list(store: Store, viewer: Viewer, board: str | None = None, column: str | None = None) -> list[CardView]:
    """The visible cards that are not dropped, of one board and column where these are given (prefixes will do)."""
    with store.read() as connection:
        keys = [board_named(board).key.value] if board else [key.value for key in BOARDS]
        if column is not None:
            names = {word: name for key in keys for word, name in _column_words(connection, viewer, key).items()}
            column = names[match(column, names, "column")]
        found = [
            card
            for key in keys
            for card in _in_columns(connection, viewer, key, board_cards(connection, viewer, store, key))
        ]
        return [card for card in found if card.status != "dropped" and column in (None, card.column)]


def open_cards(store: Store, viewer: Viewer, board: str) -> list[CardView]:
    """A board's cards that still need somebody, column by column, as ``topic list`` and ``action list`` show them."""
    declared = board_named(board)
    with store.read() as connection:
        names = tuple(columns_shown(connection, viewer, declared.key.value))
        found = [card for card in board_cards(connection, viewer, store, declared.key.value) if card.status == "open"]
        return in_columns(found, names)


def _in_columns(connection: Connection, viewer: Viewer, key: str, cards: Sequence[CardView]) -> list[CardView]:
    """A board's cards column by column, from left to right; they come in rank order within each."""
    return in_columns(cards, tuple(columns_shown(connection, viewer, key)))


def in_columns(cards: Sequence[CardView], names: Sequence[str]) -> list[CardView]:
    """Cards column by column, from left to right, in rank order within each."""
    return sorted(cards, key=lambda card: (_index(names, card.column), card.rank))


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def card(store: Store, viewer: Viewer, key: str) -> CardDetail:
    """A card with its comments, its history and its path; raises :class:`NotFound` for one they may not see."""
    with store.read() as connection:
        return detail(connection, viewer, store, key)


def detail(connection: Connection, viewer: Viewer, store: Store, key: str) -> CardDetail:
    """A card whole, read on an open connection."""
    row = row_named(connection, viewer, key)
    view = next((one for one in board_cards(connection, viewer, store, row.board) if one.id == row.id), None)
    assembly = Assembly(connection, viewer, ids=[row.id])
    history = queries.log.of_card(connection, viewer, row.id)
    children = queries.cards.children(connection, viewer, row.id)
    return CardDetail(
        card=view or view_named(connection, viewer, key),
        comments=tuple(_comment(one, assembly) for one in _comments_on(connection, viewer, row)),
        events=tuple(event_view(connection, one, viewer) for one in history),
        path=path_of(connection, viewer, row),
        children=tuple(key_of(viewer, one) for one in children),
        before=decided_before(connection, viewer, row),
        promised=_promised(history),
        tasks=_tasks(connection, viewer, row, children),
        names=tuple(display_names(connection, viewer).items()),
        tabled_as=tuple(_topic_in_words(one) for one in children if BOARDS[BoardKey(one.board)].discussing),
        columns=tuple(columns_shown(connection, viewer, row.board).items()),
        limits=_limits(connection, viewer, BOARDS[BoardKey(row.board)]),
    )


def _topic_in_words(topic: CardRow) -> str:
    ended = in_words(topic.outcome, topic.outcome_words) if topic.outcome else ""
    return f"{topic.title} → {ended}" if ended else topic.title


def _tasks(connection: Connection, viewer: Viewer, row: CardRow, children: Sequence[CardRow]) -> tuple[str, ...]:
    """For the team, what a postmortem leaves to do, less what has become a card of its own."""
    if row.type != POSTMORTEM or not viewer.in_team:
        return ()
    made, people, day = (
        {one.title for one in children},
        tuple(handles(connection, viewer.team_id)),
        row.created_at.date(),
    )
    return tuple(task for task in open_tasks(row.body) if task_line(task, people, day).text not in made)


def _promised(history: Sequence[EventRow]) -> tuple[date, ...]:
    """The due dates that a card's history has moved on from."""
    changes = (json.loads(row.data).get("due_was") for row in history)
    return tuple(date.fromisoformat(day) for day in changes if day)


def _comments_on(connection: Connection, viewer: Viewer, row: CardRow) -> list[CommentRow]:
    """Comments on a card, and the feedback on its demos."""
    demos = [one.id for one in queries.cards.children(connection, viewer, row.id) if one.board == BoardKey.DEMO]
    said = queries.card_ties.comments(connection, viewer, [row.id, *demos])
    return [one for one in said if one.card_id == row.id or one.kind == "feedback"]


def _comment(row: CommentRow, assembly: Assembly) -> CommentView:
    meeting = _meeting_named(row, assembly.viewer)
    return CommentView(row.author, assembly.local(row.at), row.body, meeting, row.kind)


def _meeting_named(row: CommentRow | EventRow, viewer: Viewer) -> str | None:
    """The meeting in which something was done, unless this viewer may not know of it."""
    if row.meeting_kind and str(BY_KEY[row.meeting_kind].audience) in viewer.audiences:
        return f"{row.meeting_kind}@{row.meeting_nominal}"
    return None


def event_view(connection: Connection, row: EventRow, viewer: Viewer) -> EventView:
    """One entry of the log for a viewer, who learns of no meeting that they may not know of.

    A position counts cards that guests may not see, and is left out for them.
    """
    meeting = _meeting_named(row, viewer)
    data = wait_in_words(connection, viewer, json.loads(row.data))
    return EventView(
        at=row.at.astimezone(ZoneInfo(viewer.timezone)),
        actor=row.actor,
        verb=row.verb,
        meeting=meeting,
        data=data if viewer.in_team else _for_guests(row, data),
        key=key_from(viewer, row.card_number, row.card_retro),
    )


_COLUMNS = frozenset({"from", "to", "column"})
"""What names a column in an entry's data."""


def _for_guests(row: EventRow, data: dict[str, object]) -> dict[str, object]:
    """An entry's data without the position, its columns from the guest's side."""
    found = {name: value for name, value in data.items() if name != "position"}
    if row.card_board is not None:
        board = BOARDS[BoardKey(row.card_board)]
        found |= {name: own_side(board, str(found[name]), guest=True) for name in _COLUMNS & found.keys()}
    return found


def column_named(connection: Connection, viewer: Viewer, board: str, word: str) -> str:
    """The column of a board that a person means, as the store names it; raises :class:`~cadence.errors.BadValue`."""
    declared, words = BOARDS[BoardKey(board)], _column_words(connection, viewer, board)
    named = words[match(word, words, f"column on {declared.title.lower()}")]
    return own_side(declared, named, guest=not viewer.in_team)


def _column_words(connection: Connection, viewer: Viewer, board: str) -> dict[str, str]:
    """What a person may call a board's columns, with their names from the viewer's side: by name, or by the team."""
    shown = columns_shown(connection, viewer, board)
    plain = {name.casefold() for name in shown}
    called = {title: name for name, title in shown.items() if title.casefold() not in plain}
    return {**dict(zip(shown, shown, strict=True)), **called}


def done_name(connection: Connection, viewer: Viewer, board: str) -> str:
    """The column for what is done; raises :class:`NotFound` where the board knows none."""
    found = done_column(BOARDS[BoardKey(board)], capture.columns(connection, viewer, board))
    if found is None:
        raise NotFound(f"nothing is done on {BOARDS[BoardKey(board)].title.lower()}", "drop the card, or leave it")
    return found
