"""What people said in a standup, or left for it, in the notes."""

from __future__ import annotations

from collections.abc import Collection

from cadence.domain.kinds.base import Round
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.notes import NoteUpdate
from cadence.services.meetings import rounds
from cadence.services.notes.noted import NotedMeeting
from cadence.store.queries.meetings import AttendanceRow


def updates(
    about: NotedMeeting, marks: dict[int, AttendanceRow], absent: Collection[str], told_of: set[int]
) -> tuple[NoteUpdate, ...]:
    """What each said or left, of a meeting that takes updates. ``absent``: the names of those known to be away.

    Adds to ``told_of`` the ids of the cards that they tell of: these stand there alone, with what was said of them.
    """
    if not about.kind.takes_updates or not about.started:
        return ()
    rounds_ = any(isinstance(step.walks, Round) for step, _ in about.steps)
    known = rounds.Updates(about.connection, about.reader, about.store, about.started, judged=False)
    walked = {one.card.id for one in about.every_card}
    found = []
    for person in about.people:
        if not is_team(person.role) or person.left_at is not None:
            continue
        mark = marks.get(person.id)
        view = known.of(person.handle)
        left = view.left_at is not None
        heard = bool(mark and mark.heard) or (left and not (rounds_ and about.line.status == "held"))
        if not (rounds_ or left):
            continue
        mine = [card for card in (*view.blocked, *view.now) if rounds_ or card.id not in walked]
        if heard:
            told_of.update(card.id for card in mine)
        told = {card.id: f"{card.key} {card.title}{_why_and_said(about, card)}" for card in mine}
        stuck = tuple(told[card.id] for card in view.blocked if card.id in told)
        now = tuple(told[card.id] for card in view.now if card.id in told and not card.blocked)
        found.append(
            NoteUpdate(
                name=person.name,
                here=bool(mark and mark.here),
                yesterday=view.moved + _lines(view.yesterday),
                today=now + _lines(view.today),
                blockers=stuck + _lines(view.blocker),
                heard=heard,
                left=left,
                away=person.name in absent,
            )
        )
    return tuple(found)


def _why_and_said(about: NotedMeeting, card: CardView) -> str:
    """What blocks a card, and what was said of it in the meeting."""
    said = (one.comments for one in about.every_card if one.card.id == card.id)
    words = "; ".join(f"{who}: {what}" for comments in said for who, what in comments)
    return (f": {card.blocked.reason}" if card.blocked else "") + (f" ({words})" if words else "")


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line for line in words.splitlines() if line.strip())
