"""The settings of the schedule: where each kind sits, changing that from a date on, and the lint's findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from cadence.domain.kinds import BY_KEY, KINDS, MeetingKind
from cadence.domain.kinds.base import OnHoliday, Repeat
from cadence.domain.lint.attendees import Attendee
from cadence.domain.lint.finding import Finding
from cadence.domain.lint.load import compare
from cadence.domain.lint.rules import lint
from cadence.domain.parsing import text
from cadence.domain.parsing.dates import day_names, parse_hours
from cadence.domain.parsing.names import match
from cadence.domain.schedule.alignment import PartnerSprint
from cadence.domain.schedule.rhythm import Iteration, Rhythm, epoch_on, iteration_on
from cadence.domain.schedule.slots import EVERY_DAY, slot, takes_effect
from cadence.domain.team.roles import Right
from cadence.domain.team.settings import TeamSettings, settings_text
from cadence.domain.views.team import SlotView
from cadence.domain.vocabulary import Audience
from cadence.errors import BadValue, Refused
from cadence.services.access.permissions import require
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.services.schedule.week import RUN, Week, kind_named
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.team import MemberRow, TeamRow
from cadence.store.viewer import Viewer
from cadence.store.write import Write

MINUTES = (5, 480)
"""The shortest and the longest timebox, in minutes."""

REMINDER_MAX = 7 * 24 * 60
"""The earliest reminder, in minutes before a meeting."""

COMPARED = timedelta(weeks=12)
"""How far ahead a change is compared with what was before (rule 11)."""


class SlotEdit(NamedTuple):
    """New values for one kind's place, in force from ``since`` (today); ``None`` leaves one as it is."""

    day: int | None = None
    at: time | None = None
    minutes: int | None = None
    on_holiday: str | None = None
    days: frozenset[int] | None = None
    """The days of the week to which a daily kind keeps."""
    held: bool | None = None
    """``False`` turns the kind off, ``True`` on again."""
    since: date | None = None
    reminder: int | None = None
    """Minutes before a meeting at which calendars remind; 0: they don't. It holds at once, and so does ``link``."""
    link: str | None = None
    """The link of the call; empty: the team's."""

    @property
    def moves(self) -> bool:
        """Whether it changes the place, not only what calendars say of it."""
        return self._replace(since=None, reminder=None, link=None) != SlotEdit()


class ChangedSlot(NamedTuple):
    """A slot after its change, and what the change makes worse (rule 11) or breaks (rule 10)."""

    slot: SlotView
    findings: tuple[Finding, ...]


def slot_views(rhythm: Rhythm, viewer: Viewer, day: date, own: TeamSettings) -> tuple[SlotView, ...]:
    """The effective place on ``day`` of every kind that this viewer may know of, by the schedule and the settings."""
    return tuple(_view(rhythm, kind, day, own) for kind in KINDS if str(kind.audience) in viewer.audiences)


def _view(rhythm: Rhythm, kind: MeetingKind, day: date, own: TeamSettings) -> SlotView:
    found = slot(rhythm, kind.key, day)
    return SlotView(
        kind.key,
        kind.title,
        found.day,
        f"{found.at:%H:%M}",
        found.minutes,
        found.on_holiday.value,
        found.since,
        tuple(day_names(found.days)) if found.days != EVERY_DAY else (),
        found.held,
        own.reminder_of(kind.key) or 0,
        own.links.get(kind.key),
    )


def schedule_coming(store: Store, viewer: Viewer) -> tuple[SlotView, ...]:
    """The places that kinds get later on, by a change that is pending."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        return coming_views(week.rhythm, viewer, week.today, settings_of(connection, viewer.team_id))


def coming_views(rhythm: Rhythm, viewer: Viewer, today: date, own: TeamSettings) -> tuple[SlotView, ...]:
    """The places that kinds get later on, by a change or a new shape that begins after ``today``."""
    begin = {change.since for change in rhythm.changes} | {epoch.start for epoch in rhythm.epochs}
    begin |= {one.since for one in rhythm.locations}
    found = []
    for kind in KINDS:
        if str(kind.audience) not in viewer.audiences:
            continue
        last = _view(rhythm, kind, today, own)
        for day in sorted(day for day in begin if day > today):
            view = _view(rhythm, kind, day, own)
            if view.place != last.place:
                found.append(view)
            last = view
    return tuple(found)


def schedule_show(store: Store, viewer: Viewer) -> tuple[SlotView, ...]:
    """Where each kind sits today."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        return slot_views(week.rhythm, viewer, week.today, settings_of(connection, viewer.team_id))


