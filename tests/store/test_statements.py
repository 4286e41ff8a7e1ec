"""Every statement of the store is accepted by SQLite and by PostgreSQL, against the tables as the migrations make them.

Each public function that is given a connection is called twice on each engine: with as little, and with as much as it
takes.
The source is then asked for every place that runs a statement: all of them must have run.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from importlib import import_module
from itertools import product
from pathlib import Path
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest

import cadence.store
from cadence.domain.team.settings import TeamSettings
from cadence.errors import CadenceError
from cadence.services.facilitation import lifecycle
from cadence.services.meetings import standup_updates
from cadence.services.team import create
from cadence.store import queries
from cadence.store.capture import NewCard
from cadence.store.connect import Connection, connect
from cadence.store.queries.cards import CardRow
from cadence.store.tables.cards import Card
from cadence.store.viewer import Viewer
from tests.services.conftest import START, World

STORE = Path(cadence.store.__file__).parent
SQLITES_OWN = {"upgrade.py", "rehearsal.py"}
"""Laying out and copying a file, and the sample team's, which is a file that is thrown away."""
ASKS = {"run", "all", "one", "value", "values", "pairs", "insert"}
"""The methods of a connection that take a statement."""
BY_NAME: dict[str, Any] = {
    "board": "wall",
    "kind": "planning",
    "me": "anne",
    "team": "SRE",
    "seq": 900,
    "audience": "team",
}
"""Values for parameters of which not any word or number will do."""


class Site(NamedTuple):
    """A call in the source that runs a statement."""

    file: str
    first: int
    last: int
    asks_dialect: bool
    """Whether the function asks on which engine it is: then one of them is enough."""


def sites() -> Iterator[Site]:
    for path in STORE.rglob("*.py"):
        if path.name in SQLITES_OWN:
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and path.name != "connect.py":
                both = any(isinstance(part, ast.Attribute) and part.attr == "dialect" for part in ast.walk(function))
                for call in ast.walk(function):
                    if (
                        isinstance(call, ast.Call)
                        and isinstance(call.func, ast.Attribute)
                        and _is_connection(call.func)
                    ):
                        yield Site(str(path), call.lineno, call.end_lineno or call.lineno, both)


def _is_connection(method: ast.Attribute) -> bool:
    owner = method.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return method.attr in ASKS and name.lstrip("_") == "connection"


def functions() -> Iterator[Callable[..., Any]]:
    """Every public function of the store that is given a connection."""
    for module in pkgutil.walk_packages(cadence.store.__path__, "cadence.store."):
        if "migrations" in module.name or module.name.endswith((".connect", *(f".{n[:-3]}" for n in SQLITES_OWN))):
            continue
        for name, found in vars(import_module(module.name)).items():
            public = inspect.isfunction(found) and found.__module__ == module.name and not name.startswith("_")
            if public and "connection" in inspect.signature(found).parameters:
                yield found


def arguments(function: Callable[..., Any], known: dict[Any, Any], given: Callable[[str], bool]) -> dict[str, Any]:
    """A value for each parameter by its name or type; of those that can be left out, only what is to be ``given``."""
    hints = get_type_hints(function, localns={"TeamSettings": TeamSettings})  # imported late by the quick lane
    chosen: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        kinds = [kind for kind in get_args(hints[name]) or () if kind is not NoneType]
        may_be_none = NoneType in get_args(hints[name])
        kind = kinds[0] if may_be_none else hints[name]
        if given(name) or not (may_be_none or parameter.default is not parameter.empty):
            chosen[name] = BY_NAME[name] if name in BY_NAME else known[kind]
        elif parameter.default is parameter.empty:
            chosen[name] = None
    return chosen


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[tuple[str, int]]]:
    """Where statements were run from, by engine: file and line."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    original = Connection.run

    def run(connection: Connection, sql: str, **values: Any) -> Any:
        frame = sys._getframe(1)
        while frame.f_code.co_qualname.startswith("Connection.") and frame.f_back is not None:
            frame = frame.f_back
        found[connection.dialect].add((frame.f_code.co_filename, frame.f_lineno))
        return original(connection, sql, **values)

    monkeypatch.setattr(Connection, "run", run)
    return found


def prepare(world: World) -> None:
    """A team with a running meeting, beside another team; and somebody who looks for news."""
    lifecycle.start(world.store, world.anne, "planning")
    world.card("a card", viewer=world.ben)
    standup_updates.leave(world.store, world.anne, today="certificates")
    standup_updates.leave(world.store, world.anne, today="keys")
    with world.store.write(world.anne, 1) as w:  # what is changed behind the last event is that event's
        w.log("team.set")
        w.change(w.get(Card, 1), title="the card")
    other = create.Founding("Other", "Zoe <zoe@example.com>", "UTC", "2026-11-30", key="OTH")
    create.found(world.store, other)
    watch = world.store.changes(world.anne.team_id)
    watch.poll()
    watch.close()


def call_everything(world: World) -> None:
    """Call each function with as little as it takes, with as much, and with as much but for ``ids``."""
    connection = connect(world.store.url)
    known: dict[Any, Any] = {
        **{Connection: connection, Viewer: world.anne, CardRow: queries.cards.by_id(connection, world.anne, [1])[0]},
        **{int: 1, str: "x", bool: True, datetime: START, date: START.date(), dict[str, Any]: {}},
        **{Sequence[int]: [1], Sequence[str]: ["Ready"], tuple[Sequence[str], str]: (("In progress",), "Done")},
        **{Sequence[dict[str, Any]]: (), NewCard: NewCard("wall", "new", people=((1, "assigned"),))},
    }
    ways: tuple[Callable[[str], bool], ...] = (lambda _: False, lambda _: True, lambda name: name != "ids")
    try:
        for function, given in product(functions(), ways):
            connection.run("BEGIN")
            with suppress(CadenceError):  # nobody of that name, say; what a driver raises is not one
                function(**arguments(function, known, given))
            connection.run("ROLLBACK")
    finally:
        connection.close()


@pytest.mark.postgres
def test_every_statement_runs_on_both_engines(
    tmp_path: Path, postgres_url: str, ran: dict[str, set[tuple[str, int]]]
) -> None:
    for url in (None, postgres_url):
        world = World(tmp_path, url=url)
        prepare(world)
        call_everything(world)
    found = set(sites())
    assert len(found) > 70, "the source was not understood"
    missed = [
        f"{site.file}:{site.first} on {engine}"
        for site in sorted(found)
        for engine in ("sqlite", "postgresql")
        if not any(_at(site, place) for place in ran[engine])
        and not (site.asks_dialect and any(_at(site, place) for other in ran.values() for place in other))
    ]
    assert not missed, "never run: " + "\n".join(missed)


def _at(site: Site, place: tuple[str, int]) -> bool:
    return site.file == place[0] and site.first <= place[1] <= site.last
