"""The settings of a team: how each is written to be typed over, and how the words typed for it are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cadence import services
from cadence.domain.parsing.dates import parse_date, parse_days
from cadence.domain.parsing.text import clip, shown
from cadence.domain.views.team import TeamView
from cadence.errors import BadValue
from cadence.tui.drawing.card_words import FLOW_LETTERS

if TYPE_CHECKING:
    from cadence.services.team.team import TeamEdit

_YES = {"yes": True, "y": True, "on": True, "no": False, "n": False, "off": False}
_FROM = re.compile(r"(?:^|\s)from:\s*(\S+)")
_NEXT = "from: date (else the next iteration)"


class TypedSetting(NamedTuple):
    """What was typed for a setting: the words, the date behind ``from:``, and the team before the change."""

    words: str
    since: date | None
    team: TeamView
    today: date


class SettingField(NamedTuple):
    """One setting: how it is written, how it is read back, and a hint on what may be typed."""

    written: Callable[[TeamView], object]
    read: Callable[[TypedSetting], TeamEdit]
    hint: str


def typed(words: str, team: TeamView, today: date) -> TypedSetting:
    """Take ``from:2026-12-07`` out of what was typed."""
    found = _FROM.search(words)
    if found is None:
        return TypedSetting(words.strip(), None, team, today)
    return TypedSetting(_FROM.sub("", words).strip(), parse_date(found[1], today), team, today)


def written(team: TeamView, name: str) -> str:
    """The setting ``name`` as it is typed; empty where it isn't set."""
    value = CHANGES[name].written(team)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


# --- reading ---


def _yes(words: str) -> bool:
    if words.lower() not in _YES:
        raise BadValue(f"'{_short(words)}' is neither yes nor no", "write yes or no")
    return _YES[words.lower()]


def _whole(words: str) -> int:
    if not (words.isascii() and words.isdigit() and len(words) < 9):
        raise BadValue(f"'{_short(words)}' is not a whole number", "write it in figures alone")
    return int(words)


