"""Short lists with a cursor, for home's panels and the list pages: one line each, a part of it at the right end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.css.styles import RulesMap
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cadence.tui.drawing.drawn import DIM, NOW
from cadence.tui.drawing.lines import Line, content, ends, length, wrapped
from cadence.tui.drawing.markdown import wrap_pieces
from cadence.tui.widgets.one_line import ASKS
from cadence.tui.widgets.panel import PANEL_RULES, Panel


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: ``id`` names what it stands for; ``left`` yields where ``right`` needs the room.

    ``quiet`` items (headings, remarks) can't be chosen. With ``hang``, the last piece of ``left`` is not cut: it
    goes on in further lines, indented by so many cells; and so does ``below``, on lines of its own.
    """

    id: str
    left: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...] = ()
    quiet: bool = False
    hang: int | None = None
    below: tuple[tuple[str, str], ...] = ()


class LineList(OptionList):
    """The list. News (another :meth:`show`) keeps the cursor on its item.

    ``enter`` or a click posts :class:`Chosen`; with ``double`` it takes a double click, a single one moves the cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", id="list.down", show=False),
        Binding("k", "cursor_up", "Up", id="list.up", show=False),
        Binding("enter", "select", "Open", tooltip="Open the line under the cursor", id="list.open", show=False),
    ]
    DEFAULT_CSS = """
    LineList, LineList:focus {
        border: none;
        padding: 0;
        background: transparent;
        background-tint: transparent;
    }
    LineList {
        scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 0 0 1; }
        & > .option-list--option-disabled { color: $foreground-muted; }
        & > .option-list--option-highlighted {
            background: transparent;
            color: $foreground;
            text-style: none;
        }
    }
    LineList:focus > .option-list--option-highlighted {
        background: $block-cursor-blurred-background;
        text-style: bold;
    }
    LineList:focus:ansi > .option-list--option-highlighted { text-style: reverse; }
    """

    @dataclass
    class Chosen(Message):
        """An item was opened."""

        list: LineList
        item: str

        @property
        def control(self) -> LineList:
            """The list."""
            return self.list

    @dataclass
    class Moved(Message):
        """The cursor is on another item."""

        list: LineList
        item: str

        @property
        def control(self) -> LineList:
            """The list."""
            return self.list

    def __init__(
        self,
        items: Sequence[Item] = (),
        *,
        empty: str = "",
        double: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._double = double
        self._items: tuple[Item, ...] | None = None
        self._empty = empty
        self.show(items)

    @property
    def item(self) -> str | None:
        """The item under the cursor."""
        option = self.highlighted_option
        return option.id if option is not None and not option.disabled else None

    @property
    def cells(self) -> int:
        """The width of a line, beside the mark of the cursor; 0 before the list is laid out."""
        return max(0, self.content_size.width - 1)

    def show(self, items: Sequence[Item], empty: str | None = None) -> None:
        """Show ``items``, or without any the sentence ``empty``."""
        if empty is not None:
            self._empty = empty
        shown = tuple(items)
        if shown == self._items and shown:
            return
        self._items = shown
        at, row, scroll = self.item, self.highlighted, self.scroll_y
        if not shown:
            prompts = [Option(_Row(Item("", ((self._empty, DIM),), hang=0)), disabled=True)] if self._empty else []
            self.set_options(prompts)
            return
        self.set_options([Option(_Row(item), item.id, item.quiet) for item in shown])
        self._put_cursor(at, row)
        if self.is_attached:
            self.scroll_to(y=scroll, animate=False)

    def select(self, item: str) -> bool:
        """Put the cursor on ``item``; false if it isn't in the list."""
        for number, option in enumerate(self.options):
            if option.id == item:
                self.highlighted = number
                return True
        return False

    def reveal(self, item: str) -> None:
        """Scroll until ``item`` is in sight; the cursor stays where it is."""
        number = next((place for place, option in enumerate(self.options) if option.id == item), None)
        if number is None or not self.is_mounted:
            return
        self._update_lines()
        y, height = self._index_to_line.get(number), self._heights.get(number, 1)
        if y is not None:
            region = Region(0, y, self.scrollable_content_region.width, height)
            self.scroll_to_region(region, animate=False, immediate=True)

    def _put_cursor(self, item: str | None, row: int | None) -> None:
        if item is not None and self.select(item):
            return
        able = [number for number, option in enumerate(self.options) if not option.disabled]
        after = [number for number in able if number >= (row or 0)]
        nearest = after[:1] or able[-1:]
        self.highlighted = nearest[0] if nearest else None

    def render_line(self, y: int) -> Strip:
        """A row; that of the cursor has a mark of its own: not everybody sees a tint."""
        strip = super().render_line(y)
        asks = self.has_class(ASKS)
        under_cursor = (self.has_focus or asks) and self.highlighted is not None
        meta = next((segment.style.meta for segment in strip if segment.style), {})
        if not under_cursor or meta.get("option") != self.highlighted:
            return strip
        style = self.get_visual_style("option-list--option", "option-list--option-highlighted")
        mark = Visual.to_strips(self, content([[("▌", DIM if asks else NOW)]]), 1, 1, style)[0]
        return Strip.join([mark.apply_meta(meta), strip.crop(1)])

    def on_click(self, event: events.Click) -> None:
        if self._double and event.chain == 1:
            event.prevent_default()
            number = event.style.meta.get("option")
            if number is not None and not self.options[number].disabled:
                self.highlighted = number

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(self, event.option_id))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Moved(self, event.option_id))


class ListPanel(Panel, LineList):
    """A list in a titled border: ``╭ Needs you ──── 3 ╮``."""

    DEFAULT_CSS = (
        """
    ListPanel, ListPanel:focus { padding: 0 1 0 0; }
    ListPanel {
    """
        + PANEL_RULES
        + "}"
    )

    def __init__(
        self,
        title: str,
        items: Sequence[Item] = (),
        *,
        empty: str = "",
        double: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(items, empty=empty, double=double, id=id, classes=classes)
        self.entitle(title)


class _Row(Visual):
    """An item as one line of the width at hand, or as several where its last piece may go on."""

    def __init__(self, item: Item) -> None:
        self._left, self._right, self._hang, self._below = item.left, item.right, item.hang, item.below

    def _lines(self, width: int) -> list[Line]:
        if self._hang is None or not self._left:
            return [ends(self._left, self._right, width)]
        *before, (text, ink) = self._left
        beside = length(self._right) + 1 if self._right else 0
        room, indent = width - max(self._hang, length(before)), (" " * self._hang, "")
        apart = beside > room // 2  # what stands beside it would leave the text hardly any room: it goes below
        first, *rest = wrapped(text, room if apart else room - beside)
        rows: list[Line] = [[*before, (first, ink)], *([indent, (row, ink)] for row in rest)]
        if not apart:
            rows[0] = ends(rows[0], self._right, width)
        elif length(rows[-1]) + beside <= width:
            rows[-1] = ends(rows[-1], self._right, width)
        else:
            rows += [[indent, *row] for row in wrap_pieces(self._right, max(1, width - self._hang))]
        return [*rows, *([indent, *row] for row in wrap_pieces(self._below, max(8, width - self._hang)) if row)]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return content(self._lines(width)).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return min(container_width, length(self._left) + length(self._right) + 2)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self._lines(width))
