"""A board as columns, drawn line by line by one widget: as quick with 100,000 cards as with ten (``make bench``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cadence.domain.views.cards import BoardView, CardView
from cadence.tui.board.columns import BoardColumn, DropPlace
from cadence.tui.board.mouse import BoardMouse


class BoardWidget(BoardMouse, can_focus=True, inherit_bindings=False):
    """Columns of cards with one cursor. It shows the view given to :meth:`show`, and posts what a person does.

    The cursor sits on a card: news (another :meth:`show`) moves rows, never the cursor. Columns scroll each on its own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "up", "Card above", id="board.up", show=False),
        Binding("down,j", "down", "Card below", id="board.down", show=False),
        Binding("left,h", "left", "Column to the left", id="board.left", show=False),
        Binding("right,l", "right", "Column to the right", id="board.right", show=False),
        Binding("home", "first", "First card", id="board.first", show=False),
        Binding("end", "last", "Last card", id="board.last", show=False),
        Binding("pageup", "page(-1)", "A page up", id="board.page_up", show=False),
        Binding("pagedown", "page(1)", "A page down", id="board.page_down", show=False),
        Binding("enter", "open", "Open", tooltip="Open the card", id="board.open", show=False),
        Binding("shift+up,K", "carry(0, -1)", "Move card up", id="board.move_up", show=False),
        Binding("shift+down,J", "carry(0, 1)", "Move card down", id="board.move_down", show=False),
        Binding("shift+left,H", "carry(-1, 0)", "Move card left", id="board.move_left", show=False),
        Binding("L,shift+right", "carry(1, 0)", "Move card right", id="board.move_right", show=False),
    ]

    @dataclass
    class CursorMoved(Message):
        """The cursor is on another card (``None``: in an empty column)."""

        board: BoardWidget
        key: str | None
        column: str

    @dataclass
    class Opened(Message):
        """A card is to be opened: ``enter``, or a double click."""

        board: BoardWidget
        key: str

    @dataclass
    class MoveAsked(Message):
        """A card is to go into ``column``, after the card ``after`` (``None``: first) and before ``before``.

        Nothing has moved yet: ``board.moving(event)`` shows it at once, ``board.moved(event.key)`` when it is stored.
        """

        board: BoardWidget
        key: str
        column: str
        after: str | None
        before: str | None

    def __init__(self, view: BoardView | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._posted: tuple[str | None, str] | None = None
        if view is not None:
            self.show(view)

    # --- for the screen ---

    @property
    def view(self) -> BoardView | None:
        """What was shown last."""
        return self._view

    @property
    def card(self) -> CardView | None:
        """The card under the cursor."""
        return self.columns.card

    @property
    def column(self) -> str | None:
        """The name of the column with the cursor."""
        here = self.columns.here
        return here.name if here else None

    def show(self, view: BoardView) -> None:
        """Show ``view``; cursor, scroll and filter stay."""
        self._view = view
        self._card_strips.clear()
        self.columns.show(view)
        self._settle()

    def filter(self, words: str, handles: Collection[str] = ()) -> None:
        """Show only cards that fit all ``words``, of which ``@`` names one of ``handles``; empty: all cards."""
        self.columns.filter(words, handles)
        self._settle()

    def select(self, key: str) -> bool:
        """Put the cursor on the card ``key``; false if it isn't shown."""
        for number, column in enumerate(self.columns):
            index = column.find(key)
            if index is not None:
                self.go(number, index)
                return True
        return False

    def moving(self, asked: MoveAsked) -> None:
        """Show at once what was asked for, and go on showing it until :meth:`moved`."""
        self.columns.moving(asked.key, asked.column, asked.after)
        self._settle()

    def moved(self, key: str) -> None:
        """The move of card ``key`` was stored or refused: the next :meth:`show` decides where it stands."""
        self.columns.moved(key)

    # --- the cursor ---

    def action_up(self) -> None:
        self._step(-1)

    def action_down(self) -> None:
        self._step(1)

    def action_left(self) -> None:
        self._sideways(-1)

    def action_right(self) -> None:
        self._sideways(1)

    def action_first(self) -> None:
        self.go(self.columns.column, 0)

    def action_last(self) -> None:
        here = self.columns.here
        self.go(self.columns.column, len(here.cards) - 1 if here else 0)

    def action_page(self, pages: int) -> None:
        self._step(pages * self.columns.per_page())

    def action_open(self) -> None:
        if self.card is not None:
            self.post_message(self.Opened(self, self.card.key))

    def action_carry(self, right: int, down: int) -> None:
        """Ask for the cursor's card to be moved by so many columns to the right or cards down."""
        here, index = self.columns.here, self.columns.index
        number = self.columns.column + right
        if here is None or index is None or not 0 <= number < len(self.columns):
            return
        if not 0 <= index + down < len(here.cards):
            return
        key = here.cards[index].key
        column = self.columns[number]
        self.ask(key, column.place(self._beside(column) if right else index + down + (down > 0), key))

    def ask(self, key: str, place: DropPlace) -> None:
        self.post_message(self.MoveAsked(self, key, place.column, place.after, place.before))

    def _step(self, cards: int) -> None:
        here, index = self.columns.here, self.columns.index
        if here is not None and index is not None:
            self.go(self.columns.column, min(max(index + cards, 0), len(here.cards) - 1))

    def _sideways(self, right: int) -> None:
        number = self.columns.column + right
        if 0 <= number < len(self.columns):
            column = self.columns[number]
            self.go(number, min(self._beside(column), len(column.cards) - 1))

    def _beside(self, column: BoardColumn) -> int:
        """The index in ``column`` at the height of the cursor, at most one past its end."""
        here, index = self.columns.here, self.columns.index
        height = index - here.top if here is not None and index is not None else 0
        return min(column.top + max(height, 0), len(column.cards))

    def go(self, number: int, index: int, *, ahead: bool = True) -> None:
        """Put the cursor on card ``index`` of column ``number``; draws no more than the columns it concerns.

        Where that scrolls, it scrolls ``ahead``; not for the mouse, under which the cards should stay.
        """
        if not self.columns:
            return
        old = self.columns.column
        self.columns.column = number
        self.columns.index = index if 0 <= index < len(self.columns[number].cards) else None
        self.columns.reveal(ahead=ahead)
        if old != number and self.lay_out():
            self.redraw()
        else:
            self.redraw(old, number)
        self._post_cursor()

    def _settle(self) -> None:
        """Everything may have changed."""
        self.lay_out()
        self.redraw()
        self._post_cursor()

    def _post_cursor(self) -> None:
        now = (self.card.key if self.card else None, self.column or "")
        if now != self._posted and self.is_attached:
            self._posted = now
            self.post_message(self.CursorMoved(self, *now))
