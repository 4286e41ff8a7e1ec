"""How long a shell command takes, in ``python -c pass``: the goals of the command line."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tests.bench.harness import (
    CADENCE,
    Failed,
    Measure,
    Table,
    clean_environment,
    in_turn,
    plain_python,
    process,
    run,
)
from tests.bench.team import make_team

FLOOR = "python -c pass"
MEETING = "arch@2026-12-01"

QUICK = (
    ("topic", "add", "Retry budget"),
    ("park", "who owns the mail relay?"),
    ("standup", "add", "--today", "certificates"),
    ("retro", "add", "well", "nobody was woken"),
    ("card", "add", "Rotate the keys"),
    ("action", "add", "write it down"),
    ("status", "--short"),
    ("gate",),
)
READING = (
    ("card", "list", "--json"),
    ("meeting", "list"),
    ("notes", "show", MEETING),
    ("topic", "list"),
    ("status",),
    ("search", "cert"),
    ("team", "show"),
)
OTHER = (
    ("card", "move", "SRE-6", "Ready"),
    ("card", "edit", "SRE-7", "--due", "2026-12-18"),
    ("decision", "add", "Postgres stays on 17"),
    ("calendar", "export", "--for", "anne", "-o", "anne.ics"),
    ("notes", "export", MEETING, "--format", "html", "-o", "notes.html"),
    ("schedule", "lint"),
    ("undo",),
)


GROUPS = ((QUICK, 5.0, 15), (READING, 25.0, 7), (OTHER, 65.0, 5))
"""Commands, how many times the floor each may take, and how often they are measured; each group with its own floor."""


def main() -> bool:
    """Print the table; whether every goal is met."""
    with tempfile.TemporaryDirectory(prefix="cadence-bench-") as scratch:
        folder = Path(scratch)
        table = Table("Command line, 1,000 cards")
        try:
            environment = make_team(folder, 1000)
            run([CADENCE, "meeting", "start", MEETING], environment)
            run([CADENCE, "meeting", "end", MEETING], environment)
            run([CADENCE, "team", "set", "--gate"], environment)
        except Failed as failure:
            table.failed("setting up a team", failure)
            return table.show()
        python, cadence = plain_python(folder / "python")
        found, fresh = peers(folder, table), count()
        medians: dict[str, float] = {}
        for group, goal, rounds in GROUPS:
            measures: dict[str, Measure] = {FLOOR: process([python, "-c", "pass"], environment)}
            measures |= {" ".join(words): process([cadence, *words], environment, folder) for words in group}
            if group is OTHER:
                measures["init"] = lambda: init(cadence, folder / f"new-{next(fresh)}", environment)
            if group is READING:
                measures |= found
            taken, failures = in_turn(measures, rounds)
            report(table, taken, failures, [name for name in measures if name not in {FLOOR, *found}], goal)
            medians |= taken
        against_peers(table, medians)
    return table.show()


def init(cadence: str, folder: Path, environment: dict[str, str]) -> float:
    """Milliseconds of ``cadence init`` in an empty folder."""
    folder.mkdir()
    own = environment | {"CADENCE_DB": f"sqlite:///{folder / 'x.db'}", "CADENCE_CONFIG": str(folder / "config.toml")}
    words = ("init", "--team", "New", "--me", "Anne Lee <anne@example.com>", "--tz", "UTC", "--start", "2026-11-30")
    return process([cadence, *words], own, folder)()


def report(
    table: Table, medians: dict[str, float], failures: dict[str, Failed], names: Sequence[str], goal: float
) -> None:
    """One row per command."""
    for name in names:
        if name in failures:
            table.failed(f"cadence {name}", failures[name])
        else:
            table.ratio(f"cadence {name}", medians[name], medians[FLOOR], goal)
    for name in failures.keys() - set(names):
        table.note(name, f"left out: {failures[name]}")


def against_peers(table: Table, medians: dict[str, float]) -> None:
    """One row per peer that was found."""
    versus = (
        ("topic add Retry budget", "khal list", 0.3),
        ("topic add Retry budget", "ktui task create", 0.15),
        ("card list --json", "khal list", 1.0),
        ("meeting list", "khal list", 1.0),
    )
    for ours, theirs, goal in versus:
        if ours in medians and theirs in medians:
            table.ratio(f"cadence {ours} / {theirs}", medians[ours], medians[theirs], goal)


def peers(folder: Path, table: Table) -> dict[str, Measure]:
    """The commands of the field that are on this machine, each with a home of its own."""
    found: dict[str, Measure] = {}
    home = folder / "peers"
    home.mkdir()
    environment = clean_environment(
        {"HOME": str(home)} | {f"XDG_{x}_HOME": str(home / x) for x in ("CONFIG", "DATA", "CACHE")}
    )
    if khal := shutil.which("khal"):
        (home / "cal").mkdir()
        (home / "khal.conf").write_text(f"[calendars]\n[[own]]\npath = {home / 'cal'}\n", "utf-8")
        found["khal list"] = process([khal, "-c", str(home / "khal.conf"), "list", "2026-12-01"], environment, home)
    else:
        table.note("khal list", "not on the path")
    if ktui := shutil.which("ktui"):
        try:
            run([ktui, "board", "create", "Bench", "--set-active"], environment, home)
        except Failed as failure:
            table.note("ktui task create", f"left out: {failure}")
            return found
        found["ktui task create"] = process([ktui, "task", "create", "Retry budget"], environment, home)
    else:
        table.note("ktui task create", "not on the path")
    return found


if __name__ == "__main__":
    raise SystemExit(not main())
