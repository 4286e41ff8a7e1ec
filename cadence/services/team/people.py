"""The people of a team: who is in it, as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence.domain.parsing import text
from cadence.domain.parsing.dates import parse_zone
from cadence.domain.parsing.names import check_email, check_handle, handle_for, match, parse_person
from cadence.domain.team.roles import Right, Role, is_team
from cadence.domain.views.team import PersonView
from cadence.errors import BadValue, NotFound, Refused
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


def person_list(store: Store, viewer: Viewer) -> list[PersonView]:
    """Everybody in the team, in its order."""
    with store.read() as connection:
        return [_view(row) for row in queries.team.people(connection, viewer.team_id)]


def add_person(store: Store, viewer: Viewer, new: NewPerson) -> PersonView:
    """Add a person; one with the same address in this database is the same person and joins this team too."""
    from cadence.store.tables.team import Person

    require(viewer, Right.ADD_PEOPLE)
    name, email = parse_person(new.person)
    role = _role(new.role)
    zone = parse_zone(new.timezone) if new.timezone else viewer.timezone
    with store.write(viewer) as w:
        known = queries.team.person_by_email(w.connection, email)
        if known is None:
            known_id = _new_person(w, new, Person(handle="", name=name, email=email, timezone=zone))
        else:
            known_id = _known_person(known, new)
        _join(w, known_id, role, new.regular)
        view = _by_id(w.connection, viewer, known_id)
        w.log("person.add", data={"person": view.handle, "role": role})
    return view


def _new_person(w: Write, new: NewPerson, person: Person) -> int:
    taken = queries.team.all_handles(w.connection)
    if new.handle:
        person.handle = check_handle(new.handle)
        if person.handle in taken:
            raise Refused(f"the handle {person.handle!r} is taken", "choose another, or leave the handle out")
    else:
        person.handle = handle_for(person.name, taken)
    # Not through w.add: undoing takes the person out of the team, and events that they caused still need their name.
    w.session.add(person)
    w.session.flush()
    assert person.id is not None
    return person.id


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
    """Change somebody's name, address, zone or role: a lead anybody's, others their own name, address and zone.

    The last lead stays one.
    """
    from cadence.store.tables.team import Membership, Person

    with store.write(viewer) as w:
        person_id = _id_named(w.connection, viewer, handle)
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
        }
        changed = w.change(person, **{name: value for name, value in said.items() if value is not None})
        ties = {"role": role, "regular": new.regular}
        if any(value not in (None, getattr(member, name)) for name, value in ties.items()):
            require(viewer, Right.ROLES)
        changed |= w.change(member, **{name: value for name, value in ties.items() if value is not None})
        if changed:
            fields = sorted(name for name, value in (said | ties).items() if value is not None)
            w.log("person.edit", data={"person": person.handle, "fields": fields})
        return _by_id(w.connection, viewer, person_id)


def remove_person(store: Store, viewer: Viewer, handle: str) -> PersonView:
    """Take somebody out of the team; what they did stays, under their handle."""
    from cadence.store.tables.team import Membership

    require(viewer, Right.REMOVE_PEOPLE)
    with store.write(viewer) as w:
        person_id = _id_named(w.connection, viewer, handle)
        _keep_a_lead(w.connection, viewer, person_id)
        view = _by_id(w.connection, viewer, person_id)
        w.change(w.get(Membership, (viewer.team_id, person_id), "person"), left_at=w.at)
        w.log("person.remove", data={"person": view.handle})
    return view


def _keep_a_lead(connection: Connection, viewer: Viewer, person_id: int) -> None:
    leads = {row.id for row in queries.team.people(connection, viewer.team_id) if row.role == Role.LEAD}
    if leads == {person_id}:
        raise Refused("a team needs a lead, and this is the last one", "make somebody else a lead first")


def _id_named(connection: Connection, viewer: Viewer, handle: str) -> int:
    known = handles(connection, viewer.team_id)
    try:
        return known[match(handle.removeprefix("@"), known, "person")]
    except BadValue as error:
        if handle.lower() in queries.team.all_handles(connection):
            raise NotFound(f"{handle!r} is not in {viewer.team_name}", "cadence person list shows who is") from None
        raise error from None


def _by_id(connection: Connection, viewer: Viewer, person_id: int) -> PersonView:
    return next(_view(row) for row in queries.team.people(connection, viewer.team_id) if row.id == person_id)


def _view(row: MemberRow) -> PersonView:
    return PersonView(
        id=row.id,
        handle=row.handle,
        name=row.name,
        email=row.email,
        role=row.role,
        timezone=row.timezone,
        regular=row.regular and not is_team(row.role),
    )


def _role(word: str) -> str:
    return match(word, [role.value for role in Role], "role")
