"""A board as columns, drawn line by line by one widget: as quick with 100,000 cards as with ten (``make bench``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cadence.domain.views.cards import BoardView, CardView
from cadence.tui.board.columns import BoardColumn, DropPlace
from cadence.tui.board.mouse import BoardMouse


class BoardWidget(BoardMouse, can_focus=True, inherit_bindings=False):
    """Columns of cards with one cursor. Give it a view with :meth:`show`; it posts what people ask for.

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
        Binding("shift+right,L", "carry(1, 0)", "Move card right", id="board.move_right", show=False),
    ]

    @dataclass
    class CursorMoved(Message):
        """The cursor is on another card (``None``: in an empty column)."""

        board: BoardWidget
        key: str | None
        column: str

    @dataclass
    class Opened(Message):
        """A card was asked for: ``enter``, or a double click."""

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
        self._told: tuple[str | None, str] | None = None
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
        return self.lanes.card

    @property
    def column(self) -> str | None:
        """The name of the column with the cursor."""
        here = self.lanes.here
        return here.name if here else None

    def show(self, view: BoardView) -> None:
        """Show ``view``; cursor, scroll and filter stay."""
        self._view = view
        self._rows.clear()
        self.lanes.show(view)
        self._settle()

    def filter(self, words: str) -> None:
        """Show only cards that match all ``words`` (title, key, assignee, tag); empty: all cards."""
        self.lanes.filter(words)
        self._settle()

    def select(self, key: str) -> bool:
        """Put the cursor on the card ``key``; false if it isn't shown."""
        for number, lane in enumerate(self.lanes.lanes):
            row = lane.find(key)
            if row is not None:
                self.go(number, row)
                return True
        return False

    def moving(self, asked: MoveAsked) -> None:
        """Show at once what was asked for, and go on showing it until :meth:`moved`."""
        self.lanes.moving(asked.key, asked.column, asked.after)
        self._settle()

    def moved(self, key: str) -> None:
        """The store has answered, with yes or no: the next :meth:`show` decides where the card is."""
        self.lanes.moved(key)

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
        self.go(self.lanes.lane, 0)

    def action_last(self) -> None:
        here = self.lanes.here
        self.go(self.lanes.lane, len(here.cards) - 1 if here else 0)

    def action_page(self, pages: int) -> None:
        self._step(pages * self.lanes.per_page())

    def action_open(self) -> None:
        if self.card is not None:
            self.post_message(self.Opened(self, self.card.key))

    def action_carry(self, columns: int, cards: int) -> None:
        """Ask for the cursor's card to be moved by so many columns, or cards up and down."""
        here, row = self.lanes.here, self.lanes.row
        number = self.lanes.lane + columns
        if here is None or row is None or not 0 <= number < len(self.lanes.lanes):
            return
        if not 0 <= row + cards < len(here.cards):
            return
        key = here.cards[row].key
        lane = self.lanes.lanes[number]
        self.ask(key, lane.place(self._beside(lane) if columns else row + cards + (cards > 0), key))

    def ask(self, key: str, place: DropPlace) -> None:
        self.post_message(self.MoveAsked(self, key, place.column, place.after, place.before))

    def _step(self, cards: int) -> None:
        here, row = self.lanes.here, self.lanes.row
        if here is not None and row is not None:
            self.go(self.lanes.lane, min(max(row + cards, 0), len(here.cards) - 1))

    def _sideways(self, columns: int) -> None:
        number = self.lanes.lane + columns
        if 0 <= number < len(self.lanes.lanes):
            lane = self.lanes.lanes[number]
            self.go(number, min(self._beside(lane), len(lane.cards) - 1))

    def _beside(self, lane: BoardColumn) -> int:
        """The index in ``lane`` that is on the cursor's height, at most one past its end."""
        here, row = self.lanes.here, self.lanes.row
        height = row - here.top if here is not None and row is not None else 0
        return min(lane.top + max(height, 0), len(lane.cards))

    def go(self, number: int, row: int, *, ahead: bool = True) -> None:
        """Put the cursor on card ``row`` of lane ``number``; draws no more than the columns it concerns.

        Where that scrolls, it scrolls ``ahead``; not for the mouse, under which the cards should stay.
        """
        if not self.lanes.lanes:
            return
        old = self.lanes.lane
        self.lanes.lane = number
        self.lanes.row = row if 0 <= row < len(self.lanes.lanes[number].cards) else None
        self.lanes.reveal(ahead=ahead)
        self.redraw(old, number)
        self.show_lane()
        self._tell()

    def _settle(self) -> None:
        """Everything may have changed."""
        self.show_lane()
        self.redraw()
        self._tell()

    def _tell(self) -> None:
        now = (self.card.key if self.card else None, self.column or "")
        if now != self._told and self.is_attached:
            self._told = now
            self.post_message(self.CursorMoved(self, *now))
