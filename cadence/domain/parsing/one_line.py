"""The one line typed in a gesture: words, with ``@ben`` naming a person and ``!fri`` a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cadence.domain.parsing.dates import parse_date
from cadence.domain.parsing.names import match
from cadence.errors import BadValue

_NAME = r"[^\W_][^\s@,/&+;:!?()\[\]]*?"
# Only a whole word counts (an address in the middle of one doesn't); several people may share a word: @ben,@dana
_PEOPLE = re.compile(rf"(@{_NAME}(?:[,/&+]@{_NAME})*)([.,;:!?)\]]*)")
_DATE = re.compile(r"!(\+?[^\W_].*?)([.,;:!?)\]]*)")
_KEPT = re.compile(r"\\[@!].+")
_WORD = re.compile(r"\s*\S+")
_TO_KEEP = "or write \\{0} to keep it as a word"


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A parsed line: its words, the handles named (each once, as first named) and the date."""

    text: str
    people: tuple[str, ...] = ()
    due: date | None = None


def parse(text: str, handles: Sequence[str], today: date) -> ParsedLine:
    r"""Read ``text`` (cleaned by :func:`cadence.domain.parsing.text.line` already).

    ``@ben`` is an unambiguous prefix of one of ``handles``, ``!fri`` anything that
    :func:`~cadence.domain.parsing.dates.parse_date` takes; both are taken out, wherever they stand. Addresses, a lone
    ``@`` or ``!``, ``!!`` and the like stay text, and so does what has a backslash before it (``\@channel``).

    Raises :class:`BadValue` for an unknown or ambiguous name, a date that is none, and two different dates; the
    caller keeps the line.
    """
    kept = ""
    people: dict[str, None] = {}
    dates: dict[date, None] = {}
    for token in _WORD.findall(text):
        word = token.lstrip()
        blanks = token[: len(token) - len(word)]
        if named := _PEOPLE.fullmatch(word):
            people.update(dict.fromkeys(_people(named[1], handles)))
            kept += named[2].strip(",;") if kept else ""
        elif dated := _DATE.fullmatch(word):
            dates[_date(dated[1], today)] = None
            kept += dated[2].strip(",;") if kept else ""
        elif _KEPT.fullmatch(word):
            kept += blanks + word[1:]
        else:
            kept += blanks + word
    if len(dates) > 1:
        raise BadValue("the line has two dates", "keep one of them")
    return ParsedLine(kept.strip(), tuple(people), next(iter(dates), None))


def _people(word: str, handles: Sequence[str]) -> list[str]:
    """The handles that one word of ``@`` names means."""
    names = [part.lstrip("@") for part in re.split(r"[,/&+](?=@)", word)]
    try:
        return [match(name, handles, "person") for name in names]
    except BadValue as error:
        raise BadValue(error.message, f"{error.remedy}; {_TO_KEEP.format(word)}") from None


def _date(word: str, today: date) -> date:
    try:
        return parse_date(word, today)
    except BadValue as error:
        raise BadValue(error.message, f"{error.remedy}; {_TO_KEEP.format('!' + word)}") from None
