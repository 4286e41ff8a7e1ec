"""What an entry of the log says that somebody did, in words: for a card's history, and for what undo takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cadence.domain.parsing.text import SENTENCE, clip
from cadence.domain.vocabulary import THIEVES

_WORDS = {
    "card.add": "added to {column}",
    "card.move": "moved to {to}",
    "card.rank": "to place {position}",
    "card.edit": "changed {fields}",
    "card.assigned": "assigned {person}",
    "card.not_assigned": "no longer {person}'s",
    "card.interested": "{person} wants it",
    "card.not_interested": "{person} no longer wants it",
    "card.stays": "{person} stays for it",
    "card.invited": "{person} invited",
    "card.block": "blocked",
    "card.unblock": "no longer blocked",
    "card.depend": "waits for {on}",
    "card.settle_dependency": "no longer waits for it",
    "card.refused": "dropped by {team}",
    "card.wait_dropped": "waits no longer for what was dropped",
    "card.comment": "commented on",
    "card.feedback": "given feedback",
    "card.drop": "dropped",
    "card.settle": "{place}",
    "card.table": "tabled to arch",
    "card.outcome": "outcome: {outcome}",
    "card.vote": "a vote",
    "card.unvote": "a vote taken back",
    "card.thief": "time thief confirmed: {thief}",
    "card.not_thief": "time thief dismissed: {thief}",
    "card.keep": "kept",
    "card.hand_back": "handed back",
    "card.reprioritise": "re-prioritised",
    "card.merge": "merged",
    "card.merge_rank": "to another place of the merged list",
    "card.unmerge": "out of the merged list",
    "card.show": "shown",
    "standup.update": "the standup update for {day}",
    "standup.clear": "the standup update for {days} taken back",
    "gate.override": "the gate overridden",
    "meeting.move": "{ref} moved",
    "meeting.skip": "{ref} skipped",
    "meeting.cancel": "{ref} cancelled",
    "meeting.turn": "{person} facilitates {ref}",
    "meeting.recording": "the recording's link",
    "person.add": "{person} added to the team",
    "person.away": "{person} away from {first} to {last}",
    "person.back": "{person} back",
    "person.edit": "{person}: changed {fields}",
    "person.remove": "{person} removed from the team",
    "team.set": "the team's settings: {fields}",
    "schedule.set": "the schedule of the {kind}: {fields}",
    "holiday.add": "{name} added as a day off",
    "holiday.remove": "{name} removed as a day off",
}
_ABOUT = {
    "card.vote": "a vote for {card}",
    "card.unvote": "a vote taken back from {card}",
    "card.comment": "a comment on {card}",
    "card.feedback": "feedback on {card}",
}
"""What undo says where the card doesn't come first."""
OTHER_CARD = "another card"
"""What stands for a card that is waited for, to those who may not read of it."""
_CARRIED = frozenset({"card.move", "card.rank", "card.merge_rank"})
"""What follows from another deed in the same write."""
_NAMED = 3
"""How many deeds of one write are named; the others are counted."""
_HISTORY = {
    "card.outcome": "{outcome}: {why}",
    "card.move": "{from} → {to}",
    "card.block": "blocked: {reason}",
    "card.depend": "waits for {team} {what}",
    "card.settle_dependency": "settled: {what}",
    "card.refused": "{what}, dropped by {team}: {reason}",
    "card.wait_dropped": "{what}, dropped: {reason}",
    "card.comment": "comment: {text}",
    "card.feedback": "feedback: {text}",
    "card.drop": "dropped: {reason}",
    "card.thief": "time thief confirmed: {thief}, {why}",
    "card.not_thief": "time thief dismissed: {thief}, {why}",
}
"""Where a card's history says more. What undo says stands on a screen that may be shared: of words only titles."""


class Done(NamedTuple):
    """One deed of a write; ``card``: what the card is called (see :func:`called`), empty where it is about none."""

    verb: str
    data: Mapping[str, object]
    card: str


def called(key: str, title: str, most: int = SENTENCE) -> str:
    """A card in a sentence, its title of at most ``most`` characters: ``SRE-4 Retry budget``."""
    return f"{key} {clip(title, most)}".strip()


def all_done(deeds: Sequence[Done]) -> str:
    """What one write did, with the cards: ``decision SRE-9 No spot for state on SRE-4 Move runners to spot?``."""
    ended = next((one for one in deeds if one.verb == "card.outcome"), None)
    if ended is not None:
        made = ", ".join(one.card for one in deeds if one.verb == "card.add")
        outcome = ended.data.get("outcome", "")
        return f"{outcome} {made} on {ended.card}" if made else f"outcome {outcome} on {ended.card}"
    first = [one for one in deeds if one.verb not in _CARRIED] or deeds
    said = list(dict.fromkeys(_sentence(one) for one in first))
    more = f"; and {len(said) - _NAMED} more" if len(said) > _NAMED else ""
    return "; ".join(said[:_NAMED]) + more


def _sentence(one: Done) -> str:
    about = _ABOUT.get(one.verb)
    return about.format(card=one.card) if about else f"{one.card} {deed(one.verb, one.data)}".strip()


class _Data(dict[str, object]):
    """An entry's data, with nothing in the place of what it lacks."""

    def __missing__(self, key: str) -> str:
        return "something" if key == "on" else ""


def deed(verb: str, data: Mapping[str, object]) -> str:
    """What was done, without who, when and to which card: ``moved to Review``."""
    return _filled(_WORDS.get(verb), verb, data)


def history_words(verb: str, data: Mapping[str, object]) -> str:
    """The same for a card's history, which also has what was typed, and the column left."""
    return _filled(_HISTORY.get(verb) or _WORDS.get(verb), verb, data)


def _filled(template: str | None, verb: str, data: Mapping[str, object]) -> str:
    if template is None:
        return verb.replace("card.", "").replace(".", " ").replace("_", " ")
    plain = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else value
        for key, value in data.items()
    }
    if "thief" in plain:
        plain["thief"] = THIEVES.get(str(plain["thief"]), plain["thief"])
    return " ".join(template.format_map(_Data(plain)).split()).rstrip(":,")
