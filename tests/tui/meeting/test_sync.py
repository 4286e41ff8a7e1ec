"""The inter-team sync by keys alone: walked until nothing is left, then it ends by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cadence.services.cards import boards, edit
from cadence.services.facilitation import lifecycle
from cadence.services.notes import notes
from cadence.services.team.team import TeamEdit, team_set
from cadence.tui.board.rows import card_rows
from tests.tui.meeting_room import a_room, day, seat

REF = "sync@2026-11-30"


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_from_first_to_last_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    for title in ("Delegation for eu-west", "On-call for the gateway", "Who pays for egress?"):
        room.add("sync", title, by="dana")
    async with seat(room, "anne", REF, size=size) as anne:
        await anne.sees("Inter-team sync", "3 cards to walk")
        await anne.press("enter")
        await anne.sees("1 of 3", "Delegation for eu-west", "1 synced", "3 waiting on them")
        await anne.press("g", "4", "g")
        await anne.sees("2/5")
        await anne.press("3")
        await anne.sees("2 of 3", "On-call for the gateway", "waiting on them")
        await anne.press("t", "enter")
        await anne.sees("on the arch agenda")
        await anne.press("1")
        await anne.sees("3 of 3", "Who pays for egress?")
        await anne.press("c")
        await anne.type("ask @finance, see a@b.example")
        await anne.sees("ask @finance")
        await anne.press("backspace")
        await anne.sees("2 of 3", "On-call for the gateway", "Synced for")
        await anne.press("space", "space")
        await anne.sees("Inter-team sync held", "→ arch", "On-call for the gateway")
    cards = {card.title: card.column for card in boards.card_list(room.store, room.viewer("dana"), "sync")}
    assert cards["Delegation for eu-west"] == "Waiting on us"
    assert cards["On-call for the gateway"] == "Synced"


@pytest.mark.parametrize(("who", "runs", "told"), [("anne", "", True), ("anne", "sync", False), ("dana", "", False)])
def test_the_board_names_the_card_of_ours_that_waits_unless_guests_look_on(
    tmp_path: Path, who: str, runs: str, told: bool
) -> None:
    room = a_room(tmp_path, day(0, 11, 30))
    key = room.add("wall", "Payments on the new cluster")
    ours = boards.card(room.store, room.viewer("anne"), key).card.id
    room.add("sync", "the token service is down", from_card_id=ours)
    if runs:
        lifecycle.start(room.store, room.viewer("anne"), REF)
    shown = boards.board(room.store, room.viewer(who), "sync")
    (card,) = (card for column in shown.columns for card in column.cards)
    rows = card_rows(card, 70, room.at, height=3)
    drawn = " ".join(" ".join("".join(piece[0] for piece in row) for row in rows).split())
    assert "the token service is down" in drawn
    assert (f"for {key} Payments on the new cluster" in drawn) == told
    assert ("Payments" in drawn) == told
    assert "Payments" not in "".join(piece[0] for row in card_rows(card, 20, room.at) for piece in row)


async def test_a_partner_follows_and_does_not_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    room.add("sync", "Delegation for eu-west", by="dana")
    async with seat(room, "dana", REF) as dana:
        await dana.sees("Somebody of the team starts it")
        await dana.press("space")
        await dana.sees("a partner may not start a meeting")
        async with seat(room, "anne", REF) as anne:
            await anne.sees("space starts it")
            await anne.press("space")
            await dana.sees("Delegation for eu-west", "Anne facilitates")
            await dana.press("n")
            await dana.type("From their side")
            await anne.sees("1 of 2")
            await anne.press("space")
            await dana.sees("2 of 2", "From their side")


async def test_a_promised_date_that_slips_says_how_often_and_from_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    key = room.add("sync", "Delegation for the new zone", by="dana", due=date(2026, 12, 4))
    for by, due in (("dana", date(2026, 12, 11)), ("anne", date(2026, 12, 18))):
        edit.edit(room.store, room.viewer(by), key, edit.Edit(due=due))
    async with seat(room, "anne", REF) as anne:
        await anne.press("space")
        await anne.sees("Delegation for the new zone", "due Fri 18 Dec, moved twice, first Fri 4 Dec")


async def test_what_is_late_comes_first_and_columns_name_the_team_they_wait_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    team_set(room.store, room.viewer("anne"), TeamEdit(partner="Pay"))
    room.add("sync", "No date at all")
    room.add("sync", "Due tomorrow", due=date(2026, 12, 1))
    room.add("sync", "Late in a later column", column="waiting on us", due=date(2026, 11, 26))
    room.add("sync", "They owe it", column="waiting on them")
    wide = (180, 40)
    async with seat(room, "anne", "sync", size=wide) as anne, seat(room, "dana", "sync", size=wide) as dana:
        for one in (anne, dana):
            await one.sees("Waiting on Platform SRE 1", "Waiting on Pay 1")
    async with seat(room, "anne", REF) as anne, seat(room, "dana", REF) as dana:
        await anne.press("space")
        for one in (anne, dana):
            await one.sees("1 of 4", "Late in a later column", "Waiting on Platform SRE for", "4 d late")
            await one.sees("2 waiting on Platform SRE · 3 waiting on Pay")
            assert one.text.index("Due tomorrow") < one.text.index("No date at all") < one.text.index("They owe it")
        await anne.press("space")
        await anne.sees("2 of 4", "Due tomorrow")
        await anne.press("e", "e")
        await anne.sees("held")
    told = {who: notes.written(room.store, room.viewer(who), REF).text for who in ("anne", "dana")}
    for text in told.values():
        assert "## Waiting on Platform SRE" in text


async def test_a_column_is_called_by_its_team_or_plainly_and_its_digit_is_the_same_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    team_set(room.store, room.viewer("anne"), TeamEdit(partner="Checkout"))
    key = room.add("sync", "Delegation for eu-west")
    for handle in ("anne", "dana"):
        async with seat(room, handle, "sync") as one:
            for typed in ("3", "waiting on checkout", "waiting on them" if handle == "anne" else "waiting on us"):
                await one.press("m")
                await one.sees("2 Waiting on Platform SRE · 3 Waiting on Checkout")
                await one.type(typed)
                await one.sees(f"{key} Delegation for eu-west moved to Waiting on Checkout")
                await one.press("m")
                await one.type("upc")
                await one.sees(f"{key} Delegation for eu-west moved to Upcoming")
            await one.press("enter")
            await one.sees("Upcoming → Waiting on Checkout")


async def test_a_folded_column_says_its_whole_name_and_how_many_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    team_set(room.store, room.viewer("anne"), TeamEdit(partner="Checkout"))
    room.add("sync", "No date at all")
    for title in ("They owe it", "And that"):
        room.add("sync", title, column="waiting on them")
    async with seat(room, "anne", "sync", size=(80, 24)) as anne:
        await anne.sees("To sync 1", "Wait")
        rows = [row[row.index("│", row.index("│") + 1) + 1 :] for row in anne.text.splitlines()[1:15]]
        rails = ["".join(row.split("│")[number].strip() for row in rows) for number in range(3)]
        assert rails == ["WaitingonCheckout2", "Upcoming0", "Synced0"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_what_is_tabled_says_so_on_its_card_to_both_and_has_its_outcome_by_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    room.add("sync", "On-call for the gateway", by="dana")
    room.add("sync", "Who pays for egress?", by="dana")
    tabled = "tabled to arch: On-call for the gateway"
    async with seat(room, "anne", REF, size=size) as anne, seat(room, "dana", REF, size=size) as dana:
        await anne.press("space")
        await anne.press("t")
        await anne.type("who carries the pager?")
        for one in (anne, dana):
            await one.sees("1 of 2", tabled)
        await anne.press("u")
        for one in (anne, dana):
            await one.sees_not(tabled)
        await anne.press("U")
        await dana.sees(tabled)
        await anne.press("space")
        await anne.sees("2 of 2", "Who pays for egress?")
        assert "left without outcome" not in anne.text
        await anne.press("space")
        await anne.sees("Inter-team sync held", "On-call for the gateway → tabled to arch")
        await anne.sees("Who pays for egress? → as before: To sync")
    told = notes.written(room.store, room.viewer("dana"), REF, audience="partner").text
    assert "On-call for the gateway → **tabled to arch**" in told
    assert "Who pays for egress? → **as before**" in told


async def test_receipt_and_notes_tell_both_what_is_settled_and_who_owes_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    team_set(room.store, room.viewer("anne"), TeamEdit(partner="Checkout"))
    titles = ("Delegation for eu-west", "On-call for the gateway", "Who pays for egress?")
    for title in titles:
        room.add("sync", title, by="dana", due=date(2026, 11, 26) if title == titles[0] else None)
    async with seat(room, "anne", REF) as anne, seat(room, "dana", REF) as dana:
        await anne.press("space", "3", "2", "1")
        for one in (anne, dana):
            await one.sees("Inter-team sync held", "Delegation for eu-west → waiting on Checkout")
            await one.sees("On-call for the gateway → waiting on Platform SRE", "Who pays for egress? → synced")
    told = {
        audience: notes.written(room.store, room.viewer("anne"), REF, audience=audience).text
        for audience in ("team", "partner")
    }
    for text in told.values():
        parts = {part.partition("\n")[0]: part for part in text.split("## ")}
        assert "Delegation for eu-west · due Thu 26 Nov, 4 d late" in parts["Waiting on Checkout"]
        assert "On-call for the gateway" in parts["Waiting on Platform SRE"]
        assert "Who pays for egress?" in parts["Synced"]
    ahead = notes.written(room.store, room.viewer("dana"), "sync@2026-12-07").text
    assert "Delegation for eu-west · due Thu 26 Nov, 11 d late · Waiting on Checkout" in ahead


async def test_a_parked_item_that_becomes_work_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    room.add("sync", "Delegation for eu-west", by="dana")
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "p")
        await anne.type("Rotate the gateway's keys")
        await anne.press("1")
        await anne.sees("Parking lot", "4 wall card")
        await anne.press("4", "enter")
        await anne.sees("Inter-team sync held", "Rotate the gateway's keys")
        assert anne.text.count("Rotate the gateway's keys") == 1
    assert notes.written(room.store, room.viewer("anne"), REF).text.count("Rotate the gateway's keys") == 1


async def test_what_is_said_with_an_answer_is_kept_and_who_owes_it_by_when_stands_in_list_receipt_and_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    for title in ("Delegation for eu-west", "Read replicas"):
        room.add("sync", title, by="dana")
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "x")
        await anne.sees("3 waiting on them", "and words, @name, !date")
        await anne.type("3 they ask their DBA @dana !fri")
        await anne.sees("2 of 2", "→ waiting on them", "Dana · due Fri 4 Dec")
        await anne.press("1")
        await anne.sees("Inter-team sync held", "Delegation for eu-west → waiting on them (Dana Wu, due Fri 4 Dec)")
    for reader in ("anne", "dana"):
        told = notes.written(room.store, room.viewer(reader), REF).text
        assert "Delegation for eu-west · taken by Dana Wu · due Fri 4 Dec" in told
        assert "Anne Lee: they ask their DBA" in told


async def test_a_card_that_was_tabled_has_its_outcome_and_is_not_tabled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    room.add("sync", "Delegation for eu-west", by="dana")
    room.add("sync", "Read replicas", by="dana")
    async with seat(room, "anne", REF) as anne:
        await anne.press("space", "t")
        await anne.type("too deep")
        await anne.press("space", "t", "enter")
        await anne.sees("tabled")
        await anne.press("t")
        await anne.type("once more")
        await anne.sees("is on the arch agenda already")
        await anne.press("escape", "right_square_bracket")
        await anne.sees("Inter-team sync held")
        await anne.sees_not("without outcome")
        assert sorted(room.cards("arch")) == ["Delegation for eu-west", "Read replicas"]
