"""The footer of a meeting: which keys matter on the present step, and what they are called there."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.domain.kinds.base import DotVote, ParkingLot, PrivateWriting, Round
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.meeting.digits import Digits
from cadence.tui.meeting.merge_lists import MergeLists
from cadence.tui.meeting.steps.outcomes import FORM
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.write import columns_of
from cadence.tui.widgets.key_bar import KeyWords
from cadence.tui.widgets.line_input import LineInput

_GENERAL = (
    "card.next", "person.1", "card.park", "card.choose", "card.table", "card.decide", "card.act", "meeting.here",
    "step.next", "meeting.end", "card.undo",
)  # fmt: skip
"""The footer's keys behind those that the step names."""
_AHEAD = (
    "card.next", "notes.read", "retro.write", "card.assign", "card.choose", "card.new", "card.topic", "app.back",
)  # fmt: skip
_LOOKS = ("merge.list", "merge.weeks")
"""What a viewer who does not facilitate has of the merge's keys."""
_NAMES = {"person.toggle": "person.1", FORM: "person.1"}
OF_THE_FIELDS = (
    KeyWords("⏎", "keep the note", ""),
    KeyWords("tab", "next field", ""),
    KeyWords("^s", "ready to read", ""),
    KeyWords("esc", "leave the fields", ""),
)
"""What keys do in one's own fields for retro notes."""


def shown(screen: CadenceScreen[MeetingState], digits: Digits) -> Sequence[KeyWords]:
    """The footer now: the screen's keys in the words of the step, or those of the fields that somebody types in."""
    if isinstance(screen.focused, LineInput) and not screen.line.gesture:
        return OF_THE_FIELDS
    keys, seen = screen.foot_keys(), screen.shown
    if seen is not None and not seen.drives:
        keys = [key for key in keys if not key.action.startswith("merge.") or key.action in _LOOKS]
    for lists in screen.query(MergeLists):
        entered = lists.enter_words
        keys = [
            key._replace(words=entered) if key.action == "merge.take" else key
            for key in keys
            if entered or key.action != "merge.take"
        ]
    return [worded(key, seen, digits) for key in keys] if seen is not None else keys


def keys(seen: MeetingState | None, digits: Digits, *, walks: bool) -> tuple[str, ...]:
    """The ids of the keys that matter, the most used first; ``walks``: whether there is something to go on to."""
    if seen is None or not seen.runs:
        writes = seen is not None and bool(columns_of(seen.kind))
        return tuple(name for name in _AHEAD if writes or name != "retro.write")
    means = digits.mean(seen)
    names = dict(_NAMES)
    if means == "offers":
        names["card.choose"] = "person.1"
    if means == "here" and not digits.marking:
        names["meeting.here"] = "person.1"
    own = tuple(names.get(name, name) for name in seen.step.gestures)
    card = seen.view.card
    judge = ("card.thief",) if card is not None and not all(one.confirmed for one in card.thieves) else ()
    taken = ("meeting.take_over",) if not seen.drives else ()
    general = (names.get(name, name) for name in _GENERAL)
    on = () if walks else ("step.next",)
    if isinstance(seen.step.walks, PrivateWriting):
        on = ("notes.read", *on)
    return tuple(dict.fromkeys((*own[:2], *judge, *own[2:4], *on, *own[4:], *taken, *general)))


def worded(key: KeyWords, seen: MeetingState, digits: Digits) -> KeyWords:
    """A footer's key in the words of the present step."""
    if not seen.runs:
        return key._replace(
            words={
                "card.next": "start",
                "notes.read": "read the agenda",
                "retro.write": "write my notes",
            }.get(key.action, key.words)
        )
    if key.action == "person.1":
        words, last = _digit_words(seen, digits)
        return key._replace(key=f"1-{last}", words=words)
    words = {
        "card.choose": "form" if seen.chooses_form else "becomes",
        "card.thief": "thief? yes, no",
        "walk.changed": _next_scope(seen),
        "round.wall": "the round" if seen.step.query else "the wall",
        "meeting.end": "e end",
        "meeting.take_over": "T take over",
        "meeting.here": "done" if digits.marking else "who is here",
        "step.next": "end" if seen.ends else "next step",
        "notes.read": "ready" if isinstance(seen.step.walks, PrivateWriting) else "read",
        "card.next": _next_words(seen),
    }.get(key.action, key.words)
    return key._replace(words=words)


def _digit_words(seen: MeetingState, digits: Digits) -> tuple[str, int]:
    means, count = digits.mean(seen), len(seen.view.here)
    people, others = max(1, min(9, count)), ", 0 by name" if count > 9 else ""
    if means == "offers":
        place = "place" if isinstance(seen.step.walks, ParkingLot) else "becomes"
        return "form" if seen.chooses_form else place, len(seen.offers)
    if means == "people":
        tie = {"interested": "wants", "assigned": "takes"}.get(getattr(seen.step.walks, "people", ""), "")
        return f"{tie}{others}", people
    return {"votes": "whose vote", "dots": "whose dot"}.get(means, "here") + others, people


def _next_scope(seen: MeetingState) -> str:
    """What the key that changes it makes the walk go through."""
    scope, changed = seen.view.scope, bool(seen.view.changed)
    return {"changed": "everything", "everything": "under way"}.get(scope, "only changed" if changed else "everything")


def _next_words(seen: MeetingState) -> str:
    if seen.waits_for_action is not None:
        return "its action"
    if seen.view.vote is not None and seen.view.vote.dots:
        return "close the vote" if isinstance(seen.step.walks, DotVote) else "next step"
    if seen.ends and not seen.came_since and _is_last(seen):
        return "end"
    return "next person" if isinstance(seen.step.walks, Round) else "next"


def _is_last(seen: MeetingState) -> bool:
    """Whether nothing follows: behind the last card, or on the last one of a walk that ends by itself.

    In a round whoever came late comes last.
    """
    walks, at, queue = seen.step.walks, seen.view.at, seen.view.queue
    if at is None:
        return True
    if isinstance(walks, Round):
        turns = {who.handle: who.heard for who in seen.view.here if who.handle in queue}
        again = turns.pop(at, False)
        return all(turns.values()) and (at == queue[-1] or not again)
    return at == queue[-1] and (isinstance(walks, ParkingLot) or getattr(walks, "ends_when_empty", False))
