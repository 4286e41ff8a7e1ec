"""Demos: the wall's cards that were worked on propose themselves, and become demos of their own, by title alone."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.outcomes import OFF_THE_LIST
from cadence.domain.team.roles import Right
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import Refused
from cadence.services.access.permissions import require
from cadence.services.cards.create import change, from_behind_doors
from cadence.store import queries
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.tables.cards import Card
from cadence.store.tables.meetings import Meeting, Walked
from cadence.store.viewer import Viewer, handles
from cadence.store.write import Write, id_of

_DEMO = BOARDS[BoardKey.DEMO]


def make(
    w: Write, card: Card, column: str = _DEMO.new, *, audience: Audience | None = None, undoable: bool = True
) -> Card:
    """A demo of a wall card, in an open write: its title and who does it, and nothing else of its text.

    Raises :class:`Refused` for what came up behind closed doors: everybody invited reads a demo's title.
    """
    if audience is not Audience.TEAM and from_behind_doors(w, card):
        raise Refused(
            f"{w.key_of(card)} came up behind closed doors, and everybody reads a demo's title",
            "cadence card add --board demo TITLE adds it in words of your own",
        )
    owners = [
        tie.handle for tie in queries.card_ties.ties(w.connection, w.viewer, ids=[id_of(card)]) if tie.tie == "assigned"
    ]
    known = handles(w.connection, w.viewer.team_id)
    new = NewCard(
        _DEMO.key.value,
        card.title,
        column=column,
        audience=str(audience) if audience else None,
        from_card_id=card.id,
        from_meeting_id=w.meeting_id,
        people=tuple((known[name], "assigned") for name in owners if name in known),
    )
    return w.add_card(new, undoable=undoable)


def list_demo(w: Write, card: Card, column: str) -> Card:
    """Put a wall card on the list of what is to be shown, where everybody invited sees it, in an open write.

    Raises :class:`Refused` for one that is on the list already.
    """
    _require_proposed(w, card)
    return make(w, card, column)


def leave_out(store: Store, viewer: Viewer, key: str) -> CardView:
    """Propose a wall card no more in this iteration; the card itself stays as it is."""

    def act(w: Write, card: Card) -> None:
        _require_proposed(w, card)
        demo = make(w, card, audience=Audience.TEAM)
        w.change(demo, status="dropped", done_at=w.at)
        w.log("card.drop", card=demo, data={"reason": "not shown this time"})

    require(viewer, Right.ACT)
    return change(store, viewer, key, act)


def prepare_all(w: Write, cards: Sequence[CardView]) -> None:
    """The demo begins: what proposed itself becomes what is to be shown, in that order, for everybody invited.

    What nobody gets to is on the list of the next one too.
    """
    for card in cards:
        if card.board == _DEMO.proposed_from:
            make(w, w.get(Card, card.id), undoable=False)  # it begins with the meeting, which undo doesn't take back


def take_off(w: Write, meeting: Meeting, step: str) -> None:
    """The demo is over: what an earlier one had listed by itself, and nobody got to again, is on the list no more.

    It is told of like what was walked. What somebody has listed stays until it is shown.
    """
    reached = {one.card_id for one in queries.meetings.walked(w.connection, w.viewer, id_of(meeting))}
    for row in queries.cards.listed(w.connection, w.viewer, board=_DEMO.key.value, status="open"):
        if row.from_number is None or row.from_nominal in {None, meeting.nominal} or row.id in reached:
            continue
        w.touch(w.get(Card, row.id), status="dropped", done_at=w.at, outcome_words=OFF_THE_LIST)
        w.session.add(Walked(meeting_id=id_of(meeting), card_id=row.id, step=step, at=w.at))


def list_again(w: Write, meeting: Meeting) -> None:
    """The demo goes on after all: what its end took off the list is on it again."""
    for one in queries.meetings.walked(w.connection, w.viewer, id_of(meeting)):
        card = w.get(Card, one.card_id)
        if card.board == _DEMO.key and card.status == "dropped" and card.outcome_words == OFF_THE_LIST:
            w.touch(card, status="open", done_at=None, outcome_words="")
            w.session.delete(w.get(Walked, (meeting.id, one.card_id, one.step)))


def _require_proposed(w: Write, card: Card) -> None:
    if card.board != _DEMO.proposed_from:
        raise Refused(f"{w.key_of(card)} is not a card of the wall", "cadence card add --board demo TITLE adds a demo")
    children = queries.cards.children(w.connection, w.viewer, id_of(card))
    if any(one.board == _DEMO.key and one.status == "open" for one in children):
        raise Refused(f"{w.key_of(card)} is on the list already", "it is shown once")
