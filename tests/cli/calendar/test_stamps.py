"""Bytes, stamps and numbers of a calendar change with what is in it, and at no other time."""

from __future__ import annotations

from datetime import datetime

import pytest
from icalendar import Calendar, Event

from tests.cli.conftest import World

NOTHING_IN_IT = (
    ("team", "set", "--balance", "50"),
    ("team", "set", "--dots", "5", "--rotate-facilitator"),
    ("team", "set", "--limit", "Review=2"),
    ("card", "add", "A card"),
    ("topic", "add", "A topic"),
    ("team", "holiday", "add", "2026-12-01", "known too late"),
    ("person", "add", "Zoe <zoe@example.com>"),
)


def events(text: str) -> dict[tuple[str, str], Event]:
    """The events of a calendar by UID and original start."""
    return {
        (str(one["UID"]), str(one["RECURRENCE-ID"].to_ical()) if "RECURRENCE-ID" in one else ""): one
        for one in Calendar.from_ical(text).walk("VEVENT")
        if isinstance(one, Event)
    }


def kind_of(event: Event) -> str:
    return str(event["UID"]).split("-")[2]


@pytest.mark.parametrize("words", NOTHING_IN_IT, ids=lambda words: " ".join(words[:4]))
def test_what_is_not_in_a_calendar_changes_no_byte_of_it(team: World, words: tuple[str, ...]) -> None:
    team.now = "2026-12-01T16:00:00-05:00"
    before = {who: team.ok("calendar", "export", "--for", who) for who in ("anne", "pat", "sue")}
    team.now = "2026-12-01T16:30:00-05:00"
    team.ok(*words)
    assert {who: team.ok("calendar", "export", "--for", who) for who in before} == before


def test_a_new_link_of_one_kind_makes_its_number_grow_and_no_others(team: World) -> None:
    before = events(team.ok("calendar", "export"))
    team.now = "2026-12-03T09:00:00-05:00"
    team.ok("schedule", "set", "arch", "--link", "https://meet.example/arch", "--reminder", "25")
    after = events(team.ok("calendar", "export"))
    assert after.keys() == before.keys()
    for name, event in after.items():
        grown = int(str(event["SEQUENCE"])) - int(str(before[name]["SEQUENCE"]))
        if kind_of(event) == "arch":
            assert grown == 1
            assert str(event["LOCATION"]) == "https://meet.example/arch"
            assert b"TRIGGER:-PT25M" in event.to_ical()
            assert event.decoded("DTSTAMP") >= datetime.fromisoformat(team.now)
        else:
            assert event.to_ical() == before[name].to_ical()
    team.ok("schedule", "set", "arch", "--reminder", "0")
    silent = events(team.ok("calendar", "export"))
    assert all(("VALARM" in str(one.to_ical())) == (kind_of(one) != "arch") for one in silent.values())


def test_no_number_falls_when_a_meeting_is_lost_or_withdrawn_after_new_links(team: World) -> None:
    def numbers() -> dict[tuple[str, str], int]:
        return {
            name: int(str(one["SEQUENCE"]))
            for name, one in events(team.ok("calendar", "export", "--for", "ben")).items()
        }

    for minute, link in enumerate(("a", "b", "c")):
        team.now = f"2026-12-02T09:{10 + minute}:00-05:00"
        team.ok("schedule", "set", "retro", "--link", f"https://meet.example/{link}")
        team.ok("schedule", "set", "arch", "--link", f"https://meet.example/{link}")
    team.ok("schedule", "set", "arch", "--day", "4", "--from", "2026-12-14")
    before = numbers()
    team.now = "2026-12-02T10:00:00-05:00"
    team.ok("undo")
    after = numbers()
    assert all(number <= after[name] for name, number in before.items() if not name[1]), "withdrawn"
    assert sum(after[name] > number for name, number in before.items() if name in after) >= 2
    team.now = "2026-12-02T11:00:00-05:00"
    team.ok("person", "edit", "ben", "--role", "stakeholder")
    lost = numbers()
    retros = [name for name in after if "-retro-" in name[0] and not name[1]]
    assert retros
    assert all(lost[name] > after[name] for name in retros), "lost"


