"""What a reader sees of notes and agendas, in every format; and what nobody may ever see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len

from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteItem
from cadence.errors import BadValue
from cadence.render.notes import formats
from cadence.render.notes.notes import render
from tests.counting import calls
from tests.render.notes.samples import PEERING, SAMPLES, arch, demo, planning, retro, standup, with_every_text, withheld

FORMATS = tuple(formats.FORMATS)
EVERY = [(kind, held) for kind in SAMPLES for held in (True, False)]
HOSTILE = (
    "# x | [red](javascript:alert(1)) `rm -rf` **b** _i_ <script>alert(1)</script> ![p](http://evil.example/p.png)"
    " <!channel> *bold* ~gone~ {{ 7*7 }} {% raw %} &amp; @channel \x1b[31m\u202eאבג 日本語 👩\u200d👩\u200d👧"
    "\n- item\n<img src=x>"
)
VOID = {"meta", "img", "br", "hr", "link", "input"}


class Page(HTMLParser):
    """An HTML page as a reader has it: its text, its elements, and whether they close as they opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def tokens(text: str) -> Iterator[Token]:
    """Markdown as a trusting reader with GitHub's tables has it."""
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def seen(made: MeetingNotes, fmt: str) -> str:
    """The words a reader gets, on one line, whatever the format."""
    text = render(made, fmt).text
    if fmt == "html":
        return Page(text).text
    if fmt == "md":
        text = " ".join(t.content for t in tokens(text) if t.type in {"text", "code_inline", "fence"})
    if fmt == "slack":
        text = re.sub(r"<([^|>]+)\|([^>]+)>", r"\2", text).replace("*", "")
        text = re.sub(r"(?<!\w)_|_(?!\w)", "", text)
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(text.split())


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(("kind", "held"), EVERY)
def test_every_kind_says_what_when_and_for_whom(kind: str, held: bool, fmt: str) -> None:
    made = SAMPLES[kind](held=held)
    done = render(made, fmt)
    text = seen(made, fmt)
    assert not done.problems
    assert made.line.title in text
    assert "EST (America/New_York)" in text
    assert "2026" in text
    assert "Platform SRE" in text
    assert ("Agenda: " + made.line.title in text) is not held
    assert "None" not in text
    assert "\n\n\n" not in done.text or fmt == "html"
    assert done.text.endswith("\n")
    assert done.text == render(made, fmt).text
    for step in made.steps:
        for item in step.cards:
            assert item.card.title in text
            assert all(what in text for _, what in item.comments)
    for one in (*made.decisions, *made.actions, *made.parked, *made.tabled):
        assert one.title in text


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("planning", ["52 of 60 min, 8 min given back", "business 58 : 42 team", "feature 45 % (target 40)"]),
        ("planning", ["Left for later", "SSO for the wiki", "blocked since Fri 27 Nov: network team: DNS delegation"]),
        ("planning", ["Chidi: Ask the network team for a date", "due Mon 7 Dec", "open for 3 d", "→ arch"]),
        ("standup", ["In the way: SRE-57: network team", "Eli (away, left an update)", "Not heard: Dana"]),
        ("sync", ["Waiting on them", "due Wed 9 Dec", "Lena: Promised for next Wednesday."]),
        ("arch", ["decided: spot for stateless jobs", "22 min", "Which jobs may be interrupted?", "Not reached"]),
        (
            "demo",
            ["shown by farah, anne", "Marta: Can we see this", "Not shown this time", "What we do with what was shown"],
        ),
        ("retro", ["What we will change", "Paging", "4 votes", "Nothing that touches production before Monday"]),
    ],
)
def test_a_reader_finds_what_the_meeting_was_about(kind: str, words: list[str], fmt: str) -> None:
    text = seen(SAMPLES[kind](), fmt).replace("(4 votes)", "4 votes").replace("Eli away, left", "Eli (away, left")
    text = text.replace("update Since", "update) Since")
    missing = [word for word in words if word.replace(" ", "") not in text.replace(" ", "")]
    assert not missing, text


