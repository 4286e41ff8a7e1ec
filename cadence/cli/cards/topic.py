"""``cadence topic``: the agenda of the next arch meeting."""

from __future__ import annotations

from cadence.cli.grammar import quick
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun
from cadence.cli.grammar.values import whole
from cadence.domain.cards.boards import checked_minutes
from cadence.domain.parsing import text
from cadence.domain.vocabulary import TOPIC_TYPES, BoardKey
from cadence.errors import Refused
from cadence.store.capture import NewCard


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb(
        "add", add_, "put a topic on the arch agenda", 'cadence topic add "Move CI runners to spot?" --type proposal'
    )
    add.add_argument("title", nargs="+", metavar="TITLE", help="one line (@name is invited), or - for standard input")
    add.add_argument("--context", metavar="TEXT", help="what to know before, or - for standard input")
    add.add_argument("--type", metavar="TYPE", help=", ".join(TOPIC_TYPES))
    add.add_argument("--url", metavar="LINK", help="a link to its input")
    add.add_argument("--minutes", type=whole("minutes"), metavar="N", help="how long it takes")
    add.add_argument("--invite", action="append", default=[], metavar="HANDLE", help="a guest to invite; several times")
    noun.verb("list", list_, "the open topics, as the arch meeting takes them up", "cadence topic list --json")
    vote = noun.verb("vote", vote_, "put one of your dots on a topic", "cadence topic vote SRE-42")
    vote.add_argument("key", metavar="KEY")
    vote.add_argument("--undo", action="store_true", help="take a dot back")


def add_(call: Call) -> None:
    """Add a topic."""
    title = call.line(call.title, "title")
    context = call.body(call.context, "context") or ""
    kind = quick.one_of(call.type, TOPIC_TYPES, "type")
    url = text.link(call.url) if call.url is not None else None
    with quick.writing(call) as (connection, viewer):
        line = quick.parsed(connection, viewer, title)
        new = NewCard(
            BoardKey.ARCH.value,
            line.text,
            context,
            type=kind,
            url=url,
            minutes=checked_minutes(call.minutes or 0) or None,
            from_meeting_id=quick.traceless(connection, viewer),
            due=line.due,
            people=quick.people(connection, viewer, (*line.people, *call.invite), "invited"),
            **line.marks,
        )
        key = quick.add(connection, viewer, new)
    quick.answer(call, key, "added to the arch agenda")


def list_(call: Call) -> None:
    """List the open topics."""
    from cadence.cli.grammar import json_shapes, printing
    from cadence.domain.cards.walk_queries import ARCH
    from cadence.domain.parsing.dates import age_words
    from cadence.domain.team.roles import may_add
    from cadence.services.cards.boards import open_cards

    cards, now = {one.key: one for one in open_cards(call.store, call.viewer, BoardKey.ARCH.value)}, call.store.clock()
    found = [cards[key] for key in ARCH.keys(cards.values())]
    if call.wants_json:
        printing.as_json([json_shapes.card(one) for one in found])
        return
    dots = {one.key: f"{one.votes}●" if one.votes else "" for one in found}
    rows = [
        (one.key, one.column, one.author, dots[one.key], age_words(now - one.created_at), one.title) for one in found
    ]
    adds = may_add(call.viewer.role, BoardKey.ARCH)
    none = "no topics; cadence topic add puts one there" if adds else "no topic that you are invited to"
    printing.table(("KEY", "COLUMN", "BY", "DOTS", "AGE", "TITLE"), rows, none)


def vote_(call: Call) -> None:
    """Vote for a topic."""
    from cadence.cli.cards.card_verbs import changed
    from cadence.services.cards import comments
    from cadence.services.cards.boards import card

    if card(call.store, call.viewer, call.key).card.board != BoardKey.ARCH:
        raise Refused(f"{call.key.upper()} is not a topic", "cadence topic list shows those")
    view = comments.vote(call.store, call.viewer, call.key, undo=call.undo)
    changed(call, view, f"has {view.votes} {'dot' if view.votes == 1 else 'dots'}")
