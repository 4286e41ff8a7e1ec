"""A meeting's notes for one audience, gathered from the rows as they are now."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Round, Step
from cadence.domain.schedule.calendar import closes_calendar_week
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteStep
from cadence.domain.vocabulary import THIEVES, Audience, BoardKey
from cadence.services.cards import time_thieves
from cadence.services.cards.proposed import iteration_start
from cadence.services.meetings import ahead, merge, queue, retro
from cadence.services.meetings.run import MeetingTimes, counted, counted_minutes
from cadence.services.notes import groups, lists, plan, updates
from cadence.services.notes.noted import NotedMeeting
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import MeetingRow, Viewer


def gather(
    connection: Connection, reader: Viewer, store: Store, line: MeetingLine, row: MeetingRow | None, audience: str
) -> MeetingNotes:
    """The notes as ``reader`` may see them, from the rows as they are now."""
    kind = BY_KEY[line.kind]
    if str(kind.audience) not in reader.audiences and not _is_theirs(connection, reader, store, line, row):
        return _withheld(reader, line, audience)
    return _whole(NotedMeeting(connection, reader, store, line, row, audience))


def _is_theirs(connection: Connection, reader: Viewer, store: Store, line: MeetingLine, row: MeetingRow | None) -> bool:
    """Whether a guest is invited to what the meeting takes up, or took up: to every topic, or to one of these."""
    week = Week(connection, reader, store.clock())
    over = row is not None and row.ended_at is not None
    return week.may_read(line.kind, line.nominal) if over else week.may_know(line.kind, line.nominal)


def _withheld(reader: Viewer, line: MeetingLine, audience: str) -> MeetingNotes:
    title = line.title
    return MeetingNotes(
        team=reader.team_name,
        line=replace(line, reason=None, facilitator=None),
        held=line.status == "held",
        audience=audience,
        iteration=line.iteration,
        day=line.starts_at.date(),
        facilitator="",
        here=(),
        away=(),
        guests=(),
        used=None,
        timebox=line.minutes,
        steps=(),
        withheld=(
            f"The {title.lower()} is the team's own: there are no notes of it for others."
            if BY_KEY[line.kind].audience is Audience.TEAM
            else f"The notes of the {title.lower()} are for the team and its partner."
        ),
    )


def _whole(about: NotedMeeting) -> MeetingNotes:
    """The notes, whole."""
    marks = (
        {one.person_id: one for one in queries.meetings.attendance(about.connection, about.started.id)}
        if about.started
        else {}
    )
    raised = about.raised()
    used = counted(MeetingTimes.of(about.started, about.steps).used(about.now), about.steps) if about.started else None
    team = [one for one in about.people if is_team(one.role) and one.left_at is None]
    here = [one for one in about.people if one.id in marks and marks[one.id].here]
    absent, merged = _absent(about), plan.merged(about)
    told_of: set[int] = set()
    said = updates.updates(about, marks, absent, told_of)
    told = {one.name for one in said} if about.started else {one.name for one in team}
    return MeetingNotes(
        team=about.reader.team_name,
        line=replace(about.line, own_time=""),
        held=about.line.status == "held",
        audience=about.audience,
        own_topics=str(about.kind.audience) not in about.reader.audiences,
        iteration=about.line.iteration,
        day=about.line.starts_at.date(),
        facilitator=about.name(about.line.facilitator),
        here=tuple(one.name for one in here if is_team(one.role)),
        away=tuple(absent[one.name] for one in team if one not in here and one.name in absent),
        guests=tuple(one.name for one in here if not is_team(one.role)),
        used=round(used / 60) if used is not None else None,
        timebox=counted_minutes(about.line.minutes, about.steps),
        stood=_stood(about),
        thieves=_thieves(about),
        steps=_steps(about, told_of),
        updates=said,
        decisions=lists.items(about, raised, BoardKey.DECISIONS),
        actions=lists.items(about, raised, BoardKey.ACTIONS),
        parked=lists.parked(about, raised),
        tabled=lists.tabled(about, raised, here),
        returns=lists.returns(about),
        added=lists.added(about, raised),
        groups=groups.groups(about),
        balance=plan.balance(about, merged),
        duty=plan.duty(about),
        merged=merged,
        whys=merge.whys(json.loads(about.started.state), merged) if merged and about.started else (),
        recording=about.row.recording if about.row is not None else None,
        not_heard=tuple(one.name for one in said if not one.heard and not one.away),
        missing=tuple(one.name for one in team if one not in here and one.name not in {*absent, *told}),
        remarks=(
            *(json.loads(about.row.remarks) if about.row is not None else ()),
            *_unread(about),
            *_last_words(about),
        ),
        updates_left=() if about.started else ahead.updates_left(about.connection, about.reader, about.line),
        blocked=_blocked(about),
        made_at=about.now.astimezone(about.line.starts_at.tzinfo) if about.line.status == "held" else None,
    )


def _blocked(about: NotedMeeting) -> tuple[CardView, ...]:
    """Before a standup, what is blocked."""
    if about.started:
        return ()
    stuck = ahead.blocked(about.connection, about.reader, about.store, about.line)
    return tuple(about.with_names(card) for card in stuck)


def _stood(about: NotedMeeting) -> int:
    """The minutes for which the clock stood: pauses, and the time after a crash."""
    if about.started is None or about.started.started_at is None:
        return 0
    ran = sum(MeetingTimes.of(about.started, about.steps).used(about.now).values())
    return max(0, round(((about.now - about.started.started_at).total_seconds() - ran) / 60))


def _thieves(about: NotedMeeting) -> tuple[str, ...]:
    """The thieves confirmed in the meeting; behind closed doors, how often each was in the iteration."""
    if not about.kind.closed_doors:
        return time_thieves.confirmed_in(about.connection, about.reader, about.started.id) if about.started else ()
    began = iteration_start(about.connection, about.reader, about.now, about.started)
    counted = retro.thieves_since(about.connection, about.reader, began) if about.reader.in_team else ()
    return tuple(
        f"{THIEVES[thief]}: {times} time{'' if times == 1 else 's'} this iteration" for thief, times in counted
    )


def _absent(about: NotedMeeting) -> dict[str, str]:
    """Who was known to be away on the day of a meeting that was started, with the reason: for the team, by name."""
    if not (about.started and about.audience == "team"):
        return {}
    rows = queries.team.absences(about.connection, about.reader.team_id, about.line.starts_at.date())
    names = {one.id: one.name for one in about.people}
    return {names[row.person_id]: names[row.person_id] + (f" ({row.why})" if row.why else "") for row in rows}


def _steps(about: NotedMeeting, told_of: Collection[int]) -> tuple[NoteStep, ...]:
    """The steps, and the cards that each walked; retro notes and what updates told of stand apart."""
    used = MeetingTimes.of(about.started, about.steps).used(about.now) if about.started else {}
    listed: set[str] = set()
    found = []
    for held, minutes in about.steps:
        step = _as_walked(about, held)
        cards = [
            *(about.talked.by_step.get(step.key, ()) if about.started else ()),
            *(_ahead(about, step, listed) if about.line.status != "held" else ()),
        ]
        shown = (one for one in cards if not BOARDS[BoardKey(one.card.board)].sealed and one.card.id not in told_of)
        with_names = about.with_display_names(shown)
        found.append(NoteStep(step.key, step.title, minutes, used.get(step.key, 0), with_names, step.prompt))
    return tuple(found)


def _as_walked(about: NotedMeeting, step: Step) -> Step:
    """A round that was held again after cards were walked in its place: in the notes these have the walk's title."""
    if about.started is None or not isinstance(step.walks, Round) or step.walks.instead is None:
        return step
    visits = queries.meetings.walked(about.connection, about.reader, about.started.id)
    return step.in_form(step.walks.instead.key) if any(one.step == step.key for one in visits) else step


