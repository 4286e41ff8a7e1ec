"""Words never run as gestures: whatever is typed ahead, on every screen, only what the key means happens."""

from __future__ import annotations

import asyncio
import os
import string
from collections.abc import Sequence
from itertools import dropwhile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import example as always
from hypothesis import strategies as st
from textual import events
from textual.keys import _character_to_key, key_to_character

from cadence.domain.kinds import KINDS
from cadence.domain.parsing.one_line import NO_MARKS, parse
from cadence.services.facilitation import lifecycle, navigation
from cadence.services.meetings import retro
from cadence.tui.core.key_sorts import SORTS, Sort
from cadence.tui.core.keymap import gesture_of
from cadence.tui.core.typed_ahead import text_behind
from tests.soak.log import Logged, logged, standing, words_kept
from tests.tui.meeting_room import Room, Seat, a_room, day, seat
from tests.tui.terminal import Terminal, environment

STARTED = {"planning": day(0, 10), "sync": day(0, 11, 30), "standup": day(1, 10), "arch": day(1, 14),
           "demo": day(4, 14), "retro": day(4, 14, 30)}  # fmt: skip
PLACES = (*STARTED, "home", "wall", "calendar", "SRE-1")
MEANS = {
    "new": {"card.add", "card.show"}, "topic": {"card.add"}, "park": {"card.add"}, "table": {"card.table", "card.add"},
    "decide": {"card.add"}, "act": {"card.add"}, "comment": {"card.comment", "card.feedback"},
    "block": {"card.block"}, "update": {"standup.update"}, "depend": {"card.depend"}, "drop": {"card.drop"},
}  # fmt: skip
"""What may be logged for a key that opens the line; nothing for any other."""
DOES = {
    "want": {"card.interested", "card.not_interested"}, "vote": {"card.vote"}, "unvote": {"card.unvote"},
    "pause": {"meeting.pause", "meeting.resume"}, "undo": {"undo"}, "everybody": {"meeting.here", "meeting.away"},
    "more": {"meeting.more", "meeting.vote"}, "less": {"meeting.vote"},
    **{
        name: {"meeting.step", "meeting.end", "card.move"}
        for name in ("next", "previous", "step_next", "step_previous")
    },
    "redo": {"redo", "card.move", "card.interested", "card.not_interested", "card.vote", "card.unvote"},
    **{
        f"digit_{digit}": {"meeting.here", "meeting.away", "meeting.form", "card.move", "meeting.step", "meeting.end"}
        for digit in range(1, 10)
    },
}  # fmt: skip
"""What may be logged for a key that acts at once; nothing for any other."""
GOES_ON = {"next", "previous", "step_next", "step_previous", *(f"digit_{digit}" for digit in range(10))}
"""Gestures that go on to something, about which a word key behind them is."""
UNLOGGED = {*GOES_ON, "shuffle"}
"""Gestures that may move a meeting on within its step, which is no deed."""
EXAMPLES = int(os.environ.get("CADENCE_EXAMPLES", "2"))
"""Words that are tried at each place; ``make soak`` tries more."""


def _plain(words: str) -> bool:
    """Whether nothing in them is taken out of a line, as a tag and a date are."""
    read = parse(words, (), day(1, 9).date(), keep_unknown=True)
    return read.marks == NO_MARKS and read.due is None


SAID = st.text(string.ascii_letters + " .,?!@#", min_size=2, max_size=24).map(lambda words: f"q{words}z").filter(_plain)
BEHIND = st.text("ivezTUVgu", min_size=1, max_size=6)
TEXT = st.one_of(
    st.sampled_from(("ot for nightly CI", "ne word", "more time", "ello and thanks", "ee you", "w j k are mine")),
    st.builds(
        "{}{} zone".format,
        st.sampled_from(("", " ", "j", "k ", "w ", "we ", " h l ")),
        st.text(string.ascii_lowercase + " "),
    ),
)
"""Words that cannot have been meant as keys, however they begin."""


def typed(words: str) -> list[events.Key]:
    """The keys of these words, each as a terminal sends it."""
    return [events.Key("enter", None) if one == "\r" else events.Key(_character_to_key(one), one) for one in words]


