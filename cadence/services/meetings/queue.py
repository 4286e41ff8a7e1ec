"""What a step walks: the cards or people of its queue, in order, as a viewer may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, Board, own_side
from cadence.domain.cards.lean_coffee import order as topic_order
from cadence.domain.cards.outcomes import is_on_agenda
from cadence.domain.cards.routing import TABLED, narrower
from cadence.domain.cards.walk_queries import Query
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import DotVote, Merge, ParkingLot, Round, Step, Topics, Walk
from cadence.domain.parsing.names import parse_key, parse_note_key
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards.assembler import key_of, row_named
from cadence.services.cards.boards import board_cards
from cadence.services.cards.proposed import worked_on
from cadence.services.meetings import rounds, since_then
from cadence.services.schedule.week import Week
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.card_ties import FeedbackRow
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import MeetingRow, Viewer

_MADE = {BoardKey.WALL.value: "card", BoardKey.ACTIONS.value: "action"}


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
    walks, query = step.walks, step.query
    if isinstance(walks, Merge) and (row is None or row.started_at is None):
        query = walks.others  # no step before walks them, and they are on the agenda
    kind = row.kind if row is not None else kind
    if isinstance(walks, ParkingLot):
        return parked_for(connection, viewer, store, row, kind)
    if query is None:
        return []
    everything = state.get("scope") == "everything"
    found = cards_of(connection, viewer, store, query, row, kind, whole=not only_order, everything=everything)
    if isinstance(walks, Topics):
        cards = {card.key: card for card in found}
        form = (row.form if row else None) or walks.forms[0]
        return [cards[key] for key in topic_order(form, found, state.get("big"))]
    return found


def cards_of(
    connection: Connection,
    viewer: Viewer,
    store: Store,
    query: Query,
    row: MeetingRow | None,
    kind: str,
    *,
    whole: bool = True,
    everything: bool = False,
) -> list[CardView]:
    """The cards of a query in its order, for a meeting of ``kind`` (``row``: its own, where it was started).

    ``everything``: with what waits for its turn.
    """
    cards = {card.key: card for card in _looked_at(connection, viewer, store, query, row, kind, whole=whole)}
    columns = capture.columns(connection, viewer, BoardKey.WALL.value)
    stored = [_as_stored(viewer, card) for card in cards.values()]
    found = [cards[key] for key in query.keys(stored, columns, everything=everything)]
    if query.late_first:
        today = store.clock().astimezone(ZoneInfo(viewer.timezone)).date()
        found.sort(key=lambda card: card.due is None or card.due >= today)
    return found


def _as_stored(viewer: Viewer, card: CardView) -> CardView:
    """A card in the column that the store names: the walk goes in the same order for either side of a shared board."""
    stored = own_side(BOARDS[BoardKey(card.board)], card.column, guest=not viewer.in_team)
    return card if stored == card.column else replace(card, column=stored)


def nothing_waits(connection: Connection, viewer: Viewer, store: Store, kind: str) -> bool:
    """Whether a meeting of this kind has an agenda and nothing is on it: it proposes to cancel itself."""
    agenda = BY_KEY[kind].agenda
    return agenda is not None and not cards_of(connection, viewer, store, agenda, None, kind)


def _looked_at(
    connection: Connection,
    viewer: Viewer,
    store: Store,
    query: Query,
    row: MeetingRow | None,
    kind: str,
    *,
    whole: bool,
) -> list[CardView]:
    """The cards that a query's order is given: what its flags leave of its boards."""
    live = not whole and query.worked_on is None  # every other order leaves out what is done
    found = [
        card
        for board in query.boards
        for card in board_cards(
            connection, viewer, store, board.value, judged=whole, live=live and not BOARDS[board].presented
        )
    ]
    if query.of_kind:
        found = [card for card in found if _came_up_in(card).partition("@")[0] == kind]
    if query.from_before and row is not None:
        found = [card for card in found if _came_up_in(card) != f"{row.kind}@{row.nominal}"]
    if query.worked_on is not None:
        proposed = worked_on(connection, viewer, store.clock(), row)
        found = [card for card in found if card.board != query.worked_on or card.id in proposed]
    if query.not_before and any(card.back_on for card in found):
        day = _day_of(connection, viewer, store, row, kind)
        found = [card for card in found if is_on_agenda(card.back_on, day)]
    if query.answered_to:
        said = {
            one.card_id
            for board in (BOARDS[board] for board in query.boards)
            if board.presented
            for one in feedback_waiting(connection, viewer, board)
        }
        walked = walked_keys(connection, viewer, row.id) if row is not None else []  # heard along with the work
        found = [
            card
            for card in found
            if not BOARDS[BoardKey(card.board)].presented
            or (card.id in said and not (card.came_from and card.came_from.key in walked))
        ]
    if query.ungrouped:
        grouped = queries.retro.groups(connection, viewer)
        found = [card for card in found if card.id not in grouped and not card.sealed]
    return found


