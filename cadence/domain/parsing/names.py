"""Names people type: columns, boards and handles by prefix, addresses, card keys and team keys.

Imported by the quick lane: light, and :mod:`difflib` only once something has gone wrong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

from cadence.domain.parsing import text
from cadence.errors import BadValue

KEY_MAX = 10
"""Letters and digits in a team's key."""
HANDLE_MAX = 40
"""Characters in a handle."""
EMAIL_MAX = 254
"""Characters in an address (RFC 5321, 4.5.3.1.3, less the angle brackets)."""

_LISTED = 8  # choices named in full; of longer lists only the nearest few
_KEY_FORM = "a key is the team's and a number, like SRE-42"
_DIGITS = 9  # at most, in the numbers of a key
_PERSON_FORM = 'write it as "Anne Lee <anne@example.com>"'


def after_key(line: str) -> tuple[str, str] | None:
    """A line that begins with a card's key, in two: ``SRE-4: the firewall``; ``None`` for another."""
    import re

    found = re.match(r"([A-Za-z][A-Za-z0-9]*-[0-9]+)[\s:,]+(\S.*)", line.strip())
    return (found[1], found[2]) if found else None


def match(word: str, names: Iterable[str], what: str) -> str:
    """The one of ``names`` that ``word`` means: the name itself, or an unambiguous prefix of it in any case.

    Blanks, hyphens and underscores are the same (``in-progress``); ``angel`` means ``ángel`` where nothing is nearer.
    ``what`` says what the names are, with an optional place: ``column``, ``column on the wall``. Raises
    :class:`BadValue` naming the choices.
    """
    choices = list(dict.fromkeys(names))
    if word in choices:
        return word
    folded = _fold(word)
    whole = [name for name in choices if _fold(name) == folded]
    found = whole or [name for name in choices if folded and _fold(name).startswith(folded)]
    found = found or [name for name in choices if _bare(folded) and _bare(_fold(name)).startswith(_bare(folded))]
    if len(found) == 1:
        return found[0]
    noun, _, place = what.partition(" ")
    if found:
        raise BadValue(f"{_quoted(word)} could be {_either(found)}", "type more of it")
    where = f" {place}" if place else ""
    raise BadValue(f"no {noun} {_quoted(word)}{where}", _choices(folded, choices, noun))


def handle_for(name: str, taken: Collection[str]) -> str:
    """A new handle for ``name``: its first word, lower-cased, letters and digits of any script; numbered if taken."""
    words = (_handle_letters(word) for word in name.lower().split())
    first = next((word for word in words if word), "someone")[:HANDLE_MAX]
    used = {handle.casefold() for handle in taken}
    handle, number = first, 1
    while handle.casefold() in used:
        number += 1
        handle = f"{first}{number}"
    return handle


def check_handle(handle: str) -> str:
    """A handle a person chose, lower-cased; an ``@`` before it is forgiven.

    Letters, digits, and inside it ``-``, ``_`` and ``.``, at most :data:`HANDLE_MAX`. Raises :class:`BadValue`.
    """
    chosen = text.line(handle, "handle").removeprefix("@").lower()
    inner = chosen.replace("-", "").replace("_", "").replace(".", "")
    edges = chosen[:1] + chosen[-1:]
    if not inner or inner != _handle_letters(inner) or edges != _handle_letters(edges) or len(chosen) > HANDLE_MAX:
        raise BadValue(f"{_quoted(handle)} cannot be a handle", "use letters and digits, like ben or ben-ito")
    return chosen


def parse_person(typed: str) -> tuple[str, str]:
    """Name and address from ``Anne Lee <anne@example.com>``; quotes around the name go.

    Raises :class:`BadValue` if one of them is missing or the address cannot be one.
    """
    cleaned = text.line(typed, "person")
    name, bracket, rest = cleaned.rpartition("<")
    name = name.strip().strip('"').strip()
    if not bracket or not rest.endswith(">") or not name or set(name) & set("<>"):
        raise BadValue(f"{_quoted(cleaned)} is not a name and an address", _PERSON_FORM)
    return text.line(name, "name"), check_email(rest.removesuffix(">"))


def check_email(typed: str) -> str:
    """A mail address, as typed; raises :class:`BadValue` if it cannot be one.

    The plain form of RFC 5322 (no quoted or commented local part), any script, and a host with a dot in it or
    ``localhost``.
    """
    email = typed.strip()
    local, _, host = email.rpartition("@")
    sound = (
        0 < len(local) <= 64
        and len(email) <= EMAIL_MAX
        and email.isprintable()
        and not set(email) & set(' <>()[],;:"\\')
        and "@" not in local
        and all(local.split("."))
        and _is_host(host)
    )
    if not sound:
        raise BadValue(f"{_quoted(email)} is not a mail address", "an address looks like anne@example.com")
    return email


