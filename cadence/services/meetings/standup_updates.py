"""One's own standup updates: leaving them, reading them back, taking them back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.routing import blames_another
from cadence.domain.kinds import KINDS
from cadence.domain.parsing import text
from cadence.domain.parsing.names import after_key
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound, Refused
from cadence.services.cards.assembler import row_named
from cadence.services.meetings.hearing import hearing, said_in
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.standup import UpdateRow
from cadence.store.viewer import Viewer

if TYPE_CHECKING:
    from cadence.domain.views.cards import CardView


class Update(NamedTuple):
    """An update that is still to be heard: by the standup ``of``, left ``at``."""

    of: str
    yesterday: str
    today: str
    blocker: str
    at: datetime


class LeftUpdate(NamedTuple):
    """What leaving an update came to: the standup that hears it, and the cards that it flags as blocked."""

    hears: MeetingLine
    flagged: list[CardView]


def waiting(connection: Connection, viewer: Viewer, now: datetime) -> Update | None:
    """What the viewer has left for the next standup; ``None`` for nothing."""
    try:
        line = hearing(connection, viewer, now)
    except Refused:
        return None
    mine = (row for row in _unheard(connection, viewer) if row.day == line.nominal)
    return next((_update(viewer, row) for row in mine), None)


def own_updates(store: Store, viewer: Viewer) -> list[Update]:
    """The viewer's updates that no standup has heard yet, the oldest first."""
    with store.read() as connection:
        return [_update(viewer, row) for row in _unheard(connection, viewer)]


def _unheard(connection: Connection, viewer: Viewer) -> list[UpdateRow]:
    kind = next(kind.key for kind in KINDS if kind.takes_updates)
    rows = queries.standup.unheard(connection, viewer.team_id, kind, date.max)
    return [row for row in rows if row.person_id == viewer.person_id]


def _update(viewer: Viewer, row: UpdateRow) -> Update:
    at = row.left_at.astimezone(ZoneInfo(viewer.timezone))
    return Update(row.day.isoformat(), row.yesterday, row.today, row.blocker, at)


def own_update(store: Store, viewer: Viewer, day: str | None = None) -> Update:
    """What the viewer has left for the standup of ``day`` (``None``: for the next one); raises :class:`NotFound`."""
    with store.read() as connection:
        wanted = day or hearing(connection, viewer, store.clock()).nominal.isoformat()
        for row in _unheard(connection, viewer):
            if row.day.isoformat() == wanted:
                return _update(viewer, row)
    raise NotFound(f"no update of yours for {wanted}", "cadence standup add leaves one")


def leave(store: Store, viewer: Viewer, *, yesterday: str = "", today: str = "", blocker: str = "") -> LeftUpdate:
    """Put this in the place of the viewer's update for the next standup, by the quick lane's one way.

    Raises :class:`BadValue` for nothing said, :class:`~cadence.errors.NotAllowed` for guests.
    """
    said = {"yesterday": said_in(yesterday), "today": said_in(today), "blocker": said_in(blocker)}
    clean = {name: text.body(words).strip() for name, words in said.items()}
    if not any((yesterday.strip(), today.strip(), blocker.strip())):
        raise BadValue("the update is empty", "say one thing that you did, do, or wait for")
    now = store.clock()
    with store.quick() as connection:
        line = hearing(connection, viewer, now)
        capture.leave_update(
            connection,
            viewer,
            now,
            line.nominal,
            yesterday=clean["yesterday"],
            today=clean["today"],
            blocker=clean["blocker"],
            anew=True,
        )
    return LeftUpdate(line, flag(store, viewer, clean["blocker"]))


def flag(store: Store, viewer: Viewer, blocker: str) -> list[CardView]:
    """Each line of what is in the way becomes a flag on the card whose key begins it, ``SRE-4 the firewall``.

    On a card that is blocked already it becomes the reason. Gives the cards: none of a line that names no open card of
    the wall that the viewer may see.
    """
    found = (after_key(line) for line in blocker.splitlines())
    flagged = (_flag(store, viewer, *one) for one in found if one is not None)
    return [card for card in flagged if card is not None]


def _flag(store: Store, viewer: Viewer, key: str, why: str) -> CardView | None:
    from cadence.services.cards.blockers import block

    with store.read() as connection:
        try:
            row = row_named(connection, viewer, key)
        except (BadValue, NotFound):
            return None
    if BOARDS[BoardKey(row.board)].started is None or row.status != "open":
        return None
    return block(store, viewer, key, why)


def partner_to_ask(store: Store, viewer: Viewer, card: CardView) -> str:
    """The partner team, which may be the cause of what blocks a card; empty without one.

    Empty also where it knows already, and where another team is named as the cause.
    """
    with store.read() as connection:
        partner = queries.team.row(connection, viewer.team_id).partner or ""
    other = blames_another(card.blocked.reason if card.blocked else "", partner)
    return "" if card.shared_wait or other else partner


def clear(store: Store, viewer: Viewer, day: date | None = None) -> int:
    """Take back the viewer's updates that nobody has heard yet (``day``: those for that day's standup); how many."""
    from cadence.store.tables.meetings import StandupUpdate

    with store.write(viewer) as w:
        wanted = hearing(w.connection, viewer, w.at, day).nominal if day is not None else None
        rows = [row for row in _unheard(w.connection, viewer) if wanted in (None, row.day)]
        if not rows:
            raise NotFound("no update of yours waits to be heard", "cadence standup add leaves one")
        for row in rows:
            w.remove(w.get(StandupUpdate, row.id, "update"))
        w.log("standup.clear", data={"days": ", ".join(row.day.isoformat() for row in rows)})
        return len(rows)
