"""A team in a folder of its own, and the command run against it: in this process, or as a person runs it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cadence.cli import main

NOW = "2026-12-01T14:05:00-05:00"
"""A Tuesday in the team's first iteration, five minutes into its arch meeting."""

INIT = (
    *("init", "--team", "Platform SRE", "--me", "Anne Lee <anne@example.com>", "--tz", "America/New_York"),
    *("--start", "2026-11-30", "--key", "SRE", "--country", "US"),
)
PEOPLE = (
    ("Ben Ito <ben@example.com>", "member"),
    ("Chidi Obi <chidi@example.com>", "member"),
    ("Pat Part <pat@partner.example>", "partner"),
    ("Sue Stake <sue@example.com>", "stakeholder"),
)


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


class World:
    """One folder with a database and a configuration file in it."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Name the folder, and the database where it isn't the file ``db``."""
        self.folder = folder
        self.db = folder / "data" / "team.db"
        self.database = url or str(self.db)
        self.config = folder / "config" / "config.toml"
        self.now = NOW

    def environment(self, me: str | None = None, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CADENCE_", "XDG_"))}
        kept |= {
            "HOME": str(self.folder),
            "CADENCE_DB": self.database,
            "CADENCE_CONFIG": str(self.config),
            "CADENCE_NOW": self.now,
            "PYTHONWARNINGS": "default",
        }
        if me is not None:
            kept["CADENCE_ME"] = me
        return kept | more

    def __call__(self, *words: str, me: str | None = None, stdin: bytes = b"", **more: str) -> Done:
        """Run a command in this process."""
        before, streams = dict(os.environ), (sys.stdin, sys.stdout, sys.stderr)
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        os.environ.clear()
        os.environ.update(self.environment(me, **more))
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin), "utf-8"), out, err
        try:
            code = main(list(words))
            said = [stream.buffer.getvalue().decode() for stream in (out, err)]
        finally:
            sys.stdin, sys.stdout, sys.stderr = streams
            os.environ.clear()
            os.environ.update(before)
        return Done(code, *said)

    def ok(self, *words: str, me: str | None = None, stdin: bytes = b"") -> str:
        """Run a command that must do what it is asked; gives what it prints."""
        done = self(*words, me=me, stdin=stdin)
        assert done.code == 0, done.err
        assert "Traceback" not in done.err
        return done.out

    def json(self, *words: str, me: str | None = None, stdin: bytes = b"") -> Any:
        """Run a command with ``--json``."""
        return json.loads(self.ok("--json", *words, me=me, stdin=stdin))

    def refused(self, *words: str, code: int = 1, me: str | None = None, stdin: bytes = b"", **more: str) -> str:
        """Run a command that must be refused in one line; gives that line."""
        done = self(*words, me=me, stdin=stdin, **more)
        return self.one_line(done, code)

    @staticmethod
    def one_line(done: Done, code: int = 1) -> str:
        assert done.code == code, (done.code, done.out, done.err)
        assert done.out == ""
        assert done.err.count("\n") == 1, done.err
        assert done.err.startswith("cadence: ")
        assert "; " in done.err
        assert "this should not have happened" not in done.err
        return done.err

    def process(self, *words: str | bytes, me: str | None = None, stdin: bytes = b"", **more: str) -> Done:
        """Run the command as a person runs it."""
        done = subprocess.run(
            [sys.executable, "-m", "cadence", *words],
            env=self.environment(me, **more),
            input=stdin,
            capture_output=True,
            check=False,
            cwd=self.folder,
            timeout=120,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: str, **more: str) -> subprocess.Popen[bytes]:
        """Start the command and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "cadence", *words],
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
        )


@pytest.fixture
def nowhere(tmp_path: Path) -> World:
    """A folder in which nothing is yet."""
    return World(tmp_path)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team of five, made once; not to be written to."""
    world = World(tmp_path_factory.mktemp("founded"))
    world.ok(*INIT)
    for person, role in PEOPLE:
        world.ok("person", "add", person, "--role", role)
    return world.folder


@pytest.fixture
def team(founded: Path, tmp_path: Path) -> Iterator[World]:
    """A team of five in a folder of its own: anne leads, ben and chidi are members, pat and sue guests."""
    world = World(tmp_path / "team")
    shutil.copytree(founded, world.folder)
    yield world
    log = world.folder / ".local" / "state" / "cadence" / "log" / "cadence.log"
    assert not log.exists(), log.read_text("utf-8")
