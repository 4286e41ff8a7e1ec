"""What the lint says, whether its remedies work when obeyed to the letter, and what a moved meeting warns of."""

from __future__ import annotations

import re
import shlex
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from tests.cli.conftest import World

BROKEN = {
    "the partner's sprints have another length": (
        ("team", "set", "--partner", "Payments", "--partner-start", "2026-12-02", "--partner-weeks", "3"),
        "partner-sprints",
    ),
    "the partner's sprints begin on another day": (
        ("team", "set", "--partner", "Payments", "--partner-start", "2026-12-02", "--partner-weeks", "1"),
        "partner-sprints",
    ),
    "one meeting is moved to somebody's night": (
        ("meeting", "move", "arch@2026-12-08", "--to", "2026-12-08 21:00"),
        "working-hours",
    ),
    "one is moved onto another": (("meeting", "move", "arch@2026-12-08", "--to", "2026-12-08 10:00"), "overlap"),
    "one is too long": (
        ("meeting", "move", "sync@2026-12-07", "--to", "2026-12-07 11:30", "--minutes", "50"),
        "timebox",
    ),
    "one is moved onto a day off": (("meeting", "move", "arch@2026-12-08", "--to", "2026-12-12 14:00"), "day-off"),
    "two on one hour, by rule": (("schedule", "set", "sync", "--at", "10:00"), "overlap"),
    "planning on the demo's day": (("schedule", "set", "demo", "--day", "1"), "order"),
    "the retro before its demo": (("schedule", "set", "retro", "--at", "09:00"), "order"),
    "planning too long": (("schedule", "set", "planning", "--minutes", "90"), "timebox"),
    "a standup on the planning's day": (
        ("meeting", "move", "standup@2026-12-08", "--to", "2026-12-07 15:00"),
        "edge-day",
    ),
    "the retro left behind": (("meeting", "move", "demo@2026-12-11", "--to", "2026-12-10 15:00"), "apart"),
}
TIMES = {"HH:MM": "16:15", "TIME": '"2026-12-09 16:15"'}


def findings(team: World, rule: str) -> list[dict[str, str]]:
    return [one for one in team.json("schedule", "lint") if one["rule"] == rule]


@pytest.mark.parametrize("name", BROKEN)
def test_a_remedy_works_when_it_is_obeyed(team: World, name: str) -> None:
    words, rule = BROKEN[name]
    before = findings(team, rule)
    team.ok(*words)
    found = [one for one in findings(team, rule) if one not in before]
    assert found, name
    (remedy,) = re.findall(r"cadence ((?:meeting|schedule|team) .*)", found[0]["remedy"])
    for placeholder, value in TIMES.items():
        remedy = remedy.replace(placeholder, value)
    team.ok(*shlex.split(remedy))
    assert found[0] not in findings(team, rule)
    kinds = {one["what"].partition(",")[0] for one in findings(team, rule)}
    assert found[0]["what"].partition(",")[0] not in kinds


def test_working_hours_are_each_ones_own(team: World) -> None:
    """Half past four in New York is half past ten in Berlin's evening, which is when Chidi works."""
    team.ok("schedule", "set", "arch", "--at", "16:30", "--from", "2026-12-07")
    team.ok("person", "edit", "chidi", "--tz", "Europe/Berlin")
    assert any("Chidi" in one["what"] and "arch meeting" in one["what"] for one in findings(team, "working-hours"))
    assert team.json("person", "edit", "chidi", "--hours", "15-23:30", me="chidi")["hours"] == "15:00-23:30"
    assert not any("arch meeting" in one["what"] for one in findings(team, "working-hours") if "Chidi" in one["what"])
    assert "not working hours" in team.refused("person", "edit", "chidi", "--hours", "25:00-26:00")
    team.ok("undo", me="chidi")
    assert any("arch meeting" in one["what"] for one in findings(team, "working-hours") if "Chidi" in one["what"])
    team.ok("person", "edit", "chidi", "--hours", "15-23:30")
    assert team.json("person", "edit", "chidi", "--hours", "")["hours"] == "09:00-18:00"


def test_a_move_warns_of_what_it_breaks_and_of_nothing_else(team: World) -> None:
    done = team("meeting", "move", "arch@2026-12-08", "--to", "2026-12-08 10:05")
    assert "overlap" in done.err
    assert "cadence meeting move" in done.err
    assert team("meeting", "move", "arch@2026-12-08", "--to", "2026-12-08 15:00").err == ""


def test_a_time_that_the_clocks_skip_is_refused(team: World) -> None:
    before = team.ok("calendar", "export")
    assert "there is no 02:30 on Sun 14 Mar" in team.refused(
        "meeting", "move", "arch@2027-03-09", "--to", "2027-03-14 02:30"
    )
    assert team.ok("calendar", "export") == before
    team.ok("meeting", "move", "arch@2027-03-09", "--to", "2027-03-14 03:30")


