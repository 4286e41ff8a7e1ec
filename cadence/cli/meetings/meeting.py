"""``cadence meeting``: list, show, start, end, reopen, skip, cancel and move meetings, and swap turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import CommandParser, Noun
from cadence.cli.grammar.terminal import answer, confirmed, note, on_terminal
from cadence.cli.grammar.values import whole
from cadence.errors import Unconfirmed

if TYPE_CHECKING:
    from cadence.domain.views.meeting_line import MeetingLine
    from cadence.domain.views.meetings import MeetingView

_REF = "KIND@DATE with the date it was first scheduled for, or a bare KIND for the running or next one"


def register(noun: Noun) -> None:
    """Declare the verbs."""
    parser = noun.verb("list", list_, "the meetings of this iteration and the next", "cadence meeting list --kind arch")
    parser.add_argument("--from", dest="since", metavar="DATE", help="first day, included")
    parser.add_argument("--to", dest="until", metavar="DATE", help="last day, included")
    parser.add_argument("--kind", action="append", default=[], help="only these kinds; several times")
    _named(noun, "show", show, "a meeting whole: its steps, who is here, its cards", "cadence meeting show standup")
    start = _named(noun, "start", start_, "start a meeting, or take it up again", "cadence meeting start standup")
    start.add_argument("--form", metavar="FORM", help="how to run it, such as 'lean coffee'")
    start.add_argument("--yes", action="store_true", help="start the next one, though it is another day's")
    over = _named(noun, "end", end, "end a meeting; what is open is kept", "cadence meeting end standup")
    over.add_argument("--take-over", action="store_true", help="end it in the place of whoever facilitates")
    _named(noun, "reopen", reopen, "undo an end, a start, a skip or a cancellation", "cadence meeting reopen demo")
    for name, run, text in (("skip", skip, "not hold one meeting"), ("cancel", cancel, "call one meeting off")):
        parser = _named(
            noun, name, run, text, f'cadence meeting {name} arch@2026-12-08 --reason "nothing on the agenda"'
        )
        parser.add_argument("--reason", required=True, metavar="TEXT")
    move = _named(
        noun, "move", move_, "hold one meeting at another time", 'cadence meeting move demo --to "2026-12-03 11:00"'
    )
    move.add_argument("--to", dest="until", required=True, metavar='"DATE HH:MM"', help="in the team's zone")
    move.add_argument("--minutes", type=whole("minutes"), metavar="N", help="another timebox")
    move.add_argument("--reason", metavar="TEXT")
    move.add_argument("--along", action="store_true", help="with what is held right after it: a demo's retro")

    turn = _named(
        noun,
        "turn",
        turn_,
        "let somebody facilitate one meeting, in return for theirs",
        "cadence meeting turn arch ben",
    )
    turn.add_argument("handle", metavar="HANDLE")


def _named(noun: Noun, name: str, run: object, text: str, example: str) -> CommandParser:
    assert callable(run)
    parser = noun.verb(name, run, text, example)
    parser.add_argument("ref", metavar="REF", help=_REF)
    return parser


def list_(call: Call) -> None:
    """List meetings."""
    from cadence.services.schedule.week import meeting_list

    found = meeting_list(call.store, call.viewer, call.date(call.since), call.date(call.until), call.kind)
    print_lines(call, found, "no meetings on these days")


def print_lines(call: Call, found: list[MeetingLine], empty: str) -> None:
    """A listing of meetings."""
    if call.wants_json:
        printing.as_json([json_shapes.meeting(one) for one in found])
    else:
        rows = [(one.starts_at, f"{one.minutes} min", one.status, one.ref, with_own_time(one)) for one in found]
        printing.table(("WHEN", "", "STATUS", "MEETING", ""), rows, empty)


def remark(one: MeetingLine) -> str:
    """From where a meeting was moved, and why."""
    moved = f"moved from {printing.moment(one.moved_from)}" if one.moved_from else ""
    return ": ".join(filter(None, (moved, one.reason or "")))


def with_own_time(one: MeetingLine) -> str:
    """The same behind the time on the viewer's own clock, of a meeting that is still to come."""
    ahead = one.own_time if one.status in ("scheduled", "running", "paused") else ""
    return "; ".join(filter(None, (ahead, remark(one))))


def show(call: Call) -> None:
    """Show a meeting."""
    from cadence.services.meetings.view import show as whole_meeting

    _print_whole(call, whole_meeting(call.store, call.viewer, call.ref))


def _print_whole(call: Call, view: MeetingView) -> None:
    if call.wants_json:
        printing.as_json(json_shapes.meeting_whole(view))
        return
    line = view.line
    printing.line(f"{line.title}  {line.ref}")
    printing.fields(
        (
            ("when", f"{printing.moment(line.starts_at)}, {line.minutes} minutes ({line.timezone})"),
            ("your time", line.own_time),
            ("status", ": ".join(filter(None, (line.status, remark(line))))),
            ("facilitator", line.facilitator),
            ("here", [one.handle for one in view.here if one.here]),
        )
    )
    marks = {"done": "✔", "now": "▶"}
    for step in view.steps:
        printing.line(f"  {marks.get(step.state, '·')} {step.title} ({step.minutes} min)")
    for title, cards in (
        ("Cards", view.cards),
        ("Parked", view.parked),
        ("Tabled", view.tabled),
        ("Decisions", view.decisions),
        ("Actions", view.actions),
    ):
        if cards:
            print(title)
            for card in cards:
                printing.line(f"  {card.key}  {card.title}")


