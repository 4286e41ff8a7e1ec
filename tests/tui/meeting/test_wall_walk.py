"""Walking the wall in a standup by keys alone: what changed since the last walk, thieves, and the clock of a turn."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from cadence.errors import CadenceError
from cadence.services.cards import blockers, boards, edit, move, routing
from cadence.services.facilitation import lifecycle, navigation
from cadence.services.meetings.view import show
from cadence.services.team import absences, team
from cadence.services.team.settings import Habits
from cadence.tui.meeting.round import RoundPanel
from cadence.tui.meeting.screen import MeetingScreen
from tests.tui.meeting_room import Room, a_room, day, seat

REF = "standup@2026-12-02"


def walked_on_tuesday(folder: Path) -> Room:
    """Three cards, all walked on Tuesday; one of them moved and was blocked since."""
    room = a_room(folder, day(1, 9))
    for title in ("Renew certificates", "Chaos day", "Old runners"):
        room.add("wall", title, column="in progress")
    anne = room.viewer("anne")
    room.at = day(1, 10)
    lifecycle.start(room.store, anne, "standup")
    shown = navigation.walk_instead(room.store, anne)
    while shown.line.status == "running":
        shown = navigation.advance(room.store, anne)
    room.at = day(1, 15)
    move.move(room.store, room.viewer("ben"), "SRE-2", "review")
    blockers.block(room.store, room.viewer("ben"), "SRE-2", "no window")
    return room


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_only_what_changed_since_the_last_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = walked_on_tuesday(tmp_path)
    async with seat(room, "anne", REF, size=size) as anne, seat(room, "ben", REF, size=size) as ben:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("1 of ", "w the wall")
        await anne.press("w")
        await anne.sees("1 of 3", "Chaos day", ". only changed")
        await anne.sees("since the last walk (Tue 1 Dec): moved to Review, blocked")
        await anne.press("space")
        await anne.sees("2 of 3", "since the last walk (Tue 1 Dec): nothing")
        await ben.press(".")
        await ben.sees("Anne facilitates")
        await anne.press(".")
        await anne.sees("changed since Tuesday", "Chaos day", ". everything")
        await ben.sees("changed since Tuesday")
        await anne.sees_not("Old runners")
        assert ("Changed since Tuesday" in anne.text) == (size[0] > 100)
        await anne.press(".")
        await anne.sees("of 3", ". only changed")
        await anne.press("w")
        await anne.sees("Anne", "w the wall")
        await anne.press(".")
        await anne.sees("this step goes through everything")


async def test_what_the_partner_dropped_looks_dropped_on_the_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = walked_on_tuesday(tmp_path)
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(partner="Checkout"))
    waiting = blockers.depend(room.store, room.viewer("anne"), "SRE-3", team="Checkout", what="test data")
    room.at = day(1, 16)
    move.drop(room.store, room.viewer("dana"), waiting.depends_on[0].key or "", "not ours")
    room.at = day(2, 10)
    lifecycle.start(room.store, room.viewer("anne"), "standup")
    navigation.walk_instead(room.store, room.viewer("anne"))
    async with seat(room, "anne", REF, size=(80, 24)) as anne:
        await anne.press("space")
        await anne.press("space")
        await anne.sees("Old runners", "✖ Checkout: test data (dropped by Checkout: not ours)")
        await anne.sees("since the last walk (Tue 1 Dec): dropped by Checkout: not ours")
        await anne.sees_not("settled")


async def test_what_waits_for_its_turn_is_walked_on_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(1, 9))
    room.add("wall", "Renew certificates", column="in progress")
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "w")
        await anne.sees("Renew certificates")
        assert "since the last walk" not in anne.text
        await anne.press(".")
        await anne.sees("nothing changed since the last walk, and nothing waits behind it")
        room.add("wall", "Next Postgres", column="backlog")
        await anne.sees(". everything", "1 of 1")
        await anne.press(".")
        await anne.sees("1 of 2", "Next Postgres", ". under way")
        await anne.press("space")
        await anne.sees("2 of 2", "Backlog for")
        await anne.press(".", ".")
        await anne.sees("Next Postgres")  # one looks at it: it stays


async def test_a_thief_looks_different_once_the_team_has_said_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(1, 9))
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=Habits(neglect_days=1)))
    room.at = day(0, 9)
    room.add("wall", "Renew certificates", column="in progress")
    async with seat(room, "anne", REF) as anne, seat(room, "ben", "wall") as ben:
        await anne.sees("space starts it")
        await anne.press("space", "w")
        await anne.sees("⚑ neglected: no event for 2 d", "! thief?")
        await anne.press("exclamation_mark")
        await anne.type("yes")
        await anne.sees("⚑ neglected ✓: no event for 2 d")
        assert anne.text.count("⚑ neglected ✓") == 2  # in the list, and on the card
        assert "! thief?" not in anne.text
        await ben.sees("⚑ neglected ✓")
        await anne.press("exclamation_mark")
        await anne.type("no")
        await anne.sees_not("⚑ neglected")
        await ben.sees_not("⚑")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_clock_of_a_turn_changes_its_look_at_its_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=Habits(steps={"standup.round": 1})))
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "2", "3")
        await anne.sees("1 of 3 · Anne", "of 0:20")
        looks = []
        for seconds, said in ((8, r"0:(0[89]|1[0-4]) of 0:20 "), (16, r"0:1[6-9] of 0:20 "), (24, "time for the next")):
            monkeypatch.setenv("CADENCE_NOW", (day(2, 10) + timedelta(seconds=seconds)).isoformat())
            anne.app.keep_alive()
            await anne.app.settled()
            screen = anne.app.screen
            assert isinstance(screen, MeetingScreen)
            screen.reload()
            await anne._until(lambda said=said: re.search(said, anne.text), f"sees {said}")
            title = str(screen.query_one(RoundPanel)._speaker.border_title)
            looks += re.findall(r"\[/(\$\S+)\]$", title)
        assert len(set(looks)) == 3, "a colour of its own before its share, near it and over it"


async def test_who_is_not_in_the_room_is_on_leave_or_not_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(2, 10).isoformat())
    room = a_room(tmp_path, day(2, 9))
    absences.away(room.store, room.viewer("anne"), "eli", day(2, 9).date())
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "2")
        await anne.sees("Chidi  not here", "Eli  on leave")
        assert "away" not in anne.text


def walking(room: Room) -> tuple[str, ...]:
    """A standup of Wednesday that walks the wall: its list from now on."""
    anne = room.viewer("anne")
    room.at = day(2, 10)
    lifecycle.start(room.store, anne, "standup")
    return navigation.walk_instead(room.store, anne).queue


def test_what_was_finished_dropped_tabled_or_judged_has_changed_too(tmp_path: Path) -> None:
    room = walked_on_tuesday(tmp_path)
    for title in ("Spare disks", "Cache warm-up", "Wiki"):
        room.add("wall", title, column="in progress")
    ben = room.viewer("ben")
    move.done(room.store, ben, "SRE-1")
    move.drop(room.store, ben, "SRE-4", "no need")
    routing.table(room.store, ben, "SRE-3", "how long is long?")
    edit.mark_thief(room.store, ben, "SRE-5", "neglected")
    assert walking(room) == ("SRE-2", "SRE-3", "SRE-5", "SRE-6")
    view = navigation.change_scope(room.store, room.viewer("anne"))
    told = dict(view.changed)
    assert view.queue == ("SRE-2", "SRE-1", "SRE-3", "SRE-4", "SRE-5", "SRE-6"), "blocked, then what is done"
    assert set(view.queue) == set(told)
    assert (told["SRE-1"], told["SRE-3"]) == ("moved to Done", "tabled to arch")
    assert told["SRE-4"].endswith("dropped")
    assert told["SRE-5"].endswith("time thief confirmed: neglected")


@pytest.mark.parametrize("deed", ["thief", "block", "done", "new"])
def test_the_order_of_the_walk_stands_while_it_is_walked(tmp_path: Path, deed: str) -> None:
    room = walked_on_tuesday(tmp_path)
    before, anne = walking(room), room.viewer("anne")
    navigation.advance(room.store, anne)
    if deed == "thief":
        edit.mark_thief(room.store, anne, before[2], "neglected")
    elif deed == "block":
        blockers.block(room.store, anne, before[1], "no window")
    elif deed == "done":
        move.done(room.store, anne, before[1])
    else:
        room.add("wall", "Came up just now", column="review")
    view = show(room.store, anne, REF)
    assert view.at == before[1]
    assert view.queue == (*before, *(["SRE-4"] if deed == "new" else []))


def test_one_of_several_thieves_is_dismissed_by_its_name(tmp_path: Path) -> None:
    room = walked_on_tuesday(tmp_path)
    anne = room.viewer("anne")
    for thief in ("neglected", "too much in progress"):
        edit.mark_thief(room.store, anne, "SRE-1", thief)
    card = edit.answer_thief(room.store, anne, "SRE-1", "no too much in progress")
    assert [one.named for one in card.thieves] == ["neglected"]


def two_thieves(tmp_path: Path) -> Room:
    """SRE-2 makes too much in progress, and was not planned."""
    room = a_room(tmp_path, day(0, 10))
    anne = room.viewer("anne")
    team.team_set(room.store, anne, team.TeamEdit(habits=Habits(limits={"In progress": 1})))
    room.add("wall", "Renew certificates", column="in progress")
    lifecycle.start(room.store, anne, "planning@2026-11-30")
    lifecycle.end(room.store, anne)
    room.at = day(1, 10)
    room.add("wall", "Chaos day", column="in progress")
    return room


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (("no",), {}),
        (("no 1 a quiet week",), {"unplanned": False}),
        (("no 4: asked for in June",), {"too much in progress": False}),
        (("no unp",), {"too much in progress": False}),
        (("yes",), {"too much in progress": True, "unplanned": True}),
        (("yes 4 night",), {"too much in progress": False, "unplanned": True}),
        (("y 4, night",), {"too much in progress": False, "unplanned": True}),
        (("4 night", "no"), {"unplanned": True}),
        (("4 night", "yes"), {"too much in progress": True, "unplanned": True}),
        (("4 night", "no 4"), {"too much in progress": False}),
        (("yes", "no 1"), {"unplanned": True}),
        (("yes 5",), {"too much in progress": False, "unplanned": False, "neglected": True}),
    ],
)
def test_an_answer_to_several_thieves_is_of_the_one_it_names_or_of_all_that_nobody_confirmed(
    tmp_path: Path, typed: tuple[str, ...], left: dict[str, bool]
) -> None:
    room = two_thieves(tmp_path)
    anne = room.viewer("anne")
    for line in typed:
        card = edit.answer_thief(room.store, anne, "SRE-2", line)
    assert {one.named: one.confirmed for one in card.thieves} == left
    whys = {one.named: one.why for one in card.thieves}
    assert whys.get("unplanned", "") in ("", "night") or not any("night" in line for line in typed)


@pytest.mark.parametrize(
    ("before", "typed", "said"),
    [
        ("4", "no 5", "neglected is not seen on SRE-2; name one: 1 too much in progress, 4 unplanned"),
        ("4", "no 6", "no time thief 6; they are 1 too much in progress, 2 conflicting priorities"),
        ("yes", "no", "confirmed on SRE-2: 1 too much in progress, 4 unplanned; a number behind no takes that back"),
        ("no", "no", "no time thief is seen on SRE-2; name one: 1 too much in progress, 2 conflicting priorities"),
    ],
)
def test_an_answer_that_is_of_no_thief_here_changes_nothing_and_says_the_numbers(
    tmp_path: Path, before: str, typed: str, said: str
) -> None:
    room = two_thieves(tmp_path)
    anne = room.viewer("anne")
    card = edit.answer_thief(room.store, anne, "SRE-2", before)
    with pytest.raises(CadenceError) as refused:
        edit.answer_thief(room.store, anne, "SRE-2", typed)
    assert str(refused.value).startswith(said)
    assert boards.card(room.store, anne, "SRE-2").card.thieves == card.thieves
