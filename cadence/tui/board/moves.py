"""Moves of cards that are shown before the store has confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadence.domain.views.cards import BoardView, CardView, ColumnView


@dataclass(slots=True)
class _Move:
    """Where a card was last asked to go, and how many answers are still to come."""

    column: str
    after: str | None
    answers: int = 1


class Moves:
    """Moves that were asked for and neither stored nor refused yet. A view read before that does not undo them."""

    def __init__(self) -> None:
        self._open: dict[str, _Move] = {}

    def asked(self, key: str, column: str, after: str | None) -> None:
        """The card ``key`` is to stand after ``after`` in ``column``."""
        before = self._open.pop(key, None)
        self._open[key] = _Move(column, after, before.answers + 1 if before else 1)

    def answered(self, key: str) -> None:
        """One move of ``key`` was stored or refused; after the last one the store's views decide where it stands."""
        move = self._open.get(key)
        if move is not None:
            move.answers -= 1
            if move.answers <= 0:
                del self._open[key]

    def settle(self, view: BoardView) -> None:
        """Forget what ``view`` already shows."""
        for key, move in list(self._open.items()):
            if _stands_at(view, key, move):
                del self._open[key]

    def applied(self, columns: Sequence[ColumnView]) -> list[tuple[ColumnView, Sequence[CardView]]]:
        """Each column with its cards as they will be; those without a move in them are passed through."""
        names = {column.name for column in columns}
        moves = {key: move for key, move in self._open.items() if move.column in names}
        if not moves:
            return [(column, column.cards) for column in columns]
        moving: dict[str, CardView] = {}
        lists: dict[str, list[CardView]] = {}
        for column in columns:
            lists[column.name] = [card for card in column.cards if card.key not in moves]
            moving |= {card.key: card for card in column.cards if card.key in moves}
        for key, move in moves.items():
            if key in moving:
                keys = [card.key for card in lists[move.column]]
                # After a card that has gone meanwhile: last.
                at = 0 if move.after is None else keys.index(move.after) + 1 if move.after in keys else len(keys)
                lists[move.column].insert(at, moving[key])
        return [(column, lists[column.name]) for column in columns]


def _stands_at(view: BoardView, key: str, move: _Move) -> bool:
    """Whether ``view`` has the card ``key`` where it was asked to go."""
    for column in view.columns:
        if column.name == move.column:
            before: str | None = None
            for card in column.cards:
                if card.key == key:
                    return before == move.after
                before = card.key
    return False
