"""Entering and leaving a meeting's step, and standing on a card or person of its walk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from cadence.domain.cards import walk_orders
from cadence.domain.kinds.base import Doors, DotVote, Merge, ParkingLot, PrivateWriting, Round, Talk, Topics, Walk
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards import routing
from cadence.services.cards.assembler import row_named
from cadence.services.cards.create import set_tie
from cadence.services.meetings import merge, outcomes, retro, rounds, topics
from cadence.services.meetings import queue as meetings_queue
from cadence.services.meetings.run import MeetingRun
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.tables.cards import Card
from cadence.store.tables.meetings import Walked
from cadence.store.viewer import handles
from cadence.store.write import id_of

GATHERS = 30
"""Seconds of the first turn of a round in which people are still marked as present."""
LOOKED_AT = 10
"""Seconds on one card after which it counts as talked about, also when the walk does not go on from it."""


def plain_row(run: MeetingRun) -> Any:
    """The meeting's row as queries give it, with everything this write has changed so far."""
    row = queries.meetings.named(run.w.connection, run.w.viewer.team_id, run.row.kind, run.row.nominal)
    assert row is not None
    return row


def queue(run: MeetingRun, store: Store) -> list[str]:
    """The present step's walk, in order."""
    return meetings_queue.queue(run.w.connection, run.w.viewer, store, run.step, plain_row(run), run.state)


def unwalked(run: MeetingRun, keys: Sequence[str]) -> list[str]:
    """Behind the last card: which of the ``keys`` came onto the walk since; none where it is not of cards."""
    if not isinstance(run.step.walks, (Walk, Topics, ParkingLot)):
        return []
    walked = meetings_queue.walked_keys(run.w.connection, run.w.viewer, id_of(run.row), run.step.key)
    return [key for key in keys if key not in walked]


def next_of(run: MeetingRun, keys: Sequence[str]) -> str | None:
    """Where the walk goes from where it stands: to the next that was not walked, at last to one that was passed over.

    Somebody who has gone back comes through what was walked again. Behind the last card, only what came since follows.
    """
    current = run.row.at
    if isinstance(run.step.walks, Round):
        return _next_speaker(run, keys)
    if current is None:
        return next(iter(unwalked(run, keys)), None)
    walked = set(meetings_queue.walked_keys(run.w.connection, run.w.viewer, id_of(run.row), run.step.key))
    if current in walked:
        return walk_orders.after(keys, current)
    behind = keys[keys.index(current) + 1 :] if current in keys else keys
    fresh = (key for key in (*behind, *keys) if key not in walked and key != current)
    return next(fresh, None)


def _next_speaker(run: MeetingRun, keys: Sequence[str]) -> str | None:
    """The next of a round who was not heard; at last whoever came when it had gone by their place in the order.

    From somebody who is heard again, whoever follows is heard again too.
    """
    marks = queries.meetings.attendance(run.w.connection, id_of(run.row))
    told = {one.person_id for one in marks if one.heard}
    heard = {name for name, one in handles(run.w.connection, run.w.viewer.team_id).items() if one in told}
    current, behind = run.row.at, walk_orders.after(keys, run.row.at)
    if behind is not None and (current in heard or behind not in heard):
        return behind
    place = keys.index(current) + 1 if current in keys else 0
    others = (*keys[place:], *(name for name in keys[:place] if name != rounds.NAMELESS))
    return next((name for name in others if name not in heard and name != current), None)


def previous_of(run: MeetingRun, keys: Sequence[str]) -> str | None:
    """What was walked before the place where the walk stands, else what is above it in the list."""
    walked = meetings_queue.walked_keys(run.w.connection, run.w.viewer, id_of(run.row), run.step.key)
    if run.row.at is None:
        return next(iter(walked[-1:] or keys[-1:]), None)
    before = walked[: walked.index(run.row.at)] if run.row.at in walked else walked
    return before[-1] if before else walk_orders.after(keys, run.row.at, -1)


def enter(run: MeetingRun, store: Store, at: str | None = None, *, back: bool = False) -> None:
    """Begin the present step: stand on ``at`` if that is walked in it, else on its first card or person.

    ``back``: from a later one, so that what was chosen there stands.
    """
    walks_ = run.step.walks
    if isinstance(walks_, Round) and "order" not in run.state:
        run.keep(order=rounds.first_order(run.w.connection, run.w.viewer, plain_row(run), run.w.seq))
    if isinstance(walks_, DotVote) and not (back and run.state.get("chosen") is not None):
        run.keep(voting=True, chosen=None)
    keys = queue(run, store)
    if run.step.query is not None and run.step.query.stands:
        run.keep(began_with=keys)
    stand_on(run, at if at in keys else next(iter(keys), None))


