"""Undo: steps back through one's own last actions, unless somebody else has changed the same thing since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.deeds import Done, all_done, called
from cadence.domain.cards.routing import narrower
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import day_words
from cadence.domain.parsing.names import card_key
from cadence.domain.team.roles import Right
from cadence.domain.views.cards import EventView
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import Conflict, NotAllowed, Refused
from cadence.services.access.permissions import require
from cadence.services.cards.assembler import column_in_words, wait_in_words
from cadence.services.schedule.week import Week, is_facilitator, resolve
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.log import LoggedRow
from cadence.store.tables.cards import Card
from cadence.store.tables.log import Event
from cadence.store.tables.meetings import Meeting, Walked
from cadence.store.values import restored
from cadence.store.viewer import Viewer, present_meeting, running_meeting
from cadence.store.write import Write

TABLES = {mapper.class_.__table__.name: mapper.class_ for mapper in SQLModel._sa_registry.mappers}

FROM_DAY = {"schedule_change": "since", "epoch": "start", "holiday": "day", "location": "since"}
"""The tables of the rhythm, and the column that holds the day from which a row counts."""

RIGHTS = {
    "person.add": Right.ADD_PEOPLE,
    "person.edit": Right.PERSON,
    "person.remove": Right.REMOVE_PEOPLE,
    "meeting.move": Right.MOVE,
    "meeting.skip": Right.SKIP,
    "meeting.cancel": Right.SKIP,
    "meeting.turn": Right.START,
    "team.set": Right.SETTINGS,
    "schedule.set": Right.SCHEDULE,
    "holiday.add": Right.HOLIDAYS,
    "holiday.remove": Right.HOLIDAYS,
}
"""What it takes to take back what was done: the right to do it."""

FOLLOWS = frozenset({"card.settle_dependency", "card.refused", "card.wait_dropped", "card.depend", "card.unblock"})
"""What may follow from a deed on a card that others wait for."""


class Deed(NamedTuple):
    """What a person did last and can take back: its number in the log, and in words with its card."""

    seq: int
    words: str
    event: EventView


def last(store: Store, viewer: Viewer, *, in_meeting: bool = False) -> Deed:
    """What :func:`undo` would take back; raises :class:`Refused` where there is nothing."""
    with store.read() as connection:
        place = present_meeting(connection, viewer) if in_meeting else None
        return _deed(connection, viewer, *_last(connection, viewer, place))


def undo(store: Store, viewer: Viewer, *, in_meeting: bool = False, only: int | None = None) -> Deed:
    """Take back the viewer's last write; gives what was undone.

    ``in_meeting``: only what was done in the meeting that the viewer is in, if there is one. ``only``: only the write
    of this number, that the person was told of.

    Raises :class:`Refused` where there is nothing to undo or the rhythm has gone by it already, :class:`Conflict` where
    somebody changed the same since, :class:`NotAllowed` for what they did in a role that they no longer have.
    """
    with store.write(viewer) as w:
        seq, events = _last(w.connection, viewer, w.meeting_id if in_meeting else None)
        if only is not None and seq != only:
            raise Conflict("you have done something else meanwhile", "undo names it")
        taken = _deed(w.connection, viewer, seq, events)  # while its cards are there
        _turn_back(w, [entry for event in events for entry in json.loads(event.changes)], seq, events)
        _stand_where_it_stood(w, seq)
        for event in events:
            w.touch(w.get(Event, event.id), undone=True)
        w.log("undo", data={"verb": events[0].verb, "undid": seq}, undoable=False, audience=events[0].audience)
        return taken


def redo(store: Store, viewer: Viewer, *, in_meeting: bool = False) -> Deed:
    """Do again what the viewer's last undo took back: a write of its own, which can be undone in its turn.

    ``in_meeting``: only what was done in the meeting that the viewer is in, if there is one.

    Raises :class:`Refused` where nothing was undone or something new was done since, and what :func:`undo` raises.
    """
    with store.write(viewer) as w:
        seq = queries.log.newest_undo(w.connection, viewer)
        if seq is None:
            raise Refused("there is nothing to do again", "only what you have just taken back can be done again")
        (taken,) = [event for event in queries.log.of_write(w.connection, viewer.team_id, seq) if event.verb == "undo"]
        undid = json.loads(taken.data)["undid"]
        events = [one for one in queries.log.of_write(w.connection, viewer.team_id, undid) if one.undoable]
        if in_meeting and w.meeting_id is not None and not _done_in(w.connection, viewer, w.meeting_id, events):
            raise Refused("nothing of yours is left to do again in this meeting", "q leaves it, then U goes further")
        _turn_back(w, json.loads(taken.changes), seq, events)
        w.touch(w.get(Event, taken.id), undone=True)
        for event in events:
            w.meeting_id = event.meeting_id  # what is done again belongs where it was done
            card = w.find(Card, event.card_id) if event.card_id is not None else None
            w.log(event.verb, card=card, data=json.loads(event.data), audience=event.audience)
        w.log("redo", data={"verb": events[0].verb}, undoable=False, audience=events[0].audience)
        return _deed(w.connection, viewer, seq, events)


def _last(connection: Connection, viewer: Viewer, meeting_id: int | None) -> tuple[int, Sequence[LoggedRow]]:
    seq = queries.log.newest_undoable(connection, viewer)
    if seq is None:
        raise Refused("there is nothing of yours to undo", "only your own last actions can be taken back")
    events = [event for event in queries.log.of_write(connection, viewer.team_id, seq) if event.undoable]
    if meeting_id is not None and not _done_in(connection, viewer, meeting_id, events):
        raise Refused("nothing of yours is left to undo in this meeting", "q leaves it, then u goes further back")
    return seq, events


def _done_in(connection: Connection, viewer: Viewer, meeting_id: int, events: Sequence[LoggedRow]) -> bool:
    """Whether a write was made in the meeting: what leaves a closed room bears no trace of it but its time."""
    if any(event.meeting_id == meeting_id for event in events):
        return True
    running = running_meeting(connection, viewer)
    if running is None or running.id != meeting_id or not BY_KEY[running.kind].closed_doors:
        return False
    untraced = all(event.meeting_id is None for event in events)
    return untraced and running.started_at is not None and events[0].at >= running.started_at


def _deed(connection: Connection, viewer: Viewer, seq: int, events: Sequence[LoggedRow]) -> Deed:
    """What was done, all of it, with the cards by key and title; of a retro note, not even the number.

    In a meeting its screen is shared: titles that not everybody in it may read are left out.
    """
    ids = [event.card_id for event in events if event.card_id is not None]
    running = running_meeting(connection, viewer)
    room = BY_KEY[running.kind].audience if running is not None else Audience.TEAM
    rows = queries.cards.by_id(connection, viewer, ids)
    titles = {row.id: row.title for row in rows if narrower(row.audience, room) == room}
    done, keys = [], []
    for event in _in_sight(viewer, events):
        key = card_key(viewer.team_key, event.card_number or 0)
        shown = called(key, titles.get(event.card_id or 0, ""))
        about = "" if event.card_id is None else "a retro note" if event.card_retro else shown
        data = wait_in_words(connection, viewer, json.loads(event.data), room)
        for name in {"to", "column"} & data.keys():
            board = BOARDS[BoardKey(event.card_board or BoardKey.WALL)]
            data[name] = column_in_words(connection, viewer, board, data[name])
        done.append(Done(event.verb, data, about))
        keys.append(key if about and not event.card_retro else None)
    first = EventView(
        at=events[0].at.astimezone(ZoneInfo(viewer.timezone)),
        actor=viewer.handle,
        verb=done[0].verb,
        meeting=None,
        data=dict(done[0].data),
        key=keys[0],
    )
    return Deed(seq, all_done(done), first)


def _in_sight(viewer: Viewer, events: Sequence[LoggedRow]) -> Sequence[LoggedRow]:
    """What the viewer may know of a write of theirs: all of it, where it did not begin with what they may see."""
    seen = [event for event in events if event.audience in viewer.audiences or event.verb not in FOLLOWS]
    return seen or events


def _stand_where_it_stood(w: Write, seq: int) -> None:
    """A running meeting that the write ``seq`` has moved on stands again where it did, and its clock goes on there."""
    running = running_meeting(w.connection, w.viewer)
    state = json.loads(running.state) if running is not None else {}
    places = {one["seq"]: one for one in state.get("before", ())}
    before = places.get(seq)
    if running is None or before is None or before["step"] != running.step:
        return
    row = w.get(Meeting, running.id)
    state["before"] = [one for number, one in places.items() if number < seq]
    state.update(topic=before["topic"], left=None, since=None, stood=before["stood"])
    if row.clock_since is not None:
        state.update(since=(w.at - timedelta(seconds=before["stood"])).isoformat(), stood=None)
    kept = {key: value for key, value in state.items() if value is not None}
    w.touch(row, at=before["at"], state=json.dumps(kept))
    if before["walked"] is not None:
        card_id, step, seconds = before["walked"]
        walked = w.find(Walked, (running.id, card_id, step))
        if walked is not None and seconds is None:
            w.session.delete(walked)
        elif walked is not None:
            w.touch(walked, seconds=seconds)


def _turn_back(w: Write, changes: Sequence[dict[str, Any]], seq: int, events: Sequence[LoggedRow]) -> None:
    """Put back what the write ``seq`` has changed, where that may still be; ``events`` are what was done, or undone.

    What followed from a deed on a shared card, out of its doer's sight, goes back with it.
    """
    _nobody_else(w.viewer, changes, queries.log.after(w.connection, w.viewer.team_id, seq))
    for event in _in_sight(w.viewer, events):
        _still_may(w, event)
    _not_in_force(changes, _day(events[0].at, w.viewer), _day(w.at, w.viewer))
    for entry in reversed(changes):
        _reverse(w, entry)


def _still_may(w: Write, event: LoggedRow) -> None:
    """Raise :class:`NotAllowed` for what the viewer did in a role that they no longer have."""
    viewer, data, right = w.viewer, json.loads(event.data), RIGHTS.get(event.verb)
    if right is Right.PERSON and any(entry["t"] == "membership" for entry in json.loads(event.changes)):
        require(viewer, Right.ROLES)
    if right in (Right.MOVE, Right.SKIP):
        require(viewer, right, own=is_facilitator(viewer, resolve(Week(w.connection, viewer, w.at), data["ref"])))
    elif right is not None:
        require(viewer, right, own=data.get("person") == viewer.handle)
    elif event.audience not in viewer.audiences:
        raise NotAllowed(f"a {viewer.role} may not undo what is the team's alone", "ask somebody of the team")


def _nobody_else(viewer: Viewer, changes: Sequence[dict[str, Any]], later: Sequence[LoggedRow]) -> None:
    touched: dict[tuple[str, str], set[str]] = {}
    for entry in changes:
        touched.setdefault((entry["t"], json.dumps(entry["k"], sort_keys=True)), set()).update(entry["a"] or ())
    added = {entry["k"]["id"] for entry in changes if entry["t"] == "card" and entry["b"] is None}
    for event in later:
        if event.verb == "undo":
            continue
        if event.card_id in added and event.actor_id != viewer.person_id:
            raise _changed(event, viewer)
        for entry in json.loads(event.changes):
            name = (entry["t"], json.dumps(entry["k"], sort_keys=True))
            fields = touched.get(name)
            if fields is None or (fields and entry["a"] and not fields & set(entry["a"])):
                continue
            if event.actor_id == viewer.person_id:
                continue
            raise _changed(event, viewer)


def _not_in_force(changes: Sequence[dict[str, Any]], made: date, today: date) -> None:
    """Refuse where the rhythm has gone by a change since a day before today: what already happened stays as it was.

    What was changed today (``made``) can be taken back today, whatever day it is about.
    """
    for entry in changes:
        dated = FROM_DAY.get(entry["t"])
        if dated is None:
            continue
        values = {**(entry["b"] or {}), **(entry["a"] or {}), **entry["k"]}
        since = max(made, date.fromisoformat(values[dated]))
        if since < today:
            raise Refused(
                f"that has been in force since {day_words(since)}, and what happened stays as it was",
                "change the schedule from today or later on",
            )


def _day(at: datetime, viewer: Viewer) -> date:
    return at.astimezone(ZoneInfo(viewer.timezone)).date()


def _changed(event: LoggedRow, viewer: Viewer) -> Conflict:
    at = event.at.astimezone(ZoneInfo(viewer.timezone))
    return Conflict(
        f"{event.actor or 'somebody'} changed the same at {at:%H:%M on %d %b} ({event.verb})",
        "talk to them, or set it as you want it",
    )


def _reverse(w: Write, entry: dict[str, Any]) -> None:
    table = TABLES[entry["t"]]
    key = tuple(restored(table, name, value) for name, value in entry["k"].items())
    row = w.session.get(table, key if len(key) > 1 else key[0])
    if entry["b"] is None:
        if isinstance(row, Card):
            w.change(row, gone=True)
        elif row is not None:
            w.remove(row)
    elif row is None:
        row = w.add(table(**{name: restored(table, name, value) for name, value in entry["b"].items()}))
    else:
        w.change(row, **{name: restored(table, name, value) for name, value in entry["b"].items()})
    if isinstance(row, Card):
        row.updated_at = w.at
    if isinstance(row, Meeting):  # calendars must hear of it
        w.touch(row, changes=row.changes + 1, changed_at=w.at)
    w.session.flush()
