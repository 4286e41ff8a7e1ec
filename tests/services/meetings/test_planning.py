"""Planning: holdovers, the two lists that become one, and who does what."""

from __future__ import annotations

from datetime import date

import pytest

from cadence.domain.views.meetings import MeetingView
from cadence.errors import BadValue, Refused
from cadence.services.cards import blockers, boards, comments, create, move, routing, undo
from cadence.services.facilitation import lifecycle, navigation
from cadence.services.facilitation import receipt as facilitation_receipt
from cadence.services.home import home
from cadence.services.meetings import merge
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.store.capture import NewCard
from cadence.tui.drawing.balance import shares
from tests.services.conftest import World


def at_step(view: MeetingView) -> str:
    return view.steps[view.step].key


def test_holdovers_are_what_the_last_iteration_left(world: World) -> None:
    begun = world.card("begun", column="in progress")
    blocked = world.card("blocked")
    blockers.block(world.store, world.anne, blocked, "network")
    world.card("not begun")
    lifecycle.start(world.store, world.anne, "planning")
    action = routing.act(world.store, world.anne, "an action")
    parked = routing.park(world.store, world.anne, "a question")
    done = routing.act(world.store, world.anne, "a done action")
    move.done(world.store, world.anne, done.key)
    lifecycle.end(world.store, world.anne)
    world.clock.at(7, 10)
    view = lifecycle.start(world.store, world.anne, "planning")
    assert view.queue == (blocked, begun, action.key, parked.key)
    routing.park(world.store, world.anne, "came up only now")
    routing.act(world.store, world.anne, "given only now")
    assert meetings_view.show(world.store, world.anne, "planning").queue == view.queue


def test_each_choice_at_a_holdover_does_what_it_says(world: World) -> None:
    keys = [world.card(title, column="in progress") for title in ("goes on", "again", "back", "away")]
    for key in keys:
        create.tie(world.store, world.anne, key, "ben", "assigned")
    action = routing.act(world.store, world.anne, "ask the network team")
    lifecycle.start(world.store, world.anne, "planning")
    navigation.choose(world.store, world.anne, "continue")
    navigation.choose(world.store, world.anne, "re-prioritise")
    navigation.choose(world.store, world.anne, "hand back", words="they changed their mind")
    with pytest.raises(BadValue, match="why is it dropped"):
        navigation.choose(world.store, world.anne, "drop")
    navigation.choose(world.store, world.anne, "drop", words="obsolete")
    assert navigation.choose(world.store, world.anne, "done").card is None
    assert boards.card(world.store, world.anne, action.key).card.status == "done"
    found = {key: boards.card(world.store, world.anne, key).card for key in keys}
    assert [(card.column, card.status, card.assignees) for card in found.values()] == [
        ("In progress", "open", ("ben",)),
        ("Ready", "open", ("ben",)),
        ("Backlog", "open", ()),
        ("In progress", "dropped", ("ben",)),
    ]
    walked = notes.notes_of(world.store, world.anne, "planning").steps[0].cards
    back = "hand back: they changed their mind"
    assert [card.outcome for card in walked] == ["continue", "re-prioritise", back, "dropped: obsolete", "done"]
    assert [card.merged for card in found.values()] == [1, None, None, None]


def test_an_action_that_goes_on_behind_its_day_is_due_at_the_next_planning_and_undone_as_it_was(world: World) -> None:
    action = routing.act(world.store, world.anne, "renew the contract", due=date(2026, 12, 3))
    world.clock.at(7, 10)
    lifecycle.start(world.store, world.anne, "planning")
    navigation.choose(world.store, world.anne, "continue")
    found = boards.card(world.store, world.anne, action.key)
    assert (found.card.due, found.promised) == (date(2026, 12, 14), (date(2026, 12, 3),))
    undo.undo(world.store, world.anne)
    assert boards.card(world.store, world.anne, action.key).card.due == date(2026, 12, 3)


def test_what_was_not_begun_is_told_as_planned_again_and_work_stands_in_the_plans_order(world: World) -> None:
    world.card("left", column="in progress")
    said = world.card("goes on", column="in progress")
    again = world.work_item("planned", "business")
    for day in (0, 7):
        if day:
            world.clock.at(day, 10)
        lifecycle.start(world.store, world.anne, "planning")
        navigation.go_to(world.store, world.anne, said)
        navigation.choose(world.store, world.anne, "continue")
        if day:
            navigation.go_to(world.store, world.anne, again)
            navigation.advance(world.store, world.anne)
        navigation.step_to(world.store, world.anne, "merge")
        merge.pull(world.store, world.anne, again)
        navigation.step_to(world.store, world.anne, "interest")
        ref = lifecycle.end(world.store, world.anne).line.ref
    told = facilitation_receipt.receipt(world.store, world.anne, ref).holdovers
    assert [line.partition(" → ")[2] for line in told] == [
        "continue",
        "no outcome, planned again",
        "runs on, without an outcome",
    ]
    merged = notes.notes_of(world.store, world.anne, ref).merged
    assert [card.title for card in merged] == ["goes on", "left", "planned"]


