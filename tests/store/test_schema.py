"""The migrations make what the tables declare, and so does ``schema.sql``, by which a new SQLite file is laid out."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from cadence.store import session, tables, upgrade
from cadence.store.connect import APPLICATION_ID, HEAD, connect, version_of
from tests.postgres import both
from tests.services.conftest import World

SCHEMA = Path(upgrade.__file__).with_name("schema.sql")


@both
def test_the_migrations_make_what_the_tables_declare(world: World) -> None:
    """All but the full text, which each engine has its own way to keep."""
    full_text = {"words", "ix_card_words", "ix_comment_words"}
    assert tables.cards.Card.metadata is SQLModel.metadata
    with session.engine_for(world.store.url).connect() as connection:
        options = {"include_object": lambda _object, name, *_: "_search" not in name and name not in full_text}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **options})
        assert compare_metadata(context, SQLModel.metadata) == []


def laid_out(url: str) -> str:
    connection = connect(url)
    try:
        assert version_of(connection) == HEAD
        return upgrade.schema_of(connection)
    finally:
        connection.close()


def test_the_schema_is_what_the_migrations_make(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    connection = connect(url, create=True)
    connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
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
