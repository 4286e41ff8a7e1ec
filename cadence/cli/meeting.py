"""``cadence meeting``: the list of meetings."""

from __future__ import annotations

from cadence.cli import json_shapes, printing
from cadence.cli.call import Call
from cadence.cli.grammar import Noun
from cadence.domain.views.meetings import MeetingLine


def speak(noun: Noun) -> None:
    """Declare the verbs."""
    parser = noun.verb(
        "list",
        list_,
        "the meetings of this iteration and the next, or of given days",
        "cadence meeting list --kind arch",
    )
    parser.add_argument("--from", dest="since", metavar="DATE", help="first day, included")
    parser.add_argument("--to", dest="until", metavar="DATE", help="last day, included")
    parser.add_argument("--kind", action="append", default=[], help="only these kinds; several times")


def list_(call: Call) -> None:
    """List meetings."""
    from cadence.services.schedule import meeting_list

    found = meeting_list(call.store, call.who, call.date(call.since), call.date(call.until), call.kind)
    if call.wants_json:
        printing.as_json([json_shapes.meeting(one) for one in found])
    else:
        rows = [(one.starts_at, f"{one.minutes} min", one.status, one.ref, _remark(one)) for one in found]
        printing.table(("WHEN", "", "STATUS", "MEETING", ""), rows, "no meetings on these days")


def _remark(one: MeetingLine) -> str:
    moved = f"moved from {printing.moment(one.moved_from)}" if one.moved_from else ""
    return ": ".join(filter(None, (moved, one.reason or "")))
