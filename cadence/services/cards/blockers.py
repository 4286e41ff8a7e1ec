"""What holds a card up: a flag with a reason, and other cards or teams that it waits for."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.deeds import OTHER_CARD, called
from cadence.domain.cards.routing import narrower
from cadence.domain.parsing import text
from cadence.domain.parsing.names import card_key, parse_key, parse_note_key
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import BadValue, NotFound, Refused
from cadence.services.cards.assembler import row_named
from cadence.services.cards.boards import done_name
from cadence.services.cards.create import change, words_stay
from cadence.services.cards.move import end_rank, lift, place
from cadence.store import queries
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.tables.cards import Card, Dependency
from cadence.store.viewer import Viewer
from cadence.store.write import Write, id_of


def block(store: Store, viewer: Viewer, key: str, reason: str, *, beforehand: bool = False) -> CardView:
    """Flag a card as blocked, with the reason; the flag keeps its first moment when only the reason changes.

    ``beforehand``: by a standup update, with which the flag can be taken back (:func:`taken_back`).
    """
    why = text.line(reason, "reason")

    def act(w: Write, card: Card) -> None:
        words_stay(w, card)
        if w.change(card, blocked_reason=why, blocked_since=card.blocked_since or w.at):
            w.log("card.block", card=card, data={"reason": why, **({"beforehand": True} if beforehand else {})})

    return change(store, viewer, key, act)


def taken_back(w: Write, card: Card) -> bool:
    """Take off a flag that the viewer's standup updates alone have set and worded; false where it stays."""
    flags = [
        one
        for one in queries.log.of_card(w.connection, w.viewer, id_of(card))
        if one.verb == "card.block" and card.blocked_since is not None and one.at >= card.blocked_since
    ]
    by_update = [one.actor_id == w.viewer.person_id and "beforehand" in json.loads(one.data) for one in flags]
    if not by_update or not all(by_update):
        return False
    _unflag(w, card)
    return True


def unblock(store: Store, viewer: Viewer, key: str) -> CardView:
    """Take the flag off."""

    def act(w: Write, card: Card) -> None:
        if card.blocked_since is None:
            raise Refused(f"{key.upper()} is not blocked", "cadence card block says why one is")
        _unflag(w, card)

    return change(store, viewer, key, act)


def _unflag(w: Write, card: Card) -> None:
    reason = card.blocked_reason
    w.change(card, blocked_reason=None, blocked_since=None)
    w.log("card.unblock", card=card, data={"reason": reason})


def ask_partner(store: Store, viewer: Viewer, key: str) -> CardView:
    """Put what blocks a card on the board shared with the partner: it waits for that team from now on.

    Raises :class:`Refused` where nothing blocks it.
    """

    def act(w: Write, card: Card) -> None:
        if not card.blocked_reason:
            raise Refused(f"{w.key_of(card)} is not blocked", "b says what is in its way")
        partner = queries.team.row(w.connection, viewer.team_id).partner or "the partner team"
        _depend(w, card, None, partner, card.blocked_reason, shared=True)

    return change(store, viewer, key, act)


def depend(
    store: Store, viewer: Viewer, key: str, *, on: str | None = None, team: str | None = None, what: str = ""
) -> CardView:
    """Record that a card waits for another card, or for something that a named team owes."""
    return change(store, viewer, key, lambda w, card: _depend(w, card, on, team, what))


def told_partner(card: CardView) -> str:
    """What is said of a card's newest wait if the partner reads of it from now on; empty where nobody else does."""
    wait = card.shared_wait
    shared = wait is not None and wait is card.depends_on[-1]
    return f"; {wait.team} reads of it as {wait.key} on the shared board" if wait is not None and shared else ""


def depend_in_words(store: Store, viewer: Viewer, key: str, words: str) -> CardView:
    """The same, as it is typed: ``SRE-42``, ``SRE-42: what of it``, or ``network team: DNS delegation``."""
    return change(store, viewer, key, lambda w, card: _depend(w, card, *_read(words)))


def wait_for(w: Write, card: Card, words: Sequence[str]) -> None:
    """Let a card wait for exactly this, in an open write: what is new is recorded, what isn't named any more has come.

    Each is typed as :func:`in_words` gives it.
    """
    rows = queries.card_ties.dependencies(w.connection, w.viewer, ids=[id_of(card)])
    keys = {row.id: _key(w, row) for row in rows if row.settled_at is None}
    open_ones = {
        in_words(keys[row.id], row.on_team, row.what).casefold(): row
        for row in rows
        if row.id in keys and (keys[row.id] or row.on_team)  # one that this viewer may not read stays
    }
    wanted = {" ".join(one.split()).casefold(): one for one in words}
    for name, one in wanted.items():
        if name and name not in open_ones:
            _depend(w, card, *_read(one))
    for name, row in open_ones.items():
        if name not in wanted:
            _has_come(w, card, w.get(Dependency, row.id))


