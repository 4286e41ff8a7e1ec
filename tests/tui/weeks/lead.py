"""A lead's first week: a new team set up with thirteen cards, then every meeting, all by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cadence.settings import Settings
from cadence.tui.app import CadenceApp
from tests.pictures.stage import SIZE, Stage, standing_still
from tests.tui.weeks.hands import Gesture, Hands, Week

SET_UP, BETWEEN = "Set-up", "Between the meetings"
WEDNESDAY = date(2026, 11, 25)
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
PEOPLE = (
    "Tunde Bello <tunde@example.com>, Africa/Lagos",
    "Rana Haddad <rana@example.com>, Asia/Beirut",
    "Ife Ojo <ife@example.com>, Africa/Lagos",
    "Leo Park <leo@example.com>",
    "Nour Saab <nour@example.com>, Asia/Beirut",
    "Cam Reyes <cam@example.com>, partner",
    "Pia Lund <pia@example.com>, stakeholder",
)
CARDS = {
    "Backlog": (
        "Regional failover for the API %feature <checkout",
        "Usage report for billing %feature <billing",
        "SSO for the wiki %feature <people-ops",
        "Wildcard certificates by ACME %debt <team",
        "Second DNS provider %risk <team",
        "Log retention of 400 days %risk <audit",
    ),
    "Ready": (
        "Edge cache in eu-west %feature <checkout",
        "Rate limits per tenant %feature <billing",
        "Alert noise at night %debt <team",
        "Restore drill %risk <team",
    ),
    "In progress": (
        "VPC peering for Checkout %feature <checkout @maya",
        "Timeouts in the login flow %defect <support @tunde !fri",
    ),
    "Review": ("Old runners away %debt <team",),
}
TEXT = """Alerts at night wake people for nothing.

Three sources make most of the noise:

- disks that fill slowly
- certificates with thirty days left
- health checks of the old runners

We look at each and keep what somebody acts on.

Done when a week passes with less than two pages a night."""


class LeadsWeek(Week):
    """The week of Edge Reliability in New York."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"sqlite:///{folder / 'lead.db'}", self._when(WEDNESDAY, 9))

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        self.clock.at = self._when(day, hour, minute)

    @staticmethod
    def _when(day: date, hour: int, minute: int = 0) -> datetime:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("America/New_York"))

    @asynccontextmanager
    async def first_run(self) -> AsyncIterator[Hands]:
        """The program of a lead who has no team yet."""
        app = CadenceApp(Settings(self.folder / "config.toml", None, None, self.url), None)
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            stage = Stage(app, pilot, self.clock)
            await stage.still()
            yield Hands(self, stage, "maya", SET_UP)
            await stage.still()
        assert not app.unexpected, app.unexpected


async def set_up(week: LeadsWeek) -> None:
    week.at(WEDNESDAY, 9)
    async with week.first_run() as maya:
        await maya.do("the team", line="Edge Reliability")
        await maya.do("me", line="Maya Stone <maya@example.com>")
        await maya.do("the time zone", line="America/New_York")
        await maya.do("the first week", line="2026-11-30")
        await maya.do("begin", "enter", sees="Edge Reliability")
        await maya.do("settings", "S", sees="People")
        for person in PEOPLE:
            await maya.do("add a person", "n", line=person, sees=f"added: {person.split()[0].lower()}")
        await maya.do("to the team's settings", "tab")
        await maya.do("the country", "down", "down", "enter", line="US", sees="country changed")
        await maya.do("the partner team", *["down"] * 7, "enter", line="Checkout", sees="partner changed")
        await maya.do("facilitators in turn", "end", *["up"] * 7, "enter", line="yes", sees="in turn changed")
        await maya.do("home again", "q", sees="Needs you")
        await maya.do("the wall", "1", sees="Backlog")
        for number, titles in enumerate(CARDS.values()):
            if number:
                await maya.do("the next column", "l")
            for title in titles:
                await maya.do("a card", "n", line=title, sees=f"{title.partition(' %')[0][:20]}")
        await _forms(maya)


