"""Every select, one function a question, on a plain lane. Visibility is decided here and nowhere else.

A query that concerns cards, comments, events or votes takes the viewer and never gives back what that viewer may not
see: an audience that is not theirs, or a sealed retro note of somebody else's (decision 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cadence.store.capture import Who, stamp
from cadence.store.connect import Lane, Row, among


def visible(who: Who) -> tuple[str, dict[str, Any]]:
    """The condition on ``card c`` that decides what this viewer may see, with its parameters."""
    part, values = among("c.audience", who.audiences, "aud")
    return (
        f"c.team_id = :team AND NOT c.gone AND {part} AND (NOT c.sealed OR c.author_id = :viewer)",
        {"team": who.team_id, "viewer": who.person_id, **values},
    )


def team(lane: Lane, team_id: int) -> Row:
    """The team's row."""
    row = lane.one("SELECT * FROM team WHERE id = :team", team=team_id)
    assert row is not None
    return row


def teams(lane: Lane) -> list[Row]:
    """Every team in the database."""
    return lane.all("SELECT id, key, name FROM team ORDER BY id")


def people(lane: Lane, team_id: int, *, gone: bool = False) -> list[Row]:
    """Everybody in the team, in its order; ``gone`` also those who left."""
    still = "" if gone else "AND m.left_at IS NULL"
    return lane.all(
        "SELECT p.id, p.handle, p.name, p.email, p.timezone, m.role, m.regular, m.position, m.left_at "
        f"FROM person p JOIN membership m ON m.person_id = p.id WHERE m.team_id = :team {still} "
        "ORDER BY m.position, p.id",
        team=team_id,
    )


def all_handles(lane: Lane) -> set[str]:
    """Every handle in the database, whatever the team."""
    return {row["handle"] for row in lane.all("SELECT handle FROM person")}


def person_by_email(lane: Lane, email: str) -> Row | None:
    """The person with this address, in any case."""
    rows = lane.all("SELECT * FROM person ORDER BY id")
    return next((row for row in rows if row["email"].casefold() == email.casefold()), None)


def epochs(lane: Lane, team_id: int) -> list[Row]:
    """The stretches of unchanged iteration shape, oldest first."""
    return lane.all("SELECT * FROM epoch WHERE team_id = :team ORDER BY start", team=team_id)


def schedule_changes(lane: Lane, team_id: int) -> list[Row]:
    """The changes to single kinds' slots, in order of effect."""
    return lane.all("SELECT * FROM schedule_change WHERE team_id = :team ORDER BY since, id", team=team_id)


def holidays(lane: Lane, team_id: int) -> list[Row]:
    """Public and own days off; the team's own come last, so that their name wins."""
    return lane.all("SELECT day, name, own FROM holiday WHERE team_id = :team ORDER BY day, own", team=team_id)


_PLAN = ", ".join(
    f"g.{name}"
    for name in [
        "id",
        "kind",
        "nominal",
        "iteration",
        "status",
        "moved_to",
        "minutes",
        "reason",
        "changes",
        "changed_at",
        "facilitator_id",
        "starts_at",
        "timebox",
        "started_at",
        "ended_at",
        "form",
        "recording",
    ]
)
"""What the schedule says of a meeting."""


def meetings(lane: Lane, team_id: int) -> list[Row]:
    """Every meeting of which something is recorded, by nominal date; without what only running ones or notes need."""
    return lane.all(
        f"SELECT {_PLAN}, p.handle AS facilitator FROM meeting g LEFT JOIN person p ON p.id = g.facilitator_id "
        "WHERE g.team_id = :team ORDER BY g.nominal, g.id",
        team=team_id,
    )


def meeting(lane: Lane, team_id: int, kind: str, nominal: date) -> Row | None:
    """The recorded meeting with this name."""
    return lane.one(
        "SELECT g.*, p.handle AS facilitator FROM meeting g LEFT JOIN person p ON p.id = g.facilitator_id "
        "WHERE g.team_id = :team AND g.kind = :kind AND g.nominal = :nominal",
        team=team_id,
        kind=kind,
        nominal=nominal.isoformat(),
    )


