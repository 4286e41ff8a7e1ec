"""What is hidden leaves no trace: no stamp moves with it, no number counts it, no key is skipped for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cadence.errors import NotFound
from cadence.services.cards import boards, comments, edit, move, routing, search, undo
from cadence.services.facilitation import attendance, lifecycle, navigation
from cadence.services.meetings import retro, view
from cadence.services.notes import notes
from cadence.store import queries
from cadence.store.viewer import Viewer
from tests.services.conftest import World


def last_changed(world: World, viewer: Viewer, key: str) -> str:
    """The day and time in New York at which a card was last changed, as a viewer sees it."""
    seen = boards.card(world.store, viewer, key).card
    listed = next(card for card in boards.card_list(world.store, viewer) if card.key == key)
    found = next(hit for hit in search.search(world.store, viewer, seen.title) if hit.ref == key)
    assert seen.updated_at == listed.updated_at == found.at
    return f"{seen.updated_at:%d %H:%M}"


def closed_doors(world: World) -> None:
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    attendance.who_is_here(world.store, world.anne, "ben")


def test_a_comment_behind_closed_doors_does_not_move_the_stamp_that_guests_see(world: World) -> None:
    key = world.card("owed to them", board="sync")
    world.clock.at(1, 9)
    comments.comment(world.store, world.dana, key, "we are on it")
    closed_doors(world)
    comments.comment(world.store, world.ben, key, "they never answer")
    assert last_changed(world, world.dana, key) == "01 09:00"
    assert last_changed(world, world.anne, key) == "04 14:30"
    lifecycle.end(world.store, world.anne)
    world.clock.at(7, 9)
    comments.comment(world.store, world.ben, key, "any news?")
    assert last_changed(world, world.dana, key) == last_changed(world, world.anne, key) == "07 09:00"


def test_a_mark_that_guests_do_not_see_does_not_move_it_either(world: World) -> None:
    key = world.card("owed to them", board="sync")
    world.clock.at(1, 9)
    edit.mark_thief(world.store, world.anne, key, "neglected-work", "nobody asks")
    assert last_changed(world, world.dana, key) == "30 10:00"
    assert last_changed(world, world.anne, key) == "01 09:00"
    events = boards.card(world.store, world.dana, key).events
    assert [event.verb for event in events] == ["card.add"]


def test_a_move_behind_closed_doors_has_no_instant_for_guests(world: World) -> None:
    key = world.card("owed to them", board="sync")
    closed_doors(world)
    move.move(world.store, world.ben, key, "upcoming")
    for viewer, since in ((world.dana, "30 10:00"), (world.anne, "04 14:30")):
        seen = boards.card(world.store, viewer, key).card
        assert (seen.column, f"{seen.entered_column_at:%d %H:%M}") == ("Upcoming", since)


def test_the_place_a_card_was_put_at_is_not_told_to_guests_who_see_fewer(world: World) -> None:
    world.card("for us alone", board="wall")
    key = world.card("shared", board="wall")
    edit.edit(world.store, world.anne, key, edit.Edit(audience="partner"))
    world.card("last of all", board="wall")
    move.move(world.store, world.anne, key, "backlog", after="SRE-3")
    assert [event.data for event in boards.card(world.store, world.dana, key).events if event.verb == "card.rank"] == [
        {}
    ]
    assert boards.card(world.store, world.anne, key).events[-1].data == {"position": 3}
    assert boards.card(world.store, world.dana, key).card.position == 1


def test_guests_find_the_newest_first_whatever_else_there_is(world: World) -> None:
    """How rare a word is among all cards, hidden ones too, decides an order by relevance."""
    short = world.card("spot", board="sync")
    long = world.card("spot instances for every single one of the many stateful workloads", board="sync")
    assert [hit.ref for hit in search.search(world.store, world.dana, "spot")] == [long, short]
    assert [hit.ref for hit in search.search(world.store, world.anne, "spot")] == [short, long]


def test_a_vote_behind_closed_doors_hides_no_dots_of_a_topic(world: World) -> None:
    topic = world.card("shared topic", board="arch")
    comments.vote(world.store, world.ben, topic)
    closed_doors(world)
    navigation.step_to(world.store, world.anne, "choose")
    assert boards.card(world.store, world.dana, topic).card.votes == 1


def test_neither_stamp_nor_history_tells_whose_dot_lies_where(world: World) -> None:
    topic = world.card("shared topic", board="arch")
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch", form="lean coffee")
    comments.vote(world.store, world.ben, topic)
    for viewer, known in (
        (world.dana, ["card.add"]),
        (world.anne, ["card.add"]),
        (world.ben, ["card.add", "card.vote"]),
    ):
        assert last_changed(world, viewer, topic) == "30 10:00"
        assert [event.verb for event in boards.card(world.store, viewer, topic).events] == known
    navigation.step_to(world.store, world.anne, "topics")
    for viewer, given in ((world.dana, False), (world.anne, False), (world.ben, True)):
        verbs = [event.verb for event in boards.card(world.store, viewer, topic).events]
        assert ("card.vote" in verbs) is given, "nor afterwards"
    assert boards.card(world.store, world.dana, topic).card.votes == 1


@pytest.mark.parametrize("kind", ["arch", "sync", "standup"])
def test_the_first_page_of_a_meeting_leaves_out_what_its_walk_will(world: World, kind: str) -> None:
    """It is on the screen that all look at before the meeting starts: nothing from behind closed doors is counted."""
    closed_doors(world)
    routing.park(world.store, world.ben, "who tells the boss?")
    lifecycle.end(world.store, world.anne)
    world.clock.at(7, 9)
    parked = [card.title for card in view.show(world.store, world.anne, kind).cards]
    agenda = notes.notes_of(world.store, world.anne, next_of(world, kind))
    assert parked == []
    assert [one for step in agenda.steps for one in step.cards] == []
    assert [card.title for card in view.show(world.store, world.anne, "retro").cards] == ["who tells the boss?"]


def next_of(world: World, kind: str) -> str:
    return view.show(world.store, world.anne, kind).line.ref


def test_an_invitation_to_what_a_guest_may_not_see_is_none(world: World) -> None:
    topic = routing.topic(world.store, world.anne, "replace the partner?", invite=("dana",))

    def invited() -> int:
        with world.store.read() as connection:
            return len(queries.cards.invitations(connection, world.dana, "arch"))

    assert invited() == 1
    edit.edit(world.store, world.anne, topic.key, edit.Edit(audience="team"))
    assert invited() == 0


# --- numbers --------------------------------------------------------------------------------------------------------


def note_of(world: World, viewer: Viewer, words: str) -> str:
    written = retro.write(world.store, viewer, "well", words)
    assert written is not None
    return written.key


def test_retro_notes_take_no_card_number(world: World) -> None:
    first = world.card("before", board="sync")
    written = [note_of(world, viewer, "quiet nights") for viewer in (world.anne, world.ben)]
    second = world.card("after", board="sync")
    assert (first, second) == ("SRE-1", "SRE-2")
    assert written == ["R1.1", "R1.2"]


def test_notes_are_numbered_within_their_retro(world: World) -> None:
    unread = note_of(world, world.ben, "nobody was woken")
    closed_doors(world)
    during = note_of(world, world.anne, "the pager slept")
    lifecycle.end(world.store, world.anne)
    following = note_of(world, world.anne, "a week later")
    assert (unread, during, following) == ("R1.1", "R1.2", "R2.1")
    lifecycle.reopen(world.store, world.anne, "retro@2026-12-04")
    assert note_of(world, world.anne, "one more") == "R1.3"


def test_what_leaves_the_retro_in_new_words_takes_the_next_card_number(world: World) -> None:
    world.card("before", board="sync")
    closed_doors(world)
    note_of(world, world.ben, "alerts nobody owns")
    assert routing.topic(world.store, world.ben, "Who owns alerts?").key == "SRE-2"
    assert routing.act(world.store, world.ben, "name an owner").key == "SRE-3"


def test_a_note_taken_back_keeps_its_number_to_itself(world: World) -> None:
    note_of(world, world.anne, "too hasty")
    undo.undo(world.store, world.anne)
    assert note_of(world, world.anne, "better put") == "R1.2"
    with pytest.raises(NotFound):
        boards.card(world.store, world.anne, "R1.1")


def test_unsigned_notes_are_numbered_when_the_writing_closes(worlds: Callable[..., World]) -> None:
    world = worlds(settings='{"anonymous_retro": true}')
    for words in ("one", "two"):
        assert retro.write(world.store, world.ben, "badly", words) is None
    closed_doors(world)
    navigation.step_to(world.store, world.anne, "write")
    navigation.step_to(world.store, world.anne, "round")
    keys = {card.key for card in boards.card_list(world.store, world.anne, "retro")}
    assert keys == {"R1.1", "R1.2"}
    assert world.card("after", board="sync") == "SRE-1"


def test_notes_are_named_by_their_keys_in_any_case(world: World) -> None:
    closed_doors(world)
    head, other = note_of(world, world.ben, "too many alerts"), note_of(world, world.ben, "alerts, alerts")
    navigation.step_to(world.store, world.anne, "round")
    navigation.go_to(world.store, world.anne, "ben")
    assert boards.card(world.store, world.anne, "r1.2").card.key == other == "R1.2"
    retro.group(world.store, world.anne, other.lower(), head.lower())
    grouped = [
        event.data for event in boards.card(world.store, world.anne, other).events if event.verb == "retro.group"
    ]
    assert grouped == [{"into": "R1.1"}]
    assert [hit.ref for hit in search.search(world.store, world.anne, "many")] == ["R1.1"]
