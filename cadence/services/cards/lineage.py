"""A card's path: raised in Tuesday's standup by Ben, parked, tabled to arch, decided on the 24th, spawned SRE-61."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import day_words
from cadence.domain.vocabulary import BoardKey
from cadence.services.access.display_names import display_names
from cadence.services.cards.assembler import key_of
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import Viewer

MOST = 12
"""Generations followed at the most; a loop cannot arise, a long chain can."""

_STATIONS = {
    "card.table": "tabled to arch",
    "card.settle": "{place}",
    "card.done": "done",
    "card.drop": "dropped: {reason}",
    "card.block": "blocked: {reason}",
    "card.outcome": "{outcome}: {why}",
}


def path_of(connection: Connection, viewer: Viewer, row: CardRow) -> tuple[str, ...]:
    """The stations of a card and of the cards it came from, oldest first, as this viewer may see them."""
    chain = [row]
    while chain[0].from_card_id is not None and len(chain) < MOST:
        before = queries.cards.by_id(connection, viewer, [chain[0].from_card_id])
        if not before:
            break
        chain[:0] = before
    lines = [line for one in chain for line in _stations(connection, viewer, one)]
    children = queries.cards.children(connection, viewer, row.id)
    lines += [f"led to {key_of(viewer, one)} {one.title}" for one in children]
    return tuple(lines)


def _stations(connection: Connection, viewer: Viewer, row: CardRow) -> list[str]:
    key = key_of(viewer, row)
    raised = f"raised as {key} on {BOARDS[BoardKey(row.board)].title.lower()}"
    if row.from_kind and row.from_nominal and str(BY_KEY[row.from_kind].audience) in viewer.audiences:
        raised += f" in the {BY_KEY[row.from_kind].title.lower()} of {day_words(row.from_nominal)}"
    author = display_names(connection, viewer).get(row.author, row.author) if row.author else None
    lines = [raised + (f" by {author}" if author else "")]
    for event in queries.log.of_card(connection, viewer, row.id):
        station = _STATIONS.get(event.verb)
        if station:
            data = {"place": "settled", "reason": "", "outcome": "", "why": "", **json.loads(event.data)}
            day = day_words(event.at.astimezone(ZoneInfo(viewer.timezone)).date())
            lines.append(f"{key} {station.format(**data).removesuffix(': ')} on {day}")
    return lines
