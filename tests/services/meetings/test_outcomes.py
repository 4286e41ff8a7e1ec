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
        "spot instances → experiment: does it last a day? (Chidi, back on Mon 14 Dec)",
    )
    text = notes.written(topics.store, topics.anne, "arch").text
    assert "**Tue 15 Dec:** spot instances, experiment: does it last a day?" in text
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
    assert told.holdovers == (f"{key} quieter alerts → {answer}",)
    undo.undo(world.store, world.anne)
    kept = boards.card(world.store, world.anne, key)
    assert (str(kept.card.due), kept.promised) == ("2026-12-07", ())
