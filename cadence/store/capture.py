"""Adding a card, in plain SQL on any connection: the whole weight of the quick lane.

The command line's hot verbs call this on a bare connection, the services on the connection of their transaction, so
that there is one way to add a card. Nothing here imports SQLAlchemy.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from cadence.domain.boards import BOARDS, Board, done_column, new_column, started_columns
from cadence.domain.ranking import between
from cadence.domain.roles import is_team, may_add, sees
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadConfig, BadValue, NotAllowed, NotFound
from cadence.store.connect import Lane, Row


class Who(NamedTuple):
    """Who is asking, and in which team: the viewer of every query and the actor of every event."""

    team_id: int
    team_key: str
    team_name: str
    timezone: str
    person_id: int | None
    handle: str | None
    role: str

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences whose cards and events this viewer may see."""
        return tuple(str(audience) for audience in sees(self.role))

    @property
    def in_team(self) -> bool:
        """Whether this is a lead or a member, not a guest."""
        return is_team(self.role)


class NewCard(NamedTuple):
    """A card to be added; texts are clean already. ``people`` are ``(person id, tie)``."""

    board: str
    title: str
    body: str = ""
    column: str | None = None
    flow: str | None = None
    origin: str | None = None
    type: str | None = None
    requester: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    due: date | None = None
    toil: bool = False
    audience: str | None = None
    sealed: bool = False
    from_card_id: int | None = None
    from_meeting_id: int | None = None
    people: tuple[tuple[int, str], ...] = ()
    minutes: int | None = None


class Added(NamedTuple):
    """The card that was added."""

    id: int
    key: str
    seq: int


def stamp(at: datetime) -> str:
    """An instant as the database compares it: ISO 8601 in UTC, with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant(value: Any) -> datetime:
    """An instant out of the database, aware."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def who(lane: Lane, me: str | None, team: str | None) -> Who:
    """The person named by ``me`` in the team named by ``team`` (name or key; by default the person's only one).

    Raises :class:`BadConfig` where nobody is named, :class:`NotFound` for a person or team that is not there.
    """
    chosen = _team(lane, me, team)
    if me is None:
        raise BadConfig("nobody is named", "set CADENCE_ME to your handle, or me in the configuration file")
    row = lane.one(
        "SELECT p.id, p.handle, m.role FROM person p JOIN membership m ON m.person_id = p.id "
        "WHERE m.team_id = :team AND p.handle = :me AND m.left_at IS NULL",
        team=chosen["id"],
        me=me.lower(),
    )
    if row is None:
        raise NotFound(f"{me!r} is nobody in {chosen['name']}", "set CADENCE_ME to a handle of cadence person list")
    return Who(chosen["id"], chosen["key"], chosen["name"], chosen["timezone"], row["id"], row["handle"], row["role"])


def _team(lane: Lane, me: str | None, team: str | None) -> Row:
    rows = lane.all("SELECT id, key, name, timezone FROM team ORDER BY id")
    if team is not None:
        found = [row for row in rows if team.lower() in (row["name"].lower(), row["key"].lower())]
        if not found:
            names = ", ".join(row["name"] for row in rows)
            raise NotFound(f"no team {team!r}", f"teams here: {names}" if names else "cadence init makes one")
        return found[0]
    if len(rows) > 1:
        mine = lane.all(
            "SELECT m.team_id AS id FROM membership m JOIN person p ON p.id = m.person_id "
            "WHERE p.handle = :me AND m.left_at IS NULL",
            me=(me or "").lower(),
        )
        rows = [row for row in rows if row["id"] in {one["id"] for one in mine}] or rows
    if not rows:
        raise NotFound("there is no team yet", "cadence init makes one")
    if len(rows) > 1:
        raise BadValue("which team?", "say --team " + " or ".join(row["key"] for row in rows))
    return rows[0]


def take_seq(lane: Lane, team_id: int) -> int:
    """The team's next sequence number: at once the number of this write and the lock that makes others wait."""
    return int(lane.value("UPDATE team SET seq = seq + 1 WHERE id = :team RETURNING seq", team=team_id))


def log(  # noqa: PLR0913 - what an entry of the log has
    lane: Lane,
    who: Who,
    at: datetime,
    seq: int,
    verb: str,
    *,
    part: int = 0,
    card_id: int | None = None,
    meeting_id: int | None = None,
    data: dict[str, Any] | None = None,
    changes: Sequence[dict[str, Any]] = (),
    audience: str = "team",
    undoable: bool = True,
) -> None:
    """Append one event to the team's log."""
    lane.insert(
        "event",
        {
            "team_id": who.team_id,
            "seq": seq,
            "part": part,
            "at": stamp(at),
            "actor_id": who.person_id,
            "meeting_id": meeting_id,
            "card_id": card_id,
            "verb": verb,
            "data": json.dumps(data or {}, ensure_ascii=False),
            "changes": json.dumps(list(changes), ensure_ascii=False),
            "audience": audience,
            "undoable": undoable,
            "undone": False,
        },
    )


