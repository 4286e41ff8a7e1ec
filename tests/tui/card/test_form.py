"""A card's form: every field set by keys alone, nothing lost, and another person's change beside one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cadence.domain.cards.boards import BOARDS
from cadence.domain.vocabulary import BoardKey
from cadence.services.access import drafts
from cadence.services.cards import boards, edit, undo
from cadence.services.facilitation import attendance, lifecycle
from cadence.tui.card.form import CardForm
from cadence.tui.card.form_fields import FIELDS, fields_of
from tests.tui.conftest import Open, Team, here, press, text_of, type_in, until
from tests.tui.meeting_room import a_room, day, seat

TYPED = {
    "title": "VPC peering for billing",
    "body": "Two regions.",
    "flow": "risk",
    "origin": "business",
    "requester": "Billing",
    "assigned": "@ben @anne",
    "due": "2026-12-11",
    "tags": "net tls",
    "url": "https://example.com/vpc",
    "waits_for": "SRE-1; network team: route tables",
    "toil": "yes",
    "audience": "partner",
}


async def fill(pilot: Any, fields: dict[str, str]) -> None:
    """Type into fields, whatever stands in them."""
    form = here(pilot)
    for name, words in fields.items():
        row = form.query_one(f"#row-{name}")
        (row.area or row.input).focus()
        await press(pilot, "end", *(["ctrl+u"] if row.area is None else []))
        await type_in(pilot, words)


async def test_every_field_is_set_at_once_and_taken_back_at_once(opened: Open, team: Team) -> None:
    before = boards.card(team.store, team.viewer, "SRE-2").card
    async with opened("wall") as pilot:
        here(pilot).board.select("SRE-2")
        await press(pilot, "E")
        assert [row.field for row in here(pilot).rows] == list(TYPED)
        for field in TYPED:
            assert FIELDS[field].label in text_of(pilot)
        await fill(pilot, TYPED)
        await press(pilot, "ctrl+s")
        assert "changed: SRE-2 VPC peering for billing" in text_of(pilot)
    card = boards.card(team.store, team.viewer, "SRE-2").card
    assert {name: FIELDS[name].written(card).strip() for name in TYPED} == {**TYPED, "assigned": "@anne @ben"}
    assert card.due == date(2026, 12, 11)
    undo.undo(team.store, team.viewer)
    after = boards.card(team.store, team.viewer, "SRE-2").card
    assert all(FIELDS[name].written(after) == FIELDS[name].written(before) for name in TYPED)
    assert not [one for one in after.depends_on if not one.settled]


async def test_a_field_is_emptied(opened: Open, team: Team) -> None:
    edit.edit(
        team.store,
        team.viewer,
        "SRE-2",
        edit.Edit(due=date(2026, 12, 4), requester="Billing", tags=("net",), assigned=("ben",), waits_for=("SRE-1",)),
    )
    async with opened("SRE-2") as pilot:
        await press(pilot, "E")
        emptied = dict.fromkeys(("due", "requester", "tags", "assigned", "waits_for", "flow", "origin"), "")
        await fill(pilot, emptied)
        await press(pilot, "ctrl+s")
    card = boards.card(team.store, team.viewer, "SRE-2").card
    assert {name: FIELDS[name].written(card) for name in emptied} == emptied


async def test_the_title_is_read_as_the_one_line_is(opened: Open, team: Team) -> None:
    async with opened("SRE-2") as pilot:
        await press(pilot, "E")
        await type_in(pilot, " now @ben !2026-12-11 #net %defect <billing")
        await press(pilot, "ctrl+s")
    card = boards.card(team.store, team.viewer, "SRE-2").card
    assert (card.title, card.assignees, card.tags, card.flow) == ("VPC peering now", ("ben",), ("net",), "defect")
    assert (card.origin, card.requester, card.due) == ("business", "billing", date(2026, 12, 11))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", " @zoe", "no person 'zoe'"),
        ("flow", "x", "no flow 'x'"),
        ("due", "someday", "'someday' is not a date"),
        ("assigned", "zoe", "no person 'zoe'"),
        ("url", "example", "begin it with https://"),
        ("waits_for", "SRE-99", "SRE-99"),
        ("toil", "maybe", "neither yes nor no"),
        ("audience", "x", "no audience 'x'"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    opened: Open, team: Team, field: str, typed: str, said: str
) -> None:
    before = boards.card(team.store, team.viewer, "SRE-2")
    async with opened("SRE-2") as pilot:
        await press(pilot, "E")
        await fill(pilot, {"requester": "Billing", field: typed})
        await press(pilot, "ctrl+s")
        assert isinstance(here(pilot), CardForm)
        rows = text_of(pilot).splitlines()
        at = next(number for number, row in enumerate(rows) if row.strip().startswith(FIELDS[field].label))
        assert said in "".join(rows[at + 1 : at + 3])
        assert boards.card(team.store, team.viewer, "SRE-2") == before


async def test_what_was_left_is_offered_again_even_after_a_restart(opened: Open, team: Team) -> None:
    async with opened("SRE-2") as pilot:
        await press(pilot, "E")
        await fill(pilot, {"body": "First.", "due": "some"})
        await press(pilot, "escape")
        assert "kept: E offers it again" in text_of(pilot)
    async with opened("SRE-2") as pilot:
        await press(pilot, "E")
        assert "First." in text_of(pilot)
        await fill(pilot, {"due": "fri"})
        await press(pilot, "ctrl+s")
        await press(pilot, "E", "escape")
        assert "kept" not in text_of(pilot)
    assert boards.card(team.store, team.viewer, "SRE-2").card.due == date(2026, 12, 4)


async def test_what_somebody_else_changes_meanwhile_is_shown_beside(opened: Open, team: Team) -> None:
    async with opened("SRE-2") as pilot:
        await press(pilot, "E")
        await type_in(pilot, " now")
        edit.edit(team.other(), team.as_ben(), "SRE-2", edit.Edit(title="VPC peering, both ways", requester="Billing"))
        await until(pilot, lambda: "meanwhile ben made it: VPC peering, both ways" in text_of(pilot))
        assert "Billing" in text_of(pilot)
        await press(pilot, "ctrl+s")
    card = boards.card(team.store, team.viewer, "SRE-2").card
    assert (card.title, card.requester) == ("VPC peering now", "Billing")


@pytest.mark.parametrize("board", list(BoardKey))
def test_a_board_has_the_fields_it_uses_and_no_sealed_note_is_widened(board: BoardKey) -> None:
    fields = fields_of(board.value, in_team=True)
    assert fields[:2] == ("title", "body")
    assert ("audience" in fields) is not BOARDS[board].sealed
    assert "audience" not in fields_of(board.value, in_team=False)


async def test_the_form_is_whole_on_a_narrow_screen(opened: Open) -> None:
    async with opened("SRE-2", size=(80, 24)) as pilot:
        await press(pilot, "E")
        await fill(pilot, {"audience": ""})
        assert "who reads it" in text_of(pilot)
        assert "^s keep" in text_of(pilot)


async def test_what_is_typed_on_it_behind_closed_doors_goes_when_they_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 15).isoformat())
    room = a_room(tmp_path, day(4, 14, 30))
    key = room.add("wall", "VPC peering")
    anne, ben = room.viewer("anne"), room.viewer("ben")
    lifecycle.start(room.store, anne, "retro")
    attendance.who_is_here(room.store, anne, "ben")
    async with seat(room, "ben", key) as form:
        await form.sees("VPC peering")
        await form.press("E", *" CLOSEDDOORS", "escape")
        await form.sees("E offers it again")
        assert [name[1] for name in form.app.half_typed] == ["retro@2026-12-04"]
        lifecycle.end(room.store, anne, "retro")
        with room.store.read() as connection:
            assert connection.values("SELECT text FROM half_typed") == []
        await form.press("E")
        await form.sees("the form")
        assert "CLOSEDDOORS" not in form.text
    assert drafts.half_typed_lines(room.store, ben) == {}


async def test_a_word_is_typed_over_and_a_sentence_is_gone_on_with(opened: Open, team: Team) -> None:
    async with opened("SRE-2") as pilot:
        await until(pilot, lambda: "VPC peering" in text_of(pilot))
        await press(pilot, "E")
        await type_in(pilot, " for billing")
        await press(pilot, "shift+tab", "shift+tab")
        await type_in(pilot, "yes")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "changed: SRE-2" in text_of(pilot))
    card = boards.card(team.store, team.viewer, "SRE-2").card
    assert (card.title, card.toil) == ("VPC peering for billing", True)
