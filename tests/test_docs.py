"""The documentation is held to the code: commands, options, files, keys, steps and pictures that it names exist."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadence.cli.grammar import parser
from tests.pictures import generated
from tests.pictures.scenes import README as PICTURES
from tests.pictures.svg import lines_of

ROOT = generated.ROOT
README = ROOT / "README.md"
DOCS = [README, *sorted((ROOT / "docs").glob("*.md")), ROOT / "templates" / "README.md"]
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


@pytest.mark.parametrize("path", [path for path in DOCS if path.parent.name == "docs" or path == README], ids=name_of)
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


def test_the_readme_names_every_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = README.read_text("utf-8")
    names = [re.split(r"[<>=\[]", wanted)[0] for wanted in project["dependencies"]]
    assert not [name for name in names if f"[{name}](" not in text]


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
