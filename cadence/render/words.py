"""How times, people, cards and shares are put into words; the same in every format, in plain text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from cadence.domain.cards.boards import holds_topics
from cadence.domain.cards.outcomes import awaited_words
from cadence.domain.views.cards import CardView, DependencyView, moved_words
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import BalanceView
from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteItem

# Not strftime's: those follow the machine's locale, and the same notes must be the same bytes everywhere.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_READERS = {"team": "the team", "partner": "the team and its partner team", "guest": "everybody"}
_ORIGINS = {"business": "from the business", "team": "the team's own", "interrupt": "interrupt"}


def day(when: date, year: bool = False) -> str:
    """``Fri 4 Dec``, or ``Fri 4 Dec 2026`` with ``year``."""
    text = f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"
    return f"{text} {when.year}" if year else text


def clock(when: datetime) -> str:
    """``10:00``, in the zone it comes in."""
    return f"{when.hour:02}:{when.minute:02}"


def mmss(seconds: int) -> str:
    """Seconds as ``8:12``."""
    return f"{seconds // 60}:{seconds % 60:02}"


def zone(line: MeetingLine) -> str:
    """``EST (America/New_York)``; zones without letters of their own as ``UTC+04 (Asia/Dubai)``."""
    short = line.starts_at.tzname() or ""
    if short.startswith(("+", "-")):
        short = f"UTC{short}"
    return f"{short} ({line.timezone})" if short and short != line.timezone else line.timezone


def when(notes: MeetingNotes) -> str:
    """``10:00–10:52 EST (America/New_York)``: as it was held where that is known, else as it is scheduled."""
    line = notes.line
    starts, ends = line.starts_at, line.ends_at
    if notes.held and line.started_at and line.ended_at:
        starts, ends = line.started_at, line.ended_at
    until = clock(ends) if ends.date() == starts.date() else f"{day(ends)}, {clock(ends)}"
    return f"{clock(starts)}–{until} {zone(line)}"


def timing(notes: MeetingNotes) -> str:
    """``52 of 60 min, 8 min given back``; before the meeting its timebox."""
    if notes.used is None or not notes.held:
        social = notes.line.minutes - notes.timebox
        return f"{notes.line.minutes} min" + (f", {social} of them social time" if social > 0 else "")
    left = notes.given_back
    rest = f", {left} min given back" if left > 0 else f", {-left} min over" if left < 0 else ""
    return f"{notes.used} of {notes.timebox} min{rest}"


def standing(line: MeetingLine) -> str:
    """What is out of the ordinary: cancelled, skipped, not held, moved; with the reason. Mostly empty."""
    if line.status in {"cancelled", "skipped"}:
        text = line.status.capitalize()
    elif line.status == "missed":
        text = "Not held"
    elif line.moved_from:
        text = f"Moved from {day(line.moved_from)}, {clock(line.moved_from)}"
    else:
        return ""
    return f"{text}: {line.reason}" if line.reason else text


def readers(audience: str) -> str:
    """Whom these notes are for."""
    return _READERS.get(audience, audience)


def facts(card: CardView, without: Collection[str] = (), *, on: date) -> list[str]:
    """What there is to know of a card besides its title, most telling first; ``without`` names what to leave out.

    ``on``: the day of the meeting, at which what is late is late.
    """
    keen = [person for person in card.interested if person not in card.assignees]
    blocked = card.blocked
    known = {
        "blocked": f"✖ blocked since {day(blocked.since)}: {blocked.reason}" if blocked else "",
        "for": card.needed_by,
        "assignees": f"taken by {', '.join(card.assignees)}" if card.assignees else "",
        "interested": f"wanted by {', '.join(keen)}" if keen else "",
        "due": f"{_due(card.due, on if card.status == 'open' else card.due)}{moved_words(card.promised)}"
        if card.due
        else "",
        "flow": card.flow or "",
        "origin": _origin(card),
        "toil": "toil" if card.toil else "",
        "type": card.type or "",
        "author": f"proposed by {card.author}" if holds_topics(card.board) and card.author else "",
        "minutes": f"takes {card.minutes} min" if card.minutes else "",
        "back": awaited_words(card, card.outcome_words, on),
        "put_off": _put_off(card.put_off),
        "depends_on": "; ".join(_waits(one, on) for one in card.depends_on if not one.settled),
        "thieves": "; ".join(f"⚑ {one.named}: {one.why}" for one in card.thieves),
    }
    return [fact for name, fact in known.items() if fact and name not in without]


def _due(due: date, on: date) -> str:
    late = (on - due).days
    return f"due {day(due)}, {late} d late" if late > 0 else f"due {day(due)}"


def item_facts(item: NoteItem, without: Collection[str] = (), *, on: date) -> list[str]:
    """What there is to know of a decision, an action, a parked or a tabled item besides its title, on that day."""
    known = {
        "owner": item.owner,
        "due": _due(item.due, item.due if item.went else on) if item.due else "",
        "about": f"on: {item.about}" if item.about and item.about != item.title else "",
        "by": f"by {item.by}" if item.by and item.by != item.owner else "",
        "age": f"open for {item.age}" if item.age else "",
        "went": f"→ {item.went}" if item.went else "",
        "key": item.key,
    }
    return [fact for name, fact in known.items() if fact and name not in without]


def shares(balance: BalanceView) -> list[str]:
    """The balance meter in sentences: business against team, the mix of flow types, the last eight iterations."""
    lines = [f"business {balance.business} : {balance.team} team, target {balance.target} : {100 - balance.target}"]
    lines += [balance.beside_words] if balance.beside else []
    if balance.flows:
        mix = ", ".join(f"{flow} {share} % (target {target})" for flow, share, target in balance.flows)
        lines.append(mix)
    if balance.recent:
        last = f"last {balance.iterations} iterations" if balance.iterations > 1 else "last iteration"
        lines.append(f"{last}: business {balance.recent[0]} : {balance.recent[1]} team")
    if balance.interrupts is not None:
        lines.append(f"interrupts: {balance.interrupts} % of all done")
    return lines


def said_above(outcome: str, notes: MeetingNotes) -> str:
    """A topic's outcome: ``decision`` alone where the decisions above have its words, and so for an action."""
    name, _, words = outcome.partition(": ")
    told = {item.title for item in (*notes.decisions, *notes.actions)}
    return name if words in told else outcome


