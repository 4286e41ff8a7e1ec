"""A card's path: raised in Tuesday's standup by Ben, parked, tabled to arch, decided on the 24th, spawned SRE-61."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.routing import narrower
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import day_words
from cadence.domain.parsing.text import clip
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.services.access.display_names import display_names
from cadence.services.cards.assembler import column_in_words, key_of
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.queries.cards import CardRow
from cadence.store.queries.log import EventRow
from cadence.store.viewer import Viewer, running_meeting

MOST = 12
"""Generations followed at the most; a loop cannot arise, a long chain can."""
MOST_SAID = 60
"""Characters of what was said of a demo, in a station."""

_STATIONS = {
    "card.table": "tabled to arch",
    "card.settle": "{place}",
    "card.done": "done",
    "card.drop": "dropped: {reason}",
    "card.block": "blocked: {reason}",
    "card.outcome": "{outcome}: {why}",
}


def path_of(connection: Connection, viewer: Viewer, row: CardRow) -> tuple[str, ...]:
    """The stations of a card and of the cards it came from, oldest first, as this viewer may see them.

    In a meeting its screen is shared: words of another card that not everybody in it may read are left out.
    """
    running = running_meeting(connection, viewer)
    room = BY_KEY[running.kind].audience if running is not None else Audience.TEAM
    chain = [row]
    while chain[0].from_card_id is not None and len(chain) < MOST:
        before = queries.cards.by_id(connection, viewer, [chain[0].from_card_id])
        if not before:
            break
        chain[:0] = before
    lines = []
    for one, made in zip_longest(chain, chain[1:]):
        worded = one.id == row.id or narrower(one.audience, room) == room
        lines += _stations(connection, viewer, one, titled=one.id != row.id, worded=worded)
        lines += _asked_by(connection, viewer, one, made) if made is not None else []
    children = queries.cards.children(connection, viewer, row.id)
    lines += [f"led to {key_of(viewer, one)} {one.title}" for one in children]
    return tuple(lines)


def _asked_by(connection: Connection, viewer: Viewer, row: CardRow, made: CardRow) -> list[str]:
    """Who said of a demo what a card was made of: in these words, else the last that was said before."""
    said = [
        (json.loads(one.data), one)
        for one in queries.log.of_card(connection, viewer, row.id)
        if one.verb == "card.feedback" and one.at <= made.created_at
    ]
    those = [one for one in said if one[0].get("text") == made.title] or said
    if not those:
        return []
    data, event = those[-1]
    who = data.get("by") or event.actor or ""
    name = display_names(connection, viewer).get(who, who) or "somebody"
    words = clip(str(data["text"]), MOST_SAID)
    return [f"{key_of(viewer, row)} feedback by {name}: {words} {_when(connection, viewer, event)}"]


def _stations(connection: Connection, viewer: Viewer, row: CardRow, *, titled: bool, worded: bool) -> list[str]:
    """What happened to one card of the path; ``titled``: it is another than the one that the reader looks at.

    ``worded``: with its title and what was said of it.
    """
    key, history = key_of(viewer, row), queries.log.of_card(connection, viewer, row.id)
    began = next((json.loads(one.data).get("board") for one in history if one.verb == "card.add"), None) or row.board
    named = f'{key} "{row.title}"' if titled and worded else key
    raised = f"raised as {named} on {BOARDS[BoardKey(began)].title.lower()}"
    if row.from_kind and row.from_nominal and str(BY_KEY[row.from_kind].audience) in viewer.audiences:
        raised += f" in {_meeting(connection, viewer, row.from_kind, row.from_nominal)}"
    author = display_names(connection, viewer).get(row.author, row.author) if row.author else None
    lines = [raised + (f" by {author}" if author else "")]
    told = {one.seq for one in history if one.verb in _STATIONS}
    moves = False
    for event in history:
        data = {"place": "settled", "reason": "", "outcome": "", "why": "", "parked": "", **json.loads(event.data)}
        data |= {} if worded else {"reason": "", "why": "", "parked": ""}
        if event.verb == "card.move" and event.seq not in told:
            if moves and "to_board" not in data:  # of several columns in a row, the last one
                lines.pop()
            moves = "to_board" not in data
            station = _moved(connection, viewer, data, row)
        elif event.verb in _STATIONS:
            moves, station = False, _STATIONS[event.verb].format(**data).removesuffix(": ")
            station = f'"{data["parked"]}" {station}' if data["parked"] else station
        else:
            continue
        lines.append(f"{key} {station} {_when(connection, viewer, event)}")
    return lines


def _moved(connection: Connection, viewer: Viewer, data: Mapping[str, str], row: CardRow) -> str:
    """``moved to In progress``, ``moved to inter-team sync``; a column as the viewer's side names it."""
    if "to_board" in data:
        return f"moved to {BOARDS[BoardKey(data['to_board'])].title.lower()}"
    return f"moved to {column_in_words(connection, viewer, BOARDS[BoardKey(row.board)], data.get('to', ''))}"


def _when(connection: Connection, viewer: Viewer, event: EventRow) -> str:
    """``in the arch meeting of Tue 8 Dec``, else ``on Tue 8 Dec``."""
    if event.meeting_kind and event.meeting_nominal and str(BY_KEY[event.meeting_kind].audience) in viewer.audiences:
        return f"in {_meeting(connection, viewer, event.meeting_kind, event.meeting_nominal)}"
    return f"on {day_words(event.at.astimezone(ZoneInfo(viewer.timezone)).date())}"


def _meeting(connection: Connection, viewer: Viewer, kind: str, nominal: date) -> str:
    """A meeting by the day on which it was held."""
    row = queries.meetings.named(connection, viewer.team_id, kind, nominal)
    started = row.started_at if row is not None else None
    day = started.astimezone(ZoneInfo(viewer.timezone)).date() if started is not None else nominal
    return f"the {BY_KEY[kind].title.lower()} of {day_words(day)}"
