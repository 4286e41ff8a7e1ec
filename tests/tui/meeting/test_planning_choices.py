"""What a choice in planning would break, what it is made of, and what is left behind: shown where it is made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cadence.services.cards import blockers, boards, comments, routing
from cadence.services.notes import notes
from cadence.services.schedule import holidays
from cadence.services.team import absences, team
from cadence.services.team.settings import Habits
from tests.tui.meeting_room import Room, a_room, day, seat

REF = "planning@2026-11-30"
ROOMY, SMALL = (120, 40), (80, 24)
STEP = "right_square_bracket"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Ben has two cards in progress, as many as one may have; two cards wait, one of them the business's."""
    monkeypatch.setenv("CADENCE_NOW", day(0, 10).isoformat())
    room = a_room(tmp_path, day(0, 9))
    habits = Habits(person_limit=2, limits={"In progress": 2})
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=habits))
    for title in ("DNS failover test", "Document the failover"):
        room.add("wall", title, origin="team", people=("ben",), column="in progress")
    room.add("wall", "VPC peering", origin="business", column="ready")
    room.add("wall", "Chaos day", origin="team", column="ready")
    return room


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_whom_a_card_would_be_too_much_for_who_wanted_it_and_who_is_away(
    room: Room, size: tuple[int, int]
) -> None:
    absences.away(room.store, room.viewer("anne"), "eli", date(2026, 12, 2), date(2027, 1, 8))
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", STEP, STEP, STEP, "enter", "enter", STEP)
        await anne.sees("Interest", "would be 3 of 2", "away Wed 2 – Fri 4 Dec")
        await anne.press("1", "3", STEP)
        await anne.sees("Assignment", "1 ○ Anne wanted it", "3 ○ Chidi wanted it", "away Wed 2 – Fri 4 Dec")
        await anne.sees("▆▆ 2 ⚑ would be 3 of 2")
        assert "2 ○ Ben wanted it" not in anne.text
        await anne.press("2")
        await anne.sees("2 ● Ben", "▆▆▆ 3 ⚑")


async def test_who_has_a_card_is_not_told_that_it_would_be_one_too_many(room: Room) -> None:
    for title in ("Mail relay", "Log retention"):
        room.add("wall", title, origin="team", people=("chidi",), column="ready", due=date(2026, 12, 3))
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", STEP, STEP, STEP, "enter", "enter", STEP)
        await anne.sees("Interest", "Mail relay", "3 ○ Chidi", "▆▆ 2 ⚑ would be 3 of 2")
        assert anne.text.count("would be") == 1  # Ben, who has it not
        await anne.press("3")
        await anne.sees("3 ● Chidi")
        assert anne.text.count("⚑") == 1


@pytest.mark.parametrize("most", [1, 2, 3])
async def test_the_line_of_the_plans_limit_counts_what_its_column_holds(room: Room, most: int) -> None:
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=Habits(limits={"Ready": most})))
    room.add("wall", "Mail relay", origin="team", column="backlog", due=date(2026, 12, 3))
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", STEP, STEP, STEP)
        if most == 1:
            await anne.sees("· ⚑ Ready holds 2 of 1 already ─", "│ ⚑ Ready holds 2 of 1 already")
            rows = anne.text.splitlines()
            line = next(n for n, row in enumerate(rows) if "│ ⚑ Ready holds" in row)
            assert not any("SRE-1 DNS" in row for row in rows[:line])
        await anne.press("enter")
        if most == 3:
            await anne.sees("3 SRE-5 Mail", "then: SRE-4 Chaos")
            assert "Ready: 3" not in anne.text
        else:
            await anne.sees(f"⚑ Ready would be 3 of {most} ─")


