"""The life of a meeting: started, left, paused, ended, reopened, with a clock that tells the truth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.views.meetings import MeetingView
from cadence.errors import BadValue, NotAllowed, NotFound, Refused
from cadence.services.cards import blockers, boards, comments, create, move, routing, undo
from cadence.services.facilitation import attendance, clock, lifecycle, navigation, reschedule
from cadence.services.facilitation import receipt as facilitation_receipt
from cadence.services.home import prompt
from cadence.services.meetings import merge
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.services.schedule import week
from cadence.services.team import settings as team_settings
from cadence.services.team import team
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.viewer import Viewer
from tests.services.conftest import World


def at_step(view: MeetingView) -> str:
    return view.steps[view.step].key


def status(world: World, ref: str) -> str:
    return next(line.status for line in week.meeting_list(world.store, world.anne) if line.ref == ref)


# --- the clock ------------------------------------------------------------------------------------------------------


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


# --- who drives -----------------------------------------------------------------------------------------------------


def test_only_the_facilitator_drives_and_anyone_of_the_team_can_take_over(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    with pytest.raises(Refused, match="somebody else facilitates; take over first"):
        navigation.step_by(world.store, world.ben, 1)
    clock.take_over(world.store, world.ben)
    assert at_step(navigation.step_by(world.store, world.ben, 1)) == "business"
    with pytest.raises(Refused, match="somebody else facilitates"):
        clock.pause(world.store, world.anne)


def test_guests_neither_start_nor_drive_nor_end(world: World) -> None:
    with pytest.raises(NotAllowed, match="a partner may not start a meeting"):
        lifecycle.start(world.store, world.dana, "sync")
    lifecycle.start(world.store, world.anne, "sync")
    for act in (
        lambda: clock.take_over(world.store, world.dana),
        lambda: lifecycle.end(world.store, world.dana),
        lambda: reschedule.skip(world.store, world.dana, "arch", "no"),
        lambda: reschedule.move(world.store, world.dana, "arch", "2026-12-02 16:00"),
        lambda: attendance.who_is_here(world.store, world.dana, "ben"),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Refused, match="somebody else facilitates"):
        navigation.advance(world.store, world.dana)
    view = attendance.who_is_here(world.store, world.dana, "dana")
    assert [person.handle for person in view.here if person.here] == ["anne", "dana"]


def test_people_stand_in_the_teams_order_each_with_a_digit(world: World) -> None:
    view = lifecycle.start(world.store, world.ben, "demo@2026-12-04")
    assert [(person.handle, person.digit, person.here) for person in view.here] == [
        ("anne", 1, False),
        ("ben", 2, True),
        ("chidi", 3, False),
        ("dana", 4, False),
        ("eve", 5, False),
    ]
    lifecycle.end(world.store, world.ben)
    view = lifecycle.start(world.store, world.anne, "planning")
    assert [person.handle for person in view.here] == ["anne", "ben", "chidi"]


# --- beginning and ending -------------------------------------------------------------------------------------------


def test_one_meeting_at_a_time(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    with pytest.raises(Refused, match="the iteration planning still runs; end it first: cadence meeting end planning@"):
        lifecycle.start(world.store, world.anne, "sync")


def test_one_forgotten_overnight_is_closed_at_its_timebox_with_a_remark(world: World) -> None:
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch")
    world.clock.at(2, 10)
    view = lifecycle.start(world.store, world.ben, "standup")
    assert view.line.ref == "standup@2026-12-02"
    closed = notes.notes_of(world.store, world.ben, "arch@2026-12-01")
    assert closed.line.ended_at is not None
    assert f"{closed.line.ended_at:%d %H:%M}" == "01 15:00"
    assert closed.used == 60
    assert closed.remarks == ("closed at its timebox by the start of the next meeting: nobody had ended it",)


def test_yesterdays_forgotten_standup_does_not_stand_in_for_todays(world: World) -> None:
    world.clock.at(1, 10)
    lifecycle.start(world.store, world.anne, "standup")
    world.clock.at(2, 10)
    view = lifecycle.start(world.store, world.anne, "standup")
    assert (view.line.ref, view.elapsed) == ("standup@2026-12-02", 0)
    assert status(world, "standup@2026-12-01") == "held"
    yesterday = meetings_view.show(world.store, world.anne, "standup@2026-12-01")
    assert yesterday.elapsed == 900
    assert all(person.seconds <= 900 for person in yesterday.here)


def test_one_that_was_paused_overnight_can_be_taken_up_by_its_name(world: World) -> None:
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch")
    world.clock.on(minutes=20)
    clock.pause(world.store, world.anne)
    world.clock.at(2, 14)
    view = lifecycle.start(world.store, world.anne, "arch")
    assert (view.line.ref, view.line.status, view.elapsed) == ("arch@2026-12-01", "running", 1200)


def test_ending_asks_nothing_and_loses_nothing(world: World) -> None:
    world.work_item("ranked", "business")
    lifecycle.start(world.store, world.anne, "planning")
    parked = routing.park(world.store, world.anne, "who owns the relay?")
    topic = routing.topic(world.store, world.anne, "Spot runners?")
    action = routing.act(world.store, world.anne, "ask network")
    world.clock.on(minutes=52)
    view = lifecycle.end(world.store, world.anne)
    assert view.line.status == "held"
    for key in (parked.key, topic.key, action.key):
        assert boards.card(world.store, world.anne, key).card.status == "open"
    receipt = facilitation_receipt.receipt(world.store, world.anne, "planning")
    assert (receipt.used, receipt.given_back) == (52, 8)
    assert [card.key for card in receipt.still_open] == [parked.key]
    assert receipt.actions == ("nobody yet: ask network  due Mon 7 Dec",)
    with pytest.raises(Refused, match="does not run"):
        lifecycle.end(world.store, world.anne, "planning@2026-11-30")


def test_one_ended_too_soon_goes_on_and_one_started_by_mistake_was_never_started(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    world.clock.on(minutes=20)
    navigation.step_to(world.store, world.anne, "merge")
    lifecycle.end(world.store, world.anne)
    world.clock.on(minutes=30)
    assert lifecycle.reopen(world.store, world.anne, "planning").status == "running"
    view = meetings_view.show(world.store, world.anne, "planning")
    assert (at_step(view), view.elapsed) == ("merge", 1200)
    clock.more_time(world.store, world.anne, 5)
    line = lifecycle.reopen(world.store, world.anne, "planning")
    assert (line.status, line.facilitator, line.started_at) == ("scheduled", None, None)
    fresh = lifecycle.start(world.store, world.ben, "planning")
    assert (at_step(fresh), fresh.elapsed, fresh.extra_minutes) == ("holdovers", 0, 0)


def test_skip_and_cancel_are_said_with_their_reason_and_can_be_taken_back(world: World) -> None:
    reschedule.skip(world.store, world.anne, "sync", "they are on holiday")
    reschedule.skip(world.store, world.anne, "arch", "no topics", cancel=True)
    lines = {line.ref: (line.status, line.reason) for line in week.meeting_list(world.store, world.dana)}
    assert lines["sync@2026-11-30"] == ("skipped", "they are on holiday")
    assert lines["arch@2026-12-01"] == ("cancelled", "no topics")
    with pytest.raises(Refused, match=r"was skipped; cadence meeting reopen sync@2026-11-30"):
        lifecycle.start(world.store, world.anne, "sync@2026-11-30")
    with pytest.raises(Refused, match="is cancelled; reopen it first"):
        reschedule.move(world.store, world.anne, "arch@2026-12-01", "2026-12-02 16:00")
    assert lifecycle.reopen(world.store, world.anne, "sync").ref == "sync@2026-11-30", "today's, by its kind"
    line = lifecycle.reopen(world.store, world.anne, "arch@2026-12-01")
    assert (line.status, line.reason) == ("scheduled", None)


def test_by_its_kind_todays_is_reopened_before_an_older_one(world: World) -> None:
    lifecycle.start(world.store, world.anne, "sync")
    lifecycle.end(world.store, world.anne)
    world.clock.at(7, 12)
    reschedule.skip(world.store, world.anne, "sync@2026-12-07", "no")
    assert lifecycle.reopen(world.store, world.anne, "sync").ref == "sync@2026-12-07"


def test_one_that_was_started_can_be_neither_moved_nor_skipped(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    with pytest.raises(Refused, match="was started"):
        reschedule.move(world.store, world.anne, "planning", "2026-12-01 10:00")
    with pytest.raises(Refused, match="was started"):
        reschedule.skip(world.store, world.anne, "planning", "no")


def test_no_meeting_runs_is_said(world: World) -> None:
    with pytest.raises(NotFound, match="no meeting runs; cadence meeting start KIND"):
        navigation.advance(world.store, world.anne)
    with pytest.raises(NotFound, match="planning@2026-11-30 was not started"):
        lifecycle.end(world.store, world.anne, "planning")


# --- planning -------------------------------------------------------------------------------------------------------


def test_holdovers_are_what_the_last_iteration_left(world: World) -> None:
    begun = world.card("begun", column="in progress")
    blocked = world.card("blocked")
    blockers.block(world.store, world.anne, blocked, "network")
    world.card("not begun")
    lifecycle.start(world.store, world.anne, "planning")
    action = routing.act(world.store, world.anne, "an action")
    parked = routing.park(world.store, world.anne, "a question")
    done = routing.act(world.store, world.anne, "a done action")
    move.done(world.store, world.anne, done.key)
    lifecycle.end(world.store, world.anne)
    world.clock.at(7, 10)
    view = lifecycle.start(world.store, world.anne, "planning")
    assert view.queue == (blocked, begun, action.key, parked.key)
    routing.park(world.store, world.anne, "came up only now")
    routing.act(world.store, world.anne, "given only now")
    assert meetings_view.show(world.store, world.anne, "planning").queue == view.queue


def test_each_choice_at_a_holdover_does_what_it_says(world: World) -> None:
    keys = [world.card(title, column="in progress") for title in ("goes on", "again", "back", "away")]
    for key in keys:
        create.tie(world.store, world.anne, key, "ben", "assigned")
    action = routing.act(world.store, world.anne, "ask the network team")
    lifecycle.start(world.store, world.anne, "planning")
    navigation.choose(world.store, world.anne, "continue")
    navigation.choose(world.store, world.anne, "re-prioritise")
    navigation.choose(world.store, world.anne, "hand back", words="they changed their mind")
    with pytest.raises(BadValue, match="why is it dropped"):
        navigation.choose(world.store, world.anne, "drop")
    navigation.choose(world.store, world.anne, "drop", words="obsolete")
    assert navigation.choose(world.store, world.anne, "done").card is None
    assert boards.card(world.store, world.anne, action.key).card.status == "done"
    found = {key: boards.card(world.store, world.anne, key).card for key in keys}
    assert [(card.column, card.status, card.assignees) for card in found.values()] == [
        ("In progress", "open", ("ben",)),
        ("Ready", "open", ("ben",)),
        ("Backlog", "open", ()),
        ("In progress", "dropped", ("ben",)),
    ]
    walked = notes.notes_of(world.store, world.anne, "planning").steps[0].cards
    back = "hand back: they changed their mind"
    assert [card.outcome for card in walked] == ["continue", "re-prioritise", back, "dropped: obsolete", "done"]
    assert [card.merged for card in found.values()] == [1, None, None, None]


def test_an_action_that_goes_on_behind_its_day_is_due_at_the_next_planning_and_undone_as_it_was(world: World) -> None:
    action = routing.act(world.store, world.anne, "renew the contract", due=date(2026, 12, 3))
    world.clock.at(7, 10)
    lifecycle.start(world.store, world.anne, "planning")
    navigation.choose(world.store, world.anne, "continue")
    found = boards.card(world.store, world.anne, action.key)
    assert (found.card.due, found.promised) == (date(2026, 12, 14), (date(2026, 12, 3),))
    undo.undo(world.store, world.anne)
    assert boards.card(world.store, world.anne, action.key).card.due == date(2026, 12, 3)


def test_what_was_not_begun_is_told_as_planned_again_and_work_stands_in_the_plans_order(world: World) -> None:
    world.card("left", column="in progress")
    said = world.card("goes on", column="in progress")
    again = world.work_item("planned", "business")
    for day in (0, 7):
        if day:
            world.clock.at(day, 10)
        lifecycle.start(world.store, world.anne, "planning")
        navigation.go_to(world.store, world.anne, said)
        navigation.choose(world.store, world.anne, "continue")
        if day:
            navigation.go_to(world.store, world.anne, again)
            navigation.advance(world.store, world.anne)
        navigation.step_to(world.store, world.anne, "merge")
        merge.pull(world.store, world.anne, again)
        navigation.step_to(world.store, world.anne, "interest")
        ref = lifecycle.end(world.store, world.anne).line.ref
    told = facilitation_receipt.receipt(world.store, world.anne, ref).holdovers
    assert [line.partition(" → ")[2] for line in told] == [
        "continue",
        "no outcome, planned again",
        "runs on, without an outcome",
    ]
    merged = notes.notes_of(world.store, world.anne, ref).merged
    assert [card.title for card in merged] == ["goes on", "left", "planned"]


def test_two_lists_become_one_and_the_lead_has_the_last_word(world: World) -> None:
    business = [world.work_item(f"business {number}", "business") for number in range(3)]
    team = [world.work_item(f"team {number}") for number in range(2)]
    lifecycle.start(world.store, world.anne, "planning")
    with pytest.raises(Refused, match="nothing is merged on this step"):
        merge.pull(world.store, world.anne, team[0])
    view = navigation.step_to(world.store, world.anne, "merge")
    assert view.merge is not None
    assert [card.key for card in view.merge.left] == business
    assert [card.key for card in view.merge.right] == team
    assert view.merge.proposed[0][0] == business[0]
    merge.pull(world.store, world.anne, view.merge.proposed[0][0])
    merge.pull(world.store, world.anne, team[1])
    merge.pull(world.store, world.anne, business[2], after=business[0])
    assert merged(world) == [business[0], business[2], team[1]]
    merge.reorder(world.store, world.anne, team[1], -1)
    assert merged(world) == [business[0], team[1], business[2]]
    merge.reorder(world.store, world.anne, business[0], -1)
    merge.push_back(world.store, world.anne, business[2])
    assert merged(world) == [business[0], team[1]]
    view = navigation.step_by(world.store, world.anne, 1)
    assert view.queue == (business[0], team[1])
    with pytest.raises(Refused, match="somebody else facilitates"):
        merge.pull(world.store, world.ben, team[0])


def test_an_iteration_that_is_planned_before_it_begins_has_its_own_merged_list(world: World) -> None:
    this, following = (world.work_item(f"business {number}", "business") for number in range(2))
    lifecycle.start(world.store, world.anne, "planning")
    navigation.step_to(world.store, world.anne, "merge")
    merge.pull(world.store, world.anne, this)
    lifecycle.end(world.store, world.anne, "planning")
    world.clock.at(4, 9)  # on Friday, for next week
    lifecycle.start(world.store, world.anne, "planning@2026-12-07")
    view = navigation.step_to(world.store, world.anne, "merge")
    assert view.merge is not None
    assert [card.key for card in view.merge.merged] == []
    merge.pull(world.store, world.anne, following)
    assert merged(world, "planning@2026-12-07") == [following]
    lifecycle.end(world.store, world.anne, "planning@2026-12-07")
    assert boards.card(world.store, world.anne, this).card.status == "open"


def merged(world: World, ref: str = "planning") -> list[str]:
    view = meetings_view.show(world.store, world.anne, ref).merge
    assert view is not None
    return [card.key for card in view.merged]


def test_the_step_before_an_empty_parking_lot_is_the_last_one(world: World) -> None:
    lifecycle.start(world.store, world.anne, "arch")
    navigation.step_to(world.store, world.anne, "topics")
    assert navigation.step_by(world.store, world.anne, 1).line.status == "held"
    lifecycle.start(world.store, world.anne, "sync")
    routing.park(world.store, world.anne, "who pays?")
    assert at_step(navigation.step_by(world.store, world.anne, 1)) == "parking"


def test_only_what_nobody_took_is_assigned(world: World) -> None:
    keys = [world.work_item(f"team {number}") for number in range(3)]
    lifecycle.start(world.store, world.anne, "planning")
    navigation.step_to(world.store, world.anne, "merge")
    for key in keys:
        merge.pull(world.store, world.anne, key)
    navigation.step_to(world.store, world.anne, "interest")
    create.tie(world.store, world.anne, keys[0], "ben", "interested")
    view = navigation.step_by(world.store, world.anne, 1)
    assert (at_step(view), view.queue) == ("assignment", (keys[1], keys[2]))
    assert boards.card(world.store, world.anne, keys[0]).card.assignees == ("ben",)
    create.tie(world.store, world.anne, keys[1], "chidi", "assigned")
    view = navigation.advance(world.store, world.anne)
    assert view.at == keys[2]
    navigation.step_by(world.store, world.anne, 1)
    receipt = facilitation_receipt.receipt(world.store, world.anne, "planning")
    assert receipt.took == (f"Ben: {keys[0]} team 0", f"Chidi: {keys[1]} team 1")
    assert receipt.without_owner == (f"{keys[2]} team 2",)


# --- walking --------------------------------------------------------------------------------------------------------


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
        '→ wall card  "a word why"',  # what is typed for a card or an action is what it is called
        '→ action  "a word why"',
        'dropped  "for dropped": a word why',
    )


# --- standup --------------------------------------------------------------------------------------------------------


def test_the_round_hears_those_present_and_reads_out_what_the_absent_left(world: World) -> None:
    from cadence.services.meetings import standup_updates

    world.clock.at(1, 9)
    standup_updates.leave(world.store, world.chidi, today="certificates")
    world.clock.at(1, 10)
    view = lifecycle.start(world.store, world.anne, "standup")
    assert (view.queue, view.at) == (("anne", "chidi"), "anne")
    world.clock.on(seconds=70)
    view = navigation.advance(world.store, world.anne)
    assert view.update is not None
    assert (view.at, view.update.today) == ("chidi", "certificates")
    assert navigation.advance(world.store, world.anne).line.status == "held", "nothing is parked"
    held = notes.notes_of(world.store, world.anne, "standup")
    assert held.not_heard == ("Ben",)
    assert facilitation_receipt.receipt(world.store, world.anne, "standup").not_heard == ("Ben",)
    anne = next(
        one for one in meetings_view.show(world.store, world.anne, "standup@2026-12-01").here if one.handle == "anne"
    )
    assert (anne.heard, anne.seconds) == (True, 70)


def test_what_moved_since_the_last_standup_is_known(world: World) -> None:
    key = world.card("certificates", column="ready")
    create.tie(world.store, world.anne, key, "ben", "assigned")
    world.clock.at(1, 10)
    lifecycle.start(world.store, world.ben, "standup")
    lifecycle.end(world.store, world.ben)
    world.clock.on(hours=2)
    move.move(world.store, world.ben, key, "in progress")
    world.clock.at(2, 10)
    view = lifecycle.start(world.store, world.ben, "standup")
    assert view.update is not None
    assert view.update.moved == (f"{key} certificates: In progress",)
    assert [card.key for card in view.update.now] == [key]


def test_a_shuffle_leaves_those_who_have_spoken(world: World) -> None:
    world.clock.at(1, 10)
    lifecycle.start(world.store, world.anne, "standup")
    for handle in ("ben", "chidi"):
        attendance.who_is_here(world.store, world.anne, handle)
    navigation.advance(world.store, world.anne)
    view = navigation.shuffle(world.store, world.anne)
    assert view.queue[:2] == ("anne", "ben")
    assert view.at == "ben"


# --- arch -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def arch(world: World) -> World:
    """Three topics, the second with most dots; anne, ben and chidi in the room."""
    world.clock.at(1, 14)
    for title in ("Queue", "Spot", "Certificates"):
        routing.topic(world.store, world.ben, title)
    lifecycle.start(world.store, world.anne, "arch", form="lean coffee")
    for handle in ("ben", "chidi"):
        attendance.who_is_here(world.store, world.anne, handle)
    for viewer in (world.ben, world.chidi):
        comments.vote(world.store, viewer, "SRE-2")
    comments.vote(world.store, world.anne, "SRE-1")
    return world


def test_while_a_vote_is_open_everybody_sees_only_their_own_dots(arch: World) -> None:
    def votes() -> list[int]:
        return [card.votes for card in boards.card_list(arch.store, arch.anne, "arch")]

    assert votes() == [1, 0, 0]
    view = navigation.step_to(arch.store, arch.anne, "topics")
    assert view.at == "SRE-2", "the most voted comes first"
    assert sorted(votes()) == [0, 1, 2]


def test_who_facilitates_gives_dots_for_those_who_are_here_and_may_vote(arch: World) -> None:
    def own(viewer: Viewer) -> int:
        return boards.card(arch.store, viewer, "SRE-3").card.votes

    comments.vote(arch.store, arch.anne, "SRE-3", person="chidi")
    assert (own(arch.chidi), own(arch.anne)) == (1, 0)
    undo.undo(arch.store, arch.anne)
    assert own(arch.chidi) == 0
    with pytest.raises(Refused, match="only who facilitates gives a dot for ben"):
        comments.vote(arch.store, arch.chidi, "SRE-3", person="ben")
    for absent in ("dana", "nobody"):
        with pytest.raises(Refused, match="is not here"):
            comments.vote(arch.store, arch.anne, "SRE-3", person=absent)


def test_a_topics_own_minutes_and_the_teams_own_length_and_extensions(world: World) -> None:
    """Given in whatever form the topics are run; a topic without minutes has an end in a lean coffee alone."""
    own = team_settings.Habits(topic_minutes=8, extensions=(4, 1), dots=2)
    team.team_set(world.store, world.anne, team.TeamEdit(habits=own))
    world.clock.at(1, 14)
    create.add(world.store, world.ben, NewCard("arch", "Long one", minutes=20))
    routing.topic(world.store, world.ben, "Plain one")
    lifecycle.start(world.store, world.anne, "arch")
    view = navigation.step_to(world.store, world.anne, "topics")
    assert (view.at, view.topic_minutes) == ("SRE-1", 20)
    extended = [navigation.vote_on_time(world.store, world.anne, more=True) for _ in range(6)]
    assert [one.topic_minutes for one in extended] == [24, 25, 26, 27, 28, 29]
    view = navigation.advance(world.store, world.anne)
    assert (view.at, view.topic_minutes) == ("SRE-2", None)
    view = navigation.set_form(world.store, world.anne, "lean coffee")
    view = navigation.step_to(world.store, world.anne, "topics")
    assert (view.at, view.topic_minutes) in {("SRE-2", 8), ("SRE-1", 29)}


def test_dots_are_counted(arch: World) -> None:
    for _ in range(2):
        comments.vote(arch.store, arch.anne, "SRE-3")
    with pytest.raises(Refused, match="all your 3 dots are given; take one back first"):
        comments.vote(arch.store, arch.anne, "SRE-2")
    comments.vote(arch.store, arch.anne, "SRE-3", undo=True)
    comments.vote(arch.store, arch.anne, "SRE-2")
    with pytest.raises(Refused, match="you have no dot on SRE-3"):
        comments.vote(arch.store, arch.ben, "SRE-3", undo=True)


def test_more_time_is_voted_and_gets_shorter_and_moving_on_moves_on(arch: World) -> None:
    store = arch.store
    navigation.step_to(store, arch.anne, "topics")
    minutes = []
    for last in (arch.anne, arch.anne):
        navigation.vote_on_time(store, arch.ben, more=True)
        waits = navigation.vote_on_time(store, arch.chidi, more=True)
        assert waits.vote is not None
        assert waits.vote.waiting == ("anne",), "two of three want more, and it is still open"
        minutes.append(navigation.vote_on_time(store, last, more=False).topic_minutes)
    assert minutes == [8, 10], "5, then 3 more, then 2"
    navigation.vote_on_time(store, arch.chidi, more=False)
    navigation.vote_on_time(store, arch.chidi, more=False)
    view = navigation.vote_on_time(store, arch.anne, more=False)
    assert view.vote is not None
    assert (view.at, view.vote.waiting) == ("SRE-2", ("ben",)), "who doesn't facilitate closes nothing"
    view = navigation.vote_on_time(store, arch.anne, more=False)
    assert (view.at, view.topic_minutes) == ("SRE-1", 5), "the facilitator says it twice"


def test_a_topic_ends_with_an_outcome(arch: World) -> None:
    store, anne = arch.store, arch.anne
    navigation.step_to(store, anne, "topics")
    routing.decide(store, anne, "No spot for stateful jobs", about="SRE-2")
    navigation.choose(store, anne, "decision")
    view = navigation.choose(store, anne, "next week")
    assert view.at == "SRE-3"
    with pytest.raises(BadValue, match="what does the experiment find out"):
        navigation.choose(store, anne, "experiment")
    navigation.choose(store, anne, "experiment", words="does it last a day?")
    found = {card.key: (card.column, card.outcome, card.put_off) for card in boards.card_list(store, anne, "arch")}
    assert found == {
        "SRE-1": ("Proposed", "next week", 1),
        "SRE-2": ("Discussed", "decision", 0),
        "SRE-3": ("Proposed", "experiment", 0),
    }


def test_a_reopened_meetings_topic_is_open_again(arch: World) -> None:
    navigation.step_to(arch.store, arch.anne, "topics")
    lifecycle.end(arch.store, arch.anne)
    lifecycle.reopen(arch.store, arch.anne, "arch")
    view = navigation.vote_on_time(arch.store, arch.ben, more=True)
    assert view.vote is not None
    assert (view.at, view.vote.more, view.topic_minutes) == ("SRE-2", 1, 5)


def test_a_topic_put_off_a_third_time_asks_for_a_decision(arch: World) -> None:
    from cadence.services.home import home

    topic = navigation.step_to(arch.store, arch.anne, "topics").card
    assert topic
    with arch.store.write(arch.anne) as w:
        w.touch(create.for_change(w, topic.key), put_off=2)
    navigation.choose(arch.store, arch.anne, "next week")
    needs = [need.title for need in home.home(arch.store, arch.anne).needs]
    assert f"put off 3 times, decide or drop: {topic.title}" in needs


def test_one_big_topic_first_or_last(world: World) -> None:
    for title in ("Queue", "Spot", "Certificates"):
        routing.topic(world.store, world.ben, title)
    lifecycle.start(world.store, world.anne, "arch")
    navigation.set_form(world.store, world.anne, "one big first", big="sre-3")
    assert navigation.step_to(world.store, world.anne, "topics").queue == ("SRE-3", "SRE-1", "SRE-2")


def test_a_form_that_a_meeting_does_not_have_is_refused(world: World) -> None:
    from cadence.errors import BadValue

    with pytest.raises(BadValue, match="has no topics"):
        lifecycle.start(world.store, world.anne, "planning", form="lean coffee")
    assert status(world, "planning@2026-11-30") == "scheduled"