def meeting_by_id(lane: Lane, meeting_id: int) -> Row | None:
    """A recorded meeting."""
    return lane.one("SELECT * FROM meeting WHERE id = :meeting", meeting=meeting_id)


def running_state(lane: Lane, team_id: int) -> str | None:
    """The state (JSON) of the meeting that runs or is paused."""
    state: str | None = lane.value(
        "SELECT state FROM meeting WHERE team_id = :team AND status IN ('running', 'paused') "
        "ORDER BY started_at DESC LIMIT 1",
        team=team_id,
    )
    return state


def last_held(lane: Lane, team_id: int, kind: str, before: datetime) -> Row | None:
    """The last meeting of a kind that was started before an instant."""
    return lane.one(
        "SELECT id, started_at FROM meeting WHERE team_id = :team AND kind = :kind AND started_at IS NOT NULL "
        "AND started_at < :before ORDER BY started_at DESC LIMIT 1",
        team=team_id,
        kind=kind,
        before=stamp(before),
    )


def attendance(lane: Lane, meeting_id: int) -> list[Row]:
    """Who is marked in a meeting."""
    return lane.all("SELECT * FROM attendance WHERE meeting_id = :meeting", meeting=meeting_id)


_CARDS = (
    "SELECT c.*, a.handle AS author, s.number AS from_number, s.audience AS from_audience, s.sealed AS from_sealed, "
    "s.author_id AS from_author_id, s.gone AS from_gone, g.kind AS from_kind, g.nominal AS from_nominal "
    "FROM card c LEFT JOIN person a ON a.id = c.author_id LEFT JOIN card s ON s.id = c.from_card_id "
    "LEFT JOIN meeting g ON g.id = c.from_meeting_id "
)


def cards(lane: Lane, who: Who, *, board: str | None = None, status: str | None = None) -> list[Row]:
    """The visible cards (of one board, with one status), in rank order within their columns."""
    where, values = visible(who)
    if status is not None:
        where += " AND c.status = :status"
        values["status"] = status
    if board is not None:
        where += " AND c.board = :board"
        values["board"] = board
    return lane.all(f"{_CARDS} WHERE {where} ORDER BY c.board, c.column_name, c.rank, c.id", **values)


def position(lane: Lane, who: Who, row: Row) -> int:
    """A visible card's place in its column, from 1, as this viewer sees it."""
    where, values = visible(who)
    return int(
        lane.value(
            f"SELECT COUNT(*) FROM card c WHERE {where} AND c.board = :board AND c.column_name = :name "
            "AND (c.rank < :rank OR (c.rank = :rank AND c.id <= :card))",
            **values,
            board=row["board"],
            name=row["column_name"],
            rank=row["rank"],
            card=row["id"],
        )
    )


def blocked_count(lane: Lane, who: Who) -> int:
    """How many open cards that the viewer may see are blocked."""
    where, values = visible(who)
    return int(
        lane.value(
            f"SELECT COUNT(*) FROM card c WHERE {where} AND c.status = 'open' AND c.blocked_since IS NOT NULL", **values
        )
    )


def cards_by_id(lane: Lane, who: Who, ids: Sequence[int]) -> list[Row]:
    """Those of these cards that are visible."""
    where, values = visible(who)
    part, marks = among("c.id", ids, "id")
    return lane.all(f"{_CARDS} WHERE {where} AND {part} ORDER BY c.id", **values, **marks)


def cards_of_meeting(lane: Lane, who: Who, meeting_id: int) -> list[Row]:
    """The visible cards that were raised in a meeting, in the order in which they were."""
    where, values = visible(who)
    return lane.all(
        f"{_CARDS} WHERE {where} AND c.from_meeting_id = :meeting ORDER BY c.id", **values, meeting=meeting_id
    )


def card_by_number(lane: Lane, who: Who, number: int) -> Row | None:
    """The visible card with this number."""
    where, values = visible(who)
    return lane.one(f"{_CARDS} WHERE {where} AND c.number = :number", **values, number=number)


