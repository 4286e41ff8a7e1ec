"""Lines left half typed: offered where they were begun, and behind closed doors not a moment longer than those."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from cadence.errors import Refused
from cadence.services.access import drafts
from cadence.services.cards import routing
from cadence.services.facilitation import attendance, clock, lifecycle, navigation
from cadence.store.viewer import Viewer
from tests.services.conftest import World

RETRO = "retro@2026-12-04"
SYNC = "sync@2026-12-07"
SAID = "Chidi is burnt out"


@pytest.fixture
def closed(world: World) -> World:
    """A retro that runs, with the team inside."""
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    for handle in ("ben", "chidi"):
        attendance.who_is_here(world.store, world.anne, handle)
    return world


def lines(world: World, viewer: Viewer) -> dict[tuple[str, str], str]:
    return drafts.half_typed_lines(world.store, viewer)


def in_the_file(world: World) -> str:
    """Every half-typed line of the database, whoever asks for it."""
    with closing(sqlite3.connect(world.path)) as raw:
        return repr(raw.execute("SELECT * FROM half_typed").fetchall())


def test_a_line_belongs_to_the_meeting_in_which_it_was_begun(closed: World) -> None:
    drafts.half_typed(closed.store, closed.anne, "park", SAID, RETRO)
    assert lines(closed, closed.anne) == {("park", RETRO): SAID}
    assert lines(closed, closed.ben) == {}


def to_the_end(world: World) -> None:
    navigation.step_to(world.store, world.anne, "parking")
    navigation.step_by(world.store, world.anne, 1)


def forgotten(world: World) -> None:
    """Nobody ended it; the next meeting's start closes it."""
    world.clock.at(7, 10)
    lifecycle.start(world.store, world.ben, "planning")


ENDS: dict[str, Callable[[World], object]] = {
    "its facilitator": lambda w: lifecycle.end(w.store, w.anne),
    "somebody else": lambda w: lifecycle.end(w.store, w.ben, RETRO, take_over=True),
    "behind the last step": to_the_end,
    "while it is paused": lambda w: (clock.pause(w.store, w.anne), lifecycle.end(w.store, w.anne)),
    "the next meeting's start": forgotten,
    "a start by mistake": lambda w: lifecycle.reopen(w.store, w.anne, RETRO),
}


@pytest.mark.parametrize("way", ENDS)
def test_the_write_that_opens_the_doors_deletes_what_was_begun_behind_them(closed: World, way: str) -> None:
    drafts.half_typed(closed.store, closed.anne, "park", SAID, RETRO)
    drafts.half_typed(closed.store, closed.ben, "topic", SAID, RETRO)
    drafts.half_typed(closed.store, closed.chidi, "note Went badly", SAID, RETRO)
    ENDS[way](closed)
    assert SAID not in in_the_file(closed)


def test_a_line_that_arrives_when_the_doors_are_open_again_is_not_kept(closed: World) -> None:
    """The terminal has not heard of the end yet, and stores what is being typed."""
    lifecycle.end(closed.store, closed.anne)
    assert drafts.half_typed(closed.store, closed.ben, "park", SAID, RETRO) is None
    assert in_the_file(closed) == "[]"
    with pytest.raises(Refused, match="the retro is over"):
        drafts.check_doors(closed.store, closed.ben, RETRO)


def test_reopened_the_meeting_offers_nothing_of_before(closed: World) -> None:
    drafts.half_typed(closed.store, closed.anne, "park", SAID, RETRO)
    lifecycle.end(closed.store, closed.anne)
    lifecycle.reopen(closed.store, closed.anne, RETRO)
    assert lines(closed, closed.anne) == {}
    assert drafts.half_typed(closed.store, closed.anne, "park", "again", RETRO) == RETRO


def test_who_sits_behind_closed_doors_types_there_on_any_screen(closed: World) -> None:
    assert drafts.half_typed(closed.store, closed.ben, "topic", SAID) == RETRO
    attendance.who_is_here(closed.store, closed.anne, "chidi", here=False)
    assert drafts.half_typed(closed.store, closed.chidi, "topic", "outside") == ""
    lifecycle.end(closed.store, closed.anne)
    assert lines(closed, closed.ben) == {}
    assert lines(closed, closed.chidi) == {("topic", ""): "outside"}


def test_other_meetings_keep_theirs_for_when_they_are_reopened(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    drafts.half_typed(world.store, world.anne, "park", "in it", "planning@2026-11-30")
    drafts.half_typed(world.store, world.anne, "park", "outside")
    lifecycle.end(world.store, world.anne)
    expected = {("park", "planning@2026-11-30"): "in it", ("park", ""): "outside"}
    assert lines(world, world.anne) == expected
    drafts.half_typed(world.store, world.anne, "park", "", "planning@2026-11-30")
    assert lines(world, world.anne) == {("park", ""): "outside"}


def test_undo_brings_no_line_back(closed: World) -> None:
    from cadence.services.cards import undo

    drafts.half_typed(closed.store, closed.anne, "park", SAID, RETRO)
    routing.act(closed.store, closed.anne, "an action")
    lifecycle.end(closed.store, closed.anne)
    undo.undo(closed.store, closed.anne)
    assert SAID not in in_the_file(closed)
