"""What can be done to a card besides adding it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import CommandParser, Noun, WrongUsage
from cadence.cli.grammar.terminal import note
from cadence.cli.grammar.values import whole
from cadence.domain.cards.boards import BOARDS
from cadence.domain.vocabulary import Audience, BoardKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence.domain.views.cards import CardView


def work_fields(parser: CommandParser) -> None:
    """Options that adding and editing share."""
    parser.add_argument("--flow", metavar="FLOW", help="feature, defect, risk or debt")
    parser.add_argument("--origin", metavar="ORIGIN", help="business, team or interrupt")
    parser.add_argument("--requester", metavar="WHO", help="who asks for it")
    parser.add_argument("--body", dest="body_text", metavar="TEXT", help="a description, or - for standard input")
    parser.add_argument("--due", metavar="DATE", help="2026-12-11, fri, tomorrow or +3d")
    parser.add_argument("--tag", action="append", metavar="TAG", help="several times")
    parser.add_argument("--url", metavar="LINK")


def register_verbs(noun: Noun) -> None:
    """Declare all verbs but ``add``."""
    found = noun.verb(
        "list", list_, "the cards of all boards, or of one", "cadence card list --board wall --column review"
    )
    found.add_argument("--board", metavar="BOARD")
    found.add_argument("--column", metavar="COLUMN")
    _keyed(noun, "show", show, "a card with its comments and history", "cadence card show SRE-42")
    _keyed(noun, "trace", trace, "where a card came from and what became of it", "cadence card trace SRE-42")
    move = _keyed(noun, "move", move_, "put a card into a column", "cadence card move SRE-42 review --top")
    move.add_argument("column", metavar="COLUMN")
    move.add_argument("--board", metavar="BOARD", help="a column of another board")
    move.add_argument("--top", action="store_true", help="above all others")
    move.add_argument("--after", metavar="KEY", help="below that card")
    edit = _keyed(noun, "edit", edit_, "change a card ('' clears a field)", "cadence card edit SRE-42 --due fri")
    edit.add_argument("--title", metavar="TITLE")
    work_fields(edit)
    edit.add_argument("--type", metavar="TYPE", help="of a topic")
    edit.add_argument("--minutes", metavar="N", help="how long a demo or a topic takes")
    edit.add_argument("--toil", action=argparse.BooleanOptionalAction)
    edit.add_argument("--audience", metavar="AUDIENCE", help="team, partner or everyone")
    edit.add_argument(
        "--invite", action="append", metavar="HANDLE", help='guests of a topic; several times; "" for none'
    )
    for name, run, text in (("assign", assign, "give a card to people"), ("interest", interest, "say who wants it")):
        parser = _keyed(noun, name, run, text, f"cadence card {name} SRE-42 ben")
        parser.add_argument("handle", nargs="*", metavar="HANDLE", help="people (you)")
        parser.set_defaults(optional_words="handle")
        parser.add_argument("--remove", action="store_true", help="take them off it")
    _register_troubles(noun)


def _register_troubles(noun: Noun) -> None:
    block = _keyed(noun, "block", block_, "flag a card as blocked", 'cadence card block SRE-42 --reason "no DNS yet"')
    block.add_argument("--reason", required=True, metavar="TEXT")
    thief = _keyed(
        noun, "thief", thief_, "say what steals a card's time, or doesn't", "cadence card thief SRE-42 yes neglected"
    )
    thief.add_argument("verdict", choices=("yes", "no"))
    thief.add_argument("thief", metavar="THIEF", help="its name, or the beginning of it: neglected, unplanned ...")
    thief.add_argument("--why", default="", metavar="TEXT")
    _keyed(noun, "unblock", unblock, "take the flag off", "cadence card unblock SRE-42")
    depend = noun.verb(
        "depend", depend_, "record what a card waits for", "cadence card depend SRE-42 --on SRE-40", own="--team"
    )
    _key(depend)
    depend.add_argument("--on", metavar="KEY", help="another card")
    depend.add_argument("--team", dest="other_team", metavar="NAME", help="another team that owes something")
    depend.add_argument("--what", default="", metavar="TEXT", help="what is waited for")
    depend.add_argument("--settled", metavar="N", help="the N-th thing it waits for has come")
    comment = _keyed(
        noun, "comment", comment_, "say something of a card", 'cadence card comment SRE-42 "see the runbook"'
    )
    comment.add_argument("text", nargs="+", metavar="TEXT", help="or - for standard input")
    _keyed(noun, "done", done, "put a card into its board's last column", "cadence card done SRE-42")
    drop = _keyed(noun, "drop", drop_, "close a card without doing it", 'cadence card drop SRE-42 --reason "overtaken"')
    drop.add_argument("--reason", required=True, metavar="TEXT")


def _keyed(noun: Noun, name: str, run: object, text: str, example: str) -> CommandParser:
    assert callable(run)
    parser = noun.verb(name, run, text, example)
    _key(parser)
    return parser


def _key(parser: CommandParser) -> None:
    parser.add_argument("key", metavar="KEY", help="such as SRE-42")


def print_cards(call: Call, cards: Sequence[CardView], empty: str) -> None:
    """A listing of cards."""
    if call.wants_json:
        printing.as_json([json_shapes.card(one) for one in cards])
        return
    rows = [(one.key, one.board, one.stands_in, ", ".join(one.assignees), _flags(one), one.title) for one in cards]
    printing.table(("KEY", "BOARD", "COLUMN", "WHO", "", "TITLE"), rows, empty)


def _flags(one: CardView) -> str:
    """What a card's line shows beyond its title: flow, block, thieves, due date, votes."""
    words = [one.flow or ""]
    if one.blocked:
        words.append("✖ blocked")
    words += [f"⚑ {name}" for name in one.thief_names]
    if one.due:
        words.append(f"due {one.due}")
    if one.votes:
        words.append(f"{one.votes}●")
    return " ".join(filter(None, words))


