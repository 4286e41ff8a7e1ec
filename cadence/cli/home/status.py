"""``cadence status``: today, the wall, what needs you."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.cli.grammar import printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun

if TYPE_CHECKING:
    from cadence.domain.views.team import HomeView


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(status, "today, the wall, what needs you", "cadence status --short")
    parser.add_argument("--short", action="store_true", help="a few words that fit a shell prompt")


def status(call: Call) -> None:
    """Show how things stand."""
    if call.short and not call.wants_json:
        from cadence.cli.home.prompt import short_status

        printing.line(short_status(call))
        return
    from cadence.cli.grammar.json_shapes import home as home_shape
    from cadence.services.home.home import home

    view = home(call.store, call.viewer)
    if call.wants_json:
        printing.as_json(home_shape(view))
    else:
        _print(view)


def _print(view: HomeView) -> None:
    box = view.iteration
    when = f"iteration {box.number}, {box.starts} to {box.ends}" if box else "no iteration yet"
    printing.line(f"{view.team} · {when} · {printing.moment(view.now)}")
    if view.running:
        printing.line(f"now   {view.running.title} {view.running.status}, {view.running.facilitator} facilitates")
    if view.next:
        own = f" ({view.next.own_time})" if view.next.own_time else ""
        printing.line(f"next  {view.next.title} {printing.moment(view.next.starts_at)}{own}")
    if view.duty:
        printing.line(f"duty  {view.duty} takes interrupts")
    if view.wall:
        columns = (f"{name} {count}{f'/{limit}' if limit else ''}" for name, count, limit in view.wall)
        printing.line("wall  " + "  ".join(columns))
    if view.balance:
        shares = view.balance
        printing.line(f"      business {shares.business} : {shares.team} team, target {shares.target}")
    for card in view.flagged:
        reason = f"✖ {card.blocked.reason}" if card.blocked else ", ".join(f"⚑ {one}" for one in card.thief_names)
        printing.line(f"      {card.key} {card.title}: {reason}")
    for title, entries in (
        ("Needs you", [f"{need.key or ''} {need.title}".strip() for need in view.needs]),
        ("Arch agenda", [f"{card.key} {card.title}" for card in view.topics]),
        ("Parking lot", [f"{card.key} {card.title}" for card in view.parking]),
        ("Actions", [f"{card.key} {card.title}{_owed(card.assignees, card.due)}" for card in view.actions]),
    ):
        if entries:
            print(title)
            for entry in entries:
                printing.line(f"  {entry}")


def _owed(people: tuple[str, ...], due: object) -> str:
    words = [*people, *([f"due {due}"] if due else [])]
    return f" ({', '.join(words)})" if words else ""
