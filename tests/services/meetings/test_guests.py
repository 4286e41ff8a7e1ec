"""Guests of single topics: they are listed where they are invited, and read of a meeting what is theirs."""

from __future__ import annotations

from datetime import date

import pytest

from cadence.errors import NotAllowed, NotFound, Refused
from cadence.services.calendar import feed
from cadence.services.cards import boards, comments, decisions, routing
from cadence.services.facilitation import attendance, lifecycle, navigation, reschedule
from cadence.services.facilitation.receipt import receipt
from cadence.services.home import home
from cadence.services.meetings import view
from cadence.services.notes import notes
from cadence.services.schedule.month import month
from cadence.services.schedule.week import meeting_list
from cadence.services.team import people
from tests.services.conftest import World


@pytest.fixture
def topics(world: World) -> World:
    """Tuesday's arch meeting in the middle of a topic to which Eve, a stakeholder, is invited; another one follows."""
    world.clock.at(1, 13)
    routing.topic(world.store, world.ben, "spot instances", invite=("eve",))
    routing.topic(world.store, world.ben, "OTHERTOPIC")
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch")
    navigation.step_to(world.store, world.anne, "topics")
    return world


def listed(world: World) -> list[str]:
    return [one.handle for one in view.show(world.store, world.anne, "arch").here]


def test_only_invited_stakeholders_are_listed_and_who_is_here_all_the_same(world: World) -> None:
    lifecycle.start(world.store, world.anne, "arch@2026-12-01")
    assert listed(world) == ["anne", "ben", "chidi", "dana"]
    attendance.who_is_here(world.store, world.anne, "eve")
    assert listed(world)[-1] == "eve"
    attendance.who_is_here(world.store, world.anne, "eve")
    routing.topic(world.store, world.ben, "spot instances", invite=("eve",))
    assert listed(world)[-1] == "eve"


def test_a_guest_of_a_topic_reads_its_notes_and_what_came_of_it_and_nothing_else(topics: World) -> None:
    store, eve = topics.store, topics.eve
    navigation.choose(store, topics.anne, "decision", words="no spot for stateful jobs")
    navigation.choose(store, topics.anne, "action", words="OTHERACTION")
    routing.decide(store, topics.anne, "OTHERDECISION")
    lifecycle.end(store, topics.anne)
    topics.clock.on(days=3)
    read = notes.written(store, eve, "arch@2026-12-01").text
    for words in ("no spot for stateful jobs", "on: spot instances", "the topics that are open to you"):
        assert words in read
    told = receipt(store, eve, "arch@2026-12-01")
    assert told.decided == ("no spot for stateful jobs",)
    assert [one.title for one in decisions.records(store, eve)] == ["no spot for stateful jobs"]
    assert [line.ref for line in notes.held_lately(store, eve)] == ["arch@2026-12-01"]
    for words in ("OTHERTOPIC", "OTHERACTION", "OTHERDECISION"):
        assert words not in read + repr(told) + repr(view.show(store, eve, "arch@2026-12-01"))


def test_a_guest_of_a_topic_reads_of_no_meeting_that_took_up_others(topics: World) -> None:
    navigation.choose(topics.store, topics.anne, "drop", words="nobody runs batch jobs")
    lifecycle.end(topics.store, topics.anne)
    topics.clock.at(8, 14)
    lifecycle.start(topics.store, topics.anne, "arch")
    lifecycle.end(topics.store, topics.anne)
    with pytest.raises(NotFound):
        notes.notes_of(topics.store, topics.eve, "arch@2026-12-08")
    assert notes.notes_of(topics.store, topics.eve, "arch").line.ref == "arch@2026-12-01"


