"""A whole week held by keys alone, each gesture written down with what it took."""

from __future__ import annotations

from pathlib import Path

from cadence.services.cards import blockers
from tests.pictures.stage import standing_still
from tests.tui.meeting_room import Room, a_room, day
from tests.tui.weeks.hands import Gesture, Week


class TeamsWeek(Week):
    """The week of :mod:`tests.tui.meeting_room`'s team."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.room: Room = a_room(folder, day(0, 8), url=url)
        super().__init__(self.room.url, day(0, 8))

    def at(self, number: int, hour: int, minute: int = 0) -> None:
        self.clock.at = self.room.at = day(number, hour, minute)


async def the_week(folder: Path, url: str | None = None) -> list[Gesture]:
    """Hold every meeting of a week (in the database ``url``); the gestures that it took."""
    week = TeamsWeek(folder, url)
    with standing_still(week.clock):
        _before(week.room)
        for hold in (_planning, _sync, _standup, _arch, _demo, _retro):
            await hold(week)
    return week.done


def _before(room: Room) -> None:
    left = room.add("wall", "Follow-up of the DNS postmortem", people=("ben",), column="in progress")
    blockers.block(room.store, room.viewer("anne"), left, "network team: delegation")
    for title, flow in (("VPC peering", "feature"), ("Checkout in eu-west", "feature"), ("SSO for the wiki", "risk")):
        room.add("wall", title, origin="business", flow=flow, column="ready")
    for title, flow in (("Certificate renewals", "debt"), ("Chaos day: DNS", "risk")):
        room.add("wall", title, origin="team", flow=flow, column="ready")
    for title in ("Delegation for eu-west", "On-call for the gateway", "Who pays for egress?"):
        room.add("sync", title, by="dana")
    room.topic("Retry budget")
    room.add("demo", "Just one API call", people=("ben",))
    room.add("demo", "Failover in 30 s", people=("chidi",))


async def _planning(week: TeamsWeek) -> None:
    week.at(0, 10)
    async with week.hands_of("anne", "Iteration planning") as anne:
        await anne.do("open the meeting from home", "enter", sees="space starts it")
        await anne.do("start it", "space", sees=("Holdovers", "Follow-up of the DNS postmortem"))
        await anne.do("everybody of the team is here", "asterisk", sees=("4/", "1 continue"))
        await anne.do("a holdover goes on, and so does the meeting", "1", sees=("Business priorities", "VPC peering"))
        await anne.do("rank a card lower", "J", sees=", below SRE-3")
        await anne.do("next step", "right_square_bracket", sees="Team priorities")
        await anne.do("next step", "right_square_bracket", sees="proposed: SRE-3")
        await anne.do("take the proposal", "enter", sees="2 SRE-3")
        await anne.do("take the next one", "enter", sees="3 SRE-5")
        await anne.do("pull from the team's list instead", "right", sees="4 SRE-6")
        await anne.do("pull from the business's list", "left", sees="5 SRE-2")
        await anne.do("next step", "right_square_bracket", sees=("Interest", "1 of 4"))
        await anne.do("Ben volunteers", "2", sees="2 ● Ben")
        await anne.do("next card", "space", sees="2 of 4")
        await anne.do("I want it myself", "i", sees="1 ● Anne")
        await anne.do("next step", "right_square_bracket", sees=("Assignment", "1 of 2"))
        await anne.do("nobody wants it: Chidi takes it", "3", sees="3 ● Chidi")
        await anne.do("park a question", "p", line="who renews the wildcard one? @ben", sees="parking lot 1")
        await anne.do("next step", "right_square_bracket", sees="6 dropped")
        await anne.do("keep it for later, and that is the end", "space", sees=("Iteration planning held", "Still open"))


async def _sync(week: TeamsWeek) -> None:
    week.at(0, 11, 30)
    async with week.hands_of("anne", "Inter-team sync") as anne:
        await anne.do("open the meeting from home", "enter", sees="cards to walk")
        await anne.do("start it", "space", sees=("1 of 3", "Delegation for eu-west"))
        await anne.do("who is here: Dana of the partner team", "g", "4", sees="Dana is here")
        await anne.do("that is all", "g", sees="1 synced")
        await anne.do("we wait for them", "3", sees="2 of 3")
        await anne.do("too deep for here: table it", "t", "enter", sees="on the arch agenda")
        await anne.do("this one is synced", "1", sees="3 of 3")
        await anne.do("the last one, and the meeting ends itself", "4", sees="Inter-team sync held")


async def _standup(week: TeamsWeek) -> None:
    week.at(1, 10)
    async with week.hands_of("anne", "Daily standup") as anne:
        await anne.do("open the meeting from home", "enter", sees="space starts it")
        await anne.do("start it", "space", sees="1 of 1 · Anne")
        await anne.do("Ben is here", "2", sees="Ben is here")
        async with week.hands_of("chidi", "Daily standup", "standup@2026-12-01") as chidi:
            await chidi.stage.sees("1 of 3 · Anne")  # who opens the meeting is here
        await anne.do("next person", "space", sees="2 of 3 · Ben")
        await anne.do("Ben is blocked", "b", line="network team, no answer", sees="network team, no answer")
        await anne.do("next person", "space", sees="3 of 3 · Chidi")
        await anne.do("to what is parked", "space", sees="who renews the wildcard one?")
        await anne.do(
            "Monday's question goes to arch, and the meeting ends itself", "2", "enter", sees="Daily standup held"
        )


async def _arch(week: TeamsWeek) -> None:
    week.at(1, 14)
    async with week.hands_of("anne", "Arch meeting, lean coffee") as anne:
        await anne.do("open the meeting from home", "enter", sees="topics to discuss")
        await anne.do("start it", "space", sees="2 lean coffee")
        await anne.do("choose lean coffee", "2", sees="0 of 3 given")
        await anne.do("a dot", "v", sees="1 of 3 given")
        async with week.hands_of("ben", "Arch meeting, lean coffee", "arch@2026-12-01") as ben:
            await ben.stage.sees("3 left")  # who opens the meeting is here
            await ben.do("a dot, in their own terminal", "v", sees="2 left")
        await anne.stage.sees("still to vote: nobody")
        await anne.do("count the dots", "space", sees=("Discussing", "Continue?"))
        await anne.stage.after(5)
        await anne.do("time is over: I want more", "plus", sees="+ 1")
        async with week.hands_of("ben", "Arch meeting, lean coffee", "arch@2026-12-01") as ben:
            await ben.do("and so does Ben, in their own terminal", "plus", sees="of 8:00")
        await anne.stage.sees("of 8:00")
        await anne.do("a decision", "d", line="The team that runs it signs it", sees="decision")
        await anne.do("next topic", "space", sees="Discussed")
        await anne.do("that is all, and nothing is parked", "right_square_bracket", sees="Arch meeting held")


async def _demo(week: TeamsWeek) -> None:
    week.at(4, 14)
    async with week.hands_of("anne", "Demo") as anne:
        await anne.do("open the meeting from home", "enter", sees="demos to show")
        await anne.do("start it", "space", sees="Just one API call")
        await anne.do("what somebody says of it", "c", line="can it page us too? @gus", sees="can it page us too?")
        await anne.do("it was shown", "1", sees="2 of 3")
        await anne.do("so was this", "1", sees=("3 of 3", "Follow-up of the DNS postmortem"))
        await anne.do("a card that proposed itself: not today", "2", sees="That was the last one")
        await anne.do("that was all", "space", sees="Demo held")
        await anne.do("the link to the recording", "l", line="https://video.example/1", sees="link kept")


async def _retro(week: TeamsWeek) -> None:
    week.at(4, 14, 30)
    ref, name = "retro@2026-12-04", "Retro"
    async with (
        week.hands_of("anne", name) as anne,
        week.hands_of("ben", name, ref) as ben,
        week.hands_of("chidi", name, ref) as chidi,
    ):
        await anne.do("open the meeting from home", "enter", sees="space starts it")
        await anne.do("start it", "space", sees="The team is alone")
        await anne.do("the doors are closed", "space", sees="Last time's actions")
        await anne.do("next step", "right_square_bracket", sees="This screen is shared")
        for hands, words in ((ben, "The failover needed nobody awake"), (chidi, "Three pages for one disk")):
            await hands.stage.sees("Nobody sees these before your turn")
            await hands.do("a note, in their own terminal", line=words, sees=f"• {words}")
            await hands.do("ready to read", "ctrl+s", sees="✔")
        await anne.do("open my own fields", "W", sees="Nobody sees these")
        await anne.do("a note", line="Quiet nights", sees="• Quiet nights")
        await anne.do("hide them again", "escape", sees="This screen is shared")
        await anne.do("next step", "right_square_bracket", sees=("1 of 3", "Quiet nights"))
        await anne.do("next person", "space", sees="The failover needed nobody awake")
        await anne.do("next person", "space", sees="Three pages for one disk")
        await anne.do("everybody has spoken", "space", sees="your dots")
        await anne.do("a dot", "v", sees="1 of 3 given")
        await anne.do("count the dots, though two have not voted", "space", "space", sees="Chosen")
        await anne.do("an action for it", "o", line="one alert for a disk @chidi", sees="action")
        await anne.do("on", "space", sees="walked")
        await anne.do("and that is the end", "space", sees=("Retro held", "Chidi: one alert for a disk"))
