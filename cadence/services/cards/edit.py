"""A card's fields, changed by hand: words, choices, dates, who may see it, its time thieves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cadence.domain.cards.boards import BOARDS, checked_minutes, takes_minutes
from cadence.domain.cards.outcomes import waits_for_link
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.views.cards import CardView, ThiefView
from cadence.domain.vocabulary import FLOWS, ORIGINS, THIEF_NUMBERS, THIEVES, TOPIC_TYPES, Audience, BoardKey
from cadence.errors import BadValue, NotAllowed, Refused, in_field
from cadence.services.cards import boards
from cadence.services.cards.blockers import wait_for
from cadence.services.cards.create import change, checked_url, from_behind_doors, set_ties, words_stay
from cadence.store.db import Store
from cadence.store.tables.cards import Card
from cadence.store.viewer import Viewer
from cadence.store.write import Write

_YES, _NO = ("yes", "y"), ("no", "n")
_SAID = "said by the team"
"""Why a thief is on a card that nothing shows it on."""
_SPELT = {
    **dict.fromkeys("0123456789", ""),
    **THIEF_NUMBERS,
    **{words: name for name, words in THIEVES.items()},
    **{name: name for name in THIEVES},
}
"""What a thief is typed as before the reason; a digit that is none's stands for nothing."""
_BETWEEN = " ,:;"
_LEAST = 3
"""Letters from which on the start of a thief's name is one, and no word why."""


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
    """How long it takes; 0: nothing is said of that."""
    audience: str | None = None
    no_due: bool = False
    """Take the due date away."""
    assigned: tuple[str, ...] | None = None
    """The handles of all who have it."""
    invited: tuple[str, ...] | None = None
    waits_for: tuple[str, ...] | None = None
    """Each a card's key or ``team: what they owe``; what isn't named any more has come."""


_READERS: dict[str, Callable[[Any], object]] = {
    "title": text.line,
    "body": text.body,
    "flow": lambda word: match(word, FLOWS, "flow") if word else None,
    "origin": lambda word: match(word, ORIGINS, "origin") if word else None,
    "type": lambda word: match(word, TOPIC_TYPES, "type") if word else None,
    "url": lambda url: checked_url(url) if url else None,
    "requester": lambda word: text.line(word, "requester") if word else None,
    "tags": lambda tags: json.dumps([text.line(tag, "tag") for tag in tags if tag.strip()], ensure_ascii=False),
    "minutes": lambda minutes: checked_minutes(minutes) or None,
    **dict.fromkeys(("due", "toil"), lambda value: value),
}
"""How each of the card's own columns is read."""


def edit(store: Store, viewer: Viewer, key: str, new: Edit) -> CardView:
    """Change a card's fields, all in one step of undo; an error bears the name of its field.

    Widening who may see it is for the team alone, and no retro note is ever widened.
    """

    def act(w: Write, card: Card) -> None:
        words_stay(w, card)
        values = _edited(w, card, new)
        _their_own_words(w, card, values)
        if values.get("url") and values["url"] != card.url and waits_for_link(card.outcome):
            values["back_on"] = None  # what was waited for is there
        change_fields(w, card, values)
        for tie in ("assigned", "invited"):
            if getattr(new, tie) is not None:
                with in_field(tie):
                    set_ties(w, card, tie, getattr(new, tie))
        if new.waits_for is not None:
            with in_field("waits_for"):
                wait_for(w, card, new.waits_for)

    return change(store, viewer, key, act)


def _their_own_words(w: Write, card: Card, values: dict[str, Any]) -> None:
    """Refuse that anybody but its author says a retro note in other words; one without a name stays as it is."""
    anew = any(name in values and values[name] != getattr(card, name) for name in ("title", "body"))
    if anew and BOARDS[BoardKey(card.board)].sealed and card.author_id != w.viewer.person_id:
        raise NotAllowed("the words of a note are its author's", "say yours in a comment, or in a note of your own")


def change_fields(w: Write, card: Card, values: dict[str, Any]) -> None:
    """Set a card's own columns, in an open write; a due date that moves keeps the one before in the history."""
    was = card.due
    if w.change(card, **values):
        moved = {"due_was": was} if was is not None and card.due != was else {}
        w.log("card.edit", card=card, data={"fields": sorted(values), **moved})


def _edited(w: Write, card: Card, new: Edit) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, read in _READERS.items():
        typed = getattr(new, name)
        if typed is not None:
            with in_field(name):
                if typed and name == "minutes":
                    takes_minutes(card.board)
                values[name] = read(typed)
    if new.no_due:
        values["due"] = None
    if new.audience is not None:
        with in_field("audience"):
            values["audience"] = _audience(w, card, new.audience)
    return values


