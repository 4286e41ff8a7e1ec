"""The receipt: what a meeting came to. Reopen it, read and copy its notes, give a place to what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from cadence import services
from cadence.domain.kinds import BY_KEY
from cadence.domain.team.roles import Right, may
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import ReceiptView
from cadence.tui.core import places, why_not
from cadence.tui.core.card_ends import give_place
from cadence.tui.core.key_sorts import word_key
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.drawing.drawn import DIM, PLAIN
from cadence.tui.notes.receipt import ReceiptPanel
from cadence.tui.widgets.foot import Foot
from cadence.tui.widgets.line_list import Item, LineList, ListPanel

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer


class ReceiptScreen(CadenceScreen[ReceiptView]):
    """One held meeting on one page."""

    CSS_PATH = "receipt_screen.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        word_key("l", "recording", "Recording", "Keep the link to the recording", "receipt.recording"),
        *(
            Binding(
                f"page{way}",
                f"page({by})",
                f"Page {way}",
                tooltip=f"The receipt, a page {way}",
                id=f"receipt.page_{way}",
                show=False,
                priority=True,
            )
            for way, by in (("down", 1), ("up", -1))
        ),
    ]  # fmt: skip
    CALLED: ClassVar[dict[str, tuple[str, str]]] = {
        "list.open": ("Give it a place", "Give the item that is still open a place"),
    }
    FOOTER = ("list.open", "receipt.recording", "notes.read", "notes.copy", "card.undo", "app.back")
    RULES: ClassVar[why_not.Rules] = {
        "copy": (),
        "undo": (why_not.may_not(Right.REOPEN),),
        "recording": (
            why_not.may_not(Right.RECORD),
            (
                lambda here: here.shown is None or not BY_KEY[here.shown.line.kind].recorded,
                "this kind of meeting is not recorded",
            ),
        ),
    }

    def __init__(self, ref: str) -> None:
        """Show what the meeting ``ref`` came to."""
        super().__init__()
        self.ref = self.gives_places = ref
        self.gestures |= {
            "undo": self._reopen,
            "read": self._read,
            "copy": self._copy,
            "recording": self._ask_recording,
        }

    @property
    def begun_in(self) -> str | None:
        return None if BY_KEY[self.ref.partition("@")[0]].closed_doors else self.ref

    def body(self) -> ComposeResult:
        with Vertical(id="body"):
            yield ReceiptPanel()
            yield ListPanel("Still open", id="open")

    def foot(self) -> None:
        if self.is_attached:
            words = {"card.undo": "reopen"}
            keys = [key._replace(words=words.get(key.action, key.words)) for key in self.foot_keys()]
            self.query_one(Foot).show(keys)

    def line_closed(self) -> None:
        super().line_closed()
        self.show_what_waited()

    def where(self) -> str:
        return "Receipt"

    def load(self, store: Store, viewer: Viewer) -> ReceiptView:
        return services.facilitation.receipt.receipt(store, viewer, self.ref)

    def show(self, view: ReceiptView) -> None:
        if view.line.status in {"running", "paused"}:
            self._goes_on()
            return
        kept = ["l keeps the link to the recording"] if self._asks_for_recording() else []
        self.query_one(ReceiptPanel).show(view, kept)
        open_ = self.query_one("#open", ListPanel)
        open_.display = bool(view.still_open)
        open_.show([Item(card.key, ((card.title, PLAIN),), ((_stays(card), DIM),)) for card in view.still_open])
        open_.entitle("Still open", str(len(view.still_open)))
        if view.still_open:
            self.keep_focus(open_)
        self.call_after_refresh(self._share_room)

    def on_resize(self) -> None:
        self.call_after_refresh(self._share_room)

    def _share_room(self) -> None:
        """The text has the rows that the list below it does not need."""
        if not self.is_attached:
            return
        open_ = self.query_one("#open", ListPanel)
        below = open_.outer_size.height + 1 if open_.display else 0
        rows = self.query_one("#body").content_size.height - below
        self.query_one(ReceiptPanel).set_styles(max_height=max(1, rows))

    def action_page(self, by: int) -> None:
        """Scroll the text a page; where it is whole in sight, the list of what is open."""
        panel, open_ = self.query_one(ReceiptPanel), self.query_one("#open", ListPanel)
        if panel.max_scroll_y:
            (panel.scroll_page_down if by > 0 else panel.scroll_page_up)(animate=False)
        elif open_.display:
            (open_.action_page_down if by > 0 else open_.action_page_up)()  # type: ignore[no-untyped-call]

    _recorded = False

    def _asks_for_recording(self) -> bool:
        view = self.shown
        recorded = view is not None and BY_KEY[view.line.kind].recorded and not self._recorded
        return recorded and may(self.role, Right.RECORD)

    @property
    def subject(self) -> CardView | None:
        view = self.shown
        item = self.query_one("#open", ListPanel).item if self.is_mounted else None
        return next((card for card in view.still_open if card.key == item), None) if view else None

    def _reopen(self) -> None:
        """The meeting goes on."""
        self.frame.perform(
            lambda store, viewer: services.facilitation.lifecycle.reopen(store, viewer, self.ref),
            lambda _: self._goes_on(),
            self.failed,
        )

    def _goes_on(self) -> None:
        self.give_way(places.screen_of(self.ref))

    def _read(self) -> None:
        from cadence.tui.notes.screen import NotesScreen

        self.app.push_screen(NotesScreen(self.ref))

    def _copy(self) -> None:
        """Copy the notes, in Markdown."""

        def copied(words: str) -> None:
            self.frame.copy_out(words, f"{self.ref.replace('@', '-')}.md", self.say)

        folder = self.frame.settings.templates

        def text(store: Store, viewer: Viewer) -> str:
            return services.notes.notes.written(store, viewer, self.ref, folders=[folder] if folder else []).text

        self.frame.perform(text, copied, self.failed)

    def _ask_recording(self) -> None:
        def keep(typed: str) -> None:
            self._recorded = True
            self.prompt.store_text(
                typed,
                lambda store, viewer: services.facilitation.lifecycle.recording(store, viewer, self.ref, typed.strip()),
                "link kept",
            )

        self.prompt.ask("recording", "link to the recording:", keep, hint="https://…", about=self.ref)

    # --- what is still open ---

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        card = self.subject
        if card is not None:
            give_place(self, card)


def _stays(card: CardView) -> str:
    return f"{', '.join(card.stays)} {'stays' if len(card.stays) == 1 else 'stay'}" if card.stays else ""
