"""Times things in turn (A B A B ...) and prints what that says of a goal.

A figure of one run means little on a shared machine; the ratio of two medians, taken in turn in the same run, holds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PYTHON = sys.executable
CADENCE = str(Path(sys.executable).with_name("cadence"))
Measure = Callable[[], float]


class Failed(Exception):
    """What was to be measured doesn't work; the reason in one line."""


@dataclass(frozen=True)
class Line:
    """One row of the table. ``ours`` and ``floor`` in ``unit``; ``met`` is ``None`` where there is no goal."""

    what: str
    measured: str
    goal: str = ""
    met: bool | None = None
    ours: str = ""
    floor: str = ""


@dataclass
class Table:
    """The rows of one topic, printed when it is complete."""

    title: str
    lines: list[Line] = field(default_factory=list)

    def ratio(self, what: str, ours: float, floor: float, goal: float | None, unit: str = "ms") -> None:
        """A row that says how many times ``floor`` ours is; ``goal`` is the most it may be."""
        measured = ours / floor if floor else float("inf")
        self.lines.append(
            Line(
                what,
                f"{measured:.2f} ×",
                "" if goal is None else f"≤ {goal:g} ×",
                None if goal is None else measured <= goal,
                f"{ours:.4g} {unit}",
                f"{floor:.4g} {unit}",
            )
        )

    def amount(self, what: str, ours: float, goal: float, unit: str = "ms") -> None:
        """A row with an absolute goal."""
        self.lines.append(Line(what, f"{ours:.1f} {unit}", f"≤ {goal:g} {unit}", ours <= goal))

    def failed(self, what: str, why: object) -> None:
        """A row for what could not be measured. It does not meet its goal."""
        self.lines.append(
            Line(what, "failed", str(why).strip().splitlines()[-1][:100] if str(why).strip() else "", False)
        )

    def note(self, what: str, why: str) -> None:
        """A row for what was left out, and why."""
        self.lines.append(Line(what, "–", why))

    def show(self) -> bool:
        """Print the table; whether every goal in it is met."""
        rows = [("what", "measured ratio", "goal", "met?", "ours", "floor")]
        rows += [
            (x.what, x.measured, x.goal, {True: "yes", False: "NO", None: ""}[x.met], x.ours, x.floor)
            for x in self.lines
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(6)]
        print(f"\n{self.title}")
        for number, row in enumerate(rows):
            print("  " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
            if number == 0:
                print("  " + "-|-".join("-" * width for width in widths))
        return all(x.met is not False for x in self.lines)


def plain_python(folder: Path) -> tuple[str, str]:
    """A Python as those have it who only run Cadence, and the ``cadence`` that it runs; made in ``folder``.

    Development tools put hooks into every start of this environment's Python (a ``.pth`` file of 20 ms, lately), which
    would make the floor higher and every ratio smaller than it is.
    """
    venv.EnvBuilder().create(folder)
    here = (str(Path(__file__).resolve().parents[2]), sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    site = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (site / "packages.pth").write_text("\n".join(dict.fromkeys(here)), "utf-8")
    python, cadence = folder / "bin" / "python", folder / "bin" / "cadence"
    cadence.write_text(f"#!{python}\nimport sys\nfrom cadence.cli import main\nsys.exit(main())\n", "utf-8")
    cadence.chmod(0o755)
    return str(python), str(cadence)


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment without what would falsify a measurement, and with ``extra``."""
    ours = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONUNBUFFERED", "NO_COLOR")
    kept = {key: value for key, value in os.environ.items() if key not in ours and not key.startswith("CADENCE_")}
    return kept | {"PYTHONIOENCODING": "utf-8"} | dict(extra or {})


def run(command: Sequence[str], environment: Mapping[str, str], cwd: Path | None = None) -> str:
    """Run a command for what it does; its standard output. Raises :class:`Failed` with its last line."""
    done = subprocess.run(
        command, env=environment, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise Failed(last[0])
    return done.stdout


def process(command: Sequence[str], environment: Mapping[str, str], cwd: Path | None = None) -> Measure:
    """A measure of a whole process, start to end, in milliseconds. Raises :class:`Failed` where it fails."""

    def once() -> float:
        started = time.perf_counter()
        done = subprocess.run(
            command,
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        spent = (time.perf_counter() - started) * 1000
        if done.returncode:
            run(command, environment, cwd)
            raise Failed(f"exit code {done.returncode}")
        return spent

    return once


def in_turn(measures: Mapping[str, Measure], rounds: int = 15) -> tuple[dict[str, float], dict[str, Failed]]:
    """Medians of ``measures`` taken in turn, A B C A B C ..., after one round that warms up and isn't counted.

    What fails is left out from then on and given back apart, with its reason.
    """
    taken: dict[str, list[float]] = {name: [] for name in measures}
    failures: dict[str, Failed] = {}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            if name in failures:
                continue
            try:
                value = measure()
            except Failed as failure:
                failures[name] = failure
                continue
            if number:
                taken[name].append(value)
    medians = {name: statistics.median(values) for name, values in taken.items() if values and name not in failures}
    return medians, failures
