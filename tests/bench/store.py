"""What the store costs above raw ``sqlite3`` on a table of the same shape, with the same promises to the disk."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from tests.bench.harness import Failed, Measure, Table, in_turn
from tests.bench.team import NOW, fill, make_team

CARDS = 10_000
MOVES = 50


def main(rounds: int = 5) -> bool:
    """Print the table; whether every goal is met."""
    with tempfile.TemporaryDirectory(prefix="cadence-bench-") as scratch:
        folder = Path(scratch)
        table = Table(f"Store (SQLite), {CARDS:,} cards, against raw sqlite3")
        try:
            make_team(folder, CARDS)
        except Failed as failure:
            table.failed("setting up a team", failure)
            return table.show()
        raw = raw_copy(folder / "team.db", folder / "raw.db")
        with closing(raw):
            fresh = count()
            measures: dict[str, Measure] = {
                "insert": lambda: insert(folder, next(fresh)),
                "insert raw": lambda: insert_raw(folder, raw, next(fresh)),
            }
            measures |= of_one_database(f"sqlite:///{folder / 'team.db'}", raw)
            medians, failures = in_turn(measures, rounds)
        for what, name in (
            (f"insert {CARDS:,} cards (numbered and logged)", "insert"),
            (f"load {CARDS:,} cards", "load"),
            (f"a board of {CARDS:,} cards, judged (against loading them)", "board"),
            ("move one card (logged, on disk)", "move"),
        ):
            if failed := failures.get(name) or failures.get(f"{name} raw"):
                table.failed(what, failed)
            else:
                table.ratio(what, medians[name], medians[f"{name} raw"], None)
    return table.show()


def timed(work: Measure) -> Measure:
    """``work`` as a measure: its milliseconds, divided by how often it says it did the thing."""

    def once() -> float:
        started = time.perf_counter()
        times = work()
        return (time.perf_counter() - started) * 1000 / times

    return once


def raw_copy(ours: Path, path: Path) -> sqlite3.Connection:
    """A database that holds nothing but our cards, in a table and an index of the same shape."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("ATTACH ? AS ours", (str(ours),))
    shape = (
        "SELECT sql FROM ours.sqlite_master WHERE tbl_name = 'card' AND type IN ('table', 'index') AND sql IS NOT NULL "
        "ORDER BY type DESC"
    )
    for (sql,) in raw.execute(shape).fetchall():
        raw.execute(sql)
    raw.execute("INSERT INTO main.card SELECT * FROM ours.card")
    raw.execute("DETACH ours")
    return raw


def empty_copy(folder: Path, number: int) -> Path:
    """The measured team's database without its cards and their history."""
    path = folder / f"empty-{number}.db"
    with closing(sqlite3.connect(folder / "team.db")) as ours, closing(sqlite3.connect(path)) as copy:
        ours.backup(copy)
        copy.executescript("DELETE FROM event; DELETE FROM card_person; DELETE FROM card WHERE board = 'wall';")
        copy.execute("VACUUM")
    return path


def insert(folder: Path, number: int) -> float:
    """Milliseconds to add the cards in one transaction, as the program adds one."""
    path = empty_copy(folder, number)
    started = time.perf_counter()
    fill(f"sqlite:///{path}", CARDS)
    spent = (time.perf_counter() - started) * 1000
    remove(path)
    return spent


def insert_raw(folder: Path, raw: sqlite3.Connection, number: int) -> float:
    """The same rows of ``card``, and nothing else, with one ``executemany``."""
    rows = raw.execute("SELECT * FROM card").fetchall()
    path = folder / f"raw-{number}.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("PRAGMA synchronous = FULL")
        for (sql,) in raw.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC").fetchall():
            other.execute(sql)
        started = time.perf_counter()
        other.execute("BEGIN IMMEDIATE")
        other.executemany(f"INSERT INTO card VALUES ({', '.join('?' * len(rows[0]))})", rows)
        other.execute("COMMIT")
        spent = (time.perf_counter() - started) * 1000
    remove(path)
    return spent


def remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def of_one_database(url: str, raw: sqlite3.Connection) -> dict[str, Measure]:
    """Loading the wall, and moving a card on it: the store's way and the raw one."""
    from cadence.services.cards import boards
    from cadence.store import queries
    from cadence.store.db import Store
    from cadence.store.tables.cards import Card
    from cadence.store.viewer import who_is

    store = Store(url, lambda: datetime.fromisoformat(NOW).astimezone(UTC))
    with store.read() as connection:
        viewer = who_is(connection, "anne", None, store.clock())
        ids = [row.id for row in queries.cards.listed(connection, viewer, board="wall")]
    turn = count()

    def load() -> float:
        with store.read() as connection:
            rows: list[Any] = queries.cards.listed(connection, viewer, board="wall")
        if len(rows) < CARDS:
            raise Failed(f"only {len(rows)} cards came back")
        return 1

    def board() -> float:
        view = boards.board(store, viewer, "wall")
        if sum(len(column.cards) for column in view.columns) < CARDS:
            raise Failed("cards are missing on the board")
        return 1

    def load_raw() -> float:
        raw.execute(
            "SELECT * FROM card WHERE team_id = ? AND board = 'wall' ORDER BY rank", (viewer.team_id,)
        ).fetchall()
        return 1

    def move() -> float:
        for _ in range(MOVES):
            number = next(turn)
            with store.write(viewer) as write:
                card = write.get(Card, ids[number % len(ids)])
                write.change(card, column_name="Ready", rank=f"{card.rank}{number}")
                write.log("card.move", card=card)
        return MOVES

    def move_raw() -> float:
        for _ in range(MOVES):
            number = next(turn)
            raw.execute("BEGIN IMMEDIATE")
            new = ("Ready", f"r{number}", ids[number % len(ids)])
            raw.execute("UPDATE card SET column_name = ?, rank = ? WHERE id = ?", new)
            raw.execute("COMMIT")
        return MOVES

    return {
        "load": timed(load),
        "load raw": timed(load_raw),
        "board": timed(board),
        "board raw": timed(load_raw),
        "move": timed(move),
        "move raw": timed(move_raw),
    }


if __name__ == "__main__":
    raise SystemExit(not main())