async def _forms(maya: Hands) -> None:
    """What no line takes: dependencies, toil, and a text of several paragraphs."""
    back = ("shift+tab",)
    await maya.do("to VPC peering for Checkout", "h", sees="ER-11 F maya")
    await maya.fill("it waits for Checkout", "E", *back * 3, words="Checkout: route tables", sees="route tables")
    await maya.do("keep it", "ctrl+s", sees="✖ Checkout")
    await maya.do("to Edge cache in eu-west", "h", sees="ER-7 F")
    await maya.fill("it waits for Checkout", "E", *back * 3, words="Checkout: a test domain", sees="a test domain")
    await maya.do("keep it", "ctrl+s", sees="Checkout")
    await maya.do("to Alert noise at night", "j", "j", sees="ER-9 T")
    await maya.fill("its text", "E", "tab", words=TEXT, sees="certificates with thirty days left")
    await maya.do("keep it", "ctrl+s", sees="changed: ER-9")
    await maya.do("to Regional failover", "h", "k", "k", sees="▌Regional failover")
    await maya.fill("it depends on another", "E", *back * 3, words="ER-5", sees="ER-5")
    await maya.do("keep it", "ctrl+s", sees="ER-5")
    await maya.do("to Wildcard certificates by ACME", "j", "j", "j", sees="ER-4 T")
    await maya.fill("it is toil", "E", *back * 2, words="yes", sees="yes")
    await maya.do("keep it", "ctrl+s", sees="toil")
    await maya.do("home again", "q", sees="Iteration planning")


async def planning(week: LeadsWeek) -> None:
    week.at(MONDAY, 10)
    async with week.hands_of("maya", "Planning, Mon 30 Nov") as maya:
        await maya.do("open the meeting from home", "enter", sees="space starts it")
        await maya.do("start it", "space")
        await maya.do("everybody is here", "asterisk", sees="6/6")
        for title in ("Old runners away", "VPC peering", "Timeouts"):
            await maya.do("it goes on", "1", sees="Business priorities" if title == "Timeouts" else "Holdovers")
        await maya.do("the fourth to the top", *"jjj", sees="4 of 6")
        await maya.do("the fourth to the top", *"KKK", sees="1  Usage report")
        await maya.do("next step", "right_square_bracket", sees="▸ Team priorities")
        await maya.do("next step", "right_square_bracket", sees="proposed")
        for place in range(1, 7):
            await maya.do("take the proposal", "enter", sees=f"─ {place + 3} ─")
        await maya.do("take the team's instead", "right", sees="─ 10 ─")
        await maya.do("take the proposal", "enter", sees="─ 11 ─")
        await maya.do("next step", "right_square_bracket", sees="▸ Interest")
        await maya.do("Tunde wants it", "2", sees="2 ● Tunde")
        await maya.do("next card", "space", sees="2 of 8")
        await maya.do("Rana wants it", "3", sees="3 ● Rana")
        await maya.do("and so does Ife", "4", sees="4 ● Ife")
        await maya.do("next card", "space", sees="3 of 8")
        await maya.do("I want it", "i", sees="1 ● Maya")
        await maya.do("next card", "space", sees="4 of 8")
        await maya.do("Leo wants it", "5", sees="5 ● Leo")
        await maya.do("next step", "right_square_bracket", sees="▸ Assignment")
        await maya.do("two want it: Ife has it", "4", sees="4 ● Ife")
        await maya.do("next card", "space")
        for digit, name in (("4", "Ife"), ("6", "Nour"), ("3", "Rana"), ("5", "Leo")):
            await maya.do("has nobody yet: somebody takes it", digit, sees=f"{digit} ● {name}")
            if name != "Leo":
                await maya.do("next card", "space")
        await maya.do("park a question", "p", line="who keeps the restore runbook? @rana @leo", sees="parking lot 1")
        await maya.do("next step", "right_square_bracket", sees="who keeps the restore runbook?")
        await maya.do("keep it for later, and that is the end", "space", sees="Iteration planning held")


async def sync(week: LeadsWeek) -> None:
    week.at(MONDAY, 11, 20)
    async with week.hands_of("cam", "Sync, Mon 30 Nov", "sync") as cam:
        await cam.do("the partner's card, beforehand", "n", line="Who tests in eu-west?", sees="Who tests")
    week.at(MONDAY, 11, 30)
    async with week.hands_of("maya", "Sync, Mon 30 Nov") as maya:
        await maya.do("open the meeting from home", "enter", sees="turn to facilitate")
        await maya.do("start it", "space", "space", sees="1 of 3")
        await maya.do("everybody is here", "asterisk", sees="6/7")
        await maya.do("and the partner", "g", "7", "g", sees="7/7")
        await maya.do("a card of ours", "n", line="Peering before the freeze !18dec", sees="2 of 4")
        await maya.do("we wait for them", "3", sees="route tables")
        await maya.do(
            "too deep for here: table it", "t", line="one zone each, or one for all?", sees="on the arch agenda"
        )
        await maya.do("this one is synced", "1", sees="a test domain")
        await maya.do("and this one", "1", sees="Peering before the freeze")
        await maya.do("the last one, and the meeting ends itself", "4", sees="Inter-team sync held")


