"""The receipt at a meeting's end: what was decided, who took what, what went where, and the minutes given back."""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cadence.domain.cards.boards import BOARDS, done_column
from cadence.domain.cards.outcomes import KEPT, NOT_SHOWN
from cadence.domain.cards.walk_queries import UNASSIGNED
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import MeetingKind, Topics, Walk
from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import CardView, moved_words
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import ReceiptView
from cadence.domain.views.notes import MeetingNotes, NoteCard
from cadence.domain.vocabulary import BoardKey
from cadence.errors import Refused
from cadence.services.access.display_names import display_names
from cadence.services.cards import time_thieves
from cadence.services.cards.assembler import key_from, key_of
from cadence.services.cards.boards import board_cards, planned_iteration
from cadence.services.meetings.merge import RUNS_ON_AS
from cadence.services.meetings.queue import parked_for
from cadence.services.meetings.run import steps_of
from cadence.services.meetings.topics import is_discussed
from cadence.services.meetings.view import view_on
from cadence.services.notes.builder import gather
from cadence.services.notes.discussed import with_what_came_later
from cadence.services.notes.notes import kept_notes, own_audience
from cadence.services.notes.placed import with_places
from cadence.services.schedule.week import Week, resolve
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import MeetingRow, Viewer

WENT = {BoardKey.ARCH: "→ arch", BoardKey.SYNC: "→ sync"}
AGENDAS = frozenset(board.value for board in WENT)
"""The boards that are another meeting's agenda."""


def receipt(store: Store, viewer: Viewer, ref: str) -> ReceiptView:
    """What a meeting came to, for the viewer; raises :class:`Refused` for one that was not started."""
    with store.read() as connection:
        line = resolve(Week(connection, viewer, store.clock()), ref, held=True)
        row = queries.meetings.named(connection, viewer.team_id, line.kind, line.nominal)
        if row is None or row.started_at is None:
            raise Refused(f"{line.ref} was not held", "there is no receipt of it")
        audience = own_audience(viewer)
        kept = kept_notes(viewer, row, audience) or gather(connection, viewer, store, line, row, audience)
        placed = with_places(connection, viewer, store, line, row, kept)
        notes = with_what_came_later(connection, viewer, _as_seen_now(connection, viewer, placed), row)
        view = view_on(connection, viewer, store, line)
        names = display_names(connection, viewer)
        events = _events(connection, viewer, row)
        plans, used = BY_KEY[row.kind].merges, notes.used or 0
        looks_back = plans or BY_KEY[row.kind].closed_doors
        told = {one.card.id for step in notes.steps for one in step.cards if looks_back and one.outcome}
        parked, ended = parked_for(connection, viewer, store, row), row.ended_at or store.clock()
        open_ = tuple(card for card in parked if card.created_at <= ended)  # what came later is the next one's
        away, read_out = _not_in_the_room(notes, in_a_round=view.form is None)
        return ReceiptView(
            line=line,
            used=used,
            timebox=notes.timebox,
            given_back=notes.given_back,
            decided=tuple(card.title for card in view.decisions),
            took=_took(connection, viewer, events, names),
            actions=tuple(_action(card, names) for card in view.actions),
            blocked=_blocked(connection, viewer, events),
            went_on=(
                *_went_on(
                    connection,
                    viewer,
                    [one for one in events if one.card not in told or one.verb == "card.table"],
                    _told(notes),
                ),
                *_typed_anew(notes),
                *(f'→ wall "{one.title}"' for one in notes.added),
            ),
            outcomes=_outcomes(notes, BY_KEY[line.kind]),
            holdovers=_holdovers(connection, viewer, notes, row, {card.key for card in open_}) if looks_back else (),
            without_owner=_without_owner(connection, viewer, store, line) if plans else (),
            not_reached=_not_reached(notes, BY_KEY[line.kind]),
            withheld=bool(notes.withheld),
            unfinished=_unfinished(connection, viewer, row),
            still_open=tuple(replace(card, stays=tuple(names.get(one, one) for one in card.stays)) for card in open_),
            feedback=_feedback(connection, viewer, notes, names),
            balance=notes.balance,
            duty=notes.duty,
            thieves=time_thieves.confirmed_in(connection, viewer, row.id),
            not_heard=notes.not_heard,
            away=away if notes.updates else (),
            read_out=read_out,
            notes=line.ref,
            last_words=" ".join(notes.remarks),
        )


