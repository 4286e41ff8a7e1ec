"""Standups one after the other: what is carried over, what is flagged, who was there, and what steals time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.views.cards import ThiefView
from cadence.domain.views.meetings import UpdateView
from cadence.services.cards import blockers, boards, comments, edit, move, routing, undo
from cadence.services.facilitation import attendance, lifecycle, navigation
from cadence.services.facilitation.receipt import receipt
from cadence.services.meetings import standup_updates, view
from cadence.services.notes import notes
from cadence.services.team import absences, team
from cadence.services.team.settings import Habits
from tests.tui.meeting_room import Room, a_room, day


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return a_room(tmp_path, day(1, 8))


def left(room: Room, handle: str, number: int, **words: str) -> None:
    """An update, left at eight on that day."""
    room.at = day(number, 8)
    standup_updates.leave(room.store, room.viewer(handle), **words)


def begun(room: Room, number: int, *here: str) -> None:
    """The standup of that day, which Anne facilitates, with these people."""
    room.at = day(number, 10)
    lifecycle.start(room.store, room.viewer("anne"), "standup")
    for handle in here:
        attendance.who_is_here(room.store, room.viewer("anne"), handle)


def heard(room: Room) -> dict[str, UpdateView]:
    """Everybody's turn, to the end of the standup that runs."""
    found = {}
    shown = view.show(room.store, room.viewer("anne"), "standup")
    while shown.line.status == "running" and shown.at:
        if shown.update:
            found[shown.update.person] = shown.update
        shown = navigation.advance(room.store, room.viewer("anne"))
    if shown.line.status == "running":
        lifecycle.end(room.store, room.viewer("anne"))
    return found


def written(room: Room, number: int) -> str:
    ref = f"standup@2026-12-{number:02d}"
    return notes.written(room.store, room.viewer("anne"), ref).text


# --- what is carried over ---


