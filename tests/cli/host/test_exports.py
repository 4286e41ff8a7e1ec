"""What ``-o`` may replace: an earlier export of the same thing, with ``--force`` any ordinary file, never our own."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.conftest import World

ARCH = ("notes", "export", "arch", "-o")
CALENDAR = ("calendar", "export", "-o")
FORCED = pytest.mark.parametrize("force", [(), ("--force",)], ids=["plain", "forced"])


@pytest.fixture
def held(team: World) -> World:
    """The team after its arch meeting."""
    team.ok("meeting", "start", "arch")
    team.ok("meeting", "end", "arch")
    return team


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but SQLite's own memory of who reads."""
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def assert_kept(team: World, *words: str, said: str) -> None:
    """The command is refused in a line, and no file was changed, made or left behind."""
    before = everything(team.folder)
    assert said in team.refused(*words)
    assert everything(team.folder) == before


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- our own --------------------------------------------------------------------------------------------------------


@FORCED
@pytest.mark.parametrize("command", [ARCH, CALENDAR], ids=["notes", "calendar"])
@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_the_database_and_its_companions(
    held: World, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], end: str, force: tuple[str]
) -> None:
    target = f"{held.db}{end}"
    assert_kept(held, *command, target, *force, said="belongs to the database")
    monkeypatch.chdir(held.db.parent)
    assert_kept(held, *command, os.path.relpath(target), *force, said="belongs to the database")


@FORCED
def test_the_database_under_other_names(held: World, force: tuple[str]) -> None:
    names = [held.folder / name for name in ("hard.md", "soft.md", "coming.md")]
    names[0].hardlink_to(held.db)
    names[1].symlink_to(held.db)
    names[2].symlink_to(f"{held.db}-journal")
    for name in names:
        assert_kept(held, *ARCH, str(name), *force, said="belongs to the database")
    linked = held.folder / "data" / "linked.db"
    linked.symlink_to(held.db)
    for target in (linked, held.db, Path(f"{held.db}-wal")):
        assert_kept(held, *ARCH, str(target), *force, "--db", str(linked), said="belongs to the database")


@FORCED
def test_a_backup_and_any_other_database(held: World, force: tuple[str]) -> None:
    copy = held.folder / "monday.md"
    held.ok("backup", str(copy))
    (held.folder / "link").symlink_to(copy)
    for target in ("monday.md", "monday.md-wal", "monday.md-journal", "link"):
        assert_kept(held, *ARCH, str(held.folder / target), *force, said="is a database or belongs to one")


@FORCED
def test_the_configuration(held: World, force: tuple[str]) -> None:
    (held.folder / "link").hardlink_to(held.config)
    for target in (held.config, held.folder / "link"):
        assert_kept(held, *ARCH, str(target), *force, said="is Cadence's configuration")
    missing = str(held.folder / "config" / "other.toml")
    done = held(*ARCH, missing, *force, "--config", missing, me="anne")
    assert "is Cadence's configuration" in held.one_line(done)
    assert not Path(missing).exists()


def test_a_backup_replaces_nothing_and_takes_no_name_of_ours(held: World) -> None:
    (held.folder / "own.md").write_text("mine", "utf-8")
    (held.folder / "own.part").write_text("mine too", "utf-8")
    (held.folder / "dangling").symlink_to(held.folder / "nowhere")
    for target in (held.db, held.config, held.folder / "own.md", held.folder / "dangling"):
        assert_kept(held, "backup", str(target), said="exists already")
    for end in ("-wal", "-shm", "-journal"):
        Path(f"{held.db}{end}").unlink(missing_ok=True)
        assert_kept(held, "backup", f"{held.db}{end}", said="belongs to the database")
    held.ok("backup", str(held.folder / "own"))
    assert (held.folder / "own.part").read_text("utf-8") == "mine too"


