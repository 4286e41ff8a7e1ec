"""The cards that a meeting walked, for its notes: each once, in the step in which it was talked about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, own_side
from cadence.domain.cards.outcomes import HAND_BACK, in_words, waits_for_link
from cadence.domain.cards.routing import TABLED, places_for_parked
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Round, Step, Topics, Walk
from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import CardView
from cadence.domain.views.notes import MeetingNotes, NoteCard
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.assembler import Assembly, answer_in_words
from cadence.services.meetings import queue
from cadence.services.meetings.topics import is_discussed
from cadence.services.notes.deeds import deeds
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.meetings import WalkedRow
from cadence.store.viewer import MeetingRow, Viewer

Steps = Sequence[tuple[Step, int]]
Named = Callable[[str | None], str]
MetOn = Callable[[date | None], date | None]
"""The day of the first meeting of the kind that has on its agenda what comes back on a day (``None``: at once)."""
SAYING = frozenset({"card.comment", "card.feedback", "card.table"})
NO_OUTCOME = "none yet, first on the next agenda"
"""How a topic ended that was opened and never closed."""


class DiscussedCards(NamedTuple):
    """What was talked about in a meeting: cards by step, and what was given a place out of the parking lot."""

    by_step: Mapping[str, Sequence[NoteCard]]
    out_of_parking: Sequence[NoteCard]


def talked_about(
    connection: Connection,
    reader: Viewer,
    store: Store,
    row: MeetingRow,
    steps: Steps,
    named: Named,
    met_on: MetOn,
) -> DiscussedCards:
    """What the meeting of ``row`` talked about; ``named`` gives the name to a handle, ``met_on`` the meeting's day."""
    kinds = {step.key: step.walks for step, _ in steps}
    visits = _once(queries.meetings.walked(connection, reader, row.id), kinds)
    done = deeds(connection, reader, row)
    visits += _said_in_passing(connection, reader, row, steps, visits, done)
    made = queue.answered_by(connection, reader, row.id, row.kind)
    visits = [one if one.outcome else one._replace(outcome=made.get(one.card_id, "")) for one in visits]
    visits = _where_it_was_asked(visits, _left_open(row, steps))
    visits += _passed_over(row, steps, visits, made)
    rest = _not_reached(connection, reader, store, row, steps, visits)
    visits = [one for one in visits if one.card_id not in {card.id for card in rest}]
    rows = queries.cards.by_id(connection, reader, [one.card_id for one in visits])
    views = {one.id: one for one in Assembly(connection, reader, ids=[row_.id for row_ in rows]).views(rows)}
    said = _comments_by_card(connection, reader, row, [*views, *(card.id for card in rest)], named)
    for card_id, words in _said_elsewhere(connection, reader, row, visits, named).items():
        said[card_id] = (*words, *said[card_id])
    found: dict[str, list[NoteCard]] = defaultdict(list)
    for one in visits:
        card = views.get(one.card_id)
        if card is not None:
            topic = isinstance(kinds.get(one.step), Topics)
            outcome = (
                _topic_outcome(card, one.outcome, named, met_on)
                if topic
                else _became(card, done.get(card.id, "")) or _answer(connection, reader, card, one.outcome)
            )
            ended = ("drop" if card.status == "dropped" else one.outcome) if topic else ""
            found[one.step].append(NoteCard(card, outcome, said[card.id], round(one.seconds / 60) or None, ended))
    agenda = _agenda(row, steps)
    found[agenda.key if agenda else ""].extend(NoteCard(card, "", said[card.id]) for card in rest)
    out = [replace(one, outcome=_place_given(one)) for one in found.pop(BY_KEY[row.kind].lot, [])]
    return DiscussedCards(found, out)


def _became(card: CardView, words: str) -> str:
    """What became of a card, without the words of what blocks it, which stand there already."""
    wait = card.shared_wait
    if wait is None or card.blocked is None or wait.what != card.blocked.reason:
        return words
    return words.replace(f"waits for {wait.team}: {wait.what}", f"asked of {wait.team}, {wait.key} on the sync board")


