"""Which standup hears what somebody leaves for it; read with a connection alone, for the quick lane."""

from __future__ import annotations

from datetime import date, datetime

from cadence.domain.kinds import KINDS
from cadence.domain.views.meeting_line import MeetingLine
from cadence.errors import NotAllowed, Refused
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer

NOTHING = frozenset({"none", "no", "n/a", "na", "nil", "nothing", "nope", "-", "keine", "nein", "rien"})
"""Words that say that there is nothing to say."""


def hearing(connection: Connection, viewer: Viewer, now: datetime, day: date | None = None) -> MeetingLine:
    """The first standup on or after ``day`` (today) that is still to hear the viewer; raises :class:`Refused`."""
    if not viewer.in_team:
        raise NotAllowed(f"a {viewer.role} is not in the standup", "ask somebody of the team")
    kinds = [kind.key for kind in KINDS if kind.takes_updates]
    week = Week(connection, viewer, now)
    for line in week.ahead(max(day or week.today, week.today), kinds):
        if line.status == "scheduled" or (
            line.status in ("running", "paused") and not _spoke(connection, viewer, line)
        ):
            return line
    raise Refused("no standup lies ahead", "cadence schedule show says when there is one")


def _spoke(connection: Connection, viewer: Viewer, line: MeetingLine) -> bool:
    """Whether the viewer has had the turn in a standup that runs."""
    row = queries.meetings.named(connection, viewer.team_id, line.kind, line.nominal)
    marks = queries.meetings.attendance(connection, row.id) if row is not None else []
    return any(one.heard and one.person_id == viewer.person_id for one in marks)


def said_in(words: str) -> str:
    """What was said; empty for ``none`` and the like."""
    return "" if words.strip(" .!").casefold() in NOTHING else words
