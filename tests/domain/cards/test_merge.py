"""Two ranked lists into one, and the balance meter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.cards.merge import (
    FLOWS,
    Aim,
    Lists,
    MergeItem,
    Sides,
    balance,
    flow_targets,
    proposals,
    propose,
    shares,
    usual_count,
)
from cadence.errors import BadValue


def cards(origin: str, count: int, flow: str | None = None) -> list[MergeItem]:
    return [MergeItem(f"{origin}{n}", origin, flow) for n in range(1, count + 1)]


def letters(items: list[MergeItem]) -> str:
    return "".join((item.origin or "?")[0] for item in items)


def proposal(left: list[MergeItem], right: list[MergeItem], target: int) -> list[MergeItem]:
    """Everything on both lists in the order in which it is proposed."""
    merged: list[MergeItem] = []
    while chosen := propose(Lists(left, right), merged, Aim(target)):
        merged.append(chosen.item)
        left, right = ([item for item in side if item not in merged] for side in (left, right))
    return merged


lists = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 100))


def test_sixty_percent_by_hand() -> None:
    # After n cards 0.6 n should be business: 0.6, 1.2, 1.8, 2.4, 3.0; the nearest whole numbers are 1, 1, 2, 2, 3.
    assert letters(proposal(cards("business", 6), cards("team", 4), 60)) == "btbtbbtbtb"
    assert letters(proposal(cards("business", 2), cards("team", 4), 60)) == "btbttt"
    assert letters(proposal(cards("business", 3), cards("team", 2), 100)) == "bbbtt"
    assert letters(proposal(cards("business", 3), cards("team", 2), 0)) == "ttbbb"
    assert letters(proposal(cards("business", 2), cards("team", 2), 50)) == "btbt"


@given(lists)
def test_a_proposal_is_a_permutation_in_each_lists_own_order(given_lists: tuple[int, int, int]) -> None:
    lefts, rights, target = given_lists
    left, right = cards("business", lefts), cards("team", rights)
    merged = proposal(left, right, target)
    assert [item for item in merged if item.origin == "business"] == left
    assert [item for item in merged if item.origin == "team"] == right
    assert len(merged) == lefts + rights


@given(lists)
def test_every_prefix_is_within_one_card_of_the_target(given_lists: tuple[int, int, int]) -> None:
    lefts, rights, target = given_lists
    merged = proposal(cards("business", lefts), cards("team", rights), target)
    taken = 0
    for place, item in enumerate(merged, start=1):
        taken += item.origin == "business"
        if taken == lefts or place - taken == rights:
            break  # one list has ended
        assert abs(taken * 100 - place * target) <= 100


def test_reasons() -> None:
    left, right = cards("business", 5), cards("team", 5)

    def why(merged: list[MergeItem], left: list[MergeItem] = left, right: list[MergeItem] = right) -> tuple[str, str]:
        proposed = propose(Lists(left, right), merged, Aim(60))
        assert proposed is not None
        return proposed.item.key, proposed.why

    assert why([]) == ("business1", "business comes first, its target is 60 %")
    assert why(cards("team", 1)) == ("business1", "business is under 60 %")
    assert why(cards("business", 2)) == ("team1", "team is under 40 %")
    assert why(cards("business", 3) + cards("team", 2)) == ("business1", "business comes next, to stay at 60 %")
    assert why(cards("interrupt", 3)) == ("business1", "business comes first, its target is 60 %")
    assert why(cards("business", 3), left=[]) == ("team1", "only team cards are left")
    assert why(cards("team", 3), right=[]) == ("business1", "only business cards are left")
    assert propose(Lists([], []), cards("team", 3), Aim(60)) is None


def test_other_sides() -> None:
    proposed = propose(Lists(cards("ops", 1), cards("dev", 1)), cards("ops", 1), Aim(50, sides=Sides("ops", "dev")))
    assert proposed is not None
    assert (proposed.item.key, proposed.why) == ("dev1", "dev is under 50 %")


def test_the_meter() -> None:
    merged = [
        *cards("business", 3, "feature"),
        *cards("team", 2, "debt"),
        MergeItem("x", "team", None),
        MergeItem("i", "interrupt", "defect"),
    ]
    meter = balance(merged, 60)
    assert (meter.left, meter.right, meter.off()) == (50, 50, -10)
    assert meter.counts == (3, 3, 1)
    assert meter.flows == {"feature": 60, "defect": 0, "risk": 0, "debt": 40}
    assert meter.interrupts == 14  # one of seven


def test_an_empty_meter_is_all_zero() -> None:
    meter = balance([], 60)
    assert (meter.left, meter.right, meter.interrupts, meter.off()) == (0, 0, 0, 0)
    assert meter.flows == dict.fromkeys(FLOWS, 0)


def test_shares() -> None:
    assert shares([1, 1, 1]) == [34, 33, 33]
    assert shares([3, 2, 2]) == [43, 29, 28]
    assert shares([3, 3, 2]) == [38, 37, 25]
    assert shares([1, 2]) == [33, 67]
    assert shares([5, 8]) == [38, 62]
    assert shares([1, 1, 1, 0, 5]) == [13, 13, 12, 0, 62]  # 12.5 three times and 62.5: two points to give


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8))
def test_shares_add_up_and_stay_within_one(counts: list[int]) -> None:
    percents = shares(counts)
    total = sum(counts)
    assert sum(percents) == (100 if total else 0)
    assert all(
        abs(percent * total - count * 100) < total or not total for percent, count in zip(percents, counts, strict=True)
    )


@given(st.dictionaries(st.sampled_from(list(FLOWS)), st.integers(0, 25)))
def test_what_somebody_aims_at_leaves_the_rest_to_the_other_flow_types(own: dict[str, int]) -> None:
    aimed = flow_targets(own)
    assert own.items() <= aimed.items()
    assert len(own) == len(FLOWS) or sum(aimed.values()) == 100
    assert flow_targets({}) == {"feature": 40, "defect": 20, "risk": 15, "debt": 25}


@pytest.mark.parametrize("target", [-1, 101])
def test_targets_are_percent(target: int) -> None:
    for ask in (lambda: propose(Lists([], []), [], Aim(target)), lambda: balance([], target)):
        with pytest.raises(BadValue, match="not a target balance"):
            ask()


TODAY, FRIDAY = date(2026, 12, 2), date(2026, 12, 4)


def taken(lists_: Lists, aim: Aim, count: int = 9) -> list[tuple[str, str]]:
    return [(one.item.key, one.why) for one in proposals(lists_, [], aim, count)]


def test_what_is_late_goes_before_what_is_due_and_that_before_what_others_wait_for() -> None:
    aim = Aim(60, {}, TODAY, FRIDAY)
    left = [
        MergeItem("B1", "business"),
        MergeItem("B2", "business", due=date(2026, 12, 4)),
        MergeItem("B3", "business", due=date(2026, 12, 5)),  # the day after the iteration's last: not urgent
        MergeItem("B4", "business", waited_on_by=("T9",)),
    ]
    right = [MergeItem("T1", "team", due=date(2026, 12, 1)), MergeItem("T2", "team", waited_on_by=("B8", "B9"))]
    others = [MergeItem("I1", "interrupt"), MergeItem("I2", "interrupt", due=date(2026, 12, 2))]
    found = taken(Lists(left, right, others), aim)
    assert found[:5] == [
        ("T1", "late since Tue 1 Dec"),
        ("I2", "due Wed 2 Dec"),
        ("B2", "due Fri 4 Dec"),
        ("T2", "2 wait for it"),
        ("B4", "T9 waits for it"),
    ]
    assert found[5:] == [
        ("B1", "only business cards are left"),
        ("B3", "only business cards are left"),
        ("I1", "only interrupts are left"),
    ]


def test_a_flow_type_under_its_target_is_looked_for_in_the_first_three_of_the_side() -> None:
    aim = Aim(100, {"feature": 50, "debt": 50})
    features = cards("business", 4, "feature")
    debt = MergeItem("debt", "business", "debt")
    third = Lists([*features[1:3], debt, features[3]], [])
    assert [one[0] for one in taken(third, aim, 3)] == ["business2", "debt", "business3"]
    assert taken(third, aim, 2)[1][1] == "debt is under 50 %"
    fourth = Lists([*features[:4], debt], [])
    assert [one[0] for one in taken(fourth, aim, 2)] == ["business1", "business2"]
    assert [one[0] for one in taken(third, Aim(100), 3)] == ["business2", "business3", "debt"]


@pytest.mark.parametrize(
    ("done_in", "iterations", "usually"),
    [([], [], 0), ([7, 7, 7], [7], 3), ([1, 1, 1, 2, 9, 9], [1, 2, 3], 1), ([1] * 5 + [2] * 3, [1, 2], 3)],
)
def test_what_is_usually_finished_is_the_median(done_in: list[int], iterations: list[int], usually: int) -> None:
    # An iteration in which nothing was finished counts as none; one that isn't looked at (9) does not count.
    assert usual_count(done_in, iterations) == usually


def test_nothing_is_proposed_before_what_it_waits_for() -> None:
    aim = Aim(60, {}, TODAY, FRIDAY)
    left = [
        MergeItem("B1", "business", due=FRIDAY, waits_for=("T2",), title="VPC peering"),
        MergeItem("B2", "business"),
    ]
    right = [MergeItem("T1", "team", waits_for=("I1",), title="Chaos day"), MergeItem("T2", "team", waits_for=("X9",))]
    others = [MergeItem("I1", "interrupt")]
    assert taken(Lists(left, right, others), aim) == [
        ("T2", "B1 VPC peering waits for it"),
        ("B1", "due Fri 4 Dec"),
        ("B2", "business is under 60 %"),
        ("I1", "T1 Chaos day waits for it"),
        ("T1", "only team cards are left"),
    ]
    rings = [MergeItem("B1", "business", waits_for=("B2",)), MergeItem("B2", "business", waits_for=("B1",))]
    assert {one for one, _ in taken(Lists(rings, []), aim)} == {"B1", "B2"}
