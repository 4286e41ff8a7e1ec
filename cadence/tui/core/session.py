"""What a screen works with once the database is open: the store, who is asking, and whom a line may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cadence.settings import Settings

if TYPE_CHECKING:
    from datetime import date, datetime

    from cadence.services.access.session import Candidate
    from cadence.services.home.news import RecentNews
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
Act = Callable[["Store", "Viewer"], T]
"""One use case, with all but its first two arguments given."""


class Session(NamedTuple):
    """An open database and its viewer. ``handles`` are the people whom ``@`` may name, ``team`` those of the team."""

    store: Store
    viewer: Viewer
    handles: tuple[str, ...]
    seq: int | None = None
    """The number of the last event that was looked at for what others do elsewhere."""
    half_typed: Mapping[tuple[str, str], str] = {}
    """Lines that were being typed when the program was left, by gesture and meeting."""
    team: tuple[str, ...] = ()

    def now(self) -> datetime:
        """The present instant in the team's zone."""
        from zoneinfo import ZoneInfo

        return self.store.clock().astimezone(ZoneInfo(self.viewer.timezone))

    def today(self) -> date:
        """The date in the team's zone."""
        return self.now().date()


def open_session(settings: Settings) -> Session:
    """Open the database that the settings name, as the person whom they name. Run in a worker.

    Raises :class:`~cadence.errors.StoreError`, :class:`~cadence.errors.BadConfig` or :class:`~cadence.errors.NotFound`.
    """
    from cadence.services.access import session as access_session

    store = access_session.store_of(settings)
    return session_of(store, access_session.viewer(store, settings))


def session_of(store: Store, viewer: Viewer) -> Session:
    """A session on a store that is open already."""
    from cadence.services.access.drafts import half_typed_lines
    from cadence.services.home.news import lately

    found = lately(store, viewer, None)
    return Session(store, viewer, found.handles, found.seq, half_typed_lines(store, viewer), found.team)


def nobody_yet(settings: Settings) -> bool:
    """Whether there is no database yet, so that the first questions are to be asked."""
    from cadence.services.access import session as access_session

    return not access_session.store_of(settings).exists()


def people_to_be(settings: Settings) -> list[Candidate]:
    """Whom the viewer may say that they are; raises :class:`~cadence.errors.StoreError`."""
    from cadence.services.access import session as access_session

    return access_session.candidates(access_session.store_of(settings))


def look_around(session: Session) -> tuple[Viewer, RecentNews, str]:
    """The viewer by now, what others did elsewhere since the last look, and the meeting behind closed doors that runs.

    Raises :class:`~cadence.errors.NotFound` for a viewer who is no longer in the team.
    """
    from cadence.services.access import session as access_session
    from cadence.services.access.drafts import closed_doors
    from cadence.services.home.news import lately

    viewer = access_session.again(session.store, session.viewer)
    return viewer, lately(session.store, viewer, session.seq), closed_doors(session.store, viewer)
