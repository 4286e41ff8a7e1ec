"""A meeting's first page, before it is started: its agenda, whose turn it is, and the link to the call."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.domain.cards.boards import BOARDS, holds_topics
from cadence.domain.cards.merge import INTERRUPT
from cadence.domain.parsing.dates import due_words
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import StepView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.drawing.card_words import origin_words, topic_words
from cadence.tui.drawing.drawn import DIM, PLAIN, STRONG, WARN
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.people import Room

_STEPS_MOST = 64
"""Cells of a line of steps, so that it fits a small screen."""


class AheadPanel(Room):
    """A meeting that has not been started: its agenda, and how it starts."""

    def title_of(self, seen: MeetingState) -> str:
        return "Agenda"

    def lines(self, seen: MeetingState) -> list[tuple[str, str]]:
        line = seen.view.line
        when = f"{line.starts_at:%a} {line.starts_at.day} {line.starts_at:%b %H:%M} · {line.minutes} min"
        own = [(line.own_time, WARN if "," in line.own_time else PLAIN)] if line.own_time else []
        words: list[tuple[str, str]] = [(line.title, STRONG), (when, DIM), *own]
        if line.status in {"skipped", "cancelled"}:
            return [*words, ("", ""), (f"{line.status.capitalize()}: {line.reason or 'no reason given'}", PLAIN)]
        words += [(seen.kind.purpose, PLAIN)] if seen.kind.purpose else []
        words += [("", ""), *_starts(seen)]
        words += [(f"The call: {seen.view.video}", PLAIN)] if seen.view.video else []
        words += [*((line, DIM) for line in _steps(seen.view.steps)), ("", "")]
        if seen.view.nothing_waits:
            calls_off = ": x calls it off, with a reason" if seen.in_team else ""
            words += [(f"Nothing is on its agenda{calls_off}.", WARN), ("", "")]
        return [*words, *_proposed(seen), *_heard(seen), *_waiting(seen)]


def _steps(steps: Sequence[StepView]) -> list[str]:
    """``Agenda 5 min · Topics 50 min``: the steps with their minutes, none of them broken over two lines."""
    lines: list[str] = []
    for step in steps:
        words = f"{step.title} {step.minutes} min" if step.minutes else step.title
        if lines and len(lines[-1]) + len(words) < _STEPS_MOST:
            lines[-1] += f" · {words}"
        else:
            lines.append(words)
    return lines


def _starts(seen: MeetingState) -> list[tuple[str, str]]:
    """How it starts, and whose turn it is to facilitate."""
    if not seen.in_team:
        return [("Somebody of the team starts it.", STRONG)]
    if seen.asked_first:
        turn = [(f"It is {seen.led_by}'s turn to facilitate.", STRONG)] if seen.is_anothers else []
        return [*turn, ("space twice starts it, and you facilitate.", STRONG)]
    turn = [("It is your turn to facilitate.", STRONG)] if seen.drives else []
    return [*turn, ("space starts it, and you facilitate.", STRONG)]


def _proposed(seen: MeetingState) -> list[tuple[str, str]]:
    """What proposes itself becomes readable for everybody invited when the meeting starts: that is said before."""
    source = BOARDS[seen.kind.board].proposed_from if seen.kind.board is not None else None
    count = sum(card.board == source for card in seen.view.cards) if source is not None else 0
    if not count:
        return []
    words = f"Starting lists {count} card{'s' if count > 1 else ''} of the wall, by title, for everybody invited"
    return [(f"{words}; x on the board of the demos leaves one out.", WARN), ("", "")]


def _heard(seen: MeetingState) -> list[tuple[str, str]]:
    """Who left an update for it, and what is blocked; nothing where nobody did, and nothing is."""
    words: list[tuple[str, str]] = []
    if left := seen.view.updates_left:
        many = f"{len(left)} update{'s' if len(left) > 1 else ''} left beforehand"
        words += [(f"{many}: {', '.join(left)}", PLAIN), ("", "")]
    if stuck := seen.view.blocked:
        words += [(f"{len(stuck)} blocked", DIM)]
        words += [(f"      {_in_a_line(card, seen)}", PLAIN) for card in stuck]
        words.append(("", ""))
    return words


def _called(seen: MeetingState, cards: Sequence[CardView]) -> str:
    """What waits, by what it is: topics, demos, else cards."""
    many = "s" if len(cards) > 1 else ""
    if all(holds_topics(card.board) for card in cards):
        return f"topic{many} to discuss"
    shown = seen.kind.board is not None and BOARDS[seen.kind.board].presented
    return f"demo{many} to show" if shown else f"card{many} to walk"


def _waiting(seen: MeetingState) -> list[tuple[str, str]]:
    """What waits for the meeting by now, each card in its place; nothing where nothing does."""
    words: list[tuple[str, str]] = []
    for parks in (False, True):
        those = [card for card in seen.view.cards if BOARDS[BoardKey(card.board)].parks is parks]
        if those:
            words += [(f"{len(those)} {'in the parking lot' if parks else _called(seen, those)}", DIM)]
            words += [(f"  {number:>2}  {_in_a_line(card, seen)}", PLAIN) for number, card in enumerate(those, 1)]
            words.append(("", ""))
    return words


def _in_a_line(card: CardView, seen: MeetingState) -> str:
    """``Who signs certificates? · waiting on Checkout · Ben · 4 d late``: a card, whose it is, and what presses."""
    called = dict(seen.view.names)
    if holds_topics(card.board):
        return f"{card.title} · {topic_words(card, called, seen.now)}"
    who = ", ".join(
        called.get(handle, handle) for handle in card.assignees or (card.stays if card.type is None else ())
    )
    waits = card.column in BOARDS[BoardKey(card.board)].sides
    side = card.stands_in[:1].lower() + card.stands_in[1:] if waits else ""
    due = due_words(card.due, seen.now.date()) if card.due and card.status == "open" else ""
    shown = seen.kind.board is not None and BOARDS[seen.kind.board].presented  # to whom it isn't told what blocks it
    blocked = f"✖ {card.blocked.reason or 'blocked'}" if card.blocked and not shown else ""
    minutes = f"{card.minutes} min" if card.minutes else ""
    origin = origin_words(card) if seen.kind.merges and card.origin in {None, INTERRUPT} else ""
    listed = card.came_from.meeting or "" if shown and card.came_from else ""
    again = "not shown last time" if listed.startswith(f"{seen.kind.key}@") else ""
    facts: Sequence[str] = [part for part in (side, who, origin, blocked, due, minutes, again) if part]
    return " · ".join((card.title, *facts))
