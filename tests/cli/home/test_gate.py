"""``cadence gate``: rule 9 for deploy scripts, and its override on record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import World

BEFORE, AFTER, SUNDAY, MONDAY = (
    "2026-12-04T12:00:00-05:00",
    "2026-12-04T15:30:00-05:00",
    "2026-12-06T12:00:00-05:00",
    "2026-12-07T00:00:00-05:00",
)
"""Instants that a clock may run on from for some hours: a command reads the one of the machine."""


@pytest.fixture
def kept(team: World) -> World:
    team.ok("team", "set", "--gate")
    return team


def stands(team: World, now: str, me: str = "anne") -> tuple[int, str]:
    team.now = now
    done = team("gate", me=me)
    return done.code, done.out + done.err


def test_without_a_gate_it_is_open(team: World) -> None:
    assert stands(team, AFTER) == (0, "open: Platform SRE keeps no gate\n")


def test_it_closes_with_the_weeks_last_retro_held_or_not(kept: World) -> None:
    assert stands(kept, BEFORE)[0] == 0
    code, said = stands(kept, AFTER)
    assert code == 1
    assert said == "closed: the week is closed until Mon 7 Dec 00:00: no change to production before a day off\n"
    assert stands(kept, SUNDAY)[0] == 1
    assert stands(kept, MONDAY)[0] == 0


def test_over_a_holiday_it_opens_with_the_next_working_day(kept: World) -> None:
    kept.ok("team", "holiday", "add", "2026-12-07", "Team day")
    assert stands(kept, MONDAY)[0] == 1
    assert stands(kept, "2026-12-08T00:00:00-05:00")[0] == 0


def test_an_override_is_on_record_with_who_and_why(kept: World) -> None:
    assert stands(kept, AFTER)[0] == 1
    assert kept("gate", "--override").code == 2
    assert "may not override the gate" in kept.refused("gate", "--override", "--reason", "x", me="pat")
    said = kept.ok("gate", "--override", "--reason", "CVE in the gateway", me="ben")
    assert said == "open: ben overrides it until Mon 7 Dec 00:00: CVE in the gateway\n"
    assert stands(kept, SUNDAY) == (0, said)
    assert "the gate is open" in kept.refused("gate", "--override", "--reason", "again")
    kept.now = "2026-12-11T16:00:00-05:00"
    assert kept("gate").code == 1, "an override holds until the gate opens, not for the next week"


@pytest.mark.parametrize("who", ["pat", "sue"])
def test_a_guest_is_told_nothing_since_the_hour_tells_when_a_retro_ends(kept: World, who: str) -> None:
    said = []
    for at in (BEFORE, AFTER, SUNDAY):
        kept.now = at
        said.append(kept("gate", me=who))
    kept.ok("gate", "--override", "--reason", "said in the retro")
    said.append(kept("gate", me=who))
    assert {(one.code, one.out) for one in said} == {(3, "")}
    assert len({one.err for one in said}) == 1
    assert "retro" not in said[0].err


def test_where_there_is_nothing_to_ask_it_cannot_tell(team: World, tmp_path: Path) -> None:
    assert team("--db", str(tmp_path / "none.db"), "gate").code == 3
