"""The lines of the settings screen: what each says, and how what is typed for it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.dates import parse_date, parse_time
from cadence.domain.finding import Finding
from cadence.domain.views.team import PersonView, SlotView, TeamView
from cadence.errors import BadValue
from cadence.tui import services
from cadence.tui.widgets.drawn import BAD, DIM, HERE, PLAIN, WARN
from cadence.tui.widgets.lists import Item

if TYPE_CHECKING:
    from cadence.services.teams import TeamEdit
    from cadence.store.capture import Who
    from cadence.store.db import Store

_YES = {"yes": True, "y": True, "on": True, "no": False, "n": False, "off": False}


class Change(NamedTuple):
    """How one of the team's settings is read back from what was typed."""

    edit: Callable[[str], TeamEdit]
    hint: str


def _edit(**values: object) -> TeamEdit:
    return services.teams.TeamEdit(**values)  # type: ignore[arg-type]


def _habits(**values: object) -> TeamEdit:
    from cadence.services.team_settings import Habits

    return services.teams.TeamEdit(habits=Habits(**values))  # type: ignore[arg-type]


def _yes(typed: str) -> bool:
    if typed.lower() not in _YES:
        raise BadValue(f"{typed!r} is neither yes nor no", "write yes or no")
    return _YES[typed.lower()]


def _whole(typed: str) -> int:
    if not typed.isdigit():
        raise BadValue(f"{typed!r} is no whole number", "write one, such as 60")
    return int(typed)


def _words(typed: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in typed.split(",") if word.strip())


def _limits(typed: str) -> dict[str, int]:
    found = {}
    for part in _words(typed):
        name, _, number = part.rpartition(" ")
        found[name.strip()] = _whole(number)
    return found


CHANGES: dict[str, Change] = {
    "name": Change(lambda typed: _edit(name=typed), "the team's name"),
    "time zone": Change(lambda typed: _edit(timezone=typed), "such as America/New_York"),
    "country": Change(lambda typed: _edit(country=typed), "two letters, for its public holidays; empty for none"),
    "subdivision": Change(lambda typed: _edit(subdivision=typed), "a state or region, such as CA"),
    "distributed": Change(lambda typed: _edit(distributed=_yes(typed)), "yes: the standup has social time"),
    "partner": Change(lambda typed: _edit(partner=typed), "the partner team's name"),
    "columns": Change(lambda typed: _habits(columns=_words(typed)), "the wall's, from left to right"),
    "limits": Change(
        lambda typed: _habits(limits=_limits(typed)), "such as: In progress 4, Review 3 (0 takes one away)"
    ),
    "person limit": Change(
        lambda typed: _habits(person_limit=_whole(typed or "0")), "cards in progress for one person"
    ),
    "balance": Change(lambda typed: _habits(balance=_whole(typed)), "business's share aimed at, in percent"),
    "anonymous retro": Change(
        lambda typed: _habits(anonymous_retro=_yes(typed)), "yes: notes are shuffled and unsigned"
    ),
    "rotate": Change(lambda typed: _habits(rotate_facilitator=_yes(typed)), "yes: facilitating rotates"),
    "week's end block": Change(
        lambda typed: _habits(week_end_block=_yes(typed)), "yes: calendars hold free time after the last retro"
    ),
    "order of speaking": Change(lambda typed: _habits(round_order=typed), "fixed, shuffled or timezone"),
    "video": Change(lambda typed: _habits(video=typed), "the link of the call"),
}


def team_words(team: TeamView, name: str) -> str:
    """A setting as it is typed."""
    said = {
        "name": team.name,
        "time zone": team.timezone,
        "country": team.country,
        "subdivision": team.subdivision,
        "distributed": "yes" if team.distributed else "no",
        "partner": team.partner,
        "columns": ", ".join(team.columns),
        "limits": ", ".join(f"{column} {limit}" for column, limit in team.limits),
        "person limit": str(team.person_limit or ""),
        "balance": str(team.balance),
        "anonymous retro": "yes" if team.anonymous_retro else "no",
        "rotate": "yes" if team.settings.get("rotate_facilitator") else "no",
        "week's end block": "yes" if team.settings.get("week_end_block") else "no",
        "order of speaking": str(team.settings.get("round_order", "fixed")),
        "video": team.video,
    }
    return said[name] or ""


