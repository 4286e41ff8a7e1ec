"""What people do to cards: place, change, take, block, link, talk about, vote for and close them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cadence.domain import text
from cadence.domain.boards import BOARDS, done_column, started_columns
from cadence.domain.names import match
from cadence.domain.ranking import between
from cadence.domain.roles import may_add, may_comment
from cadence.domain.routing import audience_of, narrower
from cadence.domain.thieves import TimeThief
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import FLOWS, ORIGINS, TOPIC_TYPES, Audience, BoardKey
from cadence.errors import BadValue, NotAllowed, NotFound, Refused
from cadence.services.boards import board_named, column_named, done_name
from cadence.services.cards import row_named, view_named
from cadence.store import capture, queries
from cadence.store.capture import NewCard, Who
from cadence.store.connect import Lane, Row
from cadence.store.db import Store, Write, id_of
from cadence.store.tables import Card, CardPerson, Comment, Dependency, Vote


@dataclass(frozen=True, slots=True)
class Edit:
    """New values for a card's fields; ``None`` leaves a field as it is, an empty text clears it."""

    title: str | None = None
    body: str | None = None
    flow: str | None = None
    origin: str | None = None
    type: str | None = None
    requester: str | None = None
    url: str | None = None
    tags: tuple[str, ...] | None = None
    due: date | None = None
    toil: bool | None = None
    minutes: int | None = None
    audience: str | None = None
    no_due: bool = False
    """Take the due date away."""


def for_change(w: Write, key: str) -> Card:
    """The card to be changed; raises :class:`NotAllowed` where this viewer may only read it."""
    card = w.get(Card, row_named(w.lane, w.who, key)["id"], "card")
    own = card.author_id == w.who.person_id and card.board == BoardKey.ARCH
    shared = card.board == BoardKey.SYNC and may_add(w.who.role, card.board)
    if not (w.who.in_team or shared or own):
        raise NotAllowed(f"a {w.who.role} may not change {key.upper()}", "ask somebody of the team")
    return card


def shown(w: Write, card: Card) -> CardView:
    """The card after the change, as its listing shows it."""
    return view_named(w.lane, w.who, f"{w.who.team_key}-{card.number}")


def _words_stay(w: Write, card: Card) -> None:
    """Behind closed doors nobody writes words onto what guests can read."""
    if w.closed_doors and card.audience != Audience.TEAM:
        raise Refused(
            "what is said here stays here, and guests can read this card", "comment on it, or do it afterwards"
        )


def change(store: Store, who: Who, key: str, act: Callable[[Write, Card], None]) -> CardView:
    """One write that does ``act`` to the card named ``key`` and gives the card back."""
    with store.write(who) as w:
        card = for_change(w, key)
        w.touch(card, updated_at=w.at)  # first, so that it is written together with what is done
        act(w, card)
        return shown(w, card)


def add(store: Store, who: Who, new: NewCard, people: Sequence[str] = (), tie: str = "assigned") -> CardView:
    """Add a card (texts made safe here), with ``people`` named by handle tied to it."""
    with store.write(who) as w:
        known = capture.handles(w.lane, who.team_id)
        ties = tuple((known[match(word, known, "person")], tie) for word in people)
        checked = new._replace(
            title=text.line(new.title),
            body=text.body(new.body),
            column=column_named(w.lane, who, new.board, new.column) if new.column else None,
            flow=match(new.flow, FLOWS, "flow") if new.flow else None,
            origin=match(new.origin, ORIGINS, "origin") if new.origin else None,
            type=match(new.type, TOPIC_TYPES, "type") if new.type else None,
            url=checked_url(new.url) if new.url else None,
            people=new.people + ties,
        )
        if checked.from_meeting_id is None and w.meeting_id is not None and not w.closed_doors:
            checked = checked._replace(from_meeting_id=w.meeting_id)
        return shown(w, w.add_card(checked))


def checked_url(url: str) -> str:
    """A link that a person may open: http, https or mailto; raises :class:`BadValue`."""
    clean = text.line(url, "link")
    if not clean.lower().startswith(("http://", "https://", "mailto:")) or " " in clean:
        raise BadValue(f"{clean!r} is no link", "begin it with https://")
    return clean


