"""The notes of a meeting for an audience: gathered once when it ends, kept, and given out the same ever after.

Only feedback that was given afterwards comes in, with its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import Role
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import MeetingNotes
from cadence.errors import NotAllowed
from cadence.services.meetings.people_here import by_topics, guests_of_topics
from cadence.services.notes.builder import gather
from cadence.services.notes.discussed import with_what_came_later
from cadence.services.notes.lists import on_present_days
from cadence.services.notes.placed import with_places
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
    """The notes of a meeting, or its agenda before it, for an audience or somebody's handle: by default the viewer's.

    Raises :class:`NotAllowed` if ``audience`` includes more than the viewer's role may see.
    """
    with store.read() as connection:
        me, (viewer, chosen) = viewer, _read_as(connection, viewer, audience)
        week = Week(connection, me, store.clock())
        line = resolve(week, ref, held="@" not in ref)
        row = queries.meetings.named(connection, viewer.team_id, line.kind, line.nominal)
        reader = viewer if _of_own_topics(viewer, line.kind) else _reader(viewer, chosen)
        if row is None or line.status != "held":
            return gather(connection, reader, store, line, row, chosen)
        found = kept_notes(viewer, row, chosen) or gather(connection, reader, store, line, row, chosen)
        found = with_places(connection, reader, store, line, row, found)
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


def readers_of(store: Store, viewer: Viewer, ref: str) -> list[str]:
    """For whom there are notes of a meeting: the audiences, and the guests who read their own topics of it alone."""
    with store.read() as connection:
        line = resolve(Week(connection, viewer, store.clock()), ref, held="@" not in ref)
        row, kind = queries.meetings.named(connection, viewer.team_id, line.kind, line.nominal), BY_KEY[line.kind]
        if row is None or not viewer.in_team or not kind.by_topic:
            return list(READERS)
        guests = guests_of_topics(connection, viewer, row, line)
        people = queries.team.people(connection, viewer.team_id)
        return [*READERS, *(one.handle for one in people if by_topics(kind, one, guests))]


def _read_as(connection: Connection, viewer: Viewer, wanted: str | None) -> tuple[Viewer, str]:
    """Whose notes are wanted, as a viewer and their audience: a word for an audience, or the handle of one person."""
    if wanted is None:
        return viewer, own_audience(viewer)
    people = {row.handle: row for row in queries.team.people(connection, viewer.team_id)}
    chosen = match(wanted, (*READERS, *people), "reader")
    mine = list(READERS).index(own_audience(viewer))
    if chosen in READERS and (viewer.in_team or list(READERS).index(chosen) >= mine):
        return viewer, chosen
    if chosen in READERS or not (viewer.in_team or chosen == viewer.handle):
        whose = f"the {chosen}" if chosen in READERS else people[chosen].name
        raise NotAllowed(f"a {viewer.role} may not read {whose}'s notes", "ask somebody of the team")
    them = people[chosen]
    reader = viewer._replace(role=them.role, person_id=them.id, handle=them.handle)
    return reader, own_audience(reader)


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