def _once(visits: Sequence[WalkedRow], kinds: Mapping[str, Any]) -> list[WalkedRow]:
    """Of each card's visits the one with most to report: its last outcome, else as a topic, else the longest."""

    def weight(one: WalkedRow) -> tuple[bool, bool, int]:
        return bool(one.outcome), isinstance(kinds.get(one.step), Topics), one.seconds

    best: dict[int, WalkedRow] = {}
    for one in visits:
        before = best.get(one.card_id)
        if before is None or weight(one) > weight(before) or (one.outcome and before.outcome):
            best[one.card_id] = one
    return [one for one in visits if best[one.card_id] is one]


def _said_in_passing(
    connection: Connection,
    reader: Viewer,
    row: MeetingRow,
    steps: Steps,
    visits: Sequence[WalkedRow],
    done: Container[int | None],
) -> list[WalkedRow]:
    """Cards of the meeting's board of which something was said in no walk, or too short a one: with the first one.

    With those to which something was done (``done``, by id).
    """
    step = next((step.key for step, _ in steps if isinstance(step.walks, (Walk, Round))), None)
    board, walked = BY_KEY[row.kind].board, {one.card_id for one in visits}
    events = queries.log.of_meeting(connection, reader, row.id)
    told = (one for one in events if one.verb in SAYING or one.card_id in done)
    said = [one.card_id for one in told if one.card_id and one.card_board == board]
    new = [card for card in dict.fromkeys(said) if card not in walked]
    return [WalkedRow(card, step, "", 0) for card in new if step is not None]


def _passed_over(
    row: MeetingRow, steps: Steps, visits: Sequence[WalkedRow], made: Mapping[int, str]
) -> list[WalkedRow]:
    """Of steps that ask what becomes of each card: those that the walk never came to, or not long enough to tell."""
    known = {one.card_id for one in visits}
    answered = [card for card, words in made.items() if words != TABLED]
    found: dict[int, WalkedRow] = {}
    for step, left in _left_open(row, steps).items():
        for card in (*answered, *left):
            found.setdefault(card, WalkedRow(card, step, made.get(card, ""), 0))
    return [one for card, one in found.items() if card not in known]


def _left_open(row: MeetingRow, steps: Steps) -> dict[str, Sequence[int]]:
    """The steps that ask what becomes of each card, and the cards that each was left with without an answer."""
    agenda, left = _agenda(row, steps), json.loads(row.state).get("left_open", {})
    asks = (step for step, _ in steps if isinstance(step.walks, Walk) and step.walks.choices and step is not agenda)
    return {step.key: left.get(step.key, ()) for step in asks}


def _where_it_was_asked(visits: Sequence[WalkedRow], left: Mapping[str, Sequence[int]]) -> list[WalkedRow]:
    """The visits; a card that nothing was said of afterwards either stands in the step that had asked what becomes."""
    asked = {card: step for step, cards in left.items() for card in cards}
    return [one if one.outcome else one._replace(step=asked.get(one.card_id, one.step)) for one in visits]


def _not_reached(
    connection: Connection, reader: Viewer, store: Store, row: MeetingRow, steps: Steps, visits: Sequence[WalkedRow]
) -> list[CardView]:
    """What stood on the agenda and nobody got to, also where the agenda was looked through."""
    step = _agenda(row, steps)
    if step is None:
        return []
    reached = {one.card_id for one in visits if one.step in (step.key, BY_KEY[row.kind].lot)}
    ahead = queue.cards_ahead(connection, reader, store, step, row, json.loads(row.state))
    return [card for card in ahead if card.id not in reached]


def _agenda(row: MeetingRow, steps: Steps) -> Step | None:
    """The step that goes through the meeting's own board to its end: topics, what two teams share, or demos."""
    board = BY_KEY[row.kind].board
    own = (step for step, _ in steps if step.query is not None and board in step.query.boards)
    return next((step for step in own if isinstance(step.walks, Topics) or _shows_all(step)), None)


def _shows_all(step: Step) -> bool:
    return isinstance(step.walks, Walk) and (step.walks.ends_when_empty or step.walks.says == "feedback")


