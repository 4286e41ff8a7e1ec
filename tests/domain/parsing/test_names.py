"""Names people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.parsing import names
from cadence.errors import BadValue

WALL = ("Backlog", "Ready", "In progress", "Review", "Done")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Ready", "Ready"),
        ("READY", "Ready"),
        ("rea", "Ready"),
        ("i", "In progress"),
        ("in-progress", "In progress"),
        ("IN_PROG", "In progress"),
        (" done ", "Done"),
    ],
)
def test_match(word: str, meant: str) -> None:
    assert names.match(word, WALL, "column on the wall") == meant


def test_an_exact_name_wins_over_longer_ones() -> None:
    assert names.match("ben", ["benita", "ben", "ben2"], "person") == "ben"
    assert names.match("Ben", ["benita", "ben", "ben2"], "person") == "ben"
    assert names.match("ben", ["Ben", "ben"], "person") == "ben"


def test_names_in_other_scripts_and_forms() -> None:
    assert names.match("él", ["E\u0301lodie", "Anne"], "person") == "E\u0301lodie"
    assert names.match("STRASSE", ["straße"], "tag") == "straße"
    assert names.match("ан", ["Анна", "Борис"], "person") == "Анна"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "x",
            "no column 'x' on the wall; columns are Backlog, Ready, In progress, Review, Done",
        ),
        ("re", "'re' could be Ready or Review; type more of it"),
        ("", "no column '' on the wall; columns are Backlog, Ready, In progress, Review, Done"),
        ("-", "no column '-' on the wall; columns are Backlog, Ready, In progress, Review, Done"),
        ("\x1b[31mx\n", "no column 'x ' on the wall; columns are Backlog, Ready, In progress, Review, Done"),
    ],
)
def test_what_a_mismatch_says(word: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        names.match(word, WALL, "column on the wall")
    assert str(refused.value) == said


def test_long_lists_name_the_nearest_few() -> None:
    handles = ["anne", "ben", "chidi", "dana", "eli", "farah", "gus", "hana", "ines", "jo"]
    with pytest.raises(BadValue, match="no person 'farrah'; did you mean farah") as refused:
        names.match("farrah", handles, "person")
    assert "chidi" not in str(refused.value)
    with pytest.raises(BadValue, match="people are anne, ben, chidi and 7 more"):
        names.match("zzz", handles, "person")
    with pytest.raises(BadValue, match="could be any of a0, a1, a2 and 9 more"):
        names.match("a", [f"a{n}" for n in range(12)], "tag")
    with pytest.raises(BadValue, match="no category 'x'; there are none yet"):
        names.match("x", [], "category")
    with pytest.raises(BadValue, match="the only one is ben"):
        names.match("x", ["ben"], "person")


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=6)


@given(st.lists(words, min_size=1, max_size=12, unique=True), st.data())
def test_every_name_means_itself(choices: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(choices))
    assert names.match(name, choices, "thing") == name


@given(words, st.lists(words, max_size=12))
def test_a_match_is_always_one_of_the_names(word: str, choices: list[str]) -> None:
    try:
        found = names.match(word, choices, "thing")
    except BadValue:
        return
    assert found in choices


def test_handles() -> None:
    assert names.handle_for("Ben Ito", []) == "ben"
    assert names.handle_for("Ben Ito", ["ben", "anne"]) == "ben2"
    assert names.handle_for("Ben Ito", ["ben", "BEN2"]) == "ben3"
    assert names.handle_for("Chloé-Anne O'Brien", []) == "chloéanne"
    assert names.handle_for("Анна Ли", []) == "анна"
    assert names.handle_for("अनीता राव", []) == "अनीता"
    assert names.handle_for("🙂 Dana", []) == "dana"
    assert names.handle_for("🙂", ["someone"]) == "someone2"


@given(st.text(st.characters(codec="utf-8"), max_size=20), st.lists(words))
def test_a_proposed_handle_is_free_and_allowed(name: str, taken: list[str]) -> None:
    handle = names.handle_for(name, taken)
    assert handle.casefold() not in {one.casefold() for one in taken}
    assert not set(handle) & set(" @!,")


def test_chosen_handles() -> None:
    assert names.check_handle("@Ben-Ito") == "ben-ito"
    assert names.check_handle("b.i_2") == "b.i_2"
    assert names.check_handle("अनीता") == "अनीता"
    for bad in ("-ben", "ben ito", "b@n", "ben.", "...", "x" * 41, ""):
        with pytest.raises(BadValue):
            names.check_handle(bad)


def test_people() -> None:
    assert names.parse_person("Anne Lee <anne@example.com>") == ("Anne Lee", "anne@example.com")
    assert names.parse_person('"Lee, Anne"  <Anne.Lee+sre@mail.example.co.uk>') == (
        "Lee, Anne",
        "Anne.Lee+sre@mail.example.co.uk",
    )
    assert names.parse_person("Jörg <jörg@bücher.example>") == ("Jörg", "jörg@bücher.example")
    assert names.parse_person("Root <root@localhost>")[1] == "root@localhost"


@pytest.mark.parametrize(
    "typed",
    [
        "Anne Lee",
        "anne@example.com",
        "<anne@example.com>",
        "Anne <anne@example.com> x",
        "Anne <anne>",
        "Anne <@example.com>",
        "Anne <anne@>",
        "Anne <anne@example>",
        "Anne <anne@-example.com>",
        "Anne <a b@example.com>",
        "Anne <a@b@example.com>",
        "Anne <.anne@example.com>",
        "Anne <anne@example..com>",
        "Anne <an,ne@example.com>",
        f"Anne <{'a' * 65}@example.com>",
        "Anne <<anne@example.com>",
    ],
)
def test_people_that_are_none(typed: str) -> None:
    with pytest.raises(BadValue):
        names.parse_person(typed)


def test_nothing_can_be_smuggled_into_a_header() -> None:
    assert names.parse_person("Anne\r\nBcc: x <anne@example.com>") == ("Anne Bcc: x", "anne@example.com")


def test_card_keys() -> None:
    assert names.parse_key("sre-42") == ("SRE", 42)
    assert names.parse_key(" Ops2-007 ") == ("OPS2", 7)
    for bad in ("42", "sre", "sre-", "-42", "sre-0", "sre-4x", "2sre-1", "sre-٤", "sre--4", "averylongkey-1", "ſre-1x"):
        with pytest.raises(BadValue):
            names.parse_key(bad)


def test_a_retro_notes_key_is_no_teams() -> None:
    assert names.card_key("R12", 3) == "R12-3"
    assert names.card_key("SRE", 3, retro=12) == "R12.3"
    assert names.parse_note_key(" r12.3 ") == (12, 3)
    for other in ("R12-3", "R12", "R12.", "R.3", "R0.3", "R1.0", "SRE-3", "R1.2.3", "R-1.2", "R1.²", "", "S1.2"):
        assert names.parse_note_key(other) is None
    with pytest.raises(BadValue):
        names.check_team_key("R12.3")


def test_team_keys() -> None:
    proposed = {
        "Platform SRE": "SRE",
        "SRE": "SRE",
        "SRE Team 2": "SRE",
        "Platform Reliability": "PR",
        "payments": "PAY",
        "Équipe": "EQU",
        "Site-Reliability Engineering": "SRE",
        "Команда": "TEAM",
        "": "TEAM",
        "PLATFORM OPERATIONS": "PO",
    }
    assert {name: names.team_key(name) for name in proposed} == proposed
    assert names.check_team_key(" sre2 ") == "SRE2"
    for bad in ("", "2sre", "s-re", "é", "abcdefghijk", "a b"):
        with pytest.raises(BadValue, match="letter first"):
            names.check_team_key(bad)


@given(st.text(max_size=40))
def test_a_proposed_team_key_can_be_one(name: str) -> None:
    key = names.team_key(name)
    assert names.check_team_key(key) == key


@pytest.mark.parametrize(("word", "meant"), [("angel", "ángel"), ("ANG", "ángel"), ("bjorn", "björn"), ("ana", "ana")])
def test_accents_need_not_be_typed_where_nothing_is_nearer(word: str, meant: str) -> None:
    assert names.match(word, ["ángel", "björn", "ána", "ana"], "person") == meant
