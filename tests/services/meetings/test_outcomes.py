"""Nothing ends in a hole: what an outcome makes comes back where it is said to, with its words, owner and day."""

from __future__ import annotations

import pytest

from cadence.errors import BadValue
from cadence.services.cards import boards, comments, edit, routing, undo
from cadence.services.facilitation import lifecycle, navigation
from cadence.services.facilitation.receipt import receipt
from cadence.services.home.home import home
from cadence.services.meetings import retro, view
from cadence.services.notes import notes
from cadence.store.tables.cards import Card
from tests.services.conftest import World


@pytest.fixture
def topics(world: World) -> World:
    """The arch meeting of Tuesday, in the middle of Ben's topic."""
    world.clock.at(1, 13)
    routing.topic(world.store, world.ben, "spot instances")
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch")
    navigation.step_to(world.store, world.anne, "topics")
    return world


def agenda(world: World, day: int, nominal: str) -> tuple[str, ...]:
    """What the arch meeting of a day walks."""
    world.clock.at(day, 14)
    return tuple(card.title for card in view.show(world.store, world.anne, f"arch@{nominal}").cards)


def test_an_experiment_is_on_the_first_agenda_on_or_after_its_day(topics: World) -> None:
    day = topics.clock.now.date().replace(day=14)
    navigation.choose(topics.store, topics.anne, "experiment", words="does it last a day?", owners=("chidi",), due=day)
    lifecycle.end(topics.store, topics.anne)
    assert receipt(topics.store, topics.anne, "arch").outcomes == (
        "spot instances → experiment: does it last a day? (Chidi, back on Tue 15 Dec)",
    )
    text = notes.written(topics.store, topics.anne, "arch").text
    assert "**Tue 15 Dec, arch meeting:** spot instances, experiment: does it last a day?" in text
    assert "Chidi" in text.partition("What comes back")[2]
    assert agenda(topics, 8, "2026-12-08") == ()
    topics.clock.at(13, 9)
    assert any("does it last a day?" in need.title for need in home(topics.store, topics.chidi).needs)
    assert agenda(topics, 15, "2026-12-15") == ("spot instances",)


def test_what_needs_a_spec_comes_back_with_its_link_or_late(topics: World) -> None:
    navigation.choose(topics.store, topics.anne, "needs a spec", words="what may be lost", owners=("ben",))
    lifecycle.end(topics.store, topics.anne)
    card = boards.card(topics.store, topics.anne, "SRE-1").card
    assert (card.assignees, str(card.back_on), card.outcome_words) == (("ben",), "2026-12-08", "what may be lost")
    assert agenda(topics, 8, "2026-12-08") == ("spot instances",)
    with topics.store.write(topics.anne) as w:
        w.touch(w.get(Card, card.id), back_on=card.back_on and card.back_on.replace(day=29))
    assert agenda(topics, 8, "2026-12-08") == ()
    edit.edit(topics.store, topics.ben, "SRE-1", edit.Edit(url="https://example.com/spec"))
    assert agenda(topics, 8, "2026-12-08") == ("spot instances",)


def test_an_outcome_without_its_words_changes_nothing(topics: World) -> None:
    for name in ("decision", "experiment", "action", "needs a spec", "drop"):
        with pytest.raises(BadValue, match=r"\?"):
            navigation.choose(topics.store, topics.anne, name)
    card = boards.card(topics.store, topics.anne, "SRE-1").card
    assert (card.column, card.outcome, card.status) == ("Discussing", None, "open")


def test_a_decision_and_an_action_are_made_of_the_words(topics: World) -> None:
    navigation.choose(topics.store, topics.anne, "decision", words="no spot for stateful jobs")
    (decision,) = boards.card_list(topics.store, topics.anne, "decisions")
    assert (decision.title, decision.came_from and decision.came_from.key) == ("no spot for stateful jobs", "SRE-1")
    lifecycle.end(topics.store, topics.anne)
    assert "on: spot instances" in notes.written(topics.store, topics.anne, "arch").text


def test_what_is_dropped_keeps_its_why(topics: World) -> None:
    navigation.choose(topics.store, topics.anne, "drop", words="nobody runs batch jobs")
    lifecycle.end(topics.store, topics.anne)
    assert boards.card(topics.store, topics.anne, "SRE-1").card.outcome_words == "nobody runs batch jobs"
    told = receipt(topics.store, topics.anne, "arch")
    assert any(line.endswith("→ dropped: nobody runs batch jobs") for line in told.outcomes)
    assert not told.went_on, "and it is told once"
    assert "dropped: nobody runs batch jobs" in notes.written(topics.store, topics.anne, "arch").text


def test_a_topic_left_without_an_outcome_is_named(topics: World) -> None:
    assert navigation.advance(topics.store, topics.anne).left == "SRE-1"
    navigation.advance(topics.store, topics.anne, -1)
    assert navigation.choose(topics.store, topics.anne, "next week").left == ""


