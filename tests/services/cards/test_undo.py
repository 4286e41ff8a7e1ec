"""Undo: every gesture has its inverse, one's own alone, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from typing import Any

import pytest

from cadence.domain.cards.deeds import history_words
from cadence.domain.parsing.one_line import ParsedLine
from cadence.errors import Conflict, NotFound, Refused
from cadence.services.cards import blockers, boards, comments, create, move, routing, search, undo
from cadence.services.cards import edit as cards_edit
from cadence.services.facilitation import lifecycle, navigation, reschedule
from cadence.services.meetings import retro, standup_updates
from cadence.services.meetings import view as meetings_view
from cadence.services.schedule import holidays, settings, week
from cadence.store.capture import NewCard
from cadence.store.viewer import Viewer
from tests.postgres import both
from tests.services.conftest import World
from tests.tables import records

pytestmark = both  # what undo puts back has gone through JSON: each engine has its own types for it

TABLES = (
    "card",
    "card_person",
    "comment",
    "dependency",
    "vote",
    "standup_update",
    "holiday",
    "walked",
    "meeting",
    "membership",
    "schedule_change",
)
UNLOGGED = {"updated_at", "changes", "changed_at", "seen_at", "left_at"}
"""What tells when something was last touched: that goes on."""


def state(world: World) -> dict[str, list[dict[str, Any]]]:
    """Everything that people recorded, as it is now; what is gone is not there."""
    with world.store.read() as connection:
        found = {table: sorted(records(connection, f"SELECT * FROM {table}"), key=repr) for table in TABLES}
    gone = {card["id"] for card in found["card"] if card["gone"]}
    found["card"] = [card for card in found["card"] if not card["gone"]]
    for table, rows in found.items():
        kept = [row for row in rows if row.get("card_id") not in gone]
        found[table] = [{name: value for name, value in row.items() if name not in UNLOGGED} for row in kept]
    found["meeting"] = [row for row in found["meeting"] if (row["status"], row["moved_to"]) != ("scheduled", None)]
    return found


GESTURES: dict[str, Callable[[World, str], object]] = {
    "add": lambda w, key: w.card("new"),
    "edit": lambda w, key: cards_edit.edit(
        w.store, w.anne, key, cards_edit.Edit(title="other", flow="risk", tags=("a", "b"))
    ),
    "move": lambda w, key: move.move(w.store, w.anne, key, "in progress"),
    "move within its column": lambda w, key: move.move(w.store, w.anne, key, "backlog", after="SRE-4"),
    "to another board": lambda w, key: move.move(w.store, w.anne, key, "to sync", board="sync"),
    "done": lambda w, key: move.done(w.store, w.anne, key),
    "drop": lambda w, key: move.drop(w.store, w.anne, key, "not needed"),
    "block": lambda w, key: blockers.block(w.store, w.anne, key, "network"),
    "tie": lambda w, key: create.tie(w.store, w.anne, key, "ben", "assigned"),
    "untie": lambda w, key: create.tie(w.store, w.anne, key, "chidi", "interested"),
    "comment": lambda w, key: comments.comment(w.store, w.anne, key, "hm"),
    "depend": lambda w, key: blockers.depend(w.store, w.anne, key, team="network", what="DNS"),
    "vote": lambda w, key: comments.vote(w.store, w.anne, key),
    "thief": lambda w, key: cards_edit.mark_thief(w.store, w.anne, key, "neglected-work", "six weeks"),
    "park": lambda w, key: routing.park(w.store, w.anne, "later", stay=("ben",)),
    "table": lambda w, key: routing.table(w.store, w.anne, key, "too deep"),
    "act": lambda w, key: routing.act(w.store, w.anne, "do it", owners=("ben",), about=key),
    "decide": lambda w, key: routing.decide(w.store, w.anne, "we do"),
    **{
        f"settle: {place}": lambda w, key, place=place: routing.settle(w.store, w.anne, "SRE-2", place)  # type: ignore[misc]
        for place in ("now", "arch", "sync", "wall", "action")
    },
    "widen": lambda w, key: cards_edit.edit(w.store, w.anne, key, cards_edit.Edit(audience="everyone")),
    "narrow": lambda w, key: cards_edit.edit(w.store, w.anne, "SRE-3", cards_edit.Edit(audience="team")),
    "to another column, with its age": lambda w, key: move.move(w.store, w.anne, key, "ready", keeps_age=True),
    "settle by dropping": lambda w, key: routing.settle(w.store, w.anne, "SRE-2", "dropped", ParsedLine("moot")),
    "table what was parked": lambda w, key: routing.table(w.store, w.anne, "SRE-2", "needs an hour"),
    "retro note": lambda w, key: retro.write(w.store, w.anne, "well", "calm week"),
    "update": lambda w, key: standup_updates.leave(w.store, w.anne, today="certs"),
    "holiday": lambda w, key: holidays.add_holidays(w.store, w.anne, w.clock().date(), w.clock().date(), "Team day"),
    "skip": lambda w, key: reschedule.skip(w.store, w.anne, "sync", "nothing to say"),
    "cancel": lambda w, key: reschedule.skip(w.store, w.anne, "sync", "nothing to say", cancel=True),
    "move a meeting": lambda w, key: reschedule.move(w.store, w.anne, "arch", "2026-12-02 16:00"),
}


@pytest.fixture
def told(world: World) -> World:
    """A wall card (SRE-1), something parked (SRE-2) and a topic (SRE-3)."""
    key = world.card("the card")
    routing.park(world.store, world.anne, "parked", stay=("ben",))
    routing.topic(world.store, world.anne, "a topic")
    create.tie(world.store, world.anne, key, "chidi", "interested")
    world.card("below it")
    return world


@pytest.mark.parametrize("name", list(GESTURES))
def test_what_was_done_is_taken_back_whole(told: World, name: str) -> None:
    before = state(told)
    GESTURES[name](told, "SRE-1")
    assert state(told) != before, "the gesture did something"
    undo.undo(told.store, told.anne)
    assert state(told) == before


@pytest.mark.parametrize("name", list(GESTURES))
def test_what_was_taken_back_is_done_again_whole_and_taken_back_again(told: World, name: str) -> None:
    before = state(told)
    GESTURES[name](told, "SRE-1")
    after = state(told)
    taken = undo.undo(told.store, told.anne)
    assert undo.redo(told.store, told.anne).words == taken.words
    assert state(told) == after
    undo.undo(told.store, told.anne)
    assert state(told) == before
    undo.redo(told.store, told.anne)
    assert state(told) == after
    with pytest.raises(Refused, match="nothing to do again"):
        undo.redo(told.store, told.anne)


def test_redo_goes_forward_as_far_as_undo_went_back_until_something_new_is_done(told: World) -> None:
    states = []
    names = ["edit", "move", "block"]
    for name in names:
        states.append(state(told))
        GESTURES[name](told, "SRE-1")
    states.append(state(told))
    for before in reversed(states[:-1]):
        undo.undo(told.store, told.anne)
        assert state(told) == before
    for after in states[1:-1]:
        undo.redo(told.store, told.anne)
        assert state(told) == after
    comments.comment(told.store, told.anne, "SRE-1", "something new")
    with pytest.raises(Refused, match="nothing to do again"):
        undo.redo(told.store, told.anne)


def test_redo_goes_not_over_somebody_elses_change(told: World) -> None:
    move.move(told.store, told.anne, "SRE-1", "review")
    undo.undo(told.store, told.anne)
    move.move(told.store, told.ben, "SRE-1", "in progress")
    with pytest.raises(Conflict, match="ben changed the same"):
        undo.redo(told.store, told.anne)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("move", "SRE-1 the card moved to In progress"),
        ("edit", "SRE-1 other changed flow, tags, title"),
        ("add", "SRE-5 new added to Backlog"),
        ("comment", "a comment on SRE-1 the card"),
        ("retro note", "a retro note added to Went well"),
        ("update", "the standup update for 2026-12-01"),
        ("move a meeting", "arch@2026-12-01 moved"),
    ],
)
def test_undo_names_the_card_and_the_deed(told: World, name: str, words: str) -> None:
    GESTURES[name](told, "SRE-1")
    assert undo.last(told.store, told.anne).words == words
    assert undo.undo(told.store, told.anne).words == words


@pytest.mark.parametrize("name", list(GESTURES))
def test_undo_says_titles_and_no_other_words_that_somebody_typed(told: World, name: str) -> None:
    """What it says stands on a screen that others may be looking at."""
    GESTURES[name](told, "SRE-1")
    words = undo.last(told.store, told.anne).words
    typed = ("network", "not needed", "six weeks", "moot", "hm", "DNS", "calm", "certs", "nothing to say")
    assert not [one for one in typed if one in words], words


def test_in_a_meeting_with_guests_undo_says_only_titles_that_they_may_read(told: World) -> None:
    told.clock.at(1, 14)
    lifecycle.start(told.store, told.anne, "arch")
    move.move(told.store, told.anne, "SRE-1", "in progress")
    assert undo.last(told.store, told.anne).words == "SRE-1 moved to In progress"
    move.move(told.store, told.anne, "SRE-3", "next")
    assert undo.last(told.store, told.anne).words == "SRE-3 a topic moved to Next"
    lifecycle.end(told.store, told.anne)
    assert undo.last(told.store, told.anne).words == "SRE-3 a topic moved to Next"


def test_what_was_taken_back_in_a_meeting_is_not_done_again_in_the_next_one(told: World) -> None:
    lifecycle.start(told.store, told.anne, "planning")
    comments.comment(told.store, told.anne, "SRE-1", "for the planning")
    undo.undo(told.store, told.anne, in_meeting=True)
    lifecycle.end(told.store, told.anne, "planning")
    lifecycle.start(told.store, told.anne, "sync")
    with pytest.raises(Refused, match="do again in this meeting"):
        undo.redo(told.store, told.anne, in_meeting=True)
    undo.redo(told.store, told.anne)
    (comment,) = boards.card(told.store, told.anne, "SRE-1").comments
    assert comment.meeting == "planning@2026-11-30"
    (event,) = [one for one in boards.card(told.store, told.anne, "SRE-1").events if one.verb == "card.comment"]
    assert event.meeting == "planning@2026-11-30"


def test_undo_steps_back_through_ones_own_last_actions(told: World) -> None:
    states = []
    names = ["edit", "move", "block", "tie", "comment", "vote", "settle: action"]
    for name in names:
        states.append(state(told))
        GESTURES[name](told, "SRE-1")
    for before in reversed(states):
        undo.undo(told.store, told.anne)
        assert state(told) == before


def test_only_ones_own_is_taken_back(told: World) -> None:
    cards_edit.edit(told.store, told.ben, "SRE-4", cards_edit.Edit(title="Ben's words"))
    blockers.block(told.store, told.anne, "SRE-1", "network")
    comments.comment(told.store, told.ben, "SRE-4", "and more")
    assert undo.undo(told.store, told.anne).event.verb == "card.block"
    assert boards.card(told.store, told.anne, "SRE-4").card.title == "Ben's words"
    with pytest.raises(Refused, match="there is nothing of yours to undo; only your own last actions"):
        undo.undo(told.store, told.chidi)


def test_where_somebody_else_changed_the_same_it_is_refused_with_who_and_when(told: World) -> None:
    cards_edit.edit(told.store, told.anne, "SRE-1", cards_edit.Edit(title="Anne's"))
    told.clock.on(minutes=25)
    cards_edit.edit(told.store, told.ben, "SRE-1", cards_edit.Edit(title="Ben's"))
    with pytest.raises(Conflict, match=r"ben changed the same at 10:25 on 30 Nov \(card.edit\)"):
        undo.undo(told.store, told.anne)
    assert boards.card(told.store, told.anne, "SRE-1").card.title == "Ben's"


def test_another_field_of_the_same_card_is_no_conflict(told: World) -> None:
    cards_edit.edit(told.store, told.anne, "SRE-1", cards_edit.Edit(title="Anne's"))
    blockers.block(told.store, told.ben, "SRE-1", "network")
    undo.undo(told.store, told.anne)
    card = boards.card(told.store, told.anne, "SRE-1").card
    assert (card.title, card.blocked is not None) == ("the card", True)


def test_what_somebody_undid_is_no_conflict(told: World) -> None:
    cards_edit.edit(told.store, told.anne, "SRE-1", cards_edit.Edit(title="Anne's"))
    cards_edit.edit(told.store, told.ben, "SRE-1", cards_edit.Edit(title="Ben's"))
    undo.undo(told.store, told.ben)
    undo.undo(told.store, told.anne)
    assert boards.card(told.store, told.anne, "SRE-1").card.title == "the card"


@pytest.mark.parametrize(
    "theirs",
    [
        lambda w, key: comments.comment(w.store, w.ben, key, "I like it"),
        lambda w, key: create.tie(w.store, w.ben, key, "ben", "interested"),
        lambda w, key: comments.vote(w.store, w.ben, key),
        lambda w, key: routing.table(w.store, w.ben, key, "why"),
    ],
    ids=["comment", "interest", "vote", "table"],
)
def test_a_card_that_somebody_took_up_is_not_taken_away_from_them(
    world: World, theirs: Callable[[World, str], object]
) -> None:
    key = world.card("an idea")
    theirs(world, key)
    with pytest.raises(Conflict, match="ben changed the same"):
        undo.undo(world.store, world.anne)


def test_a_card_whose_adding_was_undone_is_gone_everywhere(world: World) -> None:
    other = world.card("needs it")
    key = world.card("never meant")
    blockers.depend(world.store, world.ben, other, on=key)
    undo.undo(world.store, world.anne)
    assert world.titles(world.anne) == ["needs it"]
    assert search.search(world.store, world.anne, "meant") == []
    assert boards.card(world.store, world.anne, other).card.depends_on == ()
    with pytest.raises(NotFound):
        boards.card(world.store, world.anne, key)
    assert world.card("the next") == "SRE-3", "a key is never given twice"


def test_the_card_that_is_waited_for_is_named_by_undo_and_history_while_it_may_be_read(world: World) -> None:
    other, key = world.card("needs it"), world.card("new switches")

    def told() -> list[str]:
        events = boards.card(world.store, world.anne, other).events
        return [history_words(one.verb, one.data) for one in events if one.verb == "card.depend"]

    blockers.depend(world.store, world.anne, other, on=key)
    assert undo.last(world.store, world.anne).words == f"{other} needs it waits for {key} new switches"
    assert told() == [f"waits for {key} new switches"]
    undo.undo(world.store, world.anne)
    undo.undo(world.store, world.anne)  # the card that was waited for is gone
    assert "new switches" not in "".join(told())


def test_a_vote_that_was_counted_is_not_taken_back_and_stands_in_nobodys_way(told: World) -> None:
    cards_edit.edit(told.store, told.anne, "SRE-1", cards_edit.Edit(title="before the vote"))
    comments.vote(told.store, told.anne, "SRE-3")
    told.clock.at(1, 14)
    lifecycle.start(told.store, told.anne, "arch")
    comments.vote(told.store, told.anne, "SRE-3")
    lifecycle.end(told.store, told.anne)
    move.done(told.store, told.ben, "SRE-3")
    assert undo.undo(told.store, told.anne).words == "SRE-1 before the vote changed title"


def test_undo_names_a_column_as_its_team_reads_it(world: World) -> None:
    from cadence.services.team import team

    team.team_set(world.store, world.anne, team.TeamEdit(partner="Payments"))
    key = world.card("upgrade")
    blockers.depend(world.store, world.anne, key, team="payments", what="a window")
    assert undo.last(world.store, world.anne).words.startswith("SRE-2 a window added to Waiting on Payments; ")


def test_undo_names_the_settings_that_it_takes_back(world: World) -> None:
    from cadence.services.team import settings as team_settings
    from cadence.services.team import team

    habits = team_settings.Habits(person_limit=3, rotate_facilitator=True, limits={"Review": 2})
    team.team_set(world.store, world.anne, team.TeamEdit(partner="Payments", habits=habits))
    named = "the team's settings: limits, partner, person limit 3, rotate facilitator on"
    assert undo.undo(world.store, world.anne).words == named
    settings.schedule_set(world.store, world.anne, "arch", settings.SlotEdit(at=time(15), minutes=45))
    assert undo.undo(world.store, world.anne).words == "the schedule of the arch: at 15:00, minutes 45"


def test_undo_leaves_the_meeting_as_it_is(world: World) -> None:
    """The last choice also ended the meeting: the card comes back, the meeting does not."""
    key = create.add(world.store, world.anne, NewCard("sync", "owed")).key
    lifecycle.start(world.store, world.anne, "sync")
    assert navigation.choose(world.store, world.anne, "synced").line.status == "held"
    assert undo.undo(world.store, world.anne).event.verb == "card.move"
    assert boards.card(world.store, world.anne, key).card.column == "To sync"
    assert meetings_view.show(world.store, world.anne, "sync@2026-11-30").line.status == "held"


def test_a_choice_that_was_undone_is_not_in_the_notes(world: World) -> None:
    for title in ("first", "second"):
        create.add(world.store, world.anne, NewCard("sync", title))
    lifecycle.start(world.store, world.anne, "sync")
    navigation.choose(world.store, world.anne, "synced")
    undo.undo(world.store, world.anne)
    view = meetings_view.show(world.store, world.anne, "sync")
    assert ("SRE-1" in view.walked, view.queue) == (False, ("SRE-1", "SRE-2"))


def test_calendars_hear_of_a_move_that_was_undone(world: World) -> None:
    def changes() -> int:
        with world.store.read() as connection:
            return int(connection.value("SELECT changes FROM meeting"))

    reschedule.move(world.store, world.anne, "arch", "2026-12-02 16:00")
    before = changes()
    undo.undo(world.store, world.anne)
    line = next(line for line in week.meeting_list(world.store, world.anne) if line.kind == "arch")
    assert (line.starts_at.hour, line.moved_from) == (14, None)
    assert changes() > before


def test_an_undone_event_is_out_of_the_cards_history(world: World) -> None:
    key = world.card("x")
    blockers.block(world.store, world.anne, key, "network")
    undo.undo(world.store, world.anne)
    assert [event.verb for event in boards.card(world.store, world.anne, key).events] == ["card.add"]


def test_an_anonymous_note_can_not_be_undone(world: World) -> None:
    from cadence.services.team import settings as team_settings
    from cadence.services.team import team

    team.team_set(world.store, world.anne, team.TeamEdit(habits=team_settings.Habits(anonymous_retro=True)))
    retro.write(world.store, world.ben, "badly", "unsigned")
    with pytest.raises(Refused, match="nothing of yours to undo"):
        undo.undo(world.store, world.ben)


def later_slot(world: World) -> None:
    edit = settings.SlotEdit(at=time(15), since=world.clock().date() + timedelta(days=7))
    settings.schedule_set(world.store, world.anne, "arch", edit)


def team_day(world: World) -> None:
    holidays.add_holidays(
        world.store,
        world.anne,
        world.clock().date() + timedelta(days=2),
        world.clock().date() + timedelta(days=2),
        "Team day",
    )


@pytest.mark.parametrize("change", [later_slot, team_day])
def test_a_change_to_the_schedule_is_taken_back_only_while_it_is_ahead(
    world: World, change: Callable[[World], None]
) -> None:
    """Rule 7: it never rewrites what already happened."""
    change(world)
    world.clock.on(days=15)
    before = state(world)
    with pytest.raises(Refused, match="in force since"):
        undo.undo(world.store, world.anne)
    assert state(world) == before
    world.clock.on(days=-15)
    undo.undo(world.store, world.anne)
    assert state(world) != before


def test_a_day_off_in_the_past_that_was_a_slip_is_taken_back(world: World) -> None:
    before = state(world)
    holidays.add_holidays(
        world.store,
        world.anne,
        world.clock().date() - timedelta(days=3),
        world.clock().date() - timedelta(days=3),
        "Team day",
    )
    undo.undo(world.store, world.anne)
    assert state(world) == before


def test_in_a_meeting_undo_leaves_what_was_done_before_it(world: World) -> None:
    key = world.card("x")
    lifecycle.start(world.store, world.anne, "planning")
    with pytest.raises(Refused, match="in this meeting"):
        undo.undo(world.store, world.anne, in_meeting=True)
    GESTURES["block"](world, key)
    undo.undo(world.store, world.anne, in_meeting=True)
    assert boards.card(world.store, world.anne, key).card.blocked is None
    undo.undo(world.store, world.anne)
    with pytest.raises(NotFound):
        boards.card(world.store, world.anne, key)


def read_by(world: World, viewer: Viewer) -> list[object]:
    """All that somebody is told of a parked word: by search, the boards, and the card itself with its history."""
    found: list[object] = [hit.title for hit in search.search(world.store, viewer, "HUSHHUSH")]
    found += world.titles(viewer)
    with suppress(NotFound):
        card = boards.card(world.store, viewer, "SRE-1")
        found += [card.card.audience, card.path, [event.verb for event in card.events]]
    return found


WIDENED: dict[str, Callable[[World], object]] = {
    **{
        f"settle: {place}": lambda w, place=place: routing.settle(w.store, w.anne, "SRE-1", place, ParsedLine("said"))  # type: ignore[misc]
        for place in ("now", "arch", "sync", "wall", "action", "dropped")
    },
    "table": lambda w: routing.table(w.store, w.anne, "SRE-1", "deep"),
    **{
        f"for {whom}": lambda w, whom=whom: cards_edit.edit(w.store, w.anne, "SRE-1", cards_edit.Edit(audience=whom))  # type: ignore[misc]
        for whom in ("partner", "everyone")
    },
    **{
        f"to {board}": lambda w, board=board, column=column: move.move(w.store, w.anne, "SRE-1", column, board=board)  # type: ignore[misc]
        for board, column in (("sync", "to sync"), ("arch", "proposed"), ("demo", "to show"), ("wall", "ready"))
    },
}


@pytest.mark.parametrize("in_a_standup", [False, True])
@pytest.mark.parametrize("name", list(WIDENED))
def test_each_guest_reads_after_an_undo_what_they_read_before_and_after_a_redo_what_they_read_then(
    world: World, name: str, in_a_standup: bool
) -> None:
    if in_a_standup:
        world.clock.at(2, 10)
        lifecycle.start(world.store, world.anne, "standup")
    routing.park(world.store, world.anne, "HUSHHUSH who pays egress?")
    if in_a_standup:
        navigation.step_to(world.store, world.anne, "parking")
    before = {guest: read_by(world, guest) for guest in (world.dana, world.eve)}
    assert before == {world.dana: [], world.eve: []}
    if in_a_standup and name.startswith("settle: "):
        navigation.settle(world.store, world.anne, name.removeprefix("settle: "), ParsedLine("said"))
    else:
        WIDENED[name](world)
    then = {guest: read_by(world, guest) for guest in before}
    assert bool(then[world.dana]) is (name in {"settle: sync", "for partner", "for everyone"})
    for _ in range(2):
        undo.undo(world.store, world.anne)
        assert {guest: read_by(world, guest) for guest in before} == before
        undo.redo(world.store, world.anne)
        assert {guest: read_by(world, guest) for guest in before} == then
