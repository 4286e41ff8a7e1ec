"""A card that is discussed, and the rows that show it with everything around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cadence.domain.cards.boards import BOARDS, holds_topics
from cadence.domain.cards.outcomes import awaited_words
from cadence.domain.cards.routing import TABLED
from cadence.domain.parsing.dates import age_words, day_words, due_words
from cadence.domain.views.cards import CardDetail, CardView, CommentView, DependencyView, moved_words
from cadence.domain.views.meetings import PersonHere
from cadence.domain.vocabulary import BoardKey
from cadence.tui.drawing.card_words import age, blocked_for, due_piece, flow_words, origin_words
from cadence.tui.drawing.drawn import BAD, DIM, GOOD, PLAIN, STRONG, WARN
from cadence.tui.drawing.lines import Line, Piece, fit, length, wrapped
from cadence.tui.drawing.markdown import body_lines, inline, wrap_pieces

READ_MOST = 72
"""Cells of running text on one line: what can be read across a room."""
LABEL = 12
"""Cells of what stands before a row: ``depends on``."""


@dataclass(frozen=True, slots=True)
class DiscussedCard:
    """A card with what its panel shows around it.

    ``people`` are those who can be toggled on it by digit; ``asks`` says what for, as a ``Walk`` does: ``interested``,
    ``assigned`` or nothing. ``comments`` are ``(who, what)``.
    """

    card: CardView
    now: datetime
    people: tuple[PersonHere, ...] = ()
    asks: str = ""
    comments: tuple[tuple[str, str], ...] = ()
    path: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    tabled_as: tuple[str, ...] = ()
    """The topics that were made of it."""
    made: tuple[str, ...] = ()
    """What came of it in the meeting that runs: ``decision: Postgres stays on 17``."""
    choices: tuple[str, ...] = ()
    choices_as: str = "can become"
    """What the choices are, as their label says it."""
    promised: tuple[date, ...] = ()
    """The due dates that it had before."""
    since: str = ""
    """What happened since the walk before: ``since the last walk: moved to Review``."""
    listed: bool = False
    """Whether it has a place in a list that is on the screen."""
    called: tuple[tuple[str, str], ...] = ()
    """The names by which people go, each behind their handle."""

    def names(self, handles: Sequence[str]) -> str:
        """``Ben, Farah`` for these handles."""
        called = dict(self.called)
        return ", ".join(called.get(handle, handle) for handle in handles)


def talked(detail: CardDetail, now: datetime) -> DiscussedCard:
    """What the card's own screen shows: everything known of it."""
    called = dict(detail.names)
    said = tuple((_signed(comment, called), comment.body) for comment in detail.comments)
    return DiscussedCard(
        detail.card,
        now,
        (),
        "",
        said,
        detail.path,
        detail.before,
        detail.tabled_as,
        promised=detail.promised,
        called=tuple(called.items()),
    )


def _signed(comment: CommentView, called: dict[str, str]) -> str:
    who = called.get(comment.author or "", comment.author) or "somebody"
    word = "" if comment.kind == "comment" else f" · {comment.kind}"
    return f"{who} {day_words(comment.at.date())}{word}"


def rows_of(shown: DiscussedCard, width: int) -> list[Line]:
    """All rows of a card, part by part."""
    parts: list[list[Line]] = [
        [*_title(shown.card, width), *_meta(shown, width)],
        [*body_lines(shown.card.body, min(width, READ_MOST))],
        [*([[(row, DIM)] for row in wrapped(shown.since, min(width, READ_MOST))] if shown.since else [])],
        [*_troubles(shown, width)],
        [*_labelled_rows(shown, width)],
        [*_comments(shown, width)],
    ]
    return [[], *_stacked(parts)]


def _stacked(parts: Sequence[Sequence[Line]]) -> list[Line]:
    """The parts that aren't empty, a blank line between two."""
    rows: list[Line] = []
    for part in parts:
        if part:
            rows += [*([[]] if rows else []), *part]
    return rows


def _title(card: CardView, width: int) -> Iterator[Line]:
    """Key and title in bold; the title's further lines stand under its first."""
    indent = len(card.key) + 2
    for number, row in enumerate(wrapped(card.title, max(8, min(width, READ_MOST + indent) - indent))):
        yield [(f"{card.key}  " if number == 0 else " " * indent, STRONG), (row, STRONG)]


