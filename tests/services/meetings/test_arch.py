"""The arch meeting: dots, time that is voted on, outcomes, and the forms in which topics are gone through."""

from __future__ import annotations

from datetime import date

import pytest

from cadence.errors import BadValue, Refused
from cadence.services.cards import boards, comments, create, routing, undo
from cadence.services.facilitation import attendance, lifecycle, navigation
from cadence.services.facilitation.receipt import receipt
from cadence.services.schedule import week
from cadence.services.team import settings as team_settings
from cadence.services.team import team
from cadence.store.capture import NewCard
from cadence.store.viewer import Viewer
from tests.services.conftest import World


def status(world: World, ref: str) -> str:
    return next(line.status for line in week.meeting_list(world.store, world.anne) if line.ref == ref)


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


def test_the_votes_on_a_topics_time_are_there_when_one_comes_back_to_it(arch: World) -> None:
    navigation.step_to(arch.store, arch.anne, "topics")
    navigation.vote_on_time(arch.store, arch.ben, more=True)
    navigation.advance(arch.store, arch.anne)
    view = navigation.advance(arch.store, arch.anne, -1)
    assert view.vote is not None
    assert (view.at, view.vote.voted) == ("SRE-2", (("ben", True),))
    for viewer in (arch.ben, arch.chidi, arch.anne):
        navigation.vote_on_time(arch.store, viewer, more=False)
    view = navigation.advance(arch.store, arch.anne, -1)
    assert view.vote is not None
    assert (view.at, view.vote.voted) == ("SRE-2", ()), "that vote was closed"


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


@pytest.mark.parametrize("name", ["experiment", "needs a spec", "next week", "action"])
@pytest.mark.parametrize("onwards", ["space", "next step", "look"])
def test_a_look_back_at_a_topic_that_has_its_outcome_changes_nothing(arch: World, name: str, onwards: str) -> None:
    store, anne = arch.store, arch.anne
    navigation.step_to(store, anne, "topics")
    words = "" if name == "next week" else "try it"
    due = date(2026, 12, 20) if words else None
    navigation.choose(store, anne, name, words=words, owners=("ben",) if words else (), due=due)

    def stands() -> tuple[object, ...]:
        card = boards.card(store, anne, "SRE-2").card
        return card.status, card.column, card.outcome, card.outcome_words, card.back_on, card.assignees, card.put_off

    before = stands()
    assert navigation.advance(store, anne, -1).at == "SRE-2"
    if onwards == "space":
        navigation.advance(store, anne)
    elif onwards == "look":
        navigation.look(store, anne)
    assert stands() == before
    lifecycle.end(store, anne)
    told = receipt(store, anne, "arch@2026-12-01")
    assert not [one for one in told.unfinished if one.startswith("SRE-2")]
    assert stands() == before


def test_a_topic_that_is_looked_back_at_can_get_another_outcome(arch: World) -> None:
    store, anne = arch.store, arch.anne
    navigation.step_to(store, anne, "topics")
    navigation.choose(store, anne, "next week")
    navigation.advance(store, anne, -1)
    navigation.choose(store, anne, "decision", words="No spot")
    shown = boards.card(store, anne, "SRE-2").card
    assert (shown.column, shown.outcome, shown.status) == ("Discussed", "decision", "done")


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
