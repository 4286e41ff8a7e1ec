"""Searching what the viewer may see: cards, decisions, comments and meetings."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import SearchHit
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards.assembler import key_of
from cadence.services.schedule.week import Week
from cadence.store import search as full_text
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.search import FoundCard
from cadence.store.viewer import Viewer

SNIPPET = 80
"""Characters of a snippet."""

_COMMON = frozenset(
    [
        "about",
        "after",
        "again",
        "and",
        "are",
        "for",
        "from",
        "how",
        "not",
        "our",
        "should",
        "that",
        "the",
        "this",
        "use",
        "want",
        "what",
        "when",
        "who",
        "why",
        "with",
    ]
)


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
            hits.append(SearchHit("comment", key_of(viewer, row), row.title, _snippet(row.said, words), at))
        return hits + _meetings(Week(connection, viewer, store.clock()), words)


def _card_hit(row: FoundCard, viewer: Viewer, zone: ZoneInfo, words: str) -> SearchHit:
    kind = "decision" if row.board == BoardKey.DECISIONS else "card"
    snippet = _snippet(row.body or row.title, words)
    return SearchHit(kind, key_of(viewer, row), row.title, snippet, row.updated_at.astimezone(zone))


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


def decided_before(connection: Connection, viewer: Viewer, row: CardRow, most: int = 3) -> tuple[str, ...]:
    """What was decided before on the same words as a card's title: ``decided 14 Aug: "..." (SRE-12)``."""
    zone = ZoneInfo(viewer.timezone)
    words = [word for word in re.findall(r"\w+", row.title.lower()) if len(word) > 3 and word not in _COMMON]
    scores: dict[int, tuple[int, FoundCard]] = {}
    for word in dict.fromkeys(words):
        for hit in full_text.search_cards(connection, viewer, word, ranked=False):
            if hit.board == BoardKey.DECISIONS and row.id not in (hit.id, hit.from_card_id):
                score = scores.get(hit.id, (0, hit))[0] + 1
                scores[hit.id] = (score, hit)
    best = sorted(scores.values(), key=lambda pair: (-pair[0], -pair[1].id))
    need = 2 if len(words) > 2 else 1
    found = [hit for score, hit in best if score >= need][:most]
    return tuple(
        f'decided {day_words(hit.created_at.astimezone(zone).date())}: "{hit.title}" ({key})'
        for hit, key in ((hit, key_of(viewer, hit)) for hit in found)
    )
