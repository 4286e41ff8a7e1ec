"""The sample team, in a database of its own that is thrown away when the program ends."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from cadence.settings import now
from cadence.tui.core.session import Session, session_of

_made: list[Path] = []
"""Folders that are thrown away."""
atexit.register(lambda: throw_away())  # noqa: PLW0108 - defined below


def open_sample() -> Session:
    """Make the sample team in a temporary folder, and open it. Run in a worker."""
    from cadence.services.demo.team import make_demo

    folder = Path(tempfile.mkdtemp(prefix="cadence-demo-"))
    _made.append(folder)
    sample = make_demo(f"sqlite:///{folder / 'demo.db'}", now)
    return session_of(sample.store, sample.viewer)


def throw_away() -> None:
    """Remove what was made."""
    while _made:
        shutil.rmtree(_made.pop(), ignore_errors=True)


def leaving_words() -> str:
    """How to begin with one's own team."""
    from cadence.services.demo import team

    return team.leaving_words(now())