def test_two_lists_become_one_and_the_lead_has_the_last_word(world: World) -> None:
    business = [world.work_item(f"business {number}", "business") for number in range(3)]
    team = [world.work_item(f"team {number}") for number in range(2)]
    lifecycle.start(world.store, world.anne, "planning")
    with pytest.raises(Refused, match="nothing is merged on this step"):
        merge.pull(world.store, world.anne, team[0])
    view = navigation.step_to(world.store, world.anne, "merge")
    assert view.merge is not None
    assert [card.key for card in view.merge.left] == business
    assert [card.key for card in view.merge.right] == team
    assert view.merge.proposed[0][0] == business[0]
    merge.pull(world.store, world.anne, view.merge.proposed[0][0])
    merge.pull(world.store, world.anne, team[1])
    merge.pull(world.store, world.anne, business[2], after=business[0])
    assert merged(world) == [business[0], business[2], team[1]]
    merge.reorder(world.store, world.anne, team[1], -1)
    assert merged(world) == [business[0], team[1], business[2]]
    merge.reorder(world.store, world.anne, business[0], -1)
    merge.push_back(world.store, world.anne, business[2])
    assert merged(world) == [business[0], team[1]]
    view = navigation.step_by(world.store, world.anne, 1)
    assert view.queue == (business[0], team[1])
    with pytest.raises(Refused, match="somebody else facilitates"):
        merge.pull(world.store, world.ben, team[0])


def test_an_iteration_that_is_planned_before_it_begins_has_its_own_merged_list(world: World) -> None:
    this, following = (world.work_item(f"business {number}", "business") for number in range(2))
    lifecycle.start(world.store, world.anne, "planning")
    navigation.step_to(world.store, world.anne, "merge")
    merge.pull(world.store, world.anne, this)
    lifecycle.end(world.store, world.anne, "planning")
    world.clock.at(4, 9)  # on Friday, for next week
    lifecycle.start(world.store, world.anne, "planning@2026-12-07")
    view = navigation.step_to(world.store, world.anne, "merge")
    assert view.merge is not None
    assert [card.key for card in view.merge.merged] == []
    merge.pull(world.store, world.anne, following)
    assert merged(world, "planning@2026-12-07") == [following]
    lifecycle.end(world.store, world.anne, "planning@2026-12-07")
    assert boards.card(world.store, world.anne, this).card.status == "open"


def merged(world: World, ref: str = "planning") -> list[str]:
    view = meetings_view.show(world.store, world.anne, ref).merge
    assert view is not None
    return [card.key for card in view.merged]


def test_the_step_before_an_empty_parking_lot_is_the_last_one(world: World) -> None:
    lifecycle.start(world.store, world.anne, "arch")
    navigation.step_to(world.store, world.anne, "topics")
    assert navigation.step_by(world.store, world.anne, 1).line.status == "held"
    lifecycle.start(world.store, world.anne, "sync")
    routing.park(world.store, world.anne, "who pays?")
    assert at_step(navigation.step_by(world.store, world.anne, 1)) == "parking"


def test_only_what_nobody_took_is_assigned(world: World) -> None:
    keys = [world.work_item(f"team {number}") for number in range(3)]
    lifecycle.start(world.store, world.anne, "planning")
    navigation.step_to(world.store, world.anne, "merge")
    for key in keys:
        merge.pull(world.store, world.anne, key)
    navigation.step_to(world.store, world.anne, "interest")
    create.tie(world.store, world.anne, keys[0], "ben", "interested")
    view = navigation.step_by(world.store, world.anne, 1)
    assert (at_step(view), view.queue) == ("assignment", (keys[1], keys[2]))
    assert boards.card(world.store, world.anne, keys[0]).card.assignees == ("ben",)
    create.tie(world.store, world.anne, keys[1], "chidi", "assigned")
    view = navigation.advance(world.store, world.anne)
    assert view.at == keys[2]
    navigation.step_by(world.store, world.anne, 1)
    receipt = facilitation_receipt.receipt(world.store, world.anne, "planning")
    assert receipt.took == (f"Ben: {keys[0]} team 0", f"Chidi: {keys[1]} team 1")
    assert receipt.without_owner == (f"{keys[2]} team 2",)


