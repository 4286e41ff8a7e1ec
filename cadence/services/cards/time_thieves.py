"""The time thieves of a board: gathers the facts that :mod:`cadence.domain.cards.time_thieves` judges."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, Board, done_column, started_columns
from cadence.domain.cards.limits import NO_LIMITS, Limits, broken
from cadence.domain.cards.time_thieves import (
    CHANGES,
    WINDOW,
    CardChange,
    CardFacts,
    Thief,
    TimeThief,
    WallFacts,
    adjust,
    find,
)
from cadence.domain.schedule.rhythm import iteration_on
from cadence.domain.views.cards import CardView, DependencyView, ThiefView
from cadence.domain.vocabulary import THIEVES, BoardKey
from cadence.services.access.display_names import display_names
from cadence.services.cards.assembler import key_from, key_of
from cadence.services.schedule.rhythm_rows import rhythm_of, time_off_of
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import Viewer, handles


class Hanging(Protocol):
    """What hangs on cards, by card id: who is assigned, and what they wait for."""

    def assigned(self, card_id: int) -> tuple[str, ...]:
        """The handles of those who do it."""

    def waits(self, card_id: int) -> Sequence[DependencyView]:
        """What it waits for, and what it waited for and has come."""

    def plan_places(self, rows: Sequence[CardRow]) -> dict[int, int]:
        """The places in this iteration's plan, by card id."""


def on_board(
    connection: Connection, viewer: Viewer, board: Board, rows: Sequence[CardRow], hanging: Hanging, now: datetime
) -> dict[int, tuple[ThiefView, ...]]:
    """The thieves on a board's cards (all of its ``rows``), by card id.

    A column's or person's excess shows on the card that made it.
    """
    places = hanging.plan_places(rows)
    open_rows = [row for row in rows if row.status == "open"]
    wall = _wall_facts(connection, viewer, board, now)
    facts = _card_facts(connection, viewer, board, open_rows, hanging, wall, places)
    placed = _placed(find(list(facts.values()), wall), open_rows, facts, viewer)
    chosen, dismissed = _by_hand(open_rows, viewer)
    confirmed = {thief.mark for thief in chosen}
    ids = {key_of(viewer, row): row.id for row in open_rows}
    spread: dict[int, list[ThiefView]] = defaultdict(list)
    for thief in adjust(placed, chosen, dismissed):
        view = ThiefView(str(thief.thief), thief.why, thief.mark in confirmed, thief.where)
        spread[ids[thief.key or ""]].append(view)
    return {card_id: tuple(views) for card_id, views in spread.items()}


def confirmed_in(connection: Connection, viewer: Viewer, meeting_id: int) -> tuple[str, ...]:
    """The time thieves that were confirmed in a meeting, each with the card that shows it."""
    found: dict[tuple[str, int], str] = {}
    for event in queries.log.of_meeting(connection, viewer, meeting_id):
        if event.card_id and event.verb in ("card.thief", "card.not_thief"):
            thief = json.loads(event.data).get("thief", "")
            found.pop((thief, event.card_id), None)
            if event.verb == "card.thief":
                found[thief, event.card_id] = key_from(viewer, event.card_number, event.card_retro) or ""
    titles = {row.id: row.title for row in queries.cards.by_id(connection, viewer, [card for _, card in found])}
    return tuple(
        f"{THIEVES[thief]}: {key} {titles[card]}" for (thief, card), key in found.items() if key and card in titles
    )


def limits_of(connection: Connection, viewer: Viewer) -> Limits:
    """The team's WIP limits with what is held against them now; a guest learns nothing of them."""
    settings = settings_of(connection, viewer.team_id)
    if not viewer.in_team or not (settings.limits or settings.person_limit):
        return NO_LIMITS
    board = BOARDS[BoardKey.WALL]
    begun = started_columns(board, capture.columns(connection, viewer, board.key.value))
    counts = queries.cards.counts(connection, viewer, board.key.value)
    held = queries.cards.loads(connection, viewer, begun)
    everybody = handles(connection, viewer.team_id) if settings.person_limit else ()
    return Limits(
        columns={name: (counts.get(name, 0), most) for name, most in settings.limits.items()},
        people={one: (held.get(one, 0), settings.person_limit or 0) for one in everybody},
        begun=begun,
    )


def broken_by(store: Store, viewer: Viewer, card: CardView) -> str:
    """The limits that are over where a card stands now, in words; empty for none."""
    with store.read() as connection:
        return broken(limits_of(connection, viewer), card)


def _samples(connection: Connection, viewer: Viewer, board: Board) -> dict[str, list[float]]:
    """Seconds of working days that cards spent in each column before they moved on; read once a transaction."""
    name = ("stays", viewer, board.key)
    if name not in connection.memo:
        found: dict[str, list[float]] = defaultdict(list)
        worked = _worked(connection, viewer)
        for row in queries.movement.stays(connection, viewer, board.key.value):
            found[row.name].append(worked(row.since, row.until).total_seconds())
        connection.memo[name] = found
    kept: dict[str, list[float]] = connection.memo[name]
    return kept


