"""Every command of the parser, asked by every sort of guest after a retro in which each thing bears one word.

:data:`ASKED` has a row for each command; one that is added without a row fails here. What a command writes into files
counts as said.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from cadence.cli.grammar.parser import CommandParser, whole_tree
from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.vocabulary import BoardKey
from cadence.services.access import drafts
from cadence.services.cards import comments, routing
from cadence.services.facilitation import attendance, navigation
from cadence.services.meetings import retro, view
from cadence.services.notes.notes import READERS
from cadence.store.db import Store
from cadence.store.viewer import Viewer, who_is
from cadence.tui.core.places import PLACES, place_named
from tests.cli.conftest import World
from tests.kinds import KEYS
from tests.tui.meeting_room import Room, seat

SECRET = "xyzzy"
"""In all that is said in the retros, and nowhere else."""

GUESTS = ("pat", "sue", "tom")
"""A partner, a stakeholder, and a stakeholder who is invited to a topic."""

SHARED = ("SRE-1", "SRE-2", "SRE-3")
"""A card of the sync board, a topic, a demo: guests see them, and the retro talked about them."""

HELD = ("arch@2026-12-01", "demo@2026-12-04", "retro@2026-12-04")

ASKED: dict[str, tuple[str, ...]] = {
    "init": ("init --team Other --me Pat<pat@partner.example> --tz UTC --start 2026-12-14",),
    "status": ("status", "status --short"),
    "team show": ("team show",),
    "team set": ("team set --name x", "team set --step retro/round=9"),
    "team duty": ("team duty", "team duty pat"),
    "team holiday": ("team holiday list", "team holiday add 2026-12-30 x"),
    "person add": ("person add Eve<eve@example.com>",),
    "person list": ("person list",),
    "person edit": ("person edit anne --name x", "person edit {me} --tz UTC"),
    "person away": ("person away anne fri", "person away {me} fri"),
    "person back": ("person back anne", "person back {me}"),
    "person remove": ("person remove anne --to ben",),
    "schedule show": ("schedule show",),
    "schedule set": ("schedule set retro --at 15:00",),
    "schedule off": ("schedule off retro",),
    "schedule on": ("schedule on retro",),
    "schedule lint": ("schedule lint",),
    "meeting list": ("meeting list --from 2026-11-30 --to 2026-12-31", "meeting list --kind retro"),
    "meeting show": ("meeting show {ref}", "meeting show retro"),
    "meeting start": ("meeting start retro", "meeting start retro@2026-12-04 --yes"),
    "meeting end": ("meeting end retro", "meeting end --take-over"),
    "meeting reopen": ("meeting reopen retro@2026-12-04",),
    "meeting skip": ("meeting skip retro --reason x",),
    "meeting cancel": ("meeting cancel retro --reason x",),
    "meeting move": ("meeting move retro --to 2026-12-18T16:00",),
    "meeting turn": ("meeting turn retro pat",),
    "card add": ("card add x --board retro", "card add x --board sync"),
    "card list": ("card list", *(f"card list --board {board}" for board in BoardKey)),
    "card show": ("card show {key}",),
    "card trace": ("card trace {key}",),
    "card move": ("card move {key} Upcoming", "card move SRE-1 Upcoming --after {key}"),
    "card edit": ("card edit {key} --url https://example.com", "card edit {key} --audience everyone"),
    "card assign": ("card assign {key} pat",),
    "card interest": ("card interest {key}",),
    "card block": ("card block {key} --reason x",),
    "card thief": ("card thief {key} yes neglected-work", "card thief {key} no neglected-work"),
    "card unblock": ("card unblock {key}",),
    "card depend": ("card depend {key} --team x", "card depend SRE-1 --on {key}"),
    "card comment": ("card comment {key} x",),
    "card done": ("card done {key}",),
    "card drop": ("card drop {key} --reason x",),
    "topic add": ("topic add x",),
    "topic list": ("topic list",),
    "topic vote": ("topic vote {key}",),
    "table": ("table {key} --why x",),
    "park": ("park x",),
    "standup add": ("standup add --today x",),
    "standup list": ("standup list",),
    "standup clear": ("standup clear",),
    "retro add": ("retro add well x",),
    "action add": ("action add x --owner ben",),
    "action list": ("action list",),
    "action done": ("action done {key}",),
    "decision add": ("decision add x --about {key}",),
    "decision list": ("decision list",),
    "decision show": ("decision show {key}",),
    "decision edit": ("decision edit {key} --context x",),
    "decision export": ("decision export", "decision export {key}", "decision export -o {folder}/decisions"),
    "notes list": ("notes list",),
    "notes show": ("notes show {ref}", "notes show retro", *(f"notes show {{ref}} --for {one}" for one in READERS)),
    "notes export": tuple(
        f"notes export {{ref}} --format {name} -o {{folder}}/{{ref}}.{name}" for name in ("md", "html", "text", "slack")
    ),
    "calendar export": (
        "calendar export",
        "calendar export --for anne",
        "calendar export --role lead",
        "calendar export --all -o {folder}/calendars",
        "calendar export --meeting retro@2026-12-04 --method request",
    ),
    "calendar publish": ("calendar publish {folder}/published --url https://example.com/cal",),
    "calendar show": ("calendar show", "calendar show --month 2026-12"),
    "search": ("search xyz", "search xyzzy", "search retro", "search owner", "search spot"),
    "gate": ("gate", "gate --override --reason x"),
    "undo": ("undo", "undo --yes"),
    "backup": ("backup {folder}/copy.db",),
    "completion": ("completion bash",),
}
"""Each command with what is asked of it. What a guest may do is done. ``{key}`` and ``{ref}`` take each value."""


def commands(parser: CommandParser, so_far: tuple[str, ...] = ()) -> Iterator[str]:
    """The words of every command that the parser knows."""
    nested = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not nested:
        yield " ".join(so_far)
    for action in nested:
        for name, below in action.choices.items():
            yield from commands(below, (*so_far, name))


def test_every_command_has_a_row() -> None:
    assert list(ASKED) == list(commands(whole_tree()))


class Story:
    """Tells the team's fortnight; ``world.now`` is the hour."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = Store(f"sqlite:///{world.db}", lambda: datetime.fromisoformat(world.now))

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        self.world.now = f"2026-12-{day:02}T{hour:02}:{minute:02}:00-05:00"

    def viewer(self, handle: str) -> Viewer:
        with self.store.read() as connection:
            return who_is(connection, handle, None, self.store.clock())

    def before(self) -> None:
        ok = self.world.ok
        ok("person", "add", "Tom Invited <tom@example.com>", "--role", "stakeholder")
        ok("card", "add", "spot quota", "--board", "sync")
        ok("topic", "add", "spot instances?", "--invite", "tom")
        ok("card", "add", "spot in production", "--board", "demo")
        ok("card", "add", "work of our own")
        ok("meeting", "start", "arch")
        ok("decision", "add", "spot it is", "--about", "SRE-2")
        ok("meeting", "end", "arch")

    def retro(self) -> None:
        """A retro up to its vote, with all that one can make in it."""
        ok, anne = self.world.ok, self.viewer("anne")
        for one, side in (("anne", "badly"), ("ben", "badly"), ("ben", "better"), ("chidi", "well")):
            ok("retro", "add", side, f"{SECRET} alerts need an owner, says {one}", me=one)
        ok("meeting", "start", "retro")
        for handle in ("ben", "chidi"):
            attendance.who_is_here(self.store, anne, handle, here=True)
        navigation.step_to(self.store, anne, "write")
        navigation.step_to(self.store, anne, "round")
        for _ in range(3):
            navigation.advance(self.store, anne)
        notes = [
            card["key"] for card in self.world.json("card", "list", "--board", "retro") if card["status"] == "open"
        ]
        retro.group(self.store, anne, notes[0], notes[1])
        for shared in SHARED:
            ok("card", "comment", shared, f"{SECRET} they never answer")
        ok("card", "thief", "SRE-4", "yes", "neglected-work", "--why", f"{SECRET} nobody cares")
        ok("card", "block", "SRE-4", "--reason", f"{SECRET} blocked")
        ok("decision", "add", f"{SECRET} no heroics", "--about", "SRE-2", "--context", f"{SECRET} context")
        ok("action", "add", f"{SECRET} alerts get an owner", "--owner", "ben")
        ok("topic", "add", "typed anew")
        for place in ("now", "arch", "sync", "wall", "action", "dropped", ""):
            key = self.world.json("park", f"{SECRET} parked", "--stay", "ben")["key"]
            words = "in other words" if place in ("arch", "sync") else f"{SECRET} why"
            if place:
                routing.settle(self.store, anne, key, place, ParsedLine(words))
        drafts.half_typed(self.store, anne, "card.park", f"{SECRET} half typed")
        navigation.step_to(self.store, anne, "choose")
        comments.vote(self.store, anne, notes[1])

    def first_week(self) -> None:
        self.at(4, 14)
        self.world.ok("meeting", "start", "demo")
        self.world.ok("card", "comment", "SRE-3", "lovely", me="sue")
        self.world.ok("meeting", "end", "demo")
        self.at(4, 14, 35)
        self.retro()
        self.world.ok("meeting", "end", "retro")

    def second_week(self) -> None:
        """The work goes on, and a second retro runs: its notes came up before."""
        self.at(7, 10)
        for kind in ("planning", "sync"):
            self.world.ok("meeting", "start", kind)
            self.world.ok("meeting", "end", kind)
        self.at(8, 14)
        self.world.ok("meeting", "start", "arch")
        self.world.ok("meeting", "end", "arch")
        self.at(11, 14, 35)
        self.retro()
        drafts.half_typed(self.store, self.viewer("ben"), "card.comment", f"{SECRET} half typed too")


