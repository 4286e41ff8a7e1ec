"""Choosing a theme: seen at once, kept with enter, left with escape."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Open, Team, press, text_of, until


def configured(team: Team) -> str:
    file = Path(team.settings.file)
    return file.read_text("utf-8") if file.exists() else ""


async def test_each_theme_is_worn_while_the_cursor_is_on_it(opened: Open, team: Team) -> None:
    async with opened("wall", theme="nord") as pilot:
        await press(pilot, "ctrl+t")
        await until(pilot, lambda: "Theme" in text_of(pilot))
        await until(pilot, lambda: "Renew certificates" in text_of(pilot))  # the wall is what one judges it by
        assert "▌ nord" in text_of(pilot)
        await press(pilot, "j")
        assert pilot.app.theme != "nord"
        assert f"▌ {pilot.app.theme}" in text_of(pilot)
        assert "▌ nord" not in text_of(pilot)
        await press(pilot, "k")
        assert pilot.app.theme == "nord"
        await press(pilot, "up", "escape")
        assert pilot.app.theme == "nord"
        assert "theme" not in configured(team)


async def test_a_theme_is_kept_for_the_next_time(opened: Open, team: Team) -> None:
    async with opened("wall", theme="nord") as pilot:
        await press(pilot, "ctrl+t")
        await until(pilot, lambda: "Theme" in text_of(pilot))
        await press(pilot, "ctrl+t")  # once is enough
        await press(pilot, "down", "enter")
        chosen = pilot.app.theme
        assert chosen != "nord"
        await until(pilot, lambda: "Theme" not in text_of(pilot))
        assert f'theme = "{chosen}"' in configured(team)
