"""The lines of home's lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cadence.domain.cards.time_thieves import TimeThief, over_limit
from cadence.domain.parsing.dates import day_words, due_words
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.team import HomeView, NeedView, PastView
from cadence.domain.vocabulary import THIEVES
from cadence.tui.drawing.balance import shares
from cadence.tui.drawing.card_words import blocked_for
from cadence.tui.drawing.drawn import BAD, DIM, HERE, NOW, PLAIN, STRONG, WARN
from cadence.tui.drawing.lines import Line, Piece, length
from cadence.tui.home.now_line import Now
from cadence.tui.widgets.line_list import Item

ADD_PEOPLE = "settings"
"""The line that leads to where people are added; it is that place's name."""
_GUESTS_CAN = {
    "partner": " N adds a topic for the arch meeting, 2 opens the sync board, r reads notes.",
    "stakeholder": " 4 opens the demos, which you can answer; r reads notes.",
}
_FLAGGED_MOST = 12
_HANG = 2
"""Cells by which the further lines of a long item stand in."""
_READABLE = "$foreground"
"""Plain text in a line that can't be chosen, which would be dim."""


def need_id(need: NeedView) -> str:
    """What a line of "needs you" stands for."""
    return f"{need.screen} {need.key or need.title}"


def nothing_needs(role: str) -> str:
    """The sentence where nothing needs the viewer; for a guest, with what they can do here."""
    return f"Nothing needs you.{_GUESTS_CAN.get(role, '')}"


def nothing_held(role: str) -> str:
    """The sentence where no meeting was held; for the team, with how one begins."""
    if role in _GUESTS_CAN:
        return "No meeting of which you get the notes was held yet."
    return "No meeting was held yet. ⏎ on the week above opens one."


def need_items(view: HomeView, *, alone: bool) -> list[Item]:
    """One line for each thing that needs the viewer; ``alone``: first of all, adding the team's people."""
    items = {need_id(need): Item(need_id(need), ((need.title, PLAIN),), hang=_HANG) for need in view.needs}
    lonely = [Item(ADD_PEOPLE, (("add your team's people", PLAIN),), (("S, then n", DIM),))] if alone else []
    return [*lonely, *items.values()]


def topic_items(view: HomeView) -> list[Item]:
    """``5● Move CI runners to spot?   Ben``."""
    return [
        Item(
            card.key,
            ((f"{card.votes}● " if card.votes else "", HERE), (card.title, PLAIN)),
            ((card.author or "", DIM),),
            hang=_HANG,
        )
        for card in view.topics
    ]


def parking_items(view: HomeView) -> list[Item]:
    """``who owns the cert renewals?   dana, planning``."""
    return [Item(card.key, ((card.title, PLAIN),), ((_stays(card), DIM),), hang=_HANG) for card in view.parking]


def _stays(card: CardView) -> str:
    kind = card.came_from.meeting.partition("@")[0] if card.came_from and card.came_from.meeting else ""
    return ", ".join(part for part in (*card.stays, kind) if part)


def action_items(view: HomeView) -> list[Item]:
    """``ask for a date   chidi, Mon 7 Dec``, those due first on top."""
    due = sorted(view.actions, key=lambda card: (card.due is None, card.due or date.max))
    return [Item(card.key, ((card.title, PLAIN),), (_owed(card, view.now.date()),), hang=_HANG) for card in due]


def _owed(card: CardView, today: date) -> Piece:
    day = due_words(card.due, today).removeprefix("due ") if card.due else ""
    late = card.due is not None and card.due < today
    return ", ".join([*card.assignees, *([day] if day else [])]), WARN if late else DIM


def decided_items(view: HomeView) -> list[Item]:
    """``Postgres stays on 17 until spring   Tue 24 Nov``."""
    return _past(view.decided)


def held_items(view: HomeView) -> list[Item]:
    """``Arch meeting   Tue 1 Dec``; ``enter`` reads the notes."""
    return _past(view.held)


def _past(lately: Sequence[PastView]) -> list[Item]:
    return [Item(one.ref, ((one.title, PLAIN),), ((day_words(one.on), DIM),), hang=_HANG) for one in lately]


def wall_items(view: HomeView, width: int) -> list[Item]:
    """The columns with their counts, the balance, and the cards that are stuck."""
    if not any(count for _, count, _ in view.wall):
        return []
    items = [Item(f"columns {number}", row, quiet=True) for number, row in enumerate(_columns(view, width))]
    if view.balance is not None:
        bar = _readable(shares(view.balance, width))
        parts = [bar] if length(bar) <= width else [bar[:-1], [(bar[-1][0].strip(), bar[-1][1])]]
        items += [Item(f"balance {number}", tuple(part), quiet=True) for number, part in enumerate(parts)]
    stuck = {card.key: card for card in view.flagged if card.blocked is not None or _own_thief(card)}
    return items + [Item(card.key, *_flag(card, view), hang=_HANG) for card in list(stuck.values())[:_FLAGGED_MOST]]


def _own_thief(card: CardView) -> str:
    """The first thief of a card other than too much in progress, which the count of its column shows already."""
    return next((one.thief for one in card.thieves if one.thief != TimeThief.TOO_MUCH_WIP), "")


def _columns(view: HomeView, width: int) -> list[tuple[Piece, ...]]:
    """The columns with their counts, side by side in as many rows as they need."""
    rows: list[tuple[Piece, ...]] = [()]
    for name, count, limit in view.wall:
        full = f"{count}/{limit}" if limit else str(count)
        over = over_limit(count, limit)
        column: tuple[Piece, ...] = ((f"{name} ", DIM), (full + (" ⚑" if over else ""), WARN if over else _READABLE))
        if rows[-1] and length(rows[-1]) + 2 + length(column) > width:
            rows.append(())
        rows[-1] = (*rows[-1], *([("  ", DIM)] if rows[-1] else []), *column)
    return rows


def _readable(line: Line) -> list[Piece]:
    return [(text, ink or _READABLE) for text, ink in line]


def _flag(card: CardView, view: HomeView) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    title: Piece = (f"{card.key} {card.title}", PLAIN)
    if card.blocked is not None:
        since = blocked_for(card.blocked, view.now)
        return (("✖ ", BAD), title), ((f"{since} · {card.blocked.reason}", DIM),)
    thief = THIEVES.get(_own_thief(card), "")
    return (("⚑ ", WARN), title), ((f"{thief} · {card.column}", DIM),)


def now_line(view: HomeView) -> Now | None:
    """The running meeting, else the next one; ``None`` where there is neither."""
    if view.running is not None:
        return Now(_running(view.running), "⏎ walk in")
    return Now(_next(view.next, view), "⏎ open") if view.next is not None else None


def _running(line: MeetingLine) -> tuple[Piece, ...]:
    started = f" started {line.started_at:%H:%M}" if line.started_at else ""
    word = "paused" if line.status == "paused" else f"{line.minutes} min"
    leads = f" · {line.facilitator} facilitates" if line.facilitator else ""
    return (("NOW   ", NOW), (line.title, STRONG), (f"{started} · {word}{leads}", PLAIN))


def _next(line: MeetingLine, view: HomeView) -> tuple[Piece, ...]:
    today = line.starts_at.date() == view.now.date()
    when = f"{line.starts_at:%H:%M}" if today else f"{day_words(line.starts_at.date())} {line.starts_at:%H:%M}"
    leads = f" · {line.facilitator} facilitates" if line.facilitator else ""
    own = f" · {line.own_time}" if line.own_time else ""
    return (("NEXT  ", DIM), (line.title, STRONG), (f" {when}{own} · {line.minutes} min{leads}", PLAIN))
