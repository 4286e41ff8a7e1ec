"""How a topic can end, as data: what is asked for in words, what comes of it, and when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cadence.domain.parsing.dates import day_words
from cadence.domain.vocabulary import BoardKey


class Outcome(NamedTuple):
    """One way in which a topic ends."""

    name: str
    asks: str = ""
    """What is asked for in words, and has to be said; empty: it acts at once."""
    makes: BoardKey | None = None
    """The board on which a card is made of these words."""
    again: bool = False
    """The topic is put off: it is on the next agenda."""
    back_after: timedelta | None = None
    """How long the topic stays away unless a day is said; it is on the first agenda from then on."""
    drops: bool = False
    """The topic is closed without more."""

    @property
    def comes_back(self) -> bool:
        """Whether the topic is on a later agenda again."""
        return self.again or self.back_after is not None


_ALL = (
    Outcome("decision", "decision", makes=BoardKey.DECISIONS),
    Outcome("experiment", "question", back_after=timedelta(days=14)),
    Outcome("action", "action", makes=BoardKey.ACTIONS),
    Outcome("needs a spec", "spec", back_after=timedelta(days=7)),
    Outcome("next week", again=True),
    Outcome("drop", "why", drops=True),
)

OUTCOMES: dict[str, Outcome] = {outcome.name: outcome for outcome in _ALL}

NOTED = "noted"
"""What becomes of a demo that was answered, where another meeting hears of it and makes nothing of it."""
NOT_SHOWN = "not shown"
"""Why a demo that had proposed itself is on the list no more."""

MISSING = {
    "decision": ("what was decided?", "say it in one line"),
    "question": ("what does the experiment find out?", "say it as a question; @name owns it, !date to look again"),
    "action": ("what is to be done?", "say it in one line; @name owns it, !date when it is due"),
    "spec": ("what is to be specified?", "say it in one line; @name writes it, !date when it is due"),
    "why": ("why is it dropped?", "say it in a word or two"),
}
"""What is said where the words are missing, and the remedy."""


def in_words(name: str, words: str, owners: Sequence[str] = (), back_on: date | None = None) -> str:
    """How a topic ended: ``experiment: does spot last a day? (Ben, back on Tue 15 Dec)``."""
    ended = "dropped" if name in OUTCOMES and OUTCOMES[name].drops else name
    later = [", ".join(owners), f"back on {day_words(back_on)}"] if back_on is not None else []
    more = ", ".join(part for part in later if part)
    return (f"{ended}: {words}" if words else ended) + (f" ({more})" if more else "")


def is_on_agenda(back_on: date | None, day: date) -> bool:
    """Whether a topic that comes back on ``back_on`` (``None``: it never left) is on the agenda of ``day``."""
    return back_on is None or back_on <= day
