"""The panel of the card that is discussed."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message

from cadence.domain.views.cards import CardView
from cadence.tui.card.discussed import LABEL, DiscussedCard, choice_rows, rows_of
from cadence.tui.card.takers import Takers
from cadence.tui.drawing.drawn import DIM, Drawn
from cadence.tui.drawing.lines import Line, wrapped
from cadence.tui.widgets.panel import PANEL_RULES, Panel

_ASKS = {"interested": "wants it", "assigned": "takes it"}


class CardPanel(Panel, Vertical):
    """The card in a walk, and on its own screen. The panel's title says which of how many it is.

    What can become of it, or who wants it, stands under the card's text and stays in sight however long that is: the
    text scrolls, and an ellipsis in the border says that there is more below.

    Posts :class:`Toggled` when a person on it is clicked.
    """

    DEFAULT_CSS = (
        """
    CardPanel {
        & > VerticalScroll {
            height: auto;
            padding: 0 1 0 2;
            scrollbar-size-vertical: 1;
            scrollbar-gutter: stable;
        }
        & > _InSight { padding: 1 2 0 2; }
        border-subtitle-color: $foreground-muted;
    """
        + PANEL_RULES
        + "}"
    )

    @dataclass
    class Toggled(Message):
        """A person was clicked: wants it, or takes it, or no longer."""

        panel: CardPanel
        handle: str

    def __init__(
        self, shown: DiscussedCard | None = None, *, place: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._shown: DiscussedCard | None = None
        self._nothing = ""
        self._face = Drawn()
        self._in_sight = _InSight()
        self._scroll = _Scroll(self._face)
        if shown is not None:
            self.show(shown, place)

    def compose(self) -> ComposeResult:
        yield self._scroll
        yield self._in_sight

    @property
    def card(self) -> CardView | None:
        """The card that is shown."""
        return self._shown.card if self._shown else None

    def show(self, shown: DiscussedCard | None, place: str = "", nothing: str = "") -> None:
        """Show a card, or without one the sentence ``nothing``; ``place`` is the panel's title (``3 of 9``).

        Another card starts at its top; news about the same one doesn't scroll.
        """
        self.entitle(place)
        before = self.card
        if (shown, nothing) == (self._shown, self._nothing):
            return
        self._shown, self._nothing = shown, nothing
        self._face.draw(lambda width: _rows(shown, nothing, width))
        self._in_sight.show(shown)
        self._share_height()
        if self.is_attached and (before is None or shown is None or before.key != shown.card.key):
            self._scroll.scroll_home(animate=False)

    def page(self, by: int) -> None:
        """Scroll the text a page down (1) or up (-1)."""
        (self._scroll.scroll_page_down if by > 0 else self._scroll.scroll_page_up)(animate=False)

    def on_resize(self, event: events.Resize) -> None:
        self._share_height()

    def _share_height(self) -> None:
        """The text takes what the choices leave."""
        width, height = self.content_size
        below = len(self._in_sight.drawn(max(1, width - 4)))
        self._in_sight.display = bool(below)
        self._scroll.set_styles(max_height=max(3, height - below - 1 if below else height))


def _rows(shown: DiscussedCard | None, nothing: str, width: int) -> list[Line]:
    if shown is not None:
        return rows_of(shown, width)
    lines = nothing.split("\n") if nothing else []
    return [[], *([(row, DIM)] for line in lines for row in wrapped(line, width))] if lines else []


class _Scroll(VerticalScroll):
    """The card's text; the panel's border says whether some of it is out of sight below."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._mark_more()

    def watch_virtual_size(self) -> None:
        self._mark_more()

    def on_resize(self) -> None:
        self._mark_more()

    def _mark_more(self) -> None:
        if self.parent is not None:
            more = "… more below" if self.scroll_y < self.max_scroll_y else ""
            self.parent.border_subtitle = more  # type: ignore[attr-defined]


class _InSight(Drawn):
    """What can become of the card; who wants it or takes it, with everybody's load."""

    def __init__(self) -> None:
        super().__init__()
        self._takers: Takers | None = None
        self._choices: DiscussedCard | None = None

    def show(self, shown: DiscussedCard | None) -> None:
        choices = shown if shown is not None and shown.choices else None
        if choices != self._choices:
            self._choices = choices
            self.changed()
        takers = None
        if shown is not None and shown.people:
            wants = shown.asks == "interested"
            on, wanted = (shown.card.interested, ()) if wants else (shown.card.assignees, shown.card.interested)
            had = frozenset(shown.card.assignees)
            takers = Takers(shown.people, frozenset(on), _ASKS.get(shown.asks, ""), LABEL, frozenset(wanted), had)
        if takers != self._takers:
            self._takers = takers
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        return [*self._chosen_from(width), *(self._takers.rows(width) if self._takers is not None else ())]

    def _chosen_from(self, width: int) -> list[Line]:
        return choice_rows(self._choices, width) if self._choices is not None else []

    def on_click(self, event: events.Click) -> None:
        offset, panel = event.get_content_offset(self), self.parent
        if offset is None or self._takers is None or not isinstance(panel, CardPanel):
            return
        width = self.content_size.width
        handle = self._takers.at(offset.x, offset.y - len(self._chosen_from(width)), width)
        if handle is not None:
            event.stop()
            panel.post_message(CardPanel.Toggled(panel, handle))
