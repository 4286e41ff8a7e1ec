"""``cadence calendar``: calendars to subscribe to and import; the month at a glance."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.export import deliver, deliver_all, options, remove_unfinished, write_if_changed
from cadence.cli.grammar.parser import Noun
from cadence.cli.meetings.meeting import with_own_time
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.errors import BadValue, Refused


def register(noun: Noun) -> None:
    """Declare the verbs."""
    export = noun.verb(
        "export", export_, "a calendar for one person or role", "cadence calendar export --for ben -o ben.ics"
    )
    export.add_argument("--for", dest="handle", metavar="HANDLE", help="whose (yours)")
    export.add_argument("--role", metavar="ROLE", help="lead, member, partner or stakeholder")
    export.add_argument("--all", action="store_true", help="everybody's, into the folder of -o")
    export.add_argument("--method", default="publish", metavar="publish|request|cancel", help="an invite one can send")
    export.add_argument("--meeting", metavar="REF", help="one meeting alone, such as arch@2026-12-08")
    export.add_argument("--until", metavar="DATE", help="the last day of a copy for reading")
    options(export)
    publish = noun.verb(
        "publish",
        publish_,
        "everybody's calendar as files that a web server serves, to subscribe to",
        "cadence calendar publish /srv/www/cal --url https://cal.example.com",
    )
    publish.add_argument("folder", metavar="FOLDER")
    publish.add_argument("--url", required=True, metavar="BASE", help="the address under which the folder is served")
    publish.add_argument("--renew", metavar="HANDLE", help="give this person's calendar another address")
    show = noun.verb("show", show_, "the month's meetings, day by day", "cadence calendar show --month 2026-12")
    show.add_argument("--month", metavar="YYYY-MM", help="which month (this one)")


def export_(call: Call) -> None:
    """Export a calendar, everybody's, or invites."""
    from cadence.render.calendar.invites import is_ours, render
    from cadence.services.calendar.feed import feed
    from cadence.services.calendar.invite import METHODS

    method = match(call.method, METHODS, "method")
    if call.all or call.meeting or method != "publish":
        _several(call, method)
        return
    view = feed(call.store, call.viewer, handle=call.handle, role=call.role, until=call.date(call.until), as_file=True)
    name = call.handle or call.role or call.viewer.handle or "calendar"
    deliver(call, render(view), lambda: f"{call.viewer.team_key.lower()}-{name}.ics", is_ours)


def _several(call: Call, method: str) -> None:
    """Export more than one calendar, or what is none: invites, and one meeting alone."""
    from cadence.render.calendar.invites import is_ours, render
    from cadence.services.calendar.invite import invites
    from cadence.services.calendar.publish import feeds

    team = call.viewer.team_key.lower()
    if call.until is not None:
        raise BadValue("--until makes a copy for reading", "leave it out")
    if call.all:
        if call.handle or call.role or call.meeting or method != "publish":
            raise BadValue("--all is everybody's own calendar", "leave out --for, --role, --method and --meeting")
        views = feeds(call.store, call.viewer)
        deliver_all(call, {f"{team}-{handle}.ics": render(view) for handle, view in views.items()}, is_ours)
        return
    found = invites(call.store, call.viewer, method, handle=call.handle, role=call.role, ref=call.meeting)
    if call.meeting:
        (one,) = found
        deliver(call, render(one.calendar), lambda: f"{team}-{one.name}.ics", is_ours)
    else:
        deliver_all(call, {f"{team}-{one.name}.ics": render(one.calendar) for one in found}, is_ours)


_OURS = re.compile(r"[0-9]+\.[0-9a-f]{40}\.(ics|html)")


def publish_(call: Call) -> None:
    """Write everybody's calendar and its page into a folder; only what has changed is written."""
    from cadence.render.calendar.invites import render
    from cadence.render.calendar.page import page
    from cadence.services.calendar.publish import published

    base = text.link(call.url).rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise BadValue(f"{call.url!r} is not the address of a web server", "write it as https://cal.example.com")
    folder, files, rows = Path(os.path.expanduser(call.folder)), {"index.html": b"<!DOCTYPE html>\n"}, []
    for one in published(call.store, call.viewer, renew=call.renew):
        feed = f"{base}/{one.address}.ics"
        title = f"{call.viewer.team_name}: the meetings of {one.name}"
        files[f"{one.address}.ics"] = render(one.calendar)
        files[f"{one.address}.html"] = page(title, feed, one.calendar.name, left=one.left).encode()
        if not one.left:
            rows.append({"handle": one.handle, "page": f"{base}/{one.address}.html", "feed": feed})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_unfinished(folder)
        written = sum(write_if_changed(folder / name, data) for name, data in files.items())
        stale = [file for file in folder.iterdir() if _OURS.fullmatch(file.name) and file.name not in files]
        for file in stale:
            file.unlink()
    except OSError as error:
        raise Refused(f"{folder} cannot be written ({error.strerror})", "name another folder") from error
    if call.wants_json:
        printing.as_json(rows)
        return
    printing.table(("WHO", "THEIR PAGE"), [(row["handle"], row["page"]) for row in rows], "")
    call.receipt(
        f"{written} of {len(files)} files written to {folder}" + (f", {len(stale)} taken away" if stale else "")
    )


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
        raise BadValue(f"{typed!r} is not a month", "write it as 2026-12") from None
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)
