"""A kind of meeting that a team does not hold, and a standup on chosen days of the week."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar, Event

from tests.cli.conftest import World
from tests.kinds import KEYS


def held(team: World, kind: str, since: str, until: str) -> list[str]:
    """The nominal dates of the meetings of a kind that are to be held."""
    found = team.json("meeting", "list", "--kind", kind, "--from", since, "--to", until)
    return [one["ref"].partition("@")[2] for one in found if one["status"] == "scheduled"]


def events(team: World) -> list[Event]:
    """The exported calendar's events."""
    return [one for one in Calendar.from_ical(team.ok("calendar", "export")).walk("VEVENT") if isinstance(one, Event)]


def exported(team: World) -> dict[str, list[str]]:
    """The rules of the exported calendar by their titles."""
    rules: dict[str, list[str]] = {}
    for event in events(team):
        rules.setdefault(str(event["SUMMARY"]).rpartition(": ")[2], []).append(
            event.to_ical().decode().partition("BYDAY=")[2].partition("\r\n")[0]
        )
    return rules


@pytest.mark.parametrize("kind", KEYS)
def test_each_kind_can_be_off_from_a_date_on_and_on_again(team: World, kind: str) -> None:
    before = held(team, kind, "2027-01-04", "2027-01-31")
    assert before
    shown = team.json("schedule", "off", kind, "--from", "2027-01-11")
    assert (shown["held"], shown["from"]) == (False, "2027-01-11")
    assert held(team, kind, "2027-01-04", "2027-01-31") == [day for day in before if day < "2027-01-11"]
    others = [other for other in KEYS if other not in {kind, "standup"}]
    assert all(len(held(team, other, "2027-01-11", "2027-01-31")) == 3 for other in others)
    assert "off already" in team.refused("schedule", "off", kind, "--from", "2027-01-18")
    team.ok("schedule", "on", kind, "--from", "2027-01-18")
    assert held(team, kind, "2027-01-04", "2027-01-31") == [
        day for day in before if not "2027-01-11" <= day < "2027-01-18"
    ]
    assert "on already" in team.refused("schedule", "on", kind, "--from", "2027-01-25")


def test_a_standup_on_chosen_days(team: World) -> None:
    shown = team.json("schedule", "set", "standup", "--days", "wed-thu,mon", "--from", "2027-01-04")
    assert shown["days"] == ["mon", "wed", "thu"]
    days = held(team, "standup", "2027-01-04", "2027-01-31")
    assert {date.fromisoformat(day).weekday() for day in days} == {2, 3}, "none on the planning's day, a Monday"
    team.ok("schedule", "set", "standup", "--at", "09:30", "--from", "2027-01-11")
    assert {date.fromisoformat(day).weekday() for day in held(team, "standup", "2027-01-11", "2027-01-31")} == {2, 3}
    team.ok("schedule", "off", "standup", "--from", "2027-01-18")
    team.ok("schedule", "on", "standup", "--from", "2027-01-25")
    assert {date.fromisoformat(day).weekday() for day in held(team, "standup", "2027-01-25", "2027-01-31")} == {2, 3}
    team.ok("schedule", "set", "standup", "--days", "mon-sun", "--from", "2027-01-25")
    assert {date.fromisoformat(day).weekday() for day in held(team, "standup", "2027-01-25", "2027-01-31")} == {1, 2, 3}


def test_what_is_off_is_in_no_calendar(team: World) -> None:
    assert {"Inter-team sync", "Daily standup"} <= exported(team).keys()
    team.ok("schedule", "off", "sync", "--from", "2027-01-04")
    until = held(team, "sync", "2026-12-01", "2027-12-31")
    assert max(until) < "2027-01-04"
    syncs = [one for one in events(team) if "sync" in str(one["SUMMARY"])]
    assert syncs
    assert max(str(one.start)[:10] for one in syncs) < "2027-01-04"
    assert all(
        "UNTIL=2027010" in str(one.to_ical()) or "UNTIL=202612" in str(one.to_ical()) for one in syncs if "RRULE" in one
    )
    team.ok("schedule", "set", "standup", "--days", "tue,thu", "--from", "2027-01-04")
    rules = exported(team)
    assert any(rule.startswith("TU,TH") for rule in rules["Daily standup"]), rules["Daily standup"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "arch", "--days", "mon"), "not held daily"),
        (("set", "standup", "--days", "sat,sun"), "no working day"),
        (("set", "standup", "--days", "someday"), "not a day of the week"),
        (("off", "lunch"), "lunch"),
        (("on", "sync"), "on already"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(team: World, words: tuple[str, ...], said: str) -> None:
    assert said in team.refused("schedule", *words)


def test_a_kind_that_is_off_cannot_be_started(team: World) -> None:
    team.ok("schedule", "off", "sync")
    assert "sync" in team.refused("meeting", "start", "sync")
    assert "off" in team.ok("schedule", "show")
    team.ok("undo", "--yes")
    assert "off" not in team.ok("schedule", "show").replace("OFF", "")
