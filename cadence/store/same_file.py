"""Whether a database's file is still the one that this process has opened."""

from __future__ import annotations

import os

from cadence.errors import StoreError
from cadence.store.connect import sqlite_file


class SameFile:
    """Detects that the file of an SQLite database was replaced since the first look, by its inode and size.

    Another file's rows would take the place of what is on the screen, and what is written would be lost with the old
    one. The file is not opened for this (see :func:`cadence.store.connect.check_header`). A copy over the file keeps
    the inode; since Cadence's databases never shrink, a smaller copy is noticed.
    """

    def __init__(self, url: str) -> None:
        """Name the database; nothing is looked at yet."""
        self._path = sqlite_file(url)
        self._file: tuple[int, int] | None = None
        self._size = 0

    def check(self) -> None:
        """Raise :class:`StoreError` if the file was replaced or removed."""
        if self._path is None:
            return
        try:
            found = os.stat(self._path)
        except OSError:
            if self._file is None:
                return  # there is none yet, which whoever opens it says
            raise self.gone() from None
        file = (found.st_dev, found.st_ino)
        if self._file not in (None, file) or found.st_size < self._size:
            raise self.gone()
        self._file, self._size = file, found.st_size

    def gone(self) -> StoreError:
        """The error for a replaced file."""
        return StoreError(
            f"the database {self._path or 'on the server'} was replaced while Cadence was open",
            "leave and start again; nothing of this was kept",
        )
