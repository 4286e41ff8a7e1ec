"""Search: unranked while one types, ranked on ``enter``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input

from cadence import services
from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import SearchHit
from cadence.errors import BadValue
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.drawing.drawn import DIM, PLAIN, STRONG
from cadence.tui.widgets.line_input import LineInput
from cadence.tui.widgets.line_list import Item, LineList, ListPanel

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

REST = 0.12
"""Seconds without a key after which it looks."""
MOST = 200
"""Hits that are listed."""

Found = tuple[str, tuple[SearchHit, ...]]
"""The words, and what was found for them."""


class SearchInput(LineInput):
    """The line to type in, with the two keys that lead out of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Best first", tooltip="The best first, and into the list", id="search.best"),
        Binding("down", "screen.into_list", "Into the list", id="search.list", show=False),
    ]


class SearchScreen(CadenceScreen[Found]):
    """A line to type in and what is found below it; ``enter`` or ``down`` goes into the list."""

    CSS_PATH = "screen.tcss"
    WHERE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_list", "Back", tooltip="Back to the words, then back", id="search.back", show=False),
    ]
    FOOTER = ("search.best", "search.list", "list.open", "search.back")

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._ranked = False
        self._rest: Timer | None = None

    def body(self) -> ComposeResult:
        with Vertical(id="body"):
            yield SearchInput(id="words", placeholder="words of a card, decision, comment or meeting")
            yield ListPanel("Found", id="found")

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()
        self.query_one(ListPanel).show((), "Type a word or two.")

    def load(self, store: Store, viewer: Viewer) -> Found:
        words = self._words
        try:
            return words, tuple(services.cards.search.search(store, viewer, words, ranked=self._ranked))
        except BadValue:
            return words, ()

    def show(self, view: Found) -> None:
        words, hits = view
        panel = self.query_one(ListPanel)
        nothing = f"Nothing found for “{words}”." if words.strip() else "Type a word or two."
        panel.show([_item(hit, number) for number, hit in enumerate(hits[:MOST])], nothing)
        more = f"{MOST} of {len(hits)}" if len(hits) > MOST else str(len(hits)) if hits else ""
        panel.entitle("Found", more)

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._words, self._ranked = event.value, False
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self.stored)

    @on(Input.Submitted, "#words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._ranked = True
        self.stored()
        self.query_one(ListPanel).focus()

    def action_into_list(self) -> None:
        """Into the list of what was found."""
        self.query_one(ListPanel).focus()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        hit = self._hit(event.item)
        if hit is not None:
            self.frame.go(hit.ref)

    def _hit(self, item: str | None) -> SearchHit | None:
        hits = self.shown[1] if self.shown else ()
        number = int((item or "-1 ").split()[0])
        return hits[number] if 0 <= number < len(hits) else None

    async def action_leave_list(self) -> None:
        """Back to the words; from there, back to where one came from."""
        words = self.query_one(LineInput)
        if self.focused is words:
            await self.action_back()
        else:
            words.focus()


def _item(hit: SearchHit, number: int) -> Item:
    snippet = f"  {hit.snippet}" if hit.snippet and hit.snippet != hit.title else ""
    return Item(
        f"{number} {hit.ref}",
        ((f"{hit.ref}  ", STRONG), (hit.title, PLAIN), (snippet, DIM)),
        ((f"{hit.found_as}  {day_words(hit.at.date())}", DIM),),
    )
