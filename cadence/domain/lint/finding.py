"""What a look at the schedule turns up: a rule that is broken or bent, and the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cadence.domain.parsing.dates import day_words


class Severity(StrEnum):
    """How much a finding matters: ``error`` breaks the plan, ``warning`` hurts somebody, ``note`` is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the lint: ``rule`` is a stable key, ``what`` is wrong and the ``remedy`` are sentences."""

    rule: str
    severity: Severity
    what: str
    remedy: str


SOON = timedelta(days=7)
"""What begins within this is there already; what begins later has a cause that is still to come."""


def starting(days: Sequence[date], today: date) -> str:
    """The option of a command that mends what begins only later; empty for what is there already."""
    return f" --from {min(days)}" if min(days) > today + SOON else ""


def often(days: Sequence[date]) -> str:
    """When it happens, for the end of a sentence: ``on Mon 7 Dec`` or ``26 times, first on Mon 7 Dec``."""
    first = f"on {day_words(min(days))}"
    return first if len(days) == 1 else f"{len(days)} times, first {first}"
