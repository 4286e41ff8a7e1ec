"""Numbered writes: nothing is lost, nothing half done, the numbers have no gaps, and others hear of it."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cadence.domain.views.cards import CardView
from cadence.errors import NotAllowed, StoreError
from cadence.services.cards import boards, comments, move
from cadence.services.cards import create as cards_create
from cadence.services.facilitation import clock, lifecycle
from cadence.services.team import create
from cadence.store import capture
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.tables.cards import Card
from cadence.store.values import instant, stamp
from cadence.store.viewer import who_is
from tests.postgres import both
from tests.services.conftest import Clock, World
from tests.tables import records

pytestmark = both


def events(world: World, team_id: int | None = None) -> list[dict[str, Any]]:
    with world.store.read() as connection:
        statement = "SELECT * FROM event WHERE team_id = :team ORDER BY seq, part"
        return records(connection, statement, team=team_id or world.anne.team_id)


def seq(world: World) -> int:
    with world.store.read() as connection:
        return int(connection.value("SELECT seq FROM team WHERE id = 1"))


def count_up(store: Store, world: World, card_id: int, times: int) -> None:
    """Read a number and write back one more, as every gesture does."""
    for _ in range(times):
        with store.write(world.anne) as w:
            card = w.get(Card, card_id)
            w.change(card, title=str(int(card.title) + 1))
            w.log("card.edit", card=card)


def in_a_process(url: str, card_id: int, times: int) -> None:
    store = Store(url, Clock())
    with store.read() as connection:
        anne = who_is(connection, "anne", None, store.clock())
    for _ in range(times):
        with store.write(anne) as w:
            card = w.get(Card, card_id)
            w.change(card, title=str(int(card.title) + 1))
            w.log("card.edit", card=card)


def test_sixteen_threads_lose_nothing_and_leave_no_gap(world: World) -> None:
    key = world.card("0")
    with ThreadPoolExecutor(16) as pool:
        for done in [pool.submit(count_up, world.second(), world, 1, 8) for _ in range(16)]:
            done.result()
    assert [card.title for card in _cards(world)] == ["128"]
    assert [row["seq"] for row in events(world)] == list(range(1, 130))
    assert key == "SRE-1"


def test_processes_lose_nothing_and_leave_no_gap(world: World) -> None:
    world.card("0")
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=in_a_process, args=(world.store.url, 1, 10)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [card.title for card in _cards(world)] == ["40"]
    assert [row["seq"] for row in events(world)] == list(range(1, 42))


def test_both_lanes_number_from_one_row(world: World) -> None:
    def quick(number: int) -> None:
        with world.store.quick() as connection:
            capture.add_card(connection, world.ben, world.clock(), NewCard("wall", f"quick {number}"))

    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(quick, number) for number in range(20)]
        full = [pool.submit(world.card, f"full {number}") for number in range(20)]
        for one in done:
            one.result()
        keys = [one.result() for one in full]
    assert len(set(keys)) == 20
    assert [row["seq"] for row in events(world)] == list(range(1, 41))
    assert sorted(card.key for card in _cards(world)) == sorted(f"SRE-{number}" for number in range(1, 41))
    ranks = [card.rank for card in _cards(world)]
    assert len(set(ranks)) == 40, "two cards have one place"


def _cards(world: World) -> list[CardView]:
    return boards.card_list(world.store, world.anne)


def fail_half_way(world: World) -> None:
    with world.store.write(world.anne) as w:
        w.add_card(NewCard("wall", "half"))
        raise RuntimeError


def test_a_write_that_fails_leaves_nothing(world: World) -> None:
    world.card("before")
    number, log = seq(world), len(events(world))
    with pytest.raises(RuntimeError):
        fail_half_way(world)
    with pytest.raises(NotAllowed), world.store.quick() as connection:
        capture.add_card(connection, world.eve, world.clock(), NewCard("wall", "not hers"))
    assert (seq(world), len(events(world)), world.titles(world.anne)) == (number, log, ["before"])
    assert world.card("after") == "SRE-2"


def test_a_read_sees_one_state_of_things(world: World) -> None:
    with world.store.read() as connection:
        before = connection.value("SELECT COUNT(*) FROM card")
        world.card("written while somebody reads")
        assert (before, connection.value("SELECT COUNT(*) FROM card")) == (0, 0)


def test_every_entry_of_the_log_has_a_place_of_its_own(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    key = world.work_item("x")
    move.move(world.store, world.anne, key, "done")
    comments.comment(world.store, world.anne, key, "done at last")
    places = [(row["seq"], row["part"]) for row in events(world)]
    assert len(places) == len(set(places))
    assert places == sorted(places)


def test_instants_compare_as_they_read_whatever_their_zone(world: World) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    late = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert stamp(late) == "2026-11-30T17:00:00.000000+00:00"
    assert instant(stamp(late)) == late


# --- news -----------------------------------------------------------------------------------------------------------


def test_others_writes_are_news_and_ones_own_are_not(world: World) -> None:
    other = world.second()
    here, there = world.store.changes(world.anne.team_id), other.changes(world.anne.team_id)
    try:
        assert (here.poll(), there.poll()) == (False, False)
        world.card("mine")
        assert (here.poll(), there.poll()) == (False, True)
        assert (here.poll(), there.poll()) == (False, False), "the same news comes once"
        cards_create.add(other, world.ben, NewCard("wall", "theirs"))
        world.card("mine again")
        assert here.poll()
        with other.quick() as connection:
            capture.add_card(connection, world.ben, world.clock(), NewCard("wall", "by the quick lane"))
        assert here.poll()
    finally:
        here.close()
        there.close()


def fail_at_the_very_end(world: World) -> None:
    """Break a foreign key that is looked at when all is to be kept."""
    with world.store.write(world.anne) as w:
        w.add_card(NewCard("wall", "never kept"))
        if w.connection.dialect == "sqlite":
            w.connection.run("PRAGMA defer_foreign_keys = ON")
        else:
            w.connection.run("ALTER TABLE vote ALTER CONSTRAINT vote_card_id_fkey DEFERRABLE INITIALLY DEFERRED")
        w.connection.run("INSERT INTO vote (card_id, person_id, dots) VALUES (999, 1, 1)")


def test_a_write_that_failed_does_not_hide_anothers_of_the_same_number(world: World) -> None:
    world.card("first")
    watch = world.store.changes(world.anne.team_id)
    try:
        with pytest.raises(StoreError):
            fail_at_the_very_end(world)
        cards_create.add(world.second(), world.ben, NewCard("wall", "theirs"))
        assert watch.poll()
    finally:
        watch.close()


def test_another_teams_numbers_hide_nothing(world: World) -> None:
    made = create.found(
        world.store,
        create.Founding("Dev Platform", "Zoe <zoe@example.com>", "Europe/Berlin", "2026-11-30", key="DEV"),
    )
    watch = world.store.changes(world.anne.team_id)
    try:
        cards_create.add(world.store, made.viewer, NewCard("wall", "number 1 of theirs, written here"))
        assert not watch.poll()
        cards_create.add(world.second(), world.ben, NewCard("wall", "number 1 of ours, written elsewhere"))
        assert watch.poll()
    finally:
        watch.close()


def test_a_sign_of_life_is_no_news(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    watch = world.second().changes(world.anne.team_id)
    try:
        number = seq(world)
        world.clock.on(seconds=20)
        assert clock.alive(world.store, world.anne)
        assert not watch.poll()
        assert seq(world) == number
    finally:
        watch.close()