def children(lane: Lane, who: Who, card_id: int) -> list[Row]:
    """The visible cards that came from a card."""
    where, values = visible(who)
    return lane.all(f"{_CARDS} WHERE {where} AND c.from_card_id = :card ORDER BY c.id", **values, card=card_id)


def _of_cards(who: Who, board: str | None, ids: Sequence[int] | None) -> tuple[str, dict[str, Any]]:
    where, values = visible(who)
    if ids is not None:
        part, marks = among("c.id", ids, "id")
        return f"{where} AND {part}", {**values, **marks}
    if board is not None:
        return f"{where} AND c.board = :board", {**values, "board": board}
    return where, values


def ties(lane: Lane, who: Who, *, board: str | None = None, ids: Sequence[int] | None = None) -> list[Row]:
    """People's ties to visible cards: ``card_id``, ``handle``, ``tie``."""
    where, values = _of_cards(who, board, ids)
    return lane.all(
        "SELECT t.card_id, p.handle, t.tie FROM card_person t JOIN card c ON c.id = t.card_id "
        f"JOIN person p ON p.id = t.person_id WHERE {where} ORDER BY t.card_id, p.id",
        **values,
    )


def dependencies(lane: Lane, who: Who, *, board: str | None = None, ids: Sequence[int] | None = None) -> list[Row]:
    """What visible cards wait for; a card that the viewer may not see is not named, and one that is gone is no wait."""
    where, values = _of_cards(who, board, ids)
    part, _ = among("o.audience", who.audiences, "aud")
    return lane.all(
        "SELECT d.id, d.card_id, d.on_team, d.what, d.asked_at, d.settled_at, d.on_card_id, "
        f"CASE WHEN {part} AND (NOT o.sealed OR o.author_id = :viewer) THEN o.number END AS on_number "
        "FROM dependency d JOIN card c ON c.id = d.card_id LEFT JOIN card o ON o.id = d.on_card_id "
        f"WHERE {where} AND (o.id IS NULL OR NOT o.gone) ORDER BY d.id",
        **values,
    )


def votes(lane: Lane, who: Who, *, board: str | None = None, ids: Sequence[int] | None = None) -> list[Row]:
    """Dots on visible cards: ``card_id``, ``dots`` of everybody and ``own`` of the viewer."""
    where, values = _of_cards(who, board, ids)
    return lane.all(
        "SELECT v.card_id, SUM(v.dots) AS dots, SUM(CASE WHEN v.person_id = :viewer THEN v.dots ELSE 0 END) AS own "
        f"FROM vote v JOIN card c ON c.id = v.card_id WHERE {where} GROUP BY v.card_id",
        **values,
    )


def dots_given(lane: Lane, who: Who, board: str) -> int:
    """How many dots the viewer has on the board's open cards; those on what was talked about are free again."""
    where, values = _of_cards(who, board, None)
    row = lane.one(
        "SELECT COALESCE(SUM(v.dots), 0) AS n FROM vote v JOIN card c ON c.id = v.card_id "
        f"WHERE {where} AND c.status = 'open' AND v.person_id = :viewer",
        **values,
    )
    return int(row["n"]) if row else 0


def comments(lane: Lane, who: Who, card_ids: Sequence[int]) -> list[Row]:
    """What was said of these cards, oldest first."""
    where, values = _of_cards(who, None, card_ids)
    part, _ = among("m.audience", who.audiences, "aud")
    return lane.all(
        "SELECT m.*, p.handle AS author, g.kind AS meeting_kind, g.nominal AS meeting_nominal FROM comment m "
        "JOIN card c ON c.id = m.card_id LEFT JOIN person p ON p.id = m.author_id "
        f"LEFT JOIN meeting g ON g.id = m.meeting_id WHERE {where} AND {part} ORDER BY m.id",
        **values,
    )


def _events_seen(who: Who) -> tuple[str, dict[str, Any]]:
    where, values = visible(who)
    part, _ = among("e.audience", who.audiences, "aud")
    return f"e.team_id = :team AND NOT e.undone AND {part} AND (e.card_id IS NULL OR ({where}))", values


