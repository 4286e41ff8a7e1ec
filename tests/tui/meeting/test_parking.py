"""The parking lot at a meeting's end by keys alone: each item is given a place, and nothing typed goes astray."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cadence.services.cards import boards
from tests.tui.core.test_typing import burst
from tests.tui.meeting_room import Room, Seat, a_room, day, seat

REF = "standup@2026-12-02"
ITEM = "who owns the cert renewals?"


@asynccontextmanager
async def parking(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *items: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Room, Seat]]:
    """Anne's terminal in the parking lot of a standup in which these items were parked."""
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(folder, day(2, 9))
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        for item in items:
            await anne.press("p")
            await anne.type(item)
            await anne.sees("parking lot")
        await anne.press("space")
        await anne.sees("1 discussed now")
        yield room, anne


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_an_action_opens_the_line_with_the_items_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with parking(tmp_path, monkeypatch, f"{ITEM} @chidi", size=size) as (room, anne):
        await anne.press("5")
        await anne.sees("action:", ITEM, "chidi unless @name owns it")
        await anne.type("@ben !fri")
        await anne.sees("Daily standup held")
        [action] = boards.card_list(room.store, room.viewer("anne"), "actions")
        assert (action.title, action.assignees, str(action.due)) == (ITEM, ("ben",), "2026-12-04")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_while_people_bear_numbers_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with parking(tmp_path, monkeypatch, ITEM, size=size) as (_, anne):
        await anne.press("g")
        await anne.sees("x becomes", "discussed now", "1-4 here" if size[0] == 80 else "1 ● Anne")
        assert "1 discussed now" not in anne.text
        await anne.press("g")
        await anne.sees("1 discussed now")


async def test_an_action_that_is_entered_as_it_stands_is_theirs_who_stayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with parking(tmp_path, monkeypatch, f"{ITEM} @chidi") as (room, anne):
        await anne.press("5", "enter")
        await anne.sees("Daily standup held")
        [action] = boards.card_list(room.store, room.viewer("anne"), "actions")
        assert (action.title, action.assignees, str(action.due)) == (ITEM, ("chidi",), "2026-12-07")


@pytest.mark.parametrize(
    ("keys", "board", "title", "said"),
    [
        ("2what does it cost us?\r", "arch", ITEM, "what does it cost us?"),
        ("2\r", "arch", ITEM, ""),
        ("3they know the vendor\r", "sync", ITEM, "they know the vendor"),
        ("4and write it down\r", "wall", f"{ITEM} and write it down", ""),
        ("5everybody by hand !fri @eli\r", "actions", f"{ITEM} everybody by hand", ""),
    ],
)
async def test_what_is_typed_behind_a_digit_in_one_burst_is_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, board: str, title: str, said: str
) -> None:
    async with parking(tmp_path, monkeypatch, ITEM) as (room, anne):
        await burst(anne, keys)
        await anne.sees("Daily standup held")
        [card] = boards.card_list(room.store, room.viewer("anne"), board)
        assert (card.title, card.body) == (title, said)


async def test_a_word_why_is_kept_as_it_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with parking(tmp_path, monkeypatch, ITEM) as (_room, anne):
        await burst(anne, "6every word of it is moot, says @ben\r")
        await anne.sees("Daily standup held", "dropped", "every word of it is moot, says @ben")


async def test_words_left_with_escape_are_offered_again_on_their_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with parking(tmp_path, monkeypatch, ITEM, "who pays for egress?") as (room, anne):
        await anne.press("5")
        await anne.sees("action:")
        await burst(anne, "@ben")
        await anne.press("escape")
        await anne.sees("kept: the same key offers it again", "1 of 2")
        await anne.press("5")
        await anne.sees(f"{ITEM} @ben")
        await anne.press("enter")
        await anne.sees("who pays for egress?", "2 of 2")
        await anne.press("5")
        await anne.sees("action:", "who pays for egress?")
        await anne.press("ctrl+u", "enter")
        await anne.sees("what is to be done?")
        assert [card.assignees for card in boards.card_list(room.store, room.viewer("anne"), "actions")] == [("ben",)]


