"""The receipt at a meeting's end: what was decided, who took what, what went where, and the minutes given back."""

from __future__ import annotations

import json
from typing import Any

from cadence.domain.dates import day_words
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import ReceiptView
from cadence.domain.views.notes import MeetingNotes
from cadence.domain.vocabulary import BoardKey
from cadence.errors import Refused
from cadence.services.meeting_view import view_on
from cadence.services.notes import gather, own_audience, thaw
from cadence.services.schedule import Week, resolve
from cadence.services.walks import parked_for
from cadence.store import queries
from cadence.store.capture import Who
from cadence.store.connect import Lane
from cadence.store.db import Store

WENT = {BoardKey.ARCH: "→ arch", BoardKey.SYNC: "→ sync", BoardKey.WALL: "→ wall", BoardKey.ACTIONS: "→ action"}


def receipt(store: Store, who: Who, ref: str) -> ReceiptView:
    """What a meeting came to, for the viewer; raises :class:`Refused` for one that was not started."""
    with store.read() as lane:
        line = resolve(Week(lane, who, store.clock()), ref, held=True)
        row = queries.meeting(lane, who.team_id, line.kind, line.nominal)
        if row is None or row["started_at"] is None:
            raise Refused(f"{line.ref} was not held", "there is no receipt of it")
        audience = own_audience(who)
        notes = thaw(row["snapshot"], audience) if row["snapshot"] else gather(lane, who, store, line, row, audience)
        view = view_on(lane, who, store, line)
        used = notes.used or 0
        return ReceiptView(
            line=line,
            used=used,
            given_back=line.minutes - used,
            decided=tuple(card.title for card in view.decisions),
            took=_took(lane, who, row),
            actions=tuple(_action(card) for card in view.actions),
            went_on=_went_on(lane, who, row),
            still_open=tuple(parked_for(lane, who, store, row)),
            balance=notes.balance,
            thieves=_thieves(notes),
            not_heard=notes.not_heard,
            notes=line.ref,
            last_words=" ".join(notes.remarks),
        )


def _action(card: CardView) -> str:
    owner = f"{', '.join(card.assignees)}: " if card.assignees else ""
    return owner + card.title + (f"  due {day_words(card.due)}" if card.due else "")


def _took(lane: Lane, who: Who, row: Any) -> tuple[str, ...]:
    """Who took which cards in this meeting, and still has them."""
    taken: dict[str, list[str]] = {}
    for event in queries.events_of_meeting(lane, who, row["id"]):
        if event["card_number"] is None or event["verb"] not in ("card.assigned", "card.not_assigned"):
            continue
        name, key = json.loads(event["data"]).get("person", ""), f"{who.team_key}-{event['card_number']}"
        keys = taken.setdefault(name, [])
        if event["verb"] == "card.assigned":
            keys.append(key)
        elif key in keys:
            keys.remove(key)
    return tuple(f"{name} {', '.join(dict.fromkeys(keys))}" for name, keys in taken.items() if keys)


def _went_on(lane: Lane, who: Who, row: Any) -> tuple[str, ...]:
    """What was tabled, or given a place out of the parking lot, in this meeting."""
    found = []
    numbers = {}
    for event in queries.events_of_meeting(lane, who, row["id"]):
        data = json.loads(event["data"])
        if event["verb"] == "card.table":
            numbers[event["card_number"]] = "→ arch"
        elif event["verb"] == "card.settle":
            numbers[event["card_number"]] = data.get("place", "settled")
        elif event["verb"] == "card.drop":
            numbers[event["card_number"]] = "dropped"
    for number, place in numbers.items():
        card = queries.card_by_number(lane, who, number)
        if card is not None:
            found.append(f'{place}  "{card["title"]}"')
    return tuple(found)


def _thieves(notes: MeetingNotes) -> tuple[str, ...]:
    seen = [(one.card.key, thief.thief) for step in notes.steps for one in step.cards for thief in one.card.thieves]
    return tuple(f"{thief.replace('-', ' ')} ({key})" for key, thief in dict.fromkeys(seen))
