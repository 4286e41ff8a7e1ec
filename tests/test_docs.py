"""The documentation is held to the code: commands, options, files, keys, steps and pictures that it names exist."""

from __future__ import annotations

import ast
import pkgutil
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cadence.cli.grammar import parser
from tests.pictures import generated
from tests.pictures.scenes import README as PICTURES
from tests.pictures.svg import lines_of

ROOT = generated.ROOT
README = ROOT / "README.md"
DOCS = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "templates" / "README.md"]
RULES, HOUSE, GLOSSARY = (ROOT / "docs" / name for name in ("rules.md", "house.md", "glossary.md"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
SNAPSHOTS = ROOT / "tests" / "tui" / "__snapshots__" / "test_pictures"
if not README.exists():
    pytest.skip("the documentation isn't here (an sdist)", allow_module_level=True)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"(?:cadence|tests|docs|templates)(?:/[\w.-]+)+/?")
_WORDS = re.compile(r"(?:\|[\w-]+)+")
"""The second and later of words to choose from: ``bash|zsh|fish``."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code(text: str) -> Iterator[str]:
    """Every line of code in a Markdown text: of blocks (continued lines as one) and between backticks."""
    for block in _FENCE.findall(text):
        yield from (line.strip() for line in block.replace("\\\n", " ").splitlines())
    yield from (" ".join(found.split()) for found in _CODE.findall(_FENCE.sub("", text)))


def commands() -> Iterator[tuple[str, str]]:
    """Every ``cadence ...`` in the documentation, with the file it stands in."""
    for path in DOCS:
        for line in code(path.read_text("utf-8")):
            if line == "cadence" or line.startswith("cadence "):
                yield name_of(path), line


def understood(line: str) -> None:
    """Raise :class:`grammar.WrongUsage` for a command line that the program would refuse."""
    words = [_WORDS.sub("", word) for word in shlex.split(line.replace(" …", ""), comments=True)[1:]]
    before = parser.before_noun(words)
    if before.wants or not before.words:
        return
    noun, *rest = before.words
    if noun not in parser.NOUNS:
        raise parser.WrongUsage(f"no command {noun}", "cadence")
    if rest and rest != ["--help"]:
        parser.read(noun, rest)


@pytest.mark.parametrize(("file", "line"), sorted(set(commands())))
def test_commands_in_the_documentation_exist(file: str, line: str) -> None:
    understood(line)


@pytest.mark.parametrize(
    "line", ["cadence insights", "cadence card add X --colour red", "cadence --nothing", "cadence park"]
)
def test_the_search_for_commands_finds_wrong_ones(line: str) -> None:
    if line == "cadence park":
        understood(line)  # the command as such is named
    else:
        with pytest.raises(parser.WrongUsage):
            understood(line)


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_links_lead_to_files_that_exist(path: Path) -> None:
    links = [
        link for link in _LINK.findall(path.read_text("utf-8")) if "://" not in link and not link.startswith("mailto:")
    ]
    assert not [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", [path for path in DOCS if path.parent.name != "templates"], ids=name_of)
def test_files_named_in_the_documentation_exist(path: Path) -> None:
    named = {found for line in code(path.read_text("utf-8")) for found in _FILE.findall(line)}
    assert not [file for file in sorted(named) if not (ROOT / file).exists()]


def test_every_make_target_in_the_documentation_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        line.split()[1] for path in DOCS for line in code(path.read_text("utf-8")) if re.match(r"make [a-z]+", line)
    }
    assert named <= targets


def test_every_variable_in_the_documentation_is_read() -> None:
    readers = [*(ROOT / "cadence").rglob("*.py"), ROOT / "tests" / "conftest.py", ROOT / "tests" / "postgres.py"]
    source = "\n".join(path.read_text("utf-8") for path in readers)
    named = {found for path in DOCS for found in re.findall(r"CADENCE_[A-Z_]+", path.read_text("utf-8"))}
    assert not {name for name in named if name not in source}


def test_the_readme_names_every_library_with_its_reason() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = declared["project"]["optional-dependencies"]
    wanted = [*declared["project"]["dependencies"], *extras["postgres"], *declared["dependency-groups"]["dev"]]
    rows = section(README.read_text("utf-8"), "What it stands on")
    named = re.findall(r"[\w-]+", " ".join(row.split("|")[1] for row in rows.splitlines() if row.startswith("|")))
    assert not {name for name in (re.split(r"[<>=\[]", one)[0] for one in wanted) if name not in named}


# --- the house ------------------------------------------------------------------------------------------------------


def section(text: str, title: str) -> str:
    """What stands under the heading ``## title``."""
    return text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def house_paths(text: str) -> set[str]:
    """The paths between backticks. All start at the top of the repository, so that there is one way to write them."""
    return {word for word in _CODE.findall(text) if re.fullmatch(r"[\w.-]+(/[\w.-]*)+|[\w-]+\.py", word)}


def test_every_path_in_the_map_exists() -> None:
    text = HOUSE.read_text("utf-8")
    named = house_paths(text)
    assert not [path for path in sorted(named) if not (ROOT / path).exists()]
    assert not [path for path in sorted(named) if (ROOT / path).is_dir() and not path.endswith("/")]
    assert len(house_paths(section(text, "To change ... look in ..."))) > 40


def test_every_folder_of_the_package_is_in_the_map() -> None:
    text = HOUSE.read_text("utf-8")
    folders = {f"{name_of(path.parent)}/" for path in (ROOT / "cadence").rglob("*.py")} - {"cadence/"}
    floors = {folder for folder in folders if folder.count("/") == 2}
    assert floors <= house_paths(section(text, "Floors"))
    assert not sorted(folders - floors - house_paths(section(text, "Rooms")))


def contracts() -> dict[str, list[str]]:
    """The layers of each import contract that has some, lowest first, by the contract's id."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return {one["id"]: [re.sub(r"[()]", "", layer) for layer in reversed(one.get("layers", []))] for one in declared}


def test_floors_and_rooms_in_the_map_are_those_of_the_contracts() -> None:
    drawn = [line.split(" → ") for line in code(HOUSE.read_text("utf-8")) if " → " in line]
    assert drawn == [contracts()["floors"], contracts()["rooms-services"]]


# --- rules, decisions, words ----------------------------------------------------------------------------------------

_CITED = re.compile(r"\b(rule|decision)s? ([A-Z]?\d+)(?:(?:, [A-Z]?\d+)*,? (?:and|or|to) ([A-Z]?\d+))?", re.IGNORECASE)
_RULE = re.compile(r"^(?:(\d+)\.|- \*\*([A-Z]\d+)\*\*) ", re.MULTILINE)
_DOCUMENT = re.compile(r"(?<![\w/.*{<>-])(?:[\w-]+/)*[a-z][\w-]*\.md\b(?!\.)")


def rules() -> list[str]:
    return [number or letter for number, letter in _RULE.findall(RULES.read_text("utf-8"))]


@cache
def prose(path: Path) -> str:
    """The comments and docstrings of a file of Python, and all of another one."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    words = re.findall(r"(?:^|\s)# (.*)$", text, re.MULTILINE)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            words.append(node.value.value)
    return "\n".join(words)


def written() -> list[Path]:
    """Everything in which a rule, a decision or a document may be cited."""
    here = Path(__file__)
    return [
        *DOCS,
        *(path for top in ("cadence", "tests") for path in sorted((ROOT / top).rglob("*.py")) if path != here),
    ]


def cited(text: str) -> set[tuple[str, str]]:
    """The rules and decisions that a text cites, as ``("rule", "9")``."""
    return {(kind.lower(), number) for kind, *numbers in _CITED.findall(text) for number in numbers if number}


def test_rules_and_decisions_that_are_cited_exist() -> None:
    known = {("rule", number) for number in rules()}
    known |= {("decision", str(int(path.name[:4]))) for path in DECISIONS}
    wrong = {name_of(path): found for path in written() if (found := cited(prose(path)) - known)}
    assert not wrong


def test_the_search_for_citations() -> None:
    text = "Held (rule 9), shown (rules 5 and 11). Decision 7; rules E5, E9 and Y3"
    assert cited(text) == {
        ("rule", "9"),
        ("rule", "5"),
        ("rule", "11"),
        ("decision", "7"),
        ("rule", "E5"),
        ("rule", "Y3"),
    }


def test_rules_are_numbered_once_and_without_gaps() -> None:
    numbers = rules()
    assert numbers[:11] == [str(number) for number in range(1, 12)]
    assert len(numbers) == len(set(numbers))
    for letter in {number[0] for number in numbers[11:]}:
        own = [int(number[1:]) for number in numbers[11:] if number[0] == letter]
        assert own == list(range(1, len(own) + 1))


def test_decisions_are_numbered_and_have_the_headings_of_madr() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    for path in DECISIONS:
        text = path.read_text("utf-8")
        assert f"]({path.name})" in index
        assert text.startswith(f"# {int(path.name[:4])}. ")
        headings = re.findall(r"^##+ (.*)$", text, re.MULTILINE)
        assert headings == ["Context and Problem Statement", "Considered Options", "Decision Outcome", "Consequences"]
        options = re.findall(r"^- (.*)$", text.split("## Decision Outcome")[0], re.MULTILINE)
        assert re.search(r'^Chosen option: "(.*)"\.$', text, re.MULTILINE)[1] == options[0]  # type: ignore[index]


def test_documents_that_are_cited_exist() -> None:
    """A docstring that says "see x.md" is of use only to who has x.md."""
    places = (ROOT, ROOT / "docs", ROOT / "templates")
    wrong = {
        name_of(path): missing
        for path in written()
        if path.suffix == ".py"
        and (
            missing := [
                name for name in _DOCUMENT.findall(prose(path)) if not any((at / name).exists() for at in places)
            ]
        )
    }
    assert not wrong


def test_what_docstrings_refer_to_exists() -> None:
    reference = re.compile(r":(?:class|func|mod|data|meth|exc):`~?(cadence\.[\w.]+)`")
    named = {found for path in written() if path.suffix == ".py" for found in reference.findall(prose(path))}
    assert len(named) > 10

    def exists(name: str) -> bool:
        try:
            pkgutil.resolve_name(name)
        except (ImportError, AttributeError):
            return False
        return True

    assert not [name for name in sorted(named) if not exists(name)]


def test_the_glossary_has_each_word_once_and_names_classes_that_exist() -> None:
    rows = re.findall(r"^\| ([^|]+) \| (.+) \|$", GLOSSARY.read_text("utf-8"), re.MULTILINE)
    words = [word for first, _ in rows for word in first.split(", ") if first not in {"word", "---"}]
    assert len(words) > 80
    assert not {word for word in words if words.count(word) > 1}
    classes = {
        node.name
        for path in (ROOT / "cadence").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    named = {name for _, meaning in rows for name in re.findall(r"`([A-Z][a-z]\w+)`", meaning)}
    assert not named - classes


# --- made by the program --------------------------------------------------------------------------------------------


def test_generated_parts_are_fresh() -> None:
    stale = [name_of(path) for path, _ in generated.stale()]
    assert not stale, f"make pictures writes {', '.join(stale)} anew"


def test_a_file_without_its_markers_is_found() -> None:
    with pytest.raises(LookupError):
        generated.filled("nothing here", "keys", "")


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_pictures_show_what_the_program_shows(name: str) -> None:
    """The program itself is compared with the snapshot, by tests/tui/test_pictures.py."""
    shown = (SNAPSHOTS / f"test_screens_look_as_they_did[{PICTURES[name]}][{name}-120x40].svg").read_text("utf-8")
    made = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text("utf-8")
    assert lines_of(made) == lines_of(shown), "make pictures makes it anew"
    assert len(lines_of(made)) > 20
