"""Home: this iteration, what runs now, what needs you, and the boards in short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size

from cadence import services
from cadence.domain.cards.boards import BOARDS as ALL_BOARDS
from cadence.domain.parsing.dates import day_words
from cadence.domain.team.roles import sees
from cadence.domain.views.cards import CardView
from cadence.domain.views.team import HomeView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.core import why_not
from cadence.tui.core.key_sorts import word_key
from cadence.tui.core.places import BOARDS, PLACES
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.drawing.drawn import DIM, PLAIN
from cadence.tui.drawing.lines import Piece
from cadence.tui.home import items
from cadence.tui.home.now_line import NowLine
from cadence.tui.home.standup_update import UpdateLine
from cadence.tui.widgets.line_list import Item, LineList, ListPanel
from cadence.tui.widgets.week import WeekStrip

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_SINGLE = 64
"""Columns under which the panels stand one below the other."""

DUTY = "interrupts"
"""What stands before the name of who holds interrupt duty."""

_TALL = 32
"""Rows from which a panel takes no more of them than it fills."""


class HomeScreen(CadenceScreen[HomeView]):
    """The present iteration. ``enter`` opens what the cursor is on; the digits open boards."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                str(number),
                f"board('{key}')",
                PLACES[key].title,
                tooltip=f"Open: {PLACES[key].title.lower()}",
                id=f"home.{key}",
                show=False,
            )
            for number, key in enumerate(BOARDS, 1)
        ),
        word_key("s", "update", "My update", "Leave your standup update", "home.update"),
    ]
    FOOTER = (
        "week.open", "list.open", "home.wall", "card.new", "card.topic", "card.park", "home.update", "app.calendar",
        "notes.read", "app.search", "app.commands",
    )  # fmt: skip
    GUESTS_FOOTER = (
        "week.open", "list.open", "home.sync", "home.demo", "card.topic", "app.calendar", "notes.read", "app.search",
        "app.commands",
    )  # fmt: skip
    quiet_about = ("arch", "parking", "wall")
    adds_to = "wall"
    RULES: ClassVar[why_not.Rules] = {
        "update": ((lambda here: here.is_guest, lambda here: f"a {here.role} leaves no standup update"),),
    }

    def __init__(self) -> None:
        super().__init__()
        self.update_line = UpdateLine(self, lambda: self.shown.update if self.shown is not None else ("", "", ""))
        self.gestures |= {"new": self.cards.new, "update": self.update_line.ask, "read": self._read}

    def body(self) -> ComposeResult:
        self._fit(self.app.size)
        with Vertical(id="body"):
            yield WeekStrip(id="week")
            yield NowLine(id="now")
            with Horizontal(id="panels"):
                with Vertical(id="left"):
                    yield ListPanel("Needs you", id="needs")
                    yield ListPanel("Arch agenda", id="topics")
                    yield ListPanel("Decided lately", id="decided", classes="further")
                with Vertical(id="right"):
                    yield ListPanel("The wall", id="wall")
                    yield ListPanel("Parking lot", id="parking")
                    yield ListPanel("Actions", id="actions", classes="further")
                    yield ListPanel("Held lately", id="held", classes="further")

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)
        if self.shown is not None:
            self.call_after_refresh(self._show_wall, self.shown)

    def _fit(self, size: Size) -> None:
        """Fold for this size; before the panels are there, nothing has to be laid out twice."""
        self.set_class(size.width < _SINGLE, "-single")
        self.set_class(size.height >= _TALL, "-tall")

    def load(self, store: Store, viewer: Viewer) -> HomeView:
        return services.home.home.home(store, viewer, lately=True)

    def show(self, view: HomeView) -> None:
        self.query_one(WeekStrip).show(view.days, view.meetings, view.now.date())
        self.query_one(NowLine).show(items.now_line(view))
        self.set_class(self.is_guest, "-guest")
        alone = not self.is_guest and len(self.prompt.handles) == 1
        needs = items.need_items(view, alone=alone)
        self._fill(
            "needs",
            needs,
            items.nothing_needs(self.role),
            "Needs you",
            str(len(needs)) if needs else "",
        )
        topics, count = items.topic_items(view), len(view.topics)
        says = f"{count} topic{'s' if count > 1 else ''}" if count else ""
        none = "No topic that you are invited to." if self.why_not("topic") else "No topics yet. N adds the first."
        self._fill("topics", topics, none, "Arch agenda", says)
        self._fill("decided", items.decided_items(view), "Nothing decided yet. d records a decision.")
        parked, count = items.parking_items(view), len(view.parking)
        says = f"{count} open" if count else ""
        self._fill("parking", parked, "Nothing is parked. p parks something.", "Parking lot", says)
        actions, count = items.action_items(view), len(view.actions)
        self._fill("actions", actions, "No actions. o gives the first.", "Actions", f"{count} open" if count else "")
        self._fill("held", items.held_items(view), items.nothing_held(self.role))
        if not self.query_one("#wall", ListPanel).cells:  # it is not laid out yet: its width is known afterwards
            self.call_after_refresh(self._show_wall, view)
        self._show_wall(view)
        self.keep_focus(self.query_one(WeekStrip))

    @property
    def is_guest(self) -> bool:
        session = self.frame.session
        return session is not None and not session.viewer.in_team

    def footer(self) -> Sequence[str]:
        """A guest's keys lead to what guests of their role may see."""
        if not self.is_guest:
            return self.FOOTER
        hidden = {f"home.{board.key}" for board in ALL_BOARDS.values() if board.audience not in sees(self.role)}
        return [key for key in self.GUESTS_FOOTER if key not in hidden]

    def _fill(self, name: str, lines: Sequence[Item], empty: str, title: str = "", count: str = "") -> None:
        """Fill a panel; a guest isn't shown an empty one of what is the team's alone."""
        panel = self.query_one(f"#{name}", ListPanel)
        panel.show(lines, empty)
        if title:
            panel.entitle(title, count)
        panel.set_class(not lines, "-empty")

    def _show_wall(self, view: HomeView) -> None:
        wall = self.query_one("#wall", ListPanel)
        width = wall.cells - (not wall.show_vertical_scrollbar) if wall.cells else 40
        self._fill("wall", items.wall_items(view, width), "No cards yet. n adds the first.")

    def where(self) -> str:
        return ""

    def middle(self) -> list[Piece]:
        box = self.shown.iteration if self.shown else None
        if box is None:
            return []
        ends = self.shown.days[-1][0] if self.shown and self.shown.days else box.ends
        duty = self.shown.duty if self.shown else ""
        found: list[Piece] = [(f"Iteration {box.number} · {day_words(box.starts)} – {day_words(ends)}", PLAIN)]
        return [*found, (f" · {DUTY}: {duty}", DIM)] if duty else found

    def shorter(self) -> list[list[Piece]]:
        """The days stand in the week below, who holds interrupt duty nowhere else."""
        box, duty = (self.shown.iteration, self.shown.duty) if self.shown else (None, "")
        if box is None:
            return []
        number: Piece = (f"Iteration {box.number}", PLAIN)
        return [[number, (f" · {DUTY}: {duty}", DIM)], [(f"{DUTY}: {duty}", DIM)]] if duty else [[number]]

    def right(self) -> list[Piece]:
        session = self.frame.session
        if session is None:
            return []
        now = session.now()
        return [(session.viewer.handle or "", PLAIN), (f"  {now:%H:%M} {now.tzname()}", DIM)]

    # --- what the cursor is on ---

    @property
    def subject(self) -> CardView | None:
        """The card under the cursor of the list that has the focus."""
        view, list_ = self.shown, self.focused
        if view is None or not isinstance(list_, LineList) or list_.item is None:
            return None
        cards = (*view.topics, *view.parking, *view.flagged, *view.actions)
        return next((card for card in cards if card.key == list_.item), None)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        if event.list.id == "held":
            from cadence.tui.notes.screen import NotesScreen

            self.app.push_screen(NotesScreen(event.item))
            return
        if event.list.id != "needs" or event.item == items.ADD_PEOPLE:
            self.frame.go(event.item)
            return
        need = (
            next((need for need in self.shown.needs if items.need_id(need) == event.item), None) if self.shown else None
        )
        if need is None:
            return
        if need.screen == "standup":
            self.update_line.ask()
        else:
            self.frame.go(need.key or need.screen)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()
        self.foot()

    def on_week_strip_opened(self, event: WeekStrip.Opened) -> None:
        event.stop()
        self.frame.go(event.ref)

    def on_now_line_pressed(self, event: NowLine.Pressed) -> None:
        event.stop()
        line = (self.shown.running or self.shown.next) if self.shown else None
        if line is not None:
            self.frame.go(line.ref)

    # --- gestures of home ---

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key leads a guest to the retro."""
        if action == "board" and parameters == (BoardKey.RETRO.value,) and self.is_guest:
            return False
        return super().check_action(action, parameters)

    def action_board(self, key: str) -> None:
        """Open a board."""
        self.frame.go(key)

    def _read(self) -> None:
        from cadence.tui.notes.screen import NotesScreen

        self.app.push_screen(NotesScreen())
