"""Where ``retro add`` takes its words from: its arguments, standard input, or the answer to a question."""

from __future__ import annotations

import sys

import pexpect
import pytest

from tests.cli.conftest import World


def titles(team: World) -> list[tuple[str, str]]:
    return [(one["column"], one["title"]) for one in team.json("card", "list", "--board", "retro")]


def terminal(team: World, *words: str) -> pexpect.spawn[str]:
    command = ["-m", "cadence", *words]
    return pexpect.spawn(sys.executable, command, env=team.environment(), encoding="utf-8", timeout=120)


@pytest.mark.parametrize("words", [(), ("-",)], ids=["left out", "dash"])
def test_from_standard_input(team: World, words: tuple[str, ...]) -> None:
    done = team.process("retro", "add", "badly", *words, stdin="the pager – again\n".encode())
    assert (done.code, done.err) == (0, "")
    assert done.out == "R1.1 noted under Went badly; nobody else sees it before your turn\n"
    assert titles(team) == [("Went badly", "the pager – again")]


def test_the_words_stand_after_an_option_too(team: World) -> None:
    assert team.json("retro", "add", "badly", "--json", "the", "pager")["title"] == "the pager"
    assert team.process("retro", "add", "badly", "--json", "-", stdin=b"again").code == 0
    assert titles(team) == [("Went badly", "the pager"), ("Went badly", "again")]
    wrong = team.process("retro", "add", "badly", "--jsn", "the pager")
    assert (wrong.code, wrong.err.startswith("cadence: unknown: --jsn")) == (2, True)


def test_people_stand_after_an_option_too(team: World) -> None:
    key = team.json("card", "add", "pager", "--assign", "ben", "--assign", "anne")["key"]
    assert team.json("card", "assign", key, "--remove", "ben")["assignees"] == ["anne"]


def test_nothing_on_standard_input_writes_nothing(team: World) -> None:
    assert "the note is empty" in team.refused("retro", "add", "badly")
    assert "500 is the limit" in team.refused("retro", "add", "badly", stdin=b"x" * 501)
    assert titles(team) == []


def test_a_terminal_is_asked_one_line(team: World) -> None:
    child = terminal(team, "retro", "add", "better")
    child.expect_exact("Could be better: ")
    child.sendline("runbooks [x] $(id)")
    child.expect_exact("R1.1 noted under Could be better")
    child.expect(pexpect.EOF)
    assert titles(team) == [("Could be better", "runbooks [x] $(id)")]


def test_the_question_is_no_part_of_the_answer(team: World) -> None:
    done = team.folder / "answer.json"
    words = f"{sys.executable} -m cadence retro add well --json > {done}"
    child = pexpect.spawn("/bin/sh", ["-c", words], env=team.environment(), encoding="utf-8", timeout=120)
    child.expect_exact("Went well: ")
    child.sendline("calm")
    child.expect(pexpect.EOF)
    assert done.read_text("utf-8").startswith("{")


@pytest.mark.parametrize("key", ["\x04", "\x03", "\r"], ids=["end of input", "interrupt", "enter"])
def test_who_thinks_better_of_it_writes_nothing(team: World, key: str) -> None:
    child = terminal(team, "retro", "add", "well")
    child.expect_exact("Went well: ")
    child.send(key)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus != 0
    assert "Traceback" not in (child.before or "")
    assert titles(team) == []


def test_the_help_says_why(team: World) -> None:
    assert "stays in its history" in " ".join(team.ok("retro", "add", "--help").split())


def test_without_names_it_is_asked_just_so(team: World) -> None:
    team.ok("team", "set", "--anonymous-retro")
    done = team.json("retro", "add", "well", stdin=b"calm\n", me="ben")
    assert (done["key"], done["title"], done["author"]) == (None, "calm", None)
    assert titles(team) == []


@pytest.mark.parametrize("unsigned", [False, True])
@pytest.mark.parametrize("keeps", [False, True])
def test_who_keeps_their_notes_hears_that_unsigned_ones_are_read_with_the_others(
    team: World, unsigned: bool, keeps: bool
) -> None:
    if keeps:
        team.ok("person", "edit", "ben", "--keep-notes", me="ben")
    if unsigned:
        team.ok("team", "set", "--anonymous-retro")
    told = team.ok("retro", "add", "well", "calm", me="ben")
    assert ("without your name" in told) == unsigned
    assert (": it is read with the others" in told) == (unsigned and keeps)
