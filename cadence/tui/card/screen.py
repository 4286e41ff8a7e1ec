"""A card: everything known of it, what happened to it, and every gesture on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cadence import services
from cadence.domain.cards.boards import BOARDS
from cadence.domain.views.cards import CardDetail, CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import CadenceError, NotFound
from cadence.tui.card.discussed import talked
from cadence.tui.card.edit import CardEditing
from cadence.tui.card.history import History
from cadence.tui.card.panel import CardPanel
from cadence.tui.core.prompt_line import PromptScreen
from cadence.tui.core.screen import NARROW, CadenceScreen

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer


class CardScreen(CardEditing, CadenceScreen[CardDetail]):
    """One card. ``space`` and ``backspace`` go through the column that it was opened from."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "history", "History", tooltip="Show or fold what happened to it", id="card.history", show=False),
    ]
    FOOTER = (
        "card.next", "card.comment", "card.move", "card.assign", "card.block", "card.table", "card.act",
        "card.edit", "app.back",
    )  # fmt: skip

    def __init__(self, key: str, keys: Sequence[str] = ()) -> None:
        """Show the card ``key``; ``keys`` are those to go through."""
        super().__init__()
        self.key = key
        self._keys = tuple(keys)

    @property
    def begun_in(self) -> str | None:
        """A card that a meeting opens is looked at in it."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack[1:] else None
        return below.begun_in if isinstance(below, PromptScreen) else ""

    def body(self) -> ComposeResult:
        self.set_class(self.app.size.width < NARROW, "-narrow")
        with Horizontal(id="body"):
            yield CardPanel(id="card")
            yield History(id="history")

    def on_mount(self) -> None:
        self.query_one(CardPanel).focus()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")

    def where(self) -> str:
        place = f" {self._keys.index(self.key) + 1} of {len(self._keys)}" if self.key in self._keys else ""
        board = BOARDS[BoardKey(self.shown.card.board)].title if self.shown else ""
        return f"{board} · {self.key}{place}" if board else self.key

    @property
    def subject(self) -> CardView | None:
        return self.shown.card if self.shown else None

    def load(self, store: Store, viewer: Viewer) -> CardDetail:
        return services.cards.boards.card(store, viewer, self.key)

    def show(self, view: CardDetail) -> None:
        if view.card.key != self.key:
            return
        session = self.frame.session
        assert session is not None
        place = f"{self._keys.index(self.key) + 1} of {len(self._keys)}" if self.key in self._keys else view.card.column
        self.query_one(CardPanel).show(talked(view, session.now()), place)
        self.query_one(History).show(view.events)

    def cannot(self, error: CadenceError) -> None:
        if isinstance(error, NotFound):
            self.shown = None
            self.query_one(CardPanel).show(None, self.key, nothing=f"{error.message}. q goes back.")
            self.query_one(History).show(())
            self.foot()
            return
        super().cannot(error)

    # --- gestures ---

    def why_not(self, gesture: str) -> str:
        if gesture in {"next", "previous"} and len(self._keys) < 2:
            return "this card was opened alone; open it from a board to go through a column"
        if gesture == "vote" and self.shown and "votes" not in BOARDS[BoardKey(self.shown.card.board)].fields:
            return "only topics and retro notes take votes"
        if gesture == "read" and self._meeting is None:
            return "this card came from no meeting"
        return super().why_not(gesture)

    @property
    def _meeting(self) -> str | None:
        """The meeting that this card was raised in."""
        came = self.shown.card.came_from if self.shown else None
        return came.meeting if came else None

    def gesture_next(self) -> None:
        self._go(1)

    def gesture_previous(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        at = self._keys.index(self.key) + by if self.key in self._keys else 0
        if not 0 <= at < len(self._keys):
            self.say("this is the last card" if by > 0 else "this is the first card")
            return
        self.key = self._keys[at]
        self.stored()

    def gesture_vote(self) -> None:
        key = self.key
        self.do(lambda store, viewer: services.cards.comments.vote(store, viewer, key), f"a vote for {key}")

    def gesture_read(self) -> None:
        if self._meeting is not None:
            from cadence.tui.notes.screen import NotesScreen

            self.app.push_screen(NotesScreen(self._meeting))

    def action_history(self) -> None:
        self.toggle_class("-folded")
