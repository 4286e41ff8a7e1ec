"""Decisions as records: with who took them, the parts of their text, and which of them hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from cadence.domain.cards.decision_text import parts_of, with_parts
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import Role, is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.decisions import DecisionRecord
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.assembler import key_of, row_named
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import Viewer


def records(store: Store, viewer: Viewer) -> list[DecisionRecord]:
    """The decisions that the viewer may see, as records, the oldest first."""
    with store.read() as connection:
        rows = sorted(queries.cards.listed(connection, viewer, board=BoardKey.DECISIONS.value), key=lambda row: row.id)
        found = [_record(connection, viewer, row) for row in rows]
        later = {key: one for one in found for key in one.supersedes.split(", ") if key}
        titles = {one.key: f"{one.key} {one.title}" for one in found}
        return [_as_it_stands(one, later.get(one.key), titles) for one in found]


def record_named(store: Store, viewer: Viewer, key: str) -> DecisionRecord:
    """The record of one decision, by its key or number; raises :class:`~cadence.errors.BadValue`."""
    found = records(store, viewer)
    by_number = {str(one.number): one for one in found}
    by_key = {one.key: one for one in found}
    return by_number.get(key) or by_key[match(key.upper(), by_key, "decision")]


def say_more(store: Store, viewer: Viewer, key: str, parts: Mapping[str, str | None]) -> CardView:
    """Write parts of a decision's text anew, by name; ``None`` leaves one as it is."""
    from cadence.services.cards.edit import Edit, edit

    named = record_named(store, viewer, key).key
    with store.read() as connection:
        body = row_named(connection, viewer, named).body
    return edit(store, viewer, named, Edit(body=with_parts(body, parts)))


def _record(connection: Connection, viewer: Viewer, row: CardRow) -> DecisionRecord:
    parts = parts_of(row.body)
    source = queries.cards.by_id(connection, viewer, [row.from_card_id]) if row.from_card_id else []
    named = re.findall(rf"\b{re.escape(viewer.team_key)}-\d+\b", parts["supersedes"].upper())
    deciders, consulted = _present(connection, viewer, row)
    return DecisionRecord(
        number=row.number,
        key=key_of(viewer, row),
        title=row.title,
        day=row.created_at.astimezone(ZoneInfo(viewer.timezone)).date(),
        status="rejected" if row.status == "dropped" else "accepted",
        deciders=deciders,
        consulted=consulted,
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
    status = one.status if later is None else f"superseded by {later.key} {later.title}"
    return replace(one, supersedes=before, status=status)


def _present(connection: Connection, viewer: Viewer, row: CardRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who of the team was present where it was decided, else who recorded it; and the guests who were heard on it.

    A guest of single topics is heard on what came of those.
    """
    people = queries.team.people(connection, viewer.team_id, gone=True)
    marks = queries.meetings.attendance(connection, row.from_meeting_id) if row.from_meeting_id else []
    ties = queries.card_ties.ties(connection, viewer, ids=[row.from_card_id]) if row.from_card_id else []
    here, invited = {one.person_id for one in marks if one.here}, {one.handle for one in ties if one.tie == "invited"}
    team = tuple(one.name for one in people if one.id in here and is_team(one.role))
    guests = (one for one in people if one.id in here and not is_team(one.role))
    heard = (one.name for one in guests if one.role == Role.PARTNER or one.regular or one.handle in invited)
    return team or tuple(one.name for one in people if one.id == row.author_id), tuple(heard)
