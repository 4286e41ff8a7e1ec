"""How things flow between meetings: park, table, act, decide, and give what was parked a place (see routing)."""

from __future__ import annotations

import json
from datetime import date

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.deeds import called
from cadence.domain.cards.routing import Destination, Effect, audience_of, narrower, places_for_parked, table_effect
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.parsing.one_line import NO_LINE, NO_MARKS, Marks, ParsedLine
from cadence.domain.team.roles import Right, is_team
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import BadValue, Refused
from cadence.services.access.permissions import require
from cadence.services.cards.assembler import key_of, row_named
from cadence.services.cards.boards import done_name
from cadence.services.cards.create import change, checked_url, for_change, from_behind_doors, shown, words_stay
from cadence.services.cards.move import close, end_rank, place
from cadence.services.schedule.default_due import next_planning
from cadence.store import capture, queries
from cadence.store.capture import NewCard
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.tables.cards import Card, CardPerson
from cadence.store.viewer import Viewer, handles
from cadence.store.write import Write, id_of


def _people(w: Write, names: tuple[str, ...], tie: str) -> tuple[tuple[int, str], ...]:
    known = handles(w.connection, w.viewer.team_id)
    return tuple((known[match(name, known, "person")], tie) for name in names)


def _source_audience(w: Write) -> Audience | None:
    """The audience of the meeting in which something new is typed; ``None`` outside any."""
    return w.kind.audience if w.kind else None


def park(
    store: Store,
    viewer: Viewer,
    words: str,
    *,
    stay: tuple[str, ...] = (),
    due: date | None = None,
    marks: Marks = NO_MARKS,
) -> CardView:
    """Note something for the parking lot of the present meeting; ``stay`` names who need stay for it."""
    require(viewer, Right.PARK)
    with store.write(viewer) as w:
        new = NewCard(
            BoardKey.PARKING.value,
            text.line(words),
            due=due,
            audience=str(audience_of(BoardKey.PARKING, _source_audience(w))),
            from_meeting_id=w.meeting_id,
            people=_people(w, tuple(dict.fromkeys(stay)), "stays"),
            **marks._asdict(),
        )
        return shown(w, w.add_card(new))


def table(store: Store, viewer: Viewer, key: str, why: str = "") -> CardView:
    """Put a card on the arch agenda: a linked topic, or a parked item itself; gives the topic back.

    Raises :class:`Refused` for what came of a retro: only words typed anew leave it (see :func:`topic`).
    """
    with store.write(viewer) as w:
        card = for_change(w, key)
        effect = table_effect(card.board, w.closed_doors)
        if effect is Effect.WORDS or from_behind_doors(w, card):
            raise Refused("only words typed anew leave the retro", "type the topic in words that may be read by guests")
        reason = text.body(why).strip()
        if effect is Effect.MOVES:
            column = capture.columns(w.connection, viewer, BoardKey.ARCH.value)[0]
            if reason:
                w.change(card, body=reason)
            _nobody_stays(w, card, "invited")
            place(w, card, BoardKey.ARCH.value, column, end_rank(w, BoardKey.ARCH.value, column))
            w.log("card.table", card=card, data={"why": reason})
            return shown(w, card)
        _refuse_twice(w, card)
        new = NewCard(
            BoardKey.ARCH.value,
            card.title,
            reason or card.body,
            audience=str(audience_of(BoardKey.ARCH, card.audience)),
            from_card_id=card.id,
            from_meeting_id=w.meeting_id,
        )
        topic = w.add_card(new)
        w.log("card.table", card=card, data={"why": reason}, audience=str(narrower(card.audience, topic.audience)))
        return shown(w, topic)


def _refuse_twice(w: Write, card: Card) -> None:
    """Raise :class:`Refused` for a card of which a topic is on the agenda still."""
    made = queries.cards.children(w.connection, w.viewer, id_of(card))
    on_agenda = next((one for one in made if BOARDS[BoardKey(one.board)].discussing and one.status == "open"), None)
    if on_agenda is not None:
        named = called(key_of(w.viewer, on_agenda), on_agenda.title)
        raise Refused(f"{w.key_of(card)} is on the arch agenda already: {named}", "a comment there says more")


