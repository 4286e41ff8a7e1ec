"""The database's file: what is refused unseen, who may read it, what is done to an old one, trouble in words.

All of it is SQLite's alone: on PostgreSQL the server keeps the files, and backups are its administrator's.
"""

from __future__ import annotations

import grp
import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadence.errors import StoreError
from cadence.services.access import drafts
from cadence.services.cards import boards
from cadence.store import connect, upgrade
from cadence.store.capture import NewCard
from cadence.store.db import Store
from tests.services.conftest import Clock, World


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'cadence.db'}"


def store_at(path: Path) -> Store:
    return Store(f"sqlite:///{path}", Clock())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def add(world: World, title: str) -> None:
    with world.store.write(world.anne) as w:
        w.add_card(NewCard("wall", title))


@pytest.mark.parametrize("content", [b"Dear diary,\n", b"SQLite format 3\0" + b"\0" * 84, b"x" * 5000])
def test_a_foreign_file_is_refused_and_not_one_byte_of_it_changes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.db"
    path.write_bytes(content)
    before = path.stat()
    for door in (store_at(path).make, lambda: store_at(path).read().__enter__(), store_at(path).upgrade):
        with pytest.raises(StoreError, match="is not a Cadence database; name another file with --db; nothing was"):
            door()
    assert path.read_bytes() == content
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_sqlite_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE mine (a)")
        raw.commit()
    content = path.read_bytes()
    with pytest.raises(StoreError, match="is not a Cadence database"):
        store_at(path).make()
    assert path.read_bytes() == content


def test_no_file_and_no_team_are_said_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(StoreError, match=r"no database at .*none\.db; cadence init makes one"), store_at(path).read():
        pass
    assert not path.exists()
    path.touch()
    with pytest.raises(StoreError, match=r"no team in .* yet; cadence init makes one"), store_at(path).read():
        pass
    assert not store_at(path).exists()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    store_at(path).make()
    with store_at(path).read() as connection:
        assert connection.value("SELECT COUNT(*) FROM team") == 0


def test_only_its_owner_may_read_a_new_database(world: World) -> None:
    add(world, "something for the log")
    with world.store.read():
        assert {name.name: mode(name) for name in world.path.parent.iterdir()} == {
            "cadence.db": 0o600,
            "cadence.db-shm": 0o600,
            "cadence.db-wal": 0o600,
        }
    assert mode(world.path.parent) == 0o700


def test_readers_and_writers_do_not_wait_for_each_other(world: World) -> None:
    with world.store.read() as connection:
        assert connection.value("PRAGMA journal_mode") == "wal"
        assert connection.value("SELECT COUNT(*) FROM card") == 0
        add(world, "written while somebody reads")
        assert connection.value("SELECT COUNT(*) FROM card") == 0, "a read sees one state of things"


# --- schema versions ------------------------------------------------------------------------------------------------


def set_version(path: Path, version: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (version,))
        raw.commit()


def test_the_program_knows_the_newest_migration() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "cadence:store/migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == connect.HEAD


def test_a_newer_database_is_refused_by_every_door(world: World) -> None:
    add(world, "before")
    set_version(world.path, "9999")
    fresh = world.second()
    doors = (
        fresh.make,
        fresh.upgrade,
        lambda: fresh.read().__enter__(),
        lambda: fresh.quick().__enter__(),
        lambda: fresh.write(world.anne).__enter__(),
        lambda: world.store.write(world.anne).__enter__(),
    )
    for door in doors:
        with pytest.raises(StoreError, match=r"written by a newer Cadence \(schema 9999.*; update Cadence"):
            door()
    assert not (world.path.parent / "backups").exists()


