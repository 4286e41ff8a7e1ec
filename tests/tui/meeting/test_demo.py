"""The demo by keys alone: feedback with who said it, and the link to the recording at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence.domain.views.cards import CameFrom
from cadence.services.cards import boards, comments, edit
from cadence.services.facilitation import lifecycle
from cadence.services.home import home
from cadence.services.notes import notes
from cadence.tui.meeting.clock import turn_clock
from tests.tui.meeting_room import Room, a_room, day, seat

REF = "demo@2026-12-04"


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_from_first_to_last_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    room = a_room(tmp_path, day(4, 9))
    first = room.add("demo", "Just one API call", people=("ben",))
    room.add("demo", "Failover in 30 s", people=("chidi",))
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("Demo", "2 demos to show")
        await anne.press("space")
        await anne.sees("1 of 2", "Just one API call", "Ben", "1 shown", "2 not today")
        await anne.press("g", "6", "g")
        await anne.sees("2/6")
        await anne.press("right_square_bracket")
        await anne.sees("this is the last step; e e ends the meeting", "1 of 2")
        await anne.press("c")
        await anne.sees(f"feedback on {first} Just one API call:", "@name who said it")
        await anne.type("can it page us too? @gus")
        await anne.sees("Gus", "can it page us too?", "3 card of what was said", "4 action of it")
        await anne.press("3")
        await anne.sees("card: can it page us too?")
        await anne.press("enter")
        await anne.sees("1 of 3", "card of what was said")
        await anne.press("o")
        await anne.type("try paging @ben")
        await anne.press("4", "ctrl+u")
        await anne.type("ask Gus which pages @chidi")
        await anne.press("1")
        await anne.sees("2 of 2", "Failover in 30 s")
        await anne.press("n")
        await anne.type("One more call @eli")
        await anne.sees("2 of 3")
        await anne.press("2")
        await anne.sees("3 of 3", "One more call")
        await anne.press("1")
        await anne.sees("That was the last one")
        await anne.press("space")
        await anne.sees("Demo held", "Ben: try paging", "l keeps the link")
        await anne.sees("Just one API call → shown", "Failover in 30 s → not today, again on Fri 11 Dec")
        await anne.sees('→ wall "can it page us too?"')
        await anne.press("l")
        await anne.sees("link to the recording:")
        await anne.type("nonsense")
        await anne.sees("is not a link")
        await anne.press("ctrl+u")
        await anne.type("https://video.example/1")
        await anne.sees("link kept")
        await anne.press("r")
        await anne.sees("https://video.example/1", "What we do with what was shown")
        await anne.sees("New on the wall", "can it page us too? · on: Just one API call")
        await anne.press("pagedown")
        await anne.sees("can it page us too?")
        await anne.press("q")
        await anne.sees("Demo held")
    (made,) = [one for one in boards.card_list(room.store, room.viewer("anne"), "wall") if "page us" in one.title]
    assert (made.origin, made.audience, made.came_from) == (
        "business",
        "team",
        CameFrom(first, REF, "Just one API call"),
    )
    actions = boards.card_list(room.store, room.viewer("anne"), "actions")
    assert [(one.title, one.assignees) for one in actions] == [
        ("try paging", ("ben",)),
        ("ask Gus which pages", ("chidi",)),
    ]
    assert "page us" not in str([one.title for one in boards.card_list(room.store, room.viewer("gus"))])
    detail = boards.card(room.store, room.viewer("gus"), first)
    assert [(one.author, one.kind) for one in detail.comments] == [("gus", "feedback")]
    assert notes.notes_of(room.store, room.viewer("gus"), REF).recording == "https://video.example/1"
    told = {who: notes.written(room.store, room.viewer(who), REF).text for who in ("anne", "gus")}
    for text in told.values():
        assert "**Fri 11 Dec, demo:** Failover in 30 s, not today · Chidi Obi" in text
        assert text.count("Failover in 30 s") == 1
        assert "Gus Stake: can it page us too?" in text
    assert "New on the wall" in told["anne"]
    assert "New on the wall" not in told["gus"], "the wall is the team's"


async def test_a_guest_who_opens_the_demo_is_here_and_the_retros_doors_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    room = a_room(tmp_path, day(4, 14))
    async with seat(room, "gus", REF) as gus, seat(room, "anne", REF) as anne:
        await gus.sees("Somebody of the team starts it.")
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("2/6")  # anne, and gus, whose terminal showed the demo as it began
        async with seat(room, "dana", REF) as dana:
            await dana.sees("3/6")
            await anne.sees("3/6")
        await anne.press("e", "e")
        await gus.sees("Demo held")
    async with seat(room, "anne", "retro@2026-12-04") as anne:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("Still in the room", "4 Dana partner", "6 Gus stakeholder")
        await anne.press("4")
        await anne.sees_not("4 Dana")
        await anne.sees("Still in the room", "6 Gus")


async def test_a_demo_that_is_added_to_an_empty_one_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    room = a_room(tmp_path, day(4, 9))
    async with seat(room, "anne", REF) as anne:
        await anne.sees("Demo")
        await anne.press("space")
        await anne.sees("Nothing to walk", "space end")
        await anne.press("n")
        await anne.type("One more call @eli")
        await anne.sees("Since then 1 came up", "space next")
        await anne.press("space")
        await anne.sees("1 of 1", "One more call")


async def test_a_guests_receipt_offers_nothing_that_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    room = a_room(tmp_path, day(4, 9))
    lifecycle.start(room.store, room.viewer("anne"), REF)
    lifecycle.end(room.store, room.viewer("anne"))
    async with seat(room, "anne", REF) as anne, seat(room, "gus", REF) as gus:
        await anne.sees("Demo held", "l keeps the link to the recording", "u reopen")
        await gus.sees("Demo held", "q back")
        await gus.sees_not("recording")
        await gus.sees_not("reopen")
        await gus.press("u")
        await gus.sees("may not reopen a meeting; ask")
        await gus.press("l")
        await gus.sees("may not keep a recording; ask")


async def test_what_was_worked_on_is_prepared_on_the_board_and_everybody_has_the_same_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The team sees what proposes itself; a guest what was put on the list, and all of it once the demo runs."""
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    room = a_room(tmp_path, day(3, 9))
    for title in ("Nobody gets to it", "Failover in 30 s", "Rotate the leaked key", "Fewer pages"):
        room.add("wall", title, column="In progress", people=("chidi",), body="SECRETTEXT")
    room.add("wall", "Not begun")
    async with seat(room, "anne", "demo") as anne, seat(room, "gus", "demo") as gus:
        await anne.sees("Worked on", "Failover in 30 s", "Rotate the leaked key", "Fewer pages")
        await anne.sees_not("Not begun")
        await gus.sees("Nothing to show yet")
        await gus.sees_not("Worked on")
        await anne.press("h", "L")  # the newest is on top
        await gus.sees("Fewer pages")
        await anne.sees("To show 1")
        await anne.press("left", "x")
        await anne.sees("1 to show", "2 not this time")
        await anne.type("2")
        await anne.sees("is left out this time")
        await anne.sees_not("Rotate the leaked key")
    assert "Rotate the leaked key" in room.cards("wall"), "the card itself stays as it is"
    room = type(room)(room.url, day(4, 14))
    async with seat(room, "anne", REF) as anne, seat(room, "gus", REF) as gus:
        await anne.sees("3 demos to show", "Starting lists 2 cards of the wall, by title, for everybody invited")
        await gus.sees_not("Failover")
        await anne.press("space")
        await anne.sees("1 of 3", "Fewer pages")
        await gus.sees("1 of 3", "Fewer pages", "Failover in 30 s", "Nobody gets to it")
        await anne.press("u")
        await anne.sees("1 of 3", "nothing of yours")
        await anne.press("1")
        await gus.sees("2 of 3", "Failover in 30 s")
        await anne.press("2")
        await anne.sees("3 of 3", "Nobody gets to it", "✔ 1", "→ shown · Chidi", "– 2", "→ not today · Chidi")
        await anne.press("e", "e")
        await anne.sees("Demo held", "Nobody gets to it → not shown, again on Fri 11 Dec")
    assert "Nobody gets to it" in room.cards("wall")
    async with seat(room, "anne", "demo@2026-12-11") as anne:
        await anne.sees("2 demos to show", "Nobody gets to it · Chidi · not shown last time")
    listed = {card.title: card.column for card in boards.card_list(room.store, room.viewer("gus"), "demo")}
    still = dict.fromkeys(("Failover in 30 s", "Nobody gets to it"), "To show")
    assert listed == {"Fewer pages": "Shown", **still}, "only what was shown is shown; the others are on the next list"
    told = str([boards.card(room.store, room.viewer("gus"), key) for key in _keys(room, "gus")])
    assert "SECRETTEXT" not in told
    assert "leaked" not in told


