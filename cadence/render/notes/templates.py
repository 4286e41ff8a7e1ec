"""Templates found, run and fallen back from: a team's own before the shipped ones, and never a document lost to one.

A template is named by its path below a templates folder (``notes/planning.md.j2``); a team's file of the same name
wins, and can still build on the shipped one as ``shipped/notes/planning.md.j2``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path

from cadence.render.notes.sandbox import LENGTH, Escape, Sandbox, TooMuch
from cadence.render.shipped import shipped_templates

SHIPPED = "shipped/"
_LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """A mistake in a team's template: in which file, on which line (where known), and what is wrong."""

    file: Path
    line: int | None
    reason: str

    def __str__(self) -> str:
        """All of it on one line."""
        return f"{self.file}{f', line {self.line}' if self.line else ''}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document, and the mistakes in a team's templates because of which shipped ones stood in."""

    text: str
    problems: tuple[TemplateProblem, ...] = ()


class _Unreadable(TemplateError):
    """A template's file that cannot be read."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(reason)
        self.file = file


class _Loader(BaseLoader):
    """Reads templates from the team's folders, then from the shipped one; leaves out files that were ``barred``."""

    def __init__(self, folders: Sequence[Path], barred: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        self.barred = frozenset(barred)
        self.own: list[Path] = []

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of ``template`` and its file; :class:`TemplateNotFound` where there is none."""
        shipped = template.startswith(SHIPPED)
        name = "/".join(split_template_path(template.removeprefix(SHIPPED)))
        for folder in () if shipped else self.folders:
            file = folder / name
            if file not in self.barred and _there(file):
                self.own.append(file)
                return self._read(file), str(file), lambda: True
        file = shipped_templates() / name
        if not file.is_file():
            raise TemplateNotFound(template)
        return self._read(file), str(file), lambda: True

    @staticmethod
    def _read(file: Path) -> str:
        try:
            if file.stat().st_size > _LARGEST:
                raise _Unreadable(file, f"it is larger than {_LARGEST // 1024} KB")
            return file.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _Unreadable(file, "it is not UTF-8 text; save it as UTF-8") from error
        except OSError as error:
            raise _Unreadable(file, f"it cannot be read: {error.strerror or error}") from error

    def blame(self, error: Exception) -> TemplateProblem | None:
        """Which of the team's files ``error`` comes from, where and why; ``None`` where none of them was in use."""
        if isinstance(error, _Unreadable):
            return TemplateProblem(error.file, None, _reason(error)) if error.file in self.own else None
        own = {str(file): file for file in self.own}
        if isinstance(error, TemplateSyntaxError) and error.filename in own:
            return TemplateProblem(own[error.filename], error.lineno, _reason(error))
        places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
        for name, line in reversed(places):
            if name in own:
                return TemplateProblem(own[name], line, _reason(error))
        return TemplateProblem(self.own[-1], None, _reason(error)) if self.own else None


def fill(
    names: Sequence[str],
    given: Mapping[str, object],
    escape: Escape | None,
    filters: Mapping[str, Callable[..., Any]],
    folders: Sequence[Path],
) -> Rendered:
    """The first template of ``names`` that there is, filled with what is ``given``, each value through ``escape``.

    A team's file with a mistake in it is reported and left out, and the document made again without it. A mistake in a
    shipped template is a bug, and raised.
    """
    problems: list[TemplateProblem] = []
    while True:
        loader = _Loader(folders, (problem.file for problem in problems))
        sandbox = Sandbox(loader, escape)
        sandbox.add_filters(dict(filters))
        try:
            return Rendered(_run(sandbox, names, given), tuple(problems))
        except Exception as error:
            problem = loader.blame(error)
            if problem is None:
                raise
            problems.append(problem)


def _run(sandbox: Sandbox, names: Sequence[str], given: Mapping[str, object]) -> str:
    pieces: list[str] = []
    length = 0
    for piece in sandbox.select_template(list(names)).generate(**given):
        length += len(piece)
        if length > LENGTH:
            raise TooMuch("it writes far too much; is there a loop too many?")
        pieces.append(piece)
    return "".join(pieces)


def _there(file: Path) -> bool:
    """Whether something of that name is there, readable or not."""
    try:
        return file.exists()
    except OSError:
        return True


def _reason(error: Exception) -> str:
    """What is wrong, in words for somebody who writes templates."""
    if isinstance(error, RecursionError):
        return "it extends, includes or calls itself without end (the shipped one of the same name is 'shipped/...')"
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}"
    text = str(error.message if isinstance(error, TemplateError) and error.message else error)
    if not isinstance(error, TemplateError):
        text = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return re.sub(r"'(?:[\w.]+\.)?(\w+) object'", r"\1", " ".join(text.split()))
