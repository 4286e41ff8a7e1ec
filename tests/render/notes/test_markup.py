"""Whatever people type: shown as typed in every markup, wrapped without loss, and never live."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from cadence.render.notes.commonmark import followable
from cadence.render.notes.formats.html import html_body
from cadence.render.notes.formats.markdown import md, md_body, md_link
from cadence.render.notes.formats.slack import slack, slack_body
from cadence.render.notes.formats.text import text_body
from cadence.render.notes.plain import flat, printable, wrap

MARKUP = st.text(st.sampled_from("ab1 \n\t#*_`~[]()<>!&;:\\|-+=.$/@'\"日é{}%") | st.characters(), max_size=60)
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@given(MARKUP)
def test_a_title_in_markdown_reads_as_it_was_typed(typed: str) -> None:
    text = flat(printable(typed))
    for before in ("", "- ", "# ", "**K** ", "1. ", "> "):
        words = "".join(
            child.content if child.type == "text" else f"<{child.type}>"
            for token in READER.parse(f"{before}{md(text)}")
            for child in token.children or ()
        )
        shown = words.replace("<strong_open>K<strong_close>", "").replace("<strong_open>", "**")
        assert flat(shown) == text


@given(MARKUP)
def test_a_body_in_markdown_brings_no_html_and_stays_in_its_quotation(typed: str) -> None:
    found = READER.parse(f"{md_body(printable(typed))}\n\nafter\n")
    assert not [t for token in found for t in (token, *(token.children or ())) if t.type.startswith("html_")]
    assert found[-2].content == "after"
    assert found[-2].level == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("**bold** and `a < b` and <https://x.example/>", "> **bold** and `a < b` and <https://x.example/>"),
        ("5 < 6 <b>x</b>", "> 5 \\< 6 \\<b>x\\</b>"),
        ("```\nif a < b:\n```\n\nend", "> ```\n> if a < b:\n> ```\n>\n> end"),
        ("[x](javascript:alert(1))", "> \\[x\\](javascript:alert(1))"),
        ("[x](java&#115;cript:alert(1))\nnext", "> \\[x\\](java\\&#115;cript:alert(1))\\\n> next"),
    ],
)
def test_bodies_keep_their_markdown(typed: str, kept: str) -> None:
    assert md_body(typed) == kept


@given(MARKUP)
def test_a_body_in_html_is_only_what_markdown_makes(typed: str) -> None:
    tags = {tag.lower() for tag in re.findall(r"<\s*/?([a-zA-Z!][^\s/>]*)", html_body(typed))}
    assert tags <= {"p", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "s", "code", "pre", "blockquote"} | {
        *("a", "hr", "br", "table", "thead", "tbody", "tr", "th", "td"),
    }


def test_html_bodies_link_addresses_and_load_no_picture() -> None:
    made = html_body("see https://x.example/a?b=1&c=2 ![cat](https://x.example/cat.png) [no](data:text/html,x) www.x.y")
    assert '<a href="https://x.example/a?b=1&amp;c=2" rel="noopener noreferrer">' in made
    assert '<a href="https://x.example/cat.png" rel="noopener noreferrer">cat</a>' in made
    assert "<img" not in made
    assert made.count("<a ") == 2


@given(MARKUP)
def test_slack_text_is_dead(typed: str) -> None:
    for made in (slack(typed), slack_body(typed)):
        quoted, *code = re.split(r"^```\n([\s\S]*?)\n```$", made, flags=re.MULTILINE)
        quoted += "\n" + "\n".join(code[1::2])
        for block in code[::2]:
            assert not set(block) & set("<>`")
            assert not re.search(r"&(?!(?:amp|lt|gt);)|(?<!\w)@\w", block)
        quoted = "\n".join(line.removeprefix(">") for line in quoted.split("\n"))
        assert not set(quoted) & set("<>*~`")
        assert not re.search(r"&(?!(?:amp|lt|gt);)", quoted)
        assert not re.search(r"(?<!\w)@\w", quoted)
        assert not re.search(r"(?<![^\W_])_\w.*\w_(?![^\W_])", quoted)


def test_slack_keeps_names_with_underscores() -> None:
    assert slack("max_wal_size _now_") == "max_wal_size ˍnowˍ"
    assert slack_body("**Options:** see [wiki](https://x.example/)") == "> Options: see wiki (https://x.example/)"


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.com/a?b#c", True),
        ("HTTP://example.com", True),
        ("mailto:a@example.com", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("https://", False),
        ('https://x.example/"><script>', False),
        ("//example.com", False),
        ("docs/rfc/spot.md", False),
        ("ftp://example.com", False),
        ("", False),
    ],
)
def test_which_addresses_are_followed(url: str, good: bool) -> None:
    assert followable(url) is good


def test_a_markdown_link_cannot_be_broken_out_of() -> None:
    found = READER.parse(md_link("https://x.example/a)b(c]d*e_f`g", "a]b"))[1].children or []
    assert [t.type for t in found] == ["link_open", "text", "link_close"]
    assert found[1].content == "a]b"


@given(st.text(st.sampled_from("abc   日本語。、-👩é1") | st.characters(), max_size=200), st.integers(20, 80))
def test_wrapping_loses_nothing_and_fits(typed: str, columns: int) -> None:
    text = printable(typed)
    made = wrap(text, "- ", columns=columns)
    assert "".join(made.removeprefix("-").split()) == "".join(text.split())
    assert all(cell_len(line) <= columns for line in made.split("\n"))


def test_wrapping_knows_addresses_dates_and_wide_characters() -> None:
    address = "https://example.com/" + "a" * 90
    assert wrap(f"see {address} now", "- ").split("\n") == ["- see", f"  {address}", "  now"]
    assert wrap("aaaa bbbb Fri 27 Nov", columns=18) == "aaaa bbbb\nFri 27 Nov"
    assert wrap("日本語、日本語。", columns=7) == "日本\n語、日\n本語。"
    assert wrap(77 * "0" + "”", "- ", columns=79) == f"- {77 * '0'}\n  ”"


def test_bodies_hang_below_their_bullets_and_code_is_left_alone() -> None:
    code = "x" * 100
    made = text_body(f"- {'word ' * 20}\n\n```\n{code}\n```", "  ")
    lines = made.split("\n")
    assert lines[0].startswith("  - word")
    assert lines[1].startswith("    word")
    assert f"      {code}" in lines
