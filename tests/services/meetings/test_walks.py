"""Walking cards: forwards, backwards, past what vanished, and to the parking lot."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.views.meetings import MeetingView
from cadence.services.cards import boards, create, edit, move, routing
from cadence.services.facilitation import lifecycle, navigation, placing
from cadence.services.facilitation import receipt as facilitation_receipt
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.store.capture import NewCard
from tests.services.conftest import World


def at_step(view: MeetingView) -> str:
    return view.steps[view.step].key


@pytest.fixture
def syncing(world: World) -> World:
    for title in ("one", "two", "three", "four"):
        create.add(world.store, world.anne, NewCard("sync", title))
    lifecycle.start(world.store, world.anne, "sync")
    return world


def test_next_and_previous_go_through_the_walk_and_back(syncing: World) -> None:
    store, anne = syncing.store, syncing.anne
    there = [navigation.advance(store, anne).at for _ in range(3)]
    back = [navigation.advance(store, anne, -1).at for _ in range(3)]
    again = [navigation.advance(store, anne).at for _ in range(2)]
    assert there == ["SRE-2", "SRE-3", "SRE-4"]
    assert back == ["SRE-3", "SRE-2", "SRE-1"]
    assert again == ["SRE-2", "SRE-3"]


def test_a_card_that_was_closed_while_it_was_talked_about_does_not_send_the_walk_back(syncing: World) -> None:
    store, anne = syncing.store, syncing.anne
    navigation.advance(store, anne)
    move.done(store, anne, "SRE-2")
    assert meetings_view.show(store, anne, "sync").at == "SRE-2"
    assert navigation.advance(store, anne).at == "SRE-3"
    move.move(store, syncing.ben, "SRE-3", "backlog", board="wall")
    assert navigation.advance(store, anne).at == "SRE-4"


def test_a_card_that_came_up_behind_the_last_one_is_walked_before_the_walk_is_left(world: World) -> None:
    store, anne = world.store, world.anne
    assert lifecycle.start(store, anne, "demo").at is None
    first, second = (create.add(store, anne, NewCard("demo", title)).key for title in ("one", "two"))
    assert [navigation.advance(store, anne).at for _ in range(3)] == [first, second, None]
    third = create.add(store, anne, NewCard("demo", "three")).key
    assert navigation.advance(store, anne).at == third
    assert navigation.advance(store, anne).line.status == "running"
    assert navigation.advance(store, anne).line.status == "held"


def test_the_sync_ends_by_itself_when_nothing_is_left(syncing: World) -> None:
    for choice in ("synced", "waiting on us", "waiting on them"):
        assert navigation.choose(syncing.store, syncing.anne, choice).line.status == "running"
    assert navigation.choose(syncing.store, syncing.anne, "upcoming").line.status == "held"
    columns = {card.title: card.column for card in boards.card_list(syncing.store, syncing.anne, "sync")}
    assert columns == {"one": "Synced", "two": "Waiting on us", "three": "Waiting on them", "four": "Upcoming"}
    columns = {card.title: card.column for card in boards.card_list(syncing.store, syncing.dana, "sync")}
    assert columns == {"one": "Synced", "two": "Waiting on them", "three": "Waiting on us", "four": "Upcoming"}


def test_what_is_parked_is_walked_before_it_ends(syncing: World) -> None:
    parked = routing.park(syncing.store, syncing.anne, "certificates?", stay=("dana",))
    for _ in range(3):
        navigation.advance(syncing.store, syncing.anne)
    view = navigation.advance(syncing.store, syncing.anne)
    assert (at_step(view), view.at) == ("parking", parked.key)
    assert view.card is not None
    assert view.card.stays == ("dana",)
    assert navigation.settle(syncing.store, syncing.anne, "action").line.status == "held"
    card = boards.card(syncing.store, syncing.anne, parked.key).card
    assert (card.board, str(card.due)) == ("actions", "2026-12-07"), "due at the next planning"
    assert (card.assignees, card.stays) == (("dana",), ()), "whoever was to stay for it owns it"


def test_a_card_left_after_a_while_was_talked_about_one_merely_passed_was_not(syncing: World) -> None:
    syncing.clock.on(minutes=4)
    navigation.go_to(syncing.store, syncing.anne, "SRE-3")
    syncing.clock.on(seconds=2)
    navigation.go_to(syncing.store, syncing.anne, "SRE-4")
    syncing.clock.on(minutes=2)
    lifecycle.end(syncing.store, syncing.anne)
    walked = notes.notes_of(syncing.store, syncing.anne, "sync").steps[0].cards
    assert {one.card.key: one.minutes for one in walked if one.minutes} == {"SRE-1": 4, "SRE-4": 2}
    told = facilitation_receipt.receipt(syncing.store, syncing.anne, "sync").outcomes
    assert len(told) == len(walked) == 4, "and what nobody got to is named as it was"


def test_a_parked_item_can_be_given_every_place(world: World) -> None:
    lifecycle.start(world.store, world.anne, "standup@2026-12-01")
    places = {
        "now": "parking",
        "arch": "arch",
        "sync": "sync",
        "wall": "wall",
        "action": "actions",
        "dropped": "parking",
    }
    for place, board in places.items():
        key = routing.park(world.store, world.anne, f"for {place}").key
        routing.settle(world.store, world.anne, key, place, ParsedLine("a word why"))
        assert boards.card(world.store, world.anne, key).card.board == board
    receipt = facilitation_receipt.receipt(world.store, world.anne, "standup")
    assert receipt.went_on == (
        'discussed now  "for now"',
        '→ arch  "for arch"',
        '→ sync  "for sync"',
        '"for wall" → wall card  "a word why"',  # what is typed for a card or an action is what it is called
        '"for action" → action  "a word why"',
        'dropped  "for dropped": a word why',
    )


def _after_parking(folder: Path, kind: str, where: str, *, later: bool) -> tuple[list[str], list[str], list[str]]:
    """What receipt and notes say of two parked items, one of which gets a place in the last step, or on the receipt."""
    folder.mkdir()
    world = World(folder)
    store, anne, ref = world.store, world.anne, {"retro": "retro@2026-12-04", "standup": "standup@2026-12-02"}[kind]
    world.clock.at(int(ref[-2:]), 14)
    lifecycle.start(store, anne, ref)
    item = routing.park(store, anne, "which DNS provider")
    routing.park(store, anne, "who pays for egress?")
    said = ParsedLine("needs a word")
    if later:
        lifecycle.end(store, anne)
        world.clock.on(minutes=2)
        placing.place(store, anne, ref, item.key, where, said)
    else:
        navigation.step_to(store, anne, "parking")
        navigation.settle(store, anne, where, said)
        lifecycle.end(store, anne)
    told = facilitation_receipt.receipt(store, anne, ref)
    text = notes.written(store, anne, ref).text
    lines = [*told.went_on, *told.actions]
    return text[text.index("## ") :].splitlines(), lines, [one.title for one in told.still_open]


@pytest.mark.parametrize("kind", ["standup", "retro"])
@pytest.mark.parametrize("where", ["now", "arch", "sync", "wall", "action", "dropped"])
def test_a_place_given_on_the_receipt_is_told_as_the_last_step_tells_it(tmp_path: Path, kind: str, where: str) -> None:
    later = _after_parking(tmp_path / "later", kind, where, later=True)
    assert later == _after_parking(tmp_path / "then", kind, where, later=False)
    text, lines, open_ = later
    assert (bool(lines), open_) == (True, ["who pays for egress?"])
    assert str(text).count("asked again next time") == 1


@pytest.mark.parametrize("column", ["To sync", "Waiting on us", "Waiting on them", "Upcoming"])
def test_the_receipt_of_a_sync_has_who_and_by_when_of_all_that_is_still_open(world: World, column: str) -> None:
    world.clock.at(7, 11, 30)
    key = world.card("after our release", board="sync")
    lifecycle.start(world.store, world.anne, "sync")
    said: dict[str, Any] = {"owners": ("dana",), "due": date(2027, 1, 8)}
    if column == "To sync":
        edit.edit(world.store, world.anne, key, edit.Edit(assigned=said["owners"], due=said["due"]))
    else:
        navigation.choose(world.store, world.anne, column.lower(), **said)
    if column == "To sync":  # else nothing is left to walk, and it has ended
        lifecycle.end(world.store, world.anne)
    (told,) = facilitation_receipt.receipt(world.store, world.anne, "sync").outcomes
    assert told.endswith("(Dana, due Fri 8 Jan)")


@pytest.mark.parametrize("chosen", ["synced", "waiting on us"])
def test_what_the_partner_moves_back_during_the_sync_is_not_said_to_have_ended_so(syncing: World, chosen: str) -> None:
    navigation.choose(syncing.store, syncing.anne, chosen)
    move.move(syncing.store, syncing.dana, "SRE-1", "upcoming")
    move.move(syncing.store, syncing.dana, "SRE-1", "to sync")
    lifecycle.end(syncing.store, syncing.anne)
    told = facilitation_receipt.receipt(syncing.store, syncing.anne, "sync").outcomes
    assert f"one → {chosen}, then To sync" in told
    for audience in ("team", "partner"):
        found = notes.notes_of(syncing.store, syncing.anne, "sync", audience)
        (one,) = [each for step in found.steps for each in step.cards if each.card.title == "one"]
        assert one.outcome.endswith(", then To sync")
