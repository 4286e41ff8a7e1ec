"""Short names of people for sentences: first names, as far as those tell them apart."""

from __future__ import annotations

from collections.abc import Iterable


def short_names(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A short name for each of ``people`` (handle and name), by handle: the first name, or the handle of namesakes."""
    first = [(handle, (name.split() or [handle])[0]) for handle, name in people]
    found = [name for _, name in first]
    return {handle: name if found.count(name) == 1 else handle for handle, name in first}
