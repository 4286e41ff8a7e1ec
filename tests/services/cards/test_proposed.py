"""What proposes itself for the demo: work of this iteration, and what was shown only when something happened to it."""

from __future__ import annotations

import pytest

from cadence.domain.parsing.one_line import ParsedLine
from cadence.errors import Refused
from cadence.services.cards import boards, create, edit, move, routing, search
from cadence.services.facilitation import lifecycle, navigation
from cadence.services.notes import notes
from cadence.store.capture import NewCard
from tests.services.conftest import World


def on_its_list(world: World) -> list[str]:
    view = boards.board(world.store, world.anne, "demo")
    return [card.title for column in view.columns for card in column.cards if card.status == "open"]


def test_what_was_shown_is_proposed_again_once_something_has_happened_to_it(world: World) -> None:
    key = world.card("VPC peering", column="in progress")
    world.clock.at(4, 12)
    assert on_its_list(world) == ["VPC peering"]
    world.clock.at(4, 14)
    lifecycle.start(world.store, world.anne, "demo")
    world.clock.on(minutes=3)
    navigation.choose(world.store, world.anne, "shown")
    world.clock.at(10, 10)
    assert on_its_list(world) == []
    move.move(world.store, world.anne, key, "review")
    assert on_its_list(world) == ["VPC peering"]


@pytest.mark.parametrize("proposed", [False, True])
def test_what_was_shown_by_mistake_is_to_be_shown_again(world: World, proposed: bool) -> None:
    if proposed:
        world.card("VPC peering", column="in progress")
    else:
        create.add(world.store, world.anne, NewCard("demo", "VPC peering"))
    world.clock.at(4, 14)
    lifecycle.start(world.store, world.anne, "demo")
    world.clock.on(minutes=3)
    (key,) = (one.key for one in boards.card_list(world.store, world.anne, "demo"))
    for choice in ("shown", "not today"):
        navigation.go_to(world.store, world.anne, key)
        navigation.choose(world.store, world.anne, choice)
    card = boards.card(world.store, world.eve, key).card
    assert (card.column, card.status, on_its_list(world)) == ("To show", "open", ["VPC peering"])
    lifecycle.end(world.store, world.anne)
    told = notes.written(world.store, world.anne, "demo@2026-12-04").text
    assert "not today" in told
    assert "To show" not in told
    assert boards.card(world.store, world.eve, key).card.status == "open"


def test_what_came_up_behind_closed_doors_is_never_a_demo_by_itself(world: World) -> None:
    """By every way onto the wall: parked and given that place there or afterwards, added there, or worded there."""
    before = routing.park(world.store, world.anne, "who owns the relay").key
    named = world.card("plain words")
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    there, later = (routing.park(world.store, world.anne, f"GANNET {word}").key for word in ("blames", "tires"))
    new = create.add(world.store, world.anne, NewCard("wall", "GANNET nests")).key
    edit.edit(world.store, world.anne, named, edit.Edit(title="GANNET named"))
    navigation.step_to(world.store, world.anne, "parking")
    navigation.go_to(world.store, world.anne, there)
    navigation.settle(world.store, world.anne, "wall")
    navigation.go_to(world.store, world.anne, before)
    navigation.settle(world.store, world.anne, "wall", ParsedLine("GANNET owns the relay"))
    lifecycle.end(world.store, world.anne)
    routing.settle(world.store, world.anne, later, "wall")
    world.clock.at(8, 10)
    for key in (there, later, new, before, named):
        move.move(world.store, world.anne, key, "in progress")
    assert on_its_list(world) == []
    for key in (there, later, new, before, named):
        with pytest.raises(Refused, match="came up behind closed doors"):
            move.move(world.store, world.anne, key, "To show", board="demo")
    world.clock.at(11, 14)
    lifecycle.start(world.store, world.anne, "demo@2026-12-11")
    lifecycle.end(world.store, world.anne)
    for guest in (world.dana, world.eve):
        assert search.search(world.store, guest, "gannet") == []
        assert "GANNET" not in notes.written(world.store, guest, "demo@2026-12-11").text
        assert boards.card_list(world.store, guest, "demo") == []