def _audience(w: Write, card: Card, word: str) -> str:
    chosen = match(word, [audience.value for audience in Audience], "audience")
    if not w.viewer.in_team:
        raise NotAllowed("who may see a card is for the team to say", "ask somebody of the team")
    if chosen != Audience.TEAM and (BOARDS[BoardKey(card.board)].sealed or from_behind_doors(w, card)):
        raise Refused("what came of a retro is never shown to guests", "write what they may know as a card of its own")
    return chosen


def mark_thief(store: Store, viewer: Viewer, key: str, thief: str, why: str = "", *, yes: bool = True) -> CardView:
    """Keep or set a time thief on a card, or dismiss it; one that is seen already keeps its reason. For the team."""
    name = _thief_named(thief)
    return _judge(store, viewer, key, [_seen(store, viewer, key).get(name, ThiefView(name, _SAID))], why, yes=yes)


def _thief_named(word: str) -> str:
    """The thief that a person means, by its number, what people read for it or its name; raises :class:`BadValue`."""
    if word in THIEF_NUMBERS:
        return THIEF_NUMBERS[word]
    found = [name for name in THIEVES if word and name.startswith(word.casefold())]
    called = {words: name for name, words in THIEVES.items()}
    return found[0] if len(found) == 1 else called[match(word, called, "thief")]


def answer_thief(store: Store, viewer: Viewer, key: str, answer: str) -> CardView:
    """Say, in one line, whether what is seen on a card steals time: ``yes``, ``no``, or a thief that is set; and why.

    A thief behind yes or no is that one alone, by its number or name; else, of several, what is confirmed stays as it
    is. Raises :class:`Refused` for what is not seen, and for a no to several that are all confirmed.
    """
    verdict, _, rest = answer.strip().partition(" ")
    yes = verdict.casefold() in _YES
    if not yes and verdict.casefold() not in _NO:
        named, why = _thief_first(answer.strip())
        return mark_thief(store, viewer, key, named or verdict, why if named else rest)
    seen = _seen(store, viewer, key)
    named, why = _thief_first(rest.strip())
    if named and (yes or named in seen):
        return mark_thief(store, viewer, key, named, why, yes=yes)
    if named or not seen:
        what = f"{THIEVES[named]} is not" if named else "no time thief is"
        raise Refused(f"{what} seen on {key.upper()}", f"name one: {_named(seen or THIEVES)}")
    fresh = [one for one in seen.values() if not one.confirmed]
    if not fresh and not yes and len(seen) > 1:
        raise Refused(f"confirmed on {key.upper()}: {_named(seen)}", "a number behind no takes that back")
    return _judge(store, viewer, key, fresh or list(seen.values()), why, yes=yes)


def _named(thieves: Iterable[str]) -> str:
    return ", ".join(f"{digit} {THIEVES[thief]}" for digit, thief in THIEF_NUMBERS.items() if thief in thieves)


def _thief_first(words: str) -> tuple[str, str]:
    """The thief that ``words`` begin with, by its number or (the start of) its name, and the rest; empty for none."""
    folded = words.casefold()
    for spelt, name in _SPELT.items():
        behind = words[len(spelt) :]
        if folded.startswith(spelt) and behind[:1] in ("", *_BETWEEN):
            if not name:
                raise BadValue(f"no time thief {spelt}", f"they are {_named(THIEVES)}")
            return name, behind.lstrip(_BETWEEN)
    begun = len(words) >= _LEAST and any(called.startswith(folded) for called in THIEVES.values())
    return (_thief_named(words), "") if begun else ("", words)


def _seen(store: Store, viewer: Viewer, key: str) -> dict[str, ThiefView]:
    """The thieves seen on a card by name; where one is seen twice, with both reasons."""
    found: dict[str, ThiefView] = {}
    for one in boards.card(store, viewer, key).card.thieves:
        before = found.get(one.thief)
        found[one.thief] = replace(before, why=f"{before.why}; {one.why}") if before else one
    return found


def _judge(store: Store, viewer: Viewer, key: str, thieves: Sequence[ThiefView], why: str, *, yes: bool) -> CardView:
    """Keep ``thieves`` (each with its reason, or all for ``why``) on a card, or dismiss them."""
    if not viewer.in_team:
        raise NotAllowed(f"a {viewer.role} may not mark thieves", "ask somebody of the team")
    said = text.line(why, "reason") if why else ""

    def act(w: Write, card: Card) -> None:
        if said or yes:
            words_stay(w, card)
        marks = {one.thief: (said or one.why) if yes else None for one in thieves}
        w.change(card, thief_marks=json.dumps({**json.loads(card.thief_marks), **marks}, ensure_ascii=False))
        for one in thieves:
            verb = "card.thief" if yes else "card.not_thief"
            data = {"thief": one.thief, "why": marks[one.thief] or said, **({"where": one.where} if one.where else {})}
            w.log(verb, card=card, data=data, audience=Audience.TEAM.value)

    change(store, viewer, key, act)
    return boards.card(store, viewer, key).card