def topic(
    store: Store,
    viewer: Viewer,
    words: str,
    *,
    context: str = "",
    kind: str | None = None,
    url: str | None = None,
    invite: tuple[str, ...] = (),
    due: date | None = None,
    marks: Marks = NO_MARKS,
) -> CardView:
    """Add a topic to the arch agenda; out of the retro it goes without a trace of where it came from."""
    with store.write(viewer) as w:
        new = NewCard(
            BoardKey.ARCH.value,
            text.line(words),
            text.body(context),
            type=kind,
            url=checked_url(url) if url else None,
            from_meeting_id=None if w.closed_doors else w.meeting_id,
            people=_people(w, invite, "invited"),
            due=due,
            **marks._asdict(),
        )
        return shown(w, w.add_card(new))


def act(
    store: Store,
    viewer: Viewer,
    words: str,
    *,
    owners: tuple[str, ...] = (),
    due: date | None = None,
    about: str | None = None,
    marks: Marks = NO_MARKS,
) -> CardView:
    """Record an action, by default due at the next planning; ``about`` is the card it comes from."""
    require(viewer, Right.ACT)
    with store.write(viewer) as w:
        source = row_named(w.connection, viewer, about) if about else None
        return shown(w, record(w, BoardKey.ACTIONS, words, source, owners=owners, due=due, marks=marks))


def asked_for(
    store: Store,
    viewer: Viewer,
    words: str,
    *,
    about: str,
    owners: tuple[str, ...] = (),
    due: date | None = None,
    marks: Marks = NO_MARKS,
) -> CardView:
    """Put what was said of a demo on the wall, as work that the business asks for unless ``marks`` say otherwise."""
    require(viewer, Right.ACT)
    with store.write(viewer) as w:
        source = row_named(w.connection, viewer, about)
        asked = marks._replace(origin=marks.origin or "business")
        return shown(w, record(w, BoardKey.WALL, words, source, owners=owners, due=due, marks=asked))


def decide(store: Store, viewer: Viewer, words: str, *, context: str = "", about: str | None = None) -> CardView:
    """Record a decision: one line now; context, options and consequences can follow in its text."""
    require(viewer, Right.DECIDE)
    with store.write(viewer) as w:
        source = row_named(w.connection, viewer, about) if about else None
        return shown(w, record(w, BoardKey.DECISIONS, words, source, context=context))


def record(
    w: Write,
    board: BoardKey,
    words: str,
    source: CardRow | Card | None,
    *,
    context: str = "",
    owners: tuple[str, ...] = (),
    due: date | None = None,
    marks: Marks = NO_MARKS,
) -> Card:
    """Put what came of a card (``source``; ``None``: of what was said) on ``board``, in an open write.

    It takes the source's audience, and no wider one than the meeting's in which it is made. An action without a due
    date is due at the next planning.
    """
    if due is None and BOARDS[board].due_at_planning:
        due = next_planning(w.connection, w.viewer, w.at)
    audience: str | None = _source_audience(w)
    if source is not None:
        audience = str(narrower(source.audience, audience or source.audience))
    new = NewCard(
        board.value,
        text.line(words),
        text.body(context),
        due=due,
        audience=w.heard_by(str(audience_of(board, audience))),
        from_card_id=source.id if source is not None else None,
        from_meeting_id=w.meeting_id,
        people=_people(w, owners, "assigned"),
        **marks._asdict(),
    )
    return w.add_card(new)


def settle(store: Store, viewer: Viewer, key: str, where: str, said: ParsedLine = NO_LINE) -> CardView:
    """Give a parked item a place: ``now``, ``arch``, ``sync``, ``wall``, ``action``, or ``dropped`` with a word why."""
    return change(store, viewer, key, lambda w, card: give_place(w, card, where, said))


