"""A board under the mouse: click selects, double click opens, the wheel scrolls a column, dragging carries a card."""

from __future__ import annotations

from textual import events

from cadence.tui.board.columns import DropPlace
from cadence.tui.board.drawing import BoardFace


class BoardMouse(BoardFace):
    """Turns the mouse into the board's gestures. A drop is a place between two cards, so news may shift rows."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._pressed: tuple[str, int, int] | None = None
        self._carried_to: tuple[int, int] | None = None

    def go(self, number: int, index: int, *, ahead: bool = True) -> None:
        """Put the cursor on card ``index`` of column ``number``."""
        raise NotImplementedError

    def ask(self, key: str, place: DropPlace) -> None:
        """Ask for the card ``key`` to be put at ``place``."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the card under the cursor."""
        raise NotImplementedError

    # --- the wheel ---

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, cards: int) -> None:
        """Scroll the column under the mouse; the cursor stays."""
        event.stop()
        event.prevent_default()
        if (point := self.point_at(event.x, event.y)) is not None:
            self._scroll_column(point.column, cards)

    def _scroll_column(self, number: int, cards: int) -> None:
        column = self.columns[number]
        top = min(max(column.top + cards, 0), self.columns.last_top(column))
        if top != column.top:
            column.top = top
            self.redraw(number)

    # --- click and drag ---

    def on_mouse_down(self, event: events.MouseDown) -> None:
        point = self.point_at(event.x, event.y)
        if event.button != 1 or point is None:
            return
        column = self.columns[point.column]
        if point.row.kind == "card":
            self._pressed = (column.cards[point.row.card].key, event.x, event.y)
            self.go(point.column, point.row.card, ahead=False)
        else:
            span = self.span(point.column)
            if not column.cards or (span is not None and span.folded):
                self.go(point.column, 0)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        key, x, y = self._pressed
        if not self.dragged and (event.x, event.y) != (x, y):
            self.dragged = key
            self.capture_mouse()
        # A mouse that hasn't moved means the place it showed, whatever the news put under it since.
        if self.dragged and (event.x, event.y) != self._carried_to:
            self._carried_to = (event.x, event.y)
            self._carry_to(event.x, event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        key, place = self.dragged, self.columns.drop
        self._end_drag()
        if key and place is not None and not self._stays(key, place):
            self.ask(key, place)

    def on_click(self, event: events.Click) -> None:
        point = self.point_at(event.x, event.y)
        if event.chain == 2 and point is not None and point.row.kind == "card":
            self.action_open()

    def on_key(self, event: events.Key) -> None:
        """While the mouse carries a card, ``escape`` puts it back and other keys do nothing."""
        if self.dragged:
            event.stop()
            event.prevent_default()
            if event.key == "escape":
                self._end_drag()

    def _carry_to(self, x: int, y: int) -> None:
        """Let the drop marker follow the mouse; at an edge, scroll towards it."""
        point = self.point_at(x, y)
        if point is None:
            return
        if point.y <= 0 or point.y >= self.columns.rows - 1:
            self._scroll_column(point.column, -1 if point.y <= 0 else 1)
            point = self.point_at(x, y) or point
        if point.row.kind == "drop":
            return
        column = self.columns[point.column]
        if point.y < 0:
            index = column.top
        elif point.row.kind in {"card", "gap"}:
            index = point.row.card + (point.row.line > 0 or point.row.kind == "gap")
        else:
            index = len(column.cards) - (point.row.card if point.row.kind == "more" else 0)
        drop = column.place(index, self.dragged)
        if drop != self.columns.drop:
            self.columns.drop = drop
            self.redraw()

    def _stays(self, key: str, place: DropPlace) -> bool:
        """Whether ``place`` is where the card is anyway."""
        column = next((column for column in self.columns if column.name == place.column), None)
        index = column.find(key) if column else None
        return column is not None and index is not None and column.place(index, key) == place

    def _end_drag(self) -> None:
        """Drop the card that the mouse carries, wherever it is."""
        self._pressed = self._carried_to = None
        if self.dragged:
            self.dragged = ""
            self.columns.drop = None
            self.release_mouse()
            self.redraw()
