"""Runs the typing table idle and with eight busy loops beside it, then lets two people type at once for a minute."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tui.meeting_room import Room, a_room, day
from tests.tui.terminal import Terminal, environment

LOAD = 8
"""Busy loops beside the program on the loaded machine."""
EXAMPLES = 10
"""Words that are tried with each key at each place."""
TOGETHER_S = 60.0
"""Seconds for which two people type at once."""


def main() -> int:
    """Run everything; the exit code."""
    failed = table()
    with busy():
        failed += table()
        failed += together()
    return min(failed, 1)


@contextmanager
def busy() -> Iterator[None]:
    """Loops that take what the machine has."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(LOAD)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()


def table() -> int:
    """Every place, key and some words: 0 if all is well."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/tui/core/test_typing.py"]
    return subprocess.call(command, env={**os.environ, "CADENCE_EXAMPLES": str(EXAMPLES)})


def together() -> int:
    """Two people park one line after the other, each in their own terminal: 0 if each line is there once."""
    with TemporaryDirectory() as folder:
        room = a_room(Path(folder), day(0, 9))
        around = [environment(room.url, handle, room.at.isoformat(), Path(folder)) for handle in ("anne", "ben")]
        with (
            Terminal("--at", "wall", environment=around[0]) as anne,
            Terminal("--at", "wall", environment=around[1]) as ben,
        ):
            said = typed_together(anne, ben)
            last = said[-2:]
            anne.until(lambda: all(words in room.cards("parking") for words in last), "the last lines were not stored")
        return report(room, said)


def typed_together(anne: Terminal, ben: Terminal) -> list[str]:
    """What both have typed, in turns of one character, so that each is in the middle of a line of the other."""
    for terminal in (anne, ben):
        terminal.sees("No cards yet")
    said: list[str] = []
    end = time.monotonic() + TOGETHER_S
    while time.monotonic() < end:
        lines = [f"{name} says number {len(said)} in vain" for name in ("anne", "ben")]
        said += lines
        for one, other in zip_longest(*(f"p{line}\r" for line in lines), fillvalue=""):
            anne.press(one)
            ben.press(other)
        for terminal, line in zip((anne, ben), lines, strict=True):
            terminal.sees("parked: SRE-", line)
    return said


def report(room: Room, said: list[str]) -> int:
    """Say what was lost, or came twice, or is nobody's."""
    parked = room.cards("parking")
    wrong = [line for line in said if parked.count(line) != 1] + [line for line in parked if line not in said]
    print(f"two people typed {len(said)} lines at once, {len(wrong)} of them lost, misplaced or doubled: {wrong[:4]}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
