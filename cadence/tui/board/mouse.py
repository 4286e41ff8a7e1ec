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

    def go(self, number: int, row: int, *, ahead: bool = True) -> None:
        """Put the cursor on card ``row`` of lane ``number``."""
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

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        event.stop()
        event.prevent_default()
        self.shift(1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        event.stop()
        event.prevent_default()
        self.shift(-1)

    def _wheel(self, event: events.MouseEvent, cards: int) -> None:
        """Scroll the column under the mouse, or with shift the board sideways; the cursor stays."""
        event.stop()
        event.prevent_default()
        if event.shift:
            self.shift(cards)
        elif (spot := self.spot(event.x, event.y)) is not None:
            self._scroll_lane(spot.lane, cards)

    def _scroll_lane(self, number: int, cards: int) -> None:
        lane = self.lanes.lanes[number]
        top = min(max(lane.top + cards, 0), self.lanes.last_top(lane))
        if top != lane.top:
            lane.top = top
            self.redraw(number)

    # --- click and drag ---

    def on_mouse_down(self, event: events.MouseDown) -> None:
        spot = self.spot(event.x, event.y)
        if event.button != 1 or spot is None:
            return
        lane = self.lanes.lanes[spot.lane]
        if spot.slot.kind == "card":
            self._pressed = (lane.cards[spot.slot.card].key, event.x, event.y)
            self.go(spot.lane, spot.slot.card, ahead=False)
        elif not lane.cards:
            self.go(spot.lane, 0)

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
        key, place = self.dragged, self.lanes.drop
        self._let_go()
        if key and place is not None and not self._stays(key, place):
            self.ask(key, place)

    def on_click(self, event: events.Click) -> None:
        spot = self.spot(event.x, event.y)
        if event.chain == 2 and spot is not None and spot.slot.kind == "card":
            self.action_open()

    def on_key(self, event: events.Key) -> None:
        """While a card hangs on the mouse, ``escape`` puts it back and no other key does anything."""
        if self.dragged:
            event.stop()
            event.prevent_default()
            if event.key == "escape":
                self._let_go()

    def _carry_to(self, x: int, y: int) -> None:
        """Let the drop marker follow the mouse; at an edge, scroll towards it."""
        if x <= 0 or x >= self.size.width - 1:
            self.shift(-1 if x <= 0 else 1)
        spot = self.spot(x, y)
        if spot is None:
            return
        if spot.row <= 0 or spot.row >= self.lanes.rows - 1:
            self._scroll_lane(spot.lane, -1 if spot.row <= 0 else 1)
            spot = self.spot(x, y) or spot
        if spot.slot.kind == "drop":
            return
        lane = self.lanes.lanes[spot.lane]
        if spot.row < 0:
            index = lane.top
        elif spot.slot.kind in {"card", "gap"}:
            index = spot.slot.card + (spot.slot.line > 0 or spot.slot.kind == "gap")
        else:
            index = len(lane.cards) - (spot.slot.card if spot.slot.kind == "more" else 0)
        drop = lane.place(index, self.dragged)
        if drop != self.lanes.drop:
            self.lanes.drop = drop
            self.redraw()

    def _stays(self, key: str, place: DropPlace) -> bool:
        """Whether ``place`` is where the card is anyway."""
        lane = next((lane for lane in self.lanes.lanes if lane.name == place.column), None)
        row = lane.find(key) if lane else None
        return lane is not None and row is not None and lane.place(row, key) == place

    def _let_go(self) -> None:
        """No card hangs on the mouse any more."""
        self._pressed = self._carried_to = None
        if self.dragged:
            self.dragged = ""
            self.lanes.drop = None
            self.release_mouse()
            self.redraw()
