"""A meeting's clock: what counts, what a pause, a crash, a closed lid or a clock set back take away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cadence.domain.views.meetings import MeetingView
from cadence.services.facilitation import attendance, clock, lifecycle, navigation
from cadence.services.facilitation import receipt as facilitation_receipt
from cadence.services.home import prompt
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.store.db import Store
from tests.services.conftest import World


def at_step(view: MeetingView) -> str:
    return view.steps[view.step].key


def test_the_clock_counts_each_step_and_the_whole(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    world.clock.on(minutes=8)
    navigation.step_by(world.store, world.anne, 1)
    world.clock.on(minutes=3)
    view = meetings_view.show(world.store, world.ben, "planning")
    assert (view.elapsed, view.steps[0].seconds, view.steps[1].seconds) == (660, 480, 180)
    assert [step.state for step in view.steps[:3]] == ["done", "now", "ahead"]


def test_a_pause_stops_the_clock(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    world.clock.on(minutes=5)
    assert clock.pause(world.store, world.anne).line.status == "paused"
    world.clock.on(minutes=20)
    assert meetings_view.show(world.store, world.anne, "planning").elapsed == 300
    clock.pause(world.store, world.anne)
    world.clock.on(minutes=1)
    assert meetings_view.show(world.store, world.anne, "planning").elapsed == 360


@pytest.mark.parametrize("way", ["start", "alive"])
def test_after_a_crash_it_goes_on_where_it_was_with_the_same_elapsed_time(world: World, way: str) -> None:
    for title in ("one", "two", "three"):
        world.work_item(title, "business")
    lifecycle.start(world.store, world.anne, "planning")
    navigation.step_by(world.store, world.anne, 1)
    world.clock.on(minutes=6)
    there = navigation.advance(world.store, world.anne)
    world.clock.on(seconds=30)
    clock.alive(world.store, world.anne)
    world.clock.on(minutes=12)  # the laptop was gone
    if way == "alive":
        clock.alive(world.second(), world.anne)
    seen = meetings_view.show(world.second(), world.anne, "planning")
    assert (seen.elapsed, seen.topic_seconds) == (390, 30), "right at the first look"
    back = lifecycle.start(world.second(), world.anne, "planning")
    assert (at_step(back), back.at) == (at_step(there), there.at) == ("business", "SRE-2")
    assert back.elapsed == 390
    world.clock.on(seconds=10)
    assert meetings_view.show(world.store, world.ben, "planning").elapsed == 400


@pytest.mark.parametrize("way", ["paused", "crashed", "reopened"])
def test_who_speaks_is_not_charged_for_the_time_in_which_the_clock_stood(world: World, way: str) -> None:
    lifecycle.start(world.store, world.anne, "standup")
    world.clock.on(seconds=30)
    if way == "paused":
        assert clock.pause(world.store, world.anne).topic_seconds == 30
        world.clock.on(minutes=20)
        assert clock.pause(world.store, world.anne).topic_seconds == 30
    elif way == "crashed":
        clock.alive(world.store, world.anne)
        world.clock.on(minutes=20)
        assert lifecycle.start(world.second(), world.anne, "standup").topic_seconds == 30
    else:
        ref = lifecycle.end(world.store, world.anne).line.ref
        world.clock.on(minutes=20)
        lifecycle.reopen(world.store, world.anne, ref)
    world.clock.on(seconds=10)
    view = lifecycle.end(world.store, world.anne)
    assert [one.seconds for one in view.here if one.handle == "anne"] == [40]
    assert (view.elapsed, view.topic_seconds) == (40, 0)


def test_signs_of_life_keep_the_clock_running(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    for _ in range(10):
        world.clock.on(seconds=30)
        assert clock.alive(world.store, world.anne)
        assert not clock.alive(world.store, world.ben)
    assert lifecycle.start(world.store, world.anne, "planning").elapsed == 300


def beats(world: World, minutes: float, store: Store | None = None) -> None:
    """The facilitator's program runs for so long, and gives its signs of life."""
    for _ in range(round(minutes * 4)):
        world.clock.on(seconds=15)
        clock.alive(store or world.store, world.anne)


LATER: dict[str, Callable[[World], MeetingView]] = {
    "space": lambda w: navigation.advance(w.second(), w.anne),
    "next step": lambda w: navigation.step_by(w.second(), w.anne, 1),
    "pause": lambda w: clock.pause(w.second(), w.anne),
    "more": lambda w: clock.more_time(w.second(), w.anne),
    "end": lambda w: lifecycle.end(w.second(), w.anne),
    "taken over": lambda w: clock.take_over(w.second(), w.ben),
    "somebody comes": lambda w: attendance.who_is_here(w.second(), w.ben, "ben", here=True),
}


@pytest.mark.parametrize("way", LATER)
@pytest.mark.parametrize("hours", [23, -23])
def test_a_closed_lid_is_no_meeting_time_whatever_comes_first(world: World, way: str, hours: int) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    beats(world, 6)
    world.clock.on(hours=hours)
    assert meetings_view.show(world.second(), world.ben, "planning@2026-11-30").elapsed == 360
    with world.store.read() as connection:
        assert prompt.running_words(connection, world.anne, world.clock()) == "▶ planning 6:00"
    view = LATER[way](world)
    assert (view.elapsed, sum(step.seconds for step in view.steps)) == (360, 360)
    assert all(one.seconds <= 360 for one in view.here)


