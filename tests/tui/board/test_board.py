"""The board: every gesture on the card under the cursor, and what others do meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from cadence.domain.views.cards import BoardView
from cadence.services.cards import blockers, boards, create, move, routing
from cadence.services.team import team as team_team
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.tui import app
from cadence.tui.board.screen import BoardScreen
from cadence.tui.card.screen import CardScreen
from cadence.tui.core.live import Watcher
from tests.tui.conftest import NOW, Open, Team, here, press, program, still, text_of, type_in, until


def board(pilot: Pilot[None]) -> BoardScreen:
    screen = here(pilot)
    assert isinstance(screen, BoardScreen)
    return screen


async def test_a_board_shows_its_columns_and_cards(opened: Open) -> None:
    async with opened("wall") as pilot:
        shown = text_of(pilot)
        for words in ("Back", "In progress", "SRE-1", "VPC peering", "Platform SRE"):
            assert words in shown


async def test_every_board_opens_and_an_empty_one_says_which_key_fills_it(opened: Open) -> None:
    for name, words in (
        ("sync", "n adds the first"),
        ("arch", "Move CI runners"),
        ("demo", "Runner upgrade"),
        ("retro", "No notes that you may see"),
        ("parking", "who owns"),
        ("actions", "o adds the first"),
        ("decisions", "d records"),
    ):
        async with opened(name) as pilot:
            assert words in text_of(pilot), name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parking", "p park  x outcome  t table"),
        ("actions", "o action  D done  a assign"),
        ("decisions", "d decision  E edit"),
        ("wall", "n new card  m move  a assign  b blocked"),
    ],
)
async def test_the_bottom_row_names_what_one_does_on_the_board(opened: Open, team: Team, name: str, words: str) -> None:
    routing.act(team.store, team.viewer, "Ask the network team")
    routing.decide(team.store, team.viewer, "Secrets live in Vault")
    async with opened(name) as pilot:
        assert words in text_of(pilot).splitlines()[-1]


def test_of_what_is_done_the_newest_is_first_on_every_board(team: Team) -> None:
    for hours, words in enumerate(("Secrets live in Vault", "Kafka for events", "No page without a runbook")):
        later = Store(team.settings.database, lambda hours=hours: NOW + timedelta(hours=hours))  # type: ignore[misc]
        routing.decide(later, team.viewer, words)
        move.done(later, team.viewer, routing.act(later, team.viewer, words).key)
    for name in ("decisions", "actions"):
        shown = [card.title for card in boards.board(team.store, team.viewer, name).columns[-1].cards]
        assert shown == ["No page without a runbook", "Kafka for events", "Secrets live in Vault"]


async def test_moving_with_shift_and_arrows_is_stored(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        screen = board(pilot)
        screen.board.select("SRE-1")
        await press(pilot, "L")
        assert boards.card(team.store, team.viewer, "SRE-1").card.column == "In progress"
        assert screen.board.card is not None
        assert screen.board.card.key == "SRE-1"
        await press(pilot, "u")
        assert boards.card(team.store, team.viewer, "SRE-1").card.column == "Ready"


async def test_a_move_between_two_cards_keeps_the_order_of_the_screen(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        screen = board(pilot)
        screen.board.select("SRE-3")
        await press(pilot, "K")
        column = boards.board(team.store, team.viewer, "wall").columns[2]
        assert [card.key for card in column.cards] == ["SRE-3", "SRE-2"]


async def test_new_park_topic_action_decision(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        for key, words, where in (
            ("n", "Patch the hosts @ben", "wall"),
            ("p", "lunch? @dana !fri", "parking"),
            ("N", "Who signs?", "arch"),
            ("o", "Ask for a date @ben !2026-12-11", "actions"),
            ("d", "Postgres stays on 17", "decisions"),
        ):
            await pilot.press(key)
            await type_in(pilot, words)
            await press(pilot, "enter")
            titles = {card.title: card for card in boards.card_list(team.store, team.viewer, where)}
            assert words.split(" @")[0] in titles, where
        action = boards.card_list(team.store, team.viewer, "actions")[0]
        assert (action.assignees, str(action.due)) == (("ben",), "2026-12-11")


async def test_a_new_card_goes_to_the_column_with_the_cursor_but_never_to_done(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        screen = board(pilot)
        for key, column, title in (("SRE-1", "Ready", "Spare disks"), ("SRE-2", "In progress", "Quota for eu-west")):
            screen.board.select(key)
            await press(pilot, "n")
            assert f"new in {column}:" in text_of(pilot)
            await type_in(pilot, title)
            await press(pilot, "enter")
            found = next(each for each in boards.card_list(team.store, team.viewer, "wall") if each.title == title)
            assert found.column == column
            assert screen.board.card is not None
            assert screen.board.card.key == key, "the cursor stays where it is"
        await press(pilot, "l", "l", "l", "l")
        assert screen.board.column == "Done"
        await pilot.press("n")
        assert "new on the wall:" in text_of(pilot)


async def test_what_is_new_between_two_teams_is_to_be_talked_about_wherever_the_cursor_stands(
    opened: Open, team: Team
) -> None:
    for column in ("To sync", "Waiting on us", "Waiting on them", "Upcoming"):
        team.card(f"in {column}", column, "sync")
    async with opened("sync") as pilot:
        for number in range(4):
            await press(pilot, "n")
            assert "new on inter-team sync:" in text_of(pilot)
            await type_in(pilot, f"question {number}")
            await press(pilot, "enter", "l")
    found = {card.title: card.column for card in boards.card_list(team.store, team.viewer, "sync")}
    assert [found[f"question {number}"] for number in range(4)] == ["To sync"] * 4


async def test_block_assign_move_want_comment_and_table(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        board(pilot).board.select("SRE-2")
        for key, words in (("b", "network team"), ("a", "be"), ("c", "half done"), ("m", "rev")):
            await pilot.press(key)
            await type_in(pilot, words)
            await press(pilot, "enter")
        await press(pilot, "i", "t", "enter")
        detail = boards.card(team.store, team.viewer, "SRE-2")
        assert detail.card.blocked is not None
        assert detail.card.blocked.reason == "network team"
        assert (detail.card.assignees, detail.card.interested, detail.card.column) == (("ben",), ("anne",), "Review")
        assert [comment.body for comment in detail.comments] == ["half done"]
        assert "VPC peering" in [card.title for card in boards.card_list(team.store, team.viewer, "arch")]
        await press(pilot, "b", "enter")
        assert boards.card(team.store, team.viewer, "SRE-2").card.blocked is None


async def test_what_is_refused_comes_back_with_what_was_typed(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        screen = board(pilot)
        await pilot.press("m")
        await type_in(pilot, "nowhere")
        await press(pilot, "enter")
        assert screen.line.text == "nowhere"
        assert "nowhere" in text_of(pilot)
        assert "✖" in text_of(pilot)
        await pilot.press("escape")


async def test_escape_keeps_the_line_also_beyond_a_crash(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        await pilot.press("p")
        await type_in(pilot, "half a thou")
        await press(pilot, "escape")
        await pilot.press("p")
        assert board(pilot).line.text == "half a thou"
        await press(pilot, "escape")
    async with opened("wall") as pilot:
        await until(pilot, lambda: bool(program(pilot).half_typed))
        await pilot.press("p")
        assert board(pilot).line.text == "half a thou"
        await press(pilot, "enter")
        assert "half a thou" in [card.title for card in boards.card_list(team.store, team.viewer, "parking")]
        assert not program(pilot).half_typed


async def test_news_appear_without_a_key_and_move_neither_cursor_nor_typed_text(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        screen = board(pilot)
        screen.board.select("SRE-3")
        await pilot.press("p")
        await type_in(pilot, "typing")
        other = team.other()
        create.add(other, team.as_ben(), NewCard("wall", "Ben was here", column="In progress"))
        move.move(other, team.as_ben(), "SRE-1", "In progress", top=True)
        await until(pilot, lambda: "Ben was here" in text_of(pilot))
        assert screen.board.card is not None
        assert screen.board.card.key == "SRE-3"
        assert screen.line.text == "typing"
        assert screen.focused is screen.line.input
        await press(pilot, "escape")


async def test_own_writes_are_no_news(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        loads = []
        screen: Any = board(pilot)
        inner = screen.show

        def show(view: BoardView) -> None:
            loads.append(view)
            inner(view)

        screen.show = show
        board(pilot).board.select("SRE-1")
        await press(pilot, "L")
        await until(pilot, lambda: bool(loads))
        assert len(loads) == 1


async def test_the_filter_follows_what_is_typed(opened: Open) -> None:
    async with opened("wall") as pilot:
        await pilot.press("f")
        await type_in(pilot, "vpc")
        assert "VPC peering" in text_of(pilot)
        assert "Runner upgrade" not in text_of(pilot)
        await press(pilot, "enter")
        assert "only “vpc”" in text_of(pilot)
        await press(pilot, "f", "escape")
        assert "Runner upgrade" in text_of(pilot)


async def test_a_filter_is_left_with_escape_and_what_stands_for_nothing_is_named_when_entered(opened: Open) -> None:
    async with opened("wall", size=(80, 24)) as pilot:
        await press(pilot, "f")
        assert "esc show all" in text_of(pilot)
        await type_in(pilot, "due:fr")
        assert "not a date" not in text_of(pilot)
        assert "not a date" not in " ".join(str(note.message) for note in pilot.app._notifications)
        await press(pilot, "enter")
        assert "✖ 'fr' is not a date" in text_of(pilot)
        await press(pilot, "ctrl+u")
        await type_in(pilot, "vpc")
        await press(pilot, "enter")
        assert "Runner upgrade" not in text_of(pilot)
        rail = [row[:4].strip() for row in text_of(pilot).splitlines()]
        assert "0 of" in rail, "a folded column counts what the filter left of it"
        assert "esc show all" in text_of(pilot)
        await press(pilot, "escape")
        assert "Runner upgrade" in text_of(pilot)
        assert "esc show all" not in text_of(pilot)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_neither_a_columns_name_nor_what_blocks_is_cut_beside_room(
    opened: Open, team: Team, size: tuple[int, int]
) -> None:
    team_team.team_set(team.store, team.viewer, team_team.TeamEdit(partner="Grid Reliability Engineering"))
    blockers.block(team.store, team.viewer, "SRE-2", "@dele waiting for the network team's change window")
    async with opened("sync", size=size) as pilot:
        for name in ("Waiting on", "Grid"):
            assert name in text_of(pilot)
        assert "…" not in "".join(text_of(pilot).splitlines()[1:3])
    async with opened("wall", size=size) as pilot:
        await press(pilot, "l")
        rows = text_of(pilot).splitlines()[:-4]
        assert not [row for row in rows if "dele" in row and "…" in row]
        assert "change window" in " ".join("\n".join(rows).replace("│", " ").split())


async def test_a_gesture_that_makes_no_sense_says_why(opened: Open) -> None:
    async with opened("wall") as pilot:
        await press(pilot, "v")
        assert "only topics and retro notes take votes" in text_of(pilot)
        await press(pilot, "z")
        assert "no clock to stop" in text_of(pilot)


async def test_voting_for_a_topic(opened: Open, team: Team) -> None:
    async with opened("arch") as pilot:
        await press(pilot, "v")
        assert boards.card_list(team.store, team.viewer, "arch")[0].votes == 1


async def test_enter_opens_the_card_and_q_returns_to_it(opened: Open) -> None:
    async with opened("wall") as pilot:
        screen = board(pilot)
        screen.board.select("SRE-2")
        await press(pilot, "enter")
        assert isinstance(here(pilot), CardScreen)
        await press(pilot, "q")
        assert here(pilot) is screen
        assert screen.board.card is not None
        assert screen.board.card.key == "SRE-2"


async def test_markup_typed_by_people_is_shown_as_typed(opened: Open, team: Team) -> None:
    team.card("[bold red]not markup[/] [link=x]")
    async with opened("wall", size=(200, 60)) as pilot:
        assert "[bold red]not markup[/]" in text_of(pilot)
        routing.park(team.other(), team.as_ben(), "[/] broken [")
        await press(pilot, "p")
        await type_in(pilot, "ab")
        await press(pilot, "enter")
        await still(pilot)


async def test_it_can_be_resized(opened: Open) -> None:
    async with opened("wall") as pilot:
        for size in ((80, 24), (40, 10), (200, 60), (10, 3), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert "VPC peering" in text_of(pilot)


async def test_what_others_did_while_the_program_was_opened_is_told_too(
    opened: Open, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LateWatcher(Watcher):
        """One whose first look comes behind what somebody else did, as it may on a busy machine."""

        def __init__(self, *given: Any) -> None:
            routing.topic(team.other(), team.as_ben(), "Retry budget?")
            super().__init__(*given)

    monkeypatch.setattr(app, "Watcher", LateWatcher)
    async with opened("wall") as pilot:
        await until(pilot, lambda: 'Ben added "Retry budget?" to arch agenda' in " ".join(text_of(pilot).split()), 20)


async def test_what_others_do_elsewhere_is_told_and_here_is_not(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        routing.topic(team.other(), team.as_ben(), "Retry budget?")
        await until(pilot, lambda: 'Ben added "Retry budget?" to arch agenda' in " ".join(text_of(pilot).split()))
        create.add(team.other(), team.as_ben(), NewCard("wall", "On the wall", column="Ready"))
        await until(pilot, lambda: "On the wall" in text_of(pilot))
        assert "Ben added “On" not in text_of(pilot)
        assert 'added "On the wall"' not in text_of(pilot)


async def test_a_parked_item_is_given_a_place_on_its_board(opened: Open, team: Team) -> None:
    async with opened("parking") as pilot:
        await press(pilot, "x")
        await type_in(pilot, "5 ask who renews them @ben !fri")
        await press(pilot, "enter")
        assert "has a place" in text_of(pilot)
        made = boards.board(team.store, team.viewer, "actions").columns[0].cards[0]
        assert (made.title, made.assignees, str(made.due)) == ("ask who renews them", ("ben",), "2026-12-04")
        assert not boards.board(team.store, team.viewer, "parking").columns[0].cards


async def test_a_message_covers_neither_the_line_that_is_typed_in_nor_what_is_said_of_it(
    opened: Open, team: Team
) -> None:
    async with opened("wall", size=(80, 24)) as pilot:
        await press(pilot, "p")
        await type_in(pilot, "who owns the renewals of all the certificates? @nob")
        rows = text_of(pilot).splitlines()[-3:-1]  # below them are the keys, whose place news take for a moment
        routing.topic(team.other(), team.as_ben(), "A topic with a title that is long enough to be told in two rows?")
        await until(pilot, lambda: "A topic with" in text_of(pilot))
        assert text_of(pilot).splitlines()[-3:-1] == rows
