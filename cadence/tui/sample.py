"""The sample team, in a database of its own that is thrown away when the program ends."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

from cadence.errors import Refused
from cadence.settings import Settings


def sample_settings(settings: Settings) -> Settings:
    """Make the sample team in a temporary folder; settings that name it. Run in a worker."""
    try:
        make = import_module("cadence.services.demo_team").make
    except ModuleNotFoundError:
        raise Refused("this Cadence has no sample team", "answer the three questions, or use cadence init") from None
    folder = Path(tempfile.mkdtemp(prefix="cadence-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made: Settings = make(settings, folder)
    return made
