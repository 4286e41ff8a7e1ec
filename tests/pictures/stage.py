"""The program on the sample team with clocks that stand still: the same screen, byte for byte, every time."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from cadence.services.facilitation.clock import alive
from cadence.settings import Settings
from cadence.store.db import Store
from cadence.store.viewer import Viewer, who_is
from cadence.tui.app import CadenceApp
from cadence.tui.core.live import News

NOW = datetime.fromisoformat("2026-12-02T09:58:00-05:00")
"""A Wednesday, two minutes before the standup."""
SIZE = (120, 40)
SIGN_OF_LIFE = timedelta(seconds=30)
"""How often the program is seen to run while a clock is moved on."""
SIZES = (SIZE, (200, 60), (80, 24))
_SEEN = ("COLORFGBG", "NO_COLOR", "EDITOR", "VISUAL", "CADENCE_ME", "CADENCE_DB", "CADENCE_TEAM", "CADENCE_CONFIG")
"""Variables of whoever draws that would change the picture."""


def make_sample(file: Path) -> None:
    """Make the sample team, as on :data:`NOW`, in the empty database file ``file``."""
    from cadence.services.demo.team import make_demo

    make_demo(f"sqlite:///{file}", lambda: NOW)


class Clock:
    """An instant that stands still until it is moved, and the monotonic time that belongs to it."""

    def __init__(self, at: datetime) -> None:
        self.at = self._began = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 1000.0 + (self.at - self._began).total_seconds()


@contextmanager
def standing_still(clock: Clock) -> Iterator[None]:
    """Every clock of the program is ``clock``; what the environment says of colours and people is not heard."""
    from cadence.tui.core import places
    from cadence.tui.meeting.steps import panels

    places.every_class()
    assert panels.PANELS
    with ExitStack() as stack:
        environment = {name: value for name, value in os.environ.items() if name not in _SEEN}
        stack.enter_context(mock.patch.dict(os.environ, environment, clear=True))
        stack.enter_context(mock.patch("cadence.services.access.session.now", clock.now))
        for name, module in list(sys.modules.items()):
            if name.startswith("cadence.tui.") and vars(module).get("monotonic") is time.monotonic:
                stack.enter_context(mock.patch.object(module, "monotonic", clock.monotonic))
        yield


class Stage:
    """One person's program, its keys pressed and its clock moved by hand."""

    def __init__(self, app: CadenceApp, pilot: Pilot[None], clock: Clock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock

    async def press(self, *keys: str) -> None:
        """Press keys, each when all that the one before it asked for is stored and shown."""
        for key in keys:
            await self.pilot.press(key)
            await self.still()

    async def type(self, words: str) -> None:
        """Type into the line that is open, and enter it."""
        await self.write(words)
        await self.press("enter")

    async def write(self, words: str) -> None:
        """Put words into the line that is open, all at once."""
        self.app.post_message(events.Paste(words))
        await self.still()

    async def after(self, minutes: float, *keys: str) -> None:
        """Let so many minutes pass, then press keys; without any, only look again.

        The program gives its signs of life meanwhile: without them a lid was closed, and no time counts.
        """

        session, end = self.app.session, self.clock.at + timedelta(minutes=minutes)
        while self.clock.at < end:
            self.clock.at = min(end, self.clock.at + SIGN_OF_LIFE)
            if session is not None:
                await asyncio.to_thread(alive, session.store, session.viewer)
        if not keys:
            await self.look()
        await self.press(*keys)

    async def look(self) -> None:
        """Have the screen read what it shows anew."""
        self.app.screen.post_message(News())
        await self.still()

    async def later(self) -> None:
        """Wait for what comes by itself after a moment: search follows what is typed."""
        await asyncio.sleep(0.5)
        await self.still()

    async def others(self, *acts: Callable[[Store, Viewer], object], by: str) -> None:
        """What somebody else does meanwhile in a program of their own; then the screen is read again."""
        session = self.app.session
        assert session is not None
        store = Store(self.app.settings.database, self.clock.now)
        with store.read() as connection:
            viewer = who_is(connection, by, None, store.clock())
        for act in acts:
            act(store, viewer)
        await self.look()

    async def resize(self, size: tuple[int, int]) -> None:
        """Make the terminal another size."""
        if size == self.app.size:
            return
        await self.pilot.resize_terminal(*size)
        await self.still()

    async def still(self) -> None:
        """Wait until nothing is under way any more: no write, no reading, no message."""
        quiet = 0
        while quiet < 2:
            await self.app.settled()
            busy = [worker for worker in self.app.workers if not worker.is_finished]
            with suppress(WorkerCancelled):  # one whose screen has gone
                await self.app.workers.wait_for_complete(busy)
            await self.pilot.pause()
            quiet = 0 if busy else quiet + 1

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, row by row."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return [strip.text.rstrip() for strip in strips]

    async def sees(self, *words: str) -> None:
        """Wait until all of ``words`` stand on the screen: what others do comes by itself."""
        for _ in range(500):
            shown = "\n".join(self.lines)
            if all(word in shown for word in words):
                return
            await asyncio.sleep(0.02)
            await self.still()
        raise AssertionError(f"nobody sees {words}:\n{shown}")

    def svg(self) -> str:
        """The screen as a picture."""
        from tests.pictures.svg import steady

        return steady(self.app.export_screenshot(title="Cadence", simplify=True))


@asynccontextmanager
async def on_stage(
    sample: Path, at: str, now: datetime = NOW, *, handle: str = "anne", size: tuple[int, int] = SIZE
) -> AsyncIterator[Stage]:
    """The program of ``handle`` opened at the place ``at`` on a copy of the sample team's file; its clock: ``now``."""
    clock = Clock(now)
    with TemporaryDirectory() as folder, standing_still(clock):
        file = Path(folder) / "sample.db"
        file.write_bytes(sample.read_bytes())
        async with seated(f"sqlite:///{file}", at, clock, handle=handle, size=size) as stage:
            yield stage


@asynccontextmanager
async def seated(
    url: str, at: str, clock: Clock, *, handle: str = "anne", size: tuple[int, int] = SIZE
) -> AsyncIterator[Stage]:
    """The program of ``handle`` opened at the place ``at`` of the database ``url``, in which ``clock`` holds."""
    app = CadenceApp(Settings(Path("nowhere.toml"), handle, None, url), at)
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = Stage(app, pilot, clock)
        await stage.still()
        yield stage
        await stage.still()
    assert not app.unexpected, app.unexpected
