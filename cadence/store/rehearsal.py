"""A store in which many writes are told in one transaction, at instants that the teller sets: for the sample team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from cadence.store import capture
from cadence.store.capture import Who, take_seq
from cadence.store.connect import Lane, in_words
from cadence.store.db import Store, Write, lane_of

if TYPE_CHECKING:
    from sqlmodel import Session


class Rehearsal(Store):
    """Between the two ends of :meth:`telling`, every read and write shares one connection and one transaction.

    Each write still takes its number and logs its events. The clock stands until ``now`` is set. For a throw-away
    file only: whoever else wanted to write would wait until the telling is over.
    """

    def __init__(self, url: str, now: datetime) -> None:
        """Name the database, which is there already; ``now`` is the instant at which the telling begins."""
        super().__init__(url, lambda: self.now)
        self.now = now
        self._session: Session | None = None
        self._lane: Lane | None = None

    @contextmanager
    def telling(self) -> Iterator[None]:
        """The one transaction: all of it is kept when the block ends, or nothing when it raises."""
        from sqlmodel import Session

        from cadence.store.session import engine_for

        with in_words(self.url), Session(engine_for(self.url), expire_on_commit=False, autoflush=False) as session:
            with session.begin():
                self._session, self._lane = session, lane_of(session)
                try:
                    yield
                finally:
                    self._session = self._lane = None

    def _open(self) -> tuple[Session, Lane]:
        assert self._session is not None and self._lane is not None, "read and write inside telling()"
        return self._session, self._lane

    @contextmanager
    def read(self) -> Iterator[Lane]:
        """What was told so far."""
        session, lane = self._open()
        session.flush()
        yield lane

    @contextmanager
    def write(self, who: Who, meeting_id: int | None = None) -> Iterator[Write]:
        """One numbered write, as of the instant that the clock stands at."""
        session, lane = self._open()
        seq = take_seq(lane, who.team_id)
        place = meeting_id if meeting_id is not None else capture.present_meeting(lane, who)
        yield Write(session, lane, who, self.now, seq, place)
        session.flush()

    @contextmanager
    def setup(self) -> Iterator[Session]:
        """The shared session, outside any team's log."""
        session, _ = self._open()
        yield session
        session.flush()

    @contextmanager
    def quick(self) -> Iterator[Lane]:
        """The shared lane, for :mod:`cadence.store.capture`."""
        with self.read() as lane:
            yield lane