async def test_what_nobody_owns_is_named_when_its_step_is_left_and_in_the_receipt(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", STEP)
        await anne.sees("2 left without outcome ([ back): SRE-1 DNS failover test and 1 more")
        await anne.press(STEP, STEP, "enter", "enter", STEP, STEP, "p")
        await anne.type("who renews it?")
        await anne.press(STEP)
        await anne.sees("Parking lot", "2 left without owner ([ back): SRE-3 VPC peering and 1 more")
        await anne.press("left_square_bracket", "1", STEP)
        await anne.sees("1 left without owner ([ back): SRE-4 Chaos day")
        await anne.press("e", "e")
        await anne.sees("no owner    SRE-4 Chaos day", "took        Anne: SRE-3 VPC peering")


async def test_each_holdovers_outcome_is_in_the_receipt(room: Room) -> None:
    for title in ("Mail relay", "Log retention"):
        room.add("wall", title, origin="business", column="in progress")
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "2", "3")
        await anne.type("no one to do it")
        await anne.press("4")
        await anne.type("overtaken")
        await anne.press(STEP, STEP, "e", "e")
        await anne.sees("→ continue", "→ re-prioritise", "→ hand back: no one", "→ dropped: overtaken")
        assert all(f"{title} → " in anne.text for title in ("DNS failover test", "the failover", "relay", "retention"))
        assert anne.text.count("overtaken") == 1


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_work_left_without_an_outcome_runs_on_at_the_head_of_the_merge(room: Room, size: tuple[int, int]) -> None:
    def touched() -> dict[str, object]:
        return {card.key: card.updated_at for card in boards.card_list(room.store, room.viewer("anne"), "wall")}

    room.add("actions", "Check the pager")
    before = touched()
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", "space", "space", "space", STEP, STEP, STEP)
        await anne.sees("Merge", "1 SRE-1 DNS failover", "2 SRE-2 Document the", "runs on", "0 : 100")
        assert touched() == before
        await anne.press("H")
        await anne.sees("SRE-1 DNS failover test has been begun and runs on")
        await anne.press("enter", STEP)
        await anne.sees("Interest", "1 of 1", "VPC peering")
        await anne.press("e", "e")
        await anne.sees("Check the pager → no outcome, comes back")
        await anne.sees("DNS failover test → runs on, without an outcome")
    after = touched()
    assert {key: after[key] for key in ("SRE-1", "SRE-2")} == {key: before[key] for key in ("SRE-1", "SRE-2")}


