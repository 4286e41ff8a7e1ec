"""Where the templates are that Cadence brings along."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cadence


@lru_cache(maxsize=1)
def shipped_templates() -> Path:
    """The folder of the shipped templates: inside an installed package, beside it in a checkout."""
    package = Path(cadence.__file__).resolve().parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"
