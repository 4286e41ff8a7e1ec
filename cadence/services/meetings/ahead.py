"""What the agenda of a standup says before it starts: who left an update for it, and what is blocked."""

from __future__ import annotations

from cadence.domain.kinds import BY_KEY
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.services.access.display_names import display_names
from cadence.services.cards.boards import board_cards
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer


def updates_left(connection: Connection, viewer: Viewer, line: MeetingLine) -> tuple[str, ...]:
    """Whose updates a meeting to come will hear, in the order in which they were left: the words at their turn."""
    if not (BY_KEY[line.kind].takes_updates and viewer.in_team):
        return ()
    names = display_names(connection, viewer)
    left = queries.standup.unheard(connection, viewer.team_id, line.kind, line.nominal)
    return tuple(dict.fromkeys(names.get(one.handle, one.handle) for one in left))


def blocked(connection: Connection, viewer: Viewer, store: Store, line: MeetingLine) -> tuple[CardView, ...]:
    """What is blocked of the work that a meeting to come hears of."""
    kind = BY_KEY[line.kind]
    if not (kind.takes_updates and kind.board and viewer.in_team):
        return ()
    cards = board_cards(connection, viewer, store, kind.board.value, judged=False, live=True)
    return tuple(card for card in cards if card.blocked)