async def test_work_that_runs_on_can_be_put_into_another_order(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", STEP, STEP, STEP)
        await anne.sees("1 SRE-1", "2 SRE-2")
        await anne.press("J")
        await anne.sees("1 SRE-2", "2 SRE-1")


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_a_limit_is_said_before_a_card_is_moved_or_given_and_when_it_is_carried(
    room: Room, size: tuple[int, int]
) -> None:
    async with seat(room, "anne", "wall", size=size) as anne:
        await anne.sees("In progress 2/2")
        await anne.press("m")
        await anne.sees("3 In progress (⚑ would be 3 of 2)", "4 Review ·")
        await anne.type("3")
        await anne.sees("moved to In progress · ⚑ In progress 3 of 2, over by 1")
        await anne.press("H")
        await anne.sees("In progress 2/2")
        await anne.press("L")
        await anne.sees("moved to In progress · ⚑ In progress 3 of 2, over by 1")
        await anne.press("a")
        await anne.sees("anne ben (⚑ would be 3 of 2) chidi")
        await anne.type("ben")
        await anne.sees("assigned · ⚑ In progress 3 of 2, over by 1; ben 3 of 2")


@pytest.mark.parametrize(("size", "header"), [(ROOMY, "◆ this iteration 3 of 5 · 1 done"), (SMALL, "◆ 3/5 ✔ 1")])
async def test_the_wall_marks_this_iterations_cards(room: Room, size: tuple[int, int], header: str) -> None:
    room.at = day(0, 10)
    room.add("wall", "Done by Monday", origin="team", column="done")
    async with seat(room, "anne", "wall", size=size) as anne:
        await anne.sees(header, "◆ SRE-1 ben", "◆ SRE-2 ben")
        await anne.press("h")
        await anne.sees("SRE-3")
        await anne.sees_not("◆ SRE-3")
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", STEP, STEP, STEP, "enter", STEP, "e", "e")
        await anne.sees("Iteration planning held")
    async with seat(room, "anne", "wall", size=size) as anne:
        await anne.sees(header.replace("3", "4", 1))
        await anne.press("h")
        await anne.sees("◆ SRE-3", "  SRE-4")


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_what_has_no_origin_is_met_on_the_agenda_and_behind_the_teams_priorities(
    room: Room, size: tuple[int, int]
) -> None:
    room.add("wall", "Second network provider", column="ready")
    room.add("wall", "Pager storm", origin="interrupt", column="ready")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("Second network provider · no origin yet", "Pager storm · interrupt", "6 cards to walk")
        await anne.press("space", STEP, STEP)
        await anne.sees("Team priorities", "1 of 2", "Chaos day")
        await anne.press("space")
        await anne.sees("2 of 2", "Second network provider", "no origin yet")
        await anne.press("E")
        await anne.sees("the form", "business team interrupt")


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_the_footer_says_what_enter_does_where_the_cursor_is(room: Room, size: tuple[int, int]) -> None:
    room.add("wall", "Pager storm", origin="interrupt", column="ready")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", STEP, STEP, STEP)
        await anne.sees("take the proposal")
        await anne.press("tab", "tab")
        await anne.sees("pull this one", "Pager storm")
        await anne.sees_not("take the proposal")
        await anne.press("enter")
        await anne.sees("take the proposal", "runs on", "Pager storm")


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_a_proposal_begins_with_the_blocker_and_names_who_waits(room: Room, size: tuple[int, int]) -> None:
    blockers.depend(room.store, room.viewer("anne"), "SRE-3", on="SRE-4")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", STEP)
        await anne.sees("✖ SRE-4 Chaos day")
        await anne.press(STEP, STEP)
        await anne.sees("proposed: SRE-4 Chaos day · SRE-3 VPC", "waits for it")


@pytest.mark.parametrize("size", [ROOMY, SMALL])
@pytest.mark.parametrize("steps", range(4))
async def test_the_next_weeks_are_one_key_away_wherever_order_is_judged(
    room: Room, size: tuple[int, int], steps: int
) -> None:
    anne_ = room.viewer("anne")
    absences.away(room.store, anne_, "chidi", date(2026, 12, 9), date(2027, 1, 8))
    holidays.add_holidays(room.store, anne_, date(2026, 12, 7), date(2026, 12, 7), "Company day")
    room.add("wall", "Log retention", origin="business", column="ready", due=date(2026, 12, 18))
    room.add("wall", "Mail relay", origin="business", column="ready", due=date(2026, 11, 20))
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", *[STEP] * steps, "greater_than_sign")
        await anne.sees("The next weeks", "Mon 30 Nov – Fri 4 Dec", "Mon 7 Dec   Company day: off")
        await anne.sees("Wed 9 Dec   Chidi is away to Fri 11 Dec", "Fri 18 Dec  SRE-5 Log retention", "due")
        first = anne.text.splitlines()[2:4]
        assert "Mon 30 Nov" in first[0]
        assert "SRE-6 Mail relay" in first[1]
        assert "late" in first[1]
        await anne.press("enter")
        await anne.sees("SRE-6  Mail relay")
        await anne.press("q", "q")
        await anne.sees(("Holdovers", "Business priorities", "Team priorities", "Merge")[steps], "left")


async def test_what_has_no_origin_is_no_place_in_the_teams_order(room: Room) -> None:
    room.add("wall", "Alert noise", origin="team", column="backlog")
    room.add("wall", "Second network provider", column="ready")
    async with seat(room, "anne", REF, size=SMALL) as anne:
        await anne.press("space", STEP, STEP)
        await anne.sees("the order   J K move it in the order · > next weeks")
        await anne.press("space", "J")
        await anne.sees("SRE-5 Alert noise is the last of this list")
        await anne.press("K")
        await anne.sees("SRE-5 Alert noise, now in Ready, above SRE-4 Chaos day")


async def test_what_enter_takes_is_in_sight_however_long_the_merged_list_is(room: Room) -> None:
    for number in range(14):
        room.add("wall", f"Work number {number}", origin="team", column="ready")
    async with seat(room, "anne", REF, size=SMALL) as anne:
        await anne.press("space", STEP, STEP, STEP, *["enter"] * 12)
        await anne.sees("▸ proposed: SRE-15 Work number 10")
        await anne.press(STEP)
        await anne.sees("Interrupt duty: nobody yet, I names one")


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_each_place_keeps_its_why_and_the_limit_of_the_plans_column_is_said_before(
    room: Room, size: tuple[int, int]
) -> None:
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=Habits(limits={"Ready": 2})))
    room.add("wall", "Mail relay", origin="team", column="backlog", due=date(2026, 12, 3))
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", STEP, STEP, STEP)
        await anne.sees("── limit of Ready: 2, it holds 2 already ──", "proposed: SRE-5 Mail relay · due Thu 3 Dec")
        await anne.press("enter")
        await anne.sees(
            "3 · ⚑ Ready would be 3 of 2 ─",
            "│ ⚑ Ready would be 3 of 2",
            "3 SRE-5 Mail",
            "due Thu 3 Dec · ! 3 d",
            "then: SRE-4 Chaos",
        )
        await anne.press("right", "enter")
        await anne.sees("4 SRE-4 Chaos day", "chosen by hand", "5 SRE-3 VPC peering")
        await anne.press("I")
        await anne.sees("anne ben chidi eli · nobody")
        await anne.type("eli")
        await anne.press("e", "e")
        await anne.sees("interrupts  Eli Roth")
    told = notes.written(room.store, room.viewer("anne"), REF).text
    for words in (
        "runs on, without an outcome",
        "Mail relay",
        "chosen by hand",
        "Interrupt duty:** Eli Roth",
    ):
        assert words in told
    assert told.count("due Thu 3 Dec") == 1


