"""What is typed wrong, and what the program is run on: one line each, and the right exit code."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from cadence import __version__
from cadence.cli.grammar import parser as grammar_parser
from cadence.store import connect
from tests.cli.conftest import INIT, World

LEAVES = [
    ("topic", "add"),
    ("card", "add"),
    ("card", "move"),
    ("card", "block"),
    ("park",),
    ("table",),
    ("search",),
    ("retro", "add"),
    ("standup", "add"),
    ("action", "add"),
    ("decision", "add"),
    ("person", "add"),
    ("person", "remove"),
    ("schedule", "set"),
    ("schedule", "set", "planning"),
    ("team", "set"),
    ("team", "holiday", "add"),
    ("meeting", "start"),
    ("meeting", "skip", "demo"),
    ("meeting", "move", "demo"),
    ("notes", "show"),
    ("backup",),
    ("completion",),
    ("topic", "vote"),
]


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_a_missing_argument_is_wrong_usage(team: World, words: tuple[str, ...]) -> None:
    assert "--help" in team.refused(*words, code=2)


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("topics", "list"),
        ("topic", "nonsense"),
        ("topic", "list", "--nonsense"),
        ("--nonsense", "topic", "list"),
        ("--db",),
        ("topic", "list", "--db"),
        ("--demo", "topic", "list"),
        ("undo", "everything"),
    ],
    ids=" ".join,
)
def test_an_unknown_command_or_option_is_wrong_usage(team: World, words: tuple[str, ...]) -> None:
    team.refused(*words, code=2)


def test_a_near_miss_is_recognised(team: World) -> None:
    assert "did you mean topic?" in team.refused("topci", "add", "x", code=2)


def test_version_and_help(team: World) -> None:
    assert team.ok("--version") == f"cadence {__version__}\n"
    top = team.ok("--help")
    for noun in grammar_parser.NOUNS:
        assert noun in top
        assert team.ok(noun, "--help").startswith(f"usage: cadence {noun}")
    assert "example:" in team.ok("topic", "add", "--help")


def test_every_leaf_has_an_example_and_takes_json() -> None:
    def walk(parser: grammar_parser.CommandParser) -> list[grammar_parser.CommandParser]:
        children = [child for _, child in grammar_children(parser)]
        return [leaf for child in children for leaf in walk(child)] or [parser]

    for leaf in walk(grammar_parser.whole_tree()):
        text = leaf.format_help()
        assert "example:" in text, leaf.prog
        assert "--json" in text, leaf.prog
        assert "--config" in text, leaf.prog


def grammar_children(parser: grammar_parser.CommandParser) -> list[tuple[str, grammar_parser.CommandParser]]:
    found = [action.choices for action in parser._actions if isinstance(action.choices, dict)]
    return [(name, child) for choices in found for name, child in choices.items()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_and_options(team: World, shell: str) -> None:
    script = team.ok("completion", shell)
    for word in ("topic", "standup", "holiday", "on-holiday"):
        assert word in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script.encode(), check=True)


def test_options_stand_before_or_after_the_noun(nowhere: World) -> None:
    nowhere.ok(*INIT)
    elsewhere = nowhere.folder / "other.db"
    for words in (
        ("--db", str(elsewhere), "topic", "list"),
        ("topic", "list", f"--db={elsewhere}"),
        ("topic", "list", "--db", str(elsewhere)),
    ):
        assert "other.db" in nowhere.refused(*words)


def test_dashes_before_a_text(team: World) -> None:
    assert team.json("topic", "add", "--", "--dry-run by default?")["title"] == "--dry-run by default?"
    assert team.json("topic", "add", "-5 degrees outside?")["title"] == "-5 degrees outside?"


# --- who, where, when ----------------------------------------------------------------------------------------------


def test_nobody_named(team: World) -> None:
    team.config.unlink()
    assert "CADENCE_ME" in team.refused("topic", "list")
    assert "CADENCE_ME" in team.refused("topic", "add", "x")


def test_somebody_unknown(team: World) -> None:
    assert "'zoe' is nobody in Platform SRE" in team.refused("topic", "list", me="zoe")
    assert "'zoe' is nobody in Platform SRE" in team.refused("topic", "add", "x", me="zoe")
    assert "no team" in team.refused("topic", "list", "--team", "Other")


def test_no_database_yet(nowhere: World) -> None:
    for words in (("topic", "list"), ("topic", "add", "x"), ("status",), ("status", "--short"), ("person", "list")):
        assert "cadence init" in nowhere.refused(*words, me="anne")
    assert not nowhere.db.exists()


def test_an_empty_file_is_no_team_yet(nowhere: World) -> None:
    nowhere.db.parent.mkdir()
    nowhere.db.touch()
    assert "cadence init" in nowhere.refused("topic", "add", "x", me="anne")
    nowhere.ok(*INIT)


@pytest.mark.parametrize("words", [("topic", "list"), ("topic", "add", "x"), ("person", "add", "A B <a@b.org>")])
def test_a_database_of_somebody_else(team: World, words: tuple[str, ...]) -> None:
    team.db.unlink()
    other = sqlite3.connect(team.db)
    other.execute("CREATE TABLE diary (entry TEXT)")
    other.commit()
    other.close()
    before = team.db.read_bytes()
    assert "not a Cadence database" in team.refused(*words)
    assert team.db.read_bytes() == before


@pytest.mark.parametrize("words", [("topic", "list"), ("topic", "add", "x"), ("person", "add", "A B <a@b.org>")])
def test_a_newer_database(team: World, words: tuple[str, ...]) -> None:
    with sqlite3.connect(team.db) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer Cadence" in team.refused(*words)


@pytest.mark.parametrize("words", [("topic", "list"), ("topic", "add", "x"), ("person", "add", "A B <a@b.org>")])
def test_a_broken_database(team: World, words: tuple[str, ...]) -> None:
    data = bytearray(team.db.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    team.db.write_bytes(bytes(data))
    team.refused(*words)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Be somebody who may not write everywhere: where one is root, ``nobody``."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_team(team: World) -> Iterator[World]:
    """The team in a folder that everybody may enter, and that is somebody's who is not root."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "team")
        shutil.copytree(team.folder, world.folder)
        Path(folder).chmod(0o755)
        if os.geteuid() == 0:
            for path in (world.folder, *world.folder.rglob("*")):
                os.chown(path, 65534, 65534)
        yield world


