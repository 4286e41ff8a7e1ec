"""Which keys that were typed ahead are text, and were not meant as gestures. Decided by what was typed: no clock.

Behind a key that acts or moves stands what was queued until it was answered. It is *text* as soon as it holds a letter
that nobody types behind such a key on purpose: one that is neither the same key again nor one that moves. Behind a key
that only moves that takes three different ones, since voting and going on (``jvjv``) is no text. Digits, signs and
blanks make no text, but are part of one; behind a key that acts, a blank before a letter other than that key is one
between words (``e we``). Meant, with what belongs to it, is a word key behind one that goes on
(``space``, then ``c`` and a comment) or that moves, and ``0``, which asks for a name. Text is dropped as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import dropwhile, pairwise, takewhile

from textual import events

from cadence.tui.core.key_sorts import Sort

Typed = events.Key | events.Paste
LEAST = {Sort.ACTING: 1, Sort.GOING: 1, Sort.MOVING: 3}
"""How many different letters, that cannot have been meant behind a key of this sort, make a text."""
_OF_TEXT = frozenset({"enter", "tab", "backspace"})
"""Keys that text may hold beside characters."""
_SHOWN_MOST = 24
"""Characters that are shown of what was dropped."""


def text_behind(key: str, sort: Sort, queued: Sequence[Typed], sort_of: Callable[[str], Sort | None]) -> int:
    """How many of the ``queued`` keys are text behind ``key``, which was of this ``sort``; 0 where they were meant."""
    whole = sum(1 for _ in takewhile(writes, queued))
    if sort is Sort.FIELDS:
        return whole
    run = list(takewhile(_is_printed, queued))
    rest = list(dropwhile(lambda event: _is(event, key), run))
    if sort is Sort.MOVING:
        rest = list(dropwhile(lambda event: _moves(event, sort_of), rest))
    if rest and _was_meant(rest[0], key, sort, sort_of):
        return 0
    stray = {_character(event) for event in rest if not _is(event, key) and _is_stray(event, sort_of)}
    pasted = any(isinstance(event, events.Paste) for event in rest)
    words = sort is Sort.ACTING and _has_a_word(key, run)
    return whole if words or pasted or len(stray) >= LEAST[sort] else 0


def shown(dropped: Sequence[Typed]) -> str:
    """What was dropped, as far as it is shown."""
    words = "".join(_character(event) if _is_printed(event) else " " for event in dropped).rstrip()
    return words if len(words) <= _SHOWN_MOST else words[: _SHOWN_MOST - 1] + "…"


def _was_meant(event: Typed, key: str, sort: Sort, sort_of: Callable[[str], Sort | None]) -> bool:
    """Whether the first key behind ``key`` is one that takes what follows."""
    if isinstance(event, events.Paste):
        return False
    word = sort_of(event.key) is Sort.WORD
    if event.key.isdecimal():
        return word or (sort is not Sort.ACTING and not key.isdecimal())
    return word and sort is not Sort.ACTING


def _has_a_word(key: str, run: Sequence[Typed]) -> bool:
    """Whether a blank stands before a letter other than ``key``."""
    return any(
        _character(blank) == " " and _character(letter).isalpha() and not _is(letter, key)
        for blank, letter in pairwise(run)
    )


def _is_stray(event: Typed, sort_of: Callable[[str], Sort | None]) -> bool:
    """Whether it is a letter, or a sign that opens the line, that does not move."""
    if isinstance(event, events.Paste) or event.key.isdecimal():
        return False
    sort = sort_of(event.key)
    return sort is Sort.WORD or (_character(event).isalpha() and sort is not Sort.MOVING)


def _moves(event: Typed, sort_of: Callable[[str], Sort | None]) -> bool:
    return isinstance(event, events.Key) and sort_of(event.key) in {Sort.MOVING, Sort.GOING}


def _is(event: Typed, key: str) -> bool:
    return isinstance(event, events.Key) and event.key == key


def _is_printed(event: Typed) -> bool:
    return isinstance(event, events.Paste) or (event.character is not None and event.character.isprintable())


def writes(event: Typed) -> bool:
    """Whether it belongs to words that are written."""
    return _is_printed(event) or (isinstance(event, events.Key) and event.key in _OF_TEXT)


def _character(event: Typed) -> str:
    return event.text if isinstance(event, events.Paste) else event.character or ""
