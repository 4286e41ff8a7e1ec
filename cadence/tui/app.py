"""The terminal interface: opens its frame at once, fills it when the data is there."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.timer import Timer

from cadence.errors import BadConfig, CadenceError, NotFound
from cadence.settings import Settings, remember, renamed
from cadence.tui.core import key_overrides, places
from cadence.tui.core.frame import Frame, Opened
from cadence.tui.core.live import News, Watcher
from cadence.tui.core.session import Session, look_around, nobody_yet, open_session, people_to_be
from cadence.tui.core.terminal_watch import TerminalWatch
from cadence.tui.widgets.foot import Foot

REST = 1.0
"""Seconds without a key, after the first ones, that are used to import the write side: nobody waits for it then."""
GC_AT_LATEST = 5.0
"""Seconds after which the garbage collector works whatever was shown."""
MOST_TOLD = 3
"""Toasts for one piece of news about what others did elsewhere."""


def settle_memory() -> None:
    """What is there by now stays: the collector looks at it no more (10,000 cards would cost each key milliseconds)."""
    gc.freeze()
    gc.enable()


def _palette() -> type[Provider]:
    from cadence.tui.help.palette import KeysAndPlaces

    return KeysAndPlaces


class CadenceApp(Frame):
    """The program: where it begins, what every screen shares, how it ends."""

    TITLE = "Cadence"
    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "go('search')", "Search", tooltip="Search cards, decisions and meetings", id="app.search"),
        Binding("ctrl+p", "command_palette", "Commands", tooltip="All commands by name", id="app.commands"),
        Binding("question_mark", "help", "Help", tooltip="All keys of this screen", id="app.help"),
        Binding("C", "go('calendar')", "Calendar", tooltip="Month and iteration", id="app.calendar"),
        Binding("S", "go('settings')", "Settings", tooltip="Team, people, schedule", id="app.settings"),
        Binding("ctrl+l", "present", "Presentation", tooltip="Fold side panels, for a shared screen", id="app.present"),
        Binding("ctrl+t", "change_theme", "Theme", tooltip="Choose another theme", id="app.theme"),
        Binding("ctrl+q", "quit", "Leave", tooltip="Leave Cadence", id="app.leave", priority=True),
    ]

    def __init__(self, settings: Settings, at: str | None = None, *, demo: bool = False) -> None:
        """Open at the place ``at`` (default home); ``demo``: on the sample team."""
        # Textual loads the style sheet of a screen that is pushed, but not that of the first one.
        super().__init__(settings, ["app.tcss", places.style_of(at or "home")])
        self._at = at or "home"
        self._demo = demo
        self._watcher: Watcher | None = None
        self.animation_level = "none"
        self.use_command_palette = True

    # --- the beginning ---

    def get_default_screen(self) -> Screen[Any]:
        return places.screen_of(self._at)

    def on_mount(self) -> None:
        self._wear(self.settings.theme)
        self.set_timer(GC_AT_LATEST, gc.enable)
        self.run_worker(self._open(), group="open")

    def _wear(self, theme: str | None) -> None:
        """The theme of the configuration; without one, light where the terminal says that it is."""
        named = {"light": "textual-light", "dark": "textual-dark", None: _terminal_theme()}.get(theme, theme)
        if named in self.available_themes:
            self.theme = str(named)
        else:
            known = ", ".join(sorted(self.available_themes))
            self.complain(BadConfig(f"there is no theme {theme!r}", f"choose one of {known}"))

    async def _open(self) -> None:
        try:
            if self._demo:
                self.found_team(self.settings, sample=True)
                return
            session = await asyncio.to_thread(open_session, self.settings)
        except CadenceError as error:
            if await asyncio.to_thread(nobody_yet, self.settings):
                self._first_questions()
            else:
                await self._who_is_it(error)
        except Exception as error:
            self._cannot_open(self.report(error, toast=False))
        else:
            self.opened(session)

    def _first_questions(self) -> None:
        from cadence.tui.first_run.welcome import FirstRunScreen

        self.push_screen(FirstRunScreen())

    async def _who_is_it(self, error: CadenceError) -> None:
        """There is a database, but who asks is not to be found in it: ask them; without a team, make one."""
        try:
            people = await asyncio.to_thread(people_to_be, self.settings)
        except CadenceError as trouble:
            self._cannot_open(trouble)
            return
        if people:
            from cadence.tui.first_run.who_are_you import WhoScreen

            self.push_screen(WhoScreen(error, people))
        else:
            self._first_questions()

    def _cannot_open(self, error: CadenceError) -> None:
        from cadence.tui.first_run.trouble import TroubleScreen

        self.push_screen(TroubleScreen(error))

    def found_team(self, settings: Settings, *, sample: bool = False) -> None:
        self.settings = settings
        self.run_worker(self._found(settings, sample), group="open")

    async def _found(self, settings: Settings, sample: bool) -> None:
        def make() -> Session:
            if sample:
                from cadence.tui.first_run.sample_team import open_sample

                return open_sample()
            return open_session(settings)

        self.sample = self.sample or sample
        self.work_begins(doing="making the sample team" if sample else "")
        try:
            session = await asyncio.to_thread(make)
        except CadenceError as error:
            await self._who_is_it(error)
        except Exception as error:
            self._cannot_open(self.report(error, toast=False))
        else:
            self.opened(session)
        finally:
            self.work_ends()

    sample = False
    """Whether the sample team was opened."""

    def opened(self, session: Session) -> None:
        self.session = session
        self.half_typed = {**session.half_typed, **self.half_typed}
        self.run_worker(self._watch(session), group="open")

    async def _watch(self, session: Session) -> None:
        """Look out for news before anything is read, so that none is missed; then let the screens load."""
        if self._watcher is not None:
            await asyncio.to_thread(self._watcher.stop)
        self._watcher = await asyncio.to_thread(
            Watcher,
            session.store,
            session.viewer.team_id,
            session.seq,
            self._news,
            lambda error: self.call_later(self.complain, error),
        )
        self._watcher.start()
        for screen in self.screen_stack:
            screen.post_message(Opened())

    def _news(self) -> None:
        """Called in the watcher's thread."""
        for screen in reversed(self.screen_stack):
            if hasattr(screen, "on_news"):
                screen.post_message(News())
                return

    def data_is_shown(self) -> None:
        if not self._prepared:
            self._prepared = True
            settle_memory()
            key_overrides.apply_overrides(self)

    _prepared = False

    # --- getting ready to write ---

    def key_was_pressed(self) -> None:
        if not self.warmed:
            self._pressed_at = monotonic()
            if self._resting is None:
                self._resting = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        """After the first keys comes a pause: time for the imports of the write side."""
        rest = REST - (monotonic() - self._pressed_at)
        if rest > 0:
            self._resting = self.set_timer(rest, self._rested)
        else:
            self.warm()

    _pressed_at = 0.0
    _resting: Timer | None = None

    # --- the end ---

    async def on_unmount(self) -> None:
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            await asyncio.to_thread(watcher.stop)

    # --- what every screen has ---

    def go(self, place: str) -> None:
        if place != getattr(self.screen, "place", ""):
            self.push_screen(places.screen_of(place))

    def reread(self) -> None:
        self.run_worker(self._reread, group="handles", exclusive=True)  # type: ignore[arg-type]

    async def _reread(self) -> None:
        session = self.session
        if session is None:
            return
        try:
            viewer, lately, behind_doors = await asyncio.to_thread(look_around, session)
        except NotFound as error:  # no longer in the team
            self.session = None
            await self._who_is_it(error)
            return
        except CadenceError:
            return  # the reload that goes with it says what is wrong
        self.session = session._replace(viewer=viewer, handles=lately.handles, team=lately.team, seq=lately.seq)
        quiet = getattr(self.screen, "quiet_about", ())
        for words in [one.words for one in lately.told if one.board not in quiet][:MOST_TOLD]:
            self._hear(words)  # before anything is awaited: the next news may stop this look
        self.doors_opened(but=behind_doors)
        if viewer != session.viewer:
            self.screen.post_message(Opened())
            await self._is_called("team", viewer.team_name, session.viewer.team_name)
            await self._is_called("me", viewer.handle or "", session.viewer.handle or "")

    def _hear(self, words: str) -> None:
        """Say a piece of news in the bottom row, where it covers nothing that is read."""
        for foot in self.screen.query(Foot):
            foot.hear(words)
            return
        self.notify(words, timeout=5, markup=False)

    async def _is_called(self, key: str, name: str, old: str) -> None:
        """The team, or oneself, may have another name: the configuration, which may say the ``old`` one, follows."""
        if (getattr(self.settings, key) or "").casefold() == old.casefold():
            self.settings = self.settings._replace(team=name) if key == "team" else self.settings._replace(me=name)
        try:
            if not self.sample:
                await asyncio.to_thread(renamed, self.settings.file, key, old, name)
        except CadenceError as error:
            self.complain(error)

    def action_go(self, place: str) -> None:
        """Open a place; before there is a team there is none."""
        if not getattr(self.screen, "BEFORE_A_TEAM", False):
            self.go(place)

    def action_help(self) -> None:
        """All keys of the screen that is open."""
        from cadence.tui.help.screen import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_present(self) -> None:
        """Fold side panels away, or show them again."""
        self.presenting = not self.presenting
        for screen in self.screen_stack:
            screen.set_class(self.presenting, "-presenting")

    def action_change_theme(self) -> None:
        """Choose another theme."""
        from cadence.tui.help.themes import ThemeScreen

        if not isinstance(self.screen, ThemeScreen):
            self.push_screen(ThemeScreen(self.theme), self._keep_theme)

    def _keep_theme(self, chosen: str | None) -> None:
        """Remember a theme that was chosen; the sample team's configuration is nobody's."""
        if chosen is None or self._demo:
            return
        try:
            remember(self.settings.file, theme=chosen)
        except CadenceError as error:
            self.complain(error)


def _terminal_theme() -> str:
    """Light where ``COLORFGBG`` says that the terminal is; dark otherwise."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    light = ground.isdigit() and int(ground) in {7, *range(9, 16)}
    return "textual-light" if light else "textual-dark"


def run(settings: Settings, *, at: str | None = None, demo: bool = False) -> int:
    """Open the terminal interface; its exit code. Raises :class:`~cadence.errors.BadValue` for no such screen."""
    place = places.place_named(at) if at else None
    app = CadenceApp(settings, place, demo=demo)
    app.driver_class = TerminalWatch(lambda code: app.call_later(app.leave, code), app.keep_unentered).driver()
    gc.disable()  # nothing is garbage yet; the first view that is shown enables it
    app.run()
    if app.sample:
        from cadence.tui.first_run import sample_team

        sample_team.throw_away()
        sys.stdout.write(sample_team.leaving_words().rstrip("\n") + "\n")
    return app.return_code or 0
