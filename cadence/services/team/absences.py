"""Days on which somebody is away: not expected in a round, no turn to facilitate, named where work is given out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import Right
from cadence.errors import BadValue, NotFound
from cadence.services.access.permissions import require
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.viewer import Viewer, handles


class Away(NamedTuple):
    """A person and the days, both included, on which they are away."""

    handle: str
    first: date
    last: date
    why: str


def away(store: Store, viewer: Viewer, handle: str, first: date, last: date | None = None, why: str = "") -> Away:
    """Somebody is away from ``first`` to ``last`` (that day alone). One's own days; of others a lead says so.

    Raises :class:`BadValue` for days in the wrong order, :class:`~cadence.errors.NotAllowed` for other people's.
    """
    from cadence.store.tables.team import Absence

    until = last or first
    if until < first:
        raise BadValue(f"{until} is before {first}", "give the first day, then the last")
    with store.write(viewer) as w:
        known = handles(w.connection, viewer.team_id)
        name = match(handle, known, "person")
        require(viewer, Right.PERSON, own=name == viewer.handle)
        words = text.line(why, "reason") if why.strip() else ""
        w.add(Absence(person_id=known[name], first=first, last=until, why=words))
        w.log("person.away", data={"person": name, "first": first, "last": until})
    return Away(name, first, until, words)


def back(store: Store, viewer: Viewer, handle: str) -> Away:
    """Somebody is back: the absence that holds today, or the next one, is taken away; gives that."""
    from cadence.services.schedule.week import Week
    from cadence.store.tables.team import Absence

    with store.write(viewer) as w:
        known = handles(w.connection, viewer.team_id)
        name = match(handle, known, "person")
        require(viewer, Right.PERSON, own=name == viewer.handle)
        today = Week(w.connection, viewer, w.at).today
        rows = queries.team.absences(w.connection, viewer.team_id, today, date.max)
        mine = next((row for row in rows if row.person_id == known[name]), None)
        if mine is None:
            raise NotFound(f"{name} is not away", "cadence person list says who is")
        w.remove(w.get(Absence, mine.id, "absence"))
        w.log("person.back", data={"person": name})
    return Away(name, mine.first, mine.last, mine.why)
