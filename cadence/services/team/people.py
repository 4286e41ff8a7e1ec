"""The people of a team: who is in it, as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence.domain.parsing import text
from cadence.domain.parsing.dates import parse_hours, parse_zone
from cadence.domain.parsing.names import check_email, check_handle, handle_for, match, parse_person
from cadence.domain.team.roles import Right, Role, is_team
from cadence.domain.views.team import PersonView
from cadence.errors import BadValue, NotAllowed, NotFound, Refused
from cadence.services.access.permissions import require
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.team import MemberRow, PersonRow
from cadence.store.viewer import Viewer, handles
from cadence.store.write import Write

if TYPE_CHECKING:
    from cadence.store.tables.team import Person


class NewPerson(NamedTuple):
    """Somebody to be added; texts as typed."""

    person: str
    role: str = Role.MEMBER.value
    timezone: str | None = None
    handle: str | None = None
    regular: bool = False


class PersonEdit(NamedTuple):
    """New values for a person; ``None`` leaves one as it is."""

    name: str | None = None
    email: str | None = None
    role: str | None = None
    timezone: str | None = None
    regular: bool | None = None
    handle: str | None = None
    hours: str | None = None
    """Working hours as people type them; empty: the usual ones."""
    keeps_notes: bool | None = None
    """Their retro notes wait until they are there."""


def person_list(store: Store, viewer: Viewer) -> list[PersonView]:
    """Everybody in the team, in its order."""
    with store.read() as connection:
        return [_view(row, viewer) for row in queries.team.people(connection, viewer.team_id)]


def add_person(store: Store, viewer: Viewer, new: NewPerson) -> PersonView:
    """Add a person; one with the same address in this database is the same person and joins this team too."""
    from cadence.store.tables.team import Person

    require(viewer, Right.ADD_PEOPLE)
    name, email = parse_person(new.person)
    role = _role(new.role)
    zone = parse_zone(new.timezone) if new.timezone else viewer.timezone
    with store.write(viewer) as w:
        known = queries.team.person_by_email(w.connection, email)
        if known is None or known.handle in queries.team.strays(w.connection):
            person = Person(handle="", name=name, email=email, timezone=zone)
            known_id = _new_person(w, new, person, known)
        else:
            known_id = _known_person(known, new)
        _join(w, known_id, role, new.regular)
        view = _by_id(w.connection, viewer, known_id)
        w.log("person.add", data={"person": view.handle, "role": role})
    return view


def _new_person(w: Write, new: NewPerson, person: Person, stray: PersonRow | None) -> int:
    """Keep a new person; ``stray``: who had the address until their adding was undone."""
    person.handle = _free_handle(w, new.handle, person.name, stray.handle if stray else None)
    # Not through w.add: undoing takes the person out of the team, and events that they caused still need their name.
    if stray is not None:
        same = w.get(type(person), stray.id, "person")
        w.touch(same, handle=person.handle, name=person.name, email=person.email, timezone=person.timezone)
        return stray.id
    w.session.add(person)
    w.session.flush()
    assert person.id is not None
    return person.id


def _free_handle(w: Write, wanted: str | None, name: str, own: str | None) -> str:
    """The handle that somebody gets who has ``own``; who was only added by mistake makes room for it."""
    from cadence.store.tables.team import Person

    strays = queries.team.strays(w.connection)
    others = queries.team.all_handles(w.connection) - {own}
    found = check_handle(wanted) if wanted else handle_for(name, others - strays.keys())
    if found in others:
        if found not in strays:
            raise Refused(f"the handle {found!r} is taken", "choose another")
        w.touch(w.get(Person, strays[found], "person"), handle=handle_for(found, others))
        w.session.flush()
    return found


def _known_person(known: PersonRow, new: NewPerson) -> int:
    if new.handle and check_handle(new.handle) != known.handle:
        raise Refused(f"{known.email} is known here as {known.handle}", "leave the handle out")
    return known.id


def _join(w: Write, person_id: int, role: str, regular: bool) -> None:
    from cadence.store.tables.team import Membership

    position = 1 + max(
        (row.position for row in queries.team.people(w.connection, w.viewer.team_id, gone=True)), default=-1
    )
    old = w.find(Membership, (w.viewer.team_id, person_id))
    if old is None:
        w.add(Membership(team_id=w.viewer.team_id, person_id=person_id, role=role, regular=regular, position=position))
    elif old.left_at is None:
        raise Refused("this address is in the team already", "change that person instead")
    else:
        w.change(old, role=role, regular=regular, position=position, left_at=None)


def edit_person(store: Store, viewer: Viewer, handle: str, new: PersonEdit) -> PersonView:
    """Change somebody: a lead anybody's name, address, zone, handle and role, others all of their own but the role.

    The last lead stays one.
    """
    from cadence.store.tables.team import Membership, Person

    with store.write(viewer) as w:
        person_id = id_named(w.connection, viewer, handle)
        require(viewer, Right.PERSON, own=person_id == viewer.person_id)
        person = w.get(Person, person_id, "person")
        member = w.get(Membership, (viewer.team_id, person_id), "person")
        email = check_email(new.email) if new.email is not None else None
        other = queries.team.person_by_email(w.connection, email) if email else None
        if other is not None and other.id != person_id:
            raise Refused(f"{email} belongs to {other.handle}", "one address, one person")
        role = _role(new.role) if new.role is not None else None
        if role is not None and role != Role.LEAD.value:
            _keep_a_lead(w.connection, viewer, person_id)
        said = {
            "name": text.line(new.name, "name") if new.name is not None else None,
            "email": email,
            "timezone": parse_zone(new.timezone) if new.timezone is not None else None,
            "handle": _new_handle(w, new.handle, person) if new.handle is not None else None,
            "hours": _hours(new.hours) if new.hours is not None else None,
        }
        values = {name: value for name, value in said.items() if value is not None}
        changed = w.change(person, **values | ({"hours": None} if new.hours == "" else {}))
        ties = {"role": role, "regular": new.regular}
        if any(value not in (None, getattr(member, name)) for name, value in ties.items()):
            require(viewer, Right.ROLES)
        if new.keeps_notes not in (None, member.keeps_notes):
            _only_oneself(viewer, person_id)
        ties |= {"keeps_notes": new.keeps_notes}
        changed |= w.change(member, **{name: value for name, value in ties.items() if value is not None})
        if changed:
            fields = sorted(name for name, value in (said | ties).items() if value is not None)
            w.log("person.edit", data={"person": person.handle, "fields": fields})
        return _by_id(w.connection, viewer, person_id)


def _only_oneself(viewer: Viewer, person_id: int) -> None:
    if person_id != viewer.person_id:
        raise NotAllowed("whether retro notes are read in their author's absence is their own choice", "ask them")
    if not viewer.in_team:
        raise NotAllowed(f"a {viewer.role} writes no retro notes", "there are none to be kept")


def _hours(typed: str) -> str | None:
    return "{:%H:%M}-{:%H:%M}".format(*parse_hours(typed)) if typed else None


def _new_handle(w: Write, wanted: str, person: Person) -> str:
    """Another handle for ``person``; a meeting that runs knows who is in it by theirs."""
    found = _free_handle(w, wanted, person.name, person.handle)
    if found != person.handle and queries.team.meeting_runs(w.connection, person.id or 0):
        raise Refused(f"a meeting runs that knows {person.handle} by this handle", "change it when the meeting is over")
    return found


def leave(w: Write, handle: str) -> PersonView:
    """Take somebody out of the team, in an open write; the last lead stays."""
    from cadence.store.tables.team import Membership

    require(w.viewer, Right.REMOVE_PEOPLE)
    person_id = id_named(w.connection, w.viewer, handle)
    _keep_a_lead(w.connection, w.viewer, person_id)
    view = _by_id(w.connection, w.viewer, person_id)
    w.change(w.get(Membership, (w.viewer.team_id, person_id), "person"), left_at=w.at)
    w.log("person.remove", data={"person": view.handle})
    return view


def _keep_a_lead(connection: Connection, viewer: Viewer, person_id: int) -> None:
    leads = {row.id for row in queries.team.people(connection, viewer.team_id) if row.role == Role.LEAD}
    if leads == {person_id}:
        raise Refused("a team needs a lead, and this is the last one", "make somebody else a lead first")


def id_named(connection: Connection, viewer: Viewer, handle: str) -> int:
    """The id of somebody in the team, by handle or its beginning; raises :class:`NotFound` or :class:`BadValue`."""
    known = handles(connection, viewer.team_id)
    try:
        return known[match(handle.removeprefix("@"), known, "person")]
    except BadValue as error:
        if handle.lower() in queries.team.all_handles(connection):
            raise NotFound(f"{handle!r} is not in {viewer.team_name}", "cadence person list shows who is") from None
        raise error from None


def _by_id(connection: Connection, viewer: Viewer, person_id: int) -> PersonView:
    return next(_view(row, viewer) for row in queries.team.people(connection, viewer.team_id) if row.id == person_id)


def _view(row: MemberRow, viewer: Viewer) -> PersonView:
    return PersonView(
        id=row.id,
        handle=row.handle,
        name=row.name,
        email=row.email,
        role=row.role,
        timezone=row.timezone,
        regular=row.regular and not is_team(row.role),
        keeps_notes=row.keeps_notes and viewer.in_team,
        **({"hours": row.hours} if row.hours else {}),
    )


def _role(word: str) -> str:
    return match(word, [role.value for role in Role], "role")
