"""Notes are written once, for each audience, and stay as they were whatever is changed later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.views.notes import MeetingNotes
from cadence.services.cards import blockers, boards, comments, create, edit, move, routing, search, undo
from cadence.services.facilitation import attendance, lifecycle, navigation, placing, reschedule
from cadence.services.facilitation import receipt as facilitation_receipt
from cadence.services.notes import notes
from cadence.services.team.duty import hold_duty
from cadence.store.capture import NewCard
from tests.services.conftest import World


@pytest.fixture
def held(world: World) -> World:
    """A demo that was held: two demos, feedback, an action; dana and eve were there."""
    world.clock.at(4, 14)
    for title in ("failover", "dashboard"):
        world.card(title, board="demo")
    world.card("wall card", column="in progress")
    lifecycle.start(world.store, world.anne, "demo")
    for handle in ("dana", "eve"):
        attendance.who_is_here(world.store, world.anne, handle)
    world.clock.on(minutes=6)
    comments.comment(world.store, world.anne, "SRE-1", "can we have it in eu-west?", kind="feedback", author="eve")
    comments.comment(world.store, world.anne, "SRE-3", "a remark of the team's own")
    navigation.choose(world.store, world.anne, "shown")
    world.clock.on(minutes=3)
    routing.act(world.store, world.anne, "write it down", owners=("ben",), about="SRE-2")
    lifecycle.end(world.store, world.anne)
    return world


def of(world: World) -> dict[str, MeetingNotes]:
    return {audience: notes.notes_of(world.store, world.anne, "demo", audience) for audience in notes.READERS}


def test_they_say_who_was_there_and_what_became_of_each_card(held: World) -> None:
    team = of(held)["team"]
    assert (team.here, team.missing, team.guests) == (("Anne",), ("Ben", "Chidi"), ("Dana", "Eve"))
    assert (team.used, team.timebox, team.facilitator) == (9, 30, "Anne")
    assert [(one.card.title, one.outcome, one.comments) for one in team.steps[0].cards] == [
        ("failover", "shown", (("Eve", "can we have it in eu-west?"),)),
        ("dashboard", "", ()),
        ("wall card", "", ()),  # it had proposed itself, and nobody got to it
    ]
    assert [(action.title, action.owner) for action in team.actions] == [("write it down", "Ben")]


def test_they_stay_as_they_were_whatever_is_changed_later(held: World) -> None:
    before = of(held)
    held.clock.on(days=3)
    edit.edit(held.store, held.anne, "SRE-1", edit.Edit(title="renamed", audience="team"))
    move.drop(held.store, held.anne, "SRE-2", "never mind")
    move.drop(held.store, held.anne, "SRE-4", "shown elsewhere")
    assert of(held) == before


def test_feedback_that_is_given_later_comes_in_with_its_day_as_far_as_each_may_read_it(held: World) -> None:
    held.clock.on(days=3)
    comments.comment(held.store, held.eve, "SRE-2", "is it in Grafana?")
    hidden = edit.edit(held.store, held.anne, "SRE-1", edit.Edit(audience="team")).key
    comments.comment(held.store, held.anne, hidden, "HUSHHUSH")
    for audience, found in of(held).items():
        said = {one.card.title: one.comments for one in found.steps[0].cards}
        assert said["dashboard"] == (("Eve, Mon 7 Dec", "is it in Grafana?"),)
        assert ("HUSHHUSH" in str(said)) is (audience == "team")


def test_the_recording_is_the_one_thing_that_is_added(held: World) -> None:
    before = of(held)
    edit.edit(held.store, held.anne, "SRE-1", edit.Edit(title="renamed"))
    lifecycle.recording(held.store, held.anne, "demo", "https://video.example.com/1")
    from dataclasses import replace

    assert of(held) == {name: replace(one, recording="https://video.example.com/1") for name, one in before.items()}


def test_each_audience_reads_what_it_may(world: World) -> None:
    world.clock.at(1, 14)
    routing.topic(world.store, world.dana, "shared topic")
    hidden = routing.table(world.store, world.anne, world.card("wall card"), "deep")
    lifecycle.start(world.store, world.anne, "arch")
    for _ in range(2):
        navigation.advance(world.store, world.anne)
    routing.decide(world.store, world.anne, "shared decision")
    routing.decide(world.store, world.anne, "of the team", about=hidden.key)
    lifecycle.end(world.store, world.anne)
    by = {name: notes.notes_of(world.store, world.anne, "arch", name) for name in notes.READERS}
    assert [one.title for one in by["team"].decisions] == ["shared decision", "of the team"]
    assert [one.title for one in by["partner"].decisions] == ["shared decision"]
    assert len(by["team"].steps[1].cards) == 2
    assert [one.card.title for one in by["partner"].steps[1].cards] == ["shared topic"]
    assert by["guest"].withheld
    assert notes.notes_of(world.store, world.dana, "arch") == by["partner"]


def test_a_reopened_meetings_notes_are_written_anew(held: World) -> None:
    lifecycle.reopen(held.store, held.anne, "demo")
    routing.decide(held.store, held.anne, "one thing more")
    lifecycle.end(held.store, held.anne)
    assert [one.title for one in of(held)["team"].decisions] == ["one thing more"]


def test_the_receipt_says_what_was_decided_and_where_things_went(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    routing.decide(world.store, world.anne, "Postgres stays on 17")
    wall = world.card("signing", column="in progress")
    create.tie(world.store, world.anne, wall, "ben", "assigned")
    routing.table(world.store, world.anne, wall, "who signs?")
    dropped = routing.park(world.store, world.anne, "moot")
    routing.settle(world.store, world.anne, dropped.key, "dropped", ParsedLine("solved itself"))
    open_ = routing.park(world.store, world.anne, "mail relay?")
    world.clock.on(minutes=52)
    lifecycle.end(world.store, world.anne)
    receipt = facilitation_receipt.receipt(world.store, world.anne, "planning")
    assert receipt.decided == ("Postgres stays on 17",)
    assert receipt.took == (f"Ben: {wall} signing",)
    assert receipt.went_on == ('→ arch  "signing"', 'dropped  "moot": solved itself')
    assert [card.key for card in receipt.still_open] == [open_.key]
    assert (receipt.used, receipt.given_back) == (52, 8)


def test_feedback_can_still_be_given_after_the_demo(held: World) -> None:
    held.clock.on(days=1)
    comments.comment(held.store, held.eve, "SRE-1", "seen the recording: great", kind="feedback")
    for reader in (held.anne, held.eve):
        assert facilitation_receipt.receipt(held.store, reader, "demo").feedback == (
            "failover: can we have it in eu-west? (Eve)",
            "failover: seen the recording: great (Eve, Sat 5 Dec)",
        )
    said = boards.card(held.store, held.anne, "SRE-1").comments
    assert [(one.author, one.body, one.meeting) for one in said][-1] == ("eve", "seen the recording: great", None)


@pytest.fixture
def arch(world: World) -> World:
    """An arch meeting at its topics: all four were looked at in the agenda, for a minute each."""
    world.clock.at(1, 14)
    for title in ("spot", "budget", "certificates", "dns"):
        routing.topic(world.store, world.ben, title)
    lifecycle.start(world.store, world.anne, "arch")
    for _ in range(4):
        world.clock.on(minutes=1)
        navigation.advance(world.store, world.anne)
    navigation.step_to(world.store, world.anne, "topics")
    return world


def talked(notes_: MeetingNotes) -> list[tuple[str, str, str]]:
    return [(step.key, one.card.title, one.outcome) for step in notes_.steps for one in step.cards]


def test_a_topic_stands_once_in_the_notes_with_its_outcome(arch: World) -> None:
    store, anne = arch.store, arch.anne
    routing.decide(store, anne, "no spot for stateful jobs", about="SRE-1")
    navigation.advance(store, anne)
    arch.clock.on(minutes=3)
    routing.act(store, anne, "measure it", about="SRE-2")
    lifecycle.end(store, anne)
    none = "none yet, first on the next agenda"
    assert talked(notes.notes_of(store, anne, "arch")) == [
        ("topics", "spot", "decision: no spot for stateful jobs"),
        ("topics", "budget", "action: measure it"),
        ("topics", "certificates", ""),
        ("topics", "dns", ""),
    ]
    text = notes.written(store, anne, "arch").text
    assert [text.count(title) for title in ("## spot", "## budget", "certificates", "dns", none)] == [1, 1, 1, 1, 0]
    assert text.index("## Not reached") < text.index("certificates")
    assert facilitation_receipt.receipt(store, anne, "arch").unfinished == ()


@pytest.mark.parametrize("fmt", ["md", "html", "text", "slack"])
def test_an_agenda_lists_each_topic_once(world: World, fmt: str) -> None:
    world.clock.at(1, 13)
    for title in ("spot", "budget"):
        routing.topic(world.store, world.ben, title)
    agenda = notes.notes_of(world.store, world.anne, "arch@2026-12-01")
    assert talked(agenda) == [("agenda", "spot", ""), ("agenda", "budget", "")]
    text = notes.written(world.store, world.anne, "arch@2026-12-01", fmt=fmt).text
    assert (text.count("spot"), text.count("budget")) == (1, 1)


def test_a_topic_left_without_an_outcome_is_said_in_the_receipt_and_comes_first_again(arch: World) -> None:
    store, anne = arch.store, arch.anne
    navigation.choose(store, anne, "experiment", words="does it last a day?")
    navigation.advance(store, anne)
    lifecycle.end(store, anne)  # a moment after the third was opened
    assert talked(notes.notes_of(store, anne, "arch"))[1:3] == [
        ("topics", title, "none yet, first on the next agenda") for title in ("budget", "certificates")
    ]
    assert facilitation_receipt.receipt(store, anne, "arch").unfinished == ("SRE-2 budget", "SRE-3 certificates")
    arch.clock.at(8, 14)
    assert lifecycle.start(store, anne, "arch").queue == ("SRE-2", "SRE-3", "SRE-4")


def test_undo_takes_the_outcome_back_that_a_decision_gave(arch: World) -> None:
    from cadence.services.cards import undo

    routing.decide(arch.store, arch.anne, "no spot for stateful jobs", about="SRE-1")
    navigation.advance(arch.store, arch.anne)
    assert boards.card(arch.store, arch.anne, "SRE-1").card.column == "Discussed"
    undo.undo(arch.store, arch.anne)
    card = boards.card(arch.store, arch.anne, "SRE-1").card
    assert (card.column, card.outcome) == ("Discussing", None)


def test_the_receipt_says_what_was_found_blocked_and_what_went_to_the_sync(world: World) -> None:
    stuck, freed = (world.card(title, column="in progress") for title in ("peering", "signing"))
    world.clock.at(2, 10)
    lifecycle.start(world.store, world.anne, "standup")
    edit.edit(world.store, world.anne, stuck, edit.Edit(title="VPC peering"))
    for key in (stuck, freed):
        blockers.block(world.store, world.anne, key, "network team")
    blockers.unblock(world.store, world.anne, freed)
    world.card("network team", board="sync")
    lifecycle.end(world.store, world.anne)
    receipt = facilitation_receipt.receipt(world.store, world.anne, "standup")
    assert receipt.blocked == (f"{stuck} VPC peering: network team",)
    assert receipt.went_on == ('→ sync  "network team"',)


def test_what_was_raised_in_the_meeting_has_no_age_and_what_was_parked_stands_once(world: World) -> None:
    store, anne = world.store, world.anne
    routing.park(store, anne, "from before")
    world.clock.at(2, 10)
    lifecycle.start(store, anne, "standup")
    routing.park(store, anne, "mail relay")
    routing.park(store, anne, "who signs", stay=("ben",))
    routing.park(store, anne, "write it down", stay=("chidi",))
    navigation.step_to(store, anne, "parking")
    world.clock.on(minutes=1)
    navigation.advance(store, anne)
    navigation.settle(store, anne, "arch")
    navigation.settle(store, anne, "action")
    world.clock.on(minutes=1)
    lifecycle.end(store, anne)
    found = notes.notes_of(store, anne, "standup")
    assert [(one.title, one.went, one.age) for one in found.parked] == [
        ("mail relay", "", ""),
        ("who signs", "arch, Tue 8 Dec", ""),
        ("from before", "", "2 d"),
    ]
    assert [(one.title, one.owner) for one in found.actions] == [("write it down", "Chidi")]
    text = notes.written(store, anne, "standup").text
    assert text.count("## Parking lot") == 1
    assert "- mail relay · by Anne · SRE-2 · still open" in text


def test_who_was_not_there_reads_who_decided_and_when_it_comes_back(world: World) -> None:
    """From the notes alone: those who decided, the day of what is put off, who takes interrupts, what is still open."""
    store, anne = world.store, world.anne
    hold_duty(store, anne, "chidi")
    lifecycle.start(store, anne, "planning")
    attendance.who_is_here(store, anne, "ben")
    key = world.card("peering", column="in progress")
    routing.decide(store, anne, "no spot for stateful jobs")
    routing.table(store, anne, key, "too deep")
    parked = routing.park(store, anne, "who signs").key
    routing.park(store, anne, "mail relay")
    navigation.step_to(store, anne, "parking")
    navigation.go_to(store, anne, parked)
    navigation.settle(store, anne, "sync")
    lifecycle.end(store, anne)
    reschedule.skip(store, anne, "arch@2026-12-01", "offsite")
    text = notes.written(store, anne, "planning").text
    for words in (
        "- **Here:** Anne, Ben",
        "**Interrupt duty:** Chidi",
        "Decided by Anne, Ben.\n\n- no spot for stateful jobs · SRE-2\n",
        "## Put on the arch agenda of Tue 1 Dec\n\n- peering",
        "- who signs · by Anne · → sync, Mon 30 Nov · SRE-4",
        "- mail relay · by Anne · SRE-5 · still open, asked again next time",
    ):
        assert words in text, text


def test_people_go_by_their_names(world: World) -> None:
    key = world.card("signing", column="in progress")
    create.tie(world.store, world.anne, key, "ben", "assigned")
    lifecycle.start(world.store, world.anne, "planning")
    navigation.choose(world.store, world.anne, "continue")
    lifecycle.end(world.store, world.anne)
    for fmt in ("md", "html", "text", "slack"):
        text = notes.written(world.store, world.anne, "planning", fmt=fmt).text
        assert "taken by Ben" in text
        assert "ben" not in text


def test_what_was_said_of_a_card_that_was_not_walked_is_in_the_notes(world: World) -> None:
    """Nothing is dropped in silence: feedback on a demo that was never marked as shown."""
    world.clock.at(4, 14)
    world.card("failover", board="demo")
    lifecycle.start(world.store, world.anne, "demo")
    comments.comment(world.store, world.anne, "SRE-1", "in eu-west too?", kind="feedback", author="eve")
    lifecycle.end(world.store, world.anne)
    assert [(one.card.title, one.comments) for one in of(world)["team"].steps[0].cards] == [
        ("failover", (("Eve", "in eu-west too?"),))
    ]


@pytest.mark.parametrize("fmt", ["md", "html", "text", "slack"])
def test_they_name_the_zone_as_an_agenda_does(held: World, fmt: str) -> None:
    for ref in ("demo@2026-12-04", "demo@2026-12-11"):
        text = notes.written(held.store, held.anne, ref, fmt=fmt).text
        assert "EST (America/New_York)" in text, ref
        assert "UTC-05:00" not in text


def test_a_reader_finds_decisions_and_actions_first_and_nothing_twice(world: World) -> None:
    world.clock.at(1, 14)
    routing.topic(world.store, world.ben, "Log retention", context="Audit asks.")
    lifecycle.start(world.store, world.anne, "arch")
    navigation.step_to(world.store, world.anne, "topics")
    routing.act(world.store, world.anne, "tell Audit", owners=("ben",), about="SRE-1")
    navigation.choose(world.store, world.anne, "decision", words="30 days searchable")
    lifecycle.end(world.store, world.anne)
    text = notes.written(world.store, world.ben, "arch").text
    places = [text.index(heading) for heading in ("## Decisions", "## Actions", "## Log retention")]
    assert places == sorted(places)
    assert text.count("30 days searchable") == 1
    assert "**Outcome:** decision\n" in text


def test_the_agenda_of_a_meeting_that_runs_has_what_was_walked_with_its_answer_and_what_is_ahead(world: World) -> None:
    for title in ("first", "second"):
        world.card(title, column="in progress")
    world.card("unranked")
    lifecycle.start(world.store, world.anne, "planning")
    navigation.choose(world.store, world.anne, "continue")
    text = notes.written(world.store, world.anne, "planning").text
    assert [text.count(f"** {title}") for title in ("first", "second", "unranked")] == [1, 1, 1]
    assert text.count("→ **continue**") == 1
    assert "Agenda: " in text


def test_what_is_said_of_a_demo_that_was_not_shown_is_in_the_notes_of_all(world: World) -> None:
    world.clock.at(4, 14)
    for title in ("failover", "dashboard"):
        world.card(title, board="demo")
    lifecycle.start(world.store, world.anne, "demo")
    comments.comment(world.store, world.anne, "SRE-1", "I would rather see it live", kind="feedback", author="eve")
    navigation.choose(world.store, world.anne, "not today")
    lifecycle.end(world.store, world.anne)
    for reader in (world.anne, world.eve):
        text = notes.written(world.store, reader, "demo").text
        assert "failover, not today\n  - Eve: I would rather see it live" in text
        assert text.count("dashboard") == 1


@pytest.mark.parametrize("how", ["in the walk", "on its board", "from a shell"])
def test_why_a_parked_item_was_dropped_is_in_the_notes(world: World, how: str) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    key = routing.park(world.store, world.anne, "mail relay").key
    if how == "in the walk":
        navigation.step_to(world.store, world.anne, "parking")
        navigation.settle(world.store, world.anne, "dropped", ParsedLine("nobody uses it"))  # the last one: it ends
    else:
        if how == "on its board":
            routing.settle(world.store, world.anne, key, "dropped", ParsedLine("nobody uses it"))
        else:
            move.drop(world.store, world.anne, key, "nobody uses it")
        lifecycle.end(world.store, world.anne)
    text = notes.written(world.store, world.anne, "planning").text
    assert "- mail relay · by Anne · → dropped: nobody uses it" in text


def test_who_was_not_there_has_shown_nothing(world: World) -> None:
    world.clock.at(4, 14)
    for title, who in (("failover", world.ben), ("dashboard", world.chidi), ("gateway", world.ben)):
        create.add(world.store, who, NewCard("demo", title))
    create.tie(world.store, world.anne, "SRE-3", "chidi", "assigned", on=True)
    lifecycle.start(world.store, world.anne, "demo")
    attendance.who_is_here(world.store, world.anne, "chidi")
    for _ in range(3):
        world.clock.on(minutes=1)
        navigation.choose(world.store, world.anne, "shown")
    lifecycle.end(world.store, world.anne)
    for audience in notes.READERS:
        told = notes.written(world.store, world.anne, "demo", audience=audience).text
        assert "shown, prepared by Ben ·" in told
        assert told.count("shown by Chidi ·") == 2, "who was there showed what two had made"


def test_a_topic_that_was_raised_and_ended_in_one_meeting_stands_once_in_the_receipt(arch: World) -> None:
    key = routing.topic(arch.store, arch.anne, "raised just now").key
    routing.topic(arch.store, arch.anne, "not reached")
    navigation.go_to(arch.store, arch.anne, key)
    navigation.choose(arch.store, arch.anne, "decision", words="we do it")
    lifecycle.end(arch.store, arch.anne)
    told = facilitation_receipt.receipt(arch.store, arch.anne, "arch")
    assert [line for line in told.outcomes if "raised just now" in line] == ["raised just now → decision: we do it"]
    assert not [line for line in told.went_on if "raised just now" in line]
    assert [line for line in told.went_on if "not reached" in line] == ['→ arch  "not reached"']


@pytest.mark.parametrize("place", ["action", "wall"])
def test_what_was_parked_is_read_still_where_what_is_done_about_it_has_other_words(world: World, place: str) -> None:
    world.clock.at(2, 10)
    lifecycle.start(world.store, world.anne, "standup")
    routing.park(world.store, world.anne, "who pays egress?")
    navigation.step_to(world.store, world.anne, "parking")
    navigation.settle(world.store, world.anne, place, ParsedLine("write down its costs", people=("ben",)))
    went = " ".join(facilitation_receipt.receipt(world.store, world.anne, "standup").went_on)
    assert '"who pays egress?" → ' in went
    assert "write down its costs" in went
    assert [one.ref for one in search.search(world.store, world.anne, "egress")] == ["SRE-1"]
    shown = boards.card(world.store, world.anne, "SRE-1")
    assert (shown.card.title, shown.card.body) == ("write down its costs", "Parked as: who pays egress?")
    assert any('"who pays egress?" → ' in station for station in shown.path)
    undo.undo(world.store, world.anne)
    assert boards.card(world.store, world.anne, "SRE-1").card.title == "who pays egress?"


def test_what_comes_back_is_told_with_the_present_day_of_a_meeting_that_was_moved_since(arch: World) -> None:
    store, anne = arch.store, arch.anne
    navigation.choose(store, anne, "next week")
    lifecycle.end(store, anne)
    (before,) = {one.due for one in notes.notes_of(store, anne, "arch").returns}
    assert before is not None
    moved = before + timedelta(days=1)
    reschedule.move(store, anne, f"arch@{before}", f"{moved} 14:00")
    assert {one.due for one in notes.notes_of(store, anne, "arch").returns} == {moved}
    assert before.strftime("%a %-d %b") not in notes.written(store, anne, "arch").text


@pytest.mark.parametrize(("kind", "when"), [("retro", "in it"), ("standup", "in it"), ("standup", "afterwards")])
def test_what_was_parked_is_told_with_the_present_day_of_the_meeting_it_went_to(
    world: World, kind: str, when: str
) -> None:
    """Everywhere in the notes: a meeting that has moved since is not named with two days."""
    store, anne = world.store, world.anne
    world.clock.at(*((4, 14, 30) if kind == "retro" else (2, 10)))
    lifecycle.start(store, anne, kind)
    key = routing.park(store, anne, "who pays egress?").key
    if when == "in it":
        navigation.step_to(store, anne, "parking")
        navigation.settle(store, anne, "arch", ParsedLine("who pays for egress?"))
    else:
        lifecycle.end(store, anne)
        world.clock.on(minutes=5)
        placing.place(store, anne, "standup@2026-12-02", key, "arch")
    assert "Tue 8 Dec" in notes.written(store, anne, kind).text
    reschedule.move(store, anne, "arch@2026-12-08", "2026-12-09 14:00")
    for fmt in ("md", "html", "slack"):
        told = notes.written(store, anne, kind, fmt=fmt).text
        assert "Wed 9 Dec" in told
        assert "Tue 8 Dec" not in told
