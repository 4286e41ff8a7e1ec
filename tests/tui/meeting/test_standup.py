"""The daily standup by keys alone, as those see it who sit in it."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from cadence.domain.views.meetings import MeetingView
from cadence.services.cards import boards
from cadence.services.facilitation import attendance
from cadence.services.meetings import standup_updates
from cadence.services.notes import notes
from cadence.store.db import Store
from cadence.store.viewer import Viewer
from cadence.tui.meeting.screen import MeetingScreen
from tests.tui.meeting_room import a_room, day, seat

REF = "standup@2026-12-02"


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_from_first_to_last_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    first = room.add("wall", "Renew the certificates", people=("ben",), column="in progress")
    room.add("wall", "Chaos day", people=("ben",), column="in progress")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("Daily standup", "space starts it", "Round")
        await anne.press("space")
        await anne.sees("1 of 1 · Anne", "space end")
        await anne.press("2", "3")
        await anne.sees("1 of 3 · Anne", "3 Chidi")
        await anne.press("space")
        await anne.sees("2 of 3 · Ben", "Renew the certificates", "Chaos day")
        await anne.press("b")
        await anne.sees(f"{first} Renew the certif… is blocked:")
        await anne.type("network team, no answer")
        await anne.sees("network team, no answer", "x offers it for the sync board")
        await anne.press("x")
        await anne.sees(f"1 {first} Renew the certif… to the sync board")
        await anne.type("1")
        assert [card.title for card in boards.card_list(room.store, room.viewer("dana"), "sync")] == [
            "network team, no answer"
        ]
        await anne.press("p")
        await anne.type("who owns the mail relay? @ben")
        await anne.sees("parking lot 1: who owns the mail relay?", "(Ben stays)")
        await anne.press("space")
        await anne.sees("3 of 3 · Chidi")
        await anne.press("space")
        await anne.sees("Parking lot", "who owns the mail relay?", "1 discussed now")
        await anne.press("2", "enter")
        await anne.sees("Daily standup held", "→ arch", "Eli")
        assert "not heard" in anne.text
        await anne.press("u")
        await anne.sees("Parking lot", "e e end" if size[0] > 100 else "space end")


async def test_the_speakers_cards_are_chosen_and_end_by_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    keys = [room.add("wall", f"Task {number}", people=("anne",), column="in progress") for number in range(4)]
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees(f"▌ {keys[0]} Task 0")
        await anne.press("j", "down")
        await anne.sees(f"▌ {keys[2]} Task 2")
        await ben.sees(f"▌ {keys[0]} Task 0")  # everybody chooses for themselves
        await anne.press("m")
        await anne.sees(f"move {keys[2]} Task")
        await anne.type("review")
        await anne.sees(f"{keys[2]} Task 2 moved to Review", f"▌ {keys[2]} Task 2")
        await anne.press("k", "k", "D")  # what is in review stands last
        await anne.sees(f"✔ {keys[1]} Task 1 is done")
        await anne.sees_not(f"{keys[1]} Task 1  ")
        await anne.press("k", "k", "x")
        await anne.sees("1 SRE-1 Task 0 done 2 SRE-1 Task 0 dropped")
        await anne.type("2")
        await anne.sees("why:")
        await anne.type("nobody needs it")
        await anne.sees("SRE-1 Task 0 dropped")
        await anne.press("w")
        await anne.sees("1 of 2", "Task 2")
        await anne.press("j", "w")
        await anne.sees("· Anne")
        await anne.press("w")
        await anne.sees("2 of 2")  # each form goes on where it was
    by_title = {card.title: card.status for card in boards.card_list(room.store, room.viewer("anne"), "wall")}
    assert by_title == {"Task 1": "done", "Task 2": "open", "Task 3": "open"}


async def test_what_the_speaker_begins_is_chosen_among_what_is_planned_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    for title in ("Chaos day", "Old runners"):
        room.add("wall", title, people=("anne",), column="ready")
    async with seat(room, "anne", REF, size=(80, 24)) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "2")
        await anne.sees("Ready", "▌ SRE-1 Chaos day", "  SRE-2 Old runners")
        await anne.press("j", "m")
        await anne.type("in p")
        await anne.sees("SRE-2 Old runners moved to In progress", "Now", "▌ SRE-2 Old runners")
        await anne.press("space")
        await anne.sees("2 of 2 · Ben")
        await anne.press("m")
        await anne.sees("no card of theirs is planned or in progress")
        assert "offers to park" not in anne.text
        await anne.type("in p")  # a column's name is nothing to park
        await anne.sees("✖ in p: no card of theirs")
        await anne.press("p")
        await anne.type("quorum of three?")
        await anne.sees("parking lot 1: quorum of three?")
    assert room.cards("parking") == ["quorum of three?"]


async def test_walking_the_wall_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    room.add("wall", "Renew the certificates", people=("ben",), column="in progress")
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("1 of 1 · Anne", "the wall")
        await anne.press("w")
        await anne.sees("1 of 1", "Renew the certificates", "In progress for", "b blocked")
        await anne.press("w")
        await anne.sees("1 of 1 · Anne")
        await anne.press("2", "s")
        await anne.sees("shuffled")
        await anne.press("w", "space")
        await anne.sees("Daily standup held")


async def test_from_home_and_back_while_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    async with seat(room, "anne", "home") as anne:
        await anne.sees("standup")
        await anne.press("enter")
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("1 of 1 · Anne")
        await anne.press("2", "space", "q")
        await anne.sees("Daily standup started")
        await anne.press("enter")
        await anne.sees("2 of 2 · Ben")
        await anne.press("e", "e")
        await anne.sees("Daily standup held")
        await anne.press("q")
        await anne.sees("Iteration 1")


async def test_social_time_has_its_own_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9), distributed=True)
    async with seat(room, "anne", REF, size=(80, 24)) as anne:
        await anne.sees("Social time", "10 min")
        await anne.press("space")
        await anne.sees("Banter", "1-4 here")
        assert 8 <= anne.minutes_left <= 10
        await anne.press("space")
        await anne.sees("1 of 1 · Anne")
        assert 18 <= anne.minutes_left <= 20


async def test_news_that_comes_while_a_gesture_is_under_way_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else writes after a gesture's write, and before its answer is shown, isn't in that answer."""
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 10))
    news_shown = threading.Event()

    def act(store: Store, viewer: Viewer) -> MeetingView:
        view = attendance.who_is_here(store, viewer, "ben")
        attendance.who_is_here(room.store, room.viewer("chidi"), "chidi")
        news_shown.wait(15)
        return view

    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("3 Chidi)")
        screen = anne.app.screen
        assert isinstance(screen, MeetingScreen)
        screen.drive(act, "ben is here")
        await anne.sees(" 2 Ben 3 Chidi ")
        news_shown.set()
        await anne.app.settled()
        await anne.sees("ben is here")
        await anne.sees(" 2 Ben 3 Chidi ")


