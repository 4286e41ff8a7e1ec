"""Copying a text out of the program: to tmux, to a tool of this machine, through the terminal, or into a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from cadence.errors import Refused

_WAIT = 2.0
"""Seconds after which a tool that doesn't answer is given up."""


def command() -> list[str] | None:
    """What takes a text on standard input and puts it where other programs find it; ``None`` where nothing does.

    Over ssh a tool of this machine reaches a clipboard that nobody looks at, so none is taken there.
    """
    if os.environ.get("TMUX") and shutil.which("tmux"):
        return ["tmux", "load-buffer", "-w", "-"]
    if os.environ.get("SSH_CONNECTION"):
        return None
    if sys.platform == "darwin" and shutil.which("pbcopy"):
        return ["pbcopy"]
    if os.environ.get("WAYLAND_DISPLAY") and shutil.which("wl-copy"):
        return ["wl-copy"]
    if os.environ.get("DISPLAY"):
        for tool in (["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]):
            if shutil.which(tool[0]):
                return tool
    return None


def copied_by(tool: list[str] | None, text: str) -> bool:
    """Whether ``tool`` has taken ``text``."""
    if tool is None:
        return False
    try:
        done = subprocess.run(
            tool, input=text.encode(), timeout=_WAIT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def written(text: str, name: str, earlier: Callable[[bytes], bool] = lambda _: False) -> Path:
    """Write ``text`` into a file of the working folder, readable by its owner alone; its path.

    It is a new one, but where ``earlier`` tells of a file's bytes that they are an earlier one of the same. Raises
    :class:`~cadence.errors.Refused` where the folder takes no file.
    """
    stem, _, ending = name.rpartition(".")
    for number in count(1):
        file = Path.cwd() / (name if number == 1 else f"{stem}-{number}.{ending}")
        try:
            if file.is_file() and earlier(file.read_bytes()):
                file.unlink()
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise Refused(f"{file.parent} takes no file: {error.strerror}", "start cadence in another folder") from None
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        return file
    raise AssertionError("numbers don't end")