@pytest.mark.parametrize("counted", [True, False])
def test_a_chosen_improvement_is_an_action_in_the_notes_words(world: World, counted: bool) -> None:
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    navigation.step_to(world.store, world.anne, "write")
    retro.write(world.store, world.anne, "better", "fewer pages at night")
    navigation.step_to(world.store, world.anne, "round")
    while view.show(world.store, world.anne, "retro").steps[3].state == "now":
        navigation.advance(world.store, world.anne)
    comments.vote(world.store, world.anne, view.show(world.store, world.anne, "retro").cards[0].key)
    if counted:  # else the step is left in the middle of the vote
        navigation.advance(world.store, world.anne)
    lifecycle.end(world.store, world.anne)
    (action,) = boards.card_list(world.store, world.anne, "actions")
    assert (action.title, str(action.due)) == ("fewer pages at night", "2026-12-07")
    world.clock.at(7, 10)
    assert "fewer pages at night" in [card.title for card in lifecycle.start(world.store, world.anne, "planning").cards]


@pytest.mark.parametrize("name", ["needs a spec", "experiment"])
def test_what_a_topic_waits_for_is_waited_for_still_when_it_is_put_off(topics: World, name: str) -> None:
    navigation.choose(topics.store, topics.anne, name, words="what may be lost", due=topics.clock.now.date())
    lifecycle.end(topics.store, topics.anne)
    topics.clock.at(8, 14)
    lifecycle.start(topics.store, topics.anne, "arch")
    navigation.step_to(topics.store, topics.anne, "topics")
    navigation.choose(topics.store, topics.anne, "next week")
    lifecycle.end(topics.store, topics.anne)
    assert (
        "**Tue 15 Dec, arch meeting:** spot instances, next week"
        in notes.written(topics.store, topics.anne, "arch").text
    )
    assert agenda(topics, 15, "2026-12-15") == ("spot instances",)
    ahead = notes.written(topics.store, topics.anne, "arch@2026-12-15").text
    assert f"{name}: what may be lost" in ahead
    assert "put off once" in ahead


def test_what_comes_back_names_one_day_everywhere_and_a_topic_without_an_outcome_too(topics: World) -> None:
    routing.topic(topics.store, topics.ben, "certificates")
    day = topics.clock.now.date()
    navigation.choose(topics.store, topics.anne, "experiment", words="does it last?", due=day.replace(day=14))
    navigation.advance(topics.store, topics.anne)
    lifecycle.end(topics.store, topics.anne)
    text = notes.written(topics.store, topics.anne, "arch").text
    assert "does it last? (Ben, back on Tue 15 Dec)" in text
    assert "14 Dec" not in text
    back = text.partition("What comes back")[2]
    assert back.index("**Tue 8 Dec, arch meeting:** certificates, no outcome yet") < back.index(
        "**Tue 15 Dec, arch meeting:** spot instances"
    )
    assert "back on Tue 15 Dec" in str(receipt(topics.store, topics.anne, "arch").outcomes)


def test_what_was_said_of_a_topic_beforehand_is_in_the_notes_of_the_meeting_that_took_it_up(topics: World) -> None:
    topics.clock.at(1, 9)
    comments.comment(topics.store, topics.chidi, "SRE-1", "my night, your noon")
    topics.clock.at(1, 14, 10)
    comments.comment(topics.store, topics.anne, "SRE-1", "said here")
    navigation.choose(topics.store, topics.anne, "next week")
    lifecycle.end(topics.store, topics.anne)
    text = notes.written(topics.store, topics.anne, "arch").text
    assert text.index("Chidi, Tue 1 Dec: my night, your noon") < text.index("Anne: said here")
    topics.clock.at(7, 9)
    comments.comment(topics.store, topics.chidi, "SRE-1", "slept over it")
    topics.clock.at(8, 14)
    lifecycle.start(topics.store, topics.anne, "arch")
    navigation.step_to(topics.store, topics.anne, "topics")
    navigation.choose(topics.store, topics.anne, "drop", words="nobody runs batch jobs")
    lifecycle.end(topics.store, topics.anne)
    text = notes.written(topics.store, topics.anne, "arch").text
    assert "Chidi, Mon 7 Dec: slept over it" in text
    assert "my night" not in text


def test_the_notes_of_a_meeting_that_runs_say_what_was_decided_and_how_topics_ended(topics: World) -> None:
    routing.topic(topics.store, topics.ben, "certificates")
    navigation.choose(topics.store, topics.anne, "decision", words="no spot for stateful jobs")
    navigation.choose(topics.store, topics.anne, "drop", words="nobody asks")
    text = notes.written(topics.store, topics.anne, "arch").text
    assert "no spot for stateful jobs · on: spot instances" in text
    assert "certificates · proposed by Ben → **dropped: nobody asks**" in text


