"""The one line typed in a gesture. 2 December 2026 is a Wednesday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.oneline import OneLine, parse
from cadence.errors import BadValue

WED = date(2026, 12, 2)
FRI = date(2026, 12, 4)
HANDLES = ("anne", "ben", "benita", "chidi", "dana", "ben-ito", "अनीता")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who renews the wildcard one? @dana !fri", OneLine("who renews the wildcard one?", ("dana",), FRI)),
        ("@dana who renews?", OneLine("who renews?", ("dana",))),
        ("ask @ch about DNS", OneLine("ask about DNS", ("chidi",))),
        ("ask @Dana, @anne.", OneLine("ask.", ("dana", "anne"))),
        ("@ben: why", OneLine("why", ("ben",))),
        ("ask @ben: why", OneLine("ask: why", ("ben",))),
        ("@ben,@dana stay", OneLine("stay", ("ben", "dana"))),
        ("@ben @dana @ben", OneLine("", ("ben", "dana"))),
        ("ping @ben-ito", OneLine("ping", ("ben-ito",))),
        ("ping @अनीता", OneLine("ping", ("अनीता",))),
        ("due !2026-12-11!", OneLine("due!", (), date(2026, 12, 11))),
        ("!tomorrow fix it", OneLine("fix it", (), date(2026, 12, 3))),
        ("!+3d fix it !2026-12-05", OneLine("fix it", (), date(2026, 12, 5))),
        ("mail anne@example.com", OneLine("mail anne@example.com")),
        ("<ben@example.com> @ home", OneLine("<ben@example.com> @ home")),
        ("now ! !! a != b !? @", OneLine("now ! !! a != b !? @")),
        ("@@ben !!fri", OneLine("@@ben !!fri")),
        (r"tell \@channel it is \!important", OneLine("tell @channel it is !important")),
        (r"a \ b \x \@", OneLine(r"a \ b \x \@")),
        ("two  blanks  stay", OneLine("two  blanks  stay")),
        ("", OneLine("")),
    ],
)
def test_parse(typed: str, meant: OneLine) -> None:
    assert parse(typed, HANDLES, WED) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "ask @zoe",
            "no person 'zoe'; people are anne, ben, benita, chidi, dana, ben-ito, अनीता; "
            "or write \\@zoe to keep it as a word",
        ),
        ("ask @be", "'be' could be ben, benita or ben-ito; type more of it; or write \\@be to keep it as a word"),
        (
            "!important",
            "'important' is not a date; write it as 2026-12-11, fri, tomorrow or +3d; "
            "or write \\!important to keep it as a word",
        ),
        ("@ben's turn", "no person 'ben's'; people are anne"),
        ("a !fri b !mon", "the line has two dates; keep one of them"),
    ],
)
def test_what_cannot_be_meant(typed: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse(typed, HANDLES, WED)
    assert str(refused.value).startswith(said)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="@!"), max_size=60))
def test_without_marks_a_line_stays_as_it_is(typed: str) -> None:
    assert parse(typed, HANDLES, WED) == OneLine(typed.strip())


@given(st.text(st.sampled_from("ab @!\\.,:én+1-")))
def test_every_line_is_read_or_refused(typed: str) -> None:
    try:
        parse(typed, HANDLES, WED)
    except BadValue as refused:
        said = refused.remedy
    else:
        said = "read"
    assert said