async def first_standup(week: LeadsWeek) -> None:
    week.at(TUESDAY, 9)
    async with week.hands_of("nour", "Standup, Tue 1 Dec") as nour:
        await nour.do("an update, beforehand", "s", line="the second DNS provider answers", sees="2 of 3")
        await nour.do("what is next", line="their zone transfer", sees="3 of 3")
        await nour.do("no blocker", "enter", sees="update")
    week.at(TUESDAY, 10)
    async with week.hands_of("maya", "Standup, Tue 1 Dec") as maya:
        await maya.do("open the meeting from home", "enter", sees="turn to facilitate")
        await maya.do("start it", "space", "space", sees="1 of 2 · Maya")
        await maya.do("Tunde is here", "2", sees="Tunde is here")
        async with week.hands_of("leo", "Standup, Tue 1 Dec", "standup@2026-12-01") as leo:
            await leo.stage.sees("1 of 4 · Maya")  # who opens the meeting is here
        await maya.do("my card moves on", "m", line="review", sees="moved to Review")
        await maya.do("next person", "space", sees="2 of 4 · Tunde")
        await maya.do("Tunde is blocked", "b", line="Checkout: the token service", sees="is blocked")
        await maya.do("offer it for the sync board", "x", line="1", sees="sync board")
        await maya.do("walk the work", "w", sees="1 of 11")
        await maya.do("to Rate limits", *["j"] * 6, sees=("7 of 11", "Rate limits"))
        await maya.do("Leo has begun", "m", line="in p", sees="Rate limits per tenant moved to In progress")
        await maya.do("back to the round", "w", sees="2 of 4 · Tunde")
        await maya.do("next person", "space", sees="3 of 4 · Leo")
        await maya.do("a deep question", "p", line="quorum or fencing? @leo @tunde", sees="parking lot 2")
        await maya.do("next person", "space", sees="4 of 4 · Nour")
        await maya.do("on to the parking lot", "space", sees="1 of 2")
        await maya.do("the deep question goes to arch, and why", "2", line="fencing needs IPMI", sees="2 of 2")
        await maya.do("the other one waits, and that is the end", "space", sees="Daily standup held")


async def arch(week: LeadsWeek) -> None:
    for handle, title in (("leo", "Spot instances for CI"), ("rana", "One queue for all deploys")):
        week.at(TUESDAY, 11)
        async with week.hands_of(handle, "Arch, Tue 1 Dec") as hands:
            await hands.do("a topic from their own terminal", "N", line=title, sees=title)
    week.at(TUESDAY, 13)
    async with week.hands_of("maya", "Arch, Tue 1 Dec") as maya:
        await maya.do("a topic with a guest", "N", line="Who signs certificates? @pia", sees="Who signs")
        await maya.do("another topic", "N", line="Error budgets for partners", sees="Error budgets")
    week.at(TUESDAY, 14)
    async with week.hands_of("maya", "Arch, Tue 1 Dec") as maya:
        await maya.do("open the meeting from home", "enter", sees="turn to facilitate")
        await maya.do("start it", "space", "space", sees="lean coffee")
        await maya.do("everybody is here", "asterisk", sees="6/")
        await maya.do("choose lean coffee", "2", sees="your dots")
        await maya.do("a dot", "v", sees="1 of 3 given")
        for handle, keys in (("leo", "jjvvv"), ("rana", "vjv"), ("ife", "jjjjvvv")):
            async with week.hands_of(handle, "Arch, Tue 1 Dec", "arch@2026-12-01") as hands:
                left = 3 - keys.count("v")
                await hands.do("dots, in their own terminal", *keys, sees=f"{left} left")
        await maya.do("count the dots, though two have not voted", "space", "space", sees="Spot instances for CI")
        await maya.do("a decision", "d", line="Spot for stateless jobs only", sees="decision")
        await maya.do("next topic", "space", sees="ER-24")
        await maya.do(
            "an experiment, who tries it and until when",
            "x",
            line="2 does ACME sign in a week? @leo !15dec",
            sees="ER-19",
        )
        await maya.stage.after(5)
        await maya.do("time is over: I want more", "plus", sees="+ 1")
        for digit in "23":
            await maya.do("and so does another", digit, sees="+ ")
        await maya.do("the others need not say", "plus", sees="of 8:00")
        await maya.do("it needs a spec", "x", line="4 a queue per service @rana", sees="ER-21  quorum")
        await maya.do("put off", "x", line="5", sees="One queue for all deploys")
        await maya.do("time is over, and nothing is parked", "right_square_bracket", sees="Arch meeting held")