def start_(call: Call) -> None:
    """Start a meeting."""
    view = _started(call)
    if call.wants_json:
        printing.as_json(json_shapes.meeting_whole(view))
    else:
        first = view.steps[view.step] if view.steps else None
        step = f", first {first.title}" if first else ""
        printing.line(f"{view.line.ref} runs, {view.line.facilitator} facilitates{step}")


def _started(call: Call) -> MeetingView:
    """Start it; where another day's is all there is to start, ask whoever sits at a terminal."""
    from cadence.services.facilitation.lifecycle import start as begin

    try:
        return begin(call.store, call.viewer, call.ref, form=call.form, any_day=call.yes)
    except Unconfirmed as doubt:
        if not on_terminal() or not confirmed(doubt.message):
            raise
    return begin(call.store, call.viewer, call.ref, form=call.form)


def end(call: Call) -> None:
    """End a meeting."""
    from cadence.services.facilitation import lifecycle
    from cadence.services.facilitation.receipt import receipt

    view = lifecycle.end(call.store, call.viewer, call.ref, take_over=call.take_over)
    if call.wants_json:
        printing.as_json(json_shapes.meeting_whole(view))
        return
    found = receipt(call.store, call.viewer, view.line.ref)
    over = f"{found.given_back} given back" if found.given_back >= 0 else f"{-found.given_back} over time"
    printing.line(f"{view.line.ref} has ended: {found.used} minutes, {over}")
    for title, entries in (
        ("decided", found.decided),
        ("actions", found.actions),
        ("took", found.took),
        ("interrupts", (found.duty,) if found.duty else ()),
        ("blocked", found.blocked),
        ("feedback", found.feedback),
        ("holdovers", found.holdovers),
        ("went on", found.went_on),
        ("no owner", found.without_owner),
        ("no outcome", found.unfinished),
        ("still open", tuple(card.title for card in found.still_open)),
        ("thieves", found.thieves),
        ("read out", found.read_out),
        ("not heard", found.not_heard),
        ("away", found.away),
    ):
        for entry in entries:
            printing.line(f"  {title:10}  {entry}")
    if found.last_words:
        printing.line(found.last_words)


def reopen(call: Call) -> None:
    """Reopen a meeting."""
    from cadence.services.facilitation import lifecycle

    _say(call, lifecycle.reopen(call.store, call.viewer, call.ref))


def skip(call: Call) -> None:
    """Skip a meeting."""
    from cadence.services.facilitation import reschedule

    _say(call, reschedule.skip(call.store, call.viewer, call.ref, call.line(call.reason, "reason")))


def cancel(call: Call) -> None:
    """Cancel a meeting."""
    from cadence.services.facilitation import reschedule

    _say(call, reschedule.skip(call.store, call.viewer, call.ref, call.line(call.reason, "reason"), cancel=True))


def move_(call: Call) -> None:
    """Move a meeting."""
    from cadence.services.facilitation import reschedule
    from cadence.services.team.team import remarks

    done = reschedule.move(
        *(call.store, call.viewer, call.ref, call.until),
        minutes=call.minutes,
        reason=call.reason,
        along=call.along or _along(call),
    )
    for remark in remarks(done.findings):
        note(remark)
    if call.along and not done.along:
        note(f"nothing is held right after {done.line.ref}")
    for other in done.left:
        note(f"{other.ref} stays at {printing.moment(other.starts_at)}; --along takes it with it")
    _say(call, done.line)
    for other in done.along if not call.wants_json else ():
        _say(call, other)


def _along(call: Call) -> bool:
    """Whether what is held right after the meeting goes with it, as the person at the terminal answers."""
    from cadence.services.facilitation.reschedule import right_after

    behind = right_after(call.store, call.viewer, call.ref) if on_terminal() else ()
    if not behind:
        return False
    names = " and ".join(one.ref for one in behind)
    return answer(f"{names} is held right after it: move it too (yes, no)?").lower() in {"y", "yes"}


def _say(call: Call, line: MeetingLine) -> None:
    if call.wants_json:
        printing.as_json(json_shapes.meeting(line))
    else:
        printing.line(f"{line.ref} is {line.status}, {printing.moment(line.starts_at)}, {line.minutes} minutes")


def turn_(call: Call) -> None:
    """Swap the turn to facilitate."""
    from cadence.services.facilitation.reschedule import take_turn

    line, back = take_turn(call.store, call.viewer, call.ref, call.handle)
    if call.wants_json:
        printing.as_json(json_shapes.meeting(line))
        return
    returned = f"; {back.facilitator} facilitates {back.ref}" if back is not None else ""
    call.receipt(f"{line.facilitator} facilitates {line.ref}{returned}")