@pytest.mark.parametrize("folder", [0o500, 0o700], ids=["folder too", "file alone"])
@pytest.mark.parametrize("words", [("topic", "add", "x"), ("card", "block", "SRE-1", "--reason", "x"), ("undo",)])
def test_a_read_only_database(open_team: World, words: tuple[str, ...], folder: int) -> None:
    open_team.ok("card", "add", "before")
    open_team.refused("card", "block", "SRE-99", "--reason", "x")  # what nobody may not read has been imported by now
    with closing(sqlite3.connect(open_team.db)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    before = open_team.db.read_bytes()
    open_team.db.chmod(0o400)
    open_team.db.parent.chmod(folder)
    try:
        with without_privileges():
            assert "is read-only; make it, its folder" in open_team.refused(*words)
    finally:
        open_team.db.parent.chmod(0o700)
    assert open_team.db.read_bytes() == before


def test_a_database_that_one_may_not_read(open_team: World) -> None:
    listed = open_team.ok("topic", "list")
    open_team.db.chmod(0)
    with without_privileges():
        assert "mend the path or its permissions" in open_team.refused("topic", "list")
    open_team.db.chmod(0o600)
    assert open_team.ok("topic", "list") == listed


def test_a_database_that_another_program_holds(team: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_MS", 50)
    with closing(sqlite3.connect(team.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        team.ok("topic", "list")  # whoever only reads does not wait
        for words in (("topic", "add", "x"), ("person", "add", "A B <a@b.org>")):
            assert "is busy with another writer; try again in a moment" in team.refused(*words)
        other.execute("ROLLBACK")
    team.ok("topic", "add", "x")


@pytest.mark.parametrize("size", [1, 99, 100, 4096, 20_000])
@pytest.mark.parametrize("words", [("topic", "list"), ("topic", "add", "x"), ("person", "add", "A B <a@b.org>")])
def test_a_database_that_was_cut_off(
    team: World, words: tuple[str, ...], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A new process knows no files; this one may have seen a good one of the same number in another test.
    monkeypatch.setattr(connect, "_looked_at", set())
    with closing(sqlite3.connect(team.db)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    os.truncate(team.db, size)
    left = team.db.read_bytes()
    said = team.refused(*words)
    assert "is damaged; put back a backup" in said or "is not a Cadence database" in said
    assert team.db.read_bytes() == left


def test_a_database_that_is_a_folder(nowhere: World) -> None:
    nowhere.db.mkdir(parents=True)
    nowhere.refused("topic", "list", me="anne")
    nowhere.refused("topic", "add", "x", me="anne")


def test_no_such_kind_of_database(team: World) -> None:
    assert "mysql" in team.refused("topic", "list", "--db", "mysql://host/db")
    assert "mysql" in team.refused("topic", "add", "x", "--db", "mysql://host/db")


@pytest.mark.parametrize(
    "content", [b"me = ", b"me = 3\n", b"\xff\xfe", b'me = "anne"\nkeys = 3\n'], ids=["cut", "number", "bytes", "keys"]
)
def test_a_broken_configuration_names_the_file(team: World, content: bytes) -> None:
    team.config.write_bytes(content)
    assert "config.toml" in team.refused("topic", "list")
    assert "config.toml" in team.refused("topic", "add", "x")


def test_a_clock_that_is_none(team: World) -> None:
    assert "CADENCE_NOW" in team.refused("topic", "add", "x", CADENCE_NOW="noon")
    assert "CADENCE_NOW" in team.refused("status", CADENCE_NOW="2026-12-01T10:00:00")


def test_no_home(team: World, tmp_path: Path) -> None:
    """Nothing but the environment says where things are."""
    environment = team.environment("anne")
    del environment["HOME"], environment["CADENCE_CONFIG"]
    command = [sys.executable, "-m", "cadence", "topic", "add", "x"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr


# --- the terminal it runs in ---------------------------------------------------------------------------------------


def test_an_output_that_goes_away(team: World) -> None:
    for _ in range(50):
        team.ok("topic", "add", "x" * 400)
    process = team.start("card", "list", "--json")
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(120) in (0, 141)


def test_an_output_that_is_full(team: World) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "cadence", "card", "list"]
        done = subprocess.run(command, env=team.environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"standard output" in done.stderr


def wait_until_it_waits(process: subprocess.Popen[bytes], file: Path) -> None:
    """Until the program has the database open, where the system tells; elsewhere for as long as that should take."""
    descriptors = Path(f"/proc/{process.pid}/fd")
    while descriptors.exists() and process.poll() is None:
        with suppress(OSError):
            if any(one.readlink() == file for one in descriptors.iterdir()):
                return
        time.sleep(0.02)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(2)


def test_control_c_is_quiet(team: World) -> None:
    holder = sqlite3.connect(team.db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    process = team.start("topic", "add", "x")
    try:
        wait_until_it_waits(process, team.db)
        process.send_signal(signal.SIGINT)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    out, err = process.communicate(timeout=120)
    assert process.returncode in (0, 130)
    assert b"Traceback" not in err
    assert process.returncode == 0 or out == b""


def test_a_terminal_that_is_not_utf_8(team: World) -> None:
    team.ok("topic", "add", "Überlast – 日本")
    done = team.process("topic", "list", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "?berlast" in done.out
    assert "Überlast" in team.process("topic", "list", "--json", PYTHONIOENCODING="ascii").out


def test_the_interface_needs_a_terminal(team: World) -> None:
    assert "needs a terminal" in World.one_line(team.process())


def test_an_unexpected_error_goes_to_the_log(nowhere: World, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere.ok(*INIT)

    def broken(*_: object) -> None:
        raise RuntimeError("boom\nin two lines")

    monkeypatch.setattr("cadence.services.team.people.person_list", broken)
    done = nowhere("person", "list", XDG_STATE_HOME=str(nowhere.folder / "state"))
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    log = nowhere.folder / "state" / "cadence" / "log" / "cadence.log"
    assert "RuntimeError" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", [("topic", "add", "piped", "--json"), ("park", "piped", "--json"), ("card", "list")])
def test_a_reader_that_has_gone_is_no_fault_of_the_database(team: World, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "cadence", *words],
        env=team.environment(),
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        cwd=team.folder,
        timeout=120,
    )
    os.close(write)
    assert done.stderr == b""
    if "piped" in words:
        assert "piped" in team.ok("card", "list")
