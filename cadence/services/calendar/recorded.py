"""The recorded past of the schedule, as calendars need it: every change, in order; an undo is a change of its own."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from cadence.domain.recurring.revisions import Recorded
from cadence.domain.schedule.rhythm import Override
from cadence.services.schedule.rhythm_rows import epoch_of, location_of, slot_change
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.queries.log import ChangesRow
from cadence.store.queries.schedule import EpochRow, LocationRow, SlotChangeRow
from cadence.store.rows import R, typed
from cadence.store.values import day_of

Change = dict[str, Any]
"""One row's change in the log: its table, its key, before and after."""
Values = dict[str, Any]
"""A row's values, as far as the log holds them."""


def schedule_log(connection: Connection, team_id: int) -> Iterable[Recorded]:
    """Every recorded change to the schedule or to one meeting, in order; an undo is a change of its own."""
    history = _History({row.id: (row.kind, row.nominal) for row in queries.meetings.recorded(connection, team_id)})
    for at, change in changes(queries.log.of_schedule(connection, team_id), history.readers):
        yield from history.read(at, change)


def changes(events: Iterable[ChangesRow], tables: Collection[str]) -> Iterable[tuple[datetime, Change]]:
    """What the log's entries changed in these tables, in order; an undo changes it back."""
    written: dict[int, list[Change]] = {}
    for event in events:
        changes = [change for change in json.loads(event.changes) if change["t"] in tables]
        if event.verb == "undo":
            undone = reversed(written.get(json.loads(event.data).get("undid"), []))
            changes = [{**change, "b": change["a"], "a": change["b"]} for change in undone]
        else:
            written.setdefault(event.seq, []).extend(changes)
        yield from ((event.at, change) for change in changes)


class _History:
    """Replays the log's changes of rows; an entry holds only changed columns, so the latest values are kept by row."""

    def __init__(self, meetings: dict[int, tuple[str, date]]) -> None:
        """``meetings`` are their names, by id."""
        self._meetings = meetings
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.readers = {
            "meeting": self._meeting,
            "schedule_change": self._slot,
            "epoch": self._epoch,
            "location": self._location,
            "holiday": self._holiday,
            "team": self._team,
        }

    def read(self, at: datetime, change: dict[str, Any]) -> Iterable[Recorded]:
        """What one change of a row means for the calendar."""
        name = (change["t"], json.dumps(change["k"], sort_keys=True))
        before = {**change["k"], **self._rows.get(name, {}), **(change["b"] or {})}
        after = {**before, **(change["a"] or {})}
        self._rows[name] = after
        return self.readers[change["t"]](at, change, before, after)

    def _meeting(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        meeting = self._meetings.get(change["k"]["id"])
        if meeting is not None and (change["a"] or {}).keys() & {"moved_to", "minutes", "status", "reason"}:
            yield Recorded(at, before=_override(meeting, before), after=_override(meeting, after))

    def _slot(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        gone = slot_change(_row(SlotChangeRow, before)) if change["b"] is not None else None
        made = slot_change(_row(SlotChangeRow, after)) if change["a"] is not None else None
        yield Recorded(at, kind=after["kind"], since=day_of(after["since"]), made=made, taken_back=gone)

    def _epoch(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        gone = epoch_of(_row(EpochRow, before)) if change["b"] is not None else None
        yield Recorded(at, since=day_of(after["start"]), taken_back=gone)

    def _location(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        gone = location_of(_row(LocationRow, before)) if change["b"] is not None else None
        yield Recorded(at, since=day_of(after["since"]), located=True, taken_back=gone)

    def _team(self, at: datetime, change: Change, _before: Values, _after: Values) -> Iterable[Recorded]:
        if (change["a"] or {}).keys() & {"timezone", "distributed"}:
            yield Recorded(at)

    def _holiday(self, at: datetime, change: Change, before: Values, after: Values) -> Iterable[Recorded]:
        day, entered = day_of(change["k"]["day"]), after.get("entered") or before.get("entered")
        if entered is None or day_of(entered) < day:  # one entered late changes no meeting
            yield Recorded(at, day_off=day)


def _row(row: type[R], values: Values) -> R:
    """A typed row out of values in the log."""
    return typed(row, [[values.get(name) for name in row._fields]])[0]


def _override(name: tuple[str, date], row: Values) -> Override:
    moved = row.get("moved_to")
    return Override(
        *name,
        moved_to=datetime.fromisoformat(moved) if moved else None,
        minutes=row.get("minutes"),
        status=row.get("status") or "scheduled",
        reason=row.get("reason") or "",
    )
