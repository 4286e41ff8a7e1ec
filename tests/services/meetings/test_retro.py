"""The retro: doors that stay shut, notes that wait for their author's turn, and names that are nowhere."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from cadence.domain.parsing.one_line import ParsedLine
from cadence.errors import NotAllowed, NotFound, Refused
from cadence.services.cards import boards, comments, create, edit, routing, search, undo
from cadence.services.facilitation import attendance, lifecycle, navigation, placing, receipt
from cadence.services.meetings import retro
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.services.team import people
from cadence.store import capture
from cadence.store.capture import NewCard
from tests.services.conftest import World
from tests.tables import records


def begin(world: World, *, inside: tuple[str, ...] = ("ben", "chidi")) -> None:
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    for handle in inside:
        attendance.who_is_here(world.store, world.anne, handle)


@pytest.fixture
def written(world: World) -> World:
    """A retro that runs, with two notes of Ben's and one of Chidi's."""
    begin(world)
    retro.write(world.store, world.ben, "well", "calm week")
    retro.write(world.store, world.ben, "badly", "pager")
    retro.write(world.store, world.chidi, "better", "runbooks")
    return world


# --- doors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way",
    [
        lambda w: navigation.advance(w.store, w.anne),
        lambda w: navigation.step_by(w.store, w.anne, 1),
        lambda w: navigation.step_to(w.store, w.anne, "round"),
        lambda w: navigation.step_to(w.store, w.anne, "parking"),
    ],
    ids=["advance", "next step", "jump", "jump to the end"],
)
def test_nothing_is_said_while_a_guest_is_inside(world: World, way: Callable[[World], object]) -> None:
    begin(world, inside=("dana", "eve"))
    assert meetings_view.show(world.store, world.anne, "retro").waits_for == "Dana, Eve"
    with pytest.raises(Refused, match="Dana, Eve are still in the room; ask them to leave, and mark them gone"):
        way(world)
    attendance.who_is_here(world.store, world.anne, "eve", here=False)
    with pytest.raises(Refused, match="Dana is still in the room"):
        way(world)
    attendance.who_is_here(world.store, world.anne, "dana", here=False)
    way(world)
    assert meetings_view.show(world.store, world.anne, "retro").step > 0


def test_a_guest_who_comes_in_later_stops_it_again(world: World) -> None:
    begin(world)
    navigation.step_to(world.store, world.anne, "write")
    attendance.who_is_here(world.store, world.anne, "dana", here=True)
    with pytest.raises(Refused, match="Dana is still in the room"):
        navigation.step_to(world.store, world.anne, "round")
    assert lifecycle.end(world.store, world.anne).line.status == "held", "ending waits for nothing"


def test_guests_of_the_demo_are_in_the_room_until_they_go(world: World) -> None:
    world.clock.at(4, 14)
    lifecycle.start(world.store, world.anne, "demo")
    attendance.who_is_here(world.store, world.dana, "dana")
    lifecycle.end(world.store, world.anne)
    view = lifecycle.start(world.store, world.anne, "retro")
    assert view.waits_for == "Dana"


# --- notes ----------------------------------------------------------------------------------------------------------


def test_the_shared_screen_shows_counts_only(written: World) -> None:
    view = navigation.step_to(written.store, written.anne, "write")
    assert view.counts == (("Went well", 1), ("Went badly", 1), ("Could be better", 1))
    for words in ("calm week", "pager", "runbooks"):
        assert words not in repr(view)
    assert [card.title for card in retro.own_notes(written.store, written.ben)] == ["calm week", "pager"]


def test_notes_are_shown_at_their_authors_turn(written: World) -> None:
    store, anne = written.store, written.anne
    view = navigation.step_to(store, anne, "round")
    assert (view.at, view.notes) == ("anne", ())
    view = navigation.advance(store, anne)
    assert (view.at, [card.title for card in view.notes]) == ("ben", ["calm week", "pager"])
    assert "runbooks" not in repr(view)
    view = navigation.advance(store, anne)
    assert [card.title for card in view.notes] == ["runbooks"]


def test_a_note_written_in_ones_own_turn_is_open_at_once(written: World) -> None:
    store, anne = written.store, written.anne
    navigation.step_to(store, anne, "round")
    navigation.advance(store, anne)
    retro.write(store, written.ben, "better", "thought of while reading")
    with store.quick() as connection:
        capture.add_card(connection, written.ben, written.clock(), NewCard("retro", "typed in a shell"))
    retro.write(store, written.chidi, "better", "not my turn")
    view = meetings_view.show(store, anne, "retro")
    assert {card.title for card in view.notes} == {
        "calm week", "pager", "thought of while reading", "typed in a shell"
    }  # fmt: skip
    assert "not my turn" not in repr(view)
    for guest in (written.dana, written.eve):
        assert boards.card_list(store, guest, "retro") == []


def test_a_note_written_in_ones_turn_at_the_standup_stays_sealed(world: World) -> None:
    world.clock.at(2, 10)
    lifecycle.start(world.store, world.anne, "standup")
    attendance.who_is_here(world.store, world.anne, "ben")
    assert navigation.advance(world.store, world.anne).at == "ben"
    retro.write(world.store, world.ben, "well", "calm week")
    assert world.titles(world.anne, "retro") == []


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (0, "Not read: Ben, Chidi, 3 notes; they are offered again next time."),
        (2, "Not read: Chidi, 1 note; it is offered again next time."),
        (3, ""),
    ],
)
def test_whose_notes_were_not_read_is_said_to_the_team_alone_and_never_a_word_of_them(
    written: World, heard: int, said: str
) -> None:
    store, ref = written.store, "retro@2026-12-04"
    if heard:
        assert navigation.step_to(store, written.anne, "round").at == "anne"
    for _ in range(heard - 1):
        navigation.advance(store, written.anne)
    lifecycle.end(store, written.anne)
    written.clock.on(minutes=5)
    retro.write(store, written.anne, "well", "for the next one")
    for days in (0, 3):
        written.clock.on(days=days)
        for viewer in (written.anne, written.ben):
            told = receipt.receipt(store, viewer, ref).last_words
            text = notes.written(store, viewer, ref).text
            assert ("Not read" in told, "Not read" in text) == (bool(said), bool(said))
            assert said in told
            assert said in text
            unread = [words for words, turn in (("pager", 2), ("runbooks", 3)) if turn > heard]
            assert not [words for words in unread if words in told + text]
    for guest in (written.dana, written.eve):
        with pytest.raises(NotFound):
            receipt.receipt(store, guest, ref)
    for audience in ("partner", "guest"):
        assert "Not read" not in notes.written(store, written.anne, ref, audience=audience).text


def test_ones_own_unread_note_is_not_on_the_screen_when_it_is_voted(written: World) -> None:
    retro.write(written.store, written.anne, "well", "mine, unread")
    view = navigation.step_to(written.store, written.anne, "choose")
    assert view.queue == ()
    assert "mine, unread" not in repr(view)
    assert "mine, unread" not in repr(meetings_view.show(written.store, written.anne, "retro@2026-12-11"))


def test_what_nobody_read_stays_for_the_next_retro(written: World) -> None:
    store, anne = written.store, written.anne
    navigation.step_to(store, anne, "round")
    navigation.advance(store, anne)
    lifecycle.end(store, anne)
    groups = {group.title: [text for _, text in group.notes] for group in notes.notes_of(store, anne, "retro").groups}
    assert groups == {"Went well": ["calm week"], "Went badly": ["pager"]}
    assert list(groups) == ["Went well", "Went badly"]
    assert retro.own_notes(store, written.ben) == []
    assert [card.title for card in retro.own_notes(store, written.chidi)] == ["runbooks"]
    written.clock.at(11, 14, 30)
    lifecycle.start(store, anne, "retro")
    attendance.who_is_here(store, anne, "chidi")
    navigation.step_to(store, anne, "round")
    assert [card.title for card in navigation.advance(store, anne).notes] == ["runbooks"]


def test_reopening_brings_back_what_was_read(written: World) -> None:
    store, anne = written.store, written.anne
    navigation.step_to(store, anne, "round")
    navigation.advance(store, anne)
    lifecycle.end(store, anne)
    lifecycle.reopen(store, anne, "retro")
    assert [card.title for card in meetings_view.show(store, anne, "retro").notes] == ["calm week", "pager"]
    lifecycle.end(store, anne)
    assert len(notes.notes_of(store, anne, "retro").groups) == 2


def test_guests_neither_write_nor_say_they_are_ready(written: World) -> None:
    for act in (
        lambda: retro.write(written.store, written.dana, "well", "hi"),
        lambda: retro.ready(written.store, written.dana),
    ):
        with pytest.raises(NotAllowed, match="a partner may not write in the retro"):
            act()
    assert retro.ready(written.store, written.ben)
    assert not retro.ready(written.store, written.ben)


def test_a_note_is_refused_in_the_same_words_on_the_screen_and_from_a_shell(written: World) -> None:
    with pytest.raises(NotAllowed) as on_screen:
        retro.write(written.store, written.dana, "well", "hi")
    with pytest.raises(NotAllowed) as in_shell, written.store.quick() as connection:
        capture.add_note(connection, written.dana, written.clock(), "Went well", "hi")
    refusal = "a partner may not write in the retro; ask somebody of the team"
    assert str(on_screen.value) == str(in_shell.value) == refusal


def test_notes_are_grouped_when_they_were_read(written: World) -> None:
    store, anne = written.store, written.anne
    retro.write(store, written.anne, "badly", "alerts")
    navigation.step_to(store, anne, "round")
    mine = retro.own_notes(store, anne)[0].key
    theirs = retro.own_notes(store, written.ben)[1].key
    with pytest.raises(Refused, match="grouped when it was read"):
        retro.group(store, written.ben, theirs, mine)
    navigation.advance(store, anne)
    retro.group(store, anne, theirs, mine)
    assert meetings_view.show(store, anne, "retro").groups == ((mine, ("pager",)),)
    view = navigation.step_to(store, anne, "choose")
    assert theirs not in view.queue
    assert mine in view.queue
    assert view.groups == ((mine, ("pager",)),)
    lifecycle.end(store, anne)
    found = notes.notes_of(store, anne, "retro").groups
    assert [(group.title, group.notes) for group in found] == [
        ("Went badly, laid together", (("Anne", "alerts"), ("Ben", "pager"))),
        ("Went well", (("Ben", "calm week"),)),
    ]


def test_a_group_is_laid_into_another_one_and_no_note_is_lost(written: World) -> None:
    store, anne, ben = written.store, written.anne, written.ben
    for words in ("alerts", "noise", "nights"):
        retro.write(store, anne, "badly", words)
    navigation.step_to(store, anne, "round")
    own = {note.title: note.key for note in retro.own_notes(store, anne)}
    alerts, noise, nights = own["alerts"], own["noise"], own["nights"]
    navigation.advance(store, anne)
    pager = next(note.key for note in retro.own_notes(store, ben) if note.title == "pager")
    retro.group(store, anne, noise, alerts)
    retro.group(store, anne, nights, pager)
    retro.group(store, anne, alerts, nights)  # which lies in a group: that is meant
    view = navigation.step_to(store, anne, "choose")
    assert {key: set(notes) for key, notes in view.groups} == {pager: {"alerts", "noise", "nights"}}
    assert pager in view.queue
    assert not {alerts, noise, nights} & set(view.queue)
    with pytest.raises(Refused, match="in this group already"):
        retro.group(store, anne, pager, noise)


def test_the_notes_of_who_is_away_are_read_last(written: World) -> None:
    store, anne, ben = written.store, written.anne, written.ben
    navigation.step_to(store, anne, "round")
    attendance.who_is_here(store, anne, "ben")
    view = meetings_view.show(store, anne, "retro")
    assert view.queue[-1] == "ben"
    while view.at != "ben":
        view = navigation.advance(store, anne)
    assert {note.title for note in view.notes} == {note.title for note in retro.own_notes(store, ben)}
    assert not next(who for who in view.here if who.handle == "ben").here


def test_who_keeps_notes_while_away_has_them_read_only_when_there(written: World) -> None:
    store, anne, ben = written.store, written.anne, written.ben
    people.edit_person(store, ben, "ben", people.PersonEdit(keeps_notes=True))
    navigation.step_to(store, anne, "round")
    assert "ben" in meetings_view.show(store, anne, "retro").queue
    attendance.who_is_here(store, anne, "ben")
    assert "ben" not in meetings_view.show(store, anne, "retro").queue
    lifecycle.end(store, anne)
    assert "Not read: Ben, Chidi, 3 notes; they" in receipt.receipt(store, anne, "retro@2026-12-04").last_words
    written.clock.at(11, 14, 30)
    lifecycle.start(store, anne, "retro")
    navigation.step_to(store, anne, "round")
    assert meetings_view.show(store, anne, "retro").queue[-1] == "chidi"
    assert "ben" not in meetings_view.show(store, anne, "retro").queue
    attendance.who_is_here(store, anne, "ben")
    assert "ben" in meetings_view.show(store, anne, "retro").queue


@pytest.mark.parametrize(("who", "whose"), [("anne", "ben"), ("ben", "anne"), ("dana", "dana")])
def test_nobody_keeps_the_notes_of_another(written: World, who: str, whose: str) -> None:
    with pytest.raises(NotAllowed):
        people.edit_person(written.store, written.viewer(who), whose, people.PersonEdit(keeps_notes=True))


def test_the_chosen_become_actions_that_come_back(written: World) -> None:
    store, anne = written.store, written.anne
    navigation.step_to(store, anne, "round")
    navigation.advance(store, anne)
    navigation.step_to(store, anne, "choose")
    pager = retro.own_notes(store, written.ben)[1].key
    for viewer in (written.anne, written.ben):
        comments.vote(store, viewer, pager)
    view = navigation.advance(store, anne)
    assert (view.at, view.queue) == (pager, (pager,))
    action = routing.act(store, anne, "an owner for every alert", owners=("ben",), about=pager)
    assert (action.audience, str(action.due)) == ("team", "2026-12-07")
    lifecycle.end(store, anne)
    written.clock.at(7, 10)
    assert action.key in lifecycle.start(store, anne, "planning").queue
    lifecycle.end(store, anne)
    written.clock.at(11, 14, 30)
    lifecycle.start(store, anne, "retro")
    assert navigation.step_to(store, anne, "actions").queue == (action.key,)
    navigation.choose(store, anne, "done")
    assert boards.card(store, anne, action.key).card.status == "done"


def test_it_says_that_nothing_touches_production_before_the_weekend(world: World) -> None:
    begin(world)
    lifecycle.end(world.store, world.anne)
    words = receipt.receipt(world.store, world.anne, "retro").last_words
    closing = "The week closes: documentation, testing in staging and development; nothing that touches production."
    assert words.endswith(closing)


# --- what came up before --------------------------------------------------------------------------------------------


def test_a_note_whose_like_was_an_improvement_of_earlier_retros_says_how_often(world: World) -> None:
    """Only improvements count, not notes that nothing was made of; words of the whole wall make nothing alike."""
    for title in ("Deploy the billing service", "Deploy the login service", "Deploy search", "Deploy the gateway"):
        create.add(world.store, world.anne, NewCard("wall", title))
    for day, act in (
        (4, "Halve the pager noise"),
        (11, "Silence the pager at night"),
        (18, "Write a deploy checklist"),
    ):
        world.clock.at(day, 14, 30)
        lifecycle.start(world.store, world.anne, f"retro@2026-12-{day:02}")
        retro.write(world.store, world.ben, "badly", "NEVERPUBLISHED runbooks are stale")
        navigation.step_to(world.store, world.anne, "round")
        routing.act(world.store, world.anne, act)
        lifecycle.end(world.store, world.anne)
    world.clock.at(24, 14, 30)
    lifecycle.start(world.store, world.anne, "retro@2026-12-25")
    attendance.who_is_here(world.store, world.anne, "ben")
    for words in ("the pager woke us again", "runbooks are stale", "too many deploy windows"):
        retro.write(world.store, world.ben, "badly", words)
    view = navigation.step_to(world.store, world.anne, "round")
    while view.at != "ben":
        view = navigation.advance(world.store, world.anne)
    said = {next(note.title for note in view.notes if note.key == key): words for key, words in view.again}
    assert said == {
        "the pager woke us again": (
            "third time in 8 weeks: “Halve the pager noise” on Fri 4 Dec, “Silence the pager at night” on Fri 11 Dec"
        )
    }


def test_a_note_that_was_read_in_an_earlier_retro_is_known_again(world: World) -> None:
    """Also where nothing was made of it; one that nobody read is its author's alone and is not."""
    for day, words in ((4, "Three pages for one disk"), (11, "Three pages, again for the same disk")):
        world.clock.at(day, 14, 30)
        lifecycle.start(world.store, world.anne, f"retro@2026-12-{day:02}")
        attendance.who_is_here(world.store, world.anne, "ben")
        retro.write(world.store, world.ben, "badly", words)
        navigation.step_to(world.store, world.anne, "write")
        navigation.step_to(world.store, world.anne, "round")
        seen = navigation.go_to(world.store, world.anne, "ben")
        if day == 4:
            assert seen.again == ()
            retro.write(world.store, world.chidi, "well", "NEVERREAD quiet nights for everybody")
            lifecycle.end(world.store, world.anne)
            world.clock.at(11, 9)
            retro.write(world.store, world.ben, "well", "quiet nights for everybody")
    assert [words for _, words in seen.again] == ["second time in 8 weeks: “Three pages for one disk” on Fri 4 Dec"]


