"""A team's own settings beside its schedule, as they are kept in one JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

REMINDER = 10
"""Minutes before a meeting at which calendars remind, unless the team says otherwise."""

SWITCH = {"True": "on", "False": "off"}
"""What a switch is called."""


class TeamSettings(NamedTuple):
    """What a team has settled for itself; the defaults are what holds until it does."""

    columns: tuple[str, ...] = ()
    """The wall's columns, left to right; empty: as declared."""
    limits: Mapping[str, int] = {}
    """Most cards in a column of the wall."""
    person_limit: int | None = None
    """Most cards in progress for one person."""
    balance: int = 60
    """The share of business work aimed at, in percent."""
    flow_targets: Mapping[str, int] = {}
    """Shares aimed at by flow, in percent."""
    rotate_facilitator: bool = False
    anonymous_retro: bool = False
    social_last: bool = False
    """Whether social time comes last in a meeting."""
    week_end_block: bool = False
    """Whether calendars hold the free time after a retro that closes a week (rule 9)."""
    gate: bool = False
    """Whether ``cadence gate`` is closed after a retro that closes a week (rule 9)."""
    round_order: str = "fixed"
    """In which order people speak: ``fixed``, ``shuffled`` or ``timezone``."""
    video: str | None = None
    """The link of the call."""
    links: Mapping[str, str] = {}
    """The link of the call by kind of meeting, where it is another one."""
    reminders: Mapping[str, int] = {}
    """Minutes before a meeting at which calendars remind, by kind; 0: they don't."""
    address: str | None = None
    """The team's own mail address, which organizes the meetings in invites."""
    steps: Mapping[str, Mapping[str, int]] = {}
    """Minutes by kind of meeting and step."""
    budget_hours: float | None = None
    """Hours in meetings per person and week above which the lint reports."""
    neglect_days: int | None = None
    """Days without news after which a card is neglected; ``None``: by the team's own pace."""
    dots: int = 3
    """Dots that a person has in a vote on topics."""
    topic_minutes: int = 5
    """Minutes that a topic has in a lean coffee before the vote on more."""
    extensions: tuple[int, ...] = ()
    """Minutes of a topic's first, second ... extension, the last one for all that follow; empty: each half as long."""
    for_iteration: Mapping[str, Mapping[str, Any]] = {}
    """By an iteration's number: the ``balance`` and ``flow_targets`` that are its own, and its ``duty`` (a handle)."""
    unknown: Mapping[str, Any] = {}
    """What another version of the program has stored."""

    def link_of(self, kind: str) -> str | None:
        """The link of the call for a kind of meeting."""
        return self.links.get(kind) or self.video

    def reminder_of(self, kind: str) -> int | None:
        """The minutes before a meeting at which calendars remind; ``None``: they don't."""
        return self.reminders.get(kind, REMINDER) or None

    def targets_of(self, iteration: int | None) -> tuple[int, Mapping[str, int]]:
        """The business share and the flow targets of an iteration, in percent: its own, else the team's."""
        own = self.for_iteration.get(str(iteration), {})
        return own.get("balance", self.balance), {**self.flow_targets, **own.get("flow_targets", {})}

    def duty_of(self, iteration: int | None) -> str:
        """The handle of who holds interrupt duty in an iteration; empty for nobody."""
        return str(self.for_iteration.get(str(iteration), {}).get("duty", ""))

    def with_own(self, iteration: int, **values: Any) -> TeamSettings:
        """The settings with these values for one iteration alone; an empty one is taken away."""
        own = {**self.for_iteration.get(str(iteration), {}), **values}
        own = {name: value for name, value in own.items() if value or value == 0}
        return self._replace(for_iteration={**self.for_iteration, str(iteration): own})


def parse_settings(text: str) -> TeamSettings:
    """The settings that are stored as ``text``."""
    stored = {name: value for name, value in json.loads(text).items() if value is not None}
    known = {name: stored.pop(name) for name in TeamSettings._fields if name in stored and name != "unknown"}
    known |= {name: tuple(known[name]) for name in ("columns", "extensions") if name in known}
    return TeamSettings(**known, unknown=stored)


def differing(old: TeamSettings, new: TeamSettings) -> list[str]:
    """The settings that differ, by name, a number or a switch with what it is now: ``person limit 3``."""
    found = []
    for name, value in new._asdict().items():
        if value != getattr(old, name):
            now = f" {SWITCH.get(str(value), value)}" if isinstance(value, (int, float)) else ""
            found.append(name.replace("_", " ") + now)
    return found


def settings_text(settings: TeamSettings) -> str:
    """The settings as the text that is stored."""
    return json.dumps(stored_settings(settings), ensure_ascii=False)


def stored_settings(settings: TeamSettings) -> dict[str, Any]:
    """The settings as JSON values: those that differ from the defaults, and the unknown ones."""
    default = TeamSettings()._asdict()
    stored = {name: value for name, value in settings._asdict().items() if value != default[name]}
    unknown = stored.pop("unknown", {})
    stored |= {name: list(stored[name]) for name in ("columns", "extensions") if name in stored}
    return {**unknown, **stored}
