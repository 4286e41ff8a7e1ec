"""The team's own settings beside the schedule: columns, limits, targets, habits; checked, kept as one JSON text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds import BY_KEY
from cadence.domain.lint.finding import Finding, Severity
from cadence.domain.parsing import text
from cadence.domain.parsing.names import check_email, match
from cadence.domain.team.settings import TeamSettings
from cadence.domain.vocabulary import FLOWS, BoardKey
from cadence.errors import BadValue, Refused
from cadence.services.schedule.week import kind_named
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer

N = TypeVar("N", int, float)

ROUND_ORDERS = ("fixed", "shuffled", "timezone")
COLUMNS = (2, 12)
"""How few and how many columns a wall may have."""


_NUMBERS = {
    "balance": (0, 100, "balance"),
    "person_limit": (0, 99, "person limit"),
    "budget_hours": (0, 60, "budget hours"),
    "neglect_days": (0, 365, "neglect days"),
    "dots": (1, 20, "number of dots"),
    "topic_minutes": (1, 120, "number of topic minutes"),
}
"""The settings that are one number: its least, its most, and what an error calls it."""


class Habits(NamedTuple):
    """New settings; ``None`` leaves one as it is. A limit, target or budget of 0 takes it away."""

    columns: tuple[str, ...] | None = None
    limits: Mapping[str, int] | None = None
    person_limit: int | None = None
    balance: int | None = None
    flow_targets: Mapping[str, int] | None = None
    rotate_facilitator: bool | None = None
    anonymous_retro: bool | None = None
    social_last: bool | None = None
    week_end_block: bool | None = None
    """Whether calendars hold the free time after a retro that closes a week (rule 9)."""
    gate: bool | None = None
    """Whether ``cadence gate`` is closed after a retro that closes a week (rule 9)."""
    round_order: str | None = None
    """In which order people speak: one of :data:`ROUND_ORDERS`."""
    video: str | None = None
    address: str | None = None
    """The team's own mail address; empty: none."""
    steps: Mapping[str, int] | None = None
    """Minutes by ``kind.step``."""
    budget_hours: float | None = None
    neglect_days: int | None = None
    dots: int | None = None
    topic_minutes: int | None = None
    extensions: tuple[int, ...] | None = None
    """Minutes of a topic's extensions in turn; empty: each half as long as the one before."""
    iteration: int | None = None
    """The number of the iteration that ``balance`` and ``flow_targets`` are for; ``None``: for all."""


def changed(connection: Connection, viewer: Viewer, old: TeamSettings, new: Habits) -> TeamSettings:
    """The settings after the change; raises :class:`BadValue` or :class:`Refused`."""
    found = old
    if new.iteration is not None:
        found, new = _of_one_iteration(old, new, new.iteration)
    if new.columns is not None:
        names = _columns(connection, viewer, new.columns)
        found = found._replace(columns=names, limits={name: n for name, n in found.limits.items() if name in names})
    if new.limits is not None:
        names = found.columns or BOARDS[BoardKey.WALL].columns
        said = {
            match(name, names, "column on the wall"): _between(n, 0, 999, "limit") for name, n in new.limits.items()
        }
        found = found._replace(limits=_without_zeros({**found.limits, **said}))
    if new.flow_targets is not None:
        found = found._replace(flow_targets=_targets(found.flow_targets, new.flow_targets))
    if new.steps is not None:
        found = found._replace(steps=_steps(found.steps, new.steps))
    if new.video is not None:
        found = found._replace(video=text.link(new.video) if new.video else None)
    if new.address is not None:
        found = found._replace(address=check_email(new.address) if new.address else None)
    for name, (least, most, what) in _NUMBERS.items():
        value = getattr(new, name)
        if value is not None:
            number = _between(value, least, most, what)
            found = found._replace(**{name: number if number or name == "balance" else None})  # type: ignore[arg-type]
    if new.extensions is not None:
        found = found._replace(extensions=_extensions(new.extensions))
    if new.round_order is not None:
        found = found._replace(round_order=match(new.round_order, ROUND_ORDERS, "order of speaking"))
    for name in ("rotate_facilitator", "anonymous_retro", "social_last", "week_end_block", "gate"):
        if getattr(new, name) is not None:
            found = found._replace(**{name: getattr(new, name)})
    return found