def test_the_notes_after_a_closed_lid_say_the_real_minutes(world: World) -> None:
    lifecycle.start(world.store, world.anne, "standup")
    beats(world, 9)
    world.clock.on(hours=23)
    ref = lifecycle.end(world.second(), world.anne).line.ref
    assert notes.notes_of(world.store, world.anne, ref).used == 9
    assert facilitation_receipt.receipt(world.store, world.anne, ref).used == 9


def test_a_forgotten_meeting_is_closed_without_the_time_that_nobody_was_there(world: World) -> None:
    ref = lifecycle.start(world.store, world.anne, "standup").line.ref
    beats(world, 4)
    world.clock.on(days=1)
    lifecycle.start(world.second(), world.anne, "standup")
    assert notes.notes_of(world.store, world.anne, ref).used == 4


def test_a_meeting_held_from_the_shell_counts_in_full(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    for _ in range(3):
        world.clock.on(minutes=10)
        navigation.step_by(world.second(), world.anne, 1)
    world.clock.on(minutes=5)
    assert lifecycle.end(world.second(), world.anne).elapsed == 35 * 60


def test_after_a_crash_the_shell_goes_on_and_its_time_counts(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    beats(world, 5)
    world.clock.on(minutes=30)  # the terminal was gone
    assert navigation.step_by(world.second(), world.anne, 1).elapsed == 300
    world.clock.on(minutes=10)
    assert lifecycle.end(world.second(), world.anne).elapsed == 900


def test_one_of_two_terminals_slept_and_the_other_kept_the_clock_running(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    beats(world, 5)
    beats(world, 20, world.second())  # the first one sleeps
    assert navigation.advance(world.store, world.anne).elapsed == 25 * 60


def test_others_who_write_while_the_facilitator_is_gone_do_not_let_the_clock_run(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    beats(world, 5)
    for _ in range(20):
        world.clock.on(minutes=3)
        attendance.who_is_here(world.second(), world.ben, "ben")
    assert meetings_view.show(world.store, world.ben, "planning").elapsed == 300
    world.clock.on(minutes=3)
    beats(world, 1)
    assert lifecycle.end(world.store, world.anne).elapsed == 345, "its first sign takes the gap out"


def test_a_clock_set_back_again_and_again_never_shows_less(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    shown = [0]
    for back in (20, 600, 3600, 50, 44):
        beats(world, 2)
        world.clock.on(seconds=-back)
        seen = meetings_view.show(world.store, world.anne, "planning")
        for view in (seen, navigation.advance(world.store, world.anne)):
            shown.append(view.elapsed)
            assert min(step.seconds for step in view.steps) >= 0
            assert view.topic_seconds >= 0
    beats(world, 2)
    shown.append(lifecycle.end(world.store, world.anne).elapsed)
    assert shown == sorted(shown)
    assert 8 * 60 < shown[-1] <= 12 * 60


def test_a_clock_set_back_leaves_a_meeting_held_from_the_shell_what_was_used(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    world.clock.on(minutes=30)
    assert navigation.advance(world.second(), world.anne).elapsed == 1800
    world.clock.on(minutes=-50)
    assert meetings_view.show(world.store, world.anne, "planning").elapsed == 1800
    assert clock.more_time(world.second(), world.anne).elapsed == 1800
    world.clock.on(minutes=5)
    assert lifecycle.end(world.second(), world.anne).elapsed == 2100


def test_social_time_is_not_counted(worlds: Callable[..., World]) -> None:
    world = worlds(distributed=True)
    world.clock.at(1, 10)
    view = lifecycle.start(world.store, world.anne, "standup")
    assert (at_step(view), view.line.minutes) == ("social", 30)
    world.clock.on(minutes=7)
    navigation.step_by(world.store, world.anne, 1)
    world.clock.on(minutes=4)
    view = meetings_view.show(world.store, world.anne, "standup")
    assert (view.elapsed, view.timebox, view.steps[0].seconds) == (240, 20, 420), "30 min, 10 of them social"
    world.clock.on(minutes=5)
    lifecycle.end(world.store, world.anne)
    done = facilitation_receipt.receipt(world.store, world.anne, "standup@2026-12-01")
    assert (done.used, done.timebox, done.given_back) == (9, 20, 11)


@pytest.mark.parametrize("how", ["pause", "crash"])
def test_the_time_of_a_pause_or_a_crash_is_neither_used_nor_given_back(world: World, how: str) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    beats(world, 10)
    if how == "pause":
        clock.pause(world.store, world.anne)
    world.clock.on(minutes=30)
    lifecycle.start(world.second(), world.anne, "planning")
    world.clock.on(minutes=5)
    lifecycle.end(world.second(), world.anne)
    done = facilitation_receipt.receipt(world.store, world.anne, "planning@2026-11-30")
    assert (done.used, done.given_back) == (15, 15), "60 less 15 used and 30 in which the clock stood"
    text = notes.written(world.store, world.anne, "planning@2026-11-30").text
    assert "15 of 60 min, 15 min given back" in text


def test_social_time_comes_last_where_the_team_prefers_it(worlds: Callable[..., World]) -> None:
    world = worlds(distributed=True, settings='{"social_last": true}')
    world.clock.at(1, 10)
    assert [step.key for step in meetings_view.show(world.store, world.anne, "standup").steps] == [
        "round",
        "parking",
        "social",
    ]
