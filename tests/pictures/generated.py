"""The parts of the documentation that are made from the code, so that they can't go stale: keys, steps, budgets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from textual.binding import Binding

from cadence.domain.cards.routing import places_for_parked
from cadence.domain.kinds import BY_KEY, KINDS
from cadence.domain.kinds.base import Doors, MeetingKind, OnHoliday, ParkingLot, Repeat, Step, Talk, Topics, Walk
from cadence.domain.vocabulary import Audience
from cadence.tui.core import keymap, places

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = ("CadenceApp", "CadenceScreen", "GestureScreen")
"""Where keys are declared that mean the same on every screen."""
_OWNERS = {
    "HomeScreen": "Home",
    "WeekStrip": "Home",
    "BoardScreen": "Boards",
    "BoardWidget": "Boards",
    "CardScreen": "A card",
    "MeetingScreen": "In a meeting",
    "WriteStep": "In a meeting",
    "MergeLists": "In a meeting: the merge",
    "ReceiptScreen": "A meeting's receipt",
    "NotesScreen": "Notes",
    "CalendarScreen": "Calendar",
    "MonthGrid": "Calendar",
    "SearchScreen": "Search",
    "SearchInput": "Search",
    "SettingsScreen": "Team and schedule",
    "OneLine": "The line at the bottom",
    "LineInput": "The line at the bottom",
    "LineList": "Lists",
    "FirstRunScreen": "The first questions",
    "HelpScreen": "Help",
    "TroubleScreen": "When the database can't be opened",
}
"""What the reader calls the place whose class declares a key."""
_READERS = {Audience.TEAM: "the team", Audience.PARTNER: "the team and its partner", Audience.EVERYONE: "everybody"}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_MOVES = {OnHoliday.NEXT: "next working day", OnHoliday.PREVIOUS: "previous working day", OnHoliday.SKIP: "not held"}


class Part(NamedTuple):
    """A generated part: the file it stands in, the name of its markers, and what makes it."""

    file: str
    name: str
    make: Callable[[], str]


def filled(text: str, name: str, body: str) -> str:
    """``text`` with ``body`` between ``<!-- name: ... -->`` and ``<!-- /name -->``; raises :class:`LookupError`."""
    marks = re.compile(rf"(<!-- {name}:[^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    fresh, count = marks.subn(lambda found: f"{found[1]}{body}\n{found[2]}", text)
    if count != 1:
        raise LookupError(f"the markers of {name} are there {count} times")
    return fresh


# --- keys ---


def _rows() -> dict[str, dict[str, tuple[list[str], Binding]]]:
    """Every key by the class that declares it and by its id."""
    found: dict[str, dict[str, tuple[list[str], Binding]]] = {}
    for owner, binding in keymap.declared_by(places.every_class()):
        assert binding.id is not None
        mine = found.setdefault(owner, {})
        mine.setdefault(binding.id, ([], binding))[0].append(keymap.key_name(binding.key))
    return found


def _sentence(binding: Binding) -> str:
    words = binding.tooltip or binding.description
    return words[:1].upper() + words[1:]


def _table(rows: dict[str, tuple[list[str], Binding]]) -> str:
    lines = ["| key | does | its name in `[keys]` |", "| --- | --- | --- |"]
    digits = [name for name in rows if name.startswith("person.")]
    for name, (keys, binding) in rows.items():
        if name in digits[1:]:
            continue
        if name in digits:
            lines.append(f"| `1` – `9`, `0` | What has that number on the screen | `person.1` … `{digits[-1]}` |")
            continue
        shown = " ".join(f"`{key}`" for key in keys)
        lines.append(f"| {shown} | {_sentence(binding)} | `{name}` |")
    return "\n".join(lines)


def same_everywhere() -> str:
    """The README's table: the keys that mean the same on every screen."""
    rows = _rows()
    return _table({name: row for owner in EVERYWHERE for name, row in rows.get(owner, {}).items()})


def on_each_screen() -> str:
    """All other keys, screen by screen."""
    places_: dict[str, dict[str, tuple[list[str], Binding]]] = {title: {} for title in _OWNERS.values()}
    for owner, rows in _rows().items():
        if owner not in EVERYWHERE:
            places_.setdefault(_OWNERS.get(owner, owner), {}).update(rows)
    return "\n\n".join(f"## {title}\n\n{_table(rows)}" for title, rows in places_.items() if rows)


# --- meetings ---


