"""Days off that are known too late change nothing; what a calendar is too slow to tell stands in "needs you"."""

from __future__ import annotations

import pytest

from tests.cli.conftest import World


def meetings(team: World) -> list[tuple[str, str, str]]:
    rows = team.json("meeting", "list", "--from", "2026-11-30", "--to", "2026-12-11")
    return [(one["ref"], one["starts_at"], one["status"]) for one in rows]


def needs(team: World, me: str) -> str:
    return "\n".join(one["title"] for one in team("status", "--json", me=me).json["needs_you"])


@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-01", "2026-12-02"])
def test_a_day_off_entered_when_it_has_come_changes_no_meeting(team: World, day: str) -> None:
    team.now = "2026-12-02T09:00:00-05:00"
    before, calendar = meetings(team), team.ok("calendar", "export")
    team.ok("team", "holiday", "add", day, "Too late")
    assert meetings(team) == before
    assert team.ok("calendar", "export") == calendar
    assert day in team.ok("team", "holiday", "list")
    team.ok("team", "holiday", "remove", day)
    assert meetings(team) == before


def test_a_day_off_entered_in_time_stays_what_it_was(team: World) -> None:
    team.now = "2026-12-02T09:00:00-05:00"
    team.ok("team", "holiday", "add", "2026-12-07", "In time")
    moved = meetings(team)
    assert ("planning@2026-12-07", "2026-12-08T10:00:00-05:00", "scheduled") in moved
    team.now = "2026-12-07T09:00:00-05:00"
    assert "has come" in team.refused("team", "holiday", "remove", "2026-12-07")
    assert ("planning@2026-12-07", "2026-12-08T10:00:00-05:00", "scheduled") in meetings(team)


def test_no_meeting_moves_to_a_day_on_which_its_day_off_was_not_known(team: World) -> None:
    """The demo of Friday would go to Thursday; it is Thursday evening."""
    team.now = "2026-12-03T17:00:00-05:00"
    thursday = [one for one in meetings(team) if one[1].startswith("2026-12-03")]
    team.ok("team", "holiday", "add", "2026-12-04", "Everybody is ill")
    assert [one for one in meetings(team) if one[1].startswith("2026-12-03")] == thursday


def test_who_had_a_meeting_that_was_called_off_far_ahead_hears_of_it(team: World) -> None:
    team.now = "2026-12-02T09:00:00-05:00"
    team.ok("meeting", "cancel", "sync@2026-12-21", "--reason", "SECRET merger")
    team.ok("meeting", "skip", "retro@2026-12-18", "--reason", "a party")
    assert "inter-team sync of Mon 21 Dec is cancelled: SECRET merger" in needs(team, "ben")
    assert "inter-team sync of Mon 21 Dec is cancelled" in needs(team, "pat")
    assert "SECRET" not in needs(team, "pat")
    assert "sync" not in needs(team, "sue"), "she never had it"
    assert "retro" in needs(team, "ben")
    assert "retro" not in needs(team, "pat") + needs(team, "sue")
    team.now = "2026-12-10T09:00:00-05:00"
    assert "is cancelled" not in needs(team, "ben"), "told for a week"


def test_who_invited_a_guest_hears_that_the_meeting_did_not_get_to_the_topic(team: World) -> None:
    team.now = "2026-12-07T09:00:00-05:00"
    team.ok("topic", "add", "Budget of the cluster", "--invite", "pat", me="ben")
    team.now = "2026-12-08T14:00:00-05:00"
    team.ok("meeting", "start", "arch")
    team.now = "2026-12-08T14:20:00-05:00"
    team.ok("meeting", "end", "arch")
    said = "not reached on Tue 8 Dec: Budget of the cluster; Pat invited to Tue 15 Dec instead"
    assert said in needs(team, "ben")
    assert said not in needs(team, "anne")
    team.ok("card", "drop", "SRE-1", "--reason", "settled")
    assert "not reached" not in needs(team, "ben")
