"""Short names and initials of people, as far as those tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from cadence.domain.parsing.text import graphemes, initials


def short_names(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A short name for each of ``people`` (handle and name), by handle.

    The first name; namesakes have their full name, and where that is the same too, their handle.
    """
    named = [(handle, " ".join(name.split()) or handle) for handle, name in people]
    return _first_unlike(named, [lambda name: name.split()[0], str])


def short_initials(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Initials for each of ``people`` (handle and name), by handle: ``AL``, one letter more where two share them."""
    return _first_unlike([(handle, name or handle) for handle, name in people], [initials, _longer])


def _longer(name: str) -> str:
    """The initials and the last word's second letter: ``ALe``."""
    return initials(name) + "".join(list(graphemes(name.rsplit(maxsplit=1)[-1]))[1:2])


def _first_unlike(people: list[tuple[str, str]], ways: Iterable[Callable[[str], str]]) -> dict[str, str]:
    """What the first of the ``ways`` makes of each name that it makes of no other; else the handle."""
    found = {handle: handle for handle, _ in people}
    for way in reversed(list(ways)):
        said = [(handle, way(name)) for handle, name in people]
        often = Counter(words.casefold() for _, words in said)
        found |= {handle: words for handle, words in said if often[words.casefold()] == 1}
    return found
