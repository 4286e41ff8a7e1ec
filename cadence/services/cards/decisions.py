"""Decisions as records: numbered, with who took them, and which of them hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.names import match
from cadence.domain.views.decisions import DecisionRecord
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.assembler import key_of
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import Viewer

_PART = re.compile(
    r"^(?:#+\s*(?=\w+\s*:?\s*$))?(context|options|consequences|supersedes)(?:\s*:|\s*$)(.*)$", re.IGNORECASE
)
"""A line that begins a part of a decision's text: ``Options: one queue, or two``, or ``## Options``."""


def records(store: Store, viewer: Viewer) -> list[DecisionRecord]:
    """The decisions that the viewer may see, as records, the oldest first."""
    with store.read() as connection:
        rows = sorted(queries.cards.listed(connection, viewer, board=BoardKey.DECISIONS.value), key=lambda row: row.id)
        found = [_record(connection, viewer, number, row) for number, row in enumerate(rows, 1)]
        later = {key: one for one in found for key in one.supersedes.split(", ") if key}
        titles = {one.key: f"{one.key} {one.title}" for one in found}
        return [_as_it_stands(one, later.get(one.key), titles) for one in found]


def record_named(store: Store, viewer: Viewer, key: str) -> DecisionRecord:
    """The record of one decision, by its key or number; raises :class:`~cadence.errors.BadValue`."""
    found = records(store, viewer)
    by_number = {str(one.number): one for one in found}
    by_key = {one.key: one for one in found}
    return by_number.get(key) or by_key[match(key.upper(), by_key, "decision")]


def _record(connection: Connection, viewer: Viewer, number: int, row: CardRow) -> DecisionRecord:
    parts = _parts(row.body)
    source = queries.cards.by_id(connection, viewer, [row.from_card_id]) if row.from_card_id else []
    named = re.findall(rf"\b{re.escape(viewer.team_key)}-\d+\b", parts["supersedes"].upper())
    return DecisionRecord(
        number=number,
        key=key_of(viewer, row),
        title=row.title,
        day=row.created_at.astimezone(ZoneInfo(viewer.timezone)).date(),
        status="rejected" if row.status == "dropped" else "accepted",
        deciders=_deciders(connection, viewer, row),
        topic="".join(one.title for one in source),
        context=parts["context"],
        options=parts["options"],
        consequences=parts["consequences"],
        supersedes=", ".join(named),
        own=bool(row.from_retro) or (row.from_kind is not None and BY_KEY[row.from_kind].closed_doors),
    )


def _as_it_stands(one: DecisionRecord, later: DecisionRecord | None, titles: Mapping[str, str]) -> DecisionRecord:
    """With the decision that has taken its place, and those whose place it takes, as far as the viewer may see them."""
    from dataclasses import replace

    before = ", ".join(titles[key] for key in one.supersedes.split(", ") if key in titles)
    status = one.status if later is None else f"superseded by {later.number}. {later.title}"
    return replace(one, supersedes=before, status=status)


def _deciders(connection: Connection, viewer: Viewer, row: CardRow) -> tuple[str, ...]:
    """Who was present where it was decided; else who recorded it."""
    people = {one.id: one.name for one in queries.team.people(connection, viewer.team_id, gone=True)}
    here = queries.meetings.attendance(connection, row.from_meeting_id) if row.from_meeting_id else []
    names = tuple(name for person, name in people.items() if any(one.here and one.person_id == person for one in here))
    return names or ((people[row.author_id],) if row.author_id in people else ())


def _parts(body: str) -> dict[str, str]:
    """A decision's text by part; what stands before any other is the context."""
    found: dict[str, list[str]] = {name: [] for name in ("context", "options", "consequences", "supersedes")}
    part = "context"
    for line in body.splitlines():
        begins = _PART.match(line)
        if begins:
            part, line = begins[1].lower(), begins[2].strip()
        found[part].append(line)
    return {name: "\n".join(lines).strip("\n") for name, lines in found.items()}