def schedule_set(store: Store, viewer: Viewer, kind_word: str, edit: SlotEdit) -> ChangedSlot:
    """Change one kind's place from a date on; what happened before stays as it was (rule 7)."""
    from cadence.store.tables.schedule import ScheduleChange

    require(viewer, Right.SCHEDULE)
    kind = BY_KEY[kind_named(kind_word)]
    with store.write(viewer) as w:
        before = Week(w.connection, viewer, store.clock())
        own = _keep_words(w, kind, edit)
        if not edit.moves:
            fields = [name for name in ("reminder", "link") if getattr(edit, name) is not None]
            words = {"reminder": edit.reminder, "link": edit.link, "fields": fields}
            w.log("schedule.set", data={"kind": kind.key, **words})
            return ChangedSlot(_view(before.rhythm, kind, before.today, own), ())
        since = edit.since or before.today
        if since < before.today:
            raise Refused(f"{since} is past, and what happened stays as it was", "change it from today or later on")
        since = takes_effect(kind, since, (name for name, row in before.rows.items() if row.status in RUN))
        on_holiday = match(edit.on_holiday, list(OnHoliday), "choice") if edit.on_holiday else None
        effective = max(since, before.rhythm.epochs[0].start)
        _check(before.rhythm, kind, edit, effective)
        w.add(
            ScheduleChange(
                team_id=viewer.team_id,
                kind=kind.key,
                since=since,
                day=edit.day,
                at=f"{edit.at:%H:%M}" if edit.at else None,
                minutes=edit.minutes,
                on_holiday=on_holiday,
                days=",".join(str(day) for day in sorted(edit.days)) if edit.days else None,
                held=edit.held,
                made_at=w.at,
            )
        )
        after = rhythm_of(w.connection, viewer.team_id)
        said = {"day": edit.day, "at": f"{edit.at:%H:%M}" if edit.at else None, "minutes": edit.minutes}
        days = day_names(edit.days) if edit.days else None
        also = {"on_holiday": on_holiday, "days": days, "held": edit.held}
        fields = [f"{name.replace('_', ' ')} {value}" for name, value in {**said, **also}.items() if value is not None]
        w.log("schedule.set", data={"kind": kind.key, "from": since, **said, **also, "fields": fields})
        return ChangedSlot(_view(after, kind, effective, own), worse(w.connection, before, after))


def _keep_words(w: Write, kind: MeetingKind, edit: SlotEdit) -> TeamSettings:
    """Change what calendars say of a kind; gives the team's settings."""
    from cadence.store.tables.team import Team

    old = own = settings_of(w.connection, w.viewer.team_id)
    if edit.reminder is not None:
        if not 0 <= edit.reminder <= REMINDER_MAX:
            raise BadValue(f"a reminder {edit.reminder} minutes before", f"choose 0 (none) to {REMINDER_MAX}")
        own = own._replace(reminders={**own.reminders, kind.key: edit.reminder})
    if edit.link is not None:
        others = {name: link for name, link in own.links.items() if name != kind.key}
        own = own._replace(links={**others, kind.key: text.link(edit.link)} if edit.link else others)
    if own != old:
        w.change(w.get(Team, w.viewer.team_id, "team"), settings=settings_text(own))
    return own


def _check(rhythm: Rhythm, kind: MeetingKind, edit: SlotEdit, day: date) -> None:
    """Raise :class:`BadValue` for a place that cannot be."""
    here = slot(rhythm, kind.key, day)
    minutes = edit.minutes if edit.minutes is not None else here.minutes
    if not MINUTES[0] <= minutes <= MINUTES[1]:
        raise BadValue(f"a timebox of {minutes} minutes", f"choose {MINUTES[0]} to {MINUTES[1]} minutes")
    at = edit.at or here.at
    if datetime.combine(day, at) + timedelta(minutes=minutes) > datetime.combine(day, time.max):
        raise BadValue(f"{minutes} minutes from {at:%H:%M} run past midnight", "start earlier, or make it shorter")
    if edit.held is not None and edit.held == here.held:
        raise Refused(f"the {kind.key} is {'on' if here.held else 'off'} already", "cadence schedule show")
    if edit.days is not None:
        _check_days(kind, edit.days, rhythm, day)
    if edit.day is not None:
        _check_day(kind, edit.day, iteration_on(rhythm, day), rhythm, day)