def test_the_merged_list_is_in_order() -> None:
    text = render(planning(), "md").text
    first = [line for line in text.splitlines() if re.match(r"\d\. ", line)]
    assert [re.findall(r"SRE-\d+", line)[0] for line in first] == ["SRE-42", "SRE-57", "SRE-60", "SRE-52"]


def test_a_retro_leads_with_what_will_change() -> None:
    text = render(retro(), "text").text
    assert text.index("What we will change") < text.index("What was said") < text.index("Last time's actions")


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_agenda_lists_steps_budgets_and_cards(fmt: str) -> None:
    text = seen(planning(held=False), fmt)
    assert "Holdovers (8 min): What is left from the last iteration?" in text
    assert "Agree on what matters most" in text
    assert text.index("Business priorities") < text.index("SRE-42") < text.index("Team priorities")
    assert "Actions still open" in text
    assert "given back" not in text


@pytest.mark.parametrize("fmt", FORMATS)
def test_guests_get_no_words_meant_for_the_facilitator(fmt: str) -> None:
    assert "one key away" not in seen(demo(held=False), fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_is_empty_is_not_printed(fmt: str) -> None:
    bare = replace(arch(), steps=(), decisions=(), actions=(), guests=(), away=(), here=(), made_at=None)
    text = seen(bare, fmt)
    for word in ("Decisions", "Actions", "Parking", "Guests", "Away", "Here", "Not reached", "time went"):
        assert word not in text


@pytest.mark.parametrize("fmt", FORMATS)
def test_withheld_notes_say_only_that(fmt: str, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / f"retro.{fmt}.j2").write_text("mine {{ notes.line.title }}", "utf-8")
    done = render(withheld(), fmt, [tmp_path])
    text = Page(done.text).text.removeprefix("Notes ") if fmt == "html" else done.text.strip()
    assert text == "The notes of a retro are for the team alone."


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_is_out_of_the_ordinary_stands_at_the_top(fmt: str) -> None:
    made = standup(held=False)
    off = replace(made, line=replace(made.line, status="cancelled", reason="offsite"))
    moved = replace(made, line=replace(made.line, moved_from=made.line.starts_at - timedelta(days=1), reason="holiday"))
    assert "Cancelled: offsite" in seen(off, fmt)
    assert "Moved from Tue 1 Dec, 10:00: holiday" in seen(moved, fmt)


def test_time_over_is_said() -> None:
    assert "64 of 60 min, 4 min over" in seen(replace(planning(), used=64), "text")


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_kind_without_a_template_gets_all_there_is(fmt: str) -> None:
    made = planning()
    review = replace(made, line=replace(made.line, kind="review", title="Incident review"))
    text = seen(review, fmt)
    for word in ("Incident review", "Two of nine are automated.", "Postgres stays on 17", "Who owns the mail relay?"):
        assert word in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadValue, match="pdf"):
        render(planning(), "pdf")


# --- text is text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "held"), EVERY)
def test_html_loads_nothing_runs_nothing_and_closes_everything(kind: str, held: bool) -> None:
    for made in (SAMPLES[kind](held=held), with_every_text(SAMPLES[kind](held=held), HOSTILE)):
        page = Page(render(made, "html").text)
        assert not page.open
        assert not page.tags & {"script", "img", "iframe", "object", "link", "form", "svg", "base", "video"}
        links = [(name, value or "") for _, attrs in page.elements for name, value in attrs.items()]
        assert not [name for name, _ in links if name == "src" or name.startswith("on")]
        assert all(value.startswith(("http://", "https://", "mailto:")) for name, value in links if name == "href")
        assert ("html", {"lang": "en"}) in page.elements
        assert ("meta", {"charset": "utf-8"}) in page.elements
        assert "url(" not in render(made, "html").text
        assert "{{ 7*7 }}" in page.text or made.team == "Platform SRE"


