"""The sorts of keys: those that open the line, those that act at once, and those that move."""

from __future__ import annotations

from enum import Enum

from textual.binding import Binding


class Sort(Enum):
    """What a key does with what is typed behind it: opens a line for it, cannot have been meant for it, or moves."""

    WORD = "word"
    ACTING = "acting"
    GOING = "going"
    """It acts at once, and goes on to the next thing: a key behind it that opens a line was meant for that."""
    MOVING = "moving"
    FIELDS = "fields"
    """It moves to fields of one's own: what is typed behind it is private, also where there are none."""


SORTS: dict[str, Sort] = {}
"""The sort of each key that a gesture is declared for, by the id of its binding; any other key moves."""
SORT_OF: dict[str, Sort] = {}
"""The same by the gesture's name."""
LINES: dict[str, str] = {}
"""What the line says of each gesture that always opens it: ``park``."""

NAMES = frozenset({"move", "assign", "filter", "group", "duty", "digit_0"})
"""Those of them whose line names something that is there, a column or a person: no words that could be parked."""


def word_key(key: str, gesture: str, label: str, tooltip: str, id: str) -> Binding:
    """A key that always opens the one line."""
    LINES[gesture] = label.lower()
    return _gesture(Sort.WORD, key, gesture, label, tooltip, id)


def acting_key(key: str, gesture: str, label: str, tooltip: str, id: str) -> Binding:
    """A key that acts at once."""
    return _gesture(Sort.ACTING, key, gesture, label, tooltip, id)


def going_key(key: str, gesture: str, label: str, tooltip: str, id: str) -> Binding:
    """A key that acts at once, and goes on."""
    return _gesture(Sort.GOING, key, gesture, label, tooltip, id)


def fields_key(key: str, gesture: str, label: str, tooltip: str, id: str) -> Binding:
    """A key that moves to fields of one's own."""
    return _gesture(Sort.FIELDS, key, gesture, label, tooltip, id)


def moving_key(key: str, gesture: str, label: str, tooltip: str, id: str) -> Binding:
    """A key that shows something else, and changes nothing."""
    return _gesture(Sort.MOVING, key, gesture, label, tooltip, id)


def _gesture(sort: Sort, key: str, gesture: str, label: str, tooltip: str, id: str) -> Binding:
    SORTS[id] = SORT_OF[gesture] = sort
    return Binding(key, f"gesture('{gesture}')", label, tooltip=tooltip, id=id, show=False)