async def second_and_third_standup(week: LeadsWeek) -> None:
    week.at(WEDNESDAY + timedelta(days=7), 10)
    async with week.hands_of("maya", "Standup, Wed 2 Dec") as maya:
        await maya.do("open the meeting from home", "enter", sees="turn to facilitate")
        await maya.do("start it", "space", "space", sees="1 of 1 · Maya")
        await maya.do("everybody is here", "asterisk", sees="1 of 6")
        for number in range(2, 7):
            await maya.do("next person", "space", sees=f"{number} of 6")
        await maya.do("on", "space", sees="Parking lot")
        await maya.do("it waits, and that is the end", "space", sees="Daily standup held")
    week.at(WEDNESDAY + timedelta(days=8), 10)
    async with week.hands_of("maya", "Standup, Thu 3 Dec") as maya:
        await maya.do("open the meeting from home", "enter", sees="It is your turn to facilitate")
        await maya.do("start it", "space", sees="1 of 1 · Maya")
        await maya.do("everybody is here", "asterisk", sees="1 of 6")
        await maya.do("mine is done", "D", sees="is done")
        await maya.do("next person", "space", sees="2 of 6 · Tunde")
        await maya.do("Tunde's is dropped", "x", line="2 support lives with it", sees=("ER-12 ", " dropped"))
        for number in range(3, 7):
            await maya.do("next person", "space", sees=f"{number} of 6")
        await maya.do("on", "space", sees="Parking lot")
        await maya.do("at last: an action, and that is the end", "5", "enter", sees='done "VPC peering for Checkout"')
    await _demo_list(week)


async def _demo_list(week: LeadsWeek) -> None:
    """The demo's list, prepared on Thursday: order and minutes."""
    week.at(WEDNESDAY + timedelta(days=8), 15)
    async with week.hands_of("maya", "Demo, Fri 4 Dec") as maya:
        await maya.do("the demo's list", "4", sees="To show 0")
        for title in ("Edge cache in one call @leo", "ACME in staging @ife", "DNS failover, live @nour"):
            await maya.do("a demo", "n", line=title, sees=title.partition(" @")[0])
        await maya.do("the last one first", "j", "j", "K", "K", sees="▌DNS failover, live")
        await maya.fill("its minutes", "E", *["tab"] * 3, words="10", sees="10")
        await maya.do("keep it", "ctrl+s", sees="changed: ER-")
    week.at(WEDNESDAY + timedelta(days=9), 14)
    async with week.hands_of("maya", "Demo, Fri 4 Dec") as maya:
        await maya.do("open the meeting from home", "enter", sees="turn to facilitate")
        await maya.do("start it", "space", "space", sees="1 of 6")
        await maya.do("everybody is here", "asterisk", sees="6/8")
        await maya.do("and both guests", "g", "7", "8", "g", sees="8/8")
        await maya.do("feedback", "c", line="does it fail back by itself? @cam", sees="kept: feedback")
        await maya.do("it was shown", "1", sees="2 of 6")
        await maya.do("feedback", "c", line="billing wants that page @pia", sees="kept: feedback")
        await maya.do("which becomes work", "o", line="A usage page for billing @rana", sees="action")
        for number in range(3, 7):
            await maya.do("it was shown", "1", sees=f"{number} of 6")
        await maya.do("not today", "2", sees="That was the last one")
        await maya.do("that was all", "space", sees="Demo held")
        await maya.do("the recording", "l", line="https://video.example/42", sees="link kept")