async def test_listing_what_was_worked_on_is_in_the_footer_and_the_cursor_goes_with_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    room = a_room(tmp_path, day(3, 9))
    for title in ("Failover in 30 s", "Rotate the key", "Fewer pages"):
        room.add("wall", title, column="In progress", people=("chidi",))
    async with seat(room, "anne", "demo") as anne:
        await anne.sees("Worked on", "Fewer pages")
        assert "list it" not in anne.foot
        for listed, title in enumerate(("Fewer pages", "Rotate the key"), 1):
            await anne.press("h")
            await anne.sees("L list it")
            await anne.press("L")
            await anne.sees(f"To show {listed}")
            await anne.press("enter")
            await anne.sees_not("Worked on", "Failover in 30 s")
            await anne.sees(title)
            await anne.press("q")
            await anne.sees("Worked on")


async def test_feedback_becomes_work_days_later_on_the_demos_own_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(7, 9).isoformat())
    room = a_room(tmp_path, day(4, 14))
    demo = room.add("demo", "Failover in 30 s", column="Shown")
    lifecycle.start(room.store, room.viewer("anne"), REF)
    lifecycle.end(room.store, room.viewer("anne"))
    room = type(room)(room.url, day(7, 9))
    async with seat(room, "gus", demo) as gus:
        await gus.sees("Failover in 30 s")
        await gus.press("c")
        await gus.type("can it page us too?")
        await gus.sees("commented on")
    async with seat(room, "anne", demo) as anne:
        await anne.sees("can it page us too?")
        await anne.press("x")
        await anne.sees("3 card of what was said", "4 action of it")
        await anne.type("3")
        await anne.sees("added: SRE-2 can it page us too?")
        await anne.press("x")
        await anne.type("4 ask which pages @chidi")
        await anne.sees("action: SRE-3 ask which pages")
    (made,) = boards.card_list(room.store, room.viewer("anne"), "wall")
    assert (made.title, made.origin, made.came_from) == (
        "can it page us too?",
        "business",
        CameFrom(demo, None, "Failover in 30 s"),
    )
    (action,) = boards.card_list(room.store, room.viewer("anne"), "actions")
    assert (action.title, action.assignees) == ("ask which pages", ("chidi",))


