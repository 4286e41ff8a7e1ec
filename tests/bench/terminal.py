"""A program in a terminal of its own: keys go in, what comes out is stamped with its time.

Output is stamped as it arrives and given to the emulator only when somebody asks what the screen shows, so that the
emulator's own slowness is in no figure.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

from tests.bench.harness import Failed

COLUMNS, LINES = 120, 40
LINUX = Path("/proc/self/stat").exists()
DOWN = b"\x1b[B"

# What pyte takes for text or for something else: private modes of the keyboard, device control strings.
UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\?[0-9;]*(?:u|\$p)|\x1bP.*?\x1b\\", re.DOTALL)
ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(?:\x1b\\|\x07)|[@-Z\\-_])", re.DOTALL)
ANSWERS = {  # a modern terminal's: synchronized output is there, the primary device attributes, a dark background
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b]11;?": b"\x1b]11;rgb:1010/1010/1010\x1b\\",
}


class Terminal:
    """A running program. Use as a context manager: at its end the program is ended too, and only that one."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], cwd: Path) -> None:
        self.command = command
        self.output: list[tuple[float, bytes]] = []
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
                os.chdir(cwd)
                os.execvpe(command[0], list(command), dict(environment))
            finally:
                os._exit(127)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, how)
            if self._gone(within=2.0):
                break
        os.close(self.fd)

    def _gone(self, within: float) -> bool:
        until = time.perf_counter() + within
        while time.perf_counter() < until:
            with contextlib.suppress(Failed):
                self.read(0.01)  # a program that cannot write cannot end
            try:
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    return True
            except ChildProcessError:
                return True
            time.sleep(0.005)
        return False

    def read(self, within: float) -> float | None:
        """The time of the next output, if there is some ``within`` seconds. Raises :class:`Failed` at its end."""
        if not select.select([self.fd], [], [], max(0.0, within))[0]:
            return None
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:
            chunk = b""
        at = time.perf_counter()
        if not chunk:
            raise Failed(f"{Path(self.command[0]).name} ended: {' '.join(self.text().split())[-200:]}")
        self.output.append((at, chunk))
        for question, answer in ANSWERS.items():
            if question in chunk:
                os.write(self.fd, answer)
        return at

    def press(self, keys: bytes) -> float:
        """Write ``keys``; the time at which."""
        at = time.perf_counter()
        os.write(self.fd, keys)
        return at

    def wait_for(self, words: str, timeout: float = 60.0) -> float:
        """The time at which ``words`` are on the screen."""
        sought, until = words.encode(), time.perf_counter() + timeout
        tail, quiet = b"", 0
        while time.perf_counter() < until:
            at = self.read(0.25)
            if at is None:
                quiet += 1
                if quiet == 1 and words in self.text():  # drawn in pieces
                    return self.output[-1][0]
                continue
            quiet = 0
            tail = tail[-4000:] + self.output[-1][1]
            if sought in ESCAPES.sub(b"", tail):
                return at
        raise Failed(f"{Path(self.command[0]).name}: {words!r} did not appear within {timeout:g} s")

    def settle(self, since: float, quiet: float = 0.08, timeout: float = 30.0) -> float:
        """The time of the last output before the program is silent and no longer computing; ``since`` if none came."""
        last, until = since, time.perf_counter() + timeout
        calm, cpu = time.perf_counter(), self.cpu()
        while time.perf_counter() < until:
            at = self.read(calm + quiet - time.perf_counter())
            if at is not None:
                last = at
            elif (silent := time.perf_counter() - calm) < quiet:
                continue
            elif self.cpu() - cpu < 0.4 * silent:
                return last
            calm, cpu = time.perf_counter(), self.cpu()
        raise Failed(f"{Path(self.command[0]).name} did not settle within {timeout:g} s")

    def rest(self, seconds: float) -> None:
        """Read what comes for that long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)

    def cpu(self) -> float:
        """Seconds of CPU that the program's process has used so far, all threads, ended ones too."""
        if LINUX:
            return time.clock_gettime_ns((~self.pid << 3) | 2) / 1e9  # the process's own clock; see clock_getcpuclockid
        said = subprocess.run(["ps", "-o", "time=", "-p", str(self.pid)], capture_output=True, text=True, check=False)
        seconds = 0.0
        for part in said.stdout.strip().replace("-", ":").split(":"):
            seconds = seconds * 60 + float(part or 0)
        return seconds

    def memory(self) -> float:
        """Megabytes: the most that were resident (Linux), or that are now (elsewhere)."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii", errors="replace"))
            if found:
                return int(found.group(1)) / 1024
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, text=True, check=False)
        return int(said.stdout.strip() or 0) / 1024

    def text(self) -> str:
        """What the screen shows now."""
        screen = pyte.Screen(COLUMNS, LINES)
        stream = pyte.ByteStream(screen)
        stream.feed(UNKNOWN.sub(b"", b"".join(chunk for _, chunk in self.output)))
        return "\n".join(screen.display)