# --- anonymous ------------------------------------------------------------------------------------------------------


@pytest.fixture
def unsigned(worlds: Callable[..., World]) -> World:
    world = worlds(settings='{"anonymous_retro": true}')
    begin(world)
    return world


def dump(world: World, *tables: str) -> str:
    with closing(sqlite3.connect(world.path)) as raw:
        return " ".join(json.dumps(raw.execute(f"SELECT * FROM {table}").fetchall()) for table in tables)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # it looks into the file itself
def test_an_anonymous_note_leaves_no_author_no_time_no_order_and_no_event(unsigned: World) -> None:
    before = dump(unsigned, "event", "team", "card", "attendance", "meeting")
    for number, viewer in enumerate((unsigned.ben, unsigned.chidi, unsigned.ben)):
        assert retro.write(unsigned.store, viewer, "badly", f"unsigned {number}") is None
        unsigned.clock.on(minutes=1)
    assert dump(unsigned, "event", "team", "card", "attendance", "meeting") == before
    with closing(sqlite3.connect(unsigned.path)) as raw:
        columns = [row[1] for row in raw.execute("PRAGMA table_info(unsigned_note)")]
        assert columns == ["id", "team_id", "column_name", "body"]
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            raw.execute("SELECT rowid FROM unsigned_note")
    for viewer in (unsigned.anne, unsigned.ben, unsigned.dana):
        assert "unsigned" not in repr(boards.card_list(unsigned.store, viewer))
    assert navigation.step_to(unsigned.store, unsigned.anne, "write").counts[1] == ("Went badly", 3)


