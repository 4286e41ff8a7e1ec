"""What somebody has to hear of meetings that calendars are too slow to tell: called off, or a topic's next one."""

from __future__ import annotations

from datetime import timedelta

from cadence.domain.cards.outcomes import is_on_agenda
from cadence.domain.kinds import BY_KEY, KINDS, MeetingKind
from cadence.domain.parsing.dates import day_words
from cadence.domain.team.invitations import gets_all
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.team import NeedView
from cadence.services.access.display_names import display_names
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.queries.meetings import RecordedRow

TOLD_FOR = timedelta(days=7)
"""How long it is told that a meeting was called off."""


def called_off_ahead(connection: Connection, week: Week) -> list[NeedView]:
    """The meetings after this iteration that were called off of late and that the viewer would have had."""
    here = week.iteration()
    me = next(
        (row for row in queries.team.people(connection, week.viewer.team_id) if row.id == week.viewer.person_id), None
    )
    if here is None or me is None:
        return []
    return [
        NeedView(f"{row.kind}@{row.nominal}", _called_off(week, row), "meeting")
        for row in week.rows.values()
        if row.status in ("skipped", "cancelled")
        and row.changed_at is not None
        and week.now - row.changed_at < TOLD_FOR
        and row.nominal > here.end
        and gets_all(BY_KEY[row.kind], me.role, regular=me.regular)
    ]


def _called_off(week: Week, row: RecordedRow) -> str:
    why = f": {row.reason}" if row.reason and week.viewer.in_team else ""
    return f"{BY_KEY[row.kind].title.lower()} of {day_words(row.nominal)} is {row.status}{why}"


def not_reached(connection: Connection, week: Week, topics: list[CardView]) -> list[NeedView]:
    """The viewer's topics with guests that the last meeting did not get to: who is invited to the next one instead."""
    roles = {row.handle: row.role for row in queries.team.people(connection, week.viewer.team_id)}
    names = display_names(connection, week.viewer)
    found = []
    for kind in KINDS:
        last, following = _last_held(week, kind), week.next(kind.key)
        if not kind.by_topic or last is None or last.started_at is None or following is None:
            continue
        held_on = last.started_at.astimezone(week.zone).date()
        visited = queries.meetings.walked(connection, week.viewer, last.id)
        walked = {row.card_id for row in visited if row.step in kind.topic_steps}
        for card in topics:
            guests = [names.get(who, who) for who in card.stays if who in roles and not is_team(roles[who])]
            here = card.created_at < last.started_at and is_on_agenda(card.back_on, held_on)
            if guests and here and card.id not in walked and week.viewer.handle in _inviters(connection, week, card):
                days = day_words(held_on), day_words(following.starts_at.date())
                words = f"not reached on {days[0]}: {card.title}; {', '.join(guests)} invited to {days[1]} instead"
                found.append(NeedView(card.key, words, "arch"))
    return found


def _last_held(week: Week, kind: MeetingKind) -> RecordedRow | None:
    held = [row for row in week.rows.values() if row.kind == kind.key and row.status == "held" and row.ended_at]
    return max(held, key=lambda row: str(row.ended_at), default=None)


def _inviters(connection: Connection, week: Week, card: CardView) -> set[str | None]:
    """Who invited guests to a topic: whoever is on record with it, else its author."""
    events = queries.log.of_card(connection, week.viewer, card.id)
    return {event.actor for event in events if event.verb == "card.invited"} or {card.author}
