"""How the arch meeting's topics are run: four forms, and lean coffee's votes on time (Mangot 2019, leancoffee.org)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from cadence.errors import BadValue


class TopicToOrder(Protocol):
    """What a form looks at; :class:`cadence.domain.views.cards.CardView` is one."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def votes(self) -> int:
        """Its dots."""


class Verdict(StrEnum):
    """What a vote on time comes to."""

    MORE = "more"
    MOVE_ON = "move on"
    WAITING = "waiting"


Form = Callable[[Sequence[TopicToOrder], str | None], list[TopicToOrder]]


def order(form: str, topics: Sequence[TopicToOrder], chosen: str | None = None) -> list[str]:
    """The keys of ``topics`` (given in the agenda's order) in the order in which ``form`` discusses them.

    ``chosen`` is the big topic of the forms that have one; without it, or if it isn't there, the agenda's order
    stays, as it does between topics with as many dots. Raises :class:`BadValue` for an unknown form.
    """
    if form not in FORMS:
        raise BadValue(f"{form!r} is not a way to run the topics", f"ways are {', '.join(FORMS)}")
    return [topic.key for topic in FORMS[form](topics, chosen)]


def extension_minutes(timebox: int, nth: int, own: Sequence[int] = ()) -> int:
    """Minutes of the ``nth`` extension (from 1) of a topic whose timebox is ``timebox`` minutes.

    Each is half of the one before, rounded up, down to one minute: 5, then 3, 2, 1, 1. ``own``: the team's instead, the
    last one for all that follow. Raises :class:`ValueError` for a timebox or an extension below 1.
    """
    if timebox < 1 or nth < 1:
        raise ValueError("timeboxes and extensions count from 1")
    if own:
        return own[min(nth, len(own)) - 1]
    minutes = timebox
    for _ in range(nth):
        if minutes == 1:
            break
        minutes = (minutes + 1) // 2
    return minutes


def vote_result(more: int, move_on: int, present: int, *, closed: bool = False) -> Verdict:
    """What a vote on time comes to once all of those ``present`` have voted: more time if more than half want it.

    A tie moves on, since other topics wait. Until then it is :attr:`Verdict.WAITING`; ``closed``: it is not waited for
    those who have not voted, and they don't count.
    """
    voters = more + move_on
    if not closed and voters < max(present, 1):
        return Verdict.WAITING
    return Verdict.MORE if more * 2 > voters else Verdict.MOVE_ON


def _in_order(topics: Sequence[TopicToOrder], _chosen: str | None) -> list[TopicToOrder]:
    return list(topics)


def _lean_coffee(topics: Sequence[TopicToOrder], _chosen: str | None) -> list[TopicToOrder]:
    return sorted(topics, key=lambda topic: -topic.votes)


def _big_first(topics: Sequence[TopicToOrder], chosen: str | None) -> list[TopicToOrder]:
    return sorted(topics, key=lambda topic: topic.key != chosen)


def _big_last(topics: Sequence[TopicToOrder], chosen: str | None) -> list[TopicToOrder]:
    return sorted(topics, key=lambda topic: topic.key == chosen)


FORMS: dict[str, Form] = {
    "in order": _in_order,
    "lean coffee": _lean_coffee,
    "one big first": _big_first,
    "one big last": _big_last,
}
"""The ways to run topics, by the names that a kind's Topics step lists."""
