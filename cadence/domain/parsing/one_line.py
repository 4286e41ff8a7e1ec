"""The one line typed in a gesture: words, with ``@ben`` naming a person and ``!fri`` a date.

``#dns`` is a tag, ``%debt`` a flow type, ``<business`` an origin and ``<billing`` who asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cadence.domain.parsing.dates import parse_date
from cadence.domain.parsing.names import match
from cadence.domain.vocabulary import FLOWS, ORIGINS
from cadence.errors import BadValue

_NAME = r"[^\W_][^\s@,/&+;:!?()\[\]]*?"
# Only a whole word counts (an address in the middle of one doesn't); several people may share a word: @ben,@dana
_PEOPLE = re.compile(rf"(@{_NAME}(?:[,/&+]@{_NAME})*)([.,;:!?)\]]*)")
_DATE = re.compile(r"(?:!|due:)(\+?[^\W_].*?)([.,;:!?)\]]*)")
_MARK = re.compile(r"([#%<])([^\W\d_][\w-]*|\d[\w-]*[^\W\d_][\w-]*)([.,;:!?)\]]*)")
_KEPT = re.compile(r"\\[@!#%<].+")
_WORD = re.compile(r"\s*\S+")
TO_KEEP = "or write \\{0} to keep it as a word"
"""What a refusal says last; ``{0}`` is the word that stands for nobody, or for no date."""


class Marks(NamedTuple):
    """What a line says of its card beside words, people and date; ``None`` or empty where it says nothing."""

    flow: str | None = None
    origin: str | None = None
    requester: str | None = None
    tags: tuple[str, ...] = ()


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A parsed line: its words, the handles named (each once, as first named), the date and the marks."""

    text: str
    people: tuple[str, ...] = ()
    due: date | None = None
    marks: Marks = NO_MARKS


NO_LINE = ParsedLine("")
"""Nothing was typed."""


def numbered(typed: str) -> tuple[str, str]:
    """The first character of ``2 nobody needs it``, which chooses, and the words behind it."""
    words = typed.strip()
    return words[:1], words[1:].strip()


def parse(
    text: str, handles: Sequence[str], today: date, *, to_keep: str = TO_KEEP, keep_unknown: bool = False
) -> ParsedLine:
    r"""Read ``text`` (cleaned by :func:`cadence.domain.parsing.text.line` already).

    ``@ben`` is an unambiguous prefix of one of ``handles``, ``!fri`` anything that
    :func:`~cadence.domain.parsing.dates.parse_date` takes, in one word or two; both are taken out, wherever they
    stand. Addresses, a lone
    ``@`` or ``!``, ``!!`` and the like stay text, and so does what has a backslash before it (``\@channel``), ``#``
    before figures alone, ``%`` before what is no flow type, and ``<`` in a line that has a ``>``.

    Raises :class:`BadValue` for an unknown or ambiguous name, a date that is none (``keep_unknown`` keeps both as
    words), and two different dates; the caller keeps the line.
    """
    kept = ""
    people: dict[str, None] = {}
    dates: dict[date, None] = {}
    marks = NO_MARKS
    tokens, taken = _WORD.findall(text), -1
    for place, token in enumerate(tokens):
        if place == taken:
            continue
        word = token.lstrip()
        blanks = token[: len(token) - len(word)]
        try:
            if named := _PEOPLE.fullmatch(word):
                people |= dict.fromkeys(_people(named[1], handles))
                ending: str | None = named[2]
            elif dated := _DATE.fullmatch(word):
                day, ending, more_words = _day(dated, tokens[place + 1 : place + 2], today)
                dates[day], taken = None, place + more_words if more_words else taken
            elif (marked := _MARK.fullmatch(word)) and (more := _marked(marks, marked, text)) is not None:
                marks, ending = more, marked[3]
            else:
                ending = None
        except BadValue as error:
            if not keep_unknown:
                raise BadValue(error.message, f"{error.remedy}; {to_keep.format(word)}") from None
            ending = None
        if ending is not None:
            kept += ending.strip(",;") if kept else ""
        else:
            kept += blanks + (word[1:] if _KEPT.fullmatch(word) else word)
    if len(dates) > 1:
        raise BadValue("the line has two dates", "keep one of them")
    return ParsedLine(kept.strip(), tuple(people), next(iter(dates), None), marks)


def _day(found: re.Match[str], behind: Sequence[str], today: date) -> tuple[date, str, int]:
    """A date, the marks that end it, and how many words behind it are of it: one in ``!8 jan`` or ``!next mon``."""
    try:
        return parse_date(found[1], today), found[2], 0
    except BadValue:
        for word in behind if not found[2] else ():
            two = _DATE.fullmatch(f"{found[0]} {word.strip()}")
            with suppress(BadValue):
                if two is not None:
                    return parse_date(two[1], today), two[2], 1
        raise


def _marked(marks: Marks, found: re.Match[str], text: str) -> Marks | None:
    """``marks`` with one more; ``None`` if the word is none of what its sign stands for."""
    sign, word = found[1], found[2]
    if sign == "#":
        return marks._replace(tags=tuple(dict.fromkeys((*marks.tags, word))))
    if sign == "%":
        flow = _begun(word, FLOWS)
        return marks._replace(flow=flow) if flow else None
    if ">" in text:
        return None
    origin = _begun(word, ORIGINS)
    if origin:
        return marks._replace(origin=origin)
    return marks._replace(requester=word, origin=marks.origin or "business")


def unknown_name(text: str, handles: Sequence[str]) -> str:
    """What is wrong with the first ``@name`` of ``text`` that is nobody, or several people; empty if there is none."""
    for word in text.split():
        if named := _PEOPLE.fullmatch(word):
            try:
                _people(named[1], handles)
            except BadValue as error:
                return str(error)
    return ""


def _begun(word: str, choices: Sequence[str]) -> str | None:
    """The choice that ``word`` is, or alone begins with; ``None`` without one."""
    found = [choice for choice in choices if choice.startswith(word.casefold())]
    return found[0] if len(found) == 1 and len(word) > 1 else None


def _people(word: str, handles: Sequence[str]) -> list[str]:
    """The handles that one word of ``@`` names means."""
    names = [part.lstrip("@") for part in re.split(r"[,/&+](?=@)", word)]
    return [match(name, handles, "person") for name in names]
