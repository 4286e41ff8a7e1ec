"""Who may do what from a shell (glossary.md, "role"): each command by each role; a refusal changes nothing."""

from __future__ import annotations

import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.cli.conftest import World

WHO = {"lead": "anne", "member": "ben", "partner": "pat", "stakeholder": "sue"}
LEAD, TEAM, ALL = "lead", "lead member", "lead member partner stakeholder"
SKIPPED = ("meeting", "skip", "standup@2026-12-02", "--reason", "a day out")
STARTED = ("meeting", "start", "arch")
OFF = ("team", "holiday", "add", "2026-12-31", "New", "Year's", "Eve")

TABLE: list[tuple[str, str, tuple[str, ...]]] = [
    ("person add 'Zoe <zoe@example.com>'", LEAD, ()),
    ("person edit chidi --tz Europe/Berlin", LEAD, ()),
    ("person edit chidi --role lead", LEAD, ()),
    ("person remove chidi", LEAD, ()),
    ("person edit ME --tz Europe/Berlin --name X", ALL, ()),
    ("person edit ME --regular", LEAD, ()),
    ("team set --balance 50", LEAD, ()),
    ("team set --weeks 2", LEAD, ()),
    ("team holiday add 2026-12-31 x", LEAD, ()),
    ("team holiday remove 2026-12-31", LEAD, OFF),
    ("schedule set arch --at 15:00", LEAD, ()),
    ("schedule lint", TEAM, ()),
    ("meeting start arch", TEAM, ()),
    ("meeting end arch", LEAD, STARTED),
    ("meeting end arch --take-over", TEAM, STARTED),
    ("meeting reopen arch", LEAD, STARTED),
    ("meeting move demo --to '2026-12-03 11:00'", LEAD, ()),
    ("meeting skip demo --reason x", LEAD, ()),
    ("meeting cancel demo --reason x", LEAD, ()),
    ("meeting reopen standup@2026-12-02", LEAD, SKIPPED),
    ("card add x", TEAM, ()),
    ("topic add x", "lead member partner", ()),
    ("park x", TEAM, ()),
    ("decision add x", TEAM, ()),
    ("action add x --owner ben", TEAM, ()),
    ("backup copy.db", TEAM, ()),
]


def seq(world: World) -> int:
    with closing(sqlite3.connect(world.db)) as raw:
        return int(raw.execute("SELECT seq FROM team").fetchone()[0])


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize(("command", "allowed", "before"), TABLE, ids=[row[0] for row in TABLE])
def test_who_may(
    team: World, monkeypatch: pytest.MonkeyPatch, command: str, allowed: str, before: tuple[str, ...], role: str
) -> None:
    import shlex

    monkeypatch.chdir(team.folder)
    if before:
        team.ok(*before)
    words = [WHO[role] if word == "ME" else word for word in shlex.split(command)]
    was = seq(team)
    if role in allowed.split():
        team.ok(*words, me=WHO[role])
    else:
        said = team.refused(*words, me=WHO[role])
        assert any(viewer in said for viewer in ("lead", "of the team", "anne", "add to")), said
        assert seq(team) == was


def test_nobody_makes_themselves_a_lead_and_the_last_one_stays(team: World) -> None:
    for me in ("ben", "pat", "sue"):
        assert "may not change roles; ask a lead" in team.refused("person", "edit", me, "--role", "lead", me=me)
    for words in (("person", "edit", "anne", "--role", "member"), ("person", "remove", "anne")):
        assert "this is the last one" in team.refused(*words)
    assert [one["role"] for one in team.json("person", "list")] == [
        "lead",
        "member",
        "member",
        "partner",
        "stakeholder",
    ]


def test_who_facilitates_moves_skips_and_cancels(team: World) -> None:
    team.ok("team", "set", "--rotate-facilitator")
    bens = [one["ref"] for one in team.json("meeting", "list") if one["facilitator"] == "ben"]
    ref = next(ref for ref in bens if ref > "demo" and ref.partition("@")[2] > "2026-12-02")
    was = seq(team)
    said = team.refused("meeting", "skip", ref, "--reason", "x", me="chidi")
    assert said == "cadence: a member may not skip or cancel a meeting; ask who facilitates it or a lead\n"
    assert seq(team) == was
    team.ok("meeting", "skip", ref, "--reason", "x", me="ben")
    team.ok("undo", me="ben")
    team.ok("meeting", "cancel", ref, "--reason", "x", me="ben")
    team.ok("meeting", "reopen", ref, me="ben")
    team.ok("meeting", "move", ref, "--to", "2026-12-10 16:00", me="ben")


