"""A card's path: every station, in the meeting and on the day on which it was."""

from __future__ import annotations

from cadence.services.cards import blockers, boards, comments, move, routing
from cadence.services.facilitation import lifecycle, navigation
from tests.services.conftest import World


def test_every_step_is_kept_and_meetings_go_by_the_day_they_were_held(world: World) -> None:
    """Parked in a standup, tabled from the parking lot, discussed in an arch meeting that was held a day late."""
    world.clock.at(2, 10)
    lifecycle.start(world.store, world.anne, "standup")
    parked = routing.park(world.store, world.anne, "who renews the certificates?").key
    lifecycle.end(world.store, world.anne)
    routing.table(world.store, world.ben, parked)
    world.clock.at(9, 14)
    lifecycle.start(world.store, world.anne, "arch@2026-12-08")
    navigation.step_to(world.store, world.anne, "topics")
    navigation.choose(world.store, world.anne, "decision", words="ACME does")
    lifecycle.end(world.store, world.anne)
    path = boards.card(world.store, world.anne, parked).path
    assert path == (
        "raised as SRE-1 on parking lot in the daily standup of Wed 2 Dec by Anne",
        "SRE-1 tabled to arch on Wed 2 Dec",
        "SRE-1 moved to Discussing in the arch meeting of Wed 9 Dec",
        "SRE-1 decision: ACME does in the arch meeting of Wed 9 Dec",
        "led to SRE-2 ACME does",
    )


def test_of_columns_passed_in_a_row_the_last_one_is_named_and_each_side_reads_its_own(world: World) -> None:
    key = world.card("VPC peering")
    for column in ("ready", "in progress", "review"):
        move.move(world.store, world.anne, key, column)
    assert boards.card(world.store, world.anne, key).path[1:] == (f"{key} moved to Review on Mon 30 Nov",)
    owed = world.card("delegation", board="sync")
    move.move(world.store, world.anne, owed, "waiting on us")
    assert boards.card(world.store, world.dana, owed).path[1:] == (f"{owed} moved to Waiting on them on Mon 30 Nov",)


def test_on_a_screen_that_guests_may_look_at_a_path_says_no_words_of_the_teams_own_cards(world: World) -> None:
    wall = world.card("HUSHHUSH upgrade")
    blockers.block(world.store, world.anne, wall, "HUSHHUSH vendor")
    blockers.depend(world.store, world.anne, wall, team="the partner", what="a window")
    topic = routing.table(world.store, world.anne, wall, "when?").key
    assert "HUSHHUSH upgrade" in str(boards.card(world.store, world.anne, topic).path)
    lifecycle.start(world.store, world.anne, "sync")
    path = boards.card(world.store, world.anne, topic).path
    assert path[:2] == (f"raised as {wall} on the wall by Anne", f"{wall} blocked on Mon 30 Nov")
    assert "HUSHHUSH" not in str(path[:-1])


def test_what_was_made_of_feedback_names_who_gave_it(world: World) -> None:
    world.clock.at(4, 14)
    demo = world.card("Failover in 30 s", board="demo")
    for said, who in (("can it page us too?", "eve"), ("and the writes?", "dana")):
        comments.comment(world.store, world.anne, demo, said, author=who)
    made = routing.asked_for(world.store, world.anne, "can it page us too?", about=demo).key
    other = routing.act(world.store, world.anne, "ask which writes", about=demo).key
    for key, said in ((made, "Eve: can it page us too?"), (other, "Dana: and the writes?")):
        path = boards.card(world.store, world.anne, key).path
        assert [one for one in path if "feedback" in one] == [f"{demo} feedback by {said} on Fri 4 Dec"]
