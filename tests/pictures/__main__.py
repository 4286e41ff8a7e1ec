"""Make the pictures of the README and the generated parts of the documentation: ``make pictures``."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pictures import generated
from tests.pictures.scenes import README, pictures
from tests.pictures.stage import SIZE, make_sample
from tests.tui.weeks.hands import table
from tests.tui.weeks.lead import the_leads_week
from tests.tui.weeks.present import the_week

FOLDER = generated.ROOT / "docs" / "pictures"


async def readme_pictures(sample: Path) -> dict[Path, str]:
    """The README's pictures as SVG, by their files."""
    found: dict[str, str] = {}
    for play in dict.fromkeys(README.values()):
        found |= await pictures(sample, play, README, [SIZE])
    return {FOLDER / f"{name.partition('-')[0]}.svg": svg for name, svg in found.items()}


def main() -> None:
    """Write what has changed, and say so."""
    with TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.db"
        make_sample(sample)
        fresh = asyncio.run(readme_pictures(sample))
        week = table(asyncio.run(the_week(Path(folder))), "anne")
        lead = table(asyncio.run(the_leads_week(Path(folder))), "maya")
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = [(path, svg) for path, svg in fresh.items() if not path.exists() or path.read_text("utf-8") != svg]
    keystrokes = (("week", week), ("lead", lead))
    weeks = (generated.Part("docs/keystrokes.md", name, partial(str, body)) for name, body in keystrokes)
    parts = (*generated.PARTS, *weeks)
    for path, text in [*changed, *generated.stale(parts)]:
        path.write_text(text, "utf-8")
        sys.stdout.write(f"{path.relative_to(generated.ROOT)}\n")


if __name__ == "__main__":
    main()
