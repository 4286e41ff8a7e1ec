"""``cadence notes``: the notes of a meeting, or its agenda before it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from cadence.cli.grammar import printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.export import deliver, options
from cadence.cli.grammar.parser import CommandParser, Noun
from cadence.cli.grammar.terminal import note
from cadence.domain.parsing.names import match

if TYPE_CHECKING:
    from cadence.domain.views.notes import MeetingNotes
    from cadence.render.notes.notes import Rendered

FOOT = "Written by Cadence for"
"""How the foot line of all shipped templates begins."""

_REF = "KIND@DATE, or a bare KIND for the last one held"


def register(noun: Noun) -> None:
    """Declare the verbs."""
    noun.verb("list", list_, "the meetings of which there are notes, the newest first", "cadence notes list")
    parser = noun.verb("show", show, "read the notes", "cadence notes show standup@2026-12-02")
    parser.add_argument("ref", metavar="REF", help=_REF)
    _audience(parser)
    export = noun.verb(
        "export", export_, "write the notes", "cadence notes export arch --format html --for partner -o notes/"
    )
    export.add_argument("ref", metavar="REF", help=_REF)
    export.add_argument("--format", default="md", metavar="md|html|text|slack")
    _audience(export)
    options(export)


def _audience(parser: CommandParser) -> None:
    parser.add_argument("--for", dest="audience", metavar="team|partner|guest|HANDLE", help="who will read them (you)")


def list_(call: Call) -> None:
    """List notes."""
    from cadence.cli.meetings.meeting import print_lines
    from cadence.services.notes.notes import held_lately

    yours = "has been held" if call.viewer.in_team else "of which you get the notes was held"
    print_lines(call, held_lately(call.store, call.viewer), f"no meeting {yours} yet")


def show(call: Call) -> None:
    """Read notes."""
    if call.wants_json:
        from cadence.services.notes.notes import notes_of

        printing.as_json(notes_of(call.store, call.viewer, call.ref, call.audience))
    else:
        printing.lines(_written(call, "text").text.rstrip("\n"))


def export_(call: Call) -> None:
    """Write notes; a retro's, which are the team's alone, for nobody but the owner of the file."""
    from cadence.domain.kinds import BY_KEY
    from cadence.render.notes.formats import FORMATS
    from cadence.services.notes.notes import notes_of

    fmt = match(call.format, FORMATS, "format")
    rendered = _written(call, fmt)
    notes = notes_of(call.store, call.viewer, call.ref, call.audience)
    deliver(
        call,
        rendered.text.encode(),
        lambda: notes.line.ref.replace("@", "-") + FORMATS[fmt].suffix,
        lambda there: _are_of(notes, there),
        private=BY_KEY[notes.line.kind].closed_doors,
    )


def _are_of(notes: MeetingNotes, there: bytes) -> bool:
    """Whether a file holds notes of the same meeting, in any format: our foot line, once, its heading, its team.

    Compared by their letters and digits alone: what stands between them is each format's own. More than one foot line
    is somebody's collection of notes.
    """
    from cadence.render.words import day

    said = _letters(there.decode("utf-8", "replace"))
    marks = (f"{notes.line.title}, {day(notes.day, year=True)}", notes.team)
    return said.count(_letters(FOOT)) == 1 and all(_letters(mark) in said for mark in marks)


def _letters(text: str) -> str:
    words = re.findall(r"[^\W_]+", html.unescape(text))
    return f" {' '.join(words)} "


def _written(call: Call, fmt: str) -> Rendered:
    from cadence.services.notes.notes import written

    own = call.settings.templates
    rendered = written(call.store, call.viewer, call.ref, fmt=fmt, audience=call.audience, folders=[own] if own else [])
    for problem in rendered.problems:
        note(f"{problem}; the shipped template was used")
    return rendered
