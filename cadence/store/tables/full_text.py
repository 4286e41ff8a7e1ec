"""Full text over cards and comments, kept by the database itself: tables and triggers, or a generated column."""

from __future__ import annotations

from collections.abc import Iterator

SEARCHED = {"card": ("title", "body"), "comment": ("body",)}
"""The tables whose text is searched, with its columns."""


def statements(dialect: str) -> Iterator[str]:
    """What a new database needs beside its tables, on ``sqlite`` or ``postgresql``."""
    for table, columns in SEARCHED.items():
        yield from _fts5(table, columns) if dialect == "sqlite" else _tsvector(table, columns)


def _fts5(table: str, columns: tuple[str, ...]) -> Iterator[str]:
    """SQLite: an FTS5 table without texts of its own, and the triggers that keep it."""
    names = ", ".join(columns)
    old, new = (", ".join(f"{side}.{column}" for column in columns) for side in ("old", "new"))
    forget = f"INSERT INTO {table}_search ({table}_search, rowid, {names}) VALUES ('delete', old.id, {old});"
    learn = f"INSERT INTO {table}_search (rowid, {names}) VALUES (new.id, {new});"
    yield (
        f"CREATE VIRTUAL TABLE {table}_search USING fts5({names}, content='{table}', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    yield f"CREATE TRIGGER {table}_learned AFTER INSERT ON {table} BEGIN {learn} END"
    yield f"CREATE TRIGGER {table}_forgotten AFTER DELETE ON {table} BEGIN {forget} END"
    yield f"CREATE TRIGGER {table}_relearned AFTER UPDATE OF {names} ON {table} BEGIN {forget} {learn} END"


def _tsvector(table: str, columns: tuple[str, ...]) -> Iterator[str]:
    """PostgreSQL: words as FTS5 reads them, in small letters without accents, parted by everything else in ASCII."""
    text = " || ' ' || ".join(columns)
    bare = f"regexp_replace(lower(normalize({text}, NFKD)), '[\u0300-\u036f]', '', 'g')"
    words = f"to_tsvector('simple', regexp_replace({bare}, '[!-/:-@[-`{{-~]+', ' ', 'g'))"
    yield f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({words}) STORED"
    yield f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)"
