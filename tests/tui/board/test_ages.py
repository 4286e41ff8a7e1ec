"""Ages are those of working days, wherever a card is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence.services.cards import blockers
from cadence.services.team import team
from cadence.services.team.settings import Habits
from tests.tui.meeting_room import Room, a_room, day, seat


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A card begun on Friday morning and blocked at once; it is Tuesday, and a day without news is neglect here."""
    room = a_room(tmp_path, day(4, 9))
    habits = Habits(neglect_days=1)
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=habits))
    room.add("wall", "VPC peering", origin="business", people=("anne",), column="in progress")
    blockers.block(room.store, room.viewer("anne"), "SRE-1", "route tables")
    room.at = day(8, 10)
    monkeypatch.setenv("CADENCE_NOW", room.at.isoformat())
    return room


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("wall", "SRE-1 anne 2 d"),
        ("home", "2 d · route tables"),
        ("SRE-1", "In progress for 2 d"),
        ("SRE-1", "blocked for 2 d"),
        ("SRE-1", "no event for 2 d; the team's limit is 1 d"),
        ("standup@2026-12-08", "2 d"),
    ],
)
async def test_a_weekend_makes_no_card_older(room: Room, place: str, said: str) -> None:
    async with seat(room, "anne", place) as anne:
        if place.startswith("standup"):
            await anne.press("space")
        await anne.sees(said)
        await anne.sees_not("4 d")
