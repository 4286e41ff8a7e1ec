"""The program in a real terminal: keys go in, what a person sees comes out. No sleeps: every wait has a bound."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

LONG = float(os.environ.get("CADENCE_LONG", "120"))
"""Seconds after which a test stops to wait."""
# What pyte takes for text: private modes of the keyboard, device control strings.
_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\?[0-9;]*(?:u|\$p)|\x1bP.*?\x1b\\", re.DOTALL)
KEYS = {"enter": b"\r", "escape": b"\x1b", "backspace": b"\x7f", "space": b" ", "tab": b"\t", "down": b"\x1b[B",
        "up": b"\x1b[A", "left": b"\x1b[D", "right": b"\x1b[C", "ctrl+l": b"\x0c", "ctrl+q": b"\x11"}  # fmt: skip


class Terminal:
    """``python -m cadence`` with ``words``; a context manager that ends the program, and only that one."""

    def __init__(
        self, *words: str, environment: Mapping[str, str], size: tuple[int, int] = (120, 40), nohup: bool = False
    ) -> None:
        """``nohup``: it is started to ignore SIGHUP, as by that command."""
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                signal.signal(signal.SIGHUP, signal.SIG_IGN if nohup else signal.SIG_DFL)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
                kept = {
                    name: value
                    for name, value in os.environ.items()
                    if not name.startswith(("CADENCE_", "COLUMNS", "LINES"))
                }
                kept |= {"TERM": "xterm-256color", **environment}
                os.execvpe(sys.executable, [sys.executable, "-m", "cadence", *words], kept)
            finally:
                os._exit(127)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.close()

    def close(self) -> None:
        """The terminal goes away; the program may still be there."""
        with contextlib.suppress(OSError):
            os.close(self._fd)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def ends(self) -> int:
        """Wait for the program's end; its exit code."""
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if select.select([self._fd], [], [], 0.02)[0]:
                    self._feed(os.read(self._fd, 65536))
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"the program goes on:\n{self.text}")

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as it does outside of such a program."""
        return bool(termios.tcgetattr(self._fd)[3] & termios.ECHO)

    def kill(self) -> None:
        """``kill -9``: no time to save anything."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(row.rstrip() for row in self._screen.display)

    def press(self, *keys: str) -> None:
        """Keys by name, or text as it is typed."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key.encode()))

    def line(self, words: str) -> None:
        """Type into the line that is open, and enter it."""
        self.press(words, "enter")

    def sees(self, *words: str) -> None:
        """Wait until all of ``words`` stand on the screen."""
        self._until(words, wanted=True)

    def sees_not(self, *words: str) -> None:
        """Wait until none of ``words`` stands on the screen."""
        self._until(words, wanted=False)

    def _until(self, words: tuple[str, ...], *, wanted: bool) -> None:
        what = f"{'never saw' if wanted else 'still sees'} {words}"
        self.until(lambda: all((word in self.text) is wanted for word in words), what)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Go on reading what the program shows until ``holds``."""
        end = time.monotonic() + LONG
        while not holds():
            left = end - time.monotonic()
            assert left > 0, f"{what}:\n{self.text}"
            if not select.select([self._fd], [], [], min(left, 0.2))[0]:
                continue
            try:
                chunk = os.read(self._fd, 65536)
            except OSError:
                raise AssertionError(f"the program ended; {what}:\n{self.text}") from None
            self._feed(chunk)

    def _feed(self, chunk: bytes) -> None:
        # An escape sequence may come in two parts.
        whole = _UNKNOWN.sub(b"", self._rest + chunk)
        cut = whole.rfind(b"\x1b")
        self._rest = (
            whole[cut:]
            if cut >= 0 and len(whole) - cut < 24 and not whole[cut + 1 :].strip(b"0123456789;[?<>=P")
            else b""
        )
        self._stream.feed(whole[: len(whole) - len(self._rest)])


def environment(database: str, me: str, at: str, folder: Path) -> dict[str, str]:
    """What the program is told by its surroundings: nothing of the machine's own configuration."""
    return {
        "CADENCE_DB": database,
        "CADENCE_ME": me,
        "CADENCE_NOW": at,
        "CADENCE_CONFIG": str(folder / "none.toml"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
