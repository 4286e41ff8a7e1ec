"""Orders in which cards are walked: small functions from cards to those that a walk is about, in a row.

Each takes the cards and the wall's columns, left to right (a team may name its own); the queries of
:mod:`cadence.domain.cards.walk_queries` name them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cadence.domain.cards.boards import BOARDS, done_column, started_columns, waiting_columns
from cadence.domain.vocabulary import BoardKey

if TYPE_CHECKING:
    from cadence.domain.cards.walkable import Cards, Order, Walkable

OPEN = "open"
"""The status of a card that is still of concern."""


def after(keys: Sequence[str], current: str | None, direction: int = 1, position: int | None = None) -> str | None:
    """The key to walk to from ``current``: the next (``direction`` 1) or previous (-1) one; ``None`` beyond the end.

    Where ``current`` has vanished from ``keys``, ``position`` (the index it had) says where the walk stood: the card
    that moved up into its place is the next, the one before it the previous. Without either the walk begins at its
    first card (backwards: its last).
    """
    if current in keys:
        target = keys.index(current) + direction
    elif current is not None and position is not None:
        at = min(position, len(keys))
        target = at if direction > 0 else at - 1
    else:
        target = 0 if direction > 0 else len(keys) - 1
    return keys[target] if 0 <= target < len(keys) else None


def under_way(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """The wall less what is done and, unless it is blocked, what waits for its turn; as :func:`from_the_right`."""
    waiting = waiting_columns(BOARDS[BoardKey.WALL], columns)
    return [card for card in wall(cards, columns) if card.column not in waiting or card.blocked]


def wall(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """The wall less what is done, as :func:`from_the_right` has it."""
    done = done_column(BOARDS[BoardKey.WALL], columns)
    return from_the_right([card for card in _on(BoardKey.WALL, cards) if card.column != done], columns)


def from_the_right(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """What is blocked, then the rest; of both the rightmost column first, in it what came first, then by rank."""
    return sorted(
        cards,
        key=lambda card: (
            not (card.blocked and card.status == OPEN),
            -_place(card, columns),
            card.entered_column_at,
            card.rank,
        ),
    )


def of_origin(*origins: str | None) -> Order:
    """Cards of these origins which nobody has begun or merged, by rank; a column nearer to the work goes first."""

    def ordered(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
        begun = started_columns(BOARDS[BoardKey.WALL], columns)
        first = columns.index(begun[0]) if begun else len(columns)
        waiting = [
            card
            for card in _on(BoardKey.WALL, cards)
            if card.origin in origins and card.merged is None and _place(card, columns) < first
        ]
        return sorted(waiting, key=lambda card: (-_place(card, columns), card.rank))

    return ordered


def to_rank(origin: str) -> Order:
    """Cards of this origin that nobody has begun or merged, by rank; behind them those that have no origin yet."""
    own, nobodys = of_origin(origin), of_origin(None)
    return lambda cards, columns: [*own(cards := list(cards), columns), *nobodys(cards, columns)]


def merged_list(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """This iteration's merged list, from the top, less what is done."""
    done = done_column(BOARDS[BoardKey.WALL], columns)
    merged = [
        (card.merged, card.key, card) for card in _on(BoardKey.WALL, cards) if card.merged and card.column != done
    ]
    return [card for _, _, card in sorted(merged, key=lambda entry: entry[:2])]


