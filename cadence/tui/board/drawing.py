"""How a board looks: which column lies where, what each row holds, and which card is under the mouse."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cadence.domain.views.cards import BoardView, CardView
from cadence.tui.board.columns import BoardColumns, ColumnRow
from cadence.tui.board.rows import card_rows, head_row
from cadence.tui.drawing.drawn import CURSOR, DIM, NOW, PLAIN
from cadence.tui.drawing.lines import Piece, fit

HEAD_ROWS = 2
"""The columns' heads, and the row that says how much lies above."""
LANE_MIN = 18
"""Cells that a column needs to be read; with less for each, the board scrolls sideways."""
LANE_NARROW = 24
"""Cells that a column gets at least on a board that scrolls sideways."""
LANE_MAX = 72
TALL = 32
"""From this height on, a blank row stands between cards."""
_CACHE_MAX = 2000


class BoardPoint(NamedTuple):
    """What lies at a point of the board: the lane's number, the row within its cards (negative: its head), the slot."""

    lane: int
    row: int
    slot: ColumnRow


class Drawing(NamedTuple):
    """What all lines of one drawing have in common: a column's width, which columns, what colours become."""

    cells: int
    lanes: range
    filters: tuple[LineFilter, ...]
    background: Color


class BoardFace(ScrollView):
    """The drawn side of a board: geometry, rows and their cache. :class:`BoardWidget` adds keys, mouse and messages."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BoardFace {
        overflow: hidden hidden;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.lanes = BoardColumns()
        self.dragged = ""
        """The key of the card that the mouse carries, if it carries one."""
        self._view: BoardView | None = None
        self._left = 0
        self._fitted = Size(0, 0)
        self._inks: dict[tuple[str, ...], Style] = {}
        self._rows: dict[tuple[int, int, bool, Piece], tuple[CardView, list[Strip]]] = {}
        self._slots: dict[int, list[ColumnRow]] = {}
        self._lines: dict[int, Strip] = {}
        self._drawing: Drawing | None = None

    # --- where things are ---

    @property
    def across(self) -> int:
        """How many columns are on the screen, each of them whole."""
        width, count = self.size.width, max(1, len(self.lanes.lanes))
        if count * (LANE_MIN + 1) <= width:
            return count
        return min(count, max(1, (width + 1) // (LANE_NARROW + 1)))

    @property
    def lane_cells(self) -> int:
        """The width of a column."""
        across = self.across
        return max(1, min(LANE_MAX, (self.size.width - 1 - (across - 1)) // across))

    @property
    def lanes_shown(self) -> range:
        """The numbers of the columns on the screen."""
        return range(self._left, min(self._left + self.across, len(self.lanes.lanes)))

    def lane_region(self, number: int) -> Region:
        """Where lane ``number`` is drawn, in cells of this widget."""
        pitch = self.lane_cells + 1
        return Region((number - self._left) * pitch, 0, pitch, self.size.height)

    def spot(self, x: int, y: int) -> BoardPoint | None:
        """What lies at ``x``, ``y``; beyond the edges, what is next to them. ``None`` on a board without columns."""
        shown = self.lanes_shown
        if not shown:
            return None
        number = min(max(shown.start + x // (self.lane_cells + 1), shown.start), shown.stop - 1)
        row = y - HEAD_ROWS
        slots = self.slots(number)
        slot = slots[min(row, len(slots) - 1)] if row >= 0 and slots else ColumnRow("none")
        return BoardPoint(number, row, slot)

    def slots(self, number: int) -> list[ColumnRow]:
        """The rows of lane ``number``, from the cache."""
        if number not in self._slots:
            self._slots[number] = self.lanes.slots(number)
        return self._slots[number]

    def shift(self, columns: int) -> None:
        """Scroll sideways by so many columns."""
        left = min(max(self._left + columns, 0), max(0, len(self.lanes.lanes) - self.across))
        if left != self._left:
            self._left = left
            self.refresh()

    def show_lane(self) -> None:
        """Scroll sideways until the cursor's column is on the screen."""
        across, lane = self.across, self.lanes.lane
        self.shift(min(0, lane - self._left) or max(0, lane - self._left - across + 1))

    # --- drawing ---

    def render_lines(self, crop: Region) -> list[Strip]:
        # Textual draws a new size before it tells of it.
        if self._fitted != self.size:
            self._fit()
        now = Drawing(self.lane_cells, self.lanes_shown, tuple(self.get_line_filters()), self.background_colors[1])
        if now != self._drawing:
            self._drawing = now
            self._lines.clear()
        # Not by Textual's cache of styled lines: it asks for all of them at every key, and a board has neither border
        # nor padding. What is kept here are whole lines, with what the filters made of them.
        return [self._line(y, now).crop(*crop.column_span) for y in crop.line_range]

    def _fit(self) -> None:
        """Another size: other rows, other columns."""
        self._fitted = self.size
        self.lanes.rows = max(1, self.size.height - HEAD_ROWS)
        self.lanes.gap = 1 if self.size.height >= TALL else 0
        for lane in self.lanes.lanes:
            lane.top = min(lane.top, self.lanes.last_top(lane))
        self.lanes.reveal()
        self._rows.clear()
        self._slots.clear()
        self._lines.clear()
        self.show_lane()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.clear()
        self._rows.clear()
        self._lines.clear()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._lines.clear()
        self.refresh()

    def redraw(self, *numbers: int) -> None:
        """Draw again what has changed in these lanes; without ``numbers`` all."""
        if not numbers:
            self._slots.clear()
            self._lines.clear()
            self.refresh()
            return
        regions: set[Region] = set()
        for number in set(numbers):
            before = self._slots.pop(number, None)
            if number in self.lanes_shown:
                regions |= self._changed(number, before, heads=len(set(numbers)) > 1)
        for region in regions:
            for y in region.line_range:
                self._lines.pop(y, None)
        if regions:
            self.refresh(*regions)

    def _changed(self, number: int, before: list[ColumnRow] | None, *, heads: bool) -> set[Region]:
        """Where lane ``number`` looks different now: its rows, and its head if that may have changed."""
        lane = self.lane_region(number)
        now = self.slots(number)
        if before is None or len(before) != len(now):
            return {lane}
        rows = [row for row, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]
        regions = {Region(lane.x, HEAD_ROWS + row, lane.width, 1) for row in rows}
        if heads or rows[:1] == [0]:
            # And the first row, which says when the cursor is in an empty column.
            regions.add(Region(lane.x, 0, lane.width, HEAD_ROWS + 1))
        return regions

    def _line(self, y: int, drawing: Drawing) -> Strip:
        """Line ``y`` over all columns, from the cache."""
        strip = self._lines.get(y)
        if strip is None:
            parts = self._parts(y, drawing)
            for each in drawing.filters:
                # Part by part: a row of a column is kept, and keeps what was made of it.
                parts = [part.apply_filter(each, drawing.background) for part in parts]
            strip = self._lines[y] = Strip.join(parts)
        return strip

    def _parts(self, y: int, drawing: Drawing) -> list[Strip]:
        """The rows of the columns that make up line ``y``."""
        width, cells, shown = self.size.width, drawing.cells, drawing.lanes
        said = self._said() if y == HEAD_ROWS else ""
        if said:
            return [Strip(self._inked(fit([(f" {said}", DIM)], width)), width)]
        if y < HEAD_ROWS:
            parts = [self._lane_line(self._head(number, y, cells)) for number in shown]
        else:
            parts = [self._lane_row(number, y - HEAD_ROWS, cells) for number in shown]
        left = width - len(shown) * (cells + 1)
        if left:
            parts = [*parts, Strip.blank(left, self._ink())] if left > 0 else [Strip.join(parts).crop(0, width)]
        if y == 0 and shown.stop < len(self.lanes.lanes):
            parts = [Strip.join(parts).crop(0, width - 1), Strip(self._inked([("›", NOW)]), 1)]
        return parts

    def _said(self) -> str:
        """What a board without a card to show says."""
        if self._view is None or any(lane.cards for lane in self.lanes.lanes):
            return ""
        if any(lane.total for lane in self.lanes.lanes):
            return f"Nothing here matches “{' '.join(self.lanes.words)}”."
        return self._view.empty

    def _head(self, number: int, y: int, cells: int) -> list[Piece]:
        lane = self.lanes.lanes[number]
        if y == 0:
            more = number == self._left and number > 0
            head = head_row(lane, cells - 1, number == self.lanes.lane, bool(self.lanes.words))
            return [("‹" if more else " ", NOW), *head]
        return fit([(f" ↑ {lane.top} more", DIM)] if lane.top else [], cells)

    def _lane_row(self, number: int, row: int, cells: int) -> Strip:
        """Row ``row`` under the head of lane ``number``."""
        slot = self.slots(number)[row]
        if slot.kind == "card":
            return self._card_rows(self.lanes.lanes[number].cards[slot.card], cells, slot.chosen)[slot.line]
        if slot.kind == "drop":
            return self._lane_line([("▸" + "─" * (cells - 1), NOW)])
        if slot.kind == "more":
            return self._lane_line(fit([(f" ↓ {slot.card} more", DIM)], cells))
        if row == 0 and number == self.lanes.lane and not self.lanes.lanes[number].cards:
            edge = NOW if self.has_focus else DIM
            return self._lane_line([("▌", edge), *fit([("nothing here", DIM)], cells - 1)])
        return Strip.blank(cells + 1, self._ink())

    def _card_rows(self, card: CardView, cells: int, chosen: bool) -> list[Strip]:
        """The card's rows, from the cache."""
        edge: Piece = ("⠿" if card.key == self.dragged else " ", DIM)
        if chosen:
            edge = ("▌", NOW if self.has_focus else DIM)
        key = (id(card), cells, chosen, edge)
        if key not in self._rows:
            if len(self._rows) > _CACHE_MAX:
                self._rows.clear()
            assert self._view is not None
            rows = card_rows(card, cells - 1, self._view.now, self._view.ages, chosen)
            under = CURSOR if chosen else PLAIN
            # Kept with its card, whose identity is the key: none is reused while it is in the cache.
            self._rows[key] = (card, [self._lane_line([edge, *row], under) for row in rows])
        return self._rows[key][1]

    def _lane_line(self, line: list[Piece], under: str = PLAIN) -> Strip:
        """A row of a column and the blank beside it; what looks alike is one segment: each of them costs a key time."""
        found: list[Segment] = []
        for segment in (*self._inked(line, under), Segment(" ", self._ink())):
            if found and found[-1].style == segment.style:
                found[-1] = Segment(found[-1].text + segment.text, segment.style)
            else:
                found.append(segment)
        return Strip(found)

    def _inked(self, line: list[Piece], under: str = PLAIN) -> list[Segment]:
        return [Segment(text, self._ink(under, ink)) for text, ink in line]

    def _ink(self, *inks: str) -> Style:
        """The terminal style of the inks laid over each other on this widget."""
        style = self._inks.get(inks)
        if style is None:
            visual = self.visual_style
            for ink in inks:
                if ink:
                    visual += self.app.stylesheet.parse_style(ink)
            style = self._inks[inks] = visual.rich_style
        return style
