"""The lines of the settings screen, and how the words typed for a meeting or a person are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence.domain.lint.finding import Finding, Severity
from cadence.domain.parsing.dates import day_words, parse_date, parse_days, parse_time, parse_zone
from cadence.domain.parsing.names import match
from cadence.domain.parsing.text import clip, shown
from cadence.domain.team.roles import Right, Role
from cadence.domain.team.settings import REMINDER
from cadence.domain.views.team import PersonView, SlotView, TeamView
from cadence.errors import BadValue
from cadence.tui.drawing.drawn import BAD, DIM, HERE, PLAIN, STRONG, WARN
from cadence.tui.settings.changes import CHANGES, GROUPS, OWN, written
from cadence.tui.widgets.line_list import Item

if TYPE_CHECKING:
    from cadence.services.schedule.holidays import DayOff
    from cadence.services.schedule.settings import ChangedSlot
    from cadence.services.team.people import NewPerson
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_NAMES = max(map(len, CHANGES)) + 2
_READABLE = "$foreground"


# --- the team ---


def team_items(team: TeamView, *, everything: bool) -> list[Item]:
    """One line for each setting, under the heading of its group; a guest isn't shown what is the team's alone."""
    items: list[Item] = []
    for group, names in GROUPS.items():
        if group in OWN and not everything:
            continue
        items.append(Item(f"group {group}", ((group, f"{STRONG} {_READABLE}"),), quiet=True))
        items += [
            Item(name, ((name.ljust(_NAMES), DIM), (written(team, name) or "–", PLAIN)), hang=_NAMES) for name in names
        ]
        coming = [team.next_shape] if group == "Iteration" and team.next_shape else []
        items += [_later(one.start, one.words) for one in coming]
        items += [_later(one.start, one.words) for one in team.next_locations if group == "Team"]
    return items


def _later(since: date, words: str) -> Item:
    """What a group of settings becomes on a day to come."""
    what = ((f"from {day_words(since)}".ljust(_NAMES), DIM), (words, DIM))
    return Item(f"from {since}", what, quiet=True, hang=_NAMES)


# --- the schedule ---


def slot_words(slot: SlotView) -> str:
    """When a kind of meeting is held, as it is typed: ``1 10:00 60 on-holiday:next``, or ``off``."""
    if not slot.held:
        return "off"
    day = f"days:{','.join(slot.days)} " if slot.days else "" if slot.day is None else f"{slot.day} "
    reminder = f" reminder:{slot.reminder}" if slot.reminder != REMINDER else ""
    link = f" link:{slot.link}" if slot.link else ""
    return f"{day}{slot.at} {slot.minutes} on-holiday:{slot.on_holiday}{reminder}{link}"


def slot_items(team: TeamView) -> list[Item]:
    """One line for each kind: when, how long, and what a holiday does to it; below, what it will be later on."""
    words = ("".ljust(19), "day".ljust(10), "at".ljust(7), "min")
    items = [Item("head", (("".join(words), DIM),), (("on a holiday", DIM),), quiet=True)]
    for slot in team.schedule:
        items.append(Item(slot.kind, *_slot(slot.title, slot, PLAIN)))
        items += [
            Item(f"{later.kind} {later.since}", *_slot(f"  from {day_words(later.since)}", later, DIM), quiet=True)
            for later in team.coming
            if later.kind == slot.kind
        ]
    return items


def _slot(title: str, slot: SlotView, ink: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    if not slot.held:
        return ((title.ljust(19), DIM), ("off", DIM)), (("on holds it again", DIM),)
    words = f"{slot.at}  {slot.minutes:>3}"
    return ((title.ljust(19), ink), (_day(slot), DIM), (words, ink)), ((slot.on_holiday, DIM),)


def _day(slot: SlotView) -> str:
    if slot.day is None:
        return (" ".join(day[:2] for day in slot.days) or "every day").ljust(10)
    return ("last day" if slot.day == -1 else f"day {slot.day}").ljust(10)


def what_is_new(before: str, now: str, by: str) -> str:
    """The words, each behind a ``by``, that were not there before: ``09:30 75`` of a slot."""
    was = before.split(by)
    return by.join(part for part in now.split(by) if part not in was)


_SWITCH = {"off": False, "on": True}


def change_slot(store: Store, viewer: Viewer, before: SlotView, typed: str, today: date) -> ChangedSlot:
    """Read ``1 10:00 60 on-holiday:next from:2026-12-07``, or ``days:mon``, ``reminder:10``, ``link:URL``, ``off``."""
    from cadence.services.schedule.settings import SlotEdit, schedule_set

    edit = SlotEdit()
    for word in typed.replace(": ", ":").split():
        name, _, value = word.partition(":")
        if name == "from":
            edit = edit._replace(since=parse_date(value, today))
        elif name == "on-holiday":
            edit = edit._replace(on_holiday=value)
        elif name == "days":
            edit = edit._replace(days=parse_days(value))
        elif name == "reminder":
            edit = edit._replace(reminder=_number(value))
        elif name == "link":
            edit = edit._replace(link=value)
        elif word in _SWITCH:
            edit = edit._replace(held=_SWITCH[word])
        elif value:
            edit = edit._replace(at=parse_time(word))
        elif edit.at is None:
            edit = edit._replace(day=_number(word))
        else:
            edit = edit._replace(minutes=_number(word))
    stays = {
        "day": edit.day,
        "at": edit.at and f"{edit.at:%H:%M}",
        "minutes": edit.minutes,
        "on_holiday": edit.on_holiday,
    }
    if edit.since is None:
        edit = edit._replace(**{name: None for name, typed_ in stays.items() if typed_ == getattr(before, name)})
    return schedule_set(store, viewer, before.kind, edit)


def _number(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        wrong = f"'{clip(shown(word), 40)}' is neither a day, a time nor minutes"
        raise BadValue(wrong, "write them as: 1 10:00 60") from None


# --- people ---

_KEEPS = "keeps notes"


def person_words(person: PersonView) -> str:
    """A person as it is typed."""
    more = (", regular" if person.regular else "") + (f", {_KEEPS}" if person.keeps_notes else "")
    return f"{person.name} <{person.email}>, {person.role}, {person.timezone}, {person.hours}{more}"


def person_changed(before: PersonView, now: PersonView) -> str:
    """``ben changed: lead, Europe/Rome``: what of a person is new, and that they no longer come or keep their notes."""
    was, words = person_words(before), person_words(now)
    new = what_is_new(was, words, ", ")
    gone = [f"no longer {part}" for part in ("regular", _KEEPS) if part in was.split(", ") and part not in words]
    handle = [f"handle:{now.handle}"] if now.handle != before.handle else []
    return f"{before.handle} changed: {', '.join(filter(None, [new, *handle, *gone]))}"


def person_items(people: Sequence[PersonView], team: TeamView) -> list[Item]:
    """One line for each person; the time zone where it isn't the team's."""
    most = max((len(person.handle) for person in people), default=0)
    wide = min(most, 16) + 2
    return [
        Item(
            person.handle,
            (("● ", HERE), (person.handle.ljust(wide), PLAIN), (_of(person, team), DIM)),
            ((person.role + (", regular" if person.regular else ""), DIM),),
            hang=wide + 2,
        )
        for person in people
    ]


def _of(person: PersonView, team: TeamView) -> str:
    elsewhere = f" {person.timezone}" if person.timezone != team.timezone else ""
    return f"{person.name} <{person.email}>{elsewhere}"


def new_person(typed: str) -> NewPerson:
    """Read ``Ben Ito <ben@example.com>, member, Europe/Berlin, regular, handle:ben``, in any order behind the address.

    Raises :class:`BadValue` for a word that is none of these.
    """
    from cadence.services.team.people import NewPerson

    person, said = _person(typed)
    if said.keeps:
        raise BadValue("whether retro notes are kept is their author's choice", "they add it to their own line")
    return NewPerson(person, said.role or Role.MEMBER.value, said.zone, said.handle, said.regular)


def change_person(store: Store, viewer: Viewer, handle: str, typed: str) -> PersonView:
    """Read the same and set it, with working hours; without ``regular``, a guest is no regular one.

    Whose own line it is may add that they keep their retro notes while they are away.
    """
    from cadence.domain.parsing.names import parse_person
    from cadence.services.team.people import PersonEdit, edit_person

    person, said = _person(typed)
    name, email = parse_person(person)
    new = PersonEdit(name, email, said.role, said.zone, said.regular, said.handle, said.hours, said.keeps)
    return edit_person(store, viewer, handle, new)


class _Details(NamedTuple):
    """What stands behind a person's address."""

    role: str | None = None
    zone: str | None = None
    regular: bool = False
    handle: str | None = None
    hours: str | None = None
    keeps: bool = False