def in_words(key: str | None, team: str | None, what: str) -> str:
    """What a card waits for, as it is typed."""
    whom = team or key or ""
    return f"{whom}: {what}" if whom and what else whom or what


def _key(w: Write, row: queries.card_ties.DependencyRow) -> str | None:
    return card_key(w.viewer.team_key, row.on_number, row.on_retro or 0) if row.on_number is not None else None


def _read(words: str) -> tuple[str | None, str | None, str]:
    """A card's key or a team, and what they owe."""
    whom, _, what = words.partition(":")
    try:
        parse_note_key(whom) or parse_key(whom)
    except BadValue:
        return None, whom.strip(), what.strip()
    return whom.strip(), None, what.strip()


def _depend(w: Write, card: Card, on: str | None, team: str | None, what: str, *, shared: bool = False) -> None:
    words_stay(w, card)
    whom, named, more = what.partition(":")
    if named and team and whom.strip().casefold() == team.strip().casefold():  # who owes it is said already
        what = more.strip()
    other = row_named(w.connection, w.viewer, on) if on else None
    if other is not None and other.id == card.id:
        raise BadValue(f"{w.key_of(card)} cannot wait for itself", "name another card")
    if other is None and not team:
        raise BadValue("what does it wait for?", "give --on KEY, or --team NAME")
    if other is not None:
        _refuse_circle(w, card, other)
    partner = queries.team.row(w.connection, w.viewer.team_id).partner
    if other is None and partner and team and team.strip().casefold() == partner.casefold():
        team, shared = partner, BOARDS[BoardKey(card.board)].started is not None
    owed = _on_shared_board(w, card, what) if shared and not w.closed_doors else None
    w.add(
        Dependency(
            card_id=id_of(card),
            on_card_id=other.id if other is not None else owed,
            on_team=text.line(team, "team") if team else None,
            what=text.line(what) if what.strip() else "",
            asked_at=w.at,
        )
    )
    seen = narrower(card.audience, other.audience) if other is not None else card.audience
    # Not the other card's name: it may be hidden one day from those who read this card's history.
    data: dict[str, object] = {"team": team, "what": what or (OTHER_CARD if other is not None else "")}
    data |= {"on": other.id} if other is not None else {}
    w.log("card.depend", card=card, data=data, audience=str(seen))


def _refuse_circle(w: Write, card: Card, other: CardRow) -> None:
    """Raise :class:`Refused`, naming the circle, where ``other`` waits for ``card`` already, be it by way of others."""
    waits: dict[int, list[str]] = {}
    for row in queries.card_ties.dependencies(w.connection, w.viewer):
        key = _key(w, row) if row.settled_at is None else None
        if key is not None:
            waits.setdefault(row.card_id, []).append(key)
    start, mine = card_key(w.viewer.team_key, other.number, other.retro), w.key_of(card)
    ways, seen = [(other, [mine, start])], {mine, start}
    for at, names in ways:
        for key in waits.get(at.id, []):
            if key == mine:
                ring = [called(name, row_named(w.connection, w.viewer, name).title) for name in [*names, mine]]
                raise Refused(f"that closes a circle: {' → '.join(ring)}", "settle one of these waits first")
            if key not in seen:
                seen.add(key)
                ways.append((row_named(w.connection, w.viewer, key), [*names, key]))


def _on_shared_board(w: Write, card: Card, what: str) -> int:
    """Put what the partner owes on the board shared with it, in an open write; gives that card's id.

    By its own words alone where the card that waits is not the partner's to read, else behind that card's title.
    """
    shared = next(board for board in BOARDS.values() if board.expects is not None)
    what = what.strip() or f"{w.viewer.team_name} waits for something"
    title = text.line(what if card.audience == Audience.TEAM else f"{card.title}: {what}")
    new = NewCard(shared.key.value, title, column=shared.expects, from_card_id=card.id, from_meeting_id=w.meeting_id)
    return id_of(w.add_card(new))


def _has_come(w: Write, card: Card, dependency: Dependency) -> None:
    """A dependency is settled, in an open write: what the partner owed for it is done on the shared board as well."""
    w.change(dependency, settled_at=w.at)
    owed = w.find(Card, dependency.on_card_id) if dependency.on_team and dependency.on_card_id else None
    if owed is not None and owed.status == "open":
        column = done_name(w.connection, w.viewer, owed.board)
        place(w, owed, owed.board, column, end_rank(w, owed.board, column))
    w.log("card.settle_dependency", card=card, data={"what": dependency.what})
    lift(w, card, dependency)


def settle_dependency(store: Store, viewer: Viewer, key: str, number: int) -> CardView:
    """The ``number``-th thing (from 1) that a card waits for has come."""

    def act(w: Write, card: Card) -> None:
        rows = queries.card_ties.dependencies(w.connection, viewer, ids=[id_of(card)])
        if not 1 <= number <= len(rows):
            raise NotFound(f"{key.upper()} waits for {len(rows)} things", "count from 1")
        _has_come(w, card, w.get(Dependency, rows[number - 1].id))

    return change(store, viewer, key, act)
