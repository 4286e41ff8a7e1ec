"""The notes of a meeting for an audience: gathered once when it ends, kept, and given out the same ever after.

Only feedback that was given afterwards comes in, with its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.domain.kinds import BY_KEY
from cadence.domain.team.roles import Role
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import MeetingNotes
from cadence.errors import NotAllowed
from cadence.services.notes.builder import gather
from cadence.services.notes.discussed import with_what_came_later
from cadence.services.notes.lists import on_present_days
from cadence.services.notes.snapshot import dump, load
from cadence.services.schedule.week import Week, resolve
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import MeetingRow, Viewer

if TYPE_CHECKING:
    from cadence.render.notes.notes import Rendered

READERS = {"team": Role.MEMBER, "partner": Role.PARTNER, "guest": Role.STAKEHOLDER}
"""For whom notes are made, and the role whose eyes are used to gather them."""


def notes_of(store: Store, viewer: Viewer, ref: str, audience: str | None = None) -> MeetingNotes:
    """The notes of a meeting, or its agenda before it, for an audience: by default the viewer's own.

    Raises :class:`NotAllowed` if ``audience`` includes more than the viewer's role may see.
    """
    chosen = audience or own_audience(viewer)
    if not viewer.in_team and list(READERS).index(chosen) < list(READERS).index(own_audience(viewer)):
        raise NotAllowed(f"a {viewer.role} may not read the {chosen}'s notes", "ask somebody of the team")
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        line = resolve(week, ref, held="@" not in ref)
        row = queries.meetings.named(connection, viewer.team_id, line.kind, line.nominal)
        reader = viewer if _of_own_topics(viewer, line.kind) else _reader(viewer, chosen)
        if row is None or line.status != "held":
            return gather(connection, reader, store, line, row, chosen)
        found = kept_notes(viewer, row, chosen) or gather(connection, reader, store, line, row, chosen)
        return with_what_came_later(connection, reader, on_present_days(week, found), row)


def written(
    store: Store,
    viewer: Viewer,
    ref: str,
    *,
    fmt: str = "md",
    audience: str | None = None,
    folders: Sequence[Path] = (),
) -> Rendered:
    """The notes of a meeting (its agenda, before it) as text in a format, through the team's own templates first."""
    from cadence.render.notes.notes import render

    return render(notes_of(store, viewer, ref, audience), fmt, folders)


def held_lately(store: Store, viewer: Viewer, most: int = 50) -> list[MeetingLine]:
    """The meetings held, of which there are notes for this viewer: the newest first."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        names = [name for name, row in week.rows.items() if row.status == "held"]
        lines = [week.line(kind, nominal) for kind, nominal in names if week.may_read(kind, nominal)]
        return sorted(lines, key=lambda line: line.starts_at, reverse=True)[:most]


def own_audience(viewer: Viewer) -> str:
    """The audience that a viewer belongs to."""
    if viewer.in_team:
        return "team"
    return "partner" if viewer.role == Role.PARTNER else "guest"


def kept_notes(viewer: Viewer, row: MeetingRow, audience: str) -> MeetingNotes | None:
    """The notes for an audience as they were kept; ``None`` for nothing, and for a guest of single topics alone."""
    return None if _of_own_topics(viewer, row.kind) else thaw(row.snapshot, audience)


def _of_own_topics(viewer: Viewer, kind: str) -> bool:
    """Whether this viewer reads of such meetings the topics to which they are invited, and nothing else."""
    return str(BY_KEY[kind].audience) not in viewer.audiences


def _reader(viewer: Viewer, audience: str) -> Viewer:
    """A viewer of that audience who wrote nothing: no sealed note is theirs."""
    return viewer._replace(role=READERS[audience].value, person_id=None, handle=None)


def freeze(connection: Connection, viewer: Viewer, store: Store, row: MeetingRow) -> str:
    """The notes of a meeting that ends, for every audience, as JSON."""
    line = Week(connection, viewer, store.clock()).line(row.kind, row.nominal)
    return dump(
        {audience: gather(connection, _reader(viewer, audience), store, line, row, audience) for audience in READERS}
    )


def thaw(snapshot: str | None, audience: str) -> MeetingNotes | None:
    """The notes for an audience out of what :func:`freeze` made; ``None`` for nothing, or nothing readable.

    A snapshot of an older version may lack what notes now need; they are gathered anew then.
    """
    try:
        return load(snapshot, audience) if snapshot else None
    except (LookupError, TypeError, ValueError):
        return None