_EVENTS = (
    # Never ``changes``: what a card said before it was widened is not for those who came to see it since.
    "SELECT e.id, e.seq, e.part, e.at, e.actor_id, e.meeting_id, e.card_id, e.verb, e.data, e.audience, "
    "p.handle AS actor, c.number AS card_number, c.board AS card_board, g.kind AS meeting_kind, "
    "g.nominal AS meeting_nominal FROM event e LEFT JOIN person p ON p.id = e.actor_id "
    "LEFT JOIN card c ON c.id = e.card_id LEFT JOIN meeting g ON g.id = e.meeting_id "
)


def events_of_card(lane: Lane, who: Who, card_id: int) -> list[Row]:
    """A card's history as this viewer may see it, in order of sequence."""
    where, values = _events_seen(who)
    return lane.all(f"{_EVENTS} WHERE {where} AND e.card_id = :card ORDER BY e.seq, e.part", **values, card=card_id)


def events_of_meeting(lane: Lane, who: Who, meeting_id: int) -> list[Row]:
    """What happened in a meeting as this viewer may see it, in order of sequence."""
    where, values = _events_seen(who)
    return lane.all(
        f"{_EVENTS} WHERE {where} AND e.meeting_id = :meeting ORDER BY e.seq, e.part", **values, meeting=meeting_id
    )


def events_since(
    lane: Lane, who: Who, since: datetime, *, actor_id: int | None = None, board: str | None = None
) -> list[Row]:
    """What happened after an instant (by one person, on one board), in order of sequence."""
    where, values = _events_seen(who)
    if actor_id is not None:
        where += " AND e.actor_id = :actor"
        values["actor"] = actor_id
    if board is not None:
        where += " AND c.board = :board"
        values["board"] = board
    return lane.all(f"{_EVENTS} WHERE {where} AND e.at > :since ORDER BY e.seq, e.part", **values, since=stamp(since))


def _said(lane: Lane, name: str) -> str:
    """One value of an event's data, which is JSON in a text column, as SQL."""
    return f"json_extract(e.data, '$.{name}')" if lane.dialect == "sqlite" else f"(CAST(e.data AS json) ->> '{name}')"


def _put_into(lane: Lane) -> str:
    """The column that an event puts its card into, as SQL."""
    return f"CASE e.verb WHEN 'card.add' THEN {_said(lane, 'column')} WHEN 'card.move' THEN {_said(lane, 'to')} END"


def stays(lane: Lane, who: Who, board: str) -> list[Row]:
    """How long a board's visible cards stayed in a column before they moved on: ``name``, ``since``, ``until``."""
    where, values = _events_seen(who)
    return lane.all(
        "SELECT name, since, until FROM (SELECT LAG(name) OVER w AS name, LAG(at) OVER w AS since, at AS until FROM "
        f"(SELECT {_put_into(lane)} AS name, e.card_id, e.at, e.seq, e.part FROM event e "
        f"JOIN card c ON c.id = e.card_id WHERE {where} AND c.board = :board "
        "AND e.verb IN ('card.add', 'card.move')) p WHERE name <> '' "
        "WINDOW w AS (PARTITION BY card_id ORDER BY seq, part)) s WHERE since IS NOT NULL",
        **values,
        board=board,
    )


def placings(lane: Lane, who: Who, board: str, since: datetime, least: int) -> list[Row]:
    """Where a board's visible open cards were put, in order: ``card_id``, ``at``, ``name`` of a column, ``position``.

    Only of cards that were put somewhere at ``least`` so many times after ``since``.
    """
    where, values = _events_seen(who)
    of_them = f"{where} AND c.board = :board AND c.status = 'open' AND e.verb IN ('card.add', 'card.move', 'card.rank')"
    found = "FROM event e JOIN card c ON c.id = e.card_id WHERE"
    return lane.all(
        f"SELECT e.card_id, e.at, {_put_into(lane)} AS name, {_said(lane, 'position')} AS position {found} {of_them} "
        f"AND c.id IN (SELECT c.id {found} {of_them} AND e.at > :since GROUP BY c.id HAVING COUNT(*) >= :least) "
        "ORDER BY e.seq, e.part",
        **values,
        board=board,
        since=stamp(since),
        least=least,
    )


