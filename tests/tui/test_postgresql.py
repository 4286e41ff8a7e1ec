"""The program on PostgreSQL: every meeting of a week held to its receipt, and every screen opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence.tui.notes.screen import NotesScreen
from tests.pictures.stage import Clock, seated, standing_still
from tests.tui.meeting_room import day
from tests.tui.weeks.present import the_week

SHOWN = {
    "1": "VPC peering",
    "2": "Delegation for",
    "3": "who renews",
    "4": "To show 1",
    "5": "Three pages",
    "6": "The parking lot is empty",
    "7": "one alert for",
    "8": "The team that runs",
    "C": "December 2026",
    "S": "Iteration planning",
}
"""What stands, after the week, on each screen that a key opens from home."""


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_week_is_held_and_every_screen_opens(tmp_path: Path, postgres_url: str) -> None:
    assert await the_week(tmp_path, postgres_url)
    clock = Clock(day(4, 17))
    with standing_still(clock):
        async with seated(postgres_url, "home", clock) as stage:
            await stage.sees("Platform SRE", "The team that runs")
            for key, words in SHOWN.items():
                await stage.press(key)
                await stage.sees(words)
                await stage.press("q")
            await stage.press("slash")
            await stage.write("peering")
            await stage.sees("VPC peering")
            await stage.press("enter", "enter")
            await stage.sees("History", "VPC peering")
        async with seated(postgres_url, "retro@2026-12-04", clock) as stage:
            await stage.sees("Retro held", "one alert for a disk")
            await stage.press("r")
            await stage.sees("one alert for a disk")
            assert isinstance(stage.app.screen, NotesScreen)
