"""``cadence calendar``: calendars to subscribe to and import; the month at a glance."""

from __future__ import annotations

from datetime import date, timedelta

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.export import deliver, options
from cadence.cli.grammar.parser import Noun
from cadence.cli.meetings.meeting import with_own_time
from cadence.errors import BadValue


def register(noun: Noun) -> None:
    """Declare the verbs."""
    export = noun.verb(
        "export", export_, "a calendar for one person or role", "cadence calendar export --for ben -o ben.ics"
    )
    export.add_argument("--for", dest="handle", metavar="HANDLE", help="whose (yours)")
    export.add_argument("--role", metavar="ROLE", help="lead, member, partner or stakeholder")
    export.add_argument("--until", metavar="DATE", help="the last day of its series")
    options(export)
    show = noun.verb("show", show_, "the month's meetings, day by day", "cadence calendar show --month 2026-12")
    show.add_argument("--month", metavar="YYYY-MM", help="which month (this one)")


def export_(call: Call) -> None:
    """Export a calendar."""
    from cadence.render.calendar.invites import is_ours, render
    from cadence.services.calendar.feed import feed

    view = feed(call.store, call.viewer, handle=call.handle, role=call.role, until=call.date(call.until), as_file=True)
    name = call.handle or call.role or call.viewer.handle or "calendar"
    deliver(call, render(view), lambda: f"{call.viewer.team_key.lower()}-{name}.ics", is_ours)


def show_(call: Call) -> None:
    """Show a month."""
    from cadence.domain.parsing.dates import day_words
    from cadence.services.schedule.week import meeting_list

    first, last = _month(call.month, call.today)
    found = meeting_list(call.store, call.viewer, first, last)
    if call.wants_json:
        printing.as_json([json_shapes.meeting(one) for one in found])
        return
    print(f"{first:%B %Y}")
    day = None
    for one in found:
        if one.starts_at.date() != day:
            day = one.starts_at.date()
            print(day_words(day))
        status = "" if one.status in {"scheduled", "held"} else f" {one.status}"
        words = with_own_time(one)
        printing.line(f"  {one.starts_at:%H:%M} {one.title}{status}{f' ({words})' if words else ''}")


def _month(typed: str | None, today: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    try:
        first = date.fromisoformat(f"{typed}-01") if typed else today.replace(day=1)
    except ValueError:
        raise BadValue(f"{typed!r} is no month", "write it as 2026-12") from None
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)
