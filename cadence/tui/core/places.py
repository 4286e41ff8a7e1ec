"""The places of the program by name: what ``--at``, the digits on home and the palette open. Imported when opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence.errors import BadValue

if TYPE_CHECKING:
    from datetime import date

    from textual.dom import DOMNode
    from textual.screen import Screen

    from cadence.domain.views.cards import CardView


class ScreenPlace(NamedTuple):
    """A screen: its title, where its class is, and what the class is made with."""

    title: str
    module: str
    screen: str
    argument: str | None = None


BOARDS = ("wall", "sync", "arch", "demo", "retro", "parking", "actions", "decisions")
"""In the order of the digits on home."""
_BOARD_TITLES = (
    "The wall", "Inter-team sync", "Arch agenda", "Demos", "Retro", "Parking lot", "Actions", "Decisions",
)  # fmt: skip

HOME = "home"
"""The place to which every way back leads."""
PLACES: dict[str, ScreenPlace] = {
    HOME: ScreenPlace("Home: this iteration", "home.screen", "HomeScreen"),
    **{
        key: ScreenPlace(title, "board.screen", "BoardScreen", key)
        for key, title in zip(BOARDS, _BOARD_TITLES, strict=True)
    },
    "calendar": ScreenPlace("Calendar", "calendar.screen", "CalendarScreen"),
    "settings": ScreenPlace("Team and schedule", "settings.screen", "SettingsScreen"),
    "search": ScreenPlace("Search", "search.screen", "SearchScreen"),
}

_BOARD, _MEETING = "board:", "meeting:"
"""Before a board's name as it is typed; before a kind's name, for its meeting, as a place is called inside."""
CARD_KEY = re.compile(r"([A-Za-z][A-Za-z0-9]*-[0-9]+|[Rr][0-9]+\.[0-9]+)$")
"""The form of a card's key, or a retro note's."""
_EVERY_CLASS = (
    "app:CadenceApp",
    "home.screen:HomeScreen", "board.screen:BoardScreen", "card.screen:CardScreen", "card.form:CardForm",
    "calendar.screen:CalendarScreen", "calendar.weeks:WeeksScreen", "calendar.received:ReceivedScreen",
    "settings.screen:SettingsScreen", "search.screen:SearchScreen", "notes.screen:NotesScreen",
    "help.screen:HelpScreen", "help.themes:ThemeScreen",
    "first_run.welcome:FirstRunScreen", "meeting.screen:MeetingScreen",
    "notes.receipt_screen:ReceiptScreen", "first_run.trouble:TroubleScreen", "first_run.who_are_you:WhoScreen",
    "board.board:BoardWidget", "widgets.one_line:OneLine", "widgets.line_input:LineInput",
    "widgets.line_list:LineList", "widgets.week:WeekStrip", "calendar.month:MonthGrid",
    "meeting.merge_lists:MergeLists", "search.screen:SearchInput", "meeting.steps.write:WriteStep",
)  # fmt: skip
"""Every class that declares keys, as ``module:class`` below :mod:`cadence.tui`."""


def place_named(word: str) -> str:
    """The place that a person means by ``word``: a screen, a kind of meeting, a meeting's ref, a board, a card's key.

    Where a board is called as a kind is, the word alone is the meeting: the one that runs, else the next. Raises
    :class:`BadValue` for what is none of them.
    """
    from cadence.domain.kinds import BY_KEY

    boards = {f"{_BOARD}{name}": name for name in BOARDS}
    known = {**{name: name for name in PLACES}, **{kind: f"{_MEETING}{kind}" for kind in BY_KEY}}
    plain = word.strip().lower()
    if plain in known | boards:
        return (known | boards)[plain]
    if plain.partition("@")[0] in BY_KEY:
        return plain
    if CARD_KEY.match(word.strip()):
        return word.strip().upper()
    near = [name for name in known | boards if plain and name.startswith(plain)]
    if len(near) == 1:
        return (known | boards)[near[0]]
    more = f"a card's key, a meeting such as standup@2026-12-02, a board such as {_BOARD}arch"
    raise BadValue(f"there is no screen {word!r}", f"screens are {', '.join(known)}, {more}")


def word_for(name: str) -> str:
    """What ``--at`` calls the place ``name``: see :func:`place_named`."""
    return name if place_named(name) == name else f"{_BOARD}{name}"


def style_of(name: str) -> str:
    """The style sheet of a place's screen, relative to :mod:`cadence.tui`; the program loads that of its first one."""
    module = PLACES[name].module if name in PLACES else "card.screen" if CARD_KEY.match(name) else "meeting.screen"
    return f"{module.replace('.', '/')}.tcss"


def screen_of(name: str) -> Screen[Any]:
    """A new screen for a place's name, as :func:`place_named` gives it; it knows its ``place``."""
    if name in PLACES:
        place = PLACES[name]
        made = _class(place.module, place.screen)
        screen = made(place.argument) if place.argument is not None else made()
    elif CARD_KEY.match(name):
        screen = _class("card.screen", "CardScreen")(name)
    else:
        screen = _class("meeting.screen", "MeetingScreen")(name.removeprefix(_MEETING))
    screen.place = name
    return screen  # type: ignore[no-any-return]


def form_of(card: CardView, begun_in: str | None, said: Callable[[str], object]) -> Screen[Any]:
    """A new form for a card, opened in the meeting ``begun_in``; ``said`` is told what came of it."""
    return _class("card.form", "CardForm")(card, begun_in, said)  # type: ignore[no-any-return]


def own_notes() -> Screen[Any]:
    """The retro's page, open at the viewer's own fields."""
    return _class("meeting.screen", "MeetingScreen")("retro", at_notes=True)  # type: ignore[no-any-return]


def weeks_from(day: date | None) -> Screen[Any]:
    """The next weeks, from the iteration of that day on."""
    return _class("calendar.weeks", "WeeksScreen")(day)  # type: ignore[no-any-return]


def _class(module: str, name: str) -> Any:
    return getattr(import_module(f"cadence.tui.{module}"), name)


def every_class() -> list[type[DOMNode]]:
    """Every class that declares keys: the program, its screens, the widgets. Imports all of them."""
    return [_class(*name.split(":")) for name in _EVERY_CLASS]
