"""The columns of a board widget: the cards that each shows, from which one on, and what stands in each row.

No terminal here. A :class:`BoardColumn` is a column as it is shown; :class:`BoardColumns` adds the cursor, which sits
on a card and not on a row, the filter, and the moves that are shown before the store has confirmed them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cadence.domain.views.cards import BoardView, CardView, ColumnView
from cadence.tui.board.filters import in_full, matches
from cadence.tui.board.moves import Moves


class ColumnRow(NamedTuple):
    """One row of a column.

    ``kind`` is ``card`` (line ``line`` of card number ``card``), ``gap`` (under it), ``drop``, ``more`` (so many
    cards have no room) or ``none``.
    """

    kind: str
    card: int = 0
    line: int = 0
    chosen: bool = False
    """Whether the cursor is on that card."""


class DropPlace(NamedTuple):
    """A place for a card: in ``column`` after the card ``after`` (``None``: first) and before the card ``before``."""

    column: str
    after: str | None
    before: str | None


NOTHING = ColumnRow("none")
DROP = ColumnRow("drop")
CARD_ROWS = 3
"""Rows of every card in a column, so that nothing jumps with the cursor; more where all of its cards have the room."""


@dataclass(slots=True)
class BoardColumn:
    """One column as it is shown: ``cards`` that match the filter, of ``total``; ``top`` is the first one drawn."""

    name: str
    limit: int | None
    cards: Sequence[CardView]
    total: int
    top: int = 0
    height: int = CARD_ROWS

    def find(self, key: str | None, near: int = 0) -> int | None:
        """The index of the card ``key``, looked for at ``near`` first."""
        if key is None:
            return None
        if 0 <= near < len(self.cards) and self.cards[near].key == key:
            return near
        return next((index for index, card in enumerate(self.cards) if card.key == key), None)

    def key_at(self, index: int) -> str | None:
        """The key of card number ``index``, if there is one."""
        return self.cards[index].key if 0 <= index < len(self.cards) else None

    def place(self, index: int, moved: str) -> DropPlace:
        """The place before card number ``index``, as if the card ``moved`` weren't in the column."""
        above, below = index - 1, index
        if self.key_at(above) == moved:
            above -= 1
        if self.key_at(below) == moved:
            below += 1
        return DropPlace(self.name, self.key_at(above), self.key_at(below))


