"""What a step walks: the cards or people of its queue, in order, as a viewer may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cadence.domain.cards import walk_orders
from cadence.domain.cards.boards import BOARDS, done_column, started_columns
from cadence.domain.cards.lean_coffee import order as topic_order
from cadence.domain.cards.routing import narrower
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import DotVote, ParkingLot, Round, Step, Topics, Walk
from cadence.domain.schedule.rhythm import iterations
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards.assembler import key_of, row_named
from cadence.services.cards.boards import board_cards
from cadence.services.meetings import rounds
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import MeetingRow, Viewer

QUERY_BOARDS: dict[str, tuple[BoardKey, ...]] = {
    "holdovers": (BoardKey.WALL, BoardKey.ACTIONS, BoardKey.PARKING, BoardKey.SYNC),
    "business": (BoardKey.WALL,),
    "team": (BoardKey.WALL,),
    "merged": (BoardKey.WALL,),
    "unassigned": (BoardKey.WALL,),
    "wall": (BoardKey.WALL,),
    "sync": (BoardKey.SYNC,),
    "arch": (BoardKey.ARCH,),
    "demo": (BoardKey.DEMO, BoardKey.WALL),
    "parking": (BoardKey.PARKING,),
    "retro-actions": (BoardKey.ACTIONS,),
    "retro-groups": (BoardKey.RETRO,),
}
"""The boards whose cards each query looks at."""


def cards_ahead(
    connection: Connection,
    viewer: Viewer,
    store: Store,
    step: Step,
    row: MeetingRow | None,
    state: dict[str, Any],
    *,
    kind: str = "",
    only_order: bool = False,
) -> list[CardView]:
    """The cards that a step would walk now, in order; what was walked already is among them while it is of concern.

    ``kind``: the meeting's, where there is no row of it yet.
    ``only_order``: nobody looks at the cards themselves, so thieves are left out where the order does not ask for them.
    """
    walks = step.walks
    if isinstance(walks, ParkingLot):
        return parked_for(connection, viewer, store, row, kind)
    query = query_of(step)
    if query is None:
        return []
    cards = {card.key: card for card in _cards_for(connection, viewer, store, query, row, whole=not only_order)}
    keys = walk_orders.order(query, list(cards.values()), capture.columns(connection, viewer, BoardKey.WALL.value))
    if isinstance(walks, Topics):
        form = (row.form if row else None) or walks.forms[0]
        keys = topic_order(form, [cards[key] for key in keys], state.get("big"))
    return [cards[key] for key in keys]


def query_of(step: Step) -> str | None:
    """What a step asks the boards for; ``None`` where it walks no cards, or the parking lot's."""
    walks = step.walks
    return walks.query if isinstance(walks, (Walk, DotVote)) else "arch" if isinstance(walks, Topics) else None


def _cards_for(
    connection: Connection, viewer: Viewer, store: Store, query: str, row: MeetingRow | None, *, whole: bool
) -> list[CardView]:
    judged = whole or query in walk_orders.BY_THIEF
    boards = QUERY_BOARDS[query]
    live = not whole and query != "demo"  # every other order leaves out what is done
    found = [
        card
        for board in boards
        for card in board_cards(connection, viewer, store, board.value, judged=judged, live=live)
    ]
    if query == "retro-actions":
        closed = {kind.key for kind in BY_KEY.values() if kind.closed_doors}
        return [card for card in found if _raised_in(card, closed)]
    if query == "demo":
        proposed = queries.cards.worked_on(
            connection, viewer, _iteration_start(connection, viewer, store, row), _begun_or_done(connection, viewer)
        )
        return [card for card in found if card.board != BoardKey.WALL or card.id in proposed]
    if query == "holdovers" and row is not None:  # what this meeting itself brings up is left over from none
        here = f"{row.kind}@{row.nominal}"
        return [card for card in found if card.came_from is None or card.came_from.meeting != here]
    if query == "retro-groups":
        grouped = queries.retro.groups(connection, viewer)
        return [card for card in found if card.id not in grouped and not card.sealed]
    return found


