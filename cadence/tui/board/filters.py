"""What a filter typed on a board shows: cards in which each word is found, or for which each sign holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from cadence.domain.cards.boards import BOARDS
from cadence.domain.parsing.dates import parse_date
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue
from cadence.tui.drawing.card_words import waits_for

STATES: dict[str, Callable[[CardView, date], bool]] = {
    "blocked": lambda card, _: bool(waits_for(card)),
    "late": lambda card, today: card.status == "open" and card.due is not None and card.due < today,
    "due": lambda card, _: card.due is not None,
    "toil": lambda card, _: card.toil,
    "thief": lambda card, _: bool(card.thieves),
    "nobody": lambda card, _: not card.assignees,
}
"""What may stand behind ``is:``."""


def _people(card: CardView) -> Sequence[str | None]:
    """Who has the card; on a board whose cards are nobody's, who raised it."""
    return card.assignees if "assignees" in BOARDS[BoardKey(card.board)].fields else (card.author,)


FIELDS: dict[str, Callable[[CardView], Sequence[str | None]]] = {
    "@": _people,
    "#": lambda card: card.tags,
    "%": lambda card: (card.flow,),
    "<": lambda card: (card.origin, card.requester),
}
"""What each sign looks at."""


def unknown(words: Sequence[str], today: date) -> str:
    """What is wrong with the first of ``words`` that stands for nothing; empty where all do."""
    for word in words:
        sign, _, rest = word.partition(":")
        if sign == "is" and rest and not any(state.startswith(rest) for state in STATES):
            return f"is: takes {', '.join(STATES)}"
        try:
            parse_date(_due(word) or "today", today)
        except BadValue as error:
            return str(error)
    return ""


def in_full(words: Sequence[str], cards: Iterable[CardView], handles: Collection[str]) -> frozenset[str]:
    """Those of ``words`` with a sign that name a person or thing in full, and so nothing whose name is longer."""
    signed = [word for word in words if word[:1] in FIELDS]
    if not signed:
        return frozenset()
    names = {f"@{handle.casefold()}" for handle in handles}
    for card in cards:
        names |= {f"{sign}{value.casefold()}" for sign, values in FIELDS.items() for value in values(card) if value}
    return frozenset(names.intersection(signed))


def matches(card: CardView, words: Sequence[str], today: date, full: Collection[str] = ()) -> bool:
    """Whether all of ``words`` (case folded) fit the card.

    ``@ben`` is who has it, ``#dns`` a tag, ``%debt`` its flow type, ``<billing`` its origin or who asks, ``is:blocked``
    one of :data:`STATES`, ``!fri`` or ``due:fri`` due by then; any other word is looked for in everything that is shown
    of it. ``full``: those that are whole names (:func:`in_full`).
    """
    return all(_fits(card, word, today, word in full) for word in words)


def _fits(card: CardView, word: str, today: date, full: bool) -> bool:
    sign, rest = word[:1], word[1:]
    if sign in FIELDS and rest:
        values = [value.casefold() for value in FIELDS[sign](card) if value]
        return rest in values if full else any(value.startswith(rest) for value in values)
    name, _, value = word.partition(":")
    if name == "is" and value:
        return any(holds(card, today) for state, holds in STATES.items() if state.startswith(value))
    if due := _due(word):
        return card.due is not None and card.status == "open" and card.due <= _day(due, today)
    return any(word in text.casefold() for text in _texts(card) if text)


def _due(word: str) -> str:
    """The date behind ``!`` or ``due:``; empty for another word."""
    name, _, value = word.partition(":")
    return value if name == "due" else word[1:] if word[:1] == "!" else ""


def _day(word: str, today: date) -> date:
    """The date; while it is still being typed, one by which everything is due."""
    try:
        return parse_date(word, today)
    except BadValue:
        return date.max


def _texts(card: CardView) -> Sequence[str | None]:
    reason = card.blocked.reason if card.blocked else None
    thieves = [thief.named for thief in card.thieves]
    return (
        card.title, card.key, card.flow, card.origin, card.requester, card.type, reason, *card.tags, *_people(card),
        *thieves,
    )  # fmt: skip
