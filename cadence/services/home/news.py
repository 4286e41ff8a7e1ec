"""What others have just done that somebody looking elsewhere would want to hear of."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import NamedTuple

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.text import clip
from cadence.domain.team.roles import is_team
from cadence.domain.vocabulary import BoardKey
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.queries.log import EventRow
from cadence.store.viewer import Viewer

_LATELY = timedelta(minutes=10)
"""Older news is no news."""
_TITLE = 48


class NewsItem(NamedTuple):
    """One sentence, and the board (or nothing) that it is about."""

    board: str
    words: str


class RecentNews(NamedTuple):
    """What was told, the number of the last event looked at, and who is in the team by now."""

    seq: int
    told: tuple[NewsItem, ...]
    handles: tuple[str, ...]
    team: tuple[str, ...]
    """Of these the team's own, without guests."""


def lately(store: Store, viewer: Viewer, after: int | None) -> RecentNews:
    """What others did after the event number ``after`` (``None``: only find out which is the last)."""
    with store.read() as connection:
        last = queries.team.row(connection, viewer.team_id).seq
        people = queries.team.people(connection, viewer.team_id)
        known, team = (tuple(one.handle for one in people if guests or is_team(one.role)) for guests in (True, False))
        if after is None:
            return RecentNews(last, (), known, team)
        rows = queries.log.since(connection, viewer, store.clock() - _LATELY)
        told = [
            sentence
            for row in rows
            if row.seq > after and row.actor_id != viewer.person_id and (sentence := _sentence(row)) is not None
        ]
        return RecentNews(last, tuple(told), known, team)


def _sentence(row: EventRow) -> NewsItem | None:
    actor = (row.actor or "somebody").capitalize()
    data = json.loads(row.data)
    if row.verb == "card.add" and row.card_board:
        board = row.card_board
        if BOARDS[BoardKey(board)].sealed:
            return None
        return NewsItem(board, f'{actor} added "{clip(str(data.get("title", "")), _TITLE)}" to {_short(board)}')
    if row.verb == "meeting.start" and row.meeting_kind:
        return NewsItem("", f"{actor} started the {BY_KEY[row.meeting_kind].title.lower()}")
    return None


def _short(board: str) -> str:
    return BOARDS[BoardKey(board)].title.lower()
