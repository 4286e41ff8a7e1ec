"""Notes that were kept come back as they were, and what an older version kept never stops anybody from reading them."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadence.domain.json_values import json_value
from cadence.domain.views.notes import MeetingNotes
from cadence.services.facilitation import lifecycle, receipt
from cadence.services.notes import notes
from cadence.services.notes.snapshot import load
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
def test_what_is_stored_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:
    value = data.draw(values_of(kind))
    assert msgspec.convert(json.loads(json.dumps(value, default=json_value)), kind) == value


def test_every_class_of_the_notes_is_tried() -> None:
    assert {"MeetingNotes", "NoteStep", "NoteCard", "CardView", "BalanceView"} <= {kind.__name__ for kind in CLASSES}


LINE: dict[str, Any] = {
    "ref": "retro@2026-12-04",
    "kind": "retro",
    "title": "Retrospective",
    "iteration": 1,
    "starts_at": "2026-12-04T14:00:00-05:00",
    "ends_at": "2026-12-04T15:00:00-05:00",
    "timezone": "America/New_York",
    "status": "held",
    "moved_from": None,
    "reason": None,
    "facilitator": "anne",
    "nominal": "2026-12-04",
    "audience": "team",
}
"""A meeting as a snapshot holds it, without what has a default."""

NOTES: dict[str, Any] = {
    "team": "Platform SRE",
    "line": LINE,
    "held": True,
    "audience": "team",
    "iteration": 1,
    "day": "2026-12-04",
    "facilitator": "Anne",
    "here": ["Anne"],
    "away": [],
    "guests": [],
    "used": 55,
    "timebox": 60,
    "steps": [],
}


def loaded(**changes: Any) -> MeetingNotes:
    return load(json.dumps({"team": {**NOTES, **changes}}), "team")


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
    line = loaded(line={**LINE, "starts_at": at, "moved_from": at, "timezone": zone}).line
    for read in (line.starts_at, line.moved_from):
        assert read
        assert (read.isoformat(), read.tzname()) == (at, letters)
    assert line.started_at is None


# --- other versions -------------------------------------------------------------------------------------------------


def test_a_field_that_is_gone_is_left_out_and_a_new_one_has_its_default() -> None:
    read = loaded(colour="red", line={**LINE, "colour": "red"})
    assert (read.remarks, read.withheld, read.line.started_at) == ((), "", None)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("team", None),
        ("team", ["x"]),
        ("day", "2026-11-30T10:00:00+00:00"),
        ("day", 5),
        ("made_at", "2026-11-30"),
        ("made_at", "yesterday"),
        ("used", "55"),
        ("here", "Anne"),
        ("line", {**LINE, "starts_at": "2026-12-04"}),
        ("line", {**LINE, "starts_at": "2026-12-04T14:00:00"}),
        ("line", {"ref": "retro@2026-12-04"}),
        ("line", None),
        ("steps", {"key": "x"}),
        ("steps", [{}]),
        ("steps", [None]),
        ("steps", None),
        ("groups", [{"title": "x", "notes": [["anne"]]}]),
    ],
)
def test_what_a_field_cannot_hold_is_refused(place: str, value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        loaded(**{place: value})


@pytest.mark.parametrize("stored", ["{}", "[]", "null", '{"team": null}', '{"team": {}}', '{"team": "x"}', "{"])
def test_what_is_no_notes_at_all_is_refused(stored: str) -> None:
    assert notes.thaw(stored, "team") is None


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
