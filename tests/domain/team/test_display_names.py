"""Short names and initials: as short as tells people apart."""

from __future__ import annotations

import pytest

from cadence.domain.team.display_names import short_initials, short_names

ALONE = [("anne", "Anne Lee"), ("ben", "Ben Ito"), ("wei", "王伟")]


@pytest.mark.parametrize(
    ("people", "names", "letters"),
    [
        (ALONE, ["Anne", "Ben", "王伟"], ["AL", "BI", "王"]),
        ([("ben", "Ben Ito"), ("ben2", "Ben Mbeki")], ["Ben Ito", "Ben Mbeki"], ["BI", "BM"]),
        ([("ben", "Ben"), ("ben2", "ben Mbeki")], ["Ben", "ben Mbeki"], ["B", "BM"]),
        ([("anne", "Anne Lee"), ("adam", "Adam Long")], ["Anne", "Adam"], ["ALe", "ALo"]),
        ([("ben", "Ben Ito"), ("ben2", "Ben Ito")], ["ben", "ben2"], ["ben", "ben2"]),
        ([("x", ""), ("ben", "Ben Ito")], ["x", "Ben"], ["X", "BI"]),
    ],
)
def test_people_are_told_apart(people: list[tuple[str, str]], names: list[str], letters: list[str]) -> None:
    assert list(short_names(people).values()) == names
    assert list(short_initials(people).values()) == letters