def add_card(
    lane: Lane,
    who: Who,
    at: datetime,
    new: NewCard,
    *,
    seq: int | None = None,
    part: int = 0,
    undoable: bool = True,
) -> Added:
    """Add one card at the end of its column, and log it. Run inside a transaction.

    A retro note is always the team's, and sealed where it has an author, whatever the lane says. Raises
    :class:`NotAllowed` where the viewer's role may not add to that board.
    """
    board = BOARDS[BoardKey(new.board)]
    if not may_add(who.role, board.key):
        raise NotAllowed(f"a {who.role} may not add to {board.title.lower()}", "ask somebody of the team")
    if board.key is BoardKey.RETRO:
        new = new._replace(sealed=who.person_id is not None, audience=str(board.audience))
    seq = take_seq(lane, who.team_id) if seq is None else seq
    number = lane.value(
        "UPDATE team SET card_number = card_number + 1 WHERE id = :team RETURNING card_number", team=who.team_id
    )
    column = new.column or new_column(board, columns(lane, who, new.board))
    audience = new.audience or str(board.audience)
    last = last_rank(lane, who.team_id, new.board, column)
    row = _row(who, at, new, number, column, audience, between(last, None))
    if new.column and new.column != board.new:
        row |= _already(lane, who, board, column, at)
    card_id = lane.insert("card", row)
    for person_id, tie in dict.fromkeys(new.people):
        lane.run(
            "INSERT INTO card_person (card_id, person_id, tie) VALUES (:card, :person, :tie)",
            card=card_id,
            person=person_id,
            tie=tie,
        )
    log(
        lane,
        who,
        at,
        seq,
        "card.add",
        part=part,
        card_id=card_id,
        meeting_id=new.from_meeting_id,
        data={"title": "" if new.sealed else new.title, "board": new.board, "column": column},
        changes=[{"t": "card", "k": {"id": card_id}, "b": None, "a": None}],
        audience=audience,
        undoable=undoable,
    )
    return Added(card_id, f"{who.team_key}-{number}", seq)


def last_rank(lane: Lane, team_id: int, board: str, column: str) -> str | None:
    """The highest rank given in a column, whoever may see the card that has it."""
    rank: str | None = lane.value(
        "SELECT MAX(rank) FROM card WHERE team_id = :team AND board = :board AND column_name = :name",
        team=team_id,
        board=board,
        name=column,
    )
    return rank


def _already(lane: Lane, who: Who, board: Board, column: str, at: datetime) -> dict[str, Any]:
    """What follows from adding a card to a column of work begun or done."""
    names = columns(lane, who, board.key.value)
    done = column == done_column(board, names)
    begun = done or column in started_columns(board, names)
    state = {"status": "done", "done_at": stamp(at)} if done else {}
    return {**state, "started_at": stamp(at) if begun and board.started else None}


def _row(who: Who, at: datetime, new: NewCard, number: int, column: str, audience: str, rank: str) -> dict[str, Any]:
    when = stamp(at)
    return {
        "team_id": who.team_id,
        "number": number,
        "board": new.board,
        "column_name": column,
        "rank": rank,
        "title": new.title,
        "body": new.body,
        "flow": new.flow,
        "origin": new.origin,
        "type": new.type,
        "requester": new.requester,
        "url": new.url,
        "tags": json.dumps(list(new.tags), ensure_ascii=False),
        "due": new.due.isoformat() if new.due else None,
        "toil": new.toil,
        "audience": audience,
        "sealed": new.sealed,
        "status": "open",
        "gone": False,
        "author_id": who.person_id,
        "from_card_id": new.from_card_id,
        "from_meeting_id": new.from_meeting_id,
        "put_off": 0,
        "minutes": new.minutes,
        "thief_marks": "{}",
        "created_at": when,
        "updated_at": when,
        "entered_column_at": when,
    }


def leave_update(
    lane: Lane, who: Who, at: datetime, day: date, *, yesterday: str = "", today: str = "", blocker: str = ""
) -> int:
    """Leave (or add to) the viewer's standup update for ``day``; gives its id."""
    if not who.in_team:
        raise NotAllowed(f"a {who.role} is not in the standup", "ask somebody of the team")
    seq = take_seq(lane, who.team_id)
    said = {"yesterday": yesterday, "today": today, "blocker": blocker}
    old = lane.one(
        "SELECT id, yesterday, today, blocker FROM standup_update "
        "WHERE team_id = :team AND person_id = :person AND day = :day",
        team=who.team_id,
        person=who.person_id,
        day=day.isoformat(),
    )
    if old is None:
        row = {"team_id": who.team_id, "person_id": who.person_id, "day": day.isoformat(), **said, "left_at": stamp(at)}
        update_id = lane.insert("standup_update", row)
        change: dict[str, Any] = {"t": "standup_update", "k": {"id": update_id}, "b": None, "a": None}
    else:
        update_id = old["id"]
        after = {key: value or old[key] for key, value in said.items()}
        lane.run(
            "UPDATE standup_update SET yesterday = :yesterday, today = :today, blocker = :blocker, left_at = :at "
            "WHERE id = :id",
            **after,
            at=stamp(at),
            id=update_id,
        )
        before = {key: old[key] for key in said}
        change = {"t": "standup_update", "k": {"id": update_id}, "b": before, "a": after}
    log(lane, who, at, seq, "standup.update", data={"day": day.isoformat()}, changes=[change])
    return update_id


