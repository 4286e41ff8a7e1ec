"""Who is in a meeting or may come to it, with what the room is shown of each: digit, load, update, turn, days away."""

from __future__ import annotations

from collections.abc import Collection

from cadence.domain.cards.boards import BOARDS, planned_column, started_columns
from cadence.domain.cards.limits import would_be
from cadence.domain.cards.time_thieves import over_limit
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Doors, MeetingKind, Step
from cadence.domain.parsing.dates import span_words
from cadence.domain.schedule.calendar import working_days
from cadence.domain.schedule.rhythm import iteration_on
from cadence.domain.team.invitations import may_attend
from cadence.domain.team.roles import sees
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import PersonHere
from cadence.domain.vocabulary import BoardKey
from cadence.services.meetings import rounds
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.queries.team import MemberRow
from cadence.store.viewer import MeetingRow, Viewer


def people_here(
    connection: Connection, viewer: Viewer, line: MeetingLine, row: MeetingRow, step: Step
) -> list[PersonHere]:
    """Everybody who may attend the started meeting of ``row`` on its present ``step``, by the team's order.

    Of those who attend only if they are invited: the invited, and who is here all the same.
    Guests learn nothing of the team's load, updates and absences.
    """
    kind, team = BY_KEY[line.kind], viewer.in_team
    marks = {mark.person_id: mark for mark in queries.meetings.attendance(connection, row.id)}
    loads = _loads(connection, viewer, kind, row, wants=bool(getattr(step.walks, "people", ""))) if team else {}
    limit, plans = settings_of(connection, viewer.team_id).person_limit, kind.merges
    updates = set(rounds.updates_for(connection, viewer, row)) if kind.takes_updates and team else set()
    absent = queries.team.absences(connection, viewer.team_id, line.starts_at.date()) if team else []
    away = {one.person_id for one in absent}
    gone = _days_away(connection, viewer, row) if plans and team else {}
    guests = guests_of_topics(connection, viewer, row, line)
    found: list[PersonHere] = []
    for person in queries.team.people(connection, viewer.team_id):
        mark = marks.get(person.id)
        # At the doors a guest who has left stays in the list: digits must not change under the hand.
        if not _expected(kind, person, guests) and not (mark and (mark.here or isinstance(step.walks, Doors))):
            continue
        load, wants = loads.get(person.handle, (0, 0))
        digit = len(found) + 1
        found.append(
            PersonHere(
                handle=person.handle,
                name=person.name,
                role=person.role,
                here=bool(mark and mark.here),
                digit=digit if digit < 10 else 0,
                load=load,
                wants=wants,
                over=over_limit(load, limit),
                with_one_more=would_be(load, limit) if plans else "",
                regular=person.regular,
                left_update=person.handle in updates,
                ready=bool(mark and mark.ready),
                seconds=mark.seconds if mark else 0,
                heard=bool(mark and mark.heard),
                is_away=person.id in away,
                days_away=gone.get(person.id, ""),
            )
        )
    return found


def _expected(kind: MeetingKind, person: MemberRow, invited: Collection[int]) -> bool:
    """Whether somebody may attend: by their role, as a regular guest, or as one who is invited."""
    if kind.by_topic and kind.audience not in sees(person.role):
        return by_topics(kind, person, invited)
    return may_attend(kind, person.role)


def by_topics(kind: MeetingKind, person: MemberRow, invited: Collection[int]) -> bool:
    """Whether a guest, to whom the rest is closed, is there for the topics to which they are invited."""
    theirs = person.regular or person.id in invited
    return kind.audience not in sees(person.role) and may_attend(kind, person.role) and theirs


def guests_of_topics(connection: Connection, viewer: Viewer, row: MeetingRow, line: MeetingLine) -> Collection[int]:
    """Who is invited to a topic that the meeting is to take up, or took up; once it is over, the latter alone."""
    kind = BY_KEY[line.kind]
    if not kind.by_topic or kind.agenda is None:
        return ()
    board = kind.agenda.boards[0].value
    day = line.starts_at.date()
    return queries.cards.guests_of_topics(connection, viewer, board, row.id, kind.topic_steps, day)


def _days_away(connection: Connection, viewer: Viewer, row: MeetingRow) -> dict[int, str]:
    """By person: the working days of the iteration that is planned on which they are away."""
    rhythm = rhythm_of(connection, viewer.team_id)
    here = iteration_on(rhythm, row.nominal)
    found: dict[int, list[str]] = {}
    if here is not None:
        for one in queries.team.absences(connection, viewer.team_id, here.start, here.end):
            days = working_days(rhythm, max(one.first, here.start), min(one.last, here.end))
            found.setdefault(one.person_id, []).extend([span_words(days[0], days[-1])] if days else [])
    return {person: ", ".join(days) for person, days in found.items()}


def _loads(
    connection: Connection, viewer: Viewer, kind: MeetingKind, row: MeetingRow, *, wants: bool
) -> dict[str, tuple[int, int]]:
    """Cards in progress by handle, where work is planned with what is planned; and what more is wanted with others.

    ``wants``: whether anybody is asked, so that what they alone want counts as theirs.
    """
    wall, names = BOARDS[BoardKey.WALL], capture.columns(connection, viewer, BoardKey.WALL.value)
    planned = [planned_column(wall, names)] if kind.merges else []
    begun = started_columns(wall, names)
    loads = queries.cards.loads(connection, viewer, [*begun, *planned])
    wanted = queries.cards.wanted(connection, viewer, row.iteration, begun) if wants else []
    more = {one.handle: (int(one.alone), int(one.cards - one.alone)) for one in wanted}
    return {
        handle: (loads.get(handle, 0) + more.get(handle, (0, 0))[0], more.get(handle, (0, 0))[1])
        for handle in {*loads, *more}
    }
