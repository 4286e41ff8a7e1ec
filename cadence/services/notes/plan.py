"""What a planning came to, in the notes: the one list, its balance, and who takes interrupts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cadence.domain.cards.walk_queries import PLAN
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.assembler import Assembly
from cadence.services.meetings import merge
from cadence.services.notes.noted import NotedMeeting
from cadence.store import capture, queries
from cadence.store.capture import settings_of


def balance(about: NotedMeeting, merged: Sequence[CardView]) -> Any:
    """The balance of what was merged; ``None`` of other kinds, and before the meeting."""
    if not (about.kind.merges and about.started):
        return None
    return merge.balance_view(merged, settings_of(about.connection, about.reader.team_id), about.line.iteration)


def duty(about: NotedMeeting) -> str:
    """Who holds interrupt duty in the iteration that a meeting plans, the team's to know; empty for other kinds."""
    if not (about.kind.merges and about.started and about.reader.in_team):
        return ""
    return about.name(settings_of(about.connection, about.reader.team_id).duty_of(about.line.iteration)) or "nobody yet"


def merged(about: NotedMeeting) -> tuple[CardView, ...]:
    """The one list of a planning with the work that runs on, in the plan's order."""
    if not (about.kind.merges and about.started):
        return ()
    runs_on = json.loads(about.started.state).get("runs_on", ())
    rows = [
        one
        for one in queries.cards.listed(about.connection, about.reader, board=BoardKey.WALL.value)
        if one.merged_iteration == about.started.iteration or one.id in runs_on
    ]
    iteration = about.started.iteration
    assembly = Assembly(about.connection, about.reader, board=BoardKey.WALL.value, iteration=iteration)
    views = [about.with_names(card) for card in assembly.views(rows)]
    order = PLAN.keys(views, capture.columns(about.connection, about.reader, BoardKey.WALL.value))
    return tuple(sorted(views, key=lambda card: order.index(card.key) if card.key in order else -1))