@pytest.mark.parametrize(("kind", "day", "answer"), [("retro", 11, "keep"), ("planning", 7, "continue")])
def test_an_action_that_is_kept_is_promised_anew(world: World, kind: str, day: int, answer: str) -> None:
    """Its day has come: it is due at the next planning, says from when it moved, and undo takes that back."""
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    key = routing.act(world.store, world.anne, "quieter alerts", owners=("ben",)).key
    lifecycle.end(world.store, world.anne)
    world.clock.at(day, 14, 30)
    lifecycle.start(world.store, world.anne, f"{kind}@2026-12-{day:02}")
    navigation.step_to(world.store, world.anne, "actions" if kind == "retro" else "holdovers")
    navigation.go_to(world.store, world.anne, key)
    navigation.choose(world.store, world.anne, answer)
    kept = boards.card(world.store, world.anne, key)
    assert (str(kept.card.due), [str(day) for day in kept.promised]) == ("2026-12-14", ["2026-12-07"])
    told = receipt(world.store, world.anne, f"{kind}@2026-12-{day:02}")
    assert told.holdovers == (f"{key} quieter alerts → {answer}, due Mon 14 Dec",)
    undo.undo(world.store, world.anne)
    kept = boards.card(world.store, world.anne, key)
    assert (str(kept.card.due), kept.promised) == ("2026-12-07", ())


@pytest.mark.parametrize(("kind", "day"), [("retro", 11), ("planning", 7)])
def test_what_a_walk_that_asks_for_outcomes_passed_over_is_listed_as_left(world: World, kind: str, day: int) -> None:
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    keys = [routing.act(world.store, world.anne, title).key for title in ("one", "two", "three")]
    lifecycle.end(world.store, world.anne)
    world.clock.at(day, 14, 30)
    ref = lifecycle.start(world.store, world.anne, f"{kind}@2026-12-{day:02}").line.ref
    navigation.step_to(world.store, world.anne, "actions" if kind == "retro" else "holdovers")
    navigation.go_to(world.store, world.anne, keys[1])
    navigation.choose(world.store, world.anne, "done")
    navigation.step_to(world.store, world.anne, "parking")
    lifecycle.end(world.store, world.anne)
    told = [f"{key} {title} → no outcome, comes back" for key, title in ((keys[0], "one"), (keys[2], "three"))]
    assert receipt(world.store, world.anne, ref).holdovers == (f"{keys[1]} two → done", *told)
    text = notes.written(world.store, world.anne, ref).text
    assert all(text.count(key) == 1 for key in keys)


def test_a_demo_that_nobody_got_to_is_on_the_next_list_and_then_off_it_which_is_told(world: World) -> None:
    world.card("proposed itself", column="in progress")
    listed = world.card("put on by hand", board="demo")

    def held(day: int, nominal: str) -> tuple[str, ...]:
        world.clock.at(day, 14)
        lifecycle.start(world.store, world.anne, f"demo@{nominal}")
        world.clock.on(minutes=5)
        lifecycle.end(world.store, world.anne)
        return receipt(world.store, world.anne, f"demo@{nominal}").outcomes

    again = {"put on by hand → not shown, again on Fri 11 Dec", "proposed itself → not shown, again on Fri 11 Dec"}
    assert set(held(4, "2026-12-04")) == again
    ref = "demo@2026-12-11"
    off = {"put on by hand → not shown, again on Fri 18 Dec", "proposed itself → not shown twice, off the list"}
    comments.comment(world.store, world.eve, listed, "will it page us?")
    assert set(held(11, "2026-12-11")) == off
    text = notes.written(world.store, world.eve, ref).text
    assert text.count("proposed itself, not shown twice, off the list") == 1
    assert [one.key for one in boards.card_list(world.store, world.eve, "demo")] == [listed]
    lifecycle.reopen(world.store, world.anne, ref)
    assert len(boards.card_list(world.store, world.eve, "demo")) == 2
    lifecycle.end(world.store, world.anne)
    assert set(receipt(world.store, world.anne, ref).outcomes) == off


def test_a_topic_that_is_opened_again_goes_on_with_its_clock_and_its_extensions(topics: World) -> None:
    routing.topic(topics.store, topics.ben, "certificates")
    navigation.step_to(topics.store, topics.anne, "agenda")
    navigation.set_form(topics.store, topics.anne, "lean coffee")
    navigation.step_to(topics.store, topics.anne, "topics")
    topics.clock.on(minutes=1)
    assert navigation.vote_on_time(topics.store, topics.anne, more=True).topic_minutes == 8
    assert navigation.advance(topics.store, topics.anne).topic_minutes == 5
    topics.clock.on(minutes=1)
    seen = navigation.advance(topics.store, topics.anne, -1)
    assert (seen.topic_seconds, seen.topic_minutes, seen.vote and seen.vote.extensions) == (60, 8, 1)
    topics.clock.on(minutes=1)
    navigation.choose(topics.store, topics.anne, "next week")
    assert dict(view.show(topics.store, topics.anne, "arch").spent)["SRE-1"] == 120