async def retro(week: LeadsWeek) -> None:
    friday, ref = WEDNESDAY + timedelta(days=9), "retro@2026-12-04"
    week.at(friday, 12)
    async with week.hands_of("nour", "Retro, Fri 4 Dec", ref) as nour:
        await nour.do("write beforehand", "W", sees="Nobody sees these")
        await nour.do("a note", line="The failover drill was calm", sees="• The failover drill was calm")
        await nour.do("what went badly", "tab", line="Too many pages for disks", sees="• Too many pages for disks")
        await nour.do("leave", "ctrl+s", sees="write my notes")
    week.at(friday, 14, 30)
    name = "Retro, Fri 4 Dec"
    async with (
        week.hands_of("maya", name) as maya,
        week.hands_of("leo", name, ref) as leo,
        week.hands_of("rana", name, ref) as rana,
    ):
        await maya.do("open the meeting from home", "enter", sees="turn to facilitate")
        await maya.do("start it", "space", "space", sees="Still in the room")
        await maya.do("the guests have left", "asterisk", sees="The team is alone")
        await maya.do("the doors are closed", "space", sees="Last time's actions")
        await maya.do("there are none: write", "space", sees="This screen is shared")
        for hands, notes in ((leo, ("Paged for the same disk", "Disk pages again")), (rana, ("Disks paged at night",))):
            await hands.stage.sees("Nobody sees these")
            for number, note in enumerate(notes):
                first = ("tab",) if not number else ()
                await hands.do("a note, in their own terminal", *first, line=note, sees=f"• {note}")
            await hands.do("ready to read", "ctrl+s", sees="✔")
        await maya.do("open my own fields", "W", sees="Nobody sees these")
        await maya.do("a note", line="VPC peering went smoothly", sees="• VPC peering")
        await maya.do("what could be better", "tab", "tab", line="Nobody owns alert rules", sees="• Nobody owns")
        await maya.do("hide them again", "escape", sees="This screen is shared")
        await maya.do("next step", "right_square_bracket", sees="1 of 6 · Maya")
        await maya.do("past who has written nothing", "space", "space", sees="3 of 6 · Rana")
        await maya.do("past who has written nothing", "space", "space", sees="5 of 6 · Leo")
        await maya.do("the same as Rana's", "G", line="4", sees="grouped")
        await maya.do("and this one too", "j", "G", line="3", sees="grouped")
        await maya.do("next person", "space", sees="6 of 6 · Nour")
        await maya.do("one of hers lies in that group", "j", "G", line="3", sees="+ Too many pages for disks")
        await maya.do("table it, in new words", "t", line="Who owns our alert rules?", sees="on the arch agenda")
        await maya.do("everybody has spoken", "space", sees="your dots")
        for hands, keys in ((maya, "vvv"), (leo, "vjvv"), (rana, "vvv")):
            await hands.do("three dots", *keys, sees="3 of 3 given" if hands is maya else "0 left")
        await maya.do("count the dots, though not all have voted", "space", "space", sees="1 of 2")
        await maya.do("an action for it", "o", line="when a disk fills, one page @rana !11dec", sees="action")
        await maya.do("on", "space", sees="2 of 2")
        await maya.do("an action for it", "o", line="each alert rule has an owner @maya", sees="action")
        await maya.do("on", "space", sees="2 walked")
        await maya.do("and that is the end", "space", sees="Retro held")


MORE = (
    "Quota alarms per tenant %feature <billing",
    "Audit trail for secrets %risk <audit",
    "One login page %feature <people-ops",
    "Upgrade of the queue %debt <team",
    "Chaos day: one zone away %risk <team",
    "Faster builds %debt <team",
    "Sandbox for Checkout %feature <checkout",
    "Report of the restore drill %risk <audit",
    "Old dashboards away %debt <team",
    "Status page in Arabic %feature <support",
)


