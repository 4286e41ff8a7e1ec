"""News: what other people do to the team's data appears without a key being pressed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from cadence.errors import CadenceError

if TYPE_CHECKING:
    from cadence.store.changes import Changes
    from cadence.store.db import Store

INTERVAL = 0.25
"""Seconds between two looks (4 a second; a look takes microseconds on SQLite)."""
TROUBLED = 2.0
"""Seconds until the next look after one that failed."""


class News(Message):
    """Somebody else has written to the team's data: reload."""


class Watcher:
    """Looks for news in one thread of its own; says nothing while there is none.

    A plain daemon thread and not a worker of Textual's: it never ends by itself, and tests wait for all workers.
    """

    def __init__(
        self,
        store: Store,
        team_id: int,
        since: int | None,
        tell: Callable[[], object],
        trouble: Callable[[CadenceError], object],
    ) -> None:
        """``tell`` and ``trouble`` are called in the thread, ``trouble`` once until a look succeeds again.

        ``since``: the number of the last event that was looked at.
        """
        self._store = store
        self._team_id = team_id
        self._tell = tell
        self._trouble = trouble
        self._changes: Changes | None = store.changes(team_id, since)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="cadence-news", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more, and let go of the database."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2)

    def _watch(self) -> None:
        troubled = False
        while not self._stopped.wait(TROUBLED if troubled else INTERVAL):
            try:
                fresh = self._changes is None
                if self._changes is None:
                    self._changes = self._store.changes(self._team_id)
                if self._changes.poll() or fresh:
                    self._tell()
                troubled = False
            except CadenceError as error:
                self._let_go()
                if not troubled:
                    self._trouble(error)
                troubled = True
            except Exception as error:
                # Whatever a driver raises while the connection is gone; the next look opens another one.
                self._let_go()
                if not troubled:
                    self._trouble(CadenceError(f"no news from the database ({error})", "Cadence keeps trying"))
                troubled = True
        self._let_go()

    def _let_go(self) -> None:
        changes, self._changes = self._changes, None
        if changes is not None:
            changes.close()