def _ahead(about: NotedMeeting, step: Step, listed: set[str]) -> list[NoteCard]:
    """The cards that a step would walk; those that an earlier step walks, or that were walked, stand there.

    ``listed``: the keys of the cards that the agenda has by now; this step's are added.
    """
    if about.started:
        listed |= {one.card.key for one in (*about.every_card, *about.talked.out_of_parking)}
    ahead = queue.cards_ahead(about.connection, about.reader, about.store, step, about.row, {}, kind=about.kind.key)
    cards = [card for card in ahead if card.key not in listed]
    listed.update(card.key for card in cards)
    return [NoteCard(card, "") for card in cards]


def _unread(about: NotedMeeting) -> tuple[str, ...]:
    """Whose retro notes waited for a turn that did not come, and never a word of them: for the team."""
    if not (about.kind.closed_doors and about.line.status == "held" and about.audience == "team"):
        return ()
    left = queries.retro.unread(about.connection, about.reader, about.now)
    many = sum(left.values())
    offered = f"{many} notes; they are" if many > 1 else "1 note; it is"
    return (f"Not read: {', '.join(left)}, {offered} offered again next time.",) if left else ()


def _last_words(about: NotedMeeting) -> tuple[str, ...]:
    """After a retro that closes a week: nothing that touches production before the weekend (rule 9)."""
    if not (about.kind.closes_week and about.line.status in ("held", "running")):
        return ()
    if not closes_calendar_week(rhythm_of(about.connection, about.reader.team_id), about.line.starts_at.date()):
        return ()
    return ("The week closes: documentation, testing in staging and development; nothing that touches production.",)
