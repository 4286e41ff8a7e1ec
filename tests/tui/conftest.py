"""A team in a real SQLite file, and the program open on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual import _wait
from textual.pilot import Pilot
from textual.screen import Screen

from cadence.domain.views.cards import CardView
from cadence.services.cards import create as cards_create
from cadence.services.cards import routing
from cadence.services.team import create, people
from cadence.settings import Settings
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.viewer import Viewer
from cadence.tui.app import CadenceApp

NOW = datetime.fromisoformat("2026-12-02T10:42:00-05:00")
_LOOK_EVERY = 0.01
"""Seconds between two looks of Textual's pilot at whether the program rests; its own 0.02 are most of a test.

``still`` and its like look several times, and wait for what threads do by asking for it.
"""


class Team(NamedTuple):
    """The team's store as somebody else sees it (a connection of its own), and the settings of the program."""

    store: Store
    viewer: Viewer
    settings: Settings

    def other(self) -> Store:
        """Another process's store: its writes are news to the program."""
        return Store(self.settings.database, lambda: NOW)

    def as_ben(self) -> Viewer:
        ben = next(person for person in people.person_list(self.store, self.viewer) if person.handle == "ben")
        return self.viewer._replace(person_id=ben.id, handle="ben", role="member")

    def card(self, title: str, column: str = "Ready", board: str = "wall", **fields: Any) -> CardView:
        return cards_create.add(self.store, self.viewer, NewCard(board, title, column=column, **fields))


@pytest.fixture(autouse=True)
def _drawn_when_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal Textual renders every change and throws it away: a screen is rendered when a test looks.

    That is a quarter of the processor's time of these tests. ``tests/tui/**/test_terminal.py`` and the others on a
    pseudo-terminal are programs of their own, which render as always.
    """
    refresh = Screen._compositor_refresh

    def clean(screen: Screen[Any]) -> None:
        if screen is not screen.app.screen or screen.app._background_screens:
            return refresh(screen)
        screen._compositor._dirty_regions.clear()
        screen._dirty_widgets.clear()
        screen.app._update_mouse_over(screen)

    monkeypatch.setattr(Screen, "_compositor_refresh", clean)
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", _LOOK_EVERY)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", _LOOK_EVERY / 20)


@lru_cache(1)
def _made(folder: str) -> bytes:
    """The database of a team of three with a few cards, made once."""
    file = Path(folder) / "made.db"
    store = Store(f"sqlite:///{file}", lambda: NOW)
    founded = create.found(
        store,
        create.Founding("Platform SRE", "Anne Lee <anne@example.com>", "America/New_York", "2026-11-30", key="SRE"),
    )
    for name in ("Ben Ito", "Dana Roy"):
        people.add_person(store, founded.viewer, people.NewPerson(f"{name} <{name[:3].lower()}@example.com>"))
    for title, column in (
        ("Renew certificates", "Ready"),
        ("VPC peering", "In progress"),
        ("Runner upgrade", "In progress"),
    ):
        cards_create.add(store, founded.viewer, NewCard("wall", title, column=column, flow="debt", origin="team"))
    routing.topic(store, founded.viewer, "Move CI runners to spot?")
    routing.park(store, founded.viewer, "who owns the cert renewals?")
    return file.read_bytes()


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("CADENCE_NOW", NOW.isoformat())
    for name in ("EDITOR", "VISUAL", "COLORFGBG", "NO_COLOR", "CADENCE_ME", "CADENCE_DB", "CADENCE_TEAM"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def team(folder: Path, made_folder: str) -> Team:
    file = folder / "team.db"
    file.write_bytes(_made(made_folder))
    settings = Settings(folder / "config.toml", "anne", "Platform SRE", f"sqlite:///{file}")
    store = Store(settings.database, lambda: NOW)
    from cadence.services.access import session

    return Team(store, session.viewer(store, settings), settings)


Open = Callable[..., Any]


@pytest.fixture
def opened(team: Team) -> Open:
    """``async with opened("wall") as pilot``: the program on that screen, its first data shown."""

    @asynccontextmanager
    async def open_at(
        at: str | None = None, size: tuple[int, int] = (120, 40), **changes: Any
    ) -> AsyncIterator[Pilot[None]]:
        app = CadenceApp(team.settings._replace(**changes), at)
        async with app.run_test(size=size, notifications=True) as pilot:
            await still(pilot)
            yield pilot
            await still(pilot)
        assert not app.unexpected, app.unexpected

    return open_at


async def still(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way any more: no worker, no message."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete([w for w in pilot.app.workers if not w.is_finished])
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait for all that follows."""
    for key in keys:
        await pilot.press(key)
    await still(pilot)


async def type_in(pilot: Pilot[None], words: str) -> None:
    """Type words, character by character."""
    await pilot.press(*("space" if character == " " else character for character in words))
    await pilot.pause()


async def until(pilot: Pilot[None], true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that comes by itself (news), at most so long."""
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        await asyncio.sleep(0.02)
        await pilot.pause()
    raise AssertionError("it never came")


def here(pilot: Pilot[None]) -> Any:
    """The screen that is open."""
    return pilot.app.screen


def program(pilot: Pilot[None]) -> Any:
    """The program."""
    return pilot.app


def text_of(pilot: Pilot[None]) -> str:
    """What stands on the screen, row by row."""
    rows = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in rows)