def leave(run: MeetingRun, store: Store) -> None:
    """End the present step: what was only true in it is closed."""
    walks_ = run.step.walks
    look_away(run)
    _note_what_is_left(run, store)
    if isinstance(walks_, PrivateWriting):
        retro.close_writing(run)
    if isinstance(walks_, DotVote):
        if run.state.get("voting"):
            run.keep(voting=None)
            count_dots(run, store, walks_)
        _act_on_chosen(run)
    if isinstance(walks_, Walk) and walks_.people == "interested":
        _give_to_the_only_volunteer(run, store)
    if isinstance(walks_, Merge):
        merge.put_on_wall(run)
        going, plan = merge.left_with(run.w.connection, run.w.viewer, store)
        run.keep(runs_on=going, plan=plan)
    if isinstance(walks_, Round):
        rounds.leave_turn(run)
    run.keep(voting=None, topic=None, instead=None, scope=None, began_with=None)


def _note_what_is_left(run: MeetingRun, store: Store) -> None:
    """Remember what the step is left with, without what it asks of each: the screen says so. In a round, the people."""
    walks_ = run.step.walks
    if isinstance(walks_, Round):
        waiting = rounds.still_to_speak(run.w.connection, run.w.viewer, walks_, plain_row(run), run.state)
        lacks = "read" if walks_.shows == "notes" else "heard"
        run.keep(left_people=waiting or None, lacks=lacks if waiting else None, left_behind=None)
        return
    lacks = ""
    if isinstance(walks_, Merge):
        left = merge.not_placed(run)
        run.keep(lacks="a place in the plan" if left else None, left_behind=left or None)
        return
    if isinstance(walks_, Walk):
        lacks = "outcome" if walks_.choices else "owner" if walks_.people == "assigned" else ""
    answered = queries.meetings.walked(run.w.connection, run.w.viewer, id_of(run.row)) if lacks else []
    settled = {one.card_id for one in answered if one.step == run.step.key and one.outcome}
    if lacks:  # what was tabled has its outcome
        settled |= set(meetings_queue.answered_by(run.w.connection, run.w.viewer, id_of(run.row), run.row.kind))
    left = [card.id for card in _ahead(run, store) if card.id not in settled] if lacks else []
    if lacks == "outcome":  # the notes list it, wherever the walk had got to
        run.keep(left_open={**run.state.get("left_open", {}), run.step.key: left})
    run.keep(lacks=lacks if left else None, left_behind=left or None)


def _ahead(run: MeetingRun, store: Store) -> list[CardView]:
    return meetings_queue.cards_ahead(run.w.connection, run.w.viewer, store, run.step, plain_row(run), run.state)


def _give_to_the_only_volunteer(run: MeetingRun, store: Store) -> None:
    """What exactly one person wants and nobody has is theirs."""
    known = handles(run.w.connection, run.w.viewer.team_id)
    for card in _ahead(run, store):
        if not card.assignees and len(card.interested) == 1:
            name = card.interested[0]
            set_tie(run.w, run.w.get(Card, card.id), known[name], "assigned", name, True)


def count_dots(run: MeetingRun, store: Store, walks: DotVote) -> list[str]:
    """Choose what got the most dots, at most as many as the step picks; the vote is closed."""
    most_first = sorted(_ahead(run, store), key=lambda card: -card.votes)
    chosen = [card.key for card in most_first if card.votes][: walks.picks]
    run.keep(chosen=chosen)
    return chosen


def _act_on_chosen(run: MeetingRun) -> None:
    """Of each chosen note an action is made, in the note's own words, unless one was made of it already."""
    for key in run.state.get("chosen") or ():
        try:
            row = row_named(run.w.connection, run.w.viewer, key)
        except NotFound:  # its writing was undone since
            continue
        if row.status == "open" and BoardKey.ACTIONS not in topics.made_of(run, row.id):
            routing.record(run.w, BoardKey.ACTIONS, row.title, row)


def look_away(run: MeetingRun) -> None:
    """The walk leaves its card: one that was opened as a topic, or looked at for a while, was talked about."""
    voting = isinstance(run.step.walks, DotVote) and run.state.get("voting")
    opened = isinstance(run.step.walks, Topics) or run.standing() >= LOOKED_AT
    if run.row.at is not None and not voting and opened:
        visit(run, run.row.at)


