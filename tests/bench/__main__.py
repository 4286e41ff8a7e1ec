"""``make bench``: everything, or what is named: ``python -m tests.bench cli store tui``."""

from __future__ import annotations

import os
import sys

from tests.bench import cli, store, tui

TOPICS = {"cli": cli.main, "store": store.main, "tui": tui.main}


def main(names: list[str]) -> int:
    """Measure, print, and say by the exit code whether every goal is met."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    unknown = [name for name in names if name not in TOPICS]
    if unknown:
        print(f"bench: no such topic: {' '.join(unknown)}; there are {', '.join(TOPICS)}", file=sys.stderr)
        return 2
    met = [TOPICS[name]() for name in names or TOPICS]
    print("\n" + ("every goal is met" if all(met) else "some goals are not met"))
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
