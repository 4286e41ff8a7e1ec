"""CommonMark with tables and strikethrough: apart from :mod:`~cadence.render.markup`, as most notes need no parser."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt


class Parser(MarkdownIt):
    """A CommonMark parser with tables and strikethrough. With ``html`` off it is ours, else a trusting reader's."""

    def __init__(self, *, html: bool, follow: Callable[[str], bool], picture: Callable[..., str]) -> None:
        """``follow`` says whether an address becomes a link, ``picture`` what becomes of a picture (both: if ours)."""
        super().__init__("commonmark", {"html": html, "linkify": not html})
        self._follow = (lambda _: True) if html else follow
        self.enable(["table", "strikethrough"])
        if not html and self.linkify is not None:
            self.enable("linkify")
            self.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
            self.add_render_rule("image", picture)

    def validateLink(self, url: str) -> bool:
        """Whether ``url`` becomes a link at all."""
        return self._follow(url)
