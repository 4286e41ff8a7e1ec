"""The notes of a meeting that was held, with the places that its parked items were given since, on its receipt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import MeetingNotes, NoteItem
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.assembler import key_from
from cadence.services.notes import lists
from cadence.services.notes.noted import NotedMeeting
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import MeetingRow, Viewer

PLACING = frozenset({"card.settle", "card.drop"})


def with_places(
    connection: Connection, reader: Viewer, store: Store, line: MeetingLine, row: MeetingRow, notes: MeetingNotes
) -> MeetingNotes:
    """The same notes, with the lines that the parking lot's step writes of what it places."""
    given = _given_since(connection, reader, row)
    if not given or notes.withheld:
        return notes
    about = NotedMeeting(connection, reader, store, line, row, notes.audience, frozenset(given.values()))
    raised = about.raised()
    tabled = {one.key for one in notes.tabled}
    return replace(
        notes,
        parked=_anew(notes.parked, lists.parked(about, raised), given),
        actions=_anew(notes.actions, lists.items(about, raised, BoardKey.ACTIONS), given),
        tabled=(*notes.tabled, *(one for one in lists.tabled(about, raised, ()) if one.key not in tabled)),
        steps=tuple(
            replace(step, cards=tuple(one for one in step.cards if one.card.key not in given)) for step in notes.steps
        ),
    )


def _given_since(connection: Connection, reader: Viewer, row: MeetingRow) -> dict[str, datetime]:
    """What was given a place in the meeting's name after its end: the keys, and when."""
    return {
        key: one.at
        for one in queries.log.of_meeting(connection, reader, row.id)
        if one.verb in PLACING
        and row.ended_at is not None
        and one.at > row.ended_at
        and (key := key_from(reader, one.card_number, one.card_retro))
    }


def _anew(kept: Sequence[NoteItem], now: Sequence[NoteItem], keys: Collection[str]) -> tuple[NoteItem, ...]:
    """The items as they were kept, those of the ``keys`` as they are now."""
    fresh = {one.key: one for one in now if one.key in keys}
    same = [fresh.pop(one.key) if one.key in fresh else one for one in kept if one.key in fresh or one.key not in keys]
    return (*same, *fresh.values())
