"""The retro: writing unseen, closing the writing, grouping what was read, and what a meeting shows of the notes."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from cadence.domain.cards.boards import BOARDS, RETRO_SIDES
from cadence.domain.cards.likeness import alike, nearly_same
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import DotVote, PrivateWriting, Round, Step
from cadence.domain.parsing import text
from cadence.domain.parsing.dates import day_words, ordinal
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import Right
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, Refused
from cadence.services.access.permissions import require
from cadence.services.cards.assembler import key_from, row_named, view_named
from cadence.services.cards.boards import board_cards, in_columns
from cadence.services.meetings import rounds
from cadence.services.meetings.run import MeetingRun, run_named
from cadence.store import queries
from cadence.store.capture import NewCard, add_note, keeps_unsigned
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.unlogged import forget_unsigned_notes
from cadence.store.viewer import Viewer, running_meeting
from cadence.store.write import id_of

LOOKED_BACK = timedelta(weeks=8)
"""How long ago a retro may be whose improvements a note is compared with."""


def write(store: Store, viewer: Viewer, side: str, words: str) -> CardView | None:
    """Write a note that nobody sees before its author's turn; ``None`` where the team writes without names."""
    column = side if side in RETRO_SIDES.values() else RETRO_SIDES[match(side, list(RETRO_SIDES), "side")]
    clean = text.line(words, "note")
    with store.quick() as connection:
        added = add_note(connection, viewer, store.clock(), column, clean)
        return None if added is None else view_named(connection, viewer, added.key)


def own_notes(store: Store, viewer: Viewer) -> list[CardView]:
    """The viewer's own open notes."""
    with store.read() as connection:
        cards = board_cards(connection, viewer, store, BoardKey.RETRO.value)
        own = [card for card in cards if card.author == viewer.handle and card.status == "open"]
        return in_columns(own, BOARDS[BoardKey.RETRO].columns)


def cannot_keep(store: Store, viewer: Viewer) -> bool:
    """Whether the viewer keeps their notes while away, and the team's bear no name by which that could be done."""
    with store.read() as connection:
        return keeps_unsigned(connection, viewer)


def ready(store: Store, viewer: Viewer, *, is_ready: bool | None = None) -> bool:
    """Say that one's notes are written (``None`` toggles); gives what holds now."""
    from cadence.store.tables.meetings import Attendance

    require(viewer, Right.RETRO)
    with store.write(viewer) as w:
        run = run_named(w, None, w.at)
        mark = w.find(Attendance, (id_of(run.row), viewer.person_id))
        if mark is None:
            mark = Attendance(meeting_id=id_of(run.row), person_id=viewer.person_id or 0, here=True)
            w.session.add(mark)
        w.touch(mark, ready=not mark.ready if is_ready is None else is_ready)
        return mark.ready


def close_writing(run: MeetingRun) -> None:
    """The writing closes: unsigned notes become cards, shuffled, with one time and no author; this cannot be undone."""
    w = run.w
    notes = queries.retro.unsigned_notes(w.connection, w.viewer.team_id)
    random.SystemRandom().shuffle(notes)
    for note in notes:
        w.add_card(NewCard(BoardKey.RETRO.value, note.body, column=note.column_name), signed=False)
    forget_unsigned_notes(w.connection, w.viewer.team_id)


def group(store: Store, viewer: Viewer, key: str, into: str) -> CardView:
    """Lay a note that was read, with all that lies in it, into another one's group, which bears that note's words.

    A note that lies in ``into`` already is taken out of it again.
    """
    from cadence.services.cards.create import shown
    from cadence.store.tables.cards import Card

    with store.write(viewer) as w:
        card = w.get(Card, row_named(w.connection, viewer, key).id)
        head = w.get(Card, row_named(w.connection, viewer, into).id)
        if not all(BOARDS[BoardKey(one.board)].sealed for one in (card, head)):
            raise BadValue("only retro notes are grouped", "name two of them")
        if card.sealed or head.sealed:
            raise Refused("a note is grouped when it was read", "wait for its author's turn")
        takes_out = card.group_id is not None and card.group_id == head.id
        if head.group_id is not None:
            head = w.get(Card, head.group_id)
        if card.id == head.id or (card.group_id == head.id and not takes_out):
            raise Refused("that note is in this group already", "name another one")
        laid = [note for note, of in queries.retro.groups(w.connection, viewer).items() if of == card.id]
        for note in laid:
            w.change(w.get(Card, note), group_id=head.id)
        w.change(card, group_id=None if takes_out else head.id)
        w.log("retro.group", card=card, data={"into": w.key_of(head)})
        return shown(w, head)


def take_out_again(run: MeetingRun) -> None:
    """The retro goes on after all: what was put away at its end is talked about again."""
    from cadence.store.tables.cards import Card

    for row in queries.cards.raised_in(run.w.connection, run.w.viewer, run.row.id or 0):
        if BOARDS[BoardKey(row.board)].sealed and row.status == "done":
            run.w.touch(run.w.get(Card, row.id), status="open", done_at=None)