def move(
    store: Store,
    who: Who,
    key: str,
    column: str,
    *,
    board: str | None = None,
    top: bool = False,
    after: str | None = None,
    before: str | None = None,
) -> CardView:
    """Put a card into a column (of another board): at its end, its top, or beside another card."""

    def act(w: Write, card: Card) -> None:
        target = board_named(board).key.value if board else card.board
        place(
            w,
            card,
            target,
            column_named(w.lane, who, target, column),
            _rank(w, card, target, column, top, after, before),
        )

    return change(store, who, key, act)


def place(w: Write, card: Card, board: str, column: str, rank: str) -> None:
    """Set a card's board, column and rank, with all that follows from the column; logged as a move or a new rank."""
    if board != card.board and BoardKey.RETRO in {board, card.board}:
        raise Refused("a retro note stays in the retro", "table or act on it in words typed anew")
    if not may_add(w.who.role, board):
        raise NotAllowed(
            f"a {w.who.role} may not add to {BOARDS[BoardKey(board)].title.lower()}", "ask somebody of the team"
        )
    names = capture.columns(w.lane, w.who, board)
    declared = BOARDS[BoardKey(board)]
    done = column == done_column(declared, names)
    values: dict[str, Any] = {"board": board, "column_name": column, "rank": rank}
    if (board, column) != (card.board, card.column_name):
        values["entered_column_at"] = w.at
        values["status"] = "done" if done else "open"
        values["done_at"] = w.at if done else None
        if column in started_columns(declared, names) and card.started_at is None:
            values["started_at"] = w.at
    if board != card.board:
        values["audience"] = str(narrower(card.audience, audience_of(board, card.audience)))
    moved = {"from": card.column_name, "to": column}
    if board != card.board:
        moved |= {"from_board": card.board, "to_board": board}
    same = (board, column) == (card.board, card.column_name)
    if w.change(card, **values):
        w.log("card.rank" if same else "card.move", card=card, data={"position": _position(w, card)} if same else moved)


def _position(w: Write, card: Card) -> int:
    return queries.position(w.lane, w.who, row_named(w.lane, w.who, f"{w.who.team_key}-{card.number}"))


def end_rank(w: Write, board: str, column: str) -> str:
    """A rank behind every card of the column."""
    return between(capture.last_rank(w.lane, w.who.team_id, board, column), None)


def _rank(w: Write, card: Card, board: str, word: str, top: bool, after: str | None, before: str | None) -> str:
    column = column_named(w.lane, w.who, board, word)
    rows = [
        row
        for row in queries.cards(w.lane, w.who, board=board)
        if row["column_name"] == column and row["id"] != card.id
    ]
    if top:
        return between(None, rows[0]["rank"] if rows else None)
    if after is None and before is None:
        return between(rows[-1]["rank"] if rows else None, None)
    beside = row_named(w.lane, w.who, after or before or "")
    index = next((place for place, row in enumerate(rows) if row["id"] == beside["id"]), None)
    if index is None:
        raise NotFound(f"{(after or before or '').upper()} is not in {column}", "name a card of that column")
    low, high = (index, index + 1) if after else (index - 1, index)
    return between(_rank_at(rows, low), _rank_at(rows, high))


def _rank_at(rows: Sequence[Row], index: int) -> str | None:
    return rows[index]["rank"] if 0 <= index < len(rows) else None


def edit(store: Store, who: Who, key: str, new: Edit) -> CardView:
    """Change a card's fields. Widening who may see it is for the team alone, and no retro note is ever widened."""

    def act(w: Write, card: Card) -> None:
        _words_stay(w, card)
        values = _edited(w, card, new)
        if w.change(card, **values):
            w.log("card.edit", card=card, data={"fields": sorted(values)})

    return change(store, who, key, act)


