"""Iteration planning by keys alone, from the holdovers to the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence.services.cards import blockers, boards, move
from tests.tui.meeting_room import Room, a_room, day, seat

REF = "planning@2026-11-30"
ROOMY, SMALL = (120, 40), (80, 24)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setenv("CADENCE_NOW", day(0, 10).isoformat())
    room = a_room(tmp_path, day(0, 9))
    left = room.add("wall", "Follow-up of the DNS postmortem", people=("ben",), column="in progress")
    blockers.block(room.store, room.viewer("anne"), left, "network team: delegation")
    for title, flow in (("VPC peering", "feature"), ("Checkout in eu-west", "feature"), ("SSO for the wiki", "risk")):
        room.add("wall", title, origin="business", flow=flow, column="ready")
    for title, flow in (("Certificate renewals", "debt"), ("Chaos day: DNS", "risk")):
        room.add("wall", title, origin="team", flow=flow, column="ready")
    return room


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_from_first_to_last_step(room: Room, size: tuple[int, int]) -> None:
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("Iteration planning", "Merge 12 min", "space starts it")
        await anne.press("space")
        await anne.sees("Holdovers", "Follow-up of the DNS postmortem", "✖", "network team: delegation", "1 continue")
        await anne.press("g", "2", "3", "g")
        await anne.sees("3/4")
        await anne.press("4")
        await anne.sees("drop SRE-1 Follow-up", ", why:")
        await anne.press("escape")
        await anne.press("1")
        await anne.sees("Business priorities", "1 of 3", "VPC peering")
        await anne.press("J")
        await anne.sees("SRE-2 VPC peering, below SRE-3 Checkout in eu-west")
        await anne.press("n")
        await anne.sees("new business priority:")
        await anne.type("Log retention")
        await anne.sees("added: SRE-7 Log retention")
        await anne.press("right_square_bracket")
        await anne.sees("Team priorities", "1 of 2", "Certificate renewals")
        await anne.press("right_square_bracket")
        await anne.sees("Merged", "▸ proposed: SRE-3 Checkout in eu-west", "take the proposal")
        await anne.press("enter", "enter", "right", "left")
        await anne.sees("1 SRE-1", "2 SRE-3", "3 SRE-5", "4 SRE-6", "5 SRE-2", "50 : 50")
        await anne.press("down", "down", "J", "up", "up", "H")
        await anne.sees("1 SRE-1", "2 SRE-6", "3 SRE-5", "4 SRE-2")
        await anne.press("right_square_bracket")
        await anne.sees("Interest", "1 of 3", "Chaos day: DNS", "1 ○ Anne", "wants")
        await anne.press("2", "space")
        await anne.sees("2 of 3")
        await anne.press("i")
        await anne.sees("1 ● Anne")
        await anne.press("right_square_bracket")
        await anne.sees("Assignment", "1 of 1", "takes it")
        await anne.press("3", "p")
        await anne.type("who renews the wildcard one? @dana")
        await anne.sees("3 ● Chidi", "parking lot 1")
        await anne.press("d")
        await anne.type("Postgres stays on 17")
        await anne.press("o")
        await anne.type("ask the network team for a date @chidi")
        await anne.press("right_square_bracket")
        await anne.sees("Parking lot", "who renews the wildcard one?", "6 dropped")
        await anne.press("e")
        await anne.sees("e again ends the meeting")
        await anne.press("e")
        await anne.sees(
            "Iteration planning held",
            "Postgres stays on 17",
            "Ben: SRE-6",
            "Anne: SRE-5",
            "Chidi: SRE-2",
            "Still open",
            "due Mon 7 Dec",
        )
        await anne.press("enter")
        await anne.sees("goes to:", "2 arch")
        await anne.type("2")
        await anne.sees_not("Still open")
        assert [card.title for card in boards.card_list(room.store, room.viewer("anne"), "arch")] == [
            "who renews the wildcard one?"
        ]


async def test_two_see_the_same_card_and_one_drives(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("SRE-1")
        async with seat(room, "ben", REF, size=(100, 30)) as ben:
            await ben.sees("Follow-up of the DNS postmortem", "Anne facilitates", "T take over")
            await anne.sees("2/4")
            await anne.press("space", "space")
            await ben.sees("Business priorities", "1 of 3", "VPC peering")
            await ben.press("space")
            await ben.sees("Anne facilitates; T T takes over")
            await ben.press("p")
            await ben.type("said by ben")
            await anne.sees("said by ben")
            await ben.press("T")
            await ben.sees("T again")
            await ben.press("T", "space")
            await anne.sees("2 of 3", "Ben facilitates")
            await anne.press("space")
            await anne.sees("Ben facilitates; T T takes over")
            await ben.press("e", "e")
            await anne.sees("Iteration planning held", "said by ben")
            await ben.sees("Iteration planning held")
            await ben.press("u")
            await anne.sees("step 2 of 7", "2 of 3")


async def test_pause_more_time_and_undo(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("e")
        await anne.sees("has not been started")
        await anne.press("space", "z")
        await anne.sees("paused")
        await anne.press("z", "plus")
        await anne.sees_not("paused")
        assert 62 <= anne.minutes_left <= 65
        await anne.press("b")
        await anne.sees("⏎ alone: no longer")
        await anne.press("enter")
        await anne.sees("no longer blocked")
        await anne.press("u")
        await anne.sees("blocked for")
        await anne.press("ctrl+l")
        await anne.sees_not("╭─ Agenda")
        await anne.press("0")
        await anne.sees("becomes:", "5 done")
        await anne.press("escape")
        await anne.press("v")
        await anne.sees("there is no vote here")


async def test_a_line_left_half_typed_is_offered_again(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "p", "w", "h", "o", "escape")
        await anne.sees_not("park: who")
        await anne.press("p")
        await anne.sees("park: who")
        await anne.press("enter")
        await anne.sees("parking lot 1: who")


async def test_who_is_still_typing_when_the_meeting_ends_hears_where_their_words_are_kept(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await anne.press("space")
        await ben.sees("Anne facilitates")
        await ben.press("p", *"half a thought")
        await anne.press("e", "e")
        await anne.sees("Iteration planning held")
        await ben.sees("half a thought")
        await ben.press("enter")
        await ben.told("half a thought · the iteration planning is over: kept outside it, and not in its notes")
        await ben.sees("Iteration planning held")


async def test_arrows_go_through_the_list_and_its_order_stays(room: Room) -> None:
    room.add("wall", "Log retention", origin="business", column="backlog")
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("Holdovers")
        await anne.press("k")
        await anne.sees("this is the first of the list")
        await anne.press("right_square_bracket")
        await anne.sees("1 of 4")
        await anne.press("j", "down", "j")
        await anne.sees("4 of 4", "▌ 4  Log retention", "  1  VPC peering")
        await anne.press("j")
        await anne.sees("this is the last of the list")
        for place in (3, 2, 1):  # each key is one place, across columns too
            await anne.press("K")
            await anne.sees(f"▌ {place}  Log retention")
        await anne.sees("SRE-7 Log retention, above SRE-2 VPC peering")
        await anne.press("space")
        await anne.sees("2 of 4", "✔ 1  Log retention", "▌ 2  VPC peering")
        await anne.press("space", "space", "space", "space")
        await anne.sees("Team priorities")
    wall = [card.title for card in boards.board(room.store, room.viewer("anne"), "wall").columns[1].cards]
    assert wall[0] == "Log retention"


async def test_what_was_passed_over_comes_last(room: Room) -> None:
    for title in ("Two", "Three"):
        room.add("wall", title, people=("ben",), column="in progress")
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("1 of 3")
        await anne.press("j", "j")
        await anne.sees("3 of 3")
        await anne.press("1")
        await anne.sees("Follow-up of the DNS postmortem", "1 continue")
        await anne.press("1", "1")
        await anne.sees("Business priorities")


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_interrupts_are_merged_from_a_list_of_their_own(room: Room, size: tuple[int, int]) -> None:
    room.add("wall", "Pager storm of the old cluster", origin="interrupt", column="ready")
    room.add("wall", "Nobody said where this came from", column="backlog")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", *["right_square_bracket"] * 3)
        await anne.press("tab")
        await anne.sees("Team", "3 SRE-8 Nobody", "no origin")  # where the step before met it
        await anne.press("tab")
        await anne.sees("1 SRE-7 Pager storm of", "nterrupts", "1 left")
        await anne.press("enter")
        await anne.sees("Merged", "1 SRE-1 Follow-up", "2 SRE-7 Pager storm of")
        merged = [card.key for card in boards.card_list(room.store, room.viewer("anne"), "wall") if card.merged]
        assert merged == ["SRE-7"]


async def test_who_does_not_facilitate_is_offered_no_key_that_merges(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await anne.sees("space starts it")
        await anne.press("space", *["right_square_bracket"] * 3)
        await anne.sees("← pull business", "take the proposal")
        await ben.sees("Merged", "Business")
        await ben.sees_not("pull business", "pull team", "take the proposal", "push back")


async def test_who_holds_interrupt_duty_is_named_in_planning_and_shown_on_home(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", *["right_square_bracket"] * 4)
        await anne.sees("Interrupt duty: nobody yet, I names one")
        await anne.press("I")
        await anne.sees("interrupt duty this iteration:")
        await anne.type("chi")
        await anne.sees("interrupt duty in iteration 1: chidi", "Interrupt duty: Chidi")
        await anne.press("left_square_bracket")
        await anne.sees("targets F 40")  # duty is not a target: the targets are still the team's
    for size in ((120, 40), (80, 24)):
        async with seat(room, "ben", "home", size=size) as ben:
            await ben.sees("Iteration 1 ·", "interrupts: Chidi", "Mon 30")
    async with seat(room, "dana", "home") as dana:
        await dana.sees("Iteration 1")
        await dana.sees_not("Chidi")


async def test_the_merged_list_shows_what_is_usually_finished(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, finished in enumerate((1, 2, 8, 9, 10, 15)):  # three iterations: 2, 3 and 1 cards; 2 is the median
        room.at = day(finished, 12)
        key = room.add("wall", f"old {number}", origin="team" if number else "interrupt", column="ready")
        move.done(room.store, room.viewer("anne"), key)
    room.at = day(21, 10)
    monkeypatch.setenv("CADENCE_NOW", room.at.isoformat())
    async with seat(room, "anne", "planning@2026-12-21") as anne:
        await anne.press("space", *["right_square_bracket"] * 3)
        await anne.sees(
            "usually finished: 2, room for 1 more",
            "of 3",
            "last 3 iterations 0 : 100",
            "interrupts 17 % of it",
        )
        await anne.press("enter", "enter")
        await anne.sees("usually finished: 2 ── of 3")
        rows = anne.text.splitlines()
        line = next(place for place, row in enumerate(rows) if "usually finished" in row)
        assert "2 SRE" in rows[line - 2]  # and below it why it is there
        assert "3 SRE" in rows[line + 1]