def _as_seen_now(connection: Connection, viewer: Viewer, notes: MeetingNotes) -> MeetingNotes:
    """The notes without the cards that the viewer could see when the meeting ended and no longer can."""
    ids = [one.card.id for step in notes.steps for one in step.cards]
    seen = {row.id for row in queries.cards.by_id(connection, viewer, ids)}
    steps = (replace(step, cards=tuple(one for one in step.cards if one.card.id in seen)) for step in notes.steps)
    return replace(notes, steps=tuple(steps))


class Happened(NamedTuple):
    """One entry of the log of a meeting: to which card, and what."""

    card: int
    """Its id."""
    key: str
    verb: str
    data: dict[str, Any]


def _events(connection: Connection, viewer: Viewer, row: MeetingRow) -> list[Happened]:
    """What happened to cards in the meeting."""
    found = queries.log.of_meeting(connection, viewer, row.id)
    return [
        Happened(one.card_id, key, one.verb, json.loads(one.data))
        for one in found
        if one.card_id and (key := key_from(viewer, one.card_number, one.card_retro))
    ]


def _action(card: CardView, names: Mapping[str, str]) -> str:
    owners = ", ".join(names.get(one, one) for one in card.assignees or card.stays)
    return f"{owners or 'nobody yet'}: {card.title}" + (f"  due {day_words(card.due)}" if card.due else "")


