"""The quick lane: adding something in one short transaction on a bare connection, with nothing heavy imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence.cli.grammar import printing
from cadence.cli.grammar.call import Call
from cadence.domain.parsing.names import match
from cadence.errors import BadValue
from cadence.settings import now
from cadence.store import capture
from cadence.store.capture import NewCard
from cadence.store.connect import Connection, in_words, transaction
from cadence.store.viewer import Viewer, handles, present_meeting, running_meeting, who_is

if TYPE_CHECKING:
    from datetime import date


@contextmanager
def writing(call: Call) -> Iterator[tuple[Connection, Viewer]]:
    """A writing transaction and who is asking; an older schema is upgraded first, by the full lane."""
    connection = call.connect()
    try:
        with in_words(call.settings.database), transaction(connection, writing=True):
            call.viewer = who_is(connection, call.settings.me, call.settings.team, now())
            yield connection, call.viewer
    finally:
        connection.close()


def add(connection: Connection, viewer: Viewer, new: NewCard) -> str:
    """Add the card, and give its key."""
    return capture.add_card(connection, viewer, now(), new).key


def answer(call: Call, key: str, where: str) -> None:
    """Print a line about what was added, or with ``--json`` the card."""
    if call.wants_json:
        show_card(call, key)
    else:
        call.receipt(f"{key} {where}")


def show_card(call: Call, key: str) -> None:
    """A card as its listing shows it, in JSON."""
    from cadence.cli.grammar.json_shapes import card
    from cadence.services.cards.assembler import view_named

    with call.store.read() as connection:
        found = card(view_named(connection, call.viewer, key))
    printing.as_json(found)  # outside: what the terminal refuses is not the database's fault


def people(connection: Connection, viewer: Viewer, words: Iterable[str], tie: str) -> tuple[tuple[int, str], ...]:
    """People named by handle or its beginning, tied to a card."""
    words = tuple(words)
    if not words:
        return ()
    known = handles(connection, viewer.team_id)
    return tuple((known[match(word.removeprefix("@"), known, "person")], tie) for word in words)


class Line(NamedTuple):
    """A line of words: whom it names, its date, and its marks as fields of a card."""

    text: str
    people: tuple[str, ...] = ()
    due: date | None = None
    marks: Mapping[str, Any] = {}


def parsed(connection: Connection, viewer: Viewer, typed: str) -> Line:
    """What a line says beside its words, read as the one line of the terminal interface is."""
    if not any(sign in typed for sign in ("@", "!", "#", "%", "<", "due:")):
        return Line(typed)
    from cadence.domain.parsing.one_line import parse

    line = parse(typed, tuple(handles(connection, viewer.team_id)), today(viewer))
    if not line.text:
        raise BadValue("the line has no words", "say what it is about")
    return Line(line.text, line.people, line.due, line.marks._asdict())


def one_of(word: str | None, choices: Sequence[str], what: str) -> str | None:
    """The choice that is meant; ``None`` stays."""
    return None if word is None else match(word, choices, what)


def today(viewer: Viewer) -> date:
    """Today in the team's zone."""
    from zoneinfo import ZoneInfo

    return now().astimezone(ZoneInfo(viewer.timezone)).date()


def day(typed: str | None, viewer: Viewer) -> date | None:
    """A date as people type it; ``None`` stays."""
    if typed is None:
        return None
    from cadence.domain.parsing.dates import parse_date

    return parse_date(typed, today(viewer))


def raised_in(connection: Connection, viewer: Viewer, *, anybody: bool = False) -> tuple[int | None, str | None]:
    """The running meeting that something typed now belongs to, and its audience for things that inherit one.

    That is the meeting the person is in. With ``anybody`` it is whichever runs, but what somebody who is not in it
    adds stays the team's. What is typed behind closed doors is the team's and, on a board that guests read, bears no
    trace of the meeting: see :func:`traceless`.
    """
    running = running_meeting(connection, viewer)
    if running is None:
        return None, None
    from cadence.domain.kinds import BY_KEY

    here = present_meeting(connection, viewer) == running.id
    if not (here or anybody):
        return None, None
    return running.id, str(BY_KEY[running.kind].audience) if here else None


def traceless(connection: Connection, viewer: Viewer) -> int | None:
    """The running meeting that the person is in, unless only typed words may leave it."""
    running = running_meeting(connection, viewer)
    if running is None or present_meeting(connection, viewer) != running.id:
        return None
    from cadence.domain.kinds import BY_KEY

    return None if BY_KEY[running.kind].closed_doors else running.id
