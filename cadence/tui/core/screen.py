"""What every screen is: a frame that stands at once, a view that is loaded in a worker, and gestures.

A screen says what to :meth:`~CadenceScreen.load` (in a thread) and how to :meth:`~CadenceScreen.show` it. News from
others, one's own writes and coming back to the screen load it again; the widgets keep cursor, scroll and typed text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from cadence.domain.parsing.dates import day_words
from cadence.errors import CadenceError
from cadence.tui.core import keymap, places
from cadence.tui.core.card_actions import CardActions
from cadence.tui.core.frame import Busy, KeysChanged, Opened
from cadence.tui.core.gestures import GestureScreen
from cadence.tui.core.live import News
from cadence.tui.drawing.drawn import DIM, PLAIN, STRONG
from cadence.tui.drawing.lines import Piece
from cadence.tui.widgets.foot import Foot
from cadence.tui.widgets.key_bar import KeyBar, KeyWords
from cadence.tui.widgets.one_line import OneLine
from cadence.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
V = TypeVar("V")
NARROW = 100
"""Columns under which a screen folds."""


class CadenceScreen(GestureScreen, Generic[V]):
    """The base of all screens; ``V`` is the view that it shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab", "app.focus_next", "Next panel", tooltip="Move the focus; shift+tab: back", id="app.tab", show=False
        ),
        Binding("q", "back", "Back", tooltip="Back to where you came from; on home: leave", id="app.back", show=False),
    ]
    DEFAULT_CSS = """
    CadenceScreen {
        layout: vertical;
        background: $background;
        & > #body { height: 1fr; width: 1fr; }
    }
    """
    AUTO_FOCUS: ClassVar[str | None] = None
    WHERE: ClassVar[str] = ""
    """What the top row calls this screen."""
    quiet_about: Sequence[str] = ()
    """The boards of which this screen shows what others do: no toast is needed."""
    FOOTER: ClassVar[tuple[str, ...]] = ()
    """The ids of the keys that matter here, the most used first."""

    def __init__(self) -> None:
        super().__init__()
        self.cards = CardActions(self, in_meeting=self.IN_MEETING)
        self.gestures |= self.cards.gestures()
        self.shown: V | None = None
        """The view that is on the screen."""
        self._unread = True
        """Whether nothing was read yet, not even in vain."""
        self._loading = False
        self._again = False
        self._asked = 0
        """How often the view was asked for."""
        self._written = 0
        self.given_way = False
        self._leaves = False
        self._led_home = False
        """Whether home was shown in place of this screen, which stays below it, unseen."""
        """Whether another screen stands in place of this one."""

    # --- what a screen says of itself ---

    def load(self, store: Store, viewer: Viewer) -> V:
        """Read the view. Runs in a thread; may raise :class:`~cadence.errors.CadenceError`."""
        raise NotImplementedError

    def show(self, view: V) -> None:
        """Bring ``view`` into the widgets, changing what is different and nothing else."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The widgets between the top row and the line at the bottom."""
        raise NotImplementedError

    def cannot(self, error: CadenceError) -> None:
        """The view could not be read."""
        self.frame.complain(error)

    def footer(self) -> Sequence[str]:
        """The ids of the footer's keys at this moment."""
        return self.FOOTER

    # --- the frame ---

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield OneLine()
        yield Foot()

    def on_mount(self) -> None:
        self.set_class(self.frame.presenting, "-presenting")
        self.top()
        self.foot()

    def top(self) -> None:
        """Fill the top row."""
        session = self.frame.session
        team: list[Piece] = [("Cadence", STRONG)]
        if session is not None:
            team.append((f" · {session.viewer.team_name}", PLAIN))
        where = self.where()
        if where:
            team += [(" · ", DIM), (where, PLAIN)]
        self.query_one(TopBar).show(team, [self.middle(), *self.shorter()], self.right())

    def where(self) -> str:
        """What the top row calls this place."""
        return self.WHERE

    def middle(self) -> list[Piece]:
        """The middle of the top row."""
        return []

    def shorter(self) -> Sequence[list[Piece]]:
        """What stands there instead where that has no room, the longest first."""
        return ()

    def right(self) -> list[Piece]:
        """The right end of the top row: who, and what time it is."""
        session = self.frame.session
        if session is None:
            return []
        now = session.now()
        return [(session.viewer.handle or "", PLAIN), (f"  {day_words(now.date())} {now:%H:%M} {now.tzname()}", DIM)]

    def foot(self) -> None:
        """Fill the footer: the keys that make sense now."""
        if self.is_attached:
            self.query_one(Foot).show(self.foot_keys())

    def foot_keys(self) -> Sequence[KeyWords]:
        """The footer's keys now: those that make sense, or those of the one line while somebody types in it."""
        if self.line.gesture:
            return keymap.OF_A_FILTER if self.prompt.follows else keymap.OF_THE_LINE
        return keymap.footer(self, self.footer())

    def on_keys_changed(self, event: KeysChanged) -> None:
        self.foot()

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        for key in keymap.active(self):
            if key.id == event.action:
                await self.app.run_action(key.action, key.node)

    def line_closed(self) -> None:
        self.foot()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.call_after_refresh(self.foot)

    # --- loading ---

    def on_screen_suspend(self) -> None:
        self._leaves = True
        if self.frame.session is not None:
            self.cards.leaves(self.frame.session.store.wrote_last(self.frame.session.viewer))

    def on_screen_resume(self) -> None:
        self._opens()
        if self._leaves and self.frame.session is not None:
            self.cards.comes_back(self.frame.session.store.wrote_last(self.frame.session.viewer))
        self._leaves = False
        if self.given_way:
            self.call_later(self.action_back)
        else:
            self.reload()

    def on_opened(self, event: Opened) -> None:
        self._opens()
        self.top()
        self.reload()

    def _opens(self) -> None:
        if self.frame.session is not None:
            self.cards.opened(self.frame.session.now())

    def on_news(self, event: News) -> None:
        self.frame.reread()
        self.reload()

    def on_busy(self, event: Busy) -> None:
        self.query_one(TopBar).busy = event.words

    def stored(self) -> None:
        """Something was written here: what was being read before that is shown no more."""
        self._written += 1
        self.reload()

    def reload(self) -> None:
        """Read the view again and show it; asked for while it is being read, once more after that."""
        if not self.is_attached or self.frame.session is None:
            return
        self._asked += 1
        self._again = True
        if not self._loading:
            self._loading = True
            self.frame.run_worker(self._reload(), group="loads")

    @property
    def is_loading(self) -> bool:
        """Whether the view is being read."""
        return self._loading

    @property
    def awaits_data(self) -> bool:
        """Whether the first view is still to come."""
        return self._unread and type(self).load is not CadenceScreen.load

    async def _reload(self) -> None:
        try:
            while self._again and self.is_attached:
                self._again = False
                await self._load_once()
        finally:
            self._loading = False
            self.frame.data_came()

    async def _load_once(self) -> None:
        session, written = self.frame.session, self._written
        assert session is not None
        self.frame.work_begins()
        try:
            view = await asyncio.to_thread(self.load, session.store, session.viewer)
        except CadenceError as error:
            if self.is_attached:
                self.cannot(error)
            return
        finally:
            self._unread = False
            self.frame.work_ends()
        if self.is_attached and written == self._written:
            self._present(view)
            self.frame.data_is_shown()

    def _present(self, view: V) -> None:
        self.shown = view
        with self.app.batch_update():
            self.show(view)
            self.top()
            self.foot()

    # --- writing ---

    def do(self, act: Callable[[Store, Viewer], T], said: str | Callable[[T], str] = "") -> None:
        """Run a use case, read the view again, and say what came of it."""

        def done(result: T) -> None:
            self.stored()
            words = said if isinstance(said, str) else said(result)
            if words:
                self.say(words)

        self.frame.perform(act, done, self.failed)

    def do_and_show(self, act: Callable[[Store, Viewer], V], said: str | Callable[[V], str] = "") -> None:
        """Run a use case that gives the view back, and show that without another look.

        Unless there was news meanwhile: what somebody else wrote after the use case isn't in what it gives back.
        """
        asked = self._asked

        def done(view: V) -> None:
            if not self.is_attached:
                return
            self._written += 1
            self._present(view)
            self.say(said if isinstance(said, str) else said(view))
            if self._asked != asked:
                self.reload()

        self.frame.perform(act, done, self.failed)

    def failed(self, error: CadenceError) -> None:
        """A use case was refused: show what is so, and say why."""
        self.stored()
        self.say(str(error), wrong=True)

    # --- going ---

    async def action_back(self) -> None:
        """Back to where one came from: from the screen that the program was opened at, home, and from there out."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        elif (
            self.BEFORE_A_TEAM
            or self._led_home
            or getattr(self, "place", "") == places.HOME
            or self.frame.session is None
        ):
            await self.app.action_quit()
        else:
            self._led_home = self.given_way = True
            self.app.push_screen(places.screen_of(places.HOME))

    def give_way(self, screen: Screen[Any]) -> None:
        """Show ``screen`` in place of this one, once; while the line is open, what is typed goes first.

        Whoever comes back to this screen goes on to where they came from.
        """
        if not self.is_current or self.given_way or self.line.gesture:
            return
        self.given_way = True
        if len(self.app.screen_stack) > 1:
            self.app.switch_screen(screen)
        else:
            # The stack is never empty: this one stays below, unseen.
            self.app.push_screen(screen)

    def show_what_waited(self) -> None:
        """The line is closed: bring in what was held back while somebody typed, such as a screen to give way to."""
        if self.shown is not None and not self.given_way:
            self.show(self.shown)
