"""The formats that are made from the Markdown: what each makes of it, and that a new one is one file."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from cadence.cli import main
from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteItem
from cadence.render.notes.formats import FORMATS, Format
from cadence.render.notes.formats.writer import Writer
from cadence.render.notes.notes import render
from tests.render.notes.samples import SAMPLES, demo, planning, retro, standup

EVERY = [(kind, held) for kind in SAMPLES for held in (True, False)]


def deciding(*bodies: str) -> MeetingNotes:
    """A planning with a decision for each body."""
    items = (NoteItem(f"SRE-{number}", f"Decision {number}", body) for number, body in enumerate(bodies, 1))
    return replace(planning(), decisions=tuple(items), tabled=())


# --- a format of one's own ------------------------------------------------------------------------------------------


class OrgWriter(Writer):
    """Emacs's Org mode: all that differs from plain text."""

    def heading(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        return f"{'*' * int(node.tag[1])} {self.inside(node)}"

    def fact(self, label: str, value: str, wide: int, first: str, rest: str) -> str:
        return f"{first}- {label.removesuffix(':')} :: {value}"

    def quotation(self, node: SyntaxTreeNode, first: str, rest: str) -> str:
        return f"{rest}#+begin_quote\n{self.blocks(node.children, rest, rest)}\n{rest}#+end_quote"

    def strong(self, node: SyntaxTreeNode) -> str:
        return f"*{self.inside(node)}*"

    def link(self, label: str, address: str, *, alone: bool) -> str:
        return f"[[{address}][{label}]]"

    def escape(self, text: str) -> str:
        return text.replace("*", "\u2217")


ORG = Format("org", ".org", OrgWriter().write, lambda value: Markup(OrgWriter().escape(str(value))), {})


@pytest.fixture
def org(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, ORG.key, ORG)


@pytest.mark.usefixtures("org")
@pytest.mark.parametrize(("kind", "held"), EVERY)
def test_a_new_format_is_one_file_and_one_line(kind: str, held: bool) -> None:
    made = SAMPLES[kind](held=held)
    done = render(made, "org")
    assert not done.problems
    assert done.text.startswith(f"* {'' if held else 'Agenda: '}{made.line.title}, ")
    assert "- Team :: Platform SRE, iteration 47" in done.text
    for step in made.steps:
        assert all(item.card.title in done.text for item in step.cards)
    for item in (*made.decisions, *made.actions, *made.parked, *made.tabled):
        assert item.title in done.text


@pytest.mark.usefixtures("org")
def test_org_has_its_own_headings_links_and_quotations() -> None:
    text = render(planning(), "org").text
    for line in (
        "** What comes first",
        "*SRE-60* Black Friday capacity",
        "[[https://git.example.com/sre/capacity/issues/60][link]]",
        "  #+begin_quote\n  Version 18 changes the default",
        "  #+end_quote",
        "  - *Options:* upgrade now; wait; skip 18",
    ):
        assert line in text


def test_the_command_line_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    main(["notes", "export", "--help"])
    assert "|".join(FORMATS) in capsys.readouterr().out


# --- facts ----------------------------------------------------------------------------------------------------------


def test_facts_are_a_table() -> None:
    page = render(planning(), "html").text
    assert '<th scope="row">Facilitator:</th>\n<td><bdi>Anne</bdi></td>' in page
    assert page.count("<table>") == 2  # above, and where the time went
    text = render(planning(), "text").text
    assert "Team:        Platform SRE, iteration 47\n" in text
    assert "Facilitator: Anne\n" in text
    assert "_Facilitator:_ Anne\n" in render(planning(), "slack").text


def test_what_people_list_in_bold_stays_a_list() -> None:
    assert "<li><strong>Options:</strong> upgrade now; wait; skip 18</li>" in render(planning(), "html").text
    assert "> • Options: upgrade now; wait; skip 18\n" in render(planning(), "slack").text


def test_a_step_with_a_very_long_name_does_not_push_the_figures_off_the_page() -> None:
    made = planning()
    named = replace(made, steps=(*made.steps[:-1], replace(made.steps[-1], title="What is to be said " * 3)))
    assert "Holdovers: 6:56 of 8:00" in render(named, "text").text


@pytest.mark.parametrize("fmt", ["text", "slack"])
def test_a_standup_s_names_stand_right_above_what_they_said(fmt: str) -> None:
    lines = [line.strip("*_ ") for line in render(standup(), fmt).text.split("\n")]
    assert lines[lines.index("Ben") + 1].startswith("In the way:")


# --- values ---------------------------------------------------------------------------------------------------------


def test_values_are_isolated_on_a_page_and_nowhere_marked() -> None:
    made = replace(demo(), guests=("אבג", "Marta"), remarks=("אבג · def",))
    page = render(made, "html").text
    assert "<td><bdi>אבג</bdi>, <bdi>Marta</bdi></td>" in page
    assert '<p class="note"><strong>Note:</strong> <bdi>אבג · def</bdi></p>' in page
    for fmt in FORMATS:
        assert not set(render(made, fmt).text) & {"\u2066", "\u2067", "\u2068", "\u2069", "\u2028"}


def test_the_lines_of_a_remark_are_kept_where_a_format_has_them() -> None:
    said = NoteCard(planning().merged[0], "continue", (("Ben", "first\nsecond * third"),))
    made = replace(planning(), steps=(replace(planning().steps[0], cards=(said,)),))
    assert "<bdi>Ben</bdi>: <bdi>first<br>second * third</bdi>" in render(made, "html").text
    assert "- Ben: first second * third\n" in render(made, "text").text
    assert "- Ben: first second \\* third\n" in render(made, "md").text


def test_facts_behind_a_title_are_quieter_and_what_is_typed_is_not() -> None:
    made = replace(planning(), merged=(replace(planning().merged[0], title="one · two"),))
    page = render(made, "html").text
    assert '<bdi>one · two</bdi> <span class="fact">· <bdi>feature</bdi></span>' in page


def test_addresses_in_titles_stay_text() -> None:
    made = replace(planning(), merged=(replace(planning().merged[0], title="see https://x.example/a_b_c"),))
    assert "<bdi>see https://x.example/a_b_c</bdi>" in render(made, "html").text


def test_addresses_are_shown_as_they_are_read() -> None:
    made = replace(planning(), merged=(replace(planning().merged[0], url="https://x.example/größe"),))
    assert "https://x.example/größe\n" in render(made, "text").text
    assert "<https://x.example/gr%C3%B6%C3%9Fe|link>" in render(made, "slack").text


# --- bodies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["html", "text", "slack"])
@pytest.mark.parametrize(
    "body",
    [
        "```\nnever closed",
        "~~~ quotation\n~~~\n\n~~~~",
        "- [x]\n\n<div>",
        "> quoted\n\n1. a\n   2. b",
        "***\n---\n# Big",
    ],
)
def test_a_body_ends_where_it_ends(fmt: str, body: str) -> None:
    text = render(deciding(body, "Second."), fmt).text
    plain = [line.strip("*•- ") for line in text.replace("<li>\n<p><bdi>", "\n").replace("</bdi>", "\n").split("\n")]
    assert [line.split(" ·")[0] for line in plain if line.startswith("Decision ")] == ["Decision 1", "Decision 2"]
    assert text.index("Decision 2") < text.index("Second.") < text.index("Written by Cadence")


def test_a_reference_belongs_to_the_body_that_defines_it() -> None:
    page = render(deciding("[one][1]\n\n[1]: https://x.example/a", "[two][1]\n\n[1]: https://x.example/b"), "html").text
    assert '<a href="https://x.example/a" rel="noopener noreferrer">one</a>' in page
    assert '<a href="https://x.example/b" rel="noopener noreferrer">two</a>' in page
    assert "two (https://x.example/b)" in render(deciding("[one]", "[two](https://x.example/b)"), "text").text


def test_slack_keeps_code_and_its_indentation() -> None:
    body = "Try:\n\n```yaml\na:\n    - b & <c>\n\n    - `d`\n```\n\nand *then*:\n\n    if x:\n        y"
    assert (
        "> Try:\n```\na:\n    - b &amp; &lt;c&gt;\n\n    - ˋdˋ\n```\n> and then:\n```\nif x:\n    y\n```\n"
        in render(deciding(body), "slack").text
    )
    listed = "1. First\n   ```\n   if x:\n       y\n   ```"
    assert ">       if x:\n>           y\n" in render(deciding(listed), "slack").text


def test_plain_text_keeps_a_body_s_lists_code_tables_and_lines() -> None:
    body = (
        "## Why\nfirst\nsecond\n\n3. three\n   - below\n4. four\n\n```\n  code\n```\n\n| a | b |\n|---|---|\n| c | d |"
    )
    lines = render(deciding(body), "text").text.split("\n")
    start = lines.index("    Why")
    assert [line.removeprefix("    ") for line in lines[start : start + 12]] == [
        "Why",
        "first",
        "second",
        "",
        "3. three",
        "   - below",
        "4. four",
        "",
        "      code",
        "",
        "a | b",
        "c | d",
    ]


@pytest.mark.parametrize(
    "body", ["@**channel**", "@*here*", "@~~everyone~~", "@[channel](https://x.example/)", "@![here](x)"]
)
def test_nobody_is_called_by_taking_emphasis_away(body: str) -> None:
    assert not re.search(r"@\w", render(deciding(body), "slack").text)


@pytest.mark.parametrize("fmt", ["html", "text", "slack"])
def test_pictures_are_links_and_code_is_code(fmt: str) -> None:
    text = render(deciding("![cat](https://x.example/cat.png) and `a_b`"), fmt).text
    shown = {
        "html": '<a href="https://x.example/cat.png" rel="noopener noreferrer">cat</a> and <code>a_b</code>',
        "text": "cat (https://x.example/cat.png) and `a_b`",
        "slack": "> cat (https://x.example/cat.png) and ˋa_bˋ",
    }
    assert shown[fmt] in text


def test_a_retro_still_leads_with_what_will_change_in_every_format() -> None:
    for fmt in FORMATS:
        text = render(retro(), fmt).text
        assert text.index("What we will change") < text.index("What was said") < text.index("Where the time went")
