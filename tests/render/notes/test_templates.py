"""A team's own templates: which one wins, what they may do, and that a mistake in one never costs the notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from cadence.domain.views import cards, meetings, notes
from cadence.domain.views.meeting_line import MeetingLine
from cadence.render.notes.formats import FORMATS
from cadence.render.notes.formats.markdown import SOURCE
from cadence.render.notes.notes import Rendered, render
from cadence.render.shipped import shipped_templates
from tests.render.notes.samples import SAMPLES, planning, standup

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    def write(text: str, name: str = "planning.md.j2") -> Path:
        file = folder / "notes" / name
        file.write_text(text, "utf-8")
        return file

    return write


def fallen_back(folder: Path, fmt: str = "md") -> Rendered:
    """Planning's notes, which must be just the shipped ones; with what was reported."""
    done = render(planning(), fmt, [folder])
    assert done.text == render(planning(), fmt).text
    assert done.problems
    return done


def test_there_is_one_shipped_template_for_every_kind() -> None:
    """The Markdown; beside it the frame of all kinds, their parts, and the frames of the other formats."""
    names = {file.name.removesuffix(".j2") for file in (shipped_templates() / "notes").iterdir()}
    assert names == {f"{kind}.md" for kind in SAMPLES} | {"base.md", "parts.md", "base.html", "frame"}


def test_a_team_s_template_of_the_same_name_wins(folder: Path, write: Write) -> None:
    write("Ours: {{ notes.team }} *{{ notes.line.title }}*")
    done = render(planning(), "md", [folder])
    assert (done.text, done.problems) == ("Ours: Platform SRE *Iteration planning*\n", ())
    assert "Ours" not in render(standup(), "md", [folder]).text


@pytest.mark.parametrize("fmt", ["html", "text", "slack"])
def test_a_team_s_markdown_is_the_source_of_the_other_formats(fmt: str, folder: Path, write: Write) -> None:
    write("{% extends 'shipped/notes/planning.md.j2' %}{% block foot %}Ask **us**, {{ notes.team }}{% endblock %}")
    done = render(planning(), fmt, [folder])
    assert not done.problems
    us = {
        "html": "<strong>us</strong>, <bdi>Platform SRE</bdi>",
        "text": "us, Platform SRE",
        "slack": "*us*, Platform SRE",
    }
    assert f"Ask {us[fmt]}" in done.text
    assert "Cut the toil in certificate renewals" in done.text


@pytest.mark.parametrize("fmt", ["html", "text", "slack"])
def test_a_team_s_template_in_a_format_wins_over_its_markdown(fmt: str, folder: Path, write: Write) -> None:
    write("Ours: {{ notes.team }}")
    write("Only here: {{ notes.team }}", f"planning.{fmt}.j2")
    assert render(planning(), fmt, [folder]).text == "Only here: Platform SRE\n"


def test_the_first_folder_wins(folder: Path, write: Write, tmp_path: Path) -> None:
    write("first")
    other = tmp_path / "other" / "notes"
    other.mkdir(parents=True)
    (other / "planning.md.j2").write_text("second", "utf-8")
    assert render(planning(), "md", [folder, other.parent]).text == "first\n"
    assert render(planning(), "md", [tmp_path / "nowhere", other.parent]).text == "second\n"


@pytest.mark.parametrize("parent", ["shipped/notes/planning.md.j2", "notes/base.md.j2"])
def test_a_team_s_template_builds_on_a_shipped_one(parent: str, folder: Path, write: Write) -> None:
    write(f"{{% extends '{parent}' %}}{{% block foot %}}Ask **us**: {{{{ parts.facts(['[a]']) }}}}{{% endblock %}}")
    done = render(planning(), "md", [folder])
    assert not done.problems
    assert "# Iteration planning" in done.text
    assert done.text.endswith("Ask **us**:  · \\[a\\]\n")
    assert ("What comes first" in done.text) == ("planning" in parent)


def test_a_team_s_frame_is_used_by_the_shipped_kinds(folder: Path, write: Write) -> None:
    write("{% extends 'shipped/notes/base.md.j2' %}{% block foot %}Our foot{% endblock %}", "base.md.j2")
    text = render(planning(), "md", [folder]).text
    assert "What comes first" in text
    assert text.endswith("Our foot\n")


