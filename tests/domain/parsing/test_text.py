"""What people typed, made safe."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cadence.domain.parsing import text
from cadence.errors import BadValue

FAMILY = "👨\u200d👩\u200d👧"
anything = st.text(st.characters(codec="utf-8"))
nasty = st.text(st.sampled_from("ab \t\n\r\x1b\x07\x9b\x9c\x9d[]m;\\\u2028é漢🙂\u200d\ufe0f\u0301🇩\u202e")) | anything


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  who renews?  ", "who renews?"),
        ("one\ntwo", "one two"),
        ("one \r\n\t two\n", "one two"),
        ("two  blanks", "two  blanks"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;2;1;2;3mred", "red"),
        ("\x9b1mbold", "bold"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP1$r0m\x1b\\after", "after"),
        ("\x1b]0;never ends", "0;never ends"),
        ("\x1b(Bplain\x1b7", "plain"),
        ("\x1b\x1b[31m[31mx", "[31mx"),
        ("be\x07ll\x00\x7f\x85next", "bell next"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
        ("e\u0301 stays decomposed", "e\u0301 stays decomposed"),
        (f"family {FAMILY} ❤️", f"family {FAMILY} ❤️"),
        ("\u200fשלום\u200e", "\u200fשלום\u200e"),
        ("a\u2028b", "a b"),
    ],
)
def test_line(typed: str, kept: str) -> None:
    assert text.line(typed) == kept


@pytest.mark.parametrize("typed", ["", "  \n\t", "\x1b[31m", "\x00", "\u200d\ufe0f", "\u200f"])
def test_an_empty_line_is_refused(typed: str) -> None:
    with pytest.raises(BadValue) as refused:
        text.line(typed)
    assert str(refused.value) == "the title is empty; say it in a few words"


def test_a_long_line_says_how_long() -> None:
    assert text.line("x" * 500) == "x" * 500
    assert text.line(" " * 2000 + "x") == "x"
    with pytest.raises(BadValue, match="the reason has 1,501 characters and 500 is the limit; shorten it"):
        text.line("x" * 1501, "reason")


def test_bytes_that_are_no_utf8_are_refused() -> None:
    typed = b"caf\xe9".decode("utf-8", "surrogateescape")
    for door in (text.line, text.body):
        with pytest.raises(BadValue, match="not valid UTF-8"):
            door(typed)


def test_body() -> None:
    assert text.body("") == ""
    assert text.body("a\r\nb\rc\n\n\td  ") == "a\nb\nc\n\n\td  "
    assert text.body("\x1b[1mbold\x1b[0m\x00\x07") == "bold"
    assert len(text.body("é" * text.BODY_MAX)) == text.BODY_MAX
    with pytest.raises(BadValue, match="100,001 characters and 100,000"):
        text.body("é" * 100_001)


@pytest.mark.parametrize("piece", ["\x1b]", "\x1b[", "\x9d;", " \n", "\x1b[0", "\x1b]8;;", "\u200d\u0301"])
def test_no_text_takes_long(piece: str) -> None:
    typed = piece * (text.BODY_MAX // len(piece))
    assert "\x1b" not in text.body(typed)
    assert text.width(text.clip(typed, 10)) <= 10
    assert text.line(typed[:90] + "é").endswith("é")


@given(nasty)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    once = text.body(typed)
    assert text.body(once) == once
    assert not set(once) & {chr(code) for code in [*range(9), *range(11, 32), *range(0x7F, 0xA0)]}
    try:
        line = text.line(typed)
    except BadValue:
        return
    assert text.line(line) == line
    assert len(line.splitlines()) == 1


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), codec="utf-8")))
def test_text_without_controls_is_kept_as_typed(typed: str) -> None:
    assert text.body(typed) == typed


@given(nasty)
def test_shown_is_one_safe_line(typed: str) -> None:
    safe = text.shown(typed)
    assert len(safe.splitlines()) <= 1
    assert not set(safe) & set("\x1b\x07\x9b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert text.shown(safe) == safe


def test_shown() -> None:
    assert text.shown("pay\u202eexe.txt\u2069") == "payexe.txt"
    assert text.shown("a\u2028b\nc\td") == "a b c d"
    assert text.shown(FAMILY) == FAMILY
    assert text.shown("\udce9") == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("what", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("漢字", 4),
        ("e\u0301", 1),
        ("🙂", 2),
        (FAMILY, 2),
        ("👍🏽", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("🇩🇪🇫🇷", 4),
        ("🇩", 1),
        ("각", 2),
        ("\u1100\u1161\u11a8", 2),
        ("नमस्ते", 4),
        ("✖⚑●…", 4),
        ("\u200d", 0),
        ("a\nb", 2),
    ],
)
def test_width(what: str, cells: int) -> None:
    assert text.width(what) == cells
    assert text.width(what) == cell_len(what), "Textual must agree, or columns won't line up"


def test_clip() -> None:
    assert text.clip("Cut the toil", 12) == "Cut the toil"
    assert text.clip("Cut the toil", 11) == "Cut the to…"
    assert text.clip("Cut the toil", 9) == "Cut the…"
    assert text.clip("漢字漢字", 4) == "漢…"
    assert text.clip(FAMILY + "ab", 3) == FAMILY + "…"
    assert text.clip("e\u0301e\u0301e\u0301", 2) == "e\u0301…"
    assert text.clip("abc", 1) == "…"
    assert text.clip("abc", 0) == ""


@given(nasty, st.integers(-1, 30))
def test_a_clip_fits_and_joins(typed: str, cells: int) -> None:
    clipped = text.clip(typed, cells)
    assert text.width(clipped) <= max(cells, 0)
    assert "".join(text.graphemes(typed)) == typed
    assert clipped in (typed, "") or typed.startswith(clipped.removesuffix("…"))


def test_initials() -> None:
    assert [text.initials(name) for name in ("Anne Lee", "ben", "Jan van der Berg", "Élodie", "(Ops) Dana")] == [
        "AL",
        "B",
        "JB",
        "É",
        "D",
    ]
    assert text.initials("🙂") == "?"
    assert text.initials("Jean-Luc Picard") == "JP"


def test_the_quick_lane_pays_for_nothing_else() -> None:
    code = "import sys, cadence.domain.parsing.names; print({'dataclasses', 'difflib', 'inspect'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