@pytest.mark.parametrize(("day", "at"), [("2027-11-07", "01:30"), ("2027-03-14", "01:50")])
def test_a_meeting_keeps_its_length_over_a_change_of_clocks(team: World, day: str, at: str) -> None:
    ref = {"2027-11-07": "demo@2027-11-05", "2027-03-14": "demo@2027-03-12"}[day]
    done = team("meeting", "move", ref, "--to", f"{day} {at}")
    assert "30 minutes" in done.out
    line = team.json("meeting", "show", ref)
    starts, ends = (datetime.fromisoformat(line[name]) for name in ("starts_at", "ends_at"))
    assert ends - starts == timedelta(minutes=30)
    (event,) = (
        one
        for one in Calendar.from_ical(team.ok("calendar", "export")).walk("VEVENT")
        if f"{day.replace('-', '')}T" in str(one["DTSTART"].to_ical()) and "-demo-" in str(one["UID"])
    )
    assert event["DURATION"].to_ical() == b"PT30M"
    assert "DTEND" not in event
    for follow in re.findall(r"cadence (meeting move retro\S* --to \"[^\"]+\")", done.err):
        team.ok(*shlex.split(follow))


def test_a_move_into_the_past_is_refused_and_along_says_where_nothing_follows(team: World) -> None:
    assert "is past" in team.refused("meeting", "move", "arch@2026-12-08", "--to", "2026-11-30 10:00")
    assert "nothing is held right after" in team("meeting", "move", "arch", "--to", "2026-12-08 16:00", "--along").err
    moved = team("meeting", "move", "planning@2026-12-07", "--to", "2026-12-12 10:00").err
    assert "cadence meeting move planning@2026-12-07" in moved
    assert "schedule set demo" not in moved


def test_a_remedy_for_what_begins_later_begins_later_too(team: World) -> None:
    team.ok("team", "set", "--tz", "Europe/Berlin", "--from", "2027-01-11")
    found = findings(team, "working-hours")
    assert found
    assert all("--from 2027-01-" in one["remedy"] for one in found)


def test_a_move_back_is_no_move(team: World) -> None:
    before = team.ok("calendar", "export").count("RECURRENCE-ID")
    team.ok("meeting", "move", "arch@2026-12-08", "--to", "2026-12-09 15:00", "--reason", "a visit")
    team.ok("meeting", "move", "arch@2026-12-08", "--to", "2026-12-08 14:00")
    line = next(one for one in team.json("meeting", "list") if one["ref"] == "arch@2026-12-08")
    assert (line["moved_from"], line["reason"]) == (None, None)
    assert team.ok("calendar", "export").count("RECURRENCE-ID") == before


def test_a_demo_takes_its_retro_along_where_that_is_said(team: World) -> None:
    def starts(kind: str) -> str:
        rows = {one["ref"]: one["starts_at"][:16] for one in team.json("meeting", "list", "--from", "2026-12-07")}
        return str(rows[f"{kind}@2026-12-11"])

    done = team("meeting", "move", "demo@2026-12-11", "--to", "2026-12-10 15:00")
    assert "retro@2026-12-11 stays" in done.err
    assert "--along" in done.err
    assert starts("retro") == "2026-12-11T14:30"
    team.ok("undo")
    out = team.ok("meeting", "move", "demo@2026-12-11", "--to", "2026-12-10 15:00", "--minutes", "45", "--along")
    assert "retro@2026-12-11" in out
    assert (starts("demo"), starts("retro")) == ("2026-12-10T15:00", "2026-12-10T15:45")
    assert findings(team, "apart") == []
    team.ok("undo")
    assert (starts("demo"), starts("retro")) == ("2026-12-11T14:00", "2026-12-11T14:30")


def test_who_moves_one_meeting_hears_what_holds_of_that_one_and_not_of_its_series(team: World) -> None:
    team.ok("person", "edit", "chidi", "--tz", "Asia/Kolkata")
    team.now = "2026-12-01T09:00:00-05:00"
    for ref, to in (("arch@2026-12-01", "2026-12-02 17:00"), ("arch@2026-12-15", "2026-12-16 18:00")):
        said = team("meeting", "move", ref, "--to", to)
        assert said.code == 0
        chidis = [line for line in said.err.splitlines() if "Chidi" in line]
        assert chidis
        assert not any(" times" in line for line in chidis)
    series = [one["what"] for one in findings(team, "working-hours") if "Chidi" in one["what"]]
    assert sum("arch meeting" in one for one in series) == 3