@pytest.fixture(scope="module")
def told(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The team in its second retro, after a first one and a week of work; not to be written to."""
    world = World(tmp_path_factory.mktemp("told") / "team")
    shutil.copytree(founded, world.folder)
    story = Story(world)
    story.before()
    story.first_week()
    story.second_week()
    return world


@pytest.fixture
def world(told: World, tmp_path: Path) -> World:
    """The same in a folder of its own."""
    world = World(tmp_path / "team")
    shutil.copytree(told.folder, world.folder)
    world.now = told.now
    return world


def hidden(world: World) -> set[str]:
    """The keys of what the team alone sees."""
    return {card["key"] for card in world.json("card", "list") if card["audience"] == "team"} | {
        card["key"] for card in world.json("card", "list", "--board", "retro")
    }


def lines(world: World, me: str, keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All that one guest asks."""
    refs = (*KEYS[:-1], *HELD)
    for row in ASKED.values():
        for words in row:
            for key in keys if "{key}" in words else ("",):
                for ref in refs if "{ref}" in words else ("",):
                    line = words.format(key=key, ref=ref, me=me, folder=world.folder / "out" / me)
                    yield tuple(line.split())


def test_the_team_finds_those_words_by_many(world: World) -> None:
    """Else the tests of guests would say nothing."""
    asked = "status|card list|action list|decision list|search xyzzy|meeting show retro|card show SRE-1"
    for words in (*asked.split("|"), "notes show retro@2026-12-04", "notes export retro@2026-12-04"):
        assert SECRET in world.ok(*words.split()), words
    story = Story(world)
    assert f"second time in 8 weeks: “{SECRET}" in repr(view.show(story.store, story.viewer("ben"), "retro"))


@pytest.mark.parametrize("me", GUESTS)
def test_a_guest_finds_no_word_of_a_retro_by_any_command(world: World, me: str) -> None:
    """A template of the guest's own prints all that notes are made of."""
    templates = world.config.parent / "templates" / "notes"
    templates.mkdir(parents=True)
    (templates / "base.md.j2").write_text("{{ notes }}")
    for kind in KEYS:
        (templates / f"{kind}.md.j2").write_text("{{ notes }}")
    world.config.write_text(f'templates = "templates"\n{world.config.read_text()}')
    assert SECRET in world.ok("notes", "show", "retro@2026-12-04")
    secret = hidden(world)
    action = next(one["key"] for one in world.json("action", "list") if SECRET in one["title"])
    out = world.folder / "out" / me
    out.mkdir(parents=True)
    for line in lines(world, me, (*SHARED, action, "R1.1")):
        for words in (line, ("--json", *line)):
            done = world(*words, me=me)
            assert "should not have happened" not in done.err, (words, done.err)
            check(f"{done.out} {done.err}".replace(" ".join(line), ""), secret, line)
    for file in out.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), (me, file)


