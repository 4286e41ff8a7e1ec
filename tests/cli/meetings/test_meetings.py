"""Meetings, their notes and calendars from the shell."""

from __future__ import annotations

import pytest

from tests.cli.conftest import World

KEYS = {
    *("ref", "kind", "iteration", "starts_at", "ends_at", "timezone"),
    *("status", "moved_from", "reason", "facilitator"),
}


def by_ref(world: World, *words: str) -> dict[str, dict[str, object]]:
    return {str(one["ref"]): one for one in world.json("meeting", "list", *words)}


def test_the_list(team: World) -> None:
    found = by_ref(team)
    assert all(one.keys() >= KEYS for one in found.values())
    assert {name: found["arch@2026-12-01"][name] for name in KEYS} == {
        "ref": "arch@2026-12-01",
        "kind": "arch",
        "iteration": 1,
        "starts_at": "2026-12-01T14:00:00-05:00",
        "ends_at": "2026-12-01T15:00:00-05:00",
        "timezone": "America/New_York",
        "status": "scheduled",
        "moved_from": None,
        "reason": None,
        "facilitator": None,
    }
    assert found["planning@2026-11-30"]["status"] == "scheduled", "nothing before the founding was missed"
    assert list(by_ref(team, "--from", "2026-12-03", "--to", "fri")) == [
        "standup@2026-12-03",
        "demo@2026-12-04",
        "retro@2026-12-04",
    ]
    assert set(by_ref(team, "--kind", "arch", "--kind", "sy", "--to", "2026-12-06")) == {
        "sync@2026-11-30",
        "arch@2026-12-01",
    }
    assert "before" in team.refused("meeting", "list", "--from", "2026-12-05", "--to", "2026-12-01")
    assert "planning" in team.refused("meeting", "list", "--kind", "party")


def test_a_facilitator_in_turn(team: World) -> None:
    team.ok("team", "set", "--rotate-facilitator")
    assert {one["facilitator"] for one in by_ref(team).values()} == {"anne", "ben", "chidi"}


def test_a_meeting_from_start_to_notes(team: World) -> None:
    team.ok("topic", "add", "Move CI to spot?")
    shown = team.json("meeting", "start", "arch")
    assert (shown["ref"], shown["status"], shown["facilitator"]) == ("arch@2026-12-01", "running", "anne")
    assert shown.keys() >= KEYS | {"steps", "here", "parked", "tabled", "decisions", "actions", "cards"}
    assert shown["here"] == ["anne"]
    assert [one["title"] for one in shown["cards"]] == ["Move CI to spot?"]
    assert shown["steps"][0].keys() >= {"key", "title", "minutes", "seconds", "state"}
    assert "still runs" in team.refused("meeting", "start", "standup@2026-12-02")
    team.ok("decision", "add", "Spot it is")
    team.ok("action", "add", "order", "--owner", "ben")
    team.ok("park", "who pays?")
    assert team.json("status")["now"]["ref"] == "arch@2026-12-01"
    assert team.ok("status", "--short").startswith("▶ arch 0:")
    text = team.ok("meeting", "end", "arch")
    for word in ("Spot it is", "order", "who pays?", "given back"):
        assert word in text
    assert by_ref(team)["arch@2026-12-01"]["status"] == "held"
    assert [one["ref"] for one in team.json("notes", "list")] == ["arch@2026-12-01"]
    for fmt in ("md", "html", "text", "slack"):
        assert "Spot it is" in team.ok("notes", "export", "arch", "--format", fmt)
    assert "Spot it is" in team.ok("notes", "show", "arch")
    assert team.json("notes", "show", "arch")["decisions"][0]["title"] == "Spot it is"
    shown = team.json("meeting", "show", "arch@2026-12-01")
    assert [one["title"] for one in shown["decisions"]] == ["Spot it is"]
    assert [one["title"] for one in shown["actions"]] == ["order"]


def test_notes_into_files(team: World) -> None:
    team.ok("meeting", "start", "arch")
    team.ok("meeting", "end", "arch")
    folder = team.folder / "notes"
    assert team.ok("notes", "export", "arch", "-o", f"{folder}/").strip().endswith("arch-2026-12-01.md")
    team.ok("notes", "export", "arch", "--format", "html", "-o", str(folder))
    team.ok("notes", "export", "arch", "-o", str(folder / "own.md"))
    assert sorted(path.name for path in folder.iterdir()) == ["arch-2026-12-01.html", "arch-2026-12-01.md", "own.md"]
    assert (folder / "own.md").read_text("utf-8") == team.ok("notes", "export", "arch")
    team.refused("notes", "export", "arch", "-o", "/proc/nowhere/x.md")
    assert "md" in team.refused("notes", "export", "arch", "--format", "docx")
    assert "team" in team.refused("notes", "export", "arch", "--for", "world")