def by_column(cards: Collection[NoteCard]) -> list[tuple[str, list[NoteCard]]]:
    """Cards under the column they stand in, columns in the order in which they were met."""
    columns: dict[str, list[NoteCard]] = {}
    for item in cards:
        columns.setdefault(item.card.stands_in, []).append(item)
    return list(columns.items())


def left_out(notes: MeetingNotes) -> list[CardView]:
    """Cards that were walked, are not on the merged list and got no outcome: left for later."""
    merged = {card.key for card in notes.merged}
    walked = {item.card.key: item for step in notes.steps for item in step.cards}
    settled = {item.card.key for step in notes.steps for item in step.cards if item.outcome}
    return [item.card for key, item in walked.items() if key not in merged | settled]


def _origin(card: CardView) -> str:
    if card.requester:
        return f"asked by {card.requester}"
    return _ORIGINS.get(card.origin or "", card.origin or "")


def _put_off(times: int) -> str:
    return {0: "", 1: "put off once", 2: "put off twice"}.get(times, f"put off {times} times")


def _waits(one: DependencyView, on: date) -> str:
    what = f": {one.what}" if one.what else ""
    stands = one.ended or one.answer(on) or (f"asked {day(one.asked_at)}" if one.team else "")
    return f"waits for {one.whom or 'somebody'}{what}" + (f" ({stands})" if stands else "")