def add_unsigned_note(lane: Lane, who: Who, column: str, text: str) -> None:
    """Keep an anonymous retro note: no author, no time, no event, a random key, so that no order tells whose it is."""
    lane.run(
        "INSERT INTO unsigned_note (id, team_id, column_name, body) VALUES (:id, :team, :name, :body)",
        id=os.urandom(16).hex(),
        team=who.team_id,
        name=column,
        body=text,
    )


def settings_of(lane: Lane, team_id: int) -> dict[str, Any]:
    """The team's own settings."""
    found: dict[str, Any] = json.loads(lane.value("SELECT settings FROM team WHERE id = :team", team=team_id))
    return found


def columns(lane: Lane, who: Who, board: str) -> tuple[str, ...]:
    """A board's columns, left to right: the team's own where it has named some (the wall's)."""
    declared = BOARDS[BoardKey(board)].columns
    if board != BoardKey.WALL:
        return declared
    own = settings_of(lane, who.team_id).get("columns")
    return tuple(own) if own else declared


def keep_half_typed(lane: Lane, who: Who, gesture: str, words: str) -> None:
    """Keep a line that was being typed for a gesture; an empty one is forgotten."""
    lane.run(
        "DELETE FROM half_typed WHERE team_id = :team AND person_id = :me AND gesture = :gesture",
        team=who.team_id,
        me=who.person_id,
        gesture=gesture,
    )
    if words:
        lane.run(
            "INSERT INTO half_typed (team_id, person_id, gesture, text) VALUES (:team, :me, :gesture, :text)",
            team=who.team_id,
            me=who.person_id,
            gesture=gesture,
            text=words,
        )


def sign_of_life(lane: Lane, meeting_id: int, at: datetime) -> None:
    """The facilitator's program is there: no news for anybody, so it takes no number."""
    lane.run("UPDATE meeting SET seen_at = :at WHERE id = :meeting", at=stamp(at), meeting=meeting_id)


def forget_unsigned_notes(lane: Lane, team_id: int) -> None:
    """The writing has closed: what waited apart is on the board now."""
    lane.run("DELETE FROM unsigned_note WHERE team_id = :team", team=team_id)


def unseal(lane: Lane, team_id: int, person_id: int) -> None:
    """Show the team a person's retro notes from now on: it is their author's turn."""
    lane.run(
        "UPDATE card SET sealed = :no WHERE team_id = :team AND board = 'retro' AND author_id = :person AND sealed",
        no=False,
        team=team_id,
        person=person_id,
    )


def handles(lane: Lane, team_id: int) -> dict[str, int]:
    """Handle to person id, of everybody in the team."""
    rows = lane.all(
        "SELECT p.handle, p.id FROM person p JOIN membership m ON m.person_id = p.id "
        "WHERE m.team_id = :team AND m.left_at IS NULL ORDER BY m.position, p.id",
        team=team_id,
    )
    return {row["handle"]: row["id"] for row in rows}


def running_meeting(lane: Lane, who: Who) -> Row | None:
    """The meeting that runs now (or is paused), as far as this viewer may know of it."""
    rows = lane.all(
        "SELECT * FROM meeting WHERE team_id = :team AND status IN ('running', 'paused') ORDER BY started_at DESC",
        team=who.team_id,
    )
    if not rows:
        return None
    seen = _kinds_seen(who)  # loads the kinds, which the quick lane can do without while nothing runs
    return next((row for row in rows if row["kind"] in seen), None)


def present_meeting(lane: Lane, who: Who) -> int | None:
    """The running meeting in which this person is marked present or which they drive: what they do belongs to it."""
    running = running_meeting(lane, who)
    if running is None:
        return None
    if running["facilitator_id"] == who.person_id:
        return int(running["id"])
    here = lane.value(
        "SELECT here FROM attendance WHERE meeting_id = :meeting AND person_id = :me",
        meeting=running["id"],
        me=who.person_id,
    )
    return int(running["id"]) if here else None


def _kinds_seen(who: Who) -> list[str]:
    from cadence.domain.kinds import KINDS

    return [kind.key for kind in KINDS if str(kind.audience) in who.audiences]
