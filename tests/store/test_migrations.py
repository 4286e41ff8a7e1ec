"""What a migration does to a database that has been used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config

from cadence.services.cards import boards, comments, create, search
from cadence.services.meetings import retro
from cadence.store import session
from cadence.store.capture import NewCard
from cadence.store.connect import APPLICATION_ID, connect
from cadence.store.db import Store
from tests.services.conftest import World


def made_at(path: Path, version: str) -> None:
    """An empty database of an older schema."""
    url = f"sqlite:///{path}"
    connection = connect(url, create=True)
    connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
    config = Config()
    config.set_main_option("script_location", "cadence:store/migrations")
    config.set_main_option("path_separator", "os")
    with session.engine_for(url).begin() as alchemy:
        config.attributes["connection"] = alchemy
        command.upgrade(config, version)


def used_before_notes_had_numbers_of_their_own(world: World, path: Path) -> None:
    """The world's rows in a database of that schema: its retro note is SRE-101."""
    made_at(path, "0001")
    with closing(sqlite3.connect(path)) as old:
        old.execute("ATTACH ? AS now", (str(world.path),))
        tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
        for (table,) in old.execute(tables).fetchall():
            if "_search" in table or table == "alembic_version":
                continue
            names = [f'"{row[1]}"' for row in old.execute(f"PRAGMA main.table_info({table})")]
            values = ["number + 100 * retro" if (table, name) == ("card", '"number"') else name for name in names]
            old.execute(f"INSERT INTO main.{table} ({', '.join(names)}) SELECT {', '.join(values)} FROM now.{table}")
        old.commit()


def test_cards_and_notes_from_before_keep_their_keys_and_all_that_hangs_on_them(world: World, tmp_path: Path) -> None:
    card = world.card("rotate the certificates", board="sync")
    comments.comment(world.store, world.ben, card, "which ones?")
    retro.write(world.store, world.ben, "well", "quiet nights")
    path = tmp_path / "old" / "old.db"
    used_before_notes_had_numbers_of_their_own(world, path)
    store = Store(f"sqlite:///{path}", world.clock)
    store.upgrade()
    assert [one.key for one in boards.card_list(store, world.ben)] == [card, "SRE-101"]
    assert [one.body for one in boards.card(store, world.ben, card).comments] == ["which ones?"]
    create.add(store, world.ben, NewCard("sync", "rotate the passwords"))
    assert {hit.ref for hit in search.search(store, world.ben, "rotate")} == {"SRE-1", "SRE-2"}
    added = retro.write(store, world.ben, "well", "quiet weekends")
    assert added is not None
    assert added.key == "R1.1"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