def _took(
    connection: Connection, viewer: Viewer, events: Sequence[Happened], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Who took which cards in this meeting, and still has them."""
    ties = [one for one in events if one.verb in ("card.assigned", "card.not_assigned")]
    titles = {row.id: row.title for row in queries.cards.by_id(connection, viewer, [one.card for one in ties])}
    taken: dict[str, list[str]] = {}
    for one in ties:
        handle, card = one.data.get("person", ""), f"{one.key} {titles.get(one.card, '')}".strip()
        cards = taken.setdefault(names.get(handle, handle), [])
        if one.verb == "card.assigned":
            cards.append(card)
        elif card in cards:
            cards.remove(card)
    for handle, card in _named_with_it(connection, viewer, events, {one.card for one in ties}):
        taken.setdefault(names.get(handle, handle), []).append(card)
    return tuple(f"{name}: {' · '.join(dict.fromkeys(cards))}" for name, cards in taken.items() if cards)


def _named_with_it(
    connection: Connection, viewer: Viewer, events: Sequence[Happened], known: Container[int]
) -> list[tuple[str, str]]:
    """Who was named in the line that added work in this meeting, and has it: handles and cards."""
    new = [one for one in events if one.verb == "card.add" and one.card not in known]
    rows = {row.id: row for row in queries.cards.by_id(connection, viewer, [one.card for one in new])}
    work = {
        card: f"{key_of(viewer, row)} {row.title}" for card, row in rows.items() if BOARDS[BoardKey(row.board)].started
    }
    found = queries.card_ties.ties(connection, viewer, ids=list(work)) if work else []
    return [(one.handle, work[one.card_id]) for one in found if one.tie == "assigned"]


def _blocked(connection: Connection, viewer: Viewer, events: Sequence[Happened]) -> tuple[str, ...]:
    """The cards that were found blocked in this meeting, and by what."""
    blocks: dict[int, Happened] = {}
    for one in events:
        if one.verb == "card.block":
            blocks[one.card] = one
        elif one.verb == "card.unblock":
            blocks.pop(one.card, None)
    titles = ((one, _title(connection, viewer, card)) for card, one in blocks.items())
    return tuple(f"{one.key} {title}: {one.data.get('reason', '')}" for one, title in titles if title)


def _told(notes: MeetingNotes) -> set[int]:
    """The topics whose end stands among the outcomes."""
    return {one.card.id for step in notes.steps for one in step.cards if one.ended}


def _went_on(
    connection: Connection, viewer: Viewer, events: Sequence[Happened], told: Container[int]
) -> tuple[str, ...]:
    """What was done or dropped, and what went to another meeting's board: tabled, added, or out of the parking lot.

    ``told``: the ids of topics of which it is told elsewhere how they ended here.
    """
    places: dict[int, str] = {}
    whys: dict[int, str] = {}
    parked: dict[int, str] = {}
    tabled = {one.card for one in events if one.verb == "card.table"}
    done = done_column(BOARDS[BoardKey.WALL], capture.columns(connection, viewer, BoardKey.WALL.value))
    for one in events:
        if one.verb == "card.table":
            places[one.card] = WENT[BoardKey.ARCH]
        elif (
            one.verb == "card.add"
            and one.card not in told
            and one.data.get("board") in AGENDAS
            and not _made_of(connection, viewer, one.card, tabled)
        ):
            places[one.card] = WENT[BoardKey(one.data["board"])]
        elif one.verb == "card.settle" and one.card not in told:
            places[one.card] = one.data.get("place", "settled")
            parked[one.card] = one.data.get("parked", "")
        elif one.verb == "card.drop" and one.card not in told:
            places[one.card] = "dropped"
            whys[one.card] = f": {one.data.get('reason', '')}"
        elif one.verb == "card.move" and one.data.get("to") == done:
            places[one.card] = "done"
        elif one.verb == "card.move" and places.get(one.card) == "done":
            del places[one.card]
    titles = ((card, place, _title(connection, viewer, card)) for card, place in places.items())
    return tuple(
        (f'"{parked[card]}" ' if parked.get(card) else "")
        + f'{place}  "{title}"{whys.get(card, "") if place == "dropped" else ""}'
        for card, place, title in titles
        if title
    )


def _typed_anew(notes: MeetingNotes) -> tuple[str, ...]:
    """What went to the arch agenda from behind closed doors, of which the log says nothing."""
    closed = BY_KEY[notes.line.kind].closed_doors
    return tuple(f'{WENT[BoardKey.ARCH]}  "{one.title}"' for one in notes.tabled) if closed else ()


def _title(connection: Connection, viewer: Viewer, card_id: int) -> str:
    """The title of a card; empty where this viewer may not see it."""
    return "".join(str(card.title) for card in queries.cards.by_id(connection, viewer, [card_id]))


def _made_of(connection: Connection, viewer: Viewer, card_id: int, others: Collection[int]) -> bool:
    """Whether a card was made of one of ``others``, which is told of already."""
    return any(card.from_card_id in others for card in queries.cards.by_id(connection, viewer, [card_id]))


def _outcomes(notes: MeetingNotes, kind: MeetingKind) -> tuple[str, ...]:
    """How each topic ended, and what became of the cards of the meeting's own board, which it walked.

    Topics without an outcome are named apart; another card is where it was.
    """
    again = {item.key: item.due for item in notes.returns}

    def told(one: NoteCard) -> str:
        words = one.outcome or (NOT_SHOWN if kind.recorded else f"as before: {one.card.stands_in}")
        due, owed = again.get(one.card.key), ""
        if BOARDS[BoardKey(one.card.board)].sides and one.card.status == "open":  # who owes it, and by when
            day = f"due {day_words(one.card.due)}{moved_words(one.card.promised)}" if one.card.due else ""
            parts = [*one.card.assignees, *([day] if day else [])]
            owed = f" ({', '.join(parts)})" if parts else ""
        return f"{one.card.title} → {words}{owed}" + (f", again on {day_words(due)}" if due and not one.ended else "")

    asked = {step.key for step in kind.steps if isinstance(step.walks, Walk) and step.walks.choices and not kind.merges}
    return tuple(
        told(one)
        for step in notes.steps
        for one in step.cards
        if one.ended or (step.key in asked and one.card.board == kind.board)
    )


def _feedback(connection: Connection, viewer: Viewer, notes: MeetingNotes, names: Mapping[str, str]) -> tuple[str, ...]:
    """What was said of each thing shown, and by whom; of what was said since, also when."""
    if not BY_KEY[notes.line.kind].recorded:
        return ()
    called = {one.name: names.get(one.handle, "") for one in queries.team.people(connection, viewer.team_id, gone=True)}
    found = []
    for one in (one for step in notes.steps for one in step.cards):
        for who, words in one.comments:
            name, comma, day = who.partition(", ")
            found.append(f"{one.card.title}: {words} ({called.get(name) or name or 'somebody'}{comma}{day})")
    return tuple(found)


def _holdovers(
    connection: Connection, viewer: Viewer, notes: MeetingNotes, row: MeetingRow, still_open: Container[str]
) -> tuple[str, ...]:
    """What became of each card that a choice was asked for: ``SRE-42 VPC peering → continue``.

    ``still_open``: the keys of the parked items that are listed apart, to be given a place.
    """
    asks = {step.key for step in BY_KEY[row.kind].steps if isinstance(step.walks, Walk) and step.walks.choices}
    walked = [one for step in notes.steps if step.key in asks for one in step.cards]
    going = queries.cards.by_id(connection, viewer, json.loads(row.state).get("runs_on", ()))
    runs_on = [f"{key_of(viewer, one)} {one.title}" for one in going]
    planned = {card.key for card in notes.merged}
    found: dict[str, str] = {}
    for one in walked:
        if one.card.key in still_open and not one.outcome:
            continue
        due = f", due {day_words(one.card.due)}" if one.outcome in KEPT and one.card.due else ""
        left = "no outcome, planned again" if one.card.key in planned else "no outcome, comes back"
        name = f"{one.card.key} {one.card.title}"
        found[name] = RUNS_ON_AS if name in runs_on else f"{one.outcome}{due}" or left
    found |= {name: RUNS_ON_AS for name in runs_on if name not in found}
    return tuple(f"{card} → {outcome}" for card, outcome in found.items())


def _without_owner(connection: Connection, viewer: Viewer, store: Store, line: MeetingLine) -> tuple[str, ...]:
    """What is planned for the meeting's iteration and has nobody yet, while that iteration lasts."""
    if planned_iteration(connection, viewer, store) != line.iteration:
        return ()
    cards = {card.key: card for card in board_cards(connection, viewer, store, BoardKey.WALL.value)}
    names = capture.columns(connection, viewer, BoardKey.WALL.value)
    return tuple(f"{key} {cards[key].title}" for key in UNASSIGNED.keys(cards.values(), names))


def _not_reached(notes: MeetingNotes, kind: MeetingKind) -> tuple[str, ...]:
    """The topics on the agenda that nobody got to."""
    cards = [one for step in notes.steps if step.key in kind.topic_steps for one in step.cards]
    return tuple(f"{one.card.key} {one.card.title}" for one in cards if not (one.outcome or one.minutes))


def _unfinished(connection: Connection, viewer: Viewer, row: MeetingRow) -> tuple[str, ...]:
    """The topics that were opened and are still without an outcome."""
    steps = steps_of(connection, viewer.team_id, BY_KEY[row.kind], row.nominal, row.form)
    topics = {step.key for step, _ in steps if isinstance(step.walks, Topics)}
    opened = [one.card_id for one in queries.meetings.walked(connection, viewer, row.id) if one.step in topics]
    cards = queries.cards.by_id(connection, viewer, opened)
    return tuple(
        f"{key_of(viewer, one)} {one.title}"
        for one in cards
        if one.status == "open" and is_discussed(one.board, one.column_name)
    )


def _not_in_the_room(notes: MeetingNotes, *, in_a_round: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who was away, and who else had left what was read out in their place; without a round it stands in the notes."""
    read = [one for one in notes.updates if in_a_round and one.left and one.heard and not one.here]
    named = {one.name for one in read if one.away}
    away = (f"{one}, update read out" if one.partition(" (")[0] in named else one for one in notes.away)
    return tuple(away), tuple(one.name for one in read if not one.away)
