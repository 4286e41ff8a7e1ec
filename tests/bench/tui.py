"""How the terminal interface feels, against a one-widget Textual program: the goals of the interface."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.bench.harness import CADENCE, Failed, Table, clean_environment, plain_python, run
from tests.bench.team import make_team
from tests.bench.terminal import DOWN, Terminal

KEYS = 30
HELD = 20
HELD_EVERY = 0.033
IDLE = 10.0
FLOOR, HOME, WALL, WALL_10, KTUI, KTUI_2, HARLEQUIN = (
    "floor", "home, 1,000", "wall, 1,000", "wall, 10,000", "kanban-tui, 1,000", "kanban-tui, 2", "harlequin",
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A program to measure; it is ready once it shows ``ready``. ``keys`` that move a cursor: none, no key figures."""

    command: Sequence[str]
    environment: Mapping[str, str]
    cwd: Path
    ready: str
    keys: bytes = DOWN
    rounds: int = 4


@dataclass
class Figures:
    """What several runs gave: ``start key backlog`` in ms, ``cpu`` (per key) and ``idle`` in CPU ms, ``memory``."""

    taken: dict[str, list[float]] = field(default_factory=dict)

    def add(self, **figures: float) -> None:
        for name, value in figures.items():
            self.taken.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> float:
        return statistics.median(self.taken[name])

    def __contains__(self, name: str) -> bool:
        return name in self.taken


def measure(program: Program, figures: Figures, *, idle: bool) -> None:
    """One run of ``program``, from its start to its end."""
    with Terminal(program.command, program.environment, program.cwd) as terminal:
        ready = terminal.wait_for(program.ready, timeout=180)
        figures.add(start=(ready - terminal.started) * 1000)
        terminal.settle(ready, quiet=0.3)
        if program.keys:
            press_one_by_one(terminal, program.keys, figures)
            hold(terminal, program.keys, figures)
        figures.add(memory=terminal.memory())
        if idle:
            before = terminal.cpu()
            terminal.rest(IDLE)
            figures.add(idle=(terminal.cpu() - before) * 1000)


def press_one_by_one(terminal: Terminal, keys: bytes, figures: Figures) -> None:
    """Each key when the one before has settled: milliseconds to the last change, CPU milliseconds per key."""
    for _ in range(3):
        terminal.settle(terminal.press(keys))
    before, settled = terminal.cpu(), []
    for _ in range(KEYS):
        pressed = terminal.press(keys)
        if (last := terminal.settle(pressed)) > pressed:
            settled.append((last - pressed) * 1000)
    if len(settled) < KEYS / 2:
        raise Failed(f"only {len(settled)} of {KEYS} keys changed the screen")
    figures.add(key=statistics.median(settled), cpu=(terminal.cpu() - before) * 1000 / KEYS)


def hold(terminal: Terminal, keys: bytes, figures: Figures) -> None:
    """A key held down: milliseconds from the last repeat until the program has caught up."""
    for _ in range(HELD):
        pressed = terminal.press(keys)
        terminal.rest(pressed + HELD_EVERY - time.perf_counter())
    # What was drawn in the rest after the last key counts from that key as well.
    last = max([at for at, _ in terminal.output[-1:] if at > pressed], default=pressed)
    figures.add(backlog=(terminal.settle(last) - pressed) * 1000)


def news(cadence: str, folder: Path, environment: Mapping[str, str], rounds: int = 5) -> float:
    """Milliseconds from the end of another process's ``topic add`` until an open arch board shows the topic."""
    taken, fresh = [], count()
    with Terminal([cadence, "--at", "board:arch"], environment, folder) as terminal:
        terminal.settle(terminal.wait_for("Retry budget"), quiet=0.5)
        for _ in range(rounds):
            title = f"News {next(fresh)}"
            run([CADENCE, "topic", "add", title], environment, folder)
            added = time.perf_counter()
            taken.append(max(0.0, terminal.wait_for(title, timeout=10) - added) * 1000)
            terminal.rest(0.07)  # so that the rounds meet different moments of a poll
    return statistics.median(taken)


def main() -> bool:
    """Print the table; whether every goal is met."""
    with tempfile.TemporaryDirectory(prefix="cadence-bench-") as scratch:
        folder = Path(scratch)
        table = Table("Terminal interface, 120×40")
        python, cadence = plain_python(folder / "python")
        floor = [python, str(Path(__file__).with_name("floor_app.py"))]
        programs = {FLOOR: Program(floor, terminal_environment(folder), folder, "Floor 00000")}
        programs |= ours(cadence, folder, table) | peers(folder, table)
        taken = {name: Figures() for name in programs}
        for number in range(max(program.rounds for program in programs.values())):
            for name, program in list(programs.items()):
                if number >= program.rounds:
                    continue
                try:
                    measure(program, taken[name], idle=number < 2 and name in {FLOOR, HOME, HARLEQUIN})
                except Failed as failure:
                    table.failed(name, failure)
                    del programs[name], taken[name]
        if FLOOR in taken:
            against_the_floor(table, taken)
            against_peers(table, taken)
        try:
            few = folder / "few"
            table.amount("another person's change on screen (SQLite)", news(cadence, few, make_team(few, 20)), 400)
        except Failed as failure:
            table.failed("another person's change on screen (SQLite)", failure)
    return table.show()