def test_what_may_be_done_to_one_meeting(team: World) -> None:
    shown = team.json("meeting", "skip", "standup@2026-12-02", "--reason", "a day out")
    assert (shown["status"], shown["reason"]) == ("skipped", "a day out")
    assert team.json("meeting", "reopen", "standup@2026-12-02")["status"] == "scheduled"
    assert team.json("meeting", "cancel", "standup@2026-12-02", "--reason", "ill")["status"] == "cancelled"
    shown = team.json("meeting", "move", "arch@2026-12-08", "--to", "2026-12-09 11:00", "--minutes", "30")
    assert (shown["ref"], shown["starts_at"]) == ("arch@2026-12-08", "2026-12-09T11:00:00-05:00")
    assert shown["ends_at"] == "2026-12-09T11:30:00-05:00"
    assert shown["moved_from"] == "2026-12-08T14:00:00-05:00"
    team.ok("undo")
    assert by_ref(team)["arch@2026-12-08"]["moved_from"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "party"), "planning"),
        (("show", "arch@someday"), "not a date"),
        (("show", "arch@2026-12-02"), "arch@2026-12-01"),
        (("start", "s"), "standup or sync"),
        (("end", "arch"), "arch"),
        (("reopen", "arch"), "held"),
        (("reopen", "arch@2026-12-08"), "scheduled"),
        (("skip", "arch", "--reason", " "), "empty"),
        (("move", "arch", "--to", "tomorrow"), "2026-12-03 11:00"),
        (("move", "arch", "--to", "2026-12-03 25:00"), "2026-12-03 11:00"),
        (("move", "arch", "--to", "2026-12-03 11:00", "--minutes", "1"), "5"),
    ],
)
def test_bad_meetings(team: World, words: tuple[str, ...], said: str) -> None:
    assert said in team.refused("meeting", *words)


def test_status(team: World) -> None:
    shown = team.json("status")
    assert shown.keys() >= {"iteration", "now", "next", "wall", "parking", "topics", "actions", "needs_you"}
    assert shown["iteration"] == {"number": 1, "starts": "2026-11-30", "ends": "2026-12-06"}
    assert shown["next"]["ref"] == "arch@2026-12-01"
    assert team.ok("status", "--short") == "arch 14:00\n"
    team.ok("card", "add", "x")
    team.ok("card", "block", "SRE-1", "--reason", "y")
    assert team.ok("status", "--short") == "arch 14:00 · ✖1\n"
    assert "✖ y" in team.ok("status")
    team.now = "2026-11-01T10:00:00-04:00"
    assert team.json("status")["next"]["ref"] == "planning@2026-11-30"
    assert team.ok("status", "--short").startswith("planning Mon 30 Nov 10:00")


def test_calendars(team: World) -> None:
    text = team.ok("calendar", "export", "--for", "ben")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "retro" in text.lower()
    assert text == team.ok("calendar", "export", "--for", "ben")
    guest = team.ok("calendar", "export", "--role", "partner")
    assert "retro" not in guest.lower()
    assert team.ok("calendar", "export", "--for", "ben", "-o", f"{team.folder}/cal/").strip().endswith("sre-ben.ics")
    assert (team.folder / "cal" / "sre-ben.ics").read_bytes().decode() == text
    assert "zoe" in team.refused("calendar", "export", "--for", "zoe")
    assert "role" in team.refused("calendar", "export", "--role", "boss")
    assert "Daily standup" in team.ok("calendar", "show")
    assert "February 2027" in team.ok("calendar", "show", "--month", "2027-02")
    assert "2026-12" in team.refused("calendar", "show", "--month", "Feb")


def test_each_ones_own_time_wherever_a_meeting_is_shown(team: World) -> None:
    """Berlin's clock is an hour nearer for two weeks in spring: rule 5."""
    team.ok("person", "edit", "ben", "--tz", "Europe/Berlin")
    team.now = "2027-03-15T08:00:00-04:00"
    spring = "15:00 for you, one hour earlier than usual"
    assert spring in team.ok("status", me="ben")
    listed = team.ok("meeting", "list", "--from", "2027-03-08", "--to", "2027-03-30", "--kind", "planning", me="ben")
    assert [line.partition("planning@")[2][12:].strip() for line in listed.splitlines()[1:]] == [
        "",
        spring,
        spring,
        "16:00 for you",
    ], "what is over has no time to come"
    assert f"your time  {spring}" in team.ok("meeting", "show", "planning", me="ben")
    assert spring in team.ok("calendar", "show", "--month", "2027-03", me="ben")
    for words in (("status",), ("meeting", "list"), ("calendar", "show")):
        assert "for you" not in team.ok(*words, me="anne")