def _keys(room: Room, handle: str) -> list[str]:
    return [card.key for card in boards.card_list(room.store, room.viewer(handle))]


async def test_feedback_given_days_later_reaches_notes_presenter_and_planning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever was absent, with their name and its day; until it is answered, or something is made of it."""
    room = a_room(tmp_path, day(3, 9))
    going_on = room.add("wall", "Failover in 30 s", column="In progress", people=("chidi",), body="SECRETTEXT")
    room.add("demo", "Just one API call", by="ben")
    room.add("demo", "Fewer pages", people=("eli",))
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "1", "1")
        await anne.sees("That was the last one")
        await anne.press("e", "e")
        await anne.sees("Demo held")
    demos = {card.title: card.key for card in boards.card_list(room.store, room.viewer("gus"), "demo")}
    room = type(room)(room.url, day(6, 20))
    for who, title, said in (
        ("gus", "Just one API call", "can it page us too?"),
        ("dana", "Failover in 30 s", "and the writes?"),
        ("gus", "Fewer pages", "how many fewer?"),
    ):
        comments.comment(room.store, room.viewer(who), demos[title], said)
    for audience in ("team", "partner", "guest"):
        told = notes.written(room.store, room.viewer("anne"), REF, audience=audience).text
        assert "Gus Stake, Sun 6 Dec: can it page us too?" in told
        assert "Dana Wu, Sun 6 Dec: and the writes?" in told
        assert "SECRETTEXT" not in told
    assert needs(room, "ben") == ["feedback on Just one API call, Gus Sun 6 Dec: can it page us too?"]
    assert needs(room, "chidi") == ["feedback on Failover in 30 s, Dana Sun 6 Dec: and the writes?"]
    assert len(needs(room, "eli")) == 1
    comments.comment(room.store, room.viewer("eli"), demos["Fewer pages"], "half of them")
    assert needs(room, "eli") == [], "it is answered"
    monkeypatch.setenv("CADENCE_NOW", day(7, 10).isoformat())
    room = type(room)(room.url, day(7, 10))
    async with seat(room, "anne", "planning@2026-12-07", size=(80, 24)) as anne:
        await anne.sees("2 cards to walk", "Failover in 30 s", "Just one API call")
        await anne.press("space")
        await anne.sees("1 of 2", f"{going_on}  Failover in 30 s", "Dana Sun 6 Dec", "and the writes?", "1 continue")
        await anne.press("2")  # ranked anew: what was said of it was heard with it, and its demo is no holdover
        await anne.sees("2 of 2", "Just one API call", "Gus Sun 6 Dec", "can it page us too?")
        await anne.sees("1 noted", "2 card of what was said", "3 action of it")
        await anne.press("2")
        await anne.sees("card: can it page us too?")
        await anne.press("enter", "1")
        await anne.sees("Business priorities", "can it page us too?")  # which the business asks for from now on
    assert "can it page us too?" in room.cards("wall")
    room = type(room)(room.url, day(7, 11))
    assert needs(room, "ben") == needs(room, "chidi") == []


async def test_a_demo_with_minutes_of_its_own_has_a_clock_that_nudges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14).isoformat())
    room = a_room(tmp_path, day(4, 9))
    short = room.add("demo", "Just one API call", people=("ben",))
    room.add("demo", "Fewer pages", people=("eli",))
    edit.edit(room.store, room.viewer("anne"), short, edit.Edit(minutes=5))
    async with seat(room, "anne", REF) as anne:
        await anne.press("space")
        await anne.sees("1 of 2", "0:00 of 5:00", "Ben · 5 min")
        await anne.press("1")
        await anne.sees("2 of 2", "Fewer pages")
        await anne.sees_not(" of 5:00")
    assert turn_clock(301, 300)[0] == "5:01 of 5:00 · time for the next"


def needs(room: Room, who: str) -> list[str]:
    """What home says of feedback on the demos of ``who``."""
    found = home.home(room.store, room.viewer(who)).needs
    return [need.title for need in found if need.title.startswith("feedback")]
