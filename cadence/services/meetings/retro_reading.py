"""What a meeting shows of retro notes: the speaker's on their turn, all that were read in the vote, else counts."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds.base import DotVote, PrivateWriting, Round, Step
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.boards import board_cards, in_columns
from cadence.services.meetings import rounds
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer


def notes(connection: Connection, viewer: Viewer, store: Store, step: Step, at: str | None) -> tuple[CardView, ...]:
    """The notes that are on the screen while ``at`` (a handle) speaks, by column; never a sealed one."""
    if not _shows(step):
        return ()
    cards = [card for card in board_cards(connection, viewer, store, BoardKey.RETRO.value) if card.status == "open"]
    read = in_columns([card for card in cards if not card.sealed], BOARDS[BoardKey.RETRO].columns)
    if isinstance(step.walks, DotVote):
        return tuple(read)
    return tuple(card for card in read if card.author == (None if at == rounds.NAMELESS else at))


def groups(connection: Connection, viewer: Viewer, store: Store, step: Step) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What was laid into other notes, by the key of those, where notes are shown."""
    if not _shows(step):
        return ()
    known = {card.id: card for card in board_cards(connection, viewer, store, BoardKey.RETRO.value)}
    found: dict[str, tuple[str, ...]] = {}
    for note, head in queries.retro.groups(connection, viewer).items():
        if note in known and head in known:
            found[known[head].key] = (*found.get(known[head].key, ()), known[note].title)
    return tuple(found.items())


def counts(connection: Connection, viewer: Viewer, steps: Sequence[tuple[Step, int]]) -> tuple[tuple[str, int], ...]:
    """How many notes each column holds: for the team, while it writes."""
    columns = next((step.walks.columns for step, _ in steps if isinstance(step.walks, PrivateWriting)), ())
    if not columns or not viewer.in_team:
        return ()
    found = queries.retro.sealed_counts(connection, viewer.team_id)
    return tuple((name, found.get(name, 0)) for name in columns)


def _shows(step: Step) -> bool:
    return isinstance(step.walks, DotVote) or (isinstance(step.walks, Round) and step.walks.shows == "notes")