def test_a_link_that_comes_later_is_not_for_those_who_have_lost_the_meeting(team: World) -> None:
    team.ok("person", "edit", "ben", "--role", "stakeholder")
    team.now = "2026-12-03T09:00:00-05:00"
    before = team.ok("calendar", "export", "--for", "ben")
    team.now = "2026-12-04T09:00:00-05:00"
    team.ok("schedule", "set", "retro", "--link", "https://meet.example/closed")
    team.ok("team", "set", "--step", "retro.doors=4")
    assert team.ok("calendar", "export", "--for", "ben") == before
    team.ok("schedule", "set", "demo", "--link", "https://meet.example/demo")
    assert "https://meet.example/demo" in team.ok("calendar", "export", "--for", "ben")


@pytest.mark.parametrize("who", ["anne", "pat"])
def test_the_agenda_stands_in_the_next_meeting_from_the_evening_before_on(team: World, who: str) -> None:
    """Only titles that the reader may see, with the time of the last change that shows."""
    team.ok("person", "edit", "pat", "--regular")
    team.ok("topic", "add", "Budget of the cluster")

    def agenda() -> Event | None:
        found = [one for one in events(team.ok("calendar", "export", "--for", who)).values() if kind_of(one) == "arch"]
        said = [one for one in found if "On the agenda:" in str(one.get("DESCRIPTION"))]
        assert len(said) <= 1
        return said[0] if said else None

    team.now = "2026-12-07T17:00:00-05:00"
    assert agenda() is None
    team.now = "2026-12-07T18:00:01-05:00"
    first = agenda()
    assert first is not None
    assert first["RECURRENCE-ID"].to_ical() == b"20261208T140000"
    assert "1. Budget of the cluster (SRE-1)" in str(first["DESCRIPTION"])
    assert first.decoded("DTSTAMP") == datetime.fromisoformat("2026-12-07T18:00:00-05:00")
    team.now = "2026-12-07T21:00:00-05:00"
    team.ok("card", "comment", "SRE-1", "what about spot?")
    again = agenda()
    assert again is not None
    assert again.to_ical() == first.to_ical(), "a comment is not on the agenda"
    team.now = "2026-12-07T22:00:00-05:00"
    team.ok("topic", "add", "Something more")
    more = agenda()
    assert more is not None
    assert "2. Something more (SRE-2)" in str(more["DESCRIPTION"])
    assert more.decoded("DTSTAMP") >= datetime.fromisoformat("2026-12-07T22:00:00-05:00")
    team.now = "2026-12-08T15:05:00-05:00"
    assert agenda() is None, "it is over"


def test_an_agenda_tells_a_guest_nothing_of_what_is_the_teams_alone(team: World) -> None:
    team.ok("person", "edit", "pat", "--regular")
    team.ok("topic", "add", "For all")
    team.ok("card", "edit", team.json("topic", "add", "SECRET plan")["key"], "--audience", "team")
    assert "SECRET" not in team.ok("topic", "list", me="pat")
    team.now = "2026-12-07T18:30:00-05:00"
    before = team.ok("calendar", "export", "--for", "pat")
    assert "For all" in before
    assert "SECRET" not in before
    assert "SECRET" in team.ok("calendar", "export", "--for", "anne")
    team.now = "2026-12-07T19:00:00-05:00"
    key = next(one["key"] for one in team.json("topic", "list") if "SECRET" in one["title"])
    team.ok("card", "edit", key, "--title", "SECRET still")
    assert team.ok("calendar", "export", "--for", "pat") == before, "nor that it was touched"


def test_a_copy_for_reading_ends_ahead_and_is_nobodys(team: World) -> None:
    assert "is past" in team.refused("calendar", "export", "--until", "2026-11-01")
    assert "copy for reading" in team.refused("calendar", "export", "--until", "2027-01-01", "--for", "ben")
    assert "2027011" not in team.ok("calendar", "export", "--role", "member", "--until", "2027-01-08")


def test_the_free_time_after_a_retro_says_nothing_of_the_retro(team: World) -> None:
    team.ok("team", "set", "--week-end-block", "--video", "https://meet.example/x")
    blocks = [one for one in events(team.ok("calendar", "export")).values() if str(one["TRANSP"]) == "TRANSPARENT"]
    assert blocks
    for one in blocks:
        assert "Documentation" in str(one["DESCRIPTION"])
        assert "doors" not in str(one["DESCRIPTION"])
        assert "LOCATION" not in one
    team.ok("team", "set", "--no-week-end-block")
    gone = [one for one in events(team.ok("calendar", "export")).values() if str(one["TRANSP"]) == "TRANSPARENT"]
    assert {str(one["STATUS"]) for one in gone} == {"CANCELLED"}, "who imported it has no ghosts of it"
