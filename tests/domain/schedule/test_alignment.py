"""Iterations against the partner team's sprints (rule 6), worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.domain.schedule.alignment import PartnerSprint, alignment
from cadence.domain.schedule.rhythm import IterationEpoch, Rhythm, with_epoch
from cadence.errors import BadValue

MON = date(2026, 11, 30)
TODAY = date(2026, 12, 1)
MONDAY, THURSDAY = date(2026, 12, 7), date(2026, 12, 3)


def team(weeks: int, start: date = MON) -> Rhythm:
    return Rhythm("America/New_York", (IterationEpoch(start, weeks),))


@pytest.mark.parametrize(
    ("ours", "theirs", "start"),
    [
        (1, 1, MON),
        (1, 2, MONDAY),  # every other iteration starts with a sprint
        (2, 1, MONDAY),
        (2, 4, date(2026, 12, 14)),
        (1, 3, date(2025, 1, 6)),  # any sprint of theirs will do
    ],
)
def test_in_line(ours: int, theirs: int, start: date) -> None:
    state = alignment(team(ours), PartnerSprint(start, theirs), TODAY)
    assert state is not None
    assert (state.stops, state.drift, state.nearest_start) == (None, 0, None)


@pytest.mark.parametrize(
    ("ours", "theirs", "start", "drift", "offer"),
    [
        # Our Mondays lie three days before their Thursdays; the Thursday nearest to our next Monday is the 10th.
        (1, 2, THURSDAY, -3, (date(2026, 12, 10), 1)),
        # Their Wednesdays: ours come two days before, and two days after the 7th comes the 9th.
        (1, 1, date(2026, 12, 2), -2, (date(2026, 12, 9), 1)),
        # Their Fridays: ours come three days after; the Friday before the 7th is the 4th.
        (1, 1, date(2026, 12, 4), 3, (date(2026, 12, 4), 1)),
        # Both two weeks long, one week apart.
        (2, 2, MONDAY, 7, (MONDAY, 2)),
    ],
)
def test_out_of_line(ours: int, theirs: int, start: date, drift: int, offer: tuple[date, int]) -> None:
    state = alignment(team(ours), PartnerSprint(start, theirs), TODAY)
    assert state is not None
    assert (state.drift, state.stops) == (drift, MON)
    assert (state.nearest_start, state.nearest_weeks) == offer


def test_two_and_three_weeks_meet_now_and_part_then_and_their_length_is_offered() -> None:
    state = alignment(team(2), PartnerSprint(MON, 3), TODAY)
    assert state is not None
    assert (state.drift, state.stops) == (0, date(2026, 12, 14))
    assert (state.nearest_start, state.nearest_weeks) == (date(2026, 12, 21), 3)


def test_a_change_that_is_planned_is_told_before_it_comes() -> None:
    rhythm = with_epoch(team(1), IterationEpoch(date(2026, 12, 16)))
    state = alignment(rhythm, PartnerSprint(MON, 1), TODAY)
    assert state is not None
    assert (state.drift, state.stops, state.nearest_start) == (0, date(2026, 12, 16), date(2026, 12, 14))


def test_before_the_first_iteration_the_first_one_counts() -> None:
    state = alignment(team(1), PartnerSprint(THURSDAY, 1), date(2026, 1, 1))
    assert state is not None
    assert (state.drift, state.stops, state.nearest_start) == (-3, MON, THURSDAY)


def test_nothing_to_compare() -> None:
    assert alignment(Rhythm("UTC", ()), PartnerSprint(MON, 1), TODAY) is None
    with pytest.raises(BadValue, match="sprint of 0 weeks"):
        PartnerSprint(MON, 0)


@settings(deadline=None, max_examples=60)
@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(1, 8),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(1, 8),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_who_takes_the_offer_is_in_line_from_then_on(ours: date, weeks: int, start: date, long: int, day: date) -> None:
    rhythm, partner = team(weeks, ours), PartnerSprint(start, long)
    state = alignment(rhythm, partner, day)
    assert state is not None
    if state.nearest_start is None or state.nearest_weeks is None:
        assert state.stops is None
        return
    assert state.nearest_start > day
    assert state.stops is not None
    assert abs(state.nearest_start - max(state.stops, day)) <= timedelta(weeks=16)
    mended = alignment(
        with_epoch(rhythm, IterationEpoch(state.nearest_start, state.nearest_weeks)), partner, state.nearest_start
    )
    assert mended is not None
    assert mended.stops is None
