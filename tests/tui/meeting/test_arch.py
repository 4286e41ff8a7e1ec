"""The arch meeting by keys alone: in order, and as lean coffee with dots and votes on time."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence.services.cards import boards, comments, edit
from tests.tui.core.test_typing import burst
from tests.tui.meeting_room import Room, Seat, a_room, day, seat

REF = "arch@2026-12-01"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setenv("CADENCE_NOW", day(1, 14).isoformat())
    room = a_room(tmp_path, day(1, 9))
    for title in ("Move runners to spot?", "Retry budget", "Who signs certificates?"):
        room.topic(title)
    return room


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_in_order_with_outcomes(room: Room, size: tuple[int, int]) -> None:
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("Arch meeting", "3 topics to discuss")
        await anne.press("space")
        await anne.sees("1 of 3", "Move runners to spot?", "Why it matters.", "1 in order", "2 lean coffee")
        await anne.press("w")
        await anne.sees("1 to 4 choose how the topics are run")
        await anne.press("1")
        await anne.sees("in order ✔")
        await anne.press("right_square_bracket")
        await anne.sees("Discussing", "Move runners to spot?", "1 decision", "in order")
        await anne.press("1")
        await anne.sees("decision:", "ends SRE-1")
        await anne.type("No spot for stateful jobs")
        await anne.sees("Retry budget", "Discussing")
        await anne.press("5")
        await anne.sees("Who signs certificates?")
        await anne.press("x")
        await anne.sees("6 drop")
        await anne.type("3 ask security @chidi")
        await anne.sees("Every topic was discussed")
        await anne.press("space")
        await anne.sees("Arch meeting held", "No spot for stateful jobs", "Chidi: ask security")
    topics = {card.title: card for card in boards.card_list(room.store, room.viewer("anne"), "arch")}
    assert topics["Move runners to spot?"].outcome == "decision"
    assert topics["Retry budget"].column == "Proposed"
    assert topics["Retry budget"].put_off == 1


async def test_an_outcome_needs_its_words_and_the_line_stays_until_it_has_them(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "1", "right_square_bracket")
        await anne.sees("Discussing", "Move runners to spot?")
        await anne.press("2", "enter")
        await anne.sees("what does the experiment find out?", "experiment:")
        await anne.type("do nine of ten runs end? @ben")
        await anne.sees("Retry budget", "→ experiment")
        await anne.press("space")
        await anne.sees("left without outcome: SRE-2 Retry budget (⌫ back)")
    (topic,) = [one for one in boards.card_list(room.store, room.viewer("anne"), "arch") if one.outcome]
    assert (topic.title, topic.outcome_words, topic.assignees) == (
        "Move runners to spot?",
        "do nine of ten runs end?",
        ("ben",),
    )


async def test_one_big_topic_last(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.sees("space starts it")
        await anne.press("space", "j", "3")
        await anne.sees("SRE-2 Retry budget: one big first", "3 one big first ✔")
        await anne.press("k", "4")
        await anne.sees("SRE-1 Move runners to spot?: one big last")
        await anne.press("right_square_bracket")
        await anne.sees("one big last", "SRE-2  Retry budget")
        await anne.press("x")
        await anne.type("5")
        await anne.sees("SRE-3  Who signs certificates?")
        await anne.press("space")
        await anne.sees("SRE-1  Move runners to spot?", "None follows.")


async def test_who_has_no_terminal_gives_dots_through_who_facilitates(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF) as ben:
        await anne.sees("space starts it")
        await ben.sees("space starts it")
        await anne.press("space", "g", "3", "g", "2")
        await ben.sees("your dots", "3 left")
        await ben.press("v", "3", "v")
        await ben.sees("1 left")
        await anne.press("3")
        await anne.sees(
            "for Chidi: v gives a dot, V takes one back", "for Chidi: v a dot, V takes one back · esc your own"
        )
        await anne.press("v", "v", "V", "v", "v")
        await anne.sees("a dot for a card (Chidi's)", "still to vote: Anne")
        await anne.press("v")
        await anne.sees("all chidi's 3 dots are given")
        await burst(anne, "3V")
        await anne.sees("a dot taken back from a card (Chidi's)")
        await anne.press("v", "escape", "down", "v")
        await anne.sees("1 of 3 given", "still to vote: nobody")
        await anne.press("space")
        await anne.sees("Discussing", "Move runners to spot?", "5 votes")


async def test_lean_coffee(room: Room) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF, size=(80, 24)) as ben:
        await anne.sees("space starts it")
        await ben.sees("space starts it")
        await anne.press("space", "g", "3", "g", "2")
        await anne.sees("your dots", "0 of 3 given", "still to vote: Anne, Ben, Chidi", "form: lean coffee")
        await ben.sees("your dots", "●●●", "3 left")
        await anne.press("v")
        await anne.sees("1 of 3 given")
        assert "● 1" not in anne.text, "this screen is shared"
        await ben.press("down", "down", "v", "v", "v")
        await ben.sees("● 3", "0 left")
        assert "● 3" not in anne.text
        await ben.press("v")
        await ben.sees("all your 3 dots are given")
        await ben.press("V")
        await ben.sees("1 left")
        await anne.sees("still to vote: Chidi")
        await anne.press("space")
        await anne.sees("still to vote: Chidi; space again closes the vote")
        await anne.press("space")
        await anne.sees("Discussing", "Who signs certificates?", "Continue?", "of 5:00", "first extension: 3 min")
        await ben.sees("Who signs certificates?", "Continue?")
        await ben.press("plus")
        await anne.sees("+ 1", "waiting for Anne, Chidi")
        await anne.press("plus")
        await anne.sees("+ 2", "you want more; + again closes the vote")
        await anne.press("plus")
        await anne.sees("of 8:00", "second extension: 2 min", "the vote gives it 3 more min")
        await anne.press("2")
        await anne.sees("for Ben: + more, - move on · esc your own", "+ 0", "− 0")
        await anne.press("2", "minus")
        await anne.sees("Ben would move on", "Continue?", "− 1", "waiting for Anne, Chidi")
        await anne.press("minus", "minus")
        await anne.sees("Move runners to spot?", "of 5:00", "Discussed")
        await anne.sees("left without outcome: SRE-3 Who signs certificates? (⌫ back)")
        await anne.press("x")
        await anne.type("2 does it last a day?")
        await anne.sees("Retry budget", "experiment")
        await anne.press("e", "e")
        await anne.sees("Arch meeting held", "no outcome", "Retry budget", "They stay in Discussing")
        await anne.sees_not("not reached")


async def test_what_a_postmortem_leaves_to_do_becomes_actions_by_one_key_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(1, 14).isoformat())
    room = a_room(tmp_path, day(1, 9))
    tasks = ("- [ ] raise the alarm earlier @chidi, due 11 Dec", "- [x] grow the disk", "- [ ] rotate logs")
    text = "We ran out of disk.\n\n" + "\n".join(tasks)
    key = room.add("arch", "Disk full on Friday", type="postmortem", body=text)
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "right_square_bracket")
        await anne.sees("Disk full on Friday", "7 action: raise the alarm earlier", "8 action: rotate logs")
        await anne.press("7")
        await anne.sees("7 action: rotate logs")
        await anne.press("e", "e")
        await anne.sees("Arch meeting held")
    async with seat(room, "ben", key) as ben:
        await ben.sees("Disk full on Friday")
        await ben.press("x")
        await ben.sees("3 action: rotate logs")
        await ben.type("3")
        await ben.sees("action: SRE-3 rotate logs")
        await ben.press("x")
        await ben.sees("2 dropped: why")
        await ben.sees_not("3 action")
    made = boards.card_list(room.store, room.viewer("anne"), "actions")
    assert {(one.title, one.assignees, str(one.due)) for one in made} == {
        ("raise the alarm earlier", ("chidi",), "2026-12-11"),
        ("rotate logs", (), "2026-12-07"),
    }


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_agenda_is_a_list_that_is_put_in_order(room: Room, size: tuple[int, int]) -> None:
    topic = room.topic("Who pays for egress?", by="dana")
    comments.vote(room.store, room.viewer("ben"), topic)
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space")
        await anne.sees("▌ 1  Move runners to spot?", "  2  Retry budget", "  4  Who pays for egress?")
        await anne.sees("1 vote · Dana · 5 h", "Ben · 5 h", "proposed by Ben", "1 in order")
        await anne.press("J")
        await anne.sees(
            "Move runners to spot?, below", "Retry budget", "  1  Retry budget", "▌ 2  Move runners to spot?"
        )
        await anne.press("j", "j", "K")
        await anne.sees("Who pays for egress?, above", "▌ 3  Who pays for egress?")
        await anne.press("1", "right_square_bracket")
        await anne.sees("Discussing", "Retry budget", "topic 0:0")
    listed = [card.title for card in boards.card_list(room.store, room.viewer("ben"), "arch")]
    assert listed[:2] == ["Move runners to spot?", "Who pays for egress?"], "the board has the same order"


async def test_a_topic_left_under_discussion_comes_down_where_another_is_put_above_it(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "right_square_bracket")
        await anne.sees("Discussing", "Move runners to spot?")
        await anne.press("left_square_bracket", "j", "K")
        await anne.sees("Retry budget, above", "▌ 1  Retry budget", "2  Move runners to spot?")
    columns = {card.title: card.column for card in boards.card_list(room.store, room.viewer("ben"), "arch")}
    assert (columns["Retry budget"], columns["Move runners to spot?"]) == ("Proposed", "Proposed")


async def test_the_list_stays_as_it_is_while_dots_are_given(room: Room) -> None:
    def order(seat_: Seat) -> list[str]:
        titles = ("Move runners to spot?", "Retry budget", "Who signs certificates?")
        return sorted(titles, key=seat_.text.index)

    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "2", "J")
        await anne.sees("dots give the order here")
        async with seat(room, "ben", REF, size=(80, 24)) as ben:
            await ben.sees("your dots", "3 left", "Ben · 5 h", "Move runners to spot?", "Who signs certificates?")
            before = order(ben)
            await ben.press("down", "down", "v", "v")
            await ben.sees("● 2", "▌  Who signs certificates?")
            assert order(ben) == before
            await anne.sees_not("still to vote: Anne, Ben")  # his dots have come here
            await anne.press("space")
            await anne.sees("still to vote: Anne; space again closes the vote")
            await anne.press("space")
            await anne.sees("Discussing", "Who signs certificates?", "2 votes", "proposed by Ben")
            for key in ("v", "V"):
                await anne.press(key)
                await anne.sees("the vote is closed; on the agenda, lean coffee opens it again")
                await anne.press("escape")
            await anne.sees("2 votes")
            await anne.press("left_square_bracket")
            await anne.sees("Choose how to run it")
            await anne.press("v")
            await anne.sees("the vote is closed; on the agenda, lean coffee opens it again")
            await anne.press("2")
            await anne.sees("your dots")
            await anne.press("v")
            await anne.sees("1 of 3 given", "a dot for a card")


async def test_everybody_has_all_dots_again_for_the_next_meeting(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async with seat(room, "anne", REF) as anne, seat(room, "ben", REF, size=(80, 24)) as ben:
        await anne.press("space", "2")
        await ben.sees("3 left")
        await ben.press("v", "down", "v", "v")
        await ben.sees("0 left")
        await anne.press("v", "space")
        await anne.sees("Discussing", "Retry budget", "2 votes")
        await anne.press("x")
        await anne.type("5")
        await anne.sees("Move runners to spot?", "2 votes")
        await anne.press("e", "e")
        await anne.sees("Arch meeting held", "It stays in Discussing, at the top of the next agenda.")
        await anne.sees("not reached", "SRE-3 Who signs certificates?")
        await anne.press("u")
        await anne.sees("Discussing", "Move runners to spot?", "2 votes")  # what goes on has its dots
        await anne.press("e", "e")
        await anne.sees("Arch meeting held")
    monkeypatch.setenv("CADENCE_NOW", day(8, 14).isoformat())
    later, ref = Room(room.url, day(8, 14)), "arch@2026-12-08"
    async with seat(later, "anne", ref) as anne, seat(later, "ben", ref, size=(80, 24)) as ben:
        await anne.press("space", "2")
        await ben.sees("your dots", "3 left", "put off 1×")
        await ben.press("v", "v", "v")
        await ben.sees("0 left", "● 3")


async def test_what_was_discussed_shows_the_time_it_took_and_what_came_of_it(room: Room) -> None:
    room.add("arch", "One queue?", minutes=20)
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "right_square_bracket", "1")
        await anne.type("No spot for stateful jobs")
        await anne.sees("✔ Move runners to spot?", "→ decision: No spot for")
        await anne.press("space", "space")
        await anne.sees("· Retry budget", "→ no outcome yet", "One queue?", "None follows.")
        await anne.press("5")
        await anne.sees("Eli is not here; g marks who is", "first extension: 10 min")
        await anne.press("x")
        await anne.type("5")
        await anne.sees("✔ One queue?", "→ next week", "Every topic was discussed")
        assert "20:00" not in anne.text, "not the minutes it has, but those it took"


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_undo_after_an_outcome_goes_on_with_the_topic_where_it_was(room: Room, size: tuple[int, int]) -> None:
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.press("space", "2", "right_square_bracket", "right_square_bracket")
        await anne.sees("Discussing", "SRE-1  Move runners to spot?", "of 5:00")
        await anne.press("x")
        await anne.type("1 No spot for stateful jobs")
        await anne.sees("SRE-2  Retry budget")
        await anne.press("x")
        await anne.type("5")
        await anne.sees("SRE-3  Who signs certificates?")
        await anne.press("u")
        await anne.sees("took back: outcome next week on SRE-2 Retry budget", "SRE-2  Retry budget", "of 5:00")
        await anne.press("u")
        await anne.sees("took back: decision SRE-4 No spot for stateful jobs on SRE-1 Move runners to spot?"[:70])
        await anne.sees("Discussing", "SRE-1  Move runners to spot?", "of 5:00", "Continue?")
        first = anne.text
        await anne.sees("topic")
        await anne._until(lambda: _clock(anne.text) != _clock(first), "sees the topic's clock run")
        await anne.press("U")
        await anne.sees("done again: decision SRE-4 No spot for stateful jobs on SRE-1"[:70])
        await anne.press("space")
        await anne.sees("SRE-2  Retry budget", "of 5:00")
    columns = {card.title: card.column for card in boards.card_list(room.store, room.viewer("ben"), "arch")}
    assert columns == {
        "Move runners to spot?": "Discussed",
        "Retry budget": "Discussing",
        "Who signs certificates?": "Proposed",
    }


def _clock(text: str) -> str:
    return text.partition("of 5:00")[0][-6:]


async def test_undo_of_going_on_comes_back_to_the_topic_with_its_clock(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "right_square_bracket", "space")
        await anne.sees("SRE-2  Retry budget", "left without outcome: SRE-1 Move runners to spot? (⌫ back)")
        await anne.press("u")
        await anne.sees("took back: SRE-2 Retry budget moved to Discussing", "SRE-1  Move runners to spot?")
        await anne.press("v", "v", "u")
        await anne.sees("took back: a vote for SRE-1 Move runners to spot?", "1 vote")


@pytest.mark.parametrize(
    ("key", "says"),
    [("d", "what was decided?"), ("o", "what is to be done?"), ("2", "what does the experiment find out?")],
)
async def test_an_empty_enter_says_what_is_missing_and_stays(room: Room, key: str, says: str) -> None:
    async with seat(room, "anne", REF, size=(80, 24)) as anne:
        await anne.press("space", "1", "right_square_bracket", key, "enter")
        await anne.sees(f"✖ {says}")
        await anne.type("It is one region")
        await anne.sees_not("▏")


async def test_the_digits_beside_a_topic_are_those_of_the_outcome_line(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "right_square_bracket")
        shown = ("1 decision", "2 experiment", "3 action", "4 needs a spec", "5 next week", "6 drop")
        await anne.sees("can become", *shown)
        await anne.press("x", "enter")
        await anne.sees("✖ begin with its number, 1 to 6")
        await anne.type("2")
        await anne.sees("experiment:", "comes back with this question")
        await anne.type("does nine of ten end?")
        await anne.sees("SRE-1 Move runners to spot?: experiment", "Retry budget")
        await anne.press("4", *"retries", "space", *"of", "space", *"billing", "enter")  # typed ahead
        await anne.sees("SRE-2 Retry budget: needs a spec", "→ needs a spec: retries", "Who signs certificates?")


async def test_a_guest_of_one_topic_sees_that_one_alone_and_does_not_vote(room: Room) -> None:
    room.add("arch", "Open to Gus?", by="ben")
    edit.edit(room.store, room.viewer("anne"), "SRE-4", edit.Edit(invited=("gus",)))
    async with seat(room, "anne", REF) as anne, seat(room, "gus", REF, size=(80, 24)) as gus:
        await anne.press("space")
        await gus.sees("Open to Gus?", "Anne facilitates")
        await gus.sees_not("K up", "v vote")
        await anne.press("2", "right_square_bracket", "right_square_bracket")
        await anne.sees("Discussing", "SRE-1", "waiting for Anne")
        await gus.sees("What is talked about now is not for you to read.")
        await gus.sees("then Open to Gus?")
        await gus.sees_not("None follows.", "Every topic was discussed", "runners", "Retry", "SRE-1", "Continue?")
        await gus.press("plus")
        await gus.sees("guests of a single topic do not vote")
        await anne.press("6")
        await anne.sees("Gus does not vote here", "Continue?")
        await anne.press("space", "space", "space")
        await anne.sees("SRE-4  Open to Gus?", "invited: Gus")
        await gus.sees("SRE-4  Open to Gus?", "Continue?")


async def test_what_was_put_away_comes_back_on_its_day_with_what_it_waits_for(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "right_square_bracket", "2")
        await anne.type("did nine of ten runs end? @ben !2026-12-08")
        await anne.sees("SRE-2  Retry budget")
        await anne.press("4")
        await anne.type("retries of billing @chidi !2026-12-04")
        await anne.press("4")
        await anne.type("who signs @chidi !2026-12-08")
        await anne.sees("Every topic was discussed")
        await anne.press("e", "e")
        await anne.sees("Arch meeting held", "(Ben Ito, back", "(Chidi Obi, due Fri 4 Dec)")
    later, ref = Room(room.url, day(3, 9)), "arch@2026-12-08"
    async with seat(room, "anne", ref) as anne:
        await anne.sees("experiment, look again Tue 8 Dec", "needs a spec, due Fri 4 Dec, no link yet")
        await anne.sees_not("late")
    edit.edit(later.store, later.viewer("ben"), "SRE-1", edit.Edit(url="https://example.com/numbers"))
    edit.edit(later.store, later.viewer("chidi"), "SRE-3", edit.Edit(url="https://example.com/spec"))
    monkeypatch.setenv("CADENCE_NOW", day(8, 14).isoformat())
    async with seat(room, "anne", ref) as anne:
        await anne.sees(
            "experiment, look again", "needs a spec, 4 d late, no link yet", "needs a spec, its link is there"
        )
        await anne.press("space", "1", "right_square_bracket")
        await anne.sees("experiment: did nine of ten runs end? · look again")
        await anne.press("space")
        await anne.sees("needs a spec: retries of billing · 4 d late, no link yet")
        await anne.press("space")
        await anne.sees("needs a spec: who signs · its link is there")
        await anne.sees_not("due ")


async def test_a_topic_without_a_timebox_has_no_vote_on_time(room: Room) -> None:
    async with seat(room, "anne", REF, size=(80, 24)) as anne:
        await anne.press("space", "1", "right_square_bracket")
        await anne.sees("Discussing", "SRE-1", "in order · then Retry budget")
        assert "move on" not in anne.foot
        await anne.press("minus")
        await anne.sees("no vote on time is open; space goes on")


async def test_receipt_and_notes_tell_everything_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "right_square_bracket", "4")
        await anne.type("one region or two @ben !2026-12-04")
        await anne.press("e", "e")
        await anne.sees("Arch meeting held")
    monkeypatch.setenv("CADENCE_NOW", day(8, 14).isoformat())
    async with seat(room, "anne", "arch@2026-12-08") as anne:
        await anne.press("space", "1", "right_square_bracket", "p")
        await anne.type("who owns the queue?")
        while "SRE-1  Move runners to spot?" not in anne.text:
            await anne.press("space")
        await anne.press("6")
        await anne.type("nobody needs it")
        await anne.press("right_square_bracket", "2", "enter")
        await anne.sees("Arch meeting held", "Move runners to spot? → dropped: nobody needs it", "who owns the queue?")
        assert anne.text.count("nobody needs it") == 1
        assert "back on" not in anne.text
        await anne.press("r", "end")
        await anne.sees("Parking lot", "who owns the queue?")
        assert "Not reached" not in anne.text


async def test_a_decision_belongs_to_the_topic_that_is_open_and_the_screen_says_that_space_ends_it(room: Room) -> None:
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "d")
        await anne.sees("in one line")
        await anne.type("we meet in order")
        await anne.press("right_square_bracket", "d")
        await anne.sees("stays open until space")
        await anne.type("no spot for stateful jobs")
        await anne.sees("so far      decision: no spot for stateful jobs · space ends the topic", "Discussing")
        await anne.press("space")
        await anne.sees("→ decision: no spot")
    found = {one.title: one.came_from for one in boards.card_list(room.store, room.viewer("anne"), "decisions")}
    about = {title: came.key if came else None for title, came in found.items()}
    assert about == {"we meet in order": None, "no spot for stateful jobs": "SRE-1"}


async def test_the_team_reads_and_copies_what_the_guest_of_a_topic_gets(room: Room) -> None:
    edit.edit(room.store, room.viewer("anne"), "SRE-1", edit.Edit(invited=("gus",)))
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "1", "right_square_bracket", "5")
        await anne.sees("Retry budget", "Discussing")
        await anne.press("e", "e")
        await anne.sees("Arch meeting held")
        await anne.press("r", "w", "w")
        await anne.sees("for a guest", "are for the team and its partner")
        await anne.press("w")
        await anne.sees("for gus", "Move runners to spot?", "next week")
        await anne.sees_not("Retry budget")
        await anne.press("w")
        await anne.sees("for the team", "Retry budget")