def at_a_glance(kind: MeetingKind) -> str:
    """When it is, how long, for whom, and what a holiday does to it."""
    place = kind.place
    ceiling = ", and never longer" if place.ceiling == place.minutes else ""
    far = f" ({place.distributed_minutes} for a distributed team)" if place.distributed_minutes else ""
    at = (
        f"{place.at:%H:%M}"
        if place.hand_over_at is None
        else f"{place.at:%H:%M} ({place.hand_over_at:%H:%M} with a hand-over day)"
    )
    holiday = _MOVES[place.on_holiday]
    if place.follows:
        holiday = f"goes with the {BY_KEY[place.follows].title.lower()}"
    rows = [
        ("when", f"{_day(kind)}, {at}"),
        ("timebox", f"{place.minutes} minutes{ceiling}{far}"),
        ("invited", _READERS[kind.regulars]),
        ("its notes and cards are seen by", _READERS[kind.audience]),
        ("on a holiday", holiday + ("; gives way where it would overlap another meeting" if place.yields else "")),
    ]
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {words} |" for name, words in rows)])


def _day(kind: MeetingKind) -> str:
    place = kind.place
    if place.follows:
        return f"straight after the {BY_KEY[place.follows].title.lower()}"
    if place.repeat is Repeat.DAY or place.day is None:
        edges = [one.title.lower() for one in KINDS if one.place.edge]
        return f"every working day without {', '.join(edges[:-1])} or {edges[-1]}"
    box = "the iteration" if place.repeat is Repeat.ITERATION else "every week"
    return f"{_NTH[place.day]} weekday of {box}"


def steps(kind: MeetingKind) -> str:
    """Its steps with their budgets, and the keys that matter on each."""
    distributed = any(step.distributed_minutes is not None for step in kind.steps)
    head = ["step", "minutes", *(["distributed"] if distributed else []), "the question", "keys that matter"]
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    for step in kind.steps:
        far = step.distributed_minutes if step.distributed_minutes is not None else step.minutes
        minutes = [_minutes(step.minutes), *([_minutes(far)] if distributed else [])]
        cells = [step.title, *minutes, step.prompt, " · ".join(_keys(kind, step)) or "–"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _minutes(minutes: int) -> str:
    return str(minutes) if minutes else "–"


def _keys(kind: MeetingKind, step: Step) -> Iterator[str]:
    """What can be chosen by number, then the gestures that the step names."""
    numbered = _numbered(kind, step)
    yield from (f"`{number}` {words}" for number, words in enumerate(numbered, 1))
    known = {name: row for rows in _rows().values() for name, row in rows.items()}
    outcomes = isinstance(step.walks, Topics)
    named = ("card.next",) if isinstance(step.walks, (ParkingLot, Doors, Talk)) else ()
    for gesture in (*step.gestures, *named):
        if gesture == "card.choose" and numbered:
            continue
        if gesture == "card.choose" and outcomes:
            yield from (f"`x` `{number}` {words}" for number, words in enumerate(kind.outcomes, 1))
        elif gesture == "person.toggle":
            yield f"`1` – `9` {'takes it' if getattr(step.walks, 'people', '') == 'assigned' else 'wants it'}"
        elif gesture in known:
            keys, binding = known[gesture]
            yield f"`{keys[0]}` {binding.description.lower()}"


def _numbered(kind: MeetingKind, step: Step) -> list[str]:
    """What the digits choose on a step."""
    walks = step.walks
    if "arch.form" in step.gestures:
        return [form for one in kind.steps if isinstance(one.walks, Topics) for form in one.walks.forms]
    if isinstance(walks, ParkingLot):
        return [place.title for place in places_for_parked(closed_doors=kind.closed_doors)]
    return list(walks.choices) if isinstance(walks, Walk) else []


PARTS: tuple[Part, ...] = (
    Part("README.md", "keys", same_everywhere),
    Part("docs/keys.md", "everywhere", same_everywhere),
    Part("docs/keys.md", "screens", on_each_screen),
    *(Part("docs/meetings.md", f"{kind.key}-when", partial(at_a_glance, kind)) for kind in KINDS),
    *(Part("docs/meetings.md", f"{kind.key}-steps", partial(steps, kind)) for kind in KINDS),
)


def stale(parts: Sequence[Part] = PARTS) -> Iterator[tuple[Path, str]]:
    """Each file with generated parts that isn't as the code makes it, with the text that it should have."""
    for file in dict.fromkeys(part.file for part in parts):
        path = ROOT / file
        before = text = path.read_text("utf-8")
        for part in parts:
            if part.file == file:
                text = filled(text, part.name, part.make())
        if text != before:
            yield path, text