@pytest.mark.parametrize("looked_at", [0, 1, 2])
def test_a_holdover_without_an_outcome_is_on_the_receipt_also_when_a_later_step_stood_on_it(
    world: World, looked_at: int
) -> None:
    keys = [world.work_item(f"promised {number}") for number in range(3)]
    for day in (0, 7):
        if day:
            world.clock.at(day, 10)
        ref = lifecycle.start(world.store, world.anne, "planning").line.ref
        if not day:
            navigation.step_to(world.store, world.anne, "merge")
            for key in keys:
                merge.pull(world.store, world.anne, key)
            lifecycle.end(world.store, world.anne)
    navigation.step_by(world.store, world.anne, 1)
    navigation.step_to(world.store, world.anne, "team")
    for key in keys[:looked_at]:
        navigation.go_to(world.store, world.anne, key)
        world.clock.on(minutes=1)
        navigation.advance(world.store, world.anne)
    lifecycle.end(world.store, world.anne)
    told = facilitation_receipt.receipt(world.store, world.anne, ref).holdovers
    assert sorted(told) == [f"{key} promised {number} → no outcome, comes back" for number, key in enumerate(keys)]
    left = notes.written(world.store, world.anne, ref).text.partition("## Left for later")[2]
    assert [left.count(key) for key in keys] == [1, 1, 1]


def test_the_plan_has_one_order_wherever_it_is_told(world: World) -> None:
    """On the merge, in the notes, on the card and where priorities conflict; also what runs on without a word."""
    late, early = (world.card(title, column="in progress") for title in ("second", "first"))
    world.clock.on(hours=1)
    review = world.card("reviewed", column="review")
    world.clock.on(hours=1)
    move.move(world.store, world.anne, late, "ready")
    move.move(world.store, world.anne, late, "in progress")
    first = world.work_item("pulled", "business")
    for key in (review, early):
        create.tie(world.store, world.anne, key, "ben", "assigned")
    lifecycle.start(world.store, world.anne, "planning")
    navigation.step_to(world.store, world.anne, "merge")
    merge.pull(world.store, world.anne, first)
    view = meetings_view.show(world.store, world.anne, "planning")
    assert view.merge is not None
    plan = [card.key for card in view.merge.merged]
    assert plan == [review, early, late, first]
    lifecycle.end(world.store, world.anne)
    assert [card.key for card in notes.notes_of(world.store, world.anne, "planning").merged] == plan
    assert boards.card(world.store, world.anne, first).card.merged == 4
    (conflict,) = (one.why for one in boards.card(world.store, world.anne, review).card.thieves)
    assert conflict.endswith(f"in progress: {review} reviewed (rank 1) and {early} first (rank 2)")


def test_a_cards_place_in_the_plan_stays_whatever_is_begun_or_done_since(world: World) -> None:
    """Also who is among the first, be they begun or not: the thief counts by the places of the notes."""
    store, anne = world.store, world.anne
    going = [world.card(title, column="in progress") for title in ("one", "two", "three")]
    pulled = [world.work_item(title, "business") for title in ("four", "five")]
    lifecycle.start(store, anne, "planning")
    navigation.step_to(store, anne, "merge")
    for key in pulled:
        merge.pull(store, anne, key)
    lifecycle.end(store, anne)
    plan = [card.key for card in notes.notes_of(store, anne, "planning").merged]
    for key in (plan[0], plan[2], plan[3]):
        create.tie(store, anne, key, "ben", "assigned")

    def why(key: str) -> str:
        return "".join(one.why for one in boards.card(store, anne, key).card.thieves)

    first, third = plan[0], plan[2]
    assert set(plan[:3]) == set(going)
    told = f"{first} one (rank 1) and {third} three (rank 3)"
    assert why(first).endswith(f"2 of the plan's first 3 open cards in progress: {told}")
    world.clock.on(hours=1)
    move.move(store, anne, plan[4], "in progress")
    assert why(first).endswith(told), "something of the plan was begun"
    move.done(store, anne, plan[4])
    unplanned = world.card("pager storm", column="in progress")
    assert why(first).endswith(told), "something of the plan is done, and something else was begun"
    assert boards.card(store, anne, plan[4]).card.merged == 5
    assert boards.card(store, anne, unplanned).card.merged is None
    move.move(store, anne, plan[1], "ready")
    assert why(first).endswith(told), "what waits is among the first too"
    move.move(store, anne, plan[3], "in progress")
    assert "rank 4" not in why(first)
    move.done(store, anne, plan[1])
    assert why(first).endswith(f"{told} and {plan[3]} four (rank 4)")


