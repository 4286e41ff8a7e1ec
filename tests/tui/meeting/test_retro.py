"""The retro by keys alone: behind closed doors, nobody's notes before their turn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from cadence.errors import NotFound
from cadence.services.access import drafts
from cadence.services.cards import boards
from cadence.services.facilitation import attendance, lifecycle, navigation
from cadence.services.meetings import retro, view
from cadence.services.team import people, team
from cadence.services.team.settings import Habits
from cadence.tui.core.gestures import GestureScreen
from tests.tui.core.test_typing import burst
from tests.tui.meeting_room import Room, Seat, a_room, day, seat

REF = "retro@2026-12-04"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14, 30).isoformat())
    return a_room(tmp_path, day(4, 14))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_from_first_to_last_step(room: Room, size: tuple[int, int]) -> None:
    store, lead = room.store, room.viewer("anne")
    lifecycle.start(store, lead, "demo@2026-12-04")
    attendance.who_is_here(store, lead, "gus", here=True)
    lifecycle.end(store, lead)
    retro.write(store, room.viewer("chidi"), "badly", "Three pages for one disk")
    async with seat(room, "anne", REF, size=size) as anne, seat(room, "ben", REF) as ben:
        await anne.sees("Retro", "25 min")
        await anne.press("space")
        await anne.sees("Still in the room", "Gus")
        await ben.sees("Still in the room", "Anne facilitates")
        await anne.press("space")
        await anne.sees("Gus Stake is still in the room")
        await anne.press("5", "3")
        await anne.sees("The team is alone")
        await anne.press("space")
        await anne.sees("Last time's actions", "Nothing to walk")
        await anne.press("right_square_bracket")
        await anne.sees("went badly", "● 1", "This screen is shared", "Ben …")
        assert "Three pages" not in anne.text
        await ben.sees("Nobody sees these before your turn", "⏎ keep the note  tab next field  ^s ready to read")
        await ben.type("The failover needed nobody awake")
        await ben.sees("• The failover needed nobody awake")
        await ben.press("tab", "tab")
        await ben.type("Alerts with an owner")
        await anne.sees("went well", "could be better")
        assert "failover" not in anne.text
        assert "Alerts" not in anne.text
        await ben.press("escape", "r")
        await anne.sees("Ben ✔")
        await ben.sees("r ready")
        await ben.sees_not("keep the note")
        await anne.press("W")
        await anne.type("Quiet nights")
        await anne.sees("• Quiet nights")
        await anne.press("escape")
        await anne.sees_not("Quiet nights")
        await anne.press("right_square_bracket")
        await anne.sees("1 of 3 · Anne", "Quiet nights")
        assert "failover" not in anne.text
        await anne.press("right_square_bracket")
        await anne.sees("2 not read: Ben, Chidi ([ back)", "your dots")
        await anne.press("left_square_bracket")
        await anne.sees("1 of 3 · Anne")
        await anne.press("space")
        await anne.sees("2 of 3 · Ben", "The failover needed nobody awake", "Alerts with an owner")
        await anne.press("G")
        await anne.sees("group with number:", "Quiet nights", "▌  The failover needed nobody awake")
        await anne.type("3")
        await anne.sees("grouped")
        await anne.sees(*(["+ The failover needed nobody"] if size[0] > 100 else []))
        await anne.press("t")
        await anne.sees("guests read it: type it anew")
        await anne.type("Who owns an alert?")
        await anne.press("space")
        await anne.sees("3 of 3 · Chidi", "Three pages for one disk")
        await anne.press("space")
        await anne.sees("your dots", "3 to choose from")
        await ben.sees("your dots")
        await anne.press("v", "down", "v")
        await ben.press("down", "v")
        await anne.sees("2 of 3 given", "still to vote: Chidi")
        await anne.press("space")
        await anne.sees("still to vote: Chidi; space again closes the vote")
        await anne.press("space")
        await anne.sees("Chosen · 1 of 2", "at most 3", "▌▸")
        await anne.press("o")
        await anne.type("owners for all alerts @ben")
        await anne.sees("✔ action: owners for all alerts")
        await anne.press("space")
        await anne.sees("Chosen · 2 of 2", "space its action")
        await anne.press("v")
        await anne.sees("the vote is closed; ⌫ opens it again")
        second = next(note for note in ("Quiet nights", "Alerts with an owner") if f"▸ {note}" in anne.text)
        await anne.press("space")
        await anne.sees(f"action: {second}", "@name owns it")
        await anne.type("@chidi")  # in the place of the words: they stay as they are
        await anne.sees("2 walked")
        await anne.press("space")
        await anne.sees("Retro held", "Ben: owners for all alerts", f"Chidi: {second}", "Who owns an alert?")
    cards = boards.card_list(room.store, room.viewer("gus")) + boards.card_list(room.store, room.viewer("dana"))
    assert not [card for card in cards if "owners for all" in card.title or "failover" in card.title]
    assert [card.title for card in cards if card.board == "arch"] == ["Who owns an alert?"]


LONG_NOTES = [
    "The failover of the second region took two hours because nobody could find the runbook that Chidi had moved",
    "Alerts without owners woke everybody at three in the morning although the service they belong to is retired",
]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_long_note_is_whole_where_it_is_read_out_and_chosen(room: Room, size: tuple[int, int]) -> None:
    for words in LONG_NOTES:
        retro.write(room.store, room.viewer("anne"), "badly", words)
    every = [word for words in LONG_NOTES for word in words.split()]
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", "space", "right_square_bracket", "right_square_bracket")
        await anne.sees("1 of 1 · Anne", *every)
        await anne.press("space")
        await anne.sees("2 to choose from", "went badly", *every)
        await anne.press("v", "space")
        await anne.sees("Chosen · 1 of 1", *LONG_NOTES[0].split())


async def test_last_times_actions(room: Room) -> None:
    from cadence.services.cards import routing

    store, lead = room.store, room.viewer("anne")
    lifecycle.start(store, lead, REF)
    routing.act(store, lead, "owners for all alerts")
    lifecycle.end(store, lead)
    lifecycle.reopen(store, lead, REF)
    async with seat(room, "anne", REF) as anne:
        await anne.sees("The team is alone")
        await anne.press("space")
        await anne.sees("1 of 1", "owners for all alerts", "1 done", "2 keep", "3 drop")
        await anne.press("3")
        await anne.sees("why:")
        await anne.type("done by the platform")
        await anne.sees("This screen is shared")


async def test_a_note_left_half_typed_is_offered_again(room: Room) -> None:
    store, lead = room.store, room.viewer("anne")
    lifecycle.start(store, lead, REF)
    navigation.step_to(store, lead, "write")
    async with seat(room, "ben", REF) as ben:
        await ben.sees("Nobody sees these before your turn")
        await ben.press(*"half a thought")
        for _ in range(600):  # it is stored after a moment
            if "half a thought" in drafts.half_typed_lines(store, room.viewer("ben")).values():
                break
            await asyncio.sleep(0.1)
    async with seat(room, "ben", "home") as ben:
        await ben.sees("Needs you")
        await burst(ben, "W")
        await ben.sees("half a thought")
        await ben.press("right", *" of mine", "escape")
        await burst(ben, "qW")
        await ben.sees("half a thought of mine")
        await ben.press(*"another", "enter")
        await ben.sees("• another")
        await ben.sees_not("half a thought")
    assert drafts.half_typed_lines(store, room.viewer("anne")) == {}


async def test_who_would_keep_unsigned_notes_is_told_that_they_are_read(room: Room) -> None:
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=Habits(anonymous_retro=True)))
    people.edit_person(room.store, room.viewer("ben"), "ben", people.PersonEdit(keeps_notes=True))
    async with seat(room, "ben", REF) as ben:
        await ben.sees("space starts it")
        await ben.press("W")
        await ben.sees("Without your name these are read with the others in the retro")


@pytest.mark.parametrize("who", ["anne", "ben"])
@pytest.mark.parametrize("place", ["home", "calendar"])
async def test_the_fields_open_from_elsewhere_while_the_retro_is_at_its_writing(
    room: Room, who: str, place: str
) -> None:
    lifecycle.start(room.store, room.viewer("anne"), REF)
    navigation.step_to(room.store, room.viewer("anne"), "write")
    async with seat(room, who, place) as one:
        await one.sees("Needs you" if place == "home" else "December")
        await burst(one, "Wnobody slept\r\tmore of it\r")
        await one.sees("• nobody slept", "• more of it", "⏎ keep the note")
        assert not one.app._notifications
    notes = retro.own_notes(room.store, room.viewer(who))
    assert {note.title: note.column for note in notes} == {"nobody slept": "Went well", "more of it": "Went badly"}


async def to_the_writing(anne: Seat, ben: Seat) -> None:
    await anne.sees("space starts it")
    await anne.press("space", "space", "right_square_bracket")
    await anne.sees("This screen is shared")
    await ben.sees("Nobody sees these before your turn", "keep the note")


async def test_the_next_step_leaves_the_fields_in_their_authors_hands(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await to_the_writing(anne, ben)
        await ben.press(*"half a th")
        await anne.press("right_square_bracket")
        await anne.sees("1 of 2 · Anne")
        await ben.sees("step 4 of 6", "The meeting has gone on", "half a th")
        await ben.press(*"ought]pNeT")
        await ben.sees("half a thought]pNeT", "The meeting has gone on")
        assert "half a th" not in anne.text
        await ben.press("escape")
        await ben.sees("1 of 2 · Anne", "A note of yours is unfinished")
        await ben.sees_not("half a th")
        await ben.press("W")
        await ben.sees("half a thought]pNeT", "The meeting has gone on")
        await ben.press("escape")
        await anne.press("space")
        await ben.sees("2 of 2 · Ben", "unfinished; W takes it up", "half a thought]pNeT")
        await anne.sees("2 of 2 · Ben", "No notes of theirs")
        assert "half a th" not in anne.text
        await ben.press("W")
        await ben.sees("It is your turn", "half a thought]pNeT")
        await ben.press("end", *["backspace"] * 5, "enter")
        await ben.sees("• half a thought")
        await anne.sees("half a thought")
        await ben.press("escape")
        await ben.sees("2 of 2 · Ben", "half a thought")
        await ben.sees_not("unfinished")
        assert drafts.half_typed_lines(room.store, room.viewer("ben")) == {}


async def test_on_a_shared_screen_an_unfinished_note_is_said_to_be_there_without_its_words(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await to_the_writing(anne, ben)
        await anne.press("W")
        await anne.press("tab", *"what Dana said", "escape")
        await anne.sees("This screen is shared", "unfinished and kept for you alone")
        await anne.press("right_square_bracket")
        await anne.sees("1 of 2 · Anne", "unfinished; W takes it up")
        assert "what Dana said" not in anne.text
        assert "unfinished" not in ben.text
        await anne.press("right_square_bracket")
        await anne.sees("Choose")
        await anne.press("W")
        await anne.sees("what Dana said", "The turns are over; your fields stay.")
        await anne.press("enter", "escape")
    assert [note.title for note in retro.own_notes(room.store, room.viewer("anne"))] == ["what Dana said"]


async def test_the_end_of_the_retro_waits_for_who_is_writing(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await to_the_writing(anne, ben)
        await ben.press(*"half a th")
        await anne.press("e", "e")
        await anne.sees("Retro held")
        await ben.sees("The meeting is over", "half a th")
        await ben.press(*"ought", "enter", *"gone")
        await ben.sees("• half a thought", "gone")
        await ben.press("escape")
        await ben.sees("Retro held")
        assert drafts.half_typed_lines(room.store, room.viewer("ben")) == {}
        assert [note.title for note in retro.own_notes(room.store, room.viewer("ben"))] == ["half a thought"]
        assert retro.own_notes(room.store, room.viewer("anne")) == []


@pytest.mark.parametrize("moves", ["on", "to its end", "to its end, and the line is saved before that is seen"])
async def test_a_line_that_is_open_is_not_torn_away_either(room: Room, moves: str) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await anne.sees("space starts it")
        await anne.press("space", "space")
        await ben.sees("Last time's actions", "Nothing to walk")
        await ben.press("p", *"who te")
        if moves == "on":
            await anne.press("right_square_bracket")
            await ben.sees("step 3 of 6", "who te")
        else:
            if "saved" in moves:  # no news arrives in between: nothing is awaited
                lifecycle.end(room.store, room.viewer("anne"))
                assert isinstance(ben.app.screen, GestureScreen)
                ben.app.screen.prompt.remember("park", "who te")
            else:
                await anne.press("e", "e")
            await ben.sees("the meeting is over", "who te")
        await ben.press(*"lls]pN")
        await ben.sees("park: who tells]pN")
        await ben.press("enter")
        await ben.sees("Nobody sees these before your turn" if moves == "on" else "Retro held")
        said = ["who tells]pN"] if moves == "on" else []
        assert room.cards("parking") == said, "what was said behind closed doors is entered there or nowhere"


async def test_the_program_in_another_window_keeps_the_fields(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await to_the_writing(anne, ben)
        await ben.press(*"half")
        ben.app.post_message(events.AppBlur())
        await anne.press("right_square_bracket")
        await ben.sees("The meeting has gone on", "half")
        ben.app.post_message(events.AppFocus())
        await ben.press(*" a thought")
        await ben.sees("half a thought")


@pytest.mark.parametrize("running", [False, True], ids=["ahead", "running"])
@pytest.mark.parametrize("at", [REF, "retro"])
@pytest.mark.parametrize("guest", ["dana", "gus"])
async def test_a_guest_at_the_retros_address_reads_one_sentence_and_is_not_in_it(
    room: Room, guest: str, at: str, running: bool
) -> None:
    if running:
        lifecycle.start(room.store, room.viewer("anne"), REF)
    async with seat(room, guest, at) as outside:
        await outside.sees("The retro is the team's alone.")
        assert "Agenda" not in outside.text
    if running:
        with pytest.raises(NotFound):
            attendance.come_in(room.store, room.viewer(guest), REF)
        inside = view.show(room.store, room.viewer("anne"), REF).here
        assert [one.handle for one in inside if one.here] == ["anne"]


async def test_enter_opens_a_note_that_was_read_as_it_opens_a_card(room: Room) -> None:
    store, lead = room.store, room.viewer("anne")
    lifecycle.start(store, lead, REF)
    navigation.step_to(store, lead, "write")
    retro.write(store, lead, "well", "Quiet nights")
    navigation.step_to(store, lead, "round")
    async with seat(room, "anne", REF) as anne:
        await anne.sees("Anne", "Quiet nights")
        await anne.press("enter")
        await anne.sees("R1.1", "added to Went well")
        await anne.press("q")
        await anne.sees("Quiet nights", "Order")


async def test_notes_are_written_beforehand_and_nobody_sees_them(room: Room) -> None:
    async with seat(room, "ben", REF) as ben:
        await ben.sees("space starts it", "W write my notes")
        await ben.press("W")
        await ben.sees("Nobody sees these before your turn in the retro")
        await ben.type("Quiet week")
        await ben.sees("• Quiet week")
        ben.app.post_message(events.Paste("Chidi is worn"))
        await ben.sees("Chidi is worn")
        await ben.press("escape")
        await ben.sees("A note is unfinished", "Chidi is worn")
        await ben.press("escape")
        await ben.sees("space starts it")
        await ben.press("W")
        await ben.type("Nobody took the pager")
        ben.app.post_message(events.Paste("Eli was"))
        await ben.sees("Eli was")
        await ben.app.action_quit()  # whatever is half typed when the program goes is kept nowhere
    with room.store.read() as connection:
        assert not connection.value("SELECT COUNT(*) FROM half_typed")
    async with seat(room, "ben", "home") as ben, seat(room, "gus", "home") as gus:
        await ben.sees("Retro", "Needs you")
        for other in (ben, gus):
            await other.press("p")
            await other.sees_not("worn", "Quiet week", "Eli was")
            await other.press("escape")
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await anne.sees("space starts it")
        await anne.press("space", "space", "right_square_bracket")
        await anne.sees("This screen is shared", "●● 2")
        assert "Quiet week" not in anne.text
        await ben.sees("• Quiet week", "• Nobody took the pager")
        ben.app.post_message(events.Paste("Calm nights"))
        await ben.sees("Calm nights")
        await ben.press("ctrl+s")
        await anne.sees("Ben ✔", "● 3")
        assert "Calm" not in anne.text


async def test_a_note_that_was_read_before_is_grouped_from_its_list(room: Room) -> None:
    for who, words in (("anne", "Disks page us"), ("ben", "Pages for disks"), ("chidi", "Three pages, one disk")):
        retro.write(room.store, room.viewer(who), "badly", words)
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "space", "right_square_bracket", "right_square_bracket")
        await anne.sees("1 of 3 · Anne", "▌  Disks page us")
        await anne.press("space")
        await anne.sees("2 of 3 · Ben", "not here", "▌  Pages for disks")
        await anne.press("space")
        await anne.sees("3 of 3 · Chidi")
        await anne.press("tab", "tab")
        await anne.sees("▌1 Disks page us")
        await anne.press("G")
        await anne.type("2")
        await anne.sees("+ Disks page us")


async def test_a_note_begun_before_a_retro_that_nobody_started_is_kept_nowhere(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 17).isoformat())  # its time has passed
    async with seat(room, "ben", REF) as ben:
        await ben.sees("space starts it")
        await ben.press("W")
        ben.app.post_message(events.Paste("Chidi is worn"))
        await ben.sees("Chidi is worn")
        await ben.press("escape")
        await ben.sees("A note is unfinished", "Chidi is worn")
        await ben.app.action_quit()
    with room.store.read() as connection:
        assert not connection.value("SELECT COUNT(*) FROM half_typed")


async def test_the_first_step_counts_the_time_thieves_of_the_iteration(room: Room) -> None:
    from cadence.services.cards import edit

    store, lead = room.store, room.viewer("anne")
    for number in range(3):
        edit.mark_thief(store, lead, room.add("wall", f"card {number}", column="ready"), "unplanned-work", "after plan")
    edit.answer_thief(store, lead, "SRE-3", "no")
    edit.mark_thief(store, lead, "SRE-1", "neglected-work", "nobody looked")
    async with seat(room, "anne", REF) as anne, seat(room, "gus", "home") as gus:
        await anne.press("space", "space")
        await anne.sees("Last time's actions", "⚑ this iteration: unplanned 2, neglected 1")
        await gus.sees("Demo")
        assert "unplanned" not in gus.text
