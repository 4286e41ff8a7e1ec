"""``cadence person``: the people of the team."""

from __future__ import annotations

import argparse

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun
from cadence.cli.grammar.terminal import answer, on_terminal

_REGULAR = "a guest who attends every arch meeting"
_KEEPS = "your retro notes wait while you are away, and are not read out"


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb("add", add_, "add somebody", 'cadence person add "Ben Ito <ben@example.com>" --role member')
    add.add_argument("person", metavar='"NAME <ADDRESS>"')
    add.add_argument("--role", default="member", help="lead, member, partner or stakeholder (member)")
    add.add_argument("--tz", metavar="ZONE", help="their time zone (the team's)")
    add.add_argument("--handle", help="what they are called by (their first name)")
    add.add_argument("--regular", action="store_true", help=_REGULAR)
    noun.verb("list", list_, "everybody in the team", "cadence person list --json")
    edit = noun.verb("edit", edit_, "change somebody", "cadence person edit ben --tz Europe/Berlin")
    edit.add_argument("handle")
    edit.add_argument("--name")
    edit.add_argument("--handle", dest="new_handle", help="what they are called by from now on")
    edit.add_argument("--email", metavar="ADDRESS")
    edit.add_argument("--role", help="lead, member, partner or stakeholder")
    edit.add_argument("--tz", metavar="ZONE")
    edit.add_argument("--hours", metavar="HH:MM-HH:MM", help='working hours on their clock (09:00-18:00); "" for these')
    edit.add_argument("--regular", action=argparse.BooleanOptionalAction, help=_REGULAR)
    edit.add_argument("--keep-notes", action=argparse.BooleanOptionalAction, help=_KEEPS)
    away = noun.verb(
        "away", away_, "days on which somebody is not expected", 'cadence person away ben "mon" "fri" --why "on leave"'
    )
    away.add_argument("handle")
    away.add_argument("first", metavar="FROM", help="the first day")
    away.add_argument("last", metavar="TO", nargs="?", help="the last day (the first)")
    away.add_argument("--why", default="", metavar="TEXT")
    back = noun.verb("back", back_, "somebody is back: take the absence away", "cadence person back ben")
    back.add_argument("handle")
    remove = noun.verb(
        "remove", remove_, "take somebody out of the team; what they did stays", "cadence person remove ben"
    )
    remove.add_argument("handle")
    remove.add_argument("--to", metavar="HANDLE", help="who takes over their open cards and actions (nobody)")


def add_(call: Call) -> None:
    """Add a person."""
    from cadence.services.team.people import NewPerson, add_person

    new = NewPerson(call.person, call.role, call.tz, call.handle, call.regular)
    view = add_person(call.store, call.viewer, new)
    if call.wants_json:
        printing.as_json(json_shapes.person(view))
    else:
        call.receipt(f"{view.name} joins as {view.role}, handle {view.handle}")


def list_(call: Call) -> None:
    """List the people."""
    from cadence.services.team.people import person_list

    found = person_list(call.store, call.viewer)
    if call.wants_json:
        printing.as_json([json_shapes.person(view) for view in found])
    else:
        rows = [(one.handle, one.name, one.role, one.timezone, one.hours, one.email) for one in found]
        printing.table(("HANDLE", "NAME", "ROLE", "TIME ZONE", "HOURS", "ADDRESS"), rows, "nobody yet")


def edit_(call: Call) -> None:
    """Change a person."""
    from cadence.services.team.people import PersonEdit, edit_person
    from cadence.settings import renamed

    new = PersonEdit(
        call.name, call.email, call.role, call.tz, call.regular, call.new_handle, call.hours, call.keep_notes
    )
    view = edit_person(call.store, call.viewer, call.handle, new)
    if view.id == call.viewer.person_id:
        renamed(call.settings.file, "me", call.viewer.handle or "", view.handle)
    if call.wants_json:
        printing.as_json(json_shapes.person(view))
    else:
        keeps = ", keeps notes" if view.keeps_notes else ""
        printing.line(f"{view.handle}: {view.name} <{view.email}>, {view.role}, {view.timezone}, {view.hours}{keeps}")


def away_(call: Call) -> None:
    """Note days on which somebody is away."""
    from cadence.cli.grammar import quick
    from cadence.domain.parsing.dates import day_words
    from cadence.services.team.absences import away

    first, last = quick.day(call.first, call.viewer), quick.day(call.last, call.viewer)
    assert first is not None
    found = away(call.store, call.viewer, call.handle, first, last, call.why)
    if call.wants_json:
        printing.as_json(found._asdict())
    else:
        days = day_words(found.first) + (f" to {day_words(found.last)}" if found.last != found.first else "")
        call.receipt(f"{found.handle} is away: {days}")


def back_(call: Call) -> None:
    """Take an absence away."""
    from cadence.services.team.absences import back

    found = back(call.store, call.viewer, call.handle)
    if call.wants_json:
        printing.as_json(found._asdict())
    else:
        call.receipt(f"{found.handle} is back")


def remove_(call: Call) -> None:
    """Remove a person."""
    from cadence.services.team.leaving import remove_person

    heir = call.to
    if heir is None and not call.wants_json and on_terminal() and (work := _work(call)):
        heir = answer(f"{call.handle}'s open work is {', '.join(work)}. Who takes it over (a handle, or nobody)?")
    left = remove_person(call.store, call.viewer, call.handle, "" if heir in (None, "nobody") else heir)
    if call.wants_json:
        printing.as_json(json_shapes.person(left.person))
        return
    goes = f"; {', '.join(left.work)}: now {left.heir or 'nobody'}'s" if left.work else ""
    call.receipt(f"{left.person.name} ({left.person.handle}) has left the team{goes}")


def _work(call: Call) -> tuple[str, ...]:
    """The open work of the person who is to leave; none where the handle is nobody's, which is refused later."""
    from cadence.domain.parsing.names import match
    from cadence.errors import BadValue
    from cadence.services.team.leaving import open_work

    work = open_work(call.store, call.viewer)
    try:
        return work[match(call.handle.removeprefix("@"), work, "person")]
    except BadValue:
        return ()
