"""``cadence decision``: what was decided."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from functools import partial

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.export import check_replaceable, deliver, is_folder, options, place
from cadence.cli.grammar.parser import Noun
from cadence.cli.grammar.terminal import note
from cadence.domain.cards.decision_text import PARTS, with_parts
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb(
        "add", add_, "record a decision in a line", 'cadence decision add "Postgres stays on 17" --about SRE-42'
    )
    add.add_argument("text", nargs="+", metavar="TEXT", help="one line, or - for standard input")
    _parts(add)
    add.add_argument("--about", metavar="KEY", help="the card it is about")
    noun.verb("list", list_, "the decisions, the newest first", "cadence decision list --json")
    parser = noun.verb("show", show, "a decision with its context", "cadence decision show SRE-42")
    parser.add_argument("key", metavar="KEY", help="its key, or its number alone")
    edit = noun.verb("edit", edit_, "say more of a decision", 'cadence decision edit SRE-42 --options "Vault, or both"')
    edit.add_argument("key", metavar="KEY", help="its key, or its number alone")
    _parts(edit)
    export = noun.verb(
        "export", export_, "decisions as records (MADR), a file each", "cadence decision export -o docs/decisions/"
    )
    export.add_argument("key", metavar="KEY", nargs="?", help="one of them, by key or number (all)")
    options(export)


def _parts(parser: ArgumentParser) -> None:
    """The options for the parts of a record."""
    parser.add_argument("--context", metavar="TEXT", help="why it was to be decided, or - for standard input")
    parser.add_argument("--options", metavar="TEXT", help="what was considered")
    parser.add_argument("--consequences", metavar="TEXT", help="what follows from it")
    parser.add_argument("--supersedes", metavar="KEY", help="the decision whose place it takes")


def _said(call: Call) -> dict[str, str | None]:
    """What was said of the parts; earlier decisions are named by their keys."""
    said = {name: call.body(getattr(call, name), name) for name in PARTS}
    if said["supersedes"]:
        from cadence.services.cards.decisions import record_named

        keys = said["supersedes"].split(",")
        said["supersedes"] = ", ".join(record_named(call.store, call.viewer, one.strip()).key for one in keys)
    return said


def add_(call: Call) -> None:
    """Record a decision."""
    from cadence.services.cards import routing

    words = call.line(call.arguments.text, "text")
    said = _said(call)
    alone = not any(said[name] for name in PARTS if name != "context")
    context = said["context"] or "" if alone else with_parts(said["context"] or "", said | {"context": None})
    view = routing.decide(call.store, call.viewer, words, context=context, about=call.about)
    if call.wants_json:
        printing.as_json(json_shapes.card(view))
    else:
        call.receipt(f"{view.key} is decided")


def edit_(call: Call) -> None:
    """Say more of a decision."""
    from cadence.services.cards.decisions import say_more

    said = _said(call)
    if all(words is None for words in said.values()):
        raise BadValue("nothing to change", f"give one of {', '.join(f'--{name}' for name in PARTS)}")
    view = say_more(call.store, call.viewer, call.key, said)
    if call.wants_json:
        printing.as_json(json_shapes.card(view))
    else:
        call.receipt(f"{view.key} says more")


def list_(call: Call) -> None:
    """List decisions."""
    from cadence.services.cards.boards import card_list
    from cadence.services.cards.decisions import records

    if call.wants_json:
        found = card_list(call.store, call.viewer, BoardKey.DECISIONS.value)
        found = sorted(found, key=lambda card: card.created_at, reverse=True)
        printing.as_json([json_shapes.card(one) for one in found])
        return
    rows = [
        (one.key, one.day, _by(one.deciders), one.status, one.title)
        for one in reversed(records(call.store, call.viewer))
    ]
    none = "nothing decided yet" if call.viewer.in_team else "no decision that you may read"
    printing.table(("KEY", "DECIDED", "BY", "STATUS", "WHAT"), rows, none)


def _by(names: Sequence[str]) -> str:
    """Who decided, in few words: the first two, or the first and how many more."""
    return ", ".join(names) if len(names) < 3 else f"{names[0]} +{len(names) - 1}"


def export_(call: Call) -> None:
    """Write decisions as records."""
    from cadence.render.notes.decisions import file_name, render_decision
    from cadence.services.cards import decisions

    folders = [call.settings.templates] if call.settings.templates else []
    found = (
        [decisions.record_named(call.store, call.viewer, call.key)]
        if call.key
        else decisions.records(call.store, call.viewer)
    )
    if len(found) > 1 and call.output not in (None, "-") and not is_folder(call.output):
        raise BadValue(f"{call.output} is not a folder", f"{len(found)} records are a file each: end it with a slash")
    if call.output not in (None, "-"):
        for one in found:  # all of them, or none
            check_replaceable(call, place(call.output, partial(file_name, one)), partial(_is_of, one.key))
    for one in found:
        written = render_decision(one, folders)
        for problem in written.problems:
            note(str(problem))
        deliver(call, written.text.encode(), partial(file_name, one), partial(_is_of, one.key))


def _is_of(key: str, there: bytes) -> bool:
    """Whether a file is an earlier record of the same decision, by its foot."""
    return there.rstrip().endswith(f"records: {key}.".encode())


def show(call: Call) -> None:
    """Show a decision."""
    from cadence.cli.cards.card_page import print_page
    from cadence.services.cards.boards import card
    from cadence.services.cards.decisions import record_named

    key = record_named(call.store, call.viewer, call.key).key if call.key.isdecimal() else call.key
    found = card(call.store, call.viewer, key)
    if found.card.board != BoardKey.DECISIONS:
        raise NotFound(f"{found.card.key} is not a decision", "cadence decision list shows those")
    print_page(call, found)
