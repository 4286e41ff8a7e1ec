"""What weeks of meetings take in keys and lines, held by keys alone; the documentation's tables are what happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures.generated import ROOT, filled
from tests.tui.weeks.hands import Gesture, table
from tests.tui.weeks.lead import BETWEEN, SET_UP, the_leads_week
from tests.tui.weeks.present import the_week


def keys(done: list[Gesture]) -> int:
    return sum(len(one.keys) for one in done)


def documented(name: str, done: list[Gesture], lead: str) -> None:
    text = (ROOT / "docs" / "keystrokes.md").read_text("utf-8")
    assert filled(text, name, table(done, lead)) == text, "make pictures writes docs/keystrokes.md anew"


@pytest.mark.slow
async def test_no_gesture_takes_more_than_two_keys_or_one_line(tmp_path: Path) -> None:
    done = await the_week(tmp_path)
    assert not [one for one in done if len(one.keys) > 2 or "\n" in one.line]
    assert keys(done) <= 85
    documented("week", done, "anne")


@pytest.mark.slow
async def test_a_lead_sets_a_team_up_and_holds_its_week(tmp_path: Path) -> None:
    done = await the_leads_week(tmp_path)
    assert keys([one for one in done if one.meeting == SET_UP]) <= 250
    meetings = [one for one in done if one.meeting not in {SET_UP, BETWEEN}]
    assert keys([one for one in meetings if one.viewer == "maya"]) <= 250
    assert keys(meetings) - sum(bool(one.line) for one in meetings) <= 250  # everybody's, without the ⏎ of typed lines
    documented("lead", done, "maya")
