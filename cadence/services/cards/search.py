"""Searching what the viewer may see: cards, decisions, comments and meetings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from cadence.domain.cards.likeness import alike
from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import SearchHit
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards.assembler import key_of
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store import search as full_text
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.search import FoundCard
from cadence.store.viewer import Viewer

SNIPPET = 80
"""Characters of a snippet."""


def search(store: Store, viewer: Viewer, words: str, *, ranked: bool = True) -> list[SearchHit]:
    """Everything visible in which all the words occur; raises :class:`BadValue` for no words."""
    if not re.search(r"\w", words):
        raise BadValue("nothing to search for", "give a word or two")
    with store.read() as connection:
        zone = ZoneInfo(viewer.timezone)
        hits = [
            _card_hit(row, viewer, zone, words)
            for row in full_text.search_cards(connection, viewer, words, ranked=ranked)
        ]
        for row in full_text.search_comments(connection, viewer, words, ranked=ranked):
            at = row.said_at.astimezone(zone)
            said = _snippet(row.said, words)
            hits.append(SearchHit("comment", key_of(viewer, row), row.title, said, at, row.board))
        return hits + _meetings(Week(connection, viewer, store.clock()), words)


def _card_hit(row: FoundCard, viewer: Viewer, zone: ZoneInfo, words: str) -> SearchHit:
    kind, board = ("decision", "") if row.board == BoardKey.DECISIONS else ("card", row.board)
    snippet = _snippet(row.body or row.title, words)
    return SearchHit(kind, key_of(viewer, row), row.title, snippet, row.updated_at.astimezone(zone), board)


def _snippet(text: str, words: str) -> str:
    flat = " ".join(text.split())
    places = [flat.lower().find(word) for word in re.findall(r"\w+", words.lower())]
    start = max(0, min((place for place in places if place >= 0), default=0) - SNIPPET // 3)
    cut = flat[start : start + SNIPPET]
    return ("…" if start else "") + cut + ("…" if start + SNIPPET < len(flat) else "")


def _meetings(week: Week, words: str) -> list[SearchHit]:
    """Meetings of which something was said: their title, day, reason or name holds every word."""
    wanted = re.findall(r"\w+", words.lower())
    hits = []
    for kind, nominal in sorted(week.rows, key=lambda name: name[1], reverse=True):
        try:
            line = week.line(kind, nominal)
        except NotFound:  # a meeting that this viewer may not know of, or that no schedule holds any more
            continue
        text = f"{line.title} {line.ref} {day_words(nominal)} {line.reason or ''}".lower()
        if all(word in text for word in wanted):
            hits.append(SearchHit("meeting", line.ref, line.title, line.reason or line.status, line.starts_at))
    return hits


def decided_before(connection: Connection, viewer: Viewer, row: CardRow) -> tuple[str, ...]:
    """What was decided before of the same thing, and by which words: ``decided 14 Aug: "..." (SRE-12; spot)``."""
    zone = ZoneInfo(viewer.timezone)
    decisions = [
        one
        for one in queries.cards.listed(connection, viewer, board=BoardKey.DECISIONS.value)
        if one.status != "dropped" and row.id not in (one.id, one.from_card_id)
    ]
    found = alike(row.title, [one.title for one in decisions])
    return tuple(_decided(viewer, zone, decisions[one.place], one.words) for one in found)


def _decided(viewer: Viewer, zone: ZoneInfo, row: CardRow, words: Sequence[str]) -> str:
    day = day_words(row.created_at.astimezone(zone).date())
    return f'decided {day}: "{row.title}" ({key_of(viewer, row)}; {", ".join(words)})'
