"""Which card is next, and why: one small order for each query that a step can walk.

A step of a meeting kind names its query (:class:`cadence.domain.kinds.base.Walk`); :data:`ORDERS` has one function for
each. An order picks from the cards it is given those that the query is about, and puts them in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from cadence.domain.cards.boards import BOARDS, done_column, started_columns
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue


class Block(Protocol):
    """A block's beginning."""

    @property
    def since(self) -> datetime:
        """Since when."""


class Walkable(Protocol):
    """What an order looks at; :class:`cadence.domain.views.cards.CardView` is one."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def board(self) -> str:
        """The board it is on."""

    @property
    def column(self) -> str:
        """The column it is in."""

    @property
    def rank(self) -> str:
        """Its rank in its column, ordered bytewise."""

    @property
    def origin(self) -> str | None:
        """Where the work came from."""

    @property
    def blocked(self) -> Block | None:
        """The block, if it is blocked."""

    @property
    def entered_column_at(self) -> datetime:
        """Since when it is in its column (its age)."""

    @property
    def due(self) -> date | None:
        """Its due date."""

    @property
    def assignees(self) -> Collection[str]:
        """Who does it."""

    @property
    def interested(self) -> Collection[str]:
        """Who wants it."""

    @property
    def votes(self) -> int:
        """Dots, as far as the viewer may see them."""

    @property
    def status(self) -> str:
        """``open``, or nobody's concern any more."""

    @property
    def thieves(self) -> Collection[object]:
        """The time thieves on it."""

    @property
    def merged(self) -> int | None:
        """Its place in this iteration's merged list."""


Cards = Iterable[Walkable]
Order = Callable[[Cards, Sequence[str]], list[Walkable]]

OPEN = "open"
"""The status of a card that is still of concern."""


def order(query: str, cards: Cards, columns: Sequence[str] = ()) -> list[str]:
    """The keys of the ``cards`` that ``query`` is about, in the order in which they are walked.

    ``columns`` are the wall's, left to right, where the team has its own. Raises :class:`BadValue` for an unknown
    query.
    """
    if query not in ORDERS:
        raise BadValue(f"nothing is walked as {query!r}", f"queries are {', '.join(ORDERS)}")
    return [card.key for card in ORDERS[query](cards, columns or BOARDS[BoardKey.WALL].columns)]


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


def _wall(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """Blocked first, the oldest block first; then from the right, flagged cards first, the oldest first."""
    done = done_column(BOARDS[BoardKey.WALL], columns)
    live = [card for card in _on(BoardKey.WALL, cards) if card.column != done]
    return _blocked_first(live, columns)


def _blocked_first(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    blocked, free = [], []
    for card in cards:
        if card.blocked:
            blocked.append((card.blocked.since, card.key, card))
        else:
            free.append(card)
    free.sort(key=lambda card: (-_place(card, columns), not card.thieves, card.entered_column_at, card.rank))
    return [card for _, _, card in sorted(blocked, key=lambda entry: entry[:2])] + free


def _of_origin(origin: str) -> Order:
    """Cards of that origin which nobody has begun or merged, by rank; a column nearer to the work goes first."""

    def ordered(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
        begun = started_columns(BOARDS[BoardKey.WALL], columns)
        first = columns.index(begun[0]) if begun else len(columns)
        waiting = [
            card
            for card in _on(BoardKey.WALL, cards)
            if card.origin == origin and card.merged is None and _place(card, columns) < first
        ]
        return sorted(waiting, key=lambda card: (-_place(card, columns), card.rank))

    return ordered


def _merged(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """This iteration's merged list, from the top, less what is done."""
    done = done_column(BOARDS[BoardKey.WALL], columns)
    merged = [
        (card.merged, card.key, card) for card in _on(BoardKey.WALL, cards) if card.merged and card.column != done
    ]
    return [card for _, _, card in sorted(merged, key=lambda entry: entry[:2])]


def _unassigned(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """Of the merged list, what nobody does and nobody wants."""
    return [card for card in _merged(cards, columns) if not card.assignees and not card.interested]


def _holdovers(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """What the last iteration left: work begun or blocked, actions, then what is still parked."""
    cards = list(cards)
    begun = started_columns(BOARDS[BoardKey.WALL], columns)
    work = [card for card in _wall(cards, columns) if card.blocked or card.column in begun]
    return [*work, *_actions(cards, columns), *_parking(cards, columns)]


def _by_columns(board: BoardKey, *, due_first: bool = False, ahead: Sequence[str] = ()) -> Order:
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


def _demo(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """What is to be shown, in its order; then the wall's cards given along with it, as proposals: the newest first."""
    proposed = [card for card in cards if card.board == BoardKey.WALL]
    return [
        *_by_columns(BoardKey.DEMO)(cards, columns),
        *sorted(proposed, key=lambda card: (card.entered_column_at, card.rank), reverse=True),
    ]


def _arch(cards: Cards, columns: Sequence[str]) -> list[Walkable]:
    """What was being discussed, then Next, then Proposed; once there are votes, the most voted first."""
    topics = _by_columns(BoardKey.ARCH, ahead=("Discussing", "Next"))(cards, columns)
    return sorted(topics, key=lambda card: -card.votes)


def _parking(cards: Cards, _columns: Sequence[str]) -> list[Walkable]:
    """What is parked and not settled, the oldest first."""
    live = [card for card in _on(BoardKey.PARKING, cards) if card.column != BOARDS[BoardKey.PARKING].done]
    return sorted(live, key=lambda card: (card.entered_column_at, card.rank))


def _groups(cards: Cards, _columns: Sequence[str]) -> list[Walkable]:
    """What can be chosen in a retro: groups and notes in none (leave the others out), the most voted first."""
    names = BOARDS[BoardKey.RETRO].columns
    return sorted(
        _on(BoardKey.RETRO, cards),
        key=lambda card: (-card.votes, -_place(card, names), card.entered_column_at, card.rank),
    )


_actions = _by_columns(BoardKey.ACTIONS, due_first=True)

ORDERS: dict[str, Order] = {
    "wall": _wall,
    "business": _of_origin("business"),
    "team": _of_origin("team"),
    "merged": _merged,
    "unassigned": _unassigned,
    "holdovers": _holdovers,
    "sync": _by_columns(BoardKey.SYNC, due_first=True),
    "arch": _arch,
    "demo": _demo,
    "parking": _parking,
    "retro-actions": _actions,
    "retro-groups": _groups,
}


BY_THIEF = frozenset({"wall", "holdovers"})
"""The queries whose order looks at the time thieves on a card."""


def _on(board: BoardKey, cards: Cards) -> list[Walkable]:
    """The open cards on that board."""
    return [card for card in cards if card.board == board and card.status == OPEN]


def _place(card: Walkable, columns: Sequence[str]) -> int:
    """Where its column stands among ``columns``; one that isn't there any more counts as the first."""
    return columns.index(card.column) if card.column in columns else 0
