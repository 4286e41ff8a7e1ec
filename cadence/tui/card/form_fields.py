"""The fields of a card's form: how each is written to be typed over, and how what was typed is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from cadence.domain.cards.boards import BOARDS
from cadence.domain.parsing.dates import parse_date
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import FLOWS, ORIGINS, TOPIC_TYPES, Audience, BoardKey
from cadence.errors import BadValue, in_field
from cadence.services.cards.blockers import in_words

Changes = dict[str, Any]
"""New values by their names in :class:`~cadence.services.cards.edit.Edit`."""


class FormField(NamedTuple):
    """One field: its label, what may stand in it, and the two ways."""

    label: str
    hint: str
    written: Callable[[CardView], str]
    read: Callable[[str, date], Changes]


def _words(name: str) -> Callable[[str, date], Changes]:
    return lambda typed, _: {name: typed.strip()}


def _listed(name: str, by: str | None = None) -> Callable[[str, date], Changes]:
    return lambda typed, _: {name: tuple(part.strip() for part in typed.replace(",", by or " ").split(by))}


def _due(typed: str, today: date) -> Changes:
    return {"due": parse_date(typed, today)} if typed.strip() else {"no_due": True}


def _toil(typed: str, _: date) -> Changes:
    word = typed.strip().casefold()
    if word not in {"", "yes", "y", "no", "n"}:
        raise BadValue(f"'{word}' is neither yes nor no", "write yes or no")
    return {"toil": word in {"yes", "y"}}


def _minutes(typed: str, _: date) -> Changes:
    word = typed.strip() or "0"
    if not (word.isascii() and word.isdigit()):
        raise BadValue(f"'{word}' is not a number of minutes", "write one, such as 5")
    return {"minutes": int(word)}


def _waits_for(card: CardView) -> str:
    return "; ".join(in_words(one.key, one.team, one.what) for one in card.depends_on if not one.settled)


def _text(card: CardView) -> str:
    return card.body or BOARDS[BoardKey(card.board)].outline


def _people(handles: tuple[str, ...]) -> str:
    return "".join(f"@{handle} " for handle in handles)  # another name can be typed behind it


FIELDS: dict[str, FormField] = {
    "title": FormField("title", "one line · @ ! # % < as in the one line", lambda card: card.title, _words("title")),
    "body": FormField("text", "Markdown", _text, lambda typed, _: {"body": typed}),
    "flow": FormField("flow", " ".join(FLOWS), lambda card: card.flow or "", _words("flow")),
    "origin": FormField("origin", " ".join(ORIGINS), lambda card: card.origin or "", _words("origin")),
    "requester": FormField("asked by", "whoever wants it", lambda card: card.requester or "", _words("requester")),
    "assigned": FormField(
        "who has it", "@name, several with blanks", lambda card: _people(card.assignees), _listed("assigned")
    ),
    "invited": FormField("guests", "@name, several with blanks", lambda card: _people(card.stays), _listed("invited")),
    "due": FormField("due", "fri, 3 dec, 2026-12-11", lambda card: str(card.due or ""), _due),
    "tags": FormField(
        "tags", "words with blanks between", lambda card: "".join(f"{tag} " for tag in card.tags), _listed("tags")
    ),
    "type": FormField("type", " ".join(TOPIC_TYPES), lambda card: card.type or "", _words("type")),
    "minutes": FormField("minutes", "how long it takes", lambda card: str(card.minutes or ""), _minutes),
    "url": FormField("link", "https://…", lambda card: card.url or "", _words("url")),
    "waits_for": FormField(
        "waits for", "SRE-42; network team: what they owe", _waits_for, _listed("waits_for", by=";")
    ),
    "toil": FormField("toil", "yes or no", lambda card: "yes" if card.toil else "no", _toil),
    "audience": FormField(
        "who reads it", " ".join(one.value for one in Audience), lambda card: card.audience, _words("audience")
    ),
}
"""In the order in which they stand on the form."""
TYPED_OVER = frozenset({"flow", "origin", "due", "type", "minutes", "toil", "audience"})
"""Fields of one word: it is selected when one comes to it, so that typing replaces it."""
_CALLED = {"assignees": "assigned", "depends_on": "waits_for"}
"""Fields of a board that the form calls otherwise."""


def fields_of(board: str, *, in_team: bool) -> tuple[str, ...]:
    """The fields that a card of this board has; who may read it is for the team to say, and of no sealed note."""
    of = BOARDS[BoardKey(board)]
    used = {"title", "body", *(_CALLED.get(name, name) for name in of.fields)}
    if in_team and not of.sealed:
        used.add("audience")
    return tuple(name for name in FIELDS if name in used)


def read(changed: dict[str, str], today: date) -> Changes:
    """What the changed fields say; an error bears the name of its field."""
    found: Changes = {}
    for name, typed in changed.items():
        with in_field(name):
            found |= FIELDS[name].read(typed, today)
    return found
