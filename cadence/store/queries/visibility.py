"""What a viewer may see of cards and events, as conditions for SQL: decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cadence.domain.cards.boards import BOARDS
from cadence.domain.vocabulary import Audience
from cadence.store.connect import among
from cadence.store.viewer import Viewer

_TOPICS = ", ".join(f"'{board.key}'" for board in BOARDS.values() if board.discussing is not None)
"""The boards whose cards are topics, for SQL."""


def heard(viewer: Viewer, table: str, card: str = "c") -> str:
    """The condition that what has an audience, under this name in the query, has one of the viewer's.

    ``card`` is the name of the card that it belongs to: who is invited to a topic reads what partners read of it, and
    of what came of it; a regular guest is invited to every topic.
    """
    own = among(f"{table}.audience", viewer.audiences, "aud")[0]
    if Audience.PARTNER in viewer.audiences:
        return own
    invited = "SELECT 1 FROM card_person i WHERE i.person_id = :viewer AND i.tie = 'invited' AND i.card_id IN"
    these = f"({card}.id, {card}.from_card_id)"
    regular = "SELECT 1 FROM membership rm JOIN card rc ON rm.team_id = rc.team_id WHERE rm.person_id = :viewer "
    regular += f"AND rm.regular AND rm.left_at IS NULL AND rc.board IN ({_TOPICS}) AND rc.id IN {these}"
    return f"({own} OR ({table}.audience = 'partner' AND (EXISTS ({invited} {these}) OR EXISTS ({regular}))))"


def readable(viewer: Viewer, card: str) -> str:
    """The condition that a card, under this name in the query, is for the viewer's eyes: its audience, and its seal."""
    return f"{heard(viewer, card, card)} AND (NOT {card}.sealed OR {card}.author_id = :viewer)"


def visible(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """The condition on ``card c`` that decides what this viewer may see, with the parameters of all conditions here."""
    return (
        f"c.team_id = :team AND NOT c.gone AND {readable(viewer, 'c')}",
        {"team": viewer.team_id, "viewer": viewer.person_id, **among("c.audience", viewer.audiences, "aud")[1]},
    )


def visible_among(viewer: Viewer, board: str | None, ids: Sequence[int] | None) -> tuple[str, dict[str, Any]]:
    """:func:`visible`, of these cards only (``ids``), else of one board's, else of all."""
    where, values = visible(viewer)
    if ids is not None:
        part, marks = among("c.id", ids, "id")
        return f"{where} AND {part}", {**values, **marks}
    if board is not None:
        return f"{where} AND c.board = :board", {**values, "board": board}
    return where, values


def visible_events(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """The condition on ``event e``, with its ``card c`` joined, that decides what this viewer may see."""
    where, values = visible(viewer)
    return f"e.team_id = :team AND NOT e.undone AND {heard(viewer, 'e')} AND (e.card_id IS NULL OR ({where}))", values


PLACING = ("card.add", "card.move", "card.settle")
"""The events that put a card into a column."""

VOTING = "'card.vote', 'card.unvote'"
"""The events of a dot given or taken back, for SQL."""


def stamps(viewer: Viewer) -> dict[str, str]:
    """Columns of ``card c`` that a guest gets otherwise: its instants, by what this guest may see of its history.

    The row's own columns of these names also move with what is the team's alone. The team reads those as they are, and
    pays for no look into the log.
    """
    if viewer.in_team:
        return {}
    seen = f"SELECT MAX(e.at) FROM event e WHERE e.card_id = c.id AND NOT e.undone AND {heard(viewer, 'e')} "
    seen += f"AND e.verb NOT IN ({VOTING})"  # they move the team's stamp neither, and are secret while a vote is open
    verbs = ", ".join(f"'{verb}'" for verb in PLACING)
    return {
        "updated_at": f"COALESCE(({seen}), c.created_at)",
        "entered_column_at": f"COALESCE(({seen} AND e.verb IN ({verbs})), c.created_at)",
    }