def _check_days(kind: MeetingKind, days: frozenset[int], rhythm: Rhythm, day: date) -> None:
    if kind.place.repeat is not Repeat.DAY:
        raise BadValue(f"the {kind.key} is not held daily", "give its --day, or turn it off: cadence schedule off")
    epoch = epoch_on(rhythm, day)
    if epoch is not None and not days & epoch.working_days:
        raise BadValue(f"the {kind.key} would be held on no working day", "cadence schedule off turns it off")


def _check_day(kind: MeetingKind, number: int, box: Iteration | None, rhythm: Rhythm, day: date) -> None:
    place = kind.place
    if place.follows:
        raise BadValue(f"the {kind.key} is held right after the {place.follows}", f"set the day of the {place.follows}")
    if place.repeat is Repeat.DAY or place.day is None:
        raise BadValue(f"the {kind.key} is held on every working day between", "leave the day out")
    epoch = epoch_on(rhythm, day)
    assert epoch is not None
    weeks = (box.weeks if box else epoch.weeks) if place.repeat is Repeat.ITERATION else 1
    most = weeks * len(epoch.working_days)
    if not 1 <= abs(number) <= most:
        span = place.repeat.value
        raise BadValue(f"day {number} of {most} in the {span}", f"choose 1 to {most}, or -1 for the last to -{most}")


def schedule_lint(store: Store, viewer: Viewer) -> list[Finding]:
    """What breaks the plan in the half year ahead, the worst first; for the team."""
    require(viewer, Right.LINT)
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        return _lint(connection, week, week.rhythm)


def _lint(connection: Connection, week: Week, rhythm: Rhythm) -> list[Finding]:
    team = queries.team.row(connection, week.viewer.team_id)
    budget = settings_of(connection, week.viewer.team_id).budget_hours
    people = attendees(connection, week.viewer.team_id)
    return lint(rhythm, people, partner_of(team), budget, week.today, overrides=week.overrides)


def worse(connection: Connection, before: Week, after: Rhythm) -> tuple[Finding, ...]:
    """What a change from ``before`` to ``after`` makes worse for whom, and what it newly breaks."""
    people = attendees(connection, before.viewer.team_id)
    last = before.today + COMPARED
    start = max(before.today, before.rhythm.epochs[0].start)
    load = compare(before.rhythm, after, people, start, max(last, start + COMPARED), before.overrides)
    # compare() reports working hours already
    old = {finding.rule for finding in load} | {"working-hours"}
    known = {_kind_of(finding) for finding in _lint(connection, before, before.rhythm)}
    fresh = [one for one in _lint(connection, before, after) if one.rule not in old and _kind_of(one) not in known]
    return (*load, *fresh)


def worse_by_move(connection: Connection, before: Week, after: Week) -> tuple[Finding, ...]:
    """What a meeting's new time newly breaks."""
    known = {_kind_of(finding) for finding in _lint(connection, before, before.rhythm)}
    return tuple(one for one in _lint(connection, after, after.rhythm) if _kind_of(one) not in known)


def _kind_of(finding: Finding) -> tuple[str, str]:
    """A finding without how often it happens."""
    return finding.rule, finding.what.partition(",")[0]


def partner_of(team: TeamRow) -> PartnerSprint | None:
    """The partner's sprints, where the team has said when they start."""
    if not team.partner_start or not team.partner_weeks:
        return None
    return PartnerSprint(team.partner_start, team.partner_weeks, team.partner or "the partner")


def attendees(connection: Connection, team_id: int) -> list[Attendee]:
    """Everybody in the team as the schedule sees them."""
    return [attendee(row) for row in queries.team.people(connection, team_id)]


def attendee(row: MemberRow) -> Attendee:
    """A person as the schedule sees them; a regular guest attends what guests are otherwise invited to one by one."""
    regular = open_to_guests() if row.regular else frozenset[str]()
    person = Attendee(row.handle, row.name, row.timezone, row.role, regular=regular)
    if not row.hours:
        return person
    start, end = parse_hours(row.hours)
    return replace(person, work_start=start, work_end=end)


def open_to_guests() -> frozenset[str]:
    """The kinds that only the team attends by role, and that guests may be invited to."""
    return frozenset(
        kind.key for kind in KINDS if kind.regulars is Audience.TEAM and kind.audience is not Audience.TEAM
    )