def arches(world: World, who: str = "eve") -> set[int]:
    """On which days of December somebody has an arch meeting; all who say so must agree."""
    viewer, store = world.viewer(who), world.store
    first, last = date(2026, 12, 1), date(2026, 12, 31)
    lines = [line for line in meeting_list(store, viewer, first, last, ["arch"]) if line.status != "cancelled"]
    days = {line.starts_at.day for line in lines}
    shown = month(store, viewer, first).meetings
    assert {one.starts_at.day for one in shown if one.kind == "arch" and one.starts_at.month == 12} == days
    known = set()
    for nominal in (1, 8, 15, 22, 29):
        try:
            known.add(view.show(store, viewer, f"arch@2026-12-{nominal:02}").line.starts_at.day)
        except NotFound:
            continue
    assert known == days, "the meeting itself"
    for as_file in (False, True):
        series = feed.feed(store, viewer, as_file=as_file).series
        mine = [one for one in series if one.kind == "arch" and not one.withdrawn]
        assert {(one.changed[0] if one.changed else one).starts.day for one in mine} == days, "the calendar"
    told, today = home.home(store, viewer, lately=True), world.clock.now.day
    assert {one.starts_at.day for one in told.meetings if one.kind == "arch"} <= days
    assert {one.on.day for one in told.held if one.ref.startswith("arch")} <= days
    running = [one.ref for one in meeting_list(store, world.anne, first, last) if one.status == "running"]
    assert ([told.running.ref] if told.running else []) == (running if today in days else [])
    for line in meeting_list(store, world.anne, first, last, ["arch"]):
        if line.status in ("running", "held"):
            here = {one.handle for one in view.show(store, world.anne, line.ref).here}
            assert (who in here) == (line.starts_at.day in days), f"who is in {line.ref}"
            assert (who in notes.readers_of(store, world.anne, line.ref)) == (line.starts_at.day in days)
    return days


def test_a_guest_is_invited_where_the_topic_is_on_the_table_whoever_is_asked(topics: World) -> None:
    """Put off twice, with another meeting between and one that moves; of that one's topics not a word."""
    store, anne, clock = topics.store, topics.anne, topics.clock
    assert arches(topics) == {1}
    navigation.choose(store, anne, "needs a spec", words="what may be lost", due=date(2026, 12, 14))
    assert arches(topics) == {1, 15}, "the meeting still runs"
    lifecycle.end(store, anne)
    assert arches(topics) == {1, 15}
    clock.at(8, 14)
    assert arches(topics) == {1, 15}
    lifecycle.start(store, anne, "arch")
    navigation.step_to(store, anne, "topics")
    assert arches(topics) == {1, 15}
    assert home.home(store, topics.eve).running is None
    with pytest.raises(NotFound):
        view.show(store, topics.eve, "arch@2026-12-08")
    lifecycle.end(store, anne)
    assert arches(topics) == {1, 15}
    assert not [one for one in home.home(store, topics.ben).needs if "not reached" in one.title]
    reschedule.move(store, anne, "arch@2026-12-15", "2026-12-16 11:00")
    assert arches(topics) == {1, 16}
    clock.at(16, 11)
    lifecycle.start(store, anne, "arch")
    navigation.step_to(store, anne, "topics")
    navigation.go_to(store, anne, "SRE-1")
    running = home.home(store, topics.eve).running
    assert running is not None
    assert running.ref == "arch@2026-12-15"
    navigation.choose(store, anne, "experiment", words="does it last?", due=date(2026, 12, 29))
    lifecycle.end(store, anne)
    assert arches(topics) == {1, 16, 29}
    routing.topic(store, topics.ben, "and who pays", invite=("eve",))
    assert arches(topics) == {1, 16, 22, 29}, "each topic has its own"
    reschedule.skip(store, anne, "arch@2026-12-22", "a visit", cancel=True)
    assert arches(topics) == {1, 16, 29}
    people.edit_person(store, anne, "eve", people.PersonEdit(regular=True))
    lines = meeting_list(store, topics.viewer("eve"), date(2026, 12, 1), date(2026, 12, 31), ["arch"])
    assert [line.nominal.day for line in lines] == [1, 8, 15, 22, 29], "a regular guest has all of them"


