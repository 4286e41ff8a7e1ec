"""The lists of a meeting's notes: decisions, actions, what was parked, tabled, added, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from cadence.domain.cards.boards import BOARDS, holds_topics
from cadence.domain.cards.outcomes import NOT_SHOWN, OUTCOMES, in_words
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import age_words, day_words
from cadence.domain.views.cards import CardView
from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteItem
from cadence.domain.vocabulary import BoardKey
from cadence.services.cards.assembler import Assembly
from cadence.services.notes.discussed import NO_OUTCOME, settled_words
from cadence.services.notes.noted import LOOKED_AHEAD, NotedMeeting
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.queries.team import MemberRow

NO_OUTCOME_YET = "no outcome yet"
"""What is said of such a topic where it is told when it comes back."""


def items(about: NotedMeeting, cards: Sequence[CardView], board: BoardKey) -> tuple[NoteItem, ...]:
    """The items of those cards that are on a board."""
    return tuple(item(about, card) for card in _on(cards, board))


def item(about: NotedMeeting, card: CardView, went: str = "") -> NoteItem:
    """A card as an item, with its age where it is older than the meeting."""
    started = about.started.started_at if about.started else None
    older = started is None or card.created_at < started
    return NoteItem(
        key=card.key,
        title=card.title,
        body=card.body,
        owner=", ".join(about.name(one) for one in card.assignees or _named_to_stay(card)),
        due=card.due,
        went=went or settled_words(card),
        by=about.name(card.author),
        age=age_words(max(about.now - card.created_at, timedelta(0))) if older else "",
        about=about.title_of(card.came_from.key if card.came_from else None),
    )


def _named_to_stay(card: CardView) -> tuple[str, ...]:
    """Who was named to stay for a parked item; a topic's guests don't answer for it."""
    return () if holds_topics(card.board) else card.stays


def added(about: NotedMeeting, raised: Sequence[CardView]) -> tuple[NoteItem, ...]:
    """The work that a meeting about something else brought up; what was parked in it stands in the parking lot."""
    about_work = about.kind.board is not None and BOARDS[about.kind.board].started is not None
    if about_work or not about.started:
        return ()
    parked = {one.card.id for one in about.talked.out_of_parking}
    return items(about, [card for card in raised if card.id not in parked], BoardKey.WALL)


def parked(about: NotedMeeting, raised: Sequence[CardView]) -> tuple[NoteItem, ...]:
    """The parking lot: what was parked in this meeting, and what its last step walked, with where that went."""
    if not about.started:
        return ()
    walked = {one.card.id: one for one in about.talked.out_of_parking}
    parked = [card for card in _on(raised, BoardKey.PARKING) if card.id not in walked]
    elsewhere = {card.id for card in _on(raised, BoardKey.ACTIONS)}  # they stand there, with an owner
    given = [
        item(about, one.card, _place(about, one.outcome)) for one in walked.values() if one.card.id not in elsewhere
    ]
    return (*given, *(item(about, card) for card in parked))


def _place(about: NotedMeeting, went: str) -> str:
    """Where a parked item went; another meeting with its day."""
    day = next(iter(about.days_ahead(went)), None) if went in BY_KEY else None
    return f"{went}, {day_words(day)}" if day is not None else went


def tabled(about: NotedMeeting, raised: Sequence[CardView], here: Sequence[MemberRow]) -> tuple[NoteItem, ...]:
    """What goes on the arch agenda, with the day on which that meeting is."""
    tabled = (
        *_on([card for card in raised if card.came_from and card.came_from.key], BoardKey.ARCH),
        *_typed_anew(about, here),
    )
    day = next(iter(about.days_ahead(BoardKey.ARCH)), None) if tabled else None
    return tuple(replace(item(about, card), due=day) for card in tabled)


def _typed_anew(about: NotedMeeting, here: Sequence[MemberRow]) -> list[CardView]:
    """The topics that those present added while the doors were closed: they bear no trace, so their time tells."""
    if not (about.kind.closed_doors and about.started and about.started.started_at and about.reader.in_team):
        return []
    begun, ids = about.started.started_at, {one.id for one in here}
    rows = [
        row
        for row in queries.cards.listed(about.connection, about.reader, board=BoardKey.ARCH.value)
        if row.from_meeting_id is None
        and ((begun <= row.created_at <= about.now and row.author_id in ids) or row.created_at in about.placed_at)
    ]
    return Assembly(about.connection, about.reader, ids=[one.id for one in rows]).views(rows)


def returns(about: NotedMeeting) -> tuple[NoteItem, ...]:
    """The topics and demos that this meeting puts on a later agenda, each with the day of that meeting."""
    found = []
    for one in about.every_card if about.started else ():
        if _comes_back(about, one):
            card, ended = one.card, OUTCOMES.get(one.ended)
            words = card.outcome_words if ended and card.outcome == ended.name else ""
            went = in_words(ended.name, words) if ended else one.outcome or NOT_SHOWN
            entry = item(about, card, NO_OUTCOME_YET if one.outcome == NO_OUTCOME else went)
            owner = entry.owner if ended is None or card.back_on else ""
            found.append(replace(entry, due=about.met_on(card.back_on), body="", age="", owner=owner))
    return tuple(sorted(found, key=lambda item: item.due or date.max))


def on_present_days(week: Week, notes: MeetingNotes) -> MeetingNotes:
    """Kept notes, in which what another meeting has on its agenda is there on the day to which that has moved since."""
    returns = _moved_along(week, notes.returns, notes.line.kind)
    tabled, parked = _moved_along(week, notes.tabled, BoardKey.ARCH), _went_along(week, notes)
    return replace(notes, returns=returns, tabled=tabled, parked=parked)


def _went_along(week: Week, notes: MeetingNotes) -> tuple[NoteItem, ...]:
    """The parking lot with the present days of the meetings to which its items went (see :func:`_place`)."""
    found = []
    for one in notes.parked:
        kind, _, day = one.went.partition(", ")
        lines = week.lines(notes.day, notes.day + LOOKED_AHEAD, [kind]) if day and kind in BY_KEY else ()
        moved = {day_words(line.moved_from.date()): line.starts_at.date() for line in lines if line.moved_from}
        found.append(replace(one, went=f"{kind}, {day_words(moved[day])}") if day in moved else one)
    return tuple(found)


def _moved_along(week: Week, items: tuple[NoteItem, ...], kind: str) -> tuple[NoteItem, ...]:
    days = [one.due for one in items if one.due]
    if not days:
        return items
    lines = week.lines(min(days) - LOOKED_AHEAD, max(days) + LOOKED_AHEAD, [kind])
    moved = {one.moved_from.date(): one.starts_at.date() for one in lines if one.moved_from}
    return tuple(replace(one, due=moved.get(one.due, one.due) if one.due else None) for one in items)


def _comes_back(about: NotedMeeting, one: NoteCard) -> bool:
    """Whether a card is on the next agenda: a topic by its outcome, a demo while it is still to be shown."""
    if one.ended or one.outcome == NO_OUTCOME:
        return not one.ended or (one.ended in OUTCOMES and OUTCOMES[one.ended].comes_back)
    board = BOARDS[BoardKey(one.card.board)]
    return board.proposed_from is not None and board.key == about.kind.board and one.card.status == "open"


def _on(cards: Sequence[CardView], board: BoardKey) -> list[CardView]:
    """Those of the cards that are on a board."""
    return [card for card in cards if card.board == board]
