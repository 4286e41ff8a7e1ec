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
from cadence.tui.board.columns import CARD_ROWS, NOTHING, BoardColumn, BoardColumns, ColumnRow
from cadence.tui.board.rows import card_rows, count_words, head_rows, in_full, need, whole_height
from cadence.tui.board.widths import OPEN_MIN, Span, spans
from cadence.tui.drawing.drawn import CURSOR, DIM, NOW, PLAIN, STRONG
from cadence.tui.drawing.lines import Piece, fit, wrapped

HEAD_ROWS = 2
"""The columns' heads, and the row that says how much lies above, or the rest of a long name."""
STRIP_ROWS = 3
"""Rows at the bottom: a rule, the chosen card's title, and what is known of it."""
LOW = 16
"""Under this height the cards get those rows."""
_COUNT = 12
"""Cells for what stands in a column's head beside its name."""
MEASURED = 50
"""Cards at the head of a column that say how much room it needs."""
TALL = 32
"""From this height on, a blank row stands between cards."""
_CACHE_MAX = 2000


class BoardPoint(NamedTuple):
    """What lies at a point of the board: column number, line under its head (negative: the head), row."""

    column: int
    y: int
    row: ColumnRow


class Drawing(NamedTuple):
    """What all lines of one drawing share: where the columns are, and the filters of colours."""

    spans: tuple[Span, ...]
    filters: tuple[LineFilter, ...]
    background: Color


