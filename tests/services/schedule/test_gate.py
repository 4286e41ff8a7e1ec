"""When the deploy gate closes and opens, to the minute (rule 9)."""

from __future__ import annotations

from datetime import datetime

import pytest

from cadence.services.schedule.gate import gate
from cadence.services.team import settings, team
from tests.services.conftest import World


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-12-03T15:30:00-05:00", True),
        ("2026-12-04T15:29:59-05:00", True),
        ("2026-12-04T15:30:00-05:00", False),
        ("2026-12-06T23:59:59-05:00", False),
        ("2026-12-07T00:00:00-05:00", True),
    ],
)
def test_it_is_closed_from_the_end_of_the_last_retro_to_the_next_working_day(
    world: World, now: str, is_open: bool
) -> None:
    team.team_set(world.store, world.anne, team.TeamEdit(habits=settings.Habits(gate=True)))
    with world.store.read() as connection:
        assert gate(connection, world.anne, datetime.fromisoformat(now)).is_open is is_open
