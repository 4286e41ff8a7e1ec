"""The house rules that no linter knows (see house.md); floors and cycles are lint-imports' business."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from textual.message import Message

from cadence.domain.cards import walk_queries
from cadence.domain.vocabulary import BoardKey
from tests import conftest
from tests.kinds import KEYS, SIX

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "cadence"
HEAVY = {"textual", "sqlmodel", "sqlalchemy", "pydantic", "jinja2", "icalendar", "holidays", "tomlkit"}
# Upper or lower case throughout: "Select one from the list" is a sentence.
SQL = re.compile(
    r"\s*(?:SELECT\s(?:.*\s)?FROM|INSERT\s(?:OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM"
    r"|select\s(?:.*\s)?from|insert\s(?:or\s+\w+\s+)?into|update\s+\S+\s+set|delete\s+from)\b",
    re.DOTALL,
)
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")} | {
    ("time", name) for name in ("time", "time_ns", "localtime", "gmtime")
}


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``statement`` and not before it."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


# --- what an import costs -------------------------------------------------------------------------------------------


def test_importing_the_package_imports_nothing_else() -> None:
    assert loaded_by("import cadence") == {"cadence"}


def test_importing_the_command_line_stays_light() -> None:
    heavy = {name.partition(".")[0] for name in loaded_by("import cadence.cli")} & HEAVY
    assert not heavy, f"import cadence.cli loads {', '.join(sorted(heavy))}"


def test_importing_the_quick_lane_stays_light() -> None:
    loaded = loaded_by("from cadence.store import capture, connect, unlogged, viewer")
    heavy = {name.partition(".")[0] for name in loaded} & HEAVY
    assert not heavy, f"the quick lane loads {', '.join(sorted(heavy))}"


def test_a_shell_prompt_waits_for_nothing_that_it_can_do_without() -> None:
    prompt = (
        "cadence.cli.grammar.parser, cadence.cli.home.status, cadence.cli.home.prompt, cadence.services.home.prompt, "
        "cadence.services.schedule.default_due, cadence.services.meetings.hearing, "
        "cadence.cli.home.gate, cadence.services.schedule.gate"
    )
    quick = (
        "cadence.cli.cards.topic, cadence.cli.cards.action, cadence.cli.cards.park, "
        "cadence.cli.meetings.standup, cadence.cli.meetings.retro"
    )
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {prompt}, {quick}; print(*sys.modules)"
    # Without site: the start-up hooks of development tools have imported half of the standard library by then.
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    slow = {
        "asyncio",
        "dataclasses",
        "inspect",
        "pathlib",
        "platformdirs",
        "shutil",
        "subprocess",
        "tempfile",
        "urllib.parse",
    }
    assert not slow & set(done.stdout.split())


# --- meeting kinds are declarations ---------------------------------------------------------------------------------


BOARDS = {key.value for key in BoardKey}
QUERY_KEYS = {name: value.key for name, value in vars(walk_queries).items() if isinstance(value, walk_queries.Query)}
QUERIES = set(QUERY_KEYS.values())
STEPS = {step.key for kind in SIX.values() for step in kind.steps}
WORDS = {"kind": set(KEYS), "board": BOARDS, "query": QUERIES, "queries": QUERIES, "step": STEPS}
"""By the word in a name that is compared: the literals it may not be compared with."""
CONSTANTS = {"BoardKey", "walk_queries"}
"""Where constants live that stand for such literals."""
DECLARE = (PACKAGE / "domain" / "kinds", PACKAGE / "domain" / "cards")
EXCEPTIONS = {
    "cadence/cli/cards/action.py": "the noun is the board: cadence action done refuses what is not an action",
    "cadence/cli/cards/decision.py": "the noun is the board: cadence decision show refuses what is not a decision",
    "cadence/cli/cards/topic.py": "the noun is the board: cadence topic edit refuses what is not a topic",
    "cadence/services/cards/boards.py": "feedback given in a demo stands on the card that the demo was made of",
    "cadence/services/cards/search.py": "a hit among the decisions is one, and what was decided before is among them",
}
"""Files that ask for a board by its name, and why."""


def words_of(node: ast.AST) -> set[str]:
    """The words in the names of an expression, and in the keys that it looks up (``row["board"]``)."""
    nodes = list(ast.walk(node))
    names = [n.id if isinstance(n, ast.Name) else n.attr for n in nodes if isinstance(n, ast.Name | ast.Attribute)]
    names += [text for n in nodes if isinstance(n, ast.Subscript) for text in texts(n.slice)]
    return {word for name in names for word in name.lower().split("_")}


def texts(*nodes: ast.AST) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def literals(node: ast.AST) -> set[str]:
    """The literal texts in an expression or a pattern, tuples and sets of them included; constants by their names."""
    looked_up = {id(n.slice) for n in ast.walk(node) if isinstance(n, ast.Subscript)}
    found = set(texts(*(n for n in ast.walk(node) if id(n) not in looked_up)))
    for n in ast.walk(node):
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id in CONSTANTS:
            found |= {n.attr.lower(), QUERY_KEYS.get(n.attr, "")}
    return found


def comparisons(tree: ast.AST) -> Iterator[tuple[ast.AST, set[str]]]:
    """Where a kind, board, query or step is compared with or matched against one of the literal keys."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides: list[ast.AST] = [node.left, *node.comparators]
        elif isinstance(node, ast.Match):
            sides = [node.subject, *(case.pattern for case in node.cases)]
        else:
            continue
        words, said = (set[str]().union(*map(of, sides)) for of in (words_of, literals))
        if found := said & set[str]().union(*(WORDS[word] for word in words & WORDS.keys())):
            yield node, found


