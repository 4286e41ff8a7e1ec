"""A meeting's first page before it is started: what waits, whose turn it is, where the call is, and calling it off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cadence.services.cards import blockers, move
from cadence.services.schedule import week
from cadence.services.team.settings import Habits
from cadence.services.team.team import TeamEdit, team_set
from tests.tui.core.test_typing import burst
from tests.tui.meeting_room import Room, a_room, day, seat

SYNC, ARCH = "sync@2026-11-30", "arch@2026-12-01"


def turns(room: Room, kind: str) -> list[str | None]:
    lines = week.meeting_list(room.store, room.viewer("anne"), date(2026, 11, 30), date(2026, 12, 20), [kind])
    return [line.facilitator for line in lines]


async def test_the_page_is_the_agenda_with_owners_dates_and_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11).isoformat())
    room = a_room(tmp_path, day(0, 9))
    team_set(room.store, room.viewer("anne"), TeamEdit(habits=Habits(video="https://meet.example/grid")))
    late = room.add("sync", "Delegation for eu-west", people=("dana",), due=date(2026, 11, 26))
    room.add("sync", "On-call for the gateway", due=date(2026, 12, 4))
    blockers.block(room.store, room.viewer("anne"), late, "no budget")
    for who in ("anne", "dana"):
        async with seat(room, who, SYNC) as one:
            await one.sees("The call: https://meet.example/grid", "2 cards to walk")
            await one.sees("Delegation for eu-west · Dana · ✖ no budget · 4 d late")
            await one.sees("On-call for the gateway · due Fri 4 Dec")


async def test_an_empty_agenda_proposes_to_call_the_meeting_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(1, 13, 30).isoformat())
    room = a_room(tmp_path, day(1, 13, 30))
    async with seat(room, "dana", ARCH) as dana:
        await dana.sees("Nothing is on its agenda.")
        await dana.sees_not("calls it off")
        await dana.press("x")
        await dana.sees("a partner may not")
    async with seat(room, "anne", ARCH) as anne:
        await anne.sees("Nothing is on its agenda: x calls it off")
        assert "park" not in anne.foot  # no meeting yet in whose parking lot it would be
        await anne.press("x")
        await anne.sees(f"cancel {ARCH}, why:")
        await anne.press("enter")
        await anne.sees("why is it cancelled?", f"cancel {ARCH}, why:")
        await anne.type("nothing to discuss")
        await anne.sees("Cancelled: nothing to discuss")


async def test_a_turn_is_swapped_for_the_next_one_of_whoever_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(1, 13, 30).isoformat())
    room = a_room(tmp_path, day(1, 9))
    team_set(room.store, room.viewer("anne"), TeamEdit(habits=Habits(rotate_facilitator=True)))
    before = turns(room, "arch")
    assert len(set(before)) > 1
    other = before[1] or ""
    async with seat(room, "anne", ARCH) as anne:
        await anne.press("a")
        await anne.sees(f"who facilitates {ARCH}:", f"now {before[0]} · anne ben chidi eli")
        assert "dana" not in anne.text  # a guest, who would be refused
        await anne.type(other)
        await anne.sees(f"{other} facilitates {ARCH} · {before[0]} facilitates arch@2026-12-08")
        await anne.press("a")
        await anne.type(other)
        await anne.sees(f"it is {other}'s turn already")
    async with seat(room, "anne", "calendar") as anne:
        await anne.press("u", "u")
        await anne.sees("took back")
        assert turns(room, "arch") == before
        await anne.press("w", "a")
        await anne.sees("who facilitates")


async def test_what_the_line_asks_is_read_whole_on_a_small_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 9).isoformat())
    room, planning = a_room(tmp_path, day(0, 9)), "planning@2026-11-30"
    async with seat(room, "anne", planning, size=(80, 24)) as anne:
        for key, asked in (("x", f"cancel {planning}, why:"), ("a", f"who facilitates {planning}:")):
            await anne.press(key)
            await anne.sees(asked)
            await anne.press("escape")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_what_a_guest_may_not_do_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    async with seat(room, "dana", "sync@2026-11-30", size=size) as dana, seat(room, "dana", "home", size=size) as home:
        await dana.sees("Somebody of the team starts it")
        assert "start" not in dana.foot
        assert "n new card" in dana.foot
        await home.sees("2 inter-team sync", "4 demos")
        assert "n new card" not in home.foot
    async with seat(room, "gus", "demo@2026-12-04", size=size) as gus, seat(room, "gus", "home", size=size) as home:
        await gus.sees("Somebody of the team starts it")
        assert "start" not in gus.foot
        assert "new" not in gus.foot
        await home.sees("4 demos")
        assert "sync" not in home.foot
        assert "topic" not in home.foot


async def test_a_key_that_asks_once_is_pressed_twice_in_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11).isoformat())
    room = a_room(tmp_path, day(0, 9))
    async with seat(room, "anne", ARCH) as anne, seat(room, "ben", ARCH) as ben:
        await anne.sees("space twice starts it")
        await anne.sees_not("write my notes")
        for between in ("y", "h", "Z", "j"):
            await anne.press("space")
            await anne.sees("space again starts it")
            await anne.press(between)
            await anne.sees_not("space again starts it")
        await anne.press("space")
        await anne.sees("space again starts it")
        await anne.sees_not("space again starts it")  # its time is over
        await anne.press("space", "space")
        await anne.sees("step 1 of 3")
        await ben.sees("Anne facilitates")
        for key in ("e", "v", "w", "e", "c", "escape", "e"):
            await anne.press(key)
        await ben.press("T", "v", "T")
        await ben.sees("T again: you facilitate")
        await anne.sees("e again ends the meeting")
        await ben.sees("Anne facilitates")
        await ben.press("Z", "T", "T")
        await anne.sees("Ben facilitates")
        await ben.press("e", "e")
        await ben.sees("Receipt")


async def test_ignored_text_stands_between_the_two_times_that_a_key_is_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11).isoformat())
    room = a_room(tmp_path, day(0, 9))
    async with seat(room, "anne", ARCH) as anne, seat(room, "ben", ARCH) as ben:
        await anne.sees("space twice starts it")
        for _ in range(2):
            await burst(anne, " shall we start")
            await anne.sees("ignored: shall we start", "space twice starts it")
        await anne.press("space", "space")
        await anne.sees("step 1 of 3")
        await ben.sees("Anne facilitates")
        for one, words in ((anne, "e we see"), (ben, "T we")):
            for _ in range(2):
                await burst(one, words)
                await one.sees(f"ignored: {words[1:]}")
        await anne.press("e")
        await anne.sees("step 1 of 3", "e again ends the meeting")
        await ben.press("T")
        await ben.sees("Anne facilitates", "T again: you facilitate")


@pytest.mark.parametrize(
    ("at", "key", "asked", "missing", "words", "then"),
    [
        ("calendar", "w s", "skip planning", "why is it skipped?", "no news", "is skipped"),
        (
            "planning@2026-11-30",
            "x",
            "cancel planning@2026-11-30, why:",
            "why is it cancelled?",
            "no news",
            "Cancelled",
        ),
        ("planning@2026-11-30", "a", "who facilitates", "whose turn is it?", "ben", "ben facilitates"),
        ("SRE-1", "b", "is blocked:", "what blocks it?", "the vendor", "is blocked"),
        ("SRE-1", "x", "becomes:", "begin with its number", "1", "is done"),
        ("SRE-2", "x", "goes to:", "begin with its number", "2", "has a place"),
    ],
)
async def test_a_line_whose_words_are_needed_says_so_when_it_is_empty_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, key: str, asked: str, missing: str, words: str, then: str
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 9).isoformat())
    room = a_room(tmp_path, day(0, 9))
    room.add("wall", "Rotate the keys")
    room.add("parking", "who pays for egress?")
    async with seat(room, "anne", at) as anne:
        await anne.press(*key.split())
        await anne.sees(asked)
        await anne.press("enter")
        await anne.sees(asked, missing)
        await anne.type(words)
        await anne.sees(then)
        await anne.sees_not(asked)


@pytest.mark.parametrize(("column", "late"), [("Done", False), ("In progress", True)])
async def test_only_what_is_not_finished_is_late_on_the_page_of_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, late: bool
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 13).isoformat())
    room = a_room(tmp_path, day(3, 9))
    key = room.add("wall", "Failover in 30 s", column="In progress", people=("ben",), due=date(2026, 12, 3))
    move.move(room.store, room.viewer("anne"), key, column)
    async with seat(room, "anne", "demo@2026-12-04") as anne:
        await anne.sees("Failover in 30 s · Ben")
        assert ("1 d late" in anne.text) == late