# --- ending somebody else's meeting ---------------------------------------------------------------------------------


def test_a_meeting_is_ended_in_its_facilitators_place_only_when_that_is_said(team: World) -> None:
    team.ok("meeting", "start", "arch")
    said = team.refused("meeting", "end", "arch", me="ben")
    assert said == (
        "cadence: anne facilitates arch@2026-12-01; meeting end arch@2026-12-01 --take-over ends it in their place\n"
    )
    assert team.json("status")["now"]["ref"] == "arch@2026-12-01"
    assert "Ended by Ben in the place of Anne." in team.ok("meeting", "end", "arch", "--take-over", me="ben")
    assert "Ended by Ben in the place of Anne." in team.ok("notes", "export", "arch")
    assert team.json("meeting", "show", "arch@2026-12-01")["facilitator"] == "anne"
    team.ok("meeting", "reopen", "arch@2026-12-01")
    assert "Ended by" not in team.ok("meeting", "end", "arch", "--take-over")


# --- starting another day's -----------------------------------------------------------------------------------------


def test_another_days_meeting_is_started_only_on_a_yes(team: World) -> None:
    was = seq(team)
    said = team.refused("meeting", "start", "sync")
    assert (
        said == "cadence: no sync is left today: this would start sync@2026-12-07 (Mon 7 Dec 11:30); --yes starts it\n"
    )
    assert seq(team) == was
    assert "sync@2026-12-07 runs" in team.ok("meeting", "start", "sync", "--yes")


def test_todays_is_started_unasked_however_late_and_so_is_one_named_in_full(team: World) -> None:
    team.now = "2026-12-01T23:30:00-05:00"
    assert "arch@2026-12-01 runs" in team.ok("meeting", "start", "arch")
    team.ok("meeting", "end", "arch")
    assert "sync@2026-12-07 runs" in team.ok("meeting", "start", "sync@2026-12-07")
    assert "sync@2026-12-07 runs" in team.ok("meeting", "start", "sync")


@pytest.mark.parametrize(("answer", "code"), [(b"yes\n", 0), (b"n\n", 1), (b"\x04", 1)])
def test_on_a_terminal_it_asks(team: World, answer: bytes, code: int) -> None:
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "cadence", "meeting", "start", "sync"]
    with subprocess.Popen(words, env=team.environment(), stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while b"(yes, no)?" not in said:
            said += os.read(ours, 1024)
        assert b"this would start sync@2026-12-07 (Mon 7 Dec 11:30)" in said
        os.write(ours, answer)
        assert process.wait(60) == code
    os.close(ours)
    assert ("now" in team.json("status") and team.json("status")["now"] is not None) == (code == 0)


# --- undo -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("team", "set", "--balance", "50"),
        ("team", "holiday", "add", "2026-12-31", "x"),
        ("schedule", "set", "arch", "--at", "15:00"),
        ("person", "edit", "chidi", "--role", "lead"),
        ("person", "remove", "chidi"),
        ("meeting", "skip", "demo", "--reason", "x"),
    ],
    ids=" ".join,
)
def test_whoever_is_a_lead_no_more_cannot_take_back_what_they_did_as_one(team: World, words: tuple[str, ...]) -> None:
    team.ok("person", "edit", "ben", "--role", "lead")
    team.ok(*words, me="ben")
    team.ok("person", "edit", "ben", "--role", "member")
    was = seq(team)
    assert "a lead" in team.refused("undo", me="ben")
    assert seq(team) == was


def test_whoever_became_a_guest_cannot_take_back_what_is_the_teams(team: World) -> None:
    team.ok("decision", "add", "x", me="ben")
    team.ok("person", "edit", "ben", "--role", "partner")
    was = seq(team)
    assert "ask somebody of the team" in team.refused("undo", me="ben")
    assert seq(team) == was


def test_everybody_takes_back_what_they_changed_of_themselves(team: World) -> None:
    for me in ("ben", "sue"):
        team.ok("person", "edit", me, "--tz", "Europe/Berlin", me=me)
        team.ok("undo", me=me)
    assert {one["timezone"] for one in team.json("person", "list")} == {"America/New_York"}
