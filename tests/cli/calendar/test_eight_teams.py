"""Eight teams of other shapes, each followed through its changes: four people see exactly their meetings.

Once by importing one file over the other, once by subscription; read with libraries that did not write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.cli.calendar.test_imported import Imported
from tests.cli.conftest import World

Command = tuple[str, ...]
TITLES = {
    "planning": "Iteration planning",
    "standup": "Daily standup",
    "sync": "Inter-team sync",
    "arch": "Arch meeting",
    "demo": "Demo",
    "retro": "Retro",
}
READERS = ("ada", "pat", "sue", "gus")
AHEAD = timedelta(days=120)


class Shape(NamedTuple):
    """A team as it is founded, and what happens to it on which days of December 2026 and after."""

    founded: Command
    changes: Sequence[tuple[str, Command]]


TEAMS = {
    "two weeks, Sunday to Thursday, a new hour in mid-week": Shape(
        ("--start", "2026-12-03", "--weeks", "2", "--working-days", "sun-thu", "--tz", "Asia/Jerusalem"),
        (
            ("2026-12-08", ("schedule", "set", "standup", "--at", "15:30", "--from", "2026-12-21")),
            ("2026-12-09", ("schedule", "set", "standup", "--at", "12:15", "--from", "2026-12-15")),
            ("2026-12-10", ("undo", "--yes")),
            ("2026-12-22", ("meeting", "cancel", "arch", "--reason", "a visit")),
        ),
    ),
    "Tuesday to Tuesday by hand-over": Shape(
        ("--start", "2026-12-01", "--hand-over", "--tz", "America/New_York", "--country", "US"),
        (
            ("2026-12-02", ("team", "set", "--weeks", "2", "--from", "2026-12-15")),
            ("2026-12-03", ("team", "set", "--weeks", "1", "--from", "2026-12-15")),
            ("2026-12-04", ("team", "set", "--no-hand-over", "--from", "2026-12-29")),
            ("2026-12-07", ("meeting", "move", "demo", "--to", "2026-12-09 16:00", "--along")),
        ),
    ),
    "three weeks, and it moves to another zone": Shape(
        ("--start", "2026-11-30", "--weeks", "3", "--tz", "Europe/Berlin", "--country", "DE"),
        (
            ("2026-12-01", ("team", "set", "--tz", "America/St_Johns", "--from", "2026-12-16")),
            ("2026-12-10", ("schedule", "set", "sync", "--at", "15:00", "--from", "2026-12-14")),
            ("2026-12-17", ("team", "set", "--tz", "Asia/Kolkata", "--distributed", "--from", "2026-12-28")),
            ("2026-12-18", ("undo", "--yes")),
        ),
    ),
    "Sydney's summer time ends": Shape(
        ("--start", "2027-03-01", "--tz", "Australia/Sydney"),
        (
            ("2027-03-02", ("schedule", "off", "sync", "--from", "2027-03-08")),
            ("2027-03-05", ("schedule", "on", "sync", "--from", "2027-04-05")),
            ("2027-03-20", ("meeting", "skip", "standup@2027-03-25", "--reason", "a day out")),
            ("2027-03-21", ("meeting", "reopen", "standup@2027-03-25")),
        ),
    ),
    "a guest comes and goes": Shape(
        ("--start", "2026-11-30", "--tz", "Europe/London", "--country", "GB"),
        (
            ("2026-12-02", ("card", "edit", "T-1", "--invite", "")),
            ("2026-12-03", ("card", "edit", "T-1", "--invite", "gus")),
            ("2026-12-04", ("schedule", "set", "arch", "--day", "4", "--from", "2026-12-07")),
            ("2026-12-11", ("person", "edit", "gus", "--regular")),
            ("2026-12-14", ("person", "edit", "gus", "--no-regular")),
            ("2026-12-15", ("card", "drop", "T-1", "--reason", "settled")),
        ),
    ),
    "roles change": Shape(
        ("--start", "2026-11-30", "--tz", "Pacific/Auckland"),
        (
            ("2026-12-02", ("person", "edit", "pat", "--role", "member")),
            ("2026-12-09", ("schedule", "set", "retro", "--minutes", "45", "--from", "2026-12-14")),
            ("2026-12-10", ("person", "edit", "pat", "--role", "partner")),
            ("2026-12-16", ("person", "edit", "sue", "--role", "member")),
            ("2026-12-17", ("undo", "--yes")),
        ),
    ),
    "days off, early and late": Shape(
        ("--start", "2026-11-30", "--weeks", "2", "--tz", "America/Sao_Paulo"),
        (
            ("2026-12-02", ("team", "holiday", "add", "2026-12-02", "today")),
            ("2026-12-03", ("team", "holiday", "add", "2026-12-08..2026-12-11", "a retreat")),
            ("2026-12-04", ("team", "set", "--country", "BR")),
            ("2026-12-14", ("meeting", "move", "planning", "--to", "2026-12-15 14:00")),
        ),
    ),
    "four weeks that become one, on four days": Shape(
        ("--start", "2026-12-02", "--weeks", "4", "--working-days", "mon-thu", "--tz", "UTC"),
        (
            ("2026-12-09", ("team", "set", "--start", "2026-12-21", "--weeks", "1")),
            ("2026-12-10", ("team", "set", "--working-days", "mon-fri", "--from", "2026-12-21")),
            ("2026-12-11", ("schedule", "set", "standup", "--days", "mon,wed", "--from", "2026-12-21")),
        ),
    ),
}


def found(world: World, shape: Shape) -> None:
    first = datetime.fromisoformat(shape.founded[1]) - timedelta(days=4)
    world.now = f"{first:%Y-%m-%d}T09:00:00+00:00"
    world.ok("init", "--team", "Team", "--key", "T", "--me", "Ada Lead <ada@x.example>", *shape.founded, me="ada")
    roles = {"Pat": "partner", "Sue": "stakeholder", "Gus": "stakeholder"}
    for name, role in roles.items():
        world.ok("person", "add", f"{name} <{name.lower()}@g.example>", "--role", role, me="ada")
    world.ok("topic", "add", "Budget", "--invite", "gus", me="ada")


def wanted(world: World, who: str, first: date) -> list[tuple[str, datetime]]:
    """What somebody should see from a day on, by the lists of meetings."""
    span = ("--from", str(first), "--to", str(first + AHEAD))
    rows = world("meeting", "list", *span, "--json", me=who).json
    person = next(one for one in world("person", "list", "--json", me="ada").json if one["handle"] == who)
    by_topic = person["role"] in {"partner", "stakeholder"} and not person["regular"]
    held = [
        one
        for one in rows
        if one["status"] not in {"skipped", "cancelled"} and not (by_topic and one["kind"] == "arch")
    ]
    card = world("card", "show", "T-1", "--json", me="ada").json
    if by_topic and card["status"] == "open" and who in world.ok("card", "show", "T-1", me="ada"):
        today = str(first - timedelta(days=1))
        arches = world(
            "meeting", "list", "--from", today, "--to", str(first + AHEAD), "--kind", "arch", "--json", me="ada"
        )
        following = next(one for one in arches.json if one["status"] in {"scheduled", "missed"})
        held += [following] if following["starts_at"][:10] >= str(first) else []
    return sorted((TITLES[one["kind"]], datetime.fromisoformat(one["starts_at"]).astimezone(UTC)) for one in held)


@pytest.mark.parametrize("name", TEAMS)
def test_everybody_sees_exactly_their_meetings(nowhere: World, name: str) -> None:
    world, shape = nowhere, TEAMS[name]
    found(world, shape)
    folder = world.folder / "www"
    rows = world("calendar", "publish", str(folder), "--url", "https://cal.example.com", "--json", me="ada").json
    feeds = {row["handle"]: folder / row["feed"].rpartition("/")[2] for row in rows}
    imported = {who: Imported() for who in READERS}
    for day, words in (("", ("status",)), *shape.changes):
        world.now = f"{day}T03:00:00+00:00" if day else world.now
        world.ok(*words, me="ada")
        world.ok("calendar", "publish", str(folder), "--url", "https://cal.example.com", me="ada")
        zone = ZoneInfo(world("team", "show", "--json", me="ada").json["timezone"])
        first = datetime.fromisoformat(world.now).astimezone(zone).date() + timedelta(days=1)
        for who in READERS:
            imported[who].take(world.ok("calendar", "export", "--for", who, me=who))
            subscribed = Imported()
            subscribed.take(feeds[who].read_bytes().decode())
            right = wanted(world, who, first)
            assert right, who
            assert imported[who].shows(first, first + AHEAD) == right, (who, words, "by import")
            assert subscribed.shows(first, first + AHEAD) == right, (who, words, "by subscription")
