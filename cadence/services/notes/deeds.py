"""What a standup did to the team's work, card by card, for its notes."""

from __future__ import annotations

from cadence.domain.kinds import BY_KEY
from cadence.services.meetings import since_then
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.viewer import MeetingRow, Viewer

_DEEDS = frozenset(
    {
        "card.add",
        "card.move",
        "card.unblock",
        "card.drop",
        "card.assigned",
        "card.not_assigned",
        "card.depend",
        "card.settle_dependency",
    }
)
"""What is told of. What blocks a card stands on it; comments, thieves and what was tabled stand elsewhere."""


def deeds(connection: Connection, reader: Viewer, row: MeetingRow) -> dict[int, str]:
    """What became of each card of the board of a meeting that takes updates, by id, with the why of each.

    What was made of a parked item stands with that.
    """
    kind = BY_KEY[row.kind]
    if not kind.takes_updates or kind.board is None:
        return {}
    events = [
        event
        for event in queries.log.of_meeting(connection, reader, row.id)
        if event.verb in _DEEDS and event.card_board == kind.board
    ]
    made = [event.card_id for event in events if event.verb == "card.add" and event.card_id]
    of_others = {card.id for card in queries.cards.by_id(connection, reader, made) if card.from_card_id is not None}
    told = [event for event in events if event.verb != "card.add" or event.card_id not in of_others]
    return since_then.told(connection, reader, told, kind.board, whys=True)
