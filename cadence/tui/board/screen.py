"""A board: columns of cards, one cursor, and every gesture on the card under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cadence import services
from cadence.domain.cards.boards import BOARDS, adding_column
from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.views.cards import BoardView, CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import CadenceError
from cadence.tui.board.board import BoardWidget
from cadence.tui.board.filters import unknown
from cadence.tui.board.rows import PLANNED
from cadence.tui.core import why_not
from cadence.tui.core.card_actions import flagged
from cadence.tui.core.screen import NARROW, CadenceScreen
from cadence.tui.drawing.drawn import DIM, PLAIN
from cadence.tui.drawing.lines import Piece
from cadence.tui.widgets.key_bar import KeyWords

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_WORK = ("card.new", "card.move", "card.assign", "card.block", "card.table")
_FOOTERS: Mapping[BoardKey, tuple[str, ...]] = {
    BoardKey.ARCH: ("card.topic", "card.vote", "card.comment", "card.move"),
    BoardKey.DEMO: ("card.new", "card.comment", "card.choose"),
    BoardKey.RETRO: (),
    BoardKey.PARKING: ("card.park", "card.choose", "card.table", "card.comment"),
    BoardKey.ACTIONS: ("card.act", "card.done", "card.assign", "card.comment"),
    BoardKey.DECISIONS: ("card.decide", "card.edit", "card.comment"),
}
"""What one does on a board that isn't of work, most often first; every other gesture is in the help."""


