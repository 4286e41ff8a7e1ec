"""Ranks between ranks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.cards.ranking import between, spread


def test_the_first_ones() -> None:
    assert between(None, None) == "i0"
    assert between("i0", None) == "i1"
    assert between("iz", None) == "j00"
    assert between(None, "i0") == "hz"
    assert between(None, "h0") == "gzz"
    assert between("i0", "i1") == "i0i"
    assert between("i0", "i0i") == "i09"
    assert between("i0", "i5") == "i1"
    assert between(None, "i0i") == "i0"


def test_spread() -> None:
    assert spread(0) == []
    assert spread(3) == ["i0", "i1", "i2"]
    ranks = spread(2000)
    assert ranks == sorted(set(ranks))
    assert max(map(len, ranks)) == 4


@pytest.mark.parametrize(
    ("before", "after"),
    [("i1", "i0"), ("i1", "i1"), ("", None), ("I0", None), ("i", None), (None, "i00"), ("i-", None), ("é0", None)],
)
def test_what_is_no_pair_of_ranks(before: str | None, after: str | None) -> None:
    with pytest.raises(ValueError, match="rank"):
        between(before, after)


@given(st.lists(st.integers(0, 10_000), max_size=300))
def test_any_insertions_stay_in_order(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        before = ranks[at - 1] if at else None
        after = ranks[at] if at < len(ranks) else None
        ranks.insert(at, between(before, after))
    assert ranks == sorted(set(ranks))
    assert [rank.encode() for rank in ranks] == sorted(rank.encode() for rank in ranks)


def test_the_ends_never_get_long() -> None:
    top = bottom = between(None, None)
    for _ in range(5000):
        top, bottom = between(None, top), between(bottom, None)
    assert max(len(top), len(bottom)) <= 4


@pytest.mark.parametrize("side", ["after the first", "before the second", "alternating"])
def test_the_same_gap_grows_slowly_and_for_ever(side: str) -> None:
    low, high = spread(2)
    for turn in range(6000):
        new = between(low, high)
        assert low < new < high
        if side == "after the first" or (side == "alternating" and turn % 2):
            high = new
        else:
            low = new
    assert len(low) + len(high) <= 2 * 6000 // 4
