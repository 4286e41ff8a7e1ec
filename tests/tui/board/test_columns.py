"""What a board knows of its columns, without a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cadence.domain.views.cards import Blocked, BoardView, ColumnView, DependencyView
from cadence.tui.board.columns import BoardColumns, ColumnRow, DropPlace
from cadence.tui.board.filters import matches, unknown
from tests.tui.samples import NOW, card

TODAY = NOW.date()


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


def shown(columns: BoardColumns) -> list[str]:
    return [" ".join(card.key.removeprefix("SRE-") for card in column.cards) for column in columns]


def at(columns: BoardColumns) -> str | None:
    return columns.card.key.removeprefix("SRE-") if columns.card else None


def put(columns: BoardColumns, key: str) -> None:
    for number, column in enumerate(columns):
        row = column.find(f"SRE-{key}")
        if row is not None:
            columns.column, columns.index = number, row


def of(*cards: str) -> BoardColumns:
    columns = BoardColumns()
    columns.show(view(*cards))
    return columns


def test_the_cursor_starts_on_the_first_card_there_is() -> None:
    assert at(of("", "1 2")) == "1"
    assert at(of("", "")) is None
    assert at(of()) is None


def test_news_above_the_cursor_moves_its_row_and_not_the_cursor() -> None:
    columns = of("1 2 3", "4")
    put(columns, "2")
    columns.show(view("7 8 1 2 3", "4"))
    assert (at(columns), columns.index) == ("2", 3)


def test_the_cursor_follows_its_card_into_another_column() -> None:
    columns = of("1 2 3", "4")
    put(columns, "2")
    columns.show(view("1 3", "4 2"))
    assert (at(columns), columns.column) == ("2", 1)


@pytest.mark.parametrize(("left", "expected"), [("1 3 4", "3"), ("1", "1"), ("", None)])
def test_where_its_card_has_gone_the_cursor_takes_a_neighbour(left: str, expected: str | None) -> None:
    columns = of("1 2 3 4", "5")
    put(columns, "2")
    columns.show(view(left, "5"))
    assert at(columns) == expected
    assert columns.column == 0


def test_the_cursors_card_stays_on_its_line_of_the_screen() -> None:
    numbers = [str(number) for number in range(1, 101)]
    columns = of(" ".join(numbers))
    columns.rows = 20
    put(columns, "50")
    columns.reveal()
    top = columns[0].top
    columns.show(view(" ".join(["200", "201", "202", *numbers])))
    assert at(columns) == "50"
    assert columns[0].top == top + 3


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("rows", [8, 9, 20, 21, 22, 36])
def test_a_cursor_that_walks_on_is_whole_on_the_screen_and_scrolls_half_a_column(rows: int, gap: int) -> None:
    columns = of(" ".join(str(number) for number in range(1, 61)))
    columns.rows, columns.gap = rows, gap
    column = columns[0]
    for way in (range(60), range(59, -1, -1)):
        scrolled = 0
        for columns.index in way:
            before = column.top
            columns.reveal(ahead=True)
            scrolled += column.top != before
            chosen = [row.line for row in columns.rows_of(0) if row.chosen]
            assert chosen == [0, 1, 2], f"card {columns.index} of {rows} rows"
        assert scrolled <= 60 / max(1, columns.per_page() // 2 - 1) + 1
        assert column.top == (columns.last_top(column) if way[-1] else 0)


def test_columns_scroll_back_when_cards_go() -> None:
    columns = of(" ".join(str(number) for number in range(1, 101)))
    columns.rows = 20
    put(columns, "100")
    columns.reveal()
    columns.show(view("1 2 3"))
    assert columns[0].top == 0


def test_a_move_is_shown_before_it_is_stored_and_survives_news() -> None:
    columns = of("1 2 3", "4 5")
    columns.moving("SRE-2", "B", "SRE-4")
    assert shown(columns) == ["1 3", "4 2 5"]
    columns.show(view("9 1 2 3", "4 5"))
    assert shown(columns) == ["9 1 3", "4 2 5"]


def test_a_stored_move_is_left_to_the_view() -> None:
    columns = of("1 2 3", "4 5")
    columns.moving("SRE-2", "B", None)
    columns.show(view("1 3", "2 4 5"))
    columns.show(view("1 3", "4 2 5"))
    assert shown(columns) == ["1 3", "4 2 5"]


def test_a_refused_move_goes_back() -> None:
    columns = of("1 2 3", "4 5")
    columns.moving("SRE-2", "B", None)
    columns.moved("SRE-2")
    columns.show(view("1 2 3", "4 5"))
    assert shown(columns) == ["1 2 3", "4 5"]


def test_the_answer_to_an_earlier_move_does_not_undo_a_later_one() -> None:
    columns = of("1 2 3", "4 5")
    columns.moving("SRE-2", "B", None)
    columns.moving("SRE-2", "B", "SRE-4")
    columns.moved("SRE-2")
    columns.show(view("1 3", "2 4 5"))
    assert shown(columns) == ["1 3", "4 2 5"]
    columns.moved("SRE-2")
    columns.show(view("1 3", "4 5 2"))
    assert shown(columns) == ["1 3", "4 5 2"]


def test_no_card_is_lost_when_its_new_column_goes() -> None:
    columns = of("1 2 3", "4 5")
    columns.moving("SRE-2", "B", None)
    columns.show(view("1 2 3"))
    assert shown(columns) == ["1 2 3"]


def test_a_move_after_a_card_that_went_goes_to_the_end() -> None:
    columns = of("1 2 3", "4 5")
    columns.moving("SRE-2", "B", "SRE-4")
    columns.show(view("1 2 3", "5"))
    assert shown(columns) == ["1 3", "5 2"]


def test_places_leave_the_moved_card_out() -> None:
    column = of("1 2 3")[0]
    assert column.place(0, "SRE-9") == DropPlace("A", None, "SRE-1")
    assert column.place(3, "SRE-9") == DropPlace("A", "SRE-3", None)
    assert column.place(1, "SRE-2") == column.place(2, "SRE-2") == DropPlace("A", "SRE-1", "SRE-3")


def test_a_column_has_as_many_rows_as_there_is_room_for() -> None:
    columns = of("1 2 3", "", " ".join(str(number) for number in range(4, 60)))
    for rows in range(1, 30):
        for columns.gap in (0, 1):
            columns.rows = rows
            assert [len(columns.rows_of(number)) for number in range(3)] == [rows] * 3


def test_what_has_no_room_is_counted() -> None:
    columns = of(" ".join(str(number) for number in range(1, 21)))
    columns.rows = 10
    rows = columns.rows_of(0)
    assert rows[-1].kind == "more"
    drawn = {row.card for row in rows if row.kind == "card"}
    assert rows[-1].card + len(drawn) == 20


def test_a_card_of_which_rows_are_hidden_counts_as_one_that_has_no_room() -> None:
    columns = of("1 2 3 4")
    for columns.rows in range(2, 12):
        rows = columns.rows_of(0)
        whole = [rows.count(rows[at]._replace(line=2)) for at in range(0, len(rows), 3) if rows[at].kind == "card"]
        assert rows[-1] == ColumnRow("more", 4 - sum(whole))


def test_the_filter_keeps_the_cursor_where_it_can() -> None:
    columns = BoardColumns()
    cards = [card(1, "Queue"), card(2, "DNS", assignees=("ben",)), card(3, "More DNS", tags=("infra",))]
    columns.show(BoardView("wall", "Wall", (ColumnView("A", ()), ColumnView("B", tuple(cards))), NOW))
    put(columns, "3")
    columns.filter("dns")
    assert (shown(columns), at(columns)) == (["", "2 3"], "3")
    columns.filter("dns @ben")
    assert (shown(columns), at(columns)) == (["", "2"], "2")
    columns.filter("nothing of the kind")
    assert at(columns) is None
    columns.filter("")
    assert (shown(columns), at(columns)) == (["", "1 2 3"], "1")


@pytest.mark.parametrize(
    ("word", "found"), [("@ben", "1"), ("@be", "1 2"), ("#dns", "1"), ("#dn", "1 2"), ("<bill", "1")]
)
def test_a_whole_name_in_a_filter_stands_for_no_longer_one(word: str, found: str) -> None:
    columns = BoardColumns()
    cards = [
        card(1, "One", assignees=("ben",), tags=("dns",), requester="Bill"),
        card(2, "Other", assignees=("benm",), tags=("dns-prod",), requester="Billing"),
    ]
    columns.show(BoardView("wall", "Wall", (ColumnView("A", tuple(cards)),), NOW))
    columns.filter(word)
    assert shown(columns) == [found]
    columns.show(BoardView("wall", "Wall", (ColumnView("A", (cards[1],)),), NOW))
    columns.filter("@ben", ("ben", "benm"))
    assert shown(columns) == [""], "ben has nothing"


def test_what_the_wall_marks_as_waiting_is_blocked_to_a_filter() -> None:
    waits = replace(card(8, "Peering"), depends_on=(DependencyView(None, "Network", "", NOW),))
    assert matches(waits, ("is:blocked",), TODAY)
    settled = replace(waits, depends_on=(replace(waits.depends_on[0], settled=True),))
    assert not matches(settled, ("is:blocked",), TODAY)


FOUND = replace(
    card(7, "Cut the STRASSE", assignees=("ben",), requester="Billing", flow="debt", origin="business"),
    tags=("dns",),
    due=date(2026, 12, 4),
    blocked=Blocked("network: routes", NOW),
)


@pytest.mark.parametrize(
    "word",
    ["cut", "SRE-7", "sre-7", "@ben", "@b", "ben", "#dns", "straße", "debt", "%debt", "billing", "<billing",
     "<business", "is:blocked", "is:due", "routes", "due:fri", "due:2026-12-04", "!fri", "!2026-12-04"],
)  # fmt: skip
def test_a_word_of_the_filter_is_looked_for_in_what_is_shown(word: str) -> None:
    assert matches(FOUND, (word.casefold(),), TODAY)
    assert not matches(FOUND, (word.casefold(), "nowhere"), TODAY)


@pytest.mark.parametrize(
    "word", ["@eli", "#net", "%risk", "<team", "is:late", "is:toil", "is:nobody", "due:thu", "!thu"]
)
def test_a_sign_of_the_filter_looks_at_its_field_only(word: str) -> None:
    assert not matches(FOUND, (word,), TODAY)


def test_late_is_a_due_day_that_has_passed() -> None:
    assert matches(FOUND, ("is:late",), date(2026, 12, 5))


@pytest.mark.parametrize(
    ("word", "said"), [("is:red", "is: takes blocked"), ("due:someday", "not a date"), ("!someday", "not a date")]
)
def test_a_sign_that_stands_for_nothing_is_said(word: str, said: str) -> None:
    assert said in unknown((word,), TODAY)
