"""News: whether somebody else has written since the last look."""

from __future__ import annotations

from cadence.store.connect import connect
from cadence.store.same_file import SameFile


class Changes:
    """Whether somebody else wrote to the team's data since the last look.

    On SQLite one connection, outside any transaction, watches ``data_version`` (microseconds a look); the team's
    number then says whether the change was ours. On PostgreSQL nothing but that number is looked at.
    """

    def __init__(
        self, url: str, team_id: int, own: set[tuple[int, int]], file: SameFile, since: int | None = None
    ) -> None:
        """Open the watching connection; ``own`` are this process's writes (team, number), shared with the store.

        ``since``: the number that was looked at last, so that what came behind it is news; by default the present one.
        """
        self._connection = connect(url)
        self._team = team_id
        self._own = own
        self._file = file
        self._version = self._look()
        self._seq = self._number()
        if since is not None and since < self._seq:
            self._version, self._seq = -1, since

    def poll(self) -> bool:
        """Whether there is news; cheap enough for four times a second.

        Raises :class:`StoreError` where the database's file was replaced.
        """
        self._file.check()
        version = self._look()
        if version == self._version:
            return False
        self._version = version
        before, self._seq = self._seq, self._number()
        if self._seq < before:
            raise self._file.gone()
        return any((self._team, seq) not in self._own for seq in range(before + 1, self._seq + 1))

    def _look(self) -> int:
        if self._connection.dialect != "sqlite":
            return self._number()
        return int(self._connection.value("PRAGMA data_version"))

    def _number(self) -> int:
        return int(self._connection.value("SELECT seq FROM team WHERE id = :team", team=self._team) or 0)

    def close(self) -> None:
        """Stop watching."""
        self._connection.close()
