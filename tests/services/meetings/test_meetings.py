"""The life of a meeting: started, left, paused, ended, reopened, with a clock that tells the truth."""

from __future__ import annotations

import pytest

from cadence.domain.views.meetings import MeetingView
from cadence.errors import NotAllowed, NotFound, Refused
from cadence.services.cards import boards, create, move, routing
from cadence.services.facilitation import attendance, clock, lifecycle, navigation, reschedule
from cadence.services.facilitation import receipt as facilitation_receipt
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.services.schedule import week
from tests.services.conftest import World


def at_step(view: MeetingView) -> str:
    return view.steps[view.step].key


def status(world: World, ref: str) -> str:
    return next(line.status for line in week.meeting_list(world.store, world.anne) if line.ref == ref)


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