async def test_an_end_that_came_too_soon_is_taken_back_with_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 10))
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("1 of 1 · Anne", "space end")
        await anne.press("space")
        await anne.sees("Daily standup held", "u reopen")
        await anne.press("space")
        await anne.sees("Daily standup held")
        await anne.press("u")
        await anne.sees("Parking lot", "space end")
        await anne.press("left_square_bracket")
        await anne.sees("1 of 1 · Anne")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_before_it_starts_a_standup_says_who_left_an_update_and_what_is_blocked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    room.add("wall", "Chaos day", people=("ben",), column="in progress")
    for handle in ("ben", "chidi"):
        standup_updates.leave(room.store, room.viewer(handle), today="keys", blocker="SRE-1 no window")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("space starts it", "2 updates left beforehand: Ben, Chidi")
        await anne.sees("1 blocked", "Renew certificates · Ben · ✖ no window")
        assert "keys" not in anne.text
        assert "Chaos day" not in anne.text


async def test_before_it_starts_only_what_is_parked_waits_for_a_standup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        assert "parking lot" not in anne.text.replace("Parking lot", "")
        room.add("parking", "who owns the mail relay?")
        await anne.sees("1 in the parking lot")
        assert "to walk" not in anne.text


@pytest.mark.parametrize("keys", [("space",), ("e", "e"), ()])
async def test_a_closed_lid_is_no_meeting_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "2")
        await anne.sees("1 of 2 · Anne")
        for minute in (10, 20, 30):  # the program runs, and gives a sign of life after each ten seconds
            monkeypatch.setenv("CADENCE_NOW", (day(2, 10) + timedelta(seconds=minute)).isoformat())
            anne.app.keep_alive()
            await anne.app.settled()
        monkeypatch.setenv("CADENCE_NOW", day(3, 9).isoformat())  # 23 hours later, the lid is opened
        if not keys:
            anne.app.keep_alive()
            await anne.sees("14:2")
        await anne.press(*keys)
        if keys != ("e", "e"):
            await anne.sees_not("over")
            await anne.press("e", "e")
        await anne.sees("Daily standup held", "of 15 min")
        assert any(words in anne.text for words in ("0 of 15 min", "1 of 15 min"))
        assert "1380" not in anne.text
    held = notes.notes_of(room.store, room.viewer("anne"), REF)
    assert (held.used or 0) <= 1
    assert sum(step.seconds for step in held.steps) < 120


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_what_was_left_is_read_out_whole_and_its_blocker_is_in_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    key = room.add("wall", "Renew the certificates", people=("ben",), column="in progress")
    did = "finished the runbook for anycast and asked the network team about their delegation of it"
    standup_updates.leave(room.store, room.viewer("ben"), yesterday=f"{did}\nand slept", blocker="the network team")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("1 of 2 · Anne")
        await anne.press("space")
        await anne.sees("2 of 2 · Ben", "+ and slept", "what is blocked? b on its card")
        inside = " ".join(line.partition("││")[0].strip(" │") for line in anne.text.splitlines() if "│" in line)
        assert did in " ".join(inside.replace("Since last time", "").split())
        await anne.press("b")
        await anne.sees(f"{key} ", " is blocked:", "the network team")
        await anne.press("enter")
        await anne.sees(f"✖ {key} ", "is blocked")
    blocked = boards.card(room.store, room.viewer("anne"), key).card.blocked
    assert blocked is not None
    assert blocked.reason == "the network team"
