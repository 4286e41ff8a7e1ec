"""The sample team, in a database of its own that is thrown away when the program ends."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from cadence.settings import now
from cadence.tui.session import Session, session_of


def sample_session() -> Session:
    """Make the sample team in a temporary folder, and open it as its lead. Run in a worker.

    What to do next with a team of one's own is printed when the program has left the screen.
    """
    from cadence.services.demo_team import leaving_words, make_demo

    folder = Path(tempfile.mkdtemp(prefix="cadence-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sample = make_demo(f"sqlite:///{folder / 'cadence.db'}", now)
    atexit.register(print, leaving_words(sample.begins))
    return session_of(sample.store, sample.who)