# --- other people's files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"dear diary\n", b"\x00\xff", b"Written by Cadence for the team."], ids=["empty", "a", "b", "c"]
)
@pytest.mark.parametrize("command", [ARCH, CALENDAR], ids=["notes", "calendar"])
def test_an_ordinary_file_only_by_force(held: World, command: tuple[str, ...], content: bytes) -> None:
    target = held.folder / "diary.md"
    target.write_bytes(content)
    target.chmod(0o640)
    assert_kept(held, *command, str(target), said="replace it with --force")
    held.ok(*command, str(target), "--force")
    assert target.read_bytes() == held.ok(*command[:-1]).encode()
    assert mode(target) == 0o640
    assert sorted(path.name for path in held.folder.iterdir()) == ["config", "data", "diary.md"]


@pytest.mark.parametrize("first", ["md", "html", "text", "slack"])
def test_earlier_notes_of_the_same_meeting_are_replaced(held: World, first: str) -> None:
    target = held.folder / "arch"
    held.ok(*ARCH, str(target), "--format", first)
    target.chmod(0o604)
    held.ok(*ARCH, str(target))
    assert target.read_text("utf-8") == held.ok("notes", "export", "arch")
    assert mode(target) == 0o604


def test_the_agenda_becomes_the_notes(team: World) -> None:
    target = str(team.folder / "arch.md")
    team.ok("notes", "export", "arch@2026-12-01", "-o", target)
    team.ok("meeting", "start", "arch")
    team.ok("meeting", "end", "arch")
    team.ok(*ARCH, target)
    assert "Agenda" not in Path(target).read_text("utf-8")


def test_notes_of_another_meeting_another_team_or_of_several_are_kept(held: World) -> None:
    target = held.folder / "notes.md"
    for ref in ("arch@2026-12-08", "sync@2026-12-07"):
        held.ok("notes", "export", ref, "-o", str(target), "--force")
        assert_kept(held, *ARCH, str(target), said="no earlier export")
    own = held.ok("notes", "export", "arch")
    target.write_text(own + held.ok("notes", "export", "sync@2026-12-07"), "utf-8")
    assert_kept(held, *ARCH, str(target), said="no earlier export")
    target.write_text(own.replace("Platform SRE", "Storage SRE"), "utf-8")
    assert_kept(held, *ARCH, str(target), said="no earlier export")
    held.ok(*CALENDAR, str(target), "--force")
    assert_kept(held, *ARCH, str(target), said="no earlier export")


def test_a_calendar_replaces_a_calendar_of_ours(held: World) -> None:
    target = held.folder / "anne.ics"
    held.ok(*CALENDAR, str(target), "--until", "2026-12-11")
    held.ok(*CALENDAR, str(target))
    own = target.read_bytes()
    assert own == held.ok("calendar", "export").encode()
    other = own.replace(b"PRODID:-//Cadence//Cadence//EN", b"PRODID:-//Other//Other//EN")
    in_an_event = other.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nPRODID:-//Cadence//Cadence//EN")
    for strange in (other, in_an_event, b"x" + own):
        target.write_bytes(strange)
        assert_kept(held, *CALENDAR, str(target), said="no earlier export")


def test_a_retros_notes_are_their_owners_alone(team: World) -> None:
    target = team.folder / "retro.md"
    for _ in range(2):
        team.ok("notes", "export", "retro@2026-12-04", "-o", str(target))
        assert mode(target) == 0o600
        target.chmod(0o644)
    target.write_text("mine", "utf-8")
    team.ok("notes", "export", "retro@2026-12-04", "-o", str(target), "--force")
    assert mode(target) == 0o600
    team.ok("notes", "export", "arch@2026-12-01", "-o", str(team.folder / "arch.md"))
    (team.folder / "plain").touch()
    assert mode(team.folder / "arch.md") == mode(team.folder / "plain")


def test_a_link_stays_a_link(held: World) -> None:
    there, link = held.folder / "real.md", held.folder / "link.md"
    link.symlink_to(there)
    for _ in range(2):
        held.ok(*ARCH, str(link))
        assert link.is_symlink()
        assert there.read_text("utf-8") == held.ok("notes", "export", "arch")