def give_place(w: Write, card: Card, where: str, said: ParsedLine = NO_LINE) -> None:
    """Give a parked item a place, in an open write; ``said``: why, what is typed anew, or who does what by when."""
    if not BOARDS[BoardKey(card.board)].parks:
        raise Refused(f"{w.key_of(card)} is not in the parking lot", "move or table it instead")
    sealed = w.closed_doors or from_behind_doors(w, card)
    places = {one.key: one for one in places_for_parked(closed_doors=sealed)}
    chosen = places[match(where, places, "place")]
    if chosen.effect is Effect.DROPPED:
        close(w, card, text.line(said.text, "reason"))
        return
    if chosen.effect is Effect.WORDS and chosen.board is not None:
        _type_anew(w, chosen, said)
        _close(w, card, f"→ {chosen.title}, in words typed anew")
        return
    if chosen.board is None:
        _close(w, card, chosen.title)
        return
    column = capture.columns(w.connection, w.viewer, chosen.board.value)[0]
    parked = card.title
    _say_more(w, card, chosen, said)
    actions = BOARDS[chosen.board].due_at_planning
    # To talk about it they were to stay: they are invited to a topic. Work is of those alone who are named with it.
    _nobody_stays(w, card, chosen.tie if chosen.tie == "invited" or (actions and not said.people) else "")
    if actions and card.due is None:
        w.change(card, due=next_planning(w.connection, w.viewer, w.at))
    place(w, card, chosen.board.value, column, end_rank(w, chosen.board.value, column))
    parked_for = card.audience  # that it was parked, and where, is told to those who could read it there
    if BOARDS[chosen.board].sides:
        # What is put on the board that two teams share is for both: whoever gives it that place says so.
        w.change(card, audience=str(BOARDS[chosen.board].audience))
    was = {"parked": parked} if parked not in card.title else {}
    w.log("card.settle", card=card, data={"place": f"→ {chosen.title}", **was}, audience=parked_for)


def _say_more(w: Write, card: Card, place: Destination, said: ParsedLine) -> None:
    """What was said of a parked item when it was given its place: its words anew or why, who, when and marks."""
    values = {name: value for name, value in said.marks._asdict().items() if value and name != "tags"}
    if said.marks.tags:
        values["tags"] = json.dumps([*dict.fromkeys((*json.loads(card.tags), *said.marks.tags))], ensure_ascii=False)
    if said.text and said.text != card.title:
        title = text.line(said.text)
        if not place.fills:
            values["body"] = text.body("\n\n".join(part for part in (card.body, said.text) if part))
        elif card.title in title:
            values["title"] = title
        else:  # what was asked is not lost behind what is done about it
            asked = (f"Parked as: {card.title}", card.body)
            values |= {"title": title, "body": text.body("\n\n".join(part for part in asked if part))}
    if said.due:
        values["due"] = said.due
    if values or said.people:
        words_stay(w, card)
    w.change(card, **values)
    for person, tie in _people(w, said.people, place.tie):
        if w.find(CardPerson, (card.id, person, tie)) is None:
            w.add(CardPerson(card_id=id_of(card), person_id=person, tie=tie))


def _nobody_stays(w: Write, card: Card, tie: str) -> None:
    """A parked item left the parking lot; whoever was named to stay, and may read it, has this ``tie`` (or none)."""
    for one in queries.team.people(w.connection, w.viewer.team_id):
        if (stays := w.find(CardPerson, (card.id, one.id, "stays"))) is not None:
            w.remove(stays)
            reads = is_team(one.role) or card.audience != Audience.TEAM
            if tie and reads and w.find(CardPerson, (card.id, one.id, tie)) is None:
                w.add(CardPerson(card_id=id_of(card), person_id=one.id, tie=tie))


def _type_anew(w: Write, place: Destination, said: ParsedLine) -> None:
    if not said.text.strip() or place.board is None:
        raise BadValue(
            "nothing said behind closed doors goes there as it is", "type it anew in words that guests may read"
        )
    people = _people(w, said.people, place.tie)
    w.add_card(NewCard(place.board.value, text.line(said.text), due=said.due, people=people, **said.marks._asdict()))


def _close(w: Write, card: Card, how: str) -> None:
    column = done_name(w.connection, w.viewer, card.board)
    rank = end_rank(w, card.board, column)
    w.change(card, column_name=column, rank=rank, status="done", done_at=w.at, entered_column_at=w.at)
    w.log("card.settle", card=card, data={"place": how})
