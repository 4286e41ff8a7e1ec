"""Notes that were kept come back as they were, and what an older version kept never stops anybody from reading them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadence.domain.value import Value
from cadence.domain.views.notes import MeetingNotes
from cadence.services.facilitation import lifecycle, receipt
from cadence.services.notes import notes
from cadence.services.notes.snapshot import Unreadable, frozen, thawed
from cadence.store.tables.meetings import Meeting
from tests.services.conftest import World

PLAIN = {
    str: st.text(max_size=8),
    int: st.integers(-(2**40), 2**40),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    # Offsets, as JSON keeps them: two zones' times in the hour that a clock is set back are never equal (PEP 495).
    datetime: st.datetimes(timezones=st.integers(-720, 840).map(lambda m: timezone(timedelta(minutes=m)))),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type as the views declare them."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        make: Any = kind
        return st.builds(make, **{field.name: values_of(hints[field.name]) for field in fields(kind)})
    if get_origin(kind) is UnionType:
        return st.one_of(*(st.none() if part is NoneType else values_of(part) for part in get_args(kind)))
    if get_origin(kind) is tuple:
        first, *others = get_args(kind)
        if others == [...]:
            return st.lists(values_of(first), max_size=2).map(tuple)
        return st.tuples(*map(values_of, (first, *others)))
    return PLAIN[kind]


def classes_of(kind: Any) -> set[Any]:
    """A view's class and those of all that it holds."""
    found = {kind} if is_dataclass(kind) else set()
    parts = get_type_hints(kind).values() if is_dataclass(kind) else get_args(kind)
    return found.union(*(classes_of(part) for part in parts if part is not ...))


CLASSES = sorted(classes_of(MeetingNotes), key=lambda kind: str(kind.__name__))


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: str(kind.__name__))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_was_frozen_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:
    value = data.draw(values_of(kind))
    assert thawed(kind, json.loads(json.dumps(frozen(value)))) == value


def test_every_class_of_the_notes_is_tried() -> None:
    assert {"MeetingNotes", "NoteStep", "NoteCard", "CardView", "BalanceView"} <= {kind.__name__ for kind in CLASSES}


class Appointment(Value):
    at: datetime
    timezone: str
    until: datetime | None = None


@pytest.mark.parametrize(
    ("at", "zone", "letters"),
    [
        ("2026-12-04T14:00:00-05:00", "America/New_York", "EST"),
        ("2026-07-03T14:00:00-04:00", "America/New_York", "EDT"),
        ("2026-11-01T01:30:00-04:00", "America/New_York", "EDT"),
        ("2026-11-01T01:30:00-05:00", "America/New_York", "EST"),
        ("2026-12-04T14:00:00-04:00", "America/New_York", "UTC-04:00"),
        ("2026-12-04T14:00:00-05:00", "Nowhere/Atall", "UTC-05:00"),
        ("2026-12-04T14:00:00-05:00", "../x", "UTC-05:00"),
        ("2026-12-04T14:00:00-05:00", "", "UTC-05:00"),
    ],
)
def test_instants_come_back_in_their_zone_at_the_hour_that_was_read(at: str, zone: str, letters: str) -> None:
    read = thawed(Appointment, {"at": at, "timezone": zone, "until": None})
    assert (read.at.isoformat(), read.at.tzname(), read.until) == (at, letters, None)


# --- other versions -------------------------------------------------------------------------------------------------


class Mood(StrEnum):
    GOOD = "good"


class Part(Value):
    pair: tuple[str, int]


@dataclass(frozen=True)
class Whole:
    name: str
    mood: Mood | None
    way: Literal["here", "there"]
    on: date
    at: datetime
    parts: tuple[Part, ...]
    size: int = 7


GOOD = {
    "name": "x",
    "mood": "good",
    "way": "here",
    "on": "2026-11-30",
    "at": "2026-11-30T10:00:00+00:00",
    "parts": [{"pair": ["a", 1]}],
    "size": 3,
}
READ = Whole(
    "x", Mood.GOOD, "here", date(2026, 11, 30), datetime(2026, 11, 30, 10, tzinfo=UTC), (Part(pair=("a", 1)),), 3
)


def test_enumerations_and_tuples_of_tuples_come_back_as_themselves() -> None:
    read = thawed(Whole, GOOD)
    assert read == READ
    assert isinstance(read.mood, Mood)
    assert thawed(Whole, json.loads(json.dumps(frozen(READ)))) == READ


def test_a_field_that_is_gone_is_left_out_and_a_new_one_has_its_default() -> None:
    kept = {name: part for name, part in GOOD.items() if name != "size"} | {"colour": "red"}
    assert thawed(Whole, kept).size == 7


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"name": ["x"]},
        {"mood": "angry"},
        {"way": "nowhere"},
        {"on": "2026-11-30T10:00:00+00:00"},
        {"on": 5},
        {"at": "2026-11-30"},
        {"at": "yesterday"},
        {"parts": {"pair": ["a", 1]}},
        {"parts": [{"pair": ["a"]}]},
        {"parts": [{}]},
        {"parts": [None]},
        {"parts": None},
    ],
)
def test_what_a_field_cannot_hold_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match=f"Whole.{next(iter(change))}"):
        thawed(Whole, {**GOOD, **change})


@pytest.mark.parametrize("kept", [{}, [], None, "x", {"name": "x"}])
def test_what_is_no_view_at_all_is_refused(kept: Any) -> None:
    with pytest.raises(Unreadable, match="Whole"):
        thawed(Whole, kept)


# --- as people meet it ----------------------------------------------------------------------------------------------


def ended(world: World) -> MeetingNotes:
    key = world.work_item("Rotate the certificates")
    lifecycle.start(world.store, world.anne, "planning")
    world.clock.on(minutes=20)
    lifecycle.end(world.store, world.anne)
    assert key
    return notes.notes_of(world.store, world.anne, "planning")


def without(snapshot: str, *names: str) -> str:
    return json.dumps(
        {viewer: {n: v for n, v in kept.items() if n not in names} for viewer, kept in json.loads(snapshot).items()}
    )


def keep(world: World, change: Any) -> None:
    with world.store.write(world.anne) as w:
        meeting = w.get(Meeting, 1)
        assert meeting.snapshot
        w.touch(meeting, snapshot=change(meeting.snapshot))


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: without(kept, "steps", "line"),
        lambda kept: without(kept, "withheld"),
        lambda kept: kept.replace('"steps": [', '"steps": [5, '),
        lambda kept: kept[:100],
        lambda kept: "{}",
        lambda kept: "[]",
    ],
    ids=["fields missing", "a field with a default missing", "another shape", "cut off", "nobody's", "no notes"],
)
def test_notes_that_another_version_kept_are_read_or_gathered_anew(world: World, change: Any) -> None:
    before = ended(world)
    keep(world, change)
    after = notes.notes_of(world.store, world.anne, "planning")
    assert (after.line, after.steps, after.merged, after.held) == (before.line, before.steps, before.merged, True)
    assert receipt.receipt(world.store, world.anne, "planning").used == before.used


def test_a_recording_is_kept_with_the_notes_of_an_older_version(world: World) -> None:
    ended(world)
    keep(world, lambda kept: without(kept, "withheld", "recording"))
    lifecycle.recording(world.store, world.anne, "planning", "https://example.com/1")
    assert notes.notes_of(world.store, world.anne, "planning").recording == "https://example.com/1"
