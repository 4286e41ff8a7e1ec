"""What a format of the notes is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from cadence.render.notes.sandbox import Escape


@dataclass(frozen=True, slots=True)
class Format:
    """A format of the notes: how it is made from their tokens, and what a team's own templates in it are given."""

    key: str
    """Its name, on the command line and in the names of templates."""
    suffix: str
    """What a file of it is called after its name."""
    write: Callable[[Sequence[Token]], str] | None
    """Makes the text from tokens (:mod:`cadence.render.notes.commonmark`); ``None`` for Markdown, the source."""
    escape: Escape | None
    """Makes a value that a template prints right for the format; ``None`` where any text is."""
    filters: Mapping[str, Callable[..., Any]]
    """The format's own filters: ``body`` and ``link`` for one."""
    squeezed: bool = True
    """Whether blank lines in a row become one; not where they may stand in code and mean nothing elsewhere."""
