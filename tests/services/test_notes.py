"""Notes are written once, for each audience, and stay as they were whatever is changed later."""

from __future__ import annotations

import pytest

from cadence.domain.views.notes import MeetingNotes
from cadence.services import boards, flow, meetings, notes, receipts, stepping, work
from tests.services.conftest import World


@pytest.fixture
def held(world: World) -> World:
    """A demo that was held: two demos, feedback, an action; dana and eve were there."""
    world.clock.at(4, 14)
    for title in ("failover", "dashboard"):
        world.card(title, board="demo")
    world.card("wall card", column="in progress")
    meetings.start(world.store, world.anne, "demo")
    for handle in ("dana", "eve"):
        meetings.who_is_here(world.store, world.anne, handle)
    world.clock.on(minutes=6)
    work.comment(world.store, world.anne, "SRE-1", "can we have it in eu-west?", kind="feedback", author="eve")
    work.comment(world.store, world.anne, "SRE-3", "a remark of the team's own")
    stepping.choose(world.store, world.anne, "shown")
    world.clock.on(minutes=3)
    flow.act(world.store, world.anne, "write it down", owners=("ben",), about="SRE-2")
    meetings.end(world.store, world.anne)
    return world


def of(world: World) -> dict[str, MeetingNotes]:
    return {audience: notes.notes_of(world.store, world.anne, "demo", audience) for audience in notes.READERS}


def test_they_say_who_was_there_and_what_became_of_each_card(held: World) -> None:
    team = of(held)["team"]
    assert (team.here, team.away, team.guests) == (("Anne",), ("Ben", "Chidi"), ("Dana", "Eve"))
    assert (team.used, team.timebox, team.facilitator) == (9, 30, "Anne")
    assert [(one.card.title, one.outcome, one.comments) for one in team.steps[0].cards] == [
        ("failover", "shown", (("Eve", "can we have it in eu-west?"),)),
        ("dashboard", "", ()),
    ]
    assert [(action.title, action.owner) for action in team.actions] == [("write it down", "Ben")]


def test_they_stay_as_they_were_whatever_is_changed_later(held: World) -> None:
    before = of(held)
    held.clock.on(days=3)
    work.edit(held.store, held.anne, "SRE-1", work.Edit(title="renamed", audience="team"))
    work.drop(held.store, held.anne, "SRE-2", "never mind")
    work.comment(held.store, held.eve, "SRE-2", "too late to be in them")
    work.done(held.store, held.anne, "SRE-4")
    assert of(held) == before


def test_the_recording_is_the_one_thing_that_is_added(held: World) -> None:
    before = of(held)
    work.edit(held.store, held.anne, "SRE-1", work.Edit(title="renamed"))
    meetings.recording(held.store, held.anne, "demo", "https://video.example.com/1")
    from dataclasses import replace

    assert of(held) == {name: replace(one, recording="https://video.example.com/1") for name, one in before.items()}


def test_each_audience_reads_what_it_may(world: World) -> None:
    world.clock.at(1, 14)
    flow.topic(world.store, world.dana, "shared topic")
    hidden = flow.table(world.store, world.anne, world.card("wall card"), "deep")
    meetings.start(world.store, world.anne, "arch")
    for _ in range(2):
        stepping.advance(world.store, world.anne)
    flow.decide(world.store, world.anne, "shared decision")
    flow.decide(world.store, world.anne, "of the team", about=hidden.key)
    meetings.end(world.store, world.anne)
    by = {name: notes.notes_of(world.store, world.anne, "arch", name) for name in notes.READERS}
    assert [one.title for one in by["team"].decisions] == ["shared decision", "of the team"]
    assert [one.title for one in by["partner"].decisions] == ["shared decision"]
    assert len(by["team"].steps[0].cards) == 2
    assert [one.card.title for one in by["partner"].steps[0].cards] == ["shared topic"]
    assert by["guest"].withheld
    assert notes.notes_of(world.store, world.dana, "arch") == by["partner"]


def test_a_reopened_meetings_notes_are_written_anew(held: World) -> None:
    meetings.reopen(held.store, held.anne, "demo")
    flow.decide(held.store, held.anne, "one thing more")
    meetings.end(held.store, held.anne)
    assert [one.title for one in of(held)["team"].decisions] == ["one thing more"]


def test_the_receipt_says_what_was_decided_and_where_things_went(world: World) -> None:
    meetings.start(world.store, world.anne, "planning")
    flow.decide(world.store, world.anne, "Postgres stays on 17")
    wall = world.card("signing", column="in progress")
    work.tie(world.store, world.anne, wall, "ben", "assigned")
    flow.table(world.store, world.anne, wall, "who signs?")
    dropped = flow.park(world.store, world.anne, "moot")
    flow.settle(world.store, world.anne, dropped.key, "dropped", "solved itself")
    open_ = flow.park(world.store, world.anne, "mail relay?")
    world.clock.on(minutes=52)
    meetings.end(world.store, world.anne)
    receipt = receipts.receipt(world.store, world.anne, "planning")
    assert receipt.decided == ("Postgres stays on 17",)
    assert receipt.took == (f"ben {wall}",)
    assert receipt.went_on == ('→ arch  "signing"', 'dropped  "moot"')
    assert [card.key for card in receipt.still_open] == [open_.key]
    assert (receipt.used, receipt.given_back) == (52, 8)


def test_feedback_can_still_be_given_after_the_demo(held: World) -> None:
    work.comment(held.store, held.eve, "SRE-1", "seen the recording: great", kind="feedback")
    said = boards.card(held.store, held.anne, "SRE-1").comments
    assert [(one.author, one.body, one.meeting) for one in said][-1] == ("eve", "seen the recording: great", None)