def last_touched(lane: Lane, who: Who, board: str, columns: Sequence[str]) -> dict[int, str]:
    """When something last happened to each visible open card in these columns of a board."""
    where, values = visible(who)
    part, marks = among("c.column_name", columns, "col")
    rows = lane.all(
        f"SELECT e.card_id, MAX(e.at) AS at FROM event e JOIN card c ON c.id = e.card_id WHERE {where} "
        f"AND c.board = :board AND c.status = 'open' AND {part} AND NOT e.undone GROUP BY e.card_id",
        **values,
        **marks,
        board=board,
    )
    return {row["card_id"]: row["at"] for row in rows}


def walked(lane: Lane, who: Who, meeting_id: int) -> list[Row]:
    """The visible cards visited in a meeting, with step and outcome, in the order of the visits."""
    where, values = visible(who)
    return lane.all(
        "SELECT w.card_id, w.step, w.outcome, w.seconds, w.at FROM walked w JOIN card c ON c.id = w.card_id "
        f"WHERE {where} AND w.meeting_id = :meeting ORDER BY w.at, w.card_id",
        **values,
        meeting=meeting_id,
    )


def updates(lane: Lane, team_id: int, day: date, since: datetime | None) -> list[Row]:
    """Standup updates for the standup of ``day``: those left for that day, or after the last standup; newest last."""
    return lane.all(
        "SELECT u.*, p.handle FROM standup_update u JOIN person p ON p.id = u.person_id WHERE u.team_id = :team "
        "AND u.day <= :day AND (u.day = :day OR u.left_at > :since) ORDER BY u.day, u.left_at, u.id",
        team=team_id,
        day=day.isoformat(),
        since=stamp(since) if since else "",
    )


def update_by_id(lane: Lane, update_id: int) -> Row | None:
    """One standup update with its author's handle."""
    return lane.one(
        "SELECT u.*, p.handle FROM standup_update u JOIN person p ON p.id = u.person_id WHERE u.id = :id", id=update_id
    )


def sealed_counts(lane: Lane, team_id: int) -> list[Row]:
    """How many retro notes wait in each column, of anybody: numbers only, for the team's facilitator."""
    return lane.all(
        "SELECT column_name, SUM(n) AS n FROM (SELECT column_name, COUNT(*) AS n FROM card WHERE team_id = :team "
        "AND board = 'retro' AND NOT gone AND status = 'open' GROUP BY column_name UNION ALL "
        "SELECT column_name, COUNT(*) AS n FROM unsigned_note WHERE team_id = :team GROUP BY column_name) AS counted "
        "GROUP BY column_name",
        team=team_id,
    )


def loads(lane: Lane, who: Who, columns: Sequence[str]) -> list[Row]:
    """How many open wall cards each person has in these columns: ``handle``, ``n``."""
    where, values = visible(who)
    part, marks = among("c.column_name", columns, "col")
    return lane.all(
        "SELECT p.handle, COUNT(*) AS n FROM card_person t JOIN card c ON c.id = t.card_id "
        "JOIN person p ON p.id = t.person_id "
        f"WHERE {where} AND {part} AND c.board = 'wall' AND c.status = 'open' AND t.tie = 'assigned' GROUP BY p.handle",
        **values,
        **marks,
    )


def worked_on(lane: Lane, who: Who, since: datetime, columns: tuple[Sequence[str], str]) -> set[int]:
    """Visible wall cards begun now or done since an instant that no demo shows yet, by the begun and done columns."""
    where, values = visible(who)
    begun, marks = among("c.column_name", columns[0], "col")
    rows = lane.all(
        f"SELECT c.id FROM card c WHERE {where} AND c.board = 'wall' AND c.status <> 'dropped' "
        f"AND ({begun} OR (c.column_name = :done AND c.entered_column_at >= :since)) AND NOT EXISTS "
        "(SELECT 1 FROM card d WHERE d.from_card_id = c.id AND d.board = 'demo' AND NOT d.gone "
        "AND (d.status = 'open' OR d.created_at >= :since))",
        **values,
        **marks,
        done=columns[1],
        since=stamp(since),
    )
    return {row["id"] for row in rows}


