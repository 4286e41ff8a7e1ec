"""A new database is made of the tables as they are declared: the same as the migrations make, on both engines."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from cadence.store import session, tables, upgrade
from cadence.store.connect import APPLICATION_ID, HEAD, connect, version_of
from tests.tables import records

ON_POSTGRESQL = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, generation_expression "
    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef",
    "SELECT conrelid::regclass::text AS of, conname, pg_get_constraintdef(oid) AS says FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY conrelid::regclass::text, conname",
)
ON_SQLITE = (
    'SELECT t.name AS "of", t.wr, c.name, c.type, c."notnull", c.dflt_value, c.pk FROM pragma_table_list t '
    "JOIN pragma_table_xinfo(t.name) c WHERE t.schema = 'main' ORDER BY t.name, c.name",
    'SELECT t.name AS "of", f."from", f."table", f."to", f.on_delete FROM pragma_table_list t '
    'JOIN pragma_foreign_key_list(t.name) f ORDER BY t.name, f."from"',
    'SELECT t.name AS "of", i.origin, i."unique", (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS "on" '
    "FROM pragma_table_list t JOIN pragma_index_list(t.name) i ORDER BY 1, 2, 3, 4",
    "SELECT name, sql FROM sqlite_master "
    "WHERE type IN ('index', 'trigger') OR sql LIKE 'CREATE VIRTUAL%' ORDER BY name",
)
"""All that can differ between two schemas: columns, references, indices; the full text's tables and triggers, too."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address at which there is no database yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    found: str = request.getfixturevalue("postgres_url")
    cleared(found)
    return found


def migrated(url: str) -> None:
    """Make a database with the migrations alone."""
    with closing(connect(url, create=True)) as connection:
        if connection.dialect == "sqlite":
            connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
    upgrade.migrate(url)


def schema(url: str) -> list[list[dict[str, Any]]]:
    """What a database is made of, whatever the order in which it was made."""
    with closing(connect(url)) as connection:
        assert version_of(connection) == HEAD
        statements = ON_SQLITE if connection.dialect == "sqlite" else ON_POSTGRESQL
        return [records(connection, statement) for statement in statements]


def cleared(url: str) -> None:
    """Take a database away again."""
    with closing(connect(url)) as connection:
        if connection.dialect == "postgresql":
            connection.run("DROP SCHEMA public CASCADE")
            connection.run("CREATE SCHEMA public")
            return
    for file in Path(url.removeprefix("sqlite:///")).parent.glob("new.db*"):
        file.unlink()


def test_the_migrations_make_what_the_tables_declare(url: str) -> None:
    """All but the full text, which SQLAlchemy's tables do not declare; and all of it, by what the database holds."""
    migrated(url)
    full_text = {"words", "ix_card_words", "ix_comment_words"}
    assert tables.cards.Card.metadata is SQLModel.metadata
    with session.engine_for(url).connect() as connection:
        options = {"include_object": lambda _object, name, *_: "_search" not in name and name not in full_text}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **options})
        assert compare_metadata(context, SQLModel.metadata) == []
    found = schema(url)
    assert "search" in str(found) or "tsvector" in str(found)
    cleared(url)
    upgrade.make(url)
    assert schema(url) == found


def test_making_it_twice_changes_nothing(url: str) -> None:
    upgrade.make(url)
    found = schema(url)
    upgrade.make(url)
    assert schema(url) == found
