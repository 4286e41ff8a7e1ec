"""What was read in a retro, in the team's notes."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.domain.cards.boards import BOARDS
from cadence.domain.views.cards import CardView
from cadence.domain.views.notes import NoteGroup
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.boards import board_cards
from cadence.services.notes.noted import NotedMeeting
from cadence.store import queries


def groups(about: NotedMeeting) -> tuple[NoteGroup, ...]:
    """What was read in a retro, first what was laid together, then the rest by column: the team's alone."""
    if not (about.kind.closed_doors and about.started and about.reader.in_team):
        return ()
    cards = [
        card
        for card in board_cards(about.connection, about.reader, about.store, BoardKey.RETRO.value)
        if not card.sealed and _of_this(about, card)
    ]
    heads = queries.retro.groups(about.connection, about.reader)
    grouped = [_group(about, head, [one for one in cards if heads.get(one.id) == head.id]) for head in cards]
    inside = {*heads, *heads.values()}
    cards = [card for card in cards if card.id not in inside]
    names = [name for name in BOARDS[BoardKey.RETRO].columns if any(card.column == name for card in cards)]
    columns = (
        NoteGroup(
            title=name,
            notes=tuple((about.name(card.author), _with_votes(card)) for card in cards if card.column == name),
        )
        for name in names
    )
    return (*(group for group in grouped if len(group.notes) > 1), *columns)


def _group(about: NotedMeeting, head: CardView, notes: Sequence[CardView]) -> NoteGroup:
    """Notes that were laid together, the one first whose words the group bears."""
    said = tuple((about.name(card.author), card.title) for card in (head, *notes))
    return NoteGroup(f"{head.column}, laid together", said, head.votes)


def _of_this(about: NotedMeeting, card: CardView) -> bool:
    return card.status == "open" or bool(card.came_from and card.came_from.meeting == about.line.ref)


def _with_votes(card: CardView) -> str:
    """A retro note with the dots that it got: ``Quiet nights (2 votes)``."""
    return f"{card.title} ({card.votes} vote{'' if card.votes == 1 else 's'})" if card.votes else card.title
