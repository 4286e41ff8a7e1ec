"""``cadence init``: makes a team, and the database if there is none."""

from __future__ import annotations

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun, WrongUsage
from cadence.cli.grammar.terminal import on_terminal
from cadence.cli.grammar.values import whole
from cadence.errors import BadConfig

_EXAMPLE = """cadence init --team "Platform SRE" --me "Anne Lee <anne@example.com>" \\
    --tz America/New_York --start 2026-11-30 --country US"""

_ASKED = (
    ("team", "What is the team called? "),
    ("me", "Who are you (Anne Lee <anne@example.com>)? "),
    ("tz", "Which time zone does the team live in (America/New_York)? "),
    ("start", "On which date does the first iteration start (2026-11-30)? "),
)


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(init, "make a team, and the database if there is none", _EXAMPLE, own="--team")
    parser.add_argument("--team", metavar="NAME", dest="name", help="the team's name")
    parser.add_argument("--me", metavar='"NAME <ADDRESS>"', help="you: name and mail address; you become its lead")
    parser.add_argument("--tz", metavar="ZONE", help="the team's time zone, such as America/New_York")
    parser.add_argument("--start", metavar="DATE", help="the first day of the first iteration")
    parser.add_argument("--weeks", type=whole("weeks"), default=1, help="an iteration's length (1)")
    parser.add_argument("--key", help="what the team's cards are called by, such as SRE (made of the name)")
    parser.add_argument("--country", help="two letters, for its public holidays")
    parser.add_argument("--subdivision", help="a state or region with holidays of its own, such as CA")
    parser.add_argument("--working-days", metavar="DAYS", default="mon-fri", help="mon,tue,wed,thu,fri")
    parser.add_argument("--hand-over", action="store_true", help="demo and retro on the next iteration's first morning")
    parser.add_argument("--distributed", action="store_true", help="the standup has social time and takes 30 minutes")
    parser.add_argument("--partner", metavar="NAME", help="the partner team's name")


def init(call: Call) -> None:
    """Make the team, then remember who and where in the configuration file."""
    from cadence.domain.parsing.dates import parse_days
    from cadence.services.team.create import Founding, found

    answers = _complete({"team": call.name, "me": call.me, "tz": call.tz, "start": call.start})
    founded = found(
        call.store,
        Founding(
            team=answers["team"],
            me=answers["me"],
            timezone=answers["tz"],
            start=answers["start"],
            weeks=call.weeks,
            key=call.key,
            country=call.country,
            subdivision=call.subdivision,
            working_days=parse_days(call.working_days),
            hand_over=call.hand_over,
            distributed=call.distributed,
            partner=call.partner,
        ),
    )
    handle, team = founded.viewer.handle or "", founded.team
    stays = _configured(call, founded.others)
    if not stays:
        _remember(call, handle, team.name)
    if call.wants_json:
        printing.as_json(json_shapes.team(team))
    else:
        printing.line(f"{team.name} ({team.key}) begins on {team.start}; you are {handle}, its lead")
        if stays:
            printing.line(f"the configuration still names {stays}; cadence --team {team.key} is for this one")


def _complete(answers: dict[str, str | None]) -> dict[str, str]:
    """Ask for what is missing, where somebody is there to answer."""
    missing = [f"--{name}" for name, value in answers.items() if value is None]
    if missing and not on_terminal():
        raise WrongUsage(f"missing {', '.join(missing)}", "cadence init")
    complete = {}
    for name, question in _ASKED:
        value = answers[name]
        complete[name] = input(question) if value is None else value
    return complete


def _configured(call: Call, others: frozenset[str]) -> str:
    """The team that the configuration file names, if it is in this database and it also says who one is; else empty."""
    named = call.settings.team or ""
    known = call.settings.me and named.casefold() in {word.casefold() for word in others}
    return named if known else ""


def _remember(call: Call, handle: str, team: str) -> None:
    from cadence.settings import remember

    try:
        remember(call.settings.file, me=handle, team=team)
    except BadConfig as error:
        raise BadConfig(f"the team is made, but {error.message}", f"set CADENCE_ME={handle}, or mend it") from error
