"""What a board knows of its columns, without a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadence.domain.views.cards import BoardView, ColumnView
from cadence.tui.board.columns import BoardColumns, DropPlace, matches
from tests.tui.samples import NOW, card


def view(*columns: str) -> BoardView:
    """A board of cards named by their numbers: ``"1 2 3"`` is a column of three."""
    return BoardView(
        "wall",
        "Wall",
        tuple(
            ColumnView(name, tuple(card(int(number)) for number in cards.split()))
            for name, cards in zip("ABCDE", columns, strict=False)
        ),
        NOW,
    )


def shown(lanes: BoardColumns) -> list[str]:
    return [" ".join(card.key.removeprefix("SRE-") for card in lane.cards) for lane in lanes.lanes]


def at(lanes: BoardColumns) -> str | None:
    return lanes.card.key.removeprefix("SRE-") if lanes.card else None


def put(lanes: BoardColumns, key: str) -> None:
    for number, lane in enumerate(lanes.lanes):
        row = lane.find(f"SRE-{key}")
        if row is not None:
            lanes.lane, lanes.row = number, row


def of(*columns: str) -> BoardColumns:
    lanes = BoardColumns()
    lanes.show(view(*columns))
    return lanes


def test_the_cursor_starts_on_the_first_card_there_is() -> None:
    assert at(of("", "1 2")) == "1"
    assert at(of("", "")) is None
    assert at(of()) is None


def test_news_above_the_cursor_moves_its_row_and_not_the_cursor() -> None:
    lanes = of("1 2 3", "4")
    put(lanes, "2")
    lanes.show(view("7 8 1 2 3", "4"))
    assert (at(lanes), lanes.row) == ("2", 3)


def test_the_cursor_follows_its_card_into_another_column() -> None:
    lanes = of("1 2 3", "4")
    put(lanes, "2")
    lanes.show(view("1 3", "4 2"))
    assert (at(lanes), lanes.lane) == ("2", 1)


@pytest.mark.parametrize(("left", "expected"), [("1 3 4", "3"), ("1", "1"), ("", None)])
def test_where_its_card_has_gone_the_cursor_takes_a_neighbour(left: str, expected: str | None) -> None:
    lanes = of("1 2 3 4", "5")
    put(lanes, "2")
    lanes.show(view(left, "5"))
    assert at(lanes) == expected
    assert lanes.lane == 0


def test_the_cursors_card_stays_on_its_line_of_the_screen() -> None:
    numbers = [str(number) for number in range(1, 101)]
    lanes = of(" ".join(numbers))
    lanes.rows = 20
    put(lanes, "50")
    lanes.reveal()
    top = lanes.lanes[0].top
    lanes.show(view(" ".join(["200", "201", "202", *numbers])))
    assert at(lanes) == "50"
    assert lanes.lanes[0].top == top + 3


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("rows", [8, 9, 20, 21, 22, 36])
def test_a_cursor_that_walks_on_is_whole_on_the_screen_and_scrolls_half_a_column(rows: int, gap: int) -> None:
    lanes = of(" ".join(str(number) for number in range(1, 61)))
    lanes.rows, lanes.gap = rows, gap
    lane = lanes.lanes[0]
    for way in (range(60), range(59, -1, -1)):
        scrolled = 0
        for lanes.row in way:
            before = lane.top
            lanes.reveal(ahead=True)
            scrolled += lane.top != before
            chosen = [slot.line for slot in lanes.slots(0) if slot.chosen]
            assert chosen == [0, 1, 2], f"card {lanes.row} of {rows} rows"
        assert scrolled <= 60 / max(1, lanes.per_page() // 2 - 1) + 1
        assert lane.top == (lanes.last_top(lane) if way[-1] else 0)


def test_columns_scroll_back_when_cards_go() -> None:
    lanes = of(" ".join(str(number) for number in range(1, 101)))
    lanes.rows = 20
    put(lanes, "100")
    lanes.reveal()
    lanes.show(view("1 2 3"))
    assert lanes.lanes[0].top == 0


def test_a_move_is_shown_before_it_is_stored_and_survives_news() -> None:
    lanes = of("1 2 3", "4 5")
    lanes.moving("SRE-2", "B", "SRE-4")
    assert shown(lanes) == ["1 3", "4 2 5"]
    lanes.show(view("9 1 2 3", "4 5"))
    assert shown(lanes) == ["9 1 3", "4 2 5"]


def test_a_stored_move_is_left_to_the_view() -> None:
    lanes = of("1 2 3", "4 5")
    lanes.moving("SRE-2", "B", None)
    lanes.show(view("1 3", "2 4 5"))
    lanes.show(view("1 3", "4 2 5"))
    assert shown(lanes) == ["1 3", "4 2 5"]


def test_a_refused_move_goes_back() -> None:
    lanes = of("1 2 3", "4 5")
    lanes.moving("SRE-2", "B", None)
    lanes.moved("SRE-2")
    lanes.show(view("1 2 3", "4 5"))
    assert shown(lanes) == ["1 2 3", "4 5"]


def test_the_answer_to_an_earlier_move_does_not_undo_a_later_one() -> None:
    lanes = of("1 2 3", "4 5")
    lanes.moving("SRE-2", "B", None)
    lanes.moving("SRE-2", "B", "SRE-4")
    lanes.moved("SRE-2")
    lanes.show(view("1 3", "2 4 5"))
    assert shown(lanes) == ["1 3", "4 2 5"]
    lanes.moved("SRE-2")
    lanes.show(view("1 3", "4 5 2"))
    assert shown(lanes) == ["1 3", "4 5 2"]


def test_no_card_is_lost_when_its_new_column_goes() -> None:
    lanes = of("1 2 3", "4 5")
    lanes.moving("SRE-2", "B", None)
    lanes.show(view("1 2 3"))
    assert shown(lanes) == ["1 2 3"]


def test_a_move_after_a_card_that_went_goes_to_the_end() -> None:
    lanes = of("1 2 3", "4 5")
    lanes.moving("SRE-2", "B", "SRE-4")
    lanes.show(view("1 2 3", "5"))
    assert shown(lanes) == ["1 3", "5 2"]


def test_places_leave_the_moved_card_out() -> None:
    lane = of("1 2 3").lanes[0]
    assert lane.place(0, "SRE-9") == DropPlace("A", None, "SRE-1")
    assert lane.place(3, "SRE-9") == DropPlace("A", "SRE-3", None)
    assert lane.place(1, "SRE-2") == lane.place(2, "SRE-2") == DropPlace("A", "SRE-1", "SRE-3")


def test_the_slots_are_as_many_as_the_rows() -> None:
    lanes = of("1 2 3", "", " ".join(str(number) for number in range(4, 60)))
    for rows in range(1, 30):
        for lanes.gap in (0, 1):
            lanes.rows = rows
            assert [len(lanes.slots(number)) for number in range(3)] == [rows] * 3


def test_what_has_no_room_is_counted() -> None:
    lanes = of(" ".join(str(number) for number in range(1, 21)))
    lanes.rows = 10
    slots = lanes.slots(0)
    assert slots[-1].kind == "more"
    drawn = {slot.card for slot in slots if slot.kind == "card"}
    assert slots[-1].card + len(drawn) == 20


def test_the_filter_keeps_the_cursor_where_it_can() -> None:
    lanes = BoardColumns()
    cards = [card(1, "Queue"), card(2, "DNS", assignees=("ben",)), card(3, "More DNS", tags=("infra",))]
    lanes.show(BoardView("wall", "Wall", (ColumnView("A", ()), ColumnView("B", tuple(cards))), NOW))
    put(lanes, "3")
    lanes.filter("dns")
    assert (shown(lanes), at(lanes)) == (["", "2 3"], "3")
    lanes.filter("dns @ben")
    assert (shown(lanes), at(lanes)) == (["", "2"], "2")
    lanes.filter("nothing of the kind")
    assert at(lanes) is None
    lanes.filter("")
    assert (shown(lanes), at(lanes)) == (["", "1 2 3"], "1")


@pytest.mark.parametrize("word", ["cut", "SRE-7", "sre-7", "@ben", "ben", "#dns", "straße"])
def test_words_match_title_key_people_and_tags(word: str) -> None:
    found = replace(card(7, "Cut the STRASSE", assignees=("ben",)), tags=("dns",))
    assert matches(found, (word.casefold(),))
    assert not matches(found, (word.casefold(), "nowhere"))
