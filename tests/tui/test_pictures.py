"""Every screen on the sample team, at three sizes, as it was when somebody last looked at it.

``--snapshot-update`` takes the pictures anew; look at them before they are committed.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion

from tests.pictures.scenes import DRAWN, PLAYS, pictures
from tests.pictures.stage import SIZES
from tests.pictures.svg import lines_of


def changes(kept: SnapshotAssertion, svg: str) -> list[str]:
    """What is different on the screen, as text; one line where that isn't the text."""
    before = [str(one.recalled_data or "") for one in kept.executions.values()][-1]
    rows = difflib.unified_diff(lines_of(before), lines_of(svg), "as it was", "as it is", lineterm="", n=1)
    return list(rows) or ["only its colours"]


@pytest.mark.slow
@pytest.mark.parametrize("play", PLAYS)
async def test_screens_look_as_they_did(play: str, sample_file: Path, snapshot: SnapshotAssertion) -> None:
    shown = await pictures(sample_file, play, DRAWN, SIZES)
    assert shown
    wrong = []
    for name, svg in shown.items():
        kept = snapshot(name=name, extension_class=SVGImageExtension)
        if kept != svg:
            wrong += [f"\n{name}", *changes(kept, svg)]
    assert not wrong, "\n".join(["look at what is different, then --snapshot-update", *wrong])