def test_nobody_asks_which_kind_board_query_or_step_it_is() -> None:
    found = [
        (str(path.relative_to(ROOT)), f"{place(path, node)}: {', '.join(sorted(keys))}")
        for path in sources()
        if not any(path.is_relative_to(folder) for folder in DECLARE)
        for node, keys in comparisons(parse(path))
    ]
    wrong = [where for file, where in found if file not in EXCEPTIONS]
    assert not wrong, "say it in the declaration instead: " + "; ".join(wrong)
    assert EXCEPTIONS.keys() == {file for file, _ in found}


@pytest.mark.parametrize(
    "code",
    [
        "if kind == 'retro': pass",
        "if 'retro' != meeting.kind.key: pass",
        "if meeting.kind in ('demo', 'retro'): pass",
        "match kind.key:\n    case 'demo' | 'retro': pass",
        "if card.board == BoardKey.RETRO: pass",
        "if row['board'] != 'wall': pass",
        "if BoardKey.RETRO in {board, card.board}: pass",
        "if walks.query == 'holdovers': pass",
        "if step.query is walk_queries.DEMOS: pass",
        "if step.key == 'merge': pass",
    ],
)
def test_the_search_for_kinds_boards_queries_and_steps_finds_them(code: str) -> None:
    assert list(comparisons(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "if audience == 'team': pass",
        "if kind.key == other.key: pass",
        "kind = 'retro'",
        "if card.board == board: pass",
        "for board in BoardKey: pass",
        "BOARDS[BoardKey.RETRO].columns",
    ],
)
def test_the_search_for_them_leaves_others_alone(code: str) -> None:
    assert not list(comparisons(ast.parse(code)))


# --- names, clocks, SQL ---------------------------------------------------------------------------------------------


def test_only_what_a_shell_prompt_loads_is_no_dataclass() -> None:
    uses = re.compile(r"^from cadence\.domain\.value import", re.MULTILINE)
    users = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sources()
        if uses.search(path.read_text("utf-8"))
    }
    assert users
    assert users <= loaded_by("import cadence.services.home.prompt, cadence.services.schedule.week")


def public_classes() -> dict[str, list[str]]:
    """Where each public class stands. One inside another is told apart by that: ``LineList.Chosen``."""
    found: dict[str, list[str]] = {}

    def look(body: Iterable[ast.stmt], path: Path, within: str = "") -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                name = f"{within}{node.name}"
                if not node.name.startswith("_"):
                    found.setdefault(name, []).append(place(path, node))
                look(node.body, path, f"{name}.")

    for path in sources():
        look(parse(path).body, path)
    return found


def test_a_class_name_means_one_thing_in_the_whole_tree() -> None:
    classes = public_classes()
    assert "CardView" in classes
    assert "LineList.Chosen" in classes
    twice = {name: places for name, places in classes.items() if len(places) > 1}
    assert not twice, twice


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.name in {"utils.py", "helpers.py"} or "manager" in path.name.lower()
    ]
    assert not wrong, f"name what it does: {', '.join(wrong)}"


