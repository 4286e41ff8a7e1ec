"""Overrides of single meetings, and which meeting yields to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cadence.domain.kinds.base import MeetingKind, Repeat
from cadence.domain.parsing.dates import day_words
from cadence.domain.schedule.calendar import Rhythm
from cadence.domain.schedule.planned import Override, Planned
from cadence.domain.value import replace


def apply_override(meeting: Planned, override: Override, rhythm: Rhythm) -> Planned:
    """The meeting as the override changes it."""
    minutes = meeting.minutes if override.minutes is None else override.minutes
    meeting = replace(meeting, minutes=minutes)
    if override.moved_to is not None:
        meeting = replace(
            meeting,
            day=override.moved_to.date(),
            at=override.moved_to.time(),
            timezone=rhythm.zone_on(override.moved_to.date()),
            skipped="",
            moved_because=override.reason or "moved by hand",
            by_hand=True,
        )
    if override.status == "skipped":
        return replace(meeting, skipped=override.reason or "skipped")
    if override.status == "cancelled":
        return replace(meeting, cancelled=override.reason or "cancelled")
    return meeting


def make_way(meetings: Sequence[Planned], kinds: Sequence[MeetingKind]) -> list[Planned]:
    """The same meetings, with those marked as skipped that make way for others. Order is kept."""
    by_key = {kind.key: kind for kind in kinds}
    by_day: dict[date, list[Planned]] = {}
    crowded = {m.day for m in meetings if m.day != m.nominal and m.held}
    for meeting in meetings:
        if meeting.day in crowded:
            by_day.setdefault(meeting.day, []).append(meeting)
    skipped: dict[str, str] = {}
    for day, together in by_day.items():
        skipped.update(_daily_skips(day, together, by_key))
        skipped.update(_yields([m for m in together if m.held and m.ref not in skipped], by_key))
    if not skipped:
        return list(meetings)
    return [replace(m, skipped=skipped[m.ref]) if m.ref in skipped else m for m in meetings]


def _daily_skips(day: date, meetings: Iterable[Planned], by_key: Mapping[str, MeetingKind]) -> dict[str, str]:
    """The daily meetings that a person displaced by moving an edge meeting onto their day, each with the reason."""
    edges = [m for m in meetings if m.by_hand and m.held and by_key[m.kind].place.edge]
    if not edges:
        return {}
    reason = f"the {_name(by_key[edges[0].kind])} was moved to {day_words(day)}"
    return {m.ref: reason for m in meetings if by_key[m.kind].place.repeat is Repeat.DAY and m.held and not m.by_hand}


def _yields(meetings: Sequence[Planned], by_key: Mapping[str, MeetingKind]) -> dict[str, str]:
    """The yielding meetings of one day that overlap another where a holiday moved one of the two, with the reason.

    Firm meetings (kinds that do not yield, and whatever a person moved) come first; among the yielding ones those
    that no holiday moved, then the order of the kinds. A meeting that is skipped stands in nobody's way.
    """
    order = {key: place for place, key in enumerate(by_key)}
    firm = [m for m in meetings if m.by_hand or not by_key[m.kind].place.yields]
    soft = [m for m in meetings if not m.by_hand and by_key[m.kind].place.yields]
    found = {}
    for meeting in sorted(soft, key=lambda m: (m.by_holiday, order[m.kind], m.nominal)):
        stronger = (o for o in firm if o.overlaps(meeting) and (o.by_holiday or meeting.by_holiday))
        other = next(stronger, None)
        if other is None:
            firm.append(meeting)
        else:
            found[meeting.ref] = _why(meeting, other, by_key)
    return found


def _why(meeting: Planned, other: Planned, by_key: Mapping[str, MeetingKind]) -> str:
    """In words, why ``meeting`` yields to ``other``."""
    name = _name(by_key[other.kind])
    if other.by_holiday:
        return f"overlaps the {name}, which a holiday moved to {day_words(other.day)}"
    return f"overlaps the {name} on {day_words(meeting.day)}, where a holiday moved it"


def _name(kind: MeetingKind) -> str:
    """The kind's title in the middle of a sentence."""
    return kind.title[:1].lower() + kind.title[1:]