def keys_of(anne: Seat, *sorts: Sort, signs: bool = False) -> dict[str, str]:
    """The letters (and ``signs``) of these sorts on the present screen, by the gesture that they are for."""
    return {
        gesture_of(active.binding.action): key_to_character(key) or key
        for key, active in anne.app.screen.active_bindings.items()
        if SORTS.get(active.binding.id or "") in sorts and (len(key) == 1 or (signs and key_to_character(key)))
    }


async def burst(anne: Seat, keys: str) -> None:
    """All keys at once, and all that follows from them."""
    for key in typed(keys):
        anne.app.post_message(key)
    await anne.pilot.pause()
    end = asyncio.get_running_loop().time() + 60
    while anne.app._under_way is not None or anne.app.is_working() or anne.app._ahead:
        await anne.pilot.pause(0.01)
        await anne.app.settled()
        assert asyncio.get_running_loop().time() < end, (vars(anne.app).get("_under_way"), anne.text)


async def at(anne: Seat, place: str) -> None:
    """Be at the place, its meeting started."""
    if place in STARTED:
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees_not("space starts it")
    else:
        await anne.sees({"home": "Needs you", "wall": "Ready 2", "calendar": "December", "SRE-1": "VPC peering"}[place])


def opened(place: str) -> str:
    """What ``--at`` calls the place: a meeting by its name, since some boards are called as a kind is."""
    return f"{place}@{STARTED[place]:%Y-%m-%d}" if place in STARTED else place


def filled(folder: Path, place: str) -> Room:
    room = a_room(folder, STARTED.get(place, day(1, 9)))
    room.add("wall", "VPC peering", column="ready", origin="business")
    room.add("wall", "SSO for the wiki", column="ready", origin="team")
    room.add("sync", "Delegation for eu-west")
    room.topic("Move runners to spot?")
    return room


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=EXAMPLES, phases=[Phase.generate], report_multiple_bugs=False)  # to shrink one takes minutes
@given(words=SAID)
def test_words_behind_a_key_that_opens_the_line_are_its_words(place: str, words: str) -> None:
    async def example(room: Room) -> None:
        async with seat(room, "anne", opened(place)) as anne:
            await at(anne, place)
            for gesture, key in keys_of(anne, Sort.WORD).items():
                before, stood, said = logged(room), standing(room), f"{words} {gesture}"
                await burst(anne, f"{key}{said}\r")
                screen = anne.text
                if anne.app.screen.line.gesture:  # type: ignore[attr-defined]
                    await anne.press("escape")
                happened = logged(room)[len(before) :]
                verbs = {event.verb for event in happened}
                assert verbs <= MEANS.get(gesture, set()), (gesture, words, verbs, screen)
                assert standing(room) == stood, (gesture, words, screen)
                if gesture != "filter":
                    assert words_kept(room, said), (gesture, words, happened, screen)

    _in_a_room(place, example)


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=EXAMPLES, phases=[Phase.generate], report_multiple_bugs=False)  # to shrink one takes minutes
@given(words=BEHIND)
def test_letters_behind_a_key_that_acts_are_dropped_and_shown(place: str, words: str) -> None:
    async def example(room: Room) -> None:
        async with seat(room, "anne", opened(place)) as anne:
            await at(anne, place)
            for gesture, key in keys_of(anne, Sort.ACTING, Sort.GOING).items():
                if words[0] == key or anne.app.sort_of(words[0]) is not Sort.ACTING:
                    continue
                before = logged(room)
                await burst(anne, f"{key}{words}")
                happened = {event.verb for event in logged(room)[len(before) :]}
                assert happened <= DOES.get(gesture, set()), (gesture, words, happened, anne.text)
                shown = f"ignored: {words}" in anne.text or "Receipt" in anne.text  # the meeting may have ended
                assert shown, (gesture, words, anne.text)
                await anne.press("escape")

    _in_a_room(place, example)


