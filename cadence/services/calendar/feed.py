"""Calendars: who gets which series, with what a reader of that role may know, made from the rhythm and the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cadence.domain.parsing.dates import day_words
from cadence.domain.recurring.series import Wanted, calendar_series
from cadence.domain.team.invitations import gets_block
from cadence.domain.views.calendar import CalendarView
from cadence.errors import BadValue
from cadence.services.calendar.reader import Reader, RoleSince, block_turns, memberships, reader_of, turns
from cadence.services.calendar.recorded import schedule_log
from cadence.services.calendar.single import invited, told
from cadence.services.calendar.wording import Wording
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer

COLOR = "steelblue"
"""The calendar's own: a CSS3 name."""


def feed(
    store: Store,
    viewer: Viewer,
    *,
    handle: str | None = None,
    role: str | None = None,
    until: date | None = None,
    as_file: bool = False,
    keep_cancelled: bool = False,
) -> CalendarView:
    """The calendar of one person, or of everybody with a role; by default the viewer's own.

    ``as_file``: for a file that is imported, which never forgets; it also holds what was withdrawn. ``until``: the last
    day of a copy for reading. ``keep_cancelled``: with the meetings that were cancelled, marked as such.

    Raises :class:`NotAllowed` where a guest asks for another's, :class:`BadValue` for a person and a role at once, and
    for an end that is past or for a person, whose calendar would lose what comes later.
    """
    if handle and role:
        raise BadValue("a person and a role at once", "give --for or --role")
    if until is not None and handle:
        raise BadValue("--until makes a copy for reading, which is nobody's calendar", "leave out --for or --until")
    with store.read() as connection:
        reader = reader_of(connection, viewer, handle, role)
        been = memberships(connection, viewer, reader)
        week = Week(connection, viewer, store.clock())
        if until is not None and until < week.today:
            raise BadValue(f"{day_words(until)} is past", "let it end today or later on")
        wanted = replace(
            _wanted(connection, viewer, store, week, reader, been),
            until=until,
            withdrawn=as_file,
            keep_cancelled=keep_cancelled,
        )
        found = calendar_series(week.rhythm, week.today, wanted, week.overrides)
        gets = wanted.kinds if reader.role and wanted.kinds else ()
        wording = Wording(connection, viewer, store, reader, been, gets)
        series = tuple(wording.with_agendas([wording.dressed(one) for one in found]))
        name = viewer.team_name + (f" ({reader.role})" if reader.role and not reader.in_team else "")
        return CalendarView(
            name=name,
            description=f"The meetings of {viewer.team_name}.",
            series=series,
            stamp=max((one.stamp for one in series if one.stamp), default=wanted.founded),
            color=COLOR,
        )


def _wanted(
    connection: Connection, viewer: Viewer, store: Store, week: Week, reader: Reader, been: Sequence[RoleSince]
) -> Wanted:
    team = queries.team.row(connection, viewer.team_id)
    log = tuple(schedule_log(connection, viewer.team_id))
    history = told(connection, viewer, week, reader, log, been)
    only = invited(connection, viewer, store, week, reader)
    for kind in history if not reader.in_team else ():
        if kind not in reader.entitled and history[kind].past:
            only[kind] = [*only.get(kind, []), *(day for day in history[kind].past if day not in only.get(kind, []))]
    turned_on = settings_of(connection, viewer.team_id).week_end_block
    return Wanted(
        team=team.uid,
        founded=team.created_at,
        log=log,
        kinds=(*reader.entitled, *only),
        only=only,
        reasons=reader.in_team,
        blocks=reader.role != "" and gets_block(reader.role, turned_on=turned_on),
        turns=turns(been),
        block_turns=block_turns(connection, viewer, been),
        called_off={kind: one.lost for kind, one in history.items()},
    )
