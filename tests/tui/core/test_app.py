"""The frame: how it begins, what goes wrong, how it ends."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from cadence.domain.views.cards import CardView
from cadence.errors import BadValue, StoreError
from cadence.services.cards import boards, comments, routing
from cadence.settings import Settings, log_file
from cadence.store.db import Store
from cadence.store.viewer import Viewer
from cadence.tui.app import CadenceApp
from cadence.tui.core import places
from cadence.tui.core.session import Session
from cadence.tui.first_run import sample_team
from cadence.tui.first_run.trouble import TroubleScreen
from cadence.tui.first_run.welcome import FirstRunScreen
from cadence.tui.home.screen import HomeScreen
from cadence.tui.widgets.line_input import LineInput
from tests.tui.conftest import Open, Team, here, press, program, still, text_of, type_in, until


def imported(*modules: str) -> set[str]:
    """What is loaded once these are."""
    code = f"import sys; import {', '.join(modules)}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_frame_is_there_before_the_store() -> None:
    found = imported("cadence.tui.app", "cadence.tui.home.screen")
    late = ("cadence.store", "cadence.services.", "sqlite3", "sqlmodel")
    assert not {name for name in found if name.startswith(late)}
    assert "cadence.tui.board.screen" not in found


def test_the_first_data_needs_no_orm() -> None:
    found = imported("cadence.services.access.session", "cadence.services.home.home", "cadence.services.cards.boards")
    assert not {name for name in found if name.startswith(("sqlmodel", "sqlalchemy", "pydantic", "jinja2"))}


async def test_the_sample_team_says_that_it_is_being_made_and_is_thrown_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, make = Event(), sample_team.open_sample

    def make_once_seen() -> Session:
        seen.wait(60)  # on a fast machine it would be made before anybody can look
        return make()

    monkeypatch.setattr(sample_team, "open_sample", make_once_seen)
    app = CadenceApp(Settings(folder / "config.toml", None, None, f"sqlite:///{folder / 'own.db'}"), demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "making the sample team …" in text_of(pilot))
        seen.set()
        await until(pilot, lambda: "Needs you" in text_of(pilot) and "standup" in text_of(pilot), 60)
        assert "making" not in text_of(pilot)
        made = program(pilot).session.store.url.removeprefix("sqlite:///")
        assert Path(made).exists()
    sample_team.throw_away()
    assert not Path(made).exists()
    assert not (folder / "own.db").exists()


async def test_without_a_database_four_questions_make_a_team(folder: Path) -> None:
    settings = Settings(folder / "config.toml", None, None, f"sqlite:///{folder / 'new' / 'cadence.db'}")
    app = CadenceApp(settings)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await still(pilot)
        assert "What is your team called?" in text_of(pilot)
        assert "2026-11-30" in text_of(pilot)
        await press(pilot, "enter", "enter", "enter", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and "Mon 30" in text_of(pilot), 20)
    assert not app.unexpected
    assert 'team = "SRE"' in (folder / "config.toml").read_text()


async def test_a_wrong_answer_is_said_and_nothing_is_made(folder: Path) -> None:
    settings = Settings(folder / "config.toml", None, None, f"sqlite:///{folder / 'cadence.db'}")
    app = CadenceApp(settings)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await still(pilot)
        app.screen.query_one("#me", Input).value = "no address"
        await press(pilot, "enter", "enter", "enter", "enter", "enter")
        await until(pilot, lambda: "✖ 'no address'" in text_of(pilot))
    assert not (folder / "cadence.db").exists()


async def test_what_cannot_be_opened_says_what_to_do(folder: Path) -> None:
    (folder / "other.db").write_bytes(b"not a database at all" * 100)
    app = CadenceApp(Settings(folder / "config.toml", "anne", None, f"sqlite:///{folder / 'other.db'}"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TroubleScreen))
        await still(pilot)
        assert "not a Cadence database" in text_of(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, TroubleScreen))


def test_no_such_screen_is_refused_before_anything_opens() -> None:
    with pytest.raises(BadValue, match="no screen"):
        places.place_named("nowhere")


async def test_an_unexpected_error_is_logged_and_the_screen_lives_on(opened: Open, team: Team) -> None:
    app = CadenceApp(team.settings, "wall")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await still(pilot)
        screen: Any = app.screen
        screen.gestures["want"] = lambda: 1 / 0
        await press(pilot, "i")
        assert len(app.unexpected) == 1
        await until(pilot, lambda: "should not have happened" in text_of(pilot))
        await press(pilot, "question_mark", "escape", "down")
        assert app.screen is screen
        assert app.is_running
    assert "ZeroDivisionError" in Path(log_file()).read_text()


async def test_a_load_that_fails_leaves_what_was_shown(opened: Open) -> None:
    async with opened("wall") as pilot:
        screen = here(pilot)

        def broken(store: object, viewer: object) -> object:
            raise StoreError("the disk is full", "make room")

        screen.load = broken
        screen.reload()
        await until(pilot, lambda: "the disk is full; make room" in text_of(pilot))
        assert "VPC peering" in text_of(pilot)


async def test_themes_and_no_colour(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORFGBG", "0;15")
    async with opened() as pilot:
        assert pilot.app.theme == "textual-light"
    async with opened(theme="nord") as pilot:
        assert pilot.app.theme == "nord"
    async with opened(theme="no such") as pilot:
        await until(pilot, lambda: "there is no theme" in text_of(pilot))
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as pilot:
        assert pilot.app.no_color


async def test_leaving_waits_for_the_last_write(team: Team) -> None:
    def comment(words: str, store: Store, viewer: Viewer) -> CardView:
        return comments.comment(store, viewer, "SRE-1", words)

    app = CadenceApp(team.settings, "wall")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await still(pilot)
        for number in range(5):
            app.perform(partial(comment, f"comment {number}"))
        await pilot.press("ctrl+q")
    said = [comment.body for comment in boards.card(team.store, team.viewer, "SRE-1").comments]
    assert said == [f"comment {number}" for number in range(5)]


async def test_news_from_other_processes_go_on_coming(opened: Open, team: Team) -> None:
    """Every process that closes the database must leave the locks and the log of this one alone."""
    environment = {
        "CADENCE_DB": team.settings.database,
        "CADENCE_ME": "ben",
        "HOME": str(Path(team.settings.file).parent),
    }
    async with opened("arch") as pilot:
        for number in range(3):
            command = [sys.executable, "-m", "cadence", "topic", "add", f"From outside {number}"]
            await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True, env=environment)
            await until(pilot, partial(_shows, pilot, f"From outside {number}"))


async def test_news_stand_in_the_bottom_row_and_cover_nothing(opened: Open, team: Team) -> None:
    async with opened("wall", size=(80, 24)) as pilot:
        routing.topic(team.other(), team.as_ben(), "Who pays for the runners of the other teams in the year to come?")
        await until(pilot, lambda: "runners" in text_of(pilot).splitlines()[-1])
        assert not pilot.app._notifications
        assert "runners of" not in "".join(text_of(pilot).splitlines()[:-1])
        assert "to arch agenda" in text_of(pilot).splitlines()[-1]


def _shows(pilot: Pilot[None], words: str) -> bool:
    return words in text_of(pilot)


def _remembers(pilot: Pilot[None], words: str) -> bool:
    return words in program(pilot).half_typed.values()


async def test_a_database_that_was_replaced_is_said_and_nothing_is_written(opened: Open, team: Team) -> None:
    file = Path(team.settings.database.removeprefix("sqlite:///"))
    copy = file.with_name("copy.db")
    team.store.backup(copy)
    before = copy.read_bytes()
    async with opened("wall") as pilot:
        copy.rename(file)
        await until(pilot, lambda: "was replaced while Cadence" in text_of(pilot))
        await press(pilot, "p")
        await type_in(pilot, "who owns it?")
        await press(pilot, "enter")
        assert "who owns it?" in here(pilot).line.text
        assert "leave and start again" in text_of(pilot)
    assert file.read_bytes() == before


async def test_a_line_that_cannot_be_stored_complains_once_however_long_one_types(opened: Open, team: Team) -> None:
    file = Path(team.settings.database.removeprefix("sqlite:///"))
    copy = file.with_name("copy.db")
    team.store.backup(copy)
    async with opened("wall") as pilot:
        copy.rename(file)
        await until(pilot, lambda: "was replaced while Cadence" in text_of(pilot))
        await press(pilot, "p")
        for typed in ("w", "wo", "wor"):
            await press(pilot, typed[-1])
            await until(pilot, partial(_remembers, pilot, typed))
            await program(pilot).settled()
            await still(pilot)
        assert text_of(pilot).count("was replaced while Cadence") == 1


async def test_what_is_typed_takes_the_place_of_the_first_answers(folder: Path) -> None:
    app = CadenceApp(Settings(folder / "config.toml", None, None, f"sqlite:///{folder / 'none.db'}"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await still(pilot)
        await press(pilot, *"Platform", "enter", *"Cem", "enter")
        assert [field.value for field in app.screen.query(LineInput)][:2] == ["Platform", "Cem"]


async def test_the_sample_team_opens_from_the_first_questions(folder: Path) -> None:
    app = CadenceApp(Settings(folder / "config.toml", None, None, f"sqlite:///{folder / 'none.db'}"))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await still(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, partial(_shows, pilot, "The wall"), 60)
        await still(pilot)
        assert isinstance(app.screen, HomeScreen)
    sample_team.throw_away()
    assert not (folder / "none.db").exists()
    assert not app.unexpected
