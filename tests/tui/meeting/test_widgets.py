"""What stands around a walk: agenda, people, card, round, merge, topics, retro, receipt, footer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cadence.domain.views.meetings import BalanceView, VoteView
from cadence.tui.card.discussed import DiscussedCard
from cadence.tui.card.panel import CardPanel
from cadence.tui.drawing.balance import BalanceMeter
from cadence.tui.meeting.agenda import AgendaStrip, Waiting
from cadence.tui.meeting.lean_coffee import TopicPanel
from cadence.tui.meeting.merge_lists import MergeLists
from cadence.tui.meeting.retro_notes import NoteFields, RetroCounts
from cadence.tui.meeting.round import RoundPanel
from cadence.tui.meeting.steps.people_here import PeopleHere
from cadence.tui.notes.receipt import ReceiptPanel
from cadence.tui.widgets.key_bar import KeyBar, KeyWords, fitting
from cadence.tui.widgets.line_input import LineInput
from tests.tui.samples import (
    BALANCE,
    COMMENTS,
    DISCUSSED,
    KEYS,
    NOW,
    PEOPLE,
    RECEIPT,
    STEPS,
    TOIL,
    TOPICS,
    VOTE,
    WIDE_TITLES,
    card,
    merge_view,
    round_meeting,
)
from tests.tui.showing import Alone, alone


def place(app: Alone, words: str) -> tuple[int, int]:
    for y, row in enumerate(app.rows):
        if words in row:
            return row.index(words), y
    raise AssertionError(f"{words!r} is not on the screen:\n{app.text}")


# --- agenda and people ---


async def test_the_agenda_is_one_line_with_what_waits_at_the_end() -> None:
    strip = AgendaStrip(STEPS)
    strip.show(STEPS, [Waiting("parking", 2)])
    async with alone(strip, size=(120, 12)) as (app, pilot):
        assert app.rows[0].startswith("✔ Holdovers  ✔ Business")
        assert "▸ Interest" in app.rows[0]
        assert app.rows[0].endswith("· Parking lot 2")
        await pilot.click(offset=place(app, "Interest"))
        await pilot.click(offset=place(app, "Holdovers"))
        assert [message.step for message in app.said(AgendaStrip.Pressed)] == ["interest", STEPS[0].key]


async def test_the_narrow_agenda_is_signs_and_the_present_step() -> None:
    async with alone(AgendaStrip(STEPS), size=(40, 12)) as (app, pilot):
        assert app.rows[0] == "✔ ✔ ✔ ✔ ▸ · ·  Interest"
        await pilot.click(offset=(2, 0))
        assert [message.step for message in app.said(AgendaStrip.Pressed)] == ["business"]


async def test_people_show_who_is_here_and_a_click_toggles() -> None:
    here = PeopleHere(PEOPLE, leads="anne")
    here.styles.width = 24
    async with alone(here) as (app, pilot):
        assert app.rows[0] == "● Anne ▸  ● Ben"
        assert app.rows[2] == "○ Eli     ● Farah"
        assert here.count == "5/6"
        await pilot.click(offset=place(app, "Farah"))
        await pilot.click(offset=place(app, "Chidi"))
        assert [message.handle for message in app.said(PeopleHere.Toggled)] == ["farah", "chidi"]


@pytest.mark.parametrize(
    ("width", "expected"), [(80, "▸Anne Ben Chidi Dana (Eli) Farah  5/6"), (30, "▸AL BL CL DL (EL) FL  5/6")]
)
async def test_narrow_people_become_initials(width: int, expected: str) -> None:
    async with alone(PeopleHere(PEOPLE, leads="anne", narrow=True), size=(width, 4)) as (app, _):
        assert app.rows[0] == expected


async def test_two_of_a_name_are_told_apart() -> None:
    namesakes = (PEOPLE[1], replace(PEOPLE[1], handle="ben2", name="Ben Mbeki"))
    async with alone(PeopleHere(namesakes, digits=True)) as (app, _):
        assert [*map(str.strip, app.rows[0].split("2 ●")[1:])] == [PEOPLE[1].name, "Ben Mbeki"]
    async with alone(PeopleHere((PEOPLE[1], replace(PEOPLE[1], handle="ben2")), digits=True)) as (app, _):
        assert app.rows[0] == "2 ● ben   2 ● ben2"


async def test_beyond_nine_people_none_bears_a_number_that_is_another_key() -> None:
    many = tuple(replace(PEOPLE[1], handle=f"p{at}", name=f"Person{at} X", digit=at if at < 10 else 0)
                 for at in range(1, 12))  # fmt: skip
    async with alone(PeopleHere(many, digits=True)) as (app, _):
        assert "9 ●" in app.text
        assert "0 ●" not in app.text


# --- the card ---


def talked(**changes: Any) -> DiscussedCard:
    said = tuple((comment.author or "", comment.body) for comment in COMMENTS)
    return DiscussedCard(
        replace(TOIL, **changes), NOW, PEOPLE, "interested", said, ("raised in standup",), ("decided 14 Aug",)
    )


async def test_the_card_shows_all_that_helps_to_talk_about_it() -> None:
    async with alone(panel := CardPanel(talked(), place="3 of 9")) as (app, pilot):
        for words in (
            "╭─ 3 of 9 ",
            "SRE-57  Cut the toil in certificate renewals",
            "T debt · team · toil · Ready for 3 d · rank 3",
            "depends on  ✖ network team: DNS delegation (asked Tue 24 Nov, no answer)",
            "⚑ unknown dependency: recorded after work had started",
            "1 ○ Anne  2 ● Ben",
            "▆▆▆ 3 ⚑",
            "path        raised in standup",
            "before      decided 14 Aug",
            "証明書 is in place",
        ):
            assert words in app.text
        await pilot.click(offset=place(app, "○ Chidi"))
        assert [message.handle for message in app.said(CardPanel.Toggled)] == ["chidi"]
        panel.show(None, "", "Nothing left to walk. ] goes on.")
        await pilot.pause()
        assert "Nothing left to walk" in app.text
        assert "wants it" not in app.text


@pytest.mark.parametrize("title", [*WIDE_TITLES, "[b]x[/b]", "word " * 90])
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_any_card_keeps_inside_its_panel(title: str, size: tuple[int, int]) -> None:
    shown = talked(title=title, body=f"{title}\n\n- {title}\n\n`{title}`\n", url=f"https://example.com/{'x' * 200}")
    async with alone(CardPanel(shown, place=title), size=size) as (app, _):
        assert all(row.endswith(("│", "╮", "╯")) for row in app.rows)
        assert "2 ● Ben" in app.text


async def test_news_of_the_same_card_does_not_scroll_it() -> None:
    long = "\n\n".join(f"paragraph {number}" for number in range(100))
    async with alone(panel := CardPanel(talked(body=long)), size=(80, 24)) as (app, pilot):
        panel._scroll.scroll_to(y=50, animate=False)
        await pilot.pause()
        panel.show(talked(body=long, interested=("dana",)))
        await pilot.pause()
        assert "paragraph 24" in app.text
        panel.show(replace(talked(body=long), card=card(9, "Another")))
        await pilot.pause()
        assert "SRE-9  Another" in app.text


async def test_what_is_out_of_sight_below_is_said_in_the_border() -> None:
    long = "\n\n".join(f"paragraph {number}" for number in range(40))
    shown = replace(talked(body=long), choices=("1 continue", "2 done"), people=())
    async with alone(panel := CardPanel(shown), size=(80, 24)) as (app, pilot):
        assert app.rows[-1].endswith("… more below ─╯")
        assert "1 continue · 2 done" in app.rows[-2], "what can become of it stays in sight"
        panel._scroll.scroll_end(animate=False)
        await pilot.pause()
        assert "more below" not in app.text
        panel.show(talked(body="short"))
        await pilot.pause()
        assert "more below" not in app.text


# --- merge ---


async def test_merge_shows_three_lists_and_asks() -> None:
    lists = MergeLists()
    lists.show(merge_view(), NOW)
    async with alone(lists) as (app, pilot):
        lists.focus_merged()
        await pilot.pause()
        assert "▸ proposed: SRE-61 Checkout in eu-west" in app.text
        assert "3 left" in app.rows[0]
        await pilot.press("left", "right", "enter", "down", "J", "K", "H")
        assert [(m.side, m.key) for m in app.said(MergeLists.Pull)] == [("left", "SRE-61"), ("right", "SRE-71")]
        assert [m.key for m in app.said(MergeLists.Take)] == ["SRE-61"]
        assert [(m.key, m.after, m.before) for m in app.said(MergeLists.Reorder)] == [
            ("SRE-57", "SRE-60", None),
            ("SRE-57", None, "SRE-42"),
        ]
        assert [m.key for m in app.said(MergeLists.Push)] == ["SRE-57"]


async def test_merge_pulls_what_is_under_the_cursor_of_a_side() -> None:
    lists = MergeLists()
    lists.show(merge_view(), NOW)
    async with alone(lists) as (app, pilot):
        lists.right.focus()
        await pilot.press("down", "enter")
        await pilot.double_click(offset=place(app, "SSO for the wiki"))
        assert [(m.side, m.key) for m in app.said(MergeLists.Pull)] == [("right", "SRE-72"), ("left", "SRE-62")]


@pytest.mark.parametrize("width", [10, 40, 80, 120])
async def test_the_meter_has_both_numbers(width: int) -> None:
    async with alone(meter := BalanceMeter(BALANCE), size=(width, 10)) as (app, pilot):
        if width >= 40:
            assert "58 : 42 Team" in app.text
            assert "F " in app.text
        meter.show(BalanceView(40, 60, 60))
        await pilot.pause()
        if width >= 80:
            assert "↓ under target 60" in app.text


# --- round, topics, retro, receipt ---


async def test_the_round_has_the_speaker_in_the_middle_and_the_order_beside() -> None:
    panel = RoundPanel()
    panel.show(round_meeting())
    async with alone(panel) as (app, pilot):
        for words in (
            "2 of 5 · Ben",
            "Since Tuesday",
            "✖ SRE-42 VPC peering for billing: network team",
            "✔ Anne",
            "· Chidi",
            "Eli  not here ✎",
            "1:12",
        ):
            assert words in app.text
        await pilot.click(offset=place(app, "Dana"))
        assert [message.handle for message in app.said(RoundPanel.Chosen)] == ["dana"]


async def test_topics_show_what_is_next_and_the_vote() -> None:
    panel = TopicPanel()
    panel.show(DiscussedCard(TOIL, NOW), TOPICS, DISCUSSED, VOTE)
    async with alone(panel) as (app, pilot):
        for words in (
            "Discussing",
            "5● Postmortem",
            "✔ Queue for deploys",
            "8:40",
            "→ decision: one queue",
            "second extension: 2 min",
        ):
            assert words in app.text
        assert "Continue?   + 3   − 1   waiting for Farah" in app.text
        panel.show(None, (), (), VoteView(True, dots=3, used=1))
        await pilot.pause()
        assert "●●○  2 left" in app.text
        assert "None follows." in app.text
        assert "No topics yet" not in app.text, "there may be topics, discussed by now"


async def test_retro_counts_never_show_a_text() -> None:
    counts = RetroCounts()
    counts.show((("Went well", 30), ("Went badly", 0)), PEOPLE)
    async with alone(counts) as (app, _):
        assert f"went well         {'●' * 24} +6 30" in app.text
        assert "Anne ✔" in app.text
        assert "Chidi …" in app.text
        assert "Eli" not in app.text


async def test_notes_are_written_into_their_columns_and_half_typed_ones_stay() -> None:
    async with alone(fields := NoteFields(("Went well", "Went badly"))) as (app, pilot):
        app.query(LineInput).first().focus()
        await pilot.press(*"good", "enter", "tab", *"half")
        assert [(m.column, m.text) for m in app.said(NoteFields.Written)] == [("Went well", "good")]
        fields.show([card(1, "good", column="Went well")])
        await pilot.pause()
        assert "Went well         • good" in app.text
        assert fields.half_typed == {"Went badly": "half"}
        assert app.said(NoteFields.Began)
        assert app.said(NoteFields.Typed)
        fields.fill({"Went well": "again", "Went badly": "what was typed since is newer"})
        assert fields.half_typed == {"Went well": "again", "Went badly": "half"}


async def test_the_receipt_says_what_is_left_behind() -> None:
    async with alone(ReceiptPanel(RECEIPT), size=(80, 24)) as (app, _):
        for words in (
            "Iteration planning held · 52 of 60 min · 8 min given back",
            "decided     Postgres stays on 17",
            "→ sync DNS delegation",
            "58 : 42 Team",
            "⚑ confirmed 1 unknown dependency",
        ):
            assert words in app.text


async def test_a_receipts_head_is_wrapped_and_not_cut() -> None:
    view = replace(RECEIPT, used=5, given_back=37)
    async with alone(ReceiptPanel(view), size=(50, 24)) as (app, _):
        assert "37 min given back, 18 min paused" in " ".join(app.text.split())


async def test_a_line_that_just_fills_the_card_is_neither_wrapped_nor_followed_by_more() -> None:
    for length in range(50, 55):
        body = "xx " * (length // 3) + "y" * (length % 3)
        few = replace(talked(body=body), people=(), before=(), since="")
        async with alone(CardPanel(few), size=(60, 30)) as (app, pilot):
            await pilot.pause(0.05)
            assert "more below" not in app.text, length
            assert body.strip() in app.text
            assert not app.query_one(CardPanel)._scroll.show_vertical_scrollbar, length


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ((), None),
        (("SRE-2 budget",), "It stays in Discussing, at the top of the next agenda."),
        (("SRE-2 budget", "SRE-3 dns"), "They stay in Discussing, at the top of the next agenda."),
    ],
)
async def test_the_receipt_says_what_becomes_of_topics_without_an_outcome(
    topics: tuple[str, ...], said: str | None
) -> None:
    async with alone(ReceiptPanel(replace(RECEIPT, unfinished=topics)), size=(80, 30)) as (app, _):
        assert ("Discussing" in app.text) is (said is not None)
        assert (said or "") in app.text


# --- the footer ---


async def test_the_footer_shows_ten_keys_at_most_and_can_be_clicked() -> None:
    async with alone(bar := KeyBar(KEYS), size=(160, 3)) as (app, pilot):
        assert "space next  ⌫ back" in app.rows[0]
        assert "? help" in app.rows[0]
        assert "u undo" not in app.rows[0]
        await pilot.click(offset=place(app, "park"))
        assert [message.action for message in app.said(KeyBar.Pressed)] == ["park"]
        bar.show([KeyWords("x", "other", "other")])
        await pilot.pause()
        assert app.rows[0] == " x other"


@pytest.mark.parametrize("width", range(0, 130, 7))
def test_the_keys_fit(width: int) -> None:
    keys = fitting(KEYS, width)
    assert len(keys) <= 10
    assert keys[-1].action == "help"
    assert len("  ".join(f"{key.key} {key.words}" for key in keys)) <= max(width, 6)