async def between(week: LeadsWeek) -> None:
    """What is done beside the meetings."""
    week.at(WEDNESDAY + timedelta(days=11), 18)
    async with week.hands_of("pia", BETWEEN) as pia:
        await pia.do("feedback, on Sunday", "4", sees="To show 1")
        await pia.do("what was shown", "l", sees="Edge cache")
        await pia.do("on the second one", "j", "c", line="can audit see this too?", sees="commented on ER-27")
    week.at(WEDNESDAY + timedelta(days=11), 20)
    async with week.hands_of("leo", BETWEEN) as leo:
        await leo.do("his demo was answered", "tab", "down", "enter", sees="can audit see this too?")
        await leo.do("what he says to it", "c", line="from Tuesday on", sees="commented on ER-27")
    week.at(MONDAY + timedelta(days=7), 9)
    async with week.hands_of("maya", BETWEEN) as maya:
        await maya.do("the wall", "1", sees="Ready 7")
        await maya.do("its backlog", "h", sees="Backlog 2")
        for title in MORE:
            await maya.do("a card", "n", line=title, sees=title.partition(" %")[0][:18])
        await maya.do("rank the fifth higher", *"jjjj", *"KK", sees="ER-")
        await maya.fill("edit a card: its text", "E", "tab", words="Nobody reads them.", sees="Nobody reads")
        await maya.fill("its flow", "tab", words="debt", sees="debt")
        await maya.fill("its origin", "tab", words="team", sees="team")
        await maya.fill("when it is due", "tab", "tab", "tab", words="18 dec", sees="18 dec")
        await maya.do("keep it", "ctrl+s", sees="changed: ER-")
        await maya.do("home again", "q", sees="Needs you")
        await maya.do("the calendar", "C", sees="December 2026")
        await maya.do("to Tuesday's arch", "right", "enter", "down", sees="▌  14:00 arch")
        await maya.do("a day later", "m", line="wed 15:00", sees="arch →")
        await maya.do("to Thursday's standup", "tab", "right", "right", sees="Thu 10 Dec")
        await maya.do("no standup then", "s", line="everybody travels", sees="skipped")
        await maya.do("home again", "q", sees="Needs you")
        await maya.do(
            "three days off",
            "S",
            "H",
            line="2026-12-28..2026-12-30 Team days",
            sees="Mon 28 Dec to Wed 30 Dec: Team days, off",
        )
        await maya.do("home again", "q", sees="Needs you")
        await maya.do("find certificates", "slash", sees="earch")
        await maya.fill("its words", words="certificates", sees="Wildcard certificates by ACME")
        await maya.do("home again", "escape", "escape", sees="Needs you")
        await maya.do("take back the last thing done, elsewhere", "u", "u", sees="took back")


async def second_planning(week: LeadsWeek) -> None:
    week.at(MONDAY + timedelta(days=7), 10)
    async with week.hands_of("maya", "Planning, Mon 7 Dec") as maya:
        await maya.do("open the meeting from home", "enter", sees="turn to facilitate")
        await maya.do("start it", "space", "space")
        await maya.do("everybody is here", "asterisk", sees="6/6")
        await maya.do("it is done", "5", sees="2 of 13")
        for place in range(3, 10):
            await maya.do("it goes on", "1", sees=f"{place} of 13")
        await maya.do("to be ranked anew", "2", sees="10 of 13")
        await maya.do("it is done", "5", sees="11 of 13")
        for place in range(12, 14):
            await maya.do("it goes on", "1", sees=f"{place} of 13")
        await maya.do("dropped, and why", "4", line="leo is on leave", sees="▸ Business priorities")
        await maya.do("next step", "right_square_bracket", sees="▸ Team priorities")
        await maya.do("an interrupt", "n", line="Pager storm in eu-west <interrupt !wed", sees="Pager storm")
        await maya.do("next step", "right_square_bracket", sees="proposed")
        await maya.do("take the proposal", "enter", sees="─ 8 ─")
        await maya.do("take the team's instead", "right", sees="─ 9 ─")
        await maya.do("next step", "right_square_bracket", sees="▸ Interest")
        await maya.do("to the next that nobody has", "space", sees="2 of 8")
        await maya.do("Ife wants it", "4", sees="4 ● Ife")
        await maya.do("next step", "right_square_bracket", sees="▸ Assignment")
        await maya.do("nobody has it yet: Rana takes it", "3", sees="3 ● Rana")
        await maya.do("nothing is parked: the end", "right_square_bracket", sees="Iteration planning held")


PARTS = (set_up, planning, sync, first_standup, arch, second_and_third_standup, retro, between, second_planning)


async def the_leads_week(folder: Path) -> list[Gesture]:
    """Set the team up and hold its week, in a new database of ``folder``."""
    week = LeadsWeek(folder)
    with standing_still(week.clock):
        for part in PARTS:
            await part(week)
    return week.done
