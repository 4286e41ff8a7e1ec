"""``cadence team``: the team's settings and its own holidays."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import CommandParser, Noun, WrongUsage
from cadence.cli.grammar.terminal import note
from cadence.cli.grammar.values import listed, number, pairs, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence.domain.team.settings import TeamSettings
    from cadence.domain.views.team import SlotView, TeamView
    from cadence.services.schedule.holidays import DayOff
    from cadence.services.team.settings import Habits

_FLAG = argparse.BooleanOptionalAction


def register(noun: Noun) -> None:
    """Declare the verbs."""
    noun.verb("show", show, "the team's settings as they are today", "cadence team show --json")
    _set_options(
        noun.verb("set", set_, "change the team's settings", 'cadence team set --weeks 2 --limit "In progress=4"')
    )
    duty = noun.verb("duty", duty_, "who holds interrupt duty this iteration", "cadence team duty ben")
    duty.add_argument("handle", nargs="?", metavar="HANDLE", help="who holds it from now on; nobody takes it away")
    duty.add_argument("--iteration", type=whole("iteration"), metavar="N", help="of another iteration, by its number")
    holiday = noun.verb(
        "holiday", holiday_, "days off of the team's own", 'cadence team holiday add 2026-12-31 "New Year\'s Eve"'
    )
    holiday.add_argument("what", metavar="add|list|remove")
    holiday.add_argument("date", nargs="?", metavar="DATE[..DATE]")
    holiday.add_argument("name", nargs="*", metavar="NAME")


def _set_options(parser: CommandParser) -> None:
    parser.add_argument("--name", help="the team's name")
    parser.add_argument("--tz", metavar="ZONE")
    parser.add_argument("--country", help="two letters; its public holidays are taken from today on ('' for none)")
    parser.add_argument("--subdivision", help="a state or region ('' for none)")
    parser.add_argument("--distributed", action=_FLAG, help="the standup has social time and takes 30 minutes")
    shape = parser.add_argument_group("the iteration's shape, from the next iteration on or --from a date")
    shape.add_argument("--weeks", type=whole("weeks"))
    shape.add_argument("--start", metavar="DATE", help="begin a new iteration on that day")
    shape.add_argument("--working-days", metavar="DAYS", help="mon,tue,wed,thu,fri or sun-thu")
    shape.add_argument("--hand-over", action=_FLAG, help="demo and retro on the next iteration's first morning")
    shape.add_argument("--from", metavar="DATE", dest="since", help="when the new shape, zone or --distributed begins")
    partner = parser.add_argument_group("the partner team")
    partner.add_argument("--partner", metavar="NAME")
    partner.add_argument("--partner-start", metavar="DATE", help="first day of any of its sprints")
    partner.add_argument("--partner-weeks", type=whole("weeks"), metavar="N", help="length of its sprints")
    wall = parser.add_argument_group("the wall")
    wall.add_argument("--columns", metavar="A,B,C", help="its columns, from left to right")
    wall.add_argument("--limit", action="append", metavar="COLUMN=N", help="a WIP limit (0: none); several times")
    wall.add_argument("--person-limit", type=whole("cards"), metavar="N", help="cards in progress per person (0: none)")
    wall.add_argument(
        "--balance", type=whole("percent"), metavar="N", help="share of business work aimed at, in percent"
    )
    wall.add_argument(
        "--flow-target", action="append", metavar="FLOW=N", help="a flow type's share in percent; several times"
    )
    wall.add_argument(
        "--this-iteration", action="store_true", help="the balance and flow targets given are this iteration's alone"
    )
    wall.add_argument(
        "--neglect-days", type=whole("days"), metavar="N", help="a card without news for so long is neglected"
    )
    habits = parser.add_argument_group("habits")
    habits.add_argument("--rotate-facilitator", action=_FLAG, help="the facilitator changes from meeting to meeting")
    habits.add_argument("--anonymous-retro", action=_FLAG, help="retro notes have no author")
    habits.add_argument("--social-last", action=_FLAG, help="social time comes last in the standup")
    habits.add_argument("--week-end-block", action=_FLAG, help="calendars hold free time after the week's last retro")
    habits.add_argument("--gate", action=_FLAG, help="cadence gate is closed after the week's last retro")
    habits.add_argument("--round-order", metavar="ORDER", help="who speaks when: fixed, shuffled or timezone")
    habits.add_argument("--dots", type=whole("dots"), metavar="N", help="dots of each person in a vote on topics")
    habits.add_argument(
        "--topic-minutes", type=whole("minutes"), metavar="N", help="a topic's minutes in a lean coffee"
    )
    habits.add_argument(
        "--extensions", metavar="N,N,...", help="minutes of a topic's extensions ('': each half the one before)"
    )
    habits.add_argument("--video", metavar="LINK", help="the video call's link ('' for none)")
    habits.add_argument("--address", metavar="MAIL", help="the team's own mail address, which invites come from")
    habits.add_argument(
        "--step", action="append", metavar="KIND.STEP=N", help="a step's minutes (0: the default); several times"
    )
    habits.add_argument(
        "--budget-hours", type=number("hours"), metavar="N", help="hours in meetings per person and week"
    )


def show(call: Call) -> None:
    """Show the settings."""
    from cadence.services.team.team import team_show

    _print(call, team_show(call.store, call.viewer))


def duty_(call: Call) -> None:
    """Show or name who holds interrupt duty."""
    from cadence.services.team.duty import duty, hold_duty

    if call.handle is None:
        found = duty(call.store, call.viewer, call.iteration)
    else:
        found = hold_duty(call.store, call.viewer, call.handle, call.iteration)
    if call.wants_json:
        printing.as_json(found._asdict())
    else:
        call.receipt(f"interrupt duty in iteration {found.iteration}: {found.handle or 'nobody'}")


def set_(call: Call) -> None:
    """Change settings."""
    from cadence.services.schedule.iteration_shape import NewShape
    from cadence.services.team.team import TeamEdit, remarks, team_set
    from cadence.settings import renamed

    edit = TeamEdit(
        name=call.name,
        timezone=call.tz,
        country=call.country,
        subdivision=call.subdivision,
        distributed=call.distributed,
        partner=call.partner,
        partner_start=call.date(call.partner_start),
        partner_weeks=call.partner_weeks,
        shape=NewShape(call.date(call.start), call.weeks, _days(call.working_days), call.hand_over),
        since=call.date(call.since),
        habits=_habits(call),
    )
    if edit == TeamEdit(since=edit.since):
        raise WrongUsage("nothing to change", "cadence team set")
    from cadence.domain.parsing.dates import day_words

    done = team_set(call.store, call.viewer, edit)
    if edit.name is not None:
        renamed(call.settings.file, "team", call.viewer.team_name, done.team.name)
    for remark in remarks(done.findings):
        note(remark)
    if done.begins and done.begins > call.today and not call.wants_json:
        printing.line(f"the new shape begins on {done.begins}")
    if done.moves and done.moves > call.today and not call.wants_json:
        printing.line(f"it holds from {day_words(done.moves)} on; what was before keeps its hour")
    _print(call, done.team)


def _days(typed: str | None) -> frozenset[int] | None:
    from cadence.domain.parsing.dates import parse_days

    return None if typed is None else parse_days(typed)


def _this_iteration(call: Call) -> int | None:
    """The iteration that targets are for, if they are for one alone."""
    from cadence.services.team.duty import present_iteration

    if not call.this_iteration:
        return None
    if call.balance is None and not call.flow_target:
        raise WrongUsage("--this-iteration goes with --balance or --flow-target", "cadence team set")
    return present_iteration(call.store, call.viewer)


def _habits(call: Call) -> Habits:
    from cadence.services.team.settings import Habits

    return Habits(
        iteration=_this_iteration(call),
        columns=listed(call.columns),
        limits=pairs(call.limit, "cards"),
        person_limit=call.person_limit,
        balance=call.balance,
        flow_targets=pairs(call.flow_target, "percent"),
        rotate_facilitator=call.rotate_facilitator,
        anonymous_retro=call.anonymous_retro,
        social_last=call.social_last,
        week_end_block=call.week_end_block,
        gate=call.gate,
        round_order=call.round_order,
        dots=call.dots,
        topic_minutes=call.topic_minutes,
        extensions=_whole_numbers(call.extensions),
        video=call.video,
        address=call.address,
        steps=pairs(call.step, "minutes"),
        budget_hours=call.budget_hours,
        neglect_days=call.neglect_days,
    )


def _whole_numbers(words: str | None) -> tuple[int, ...] | None:
    """``5,3,1``; empty for none."""
    parts = listed(words)
    if parts is None:
        return None
    if wrong := next((part for part in parts if not part.isdigit()), None):
        raise WrongUsage(f"{wrong!r} is not a number of minutes", "cadence team set")
    return tuple(int(part) for part in parts)


def _print(call: Call, view: TeamView) -> None:
    if call.wants_json:
        printing.as_json(json_shapes.team(view))
        return
    own = view.settings
    printing.fields(
        (
            ("team", f"{view.name} ({view.key})"),
            ("time zone", view.timezone),
            ("country", " ".join(filter(None, (view.country, view.subdivision)))),
            ("iteration", f"{_many(view.weeks, 'week')} from {view.start}, {', '.join(view.working_days)}"),
            ("hand-over day", view.hand_over or None),
            ("distributed", view.distributed or None),
            ("next shape", view.next_shape and f"{view.next_shape.start}: {view.next_shape.words}"),
            ("from later on", "; ".join(f"{one.start}: {one.words}" for one in view.next_locations)),
            ("partner", view.partner),
            ("its sprints", view.partner_start and _sprints(view)),
            ("columns", view.columns),
            ("limits", ", ".join(f"{name} {limit}" for name, limit in view.limits)),
            ("per person", view.person_limit),
            ("balance", f"{view.balance} % business"),
            ("flow targets", _shares(own.flow_targets)),
            ("this iteration", _own_targets(view)),
            ("neglected", own.neglect_days and f"after {_many(own.neglect_days, 'day')} without news"),
            ("facilitators", "take turns" if own.rotate_facilitator else None),
            ("speaking order", own.round_order if own.round_order != "fixed" else None),
            ("social time last", own.social_last or None),
            ("anonymous retro", view.anonymous_retro or None),
            ("week-end block", own.week_end_block or None),
            ("deploy gate", own.gate or None),
            ("topics", _topics(own) if view.columns else None),  # a guest is told nothing of the team's own
            (
                "steps",
                ", ".join(f"{kind}.{step} {n} min" for kind, all_ in own.steps.items() for step, n in all_.items()),
            ),
            ("meetings", own.budget_hours and f"at most {own.budget_hours:g} h per person and week"),
            ("video call", view.video),
            ("its address", own.address),
            ("later", "; ".join(f"{one.title} {_place(one)} from {one.since}" for one in view.coming)),
        )
    )


def _shares(targets: Mapping[str, int]) -> str:
    return ", ".join(f"{flow} {share} %" for flow, share in targets.items())


def _own_targets(view: TeamView) -> str | None:
    """The targets of the present iteration where it has any of its own: ``balance 45 % business, risk 60 %``."""
    business, flows = view.settings.targets_of(view.iteration)
    if not view.columns or (business, flows) == view.settings.targets_of(None):
        return None
    return ", ".join(filter(None, (f"balance {business} % business", _shares(flows))))


def _topics(own: TeamSettings) -> str:
    """``5 min in a lean coffee, extensions of 3, 2, 1; 3 dots each``."""
    more = f", extensions of {', '.join(map(str, own.extensions))}" if own.extensions else ""
    return f"{own.topic_minutes} min in a lean coffee{more}; {_many(own.dots, 'dot')} each"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _sprints(view: TeamView) -> str:
    length = f", {_many(view.partner_weeks, 'week')} each" if view.partner_weeks else ""
    return f"from {view.partner_start}{length}"


def _place(slot: SlotView) -> str:
    on = "" if slot.day is None else f"day {slot.day} "
    return f"{on}at {slot.at}, {slot.minutes} min"


def holiday_(call: Call) -> None:
    """Add, list or remove days off."""
    from cadence.domain.parsing.names import match
    from cadence.services.schedule import holidays

    what = match(call.what, ("add", "list", "remove"), "verb")
    if what == "list":
        found = holidays.holiday_list(call.store, call.viewer)
        if call.wants_json:
            printing.as_json([_day_off(one) for one in found])
        else:
            rows = [(one.day, f"{one.day:%a}", "own" if one.own else "public", one.name) for one in found]
            printing.table(
                ("DATE", "DAY", "", "NAME"), rows, "no holidays; cadence team set --country US adds public ones"
            )
        return
    if call.arguments.date is None or (what == "add" and not call.name):
        raise WrongUsage("missing DATE and NAME", "cadence team holiday")
    from cadence.domain.parsing.dates import parse_span

    first, last = parse_span(call.arguments.date, call.today)
    if what == "remove":
        done = holidays.remove_holidays(call.store, call.viewer, first, last)
    else:
        done = holidays.add_holidays(call.store, call.viewer, first, last, call.line(call.name, "name"))
    if call.wants_json:
        printing.as_json([_day_off(one) for one in done] if last > first else _day_off(done[0]))
    else:
        became = "is a holiday" if what == "add" else "is not a holiday any more"
        for one in done:
            come = "; it has come, so no meeting changes" if what == "add" and one.day <= call.today else ""
            printing.line(f"{one.day} {one.name} {became}{come}")


def _day_off(one: DayOff) -> dict[str, object]:
    return {"date": one.day, "name": one.name, "own": one.own}
