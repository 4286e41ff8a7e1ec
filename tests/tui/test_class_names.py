"""Textual finds handlers and styles by class name: a renamed class must take both along."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from textual.dom import DOMNode
from textual.message import Message

import cadence.tui

MODULES = [import_module(found.name) for found in walk_packages(cadence.tui.__path__, "cadence.tui.")]
OURS = {
    one
    for module in MODULES
    for one in vars(module).values()
    if inspect.isclass(one) and one.__module__.startswith("cadence.")
}


def below(base: type[Any]) -> Iterator[type[Any]]:
    for one in base.__subclasses__():
        yield one
        yield from below(one)


def test_every_handler_answers_a_message_that_exists() -> None:
    answered = {one.handler_name for one in below(Message)}
    handlers = {
        f"{one.__module__}.{one.__name__}.{name}": name
        for one in OURS
        for name, value in vars(one).items()
        if name.startswith("on_") and inspect.isfunction(value)
    }
    assert handlers
    assert not [place for place, name in handlers.items() if name not in answered]


def test_every_class_in_a_style_sheet_exists() -> None:
    classes = {one.__name__ for one in below(DOMNode)}
    folder = Path(cadence.tui.__path__[0])
    styles = {str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.rglob("*.tcss")}
    styles |= {
        one.__name__: one.__dict__.get("DEFAULT_CSS", "") for one in OURS if one.__module__.startswith("cadence.")
    }
    named = {
        (place, name)
        for place, text in styles.items()
        for selector in re.findall(r"([^{};]*)\{", text)
        for name in re.findall(r"(?<![-.#$:\w])_?[A-Z]\w*", selector)
    }
    assert ("board/screen.tcss", "BoardWidget") in named
    assert not [(place, name) for place, name in named if name not in classes]
