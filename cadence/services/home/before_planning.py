"""What the next planning will stumble over, told from the working day before it on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cadence.domain.cards.boards import BOARDS, done_column, started_columns
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import day_words
from cadence.domain.schedule.rhythm import next_working_day
from cadence.domain.views.cards import CardView
from cadence.domain.views.team import NeedView
from cadence.domain.vocabulary import BoardKey
from cadence.services.schedule.week import Week
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection

NAMED = 2
"""How many cards of a kind are named by their titles."""
STALE = 21
"""Days without news after which a card that waits is stale, unless the team says after how many one is neglected."""
RANKING = frozenset({"card.rank", "card.move", "card.merge", "card.unmerge"})
"""What gives a card a place that somebody chose."""


def before_planning(connection: Connection, week: Week, wall: list[CardView]) -> list[NeedView]:
    """From the working day before a planning on: cards in neither list, new ones that nobody ranked, and stale ones."""
    soon = next_working_day(week.rhythm, week.today) or week.today
    plans = [kind.key for kind in BY_KEY.values() if kind.merges]
    planned = next((line for line in week.lines(week.today, soon, plans) if line.status == "scheduled"), None)
    if planned is None:
        return []
    before = f"before planning {day_words(planned.starts_at.date())}"
    names = capture.columns(connection, week.viewer, BoardKey.WALL.value)
    busy = {*started_columns(BOARDS[BoardKey.WALL], names), done_column(BOARDS[BoardKey.WALL], names)}
    waiting = [card for card in wall if card.status == "open" and card.column not in busy]
    nowhere = [card for card in waiting if card.origin is None]
    new = _not_ranked(connection, week, planned.kind, [card for card in waiting if card.origin is not None])
    days = settings_of(connection, week.viewer.team_id).neglect_days or STALE
    stale = [card for card in waiting if week.now - card.updated_at > timedelta(days=days)]
    groups = (
        (nowhere, "without an origin"),
        (new, "new and not ranked"),
        (stale, f"stale, {'three weeks' if days == STALE else f'{days} days'} without news,"),
    )
    return [
        NeedView(
            cards[0].key if len(cards) == 1 else None,
            f"{_counted(cards)} {what} {before}: {_titles(cards)}",
            "wall",
        )
        for cards, what in groups
        if cards
    ]


def _not_ranked(connection: Connection, week: Week, kind: str, cards: list[CardView]) -> list[CardView]:
    """Those that came since the last planning and that nobody has put into an order yet."""
    since = queries.meetings.last_start(connection, week.viewer.team_id, kind, week.now)
    new = [card for card in cards if since is None or card.created_at > since]
    if not new:
        return []
    first = min(card.created_at for card in new) - timedelta(seconds=1)
    ranked = {one.card_id for one in queries.log.since(connection, week.viewer, first) if one.verb in RANKING}
    return [card for card in new if card.id not in ranked]


def _counted(cards: Sequence[CardView]) -> str:
    return f"{len(cards)} card{'s' if len(cards) > 1 else ''}"


def _titles(cards: Sequence[CardView]) -> str:
    """The first titles, and how many more there are."""
    more = f" and {len(cards) - NAMED} more" if len(cards) > NAMED else ""
    return f"{', '.join(card.title for card in cards[:NAMED])}{more}"
