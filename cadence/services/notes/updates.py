"""What people said in a standup, or left for it, in the notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cadence.domain.kinds.base import Round
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.notes import NoteUpdate
from cadence.services.meetings import rounds
from cadence.services.notes.noted import NotedMeeting
from cadence.store.queries.meetings import AttendanceRow
from cadence.store.queries.standup import UpdateRow


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
    became = {one.card.id for one in about.every_card if one.outcome}
    left_words = rounds.updates_for(about.connection, about.reader, about.started)
    found = []
    for person in about.people:
        if not is_team(person.role) or person.left_at is not None:
            continue
        mark = marks.get(person.id)
        view = known.of(person.handle)
        left = view.left_at is not None
        heard = bool(mark and mark.heard) or (left and not (rounds_ and about.line.status == "held"))
        in_turn = heard if rounds_ else bool(mark and mark.heard and mark.heard_at)
        if not (rounds_ or left or in_turn):
            continue
        mine = [card for card in (*view.blocked, *view.now) if in_turn or card.id not in walked - told_of]
        known_of = {*told_of, *(card.id for card in mine)}
        theirs = (one.card for one in about.every_card if in_turn and one.outcome)
        ended = [card for card in theirs if person.handle in card.assignees and card.id not in known_of]
        if heard:
            told_of.update(card.id for card in (*mine, *ended))
        told = {card.id: f"{card.key} {card.title}{_why_and_said(about, card)}" for card in mine}
        stuck = tuple(told[card.id] for card in view.blocked if card.id in told)
        now = tuple(told[card.id] for card in view.now if card.id in told and not card.blocked)
        here = {*told, *(card.id for card in ended)}
        apart = [] if rounds_ else [one.card for one in about.every_card if one.card.id not in here]
        see = _see(about, left_words[person.handle], apart) if left and apart else ((), (), ())
        found.append(
            NoteUpdate(
                name=person.name,
                here=bool(mark and mark.here),
                yesterday=_moves(about, view.moved, became if rounds_ and in_turn else walked - told.keys())
                + _lines(rounds.not_said(view.yesterday, apart, ""))
                + see[0],
                today=now + _lines(rounds.not_said(view.today, apart, "")) + see[1],
                blockers=stuck + _lines(view.blocker) + see[2],
                became=tuple(f"{card.key} {card.title}{_why_and_said(about, card)}" for card in ended),
                heard=heard,
                left=left,
                away=person.name in absent,
            )
        )
    return tuple(found)


def _see(about: NotedMeeting, left: UpdateRow, walked: Sequence[CardView]) -> tuple[tuple[str, ...], ...]:
    """Of what was left (since the last one, now, in the way), where the cards are told of that it only names."""
    title = next(step.title for step, _ in about.steps if isinstance(about.kind.step(step.key).walks, Round))
    stuck = {card.key.casefold() for card in walked if card.blocked}
    named = [rounds.not_said(words, walked, "") != words for words in (left.yesterday, left.today)]
    named.append(not stuck.isdisjoint(rounds.begins(left.blocker)))
    return tuple((f"see {title}",) if one else () for one in named)


def _why_and_said(about: NotedMeeting, card: CardView) -> str:
    """What blocks a card, what became of it in the meeting, and what was said of it."""
    seen = [one for one in about.every_card if one.card.id == card.id]
    words = "; ".join(f"{who}: {what}" for one in seen for who, what in one.comments)
    became = "".join(f" → {one.outcome}" for one in seen if one.outcome)
    blocked = card.blocked if card.status == "open" else None
    return (f": {blocked.reason}" if blocked else "") + became + (f" ({words})" if words else "")


def _moves(about: NotedMeeting, moved: tuple[str, ...], walked: Collection[int]) -> tuple[str, ...]:
    """Where cards went, less those that stand elsewhere, with where they are or what became of them."""
    keys = {f"{one.card.key} " for one in about.every_card if one.card.id in walked}
    return tuple(line for line in moved if not line.startswith(tuple(keys)))


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line for line in words.splitlines() if line.strip())