def clock_reads(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (name, node.attr) in CLOCKS:
                yield node
        elif isinstance(node, ast.ImportFrom) and any((node.module, alias.name) in CLOCKS for alias in node.names):
            yield node


def test_the_clock_is_read_in_settings_only() -> None:
    wrong = [
        place(path, node) for path in sources() if path != PACKAGE / "settings.py" for node in clock_reads(parse(path))
    ]
    assert not wrong, f"take the time as an argument; doors ask settings.now(): {', '.join(wrong)}"


@pytest.mark.parametrize(
    ("code", "reads"),
    [
        ("datetime.now(zone)", 1),
        ("datetime.datetime.now()", 1),
        ("date.today()", 1),
        ("time.time()", 1),
        ("from time import time", 1),
        ("time.monotonic(); settings.now(); datetime.fromisoformat(x)", 0),
    ],
)
def test_the_search_for_clocks(code: str, reads: int) -> None:
    assert len(list(clock_reads(ast.parse(code)))) == reads


def sql_strings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node


def test_only_the_store_knows_sql() -> None:
    wrong = [
        place(path, node)
        for path in sources()
        if not path.is_relative_to(PACKAGE / "store")
        for node in sql_strings(parse(path))
    ]
    assert not wrong, f"a query belongs in cadence/store: {', '.join(wrong)}"


def test_the_search_for_sql() -> None:
    queries = ["SELECT a FROM b", "select a\nfrom b", "INSERT OR IGNORE INTO t", "UPDATE t SET a = 1", "DELETE FROM t"]
    words = ["Select one from the list", "UPDATE", "Delete from here"]
    found = [node.value for node in sql_strings(ast.parse(repr(queries + words)))]
    assert found == queries


# --- style sheets -----------------------------------------------------------------------------------------------------


def style_sheets() -> Iterator[tuple[str, str]]:
    """Every style sheet of the terminal interface, with where it stands: files, and what widgets bring along."""
    yield from ((str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in PACKAGE.rglob("*.tcss"))
    for path in sources():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                if names & {"CSS", "DEFAULT_CSS"}:
                    yield place(path, node), str(node.value.value)


def types_styled(sheet: str) -> set[str]:
    """The widgets' types that a style sheet selects by name."""
    heads = re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    return {name for head in heads for name in re.findall(r"(?<![\w.#:$-])[A-Z]\w+", head)}


def test_style_sheets_select_widgets_that_exist() -> None:
    """A class that got another name loses its looks without a word."""
    from textual import containers, widgets

    own = {
        n.name for path in (PACKAGE / "tui").rglob("*.py") for n in ast.walk(parse(path)) if isinstance(n, ast.ClassDef)
    }
    known = own | set(vars(widgets)["__all__"]) | set(vars(containers)) | {"Screen", "Toast", "ToastRack"}
    sheets = dict(style_sheets())
    assert len(sheets) > 20, "the search finds no style sheets any more"
    assert not {where: wrong for where, sheet in sheets.items() if (wrong := types_styled(sheet) - known)}


def test_every_handler_is_one_of_a_message_that_exists() -> None:
    """Textual finds handlers by the names of classes: one that got another name is never called."""
    for module in pkgutil.walk_packages([str(PACKAGE / "tui")], "cadence.tui."):
        importlib.import_module(module.name)

    def known(message: type[Message]) -> Iterator[str]:
        yield getattr(message, "handler_name", "")
        for below in message.__subclasses__():
            yield from known(below)

    names = set(known(Message))
    handler = re.compile(r"def (on_\w+)\(self", re.MULTILINE)
    found = {
        (path.name, name) for path in (PACKAGE / "tui").rglob("*.py") for name in handler.findall(path.read_text())
    }
    assert len(found) > 30, "the search finds no handlers any more"
    assert not {one for one in found if one[1] not in names}


# --- what a viewer may see --------------------------------------------------------------------------------------------

_TABLES = "(?:card|comment|event|vote|walked)"
PRIVATE = re.compile(rf"\b(?:FROM|JOIN)\s+{_TABLES}\b|^{_TABLES}\s+\w\b")
"""A query of what not everybody may see. The rest of the store's tables are the whole team's, guests included."""
CONDITIONS = {"visible", "visible_among", "visible_events"}
UNSEEN = {
    "capture.last_rank": "a rank, to put a card behind it",
    "log.after": "undo, which looks for later changes to the same rows",
    "cards.topics_naming": "whether a guest's own meeting is withdrawn from their calendar; no words",
    "log.last_of": "that something was done; its words are for the team",
    "meetings.last_walk": "when a meeting was held in which cards were walked; not which",
    "log.newest_undo": "the viewer's own writes",
    "log.newest_undoable": "the viewer's own writes",
    "log.of_cards": "since when a guest's topics are no longer on an agenda; no words",
    "log.of_memberships": "what somebody was to the team since when, for their own calendar",
    "log.of_schedule": "when meetings are held, which everybody may know",
    "log.of_write": "undo, of the viewer's own write",
    "capture._next_note": "a number alone",
    "cards.exists": "whether the adding of the card on which a walk stands was undone; nothing of the card",
    "cards._worded_in": "a condition within queries that ask for visible cards; it gives no words",
    "card_ties.waiting_for": "what is settled with a card, whoever settles it",
    "retro.authors": "who wrote, for the team's round; not what",
    "retro.unread": "whose notes wait and how many, for the team; not what",
    "retro.sealed_counts": "numbers alone",
    "retro.sealed_of": "a number alone",
    "write.close": "undo, of the write that is being made",
    "visibility.heard": "the condition itself: which topics a guest is invited to",
    "visibility.stamps": "the instants of the rows of a query, by what its viewer may hear",
}
"""Queries without a viewer's condition, and what for: what they give is shown to nobody who may not see it."""


def private_queries(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The functions that ask for what not everybody may see, each with whether it asks what its viewer may."""
    kept = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        parts = [function, *(kept[name] for name in names & kept.keys())]
        words = (node.value for part in parts for node in ast.walk(part) if isinstance(node, ast.Constant))
        if any(isinstance(word, str) and PRIVATE.search(word) for word in words):
            yield function.name, bool(names & CONDITIONS)


def test_whoever_asks_for_cards_or_what_was_said_takes_the_viewers_condition() -> None:
    paths = [path for path in (PACKAGE / "store").rglob("*.py") if "migrations" not in path.parts]
    found = {f"{path.stem}.{name}": asks for path in paths for name, asks in private_queries(parse(path))}
    assert len(found) > 25, "the search finds no queries any more"
    without = {name for name, asks in found.items() if not asks}
    assert without == UNSEEN.keys()


def test_the_search_for_private_queries() -> None:
    code = """
_CARDS = "SELECT c.* FROM card c"
def seen(connection, viewer): where, values = visible(viewer); return connection.all(f"{_CARDS} WHERE {where}")
def all_of_them(connection): return connection.all(f"{_CARDS} WHERE c.board = 'retro'")
def voted(connection): return connection.all("SELECT 1 FROM meeting g JOIN vote v ON v.card_id = 1")
def people(connection): return connection.all("SELECT * FROM person p JOIN card_person t ON 1")
"""
    assert dict(private_queries(ast.parse(code))) == {"seen": True, "all_of_them": False, "voted": False}


def test_what_a_viewer_may_see_is_decided_in_one_place() -> None:
    decides = re.compile(r"\b(?:\w+\.)?(?:sealed\s+OR|audience\s+(?:IN|=))|\.audience$")
    wrong = [
        place(path, node)
        for path in sorted((PACKAGE / "store").rglob("*.py"))
        if path != PACKAGE / "store" / "queries" / "visibility.py" and "migrations" not in path.parts
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and decides.search(node.value)
    ]
    assert not wrong, f"take it from queries/visibility.py: {', '.join(wrong)}"


# --- what the repository may not name -------------------------------------------------------------------------------

# Written so that this file does not contain what it looks for.
FORBIDDEN = re.compile("|".join((
    r"/(?:work|root)/" + r"[\w.]",
    r"--(?:extra-)?index-" + r"url",
    r"PIP_(?:EXTRA_)?INDEX_" + r"URL",
    r"PIP_FIND_" + r"LINKS",
    r"https?://[^\s/]+/" + r"simple\b",
    r"(?:files\.pythonhosted|(?:test\.)?pypi|registry\.npmjs|registry\.yarnpkg|deb\.debian)" + r"\.org",
    r"/opt/" + r"pypi",
)))  # fmt: skip


def repository_files() -> list[Path]:
    """What git knows or would add; none where there is no git (a wheel's or an sdist's tests)."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_this_machine_or_an_index() -> None:
    wrong = []
    for path in repository_files():
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if found := FORBIDDEN.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {found.group()}")
    assert not wrong, "; ".join(wrong)


def requirements() -> list[str]:
    """Everything that pyproject.toml asks for: the program's libraries, its extras and the development tools."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = declared["project"]
    groups = [*project["optional-dependencies"].values(), *declared["dependency-groups"].values()]
    return [*project["dependencies"], *(requirement for group in groups for requirement in group)]


def test_every_library_has_a_ceiling() -> None:
    """A new major of a library is tried before it is allowed; tzdata is numbered by year and has no majors."""
    open_ended = [wanted for wanted in requirements() if not re.search(r">=.+,<", wanted)]
    assert [normal(wanted) for wanted in open_ended] == ["tzdata"]


def test_what_is_listed_as_slow_exists() -> None:
    assert not [name for name in conftest.SLOW if not (ROOT / name).exists()]


def test_the_hooks_before_a_commit_are_local() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"^ *- repo: (.*)$", hooks, re.MULTILINE) == ["local"]
    tools = set(re.findall(r"^ *entry: \.venv/bin/(\S+)", hooks, re.MULTILINE))
    assert tools == {"ruff", "lint-imports", "mypy", "python"}


def test_pins_are_exact_and_cover_what_is_installed_by_name() -> None:
    pins = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+( ; .+)?", pin) for pin in pins)
    wanted = ["pip", *requirements()]
    pinned = {normal(pin) for pin in pins}
    missing = sorted({normal(name) for name in wanted} - pinned)
    assert not missing, ", ".join(missing)


def normal(requirement: str) -> str:
    """The package's name as PEP 503 compares them."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()
