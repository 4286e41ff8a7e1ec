"""A decision as a record: what every template of one gets as ``decision``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One decision, as one viewer may see it; its number is that of its key, the same for everybody."""

    number: int
    key: str
    title: str
    day: date
    status: str
    """``accepted``, ``rejected`` (dropped again) or ``superseded by SRE-12 title``."""
    deciders: tuple[str, ...]
    """The names of those of the team who were present; outside a meeting of whoever recorded it."""
    consulted: tuple[str, ...] = ()
    """The names of the guests who were present at its topic."""
    topic: str = ""
    """The title of what it came of."""
    context: str = ""
    options: str = ""
    consequences: str = ""
    """Markdown, each."""
    supersedes: str = ""
    """The decisions whose place it takes, each with its key and title."""
    own: bool = False
    """Taken behind closed doors: the team's own, also where its records are read by others."""
