"""What a week of meetings takes in keys and lines, held by keys alone; the documentation's table is what happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures.generated import ROOT, filled
from tests.tui.weeks.hands import table
from tests.tui.weeks.present import the_week


@pytest.mark.slow
async def test_no_gesture_takes_more_than_two_keys_or_one_line(tmp_path: Path) -> None:
    done = await the_week(tmp_path)
    assert not [one for one in done if len(one.keys) > 2 or "\n" in one.line]
    text = (ROOT / "docs" / "keystrokes.md").read_text("utf-8")
    assert filled(text, "week", table(done)) == text, "make pictures writes docs/keystrokes.md anew"