def _edited(w: Write, card: Card, new: Edit) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if new.title is not None:
        values["title"] = text.line(new.title)
    if new.body is not None:
        values["body"] = text.body(new.body)
    for name, choices in (("flow", FLOWS), ("origin", ORIGINS), ("type", TOPIC_TYPES)):
        word = getattr(new, name)
        if word is not None:
            values[name] = match(word, choices, name) if word else None
    if new.url is not None:
        values["url"] = checked_url(new.url) if new.url else None
    if new.requester is not None:
        values["requester"] = text.line(new.requester, "requester") if new.requester else None
    if new.tags is not None:
        values["tags"] = json.dumps([text.line(tag, "tag") for tag in new.tags if tag.strip()], ensure_ascii=False)
    for name in ("due", "toil", "minutes"):
        if getattr(new, name) is not None:
            values[name] = getattr(new, name)
    if new.no_due:
        values["due"] = None
    if new.audience is not None:
        values["audience"] = _audience(w, card, new.audience)
    return values


def _audience(w: Write, card: Card, word: str) -> str:
    chosen = match(word, [audience.value for audience in Audience], "audience")
    if not w.who.in_team:
        raise NotAllowed("who may see a card is for the team to say", "ask somebody of the team")
    if card.board == BoardKey.RETRO and chosen != Audience.TEAM:
        raise Refused("a retro note is never shown to guests", "write what they may know as a card of its own")
    return chosen


def tie(store: Store, who: Who, key: str, handle: str, kind: str, *, on: bool | None = None) -> CardView:
    """Tie a person to a card (``assigned``, ``interested``, ``stays``, ``invited``) or untie; ``None`` toggles."""

    def act(w: Write, card: Card) -> None:
        known = capture.handles(w.lane, who.team_id)
        name = match(handle, known, "person")
        set_tie(w, card, known[name], kind, name, on)

    return change(store, who, key, act)


def set_tie(w: Write, card: Card, person_id: int, kind: str, name: str, on: bool | None) -> None:
    """Tie or untie a person, in an open write."""
    found = w.find(CardPerson, (card.id, person_id, kind))
    wanted = found is None if on is None else on
    if wanted and found is None:
        w.add(CardPerson(card_id=id_of(card), person_id=person_id, tie=kind))
        w.log(f"card.{kind}", card=card, data={"person": name})
    elif not wanted and found is not None:
        w.remove(found)
        w.log(f"card.not_{kind}", card=card, data={"person": name})


def block(store: Store, who: Who, key: str, reason: str) -> CardView:
    """Flag a card as blocked, with the reason; the flag keeps its first moment when only the reason changes."""
    why = text.line(reason, "reason")

    def act(w: Write, card: Card) -> None:
        _words_stay(w, card)
        if w.change(card, blocked_reason=why, blocked_since=card.blocked_since or w.at):
            w.log("card.block", card=card, data={"reason": why})

    return change(store, who, key, act)


def unblock(store: Store, who: Who, key: str) -> CardView:
    """Take the flag off."""

    def act(w: Write, card: Card) -> None:
        if card.blocked_since is None:
            raise Refused(f"{key.upper()} is not blocked", "cadence card block says why one is")
        reason = card.blocked_reason
        w.change(card, blocked_reason=None, blocked_since=None)
        w.log("card.unblock", card=card, data={"reason": reason})

    return change(store, who, key, act)


def depend(
    store: Store, who: Who, key: str, *, on: str | None = None, team: str | None = None, what: str = ""
) -> CardView:
    """Record that a card waits for another card, or for something that a named team owes."""

    def act(w: Write, card: Card) -> None:
        _words_stay(w, card)
        other = row_named(w.lane, who, on) if on else None
        if other is not None and other["id"] == card.id:
            raise BadValue(f"{key.upper()} cannot wait for itself", "name another card")
        if other is None and not team:
            raise BadValue("what does it wait for?", "give --on KEY, or --team NAME")
        w.add(
            Dependency(
                card_id=id_of(card),
                on_card_id=other["id"] if other is not None else None,
                on_team=text.line(team, "team") if team else None,
                what=text.line(what) if what.strip() else "",
                asked_at=w.at,
            )
        )
        seen = narrower(card.audience, other["audience"]) if other is not None else card.audience
        data = {"on": on.upper() if on else None, "team": team, "what": what}
        w.log("card.depend", card=card, data=data, audience=str(seen))

    return change(store, who, key, act)


