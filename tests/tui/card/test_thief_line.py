"""``!``: whether what a card shows steals time, said in one line."""

from __future__ import annotations

import pytest

from cadence.services.cards import boards, edit
from tests.tui.conftest import Open, Team, press, text_of, type_in, until


def thieves(team: Team) -> dict[str, str]:
    return {one.thief: one.why for one in boards.card(team.store, team.viewer, "SRE-1").card.thieves}


@pytest.mark.parametrize(
    ("typed", "found", "called"),
    [
        ("5 nobody asks", {"neglected-work": "nobody asks"}, "neglected"),
        ("unplanned", {"unplanned-work": "said by the team"}, "unplanned"),
        ("too", {"too-much-wip": "said by the team"}, "too much in progress"),
    ],
)
async def test_one_is_named_taken_back_and_dismissed(
    opened: Open, team: Team, typed: str, found: dict[str, str], called: str
) -> None:
    async with opened("SRE-1") as pilot:
        await until(pilot, lambda: "Renew certificates" in text_of(pilot))
        await press(pilot, "exclamation_mark")
        assert "SRE-1 Renew certificat… time thief:" in text_of(pilot)
        await type_in(pilot, typed)
        await press(pilot, "enter")
        await until(pilot, lambda: f": {called}" in text_of(pilot))
        assert thieves(team) == found
        await press(pilot, "exclamation_mark")
        assert "? yes · no" in text_of(pilot)
        await type_in(pilot, "no")
        await press(pilot, "enter")
        await until(pilot, lambda: "no time thief" in text_of(pilot))
        assert thieves(team) == {}
        await press(pilot, "u")
        await until(pilot, lambda: thieves(team) == found)


async def test_yes_to_nothing_names_what_could_be(opened: Open, team: Team) -> None:
    async with opened("SRE-1") as pilot:
        await until(pilot, lambda: "Renew certificates" in text_of(pilot))
        await press(pilot, "exclamation_mark")
        await type_in(pilot, "yes")
        await press(pilot, "enter")
        await until(pilot, lambda: "no time thief is seen on SRE-1" in text_of(pilot))
        assert "yes" in text_of(pilot)  # what was typed stands there still
        assert thieves(team) == {}


async def test_the_line_says_the_numbers_of_several_and_a_number_behind_no_is_that_one(
    opened: Open, team: Team
) -> None:
    for thief in ("too much in progress", "unplanned"):
        edit.mark_thief(team.store, team.viewer, "SRE-1", thief, "night")
    async with opened("SRE-1") as pilot:
        await until(pilot, lambda: "Renew certificates" in text_of(pilot))
        await press(pilot, "exclamation_mark")
        said = " ".join(text_of(pilot).split())
        assert "1 too much in progress ✓, 4 unplanned ✓? yes · no 4: only that · 2 conflicting" in said
        await type_in(pilot, "no 1")
        await press(pilot, "enter")
        await until(pilot, lambda: ": unplanned" in text_of(pilot))
        assert thieves(team) == {"unplanned-work": "night"}
