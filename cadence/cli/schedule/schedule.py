"""``cadence schedule``: where each meeting sits in the rhythm, and what the lint says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun, WrongUsage
from cadence.cli.grammar.terminal import note
from cadence.cli.grammar.values import whole
from cadence.errors import BadValue

if TYPE_CHECKING:
    from cadence.domain.views.team import SlotView
    from cadence.services.schedule.settings import SlotEdit


def register(noun: Noun) -> None:
    """Declare the verbs."""
    noun.verb("show", show, "where each kind of meeting sits today", "cadence schedule show")
    parser = noun.verb(
        "set",
        set_,
        "give a kind of meeting another place from a date on; what happened before stays",
        "cadence schedule set standup --at 09:30 --from 2027-01-04",
    )
    parser.add_argument("kind", metavar="KIND", help="planning, standup, sync, arch, demo or retro")
    parser.add_argument("--day", type=whole("the day"), metavar="N", help="1 is the first weekday, -1 the last")
    parser.add_argument("--at", metavar="HH:MM", help="wall-clock time in the team's zone")
    parser.add_argument("--minutes", type=whole("minutes"), metavar="N", help="the timebox, 5 to 480")
    parser.add_argument("--on-holiday", metavar="next|previous|skip", help="where it goes when its day is a holiday")
    parser.add_argument("--days", metavar="DAYS", help="keep a standup to mon,wed,fri; mon-sun for every working day")
    parser.add_argument(
        "--reminder", type=whole("minutes"), metavar="MINUTES", help="calendars remind before; 0: never"
    )
    parser.add_argument("--link", metavar="URL", help='the link of the call; "" for the team\'s')
    parser.add_argument("--from", dest="since", metavar="DATE", help="when this begins (today)")
    for name, verb, what in (("off", off, "hold no meetings of a kind"), ("on", on, "hold meetings of a kind again")):
        switch = noun.verb(name, verb, f"{what} from a date on", f"cadence schedule {name} sync")
        switch.add_argument("kind", metavar="KIND", help="planning, standup, sync, arch, demo or retro")
        switch.add_argument("--from", dest="since", metavar="DATE", help="when this begins (today)")
    noun.verb("lint", lint, "what breaks the plan, with the remedy", "cadence schedule lint --json")


def show(call: Call) -> None:
    """Show the schedule."""
    from cadence.services.schedule.settings import schedule_coming, schedule_show
    from cadence.services.team.team import team_show

    found = schedule_show(call.store, call.viewer)
    if call.wants_json:
        printing.as_json([json_shapes.slot(one) for one in found])
        return
    rows = [_row(one) for one in (*found, *schedule_coming(call.store, call.viewer))]
    printing.table(("KIND", "DAY", "AT", "MINUTES", "ON HOLIDAY", "SINCE", "REMINDER", "LINK"), rows, "no meetings")
    for later in team_show(call.store, call.viewer).next_locations:
        printing.line(f"from {later.start} on: {later.words}")


def _row(one: SlotView) -> tuple[object, ...]:
    reminder = f"{one.reminder} min" if one.reminder else "none"
    return (one.kind, _day(one), one.at, one.minutes, one.on_holiday, one.since, reminder, one.link or "")


def _day(one: SlotView) -> object:
    if not one.held:
        return "off"
    return one.day if one.day is not None else ",".join(one.days) or "between"


def set_(call: Call) -> None:
    """Change one kind's place."""
    from cadence.domain.parsing.dates import parse_days, parse_time
    from cadence.services.schedule.settings import SlotEdit

    edit = SlotEdit(
        day=call.day,
        at=parse_time(call.at) if call.at is not None else None,
        minutes=call.minutes,
        on_holiday=call.on_holiday,
        days=parse_days(call.days) if call.days is not None else None,
        since=call.date(call.since),
        reminder=call.reminder,
        link=call.link,
    )
    if edit == SlotEdit(since=edit.since):
        what = "--day, --at, --minutes, --on-holiday, --days, --reminder or --link"
        raise WrongUsage(f"give {what}", "cadence schedule set")
    if edit.since is not None and not edit.moves:
        raise BadValue("a reminder and a link hold at once", "leave out --from")
    _change(call, edit)


def off(call: Call) -> None:
    """Turn a kind off."""
    from cadence.services.schedule.settings import SlotEdit

    _change(call, SlotEdit(held=False, since=call.date(call.since)))


def on(call: Call) -> None:
    """Turn a kind on again."""
    from cadence.services.schedule.settings import SlotEdit

    _change(call, SlotEdit(held=True, since=call.date(call.since)))


def _change(call: Call, edit: SlotEdit) -> None:
    from cadence.services.schedule.settings import schedule_set
    from cadence.services.team.team import remarks

    done = schedule_set(call.store, call.viewer, call.kind, edit)
    for remark in remarks(done.findings):
        note(remark)
    if call.wants_json:
        printing.as_json(json_shapes.slot(done.slot))
        return
    one = done.slot
    if not one.held:
        printing.line(f"{one.kind} from {one.since} on: off; cadence schedule on {one.kind} holds it again")
        return
    if not edit.moves:
        link = f"call: {one.link or 'as the team has it'}"
        printing.line(
            f"{one.kind}: reminder {one.reminder} minutes before, {link}"
            if one.reminder
            else f"{one.kind}: no reminder, {link}"
        )
        return
    between = ", ".join(one.days) if one.days else "every working day between"
    day = between if one.day is None else f"weekday {one.day}"
    place = f"{day}, {one.at}, {one.minutes} minutes, holidays: {one.on_holiday}"
    reminder = f", reminder {one.reminder} minutes before" if edit.reminder else ""
    reminder = ", no reminder" if edit.reminder == 0 else reminder
    link = f", call: {one.link or 'as the team has it'}" if edit.link is not None else ""
    printing.line(f"{one.kind} from {one.since} on: {place}{reminder}{link}")


def lint(call: Call) -> None:
    """Lint the schedule."""
    from cadence.services.schedule.settings import schedule_lint

    found = schedule_lint(call.store, call.viewer)
    if call.wants_json:
        printing.as_json([json_shapes.finding(one) for one in found])
        return
    for one in found:
        printing.line(f"{one.severity.upper()} {one.rule}: {one.what}")
        printing.line(f"        {one.remedy}")
    if not found:
        printing.line("nothing to complain about")
