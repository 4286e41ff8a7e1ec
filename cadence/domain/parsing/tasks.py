"""What a text leaves to do: its open checklist items, as people write them at the end of a postmortem."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from cadence.domain.parsing.dates import parse_date
from cadence.domain.parsing.one_line import ParsedLine, parse
from cadence.errors import BadValue

_OPEN = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[ \]\s+(\S.*?)\s*$", re.MULTILINE)
_DUE = re.compile(r"[,;(]?\s*\b(?:due|by)\b:?\s+([^,;()]+?)\)?[.,;]*$", re.IGNORECASE)


def open_tasks(text: str) -> tuple[str, ...]:
    """The items of ``- [ ] do this @chidi, due 11 Dec`` that are not ticked, as they are written."""
    return tuple(_OPEN.findall(text))


def task_line(task: str, handles: Sequence[str], today: date) -> ParsedLine:
    """A task read as an action: its words, who is named, and the date behind ``due`` or ``by`` at its end."""
    due, words = None, task
    found = _DUE.search(task)
    if found is not None:
        with suppress(BadValue):  # "by the gateway": words like others
            due, words = parse_date(found[1], today), task[: found.start()]
    line = parse(words, handles, today, keep_unknown=True)
    return ParsedLine(line.text.rstrip(" ,;"), line.people, line.due or due, line.marks)
