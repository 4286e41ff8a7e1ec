"""What a postmortem's text leaves to do, read as actions."""

from __future__ import annotations

from datetime import date

import pytest

from cadence.domain.parsing.tasks import open_tasks, task_line

TODAY = date(2026, 12, 1)
PEOPLE = ("anne", "ben", "chidi")


def test_open_items_of_a_checklist_are_what_is_left_to_do() -> None:
    items = ("- [ ] raise the limit @chidi", "- [x] roll back", "  * [ ] write it down", "1. [ ] call them", "- [] no")
    text = "# Outage\n\n" + "\n".join(items)
    assert open_tasks(text) == ("raise the limit @chidi", "write it down", "call them")


@pytest.mark.parametrize(
    ("task", "words", "people", "due"),
    [
        ("do this @chidi, due 11 Dec", "do this", ("chidi",), date(2026, 12, 11)),
        ("do this (due: 2026-12-11)", "do this", (), date(2026, 12, 11)),
        ("@ben do that by fri.", "do that", ("ben",), date(2026, 12, 4)),
        ("do that @ben @anne !fri", "do that", ("ben", "anne"), date(2026, 12, 4)),
        ("cut latency caused by the gateway", "cut latency caused by the gateway", (), None),
        ("ask @somebody else", "ask @somebody else", (), None),
    ],
)
def test_a_task_names_its_owner_and_its_day(task: str, words: str, people: tuple[str, ...], due: date | None) -> None:
    line = task_line(task, PEOPLE, TODAY)
    assert (line.text, line.people, line.due) == (words, people, due)
