"""Make the pictures of the README and the generated parts of the documentation: ``make pictures``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from contextlib import aclosing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pictures import generated
from tests.pictures.scenes import PLAYS, README
from tests.pictures.stage import make_sample, on_stage

FOLDER = generated.ROOT / "docs" / "pictures"


async def pictures(sample: Path) -> Mapping[str, str]:
    """The README's pictures as SVG, by name."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(README.values()):
        play = PLAYS[name]
        wanted = [moment for moment, of in README.items() if of == name]
        async with on_stage(sample, play.at, play.now) as stage:
            async with aclosing(play.moments(stage)) as moments:
                async for moment in moments:
                    if moment in wanted:
                        found[moment] = stage.svg()
                    if found.keys() >= set(wanted):
                        break
    return found


def main() -> None:
    """Write what has changed, and say so."""
    with TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.db"
        make_sample(sample)
        made = asyncio.run(pictures(sample))
    FOLDER.mkdir(parents=True, exist_ok=True)
    fresh = {FOLDER / f"{name}.svg": svg for name, svg in made.items()}
    changed = [(path, svg) for path, svg in fresh.items() if not path.exists() or path.read_text("utf-8") != svg]
    for path, text in [*changed, *generated.stale()]:
        path.write_text(text, "utf-8")
        sys.stdout.write(f"{path.relative_to(generated.ROOT)}\n")


if __name__ == "__main__":
    main()
