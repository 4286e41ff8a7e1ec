"""The words that are values: audiences, boards, flow types, origins. Light, since a shell's quick lane imports it."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Who may see a meeting, card or event, from the narrowest to the widest."""

    TEAM = "team"
    PARTNER = "partner"
    EVERYONE = "everyone"


class BoardKey(StrEnum):
    """The boards; see :mod:`cadence.domain.cards.boards` for what each is."""

    WALL = "wall"
    SYNC = "sync"
    ARCH = "arch"
    DEMO = "demo"
    RETRO = "retro"
    PARKING = "parking"
    ACTIONS = "actions"
    DECISIONS = "decisions"


FLOWS = ("feature", "defect", "risk", "debt")
"""Flow types (Kersten)."""

ORIGINS = ("business", "team", "interrupt")
"""Where a work item comes from; an interrupt arrived after planning."""

THIEVES = {
    "too-much-wip": "too much in progress",
    "conflicting-priorities": "conflicting priorities",
    "unknown-dependencies": "unknown dependency",
    "unplanned-work": "unplanned",
    "neglected-work": "neglected",
}
"""What people read for each of the five time thieves (DeGrandis), everywhere."""
THIEF_NUMBERS = {str(number): thief for number, thief in enumerate(THIEVES, 1)}
"""The numbers by which they are typed."""

POSTMORTEM = "postmortem"
"""The type of a topic whose text may end in things to do."""
TOPIC_TYPES = (
    "spec",
    "diagram",
    "requirements",
    "experiment",
    POSTMORTEM,
    "technology",
    "proposal",
    "question",
)
"""What a topic of the arch meeting is."""
