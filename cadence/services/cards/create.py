"""What people do to cards: add them, tie people to them; and how any change to a card is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds import BEHIND_DOORS
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import may_add, sees
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import FLOWS, ORIGINS, TOPIC_TYPES, Audience, BoardKey
from cadence.errors import BadValue, NotAllowed, Refused
from cadence.services.cards.assembler import row_named, view_named
from cadence.services.cards.boards import column_named
from cadence.store import queries
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.tables.cards import Card, CardPerson
from cadence.store.viewer import Viewer, handles
from cadence.store.write import Write, id_of


def for_change(w: Write, key: str) -> Card:
    """The card to be changed; raises :class:`NotAllowed` where this viewer may only read it."""
    card = w.get(Card, row_named(w.connection, w.viewer, key).id, "card")
    board = BOARDS[BoardKey(card.board)]
    own = board.authors_change and card.author_id == w.viewer.person_id
    shared = board.shared and may_add(w.viewer.role, card.board)
    if not (w.viewer.in_team or shared or own):
        raise NotAllowed(f"a {w.viewer.role} may not change {key.upper()}", "ask somebody of the team")
    return card


def shown(w: Write, card: Card) -> CardView:
    """The card after the change, as its listing shows it."""
    return view_named(w.connection, w.viewer, w.key_of(card))


def words_stay(w: Write, card: Card) -> None:
    """Behind closed doors nobody writes words onto what guests can read."""
    if w.closed_doors and card.audience != Audience.TEAM:
        raise Refused(
            "what is said here stays here, and guests can read this card", "comment on it, or do it afterwards"
        )


def from_behind_doors(w: Write, card: Card) -> bool:
    """Whether a card came up, or got its words, where the team was alone: they stay there, also afterwards."""
    return queries.cards.is_worded_in(w.connection, w.viewer, id_of(card), BEHIND_DOORS)


def change(store: Store, viewer: Viewer, key: str, act: Callable[[Write, Card], None]) -> CardView:
    """One write that does ``act`` to the card named ``key`` and gives the card back."""
    with store.write(viewer) as w:
        card = for_change(w, key)
        act(w, card)
        w.touch(card, updated_at=w.at)
        return shown(w, card)


def add(store: Store, viewer: Viewer, new: NewCard, people: Sequence[str] = (), tie: str = "assigned") -> CardView:
    """Add a card (texts made safe here), with ``people`` named by handle tied to it."""
    with store.write(viewer) as w:
        known = handles(w.connection, viewer.team_id)
        ties = tuple((known[match(word, known, "person")], tie) for word in people)
        checked = new._replace(
            title=text.line(new.title),
            body=text.body(new.body),
            column=column_named(w.connection, viewer, new.board, new.column) if new.column else None,
            flow=match(new.flow, FLOWS, "flow") if new.flow else None,
            origin=match(new.origin, ORIGINS, "origin") if new.origin else None,
            type=match(new.type, TOPIC_TYPES, "type") if new.type else None,
            url=checked_url(new.url) if new.url else None,
            people=new.people + ties,
        )
        own = (checked.audience or BOARDS[BoardKey(checked.board)].audience) == Audience.TEAM
        if checked.from_meeting_id is None and w.meeting_id is not None and (own or not w.closed_doors):
            checked = checked._replace(from_meeting_id=w.meeting_id)  # what guests can read bears no trace of a retro
        return shown(w, w.add_card(checked))


def checked_url(url: str) -> str:
    """A link that a person may open: http, https or mailto; raises :class:`BadValue`."""
    clean = text.line(url, "link")
    if not clean.lower().startswith(("http://", "https://", "mailto:")) or " " in clean:
        raise BadValue(f"{clean!r} is not a link", "begin it with https://")
    return clean


def tie(store: Store, viewer: Viewer, key: str, handle: str, kind: str, *, on: bool | None = None) -> CardView:
    """Tie a person to a card (``assigned``, ``interested``, ``stays``, ``invited``) or untie; ``None`` toggles."""

    def act(w: Write, card: Card) -> None:
        known = handles(w.connection, viewer.team_id)
        name = match(handle, known, "person")
        set_tie(w, card, known[name], kind, name, on)

    return change(store, viewer, key, act)


def set_ties(w: Write, card: Card, kind: str, people: Sequence[str]) -> None:
    """Tie all of ``people`` (by handle or its beginning) to a card and nobody else, in an open write."""
    known = handles(w.connection, w.viewer.team_id)
    wanted = [match(word.removeprefix("@"), known, "person") for word in people]
    for name, person_id in known.items():
        set_tie(w, card, person_id, kind, name, name in wanted)


def set_tie(w: Write, card: Card, person_id: int, kind: str, name: str, on: bool | None) -> None:
    """Tie or untie a person, in an open write."""
    found = w.find(CardPerson, (card.id, person_id, kind))
    wanted = found is None if on is None else on
    if wanted and found is None:
        if kind == "assigned":
            _can_see_it(w, card, name)
        w.add(CardPerson(card_id=id_of(card), person_id=person_id, tie=kind))
        w.log(f"card.{kind}", card=card, data={"person": name})
    elif not wanted and found is not None:
        w.remove(found)
        w.log(f"card.not_{kind}", card=card, data={"person": name})


def _can_see_it(w: Write, card: Card, name: str) -> None:
    """Raise :class:`Refused` where a card is given to a guest who may not see it."""
    role = next(one.role for one in queries.team.people(w.connection, w.viewer.team_id) if one.handle == name)
    if card.audience not in sees(role):
        raise Refused(
            f"{name} is a {role} and cannot see {w.key_of(card)}",
            "give it to the team, or widen its audience",
        )