@pytest.mark.parametrize("way", ["read", "write", "make"])
def test_an_older_database_is_brought_up_after_a_backup_copy(
    world: World, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, "from the old days")
    set_version(world.path, "0000")
    migrated: list[str] = []

    def migrate(url: str) -> None:
        migrated.append(url)
        set_version(world.path, connect.HEAD)

    monkeypatch.setattr(upgrade, "migrate", migrate)
    fresh = world.second()
    if way == "read":
        assert [card.title for card in boards.card_list(fresh, world.anne)] == ["from the old days"]
    elif way == "make":
        fresh.make()
    else:
        with fresh.write(world.anne) as w:
            w.add_card(NewCard("wall", "new"))
    assert migrated == [world.store.url]
    folder = world.path.parent / "backups"
    copies = list(folder.iterdir())
    assert [mode(folder), *map(mode, copies)] == [0o700, 0o600]
    with closing(sqlite3.connect(copies[0])) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0000",)]
        assert raw.execute("SELECT title FROM card").fetchall() == [("from the old days",)]


def test_lines_kept_before_they_said_where_they_were_begun_are_not_taken_over(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    with closing(connect.connect(url, create=True)) as connection:
        connection.run(f"PRAGMA application_id = {connect.APPLICATION_ID}")
    upgrade.migrate(url, "0001")
    with closing(sqlite3.connect(tmp_path / "old.db")) as raw:
        raw.execute("INSERT INTO half_typed (team_id, person_id, gesture, text) VALUES (1, 1, 'park', 'CLOSEDDOORS')")
        raw.commit()
    upgrade.upgrade(url)
    with closing(connect.open_lane(url)) as connection:
        assert connection.value("SELECT COUNT(*) FROM half_typed") == 0


def test_the_quick_lane_does_not_touch_an_old_database(world: World) -> None:
    set_version(world.path, "0000")
    with pytest.raises(connect.OldSchema), world.store.quick():
        pass


# --- copies ---------------------------------------------------------------------------------------------------------


def test_a_backup_is_whole_is_ones_own_and_replaces_nothing(world: World, tmp_path: Path) -> None:
    add(world, "kept")
    target = tmp_path / "safe" / "copy.db"
    world.store.backup(target)
    assert (mode(target), mode(target.parent)) == (0o600, 0o700)
    copy = store_at(target)
    assert [card.title for card in boards.card_list(copy, world.anne)] == ["kept"]
    content = target.read_bytes()
    for there in (target, world.path):
        with pytest.raises(StoreError, match="is there already"):
            world.store.backup(there)
    assert target.read_bytes() == content
    assert [path.name for path in target.parent.iterdir() if path.suffix == ".part"] == []


# --- trouble --------------------------------------------------------------------------------------------------------


def test_a_database_that_another_program_holds_is_said_to_be_busy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_MS", 50)
    with closing(sqlite3.connect(world.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is busy with another writer; try again in a moment"):
            add(world, "too late")
        with pytest.raises(StoreError, match="is busy"), world.store.quick():
            pass
    assert world.titles(world.anne) == []


def test_a_full_disk_is_said_and_nothing_is_kept_of_the_command(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add(world, "before")
    real = sqlite3.connect

    def small(*args: object, **options: object) -> sqlite3.Connection:
        raw: sqlite3.Connection = real(*args, **options)  # type: ignore[call-overload]
        raw.execute(f"PRAGMA max_page_count = {raw.execute('PRAGMA page_count').fetchone()[0]}")
        return raw

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(StoreError, match=r"the disk of .* is full; make room; nothing of this command was kept"):
        add(world, "x" * 1_000_000)
    monkeypatch.undo()
    assert world.titles(world.anne) == ["before"]
    add(world, "after")
    assert world.titles(world.anne) == ["before", "after"]


def test_a_damaged_database_is_said_to_be(world: World) -> None:
    for number in range(200):
        add(world, f"card {number}")
    with closing(sqlite3.connect(world.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(world.path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    world.path.write_bytes(content)
    with pytest.raises(StoreError, match=r"is damaged; put back a backup \(see the backups folder beside it\)"):
        boards.card_list(world.second(), world.anne)


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that everybody may enter, as somebody who is not root."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_read_only_database_can_not_be_written_and_says_so(nobody: Path) -> None:
    world = World(nobody)
    add(world, "before")
    with closing(sqlite3.connect(world.path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    world.path.chmod(0o444)
    world.path.parent.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(StoreError, match="is read-only; make it, its folder and its -wal and -shm files writable"):
            add(world, "after")
        assert world.titles(world.anne) == ["before"]
    finally:
        if root:
            os.seteuid(0)
        world.path.parent.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_database_that_one_may_not_open_says_so(nobody: Path) -> None:
    world = World(nobody)
    world.path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(StoreError, match="mend the path or its permissions"):
            boards.card_list(world.second(), world.anne)
    finally:
        if root:
            os.seteuid(0)


def test_a_mistake_of_the_program_is_not_blamed_on_the_database(world: World) -> None:
    from sqlalchemy.exc import SQLAlchemyError
    from sqlmodel import Session

    def begin_twice() -> None:
        with world.store.write(world.anne) as w:
            assert isinstance(w.session, Session)
            w.session.begin()

    with pytest.raises(SQLAlchemyError):
        begin_twice()
    with pytest.raises(KeyError), world.store.write(world.anne):
        raise KeyError


def test_a_group_can_be_given_the_database(tmp_path: Path) -> None:
    path = tmp_path / "data" / "cadence.db"
    group = grp.getgrgid(os.getgid()).gr_name
    store = Store(f"sqlite:///{path}", lambda: datetime(2026, 11, 30, tzinfo=UTC), group)
    store.make()
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o660, 0o2770]


def test_a_group_that_is_not_there_is_named(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'c.db'}", lambda: datetime(2026, 11, 30, tzinfo=UTC), "no-such-group")
    with pytest.raises(StoreError, match="no-such-group"):
        store.make()


def _moved_away(path: Path, _copy: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def _another_moved_over_it(path: Path, copy: Path) -> None:
    copy.rename(path)


def _deleted_and_made_again(path: Path, copy: Path) -> None:
    path.unlink()
    path.write_bytes(copy.read_bytes())


def _an_older_and_smaller_one_copied_over_it(path: Path, copy: Path) -> None:
    path.write_bytes(copy.read_bytes())


@pytest.mark.parametrize(
    "replace", [_moved_away, _another_moved_over_it, _deleted_and_made_again, _an_older_and_smaller_one_copied_over_it]
)
def test_a_file_that_was_replaced_is_not_written_to(world: World, replace: Callable[[Path, Path], None]) -> None:
    copy = world.path.with_name("copy.db")
    world.store.backup(copy)
    watch = world.store.changes(world.anne.team_id)
    for number in range(250):  # so much that SQLite moves it from its log into the file
        add(world, f"card {number} {'x' * 200}")
    assert not watch.poll()
    there = set(world.path.parent.iterdir())
    replace(world.path, copy)
    before = world.path.read_bytes() if world.path.exists() else None

    def read() -> None:
        with world.store.read():
            pass

    def write() -> None:
        add(world, "into nowhere")

    def quick() -> None:
        drafts.half_typed(world.store, world.anne, "card.park", "into nowhere")

    for door in (write, quick, read, watch.poll, lambda: world.store.changes(world.anne.team_id)):
        with pytest.raises(StoreError, match="was replaced while Cadence was open; leave and start again"):
            door()
    assert (world.path.read_bytes() if world.path.exists() else None) == before
    assert set(world.path.parent.iterdir()) <= there | {world.path.with_name("elsewhere.db")}


def test_a_file_that_was_moved_back_is_the_same(world: World) -> None:
    elsewhere = world.path.with_name("elsewhere.db")
    world.path.rename(elsewhere)
    with pytest.raises(StoreError, match="was replaced"):
        add(world, "lost")
    elsewhere.rename(world.path)
    add(world, "kept")
    assert world.titles(world.anne) == ["kept"]