def settle_dependency(store: Store, who: Who, key: str, number: int) -> CardView:
    """The ``number``-th thing (from 1) that a card waits for has come."""

    def act(w: Write, card: Card) -> None:
        rows = queries.dependencies(w.lane, who, ids=[id_of(card)])
        if not 1 <= number <= len(rows):
            raise NotFound(f"{key.upper()} waits for {len(rows)} things", "count from 1")
        w.change(w.get(Dependency, rows[number - 1]["id"]), settled_at=w.at)
        w.log("card.settle_dependency", card=card, data={"what": rows[number - 1]["what"]})

    return change(store, who, key, act)


def comment(
    store: Store, who: Who, key: str, said: str, *, kind: str = "comment", author: str | None = None
) -> CardView:
    """Say something of a card; at a demo it is ``feedback``, taken down with ``author`` as the one who said it."""
    words = text.body(said, "comment").strip()
    if not words:
        raise BadValue("the comment is empty", "say it in a few words")
    with store.write(who) as w:
        card = w.get(Card, row_named(w.lane, who, key)["id"], "card")
        if not may_comment(who.role, card.board):
            raise NotAllowed(f"a {who.role} may not comment on {key.upper()}", "ask somebody of the team")
        known = capture.handles(w.lane, who.team_id)
        by = known[match(author, known, "person")] if author else who.person_id
        if by != who.person_id and not who.in_team:
            raise NotAllowed(f"a {who.role} speaks for nobody else", "say it in your own name")
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


def done(store: Store, who: Who, key: str) -> CardView:
    """Put a card into its board's column for what is done."""

    def act(w: Write, card: Card) -> None:
        column = done_name(w.lane, who, card.board)
        place(w, card, card.board, column, end_rank(w, card.board, column))

    return change(store, who, key, act)


def drop(store: Store, who: Who, key: str, reason: str) -> CardView:
    """Close a card without doing it, with a word why; it stays in the log and can be undone."""
    why = text.line(reason, "reason")

    def act(w: Write, card: Card) -> None:
        w.change(card, status="dropped", done_at=w.at)
        w.log("card.drop", card=card, data={"reason": why})

    return change(store, who, key, act)


def vote(store: Store, who: Who, key: str, *, undo: bool = False, limit: int | None = None) -> CardView:
    """Put one dot on a card, or take one back; ``limit`` is how many dots the viewer has on that board."""
    with store.write(who) as w:
        card = w.get(Card, row_named(w.lane, who, key)["id"], "card")
        if not may_comment(who.role, card.board):
            raise NotAllowed(f"a {who.role} may not vote on {key.upper()}", "ask somebody of the team")
        own = w.find(Vote, (card.id, who.person_id))
        if undo and own is None:
            raise Refused(f"you have no dot on {key.upper()}", "vote without --undo gives one")
        spent = queries.dots_given(w.lane, who, card.board)
        if not undo and limit is not None and spent >= limit:
            raise Refused(f"all your {limit} dots are given", "take one back first")
        _cast(w, card, own, -1 if undo else 1)
        w.log("card.unvote" if undo else "card.vote", card=card)
        return shown(w, card)


def _cast(w: Write, card: Card, own: Vote | None, change: int) -> None:
    if own is None:
        w.add(Vote(card_id=id_of(card), person_id=w.who.person_id or 0, dots=1))
    elif own.dots + change <= 0:
        w.remove(own)
    else:
        w.change(own, dots=own.dots + change)


def mark_thief(store: Store, who: Who, key: str, thief: str, why: str | None) -> CardView:
    """Set a time thief on a card by hand (with ``why``), or dismiss a detected one (``None``); for the team."""
    if not who.in_team:
        raise NotAllowed(f"a {who.role} may not mark thieves", "ask somebody of the team")
    name = match(thief, [one.value for one in TimeThief], "time thief")

    def act(w: Write, card: Card) -> None:
        if why:
            _words_stay(w, card)
        marks = {**json.loads(card.thief_marks), name: text.line(why, "reason") if why else None}
        w.change(card, thief_marks=json.dumps(marks, ensure_ascii=False))
        w.log("card.thief", card=card, data={"thief": name, "why": why})

    return change(store, who, key, act)


def present(lane: Lane, who: Who, word: str) -> str:
    """The handle that a person means, by an unambiguous prefix."""
    return match(word, capture.handles(lane, who.team_id), "person")