def _person(typed: str) -> tuple[str, _Details]:
    """``Name <address>`` as typed, and what stands behind it; raises :class:`BadValue`."""
    end = typed.find(">") + 1 or len(typed)
    _only_a_name(typed[:end].partition("<")[0])
    said: dict[str, Any] = {}
    for word in filter(None, (word.strip() for word in typed[end:].split(","))):
        what, value = _detail(word)
        if what in said:
            raise BadValue(
                f"'{clip(shown(word), 40)}' is one {what} too many",
                "write: name <address>, role, time zone, 09:00-18:00, regular, handle:ben",
            )
        said[what] = value
    return typed[:end], _Details(**said)


def _only_a_name(words: str) -> None:
    """Raise :class:`BadValue` where what belongs behind the address stands in the name before it."""
    fixed = ("regular", _KEEPS, *(role.value for role in Role))
    for word in (word.strip() for word in words.split(",")[1:]):
        if ":" in word or "/" in word or word.lower() in fixed:
            raise BadValue(f"'{clip(shown(word), 40)}' stands before the address", "write: name <address>, handle:ben")


def _detail(word: str) -> tuple[str, Any]:
    """What a word behind the address sets, and to what: a role or its beginning goes before a zone."""
    if word.lower() in ("regular", _KEEPS):
        return ("keeps" if word.lower() == _KEEPS else "regular"), True
    if word.lower().startswith("handle:"):
        return "handle", word.partition(":")[2].strip()
    if re.match(r"\d+(:\d+)?\s*[-–]", word):
        return "hours", word
    with suppress(BadValue):
        return "role", match(word, [role.value for role in Role], "role")
    try:
        return "zone", parse_zone(word)
    except BadValue as error:
        if "/" in word:
            raise
        wrong = f"'{clip(shown(word), 40)}' is neither a role nor a time zone"
        raise BadValue(wrong, f"{error.remedy}; roles are {', '.join(Role)}") from None


