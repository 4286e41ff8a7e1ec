"""A team's settings: showing and changing them. Making a team is in :mod:`cadence.services.team.create`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from cadence.domain.cards.boards import BOARDS
from cadence.domain.lint.finding import Finding
from cadence.domain.parsing import text
from cadence.domain.parsing.dates import day_names
from cadence.domain.schedule.alignment import PartnerSprint
from cadence.domain.schedule.rhythm import IterationEpoch, epoch_on
from cadence.domain.team.roles import Right
from cadence.domain.team.settings import TeamSettings, differing, parse_settings, settings_text
from cadence.domain.views.team import NextShape, TeamView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, Refused
from cadence.services.access.permissions import require
from cadence.services.schedule.holidays import public_days, replace_public
from cadence.services.schedule.iteration_shape import NewShape, next_shape, reshape, side_effects
from cadence.services.schedule.location import next_locations, relocate
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.services.schedule.settings import coming_views, slot_views, worse
from cadence.services.schedule.week import Week
from cadence.services.team.settings import Habits, changed, unshared
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer, teams
from cadence.store.write import Write


class TeamEdit(NamedTuple):
    """New values for a team; ``None`` leaves one as it is, an empty text clears it."""

    name: str | None = None
    timezone: str | None = None
    country: str | None = None
    subdivision: str | None = None
    distributed: bool | None = None
    partner: str | None = None
    partner_start: date | None = None
    partner_weeks: int | None = None
    shape: NewShape = NewShape()
    since: date | None = None
    """When a new shape begins (by default with the next iteration), or the team works elsewhere."""
    habits: Habits = Habits()


class TeamChange(NamedTuple):
    """A team after its change, what the change makes worse; when a new shape begins, and when it works elsewhere."""

    team: TeamView
    findings: tuple[Finding, ...]
    begins: date | None
    moves: date | None = None


def team_show(store: Store, viewer: Viewer) -> TeamView:
    """The team's settings today; a guest sees nothing that is the team's alone."""
    with store.read() as connection:
        return _view(connection, Week(connection, viewer, store.clock()))


def _view(connection: Connection, week: Week) -> TeamView:
    team = queries.team.row(connection, week.viewer.team_id)
    own = settings_of(connection, week.viewer.team_id)
    epoch = epoch_on(week.rhythm, week.today)
    assert epoch is not None
    coming = next_shape(week.rhythm.epochs, week.today)
    inside = week.viewer.in_team
    return TeamView(
        name=team.name,
        key=team.key,
        timezone=week.rhythm.zone_on(week.today),
        country=team.country,
        subdivision=team.subdivision,
        start=epoch.start,
        weeks=epoch.weeks,
        working_days=tuple(day_names(epoch.working_days)),
        hand_over=epoch.hand_over,
        distributed=week.rhythm.distributed_on(week.today),
        partner=team.partner,
        schedule=slot_views(week.rhythm, week.viewer, week.today, own),
        columns=tuple(own.columns or BOARDS[BoardKey.WALL].columns) if inside else (),
        limits=tuple(own.limits.items()) if inside else (),
        person_limit=own.person_limit if inside else None,
        balance=own.balance,
        partner_start=team.partner_start if team.partner_start else None,
        partner_weeks=team.partner_weeks,
        anonymous_retro=inside and own.anonymous_retro,
        video=own.video,
        settings=own if inside else TeamSettings(),
        next_shape=_next_shape(coming) if inside and coming else None,
        iteration=here.number if (here := week.iteration()) else None,
        coming=coming_views(week.rhythm, week.viewer, week.today, own),
        next_locations=next_locations(week.rhythm, week.today),
    )


def _next_shape(coming: IterationEpoch) -> NextShape:
    return NextShape(coming.start, coming.weeks, tuple(day_names(coming.working_days)), coming.hand_over)


def team_set(store: Store, viewer: Viewer, edit: TeamEdit) -> TeamChange:
    """Change the team's settings, all together or (where one is refused) none."""
    from cadence.store.tables.team import Team

    require(viewer, Right.SETTINGS)
    dated = edit.shape.says_something or edit.timezone is not None or edit.distributed is not None
    if edit.since is not None and not dated:
        raise BadValue("only a shape, the time zone and --distributed hold from a date", "leave out --from")
    with store.write(viewer) as w:
        before = Week(w.connection, viewer, store.clock())
        begins = reshape(w, before, edit.shape, edit.since) if edit.shape.says_something else None
        moves = None
        if edit.timezone is not None or edit.distributed is not None:
            moves = relocate(w, before, edit.timezone, edit.distributed, edit.since)
        values, own = _values(w, before, edit), settings_of(w.connection, viewer.team_id)
        touched = w.change(w.get(Team, viewer.team_id, "team"), **values)
        if touched or begins or moves:
            where = {"time zone": edit.timezone, "distributed": edit.distributed} if moves else {}
            located = [name for name, value in where.items() if value is not None]
            named = differing(own, parse_settings(values["settings"])) if "settings" in values else []
            plain = [name.replace("_", " ") for name in values if name != "settings"]
            fields = sorted([*plain, *named, *(["shape"] if begins else []), *located])
            w.log("team.set", data={"fields": fields, "from": begins or moves})
        rhythm = rhythm_of(w.connection, viewer.team_id)
        after = Week(w.connection, viewer._replace(timezone=rhythm.zone_on(before.today)), store.clock())
        findings = worse(w.connection, before, rhythm) if begins or moves or values else ()
        view = _view(w.connection, after)
        open_shares = unshared(view.settings) if edit.habits.flow_targets is not None else []
        beside = side_effects(before.rhythm, before.today, begins) if begins else []
        return TeamChange(view, (*beside, *findings, *open_shares), begins, moves)