def visit(run: MeetingRun, name: str, outcome: str | None = None) -> None:
    """Record that a card was walked in this step, with what became of it and the seconds it took.

    A topic of which a decision or an action was made has that outcome, if nobody named another. An outcome belongs to
    the next entry of the log, and is undone with it.
    """
    if isinstance(run.step.walks, (Round, Merge, Talk, Doors, PrivateWriting)):
        return
    try:
        card_id = row_named(run.w.connection, run.w.viewer, name).id
    except NotFound:
        return
    came = "" if outcome else _came_of(run, name)
    outcome = came or outcome
    found = run.w.find(Walked, (id_of(run.row), card_id, run.step.key))
    if found is None:
        found = Walked(
            meeting_id=id_of(run.row), card_id=card_id, step=run.step.key, outcome=outcome or "", at=run.w.at
        )
        if outcome is not None:
            run.w.add(found)
        else:
            run.w.session.add(found)
    elif outcome is not None:
        run.w.change(found, outcome=outcome)
    run.w.touch(found, seconds=(found.seconds or 0) + run.standing())
    run.stands_since(run.w.at)
    if came:
        outcomes.apply(run, run.w.get(Card, card_id), came, outcomes.NOTHING)


def place_of(run: MeetingRun) -> dict[str, Any]:
    """Where the meeting stands, for undo: step, card, topic with its clock, and the seconds the card had by now."""
    walked = None
    with suppress(BadValue, NotFound):  # a person, or nothing
        card_id = row_named(run.w.connection, run.w.viewer, run.row.at or "").id
        found = run.w.find(Walked, (id_of(run.row), card_id, run.step.key))
        walked = card_id, run.step.key, found.seconds if found is not None else None
    topic = json.dumps(run.state.get("topic"))
    return {
        "step": run.row.step,
        "at": run.row.at,
        "topic": json.loads(topic),  # as it is now: a vote changes it
        "stood": run.standing(),
        "walked": walked,
    }


def _came_of(run: MeetingRun, name: str) -> str:
    """The outcome of the topic under discussion by what was made of it; empty where it has one, and for no topic."""
    if not isinstance(run.step.walks, Topics):
        return ""
    try:
        row = row_named(run.w.connection, run.w.viewer, name)
    except NotFound:
        return ""
    if row.status != "open" or not topics.is_discussed(row.board, row.column_name):
        return ""
    return topics.came_of(run, row.id)


def take_up(run: MeetingRun) -> None:
    """Go on in the step in which the meeting had ended: its topic is open again, or its vote."""
    walks_ = run.step.walks
    if isinstance(walks_, Topics):
        topics.open_topic(run, run.row.at)
    if isinstance(walks_, DotVote) and "chosen" not in run.state:
        run.keep(voting=True)


def stand_on(run: MeetingRun, name: str | None) -> None:
    """Make this the present card or person (``None``: behind the last one)."""
    walks_ = run.step.walks
    if isinstance(walks_, Round) and run.row.at is not None:
        rounds.leave_turn(run)
    run.w.touch(run.row, at=name)
    run.stands_since(run.w.at)
    if isinstance(walks_, Round) and name is not None:
        rounds.take_turn(run, walks_, name)
    if isinstance(walks_, Topics):
        topics.open_topic(run, name)


def leave_taken_back(run: MeetingRun, store: Store) -> None:
    """Where the walk stands on a card that was taken back meanwhile, it stands on the next, as the screen shows it."""
    at = run.row.at
    if at is None or isinstance(run.step.walks, Round):
        return
    if meetings_queue.taken_back(run.w.connection, run.w.viewer, at):
        stand_on(run, next(iter(unwalked(run, queue(run, store))), None))


def gather(run: MeetingRun, store: Store) -> None:
    """Somebody came: a round of updates that has only just begun begins with the first of its order."""
    walks_ = run.step.walks
    if not (isinstance(walks_, Round) and walks_.shows == "update" and run.row.at) or not _just_begun(run, GATHERS):
        return
    first = next(iter(queue(run, store)), None)
    if first not in (None, run.row.at):
        run.w.touch(run.row, at=first)
        run.stands_since(run.w.at)


def _just_begun(run: MeetingRun, seconds: int) -> bool:
    """Whether a round is still at its first turn, and has been for no longer than this."""
    marks = queries.meetings.attendance(run.w.connection, id_of(run.row))
    return run.standing() <= seconds and not any(one.heard for one in marks)


def nobody_spoke(run: MeetingRun) -> None:
    """A round that is left at once for what is walked in its place: its first turn was none."""
    if isinstance(run.step.walks, Round) and _just_begun(run, LOOKED_AT):
        run.w.touch(run.row, at=None)