def feedback_waiting(connection: Connection, viewer: Viewer, board: Board, *, mine: bool = False) -> list[FeedbackRow]:
    """What was said of a board's cards, whenever, until it is answered, or given an outcome where work is planned.

    ``mine``: only of what the viewer presents.
    """
    plans = [kind.key for kind in BY_KEY.values() if kind.merges]
    return queries.card_ties.feedback_open(connection, viewer, board.key.value, plans, mine=mine)


def _day_of(connection: Connection, viewer: Viewer, store: Store, row: MeetingRow | None, kind: str) -> date:
    """The day on which a meeting was started, else on which its kind is held next; today where none lies ahead."""
    if row is not None and row.started_at is not None:
        return row.started_at.astimezone(ZoneInfo(viewer.timezone)).date()
    week = Week(connection, viewer, store.clock())
    ahead = (line.starts_at.date() for line in week.ahead(week.today, [kind]) if line.status in ("scheduled", "missed"))
    return next(ahead, week.today)


def _came_up_in(card: CardView) -> str:
    """The meeting in which a card came up; empty for none that the viewer may know of."""
    return (card.came_from.meeting if card.came_from else None) or ""


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
        origin = _came_up_in(card)
        closed = origin != "" and BY_KEY[origin.partition("@")[0]].closed_doors
        return narrower(card.audience, kind.audience) == kind.audience and closed <= kind.closed_doors

    own = [card for card in found if card.came_from and card.came_from.meeting == here]
    return own + [card for card in found if card not in own and fits(card)]


def queue(
    connection: Connection, viewer: Viewer, store: Store, step: Step, row: MeetingRow | None, state: dict[str, Any]
) -> list[str]:
    """The keys (of people: handles) of a step's whole walk: what was walked, then what is of concern.

    Where an order is judged, what is still of concern keeps its place in it, walked or not; where changes are told,
    the order is that in which the walk began, and what came since follows.
    """
    if isinstance(step.walks, Round):
        return rounds.queue(connection, viewer, step.walks, row, state)
    changed = row is not None and state.get("scope") == "changed"
    ahead = (
        changed_keys(connection, viewer, store, step, row)
        if changed
        else [card.key for card in cards_ahead(connection, viewer, store, step, row, state, only_order=True)]
    )
    if row is None:
        return ahead
    if isinstance(step.walks, DotVote) and "chosen" in state:
        return list(state["chosen"])
    # Where the walk stands stays in it, also when the card has gone elsewhere meanwhile.
    walked = walked_keys(connection, viewer, row.id, step.key)
    stands = [row.at] if row.at and row.at not in ahead and _may_see(connection, viewer, row.at) else []
    judged = isinstance(step.walks, Walk) and not step.walks.choices
    first = [key for key in walked if key not in ahead] if judged else walked
    found = list(dict.fromkeys([*([] if changed else first), *stands, *ahead]))
    began = {key: place for place, key in enumerate(state.get("began_with", ()))}
    return sorted(found, key=lambda key: began.get(key, -1 if key in first else len(began))) if began else found