def test_the_team_who_was_there_decided_and_guests_who_were_there_were_consulted(topics: World) -> None:
    for who in ("ben", "dana", "eve"):
        attendance.who_is_here(topics.store, topics.anne, who)
    routing.decide(topics.store, topics.anne, "no spot for stateful jobs", about="SRE-1")
    routing.decide(topics.store, topics.anne, "we meet earlier")
    lifecycle.end(topics.store, topics.anne)
    told = [(one.deciders, one.consulted) for one in decisions.records(topics.store, topics.anne)]
    assert told == [(("Anne", "Ben"), ("Dana", "Eve")), (("Anne", "Ben"), ("Dana",))]
    decided = notes.written(topics.store, topics.anne, "arch").text.partition("## Decisions")[2]
    assert decided.startswith("\n\nDecided by Anne, Ben.\n\n- no spot for stateful jobs · on: spot instances · SRE-3\n")


def test_a_guest_of_a_topic_has_a_say_on_it_and_no_vote(topics: World) -> None:
    comments.comment(topics.store, topics.eve, "SRE-1", "the audit needs it")
    attendance.who_is_here(topics.store, topics.anne, "eve")
    for viewer, person in ((topics.eve, None), (topics.anne, "eve")):
        with pytest.raises(NotAllowed, match="guests of a single topic do not vote"):
            comments.vote(topics.store, viewer, "SRE-1", person=person)
    navigation.choose(topics.store, topics.anne, "next week")
    lifecycle.end(topics.store, topics.anne)
    text = notes.written(topics.store, topics.anne, "arch").text
    assert "Eve, Tue 1 Dec: the audit needs it" in text
    assert "**Tue 8 Dec, arch meeting:** spot instances, next week\n" in text, "and a guest does not answer for it"


def test_a_regular_guest_is_invited_to_every_topic_and_to_nothing_else(topics: World) -> None:
    people.edit_person(topics.store, topics.anne, "eve", people.PersonEdit(regular=True))
    inside = routing.table(topics.store, topics.anne, topics.card("INSIDE")).key
    routing.decide(topics.store, topics.anne, "we meet earlier")
    assert sorted(topics.titles(topics.eve)) == ["OTHERTOPIC", "spot instances"]
    navigation.choose(topics.store, topics.anne, "next week")
    navigation.choose(topics.store, topics.anne, "action", words="ask security")
    lifecycle.end(topics.store, topics.anne)
    read = notes.written(topics.store, topics.eve, "arch").text
    assert all(words in read for words in ("spot instances", "OTHERTOPIC", "ask security"))
    assert not any(words in read for words in ("INSIDE", inside, "we meet earlier"))
    comments.comment(topics.store, topics.eve, "SRE-1", "the audit needs it")
    with pytest.raises(NotFound):
        notes.notes_of(topics.store, topics.eve, "retro@2026-12-04")


def test_a_regular_guest_votes_as_the_team_does(topics: World) -> None:
    people.edit_person(topics.store, topics.anne, "eve", people.PersonEdit(regular=True))
    eve = topics.eve._replace(regular=True)
    attendance.who_is_here(topics.store, topics.anne, "eve")
    navigation.set_form(topics.store, topics.anne, "lean coffee")
    navigation.step_to(topics.store, topics.anne, "agenda")
    for viewer, key, person in ((eve, "SRE-1", None), (eve, "SRE-2", None), (topics.anne, "SRE-2", "eve")):
        comments.vote(topics.store, viewer, key, person=person)
    with pytest.raises(Refused, match="all your 3 dots are given"):
        comments.vote(topics.store, eve, "SRE-1")
    vote = navigation.step_to(topics.store, topics.anne, "topics").vote
    assert vote is not None
    assert vote.waiting == ("anne", "eve")
    vote = navigation.vote_on_time(topics.store, eve, more=True, ref="arch@2026-12-01").vote
    assert vote is not None
    assert (vote.more, vote.waiting) == (1, ("anne",))


