"""Lines keep to their cells, whatever is written in them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from cadence.tui.drawing.lines import Line, content, cut, ends, fit, length, wrapped
from cadence.tui.drawing.markdown import body_lines
from tests.counting import calls
from tests.tui.samples import BODY, WIDE_TITLES

TEXTS = [
    "",
    "a",
    "two words",
    *WIDE_TITLES,
    "[b]markup[/b]",
    "x\ty\nz",
    "\x1b[31mred",
    "e\u0301" * 9,
    "⚑" * 30,
    "\u200b",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("cells", [0, 1, 2, 3, 7, 40])
def test_texts_are_cut_and_wrapped_to_their_cells(text: str, cells: int) -> None:
    assert cell_len(cut(text, cells)) <= cells
    assert length(fit([(text, ""), (text, "bold")], cells)) == cells
    assert length(ends([(text, "")], [(text, "")], cells)) == cells
    assert all(cell_len(row) <= max(cells, 2) for row in wrapped(text, cells))


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    assert cut("certificate", 8) == "certifi…"
    assert "".join(text for text, _ in fit([("abc", ""), ("def", "")], 3)) == "ab…"
    assert "".join(text for text, _ in ends([("a long title", "")], [("12", "")], 10)) == "a long… 12"


def test_wrapping_keeps_every_word_and_marks_what_has_no_room() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("one two three four", 7, 2) == ["one two", "three…"]
    assert "".join(wrapped("x" * 25, 10)) == "x" * 25


def test_no_text_is_markup() -> None:
    assert content([[("[red]", ""), ("x", "bold")]]).plain == "[red]x"


def plain(text: str, cells: int = 40) -> list[str]:
    lines = body_lines(text, cells)
    assert all(length(line) <= cells for line in lines)
    return ["".join(part for part, _ in line).rstrip() for line in lines]


def test_a_body_shows_its_blocks() -> None:
    assert plain(BODY) == [
        "Renewing by hand costs us about 3 h a",
        "week; see the runbook",
        "(https://example.com/runbook).",
        "",
        "• list what renews today",
        "• move certbot to the shared runner",
        "",
        "certbot renew --dry-run",
        "",
        "│ Nobody likes doing this on a Friday.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# Head\ntext", ["Head", "", "text"]),
        ("1. one\n2. two\n- [ ] open\n- [x] done", ["1. one", "2. two", "", "☐ open", "☑ done"]),
        ("snake_case_name and 2 * 3 * 4", ["snake_case_name and 2 * 3 * 4"]),
        ("two lines\nstay two", ["two lines", "stay two"]),
        ("> why not\n> both?", ["│ why not", "│ both?"]),
        ("- a\n  - b\n    1. c\n- d", ["• a", "  • b", "    1. c", "• d"]),
        ("- a\n\n  more of a\n\n- b", ["• a", "", "  more of a", "", "• b"]),
        ("> - a\n> - b", ["│ • a", "│ • b"]),
        ("<b>not</b> HTML", ["<b>not</b> HTML"]),
        ("![plan](https://example.com/p.png)", ["plan (https://example.com/p.png)"]),
        (
            "| step | who |\n| --- | --- |\n| drain | **ben** |\n| switch | dana |",
            ["step    who", "────────────", "drain   ben", "switch  dana"],
        ),
        (
            "| what | why |\n| --- | --- |\n| a | a long reason that is too wide for one row of it |",
            ["what  why", "─" * 40, "a     a long reason that is too wide for", "      one row of it"],
        ),
        ("**bold** and `co de`", ["bold and co de"]),
        ("```\n  keeps\n    blanks\n", ["  keeps", "    blanks"]),
        ("[here](https://example.com/a)", ["here (https://example.com/a)"]),
        ("[red]text[/red]", ["[red]text[/red]"]),
    ],
)
def test_blocks_and_marks(text: str, expected: list[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize("piece", ["[", "**a", "_a ", "`", "- ", "> a\n", "a\n", "(", "# ", "* * x", "日", "http://"])
def test_no_body_takes_long(piece: str) -> None:
    def cost(length: int) -> int:
        return calls(lambda: body_lines((piece * length)[:length], 72))

    assert cost(30_000) < 15 * cost(3_000)


def test_a_link_leads_there_in_a_terminal_that_follows_links() -> None:
    (line,) = body_lines("see [the runbook](https://example.com/r) or https://example.com/s", 96)
    inks = {text: ink for text, ink in line if text.strip()}
    assert "link='https://example.com/r'" in inks["runbook"]
    assert "link='https://example.com/s'" in inks["https://example.com/s"]
    styled = content([line]).spans
    assert len(styled) >= 3


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://example.com/a'b", "file:///etc/passwd"])
def test_no_other_address_gets_into_a_style(url: str) -> None:
    assert not any(
        "javascript" in ink or "a'b'" in ink or "file:" in ink
        for line in body_lines(f"[x]({url})", 96)
        for _, ink in line
    )


def test_what_markdown_escapes_is_shown_without_its_backslashes() -> None:
    written = "open for \\< 1 min **a\\*b_c** [x\\]y](<https://example.com/a>)"
    (line,) = body_lines(written, 96)
    assert "".join(part for part, _ in line) == "open for < 1 min a*b_c x]y (https://example.com/a)"


def test_a_table_keeps_its_figures_at_the_right_where_it_says_so() -> None:
    rows = body_lines("| disk | GB |\n| :--- | ---: |\n| logs | 5 |\n| wal | 120 |\n", 40)
    assert [lines_text(row) for row in rows if "─" not in lines_text(row)] == ["disk   GB", "logs    5", "wal   120"]


def lines_text(row: Line) -> str:
    return "".join(text for text, _ in row).rstrip()
