"""The frame that every screen lives in: the session, writes in their order, and what goes wrong said once.

Screens know this class and nothing of the program around it (see :mod:`cadence.tui.app`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from textual import events
from textual.message import Message
from textual.timer import Timer

from cadence import services
from cadence.domain.facilitation.clock import jumped
from cadence.errors import CadenceError
from cadence.settings import Settings, log_unexpected
from cadence.tui.core import write_side
from cadence.tui.core.handler_guard import GuardedApp
from cadence.tui.core.key_queue import KeyQueue
from cadence.tui.core.key_sorts import SORTS, Sort
from cadence.tui.core.live import News
from cadence.tui.core.session import Act, Session

T = TypeVar("T")

ALIVE = 15.0
"""Seconds between two signs of life of a meeting's facilitator."""
SLOW = 0.15
"""Seconds after which work that still goes on shows a quiet mark."""
TOO_MANY = 25
"""Unexpected errors of one run after which the program gives up: a screen that fails each time it is drawn."""


def _closes(meeting: str) -> bool:
    """Whether a meeting of this name is held behind closed doors."""
    from cadence.domain.kinds import BY_KEY

    return BY_KEY[meeting.partition("@")[0]].closed_doors


class Opened(Message):
    """The database is open: screens may load."""


class KeysChanged(Message):
    """Other keys are in force: the footer shows them."""


