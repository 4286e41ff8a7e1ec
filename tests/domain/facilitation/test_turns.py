"""The shuffled order of a round: another one each day, and fair over the week."""

from __future__ import annotations

from cadence.domain.facilitation.turns import fair_order

TEAM = ("anne", "ben", "chidi", "dana", "eli", "farah")


def test_the_first_order_is_a_shuffle_of_all() -> None:
    orders = {tuple(fair_order(TEAM, (), seed)) for seed in range(20)}
    assert all(sorted(order) == sorted(TEAM) for order in orders)
    assert len(orders) > 10


def test_who_spoke_late_goes_early_so_that_nobody_is_last_twice_in_a_row() -> None:
    for seed in range(50):
        first = fair_order(TEAM, (), seed)
        second = fair_order(TEAM, (first,), seed + 1)
        assert second == first[::-1]
        third = fair_order(TEAM, (first, second), seed + 2)  # everybody has had the same by now
        fourth = fair_order(TEAM, (first, second, third), seed + 3)
        assert fourth == third[::-1]


def test_who_was_not_there_stands_in_the_middle() -> None:
    assert fair_order(("anne", "ben", "chidi"), (("anne", "chidi"),), 1) == ["chidi", "ben", "anne"]