@pytest.mark.parametrize("size", [ROOMY, SMALL])
async def test_the_whole_list_of_holdovers_says_what_became_of_each(room: Room, size: tuple[int, int]) -> None:
    room.add("actions", "Check the pager", people=("ben",), due=date(2026, 11, 27))
    for title in ("Just one API call", "Fewer pages"):
        demo = room.add("demo", title, column="shown", people=("chidi",))
        comments.comment(room.store, room.viewer("gus"), demo, "can it page us too?")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space")
        await anne.sees("1  DNS failover test", "2  Document the failover", "3  Check the pager", "! 3 d late")
        await anne.press("space", "2")
        await anne.sees("– 1  DNS failover test", "✔ 2  Document the failover")
        await anne.sees("1 continue, due Mon 7 Dec")
        await anne.press("1")
        await anne.sees("4 of 5", "can it page us too?")
        await anne.press("space")  # what was said of what is shown is left without an outcome, as the rest is
        await anne.sees("5 of 5", "– 4  Just one API call")
        await anne.press("2")
        await anne.sees("card: can it page us too?")
        await anne.type("page them")  # in the place of what stood there
        await anne.sees("added: SRE-8 page them")
        await anne.press(STEP, STEP, "e", "e")
        await anne.sees("Check the pager → continue, due Mon 7 Dec")


async def test_an_order_across_columns_leaves_the_ages_and_who_alone_wants_a_card_bears_its_load(room: Room) -> None:
    room.add("wall", "Alert noise", origin="team", column="backlog")
    async with seat(room, "anne", REF, size=ROOMY) as anne:
        await anne.press("space", STEP, STEP)
        await anne.press("J")
        await anne.sees("SRE-4 Chaos day, now in Backlog, below SRE-5 Alert noise", "Backlog for 1 h")
        await anne.press(STEP, "right", "right", STEP)
        await anne.sees("Interest", "1 of 2")
        await anne.press("3")
        await anne.sees("3 ● Chidi", "▆ 1")
        await anne.press("4")
        await anne.sees_not("▆ 1")
        await anne.sees("0–1")  # one of the two will have it


async def test_what_is_made_of_feedback_is_its_outcome_and_what_was_passed_over_is_listed_as_left(room: Room) -> None:
    room.add("actions", "Check the pager", due=date(2026, 11, 27))
    routing.park(room.store, room.viewer("anne"), "who renews it?")
    demo = room.add("demo", "Just one API call", people=("chidi",))
    comments.comment(room.store, room.viewer("gus"), demo, "can it page us too?")
    async with seat(room, "anne", REF, size=ROOMY) as anne:
        await anne.press("space", "1", "down", "down", "down")
        await anne.sees("5 of 5", "5  Just one API call", "2 card of what was said")
        await anne.press("2", "enter")
        await anne.sees("added: SRE-8 can it page us too?", "5 of 5", "5  Just one API call", "→ card SRE-8")
        await anne.press(STEP)
        await anne.sees("3 left without outcome", "SRE-2 Document the failover and 2 more")
        await anne.press(STEP, STEP, STEP, "e", "e")
        await anne.sees("SRE-7 Just one API call → card SRE-8 can it page us too?")
        await anne.sees("Check the pager → no outcome, comes back", "Document the failover → runs on")
        assert anne.text.count("who renews it?") == anne.text.count("Check the pager") == 1
    told = notes.written(room.store, room.viewer("anne"), REF).text
    assert "card SRE-8 can it page us too?" in told
    left = told.partition("Left for later")[2]
    assert all(told.count(title) == left.count(title) == 1 for title in ("Check the pager", "who renews it?"))
    assert "Just one API call" not in left


async def test_a_long_receipt_has_the_room_that_the_list_does_not_need_and_scrolls(room: Room) -> None:
    for number in range(1, 25):
        room.add("actions", f"Errand {number:02}")
    routing.park(room.store, room.viewer("anne"), "who renews it?")
    async with seat(room, "anne", REF, size=ROOMY) as anne:
        await anne.press("space", STEP, "e", "e")
        await anne.sees("Still open", "who renews it?", "Errand 20")
        await anne.press("pagedown")
        await anne.sees("Errand 24", "who renews it?")
        await anne.press("pageup")
        await anne.sees("Errand 01")