_NAMES = max(map(len, CHANGES)) + 2


def team_items(team: TeamView) -> list[Item]:
    """One line for each setting."""
    fixed = f"{team.weeks} week{'s' if team.weeks > 1 else ''} from {team.start}, {', '.join(team.working_days)}"
    shape = Item("shape", (("iteration".ljust(_NAMES), DIM), (fixed, "$foreground")), quiet=True)
    return [
        shape,
        *(Item(name, ((name.ljust(_NAMES), DIM), (team_words(team, name) or "–", PLAIN))) for name in CHANGES),
    ]


# --- schedule ---


def slot_words(slot: SlotView) -> str:
    """A kind's place as it is typed: ``1 10:00 60``."""
    day = "" if slot.day is None else f"{slot.day} "
    return f"{day}{slot.at} {slot.minutes}"


def slot_items(team: TeamView) -> list[Item]:
    """One line for each kind: when, how long, and what a holiday does to it."""
    return [
        Item(
            slot.kind,
            ((slot.title.ljust(19), PLAIN), (_day(slot), DIM), (f"{slot.at}  {slot.minutes} min", PLAIN)),
            ((f"holiday: {slot.on_holiday}", DIM),),
        )
        for slot in team.schedule
    ]


def _day(slot: SlotView) -> str:
    if slot.day is None:
        return "every day".ljust(10)
    return ("last day" if slot.day == -1 else f"day {slot.day}").ljust(10)


def change_slot(store: Store, who: Who, kind: str, typed: str) -> object:
    """Read ``1 10:00 60 on-holiday:next from:2026-12-07`` and set it."""
    from cadence.services.rhythm_settings import SlotEdit, schedule_set

    edit = SlotEdit()
    for word in typed.replace(": ", ":").split():
        name, _, value = word.partition(":")
        if name == "from":
            today = store.clock().astimezone(ZoneInfo(who.timezone)).date()
            edit = edit._replace(since=parse_date(value, today))
        elif name == "on-holiday":
            edit = edit._replace(on_holiday=value)
        elif value:
            edit = edit._replace(at=parse_time(word))
        elif edit.at is None:
            edit = edit._replace(day=_number(word))
        else:
            edit = edit._replace(minutes=_number(word))
    return schedule_set(store, who, kind, edit)


def _number(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise BadValue(f"{word!r} is neither a day, a time nor minutes", "write them as: 1 10:00 60") from None


# --- people ---


def person_words(person: PersonView) -> str:
    """A person as it is typed."""
    return f"{person.name} <{person.email}>, {person.role}, {person.timezone}"


def person_items(people: Sequence[PersonView]) -> list[Item]:
    """One line for each person."""
    return [
        Item(
            person.handle,
            (("● ", HERE), (person.handle.ljust(12), PLAIN), (f"{person.name}  {person.email}", DIM)),
            ((f"{person.role} · {person.timezone}", DIM),),
        )
        for person in people
    ]


def change_person(store: Store, who: Who, handle: str, typed: str) -> object:
    """Read ``Ben Ito <ben@example.com>, member, Europe/Berlin`` and set it."""
    from cadence.domain.names import parse_person
    from cadence.services.people import PersonEdit, edit_person

    end = typed.find(">") + 1 or len(typed)
    name, email = parse_person(typed[:end])
    words = _words(typed[end:])
    role = words[0] if words else None
    return edit_person(store, who, handle, PersonEdit(name, email, role, words[1] if words[1:] else None))


# --- lint ---


def finding_items(findings: Sequence[Finding]) -> list[Item]:
    """One line for each finding; ``enter`` says the remedy."""
    return [
        Item(str(number), ((_sign(finding), _ink(finding)), (finding.what, PLAIN)))
        for number, finding in enumerate(findings)
    ]


def _sign(finding: Finding) -> str:
    return "✖ " if str(finding.severity) in {"error", "breaks"} else "! "


def _ink(finding: Finding) -> str:
    return BAD if _sign(finding) == "✖ " else WARN
