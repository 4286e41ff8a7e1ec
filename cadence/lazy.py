"""Packages whose modules are imported when they are first used (PEP 562).

A shell prompt and the first frame of the terminal interface have no time to import a whole floor (``make bench``
measures both): ``import cadence.services`` costs nothing, ``services.cards.create`` imports that one module.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType


def submodules(package: str) -> Callable[[str], ModuleType]:
    """A module-level ``__getattr__`` for ``package`` that imports the submodule of the name asked for.

    Raises :class:`AttributeError` where there is no such submodule.
    """

    def __getattr__(name: str) -> ModuleType:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return import_module(f"{package}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{package}.{name}":
                raise
            raise AttributeError(f"module {package!r} has no attribute {name!r}") from None

    return __getattr__
