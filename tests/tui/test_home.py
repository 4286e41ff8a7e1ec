"""Home: this iteration, and what leads from it."""

from __future__ import annotations

import pytest

from cadence.services import boards, updates, work
from cadence.tui.screens.board import BoardScreen
from cadence.tui.screens.card import CardScreen
from cadence.tui.screens.home import HomeScreen
from tests.tui.conftest import Open, Team, here, press, text_of, type_in, until


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (200, 60)])
async def test_home_shows_the_week_and_the_boards_in_short(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size) as pilot:
        shown = text_of(pilot)
        for words in (
            "Mon 30",
            "10:00 plan",
            "NEXT",
            "Needs you",
            "Arch agenda",
            "Move CI",
            "who owns",
            "In progress 2",
        ):
            assert words in shown


async def test_digits_open_boards_and_q_comes_back(opened: Open) -> None:
    async with opened() as pilot:
        for digit, key in (("1", "wall"), ("6", "parking"), ("8", "decisions")):
            await press(pilot, digit)
            assert isinstance(here(pilot), BoardScreen)
            assert here(pilot).key == key
            await press(pilot, "q")
            assert isinstance(here(pilot), HomeScreen)


async def test_enter_on_a_topic_opens_it_and_gestures_know_it(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        here(pilot).query_one("#topics").focus()
        await press(pilot, "c")
        await type_in(pilot, "look first")
        await press(pilot, "enter")
        assert [one.body for one in boards.card(team.store, team.who, "SRE-4").comments] == ["look first"]
        await press(pilot, "enter")
        assert isinstance(here(pilot), CardScreen)
        assert here(pilot).key == "SRE-4"


async def test_new_card_and_update_from_home(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        await pilot.press("n")
        await type_in(pilot, "From home")
        await press(pilot, "enter")
        assert "From home" in [card.title for card in boards.card_list(team.store, team.who, "wall")]
        await pilot.press("s")
        await type_in(pilot, "slept")
        await press(pilot, "enter", "enter")
        await type_in(pilot, "DNS")
        await press(pilot, "enter")
        left = updates.own_update(team.store, team.who, "2026-12-02")
        assert (left["yesterday"], left["today"], left["blocker"]) == ("slept", "", "DNS")


async def test_news_appear_on_home(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        work.block(team.other(), team.as_ben(), "SRE-2", "network")
        await until(pilot, lambda: "✖ SRE-2" in text_of(pilot))


async def test_coming_back_shows_what_changed_meanwhile(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        await press(pilot, "1", "p")
        await type_in(pilot, "parked there")
        await press(pilot, "enter", "q")
        assert "parked there" in text_of(pilot)
