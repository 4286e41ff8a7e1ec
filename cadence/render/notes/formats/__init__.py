"""The formats of the notes: one file each, listed once. A new one is a file here, and its name in :data:`FORMATS`."""

from __future__ import annotations

from cadence.render.notes.formats.base import Format
from cadence.render.notes.formats.html import HTML
from cadence.render.notes.formats.markdown import MARKDOWN
from cadence.render.notes.formats.slack import SLACK
from cadence.render.notes.formats.text import TEXT

__all__ = ["FORMATS", "Format"]

FORMATS: dict[str, Format] = {one.key: one for one in (MARKDOWN, HTML, TEXT, SLACK)}
"""Every format, by its key."""
