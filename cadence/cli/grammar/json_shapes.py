"""The views in the keys of the JSON output, which stay as they are when a view's fields change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cadence.domain.lint.finding import Finding
    from cadence.domain.views.cards import CardDetail, CardView, DependencyView, EventView, SearchHit
    from cadence.domain.views.meeting_line import MeetingLine
    from cadence.domain.views.meetings import MeetingView, PersonHere, StepView
    from cadence.domain.views.team import HomeView, NeedView, NextShape, PersonView, SlotView, TeamView

Shape = dict[str, Any]


def card(view: CardView) -> Shape:
    """A card, as every listing of cards shows it."""
    return {
        "key": view.key,
        "board": view.board,
        "column": view.column,
        "position": view.position,
        "title": view.title,
        "body": view.body,
        "flow": view.flow,
        "origin": view.origin,
        "type": view.type,
        "requester": view.requester,
        "assignees": list(view.assignees),
        "interested": list(view.interested),
        "invited": list(view.stays),
        "tags": list(view.tags),
        "due": view.due,
        "minutes": view.minutes,
        "toil": view.toil,
        "blocked": {"reason": view.blocked.reason, "since": view.blocked.since} if view.blocked else None,
        "depends_on": [_dependency(one) for one in view.depends_on],
        "thieves": [{"thief": one.thief, "why": one.why, "confirmed": one.confirmed} for one in view.thieves],
        "votes": view.votes,
        "url": view.url,
        "author": view.author,
        "created_at": view.created_at,
        "updated_at": view.updated_at,
        "came_from": {"key": view.came_from.key, "meeting": view.came_from.meeting} if view.came_from else None,
        "status": view.status,
        "outcome": view.outcome,
        "outcome_words": view.outcome_words,
        "back_on": view.back_on,
        "audience": view.audience,
    }


def _dependency(view: DependencyView) -> Shape:
    return {
        "key": view.key,
        "team": view.team,
        "what": view.what,
        "asked_at": view.asked_at,
        "settled": view.settled,
        "dropped": view.dropped,
    }


def detail(view: CardDetail) -> Shape:
    """A card with its comments, events and path."""
    return {
        **card(view.card),
        "comments": [
            {"author": one.author, "at": one.at, "body": one.body, "meeting": one.meeting, "kind": one.kind}
            for one in view.comments
        ],
        "events": [event(one) for one in view.events],
        "path": list(view.path),
        "children": list(view.children),
        "decided_before": list(view.before),
    }


def event(view: EventView) -> Shape:
    """One entry of the log."""
    return {
        "at": view.at,
        "actor": view.actor,
        "verb": view.verb,
        "meeting": view.meeting,
        "data": view.data,
        "key": view.key,
    }


def meeting(line: MeetingLine) -> Shape:
    """A meeting, as the list shows it."""
    return {
        "ref": line.ref,
        "kind": line.kind,
        "title": line.title,
        "iteration": line.iteration,
        "starts_at": line.starts_at,
        "ends_at": line.ends_at,
        "timezone": line.timezone,
        "status": line.status,
        "moved_from": line.moved_from,
        "reason": line.reason,
        "facilitator": line.facilitator,
        "started_at": line.started_at,
        "ended_at": line.ended_at,
    }


def meeting_whole(view: MeetingView) -> Shape:
    """A meeting with what is and was in it; ``here`` are handles."""
    return {
        **meeting(view.line),
        "steps": [_step(one) for one in view.steps],
        "here": [one.handle for one in view.here if one.here],
        "people": [_person_here(one) for one in view.here],
        "parked": [card(one) for one in view.parked],
        "tabled": [card(one) for one in view.tabled],
        "decisions": [card(one) for one in view.decisions],
        "actions": [card(one) for one in view.actions],
        "cards": [card(one) for one in view.cards],
        "elapsed_seconds": view.elapsed,
    }


def _step(view: StepView) -> Shape:
    return {
        "key": view.key,
        "title": view.title,
        "minutes": view.minutes,
        "seconds": view.seconds,
        "state": view.state,
    }


def _person_here(view: PersonHere) -> Shape:
    return {"handle": view.handle, "name": view.name, "role": view.role, "here": view.here}


def person(view: PersonView) -> Shape:
    """A person of the team."""
    return {
        "handle": view.handle,
        "name": view.name,
        "email": view.email,
        "role": view.role,
        "timezone": view.timezone,
        "regular": view.regular,
        "hours": view.hours,
    }


def slot(view: SlotView) -> Shape:
    """Where a kind sits in the rhythm."""
    return {
        "kind": view.kind,
        "day": view.day,
        "at": view.at,
        "minutes": view.minutes,
        "on_holiday": view.on_holiday,
        "days": list(view.days) or None,
        "held": view.held,
        "from": view.since,
        "reminder": view.reminder,
        "link": view.link,
    }


def _next_shape(view: NextShape) -> Shape:
    return {
        "from": view.start,
        "weeks": view.weeks,
        "working_days": list(view.working_days),
        "hand_over": view.hand_over,
    }


def team(view: TeamView) -> Shape:
    """The team's settings."""
    from cadence.domain.team.settings import stored_settings

    settings = stored_settings(view.settings)
    if view.next_shape:
        settings["next_shape"] = _next_shape(view.next_shape)
    if view.next_locations:
        settings["next_locations"] = [
            {"from": one.start, "timezone": one.timezone, "distributed": one.distributed} for one in view.next_locations
        ]
    return {
        "name": view.name,
        "key": view.key,
        "timezone": view.timezone,
        "country": view.country,
        "subdivision": view.subdivision,
        "start": view.start,
        "weeks": view.weeks,
        "working_days": list(view.working_days),
        "hand_over": view.hand_over,
        "distributed": view.distributed,
        "partner": view.partner,
        "partner_start": view.partner_start,
        "partner_weeks": view.partner_weeks,
        "schedule": [slot(one) for one in view.schedule],
        "columns": list(view.columns),
        "limits": dict(view.limits),
        "person_limit": view.person_limit,
        "balance": view.balance,
        "video": view.video,
        "settings": settings,
    }


def finding(view: Finding) -> Shape:
    """One line of the lint."""
    return {"rule": view.rule, "severity": str(view.severity), "what": view.what, "remedy": view.remedy}


def hit(view: SearchHit) -> Shape:
    """One thing found."""
    what = {"kind": view.kind, "ref": view.ref, "board": view.board or None}
    return {**what, "title": view.title, "snippet": view.snippet, "at": view.at}


def home(view: HomeView) -> Shape:
    """The present iteration: what ``cadence status`` shows."""
    number = view.iteration
    return {
        "team": view.team,
        "me": view.me,
        "at": view.now,
        "iteration": {"number": number.number, "starts": number.starts, "ends": number.ends} if number else None,
        "now": meeting(view.running) if view.running else None,
        "next": meeting(view.next) if view.next else None,
        "wall": {
            "columns": [{"column": name, "cards": count, "limit": limit} for name, count, limit in view.wall],
            "flagged": [card(one) for one in view.flagged],
            "balance": _balance(view),
        },
        "parking": [card(one) for one in view.parking],
        "topics": [card(one) for one in view.topics],
        "actions": [card(one) for one in view.actions],
        "duty": view.duty or None,
        "needs_you": [_need(one) for one in view.needs],
        "meetings": [meeting(one) for one in view.meetings],
    }


def _balance(view: HomeView) -> Shape | None:
    found = view.balance
    return {"business": found.business, "team": found.team, "target": found.target} if found else None


def _need(view: NeedView) -> Shape:
    return {"key": view.key, "title": view.title}