class BoardFace(ScrollView):
    """How a board is drawn: geometry, rows and their cache. :class:`BoardWidget` adds keys, mouse and messages."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BoardFace {
        overflow: hidden hidden;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = BoardColumns()
        self.dragged = ""
        """The key of the card that the mouse carries, if it carries one."""
        self._view: BoardView | None = None
        self._spans: tuple[Span, ...] = ()
        self._fitted = Size(0, 0)
        self._inks: dict[tuple[str, ...], Style] = {}
        self._card_strips: dict[tuple[int, int, bool, Piece, int, int], tuple[CardView, list[Strip]]] = {}
        self._rows: dict[int, list[ColumnRow]] = {}
        self._lines: dict[int, Strip] = {}
        self._drawing: Drawing | None = None

    # --- where things are ---

    @property
    def strip_rows(self) -> int:
        """The rows at the bottom that say the chosen card in full: none where there is little room."""
        return STRIP_ROWS if self.size.height >= LOW else 0

    def span(self, number: int) -> Span | None:
        """Where column ``number`` is drawn; ``None`` if it has no room."""
        return next((span for span in self._spans if span.number == number), None)

    def column_region(self, number: int) -> Region:
        """Where column ``number`` is drawn, in cells of this widget."""
        span = self.span(number)
        return Region(span.x, 0, span.cells + 1, self.size.height - self.strip_rows) if span else Region()

    def point_at(self, x: int, y: int) -> BoardPoint | None:
        """What lies at ``x``, ``y``; beyond the edges, what is next to them. ``None`` on a board without columns."""
        if not self._spans:
            return None
        span = next((span for span in reversed(self._spans) if span.x <= x), self._spans[0])
        y -= HEAD_ROWS
        rows = () if span.folded else self.rows_of(span.number)
        return BoardPoint(span.number, y, rows[min(y, len(rows) - 1)] if y >= 0 and rows else NOTHING)

    def rows_of(self, number: int) -> list[ColumnRow]:
        """The rows of column ``number``, from the cache."""
        if number not in self._rows:
            self._rows[number] = self.columns.rows_of(number)
        return self._rows[number]

    def lay_out(self) -> bool:
        """Share the width among the columns, and the height among their cards; whether that has changed anything."""
        view, before = self._view, (self._spans, [column.height for column in self.columns])
        if view is not None:
            folding = {number for number, column in enumerate(self.columns) if column.name in view.folds}
            needs = [
                max(
                    len(self._title_of(column)) + _COUNT,
                    max((need(card, view.now) for card in column.cards[:MEASURED]), default=OPEN_MIN),
                )
                for column in self.columns
            ]
            self._spans = spans(needs, folding, self.columns.column, self.size.width)
            for span in self._spans:
                if not span.folded:
                    self._heighten(self.columns[span.number], span.cells, view)
        return before != (self._spans, [column.height for column in self.columns])

    def _heighten(self, column: BoardColumn, cells: int, view: BoardView) -> None:
        """Give the cards of a column the rows in which nothing is cut, as far as all of them have room for it."""
        most, ranked = self.columns.tallest(column), column.name == view.ranked
        column.height = CARD_ROWS
        if most > CARD_ROWS:
            wanted = (whole_height(card, cells - 1, view.now, ranked * at) for at, card in enumerate(column.cards, 1))
            column.height = min(most, max((CARD_ROWS, *wanted)))
            column.top = 0

    # --- drawing ---

    def render_lines(self, crop: Region) -> list[Strip]:
        # Textual draws a new size before it tells of it.
        if self._fitted != self.size:
            self._fit()
        now = Drawing(self._spans, tuple(self.get_line_filters()), self.background_colors[1])
        if now != self._drawing:
            self._drawing = now
            self._lines.clear()
        # Not by Textual's cache of styled lines: it asks for all of them at every key, and a board has neither border
        # nor padding. What is kept here are whole lines, with what the filters made of them.
        return [self._line(y, now).crop(*crop.column_span) for y in crop.line_range]

    def _fit(self) -> None:
        """Another size: other rows, other columns."""
        self._fitted = self.size
        self.columns.rows = max(1, self.size.height - HEAD_ROWS - self.strip_rows)
        self.columns.gap = 1 if self.size.height >= TALL else 0
        for column in self.columns:
            column.top = min(column.top, self.columns.last_top(column))
        self.columns.reveal()
        self._card_strips.clear()
        self._rows.clear()
        self._lines.clear()
        self.lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.clear()
        self._card_strips.clear()
        self._lines.clear()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._lines.clear()
        self.refresh()

    def redraw(self, *numbers: int) -> None:
        """Draw again what has changed in these columns; without ``numbers`` all."""
        if not numbers:
            self._rows.clear()
            self._lines.clear()
            self.refresh()
            return
        regions: set[Region] = set()
        for number in set(numbers):
            before = self._rows.pop(number, None)
            span = self.span(number)
            if span is not None and not span.folded:
                regions |= self._changed(number, before, heads=len(set(numbers)) > 1)
        if self.strip_rows:
            regions.add(Region(0, self.size.height - STRIP_ROWS + 1, self.size.width, STRIP_ROWS - 1))
        for region in regions:
            for y in region.line_range:
                self._lines.pop(y, None)
        if regions:
            self.refresh(*regions)

    def _changed(self, number: int, before: list[ColumnRow] | None, *, heads: bool) -> set[Region]:
        """Where column ``number`` looks different now: its rows, and its head if that may have changed."""
        region = self.column_region(number)
        now = self.rows_of(number)
        if before is None or len(before) != len(now):
            return {region}
        rows = [row for row, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]
        regions = {Region(region.x, HEAD_ROWS + row, region.width, 1) for row in rows}
        if heads or rows[:1] == [0]:
            # And the first row, which says when the cursor is in an empty column.
            regions.add(Region(region.x, 0, region.width, HEAD_ROWS + 1))
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
        width = self.size.width
        empty = self._empty_words() if y == HEAD_ROWS else ""
        if empty:
            return [Strip(self._inked(fit([(f" {empty}", DIM)], width)), width)]
        if y >= self.size.height - self.strip_rows:
            return [Strip(self._inked(fit(self._chosen(y - self.size.height + STRIP_ROWS), width)), width)]
        parts = [self._part(span, y) for span in drawing.spans]
        left = width - sum(part.cell_length for part in parts)
        return [*parts, Strip.blank(left, self._ink())] if left > 0 else [Strip.join(parts).crop(0, width)]

    def _part(self, span: Span, y: int) -> Strip:
        """Line ``y`` of one column."""
        if span.folded:
            rows = self._rail(self.columns[span.number], span.cells)
            return self._column_line(fit([(rows[y] if y < len(rows) else "", DIM)], span.cells))
        if y < HEAD_ROWS:
            return self._column_line(self._head(span.number, y, span.cells))
        return self._column_row(span.number, y - HEAD_ROWS, span.cells)

    def _rail(self, column: BoardColumn, cells: int) -> list[str]:
        """The rows of a folded column: its name, broken as often as it takes, and how many cards it holds, or shows."""
        count = wrapped(count_words(column, filtered=bool(self.columns.words)), cells, 3)
        room = max(1, self.size.height - self.strip_rows - len(count))
        return [*wrapped(self._title_of(column), cells, room), *(row.center(cells) for row in count)]

    def _title_of(self, column: BoardColumn) -> str:
        """A column's name as people read it."""
        shown = self._view.columns if self._view is not None else ()
        return next((one.title for one in shown if one.name == column.name), column.name)

    def _chosen(self, row: int) -> list[Piece]:
        """The card under the cursor in full: a rule, its title, and what is known of it."""
        card, view = self.columns.card, self._view
        if row == 0:
            return [("─" * self.size.width, DIM)]
        if card is None or view is None:
            return []
        planned = card.key in view.planned
        return in_full(card, view.now, planned=planned) if row == 2 else [(f" {card.title}", STRONG)]

    def _empty_words(self) -> str:
        """The sentence on a board without a card to show."""
        if self._view is None or any(column.cards for column in self.columns):
            return ""
        if any(column.total for column in self.columns):
            return f"Nothing here matches “{' '.join(self.columns.words)}”."
        return self._view.empty

    def _head(self, number: int, y: int, cells: int) -> list[Piece]:
        column, focused = self.columns[number], number == self.columns.column
        view = next((one for one in self._view.columns if one.name == column.name), None) if self._view else None
        older, title = view.older if view is not None else 0, self._title_of(column)
        return [(" ", DIM), *head_rows(column, cells - 1, focused, bool(self.columns.words), older, title)[y]]

    def _column_row(self, number: int, y: int, cells: int) -> Strip:
        """Line ``y`` under the head of column ``number``."""
        rows = self.rows_of(number)
        # Textual may still ask for the lines of a taller size.
        row = rows[y] if y < len(rows) else NOTHING
        if row.kind == "card":
            column = self.columns[number]
            place = row.card + 1 if self._view is not None and column.name == self._view.ranked else 0
            return self._card_rows(column.cards[row.card], cells, row.chosen, place, column.height)[row.line]
        if row.kind == "drop":
            return self._column_line([("▸" + "─" * (cells - 1), NOW)])
        if row.kind == "more":
            return self._column_line(fit([(f" ↓ {row.card} more", DIM)], cells))
        if y == 0 and number == self.columns.column and not self.columns[number].cards:
            edge = NOW if self.has_focus else DIM
            return self._column_line([("▌", edge), *fit([("nothing here", DIM)], cells - 1)])
        return self._column_line([(" " * cells, PLAIN)])

    def _card_rows(self, card: CardView, cells: int, chosen: bool, place: int, height: int) -> list[Strip]:
        """The card's rows, from the cache."""
        edge: Piece = ("⠿" if card.key == self.dragged else " ", DIM)
        if chosen:
            edge = ("▌", NOW if self.has_focus else DIM)
        key = (id(card), cells, chosen, edge, place, height)
        if key not in self._card_strips:
            if len(self._card_strips) > _CACHE_MAX:
                self._card_strips.clear()
            assert self._view is not None
            planned = card.key in self._view.planned
            rows = card_rows(card, cells - 1, self._view.now, chosen, place, planned=planned, height=height)
            under = CURSOR if chosen else PLAIN
            # Kept with its card, whose identity is the key: none is reused while it is in the cache.
            self._card_strips[key] = (card, [self._column_line([edge, *row], under) for row in rows])
        return self._card_strips[key][1]

    def _column_line(self, line: list[Piece], under: str = PLAIN) -> Strip:
        """A row of a column and the rule beside it; what looks alike is one segment: each of them costs a key time."""
        found: list[Segment] = []
        for segment in (*self._inked(line, under), Segment("│", self._ink(DIM))):
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
