"""A decision's text by its parts: context, options, consequences, and what it supersedes."""

from __future__ import annotations

import re
from collections.abc import Mapping

PARTS = ("context", "options", "consequences", "supersedes")
"""The names of the parts, in their order."""
_PART = re.compile(rf"^(?:#+\s*(?=\w+\s*:?\s*$))?({'|'.join(PARTS)})(?:\s*:|\s*$)(.*)$", re.IGNORECASE)
"""A line that begins a part: ``Options: one queue, or two``, or ``## Options``."""


def parts_of(body: str) -> dict[str, str]:
    """A decision's text by part; what stands before any other is the context."""
    found: dict[str, list[str]] = {name: [] for name in PARTS}
    part = "context"
    for line in body.splitlines():
        begins = _PART.match(line)
        if begins:
            part, line = begins[1].lower(), begins[2].strip()
        found[part].append(line)
    return {name: "\n".join(lines).strip("\n") for name, lines in found.items()}


def with_parts(body: str, new: Mapping[str, str | None]) -> str:
    """A decision's text with these parts written anew (``None``: as they were), each under its heading."""
    parts = parts_of(body) | {name: words for name, words in new.items() if words is not None}
    return "\n\n".join(f"## {name.capitalize()}\n\n{words.strip()}" for name, words in parts.items() if words.strip())
