"""What people say of a card: comments, feedback, dots."""

from __future__ import annotations

from cadence.domain.cards.boards import BOARDS, holds_topics
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import may_comment, may_vote
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotAllowed, Refused
from cadence.services.cards.assembler import row_named
from cadence.services.cards.create import shown
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.db import Store
from cadence.store.tables.cards import Card, Comment, Vote
from cadence.store.viewer import Viewer, handles, running_meeting
from cadence.store.write import Write, id_of


def comment(
    store: Store, viewer: Viewer, key: str, said: str, *, kind: str | None = None, author: str | None = None
) -> CardView:
    """Say something of a card, ``author`` being the one who said it; ``kind``: other than what its board declares."""
    words = text.body(said, "comment").strip()
    if not words:
        raise BadValue("the comment is empty", "say it in a few words")
    with store.write(viewer) as w:
        card = w.get(Card, row_named(w.connection, viewer, key).id, "card")
        if not (may_comment(viewer.role, card.board) or _is_invited(w, card)):
            raise NotAllowed(f"a {viewer.role} may not comment on {key.upper()}", "ask somebody of the team")
        kind = kind or BOARDS[BoardKey(card.board)].says
        known = handles(w.connection, viewer.team_id)
        by = known[match(author, known, "person")] if author else viewer.person_id
        if by != viewer.person_id and not viewer.in_team:
            raise NotAllowed(f"a {viewer.role} speaks for nobody else", "say it in your own name")
        say(w, card, words, kind, by, author)
        w.touch(card, updated_at=w.at)
        return shown(w, card)


def say(w: Write, card: Card, words: str, kind: str, by: int | None, author: str | None = None) -> None:
    """Keep what the person ``by`` said of a card, in an open write; ``author``: their handle where another typed it."""
    audience = w.heard_by(card.audience)
    said = Comment(card_id=id_of(card), author_id=by, kind=kind, body=words, audience=audience, at=w.at)
    said.meeting_id = w.meeting_id
    w.add(said)
    w.log(f"card.{kind}", card=card, data={"text": words, "by": author})


def _is_invited(w: Write, card: Card) -> bool:
    """Whether the viewer is invited to a topic: they have a say on it, and no vote."""
    people = queries.team.people(w.connection, w.viewer.team_id)
    ties = queries.card_ties.ties(w.connection, w.viewer, ids=[id_of(card)])
    regular = holds_topics(card.board) and any(one.regular and one.id == w.viewer.person_id for one in people)
    return regular or any(one.tie == "invited" and one.handle == w.viewer.handle for one in ties)


def vote(store: Store, viewer: Viewer, key: str, *, undo: bool = False, person: str | None = None) -> CardView:
    """Put one dot on a card, or take one back; everybody has as many on a board, by the team's settings.

    ``person``: the handle of somebody in the running meeting who has no terminal, for whom its facilitator gives it.
    Raises :class:`Refused` where all are given.
    """
    with store.write(viewer) as w:
        card = w.get(Card, row_named(w.connection, viewer, key).id, "card")
        if not may_vote(viewer.role, card.board, regular=viewer.regular):
            raise NotAllowed("guests of a single topic do not vote", "say it in a comment")
        for_other = person is not None and person != viewer.handle
        who = _voter(w, person or "", card.board) if for_other else viewer.person_id or 0
        has, whose = ("you have", "your") if who == viewer.person_id else (f"{person} has", f"{person}'s")
        limit = settings_of(w.connection, viewer.team_id).dots
        own = w.find(Vote, (card.id, who))
        if undo and own is None:
            raise Refused(f"{has} no dot on {key.upper()}", "vote without --undo gives one")
        spent = queries.card_ties.dots_given(w.connection, viewer, card.board).get(who, 0)
        if not undo and spent >= limit:
            raise Refused(f"all {whose} {limit} dots are given", "take one back first")
        _cast(w, card, own, who, -1 if undo else 1)
        w.log("card.unvote" if undo else "card.vote", card=card)
        return shown(w, card)


def _voter(w: Write, handle: str, board: str) -> int:
    """The id of somebody who is here and may vote on the board, for whom who facilitates the running meeting votes."""
    running = running_meeting(w.connection, w.viewer)
    if running is None or running.facilitator_id != w.viewer.person_id:
        raise Refused(f"only who facilitates gives a dot for {handle}", "give your own")
    here = {row.person_id for row in queries.meetings.attendance(w.connection, running.id) if row.here}
    people = {row.handle: row for row in queries.team.people(w.connection, w.viewer.team_id) if row.id in here}
    if handle not in people:
        raise Refused(f"{handle} is not here", "g marks who is")
    if not may_vote(people[handle].role, board, regular=people[handle].regular):
        raise NotAllowed("guests of a single topic do not vote", "give a dot for somebody else")
    return people[handle].id


def _cast(w: Write, card: Card, own: Vote | None, who: int, change: int) -> None:
    if own is None:
        w.add(Vote(card_id=id_of(card), person_id=who, dots=1))
    elif own.dots + change <= 0:
        w.remove(own)
    else:
        w.change(own, dots=own.dots + change)