def sealed_of(lane: Lane, team_id: int, person_id: int) -> int:
    """How many sealed notes a person has: a number, to know whether there is anything to unseal."""
    return int(
        lane.value(
            "SELECT COUNT(*) FROM card WHERE team_id = :team AND author_id = :person AND sealed AND NOT gone",
            team=team_id,
            person=person_id,
        )
    )


def nameless_notes(lane: Lane, who: Who) -> list[Row]:
    """Visible open retro notes that nobody signed."""
    where, values = visible(who)
    return lane.all(
        f"SELECT c.id FROM card c WHERE {where} AND c.board = 'retro' AND c.author_id IS NULL AND c.status = 'open'",
        **values,
    )


def unsigned_notes(lane: Lane, team_id: int) -> list[Row]:
    """The anonymous notes that wait for the writing to close, in no order that tells anything."""
    return lane.all("SELECT column_name, body FROM unsigned_note WHERE team_id = :team ORDER BY id", team=team_id)


def grouped_notes(lane: Lane, who: Who) -> set[int]:
    """Visible retro notes that lie in a group."""
    where, values = visible(who)
    rows = lane.all(f"SELECT c.id FROM card c WHERE {where} AND c.group_id IS NOT NULL", **values)
    return {row["id"] for row in rows}


def half_typed(lane: Lane, who: Who) -> dict[str, str]:
    """Lines that this person was typing and did not keep, by gesture."""
    rows = lane.all(
        "SELECT gesture, text FROM half_typed WHERE team_id = :team AND person_id = :me",
        team=who.team_id,
        me=who.person_id,
    )
    return {row["gesture"]: row["text"] for row in rows}


def teams_of(lane: Lane, handle: str) -> list[Row]:
    """The teams somebody is in."""
    return lane.all(
        "SELECT t.id, t.key, t.name FROM team t JOIN membership m ON m.team_id = t.id "
        "JOIN person p ON p.id = m.person_id "
        "WHERE p.handle = :me AND m.left_at IS NULL ORDER BY t.id",
        me=handle,
    )


def newest_undoable(lane: Lane, who: Who) -> int | None:
    """The number of this person's last write that can still be undone."""
    seq: int | None = lane.value(
        "SELECT MAX(seq) FROM event WHERE team_id = :team AND actor_id = :me AND undoable AND NOT undone",
        team=who.team_id,
        me=who.person_id,
    )
    return seq


def events_of_write(lane: Lane, team_id: int, seq: int) -> list[Row]:
    """The events of one write, in order."""
    return lane.all("SELECT * FROM event WHERE team_id = :team AND seq = :seq ORDER BY part", team=team_id, seq=seq)


def schedule_events(lane: Lane, team_id: int) -> list[Row]:
    """Every event that may have changed when meetings are held, and every undo, in order of sequence."""
    return lane.all(
        "SELECT seq, at, verb, data, changes FROM event WHERE team_id = :team AND (verb LIKE 'meeting.%' "
        "OR verb LIKE 'schedule.%' OR verb LIKE 'team.%' OR verb LIKE 'holiday.%' OR verb = 'undo') ORDER BY seq, part",
        team=team_id,
    )


def invitations(lane: Lane, team_id: int, person_id: int, board: str) -> list[Row]:
    """Open cards of a board that somebody is invited to."""
    return lane.all(
        "SELECT c.id FROM card c JOIN card_person t ON t.card_id = c.id WHERE c.team_id = :team AND c.board = :board "
        "AND c.status = 'open' AND NOT c.gone AND t.person_id = :person AND t.tie = 'invited'",
        team=team_id,
        person=person_id,
        board=board,
    )


def later_events(lane: Lane, team_id: int, seq: int) -> list[Row]:
    """Every event after a write, with its actor's handle, newest first."""
    return lane.all(
        "SELECT e.*, p.handle AS actor FROM event e LEFT JOIN person p ON p.id = e.actor_id "
        "WHERE e.team_id = :team AND e.seq > :seq AND NOT e.undone ORDER BY e.seq DESC",
        team=team_id,
        seq=seq,
    )
