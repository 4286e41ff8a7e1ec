"""The end that comes from outside: a terminal that goes away, SIGHUP, SIGTERM. What is half typed is kept.

Textual goes on reading a terminal that is gone, in a loop without a pause, and writing to it may block for good. So a
thread of our own looks whether the terminal is there, asks the program to leave, and ends the process if it cannot.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

LOOK = 0.25
"""Seconds between two looks."""
GRACE = 1.2
"""Seconds that the program has to leave by itself."""
LAST_WRITE = 0.4
"""Seconds for keeping what is half typed where it could not."""
HUNG_UP = 128 + signal.SIGHUP
_RESTORED = "\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?7h"
"""No mouse, no bracketed paste, ordinary keys; the ordinary screen, with its cursor and its line breaks."""


class TerminalWatch:
    """Ends a program whose terminal has gone, or that was told to end; made in the main thread."""

    def __init__(self, leave: Callable[[int], object], keep: Callable[[], object]) -> None:
        """Take the two signals, except where the program was started to ignore them (``nohup``).

        Called in a thread: ``leave`` asks the program to end with an exit code, ``keep`` stores what is half typed
        where the program has not come to it.
        """
        self._leave, self._keep = leave, keep
        self._code: int | None = None
        self._terminal = sys.__stdin__.fileno() if sys.__stdin__ is not None else 0
        self._attributes = _attributes(self._terminal)
        for number in (signal.SIGHUP, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._told)
        threading.Thread(target=self._watch, name="cadence-terminal", daemon=True).start()

    def _told(self, number: int, _frame: object) -> None:
        self._end(128 + number)

    def _end(self, code: int) -> None:
        """Let the thread end the program: all that may be done in a signal's handler."""
        if self._code is None:
            self._code = code

    def driver(self) -> type[Driver]:
        """Textual's driver; an error while it reads the terminal is the terminal's end, and no error of the program."""
        gone = self._end

        class WatchedDriver(LinuxDriver):
            """Reads and draws the terminal as long as it is there; hands on together what it has read in one piece.

            Else a key could be answered before those behind it have come, which are told from gestures by it.
            """

            def __init__(self, *arguments: Any, **options: Any) -> None:
                super().__init__(*arguments, **options)
                self._piece: list[Message] = []
                self.exit_event = _BetweenReads(self._send_piece)

            def send_message(self, message: Message) -> None:
                if threading.current_thread() is self._key_thread:
                    self._piece.append(message)
                else:
                    super().send_message(message)

            def _send_piece(self) -> None:
                if self._piece and threading.current_thread() is self._key_thread:
                    piece, self._piece = self._piece, []
                    self._loop.call_soon_threadsafe(lambda: [self._app.post_message(message) for message in piece])

            def run_input_thread(self) -> None:
                try:
                    super().run_input_thread()
                except OSError:
                    gone(HUNG_UP)

        return WatchedDriver

    def _watch(self) -> None:
        while self._code is None:
            time.sleep(LOOK)
            if _is_gone(self._terminal):
                self._end(HUNG_UP)
        code = self._code or HUNG_UP
        self._leave(code)
        time.sleep(GRACE)
        last = threading.Thread(target=self._keep, daemon=True)
        last.start()
        last.join(LAST_WRITE)
        self._restore()
        os._exit(code)

    def _restore(self) -> None:
        """Give back the terminal as it was, if it is there."""
        if self._attributes is not None:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._attributes)
                os.set_blocking(self._terminal, False)
                os.write(self._terminal, _RESTORED.encode())


class _BetweenReads(threading.Event):
    """Textual's reader asks between two reads whether it is to end: then what it has read is whole."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__()
        self._then = then

    def is_set(self) -> bool:
        self._then()
        return super().is_set()


def _attributes(terminal: int) -> list[Any] | None:
    try:
        return termios.tcgetattr(terminal)
    except termios.error:
        return None


def _is_gone(terminal: int) -> bool:
    if _attributes(terminal) is None:
        return True
    poll = select.poll()
    poll.register(terminal, 0)
    return any(mask & (select.POLLHUP | select.POLLERR) for _, mask in poll.poll(0))
