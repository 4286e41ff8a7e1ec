"""What people say of a card: comments, feedback, dots."""

from __future__ import annotations

from cadence.domain.cards.boards import BOARDS
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import may_comment
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotAllowed, Refused
from cadence.services.cards.assembler import row_named
from cadence.services.cards.create import shown
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.tables.cards import Card, Comment, Vote
from cadence.store.viewer import Viewer, handles
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
        if not may_comment(viewer.role, card.board):
            raise NotAllowed(f"a {viewer.role} may not comment on {key.upper()}", "ask somebody of the team")
        kind = kind or BOARDS[BoardKey(card.board)].says
        known = handles(w.connection, viewer.team_id)
        by = known[match(author, known, "person")] if author else viewer.person_id
        if by != viewer.person_id and not viewer.in_team:
            raise NotAllowed(f"a {viewer.role} speaks for nobody else", "say it in your own name")
        w.add(
            Comment(
                card_id=id_of(card),
                author_id=by,
                meeting_id=w.meeting_id,
                kind=kind,
                body=words,
                audience=w.heard_by(card.audience),
                at=w.at,
            )
        )
        w.log(f"card.{kind}", card=card, data={"text": words, "by": author})
        w.touch(card, updated_at=w.at)
        return shown(w, card)


def vote(store: Store, viewer: Viewer, key: str, *, undo: bool = False, limit: int | None = None) -> CardView:
    """Put one dot on a card, or take one back; ``limit`` is how many dots the viewer has on that board."""
    with store.write(viewer) as w:
        card = w.get(Card, row_named(w.connection, viewer, key).id, "card")
        if not may_comment(viewer.role, card.board):
            raise NotAllowed(f"a {viewer.role} may not vote on {key.upper()}", "ask somebody of the team")
        own = w.find(Vote, (card.id, viewer.person_id))
        if undo and own is None:
            raise Refused(f"you have no dot on {key.upper()}", "vote without --undo gives one")
        spent = queries.card_ties.dots_given(w.connection, viewer, card.board)
        if not undo and limit is not None and spent >= limit:
            raise Refused(f"all your {limit} dots are given", "take one back first")
        _cast(w, card, own, -1 if undo else 1)
        w.log("card.unvote" if undo else "card.vote", card=card)
        return shown(w, card)


def _cast(w: Write, card: Card, own: Vote | None, change: int) -> None:
    if own is None:
        w.add(Vote(card_id=id_of(card), person_id=w.viewer.person_id or 0, dots=1))
    elif own.dots + change <= 0:
        w.remove(own)
    else:
        w.change(own, dots=own.dots + change)