def _meta(shown: DiscussedCard, width: int) -> Iterator[Line]:
    """``T debt · team · toil · Ready for 3 d · rank 3``, broken between parts where it is long."""
    card = shown.card
    topic = holds_topics(card.board)
    since = f"{age_words(shown.now - card.created_at)} ago"
    proposed = f"proposed by {shown.names([card.author])}, {since}" if topic and card.author else ""
    words = [flow_words(card.flow), card.type or "", proposed, origin_words(card), "toil" if card.toil else ""]
    parts: list[Piece] = [(word, DIM) for word in words if word]
    parts.append((card.stands_in if topic else f"{card.stands_in} for {age(card, shown.now)}", DIM))
    if not shown.listed:  # the list beside it has numbers of its own
        parts.append((f"rank {card.position}" if card.merged is None else f"rank {card.merged} of the plan", DIM))
    if card.votes:
        parts.append((f"{card.votes} vote{'s' if card.votes > 1 else ''}", DIM))
    if card.minutes:
        parts.append((f"takes {card.minutes} min", DIM))
    if card.assignees:
        parts.append((shown.names(card.assignees), PLAIN))
    if card.stays:
        parts.append(
            (f"{'stays' if BOARDS[BoardKey(card.board)].parks else 'invited'}: {shown.names(card.stays)}", PLAIN)
        )
    if card.due is not None:
        pressing = due_piece(card, shown.now)
        late = f", {due_words(card.due, shown.now.date())}" if card.due < shown.now.date() and pressing else ""
        moved = moved_words(shown.promised)
        parts.append((f"due {day_words(card.due)}{late}{moved}", WARN if moved or pressing else DIM))
    if card.put_off:
        parts.append((f"put off {card.put_off}×", WARN if card.put_off > 1 else DIM))
    parts += [(f"#{tag}", DIM) for tag in card.tags]
    if card.status != "open":
        parts.append((f"✔ {card.status}" if card.status == "done" else card.status, GOOD))
    line: list[Piece] = []
    for piece in parts:
        gap: list[Piece] = [(" · ", DIM)] if line else []
        if line and length([*line, *gap, piece]) > width:
            yield fit(line, width)
            line, gap = [], []
        line += [*gap, piece]
    yield fit(line, width)


def _troubles(shown: DiscussedCard, width: int) -> Iterator[Line]:
    """What holds the card up: blocked, dependencies, thieves; and which topic it waits for."""
    card = shown.card
    if card.blocked is not None:
        since = blocked_for(card.blocked, shown.now)
        yield from _labelled("", [("✖ ", BAD), (f"blocked for {since}: {card.blocked.reason}", PLAIN)], width)
    label = "depends on"
    for dependency in card.depends_on:
        sign: Piece = ("✔ ", GOOD) if dependency.ended == "settled" else ("✖ ", BAD)
        yield from _labelled(label, [sign, *_dependency(dependency, shown.now.date())], width)
        label = " "
    for topic in shown.tabled_as:
        yield from _labelled("", [("→ ", DIM), (f"{TABLED}: {topic}", PLAIN)], width)
    for thief in card.thieves:
        sure = " ✓" if thief.confirmed else ""
        said: Piece = (f"{thief.named}{sure}: {thief.why}", PLAIN)
        yield from _labelled("", [("⚑ ", WARN), said], width)


def _dependency(dependency: DependencyView, today: date) -> list[Piece]:
    whom = dependency.whom
    what = f"{whom}: {dependency.what}" if whom and dependency.what else whom or dependency.what
    day = day_words(dependency.asked_at.date())
    asked = f"asked {day}, no answer" if dependency.team else f"not done yet, noted {day}"
    waits = dependency.answer(today) or asked
    return [(what, PLAIN), (f" ({dependency.ended or waits})", DIM)]


def _labelled(label: str, pieces: list[Piece], width: int) -> Iterator[Line]:
    """``pieces`` wrapped beside ``label``; without one, from the left edge."""
    indent = LABEL if label else 0
    for number, row in enumerate(wrap_pieces(pieces, max(8, min(width, READ_MOST + indent) - indent))):
        head: list[Piece] = [(label.ljust(indent) if number == 0 else " " * indent, DIM)] if indent else []
        yield [*head, *row]


def _labelled_rows(shown: DiscussedCard, width: int) -> Iterator[Line]:
    """What it comes back with, where it came from and what came of it, what was decided before, links."""
    back = awaited_words(shown.card, shown.card.outcome_words, shown.now.date())
    groups = (
        ("back", (back,) if back else ()),
        ("path", shown.path),
        ("before", shown.before),
        ("so far", shown.made),
    )
    for label, texts in (*groups, ("input", (shown.card.url,) if shown.card.url else ())):
        for number, text in enumerate(texts):
            yield from _labelled(label if number == 0 else " ", [(text, PLAIN)], width)


def _comments(shown: DiscussedCard, width: int) -> Iterator[Line]:
    for who, what in shown.comments:
        signed: Piece = (f"{shown.names([who])}: ", DIM)
        if "\n" not in what:
            yield from _labelled("", [signed, *inline(what)], width)
            continue
        yield [signed]
        for row in body_lines(what, max(8, min(width, READ_MOST) - 2)):
            yield [("  ", PLAIN), *row]


def choice_rows(shown: DiscussedCard, width: int) -> list[Line]:
    """The places this card can be given, if the step offers any."""
    rows: list[list[Piece]] = []
    for choice in shown.choices:
        piece: Piece = (choice, PLAIN)
        if rows and length([*rows[-1], (" · ", DIM), piece]) <= min(width, READ_MOST + LABEL):
            rows[-1] += [(" · ", DIM), piece]
        else:
            rows.append([(("" if rows else shown.choices_as).ljust(LABEL), DIM), piece])
    return [fit(row, width) for row in rows]