def _changes(connection: Connection, viewer: Viewer, board: Board, now: datetime) -> dict[int, list[CardChange]]:
    """What was done to the places of cards that may have gone back and forth."""
    changes: dict[int, list[CardChange]] = defaultdict(list)
    for row in queries.movement.placings(connection, viewer, board.key.value, now - WINDOW, CHANGES):
        if row.name:
            changes[row.card_id].append(CardChange(row.at, "column", row.name))
        elif row.position is not None:
            changes[row.card_id].append(CardChange(row.at, "rank", str(row.position)))
    return changes


def _card_facts(
    connection: Connection,
    viewer: Viewer,
    board: Board,
    rows: Sequence[CardRow],
    hanging: Hanging,
    wall: WallFacts,
    places: Mapping[int, int],
) -> dict[int, CardFacts]:
    """What is known of the cards on which a thief can be found, or whose number makes one."""
    touched = queries.movement.last_touched(connection, viewer, board.key.value, wall.started)
    changes = _changes(connection, viewer, board, wall.now)
    counted = {*wall.limits, *wall.started}
    return {
        row.id: CardFacts(
            key=key_of(viewer, row),
            column=row.column_name,
            last_event_at=touched.get(row.id, row.updated_at),
            entered_wall_at=row.created_at,
            assignees=hanging.assigned(row.id),
            position=places.get(row.id),
            started_at=row.started_at,
            dependencies=tuple(_known(one, row) for one in hanging.waits(row.id) if not one.settled),
            history=tuple(changes.get(row.id, ())),
            title=row.title,
        )
        for row in rows
        if row.column_name in counted or row.started_at or row.id in changes or row.id in places
    }


def _known(wait: DependencyView, row: CardRow) -> datetime:
    """Since when what a card waits for is known.

    What a flag said before work began is no news when it is sent on, in its words, to the team that causes it.
    """
    since, start = row.blocked_since, row.started_at
    if wait.team is None or since is None or start is None or since > start:
        return wait.asked_at
    flag, what = (row.blocked_reason or "").casefold(), wait.what.casefold()
    return since if what in flag or flag in what else wait.asked_at


def _wall_facts(connection: Connection, viewer: Viewer, board: Board, now: datetime) -> WallFacts:
    names = capture.columns(connection, viewer, board.key.value)
    settings = settings_of(connection, viewer.team_id)
    return WallFacts(
        now=now,
        started=started_columns(board, names),
        done=done_column(board, names) or names[-1],
        limits=settings.limits,
        person_limit=settings.person_limit,
        planning_at=_planned_at(connection, viewer, now),
        ages=_samples(connection, viewer, board),
        neglect_days=settings.neglect_days,
        worked=_worked(connection, viewer),
        names=display_names(connection, viewer),
    )


def _worked(connection: Connection, viewer: Viewer) -> Callable[[datetime, datetime], timedelta]:
    """How much of the time between two instants was on working days, in the team's zone."""
    zone, off = ZoneInfo(viewer.timezone), time_off_of(connection, viewer.team_id)
    return lambda since, until: off.worked(since.astimezone(zone), until.astimezone(zone))


def _planned_at(connection: Connection, viewer: Viewer, now: datetime) -> datetime | None:
    """When this iteration's planning ended (or began, while it runs); ``None`` before that."""
    from cadence.domain.kinds import BY_KEY

    here = iteration_on(rhythm_of(connection, viewer.team_id), now.astimezone(ZoneInfo(viewer.timezone)).date())
    for row in queries.meetings.recorded(connection, viewer.team_id):
        if here and row.iteration == here.number and row.started_at and BY_KEY[row.kind].merges:
            return row.ended_at or row.started_at
    return None


def _by_hand(rows: Sequence[CardRow], viewer: Viewer) -> tuple[list[Thief], set[tuple[str, TimeThief]]]:
    """Thieves that a lead set or dismissed, from the cards' marks."""
    chosen: list[Thief] = []
    dismissed: set[tuple[str, TimeThief]] = set()
    for row in rows:
        key = key_of(viewer, row)
        for name, why in json.loads(row.thief_marks).items() if row.thief_marks != "{}" else ():
            if why is None:
                dismissed.add((key, TimeThief(name)))
            else:
                chosen.append(Thief(key, TimeThief(name), why))
    return chosen, dismissed


def _is_of(fact: CardFacts, where: str) -> bool:
    """Whether a card is one of those that make a column, or a person, exceed the limit."""
    return fact.column == where or (fact.started_at is not None and where in fact.assignees)


def _placed(
    found: Sequence[Thief], rows: Sequence[CardRow], facts: dict[int, CardFacts], viewer: Viewer
) -> list[Thief]:
    """Each on a card: one of a whole column, or of all that somebody has in progress, on the card that came last."""
    placed = []
    for thief in found:
        made = [row for row in rows if row.id in facts and _is_of(facts[row.id], thief.where)]
        if thief.key is not None:
            placed.append(thief)
        elif made:
            last = max(made, key=lambda row: (row.entered_column_at, row.id))
            placed.append(replace(thief, key=key_of(viewer, last)))
    return placed