def changed_keys(connection: Connection, viewer: Viewer, store: Store, step: Step, row: MeetingRow | None) -> list[str]:
    """The keys of what changed since the walk before, in the order that the query has for it."""
    query = step.query
    if row is None or query is None or query.changed is None:
        return []
    told = changes(connection, viewer, step, row)
    cards = board_cards(connection, viewer, store, query.boards[0].value)
    columns = capture.columns(connection, viewer, BoardKey.WALL.value)
    return [card.key for card in query.changed([card for card in cards if card.id in told], columns)]


def changes(connection: Connection, viewer: Viewer, step: Step, row: MeetingRow) -> dict[int, str]:
    """What happened to each card since the walk before, by its id; nothing where the step does not tell it."""
    query = step.query
    last = since_then.last_walk(connection, viewer, row, step.key) if query and query.changed else None
    return since_then.changed(connection, viewer, last, step.key, query.boards[0]) if query and last else {}


def _may_see(connection: Connection, viewer: Viewer, key: str | None) -> bool:
    """Whether there is a card of that key for this viewer: a guest does not learn which hidden one is talked about."""
    try:
        return key is not None and bool(row_named(connection, viewer, key))
    except (BadValue, NotFound):
        return False


def taken_back(connection: Connection, viewer: Viewer, key: str) -> bool:
    """Whether the card of that key is there no more, its adding undone; one that is hidden is there."""
    note = parse_note_key(key)
    retro, number = note or (0, parse_key(key)[1])
    return not queries.cards.exists(connection, viewer.team_id, number, retro)


def walked_keys(connection: Connection, viewer: Viewer, meeting_id: int, step: str | None = None) -> list[str]:
    """The keys of the cards that were walked in a meeting (in that step) and that the viewer may see, in order."""
    rows = queries.meetings.walked(connection, viewer, meeting_id)
    walked = [row.card_id for row in rows if step in (None, row.step)]
    keys = {row.id: key_of(viewer, row) for row in queries.cards.by_id(connection, viewer, walked)}
    return [keys[card_id] for card_id in walked if card_id in keys]


def came_up(connection: Connection, viewer: Viewer, meeting_id: int) -> list[CardRow]:
    """What was raised in a meeting, and what it made an action of that had been parked before."""
    raised = queries.cards.raised_in(connection, viewer, meeting_id)
    known = {row.id for row in raised}
    events = queries.log.of_meeting(connection, viewer, meeting_id)
    settled = {one.card_id for one in events if one.verb == "card.settle" and one.card_id and one.card_id not in known}
    before = queries.cards.by_id(connection, viewer, sorted(settled))
    return [*raised, *(row for row in before if BOARDS[BoardKey(row.board)].due_at_planning)]


def answered_by(connection: Connection, viewer: Viewer, meeting_id: int, kind: str) -> dict[int, str]:
    """What became of cards by what was made of them in a meeting, by id; with the titles of what was made."""
    raised = queries.cards.raised_in(connection, viewer, meeting_id)
    sources = [row.from_card_id for row in raised if row.from_card_id is not None]
    boards = {row.id: row.board for row in queries.cards.by_id(connection, viewer, sources)} if sources else {}
    found: dict[int, str] = {}
    for row in raised:
        of = row.from_card_id
        words = made_words(kind, boards.get(of or 0), row.board, f"{key_of(viewer, row)} {row.title}")
        if of is not None and words and words not in found.get(of, ""):
            found[of] = f"{found[of]}, {words}" if of in found else words
    return found


def made_words(kind: str, source: str | None, board: str, named: str) -> str:
    """What became of a card on ``source`` by what was made of it: a topic; of a demo's feedback heard here, a card."""
    if BOARDS[BoardKey(board)].discussing:
        return TABLED
    heard = source is not None and BOARDS[BoardKey(source)].presented and source != BY_KEY[kind].board
    return f"{_MADE[board]} {named}" if heard and board in _MADE else ""


def guests_inside(connection: Connection, viewer: Viewer, meeting_id: int) -> list[str]:
    """The names of the guests who are marked present in a meeting."""
    people = {row.id: row for row in queries.team.people(connection, viewer.team_id, gone=True)}
    here: Sequence[int] = [row.person_id for row in queries.meetings.attendance(connection, meeting_id) if row.here]
    return [people[one].name for one in here if not is_team(people[one].role)]
