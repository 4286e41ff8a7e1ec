"""``schema.sql``, by which a new SQLite file is laid out, says what the migrations do."""

from __future__ import annotations

from pathlib import Path

from cadence.store import upgrade
from cadence.store.connect import APPLICATION_ID, HEAD, connect, version_of

SCHEMA = Path(upgrade.__file__).with_name("schema.sql")


def laid_out(url: str) -> str:
    lane = connect(url)
    try:
        assert version_of(lane) == HEAD
        return upgrade.schema_of(lane)
    finally:
        lane.close()


def test_the_schema_is_what_the_migrations_make(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    lane = connect(url, create=True)
    lane.run(f"PRAGMA application_id = {APPLICATION_ID}")
    lane.close()
    upgrade.migrate(url)
    found = laid_out(url)
    if found != SCHEMA.read_text("utf-8"):
        written = tmp_path / "schema.sql"
        written.write_text(found, "utf-8")
        raise AssertionError(f"a migration was added: copy {written} over {SCHEMA}")


def test_a_new_file_is_laid_out_by_the_schema(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'made.db'}"
    upgrade.make(url)
    assert laid_out(url) == SCHEMA.read_text("utf-8")


def test_making_it_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'made.db'}"
    upgrade.make(url)
    upgrade.make(url)
    assert laid_out(url) == SCHEMA.read_text("utf-8")
