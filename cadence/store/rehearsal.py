"""A store in which many writes are told in one transaction, at instants that the teller sets: for the sample team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from cadence.store import capture
from cadence.store.capture import Who, take_seq
from cadence.store.connect import Lane
from cadence.store.db import Store, Write, lane_of

if TYPE_CHECKING:
    from sqlmodel import Session, SQLModel


class Rehearsal(Store):
    """Every read and write shares one session, one connection and one transaction; the clock stands until it is set.

    For a throw-away file only: nothing waits for the disk, and a crash in the middle loses everything.
    """

    def __init__(self, url: str, now: datetime) -> None:
        """Name the database, which is there already; ``now`` is the instant at which the telling begins."""
        super().__init__(url, lambda: self.now)
        self.now = now
        self._session: Session | None = None
        self._kept: list[SQLModel] = []

    @contextmanager
    def telling(self) -> Iterator[None]:
        """The one transaction: kept when the block ends, or nothing of it when it raises."""
        from sqlalchemy import event
        from sqlmodel import Session

        from cadence.store.session import engine_for

        with Session(engine_for(self.url), expire_on_commit=False, autoflush=False) as session, session.begin():
            self._session, self._lane = session, lane_of(session)
            try:
                yield
            finally:
                self._session = None

    @contextmanager
    def read(self) -> Iterator[Lane]:
        assert self._session is not None
        self._session.flush()
        yield self._lane

    @contextmanager
    def write(self, who: Who, meeting_id: int | None = None) -> Iterator[Write]:
        assert self._session is not None
        lane = self._lane
        seq = take_seq(lane, who.team_id)
        place = meeting_id if meeting_id is not None else capture.present_meeting(lane, who)
        yield Write(self._session, lane, who, self.now, seq, place)
        self._session.flush()

    @contextmanager
    def setup(self) -> Iterator[Session]:
        assert self._session is not None
        yield self._session
        self._session.flush()

    @contextmanager
    def quick(self) -> Iterator[Lane]:
        with self.read() as lane:
            yield lane
