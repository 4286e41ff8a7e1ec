"""``cadence init``: a team out of nothing, and a second one beside it."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import INIT, World


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_team_out_of_nothing(nowhere: World) -> None:
    shown = nowhere.json(*INIT, "--partner", "Payments", "--hand-over", "--distributed")
    assert {"name", "key", "timezone", "country", "start", "weeks", "working_days", "schedule"} <= shown.keys()
    assert (shown["name"], shown["key"], shown["start"]) == ("Platform SRE", "SRE", "2026-11-30")
    assert shown["working_days"] == ["mon", "tue", "wed", "thu", "fri"]
    assert (shown["hand_over"], shown["distributed"], shown["partner"]) == (True, True, "Payments")
    places = {one["kind"]: (one["at"], one["minutes"]) for one in shown["schedule"]}
    assert places["demo"] == ("09:00", 30)
    assert places["planning"] == ("11:00", 60)
    assert places["standup"] == ("10:00", 30)


def test_nothing_before_the_day_of_the_founding_counts_as_missed(nowhere: World) -> None:
    nowhere.now = "2026-12-02T11:00-05:00"
    nowhere.ok(*INIT)
    nowhere.now = "2026-12-04T09:00-05:00"
    missed = [one["ref"] for one in nowhere.json("meeting", "list") if one["status"] == "missed"]
    assert missed == ["standup@2026-12-02", "standup@2026-12-03"]
    for words in (nowhere.ok("status"), nowhere.ok("meeting", "list")):
        assert "planning" not in "".join(line for line in words.splitlines() if "missed" in line)


def test_who_and_where_is_remembered_but_not_the_database(nowhere: World) -> None:
    nowhere.config.parent.mkdir()
    nowhere.config.write_text('# mine\ntheme = "nord"\n', "utf-8")
    nowhere.ok(*INIT)
    assert tomllib.loads(nowhere.config.read_text("utf-8")) == {"theme": "nord", "me": "anne", "team": "Platform SRE"}
    assert nowhere.config.read_text("utf-8").startswith("# mine\n")
    assert nowhere.ok("person", "list").count("\n") == 2


def test_nobody_else_can_read_the_files(nowhere: World) -> None:
    nowhere.ok(*INIT)
    nowhere.ok("topic", "add", "x")
    assert mode(nowhere.db) == 0o600
    assert mode(nowhere.db.parent) == 0o700
    assert mode(nowhere.config) == 0o600
    assert mode(nowhere.config.parent) == 0o700


def test_public_holidays_are_kept_with_their_observed_days(nowhere: World) -> None:
    nowhere.ok(*INIT)
    days = {one["date"]: one for one in nowhere.json("team", "holiday", "list")}
    assert days["2027-01-18"] == {"date": "2027-01-18", "name": "Martin Luther King Jr. Day", "own": False}
    assert "observed" in days["2027-07-05"]["name"]
    assert {day[:4] for day in days} >= {"2025", "2026", "2027", "2028", "2029"}
    refs = {one["ref"]: one for one in nowhere.json("meeting", "list", "--from", "2027-01-18", "--to", "2027-01-24")}
    assert refs["planning@2027-01-18"]["starts_at"] == "2027-01-19T10:00:00-05:00"
    assert "standup@2027-01-19" not in refs


def test_a_subdivision_has_its_own(nowhere: World) -> None:
    nowhere.ok(*INIT, "--subdivision", "CA")
    assert "2027-03-31" in {one["date"] for one in nowhere.json("team", "holiday", "list")}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--tz", "America/New_Yrok", "America/New_York"),
        ("--tz", "../../etc/passwd", "no time zone"),
        ("--start", "2026-02-30", "is not a date"),
        ("--start", "soon", "is not a date"),
        ("--me", "Anne Lee", '"Anne Lee <anne@example.com>"'),
        ("--me", "Anne <anne@nowhere>", "mail address"),
        ("--key", "S-R-E", "key"),
        ("--key", "", "key"),
        ("--country", "XX", "country"),
        ("--country", "Germany", "DE"),
        ("--subdivision", "QQ", "subdivision"),
        ("--weeks", "0", "weeks"),
        ("--weeks", "nine", "weeks"),
        ("--weeks", "9", "weeks"),
        ("--working-days", "mon,someday", "day of the week"),
        ("--team", " \t", "empty"),
        ("--team", "\x1b[31m", "empty"),
    ],
)
def test_a_bad_value_is_refused_before_anything_is_made(nowhere: World, option: str, value: str, said: str) -> None:
    line = nowhere.refused(*INIT, option, value)
    assert said in line
    assert not nowhere.db.exists()
    assert not nowhere.config.exists()


@pytest.mark.parametrize("missing", ["--team", "--me", "--tz", "--start"])
def test_what_is_missing_is_named_and_nobody_is_asked(nowhere: World, missing: str) -> None:
    at = INIT.index(missing)
    assert missing in nowhere.refused(*INIT[:at], *INIT[at + 2 :], code=2)
    assert not nowhere.db.exists()


def test_a_name_that_exists_is_refused(nowhere: World) -> None:
    nowhere.ok(*INIT)
    before = nowhere.db.read_bytes()
    assert "Platform SRE" in nowhere.refused(*INIT)
    assert "already" in nowhere.refused(*INIT, "--team", "platform sre")
    assert nowhere.db.read_bytes() == before


def test_another_team_beside_it(nowhere: World) -> None:
    nowhere.ok(*INIT)
    second = ("init", "--team", "Data SRE", "--me", "Ann Lee <ANNE@example.com>", "--tz", "Europe/Berlin")
    shown = nowhere.json(*second, "--start", "2026-12-01")
    assert shown["key"] == "SRE2"
    assert tomllib.loads(nowhere.config.read_text("utf-8"))["team"] == "Platform SRE"
    third = nowhere.ok(*second[:2], "Edge", *second[3:], "--start", "2026-12-01", "--key", "EDGE")
    assert "still names Platform SRE; cadence --team EDGE" in third
    assert nowhere.json("team", "show")["name"] == "Platform SRE"
    assert "taken" in nowhere.refused(*INIT, "--team", "Third", "--key", "sre2")
    assert [one["handle"] for one in nowhere.json("person", "list")] == ["anne"]
    assert nowhere.json("topic", "add", "x", "--team", "SRE")["key"] == "SRE-1"
    assert nowhere.json("--team", "data sre", "topic", "add", "x")["key"] == "SRE2-1"
    nowhere.config.write_text('me = "anne"\n', "utf-8")
    assert "--team" in nowhere.refused("topic", "list")


def test_a_foreign_file_is_left_as_it_is(nowhere: World) -> None:
    nowhere.db.parent.mkdir()
    nowhere.db.write_bytes(b"My diary. Keep out.\n" * 20)
    before = nowhere.db.read_bytes()
    assert "not a Cadence database" in nowhere.refused(*INIT)
    assert nowhere.db.read_bytes() == before


def test_a_configuration_that_cannot_be_written_is_told(nowhere: World) -> None:
    nowhere.config.parent.mkdir()
    nowhere.config.mkdir()
    assert "cannot be" in nowhere.refused(*INIT)


def test_a_receipt_names_the_team_for_somebody_who_is_in_several(team: World) -> None:
    assert "Platform SRE" not in team.ok("park", "who pays?")
    assert "Platform SRE" not in team.ok("standup", "add", "--today", "x")
    team.ok(
        "init",
        "--team",
        "Edge",
        "--me",
        "Anne Lee <anne@example.com>",
        "--tz",
        "UTC",
        "--key",
        "ED",
        "--start",
        "2026-11-30",
    )
    key = team.json("card", "add", "Patch")["key"]
    for words in (
        ("park", "who pays?"), ("topic", "add", "Quota"), ("standup", "add", "--today", "y"), ("action", "add", "ask"),
        ("card", "done", key), ("retro", "add", "well", "calm"), ("undo",),
    ):  # fmt: skip
        assert team.ok(*words).rstrip().endswith(" · Platform SRE"), words
    assert team.ok("park", "who pays?", "--team", "ED").rstrip().endswith(" · Edge")
    assert "Platform SRE" not in team.ok("park", "who pays?", me="ben")
