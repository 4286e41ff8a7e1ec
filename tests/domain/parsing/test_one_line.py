"""The one line typed in a gesture. 2 December 2026 is a Wednesday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.parsing.one_line import Marks, ParsedLine, parse
from cadence.errors import BadValue

WED = date(2026, 12, 2)
FRI = date(2026, 12, 4)
HANDLES = ("anne", "ben", "benita", "chidi", "dana", "ben-ito", "अनीता")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who renews the wildcard one? @dana !fri", ParsedLine("who renews the wildcard one?", ("dana",), FRI)),
        ("@dana who renews?", ParsedLine("who renews?", ("dana",))),
        ("ask @ch about DNS", ParsedLine("ask about DNS", ("chidi",))),
        ("ask @Dana, @anne.", ParsedLine("ask.", ("dana", "anne"))),
        ("@ben: why", ParsedLine("why", ("ben",))),
        ("ask @ben: why", ParsedLine("ask: why", ("ben",))),
        ("@ben,@dana stay", ParsedLine("stay", ("ben", "dana"))),
        ("@ben @dana @ben", ParsedLine("", ("ben", "dana"))),
        ("ping @ben-ito", ParsedLine("ping", ("ben-ito",))),
        ("ping @अनीता", ParsedLine("ping", ("अनीता",))),
        ("due !2026-12-11!", ParsedLine("due!", (), date(2026, 12, 11))),
        ("!tomorrow fix it", ParsedLine("fix it", (), date(2026, 12, 3))),
        ("!+3d fix it !2026-12-05", ParsedLine("fix it", (), date(2026, 12, 5))),
        ("ship it !8 jan, @ben after ours", ParsedLine("ship it after ours", ("ben",), date(2027, 1, 8))),
        ("!next mon fix it", ParsedLine("fix it", (), date(2026, 12, 7))),
        ("fix it due:dec 3", ParsedLine("fix it", (), date(2026, 12, 3))),
        ("fix it !fri 3 times", ParsedLine("fix it 3 times", (), FRI)),
        ("mail anne@example.com", ParsedLine("mail anne@example.com")),
        ("<ben@example.com> @ home", ParsedLine("<ben@example.com> @ home")),
        ("now ! !! a != b !? @", ParsedLine("now ! !! a != b !? @")),
        ("@@ben !!fri", ParsedLine("@@ben !!fri")),
        (r"tell \@channel it is \!important", ParsedLine("tell @channel it is !important")),
        (r"a \ b \x \@", ParsedLine(r"a \ b \x \@")),
        ("renew #dns #tls it", ParsedLine("renew it", marks=Marks(tags=("dns", "tls")))),
        ("see #42 and #4a", ParsedLine("see #42 and", marks=Marks(tags=("4a",)))),
        ("renew %debt", ParsedLine("renew", marks=Marks(flow="debt"))),
        ("renew %De, soon", ParsedLine("renew %De, soon")),
        ("renew %deb, soon", ParsedLine("renew soon", marks=Marks(flow="debt"))),
        ("down to %d of %50 %x", ParsedLine("down to %d of %50 %x")),
        ("renew <team", ParsedLine("renew", marks=Marks(origin="team"))),
        ("renew <billing", ParsedLine("renew", marks=Marks(origin="business", requester="billing"))),
        ("renew <team <billing", ParsedLine("renew", marks=Marks(origin="team", requester="billing"))),
        ("show <img src=x onerror=y> as text", ParsedLine("show <img src=x onerror=y> as text")),
        ("a < b <= c <3 <-", ParsedLine("a < b <= c <3 <-")),
        ("renew due:fri", ParsedLine("renew", due=FRI)),
        (r"a \#dns \%debt \<team", ParsedLine("a #dns %debt <team")),
        ("two  blanks  stay", ParsedLine("two  blanks  stay")),
        ("", ParsedLine("")),
    ],
)
def test_parse(typed: str, meant: ParsedLine) -> None:
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
        ("!8 things", "'8' is not a date"),
        ("a !8, jan", "'8' is not a date"),
        ("@ben's turn", "no person 'ben's'; people are anne"),
        ("a !fri b !mon", "the line has two dates; keep one of them"),
    ],
)
def test_what_cannot_be_meant(typed: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse(typed, HANDLES, WED)
    assert str(refused.value).startswith(said)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="@!#%<"), max_size=60))
def test_without_marks_a_line_stays_as_it_is(typed: str) -> None:
    assert parse(typed, HANDLES, WED) == ParsedLine(typed.strip())


@given(st.text(st.sampled_from("ab @!\\.,:én+1-")))
def test_every_line_is_read_or_refused(typed: str) -> None:
    try:
        parse(typed, HANDLES, WED)
    except BadValue as refused:
        said = refused.remedy
    else:
        said = "read"
    assert said