class BoardScreen(CadenceScreen[BoardView]):
    """One of the eight boards."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            ".", "everything", "All done", tooltip="All that was ever done, or this iteration's", id="board.everything"
        ),
        Binding("escape", "unfilter", "Show all", tooltip="Show all cards again", id="board.unfilter", show=False),
    ]
    RULES: ClassVar[why_not.Rules] = {
        "vote": (
            (lambda here: not why_not.takes_votes(here.adds_to), why_not.NO_VOTES_HERE),
            *why_not.ANYWHERE["vote"],
        ),
    }

    def __init__(self, key: str, card: str | None = None) -> None:
        """Show the board ``key``, with the cursor on ``card`` if that is given."""
        super().__init__()
        self.key = self.adds_to = key
        self.gestures |= {
            "new": self.cards.new,
            "vote": self.cards.vote,
            "next": self._down,
            "previous": self._up,
            "filter": self._ask_filter,
        }
        self.quiet_about = (key,)
        self._first = card
        self._filtered = ""
        self._everything = False

    def body(self) -> ComposeResult:
        yield BoardWidget(id="body")

    @property
    def board(self) -> BoardWidget:
        """The columns."""
        return self.query_one(BoardWidget)

    @property
    def subject(self) -> CardView | None:
        return self.board.card

    @property
    def adds_in(self) -> str | None:  # type: ignore[override]
        """The column with the cursor, where a card can begin in it."""
        names = [each.name for each in self.shown.columns] if self.shown else []
        declared = BOARDS[BoardKey(self.key)]
        return adding_column(declared, self.board.column if self.board.column != declared.proposes else None, names)

    def where(self) -> str:
        filtered = f" · only “{self._filtered}”" if self._filtered else ""
        return BOARDS[BoardKey(self.key)].title + filtered

    def on_resize(self) -> None:
        self.top()

    def middle(self) -> list[Piece]:
        """Of the wall, how much of it is this iteration's, and how much of that is done."""
        view = self.shown
        if view is None or not view.planned:
            return []
        if self.size.width < NARROW:
            return [(f"{PLANNED} {len(view.planned)}/{view.counted} ✔ {view.planned_done}", DIM)]
        words = f"{PLANNED} this iteration {len(view.planned)} of {view.counted} · {view.planned_done} done"
        return [(words, PLAIN)]

    def footer(self) -> tuple[str, ...]:
        lists = ("board.move_right",) if self._proposed else ()
        own = _FOOTERS.get(BoardKey(self.key), _WORK)
        return (*lists, "board.open", "board.unfilter", *own, "board.filter", "card.undo", "app.back")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to show again where nothing is filtered."""
        return super().check_action(action, parameters) and (action != "unfilter" or bool(self._filtered))

    @property
    def _proposed(self) -> bool:
        """Whether the cursor is on what proposes itself for this board, which one key lists."""
        proposes = BOARDS[BoardKey(self.key)].proposes
        return bool(proposes) and self.is_mounted and self.board.column == proposes

    def foot_keys(self) -> Sequence[KeyWords]:
        return [
            one._replace(words="list it") if one.action == "board.move_right" else one for one in super().foot_keys()
        ]

    def load(self, store: Store, viewer: Viewer) -> BoardView:
        return services.cards.boards.board(store, viewer, self.key, everything=self._everything)

    def show(self, view: BoardView) -> None:
        opens = self.board.view is None
        self.board.show(view)
        self.top()
        if opens and BOARDS[BoardKey(self.key)].proposes == view.columns[0].name:
            self.board.go(1, 0)  # what proposes itself stands before the list that is prepared
        if self._first is not None and self.board.select(self._first):
            self._first = None
        self.keep_focus(self.board)

    def columns_of(self, card: CardView) -> Mapping[str, str]:
        names = {one.name: one.title for one in self.shown.columns} if self.shown else super().columns_of(card)
        return {name: title for name, title in names.items() if name != BOARDS[BoardKey(self.key)].proposes}

    @property
    def limits(self) -> Limits:  # type: ignore[override]
        return self.shown.limits if self.shown else NO_LIMITS

    @property
    def moves_on(self) -> str | None:  # type: ignore[override]
        return self.key

    # --- the cursor's card ---

    def on_board_widget_cursor_moved(self, event: BoardWidget.CursorMoved) -> None:
        event.stop()
        self.foot_if_changed(event.key is None)

    _footed: tuple[bool, bool] | None = None

    def foot_if_changed(self, empty: bool) -> None:
        """A footer depends only on whether there is a card, or one to be listed: held keys don't draw it again."""
        if (empty, self._proposed) != self._footed:
            self._footed = (empty, self._proposed)
            self.foot()

    def on_board_widget_opened(self, event: BoardWidget.Opened) -> None:
        event.stop()
        from cadence.tui.card.screen import CardScreen

        self.app.push_screen(CardScreen(event.key, self._column_keys()))

    def _column_keys(self) -> tuple[str, ...]:
        name = self.board.column
        for column in self.shown.columns if self.shown else ():
            if column.name == name:
                return tuple(card.key for card in column.cards)
        return ()

    def on_board_widget_move_asked(self, event: BoardWidget.MoveAsked) -> None:
        event.stop()
        board, on = self.board, self.key
        key, column, after, before = event.key, event.column, event.after, event.before
        stood = next((one.name for one in board.columns if one.find(key) is not None), "")
        board.moving(event)

        def act(store: Store, viewer: Viewer) -> tuple[str, str]:
            # Between two cards of which one is named; beside nobody, the column's end, where it is alone.
            now = services.cards.move.move(
                store, viewer, key, column, board=on, after=after, before=None if after else before
            )
            over = services.cards.time_thieves.broken_by(store, viewer, now) if now.column != stood else ""
            return over, now.key

        def stored(came: tuple[str, str]) -> None:
            over, listed = came
            board.moved(key)
            if listed != key:  # a demo of its own was made of it
                self._first = listed
            self.stored()
            if over:
                self.say(f"{key} moved to {column}{flagged(over)}")

        def failed(error: CadenceError) -> None:
            board.moved(key)
            self.failed(error)

        self.frame.perform(act, stored, failed)

    # --- gestures of boards ---

    def action_everything(self) -> None:
        """Show all that was ever done, or what was done in this iteration."""
        self._everything = not self._everything
        self.reload()

    def _down(self) -> None:
        self.board.action_down()

    def _up(self) -> None:
        self.board.action_up()

    def _ask_filter(self) -> None:
        self.prompt.ask(
            "filter",
            "only cards with:",
            self._filter,
            text=self._filtered,
            hint="words · @who · #tag · %flow · <who asks · is:blocked is:late is:toil · !fri due by then",
            empty=True,
            follow=self._narrow,
        )

    def _filter(self, typed: str) -> None:
        """The line was entered: what stands for nothing is named there."""
        words = typed.casefold().split()
        if self.board.view and (wrong := unknown(words, self.board.view.now.date())):
            self.prompt.refuse(wrong)
        else:
            self._narrow(typed)

    def _narrow(self, typed: str) -> None:
        self._filtered = " ".join(typed.split())
        self.board.filter(self._filtered, self.prompt.handles)
        self.top()

    def action_unfilter(self) -> None:
        """Show all cards again."""
        self._narrow("")
        self.foot()
