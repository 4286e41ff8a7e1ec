"""The first run, and a database in which nobody is named: what is asked, and what is remembered."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cadence.services.cards import undo
from cadence.services.team import create, leaving, people
from cadence.services.team import team as team_team
from cadence.settings import Settings
from cadence.store.db import Store
from cadence.tui.app import CadenceApp
from cadence.tui.first_run.welcome import FirstRunScreen
from cadence.tui.first_run.who_are_you import WhoScreen
from cadence.tui.home.screen import HomeScreen
from tests.tui.conftest import NOW, Open, Team, here, press, program, still, text_of, type_in, until


async def questions(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, FirstRunScreen))
    await still(pilot)


def nothing_yet(folder: Path) -> CadenceApp:
    return CadenceApp(Settings(folder / "config.toml", None, None, f"sqlite:///{folder / 'none.db'}"))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_enters_begin_with_the_time_zone_that_is_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    app = nothing_yet(folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await questions(pilot)
        assert "Europe/Berlin" in text_of(pilot)
        await press(pilot, "enter", "enter", "enter", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await until(pilot, lambda: "CET" in text_of(pilot))
        assert "planning of Mon 30 Nov was missed" not in text_of(pilot), "there was no team yet"
    assert not app.unexpected


async def test_another_time_zone_is_typed_over_the_one_of_this_machine(folder: Path) -> None:
    app = nothing_yet(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await questions(pilot)
        await press(pilot, "enter", "enter")
        await type_in(pilot, "Mars/Base")
        await press(pilot, "enter", "enter", "enter")
        rows = text_of(pilot).splitlines()
        at = next(number for number, row in enumerate(rows) if "Mars/Base" in row)
        assert "no time zone 'Mars/Base'" in rows[at + 1], "it is said beside the answer, which has the cursor again"
        assert not (folder / "none.db").exists()
        await press(pilot, "ctrl+a", "ctrl+k")
        await type_in(pilot, "tokyo")
        assert "tab Asia/Tokyo" in text_of(pilot)
        await press(pilot, "tab", "enter", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.session is not None)
        assert app.session is not None
        assert app.session.viewer.timezone == "Asia/Tokyo"
    assert not app.unexpected


@pytest.mark.parametrize(
    ("me", "named", "why"),
    [
        (None, "Platform SRE", "Nobody is named."),
        ("zed", "Platform SRE", "'zed' is nobody in Platform SRE."),
        ("anne", "Elsewhere", "No team 'Elsewhere'."),
    ],
)
async def test_whoever_is_not_known_says_who_they_are(opened: Open, team: Team, me: str, named: str, why: str) -> None:
    async with opened(me=me, team=named, size=(80, 24)) as pilot:
        assert isinstance(here(pilot), WhoScreen)
        words = text_of(pilot)
        assert why in words
        assert "2 ● ben" in words
        await press(pilot, "down", "enter")
        await until(pilot, lambda: isinstance(here(pilot), HomeScreen) and "NEXT" in text_of(pilot))
        assert program(pilot).session.viewer.handle == "ben"
    assert tomllib.loads(Path(team.settings.file).read_text("utf-8")) == {"me": "ben", "team": "Platform SRE"}


async def test_a_digit_chooses_and_other_teams_are_named(opened: Open, team: Team) -> None:
    create.found(
        Store(team.settings.database, lambda: NOW),
        create.Founding("網路團隊", "Zoe Ng <zoe@example.com>", "Asia/Taipei", "2026-11-30"),
    )
    async with opened(me=None, team=None) as pilot:
        assert "lead, 網路團隊" in text_of(pilot)
        await press(pilot, "4")
        await until(pilot, lambda: isinstance(here(pilot), HomeScreen) and "NEXT" in text_of(pilot))
        assert program(pilot).session.viewer.team_name == "網路團隊"


async def test_whoever_leaves_the_team_sees_it_no_more(opened: Open, team: Team) -> None:
    async with opened(me="ben") as pilot:
        leaving.remove_person(team.other(), team.viewer, "ben")
        await until(pilot, lambda: isinstance(here(pilot), WhoScreen))
        assert "'ben' is nobody in Platform SRE." in text_of(pilot)
        assert "● ben" not in text_of(pilot)


async def test_a_team_that_somebody_else_renames_is_called_so_here(opened: Open, team: Team) -> None:
    async with opened() as pilot:
        team_team.team_set(team.other(), team.viewer, team_team.TeamEdit(name="Reliability"))
        await until(pilot, lambda: "Cadence · Reliability" in text_of(pilot))


async def test_the_footer_names_enter_in_the_fields_and_below_them(folder: Path) -> None:
    app = nothing_yet(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await questions(pilot)
        assert "⏎ next" in text_of(pilot).splitlines()[-1]
        await press(pilot, "enter", "enter", "enter", "enter")
        assert "⏎ go" in text_of(pilot).splitlines()[-1]


async def test_a_handle_that_changes_meanwhile_is_ones_own_still(opened: Open, team: Team) -> None:
    file = Path(team.settings.file)
    file.write_text('me = "ben"\n', "utf-8")
    async with opened("wall", me="ben") as pilot:
        people.edit_person(team.other(), team.viewer, "ben", people.PersonEdit(handle="benito"))
        await until(pilot, lambda: program(pilot).session.viewer.handle == "benito")
        await until(pilot, lambda: "benito" in file.read_text("utf-8"))
        assert not isinstance(here(pilot), WhoScreen)


async def test_somebody_else_who_gets_ones_handle_is_not_oneself(opened: Open, team: Team) -> None:
    """Retro notes are their author's: a program that is open never becomes another person's by a name."""
    other = team.other()
    zoe = people.add_person(other, team.viewer, people.NewPerson("Zoe Ng <zoe@example.com>"))
    async with opened("wall", me="zoe") as pilot:
        await until(pilot, lambda: program(pilot).session is not None)
        undo.undo(other, team.viewer)
        now = people.add_person(other, team.viewer, people.NewPerson("Zoe Berg <berg@example.com>"))
        assert (now.handle, now.id != zoe.id) == ("zoe", True)
        await until(pilot, lambda: isinstance(here(pilot), WhoScreen))