class Busy(Message):
    """Work goes on for longer than :data:`SLOW`: ``words`` for it; empty when it has ended."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class Frame(GuardedApp, KeyQueue):
    """What a screen needs of the program: ``session``, :meth:`perform`, :meth:`complain`, :meth:`go`."""

    def __init__(self, settings: Settings, styles: Sequence[str] = ()) -> None:
        """``styles``: style sheets beside :mod:`cadence.tui`."""
        super().__init__(css_path=[Path(__file__).parent.parent / style for style in styles] or None)
        self.settings = settings
        self.session: Session | None = None
        self.half_typed: dict[tuple[str, str], str] = {}
        """Lines that were left half-typed, by gesture and meeting (empty: none); they are offered again there."""
        self.presenting = False
        """Whether side panels are folded away, for a shared screen."""
        self.unexpected: list[BaseException] = []
        self._complaints: set[str] = set()
        self._copied = ""
        """What was copied last."""
        self._turn = asyncio.Lock()
        self._asked_for = 0
        """Writes and copies that were asked for, and are not shown yet."""
        self._working = 0
        self._doing = ""
        self._slow: Timer | None = None
        self._heart: Timer | None = None
        self._beaten: datetime | None = None
        """When something was last written here, if only a sign of life."""

    def doors_opened(self, but: str = "") -> None:
        """Nothing is behind closed doors any more ``but`` this meeting: what was half-typed there is forgotten."""
        kept = {key: words for key, words in self.half_typed.items() if key[1] in {"", but} or not _closes(key[1])}
        self.half_typed = kept

    # --- work ---

    def perform(
        self,
        act: Act[T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[CadenceError], object] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Run a use case that writes, in a thread; one after the other in the order in which they were asked for.

        It belongs to the program and not to a screen: leaving a screen loses nothing. ``then`` gets the result,
        ``failed`` what the services refuse (default: a toast). ``quiet``: it doesn't count as busy.
        """
        self._asked_for += not quiet
        self.run_worker(self._perform(act, then, failed, quiet), group="writes", exit_on_error=False)

    async def _perform(
        self,
        act: Act[T],
        then: Callable[[T], object] | None,
        failed: Callable[[CadenceError], object] | None,
        quiet: bool,
    ) -> None:
        try:
            await self._perform_in_turn(act, then, failed, quiet)
        finally:
            self._asked_for -= not quiet
            self.data_came()

    async def _perform_in_turn(
        self,
        act: Act[T],
        then: Callable[[T], object] | None,
        failed: Callable[[CadenceError], object] | None,
        quiet: bool,
    ) -> None:
        session = self.session
        if session is None:
            self.complain(CadenceError("the database isn't open yet", "try again in a moment"))
            return
        async with self._turn:
            self.work_begins(quiet)
            try:
                await self._after_a_gap(session)
                result = await asyncio.to_thread(act, session.store, session.viewer)
            except CadenceError as error:
                (failed or self.complain)(error)
                return
            except Exception as error:
                known = self.report(error)
                if failed is not None:
                    failed(known)
                return
            finally:
                self.work_ends(quiet)
        if then is not None:
            then(result)

    def is_working(self) -> bool:
        return self._asked_for > 0 or bool(getattr(self.screen, "is_loading", False))

    def sort_of(self, key: str) -> Sort | None:
        found = self.screen.active_bindings.get(key)
        return SORTS.get(found.binding.id or "", Sort.MOVING) if found is not None else None

    def words_wait(self) -> bool:
        return getattr(self.screen, "WORDS_WAIT", False)

    def on_key(self, event: events.Key) -> None:
        """A character that nothing on the screen takes says so; what is typed behind it was not meant either.

        A circumflex is what Textual makes of an ``escape`` that came in one piece with the key behind it.
        """
        if event.key == "circumflex_accent":
            return
        if event.is_printable and not self._in_text and self.sort_of(event.key) is None:
            self.gesture_made(Sort.ACTING)
            self._say(f"{event.character} does nothing here; ? lists the keys")

    def dropped(self, letters: str) -> None:
        """What was typed in between: a key that asks once asks anew behind it."""
        if (disarm := getattr(self.screen, "disarm", None)) is not None:
            disarm()
        self._say(f"ignored: {letters}" if letters else "", wrong=bool(letters))

    def _say(self, words: str, *, wrong: bool = False) -> None:
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(words, wrong=wrong)

    def work_begins(self, quiet: bool = False, *, doing: str = "") -> None:
        """Something is under way; a mark shows if it takes long, and ``doing`` if that is more than a read or write."""
        self._working += not quiet
        self._doing = doing or self._doing
        if self._working == 1 and self._slow is None:
            self._slow = self.set_timer(SLOW, self._mark)

    def work_ends(self, quiet: bool = False) -> None:
        """It is done."""
        self._working -= not quiet
        if self._working == 0 and self._slow is not None:
            self._slow.stop()
            self._slow, self._doing = None, ""
            self.screen.post_message(Busy(""))

    def _mark(self) -> None:
        self.screen.post_message(Busy(f"{self._doing} …".lstrip()))

    def keep_half_typed(
        self, gesture: str, words: str, begun: str, moved: Callable[[str], object] | None = None
    ) -> None:
        """Store a line that was begun in the meeting ``begun`` and not entered; without words, forget it.

        The viewer may sit behind closed doors by now: then the line belongs to that meeting, which ``moved`` is told.
        Where the doors have opened again it is offered no more.
        """

        def kept(meeting: str | None) -> None:
            if meeting == begun or not words:
                return
            now = self.half_typed.pop((gesture, begun), "")
            if meeting is None:
                return
            if moved is not None:
                moved(meeting)
            if now:
                self.half_typed[gesture, meeting] = now

        self.perform(
            lambda store, viewer: services.access.drafts.half_typed(store, viewer, gesture, words, begun),
            kept,
            self._not_kept,
            quiet=True,
        )

    def _not_kept(self, error: CadenceError) -> None:
        """Complain that a half-typed line is not stored, once for each reason: the next keys fail the same way."""
        if str(error) not in self._complaints:
            self.complain(error)

    async def settled(self) -> None:
        """Wait until every write that was asked for has been stored."""
        while any(worker.group == "writes" and not worker.is_finished for worker in self.workers):
            async with self._turn:
                pass
            await asyncio.sleep(0)

    async def action_quit(self) -> None:
        """Leave, after the last write: nothing that was confirmed is lost."""
        if self._turn.locked():
            self.notify("storing the last change …", markup=False)
        await self.settled()
        self.exit()

    def action_help_quit(self) -> None:
        """What ``ctrl+c`` says."""
        self._say("^q leaves Cadence; ^c copies what is selected in a text")

    def copy_out(self, text: str, name: str, say: Callable[[str], object]) -> None:
        """Copy ``text`` out of the program and say where it is; the same text once more goes into a file ``name``."""
        again, self._copied = self._copied == text, text
        if again:
            self._copied = ""
            self.write_out(text, name, say)
            return

        def act() -> str:
            from cadence.tui.core import clipboard

            tool = clipboard.command()
            return f"copied with {tool[0]}" if tool and clipboard.copied_by(tool, text) else ""

        def copied(words: str) -> None:
            if not words:
                self.copy_to_clipboard(text)
            where = words or "sent to the terminal's clipboard"
            say(f"{where}; y again writes a file")

        self._outside(act, copied)

    def write_out(
        self,
        text: str,
        name: str,
        say: Callable[[str], object],
        earlier: Callable[[bytes], bool] = lambda _: False,
    ) -> None:
        """Write ``text`` into a file ``name`` of the folder that the program was started in, and say where.

        It is a new one, but where ``earlier`` tells of a file's bytes that they are an earlier one of the same.
        """

        def act() -> str:
            from cadence.tui.core import clipboard

            return f"written to {clipboard.written(text, name, earlier)}"

        self._outside(act, say)

    def _outside(self, act: Callable[[], str], then: Callable[[str], object]) -> None:
        """Do something outside the program, in a thread, and then something with its answer."""

        async def work() -> None:
            try:
                then(await asyncio.to_thread(act))
            except CadenceError as error:
                self.complain(error)
            finally:
                self._asked_for -= 1
                self.data_came()

        self._asked_for += 1
        self.run_worker(work(), group="copies")

    def unentered(self) -> dict[tuple[str, str], str]:
        """What stands in open lines and was not entered, by gesture and the meeting in which it was begun."""
        return {
            name: words for screen in self.screen_stack for name, words in getattr(screen, "unentered", dict)().items()
        }

    async def leave(self, code: int) -> None:
        """Leave because of somebody or something outside, as after the key; what is half typed is kept."""
        for (gesture, begun), words in self.unentered().items() if self.session is not None else ():
            self.half_typed[gesture, begun] = words
            self.keep_half_typed(gesture, words, begun)
        await self.settled()
        self.exit(return_code=code)

    def keep_unentered(self) -> None:
        """Store what stands in open lines here and now, in whatever thread this is."""
        if self.session is not None:
            for (gesture, begun), words in self.unentered().items():
                services.access.drafts.half_typed(self.session.store, self.session.viewer, gesture, words, begun)

    # --- the facilitator's sign of life ---

    def keep_alive(self) -> None:
        """Tell the meeting now and every :data:`ALIVE` seconds that its facilitator's program is there."""
        if self._heart is None:
            self._heart = self.set_interval(ALIVE, self._beat)
        self._beat()

    def _beat(self) -> None:
        act = lambda store, viewer: services.facilitation.clock.alive(store, viewer)  # noqa: E731, PLW0108 - imported in the worker
        self.perform(act, self._rest, self._skipped, quiet=True)

    async def _after_a_gap(self, session: Session) -> None:
        """After a closed lid, or a clock that was set, the gap is taken out of the meeting before anything is stored.

        The services do so as well, for whoever writes; but only a sign of life says that this program goes on.
        """
        before, self._beaten = self._beaten, session.store.clock()
        if self._heart is not None and before is not None and jumped(before, self._beaten):
            await asyncio.to_thread(services.facilitation.clock.alive, session.store, session.viewer)
            self.screen.post_message(News())

    def _rest(self, facilitates: bool) -> None:
        if not facilitates and self._heart is not None:
            self._heart.stop()
            self._heart = None

    def _skipped(self, _error: CadenceError) -> None:
        """The next beat will do; what is wrong with the database is said elsewhere."""

    # --- what goes wrong ---

    def complain(self, error: CadenceError) -> None:
        """Say quietly what is wrong and what to do."""
        self._complaints.add(str(error))
        self.notify(str(error), severity="warning", timeout=6, markup=False)

    def report(self, error: BaseException, *, toast: bool = True) -> CadenceError:
        """Keep an unexpected error's traceback in the log file, and say where it is."""
        known = log_unexpected(error)
        self.unexpected.append(error)
        self._complaints.add(str(known))
        if toast:
            self.notify(str(known), severity="error", timeout=10, markup=False)
        return known

    def handler_failed(self, error: Exception) -> None:
        """The screen stays, unless it goes on and on."""
        if not self.is_running or not self.screen_stack or len(self.unexpected) >= TOO_MANY:
            known = log_unexpected(error)
            self.unexpected.append(error)
            self.exit(return_code=1, message=f"cadence: {known}")
            return
        self.report(error)

    # --- where to go ---

    def go(self, place: str) -> None:
        """Open the screen called ``place`` (see :mod:`cadence.tui.core.places`)."""
        raise NotImplementedError

    def reread(self) -> None:
        """Whom a line may name is read again: somebody may have joined, or left."""
        raise NotImplementedError

    def opened(self, session: Session) -> None:
        """A database is open (at the start, or made by the first questions)."""
        raise NotImplementedError

    def found_team(self, settings: Settings, *, sample: bool = False) -> None:
        """Go on with the database that was just made; ``sample``: make the sample team's."""
        raise NotImplementedError

    def warm(self) -> None:
        """Something will be written soon: let the first time not be slow."""
        if not self.warmed:
            self.warmed = True
            write_side.warm()

    warmed = False
    """Whether the imports of the write side were begun."""

    def data_is_shown(self) -> None:
        """A view is on the screen: after the first one there is time for what comes later."""
        raise NotImplementedError