class BoardColumns:
    """The columns of a board with one cursor among them.

    The cursor is on card number ``index`` of column number ``column``; ``index`` is ``None`` in an empty column.
    ``rows`` is the height for cards and ``gap`` the blank rows between two; the widget sets both when its size changes.
    """

    def __init__(self) -> None:
        self._columns: list[BoardColumn] = []
        self.column = 0
        self.index: int | None = None
        self.rows = 20
        self.gap = 0
        self.words: tuple[str, ...] = ()
        self._handles: Collection[str] = ()
        self.drop: DropPlace | None = None
        self._view: BoardView | None = None
        self._moves = Moves()

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[BoardColumn]:
        return iter(self._columns)

    def __getitem__(self, number: int) -> BoardColumn:
        return self._columns[number]

    # --- what is shown ---

    @property
    def here(self) -> BoardColumn | None:
        """The column with the cursor."""
        return self._columns[self.column] if self._columns else None

    @property
    def card(self) -> CardView | None:
        """The card under the cursor."""
        here = self.here
        return here.cards[self.index] if here is not None and self.index is not None else None

    def pitch(self, column: BoardColumn) -> int:
        """Rows from one card of ``column`` to the next."""
        return column.height + self.gap

    def tallest(self, column: BoardColumn) -> int:
        """The most rows for each card of ``column`` with all of them on the screen; :data:`CARD_ROWS` at least."""
        return max(CARD_ROWS, (self.rows + self.gap) // max(1, len(column.cards)) - self.gap)

    def show(self, view: BoardView) -> None:
        """Show ``view``: cursor and scroll stay with their cards."""
        self._moves.settle(view)
        self._view = view
        self._rebuild()

    def filter(self, words: str, handles: Collection[str] = ()) -> None:
        """Show only cards that fit all ``words``: see :func:`cadence.tui.board.filters.matches`."""
        self.words, self._handles = tuple(word.casefold() for word in words.split()), handles
        self._rebuild()
        if self.index is None:
            self._seek()

    def moving(self, key: str, column: str, after: str | None) -> None:
        """Show the card ``key`` after ``after`` in ``column`` from now on, until :meth:`moved` or a view says so."""
        self._moves.asked(key, column, after)
        self._rebuild()

    def moved(self, key: str) -> None:
        """The store has answered, either way: the next view decides where ``key`` is."""
        self._moves.answered(key)

    def _rebuild(self) -> None:
        view = self._view
        if view is None:
            return
        old, cursor, near = self._columns, self.card, self.index or 0
        here = self.here
        height = near - here.top if here is not None and self.index is not None else None
        around = _around(here, self.index)
        full = in_full(self.words, (card for column in view.columns for card in column.cards), self._handles)
        self._columns = [self._column(column, cards, full) for column, cards in self._moves.applied(view.columns)]
        tops = {column.name: column for column in old}
        for column in self._columns:
            before = tops.get(column.name)
            if before is not None:
                found = column.find(before.key_at(before.top), before.top)
                column.top = found if found is not None else before.top
        self._put_cursor(cursor, near, here.name if here else None, around)
        self._keep_height(here, height)
        for column in self._columns:
            column.top = min(column.top, self.last_top(column))

    def _column(self, column: ColumnView, cards: Sequence[CardView], full: Collection[str]) -> BoardColumn:
        shown = cards
        if self.words:
            today = self._view.now.date() if self._view else date.min
            shown = [card for card in cards if matches(card, self.words, today, full)]
        return BoardColumn(column.name, column.limit, shown, len(cards))

    def _put_cursor(self, card: CardView | None, near: int, column: str | None, around: list[str]) -> None:
        """Find the cursor's card again, else a neighbour it had, else the same index."""
        names = [column.name for column in self._columns]
        self.column = names.index(column) if column in names else min(self.column, max(len(names) - 1, 0))
        if not names:
            self.index = None
            return
        if card is not None:
            order = [self.column, *(number for number in range(len(names)) if number != self.column)]
            for number in order:
                index = self._columns[number].find(card.key, near)
                if index is not None:
                    self.column, self.index = number, index
                    return
        here = self._columns[self.column]
        for key in around:
            index = here.find(key, near)
            if index is not None:
                self.index = index
                return
        self.index = min(near, len(here.cards) - 1) if here.cards else None
        if column is None:
            self._seek()

    def _seek(self) -> None:
        """Put the cursor on the first card there is, in a folded column only if all cards are there."""
        folds = self._view.folds if self._view is not None else ()
        filled = [number for number, column in enumerate(self._columns) if column.cards]
        filled.sort(key=lambda number: self._columns[number].name in folds)
        self.column = next(iter(filled), self.column)
        self.index = 0 if self.here and self.here.cards else None

    def _keep_height(self, before: BoardColumn | None, height: int | None) -> None:
        """Let the cursor's card stay on its line of the screen, if it was on the screen."""
        here = self.here
        if here is None or self.index is None or before is None or height is None:
            return
        if here.name == before.name and 0 <= height <= self.rows // self.pitch(here):
            here.top = max(0, self.index - height)
        self.reveal()

    # --- where things are ---

    def last_top(self, column: BoardColumn) -> int:
        """The furthest a column scrolls: its last card is then at the bottom."""
        return max(0, len(column.cards) - max(1, (self.rows + self.gap) // self.pitch(column)))

    def per_page(self) -> int:
        """Cards that fit on the screen."""
        return max(1, (self.rows - 1) // (self.pitch(self.here) if self.here else CARD_ROWS))

    def reveal(self, *, ahead: bool = False) -> None:
        """Scroll the cursor's column until its card is whole on the screen; ``ahead``: half a screen further.

        Somebody who walks down a column sees what comes next, and most steps leave the rows where they are.
        """
        here, index = self.here, self.index
        if here is None or index is None:
            return
        last = index == len(here.cards) - 1
        room = self.rows - (0 if last else 1) - here.height
        below = max(0, room // self.pitch(here))
        further = below // 2 if ahead else 0
        if index < here.top:
            here.top = max(0, index - further)
        elif index > here.top + below:
            here.top = max(index - below, min(index - below + further, self.last_top(here)))

    def rows_of(self, number: int) -> list[ColumnRow]:
        """The rows of column ``number`` on the screen; the last one counts the cards that have no room."""
        column, rows = self._columns[number], self.rows
        cursor = self.index if number == self.column else None
        mark = self._drop_index(column)
        found: list[ColumnRow] = []
        index = column.top
        while index < len(column.cards) and len(found) <= rows:
            if index == mark:
                found.append(DROP)
            found.extend(ColumnRow("card", index, line, index == cursor) for line in range(column.height))
            found.extend(ColumnRow("gap", index) for _ in range(self.gap))
            index += 1
        if mark is not None and mark >= len(column.cards):
            found.append(DROP)
        while found and found[-1].kind == "gap":
            found.pop()
        if len(found) > rows > 0:
            found = found[: rows - 1]
            whole = sum(row.kind == "card" and row.line == column.height - 1 for row in found)
            found.append(ColumnRow("more", len(column.cards) - column.top - whole))
        found.extend(NOTHING for _ in range(rows - len(found)))
        return found

    def _drop_index(self, column: BoardColumn) -> int | None:
        """Before which card the drop marker stands, if it stands in ``column``."""
        drop = self.drop
        if drop is None or drop.column != column.name:
            return None
        before = column.find(drop.before)
        if before is not None:
            return before
        after = column.find(drop.after)
        return after + 1 if after is not None else len(column.cards)


def _around(column: BoardColumn | None, index: int | None) -> list[str]:
    """The keys next to the cursor: those below first, then those above."""
    if column is None or index is None:
        return []
    indexes = [index + 1, index + 2, index - 1, index - 2]
    return [key for key in map(column.key_at, indexes) if key is not None]
