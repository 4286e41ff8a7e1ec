"""Invites as files that one can send: a series or one meeting each, from the team's own address (RFC 5546)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from cadence.domain.kinds import BY_KEY
from cadence.domain.recurring.series import StampedOccurrence
from cadence.domain.team.invitations import gets_all
from cadence.domain.team.roles import is_team
from cadence.domain.views.calendar import CalendarView, Guest, Occurrence, Series, occurrences
from cadence.errors import BadValue, Refused
from cadence.services.calendar.feed import feed
from cadence.services.calendar.reader import Reader, reader_of
from cadence.services.schedule.week import Week, resolve
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer

METHODS = ("publish", "request", "cancel")


class Invite(NamedTuple):
    """One file: its name without an ending, and what is in it."""

    name: str
    calendar: CalendarView


def invites(
    store: Store,
    viewer: Viewer,
    method: str,
    *,
    handle: str | None = None,
    role: str | None = None,
    ref: str | None = None,
) -> list[Invite]:
    """An invite to each series, or its cancellation; with ``ref``, to one meeting alone. By default the viewer's own.

    ``publish`` makes of one meeting an event of its own, for somebody who has not got the series. A guest's copy names
    the organizer and that guest alone. Raises :class:`Refused` without an address of the team's, and where there is
    nothing to invite to or to cancel; :class:`BadValue` for guests by their role.
    """
    with store.read() as connection:
        reader = reader_of(connection, viewer, handle, role)
        week = Week(connection, viewer, store.clock())
        line = resolve(week, ref) if ref is not None else None
        address = settings_of(connection, viewer.team_id).address
        people = _guests(connection, viewer, reader)
        team = queries.team.row(connection, viewer.team_id)
    if method != "publish" and address is None:
        raise Refused("the team has no address that invites come from", "cadence team set --address sre@example.com")
    if method != "publish" and reader.handle is None and not reader.in_team:
        raise BadValue("guests are invited one by one", "give --for HANDLE")
    cancel = method == "cancel"
    view = feed(store, viewer, handle=handle, role=role, as_file=cancel, keep_cancelled=cancel)
    view = replace(view, method=method.upper(), organizer=Guest(viewer.team_name, address) if address else None)
    if line is not None:
        one = _of_one(view, line.kind, line.nominal, team.uid)
        return [Invite(line.ref.replace("@", "-"), replace(one, series=tuple(_invited(one.series, people))))]
    ahead = [one for one in _invited(view.series, people) if one.until.date() >= week.today]
    wanted = [one for one in ahead if not cancel or _is_cancelled(one)]
    if cancel and not wanted:
        raise Refused("nothing that was sent is cancelled", "cadence meeting cancel REF calls one meeting off")
    return [Invite(_name(one, team.uid), replace(view, series=(one,))) for one in wanted]


def _name(series: Series, team_uid: str) -> str:
    return series.uid.removeprefix(f"cadence-{team_uid}-").removesuffix("@cadence")


def _is_cancelled(series: Series) -> bool:
    return series.withdrawn or any(one.cancelled for one in series.changed)


def _guests(connection: Connection, viewer: Viewer, reader: Reader) -> dict[str, tuple[Guest, ...]]:
    """Who is named in the invites of each kind: all who get it, or a guest alone."""
    rows = queries.team.people(connection, viewer.team_id)
    if not reader.in_team:
        rows = [row for row in rows if row.handle == reader.handle]
        return {key: tuple(Guest(row.name, row.email, required=False) for row in rows) for key in BY_KEY}
    return {
        key: tuple(
            Guest(row.name, row.email, required=is_team(row.role))
            for row in rows
            if gets_all(kind, row.role, regular=row.regular)
        )
        for key, kind in BY_KEY.items()
    }


def _invited(series: tuple[Series, ...], people: dict[str, tuple[Guest, ...]]) -> list[Series]:
    """The series with whom they invite; free time after a meeting invites nobody."""
    return [replace(one, guests=people[one.kind]) for one in series if not one.transparent or one.withdrawn]


def _of_one(view: CalendarView, kind: str, nominal: date, team_uid: str) -> CalendarView:
    """The calendar of one meeting alone, out of its series."""
    own = [one for one in view.series if one.kind == kind and not one.transparent and not one.withdrawn]
    ref = f"{kind}@{nominal}"
    for series in own:
        found: list[Occurrence] = [one for one in series.changed if one.cancelled] + list(occurrences(series))
        for one in (each for each in found if each.original.date() == nominal):
            if view.method == "PUBLISH":
                return replace(view, series=(_alone(series, one, f"cadence-{team_uid}-{kind}-{nominal}-one@cadence"),))
            if one.cancelled != (view.method == "CANCEL"):
                what = "not cancelled" if view.method == "CANCEL" else "cancelled"
                raise Refused(f"{ref} is {what}", f"cadence meeting {'cancel' if what[0] == 'n' else 'reopen'} {ref}")
            return replace(view, series=(series,), only=one.original)
    if view.method == "CANCEL" and any(datetime.combine(nominal, one.starts.time()) in one.excluded for one in own):
        raise Refused(f"{ref} was skipped, of which invites say nothing", f"cadence meeting cancel {ref} calls it off")
    raise Refused(f"{ref} is not in this calendar", "cadence calendar show lists what is held")


def _alone(series: Series, one: Occurrence, uid: str) -> Series:
    """One meeting as an event of its own."""
    days = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    return replace(
        series,
        uid=uid,
        starts=one.starts,
        until=one.starts,
        minutes=one.minutes,
        interval=1,
        by_day=(days[one.starts.weekday()],),
        excluded=(),
        changed=(),
        description=series.description if one.description is None else one.description,
        sequence=max(series.sequence, one.sequence if isinstance(one, StampedOccurrence) else 0),
        stamp=max(
            filter(None, (series.stamp, one.stamp if isinstance(one, StampedOccurrence) else None)), default=None
        ),
    )