def plan(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """The merged list as it is: work that runs on, whatever was said of it, stands at its head behind what goes on."""
    merged, going = merged_list(cards, columns), runs_on(cards, columns)
    begun = started_columns(BOARDS[BoardKey.WALL], columns)
    head = next((place for place, card in enumerate(merged) if card.column not in begun), len(merged))
    return [*merged[:head], *going, *merged[head:]]


def runs_on(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """Work that was begun and that this iteration's merged list doesn't hold by anybody's word."""
    begun = started_columns(BOARDS[BoardKey.WALL], columns)
    return wall([card for card in cards if card.column in begun and card.merged is None], columns)


def not_begun(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """This iteration's merged list, from the top, less what is done and what is worked on already."""
    begun = started_columns(BOARDS[BoardKey.WALL], columns)
    return [card for card in merged_list(cards, columns) if card.column not in begun]


def nobodys_first(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """What of this iteration's merged list nobody has begun: what nobody has, then what somebody has, from the top."""
    return sorted(not_begun(cards, columns), key=lambda card: bool(card.assignees))


def most_wanted(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """This iteration's plan: what several people want, then the rest, each from the top."""
    return sorted(plan(cards, columns), key=lambda card: len(card.interested) < 2)


def holdovers(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """What the last iteration left: work begun, blocked or planned and not begun, actions, then what is parked.

    At last the demos given along with it that were answered since; what is said of work that goes on stands on that.
    """
    begun = started_columns(BOARDS[BoardKey.WALL], columns)
    work = [card for card in wall(cards, columns) if card.blocked or card.column in begun or card.left_from_plan]
    told = {card.key for card in work}
    answered = [card for card in cards if card.board == BoardKey.DEMO and not _made_of(card, told)]
    return [*work, *actions(cards, columns), *parked(cards, columns), *answered]


def by_columns(board: BoardKey, *, due_first: bool = False, ahead: Sequence[str] = ()) -> Order:
    """Column by column from the left (the columns ``ahead`` before the others), less what is done, by rank.

    ``due_first``: in each column what is due soonest comes first, what has no date last.
    """

    def ordered(cards: Cards, _columns: Sequence[str]) -> list[Walkable]:
        done = BOARDS[board].done
        names = [*ahead, *(name for name in BOARDS[board].columns if name not in ahead)]
        live = [card for card in _on(board, cards) if card.column != done]
        return sorted(
            live, key=lambda card: (_place(card, names), card.due or date.max if due_first else date.max, card.rank)
        )

    return ordered


actions = by_columns(BoardKey.ACTIONS, due_first=True)
"""Open actions, what is due soonest first."""


def demos(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """What is to be shown, in its order; then the wall's cards given along with it, as proposals: the newest first."""
    proposed = [card for card in cards if card.board == BoardKey.WALL]
    return [
        *by_columns(BoardKey.DEMO)(cards, columns),
        *sorted(proposed, key=lambda card: (card.entered_column_at, card.rank), reverse=True),
    ]


def topics(board: BoardKey) -> Order:
    """What was being discussed, then what is next, then what is proposed, each as it was ranked.

    Dots change nothing in it: the list stays as it is while they are given (see :mod:`.lean_coffee`).
    Raises :class:`ValueError` for a board on which nothing is discussed.
    """
    columns, discussing = BOARDS[board].columns, BOARDS[board].discussing
    return by_columns(board, ahead=columns[columns.index(discussing or "") :: -1])


def parked(cards: Cards, _columns: Sequence[str]) -> list[Walkable]:
    """What is parked and not settled, the oldest first."""
    live = [card for card in _on(BoardKey.PARKING, cards) if card.column != BOARDS[BoardKey.PARKING].done]
    return sorted(live, key=lambda card: (card.entered_column_at, card.rank))


def groups(cards: Cards, _columns: Sequence[str]) -> list[Walkable]:
    """What can be chosen in a retro: groups and notes in none (leave the others out), what could be better first."""
    names = BOARDS[BoardKey.RETRO].columns
    return sorted(
        _on(BoardKey.RETRO, cards), key=lambda card: (-_place(card, names), card.entered_column_at, card.rank)
    )


def _made_of(card: Walkable, keys: Collection[str]) -> bool:
    """Whether a card was made of one of these."""
    return card.came_from is not None and card.came_from.key in keys


def _on(board: BoardKey, cards: Cards) -> list[Walkable]:
    """The open cards on that board."""
    return [card for card in cards if card.board == board and card.status == OPEN]


def _place(card: Walkable, columns: Sequence[str]) -> int:
    """Where its column stands among ``columns``; one that isn't there any more counts as the first."""
    return columns.index(card.column) if card.column in columns else 0
