"""A small team in a real database: lead anne, members ben and chidi, partner dana, stakeholder eve."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cadence.services.cards import boards, create
from cadence.store.capture import NewCard
from cadence.store.connect import sqlite_file
from cadence.store.db import Store
from cadence.store.tables.schedule import Epoch
from cadence.store.tables.team import Membership, Person, Team
from cadence.store.viewer import Viewer, who_is

START = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
"""Monday 30 November 2026, 10:00 in New York: the first iteration's planning."""
PEOPLE = (("anne", "lead"), ("ben", "member"), ("chidi", "member"), ("dana", "partner"), ("eve", "stakeholder"))

EMPTY: list[bytes] = []


class Clock:
    """The time, as a test says it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **ahead: float) -> None:
        """Let this much time pass (the words of :class:`datetime.timedelta`)."""
        self.now += timedelta(**ahead)

    def at(self, day: int, hour: int, minute: int = 0, *, month: int = 12) -> None:
        """Make it this hour in New York (in winter) on a day of December 2026."""
        self.now = datetime(2026, month, day, hour + 5, minute, tzinfo=UTC)


class World:
    """A team, its store, its clock, and its five people."""

    def __init__(
        self, folder: Path, *, url: str | None = None, distributed: bool = False, settings: str = "{}"
    ) -> None:
        """Make them in the database ``url``, by default in an SQLite file (``path``) of ``folder``."""
        self.path = folder / "data" / "cadence.db"
        self.clock = Clock()
        self.store = Store(url or f"sqlite:///{self.path}", self.clock)
        self._make()
        with self.store.setup() as session:
            team = Team(
                uid="platform",
                name="Platform SRE",
                key="SRE",
                timezone="America/New_York",
                distributed=distributed,
                settings=settings,
                created_at=self.clock(),
            )
            session.add(team)
            session.flush()
            assert team.id is not None
            for position, (handle, role) in enumerate(PEOPLE):
                person = Person(handle=handle, name=handle.title(), email=f"{handle}@example.com", timezone="UTC")
                session.add(person)
                session.flush()
                assert person.id is not None
                session.add(Membership(team_id=team.id, person_id=person.id, role=role, position=position))
            session.add(Epoch(team_id=team.id, start=date(2026, 11, 30), weeks=1, working_days="0,1,2,3,4"))
        self.anne, self.ben, self.chidi, self.dana, self.eve = (self.viewer(handle) for handle, _ in PEOPLE)

    def _make(self) -> None:
        """The migrations run once in a test run; later worlds begin with a copy of what they made."""
        if sqlite_file(self.store.url) is None:
            self.store.make()
        elif not EMPTY:
            self.store.make()
            with closing(sqlite3.connect(self.path)) as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            EMPTY.append(self.path.read_bytes())
        elif not self.path.exists():
            self.path.parent.mkdir(mode=0o700)
            self.path.touch(mode=0o600)
            self.path.write_bytes(EMPTY[0])

    def viewer(self, handle: str, team: str | None = None) -> Viewer:
        with self.store.read() as connection:
            return who_is(connection, handle, team, self.store.clock())

    def second(self) -> Store:
        """Another process on the same database."""
        return Store(self.store.url, self.clock)

    def card(self, title: str, *, board: str = "wall", viewer: Viewer | None = None, column: str | None = None) -> str:
        """Add a card; gives its key."""
        return create.add(self.store, viewer or self.anne, NewCard(board, title, column=column)).key

    def work_item(self, title: str, origin: str = "team", column: str = "ready") -> str:
        """Add a card that planning can rank; gives its key."""
        new = NewCard("wall", title, origin=origin, flow="debt", column=column)
        return create.add(self.store, self.anne, new).key

    def titles(self, viewer: Viewer, board: str | None = None) -> list[str]:
        """The titles of all cards that somebody sees listed."""
        return [card.title for card in boards.card_list(self.store, viewer, board)]


@pytest.fixture
def world(tmp_path: Path, database: str) -> World:
    return World(tmp_path, url=database)


@pytest.fixture
def worlds(tmp_path: Path, database: str) -> Callable[..., World]:
    """Make a world with settings of its own."""
    return lambda **settings: World(tmp_path, url=database, **settings)
