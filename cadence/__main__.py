"""``python -m cadence`` is the command ``cadence``."""

from __future__ import annotations

from cadence.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
