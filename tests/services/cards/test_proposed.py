"""What proposes itself for the demo: work of this iteration, and what was shown only when something happened to it."""

from __future__ import annotations

from cadence.services.cards import boards, move
from cadence.services.facilitation import lifecycle, navigation
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
