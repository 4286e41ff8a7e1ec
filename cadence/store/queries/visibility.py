"""What a viewer may see of cards and events, as conditions for SQL: decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cadence.store.connect import among
from cadence.store.viewer import Who


def heard(who: Who, table: str) -> str:
    """The condition that what has an audience, under this name in the query, has one of the viewer's."""
    return among(f"{table}.audience", who.audiences, "aud")[0]


def readable(who: Who, card: str) -> str:
    """The condition that a card, under this name in the query, is for the viewer's eyes: its audience, and its seal."""
    return f"{heard(who, card)} AND (NOT {card}.sealed OR {card}.author_id = :viewer)"


def visible(who: Who) -> tuple[str, dict[str, Any]]:
    """The condition on ``card c`` that decides what this viewer may see, with the parameters of all conditions here."""
    return (
        f"c.team_id = :team AND NOT c.gone AND {readable(who, 'c')}",
        {"team": who.team_id, "viewer": who.person_id, **among("c.audience", who.audiences, "aud")[1]},
    )


def visible_among(who: Who, board: str | None, ids: Sequence[int] | None) -> tuple[str, dict[str, Any]]:
    """:func:`visible`, of these cards only (``ids``), else of one board's, else of all."""
    where, values = visible(who)
    if ids is not None:
        part, marks = among("c.id", ids, "id")
        return f"{where} AND {part}", {**values, **marks}
    if board is not None:
        return f"{where} AND c.board = :board", {**values, "board": board}
    return where, values


def visible_events(who: Who) -> tuple[str, dict[str, Any]]:
    """The condition on ``event e``, with its ``card c`` joined, that decides what this viewer may see."""
    where, values = visible(who)
    return f"e.team_id = :team AND NOT e.undone AND {heard(who, 'e')} AND (e.card_id IS NULL OR ({where}))", values


PLACING = ("card.add", "card.move", "card.settle")
"""The events that put a card into a column."""


def stamps(who: Who) -> str:
    """More columns of ``card c`` for a guest: its instants, by what this guest may see of its history.

    They replace the row's own columns of the same names, which also move with what is the team's alone. The team reads
    those as they are, and pays for no look into the log.
    """
    if who.in_team:
        return ""
    seen = f"SELECT MAX(e.at) FROM event e WHERE e.card_id = c.id AND NOT e.undone AND {heard(who, 'e')}"
    verbs = ", ".join(f"'{verb}'" for verb in PLACING)
    return (
        f", COALESCE(({seen}), c.created_at) AS updated_at"
        f", COALESCE(({seen} AND e.verb IN ({verbs})), c.created_at) AS entered_column_at"
    )