def _number(words: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", words):
        raise BadValue(f"'{_short(words)}' is not a number", "write it as 5 or 5.5")
    return float(words)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _numbered(words: str, before: Iterable[str]) -> dict[str, int]:
    """``In progress 4, Review 3``; what was there before and isn't typed any more is 0, which takes it away."""
    found = dict.fromkeys(before, 0)
    for part in _listed(words):
        name, _, number = part.replace("=", " ").rpartition(" ")
        if not name.strip():
            raise BadValue(f"'{_short(part)}' is not a name and a number", "write it as: In progress 4, Review 3")
        found[name.strip()] = _whole(number)
    return found


def _flows(words: str, before: Iterable[str]) -> dict[str, int]:
    """Shares by name, or as planning shows them, by letter: ``F 40 D 20``."""
    for flow, letter in FLOW_LETTERS.items():
        words = re.sub(rf",?\s*\b{letter}\b", f", {flow}", words, flags=re.IGNORECASE)
    return _numbered(words, before)


def _short(words: str) -> str:
    return clip(shown(words), 40)


# --- the settings ---


def _team(name: str, read: Callable[[str], object] = str) -> Callable[[TypedSetting], TeamEdit]:
    return lambda said: services.team.team.TeamEdit(**{name: read(said.words)})  # type: ignore[arg-type]


def _located(name: str, read: Callable[[str], object] = str) -> Callable[[TypedSetting], TeamEdit]:
    """Where the team works, from a date on."""
    return lambda said: services.team.team.TeamEdit(**{name: read(said.words)}, since=said.since)  # type: ignore[arg-type]


def _shape(name: str, read: Callable[[TypedSetting], object]) -> Callable[[TypedSetting], TeamEdit]:
    def edit(said: TypedSetting) -> TeamEdit:
        from cadence.services.schedule.iteration_shape import NewShape

        shape = NewShape(**{name: read(said)})  # type: ignore[arg-type]
        return services.team.team.TeamEdit(shape=shape, since=said.since)

    return edit


_ALONE = "this iteration"
_OR_ALONE = f"; with {_ALONE!r} behind it: for it alone"


def _target(name: str, read: Callable[[str, TeamView], object]) -> Callable[[TypedSetting], TeamEdit]:
    """A target of the team's, or with :data:`_ALONE` behind it of the present iteration's."""

    def edit(said: TypedSetting) -> TeamEdit:
        from cadence.services.team.settings import Habits

        words, alone, rest = said.words.partition(_ALONE)
        if alone and (rest.strip() or said.team.iteration is None):
            raise BadValue(f"'{_short(said.words)}'", f"write {_ALONE!r} last, once an iteration has begun")
        number = said.team.iteration if alone else None
        habits = Habits(**{name: read(words.strip(), said.team)}, iteration=number)  # type: ignore[arg-type]
        return services.team.team.TeamEdit(habits=habits)

    return edit


def _habit(name: str, read: Callable[[str], object]) -> Callable[[TypedSetting], TeamEdit]:
    return _habit_of(name, lambda said: read(said.words))


def _habit_of(name: str, read: Callable[[TypedSetting], object]) -> Callable[[TypedSetting], TeamEdit]:
    def edit(said: TypedSetting) -> TeamEdit:
        from cadence.services.team.settings import Habits

        return services.team.team.TeamEdit(habits=Habits(**{name: read(said)}))  # type: ignore[arg-type]

    return edit


def _pairs(values: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _steps(team: TeamView) -> dict[str, int]:
    """The steps whose minutes are the team's own, by ``kind.step``."""
    kinds = team.settings.steps.items()
    return {f"{kind}.{step}": minutes for kind, steps in kinds for step, minutes in steps.items()}


GROUPS: Mapping[str, tuple[str, ...]] = {
    "Team": ("name", "time zone", "country", "subdivision", "distributed"),
    "Iteration": ("iteration, weeks", "iteration starts", "working days", "hand-over day"),
    "Partner team": ("partner", "sprint start", "sprints, weeks"),
    "Invites": ("mail address",),
    "Wall": (
        "columns", "cards per column", "cards per person", "business share, %", "flow shares, %",
        "neglected after, days",
    ),
    "Topics": ("dots", "topic minutes", "extensions, minutes"),
    "Habits": (
        "deploy gate", "facilitators in turn", "anonymous retro", "social time last", "week's end block",
        "order of speaking", "video call", "step minutes", "meetings, hours a week",
    ),
}  # fmt: skip
"""The settings in the order in which they stand on the screen."""
OWN = frozenset({"Invites", "Wall", "Topics", "Habits"})
"""Groups of what is the team's alone."""

CHANGES: dict[str, SettingField] = {
    "name": SettingField(lambda team: team.name, _team("name"), "the team's name"),
    "time zone": SettingField(
        lambda team: team.timezone, _located("timezone"), "such as America/New_York · from: date"
    ),
    "country": SettingField(
        lambda team: team.country, _team("country"), "two letters; its public holidays are taken from today on"
    ),
    "subdivision": SettingField(lambda team: team.subdivision, _team("subdivision"), "a state or region, such as CA"),
    "distributed": SettingField(
        lambda team: team.distributed,
        _located("distributed", _yes),
        "yes: the standup has social time and takes 30 min · from: date",
    ),
    "iteration, weeks": SettingField(
        lambda team: team.weeks, _shape("weeks", lambda said: _whole(said.words)), f"1 or more · {_NEXT}"
    ),
    "iteration starts": SettingField(
        lambda team: team.start,
        _shape("start", lambda said: parse_date(said.words, said.today)),
        "a new iteration begins on that day, and every so many weeks from it",
    ),
    "working days": SettingField(
        lambda team: ",".join(team.working_days),
        _shape("working_days", lambda said: parse_days(said.words)),
        f"mon-fri, or mon,tue,… · {_NEXT}",
    ),
    "hand-over day": SettingField(
        lambda team: team.hand_over,
        _shape("hand_over", lambda said: _yes(said.words)),
        f"yes: demo and retro on the next iteration's first morning · {_NEXT}",
    ),
    "partner": SettingField(lambda team: team.partner, _team("partner"), "the partner team's name; empty for none"),
    "sprint start": SettingField(
        lambda team: team.partner_start,
        lambda said: services.team.team.TeamEdit(partner_start=parse_date(said.words, said.today)),
        "the first day of any of the partner's sprints",
    ),
    "sprints, weeks": SettingField(
        lambda team: team.partner_weeks, _team("partner_weeks", _whole), "how long they are"
    ),
    "columns": SettingField(lambda team: ", ".join(team.columns), _habit("columns", _listed), "from left to right"),
    "cards per column": SettingField(
        lambda team: _pairs(dict(team.limits)),
        _habit_of("limits", lambda said: _numbered(said.words, dict(said.team.limits))),
        "such as: In progress 4, Review 3 · empty for none",
    ),
    "cards per person": SettingField(
        lambda team: team.person_limit,
        _habit("person_limit", lambda words: _whole(words or "0")),
        "cards in progress for one person · empty for none",
    ),
    "business share, %": SettingField(
        lambda team: team.balance,
        _target("balance", lambda words, _: _whole(words)),
        f"the share of business work aimed at, in percent{_OR_ALONE}",
    ),
    "flow shares, %": SettingField(
        lambda team: _pairs(team.settings.flow_targets),
        _target("flow_targets", lambda words, team: _flows(words, team.settings.flow_targets)),
        f"shares in percent, such as: feature 40, debt 25, or F 40 T 25 · empty for none{_OR_ALONE}",
    ),
    "neglected after, days": SettingField(
        lambda team: team.settings.neglect_days,
        _habit("neglect_days", lambda words: _whole(words or "0")),
        "a card without news for so long is neglected · empty: as the team's own pace says",
    ),
    "facilitators in turn": SettingField(
        lambda team: team.settings.rotate_facilitator,
        _habit("rotate_facilitator", _yes),
        "yes: the facilitator changes from meeting to meeting",
    ),
    "anonymous retro": SettingField(
        lambda team: team.anonymous_retro, _habit("anonymous_retro", _yes), "yes: notes are shuffled and unsigned"
    ),
    "social time last": SettingField(
        lambda team: team.settings.social_last,
        _habit("social_last", _yes),
        "yes: social time comes last in the standup",
    ),
    "week's end block": SettingField(
        lambda team: team.settings.week_end_block,
        _habit("week_end_block", _yes),
        "yes: calendars hold free time after the week's last retro",
    ),
    "deploy gate": SettingField(
        lambda team: team.settings.gate,
        _habit("gate", _yes),
        "yes: cadence gate is closed after the week's last retro",
    ),
    "order of speaking": SettingField(
        lambda team: team.settings.round_order, _habit("round_order", str), "fixed, shuffled or timezone"
    ),
    "dots": SettingField(
        lambda team: team.settings.dots, _habit("dots", _whole), "dots of each person in a vote on topics"
    ),
    "topic minutes": SettingField(
        lambda team: team.settings.topic_minutes,
        _habit("topic_minutes", _whole),
        "a topic's minutes in a lean coffee, before the vote on more",
    ),
    "extensions, minutes": SettingField(
        lambda team: ", ".join(map(str, team.settings.extensions)),
        _habit("extensions", lambda words: tuple(_whole(part) for part in _listed(words))),
        "a topic's extensions in turn, such as: 5, 3, 1 · empty: each half as long as the one before",
    ),
    "video call": SettingField(lambda team: team.video, _habit("video", str), "the link of the call · empty for none"),
    "mail address": SettingField(
        lambda team: team.settings.address,
        _habit("address", str),
        "the team's own mail address, which invites come from · empty for none",
    ),
    "step minutes": SettingField(
        lambda team: _pairs(_steps(team)),
        _habit_of("steps", lambda said: _numbered(said.words, _steps(said.team))),
        "such as: planning.merge 15, standup.round 8 · empty: as they come",
    ),
    "meetings, hours a week": SettingField(
        lambda team: team.settings.budget_hours,
        _habit("budget_hours", lambda words: _number(words or "0")),
        "hours in meetings per person and week, which the lint watches · empty for none",
    ),
}