@pytest.mark.parametrize("answered", ["", "reply", "action", "noted", "passed"])
@pytest.mark.parametrize("when", ["in the demo", "a day later"])
@pytest.mark.parametrize("of", ["finished work", "a free demo"])
def test_feedback_waits_for_its_presenter_and_the_holdovers_whenever_it_was_given(
    world: World, of: str, when: str, answered: str
) -> None:
    store, anne, ben = world.store, world.anne, world.ben
    if of == "finished work":
        work = world.card("failover", column="in progress")
        create.tie(store, anne, work, "ben", "assigned")
        world.clock.at(3, 10)
        move.done(store, anne, work)
    else:
        world.card("failover", board="demo", viewer=ben)
    world.clock.at(4, 14)
    demo = lifecycle.start(store, anne, "demo").queue[0]
    world.clock.on(minutes=1)
    if when == "in the demo":
        comments.comment(store, anne, demo, "in eu-west too?", kind="feedback", author="eve")
    navigation.choose(store, anne, "shown")
    lifecycle.end(store, anne)
    world.clock.on(days=1)
    if when != "in the demo":
        comments.comment(store, world.eve, demo, "in eu-west too?", kind="feedback")
    world.clock.on(minutes=1)
    if answered == "reply":
        comments.comment(store, ben, demo, "yes, next week")
    elif answered == "action":
        routing.act(store, anne, "try it there", owners=("ben",), about=demo)
    needs = [one.key for one in home.home(store, ben).needs if one.title.startswith("feedback on failover, Eve")]
    assert needs == ([] if answered in ("reply", "action") else [demo])
    world.clock.at(7, 10)
    queue = lifecycle.start(store, anne, "planning").queue
    assert (demo in queue) == bool(needs)
    if answered in ("noted", "passed"):
        navigation.advance(store, anne) if answered == "passed" else navigation.choose(store, anne, "noted")
        lifecycle.end(store, anne)
        world.clock.at(8, 9)
        said = [one.title for one in home.home(store, ben).needs if one.key == demo]
        assert len(said) == (answered == "passed"), "what was passed without an outcome waits"
        world.clock.at(14, 10)
        assert (demo in lifecycle.start(store, anne, "planning").queue) == (answered == "passed")


def test_who_is_named_while_work_is_added_took_it(world: World) -> None:
    lifecycle.start(world.store, world.anne, "planning")
    kept, given = (
        create.add(world.store, world.anne, NewCard("wall", title), ("ben",)).key for title in ("limits", "paging")
    )
    create.tie(world.store, world.anne, given, "ben", "assigned")
    create.tie(world.store, world.anne, given, "chidi", "assigned")
    lifecycle.end(world.store, world.anne)
    told = facilitation_receipt.receipt(world.store, world.anne, "planning")
    assert sorted(told.took) == [f"Ben: {kept} limits", f"Chidi: {given} paging"]


def test_interrupts_that_are_merged_are_said_beside_the_meter_and_shares_add_up(world: World) -> None:
    flows = ("feature", "feature", "feature", "defect", "defect", "risk", "risk")
    keys = [create.add(world.store, world.anne, NewCard("wall", f, origin="team", flow=f)).key for f in flows]
    storm = create.add(world.store, world.anne, NewCard("wall", "storm", origin="interrupt", flow="debt")).key
    lifecycle.start(world.store, world.anne, "planning")
    navigation.step_to(world.store, world.anne, "merge")
    for key in (*keys, storm):
        merge.pull(world.store, world.anne, key)
    view = meetings_view.show(world.store, world.anne, "planning")
    assert view.merge is not None
    assert [share for _, share, _ in view.merge.balance.flows] == [43, 29, 28, 0]
    assert "1 interrupt beside it" in "".join(words for words, _ in shares(view.merge.balance, 80))
    lifecycle.end(world.store, world.anne)
    assert "1 interrupt beside it" in notes.written(world.store, world.anne, "planning").text


@pytest.mark.parametrize("merged", [False, True])
def test_what_was_to_be_ranked_anew_and_is_not_merged_is_named_when_the_merge_is_left(
    world: World, merged: bool
) -> None:
    keys = [world.card(title, column="in progress") for title in ("first", "second", "third")]
    lifecycle.start(world.store, world.anne, "planning")
    for choice in ("continue", "re-prioritise", "re-prioritise"):
        navigation.choose(world.store, world.anne, choice)
    navigation.step_to(world.store, world.anne, "merge")
    for key in keys[1:] if merged else keys[1:2]:
        merge.pull(world.store, world.anne, key)
    view = navigation.step_by(world.store, world.anne, 1)
    assert view.left_behind == (() if merged else (f"{keys[2]} third",))
    assert view.lacks == ("" if merged else "a place in the plan")
    assert navigation.step_by(world.store, world.anne, 1).lacks != "a place in the plan"