async def test_a_place_given_afterwards_takes_owner_and_date_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with parking(tmp_path, monkeypatch, f"{ITEM} @chidi", "who pays for egress?") as (room, anne):
        await anne.press("e", "e")
        await anne.sees("Daily standup held", "Still open", "Chidi stays")
        await anne.press("enter")
        await anne.sees("goes to:", "5 action")
        await anne.type("5 @ben !fri")
        await anne.sees("has a place")
        [action] = boards.card_list(room.store, room.viewer("anne"), "actions")
        assert (action.assignees, str(action.due)) == (("ben",), "2026-12-04")
        await anne.press("enter")
        await anne.type("2 needs a spec")
        await anne.sees("→ arch", "who pays for egress?")
        await anne.press("r")
        await anne.sees("by Anne Lee · → arch, Tue 8 Dec")
        await anne.sees_not("asked again next time")


async def test_what_goes_to_arch_behind_closed_doors_is_typed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14, 30).isoformat())
    room = a_room(tmp_path, day(4, 9))
    async with seat(room, "anne", "retro@2026-12-04") as anne:
        await anne.sees("space starts it")
        await anne.press("space", "p")
        await anne.type("Dana is late with everything")
        await anne.press(*["right_square_bracket"] * 5)
        await anne.sees("1 discussed now")
        await burst(anne, "2\r")
        await anne.sees("in words that guests may read:", "words are needed")
        await anne.type("dates with our partners")
        await anne.sees("Retro held")
        assert room.cards("arch") == ["dates with our partners"]


async def test_a_long_item_is_shown_at_the_end_where_the_cursor_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "who owns the question that was raised about the egress budget in eu-west and in us-east?"
    async with parking(tmp_path, monkeypatch, long, size=(80, 24)) as (_room, anne):
        await anne.press("5")
        await anne.sees("action:", "in us-east? ")
        await burst(anne, "@ben")
        await anne.sees("in us-east? @ben")
        await anne.press("escape", "5")
        await anne.sees("in us-east? @ben")


async def test_what_is_given_to_the_sync_board_is_read_by_both_teams_and_the_rest_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with parking(tmp_path, monkeypatch, ITEM, "our own worry") as (room, anne):
        await anne.press("3")
        await anne.sees("to the sync, why:", "the partner reads it")
        await anne.press("enter")
        await anne.sees("our own worry", "1 discussed now")
        await anne.press("2", "enter")
        await anne.sees("Daily standup held")
        assert [card.title for card in boards.card_list(room.store, room.viewer("dana"))] == [ITEM]


async def test_an_item_that_is_taken_back_while_it_is_walked_gives_way_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = ("who pays for egress?", ITEM)
    async with parking(tmp_path, monkeypatch, *items) as (room, anne), seat(room, "ben", REF) as ben:
        await anne.press("backspace")
        await anne.sees("this is the first one; [ goes back a step")
        await anne.press("space")
        await anne.sees("2 of 2")
        await anne.press("u")  # the second was parked last
        for one in (anne, ben):
            await one.sees_not(ITEM, "not for you to read")
            await one.sees("That was the last one")
        await anne.press("p")
        await anne.type("what about backups?")
        for one in (anne, ben):
            await one.sees("2 of 2", "what about backups?")
            await one.sees_not("not for you to read")
        await anne.press("6")
        await anne.type("moot")
        await anne.sees("Daily standup held", "dropped", "what about backups?")


async def test_a_line_that_the_meetings_end_overtakes_says_what_enter_does_and_is_the_next_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with parking(tmp_path, monkeypatch, ITEM) as (room, anne), seat(room, "ben", REF) as ben:
        await ben.sees("1 discussed now")
        await ben.press("p", *"who pays")
        room.at = day(2, 11)
        await anne.press("e", "e")
        await anne.sees("Still open", ITEM)
        await ben.sees("the meeting is over; ⏎ still keeps this line, for the next one, esc leaves it", "who pays")
        await ben.press("enter")
        await ben.sees("Daily standup held", "Still open", ITEM, "─ 1 ─╮")
        await ben.sees_not("who pays")
        assert sorted(room.cards("parking")) == [ITEM, "who pays"]
