"""Writing a longer text in the person's own editor, with the program suspended meanwhile."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported


async def edited(app: App[None], text: str) -> str | None:
    """``text`` as the editor leaves it; ``None`` where there is no editor, or no terminal to give it."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        return None
    with tempfile.TemporaryDirectory(prefix="cadence-") as folder:
        file = Path(folder) / "card.md"
        file.write_text(text, "utf-8")
        try:
            with app.suspend():
                done = await asyncio.to_thread(subprocess.run, [*shlex.split(command), str(file)], check=False)
        except (SuspendNotSupported, OSError):
            return None
        return file.read_text("utf-8") if done.returncode == 0 else text