def terminal_environment(folder: Path) -> dict[str, str]:
    return clean_environment({"HOME": str(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor"})


def ours(cadence: str, folder: Path, table: Table) -> dict[str, Program]:
    """Cadence on its home screen and its wall."""
    found: dict[str, Program] = {}
    for name, arguments, cards, ready in (
        (HOME, (), 1000, "cert renewals"),
        (WALL, ("--at", "wall"), 1000, "Card 00011"),
        (WALL_10, ("--at", "wall"), 10_000, "Card 00011"),
    ):
        place = folder / name.partition(",")[0] / str(cards)
        try:
            environment = make_team(place, cards)
        except Failed as failure:
            table.failed(name, failure)
            continue
        found[name] = Program([cadence, *arguments], environment, place, ready, b"" if name == HOME else DOWN)
    return found


def peers(folder: Path, table: Table) -> dict[str, Program]:
    """The programs of the field that are on this machine, each with a home of its own."""
    found: dict[str, Program] = {}
    if harlequin := shutil.which("harlequin"):
        home = folder / "harlequin"
        home.mkdir()
        found[HARLEQUIN] = Program([harlequin], own_home(home), home, "Run Query", b"", rounds=3)
    else:
        table.note(HARLEQUIN, "not on the path")
    if ktui := shutil.which("ktui"):
        for name, tasks in ((KTUI_2, 2), (KTUI, 1000)):
            home = folder / f"ktui-{tasks}"
            home.mkdir()
            try:
                fill_ktui(ktui, home, tasks)
            except Failed as failure:
                table.note(name, f"left out: {failure}")
                continue
            found[name] = Program([ktui], own_home(home), home, "Task 1", b"j", rounds=2 if tasks > 2 else 3)
    else:
        table.note("kanban-tui", "not on the path")
    return found


def own_home(home: Path) -> dict[str, str]:
    return terminal_environment(home) | {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "CACHE")}


def fill_ktui(ktui: str, home: Path, tasks: int) -> None:
    """A board of ``tasks`` tasks: two by its command, the others as copies of the second row."""
    environment = own_home(home)
    run([ktui, "board", "create", "Bench", "--set-active"], environment, home)
    for number in (1, 2):
        run([ktui, "task", "create", f"Task {number}"], environment, home)
    databases = [path for path in home.rglob("*") if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3"]
    if tasks <= 2:
        return
    for path in databases:
        with closing(sqlite3.connect(path)) as database, database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            table = next((name for name in names if name in {"tasks", "task"}), None)
            if table is None:
                continue
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if not row[5]]
            listed = ", ".join(columns)
            for _ in range(tasks - 2):
                database.execute(
                    f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {table} ORDER BY rowid DESC LIMIT 1"
                )
            return
    raise Failed("its database is not where it was")


def against_the_floor(table: Table, taken: Mapping[str, Figures]) -> None:
    """The goals in one-widget Textual programs."""
    floor = taken[FLOOR]
    for what, name, figure, goal, unit in (
        ("start until home shows its data, 1,000 cards", HOME, "start", 2.5, "ms"),
        ("a key settled, wall of 1,000", WALL, "key", 3.0, "ms"),
        ("a key settled, wall of 10,000", WALL_10, "key", 3.0, "ms"),
        ("CPU per key, wall of 1,000", WALL, "cpu", 3.0, "ms"),
        ("CPU per key, wall of 10,000", WALL_10, "cpu", 3.0, "ms"),
        ("memory, wall of 1,000", WALL, "memory", 2.5, "MB"),
        ("idle for 10 s, CPU, home", HOME, "idle", 3.0, "ms"),
    ):
        if name in taken and figure in taken[name] and figure in floor:
            table.ratio(what, taken[name][figure], floor[figure], goal, unit)
    for name in (FLOOR, WALL, WALL_10):
        if name in taken and "backlog" in taken[name]:
            table.amount(f"{HELD} held keys: backlog, {name}", taken[name]["backlog"], 50)


def against_peers(table: Table, taken: Mapping[str, Figures]) -> None:
    """The goals in the field's programs, as far as they are here."""
    for figure, name, peer, goal, unit in (
        ("start", HOME, KTUI, 0.05, "ms"),
        ("start", HOME, HARLEQUIN, 0.65, "ms"),
        ("key", WALL, KTUI, 0.05, "ms"),
        ("cpu", WALL, KTUI_2, 0.1, "ms"),
        ("backlog", WALL, KTUI, 0.05, "ms"),
        ("memory", WALL, KTUI_2, 1.0, "MB"),
        ("idle", HOME, HARLEQUIN, 1.0, "ms"),
    ):
        if name in taken and peer in taken and figure in taken[name] and figure in taken[peer]:
            table.ratio(f"{figure}: {name} / {peer}", taken[name][figure], taken[peer][figure], goal, unit)


if __name__ == "__main__":
    raise SystemExit(not main())