@pytest.mark.parametrize("place", PLACES)
@settings(
    max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate], report_multiple_bugs=False
)  # to shrink one takes minutes
@given(words=TEXT)
@always(words="qjvcos zone")  # begun with a key that leaves, which waits for no answer
def test_text_behind_a_key_that_takes_no_words_is_ignored_as_a_whole(place: str, words: str) -> None:
    async def example(room: Room) -> None:
        async with seat(room, "anne", opened(place)) as anne:
            await at(anne, place)
            for gesture, key in keys_of(anne, Sort.ACTING, Sort.GOING, signs=True).items():
                sorts = [anne.app.sort_of(_character_to_key(one)) for one in words.lstrip(key)]
                if gesture.startswith("digit"):  # it may name somebody whose vote follows, and then it moves
                    sorts = list(dropwhile(lambda sort: sort in {Sort.MOVING, Sort.GOING}, sorts))
                word = sorts[0] is Sort.WORD
                if not key.isprintable() or (word and gesture in GOES_ON) or "Receipt" in anne.text:
                    continue
                before, stood = logged(room), standing(room)
                await burst(anne, f"{key}{words}\r")
                deeds = [event.verb for event in logged(room)[len(before) :]]
                assert set(deeds) <= DOES.get(gesture, set()), (gesture, words, deeds, anne.text)
                assert gesture == "everybody" or len(set(deeds)) == len(deeds), (gesture, words, deeds, anne.text)
                assert deeds or gesture in UNLOGGED or standing(room) == stood, (gesture, words, anne.text)
                if "Receipt" not in anne.text:
                    assert not anne.app.screen.line.gesture, (gesture, words, anne.text)  # type: ignore[attr-defined]
                    assert f"ignored: {words[:20].rstrip()}" in anne.text, (gesture, words, anne.text)

    _in_a_room(place, example)


@pytest.mark.parametrize("place", ["home", "wall", "calendar", "arch", "retro"])
async def test_notes_for_the_retro_are_written_from_anywhere_and_nowhere_else_are_their_words(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", STARTED.get(place, day(1, 9)).isoformat())
    room = filled(tmp_path, place)
    async with seat(room, "ben", opened(place)) as ben, seat(room, "gus", "home") as gus:
        await ben.sees("space starts it" if place in STARTED else "ben")
        await burst(ben, "Wnobody slept\r\tmore of it\r")
        await ben.sees("Nobody sees these before your turn", "• nobody slept", "• more of it")
        await burst(gus, "Wnobody slept\r\tmore of it\r")
        await gus.sees("ignored: what is typed until esc; retro notes are the team's")
        assert "nobody" not in gus.text
    notes = [card.title for card in retro.own_notes(room.store, room.viewer("ben"))]
    assert (notes, room.cards("parking")) == (["nobody slept", "more of it"], [])


ACTS, MOVES = "ev", "jkwhl"
SORT = {
    **dict.fromkeys(ACTS, Sort.ACTING), **dict.fromkeys(MOVES, Sort.MOVING), "space": Sort.GOING, "c": Sort.WORD,
}  # fmt: skip


def texted(keys: str) -> int:
    """How many keys behind the first are text."""
    first, *queued = typed(keys)
    return text_behind(first.key, SORT[first.key], queued, SORT.get)


@given(st.sampled_from(ACTS), st.text(f"{MOVES} ,.", max_size=6), st.sampled_from(MOVES), st.text(f"{MOVES} ,.!"))
def test_a_blank_before_a_letter_behind_an_acting_key_makes_a_text(key: str, some: str, letter: str, rest: str) -> None:
    words = f"{some} {letter}{rest}"
    assert texted(key + words) == len(words)


@given(st.sampled_from(ACTS), st.lists(st.sampled_from(("j", "k", "{0}", " {0}", " ")), max_size=6))
def test_voting_moving_and_going_on_are_meant(key: str, behind: list[str]) -> None:
    keys = "".join(behind).format(key)
    assume(not any(f" {letter}" in keys for letter in "jk"))
    assert texted(key + keys) == 0
    assert texted(f"j{key}{keys}") == 0


def test_a_comment_behind_a_key_that_goes_on_is_meant() -> None:
    assert [texted(keys) for keys in (" ", "  ", " j", " cwhat we said", "vjv", "jvjv", "v ", "v v", "v v ")] == [0] * 9


async def test_a_note_that_is_refused_is_dropped_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(4, 14, 30).isoformat())
    room = filled(tmp_path, "retro")
    lifecycle.start(room.store, room.viewer("anne"), "retro")
    navigation.step_to(room.store, room.viewer("anne"), "choose")
    for who, place in (("anne", "retro"), ("anne", "home"), ("ben", "retro")):
        async with seat(room, who, opened(place)) as one:
            await one.sees("Choose" if place == "retro" else "Needs you")
            before, stood = logged(room), standing(room)
            await burst(one, "WALPHASECRET nobody slept\r\tpSon call\r")
            await one.sees("ignored: what is typed until esc; notes are written before the retro")
            await one.press(*"pDid so", "enter", *"dWe stay")  # behind it, at the speed of a person
            await one.sees("ignored: what is typed until esc; notes are written before the retro")
            assert not any(words in one.text for words in ("ALPHA", "SECRET", "nobody", "call"))
            assert (standing(room), logged(room)[len(before) :]) == (stood, [])
            assert not words_kept(room, "SECRET")
            await one.press("escape", *"poncall")
            await one.sees("park:", "oncall")