# --- days off ---


def day_items(days: Sequence[DayOff], today: date) -> list[Item]:
    """The days off to come, public and the team's own."""
    return [
        Item(
            f"{one.day}{' own' if one.own else ''}",
            ((f"{day_words(one.day)} {one.day.year}".ljust(17), DIM), (one.name, PLAIN)),
            (("the team's" if one.own else "public", DIM),),
            hang=17,
        )
        for one in days
        if one.day >= today
    ]


# --- lint ---

_KEYS_FOR = (
    (r"cadence schedule set \S+ .*", "⏎ on its line in the schedule"),
    (r"cadence team set --start (\S+) --weeks (\d+)", r"⏎ on “iteration, weeks”, \2 from:\1"),
    (r"cadence team set --start (\S+)", r"⏎ on “iteration starts”, \1"),
    (r'cadence meeting move \S+ --to "([^"]+)".*', r"C, then m on it, \1"),
    (r"cadence meeting move \S+ --to .*", "C, then m on it"),
    (r'cadence meeting skip \S+ --reason "[^"]*"?', "C, then s on it"),
    (r"cadence person edit HANDLE --hours ([^,\s]+)", r"⏎ on a person, \1 behind the time zone"),
)


def finding_items(worse: Sequence[Finding], findings: Sequence[Finding]) -> list[Item]:
    """Findings that the last change caused, then all others; each with its remedy."""
    rest = [one for one in findings if one not in worse]
    items = [Item("worse", (("The last change:", f"{STRONG} {_READABLE}"),), quiet=True)] if worse else []
    items += [_finding(f"worse {number}", one) for number, one in enumerate(worse)]
    if worse and rest:
        items.append(Item("all", (("Besides:", f"{STRONG} {_READABLE}"),), quiet=True))
    return items + [_finding(str(number), one) for number, one in enumerate(rest)]


def _finding(name: str, finding: Finding) -> Item:
    sign, ink = ("✖ ", BAD) if finding.severity is Severity.ERROR else ("! ", WARN)
    return Item(name, ((sign, ink), (f"{finding.what}; {in_keys(finding.remedy)}", PLAIN)), hang=2)


def in_keys(remedy: str) -> str:
    """A remedy with the keys that carry it out here, in the place of the command."""
    for command, keys in _KEYS_FOR:
        remedy = re.sub(command, keys, remedy)
    return remedy


# --- rights and consequences ---


def right_for(gesture: str, panel: str | None) -> Right | None:
    """The right that a gesture in a panel needs; ``None`` where nothing can be changed."""
    changes = {"schedule": Right.SCHEDULE, "team": Right.SETTINGS, "people": Right.PERSON, "days": Right.HOLIDAYS}
    removes = Right.HOLIDAYS if panel == "days" else Right.REMOVE_PEOPLE
    found = {"new": Right.ADD_PEOPLE, "holiday": Right.HOLIDAYS, "remove": removes, "change": changes.get(panel or "")}
    return found.get(gesture)


def and_worse(findings: Sequence[Finding]) -> str:
    """The first finding of a change, to stand behind what was changed; the panel lists them all."""
    return f"; {findings[0].what}" if findings else ""