@pytest.mark.parametrize("last", ["eve", "dana", "ben"])
@pytest.mark.parametrize("more", [False, True])
def test_whose_vote_on_time_is_the_last_closes_it_be_it_a_guests(topics: World, last: str, more: bool) -> None:
    """The walk goes on by what the team sees: to a topic that this guest doesn't, too."""
    people.edit_person(topics.store, topics.anne, "eve", people.PersonEdit(regular=True))
    voters = {"anne": topics.anne, "ben": topics.ben, "dana": topics.dana, "eve": topics.eve._replace(regular=True)}
    navigation.set_form(topics.store, topics.anne, "lean coffee")
    shown = navigation.step_to(topics.store, topics.anne, "topics")
    assert shown.at is not None
    for handle in ("ben", "dana", "eve"):
        attendance.who_is_here(topics.store, topics.anne, handle)
    decided = routing.decide(topics.store, topics.anne, "No spot", about=shown.at).title
    for handle in sorted(voters, key=lambda one: one == last):
        navigation.vote_on_time(topics.store, voters[handle], more=more, ref="arch@2026-12-01")
    now = view.show(topics.store, topics.anne, "arch")
    assert (now.at == shown.at, now.topic_minutes) == ((True, 8) if more else (False, 5))
    assert boards.card(topics.store, topics.anne, shown.at).card.outcome == (None if more else "decision"), decided


@pytest.mark.parametrize("regular", [False, True])
def test_guests_see_no_dots_while_they_are_given(world: World, regular: bool) -> None:
    """By none of the ways in which they read their topic; when the vote is closed they see how many it got."""
    world.clock.at(1, 13)
    key = routing.topic(world.store, world.ben, "spot instances", invite=("eve",)).key
    if regular:
        people.edit_person(world.store, world.anne, "eve", people.PersonEdit(regular=True))
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch")
    navigation.set_form(world.store, world.anne, "lean coffee")
    comments.vote(world.store, world.ben, key)

    def seen() -> list[int]:
        listed = next(card for card in boards.card_list(world.store, world.eve, "arch") if card.key == key)
        inside = [card.votes for card in view.show(world.store, world.eve, "arch").cards if card.key == key]
        return [listed.votes, *inside, boards.card(world.store, world.eve, key).card.votes]

    assert set(seen()) == {0}
    shown = view.show(world.store, world.eve._replace(regular=regular), "arch").vote
    assert shown is not None
    assert shown.votes is regular
    navigation.step_by(world.store, world.anne, 1)
    assert set(seen()) == {1}


@pytest.mark.parametrize(
    ("kind", "told"), [("arch@2026-12-01", True), ("sync@2026-12-07", True), ("standup@2026-12-02", False)]
)
@pytest.mark.parametrize("way", ["walk", "receipt", "table"])
def test_who_was_to_stay_for_what_becomes_a_topic_is_invited_as_far_as_its_audience_allows(
    world: World, kind: str, told: bool, way: str
) -> None:
    store, anne = world.store, world.anne
    world.clock.at(int(kind[-1]), 16)
    lifecycle.start(store, anne, kind)
    key = routing.park(store, anne, "WHOPAYS", stay=("eve", "ben")).key
    if way == "walk":
        navigation.step_to(store, anne, "parking")
        navigation.settle(store, anne, "arch")
    elif way == "receipt":
        lifecycle.end(store, anne)
        routing.settle(store, anne, key, "arch")
    else:
        routing.table(store, anne, key)
        lifecycle.end(store, anne)
    shown = boards.card(store, anne, key).card
    assert (shown.board, set(shown.stays)) == ("arch", {"eve", "ben"} if told else {"ben"})
    assert world.titles(world.eve) == (["WHOPAYS"] if told else [])
    assert any(one.kind == "arch" for one in feed.feed(store, world.eve).series) == told
    world.clock.at(8, 14)
    lifecycle.start(store, anne, "arch@2026-12-08")
    assert ("eve" in listed(world)) == told