def put_away(run: MeetingRun) -> None:
    """At the retro's end: what was read is done; what nobody read stays for the next one."""
    from cadence.store.tables.cards import Card

    for row in queries.cards.listed(run.w.connection, run.w.viewer, board=BoardKey.RETRO.value):
        if row.status == "open" and not row.sealed:
            card = run.w.get(Card, row.id)
            run.w.touch(card, status="done", done_at=run.w.at, from_meeting_id=run.row.id)


def notes(connection: Connection, viewer: Viewer, store: Store, step: Step, at: str | None) -> tuple[CardView, ...]:
    """The notes that are on the screen while ``at`` (a handle) speaks, by column; never a sealed one."""
    if not _shows(step):
        return ()
    cards = [card for card in board_cards(connection, viewer, store, BoardKey.RETRO.value) if card.status == "open"]
    read = in_columns([card for card in cards if not card.sealed], BOARDS[BoardKey.RETRO].columns)
    if isinstance(step.walks, DotVote):
        return tuple(read)
    return tuple(card for card in read if card.author == (None if at == rounds.NAMELESS else at))


def groups(connection: Connection, viewer: Viewer, store: Store, step: Step) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What was laid into other notes, by the key of those, where notes are shown."""
    if not _shows(step):
        return ()
    known = {card.id: card for card in board_cards(connection, viewer, store, BoardKey.RETRO.value)}
    found: dict[str, tuple[str, ...]] = {}
    for note, head in queries.retro.groups(connection, viewer).items():
        if note in known and head in known:
            found[known[head].key] = (*found.get(known[head].key, ()), known[note].title)
    return tuple(found.items())


def counts(connection: Connection, viewer: Viewer, steps: Sequence[tuple[Step, int]]) -> tuple[tuple[str, int], ...]:
    """How many notes each column holds: for the team, while it writes."""
    columns = next((step.walks.columns for step, _ in steps if isinstance(step.walks, PrivateWriting)), ())
    if not columns or not viewer.in_team:
        return ()
    found = queries.retro.sealed_counts(connection, viewer.team_id)
    return tuple((name, found.get(name, 0)) for name in columns)


def thieves_since(connection: Connection, viewer: Viewer, since: datetime) -> tuple[tuple[str, int], ...]:
    """How often each thief was confirmed since an instant, the most frequent first. Never about a person.

    One on the same card counts once, and so does one of the same column (or of somebody's work as a whole); one that
    was dismissed afterwards does not count at all.
    """
    found: set[tuple[str | None, str]] = set()
    for row in queries.log.since(connection, viewer, since, board=BoardKey.WALL.value):
        if row.verb in ("card.thief", "card.not_thief"):
            data = json.loads(row.data)
            where = data.get("where") or key_from(viewer, row.card_number, row.card_retro)
            mark = (where, str(data.get("thief", "")))
            (found.add if row.verb == "card.thief" else found.discard)(mark)
    return tuple(Counter(thief for _, thief in sorted(found, key=str)).most_common())


def again(
    connection: Connection, viewer: Viewer, store: Store, shown: Sequence[CardView]
) -> tuple[tuple[str, str], ...]:
    """What of these notes came up in earlier retros: by key, how often, and what was to be done about it then.

    Each is compared with the improvements that the retros of the last :data:`LOOKED_BACK` made, by the measure of
    "decided before"; the words of the wall tell what this team writes everywhere. Where none of a retro is alike, a
    note that was read there and says nearly the same counts; one that nobody read is not looked at.
    """
    since = store.clock() - LOOKED_BACK
    made = _by_retro(board_cards(connection, viewer, store, BoardKey.ACTIONS.value), since)
    read = [card for card in board_cards(connection, viewer, store, BoardKey.RETRO.value) if not card.sealed]
    noted = _by_retro(read, since)
    running = running_meeting(connection, viewer)
    earlier = sorted({*made, *noted} - {f"{running.kind}@{running.nominal}" if running is not None else ""})
    if not (earlier and shown):
        return ()
    wall = [card.title for card in board_cards(connection, viewer, store, BoardKey.WALL.value)]
    found = []
    for note in shown:
        hits = []
        for ref in earlier:
            cards = made.get(ref, [])
            near = [cards[one.place] for one in alike(note.title, [card.title for card in cards], 1, beside=wall)]
            hits += (near or [card for card in noted.get(ref, []) if nearly_same(note.title, card.title)])[:1]
        if hits:
            weeks = LOOKED_BACK.days // 7
            done = ", ".join(f"“{card.title}” on {day_words(card.created_at.date())}" for card in hits)
            found.append((note.key, f"{ordinal(len(hits) + 1)} time in {weeks} weeks: {done}"))
    return tuple(found)


def _by_retro(cards: Sequence[CardView], since: datetime) -> dict[str, list[CardView]]:
    """Cards by the meeting behind closed doors that they came of, of those added since an instant."""
    found: dict[str, list[CardView]] = {}
    for card in cards:
        ref = (card.came_from.meeting if card.came_from else None) or ""
        if ref and BY_KEY[ref.partition("@")[0]].closed_doors and card.created_at >= since:
            found.setdefault(ref, []).append(card)
    return found


def _shows(step: Step) -> bool:
    return isinstance(step.walks, DotVote) or (isinstance(step.walks, Round) and step.walks.shows == "notes")
