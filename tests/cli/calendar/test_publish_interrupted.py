"""A full disk or a killed process while publishing leaves every file whole: the old one or the new one."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import World

BASE = ("--url", "https://cal.example.com")
Files = dict[str, bytes]
BLOCK = 512
"""Bytes of the unit of ``ulimit -f`` (POSIX)."""


def files(folder: Path) -> Files:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.startswith(".")}


@pytest.fixture
def states(team: World) -> tuple[Files, Files]:
    """What is published before a change, and what after it."""
    # A long link, so that the calendars are larger than what SQLite needs beside a database.
    team.ok("team", "set", "--video", "https://meet.example.com/" + "x" * 470)
    team.ok("calendar", "publish", str(team.folder / "old"), *BASE)
    team.ok("schedule", "set", "standup", "--at", "11:00", "--from", "2026-12-14")
    team.ok("calendar", "publish", str(team.folder / "new"), *BASE)
    old, new = files(team.folder / "old"), files(team.folder / "new")
    assert old.keys() == new.keys()
    assert sum(old[name] != new[name] for name in old) >= 3
    return old, new


def publishing(team: World, folder: Path, most: int | None = None) -> subprocess.Popen[str]:
    """The command, running; ``most``: no file may have more bytes, as if the disk were full then."""
    command = shlex.join([sys.executable, "-m", "cadence", "calendar", "publish", str(folder), *BASE])
    limit = f"ulimit -f {most // BLOCK}; " if most is not None else ""
    return subprocess.Popen(
        ["sh", "-c", f"{limit}exec {command}"],
        env={**os.environ, **team.environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_process(team: World, states: tuple[Files, Files], tmp_path: Path) -> None:
    """Killed at other moments; then once more, which mends what is left of it."""
    old, new = states
    seen = set()
    for number in range(12):
        folder = tmp_path / f"www-{number}"
        shutil.copytree(team.folder / "old", folder)
        process = publishing(team, folder)
        deadline = time.monotonic() + 20
        while files(folder) == old and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(0.0004 * number)
        process.kill()
        process.communicate()
        found = files(folder)
        assert found.keys() == old.keys()
        assert all(found[name] in (old[name], new[name]) for name in found)
        seen.add(sum(found[name] == new[name] for name in found))
        (folder / ".cadence-0123456789abcdef.part").write_text("half of a cal")
        team.ok("calendar", "publish", str(folder), *BASE)
        assert files(folder) == new
        assert not list(folder.glob(".cadence-*"))
    assert seen


def test_a_full_disk(team: World, states: tuple[Files, Files]) -> None:
    old, new = states
    folder = team.folder / "old"
    most = max(map(len, new.values())) - 100
    process = publishing(team, folder, most)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, out + err
    assert err.count("\n") == 1
    assert "cannot be written" in err
    found = files(folder)
    assert found.keys() == old.keys()
    assert all(found[name] in (old[name], new[name]) for name in found)
    assert not list(folder.glob(".cadence-*"))
    team.ok("calendar", "publish", str(folder), *BASE)
    assert files(folder) == new
