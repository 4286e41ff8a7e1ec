"""How a topic can end, as data: what is asked for in words, what comes of it, and when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

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
    by_link: bool = False
    """What is waited for is a link: the topic is on an agenda again when it is there, or late."""
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
    Outcome("needs a spec", "spec", back_after=timedelta(days=7), by_link=True),
    Outcome("next week", again=True),
    Outcome("drop", "why", drops=True),
)

OUTCOMES: dict[str, Outcome] = {outcome.name: outcome for outcome in _ALL}

NOTED = "noted"
"""What becomes of a demo that was answered, where another meeting hears of it and makes nothing of it."""
KEPT = frozenset({"continue", "keep"})
"""What is said of an action that goes on."""
HAND_BACK = "hand back"
"""A card goes back to who asked for it, who may be told why."""
NOT_SHOWN = "not shown"
"""What became of a demo that nobody got to: it is on the next list."""
OFF_THE_LIST = "not shown twice, off the list"
"""What becomes of one that had proposed itself and that nobody gets to the next time either."""

AGAIN = "re-prioritise"
"""What becomes of a holdover that is to be ranked anew."""
IN_A_WORD = "say it in a word or two"
"""The remedy where a reason is missing."""
MISSING = {
    "decision": ("what was decided?", "say it in one line"),
    "question": ("what does the experiment find out?", "say it as a question; @name owns it, !date to look again"),
    "action": ("what is to be done?", "say it in one line; @name owns it, !date when it is due"),
    "its action": ("what is to be done?", "say it in one line; @name owns it, !date when it is due"),
    "work": ("what is to be done?", "say it in one line; @name does it, !date when it is due"),
    "spec": ("what is to be specified?", "say it in one line; @name writes it, !date when it is due"),
    "why": ("why is it dropped?", IN_A_WORD),
}
"""What is said where the words are missing, and the remedy."""


def missing_words(asks: str) -> str:
    """What is said where the words are missing, with the remedy; words are needed where nothing more is known."""
    return " ".join(MISSING.get(asks, ("words are needed:", "say it in one line")))


def in_words(name: str, words: str, owners: Sequence[str] = (), back_on: date | None = None) -> str:
    """How a topic ended: ``experiment: does spot last a day? (Ben, back on Tue 15 Dec)``; a link is due."""
    ended = "dropped" if name in OUTCOMES and OUTCOMES[name].drops else name
    day = "due" if waits_for_link(name) else "back on"
    later = [", ".join(owners), f"{day} {day_words(back_on)}"] if back_on is not None and ended == name else []
    more = ", ".join(part for part in later if part)
    return (f"{ended}: {words}" if words else ended) + (f" ({more})" if more else "")


class PutAway(Protocol):
    """A topic, as far as it matters what is waited for; :class:`cadence.domain.views.cards.CardView` is one."""

    @property
    def status(self) -> str:
        """``open``, ``done`` or ``dropped``."""

    @property
    def outcome(self) -> str | None:
        """The name of how it ended last."""

    @property
    def back_on(self) -> date | None:
        """The day from which it is on an agenda again."""

    @property
    def url(self) -> str | None:
        """Its link."""


def awaited(topic: PutAway, today: date) -> str:
    """How it stands with what a topic waits for: ``look again``, ``2 d late, no link yet``, or empty.

    It is late only behind its day, and only while there is no link.
    """
    outcome = OUTCOMES.get(topic.outcome or "")
    if outcome is None or outcome.back_after is None or topic.status != "open":
        return ""
    day = topic.back_on
    if not outcome.by_link:
        return f"look again {day_words(day)}" if day is not None and day > today else "look again"
    if day is None:
        return "its link is there" if topic.url else "no link yet"
    if day < today:
        return f"{(today - day).days} d late, no link yet"
    return f"due {'today' if day == today else day_words(day)}, no link yet"


def awaited_words(topic: PutAway, words: str, today: date) -> str:
    """The same with what is waited for: ``experiment: does spot last a day? · look again``; empty for nothing."""
    stands = awaited(topic, today)
    return f"{in_words(topic.outcome or '', words)} · {stands}" if stands else ""


def waits_for_link(name: str | None) -> bool:
    """Whether a topic that ended like this waits for a link."""
    return name in OUTCOMES and OUTCOMES[name].by_link


def is_on_agenda(back_on: date | None, day: date) -> bool:
    """Whether a topic that comes back on ``back_on`` (``None``: it never left) is on the agenda of ``day``."""
    return back_on is None or back_on <= day
