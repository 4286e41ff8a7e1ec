"""Two teams with one history, of which only one has anything to hide: to a guest they are the same, byte for byte.

A word that must not appear can be looked for; a count, an order, a gap or a stamp that tells of it can't. So everything
a guest can ask is asked of both teams, at several moments of a week, and every answer compared.

What the team alone may see takes card numbers all the same (only a retro's notes take none), so that here it comes
after the cards that guests see.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cadence import settings
from cadence.domain.kinds import KINDS
from cadence.domain.vocabulary import BoardKey
from cadence.errors import CadenceError
from cadence.services.cards import boards, comments, edit
from cadence.services.facilitation import attendance, navigation, receipt
from cadence.services.home import home
from cadence.services.meetings import retro
from cadence.services.meetings import view as meetings_view
from cadence.store.db import Store
from cadence.store.viewer import Viewer, who_is
from tests.cli.conftest import World

GUESTS = ("pat", "sue")
SHARED = tuple(f"SRE-{number}" for number in range(1, 10))
"""The keys of the cards that both teams have."""

LISTINGS = (
    ("card", "list"),
    ("card", "list", "--board", "retro"),
    ("topic", "list"),
    ("action", "list"),
    ("decision", "list"),
    ("search", "spot"),
    ("search", "instances spot"),
    ("search", "retro"),
    ("status",),
    ("status", "--short"),
    ("meeting", "list"),
    ("meeting", "list", "--from", "2026-11-30", "--to", "2026-12-31"),
    ("notes", "list"),
    ("notes", "report"),
    ("calendar", "show"),
    ("calendar", "export"),
    ("team", "show"),
    ("schedule", "show"),
    ("schedule", "lint"),
    ("person", "list"),
)
"""Commands that show what there is."""


REFS = (
    "planning@2026-11-30",
    "standup@2026-12-01",
    "sync@2026-11-30",
    "arch@2026-12-01",
    "demo@2026-12-04",
    "retro@2026-12-04",
)
"""The meetings of the week, one of each kind."""


def of_meeting(ref: str) -> Iterator[tuple[str, ...]]:
    """What can be asked of a meeting."""
    yield "meeting", "show", ref
    yield "notes", "show", ref
    yield "notes", "export", ref, "--format", "html"


def questions() -> Iterator[tuple[str, ...]]:
    """Every command that tells a guest anything, with and without ``--json``."""
    asked = [*LISTINGS, *(words for ref in REFS for words in of_meeting(ref))]
    asked += [("card", "show", key) for key in SHARED]
    asked += [("card", "trace", "SRE-4")]
    for words in asked:
        yield words
        yield "--json", *words


class Twin:
    """One of the two teams: both do what is shared, only one of them also what is hidden."""

    def __init__(self, world: World, *, hides: bool) -> None:
        self.world = world
        self.hides = hides
        self.store = Store(f"sqlite:///{world.db}", lambda: datetime.fromisoformat(world.now))

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        month, day = divmod(day, 100) if day > 100 else (12, day)
        self.world.now = f"2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00-05:00"

    def shared(self, *words: str, me: str | None = None) -> None:
        self.world.ok(*words, me=me)

    def hidden(self, *words: str, me: str | None = None) -> str:
        """The first word of what is said: the key of what was added."""
        return self.world.ok(*words, me=me).partition(" ")[0] if self.hides else ""

    def viewer(self, handle: str) -> Viewer:
        with self.store.read() as connection:
            return who_is(connection, handle, None, self.store.clock())

    def act(self, deed: Callable[..., Any], *values: Any, me: str = "anne", **more: Any) -> None:
        """Something hidden that has no command."""
        if self.hides:
            deed(self.store, self.viewer(me), *values, **more)


def founding(twin: Twin) -> None:
    """The cards that guests see, with retro notes written in between."""
    twin.at(1130, 10)
    twin.hidden("retro", "add", "well", "spot instances held", me="ben")
    for board, title in (
        ("sync", "spot quota for staging"),
        ("sync", "their spot dashboards, instances and all"),
        ("demo", "spot instances in production"),
        ("arch", "spot instances for stateful work?"),
    ):
        twin.shared("card", "add", title, "--board", board)
        twin.hidden("retro", "add", "badly", "spot instances went away")
    twin.shared("topic", "add", "instances or functions?", "--context", "spot", me="pat")
    twin.shared("card", "add", "move CI to spot instances")
    twin.shared("card", "edit", "SRE-6", "--audience", "everyone")
    twin.shared("decision", "add", "no spot instances on Fridays")
    twin.shared("card", "edit", "SRE-7", "--audience", "everyone")
    twin.shared("action", "add", "ask for a spot quota", "--owner", "ben")
    twin.shared("card", "edit", "SRE-8", "--audience", "partner")
    twin.shared("park", "who pays for spot instances?")
    twin.shared("card", "edit", "SRE-9", "--audience", "partner")
    for key in ("SRE-4", "SRE-5"):
        twin.shared("topic", "vote", key, me="pat")


def secrets(twin: Twin) -> None:
    """What only the team sees, on every board, and tied to what guests see."""
    twin.at(1130, 10, 40)
    if not twin.hides:
        return
    keys = {}
    for board in BoardKey:
        if board is not BoardKey.RETRO:
            keys[board] = twin.hidden("card", "add", "spot instances in secret", "--board", board.value)
            twin.hidden("card", "edit", keys[board], "--audience", "team")
    twin.hidden("card", "move", keys[BoardKey.SYNC], "waiting on us", "--top")
    twin.hidden("card", "block", keys[BoardKey.WALL], "--reason", "them")
    twin.hidden("card", "depend", keys[BoardKey.WALL], "--on", "SRE-1")
    twin.hidden("topic", "vote", keys[BoardKey.ARCH])
    twin.hidden("park", "who tells them?")
    twin.hidden("action", "add", "tell them", "--owner", "ben")
    twin.hidden("standup", "add", "--today", "SRE-6")
    twin.act(edit.mark_thief, "SRE-1", "neglected-work", "they never answer")


def alone(twin: Twin, kind: str) -> None:
    """A meeting of the team's own."""
    twin.hidden("meeting", "start", kind)
    twin.act(attendance.who_is_here, "ben", here=True)
    twin.act(navigation.step_by, 1)
    twin.hidden("park", "said among ourselves")
    twin.hidden("meeting", "end", kind)


