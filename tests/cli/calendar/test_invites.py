"""Invites as files that one can send, one meeting alone, and everybody's calendars at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar

from tests.cli.conftest import World


@pytest.fixture
def team(team: World) -> World:
    team.ok("team", "set", "--address", "sre@example.com")
    return team


def invites(team: World, *words: str, me: str | None = None) -> dict[str, Calendar]:
    folder = team.folder / f"out-{len(list(team.folder.iterdir()))}"
    team.ok("calendar", "export", *words, "-o", f"{folder}/", me=me)
    return {file.name: Calendar.from_ical(file.read_bytes()) for file in sorted(folder.iterdir())}


def attendees(calendar: Calendar) -> set[str]:
    found: set[str] = set()
    for event in calendar.walk("VEVENT"):
        several = event.get("ATTENDEE", [])
        found |= {str(one).removeprefix("mailto:") for one in (several if isinstance(several, list) else [several])}
    return found


def test_a_request_is_one_series_a_file_from_the_teams_address(team: World) -> None:
    found = invites(team, "--method", "request")
    assert {name.split("-")[1] for name in found} == {"planning", "standup", "sync", "arch", "demo", "retro"}
    for name, calendar in found.items():
        assert str(calendar["METHOD"]) == "REQUEST", name
        assert len({str(event["UID"]) for event in calendar.walk("VEVENT")}) == 1
        assert {str(event["ORGANIZER"]) for event in calendar.walk("VEVENT")} == {"mailto:sre@example.com"}
        guests = {"pat@partner.example", "sue@example.com"}
        kind = name.split("-")[1]
        wanted = {"demo": guests, "sync": {"pat@partner.example"}}.get(kind, set())
        assert attendees(calendar) & guests == wanted, kind
        assert {"anne@example.com", "ben@example.com"} <= attendees(calendar)


@pytest.mark.parametrize(("who", "address"), [("pat", "pat@partner.example"), ("sue", "sue@example.com")])
def test_a_guests_copy_names_the_organizer_and_that_guest_alone(team: World, who: str, address: str) -> None:
    for me in ("anne", who):
        for name, calendar in invites(team, "--method", "request", "--for", who, me=me).items():
            assert attendees(calendar) == {address}, name
            assert "retro" not in name


def test_without_an_address_there_is_no_invite_and_guests_are_named_one_by_one(team: World) -> None:
    assert "guests are invited one by one" in team.refused(
        "calendar", "export", "--method", "request", "--role", "partner"
    )
    assert "name a folder with -o" in team.refused("calendar", "export", "--method", "request")
    assert "nothing that was sent is cancelled" in team.refused("calendar", "export", "--method", "cancel", "-o", "x/")
    team.ok("team", "set", "--address", "")
    refused = team.refused("calendar", "export", "--method", "request", "-o", "x/")
    assert "cadence team set --address" in refused
    assert "is not a mail address" in team.refused("team", "set", "--address", "nobody")


def test_one_meeting_alone(team: World) -> None:
    ref = ("--meeting", "arch@2026-12-08")
    (alone,) = Calendar.from_ical(team.ok("calendar", "export", *ref)).walk("VEVENT")
    (request,) = Calendar.from_ical(team.ok("calendar", "export", *ref, "--method", "request")).walk("VEVENT")
    series = Calendar.from_ical(team.ok("calendar", "export", "--for", "anne"))
    uids = {str(one["UID"]) for one in series.walk("VEVENT")}
    assert str(alone["UID"]) not in uids, "it is an event of its own"
    assert str(request["UID"]) in uids
    assert b"20261208T140000" in request["RECURRENCE-ID"].to_ical()
    assert "RRULE" not in request
    team.ok("meeting", "move", "arch@2026-12-08", "--to", "2026-12-09 15:00")
    moved = Calendar.from_ical(team.ok("calendar", "export", *ref, "--method", "request")).walk("VEVENT")[0]
    assert b"20261209T150000" in moved["DTSTART"].to_ical()
    assert int(str(moved["SEQUENCE"])) > int(str(request["SEQUENCE"]))
    (again,) = Calendar.from_ical(team.ok("calendar", "export", *ref)).walk("VEVENT")
    assert again.decoded("DTSTAMP") == moved.decoded("DTSTAMP")
    shown = recurring_ical_events.of(Calendar.from_ical(team.ok("calendar", "export", *ref)))
    assert [one["DTSTART"].dt.date() for one in shown.between(date(2026, 12, 1), date(2027, 6, 1))] == [
        date(2026, 12, 9)
    ]


def test_a_cancellation_of_one_meeting_and_of_what_was_cancelled(team: World) -> None:
    ref = ("--meeting", "arch@2026-12-08")
    assert "arch@2026-12-08 is not cancelled" in team.refused("calendar", "export", *ref, "--method", "cancel")
    before = Calendar.from_ical(team.ok("calendar", "export", *ref, "--method", "request")).walk("VEVENT")[0]
    team.ok("meeting", "cancel", "arch@2026-12-08", "--reason", "a visit")
    text = team.ok("calendar", "export", *ref, "--method", "cancel")
    (gone,) = Calendar.from_ical(text).walk("VEVENT")
    assert (str(gone["STATUS"]), str(gone["UID"])) == ("CANCELLED", str(before["UID"]))
    assert int(str(gone["SEQUENCE"])) > int(str(before["SEQUENCE"]))
    assert "METHOD:CANCEL" in text
    (whole,) = invites(team, "--method", "cancel").values()
    assert [one["RECURRENCE-ID"].to_ical() for one in whole.walk("VEVENT")] == [gone["RECURRENCE-ID"].to_ical()]
    assert "arch@2026-12-08 is" in team.refused("calendar", "export", *ref, "--method", "request")
    team.ok("schedule", "off", "sync", "--from", "2026-12-14")
    team.ok("meeting", "skip", "arch@2026-12-15", "--reason", "quiet")
    assert "was skipped" in team.refused("calendar", "export", "--meeting", "arch@2026-12-15", "--method", "cancel")


def test_a_guest_gets_no_invite_to_what_is_the_teams(team: World) -> None:
    words = ("calendar", "export", "--method", "request", "--meeting", "retro@2026-12-04")
    assert "the team's alone" in team.refused(*words, me="pat")
    assert "not in this calendar" in team.refused(*words, "--for", "pat")


def test_everybodys_calendars_at_once(team: World, tmp_path: Path) -> None:
    team.ok("person", "remove", "chidi")
    folder = tmp_path / "all"
    team.ok("calendar", "export", "--all", "-o", str(folder))
    found = {file.name for file in folder.iterdir()}
    assert found == {f"sre-{who}.ics" for who in ("anne", "ben", "chidi", "pat", "sue")}
    assert (folder / "sre-ben.ics").read_bytes().decode() == team.ok("calendar", "export", "--for", "ben")
    assert "Retro" not in (folder / "sre-pat.ics").read_text()
    team.ok("calendar", "export", "--all", "-o", str(folder))
    (folder / "sre-ben.ics").write_text("my own")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert "no earlier export" in team.refused("calendar", "export", "--all", "-o", str(folder))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert "may not have others' calendars" in team.refused("calendar", "export", "--all", "-o", str(folder), me="pat")
