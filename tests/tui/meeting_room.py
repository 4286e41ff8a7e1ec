"""A team of six with two guests in a real database, and a meeting held on it by keys alone."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import format_exception
from typing import Any

from textual import events
from textual.pilot import Pilot

from cadence.services.cards import boards, create, routing
from cadence.settings import Settings
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.tables.schedule import Epoch
from cadence.store.tables.team import Membership, Person, Team
from cadence.store.viewer import Viewer, who_is
from cadence.store.write import id_of
from cadence.tui.app import CadenceApp

MONDAY = date(2026, 11, 30)
PEOPLE = (
    ("anne", "Anne Lee", "lead"),
    ("ben", "Ben Ito", "member"),
    ("chidi", "Chidi Obi", "member"),
    ("dana", "Dana Wu", "partner"),
    ("eli", "Eli Roth", "member"),
    ("gus", "Gus Stake", "stakeholder"),
)
LONG = float(os.environ.get("CADENCE_LONG", "120"))
"""Seconds after which a test stops to wait."""


@dataclass
class Room:
    """The team's database, and where its clock stands."""

    url: str
    at: datetime

    @property
    def store(self) -> Store:
        return Store(self.url, self.clock)

    def clock(self) -> datetime:
        return self.at

    def viewer(self, handle: str) -> Viewer:
        with self.store.read() as connection:
            return who_is(connection, handle, None, self.store.clock())

    def add(self, board: str, title: str, by: str = "anne", people: tuple[str, ...] = (), **fields: Any) -> str:
        return create.add(self.store, self.viewer(by), NewCard(board, title, **fields), people).key

    def cards(self, board: str) -> list[str]:
        """The titles on a board, as the lead sees them."""
        return [card.title for card in boards.card_list(self.store, self.viewer("anne"), board)]

    def topic(self, title: str, by: str = "ben") -> str:
        return routing.topic(self.store, self.viewer(by), title, context="Why it matters.").key


def a_room(folder: Path, at: datetime, *, distributed: bool = False, url: str | None = None) -> Room:
    """A new team, at the instant ``at``, in the database ``url``, by default an SQLite file of ``folder``."""
    if url is not None:
        _make(Store(url, lambda: day(0, 8)), day(0, 8), distributed)
        return Room(url, at)
    (folder / "room.db").write_bytes(_made(distributed))
    return Room(f"sqlite:///{folder / 'room.db'}", at)


@lru_cache
def _made(distributed: bool) -> bytes:
    """The team's database, made once."""
    at = day(0, 8)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "made.db"
        _make(Store(f"sqlite:///{file}", lambda: at), at, distributed)
        return file.read_bytes()


def _make(store: Store, at: datetime, distributed: bool) -> None:
    store.make()
    with store.setup() as session:
        team = Team(uid="room", name="Platform SRE", key="SRE", timezone="UTC", created_at=at, distributed=distributed)
        session.add(team)
        session.flush()
        for position, (handle, name, role) in enumerate(PEOPLE):
            person = Person(handle=handle, name=name, email=f"{handle}@example.com", timezone="UTC")
            session.add(person)
            session.flush()
            session.add(Membership(team_id=id_of(team), person_id=id_of(person), role=role, position=position))
        session.add(Epoch(team_id=id_of(team), start=MONDAY, weeks=1, working_days="0,1,2,3,4"))


def day(number: int, hour: int, minute: int = 0) -> datetime:
    """An instant of the team's week: 0 is its Monday."""
    return (
        datetime(2026, 11, 30 + number, hour, minute, tzinfo=UTC)
        if number == 0
        else datetime(2026, 12, number, hour, minute, tzinfo=UTC)
    )


class Seat:
    """One person's terminal.

    Several sit in one process. Textual finds the program by the context in which something is called, and what a pilot
    calls may start the timer that redraws a screen: each call is made in the context of its own program.
    """

    def __init__(self, app: CadenceApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def text(self) -> str:
        with self.app._context():
            strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def foot(self) -> str:
        return self.text.splitlines()[-1]

    @property
    def minutes_left(self) -> int:
        """Whole minutes that the clock says are left."""
        found = re.search(r"(\d+):\d\d left", self.text)
        assert found, self.text
        return int(found[1])

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when what the one before it asked for is stored and shown."""
        with self.app._context():
            for key in keys:
                await self.pilot.press(key)
                await self.app.settled()
                await self.pilot.pause()

    async def type(self, words: str) -> None:
        """Put words into the line that is open (all at once, as a paste does), and enter them."""
        self.app.post_message(events.Paste(words))
        await self.press("enter")

    async def sees(self, *words: str) -> None:
        """Wait until all of ``words`` stand on the screen."""
        await self._until(lambda: all(word in self.text for word in words), f"sees {words}")

    async def sees_not(self, *words: str) -> None:
        """Wait until none of ``words`` stands on the screen."""
        await self._until(lambda: not any(word in self.text for word in words), f"does not see {words}")

    async def told(self, words: str) -> None:
        """Wait until a toast says ``words``."""
        await self._until(lambda: any(words in one.message for one in self.app._notifications), f"is told {words!r}")

    async def _until(self, holds: Any, what: str) -> None:
        end = asyncio.get_running_loop().time() + LONG
        while not holds():
            if asyncio.get_running_loop().time() > end:
                toasts = [toast.message for toast in self.app._notifications]
                raise AssertionError(f"nobody {what}:\n{self.text}\n{self.app.unexpected}\n{toasts}")
            with self.app._context():
                await self.pilot.pause(0.01)


@asynccontextmanager
async def seat(
    room: Room, handle: str, at: str, *, size: tuple[int, int] = (120, 40), config: Path | None = None
) -> AsyncIterator[Seat]:
    """The terminal of ``handle``, opened at the meeting ``at``."""
    app = CadenceApp(Settings(config or Path("none.toml"), handle, None, room.url), at)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Seat(app, pilot)
        assert app.unexpected == [], "".join("".join(format_exception(error)) for error in app.unexpected)