def changed(call: Call, view: CardView, what: str) -> None:
    """A card after its change."""
    if call.wants_json:
        printing.as_json(json_shapes.card(view))
    else:
        call.receipt(f"{view.key} {what}")


def list_(call: Call) -> None:
    """List cards."""
    from cadence.services.cards.boards import card_list

    print_cards(call, card_list(call.store, call.viewer, call.board, call.column), "no cards here")


def show(call: Call) -> None:
    """Show a card."""
    from cadence.cli.cards.card_page import print_page
    from cadence.services.cards.boards import card

    print_page(call, card(call.store, call.viewer, call.key))


def trace(call: Call) -> None:
    """Show a card's path."""
    from cadence.services.cards.boards import card

    found = card(call.store, call.viewer, call.key)
    if call.wants_json:
        printing.as_json(json_shapes.detail(found))
    else:
        for station in found.path:
            printing.line(station)


def move_(call: Call) -> None:
    """Move a card."""
    from cadence.services.cards import move as cards_move

    view = cards_move.move(
        call.store, call.viewer, call.key, call.column, board=call.board, top=call.top, after=call.after
    )
    changed(call, view, f"is in {view.stands_in}, place {view.position}")
    _say_broken(call, view)
    if BOARDS[BoardKey(view.board)].sides and view.audience == Audience.TEAM:
        note(f"the partner does not see it; cadence card edit {view.key} --audience partner shows it to both teams")


def edit_(call: Call) -> None:
    """Edit a card."""
    from cadence.services.cards import edit as cards_edit

    new = cards_edit.Edit(
        title=call.title,
        body=call.body(call.body_text, "body"),
        flow=call.flow,
        origin=call.origin,
        type=call.type,
        requester=call.requester,
        url=call.url,
        tags=tuple(call.tag) if call.tag is not None else None,
        minutes=whole("minutes")(call.minutes or "0") if call.minutes is not None else None,
        due=call.date(call.due) if call.due else None,
        no_due=call.due == "",
        toil=call.toil,
        audience=call.audience,
        invited=tuple(filter(None, call.invite)) if call.invite is not None else None,
    )
    if new == cards_edit.Edit():
        raise WrongUsage("nothing to change", "cadence card edit")
    changed(call, cards_edit.edit(call.store, call.viewer, call.key, new), "changed")


def assign(call: Call) -> None:
    """Assign a card."""
    _tie(call, "assigned", "is with")


def interest(call: Call) -> None:
    """Note who is interested."""
    _tie(call, "interested", "interests")


def _tie(call: Call, kind: str, words: str) -> None:
    from cadence.services.cards import create

    view = None
    for handle in call.handle or [call.viewer.handle]:
        view = create.tie(call.store, call.viewer, call.key, handle, kind, on=not call.remove)
    assert view is not None
    people = view.assignees if kind == "assigned" else view.interested
    changed(call, view, f"{words} {', '.join(people) or 'nobody'}")
    if kind == "assigned":
        _say_broken(call, view)


def _say_broken(call: Call, view: CardView) -> None:
    """A limit that is over now, on standard error: the change itself is done."""
    from cadence.services.cards.time_thieves import broken_by

    over = broken_by(call.store, call.viewer, view)
    if over:
        note(over)


def block_(call: Call) -> None:
    """Block a card."""
    from cadence.services.cards import blockers

    changed(call, blockers.block(call.store, call.viewer, call.key, call.line(call.reason, "reason")), "is blocked")


def thief_(call: Call) -> None:
    """Keep, set or dismiss a time thief."""
    from cadence.services.cards import edit

    view = edit.mark_thief(call.store, call.viewer, call.key, call.thief, call.why, yes=call.verdict == "yes")
    changed(call, view, f"has {', '.join(view.thief_names) or 'no time thief'}")


def unblock(call: Call) -> None:
    """Unblock a card."""
    from cadence.services.cards import blockers

    changed(call, blockers.unblock(call.store, call.viewer, call.key), "is no longer blocked")


def depend_(call: Call) -> None:
    """Record a dependency, or that it is settled."""
    from cadence.services.cards import blockers

    if call.settled:
        view = blockers.settle_dependency(call.store, call.viewer, call.key, whole("the dependency")(call.settled))
        changed(call, view, "waits for one thing less")
        return
    if not (call.on or call.other_team):
        raise WrongUsage("missing --on KEY or --team NAME", "cadence card depend")
    view = blockers.depend(call.store, call.viewer, call.key, on=call.on, team=call.other_team, what=call.what)
    whom = call.on.upper() if call.on else call.other_team
    changed(call, view, f"waits for {whom}{blockers.told_partner(view)}")


def comment_(call: Call) -> None:
    """Comment on a card."""
    from cadence.services.cards import comments

    words = call.body(" ".join(call.arguments.text), "comment") or ""
    changed(call, comments.comment(call.store, call.viewer, call.key, words), "commented")


def done(call: Call) -> None:
    """Put a card into the last column."""
    from cadence.services.cards import move as cards_move

    view = cards_move.done(call.store, call.viewer, call.key)
    changed(call, view, f"is in {view.stands_in}")


def drop_(call: Call) -> None:
    """Drop a card."""
    from cadence.services.cards import move as cards_move

    changed(call, cards_move.drop(call.store, call.viewer, call.key, call.line(call.reason, "reason")), "dropped")