async def test_a_key_that_does_nothing_here_says_so_and_takes_the_words_behind_it(tmp_path: Path) -> None:
    room = filled(tmp_path, "home")
    async with seat(room, "anne", "home") as anne:
        await anne.sees("Needs you")
        for key in "GTVZ;":
            await burst(anne, key)
            await anne.sees(f"{key} does nothing here; ? lists the keys")
            await burst(anne, f"{key}opark the runners\r")
            await anne.sees("ignored: opark the runners")
        assert not words_kept(room, "the runners")


def _in_a_room(place: str, example: object) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CADENCE_NOW", STARTED.get(place, day(1, 9)).isoformat())
        asyncio.run(example(filled(Path(folder), place)))  # type: ignore[operator]


def the_burst(anne: Terminal, room: Room, key: str, words: str) -> Sequence[Logged]:
    """What is logged for a burst of ``key``, words and ``enter`` in a real terminal, once the words are anywhere."""
    before = logged(room)
    anne.press(f"{key}{words}\r")
    refused = ("✖", "park:", "group with number", "only cards with")

    def answered() -> bool:
        if words_kept(room, words, half_typed=False):
            return True
        entered = "offers to park" not in anne.text  # else enter is still to be answered
        return entered and words in anne.text and any(sign in anne.text for sign in refused)

    anne.until(answered, f"{key} {words} was lost")
    return logged(room)[len(before) :]


async def test_what_is_typed_behind_a_key_to_the_next_step_goes_to_that_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 10).isoformat())
    room = a_room(tmp_path, day(0, 9))
    for title in ("VPC peering", "Checkout in eu-west"):
        room.add("wall", title, origin="business", column="ready")
    async with seat(room, "anne", "planning@2026-11-30") as anne:
        await anne.press("space")
        await burst(anne, "]]]\r\r")
        await anne.sees("Merge", "1 SRE-1 VPC peering", "2 SRE-2 Checkout in eu-west", "Merged", "2 ─╮")


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_a_burst_of_words_in_a_real_terminal(kind: str, tmp_path: Path) -> None:
    room = filled(tmp_path, kind)
    around = environment(room.url, "anne", room.at.isoformat(), tmp_path)
    with Terminal("--at", opened(kind), environment=around) as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees_not("space starts it")
        stood = standing(room)
        for key in "pNdoctbnamxfG":
            words = f"{key} zigzag over every lazy value"
            happened = the_burst(anne, room, key, words)
            assert {event.verb for event in happened} <= {"card.add", "card.table", "card.comment", "card.feedback",
                                                          "card.block"}, (key, happened, anne.text)  # fmt: skip
            if not words_kept(room, words, half_typed=False):
                anne.press("escape")
            anne.sees_not("esc leave it for later", "▏")  # behind an escape the next key is its own only later
            assert standing(room) == stood, (key, anne.text)


def test_text_behind_a_key_that_acts_is_ignored_in_a_real_terminal(tmp_path: Path) -> None:
    room = filled(tmp_path, "arch")
    around = environment(room.url, "anne", room.at.isoformat(), tmp_path)
    with Terminal("--at", opened("arch"), environment=around) as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("step 1 of 3", "v vote")
        for words in (
            "e we shall see",
            "e we",
            "v w j k",
            "i, j.",
            "v words for it",
            "iwe want this",
            "i just want it",
            "vne word",
            "+more time",
        ):
            before, stood = logged(room), standing(room)
            anne.press(f"{words}\r")
            anne.sees("ignored: ", words[1:].strip())
            verbs = {event.verb for event in logged(room)[len(before) :]}
            assert verbs <= {"card.vote", "card.interested", "card.not_interested", "meeting.more"}, (
                words,
                verbs,
                anne.text,
            )
            assert standing(room) == stood, (words, anne.text)