def test_what_somebody_said_they_would_do_is_carried_over_once_with_its_day(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    left(room, "ben", 2, today="SRE-1\nwrite the runbook")
    begun(room, 2, "ben")
    assert heard(room)["ben"].planned == ""
    begun(room, 3, "ben")
    update = heard(room)["ben"]
    assert (update.planned, update.planned_on) == ("write the runbook", date(2026, 12, 2)), (
        "the card stands there anyway"
    )
    room.at = day(8, 10)  # the next Tuesday
    lifecycle.start(room.store, room.viewer("anne"), "standup@2026-12-08")
    attendance.who_is_here(room.store, room.viewer("anne"), "ben")
    assert heard(room)["ben"].planned == "", "read on Thursday already"


def test_what_was_said_before_a_missed_standup_keeps_its_day(room: Room) -> None:
    left(room, "ben", 1, today="write the runbook")
    begun(room, 1, "ben")
    heard(room)
    begun(room, 2)  # without Ben
    heard(room)
    begun(room, 3, "ben")
    update = heard(room)["ben"]
    assert (update.planned, update.planned_on) == ("write the runbook", date(2026, 12, 1))


# --- blockers ---


@pytest.mark.parametrize("assigned", [(), ("ben",)])
def test_what_somebody_moved_or_began_is_theirs_to_tell_where_nobody_is_assigned(
    room: Room, assigned: tuple[str, ...]
) -> None:
    room.add("wall", "Renew certificates", people=assigned, column="ready")
    room.add("wall", "Old runners", column="ready")
    begun(room, 1)
    heard(room)
    room.at = day(1, 15)
    move.move(room.store, room.viewer("chidi"), "SRE-1", "in progress")
    room.add("wall", "Chaos day", by="chidi", people=assigned, column="in progress")
    room.add("wall", "For another day", by="chidi", people=assigned, column="ready")
    begun(room, 2, "ben", "chidi")
    move.move(room.store, room.viewer("anne"), "SRE-2", "review")
    told = {who: update.moved for who, update in heard(room).items()}
    theirs = ("SRE-1 Renew certificates: In progress", "SRE-3 Chaos day: In progress")
    assert told == {"anne": (), "chidi": () if assigned else theirs, "ben": theirs if assigned else ()}
    assert written(room, 2).count("SRE-1 Renew certificates: In progress") == 1


def test_what_the_last_standup_moved_itself_is_no_news_and_nothing_stands_where_it_is_no_longer(room: Room) -> None:
    anne, ben = room.viewer("anne"), room.viewer("ben")
    for title in ("Edge cache", "Old runners", "Retry budget", "Relay", "Chaos day"):
        room.add("wall", title, people=("ben",), column="in progress")
    begun(room, 1, "ben")
    move.move(room.store, anne, "SRE-1", "review")
    move.move(room.store, anne, "SRE-2", "review")
    move.drop(room.store, anne, "SRE-2", "nobody needs it")
    heard(room)
    assert "SRE-1 Edge cache → moved to Review" in written(room, 1)
    room.at = day(1, 15)
    for key in ("SRE-3", "SRE-4", "SRE-5"):
        move.move(room.store, ben, key, "review")
    move.drop(room.store, ben, "SRE-4", "nobody needs it")
    undo.undo(room.store, ben)
    undo.undo(room.store, ben)
    move.drop(room.store, ben, "SRE-4", "nobody needs it")
    begun(room, 2, "ben")
    assert heard(room)["ben"].moved == ("SRE-3 Retry budget: Review",)


def test_a_card_has_one_blocker_however_often_it_is_said(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    left(room, "ben", 1, blocker="SRE-1 no answer")
    begun(room, 1, "ben")
    heard(room)
    left(room, "ben", 2, blocker="SRE-1 still no answer")
    begun(room, 2, "ben")
    update = heard(room)["ben"]
    assert [card.blocked.reason for card in update.blocked if card.blocked] == ["still no answer"]
    assert [str(card.blocked.since.date()) for card in update.blocked if card.blocked] == ["2026-12-01"]
    assert update.blocker == ""
    text = written(room, 2)
    assert text.count("no answer") == 1
    assert "SRE-1 Renew certificates: still no answer" in text


def test_a_blocker_without_a_card_is_asked_for_until_it_is_a_flag(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    left(room, "ben", 1, blocker="the network team sleeps\nno coffee")
    begun(room, 1, "ben")
    shown = navigation.advance(room.store, room.viewer("anne"))
    assert shown.update is not None
    assert shown.update.blocker == "the network team sleeps\nno coffee"
    blockers.block(room.store, room.viewer("anne"), "SRE-1", "the network team sleeps")
    assert heard(room)["ben"].blocker == "no coffee"
    assert written(room, 1).count("network team") == 1


@pytest.mark.parametrize("walks", [False, True])
@pytest.mark.parametrize("lifts", [False, True])
def test_a_blocker_that_was_lifted_before_the_standup_is_not_in_the_way(room: Room, walks: bool, lifts: bool) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="ready")
    left(room, "ben", 1, blocker="SRE-1 no quota")
    if lifts:
        blockers.unblock(room.store, room.viewer("ben"), "SRE-1")
    begun(room, 1, "chidi" if walks else "ben")
    over, still = "no longer in the way: SRE-1 Renew certificates: no quota", "SRE-1 Renew certificates: no quota"
    if walks:
        shown = navigation.walk_instead(room.store, room.viewer("anne"))
        said = f"since last time: {over}" if lifts else f"in the way: {still}"
        assert shown.read_out == (("Ben", said),)
    update = heard(room).get("ben")
    if update is not None:
        assert (update.moved, update.blocker) == ((over,) if lifts else (), "")
        assert [card.key for card in update.blocked] == ([] if lifts else ["SRE-1"])
    text = written(room, 1)
    assert ("**In the way:**" in text) == (not lifts)
    assert ("**In the way:** see The wall" in text) == (walks and not lifts), "the card itself stands once"
    assert (over in text) == lifts


def test_a_blocker_that_another_team_hears_of_is_in_the_receipt(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    left(room, "ben", 1, blocker="SRE-1 they have no test data")
    begun(room, 1, "ben")
    blockers.ask_partner(room.store, room.viewer("anne"), "SRE-1")
    heard(room)
    came = receipt(room.store, room.viewer("anne"), "standup@2026-12-01")
    assert came.went_on == ('→ sync  "they have no test data"',)


# --- who was there ---


def test_only_who_is_known_to_be_away_is_away(room: Room) -> None:
    absences.away(room.store, room.viewer("anne"), "eli", date(2026, 12, 1), why="on leave")
    left(room, "eli", 1, today="writing from the beach")
    left(room, "chidi", 1, today="certificates")
    begun(room, 1)
    heard(room)
    came = receipt(room.store, room.viewer("anne"), "standup@2026-12-01")
    assert came.away == ("Eli Roth (on leave), update read out",)
    assert (came.read_out, came.not_heard) == (("Chidi Obi",), ("Ben Ito",))
    text = written(room, 1)
    assert "**Away:** Eli Roth (on leave)" in text
    assert "### Chidi Obi (not there, left an update)" in text
    assert "### Eli Roth (away, left an update)" in text
    assert "**Not heard:** Ben Ito" in text


def test_what_was_left_and_not_read_out_is_said_to_wait(room: Room) -> None:
    left(room, "chidi", 1, today="certificates")
    begun(room, 1)
    lifecycle.end(room.store, room.viewer("anne"))
    came = receipt(room.store, room.viewer("anne"), "standup@2026-12-01")
    assert (came.read_out, came.not_heard) == ((), ("Ben Ito", "Chidi Obi", "Eli Roth"))
    assert "### Chidi Obi (not heard, left an update)" in written(room, 1)
    begun(room, 2)
    assert heard(room)["chidi"].today == "certificates"


def test_what_is_left_for_somebody_elses_card_is_theirs_to_say(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    left(room, "chidi", 1, today="None.", yesterday="n/a", blocker="SRE-1 no answer from the registrar")
    begun(room, 1, "ben", "chidi")
    update = heard(room)["chidi"]
    assert (update.today, update.yesterday, update.blocker) == ("", "", "")
    assert [card.key for card in update.blocked] == ["SRE-1"]


# --- the wall in its place ---


def test_what_was_left_for_a_round_is_read_out_where_the_wall_is_walked(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    left(room, "ben", 1, today="the runbook", blocker="no window")
    begun(room, 1, "chidi")
    assert view.show(room.store, room.viewer("anne"), "standup").read_out == ()
    walked = navigation.walk_instead(room.store, room.viewer("anne"))
    assert walked.read_out == (("Ben", "now: the runbook\nin the way: no window"),)
    walked = navigation.advance(room.store, room.viewer("anne"))
    assert (walked.at, walked.line.status) == (None, "running"), "it stops behind the last card, to read them out"
    assert navigation.advance(room.store, room.viewer("anne")).line.status == "held"
    begun(room, 2, "ben")
    update = heard(room)["ben"]
    assert (update.planned, update.today) == ("the runbook", ""), "read out, so carried over"
    text = written(room, 1)
    assert text.count("SRE-1") == 1, "walked, so not among his updates as well"
    assert "the runbook" in text


def test_turns_taken_before_the_wall_was_walked_stay_in_the_notes(room: Room) -> None:
    anne = room.viewer("anne")
    for title, who in (("Edge cache", "ben"), ("Old runners", "ben"), ("Retry budget", "chidi"), ("Relay", "eli")):
        room.add("wall", title, people=(who,), column="in progress")
    begun(room, 1, "ben", "chidi")
    heard(room)
    room.at = day(1, 15)
    move.move(room.store, room.viewer("ben"), "SRE-1", "done")
    begun(room, 2, "ben", "chidi")
    assert navigation.advance(room.store, anne).at == "ben"
    room.add("wall", "Chaos day", people=("ben",), column="in progress")
    move.move(room.store, anne, "SRE-5", "done")
    room.at += timedelta(minutes=1)
    navigation.walk_instead(room.store, anne)
    blockers.block(room.store, anne, "SRE-3", "no quota")
    heard(room)
    text = written(room, 2)
    told, _, wall = text.partition("## The wall")
    assert "### Ben Ito" in told
    assert "**Since the last one:** SRE-1 Edge cache: done" in told
    assert "**Now:** SRE-2 Old runners" in told
    assert "**Outcome:** SRE-5 Chaos day → new, moved to Done" in told
    assert "**Nothing new:** Anne Lee" in told
    assert "Chidi" not in told.partition("## Updates")[2], "had no turn, and left nothing"
    assert "no quota" in wall.partition("SRE-3")[2]
    assert all(text.count(f"SRE-{number}") == 1 for number in range(1, 6))


def test_a_round_left_at_once_for_the_wall_was_none(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("anne",), column="in progress")
    left(room, "anne", 1, today="the runbook")
    begun(room, 1, "ben")
    assert navigation.walk_instead(room.store, room.viewer("anne")).read_out == (("Anne", "now: the runbook"),)
    heard(room)
    text = written(room, 1)
    assert "the runbook" in text
    assert "Nothing new" not in text
    assert "SRE-1" in text.partition("## The wall")[2]


@pytest.mark.parametrize("column", ["ready", "in progress"])
@pytest.mark.parametrize("part", ["yesterday", "today", "blocker"])
def test_an_update_whose_card_stands_under_the_wall_says_so_and_the_card_stands_once(
    room: Room, column: str, part: str
) -> None:
    room.add("wall", "Edge cache", people=("ben",), column=column)
    left(room, "ben", 1, **{part: "SRE-1 needs schema" if part == "blocker" else "SRE-1"})
    begun(room, 1)
    navigation.walk_instead(room.store, room.viewer("anne"))
    heard(room)
    label = {"yesterday": "Since the last one", "today": "Now", "blocker": "In the way"}[part]
    text = written(room, 1)
    assert f"**{label}:** see The wall" in text
    assert "Nothing new" not in text
    assert text.count("SRE-1") == 1


def test_cards_that_were_walked_before_the_round_was_held_again_have_the_walls_title_in_the_notes(room: Room) -> None:
    room.add("wall", "Nobody's", column="in progress")
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    begun(room, 1, "ben")
    navigation.walk_instead(room.store, room.viewer("anne"))
    navigation.advance(room.store, room.viewer("anne"))
    navigation.walk_instead(room.store, room.viewer("anne"))
    heard(room)
    text = written(room, 1)
    assert "## The wall" in text
    assert "## Round" not in text
    assert text.count("SRE-1") == text.count("SRE-2") == 1


def test_a_card_stands_once_in_the_notes_with_what_was_said_of_it(room: Room) -> None:
    room.add("wall", "Renew certificates", people=("ben",), column="in progress")
    room.add("wall", "Chaos day", people=("ben",), column="in progress")
    begun(room, 1, "ben")
    blockers.block(room.store, room.viewer("anne"), "SRE-2", "no window")
    comments.comment(room.store, room.viewer("anne"), "SRE-1", "before Friday")
    edit.mark_thief(room.store, room.viewer("anne"), "SRE-2", "unplanned")
    heard(room)
    text = written(room, 1)
    assert "**Now:** SRE-1 Renew certificates (Anne Lee: before Friday)" in text
    assert "**In the way:** SRE-2 Chaos day: no window" in text
    assert text.count("SRE-1") == text.partition("## Time thieves")[0].count("SRE-2") == 1
    assert "- unplanned: SRE-2 Chaos day" in text


def test_who_comes_late_has_the_last_turn(room: Room) -> None:
    begun(room, 1, "chidi")
    navigation.advance(room.store, room.viewer("anne"))
    attendance.who_is_here(room.store, room.viewer("anne"), "ben")
    shown = navigation.advance(room.store, room.viewer("anne"))
    assert (shown.line.status, shown.at) == ("running", "ben")
    assert navigation.advance(room.store, room.viewer("anne")).line.status == "held"


# --- what changed since, and what steals time ---


def test_the_wall_is_walked_whole_or_what_changed_since(room: Room) -> None:
    for title in ("Renew certificates", "Chaos day", "Old runners"):
        room.add("wall", title, column="in progress")
    begun(room, 1)
    navigation.walk_instead(room.store, room.viewer("anne"))
    heard(room)
    room.at = day(1, 15)
    move.move(room.store, room.viewer("ben"), "SRE-1", "review")
    blockers.block(room.store, room.viewer("ben"), "SRE-1", "no window")
    room.at = day(2, 15)
    begun(room, 3)
    shown = navigation.walk_instead(room.store, room.viewer("anne"))
    assert (len(shown.queue), str(shown.walk_before)) == (3, "2026-12-01")
    assert shown.changed == (("SRE-1", "moved to Review, blocked"),)
    shown = navigation.change_scope(room.store, room.viewer("anne"))
    assert (shown.queue, shown.at) == (("SRE-1",), "SRE-1")
    assert len(navigation.change_scope(room.store, room.viewer("anne")).queue) == 3


def test_what_a_walk_did_itself_is_no_news_in_the_next(room: Room) -> None:
    for title in ("Renew certificates", "Chaos day", "Old runners"):
        room.add("wall", title, column="in progress")
    anne, ben = room.viewer("anne"), room.viewer("ben")
    begun(room, 1, "ben")
    shown = navigation.walk_instead(room.store, anne)
    first = shown.at or ""
    edit.mark_thief(room.store, anne, first, "unplanned-work")
    blockers.block(room.store, ben, first, "no window")
    room.at += timedelta(minutes=1)
    last = navigation.advance(room.store, anne).queue[-1]
    room.at += timedelta(minutes=1)
    move.move(room.store, ben, first, "review")
    blockers.block(room.store, anne, last, "no network")
    heard(room)
    begun(room, 3)
    assert navigation.walk_instead(room.store, anne).changed == ((first, "moved to Review"),)


def test_the_notes_of_a_round_name_what_became_of_each_card_with_its_why_and_once(room: Room) -> None:
    anne, ben = room.viewer("anne"), room.viewer("ben")
    team.team_set(room.store, anne, team.TeamEdit(partner="Checkout"))
    for title, who in (("Edge cache", ("anne",)), ("Old runners", ("ben",)), ("Retry budget", ("ben",)), ("Relay", ())):
        room.add("wall", title, people=who, column="in progress")
    room.add("wall", "Done on Monday", people=("ben",), column="in progress")
    room.at = day(0, 18)
    move.move(room.store, ben, "SRE-5", "done")
    begun(room, 1, "ben")
    move.drop(room.store, anne, "SRE-1", "nobody needs it")
    move.move(room.store, anne, "SRE-2", "review")
    blockers.block(room.store, anne, "SRE-3", "no quota")
    blockers.ask_partner(room.store, anne, "SRE-3")
    move.move(room.store, anne, "SRE-4", "done")
    heard(room)
    told = written(room, 1)
    assert "- **Outcome:** SRE-1 Edge cache → dropped: nobody needs it" in told
    assert "SRE-2 Old runners → moved to Review" in told
    assert "SRE-3 Retry budget: no quota → asked of Checkout, SRE-6 on the sync board" in told
    assert "- **SRE-4** Relay → **moved to Done**" in told
    assert "SRE-5 Done on Monday: done" in told  # also before a team's first standup
    assert all(told.count(f"SRE-{number}") == 1 for number in range(1, 7))


def test_the_notes_of_a_walk_have_each_card_once_with_its_column_and_what_became_of_it(room: Room) -> None:
    anne = room.viewer("anne")
    for title in ("Edge cache", "Old runners", "Retry budget"):
        room.add("wall", title, people=("ben",), column="in progress")
    begun(room, 1)
    heard(room)
    room.at = day(1, 18)
    move.move(room.store, room.viewer("ben"), "SRE-3", "review")
    left(room, "ben", 3, today="the rest")
    left(room, "chidi", 3, today="none")
    begun(room, 3)
    navigation.walk_instead(room.store, anne)
    move.drop(room.store, anne, "SRE-1", "nobody needs it")
    shown = view.show(room.store, anne, "standup")
    assert ("Chidi", "nothing new") in shown.read_out
    heard(room)
    told = written(room, 3)
    assert "- **SRE-1** Edge cache → **dropped: nobody needs it**" in told
    assert "- **SRE-2** Old runners · In progress" in told
    assert "- **SRE-3** Retry budget · Review" in told
    assert "**Nothing new:** Chidi Obi" in told
    assert all(told.count(f"SRE-{number}") == 1 for number in range(1, 4))


def thieves(room: Room, key: str) -> tuple[ThiefView, ...]:
    return boards.card(room.store, room.viewer("anne"), key).card.thieves


def counted(room: Room) -> tuple[tuple[str, int], ...]:
    """What the retro's first page says of the iteration's thieves."""
    lifecycle.start(room.store, room.viewer("anne"), "retro")
    return view.show(room.store, room.viewer("anne"), "retro").thieves


def test_a_column_over_its_limit_is_one_thief_that_can_be_confirmed_or_dismissed(room: Room) -> None:
    habits = Habits(limits={"In progress": 1})
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=habits))
    for number, title in enumerate(("Renew certificates", "Chaos day", "Old runners")):
        room.at = day(1, 9 + number)
        room.add("wall", title, column="in progress")
    [seen] = thieves(room, "SRE-3")
    assert (seen.thief, seen.confirmed, thieves(room, "SRE-2")) == ("too-much-wip", False, ())
    edit.answer_thief(room.store, room.viewer("anne"), "SRE-3", "yes")
    [seen] = thieves(room, "SRE-3")
    assert (seen.thief, seen.confirmed, seen.why) == ("too-much-wip", True, "In progress holds 3, limit 1")
    room.at = day(2, 9)
    room.add("wall", "Edge cache", column="in progress")  # the same column shows it on another card now
    edit.answer_thief(room.store, room.viewer("anne"), "SRE-4", "yes")
    room.at = day(4, 14, 30)
    assert counted(room) == (("too-much-wip", 1),)


def test_what_is_dismissed_vanishes_and_what_nobody_confirmed_does_not_count(room: Room) -> None:
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=Habits(limits={"In progress": 1})))
    for title in ("Renew certificates", "Chaos day"):
        room.add("wall", title, column="in progress")
    assert thieves(room, "SRE-2")
    room.at = day(4, 14, 30)
    assert counted(room) == ()
    edit.answer_thief(room.store, room.viewer("anne"), "SRE-2", "no")
    assert thieves(room, "SRE-2") == ()


def test_the_receipt_names_the_thieves_that_were_confirmed_in_it(room: Room) -> None:
    for title in ("Renew certificates", "Chaos day"):
        room.add("wall", title, column="in progress")
    edit.mark_thief(room.store, room.viewer("anne"), "SRE-2", "neglected-work")  # before the standup
    begun(room, 1)
    edit.mark_thief(room.store, room.viewer("anne"), "SRE-1", "unplanned-work")
    heard(room)
    came = receipt(room.store, room.viewer("anne"), "standup@2026-12-01")
    assert came.thieves == ("unplanned: SRE-1 Renew certificates",)


def test_the_retros_notes_count_the_thieves_of_the_iteration(room: Room) -> None:
    room.add("wall", "Renew certificates", column="in progress")
    anne = room.viewer("anne")
    edit.mark_thief(room.store, anne, "SRE-1", "unplanned")
    room.at = day(4, 15)
    lifecycle.start(room.store, anne, "retro@2026-12-04")
    lifecycle.end(room.store, anne)
    assert "- unplanned: 1 time this iteration" in notes.written(room.store, anne, "retro@2026-12-04").text


# --- the order ---


def test_the_shuffled_order_is_fair_over_the_week(room: Room) -> None:
    team.team_set(room.store, room.viewer("anne"), team.TeamEdit(habits=Habits(round_order="shuffled")))
    orders = []
    for number in (1, 2):
        room.at = day(number, 10)
        lifecycle.start(room.store, room.viewer("anne"), "standup")
        attendance.everybody(room.store, room.viewer("anne"))
        orders.append(list(spoken(room)))
    assert sorted(orders[0]) == ["anne", "ben", "chidi", "eli"]
    assert orders[1] == orders[0][::-1], "who spoke last goes first"


def spoken(room: Room) -> list[str]:
    """Who has the turn, one after the other, to the end."""
    shown = view.show(room.store, room.viewer("anne"), "standup")
    turns = []
    while shown.line.status == "running" and shown.at:
        turns.append(shown.at)
        room.at += timedelta(seconds=50)
        shown = navigation.advance(room.store, room.viewer("anne"))
    if shown.line.status == "running":
        lifecycle.end(room.store, room.viewer("anne"))
    return turns


# --- the parking lot ---


@pytest.mark.parametrize(
    ("place", "owners", "invited"), [("wall", (), ()), ("action", ("ben",), ()), ("arch", (), ("ben",))]
)
def test_who_was_to_stay_for_what_was_parked_is_not_invited_to_work(
    room: Room, place: str, owners: tuple[str, ...], invited: tuple[str, ...]
) -> None:
    anne = room.viewer("anne")
    key = routing.park(room.store, anne, "who owns the renewals?", stay=("ben", "ben")).key
    begun(room, 2, "ben")
    routing.settle(room.store, anne, key, place, ParsedLine("", people=("ben",) if place == "arch" else ()))
    lifecycle.end(room.store, anne)
    card = boards.card(room.store, anne, key).card
    assert (card.assignees, card.stays) == (owners, invited)
    told = [line for line in receipt(room.store, anne, "standup@2026-12-02").actions if "renewals" in line]
    assert told == (["Ben: who owns the renewals?  due Mon 7 Dec"] if place == "action" else [])
    assert ("- **Ben Ito**: who owns the renewals? · due" in written(room, 2)) == (place == "action")
