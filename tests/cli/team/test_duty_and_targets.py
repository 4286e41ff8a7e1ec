"""Interrupt duty, and targets that one iteration has for itself, from the shell."""

from __future__ import annotations

import pytest

from tests.cli.conftest import World


def test_interrupt_duty_is_named_for_an_iteration_and_taken_away(team: World) -> None:
    number = team.json("status")["iteration"]["number"]
    assert team.json("team", "duty") == {"iteration": number, "handle": None}
    assert team.json("team", "duty", "@BE", me="chidi") == {"iteration": number, "handle": "ben"}
    assert team.json("status")["duty"] == "Ben"
    assert "ben" in team.ok("team", "duty")
    team.ok("team", "duty", "chidi", "--iteration", str(number + 1))
    assert team.json("team", "duty")["handle"] == "ben"
    assert team.json("team", "duty", "nobody")["handle"] is None
    assert "nobody" in team.ok("team", "duty")


@pytest.mark.parametrize("guest", ["pat", "sue"])
def test_interrupt_duty_is_the_teams(team: World, guest: str) -> None:
    team.ok("team", "duty", "ben")
    assert "may not" in team.refused("team", "duty", me=guest)
    assert "may not" in team.refused("team", "duty", "ben", me=guest)
    assert team.json("status", me=guest)["duty"] is None
    assert "pat" in team.refused("team", "duty", "pat")


def test_targets_of_one_iteration_leave_the_teams_alone(team: World) -> None:
    team.ok("team", "set", "--balance", "70", "--flow-target", "debt=20")
    shown = team.json("team", "set", "--balance", "40", "--flow-target", "debt=50", "--this-iteration")
    assert shown["balance"] == 70
    team.ok("team", "set", "--balance", "0", "--this-iteration")
    team.ok("card", "add", "x", "--origin", "business", "--column", "ready")
    team.ok("meeting", "start", "planning@2026-11-30")
    team.ok("meeting", "end", "planning")
    assert "target 0" in team.ok("notes", "show", "planning@2026-11-30")
    assert "goes with" in team.refused("team", "set", "--this-iteration", "--name", "x", code=2)
    assert "101" in team.refused("team", "set", "--this-iteration", "--balance", "101")
    assert "110 %" in team.refused("team", "set", "--this-iteration", "--flow-target", "risk=60")


def test_a_circle_of_waits_is_refused_and_named(team: World) -> None:
    one, two, three = (team.json("card", "add", title)["key"] for title in ("one", "two", "three"))
    team.ok("card", "depend", one, "--on", two)
    team.ok("card", "depend", two, "--on", three)
    said = team.refused("card", "depend", three, "--on", one)
    assert f"that closes a circle: {three} three → {one} one → {two} two → {three} three" in said
    assert team.json("card", "show", three)["depends_on"] == []
    assert "circle" in team.refused("card", "depend", two, "--on", one)
    team.ok("card", "depend", one, "--settled", "1")
    team.ok("card", "depend", three, "--on", one)


def test_the_targets_of_this_iteration_stand_beside_the_teams_for_the_team(team: World) -> None:
    assert "this iteration" not in team.ok("team", "show")
    told = team.ok("team", "set", "--this-iteration", "--balance", "45")
    assert "balance 45 % business" in told.partition("this iteration")[2].splitlines()[0]
    for guest in ("pat", "sue"):
        shown = team.ok("team", "show", me=guest)
        assert not any(line.startswith(("topics", "this iteration")) for line in shown.splitlines())