def _of_one_iteration(old: TeamSettings, new: Habits, iteration: int) -> tuple[TeamSettings, Habits]:
    """The settings with an iteration's own targets, and what else is to change."""
    found = old
    if new.balance is not None:
        found = found.with_own(iteration, balance=_between(new.balance, 0, 100, "balance"))
    if new.flow_targets is not None:
        own = found.for_iteration.get(str(iteration), {}).get("flow_targets", {})
        found = found.with_own(iteration, flow_targets=_targets(own, new.flow_targets))
        total = sum(found.targets_of(iteration)[1].values())
        if total > 100:
            raise BadValue(f"the targets of iteration {iteration} come to {total} %", "keep them to 100 together")
    return found, new._replace(balance=None, flow_targets=None)


def _extensions(minutes: tuple[int, ...]) -> tuple[int, ...]:
    """Extensions get shorter: none is longer than the one before."""
    found = tuple(_between(one, 1, 120, "extension") for one in minutes)
    if list(found) != sorted(found, reverse=True):
        raise BadValue("an extension longer than the one before", "let them get shorter: 5,3,1")
    return found


def _between(value: N, least: int, most: int, what: str) -> N:
    if not least <= value <= most:
        raise BadValue(f"a {what} of {value}", f"choose {least} to {most}")
    return value


def _without_zeros(values: Mapping[str, int]) -> dict[str, int]:
    return {name: value for name, value in values.items() if value}


def _columns(connection: Connection, viewer: Viewer, names: tuple[str, ...]) -> tuple[str, ...]:
    """The wall's new columns; none that still holds an open card may go."""
    clean = tuple(text.line(name, "column") for name in names)
    if len({name.casefold() for name in clean}) != len(clean):
        raise BadValue("two columns have the same name", "name each differently")
    if not COLUMNS[0] <= len(clean) <= COLUMNS[1]:
        raise BadValue(f"a wall of {len(clean)} columns", f"name {COLUMNS[0]} to {COLUMNS[1]}, from left to right")
    held = {
        row.column_name for row in queries.cards.listed(connection, viewer, board=BoardKey.WALL) if row.status == "open"
    }
    if lost := sorted(held - set(clean)):
        raise Refused(f"the column {lost[0]!r} still holds cards", "move them first, or keep the column")
    return clean


def _targets(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int]:
    said = {match(flow, FLOWS, "flow"): _between(share, 0, 100, "target") for flow, share in new.items()}
    found = _without_zeros({**old, **said})
    if sum(found.values()) > 100:
        raise BadValue(f"the targets come to {sum(found.values())} %", "keep them to 100 together")
    return found


def unshared(settings: TeamSettings) -> list[Finding]:
    """What the flow targets leave open, in one finding; none where they come to 100 % or there are none."""
    total = sum(settings.flow_targets.values())
    if total in (0, 100):
        return []
    others = [flow for flow in FLOWS if flow not in settings.flow_targets] or list(FLOWS)
    what = f"the flow targets come to {total} %"
    return [Finding("flow-targets", Severity.NOTE, what, f"{100 - total} % are left for {', '.join(others)}")]


def _steps(old: Mapping[str, Mapping[str, int]], new: Mapping[str, int]) -> dict[str, dict[str, int]]:
    found = {kind: dict(steps) for kind, steps in old.items()}
    for name, minutes in new.items():
        kind_word, dot, step_word = name.partition(".")
        if not dot:
            raise BadValue(f"{name!r} is not a step of a meeting", "write it as planning.merge")
        kind = BY_KEY[kind_named(kind_word)]
        step = match(step_word, [step.key for step in kind.steps], f"step of the {kind.key}")
        found.setdefault(kind.key, {})[step] = _between(minutes, 0, 480, "step budget")
    return {kind: left for kind, steps in found.items() if (left := _without_zeros(steps))}