@pytest.mark.parametrize(("kind", "held"), EVERY)
def test_markdown_shows_what_people_typed_as_they_typed_it(kind: str, held: bool) -> None:
    made = with_every_text(SAMPLES[kind](held=held), HOSTILE)
    # Bodies are Markdown by design.
    steps = [replace(s, cards=tuple(replace(c, card=replace(c.card, body="")) for c in s.cards)) for s in made.steps]
    decisions, tabled = ([replace(item, body="") for item in items] for items in (made.decisions, made.tabled))
    made = replace(made, steps=tuple(steps), decisions=tuple(decisions), tabled=tuple(tabled))
    found = list(tokens(render(made, "md").text))
    allowed = {"text", "softbreak", "inline", "strong_open", "strong_close", "link_open", "link_close", "hr"}
    allowed |= {f"{tag}_{end}" for tag in ("heading", "paragraph", "bullet_list", "ordered_list", "list_item")
                for end in ("open", "close")}  # fmt: skip
    assert {t.type for t in found} <= allowed
    assert {str(t.attrGet("href")) for t in found if t.type == "link_open"} <= {
        str(c.url) for c in (PEERING, *(i.card for s in made.steps for i in s.cards), *made.merged)
    } | {str(made.recording)}
    typed = " ".join(HOSTILE.replace("\x1b", "").replace("\u202e", "").split())
    assert typed in " ".join("".join(t.content for t in found if t.type == "text").split())


@pytest.mark.parametrize(("kind", "held"), EVERY)
def test_slack_formats_and_calls_nobody(kind: str, held: bool) -> None:
    text = render(with_every_text(SAMPLES[kind](held=held), HOSTILE), "slack").text
    assert "<!" not in text
    assert "<@" not in text
    assert "@channel" not in text
    assert "*bold*" not in text
    assert "`" not in text
    assert "~" not in text
    assert all(re.match(r"https?://|mailto:", link) for link in re.findall(r"<([^>]*)>", text))
    assert "&lt;!channel&gt;" in text


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("kind", SAMPLES)
def test_no_escape_sequence_or_override_reaches_a_reader(kind: str, fmt: str) -> None:
    text = render(with_every_text(SAMPLES[kind](), HOSTILE + "\ud800"), fmt).text
    assert not set(text) & {"\x1b", "\u202e", "\r", "\x9b"}
    assert text.encode("utf-8")


@pytest.mark.parametrize(("kind", "held"), EVERY)
def test_plain_text_is_at_most_72_wide(kind: str, held: bool) -> None:
    long = replace(SAMPLES[kind](held=held), remarks=("日本語のとても長いお知らせ" * 9, "a" * 200, HOSTILE))
    for made in (long, with_every_text(long, HOSTILE), with_every_text(long, "とても長い、題名。" * 20)):
        lines = render(made, "text").text.splitlines()
        assert not [line for line in lines if cell_len(line) > 72 and "http" not in line]
        assert not [line for line in lines if line.lstrip().startswith(("、", "。"))]


def test_an_address_that_is_none_is_no_link() -> None:
    bad = replace(demo(), recording="javascript:alert(1)")
    assert "](" not in render(bad, "md").text
    assert "<a" not in render(bad, "html").text
    assert "<javascript" not in render(bad, "slack").text
    assert "javascript:alert(1)" in seen(bad, "text")


def test_hostile_bodies_end_where_they_end() -> None:
    body = "# Title\n\n```\nnever closed <b>\n\n<script>\n\n[x]: javascript:alert(1)"
    made = replace(planning(), decisions=(NoteItem("SRE-1", "One", body), NoteItem("SRE-2", "Two")))
    found = list(tokens(render(made, "md").text))
    assert "html_block" not in {t.type for t in found}
    assert any(t.type == "text" and t.content.startswith("Two") for t in found)
    page = Page(render(made, "html").text)
    assert not page.open
    assert [tag for tag, _ in page.elements].count("h1") == 1


@pytest.mark.parametrize("fmt", FORMATS)
def test_long_notes_are_no_trouble(fmt: str) -> None:
    def cost(cards: int) -> int:
        listed = tuple(NoteCard(replace(PEERING, key=f"SRE-{n}"), "", ()) for n in range(cards))
        notes = replace(planning(), steps=(replace(arch().steps[1], cards=listed),) * 3)
        assert not render(notes, fmt).problems
        return calls(lambda: render(notes, fmt))

    assert cost(400) < 15 * cost(40)
