"""Meeting notes, or the agenda before the meeting, through the templates: Markdown, HTML, plain text, Slack's mrkdwn.

What templates get is documented in ``templates/README.md``. Importing this module loads Jinja2: import it where it is
used, not at the top.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cadence.domain.kinds import BY_KEY
from cadence.domain.views.notes import MeetingNotes
from cadence.errors import BadValue
from cadence.render import markup, words
from cadence.render.plain import cleaned, underlined, wrap
from cadence.render.templates import Dialect, Rendered, TemplateProblem, fill, shipped_templates

__all__ = ["EXTENSIONS", "Rendered", "TemplateProblem", "render", "shipped_templates"]

EXTENSIONS: Mapping[str, str] = {"md": ".md", "html": ".html", "text": ".txt", "slack": ".txt"}
"""The formats, each with its file's extension."""

_WORDS: Mapping[str, Callable[..., Any]] = {
    "by_column": words.by_column,
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

_DIALECTS: Mapping[str, Dialect] = {
    "md": Dialect(markup.md, {**_WORDS, "md": markup.md, "body": markup.md_body, "link": markup.md_link}),
    "html": Dialect(markup.html, {**_WORDS, "body": markup.html_body, "link": markup.html_link}),
    "text": Dialect(
        None,
        {**_WORDS, "body": markup.text_body, "link": markup.text_link, "wrap": wrap, "underlined": underlined},
    ),
    "slack": Dialect(
        markup.slack, {**_WORDS, "slack": markup.slack, "body": markup.slack_body, "link": markup.slack_link}
    ),
}


def render(notes: MeetingNotes, fmt: str, folders: Sequence[Path] = ()) -> Rendered:
    """``notes`` in ``fmt`` (``md``, ``html``, ``text`` or ``slack``), a team's own template ``folders`` going first.

    The same notes and templates give the same text, always. Notes that are withheld never reach a team's template.
    Raises :class:`~cadence.errors.BadValue` for an unknown format.
    """
    dialect = _DIALECTS.get(fmt)
    if dialect is None:
        raise BadValue(f"there is no format {fmt!r}", f"use one of {', '.join(EXTENSIONS)}")
    base = f"notes/base.{fmt}.j2"
    kind = notes.line.kind
    purpose = BY_KEY[kind].purpose if kind in BY_KEY else ""
    given = {"notes": cleaned(notes), "purpose": purpose}
    if notes.withheld:
        done = fill([base], given, dialect, ())
    else:
        done = fill([f"notes/{kind}.{fmt}.j2", base], given, dialect, folders)
    return Rendered(_tidy(done.text, fmt), done.problems)


def _tidy(text: str, fmt: str) -> str:
    """One blank line where there are more (HTML's may stand in code), and one line end at the end."""
    squeezed = text if fmt == "html" else re.sub(r"\n{3,}", "\n\n", text)
    return squeezed.strip("\n") + "\n"
