"""Home: this iteration, and what leads from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cadence.services.cards import blockers, boards, move, routing
from cadence.services.facilitation import lifecycle
from cadence.services.home import home
from cadence.services.meetings import standup_updates
from cadence.services.team import leaving, people
from cadence.services.team import team as team_team
from cadence.services.team.settings import Habits
from cadence.store.db import Store
from cadence.tui.board.screen import BoardScreen
from cadence.tui.card.screen import CardScreen
from cadence.tui.home.screen import HomeScreen
from cadence.tui.notes.screen import NotesScreen
from tests.tui.conftest import NOW, Open, Team, here, press, still, text_of, type_in, until


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
        assert [one.body for one in boards.card(team.store, team.viewer, "SRE-4").comments] == ["look first"]
        await press(pilot, "enter")
        assert isinstance(here(pilot), CardScreen)
        assert here(pilot).key == "SRE-4"


async def test_new_card_and_update_from_home(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        await pilot.press("n")
        await type_in(pilot, "From home")
        await press(pilot, "enter")
        assert "From home" in [card.title for card in boards.card_list(team.store, team.viewer, "wall")]
        await pilot.press("s")
        await type_in(pilot, "slept")
        await press(pilot, "enter", "enter")
        await type_in(pilot, "DNS")
        await press(pilot, "enter")
        left = standup_updates.own_update(team.store, team.viewer)
        assert (left.yesterday, left.today, left.blocker) == ("slept", "", "DNS")


async def test_a_blocker_of_an_update_that_names_a_card_flags_it_and_says_so(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        await press(pilot, "s", "enter", "enter")
        await type_in(pilot, "SRE-2 the network team sleeps")
        await press(pilot, "enter")
        await until(pilot, lambda: "✖ SRE-2 VPC peering" in text_of(pilot) and "is blocked" in text_of(pilot))


async def test_an_update_is_opened_with_what_was_left_and_keeps_its_lines(opened: Open, team: Team) -> None:
    standup_updates.leave(team.store, team.viewer, yesterday="slept\nwoke", today="keys")
    async with opened() as pilot:
        await pilot.press("s")
        await until(pilot, lambda: "slept ↵ woke" in text_of(pilot))
        await press(pilot, "enter")
        await type_in(pilot, "certificates")
        await press(pilot, "enter", "enter")
        left = standup_updates.own_update(team.store, team.viewer)
        assert (left.yesterday, left.today) == ("slept\nwoke", "certificates")


async def test_an_update_that_is_emptied_is_taken_back_with_the_flag_that_it_set(opened: Open, team: Team) -> None:
    standup_updates.leave(team.store, team.viewer, today="keys", blocker="SRE-2 the network team sleeps")
    async with opened() as pilot:
        await press(pilot, "s", "enter", "enter", "backspace", "enter")
        await until(pilot, lambda: "SRE-2 VPC peering is no longer blocked" in text_of(pilot))
        assert boards.card(team.store, team.viewer, "SRE-2").card.blocked is None
        await press(pilot, "s", "enter", "backspace", "enter", "enter")
        await until(pilot, lambda: "your update is taken back" in text_of(pilot))
    assert standup_updates.own_updates(team.store, team.viewer) == []


async def test_what_was_done_on_another_screen_is_taken_back_from_home_only_when_it_was_named(
    opened: Open, team: Team
) -> None:
    async with opened() as pilot:
        await press(pilot, "n")
        await type_in(pilot, "From home")
        await press(pilot, "enter", "1", "p")
        await type_in(pilot, "from the wall")
        await press(pilot, "enter", "q", "u")
        assert "u again takes back: SRE-7 from the wall" in text_of(pilot)
        await press(pilot, "u")
        assert "took back: SRE-7 from the wall" in text_of(pilot)
        await press(pilot, "u")
        assert "took back: SRE-6 From home" in text_of(pilot), "what was done here goes at once"


async def test_news_appear_on_home(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        blockers.block(team.other(), team.as_ben(), "SRE-2", "network")
        await until(pilot, lambda: "✖ SRE-2" in text_of(pilot))


async def test_coming_back_shows_what_changed_meanwhile(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        await press(pilot, "1", "p")
        await type_in(pilot, "parked there")
        await press(pilot, "enter", "q")
        await until(pilot, lambda: "Parking lot" in text_of(pilot) and "parked there" in text_of(pilot))


async def test_a_tall_home_is_filled_with_actions_decisions_and_meetings_held(opened: Open, team: Team) -> None:
    routing.decide(team.store, team.viewer, "Postgres stays on 17")
    routing.act(team.store, team.viewer, "Ask for a date", owners=("ben",), due=date(2026, 12, 7))
    lifecycle.start(team.store, team.viewer, "standup")
    lifecycle.end(team.store, team.viewer, "standup")
    async with opened(size=(120, 40)) as pilot:
        words = " ".join(text_of(pilot).split())
        assert "Decided lately" in words
        assert "Postgres stays on 17 Wed 2 Dec" in words
        assert "Ask for a date ben, Mon 7 Dec" in words
        assert "Held lately" in words
        here(pilot).query_one("#held").focus()
        await press(pilot, "enter")
        assert isinstance(here(pilot), NotesScreen)
        await press(pilot, "q")
        here(pilot).query_one("#decided").focus()
        await press(pilot, "enter")
        assert isinstance(here(pilot), CardScreen)
    async with opened(size=(80, 24)) as pilot:  # the same, further down
        here(pilot).query_one("#held").focus()
        await still(pilot)
        assert "Held lately" in text_of(pilot)
        assert "Daily standup" in text_of(pilot)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_nothing_on_home_is_cut(opened: Open, team: Team, size: tuple[int, int]) -> None:
    long = "Where do the certificates of the eu-west balancers live and who renews them next spring?"
    for key in (team.card(long, column="In progress", origin="team").key, "SRE-2"):
        blockers.block(team.store, team.viewer, key, "the network team has no window before the freeze in December")
    routing.park(team.store, team.viewer, long)
    routing.topic(team.store, team.viewer, long, context="x")
    routing.act(team.store, team.viewer, long, owners=("ben",), due=date(2026, 12, 7))
    async with opened(size=size) as pilot:
        rows = [row for row in text_of(pilot).splitlines()[1:-1] if "…" in row]
        assert not rows
        assert "target 60" in text_of(pilot) or "Business" not in text_of(pilot)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (200, 60)])
async def test_no_column_of_the_wall_is_cut(opened: Open, team: Team, size: tuple[int, int]) -> None:
    habits = Habits(columns=("Backlog", "Ready", "In progress", "Waiting for others", "Review", "Done"))
    team_team.team_set(team.store, team.viewer, team_team.TeamEdit(habits=habits._replace(limits={"In progress": 1})))
    async with opened(size=size) as pilot:
        words = text_of(pilot)
        for column in ("Backlog 0", "Ready 1", "In progress 2/1 ⚑", "Waiting for others 0", "Review 0", "Done 0"):
            assert column in words


async def test_the_first_of_a_team_is_led_to_adding_people(opened: Open, team: Team) -> None:
    for handle in ("ben", "dana"):
        leaving.remove_person(team.store, team.viewer, handle)
    async with opened() as pilot:
        assert "add your team's people" in text_of(pilot)
        assert "S, then n" in text_of(pilot)
        here(pilot).query_one("#needs").focus()
        await press(pilot, "enter", "n")
        await type_in(pilot, "Ben Ito <ito@example.com>")
        await press(pilot, "enter", "q")
        await until(pilot, lambda: "The wall" in text_of(pilot) and "add your team's people" not in text_of(pilot))


@pytest.mark.parametrize(
    ("role", "can", "cannot"),
    [
        ("partner", "N adds a topic for the arch meeting", ("n adds the first", "p parks", "The wall", "my update")),
        ("stakeholder", "4 opens the demos", ("adds the first", "p parks", "The wall", "my update", "new topic")),
    ],
)
async def test_a_guests_home_says_what_they_can_do(
    opened: Open, team: Team, role: str, can: str, cannot: tuple[str, ...]
) -> None:
    people.add_person(team.store, team.viewer, people.NewPerson("Grace Kim <grace@example.com>", role))
    async with opened(me="grace") as pilot:
        assert can in " ".join(text_of(pilot).split())
        for words in cannot:
            assert words not in text_of(pilot)
        await press(pilot, "s")
        assert f"a {role} leaves no standup update" in text_of(pilot)


def test_what_planning_will_stumble_over_is_named_the_day_before(team: Team) -> None:
    def needs(days: int) -> list[str]:
        then = Store(team.settings.database, lambda: NOW + timedelta(days=days))
        return [need.title for need in home.home(then, team.viewer).needs if "planning" in need.title]

    team.card("Without an origin")
    assert not any("origin" in need for need in needs(1))
    assert "1 card without an origin before planning Mon 7 Dec: Without an origin" in needs(2)
    for title in ("Another", "A third"):
        team.card(title)
    assert "3 cards without an origin before planning Mon 7 Dec: Without an origin, Another and 1 more" in needs(2)
    stale = "stale, three weeks without news, before planning Mon 28 Dec: Renew certificates"
    assert any(stale in need for need in needs(23))
    team_team.team_set(team.store, team.viewer, team_team.TeamEdit(habits=Habits(neglect_days=5)))
    assert any("stale, 5 days without news, before planning Mon 14 Dec" in need for need in needs(9))


def test_what_came_since_the_last_planning_is_new_until_somebody_ranks_it(team: Team) -> None:
    then = Store(team.settings.database, lambda: NOW + timedelta(days=2))

    def needs() -> list[str]:
        return [need.title for need in home.home(then, team.viewer).needs if "not ranked" in need.title]

    key = team.card("Rotate the keys", origin="team").key
    assert needs() == ["2 cards new and not ranked before planning Mon 7 Dec: Renew certificates, Rotate the keys"]
    move.move(team.store, team.viewer, key, "ready", top=True)
    assert needs() == ["1 card new and not ranked before planning Mon 7 Dec: Renew certificates"]


async def test_no_digit_leads_a_guest_to_the_retro_and_empty_boards_ask_nothing_of_them(
    opened: Open, team: Team
) -> None:
    people.add_person(team.store, team.viewer, people.NewPerson("Grace Kim <grace@example.com>", "partner"))
    async with opened(me="grace") as pilot:
        await press(pilot, "5")
        assert isinstance(here(pilot), HomeScreen)
        await press(pilot, "question_mark")
        assert "Retro" not in text_of(pilot)
        await press(pilot, "escape", "2")
        assert "Nothing to sync. n adds the first." in text_of(pilot)
        await press(pilot, "q", "1")
        assert "Nothing here that you may read." in text_of(pilot)
        assert "adds the first" not in text_of(pilot)


async def test_a_guest_whose_line_can_go_nowhere_is_told_so_each_time_alike(opened: Open, team: Team) -> None:
    people.add_person(team.store, team.viewer, people.NewPerson("Grace Kim <grace@example.com>", "stakeholder"))
    async with opened(me="grace") as pilot:
        await press(pilot, "N")
        await type_in(pilot, "why is it slow")
        for _ in range(2):
            said = " ".join(text_of(pilot).split())
            assert "a stakeholder may not" in said
            assert "offers to park" not in said
            assert "why is it slow" in said
            await press(pilot, "enter")
