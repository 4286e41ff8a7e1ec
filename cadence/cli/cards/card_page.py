"""A card whole, as a person reads it."""

from __future__ import annotations

from datetime import date

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.domain.cards.boards import BOARDS, holds_topics
from cadence.domain.cards.outcomes import awaited_words, in_words
from cadence.domain.views.cards import CardDetail, CardView, DependencyView, moved_words
from cadence.domain.vocabulary import BoardKey


def print_page(call: Call, found: CardDetail) -> None:
    """The card with its fields, text, comments and history."""
    if call.wants_json:
        printing.as_json(json_shapes.detail(found))
        return
    card = found.card
    printing.line(f"{card.key}  {card.title}")
    came = card.came_from
    printing.fields(
        (
            ("board", f"{card.board}, {card.stands_in}, place {card.position}"),
            ("status", card.status),
            ("type", card.type or card.flow),
            ("origin", card.origin),
            ("requester", card.requester),
            ("proposed by", card.author if holds_topics(card.board) else None),
            ("with", card.assignees),
            ("interested", card.interested),
            ("stays" if BOARDS[BoardKey(card.board)].parks else "invited", card.stays),
            ("due", f"{card.due}{moved_words(found.promised)}" if card.due else None),
            ("minutes", card.minutes),
            ("tags", card.tags),
            ("toil", card.toil or None),
            (
                "blocked",
                f"{card.blocked.reason} (since {printing.moment(card.blocked.since)})" if card.blocked else None,
            ),
            ("waits for", [_dependency(one, call.today) for one in card.depends_on]),
            ("thieves", [f"{one.named}: {one.why}" for one in card.thieves]),
            ("votes", card.votes or None),
            ("link", card.url),
            (
                "came from",
                " in ".join(filter(None, (f"{came.key or ''} {came.title}".strip(), came.meeting))) if came else None,
            ),
            ("outcome", awaited_words(card, card.outcome_words, call.today) or _ended(card)),
            ("seen by", card.audience),
        )
    )
    if card.body:
        print()
        printing.lines(card.body)
    _talk(found)


def _ended(card: CardView) -> str:
    ended = "drop" if card.status == "dropped" else card.outcome
    return in_words(ended, card.outcome_words) if ended else ""


def _dependency(one: DependencyView, today: date) -> str:
    whom = one.whom
    what = f": {one.what}" if whom and one.what else one.what
    asked = f" ({one.key})" if one.team and one.key else ""
    stands = one.ended or one.answer(today)
    return f"{whom}{what}{asked}{f', {stands}' if stands else ''}"


def _talk(found: CardDetail) -> None:
    for title, lines in (
        ("Decided before", list(found.before)),
        ("Comments", [f"{printing.moment(one.at)} {one.author or 'somebody'}: {one.body}" for one in found.comments]),
        ("Path", list(found.path)),
    ):
        if lines:
            print(f"\n{title}")
            for one in lines:
                printing.lines("  " + one.replace("\n", "\n    "))
