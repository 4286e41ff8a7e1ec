"""Many writes in one transaction: numbered and logged as ever, kept or left together, and news once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import InvalidRequestError

from cadence.errors import NotFound
from cadence.services.cards import boards, create, move
from cadence.services.facilitation import attendance, lifecycle, navigation
from cadence.services.meetings import retro
from cadence.store import capture
from cadence.store.capture import NewCard
from cadence.store.tables.cards import Card
from cadence.store.tables.team import Person
from tests.services.conftest import World


def add(world: World, title: str) -> str:
    return create.add(world.store, world.anne, NewCard("wall", title)).key


def numbers(world: World) -> list[tuple[int, str]]:
    with world.store.read() as connection:
        return list(connection.run("SELECT seq, verb FROM event ORDER BY seq, part").fetchall())


def test_each_write_has_its_own_number_and_event(world: World) -> None:
    with world.store.batch():
        key = add(world, "Peering")
        move.move(world.store, world.ben, key, "ready")
        with world.store.quick() as connection:
            capture.add_card(connection, world.chidi, world.clock(), NewCard("wall", "Quick"))
    assert numbers(world) == [(1, "card.add"), (2, "card.move"), (3, "card.add")]
    assert sorted(world.titles(world.anne)) == ["Peering", "Quick"]


def test_a_batch_writes_what_single_writes_do(world: World) -> None:
    """The same deeds leave the same log and the same board, a meeting with sealed notes among them."""

    def deeds(names: tuple[str, str]) -> None:
        for title in names:
            move.move(world.store, world.anne, add(world, title), "in progress")
        ref = world.clock.now.strftime("retro@%Y-%m-%d")
        note = retro.write(world.store, world.ben, "well", names[0])
        assert note is not None
        lifecycle.start(world.store, world.anne, ref)
        attendance.who_is_here(world.store, world.anne, "ben", here=True)
        navigation.step_to(world.store, world.anne, "round")
        navigation.go_to(world.store, world.anne, "ben")
        lifecycle.end(world.store, world.anne)

    world.clock.at(4, 14, 30)
    deeds(("one", "two"))
    singly = [verb for _, verb in numbers(world)]
    world.clock.at(11, 14, 30)
    with world.store.batch():
        deeds(("three", "four"))
    assert [verb for _, verb in numbers(world)] == singly * 2
    seqs = [seq for seq, _ in numbers(world)]
    assert sorted(set(seqs)) == list(range(1, seqs[-1] + 1))
    retro_notes = {card.title: (card.status, card.sealed) for card in boards.card_list(world.store, world.ben, "retro")}
    assert retro_notes["one"] == retro_notes["three"] == ("done", False)


def test_reads_in_a_batch_see_what_was_written_before_them(world: World) -> None:
    with world.store.batch():
        add(world, "Peering")
        assert world.titles(world.anne) == ["Peering"]
        with world.store.setup() as session:
            session.add(Person(handle="frank", name="Frank", email="frank@example.com", timezone="UTC"))
        with world.store.read() as connection:
            assert connection.value("SELECT COUNT(*) FROM person WHERE handle = 'frank'") == 1
        with world.store.write(world.anne) as w:
            w.touch(w.get(Card, 1), title="Peering for billing")
            assert world.titles(world.anne) == ["Peering for billing"], "also what an open write has not flushed yet"


def test_a_read_that_fails_costs_nothing(world: World) -> None:
    with world.store.batch():
        add(world, "Peering")
        with pytest.raises(NotFound):
            boards.card(world.store, world.anne, "SRE-99")
        add(world, "Spot")
    assert sorted(world.titles(world.anne)) == ["Peering", "Spot"]


def test_others_see_nothing_of_it_before_its_end(world: World) -> None:
    """Neither another process nor another thread of this one."""
    with ThreadPoolExecutor(1) as pool, world.store.batch():
        add(world, "Peering")
        assert pool.submit(world.titles, world.anne).result() == []
        assert [card.title for card in boards.card_list(world.second(), world.ben)] == []
    assert world.titles(world.anne) == ["Peering"]


def test_another_thread_s_write_waits_and_is_kept(world: World) -> None:
    with ThreadPoolExecutor(1) as pool:
        with world.store.batch():
            first = add(world, "in the batch")
            theirs = pool.submit(add, world, "after it")
            second = add(world, "in the batch too")
        keys = (first, second, theirs.result(60))
    assert keys == ("SRE-1", "SRE-2", "SRE-3")
    assert [seq for seq, _ in numbers(world)] == [1, 2, 3]


def fail(world: World) -> None:
    with world.store.batch():
        add(world, "half")
        raise RuntimeError


def test_a_batch_that_raises_leaves_nothing(world: World) -> None:
    add(world, "before")
    with pytest.raises(RuntimeError):
        fail(world)
    assert world.titles(world.anne) == ["before"]
    assert add(world, "after") == "SRE-2"
    assert [seq for seq, _ in numbers(world)] == [1, 2]


def go_on_after_a_failure(world: World) -> None:
    with world.store.batch():
        add(world, "before")
        with pytest.raises(NotFound):
            move.move(world.store, world.anne, "SRE-99", "ready")
        add(world, "after")


def test_after_a_write_that_raised_no_other_is_taken(world: World) -> None:
    with pytest.raises(InvalidRequestError):
        go_on_after_a_failure(world)
    assert world.titles(world.anne) == []
    assert add(world, "a new beginning") == "SRE-1"


def test_a_batch_in_a_batch_is_part_of_it(world: World) -> None:
    with world.store.batch():
        with world.store.batch():
            add(world, "inner")
        add(world, "outer")
        assert boards.card_list(world.second(), world.ben) == []
    assert sorted(world.titles(world.anne)) == ["inner", "outer"]


def test_others_hear_of_a_batch_once_and_oneself_never(world: World) -> None:
    other = world.second()
    here, there = world.store.changes(world.anne.team_id), other.changes(world.anne.team_id)
    try:
        with world.store.batch():
            add(world, "one")
            assert not there.poll()
            add(world, "two")
        assert (here.poll(), there.poll()) == (False, True)
        assert not there.poll(), "the same news comes once"
        with pytest.raises(RuntimeError):
            fail(world)
        create.add(other, world.ben, NewCard("wall", "theirs"))
        assert here.poll(), "the number of what was not kept was taken for one's own"
    finally:
        here.close()
        there.close()