# --- what is no ordinary file ---------------------------------------------------------------------------------------


def test_standard_output(held: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(held.folder)
    assert held.ok(*ARCH, "-") == held.ok("notes", "export", "arch")
    assert held.ok(*CALENDAR, "-") == held.ok("calendar", "export")
    assert not (held.folder / "-").exists()


def test_a_device_and_a_pipe_take_the_bytes(held: World) -> None:
    """A terminal of the test's own stands for every device: nothing of the machine's is at risk."""
    own = held.ok("notes", "export", "arch")
    master, slave = os.openpty()
    held.ok(*ARCH, os.ttyname(slave))
    assert stat.S_ISCHR(os.stat(os.ttyname(slave)).st_mode)
    assert os.read(master, 40).decode().startswith(own[:30])
    os.close(master)
    os.close(slave)
    pipe, found = held.folder / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: found.append(pipe.read_text("utf-8")))
    reader.start()
    held.ok(*ARCH, str(pipe))
    reader.join(30)
    assert found == [own]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert held.process(*ARCH, "/proc/self/fd/1").out == f"{own}written to /proc/self/fd/1\n"


@FORCED
def test_folders_are_no_files(held: World, force: tuple[str]) -> None:
    (held.folder / "notes" / "arch-2026-12-01.md").mkdir(parents=True)
    assert_kept(held, *ARCH, f"{held.folder}/notes", *force, said="is a folder")
    assert_kept(held, *ARCH, str(held.config / "arch.md"), *force, said="cannot be written")


@FORCED
def test_what_cannot_be_read_is_not_replaced(held: World, force: tuple[str]) -> None:
    target = held.folder / "locked.md"
    target.write_text("whose?", "utf-8")
    target.chmod(0)
    if os.geteuid():
        assert "cannot be read" in held.refused(*ARCH, str(target), *force)
    else:  # the administrator reads everything: ask as somebody who may not
        shared = Path("/tmp") / f"cadence-{os.getpid()}-locked"
        shared.mkdir()
        try:
            target = Path(shutil.move(target, shared))
            shared.chmod(0o777)
            code = (
                "import os, sys; from argparse import Namespace; from pathlib import Path\n"
                "from cadence.cli.grammar import export; from cadence.cli.grammar.call import Call\n"
                "from cadence.errors import Refused\n"
                "import cadence.store.connect\n"
                "call = Call(Namespace(force=len(sys.argv) > 2), {'db': '/tmp/no.db', 'config': '/tmp/no.toml'})\n"
                "call.settings; os.setuid(65534)\n"
                "try: export.check_replaceable(call, Path(sys.argv[1]), bool)\n"
                "except Refused as error: print(error.message)\n"
            )
            done = subprocess.run(
                [sys.executable, "-c", code, str(target), *force], capture_output=True, text=True, check=False
            )
            assert "cannot be read" in done.stdout, done.stderr
        finally:
            shutil.rmtree(shared)


def test_a_write_that_fails_leaves_what_was_there(held: World) -> None:
    """A limit of file sizes stands for the full disk: the write fails in its middle."""
    target = held.folder / "arch.md"
    held.ok(*ARCH, str(target))
    kept = target.read_bytes()
    code = (
        "import resource, signal, sys; from argparse import Namespace\n"
        "from cadence.cli.grammar import export; from cadence.cli.grammar.call import Call\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "call = Call(Namespace(output=sys.argv[1], force=True, json=False), {})\n"
        "export.deliver(call, b'x' * 100_000, str, bool)"
    )
    words = [sys.executable, "-c", code, str(target)]
    done = subprocess.run(words, env=held.environment(), capture_output=True, text=True, check=False)
    assert "Refused" in done.stderr.splitlines()[-1]
    assert "cannot be written (File too large)" in done.stderr
    assert target.read_bytes() == kept
    assert sorted(path.name for path in held.folder.iterdir()) == ["arch.md", "config", "data"]