def closed_doors(twin: Twin) -> None:
    """The retro, up to its vote."""
    twin.hidden("meeting", "start", "retro")
    twin.act(attendance.who_is_here, "ben", here=True)
    for step in ("write", "round"):
        twin.act(navigation.step_to, step)
    twin.hidden("retro", "add", "better", "spot instances on weekends", me="ben")
    twin.act(navigation.go_to, "ben")
    twin.act(navigation.step_to, "choose")
    twin.act(comments.vote, "R1.1")
    for key in ("SRE-1", "SRE-3", "SRE-4", "SRE-6"):
        twin.hidden("card", "comment", key, "not theirs to read")
    twin.hidden("park", "spot instances, between us")
    twin.hidden("action", "add", "fewer spot instances", "--owner", "ben")
    twin.hidden("decision", "add", "no more spot instances", "--about", "SRE-4")


def shown(view: Any) -> Any:
    """A view without what orders and names rows within the program and is never shown."""
    if is_dataclass(view):
        names = [field.name for field in fields(view) if field.name not in ("id", "rank")]
        return type(view).__name__, {name: shown(getattr(view, name)) for name in names}
    if isinstance(view, tuple | list):
        return [shown(one) for one in view]
    return repr(view)


def views(twin: Twin, handle: str) -> Iterator[tuple[str, Any]]:
    """What the screens are drawn of."""
    store, viewer = twin.store, twin.viewer(handle)
    yield "home", shown(home.home(store, viewer, lately=True))
    for board in BoardKey:
        yield f"board {board}", shown(boards.board(store, viewer, board.value))
    for ref in (*REFS, *(kind.key for kind in KINDS)):
        for ask in (meetings_view.show, receipt.receipt):
            try:
                yield f"{ask.__name__} {ref}", shown(ask(store, viewer, ref))
            except CadenceError as error:
                yield f"{ask.__name__} {ref}", str(error)


def check(open_: Twin, hiding: Twin) -> None:
    """Whatever a guest asks, both answer the same."""
    told = {}
    for me in GUESTS:
        for words in questions():
            plain, secretive = (twin.world(*words, me=me) for twin in (open_, hiding))
            assert "should not have happened" not in plain.err
            if secretive != plain:
                told[f"{me}: cadence {' '.join(words)}"] = (plain, secretive)
        for (asked, plain), (_, secretive) in zip(views(open_, me), views(hiding, me), strict=True):
            if secretive != plain:
                told[f"{me}: {asked}"] = (plain, secretive)
    assert not told


@pytest.fixture
def twins(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Twin, Twin]:
    """The two teams, the first with nothing to hide; the time is what ``CADENCE_NOW`` says, and stands."""
    monkeypatch.setattr(settings, "time", SimpleNamespace(monotonic=lambda: settings._STARTED))
    made = []
    for name in ("open", "hiding"):
        world = World(tmp_path / name)
        shutil.copytree(founded, world.folder)
        made.append(Twin(world, hides=name == "hiding"))
    return made[0], made[1]


@pytest.mark.slow
def test_a_guest_cannot_tell_that_anything_is_hidden(twins: tuple[Twin, Twin]) -> None:
    """Before the first meeting, in and after those that guests attend, while the retro runs, and after it."""
    for moment in (before_the_week, in_the_sync, in_the_arch, in_the_retro, when_all_is_over):
        for twin in twins:
            moment(twin)
        check(*twins)


def before_the_week(twin: Twin) -> None:
    founding(twin)
    secrets(twin)


def in_the_sync(twin: Twin) -> None:
    alone(twin, "planning")
    twin.at(1130, 11, 30)
    twin.shared("meeting", "start", "sync")
    twin.shared("card", "comment", "SRE-1", "heard by all")
    twin.hidden("park", "for us alone", me="chidi")


def in_the_arch(twin: Twin) -> None:
    twin.at(1130, 11, 50)
    twin.shared("meeting", "end", "sync")
    twin.at(1, 10)
    alone(twin, "standup")
    twin.at(1, 14)
    twin.shared("meeting", "start", "arch")
    twin.shared("card", "comment", "SRE-4", "heard by all")


def in_the_retro(twin: Twin) -> None:
    twin.at(1, 14, 40)
    twin.shared("meeting", "end", "arch")
    twin.at(4, 14)
    twin.shared("meeting", "start", "demo")
    twin.shared("card", "comment", "SRE-3", "lovely", me="sue")
    twin.at(4, 14, 25)
    twin.shared("meeting", "end", "demo")
    twin.at(4, 14, 40)
    closed_doors(twin)


def when_all_is_over(twin: Twin) -> None:
    twin.at(4, 15, 20)
    twin.hidden("meeting", "end", "retro")
    twin.at(7, 9)
    twin.act(retro.write, "well", "next week's")
