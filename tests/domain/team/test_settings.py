"""A team's settings out of the text that is stored, and back."""

from __future__ import annotations

import json

from cadence.domain.team.settings import TeamSettings, parse_settings, stored_settings


def test_a_team_that_has_settled_nothing_has_the_defaults() -> None:
    found = parse_settings("{}")
    assert found == TeamSettings()
    assert (found.balance, found.round_order, found.dots, found.anonymous_retro) == (60, "fixed", 3, False)
    assert stored_settings(found) == {}


def test_what_is_stored_is_read_and_written_as_it_was() -> None:
    stored = {
        "columns": ["To do", "Doing", "Done"],
        "limits": {"Doing": 3},
        "person_limit": 2,
        "balance": 70,
        "steps": {"planning": {"merge": 15}},
        "rotate_facilitator": True,
        "budget_hours": 4.5,
    }
    found = parse_settings(json.dumps(stored))
    assert (found.columns, found.limits, found.person_limit) == (("To do", "Doing", "Done"), {"Doing": 3}, 2)
    assert (found.balance, found.steps["planning"]["merge"], found.budget_hours) == (70, 15, 4.5)
    assert found.rotate_facilitator
    assert stored_settings(found) == stored


def test_what_another_version_has_stored_is_kept() -> None:
    found = parse_settings('{"mood": {"of": "the day"}, "unknown": 1, "person_limit": null, "balance": 50}')
    assert (found.balance, found.person_limit) == (50, None)
    changed = stored_settings(found._replace(person_limit=3))
    assert changed == {"mood": {"of": "the day"}, "unknown": 1, "balance": 50, "person_limit": 3}
