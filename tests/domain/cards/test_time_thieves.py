"""The five time thieves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cadence.domain.cards.time_thieves import (
    CardChange,
    CardFacts,
    Thief,
    TimeThief,
    WallFacts,
    adjust,
    find,
    percentile,
)

NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WALL = WallFacts(now=NOW, started=("In progress", "Review"), done="Done", planning_at=NOW - 2 * DAY)


def card(key: str, column: str = "In progress", days: float = 0.5, **facts: Any) -> CardFacts:
    """A card that came a month ago and to which something happened ``days`` ago."""
    at = NOW - timedelta(days=days)
    base = CardFacts(key, column, at, NOW - 30 * DAY, started_at=None if column == "Ready" else NOW - 10 * DAY)
    return replace(base, **facts)


def whys(cards: list[CardFacts], **wall: Any) -> dict[tuple[str, str], str]:
    return {(thief.key or thief.where, thief.thief.value): thief.why for thief in find(cards, replace(WALL, **wall))}


def history(field: str, *entries: tuple[float, str]) -> tuple[CardChange, ...]:
    """Changes, each so many days ago."""
    return tuple(CardChange(NOW - timedelta(days=days), field, value) for days, value in entries)


def test_a_calm_wall_has_no_thief() -> None:
    assert find([card("SRE-1"), card("SRE-2", "Ready"), card("SRE-3", "Done", 90)], WALL) == []


def test_a_column_over_its_limit() -> None:
    cards = [card(f"SRE-{n}") for n in range(5)]
    assert whys(cards, limits={"In progress": 4, "Review": 1}) == {
        ("In progress", "too-much-wip"): "In progress holds 5, limit 4"
    }
    assert whys(cards, limits={"In progress": 5}) == {}


def test_a_person_over_their_limit() -> None:
    cards = [
        card("SRE-1", assignees=("chidi",)),
        card("SRE-2", assignees=("chidi", "dana")),
        card("SRE-3", "Review", assignees=("chidi",)),
        card("SRE-4", "Ready", assignees=("dana",)),
        card("SRE-5", "Done", assignees=("dana",)),
    ]
    assert find(cards, replace(WALL, person_limit=2)) == [
        Thief(None, TimeThief.TOO_MUCH_WIP, "chidi has 3 in progress, limit 2", "chidi")
    ]


def test_neglected_by_the_teams_own_ages() -> None:
    ages = {"Review": [timedelta(days=days).total_seconds() for days in (1, 2, 3, 3, 4, 5, 9)]}
    # 85 % of 7 is 5.95, so the 6th: 5 days.
    cards = [card("SRE-31", "Review", 6), card("SRE-32", "Review", 5), card("SRE-33", "In progress", 90)]
    assert whys(cards, ages=ages) == {
        ("SRE-31", "neglected-work"): "no event for 6 d; 85 % of cards move on within 5 d"
    }
    assert whys(cards, ages={"Review": ages["Review"][:4]}) == {}, "four ages say nothing"


def test_a_bound_in_words_is_rounded_up() -> None:
    ages = {"Review": [timedelta(days=3, hours=5).total_seconds()] * 5}
    assert whys([card("SRE-31", "Review", 3.5)], ages=ages) == {
        ("SRE-31", "neglected-work"): "no event for 3 d; 85 % of cards move on within 4 d"
    }


def test_neglected_by_days_that_were_set() -> None:
    cards = [card("SRE-31", "Review", 4), card("SRE-32", "Review", 3), card("SRE-33", "Ready", 40)]
    ages = {"Review": [1.0] * 10}
    assert whys(cards, neglect_days=3, ages=ages) == {
        ("SRE-31", "neglected-work"): "no event for 4 d; the team's limit is 3 d"
    }


def test_unplanned_work() -> None:
    came = NOW - timedelta(days=1)
    cards = [
        card("SRE-1", entered_wall_at=came, started_at=NOW),
        card("SRE-2", "Ready", entered_wall_at=came),
        card("SRE-3", entered_wall_at=NOW - 2 * DAY),
    ]
    assert whys(cards) == {("SRE-1", "unplanned-work"): "came 1 d after planning and was started"}
    assert whys(cards, planning_at=None) == {}


def test_unknown_dependencies() -> None:
    started = NOW - 5 * DAY
    late, early = started + timedelta(hours=7), started - DAY
    cards = [
        card("SRE-1", started_at=started, dependencies=(early, late, late + DAY)),
        card("SRE-2", started_at=started, dependencies=(early,)),
        card("SRE-3", started_at=started),
        card("SRE-4", "Ready", dependencies=(late,)),
    ]
    assert whys(cards) == {("SRE-1", "unknown-dependencies"): "dependency recorded 7 h after work had started"}


def test_one_person_with_several_top_cards() -> None:
    cards = [
        card("SRE-1", assignees=("ben",), position=1, title="Renew certificates"),
        card("SRE-2", assignees=("ben", "dana"), position=4),
        card("SRE-3", assignees=("dana",), position=5),
        card("SRE-4", "Ready", assignees=("ben",), position=2),
        card("SRE-5", "Done", assignees=("ben",), position=3),
    ]
    reason = (
        "ben has 2 of the plan's first 3 open cards in progress: SRE-1 Renew certificates (rank 1) and SRE-2 (rank 4)"
    )
    assert whys(cards) == {
        ("SRE-1", "conflicting-priorities"): reason,
        ("SRE-2", "conflicting-priorities"): reason,
    }
    assert whys(cards, top_n=1) == {}


def test_a_rank_that_went_back_and_forth() -> None:
    flapping = history("rank", (20, "i5"), (6, "i1"), (4, "i7"), (2, "i0"))
    assert whys([card("SRE-1", history=flapping)]) == {
        ("SRE-1", "conflicting-priorities"): "its rank changed direction 2 times in 14 d, threshold 2"
    }
    assert whys([card("SRE-1", history=flapping[:-1])]) == {}, "down and up once is sorting"
    long_ago = history("rank", (40, "i5"), (36, "i1"), (34, "i7"), (32, "i0"))
    assert whys([card("SRE-1", history=long_ago)]) == {}
    in_one_go = history("rank", (6, "i5"), (2.01, "i1"), (2.005, "i7"), (2, "i0"))
    assert whys([card("SRE-1", history=in_one_go)]) == {}, "within the hour somebody was still sorting"


def test_work_that_was_begun_and_put_back() -> None:
    moves = history("column", (9, "Backlog"), (8, "In progress"), (6, "Ready"), (4, "In progress"))
    assert whys([card("SRE-1", history=moves)]) == {
        ("SRE-1", "conflicting-priorities"): "it went into work and back, 2 turns in 14 d, threshold 2"
    }
    review = history("column", (9, "In progress"), (8, "Review"), (7, "In progress"), (6, "Review"), (5, "In progress"))
    assert whys([card("SRE-1", history=review)]) == {}, "a review that sends work back is no change of priority"


def test_what_is_done_steals_nothing_any_more() -> None:
    gone = card("SRE-1", "Done", 30, entered_wall_at=NOW - DAY, assignees=("ben",), position=1)
    assert whys([gone, replace(gone, key="SRE-2")], limits={"Done": 1}, person_limit=0, neglect_days=1) == {}


def test_by_hand() -> None:
    found = [
        Thief("SRE-1", TimeThief.NEGLECTED_WORK, "no event for 6 d"),
        Thief("SRE-2", TimeThief.UNPLANNED_WORK, "came late"),
        Thief(None, TimeThief.TOO_MUCH_WIP, "Review holds 3, limit 2", "Review"),
        Thief(None, TimeThief.TOO_MUCH_WIP, "ben has 4 in progress, limit 3", "ben"),
    ]
    own = Thief("SRE-1", TimeThief.NEGLECTED_WORK, "set by anne: nobody dares")
    new = Thief("SRE-9", TimeThief.UNKNOWN_DEPENDENCIES, "set by anne")
    dismissed = {("SRE-2", TimeThief.UNPLANNED_WORK), ("Review", TimeThief.TOO_MUCH_WIP), new.mark}
    assert adjust(found, [own, new], dismissed) == [own, found[3], new]
    assert adjust(found, [], set()) == found


def test_percentile_by_nearest_rank() -> None:
    samples = [15.0, 20.0, 35.0, 40.0, 50.0]
    assert [percentile(samples, p) for p in (0, 5, 30, 40, 50, 85, 100)] == [15, 15, 20, 20, 35, 50, 50]
    assert percentile([7], 85) == 7
    for bad in (-1, 101):
        with pytest.raises(ValueError, match="percentile"):
            percentile(samples, bad)
    with pytest.raises(ValueError, match="percentile"):
        percentile([], 85)
