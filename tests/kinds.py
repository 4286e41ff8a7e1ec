"""The six meeting kinds of Mangot's *An Agile SRE Meeting Plan* (2019): the rhythm that the tests are about.

What a test expects of a week, a load or a calendar is the article's plan. So tests run with these six alone, whatever
further kinds the program has; ``tests/cli/meetings/test_seventh_kind.py`` is about further ones.
"""

from __future__ import annotations

from cadence.domain import kinds
from cadence.domain.kinds import MeetingKind

KEYS = ("planning", "standup", "sync", "arch", "demo", "retro")
"""Their keys, in the order in which a week knows them."""
SIX: dict[str, MeetingKind] = {key: kinds.BY_KEY[key] for key in KEYS}


def use_six() -> None:
    """Let the program have these kinds alone. For the start of a test run: before anything else imports the kinds."""
    kinds.KINDS, kinds.BY_KEY = tuple(SIX.values()), SIX