def _iteration_start(connection: Connection, viewer: Viewer, store: Store, row: MeetingRow | None) -> datetime:
    """When the iteration began that a meeting belongs to, or the present one."""
    zone = ZoneInfo(viewer.timezone)
    day = row.nominal if row is not None else store.clock().astimezone(zone).date()
    near = iterations(rhythm_of(connection, viewer.team_id), day - timedelta(days=1), day)
    mine = [one for one in near if row is not None and one.number == row.iteration] or near[-1:]
    return datetime.combine(mine[0].start if mine else day, time(), tzinfo=zone)


def _begun_or_done(connection: Connection, viewer: Viewer) -> tuple[tuple[str, ...], str]:
    """The wall's columns of work begun, and the one for what is done."""
    names = capture.columns(connection, viewer, BoardKey.WALL.value)
    wall = BOARDS[BoardKey.WALL]
    return started_columns(wall, names), done_column(wall, names) or names[-1]


def _raised_in(card: CardView, kinds: set[str]) -> bool:
    meeting = card.came_from.meeting if card.came_from else None
    return meeting is not None and meeting.partition("@")[0] in kinds


def parked_for(
    connection: Connection, viewer: Viewer, store: Store, row: MeetingRow | None, planned: str = ""
) -> list[CardView]:
    """The parking lot of a meeting: what was parked in it, then what was left open before, the oldest first.

    Of the latter, only what everybody in the meeting may see, since the screen is shared, and nothing from behind
    closed doors but there again. ``planned``: the kind of a meeting of which there is no row yet.
    """
    found = [card for card in board_cards(connection, viewer, store, BoardKey.PARKING.value) if card.status == "open"]
    kind = BY_KEY[row.kind if row is not None else planned]
    here = f"{row.kind}@{row.nominal}" if row is not None else ""

    def fits(card: CardView) -> bool:
        origin = (card.came_from.meeting if card.came_from else None) or ""
        closed = origin != "" and BY_KEY[origin.partition("@")[0]].closed_doors
        return narrower(card.audience, kind.audience) == kind.audience and closed <= kind.closed_doors

    own = [card for card in found if card.came_from and card.came_from.meeting == here]
    return own + [card for card in found if card not in own and fits(card)]


def queue(
    connection: Connection, viewer: Viewer, store: Store, step: Step, row: MeetingRow | None, state: dict[str, Any]
) -> list[str]:
    """The keys (of people: handles) of a step's whole walk: what was walked and has gone, then what is of concern."""
    if isinstance(step.walks, Round):
        return rounds.queue(connection, viewer, step.walks, row, state)
    ahead = [card.key for card in cards_ahead(connection, viewer, store, step, row, state, only_order=True)]
    if row is None:
        return ahead
    if isinstance(step.walks, DotVote) and "chosen" in state:
        return list(state["chosen"])
    # Where the walk stands stays in it, also when the card has gone elsewhere meanwhile: what follows is known.
    walked = _walked_keys(connection, viewer, row.id, step.key)
    stands = [row.at] if row.at and (row.at in ahead or _may_see(connection, viewer, row.at)) else []
    return list(dict.fromkeys([*walked, *stands, *ahead]))


def _may_see(connection: Connection, viewer: Viewer, key: str | None) -> bool:
    """Whether there is a card of that key for this viewer: a guest does not learn which hidden one is talked about."""
    try:
        return key is not None and bool(row_named(connection, viewer, key))
    except (BadValue, NotFound):
        return False


def _walked_keys(connection: Connection, viewer: Viewer, meeting_id: int, step: str) -> list[str]:
    walked = [row.card_id for row in queries.meetings.walked(connection, viewer, meeting_id) if row.step == step]
    keys = {row.id: key_of(viewer, row) for row in queries.cards.by_id(connection, viewer, walked)}
    return [keys[card_id] for card_id in walked if card_id in keys]


def guests_inside(connection: Connection, viewer: Viewer, meeting_id: int) -> list[str]:
    """The names of the guests who are marked present in a meeting."""
    people = {row.id: row for row in queries.team.people(connection, viewer.team_id, gone=True)}
    here: Sequence[int] = [row.person_id for row in queries.meetings.attendance(connection, meeting_id) if row.here]
    return [people[one].name for one in here if not is_team(people[one].role)]