def _values(w: Write, week: Week, edit: TeamEdit) -> dict[str, Any]:
    """The columns of the team's row that change."""
    team = queries.team.row(w.connection, w.viewer.team_id)
    values: dict[str, Any] = {}
    if edit.name is not None:
        values["name"] = _free_name(w.connection, w.viewer, text.line(edit.name, "team's name"))
    if edit.partner is not None:
        values["partner"] = text.line(edit.partner, "partner's name") if edit.partner else None
    if edit.partner_start is not None or edit.partner_weeks is not None:
        values |= _sprints(edit)
    if edit.country is not None or edit.subdivision is not None:
        values |= _country(w, week, edit, team.country)
    if edit.habits != Habits():
        own = settings_of(w.connection, w.viewer.team_id)
        settings = changed(w.connection, w.viewer, own, edit.habits)
        if settings != own:
            values["settings"] = settings_text(settings)
    return values


def _sprints(edit: TeamEdit) -> dict[str, Any]:
    if edit.partner_weeks is not None:
        PartnerSprint(edit.partner_start or date.min, edit.partner_weeks)
    said = {"partner_start": edit.partner_start, "partner_weeks": edit.partner_weeks}
    return {name: value for name, value in said.items() if value is not None}


def _country(w: Write, week: Week, edit: TeamEdit, present: str | None) -> dict[str, Any]:
    """Another country or subdivision, with its public holidays from today on."""
    country = edit.country if edit.country is not None else present
    if not country:
        if edit.subdivision:
            raise BadValue("a subdivision without its country", "give the country too")
        replace_public(w, week.today, {})
        return {"country": None, "subdivision": None}
    found = public_days(country, edit.subdivision, week.today.year)
    replace_public(w, week.today, found.days)
    return {"country": found.code, "subdivision": found.subdivision}


def _free_name(connection: Connection, viewer: Viewer, name: str) -> str:
    taken = {word.casefold() for row in teams(connection) if row.id != viewer.team_id for word in (row.name, row.key)}
    if name.casefold() in taken:
        raise Refused(f"there is a team {name!r} in this database already", "choose another name")
    return name


def remarks(findings: Sequence[Finding]) -> list[str]:
    """Findings as lines: what, and what could be done about it."""
    return [f"{finding.what}; {finding.remedy}" for finding in findings]
