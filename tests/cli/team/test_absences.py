"""Days on which somebody is away: in the round, the notes, the turns."""

from __future__ import annotations

from tests.cli.conftest import World


def test_who_is_away_is_not_expected_and_not_missed(team: World) -> None:
    assert team.ok("person", "away", "ben", "2026-12-02", "2026-12-03", "--why", "on leave") == (
        "ben is away: Wed 2 Dec to Thu 3 Dec\n"
    )
    team.now = "2026-12-02T10:00:00-05:00"
    team.ok("meeting", "start", "standup")
    team.ok("meeting", "end", "standup")
    notes = team.ok("notes", "show", "standup")
    assert "Ben Ito (on leave)" in notes
    assert "Ben" not in notes.partition("Not heard")[2]
    assert "Chidi" in notes.partition("Not heard")[2]


def test_a_turn_goes_to_somebody_who_is_there(team: World) -> None:
    team.ok("team", "set", "--rotate-facilitator")
    whose = {one["ref"]: one["facilitator"] for one in team.json("meeting", "list", "--kind", "standup")}
    ref, name = next(iter(whose.items()))
    team.ok("person", "away", name, ref.partition("@")[2])
    after = {one["ref"]: one["facilitator"] for one in team.json("meeting", "list", "--kind", "standup")}
    assert after.pop(ref) not in (name, None)
    del whose[ref]
    assert after == whose


def test_ones_own_days_and_of_others_a_lead(team: World) -> None:
    team.ok("person", "away", "ben", "tomorrow", me="ben")
    assert "may not" in team.refused("person", "away", "chidi", "tomorrow", me="ben")
    assert "before" in team.refused("person", "away", "ben", "2026-12-10", "2026-12-09")
    assert team.ok("person", "back", "ben") == "ben is back\n"
    assert "is not away" in team.refused("person", "back", "ben")
