"""One's own standup updates: leaving them, reading them back, taking them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
from cadence.services.access.display_names import display_names
from cadence.services.cards.assembler import row_named
from cadence.services.meetings.hearing import hearing, said_in
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.standup import UpdateRow
from cadence.store.viewer import Viewer

if TYPE_CHECKING:
    from cadence.domain.views.cards import CardView
    from cadence.store.queries.cards import CardRow
    from cadence.store.write import Write


class Update(NamedTuple):
    """An update that is still to be heard: by the standup ``of``, left ``at``."""

    of: str
    yesterday: str
    today: str
    blocker: str
    at: datetime


class LeftUpdate(NamedTuple):
    """What leaving an update, or taking some back, came to: for flags on cards too."""

    hears: MeetingLine | None
    """The standup that hears it; ``None`` where nothing is left."""
    flagged: Sequence[CardView] = ()
    lifted: Sequence[CardView] = ()
    """Blocked no longer: their flag was the update's."""
    stay: Sequence[tuple[CardView, str]] = ()
    """Blocked still, though it no longer says so, with why: others say so too, flagged them, or changed the reason."""
    cleared: int = 0
    """How many updates were taken back."""


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
    return [row for row in _everybodys(connection, viewer) if row.person_id == viewer.person_id]


def _everybodys(connection: Connection, viewer: Viewer) -> list[UpdateRow]:
    kind = next(kind.key for kind in KINDS if kind.takes_updates)
    return queries.standup.unheard(connection, viewer.team_id, kind, date.max)


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

    One that is emptied is taken back. Raises :class:`BadValue` for nothing said where nothing was left,
    :class:`~cadence.errors.NotAllowed` for guests.
    """
    said = {"yesterday": said_in(yesterday), "today": said_in(today), "blocker": said_in(blocker)}
    clean = {name: _without_blank_lines(text.body(words)) for name, words in said.items()}
    if not any((yesterday.strip(), today.strip(), blocker.strip())):
        return _emptied(store, viewer)
    now = store.clock()
    with store.quick() as connection:
        line = hearing(connection, viewer, now)
        named = _named(row for row in _unheard(connection, viewer) if row.day == line.nominal)
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
        gone = named - _named(_unheard(connection, viewer))
    took = LeftUpdate(line)
    if gone:
        with store.write(viewer) as w:
            took = _flags_taken_back(w, gone)._replace(hears=line)
    return took._replace(flagged=flag(store, viewer, clean["blocker"]))


def _without_blank_lines(words: str) -> str:
    """Each line is something of its own."""
    return "\n".join(line for line in words.strip().splitlines() if line.strip())


def _emptied(store: Store, viewer: Viewer) -> LeftUpdate:
    with store.read() as connection:
        day = hearing(connection, viewer, store.clock()).nominal
        if all(row.day != day for row in _unheard(connection, viewer)):
            raise BadValue("the update is empty", "say one thing that you did, do, or wait for")
    return clear(store, viewer, day)


def _named(rows: Iterable[UpdateRow]) -> set[str]:
    """The keys with which lines of what is in the way begin."""
    found = (after_key(line) for row in rows for line in row.blocker.splitlines())
    return {one[0].upper() for one in found if one is not None}


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
        if _work(connection, viewer, key) is None:
            return None
    return block(store, viewer, key, why, beforehand=True)


def _work(connection: Connection, viewer: Viewer, key: str) -> CardRow | None:
    """The open card of that key which can be blocked; ``None`` where the viewer sees none."""
    try:
        row = row_named(connection, viewer, key)
    except (BadValue, NotFound):
        return None
    return row if BOARDS[BoardKey(row.board)].started is not None and row.status == "open" else None


def _flags_taken_back(w: Write, keys: Collection[str]) -> LeftUpdate:
    """The flags of these cards go, as far as the viewer's updates have set them, in an open write."""
    from cadence.services.cards.blockers import taken_back
    from cadence.services.cards.create import shown
    from cadence.store.tables.cards import Card

    lifted: list[CardView] = []
    stay: list[tuple[CardView, str]] = []
    others = [one for one in _everybodys(w.connection, w.viewer) if one.person_id != w.viewer.person_id]
    called = display_names(w.connection, w.viewer)
    for key in sorted(keys):
        row = _work(w.connection, w.viewer, key)
        if row is not None and row.blocked_since is not None:
            card = w.get(Card, row.id)
            too = dict.fromkeys(called.get(one.handle, one.handle) for one in others if key in _named([one]))
            if too:
                stay.append((shown(w, card), f"{' and '.join(too)} said so too"))
            elif taken_back(w, card):
                lifted.append(shown(w, card))
            else:
                stay.append((shown(w, card), "its flag is not this update's alone"))
    return LeftUpdate(None, lifted=lifted, stay=stay)


def partner_to_ask(store: Store, viewer: Viewer, card: CardView) -> str:
    """The partner team, which may be the cause of what blocks a card; empty without one.

    Empty also where it knows already, and where another team is named as the cause.
    """
    with store.read() as connection:
        partner = queries.team.row(connection, viewer.team_id).partner or ""
    other = blames_another(card.blocked.reason if card.blocked else "", partner)
    return "" if card.shared_wait or other else partner


def clear(store: Store, viewer: Viewer, day: date | None = None) -> LeftUpdate:
    """Take back the viewer's updates that nobody has heard yet (``day``: those for that day's standup).

    The flags that they set go with them, unless another update that waits names the same card.
    """
    from cadence.store.tables.meetings import StandupUpdate

    with store.write(viewer) as w:
        wanted = hearing(w.connection, viewer, w.at, day).nominal if day is not None else None
        rows = [row for row in _unheard(w.connection, viewer) if wanted in (None, row.day)]
        if not rows:
            raise NotFound("no update of yours waits to be heard", "cadence standup add leaves one")
        for row in rows:
            w.remove(w.get(StandupUpdate, row.id, "update"))
        w.log("standup.clear", data={"days": ", ".join(row.day.isoformat() for row in rows)})
        gone = _named(rows) - _named(_unheard(w.connection, viewer))
        return _flags_taken_back(w, gone)._replace(cleared=len(rows))
