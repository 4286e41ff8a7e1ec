"""A decision as a record in Markdown, from its template; a team's own goes first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from cadence.domain.views.decisions import DecisionRecord
from cadence.render.notes.formats import FORMATS
from cadence.render.notes.formats.markdown import md
from cadence.render.notes.templates import Rendered, fill


def render_decision(decision: DecisionRecord, folders: Sequence[Path] = ()) -> Rendered:
    """The record; its parts are Markdown, and stand in it as they were written."""
    markdown = FORMATS["md"]
    done = fill(["decision.md.j2"], {"decision": decision}, md, {**markdown.filters, "body": Markup}, folders)
    return Rendered(re.sub(r"\n{3,}", "\n\n", done.text).strip("\n") + "\n", done.problems)


def file_name(decision: DecisionRecord) -> str:
    """``0012-postgres-stays-on-17.md``."""
    words = re.sub(r"[^\w]+", "-", decision.title.casefold()).strip("-")[:60].strip("-")
    return f"{decision.number:04}-{words or decision.key.lower()}.md"
