"""``cadence search``: cards, decisions, comments and meetings."""

from __future__ import annotations

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(search_, "find cards, decisions, comments and meetings by their words", "cadence search dns")
    parser.add_argument("words", nargs="+", metavar="WORDS", help="all of them occur; the last may be a beginning")


def search_(call: Call) -> None:
    """Search."""
    from cadence.services.cards.search import search

    found = search(call.store, call.viewer, call.line(call.words, "search"))
    if call.wants_json:
        printing.as_json([json_shapes.hit(one) for one in found])
    else:
        rows = [(one.ref, one.found_as, one.at.date(), one.title, one.snippet) for one in found]
        printing.table(("WHERE", "", "WHEN", "TITLE", "FOUND"), rows, "nothing found")
