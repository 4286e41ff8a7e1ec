"""The forms of the arch meeting, and votes on time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.cards.lean_coffee import FORMS, Verdict, extension_minutes, order, vote_result
from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import Topics
from cadence.errors import BadValue


@dataclass(frozen=True)
class T:
    key: str
    votes: int


TOPICS = [T("young", 3), T("none", 0), T("old", 3), T("top", 5)]


def test_every_form_of_a_kind_can_be_run() -> None:
    forms = [
        form for kind in KINDS for step in kind.steps if isinstance(step.walks, Topics) for form in step.walks.forms
    ]
    assert forms == list(FORMS)


def test_forms() -> None:
    assert order("in order", TOPICS) == ["young", "none", "old", "top"]
    assert order("lean coffee", TOPICS) == ["top", "young", "old", "none"], "the list decides between as many dots"
    assert order("one big first", TOPICS, "old") == ["old", "young", "none", "top"]
    assert order("one big last", TOPICS, "none") == ["young", "old", "top", "none"]
    assert order("one big first", TOPICS) == order("one big last", TOPICS, "gone") == order("in order", TOPICS)
    assert order("lean coffee", []) == []
    with pytest.raises(BadValue, match="'debate' is not a way to run the topics; ways are in order, lean coffee"):
        order("debate", TOPICS)


def test_extensions_get_shorter() -> None:
    assert [extension_minutes(5, nth) for nth in (1, 2, 3, 4)] == [3, 2, 1, 1]
    assert [extension_minutes(8, nth) for nth in (1, 2, 3)] == [4, 2, 1]
    assert extension_minutes(1, 1) == 1
    for timebox, nth in ((0, 1), (5, 0)):
        with pytest.raises(ValueError, match="count from 1"):
            extension_minutes(timebox, nth)


@given(st.integers(1, 120), st.integers(1, 20))
def test_extensions_never_get_longer(timebox: int, nth: int) -> None:
    here, there = extension_minutes(timebox, nth), extension_minutes(timebox, nth + 1)
    assert 1 <= there <= here <= timebox
    assert there < here or here == 1


@pytest.mark.parametrize(
    ("more", "move_on", "present", "verdict"),
    [
        (0, 0, 5, Verdict.WAITING),
        (2, 1, 5, Verdict.WAITING),
        (3, 0, 5, Verdict.WAITING),
        (3, 2, 5, Verdict.MORE),
        (2, 2, 5, Verdict.WAITING),
        (0, 3, 5, Verdict.WAITING),
        (2, 2, 4, Verdict.MOVE_ON),
        (0, 4, 4, Verdict.MOVE_ON),
        (1, 0, 1, Verdict.MORE),
        (3, 1, 2, Verdict.MORE),
        (0, 0, 0, Verdict.WAITING),
    ],
)
def test_votes(more: int, move_on: int, present: int, verdict: Verdict) -> None:
    assert vote_result(more, move_on, present) is verdict


def test_a_closed_vote_waits_for_nobody() -> None:
    assert vote_result(2, 1, 6, closed=True) is Verdict.MORE
    assert vote_result(1, 1, 6, closed=True) is Verdict.MOVE_ON
    assert vote_result(0, 0, 6, closed=True) is Verdict.MOVE_ON
