"""A card: everything known of it, what happened to it, and every gesture on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cadence import services
from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.views.cards import CardDetail, CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import CadenceError, NotFound
from cadence.tui.card.discussed import talked
from cadence.tui.card.edit import KEYS, CardEditing
from cadence.tui.card.history import History
from cadence.tui.card.panel import CardPanel
from cadence.tui.core import why_not
from cadence.tui.core.card_host import as_added
from cadence.tui.core.gestures import GestureScreen
from cadence.tui.core.screen import NARROW, CadenceScreen

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer


class CardScreen(CadenceScreen[CardDetail]):
    """One card. ``space`` and ``backspace`` go through the column that it was opened from."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "history", "History", tooltip="Show or fold what happened to it", id="card.history", show=False),
        *KEYS,
    ]
    FOOTER = (
        "card.next", "card.comment", "card.move", "card.assign", "card.block", "card.table", "card.act",
        "card.edit", "app.back",
    )  # fmt: skip

    RULES: ClassVar[why_not.Rules] = {
        **dict.fromkeys(
            ("next", "previous"),
            (
                (
                    lambda here: len(here.keys) < 2,
                    "this card was opened alone; open it from a board to go through a column",
                ),
            ),
        ),
        "vote": (
            (lambda here: here.shown and not why_not.takes_votes(here.shown.card.board), why_not.NO_VOTES_HERE),
            *why_not.ANYWHERE["vote"],
        ),
        "read": ((lambda here: here.meeting is None, "this card came from no meeting"),),
    }

    def __init__(self, key: str, keys: Sequence[str] = ()) -> None:
        """Show the card ``key``; ``keys`` are those to go through."""
        super().__init__()
        self.key = key
        self.keys = tuple(keys)
        self.gestures |= {
            **CardEditing(self).gestures(),
            "next": lambda: self._go(1),
            "previous": lambda: self._go(-1),
            "vote": self._vote,
            "read": self._read,
        }

    @property
    def begun_in(self) -> str | None:
        """A card that a meeting opens is looked at in it."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack[1:] else None
        return below.begun_in if isinstance(below, GestureScreen) else ""

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
        place = f" {self.keys.index(self.key) + 1} of {len(self.keys)}" if self.key in self.keys else ""
        board = BOARDS[BoardKey(self.shown.card.board)].title if self.shown else ""
        return f"{board} · {self.key}{place}" if board else self.key

    @property
    def subject(self) -> CardView | None:
        return self.shown.card if self.shown else None

    @property
    def limits(self) -> Limits:  # type: ignore[override]
        return self.shown.limits if self.shown else NO_LIMITS

    @property
    def tasks(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.shown.tasks if self.shown else ()

    @property
    def said_last(self) -> str:  # type: ignore[override]
        comments = self.shown.comments if self.shown else ()
        return next((" ".join(one.body.split()) for one in reversed(comments) if one.kind == "feedback"), "")

    def columns_of(self, card: CardView) -> Mapping[str, str]:
        return dict(self.shown.columns) if self.shown else super().columns_of(card)

    def load(self, store: Store, viewer: Viewer) -> CardDetail:
        return services.cards.boards.card(store, viewer, self.key)

    def show(self, view: CardDetail) -> None:
        if view.card.key != self.key:
            return
        session = self.frame.session
        assert session is not None
        place = f"{self.keys.index(self.key) + 1} of {len(self.keys)}" if self.key in self.keys else view.card.stands_in
        self.query_one(CardPanel).show(talked(view, session.now()), place)
        self.query_one(History).show(view.events, dict(view.columns))

    def cannot(self, error: CadenceError) -> None:
        if isinstance(error, NotFound):
            self.shown = None
            self.query_one(CardPanel).show(None, self.key, nothing=f"{error.message}. q goes back.")
            self.query_one(History).show(())
            self.foot()
            return
        super().cannot(error)

    # --- gestures ---

    @property
    def meeting(self) -> str | None:
        """The meeting that this card was raised in."""
        came = self.shown.card.came_from if self.shown else None
        return came.meeting if came else None

    def _go(self, by: int) -> None:
        at = self.keys.index(self.key) + by if self.key in self.keys else 0
        if not 0 <= at < len(self.keys):
            self.say("this is the last card" if by > 0 else "this is the first card")
            return
        self.key = self.keys[at]
        self.stored()

    def _vote(self) -> None:
        key = self.key
        self.do(lambda store, viewer: services.cards.comments.vote(store, viewer, key), as_added("a vote for"))

    def _read(self) -> None:
        if self.meeting is not None:
            from cadence.tui.notes.screen import NotesScreen

            self.app.push_screen(NotesScreen(self.meeting))

    def action_history(self) -> None:
        self.toggle_class("-folded")
