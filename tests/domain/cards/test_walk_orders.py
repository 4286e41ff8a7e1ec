"""Which card is next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.cards import walk_queries
from cadence.domain.cards.walk_orders import after
from cadence.domain.cards.walk_queries import Query
from cadence.domain.kinds import KINDS
from cadence.domain.views.cards import Blocked, CardView, ThiefView

NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
THIEF = (ThiefView("neglected-work", "no event for 6 d"),)


def card(
    key: str, board: str = "wall", column: str = "Ready", days: float = 1, rank: str = "i0", **facts: Any
) -> CardView:
    """A card that came into its column ``days`` ago."""
    at = NOW - timedelta(days=days)
    plain: dict[str, Any] = {
        "id": 1,
        "key": key,
        "board": board,
        "column": column,
        "position": 1,
        "title": key,
        "body": "",
        "flow": None,
        "origin": None,
        "requester": None,
        "assignees": (),
        "interested": (),
        "stays": (),
        "tags": (),
        "due": None,
        "toil": False,
        "blocked": None,
        "depends_on": (),
        "thieves": (),
        "votes": 0,
        "url": None,
        "type": None,
        "author": None,
        "audience": "team",
        "created_at": at,
        "updated_at": at,
        "entered_column_at": at,
        "came_from": None,
        "status": "open",
        "rank": rank,
    }
    return CardView(**(plain | facts))


def blocked(days: float) -> Blocked:
    return Blocked("network", NOW - timedelta(days=days))


QUERIES = {step.query for kind in KINDS for step in kind.steps if step.query is not None} | {walk_queries.WALL}


def test_queries_have_names_of_their_own() -> None:
    assert len({query.key for query in QUERIES}) == len(QUERIES) == 11


def test_the_wall_is_walked_blocked_first_and_each_part_right_to_left_oldest_first() -> None:
    cards = [
        card("backlog", column="Backlog", days=50),
        card("ready", column="Ready", days=2),
        card("young", column="In progress", days=1),
        card("old", column="In progress", days=9),
        card("flagged", column="In progress", days=2, thieves=THIEF),
        card("review", column="Review", days=1),
        card("done", column="Done", days=1),
        card("dropped", column="Ready", status="dropped"),
        card("stuck", column="Ready", days=1, blocked=blocked(1)),
        card("stuck longer", column="Backlog", days=1, blocked=blocked(3)),
        card("topic", board="arch", column="Next"),
    ]
    expected = ["stuck", "stuck longer", "review", "old", "flagged", "young", "ready"]
    assert walk_queries.WALL.keys(cards) == expected
    assert walk_queries.WALL.keys(reversed(cards)) == expected
    assert walk_queries.WALL.keys(cards, everything=True) == [*expected, "backlog"]


def test_a_teams_own_columns() -> None:
    columns = ("Inbox", "Next up", "Doing", "Checking", "Shipped")
    cards = [card(name, column=name, origin="team") for name in columns]
    assert walk_queries.WALL.keys(cards, columns) == ["Checking", "Doing", "Next up"]
    assert walk_queries.WALL.keys(cards, columns, everything=True) == ["Checking", "Doing", "Next up", "Inbox"]
    assert walk_queries.TEAM.keys(cards, columns) == ["Next up", "Inbox"]
    assert walk_queries.HOLDOVERS.keys(cards, columns) == ["Checking", "Doing"]


def test_the_two_ranked_lists() -> None:
    cards = [
        card("b3", origin="business", rank="i5"),
        card("b2", origin="business", rank="i1"),
        card("b4", column="Backlog", origin="business", rank="i0"),
        card("t1", origin="team"),
        card("merged", origin="business", merged=1),
        card("begun", column="In progress", origin="business"),
        card("interrupt", origin="interrupt"),
    ]
    assert walk_queries.BUSINESS.keys(cards) == ["b2", "b3", "b4"]
    assert walk_queries.TEAM.keys(cards) == ["t1"]


def test_interest_goes_first_through_what_nobody_has_and_assignment_through_what_several_want() -> None:
    cards = [
        card("third", merged=3),
        card("first", merged=1, assignees=("ben",)),
        card("second", merged=2, interested=("dana",)),
        card("fourth", merged=4, interested=("ben", "dana")),
        card("begun", column="In progress", merged=6, assignees=("ben",)),
        card("done", column="Done", merged=5),
        card("left out"),
    ]
    assert walk_queries.INTEREST.keys(cards) == ["second", "third", "fourth", "first"]
    assert walk_queries.UNASSIGNED.keys(cards) == ["fourth", "second", "third"]


def test_holdovers() -> None:
    cards = [
        card("parked", "parking", "Open", days=3),
        card("parked before", "parking", "Open", days=8),
        card("settled", "parking", "Settled"),
        card("action", "actions", "Open"),
        card("action due", "actions", "Open", due=date(2026, 12, 4)),
        card("ready", column="Ready"),
        card("stuck", column="Ready", blocked=blocked(2)),
        card("begun", column="In progress"),
        card("review", column="Review"),
    ]
    assert walk_queries.HOLDOVERS.keys(cards) == [
        "stuck",
        "review",
        "begun",
        "action due",
        "action",
        "parked before",
        "parked",
    ]
    assert walk_queries.LAST_ACTIONS.keys(cards) == ["action due", "action"]


def test_sync_column_by_column_due_first() -> None:
    cards = [
        card("upcoming", "sync", "Upcoming", due=date(2026, 12, 3)),
        card("them", "sync", "Waiting on them"),
        card("us", "sync", "Waiting on us"),
        card("second", "sync", "To sync", rank="i2"),
        card("first", "sync", "To sync", rank="i1"),
        card("due later", "sync", "To sync", rank="i5", due=date(2026, 12, 9)),
        card("due", "sync", "To sync", rank="i9", due=date(2026, 12, 4)),
        card("synced", "sync", "Synced"),
    ]
    assert walk_queries.SYNC.keys(cards) == ["due", "due later", "first", "second", "us", "them", "upcoming"]


def test_arch() -> None:
    topics: dict[str, dict[str, Any]] = {
        "proposed": {"column": "Proposed", "rank": "i1"},
        "proposed before": {"column": "Proposed", "rank": "i0"},
        "next": {"column": "Next", "rank": "i9"},
        "discussing": {"column": "Discussing"},
        "discussed": {"column": "Discussed"},
    }
    cards = [card(key, "arch", **facts) for key, facts in topics.items()]
    assert walk_queries.ARCH.keys(cards) == ["discussing", "next", "proposed before", "proposed"]
    voted = [card(key, "arch", votes=3 if key == "proposed" else 0, **facts) for key, facts in topics.items()]
    assert walk_queries.ARCH.keys(voted) == walk_queries.ARCH.keys(cards), "dots reorder nothing"


def test_demo_and_retro_groups() -> None:
    demos = [card("b", "demo", "To show", rank="i1"), card("a", "demo", "To show"), card("c", "demo", "Shown")]
    assert walk_queries.DEMOS.keys(demos) == ["a", "b"]
    notes = [
        card("well", "retro", "Went well"),
        card("badly", "retro", "Went badly"),
        card("better", "retro", "Could be better", votes=2),
        card("popular", "retro", "Went badly", votes=4),
    ]
    assert walk_queries.RETRO_GROUPS.keys(notes) == ["better", "badly", "popular", "well"], "dots reorder nothing"


@given(st.sampled_from(sorted(QUERIES, key=lambda query: query.key)), st.permutations(range(12)))
def test_an_order_depends_on_the_cards_alone(query: Query, places: list[int]) -> None:
    boards = [("wall", "Ready"), ("wall", "Review"), ("sync", "Upcoming"), ("arch", "Next"), ("actions", "Open")]
    cards = [
        card(
            f"SRE-{n}",
            *boards[n % 5],
            rank=f"i{n:x}",
            origin=("business", "team")[n % 2],
            merged=n if n > 6 else None,
            blocked=blocked(2) if n % 3 == 0 else None,
        )
        for n in range(12)
    ]
    keys = query.keys(cards)
    assert len(set(keys)) == len(keys)
    assert query.keys([cards[place] for place in places]) == keys


def test_next_and_previous() -> None:
    keys = ["a", "b", "c"]
    assert after(keys, "a") == "b"
    assert after(keys, "c") is None
    assert after(keys, "b", -1) == "a"
    assert after(keys, "a", -1) is None
    assert after(keys, None) == "a"
    assert after(keys, None, -1) == "c"
    assert after([], "a", position=3) is None


def test_a_card_that_has_vanished_keeps_its_place() -> None:
    left = ["a", "c", "d"]  # b, at 1, has gone
    assert after(left, "b", position=1) == "c"
    assert after(left, "b", -1, position=1) == "a"
    assert after(["b", "c"], "a", position=0) == "b"
    assert after(["b", "c"], "a", -1, position=0) is None
    assert after(["a", "b"], "c", position=2) is None
    assert after(["a"], "d", -1, position=3) == "a", "others have gone, too"
    assert after(left, "b") == "a", "nobody knows where it stood"


@given(st.lists(st.integers(0, 50), unique=True, min_size=1), st.data())
def test_a_walk_forward_visits_every_card_that_stays(numbers: list[int], data: st.DataObject) -> None:
    keys = [str(number) for number in numbers]
    gone: set[str] = set()
    visited: list[str] = []
    at, position = after(keys, None), 0
    while at is not None:
        visited.append(at)
        position = keys.index(at)
        leaves = data.draw(st.sampled_from([at, None]))
        if leaves:
            gone.add(leaves)
            keys.remove(leaves)
        at = after(keys, at, position=position)
    assert visited == [str(number) for number in numbers]
    assert set(keys) == set(visited) - gone


def test_in_the_plan_work_that_runs_on_stands_behind_what_goes_on_by_somebodys_word() -> None:
    cards = [
        card("merged", merged=2),
        card("goes on", column="In progress", merged=1),
        card("runs on", column="In progress"),
        card("runs on, nearer to done", column="Review"),
        card("waits", column="Ready"),
        card("done", column="Done", merged=3),
        card("dropped", column="Review", status="dropped"),
    ]
    assert walk_queries.PLAN.keys(cards) == ["goes on", "runs on, nearer to done", "runs on", "merged"]
    assert walk_queries.RUNS_ON.keys(cards) == ["runs on, nearer to done", "runs on"]
    assert "runs on" in walk_queries.UNASSIGNED.keys(cards)
