"""Help: one row for each thing that keys do, whole at every width."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.conftest import Open, press, text_of
from tests.tui.meeting_room import a_room, day, seat


@pytest.mark.parametrize("size", [(120, 100), (80, 200)])
async def test_the_digits_of_a_meeting_are_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    async with seat(room, "anne", "standup@2026-12-02", size=size) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("1 of 1 · Anne")
        await anne.press("?")
        await anne.sees("1-9", "Number")
        rows = [row for row in anne.text.splitlines() if re.search(r"\bNumber\b", row)]
        assert len(rows) == 1, rows


async def test_the_help_of_a_start_page_lists_what_its_keys_do_before_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    async with seat(room, "anne", "standup@2026-12-02", size=(120, 100)) as anne:
        await anne.sees("space starts it")
        await anne.press("?")
        await anne.sees("Not now")
        here, _, later = anne.text.partition("Not now")
        for words in ("Hold this meeting at another time", "Call this meeting off", "Let somebody else facilitate"):
            assert words in here
        for words in ("Move this card", "What becomes of this card", "Five more minutes"):
            assert words not in here
        assert "More time" in later
    async with seat(room, "anne", "standup@2026-12-03") as anne:
        await anne.sees("space twice starts it")
        await anne.press("+")
        assert "space twice starts it" in anne.foot


@pytest.mark.parametrize("size", [(120, 100), (80, 200)])
async def test_no_sentence_of_the_help_is_cut(opened: Open, size: tuple[int, int]) -> None:
    async with opened("wall", size=size) as pilot:
        await press(pilot, "question_mark")
        words = text_of(pilot)
        assert "…" not in words
        assert "[keys]" in words
        assert "tab" in words
        assert "Next panel" in words


async def test_the_help_of_the_settings_calls_the_keys_what_they_do_there(opened: Open) -> None:
    async with opened("settings", size=(120, 100)) as pilot:
        await press(pilot, "question_mark")
        words = text_of(pilot)
        assert "Add somebody to the team" in words
        assert "Change the line under the cursor" in words
        assert "New card" not in words
