"""What happened to cards since the walk before: when that was, and of each card in a few words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from cadence.domain.cards.boards import BOARDS, own_side
from cadence.domain.cards.deeds import deed
from cadence.domain.vocabulary import BoardKey
from cadence.services.access.display_names import display_names
from cadence.services.cards.assembler import wait_in_words
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.queries.log import EventRow
from cadence.store.viewer import MeetingRow, Viewer

_OF_ONE_KIND = {
    "card.move": "where",
    "card.block": "blocked",
    "card.unblock": "blocked",
    "card.drop": "status",
    "card.comment": "comment",
    "card.edit": "edit",
    "card.assigned": "person",
    "card.not_assigned": "person",
    "card.depend": "waits",
    "card.settle_dependency": "waits",
    "card.refused": "waits",
    "card.wait_dropped": "waits",
    "card.table": "tabled",
    "card.thief": "thief",
    "card.not_thief": "thief",
    "card.add": "new",
}
"""What is told of a card, by the deed: of several of one kind (about one person or thief) only the last."""


def last_walk(connection: Connection, viewer: Viewer, row: MeetingRow, step: str) -> MeetingRow | None:
    """The last meeting of the kind that was started before this one and in which cards were walked on this step."""
    if row.started_at is None:
        return None
    return queries.meetings.last_walk(connection, viewer.team_id, row.kind, step, row.started_at)


def changed(connection: Connection, viewer: Viewer, last: MeetingRow, step: str, board: BoardKey) -> dict[int, str]:
    """What happened to each card of a board since it was walked in ``last``, by its id: ``moved to Review, blocked``.

    What that walk itself did is no news: what its facilitator did in the meeting, and anybody before the card was left.
    """
    if last.started_at is None:
        return {}
    left = {one.card_id: one.at for one in queries.meetings.walked(connection, viewer, last.id) if one.step == step}
    meeting = (last.kind, last.nominal, last.facilitator_id)
    news = (
        event
        for event in queries.log.since(connection, viewer, last.started_at, board=board.value)
        if event.at > (left.get(event.card_id or 0) or last.started_at)
        and (event.meeting_kind, event.meeting_nominal, event.actor_id) != meeting
    )
    return told(connection, viewer, news, board)


def told(
    connection: Connection, viewer: Viewer, events: Iterable[EventRow], board: BoardKey, *, whys: bool = False
) -> dict[int, str]:
    """What these events did to each card of a board, by its id; ``whys``: with what was typed."""
    names = display_names(connection, viewer)
    told: dict[int, dict[str, str]] = {}
    for event in events:
        kind = _OF_ONE_KIND.get(event.verb)
        if kind is None or event.card_id is None:
            continue
        data = wait_in_words(connection, viewer, json.loads(event.data))
        deeds = told.setdefault(event.card_id, {})
        deeds.pop(mark := f"{kind} {data.get('person', data.get('thief', ''))}", None)
        deeds[mark] = _words(event.verb, data, board, names, guest=not viewer.in_team)
        why = data.get({"card.drop": "reason", "card.depend": "what"}.get(event.verb, ""))
        deeds[mark] += f": {why}" if whys and why else ""
    return {card: ", ".join(deeds.values()) for card, deeds in told.items()}


def _words(verb: str, data: dict[str, object], board: BoardKey, names: Mapping[str, str], *, guest: bool) -> str:
    if verb == "card.comment":
        return "commented"
    if verb == "card.add":
        return "new"
    if verb == "card.depend" and data.get("team"):
        return f"waits for {data['team']}"
    if verb == "card.refused":
        return f"dropped by {data['team']}: {data['reason']}"
    person, to = str(data.get("person", "")), str(data.get("to", ""))
    more = {"person": names.get(person, person), "to": own_side(BOARDS[board], to, guest=guest)}
    return deed(verb, {**data, **more})
