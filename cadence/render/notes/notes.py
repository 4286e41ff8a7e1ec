"""Meeting notes, or the agenda before the meeting, in any format: the Markdown of a template, and what is made from it.

What templates get is documented in ``templates/README.md``. Importing this module loads Jinja2: import it where it is
used, not at the top.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial, update_wrapper
from pathlib import Path
from typing import Any

from markupsafe import Markup

from cadence.domain.kinds import BY_KEY
from cadence.domain.views.notes import MeetingNotes
from cadence.errors import BadValue
from cadence.render import words
from cadence.render.notes.commonmark import document
from cadence.render.notes.formats import FORMATS, Format
from cadence.render.notes.formats.markdown import SOURCE
from cadence.render.notes.plain import cleaned
from cadence.render.notes.templates import Rendered, TemplateProblem, fill

__all__ = ["Rendered", "TemplateProblem", "render"]

_WORDS: Mapping[str, Callable[..., Any]] = {
    "by_column": words.by_column,
    "said_above": words.said_above,
    "clock": words.clock,
    "day": words.day,
    "facts": words.facts,
    "item_facts": words.item_facts,
    "left_out": words.left_out,
    "mmss": words.mmss,
    "readers": words.readers,
    "shares": words.shares,
    "standing": words.standing,
    "timing": words.timing,
    "when": words.when,
    "zone": words.zone,
}
_OF_A_DAY = ("facts", "item_facts")
"""The words that say what is late on the meeting's day."""


def render(notes: MeetingNotes, fmt: str, folders: Sequence[Path] = ()) -> Rendered:
    """``notes`` in ``fmt`` (the key of a format), a team's own template ``folders`` going first.

    The same notes and templates give the same text, always. Notes that are withheld never reach a team's template.
    Raises :class:`~cadence.errors.BadValue` for an unknown format.
    """
    chosen = FORMATS.get(fmt)
    if chosen is None:
        raise BadValue(f"there is no format {fmt!r}", f"use one of {', '.join(FORMATS)}")
    kind = notes.line.kind
    given = {"notes": cleaned(notes), "purpose": BY_KEY[kind].purpose if kind in BY_KEY else ""}
    at = {name: update_wrapper(partial(_WORDS[name], on=notes.day), _WORDS[name]) for name in _OF_A_DAY}
    names, own = ((), ()) if notes.withheld else ((kind,), folders)
    body = _filled([*names, "base"], "md", SOURCE if chosen.write else chosen, given, at, own)
    if chosen.write is None:
        return Rendered(_tidy(body.text, chosen), body.problems)
    parts = {part: Markup(chosen.write(tokens)) for part, tokens in document(body.text)._asdict().items()}
    page = _filled([*names, "base"], fmt, chosen, {**given, **parts}, at, own, "notes/frame.j2")
    return Rendered(_tidy(page.text, chosen), (*body.problems, *page.problems))


def _filled(
    names: Sequence[str],
    key: str,
    fmt: Format,
    given: Mapping[str, object],
    at: Mapping[str, Callable[..., Any]],
    own: Sequence[Path],
    *more: str,
) -> Rendered:
    """The first of the named templates of format ``key`` (or of ``more``) that there is, filled.

    ``at``: the words that are about the meeting's day.
    """
    templates = [*(f"notes/{name}.{key}.j2" for name in names), *more]
    return fill(templates, given, fmt.escape, {**_WORDS, **at, **fmt.filters}, own)


def _tidy(text: str, fmt: Format) -> str:
    """One blank line where there are more, if that is the format's way, and one line end at the end."""
    squeezed = re.sub(r"\n{3,}", "\n\n", text) if fmt.squeezed else text
    return squeezed.strip("\n") + "\n"
