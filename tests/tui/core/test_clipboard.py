"""Copying: to a program that takes a text, through the terminal where there is none, into a file the second time."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from tests.tui.conftest import Open, Team, press, program, text_of, until


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing to copy with, and an empty working folder."""
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("tool", "around"),
    [("tmux", {"TMUX": "/tmp/tmux,1,0"}), ("wl-copy", {"WAYLAND_DISPLAY": "w"}), ("xclip", {"DISPLAY": ":0"})],
)
async def test_a_tool_gets_the_text(
    opened: Open, nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str, around: dict[str, str]
) -> None:
    tools, got = tmp_path / "bin", tmp_path / "got"
    tools.mkdir()
    (tools / tool).write_text(f"#!/bin/sh\n{shutil.which('cat')} > {got}\n", "utf-8")
    (tools / tool).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    async with opened("SRE-2") as pilot:
        await press(pilot, "y")
        await until(pilot, lambda: f"copied with {tool}; y again writes a file" in text_of(pilot))
    assert got.read_text("utf-8") == "SRE-2 VPC peering"


async def test_without_a_tool_the_terminal_gets_it_and_a_second_time_a_file(opened: Open, nowhere: Path) -> None:
    (nowhere / "SRE-2.md").write_text("somebody's own", "utf-8")
    async with opened("SRE-2") as pilot:
        await press(pilot, "y")
        await until(pilot, lambda: "sent to the terminal's clipboard" in text_of(pilot))
        assert program(pilot).clipboard == "SRE-2 VPC peering"
        await press(pilot, "y")
        await until(pilot, lambda: "written to" in text_of(pilot))
    file = nowhere / "SRE-2-2.md"
    assert file.read_text("utf-8") == "SRE-2 VPC peering"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (nowhere / "SRE-2.md").read_text("utf-8") == "somebody's own"


async def test_a_tool_that_fails_leaves_it_to_the_terminal(
    opened: Open, team: Team, nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "xclip").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (tools / "xclip").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("DISPLAY", ":9")
    async with opened("SRE-2") as pilot:
        await press(pilot, "y")
        await until(pilot, lambda: "sent to the terminal's clipboard" in text_of(pilot))


async def test_ctrl_c_says_how_to_leave(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "ctrl+c")
        assert "^q leaves Cadence" in text_of(pilot)
