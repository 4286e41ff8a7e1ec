"""A card in few words: flow type, people, age and marks, as pieces of a line. The same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from cadence.domain.cards.boards import BOARDS, holds_topics
from cadence.domain.cards.outcomes import awaited
from cadence.domain.parsing.dates import age_words, due_words
from cadence.domain.views.cards import Blocked, CardView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.drawing.drawn import BAD, DIM, GOOD, WARN
from cadence.tui.drawing.lines import Piece, cut

FLOW_LETTERS = {"feature": "F", "defect": "D", "risk": "R", "debt": "T"}
"""The letter of each flow type (Kersten's four), so that no colour is needed to tell them apart."""
SHORT_THIEVES = {
    "too-much-wip": "too much",
    "conflicting-priorities": "priorities",
    "unknown-dependencies": "dependency",
}
"""Names of a word or two for those whose name is longer, where there is no room for it."""
NAMES, SHORT = 24, 12
"""Cells for the reason of a mark in which every name stands whole, and those for names of a word or two."""
DUE_SOON = 7
"""Days before its due date from which a card shows it."""


def flow_words(flow: str | None) -> str:
    """``T debt`` for ``debt``; empty for none."""
    return f"{FLOW_LETTERS.get(flow, '?')} {flow}" if flow else ""


def people_words(handles: tuple[str, ...]) -> str:
    """``ben``, ``ben, farah`` or ``ben +2``."""
    return ", ".join(handles) if len(handles) < 3 else f"{handles[0]} +{len(handles) - 1}"


def waits_for(card: CardView) -> str:
    """What holds a card up, shortly: why it is blocked, else the team or card it depends on; empty if nothing."""
    if card.blocked is not None:
        return card.blocked.reason or "blocked"
    open_ones = [dependency for dependency in card.depends_on if not dependency.settled]
    if not open_ones:
        return ""
    first = open_ones[0]
    return first.ended or first.team or first.key or first.what


def due_piece(card: CardView, now: datetime) -> Piece | None:
    """``! 4 d`` for a card due within :data:`DUE_SOON` days, ``! 2 d late`` after it; ``None`` when there is time."""
    if card.due is None or card.status != "open":
        return None
    left = (card.due - now.date()).days
    if left < 0:
        return f"! {-left} d late", WARN
    return (f"! {left} d" if left else "! today", WARN) if left <= DUE_SOON else None


def marks(card: CardView, now: datetime, most: int = 100) -> list[Piece]:
    """``✖ network``, ``! 4 d``, ``⚑ neglected``: the reasons at most ``most`` cells each, 0 for the signs alone.

    In :data:`NAMES` cells or less a reason is whom the card waits for; under that a thief has its short name.
    """
    found: list[Piece] = []
    waits = waits_for(card)
    if most <= NAMES:
        waits = waits.partition(": ")[0]
    if waits:
        found.append((cut(f"✖ {waits}", most + 2) if most else "✖", BAD))
    due = due_piece(card, now)
    if due is not None:
        found.append(due)
    for thief in {one.thief: one for one in card.thieves}.values():
        sure, name = " ✓" if thief.confirmed else "", thief.named
        if most < NAMES:
            name = SHORT_THIEVES.get(thief.thief, name)
        found.append((f"{cut(f'⚑ {name}', most + 2)}{sure}" if most else "⚑", WARN))
    if card.status == "done":
        found.append(("✔", GOOD))
    return found


def subtitle(card: CardView, now: datetime) -> list[Piece]:
    """``SRE-57 T ben 3 d``: key, flow type, people, age."""
    flow = FLOW_LETTERS.get(card.flow, "?") if card.flow else (card.type or "")
    known = [card.key, flow, people_words(card.assignees or _proposer(card))]
    line: list[Piece] = [(f"{part} ", DIM) for part in known if part]
    shows = BOARDS[BoardKey(card.board)].presented and card.status == "open"
    line.append((f"takes {card.minutes} min" if shows and card.minutes else age(card, now), DIM))
    if stands := awaited(card, now.date()):
        line.append((f" {card.outcome}, {stands}", DIM))
    if card.put_off:
        line.append((f" put off {card.put_off}×", WARN if card.put_off > 1 else DIM))
    return line


def origin_words(card: CardView) -> str:
    """Who asks for it, or that nobody has said so yet where work is ranked by it; empty on other boards."""
    if card.origin:
        return f"{card.origin}, asked by {card.requester}" if card.requester else card.origin
    return "no origin yet" if "origin" in BOARDS[BoardKey(card.board)].fields else ""


def age(card: CardView, now: datetime) -> str:
    """How long it has been in its column, in working days: ``3 d``."""
    return age_words(now - card.entered_column_at - timedelta(days=card.days_off))


def blocked_for(block: Blocked, now: datetime) -> str:
    """How long it has been blocked, in working days."""
    return age_words(now - block.since - timedelta(days=block.days_off))


def topic_words(card: CardView, names: Mapping[str, str], now: datetime) -> str:
    """``3 votes · Ben · 4 d · takes 20 min · put off 2×``: of a topic on an agenda; ``names`` by handle.

    Of one that comes back also what for: ``experiment, look again``.
    """
    votes = f"{card.votes} vote{'' if card.votes == 1 else 's'}" if card.votes else ""
    proposer = names.get(card.author or "", card.author or "")
    put_off = f"put off {card.put_off}×" if card.put_off else ""
    takes = f"takes {card.minutes} min" if card.minutes else ""
    stands = awaited(card, now.date())
    back = f"{card.outcome}, {stands}" if stands else ""
    return " · ".join(filter(None, (votes, proposer, age_words(now - card.created_at), takes, back, put_off)))


def owed_words(card: CardView, names: Mapping[str, str], today: date) -> str:
    """``Uma · due Fri 4 Dec`` of what one team owes another, ``Ben · 5 min`` of a demo; empty on other boards."""
    board = BOARDS[BoardKey(card.board)]
    if not (board.sides or board.presented):
        return ""
    who = ", ".join(names.get(handle, handle) for handle in card.assignees)
    due = due_words(card.due, today) if card.due and card.status == "open" else ""
    minutes = f"{card.minutes} min" if card.minutes else ""
    return " · ".join(filter(None, (who, due, minutes)))


def _proposer(card: CardView) -> tuple[str, ...]:
    """Who brought up a topic: shown where nobody is assigned."""
    return (card.author,) if holds_topics(card.board) and card.author else ()


def heading(card: CardView) -> str:
    """The title, with the votes first where there are any: ``5● Move CI runners to spot?``."""
    votes = f"{card.votes}● " if card.votes else ""
    return f"{votes}{card.title}"
