"""The story's beats in the order of time: cards that come and go, and what is done between meetings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import NamedTuple

from cadence.services.demo import said, story, talk
from cadence.services.demo.deeds import BEATS
from cadence.services.demo.story import BY_LETTER
from cadence.services.demo.telling import Teller
from cadence.services.demo.work import LATER, PAST, PRESENT

COLUMNS = {"p": "In progress", "r": "Review", "d": "Done"}
"""The letters of a card's path."""
HOURS = {"p": (11, 5), "r": (15, 35), "d": (16, 0)}
"""When a card moves, about, where its path names no time."""
_STATION = re.compile(r"([prd])(\d+)(?:@(\d\d:\d\d))?")


class Told(NamedTuple):
    """Something that happens at an instant."""

    at: datetime
    do: Callable[[], object]


def beats(teller: Teller) -> list[Told]:
    """Everything that happens outside meetings, in order of time."""
    found = [*_wall(teller), *_talk(teller), *_votes(teller), *_notes(teller), *_deeds(teller)]
    return sorted(found, key=lambda told: told.at)


def _wall(teller: Teller) -> Iterator[Told]:
    for place, one in enumerate((*PAST, *PRESENT, *LATER)):
        yield Told(_added(teller, one, place), partial(teller.add_work, one))
        for letter, day, at in _STATION.findall(one.path):
            hour, minute = HOURS[letter]
            when = teller.moment(one.week, int(day), at or f"{hour}:{minute + place % 9 * 2:02}")
            yield Told(when, partial(teller.do_move, one.owner or story.ME, one.nick, COLUMNS[letter]))


def _added(teller: Teller, one: story.Work, place: int) -> datetime:
    """Planned work comes the Thursday before its planning; in the first week, in the morning before it."""
    if one.added:
        day, _, at = one.added.partition("@")
        return teller.moment(one.week, int(day), at)
    if one.week == story.FIRST:
        return teller.moment(one.week, 0, f"09:{10 + place:02}")
    if not one.merged:
        return teller.moment(one.week - 1, 2, f"12:{place % 60:02}")
    return teller.moment(one.week - 1, 3, f"16:{20 + place % 30:02}")


def _talk(teller: Teller) -> Iterator[Told]:
    for topic in talk.TOPICS:
        if topic.title:
            yield Told(teller.moment(*topic.added, "12:10"), partial(teller.add_topic, topic))
        for week in topic.weeks:
            if week > story.FIRST:  # the lead puts it on the agenda
                to_next = partial(teller.do_move, story.ME, topic.nick, "Next")
                yield Told(teller.moment(week - 1, 4, "16:30"), to_next)
    for shared in talk.SHARED:
        week, day, at = shared.added
        yield Told(teller.moment(week, day, at), partial(teller.add_shared, shared))
    for place, shown in enumerate(talk.DEMOS):
        day = 2 if shown.week else 0
        yield Told(teller.moment(shown.week, day, f"17:{place:02}"), partial(teller.add_demo, shown))


def _votes(teller: Teller) -> Iterator[Told]:
    """Dots come at the end of the week before a topic is talked about, or as soon as it is there."""
    known = [(one.nick, one.votes, one.added, one.weeks[0] if one.weeks else 0) for one in talk.TOPICS]
    for nick, letters, added, week in (*known, (said.SPOT.nick, said.SPOT_VOTES, (-2, 1), 0)):
        late = added >= (week, 0)
        for place, letter in enumerate(letters):
            when = teller.moment(week, 0, f"13:{place:02}") if late else teller.moment(week - 1, 4, f"15:{40 + place}")
            yield Told(when, partial(teller.do_vote, BY_LETTER[letter], nick))


def _notes(teller: Teller) -> Iterator[Told]:
    """Retro notes: every second one was written beforehand."""
    for week, look in said.RETROS.items():
        for place, (viewer, side, words, _) in enumerate(look.notes):
            if place % 2 == 0:
                yield Told(teller.moment(week, 2, f"16:{10 + place:02}"), partial(teller.do_write, viewer, side, words))
    for day, at, viewer, side, words in said.UNREAD:
        yield Told(teller.moment(0, day, at), partial(teller.do_write, viewer, side, words))


def _deeds(teller: Teller) -> Iterator[Told]:
    """What is said and done between meetings, and the actions that are finished (the last day's: in the retro)."""
    for beat in BEATS:
        yield Told(teller.moment(beat.week, beat.day, beat.at), partial(teller.tell, beat.viewer, beat.verb, beat.what))
    given = [*said.ACTIONS.values(), *(look.actions for look in said.RETROS.values())]
    for action in (one for actions in given for one in actions):
        if action.done and action.done[1] != 4:
            when = teller.moment(*action.done, "15:10")
            yield Told(when, partial(teller.do_finish, action.owner, action.words))
    for (_, week, day), handle in said.ABSENT.items():
        if handle in said.READ_OUT:
            update = partial(teller.leave, handle, teller.day(week, day), said.READ_OUT[handle])
            yield Told(teller.moment(week, day, "08:40"), update)
    yield Told(teller.moment(-1, 2, "12:05"), partial(teller.add_led, *said.SPAWNED))
