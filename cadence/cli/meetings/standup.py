"""``cadence standup``: leave your standup update."""

from __future__ import annotations

from cadence.cli.grammar import printing, quick
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun, WrongUsage
from cadence.settings import now
from cadence.store import capture


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb(
        "add",
        add_,
        "leave (or add to) your standup update",
        'cadence standup add --today "certificates" --blocker "DNS"',
    )
    add.add_argument("--yesterday", metavar="TEXT", help="what you did since the last standup")
    add.add_argument("--today", metavar="TEXT", help="what you work on now")
    add.add_argument("--blocker", metavar="TEXT", help="what is in the way")
    add.add_argument("--for", dest="day", metavar="DATE", help="the standup's date (today, in the team's zone)")


def add_(call: Call) -> None:
    """Leave an update."""
    texts = {
        name: call.line(typed, name)
        for name, typed in (("yesterday", call.yesterday), ("today", call.arguments.today), ("blocker", call.blocker))
        if typed is not None
    }
    if not texts:
        raise WrongUsage("missing --yesterday, --today or --blocker", "cadence standup add")
    with quick.writing(call) as (connection, viewer):
        day = quick.day(call.day, viewer) or quick.today(viewer)
        capture.leave_update(connection, viewer, now(), day, **texts)
    if call.wants_json:
        printing.as_json(_shape(call, day.isoformat()))
    else:
        call.receipt(f"your update for {day} is left")


def _shape(call: Call, day: str) -> dict[str, object]:
    """The whole update, also what was left before."""
    from cadence.services.meetings.standup_updates import own_update

    found = own_update(call.store, call.viewer, day)
    return {"person": call.viewer.handle, "day": day, **found}
