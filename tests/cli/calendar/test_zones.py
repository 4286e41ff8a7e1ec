"""Where the team works holds from a date on; time zones come from the newer of two sources."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import World


def starts(team: World, first: str, last: str, kind: str = "standup") -> dict[str, str]:
    rows = team.json("meeting", "list", "--from", first, "--to", last, "--kind", kind)
    return {one["ref"].partition("@")[2]: one["starts_at"] for one in rows}


def test_another_zone_rewrites_nothing_that_was(team: World) -> None:
    team.now = "2026-12-01T10:02:00-05:00"
    team.ok("meeting", "start", "standup")
    team.now = "2026-12-01T10:12:00-05:00"
    team.ok("meeting", "end", "standup")
    notes = team.ok("notes", "show", "standup@2026-12-01")
    team.now = "2026-12-08T16:00:00-05:00"
    before = starts(team, "2026-11-30", "2026-12-08")
    said = team.ok("team", "set", "--tz", "Europe/Berlin")
    assert "it holds from Wed 9 Dec on; what was before keeps its hour" in said
    assert team.json("team", "show")["timezone"] == "America/New_York"
    assert "2026-12-09: Europe/Berlin" in team.ok("team", "show")
    assert "from 2026-12-09 on: Europe/Berlin" in team.ok("schedule", "show")
    assert "hold from a date" in team.refused("team", "set", "--balance", "50", "--from", "2026-12-20")
    assert starts(team, "2026-11-30", "2026-12-08") == before
    assert starts(team, "2026-12-09", "2026-12-09") == {"2026-12-09": "2026-12-09T10:00:00+01:00"}
    team.now = "2026-12-09T08:00:00+01:00"
    assert team.json("team", "show")["timezone"] == "Europe/Berlin"
    assert starts(team, "2026-11-30", "2026-12-08") == before, "held and missed ones alike"
    assert team.ok("notes", "show", "standup@2026-12-01") == notes
    team.ok("meeting", "start", "standup")
    assert "is past" in team.refused("team", "set", "--tz", "Asia/Tokyo", "--from", "2026-12-01")


def test_a_zone_that_was_wrong_from_the_start_is_put_right_before_the_first_meeting(nowhere: World) -> None:
    nowhere.now = "2026-11-27T10:00:00+00:00"
    nowhere.ok(
        "init", "--team", "Core", "--me", "Ida Berg <ida@example.com>", "--tz", "Europe/Berlin", "--start", "2026-11-30"
    )
    assert nowhere.json("team", "set", "--tz", "Europe/Oslo", me="ida")["timezone"] == "Europe/Oslo"


def test_a_pending_move_is_kept_by_a_later_one_and_can_be_undone(team: World) -> None:
    team.ok("team", "set", "--tz", "Europe/Berlin", "--from", "2027-01-04")
    team.ok("team", "set", "--distributed", "--from", "2026-12-14")
    shown = team.json("team", "show")["settings"]["next_locations"]
    assert [(one["from"], one["timezone"], one["distributed"]) for one in shown] == [
        ("2026-12-14", None, True),
        ("2027-01-04", "Europe/Berlin", None),
    ]
    rows = team.json("meeting", "list", "--from", "2026-12-10", "--to", "2027-01-06", "--kind", "standup")
    zones = {one["ref"]: one["timezone"] for one in rows}
    assert (zones["standup@2026-12-30"], zones["standup@2027-01-05"]) == ("America/New_York", "Europe/Berlin")
    minutes = {
        ref: team.json("meeting", "show", ref)["ends_at"][14:16] for ref in ("standup@2026-12-10", "standup@2026-12-15")
    }
    assert minutes == {"standup@2026-12-10": "15", "standup@2026-12-15": "30"}
    team.ok("undo")
    team.ok("undo")
    assert "next_locations" not in team.json("team", "show")["settings"]


@pytest.mark.parametrize(("system", "from_package"), [("2001a", True), ("2999z", False), (None, True)])
def test_zones_come_from_the_newer_source(tmp_path: Path, system: str | None, from_package: bool) -> None:
    folder = tmp_path / "zoneinfo"
    if system is not None:
        folder.mkdir()
        (folder / "tzdata.zi").write_text(f"# version {system}\n# This zic input file is in the public domain.\n")
    code = (
        "import os, sys; from cadence.settings import use_newest_zones; "
        f"use_newest_zones([{str(folder)!r}]); print(os.environ.get('PYTHONTZPATH', '-'))\n"
        "import zoneinfo; print(zoneinfo.ZoneInfo('Europe/Berlin'))"
    )
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONTZPATH"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=bare, check=True)
    path, zone = done.stdout.split()
    assert ("tzdata" in path) == from_package
    assert zone == "Europe/Berlin"
    mine = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**bare, "PYTHONTZPATH": "/mine"}, check=True
    )
    assert mine.stdout.split()[0] == "/mine", "one's own is left as it is"