def test_values_are_escaped_in_a_team_s_template_too(folder: Path, write: Write) -> None:
    for fmt, escaped in (("md", r"\*x\* \<b\>"), ("html", "*x* &lt;b&gt;"), ("slack", "∗x∗ &lt;b&gt;")):
        write("{% set it = ['*x* <b>'] %}{{ it[0] }}|{% for x in it %}{{ x }}{% endfor %}", f"planning.{fmt}.j2")
        assert render(planning(), fmt, [folder]).text == f"{escaped}|{escaped}\n"


# --- mistakes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("one\n{% if %}\n", 2, "Expected an expression"),
        ("one\n\n{% block a %}{% endfor %}", 3, "unknown tag 'endfor'"),
        ("{{ notes.nothing }}", 1, "MeetingNotes has no attribute 'nothing'"),
        ("a\nb\n{{ nobody }}", 3, "'nobody' is undefined"),
        ("{{ notes.team|sparkle }}", 1, "sparkle"),
        ("\n{% extends 'notes/missing.md.j2' %}", 2, "there is no template 'notes/missing.md.j2'"),
        ("{% include '../../../etc/passwd' %}", 1, "there is no template"),
        ("x\n{{ 1 / 0 }}", 2, "ZeroDivisionError: division by zero"),
        ("{{ notes.team + 1 }}", 1, "TypeError"),
        ("{{ notes.day.isoformat }}", 1, "put () after it"),
        ("{% extends 'notes/planning.md.j2' %}", None, "without end"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "without end"),
        ("a\n{% extends 'shipped/notes/planning.md.j2' %}\n{% block main %}\n{{ oops }}{% endblock %}", 4, "'oops'"),
        ("{% import 'notes/parts.md.j2' as p %}\n{{ p.card(notes.team) }}", 2, "no attribute"),
    ],
)
def test_a_mistake_is_reported_with_file_line_and_reason(
    text: str, line: int | None, reason: str, folder: Path, write: Write
) -> None:
    file = write(text)
    (problem,) = fallen_back(folder).problems
    assert problem.file == file
    assert line is None or problem.line == line
    assert reason in problem.reason
    assert "\n" not in str(problem)
    assert str(file) in str(problem)


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ notes.__class__.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(notes) }}",
        "{{ ['__class__']|map('attr', '__class__')|list }}{{ notes|map(attribute='__class__')|list }}",
        "{{ render.__globals__ }}",
        "{% set _ = notes.__setattr__('team', 'x') %}",
        "{{ [].append(1) }}",
        "{{ parts.__globals__ }}",
    ],
)
def test_the_sandbox_has_no_way_out(escape: str, folder: Path, write: Write) -> None:
    file = write(f"first\n{escape}")
    (problem,) = fallen_back(folder).problems
    assert (problem.file, problem.line) == (file, 2)
    assert problem.reason


@pytest.mark.parametrize(
    "clock",
    [
        "{{ notes.day.today() }}",
        "{{ notes.made_at.now() }}",
        "{{ notes.made_at.astimezone() }}",
        "{{ [1, 2]|random }}",
        "{{ lipsum() }}",
    ],
)
def test_nothing_depends_on_when_or_where_it_is_made(clock: str, folder: Path, write: Write) -> None:
    write(clock)
    (problem,) = fallen_back(folder).problems
    assert problem.line == 1


@pytest.mark.parametrize(
    "endless",
    [
        "{% for a in range(99999999) %}x{% endfor %}",
        "{% set r = range(9999) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}",
        "{% for a in range(9000) %}{% for b in 'abcdefghij' * 100 %}{% endfor %}{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ [1] * 999999999 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{% set n = namespace(x='xxxxxxxxxx') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='xxxxxxxxxx') %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=9) %}{% for a in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "{{ 'x'|center(999999999) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '%0999999999d'|format(1) }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ '{:{w}}'.format(1, w=999999999) }}",
        "{{ notes.day.strftime('%999999999d') }}",
        "{{ 'x'|indent(999999999) }}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(80) }}",
        "{% set s = 'x' * 90000 %}{% macro m() %}{% for a in range(9999) %}{{ s }}{% endfor %}{% endmacro %}{{ m() }}",
        "{% for a in [1, 2, 3] recursive %}{{ loop([1, 2, 3]) }}{% endfor %}",
        "{" * 500_000,
    ],
)
def test_what_would_not_end_is_ended(endless: str, folder: Path, write: Write) -> None:
    write(endless)
    (problem,) = fallen_back(folder).problems
    assert problem.reason


