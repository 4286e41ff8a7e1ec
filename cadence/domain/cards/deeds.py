"""What an entry of the log says that somebody did, in words: for a card's history, and for what undo takes back."""

from __future__ import annotations

from collections.abc import Mapping

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
    "card.depend": "waits for something",
    "card.settle_dependency": "no longer waits for it",
    "card.comment": "commented on",
    "card.feedback": "given feedback",
    "card.drop": "dropped",
    "card.settle": "{place}",
    "card.table": "tabled to arch",
    "card.outcome": "outcome: {outcome}",
    "card.vote": "a vote",
    "card.unvote": "a vote taken back",
    "card.thief": "{thief}",
    "card.not_thief": "no {thief}",
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
    "schedule.set": "the schedule of the {kind}",
    "holiday.add": "{name} added as a day off",
    "holiday.remove": "{name} removed as a day off",
}
_HISTORY = {
    "card.outcome": "{outcome}: {why}",
    "card.move": "{from} → {to}",
    "card.block": "blocked: {reason}",
    "card.depend": "waits for {team} {what}",
    "card.settle_dependency": "settled: {what}",
    "card.comment": "comment: {text}",
    "card.feedback": "feedback: {text}",
    "card.drop": "dropped: {reason}",
    "card.thief": "{thief} {why}",
    "card.not_thief": "no {thief} {why}",
}
"""Where a card's history says more. What undo says stands on a screen that may be shared: no words typed by people."""


class _Data(dict[str, object]):
    """An entry's data, with nothing in the place of what it lacks."""

    def __missing__(self, key: str) -> str:
        return ""


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
    return " ".join(template.format_map(_Data(plain)).split()).removesuffix(":")
