"""What somebody will receive, read on the calendar and written into a file that a program reads."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar

from cadence.services.team.people import NewPerson, PersonEdit, add_person, edit_person
from tests.tui.conftest import Open, Team, press, text_of, until


async def test_one_key_shows_what_a_person_receives_and_another_writes_it(
    opened: Open, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    edit_person(team.store, team.viewer, "ben", PersonEdit(timezone="Europe/Berlin"))
    async with opened("calendar") as pilot:
        await press(pilot, "e")
        assert "What Anne Lee receives" in text_of(pilot)
        assert "Retro" in text_of(pilot)
        await press(pilot, "space")
        assert "What Ben" in text_of(pilot)
        assert "16:00 Iteration planning" in text_of(pilot), "on his own clock"
        await press(pilot, "y")
        await until(pilot, lambda: "-ben.ics" in text_of(pilot))
        await press(pilot, "y")
        await until(pilot, lambda: "written" in text_of(pilot))
        await press(pilot, "backspace", "backspace")
        assert "What Ben" not in text_of(pilot)
    (file,) = tmp_path.glob("*-ben.ics")
    shown = recurring_ical_events.of(Calendar.from_ical(file.read_bytes())).between(
        date(2026, 12, 7), date(2026, 12, 8)
    )
    assert sorted(one["DTSTART"].dt for one in shown)[0] == datetime.fromisoformat("2026-12-07T10:00:00-05:00")


async def test_a_guest_sees_only_their_own(opened: Open, team: Team) -> None:
    add_person(team.store, team.viewer, NewPerson("Pat Partner <pat@partner.example>", "partner"))
    async with opened("calendar", me="pat", size=(80, 24)) as pilot:
        await press(pilot, "e")
        assert "What Pat Partner receives" in text_of(pilot)
        assert "Retro" not in text_of(pilot)
        await press(pilot, "space")
        assert "a guest sees their own calendar" in text_of(pilot)
        assert "What Pat Partner receives" in text_of(pilot)