def parse_key(typed: str) -> tuple[str, int]:
    """Team key and number from a card's key in any case: ``("SRE", 42)`` from ``sre-42``; raises :class:`BadValue`."""
    team, hyphen, number = typed.strip().upper().rpartition("-")
    if not hyphen or not _is_team_key(team) or not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise BadValue(f"{_quoted(typed)} is not a card's key", _KEY_FORM)
    if not int(number):
        raise BadValue(f"{_quoted(typed)} is not a card's key", "cards are numbered from 1")
    return team, int(number)


def card_key(team: str, number: int, retro: int = 0) -> str:
    """A card's key: ``SRE-42``, or ``R12.3`` for the third note of the team's twelfth retro.

    A retro's notes take no card number, which would tell guests how many there are; no team's key has a dot.
    """
    return f"R{retro}.{number}" if retro else f"{team}-{number}"


def parse_note_key(typed: str) -> tuple[int, int] | None:
    """Retro and number from a retro note's key in any case: ``(12, 3)`` from ``r12.3``; ``None`` for any other word."""
    letter, numbers = typed.strip().upper()[:1], typed.strip()[1:].split(".")
    sound = letter == "R" and len(numbers) == 2
    if not sound or not all(one.isascii() and one.isdigit() and len(one) <= _DIGITS for one in numbers):
        return None
    retro, number = map(int, numbers)
    return (retro, number) if retro and number else None


def team_key(name: str) -> str:
    """The key proposed for a team called ``name``: ``SRE`` for Platform SRE, ``PR`` for Platform Reliability.

    A word in capitals, else the initials, else (one word) its first three letters; ``TEAM`` if the name has no
    letters that a key can have.
    """
    plain = unicodedata.normalize("NFKD", name).replace("-", " ")
    words = ["".join(c for c in word if c.isascii() and c.isalnum()) for word in plain.split()]
    words = [word for word in words if word[:1].isalpha()]
    capitals = [word for word in words if 1 < len(word) <= KEY_MAX and word.isupper()]
    if capitals and (len(capitals) < len(words) or len(words) == 1):
        return capitals[-1]
    if len(words) > 1:
        return "".join(word[0] for word in words)[:KEY_MAX].upper()
    return words[0][:3].upper() if words else "TEAM"


def check_team_key(typed: str) -> str:
    """A team key a person chose, in capitals: one to ten of A-Z and 0-9, a letter first; raises :class:`BadValue`."""
    key = typed.strip().upper()
    if not _is_team_key(key):
        raise BadValue(
            f"{_quoted(typed)} cannot be a team's key", f"use 1 to {KEY_MAX} letters and digits, a letter first"
        )
    return key


def _is_team_key(key: str) -> bool:
    return key.isascii() and key.isalnum() and key[0].isalpha() and len(key) <= KEY_MAX


def _is_host(host: str) -> bool:
    labels = host.split(".")
    plain = all(
        label and len(label) <= 63 and label[0] != "-" != label[-1] and label.replace("-", "").isalnum()
        for label in labels
    )
    return plain and (len(labels) > 1 or host.lower() == "localhost")


def _handle_letters(word: str) -> str:
    """The letters, digits and combining marks of ``word``; a mark needs something before it."""
    kept = ""
    for character in word:
        if character.isalnum() or (kept and unicodedata.category(character).startswith("M")):
            kept += character
    return kept


def _bare(text: str) -> str:
    """Without accents, for whoever has no key for them."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFC", word.casefold())
    return " ".join(plain.replace("-", " ").replace("_", " ").split())


def _quoted(word: str) -> str:
    """A word as messages quote it: safe, and short enough for one line."""
    return f"'{text.clip(text.shown(word), 40)}'"


def _either(names: Sequence[str]) -> str:
    if len(names) > _LISTED:
        return f"any of {', '.join(names[:3])} and {len(names) - 3} more"
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _choices(folded: str, choices: Sequence[str], noun: str) -> str:
    """What could have been typed: all choices, or the nearest few of many."""
    if not choices:
        return "there are none yet"
    if len(choices) == 1:
        return f"the only one is {choices[0]}"
    if len(choices) <= _LISTED:
        return f"{_plural(noun)} are {', '.join(choices)}"
    import difflib

    by_fold = {_fold(name): name for name in choices}
    near = [by_fold[name] for name in difflib.get_close_matches(folded, by_fold, n=3, cutoff=0.5)]
    if near:
        return f"did you mean {', '.join(near)}?"
    return f"{_plural(noun)} are {', '.join(choices[:3])} and {len(choices) - 3} more"


_PLURALS = {"person": "people", "thief": "thieves"}


def _plural(noun: str) -> str:
    if noun in _PLURALS:
        return _PLURALS[noun]
    return noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
