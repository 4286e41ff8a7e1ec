"""Meeting notes as JSON and back: what the end of a meeting stores of them, whatever happens to its cards later.

Read and checked by msgspec: with its import 13 ms for a shell command, where pydantic takes 100 ms.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cadence.domain.json_values import json_value
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import MeetingNotes


def dump(notes: dict[str, MeetingNotes]) -> str:
    """The notes for each audience, as JSON."""
    return json.dumps(notes, ensure_ascii=False, default=json_value)


def load(snapshot: str, audience: str) -> MeetingNotes:
    """The notes for an audience out of what :func:`dump` made.

    Fields that are no longer known are left out, and those that were not known yet have their default. Raises
    :class:`ValueError` or :class:`LookupError` where a field without a default is missing or holds what it cannot.
    """
    from msgspec import convert

    notes = convert(json.loads(snapshot)[audience], MeetingNotes)
    return replace(notes, line=_in_zone(notes.line))


def with_recording(snapshot: str, url: str | None) -> str:
    """The snapshot with the link to the recording, for everybody who may read of the meeting."""
    stored = json.loads(snapshot)
    for notes in stored.values():
        if not notes.get("withheld"):
            notes["recording"] = url
    return json.dumps(stored, ensure_ascii=False)


def _in_zone(line: MeetingLine) -> MeetingLine:
    """The line with its instants in its zone, whose letters (EST) people read: JSON has but their offsets.

    An instant for which the zone's rules give another offset today keeps its own, and so its hour of then.
    """
    try:
        zone = ZoneInfo(line.timezone)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return line

    def local(at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError(f"{at} has no offset")
        there = at.astimezone(zone)
        return there if there.utcoffset() == at.utcoffset() else at

    return replace(
        line,
        starts_at=local(line.starts_at),
        ends_at=local(line.ends_at),
        moved_from=line.moved_from and local(line.moved_from),
        started_at=line.started_at and local(line.started_at),
        ended_at=line.ended_at and local(line.ended_at),
    )
