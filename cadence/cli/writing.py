"""Where an export goes: standard output, a file, or a folder in which it gets a name of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from cadence.cli import printing
from cadence.cli.call import Call
from cadence.errors import Refused


def deliver(call: Call, data: bytes, name: Callable[[], str]) -> None:
    """Write ``data`` to what ``-o`` says; ``name`` gives its name in a folder."""
    if call.output is None:
        if sys.stdout is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        return
    target = place(call.output, name)
    write(target, data)
    if call.wants_json:
        printing.as_json({"file": str(target)})
    else:
        printing.line(f"written to {target}")


def place(output: str, name: Callable[[], str]) -> Path:
    """The file that is meant; a folder that is there, or whose name ends in a slash, gets a file in it."""
    path = Path(output).expanduser()
    if path.is_dir() or output.endswith(os.sep):
        return path / name()
    return path


def write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises :class:`Refused` where it cannot be."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Refused(f"{target} cannot be written ({error.strerror})", "name another place with -o") from error