def test_files_that_cannot_be_read_are_reported(folder: Path) -> None:
    file = folder / "notes" / "planning.md.j2"
    file.write_bytes(b"caf\xe9")
    (problem,) = fallen_back(folder).problems
    assert (problem.file, problem.line) == (file, None)
    assert "UTF-8" in problem.reason
    file.unlink()
    file.mkdir()
    (problem,) = fallen_back(folder).problems
    assert problem.file == file
    assert "cannot be read" in problem.reason


def test_only_the_broken_file_is_left_out(folder: Path, write: Write) -> None:
    write("{% extends 'notes/base.md.j2' %}{% block main %}Ours{% endblock %}")
    base = write("fine\n{% oops %}", "base.md.j2")
    done = render(planning(), "md", [folder])
    assert [(p.file, p.line) for p in done.problems] == [(base, 2)]
    assert "Ours" in done.text


def test_two_mistakes_are_both_reported(folder: Path, write: Write) -> None:
    base = write("{% oops %}", "base.md.j2")
    mine = write("{% extends 'notes/base.md.j2' %}{% block main %}{{ oops }}{% endblock %}")
    assert {p.file for p in fallen_back(folder).problems} == {base, mine}


def test_a_frame_without_the_shipped_macros_is_a_mistake_of_the_team(folder: Path, write: Write) -> None:
    parts = write("{% macro card(card) %}{{ card.key }}{% endmacro %}", "parts.md.j2")
    (problem,) = fallen_back(folder).problems
    assert problem.file == parts


def test_windows_line_ends_and_marks_are_no_mistake(folder: Path) -> None:
    (folder / "notes" / "planning.md.j2").write_bytes(b"\xef\xbb\xbfa\r\n{{ notes.team }}\r\n")
    assert render(planning(), "md", [folder]).text == "a\nPlatform SRE\n"


@pytest.mark.parametrize("fmt", ["html", "text", "slack"])
def test_a_mistake_in_the_markdown_or_in_the_frame_costs_no_format_its_notes(
    fmt: str, folder: Path, write: Write
) -> None:
    source = write("{{ oops }}")
    frame = write("one\n{% endfor %}", f"base.{fmt}.j2")
    done = fallen_back(folder, fmt)
    assert [(problem.file, problem.line) for problem in done.problems] == [(source, 1), (frame, 2)]


def test_a_team_s_frame_of_a_format_stands_around_every_kind(folder: Path, write: Write) -> None:
    write("{% extends 'notes/frame.j2' %}{% block head %}:calendar: {{ head }}{% endblock %}", "base.slack.j2")
    write(
        "{% extends 'shipped/notes/base.html.j2' %}{% block style %}{{ super() }}h1 { color: #7a1fa2 }{% endblock %}"
        "{% block foot %}<p>{{ notes.team }}</p>{% endblock %}",
        "base.html.j2",
    )
    for made in (planning(), standup(held=False)):
        slack = render(made, "slack", [folder])
        assert slack.text == f":calendar: {render(made, 'slack').text}"
        page = render(made, "html", [folder])
        assert "h1 { color: #7a1fa2 }" in page.text
        assert "<p>Platform SRE</p></main>" in page.text
        assert "Written by Cadence" not in page.text
        assert not (*slack.problems, *page.problems)


# --- and all of it is written down ----------------------------------------------------------------------------------


def test_the_readme_names_every_field_of_the_view_model() -> None:
    readme = (shipped_templates() / "README.md").read_text("utf-8")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", readme, re.MULTILINE | re.DOTALL))
    classes = [c for c in vars(notes).values() if isinstance(c, type) and c.__module__ == notes.__name__]
    classes += [cards.CardView, cards.Blocked, cards.DependencyView, cards.ThiefView, cards.CameFrom]
    classes += [MeetingLine, meetings.BalanceView]
    assert set(sections) == {c.__name__ for c in classes}
    for view in classes:
        cells = re.findall(r"^\| (`.*?) \|", sections[view.__name__], re.MULTILINE)
        named = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
        known = [f.name for f in fields(view)] + [n for n, v in vars(view).items() if isinstance(v, property)]
        assert sorted(named) == sorted(known), view.__name__


def test_the_readme_names_every_block_and_filter() -> None:
    readme = (shipped_templates() / "README.md").read_text("utf-8")
    folder = shipped_templates() / "notes"
    texts = [(folder / name).read_text("utf-8") for name in ("base.md.j2", "base.html.j2", "frame.j2")]
    blocks = {name for text in texts for name in re.findall(r"{% block (\w+)", text)}
    filters = {name for one in (*FORMATS.values(), SOURCE) for name in one.filters}
    assert not [name for name in blocks | filters if f"`{name}" not in readme]