def test_when_the_writing_closes_anonymous_notes_come_shuffled_without_a_name(
    unsigned: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shuffled: list[int] = []
    real = random.SystemRandom.shuffle

    def shuffle(self: random.SystemRandom, notes_: list[object]) -> None:
        shuffled.append(len(notes_))
        real(self, notes_)

    monkeypatch.setattr(random.SystemRandom, "shuffle", shuffle)
    for number in range(6):
        retro.write(unsigned.store, (unsigned.ben, unsigned.chidi)[number % 2], "badly", f"unsigned {number}")
    navigation.step_to(unsigned.store, unsigned.anne, "write")
    unsigned.clock.on(minutes=9)
    view = navigation.step_by(unsigned.store, unsigned.anne, 1)
    assert shuffled == [6]
    assert view.queue == ("unsigned",), "nobody has a turn in which there is nothing to read"
    cards = boards.card_list(unsigned.store, unsigned.anne, "retro")
    assert {card.author for card in cards} == {None}
    assert {card.created_at for card in cards} == {unsigned.clock()}
    with unsigned.store.read() as connection:
        events = records(connection, "SELECT actor_id, meeting_id, undoable FROM event WHERE verb = 'card.add'")
        assert connection.value("SELECT COUNT(*) FROM unsigned_note") == 0
    assert {(row["actor_id"], row["meeting_id"], row["undoable"]) for row in events} == {(None, None, 0)}
    assert (view.at, len(view.notes)) == ("unsigned", 6)


@pytest.mark.parametrize("way", ["typed anew", "new topic", "new card"])
def test_undo_takes_back_what_left_the_room_and_goes_no_further_than_the_meeting(world: World, way: str) -> None:
    routing.park(world.store, world.anne, "before the retro")
    begin(world)
    navigation.step_to(world.store, world.anne, "parking" if way == "typed anew" else "write")
    if way == "typed anew":
        key = routing.park(world.store, world.anne, "BEHIND DOORS").key
        navigation.go_to(world.store, world.anne, key)
        navigation.settle(world.store, world.anne, "arch", ParsedLine("in new words"))
    elif way == "new topic":
        routing.topic(world.store, world.anne, "in new words")
    else:
        create.add(world.store, world.anne, NewCard("wall", "in new words"))
    world.clock.on(minutes=1)
    for _ in range(2):
        assert "in new words" in undo.last(world.store, world.anne, in_meeting=True).words
        undo.undo(world.store, world.anne, in_meeting=True)
        assert "in new words" not in world.titles(world.anne)
        undo.redo(world.store, world.anne, in_meeting=True)
        assert "in new words" in world.titles(world.dana if way == "new topic" else world.anne)
    for _ in range(2 if way == "typed anew" else 1):
        undo.undo(world.store, world.anne, in_meeting=True)
    with pytest.raises(Refused, match="left to undo in this meeting"):
        undo.undo(world.store, world.anne, in_meeting=True)


@pytest.mark.parametrize("new", [edit.Edit(title="not so bad"), edit.Edit(body="not so bad")])
def test_the_words_of_a_note_that_was_read_are_its_authors(written: World, new: edit.Edit) -> None:
    navigation.step_to(written.store, written.anne, "round")
    navigation.go_to(written.store, written.anne, "ben")
    key = next(card.key for card in boards.card_list(written.store, written.anne, "retro") if card.title == "pager")
    with pytest.raises(NotAllowed, match="the words of a note are its author's"):
        edit.edit(written.store, written.anne, key, new)
    assert "pager" in written.titles(written.chidi, "retro")
    edit.edit(written.store, written.anne, key, edit.Edit(tags=("alerts",)))
    edit.edit(written.store, written.ben, key, new)


def test_going_back_to_what_was_chosen_finds_it_chosen(written: World) -> None:
    navigation.step_to(written.store, written.anne, "round")
    for _ in range(3):
        navigation.advance(written.store, written.anne)
    key = next(card.key for card in boards.card_list(written.store, written.anne, "retro") if card.title == "pager")
    comments.vote(written.store, written.ben, key)
    routing.park(written.store, written.anne, "who is on call?")
    navigation.step_by(written.store, written.anne, 1)
    view = navigation.step_by(written.store, written.anne, -1)
    assert (view.vote, [card.title for card in view.cards], view.queue) == (None, ["pager"], (key,))
    assert [action.title for action in view.actions] == ["pager"], "and is not made an action twice"
    view = navigation.advance(written.store, written.anne, -1)
    assert view.vote is not None, "backspace before the first of them opens the vote"


@pytest.mark.parametrize("where", ["here", "afterwards"])
@pytest.mark.parametrize("audience", ["partner", "everyone"])
@pytest.mark.parametrize("came_of", ["an action", "a parked item", "work of its own"])
def test_nothing_that_came_of_a_retro_is_opened_to_guests(
    written: World, came_of: str, audience: str, where: str
) -> None:
    store, anne = written.store, written.anne
    navigation.step_to(store, anne, "round")
    if came_of == "an action":
        key = routing.act(store, anne, "xyzzy", owners=("ben",)).key
    else:
        key = routing.park(store, anne, "xyzzy").key
    if came_of == "work of its own":
        key = placing.place(store, anne, "retro@2026-12-04", key, "wall", ParsedLine("")).key
    if where == "afterwards":
        lifecycle.end(store, anne)
        written.clock.on(days=3)
    with pytest.raises(Refused):
        edit.edit(store, written.ben, key, edit.Edit(audience=audience))
    with pytest.raises(Refused):
        routing.table(store, written.ben, key, "why not")
    for guest in (written.dana, written.eve):
        assert search.search(store, guest, "xyzzy") == []
    edit.edit(store, written.ben, key, edit.Edit(audience="team"))