def check(text: str, secret: set[str], asked: tuple[str, ...]) -> None:
    """Nothing of a retro stands in ``text``, but for what was ``asked``."""
    text = re.sub("|".join(map(re.escape, sorted(asked, key=len, reverse=True))), "", text)
    assert SECRET not in text, (asked, text)
    assert "retro@" not in text, (asked, text)
    named = secret & set(re.findall(r"[A-Z]+-\d+|R\d+\.\d+", text))
    assert not named, (asked, named, text)


@pytest.mark.parametrize("me", ["pat", "tom"])
async def test_a_guest_sees_no_word_of_a_retro_on_any_screen(
    world: World, me: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each screen at its place, whole, also with the line open, which offers what was begun; the palette."""
    monkeypatch.setenv("CADENCE_NOW", world.now)
    secret = hidden(world)
    room = Room(f"sqlite:///{world.db}", datetime.fromisoformat(world.now))
    async with seat(room, me, "home", size=(120, 120)) as guest:
        for keys in ("p", "escape escape slash x y z z", "escape escape ctrl+p x y z z", "escape escape"):
            await guest.press(*keys.split())
            check(guest.text, secret, ())
        for place in (
            *PLACES,
            *KEYS,
            "arch@2026-12-01",
            "demo@2026-12-04",
            "retro@2026-12-04",
            *SHARED,
            "SRE-7",
            "R1.1",
        ):
            with guest.app._context():
                guest.app.go(place_named(place))
            await guest.press("down")
            check(guest.text, secret, (place,))
            await guest.press("p")
            check(guest.text, secret, (place,))
            await guest.press("escape", "q")
