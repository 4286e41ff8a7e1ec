"""Who leaves the team, who is called otherwise, and who was added by mistake."""

from __future__ import annotations

import pytest

from tests.cli.conftest import World


def _owners(team: World) -> dict[str, list[str]]:
    return {one["title"]: one["assignees"] for one in team.json("card", "list") + team.json("action", "list")}


def test_the_work_of_who_leaves_goes_to_who_is_named(team: World) -> None:
    team.ok("card", "add", "Failover test", "--assign", "ben", "--assign", "chidi")
    team.ok("card", "add", "Old work", "--assign", "ben")
    team.ok("card", "done", team.json("card", "list")[-1]["key"])
    team.ok("action", "add", "Ask the network team", "--owner", "ben")
    before = _owners(team)
    said = team.ok("person", "remove", "ben", "--to", "anne")
    assert said.startswith("Ben ")
    assert "now anne's" in said
    assert _owners(team)["Failover test"] == ["anne", "chidi"]
    assert _owners(team)["Ask the network team"] == ["anne"]
    team.ok("undo")
    assert _owners(team) == before


def test_without_a_word_it_is_nobodys_and_is_named(team: World) -> None:
    key = team.json("card", "add", "Failover test", "--assign", "ben")["key"]
    assert f"{key}: now nobody's" in team.ok("person", "remove", "ben")
    assert _owners(team)["Failover test"] == []


@pytest.mark.parametrize("heir", ["ben", "zoe"])
def test_nobody_leaves_to_somebody_who_isnt_there(team: World, heir: str) -> None:
    before = team.json("person", "list")
    team.refused("person", "remove", "ben", "--to", heir)
    assert team.json("person", "list") == before


def test_a_handle_can_be_changed_and_follows_into_the_configuration(team: World) -> None:
    key = team.json("card", "add", "Failover test", "--assign", "ben")["key"]
    assert team.json("person", "edit", "ben", "--handle", "Benito")["handle"] == "benito"
    assert team.json("card", "show", key)["assignees"] == ["benito"]
    assert "taken" in team.refused("person", "edit", "chidi", "--handle", "benito")
    me = next(one for one in team.json("person", "list") if one["role"] == "lead")["handle"]
    team.ok("person", "edit", me, "--handle", "boss")
    assert team.config.read_text("utf-8").count("boss") == 1
    assert team.json("card", "add", "As before")["author"] == "boss"


def test_a_handle_stays_while_a_meeting_runs(team: World) -> None:
    team.ok("meeting", "start", "standup")
    assert "when the meeting is over" in team.refused("person", "edit", "ben", "--handle", "benito")


def test_adding_somebody_by_mistake_keeps_no_handle_and_no_address(team: World) -> None:
    team.ok("person", "add", "Zoe Ng <zoe@example.com>")
    team.ok("undo")
    assert team.json("person", "add", "Zoe Berg <berg@example.com>")["handle"] == "zoe"
    again = team.json("person", "add", "Zoé Nguyen <zoe@example.com>", "--handle", "zn", "--tz", "Asia/Tokyo")
    assert (again["handle"], again["name"], again["timezone"]) == ("zn", "Zoé Nguyen", "Asia/Tokyo")


def test_taking_back_ones_own_new_handle_leaves_nobody_outside(team: World) -> None:
    team.ok("person", "edit", "anne", "--handle", "boss")
    team.ok("undo", "--yes")
    assert team.config.read_text("utf-8").count("anne") == 1
    assert team.json("card", "add", "As before")["author"] == "anne"


def test_a_handle_that_somebody_else_has_by_now_is_not_taken_back(team: World) -> None:
    team.ok("person", "edit", "ben", "--handle", "benito")
    team.ok("person", "edit", "chidi", "--handle", "ben", me="chidi")
    team.refused("undo", "--yes")
    assert {"benito", "ben"} <= {one["handle"] for one in team.json("person", "list")}


def test_an_addition_taken_back_and_made_anew_under_the_same_address_is_not_doubled(team: World) -> None:
    team.ok("person", "add", "Zoe Ng <zoe@example.com>")
    team.ok("undo")
    team.ok("person", "add", "Zoe Berg <zoe@example.com>")
    assert [one["name"] for one in team.json("person", "list") if one["email"] == "zoe@example.com"] == ["Zoe Berg"]
    team.ok("undo")
    assert "zoe@example.com" not in {one["email"] for one in team.json("person", "list")}