def _comments_by_card(
    connection: Connection, reader: Viewer, row: MeetingRow, ids: Sequence[int], named: Named
) -> dict[int, tuple[tuple[str, str], ...]]:
    """This meeting's comments by card: author's name and words."""
    said: dict[int, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for one in queries.card_ties.comments(connection, reader, list(ids)) if ids else []:
        if one.meeting_id == row.id:
            said[one.card_id] += ((named(one.author), one.body),)
    return said


def _said_elsewhere(
    connection: Connection, reader: Viewer, row: MeetingRow, visits: Sequence[WalkedRow], named: Named
) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """What was said elsewhere, by the meeting's end, of the topics that it took up: by whom and when, and words."""
    said: dict[int, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    zone = ZoneInfo(reader.timezone)
    for step in BY_KEY[row.kind].topic_steps:
        ids = [one.card_id for one in visits if one.step == step]
        if ids and row.started_at is not None:
            for one in queries.card_ties.heard_with(
                connection,
                reader,
                ids,
                meeting_id=row.id,
                kind=row.kind,
                step=step,
                started=row.started_at,
                ended=row.ended_at,
            ):
                said[one.card_id] += ((_with_day(named(one.author), one.at.astimezone(zone).date()), one.body),)
    return said


def _with_day(who: str, day: date) -> str:
    return f"{who or 'somebody'}, {day_words(day)}"


def with_what_came_later(connection: Connection, reader: Viewer, notes: MeetingNotes, row: MeetingRow) -> MeetingNotes:
    """The notes of a meeting that was held, with the feedback on its cards that was given elsewhere, or since."""
    cards = [one.card for step in notes.steps for one in step.cards if BOARDS[BoardKey(one.card.board)].presented]
    if not cards or notes.withheld:
        return notes
    named = {one.handle: one.name for one in queries.team.people(connection, reader.team_id, gone=True)}
    zone = ZoneInfo(reader.timezone)
    said: dict[int, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for one in queries.card_ties.comments(connection, reader, [card.id for card in cards]):
        if one.meeting_id != row.id and row.started_at is not None and one.at > row.started_at:
            who = _with_day(named.get(one.author or "", ""), one.at.astimezone(zone).date())
            said[one.card_id] += ((who, one.body),)
    steps = (
        replace(step, cards=tuple(replace(one, comments=one.comments + said[one.card.id]) for one in step.cards))
        for step in notes.steps
    )
    return replace(notes, steps=tuple(steps)) if said else notes


def _answer(connection: Connection, reader: Viewer, card: CardView, outcome: str) -> str:
    """What became of a card in a walk, as the reader calls it; of one that was dropped also why."""
    if card.status == "dropped" and outcome in ("", "drop"):
        return in_words(outcome, card.outcome_words) if outcome else card.outcome_words
    if outcome == HAND_BACK:
        return in_words(outcome, card.outcome_words)
    board = BOARDS[BoardKey(card.board)]
    words = answer_in_words(connection, reader, board, outcome)
    stands = own_side(board, card.column, guest=not reader.in_team).lower()
    moved_on = board.sides and stands != outcome and outcome in {name.lower() for name in board.columns}
    return f"{words}, then {card.stands_in}" if moved_on else words  # either team may have moved it since


def _topic_outcome(card: CardView, outcome: str, named: Named, met_on: MetOn) -> str:
    """How a topic ended, in words; it comes back on the day of the meeting that has it on its agenda."""
    if outcome or card.status == "dropped":
        same = card.status == "dropped" or outcome == card.outcome
        owners = tuple(named(one) for one in card.assignees)
        back = card.back_on if waits_for_link(outcome) else met_on(card.back_on) if card.back_on else None
        return in_words(outcome or "drop", card.outcome_words if same else "", owners, back if same else None)
    return NO_OUTCOME if is_discussed(card.board, card.column) else f"moved to {card.column}"


def _place_given(one: NoteCard) -> str:
    """The place that a parked item was given, in words; empty while it is open."""
    titles = {place.key: place.title for place in places_for_parked()}
    if one.outcome and one.card.status != "dropped":
        return titles.get(one.outcome, one.outcome)
    board = BOARDS[BoardKey(one.card.board)]
    if not board.parks:
        return board.title.lower()
    return settled_words(one.card)


def settled_words(card: CardView) -> str:
    """What became of a card that went nowhere else; of one that was dropped also why."""
    if card.status == "dropped":
        return in_words("drop", card.outcome_words)
    return "settled" if card.status == "done" else ""
