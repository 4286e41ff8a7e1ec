"""A card's own screen."""

from __future__ import annotations

from textual import events

from cadence.services.cards import blockers, boards, comments, edit
from cadence.tui.board.screen import BoardScreen
from cadence.tui.card.screen import CardScreen
from tests.tui.conftest import Open, Team, here, press, text_of, type_in, until


async def test_a_card_shows_everything_known_of_it(opened: Open, team: Team) -> None:
    edit.edit(team.store, team.viewer, "SRE-2", edit.Edit(body="Peer **both** regions."))
    comments.comment(team.store, team.viewer, "SRE-2", "asked them twice")
    blockers.block(team.store, team.viewer, "SRE-2", "network team")
    async with opened("SRE-2") as pilot:
        shown = text_of(pilot)
        for words in (
            "VPC peering",
            "Peer both regions.",
            "asked them twice",
            "network team",
            "History",
            "added to In",
        ):
            assert words in shown


async def test_space_goes_through_the_column(opened: Open) -> None:
    async with opened("wall") as pilot:
        assert isinstance(here(pilot), BoardScreen)
        here(pilot).board.select("SRE-2")
        await press(pilot, "enter", "space")
        assert "Runner upgrade" in text_of(pilot)
        assert "2 of 2" in text_of(pilot)
        await press(pilot, "space")
        assert "this is the last card" in text_of(pilot)
        await press(pilot, "backspace")
        assert "VPC peering" in text_of(pilot)


async def test_a_lone_card_says_why_space_does_nothing(opened: Open) -> None:
    async with opened("SRE-2") as pilot:
        await press(pilot, "space")
        assert "opened alone" in text_of(pilot)


async def test_gestures_return_to_the_very_same_card(opened: Open, team: Team) -> None:
    async with opened("SRE-2", size=(80, 24)) as pilot:
        for key, words in (
            ("c", "well done"),
            ("p", "later @ben"),
            ("o", "ring them @ben"),
            ("B", "SRE-1"),
        ):
            await pilot.press(key)
            await type_in(pilot, words)
            await press(pilot, "enter")
            assert isinstance(here(pilot), CardScreen)
            assert here(pilot).key == "SRE-2"
        detail = boards.card(team.store, team.viewer, "SRE-2")
        assert detail.card.depends_on[0].key == "SRE-1"
        action = boards.card_list(team.store, team.viewer, "actions")[0]
        assert action.came_from is not None
        assert action.came_from.key == "SRE-2"


async def test_pasted_lines_of_a_comment_stay_lines_and_those_of_a_title_do_not(opened: Open, team: Team) -> None:
    pasted = "we tried:\r\n  - a restart\n\n- more memory\nnothing helps"
    async with opened("SRE-2") as pilot:
        await pilot.press("c")
        pilot.app.post_message(events.Paste(pasted))
        await until(pilot, lambda: "↵ nothing helps" in text_of(pilot))
        await press(pilot, "escape", "c", "end")
        await type_in(pilot, " at all")
        await press(pilot, "enter")
        (said,) = boards.card(team.store, team.viewer, "SRE-2").comments
        assert said.body.splitlines() == ["we tried:", "- a restart", "", "- more memory", "nothing helps at all"]
        rows = [row for row in text_of(pilot).splitlines() if "we tried:   " in row or "• a restart" in row]
        assert len(rows) == 2, text_of(pilot)
        assert "↵" not in text_of(pilot)
        await pilot.press("p")
        pilot.app.post_message(events.Paste(pasted))
        await until(pilot, lambda: "we tried: - a restart - more memory nothing helps" in text_of(pilot))


async def test_done_and_drop(opened: Open, team: Team) -> None:
    async with opened("SRE-2") as pilot:
        await press(pilot, "D")
        assert boards.card(team.store, team.viewer, "SRE-2").card.status == "done"
        await pilot.press("X")
        await type_in(pilot, "nobody wants it")
        await press(pilot, "enter")
        assert boards.card(team.store, team.viewer, "SRE-2").card.status == "dropped"


async def test_news_about_the_card_appear(opened: Open, team: Team) -> None:
    async with opened("SRE-2") as pilot:
        comments.comment(team.other(), team.as_ben(), "SRE-2", "Ben knows more")
        await until(pilot, lambda: "Ben knows more" in text_of(pilot))


async def test_a_card_that_is_not_there_says_so(opened: Open) -> None:
    async with opened("SRE-99") as pilot:
        assert "no card SRE-99" in text_of(pilot)
        await press(pilot, "c")
        assert "no card is chosen" in text_of(pilot)


async def test_history_folds(opened: Open) -> None:
    async with opened("SRE-2") as pilot:
        await press(pilot, "h")
        assert "History" not in text_of(pilot)


async def test_undo_names_the_card_and_the_deed_and_redo_does_it_again(opened: Open, team: Team) -> None:
    async with opened("SRE-2") as pilot:
        await press(pilot, "D")
        await press(pilot, "u")
        assert "took back: SRE-2 VPC peering moved to Done" in text_of(pilot)
        assert boards.card(team.store, team.viewer, "SRE-2").card.column == "In progress"
        await press(pilot, "U")
        assert "done again: SRE-2 VPC peering moved to Done" in text_of(pilot)
        assert boards.card(team.store, team.viewer, "SRE-2").card.column == "Done"
        await press(pilot, "U")
        assert "nothing to do again" in text_of(pilot)


async def test_what_was_done_elsewhere_is_named_before_it_is_taken_back(opened: Open, team: Team) -> None:
    async with opened("SRE-1") as pilot:
        blockers.block(team.other(), team.viewer, "SRE-2", "network team")
        await press(pilot, "u")
        assert "u again takes back: SRE-2 VPC peering blocked (Wed 2 Dec 10:42)" in text_of(pilot)
        assert boards.card(team.store, team.viewer, "SRE-2").card.blocked
        await press(pilot, "u")
        assert "took back: SRE-2 VPC peering blocked" in text_of(pilot)
        assert boards.card(team.store, team.viewer, "SRE-2").card.blocked is None


async def test_a_deed_that_was_named_is_not_taken_back_when_another_came_in_between(opened: Open, team: Team) -> None:
    async with opened("SRE-1") as pilot:
        blockers.block(team.other(), team.viewer, "SRE-2", "network team")
        await press(pilot, "u")
        blockers.block(team.other(), team.viewer, "SRE-1", "money")
        await press(pilot, "u")
        assert "u again takes back: SRE-1 Renew certificates blocked" in text_of(pilot)
        assert boards.card(team.store, team.viewer, "SRE-1").card.blocked
