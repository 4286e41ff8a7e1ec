"""Frozen values like those of :mod:`dataclasses`, whose classes cost next to nothing to declare.

A frozen dataclass is written as source text and compiled when its module is imported: 0.6 ms a class, and 4 ms for
:mod:`dataclasses` itself. A shell prompt that shows ``cadence status --short`` pays that for each class of the rhythm
before it says a word. These have one ``__init__`` for all; making one takes about as long as a frozen dataclass does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field

V = TypeVar("V", bound="Value")


class _Fields:
    """``__dataclass_fields__``: what :mod:`dataclasses` and its callers ask for, made when they do."""

    def __get__(self, value: Value | None, owner: type[Value]) -> dict[str, Field[Any]]:
        if owner is Value:
            raise AttributeError("the base of all values is none itself")
        from dataclasses import make_dataclass

        named = list(owner.__annotations__.items())
        found: dict[str, Field[Any]] = make_dataclass(owner.__name__, named).__dataclass_fields__  # type: ignore[attr-defined]
        owner.__dataclass_fields__ = found
        return found


@dataclass_transform(frozen_default=True)
class Value:
    """The base of a frozen value: its annotated names are its fields, what they are given is their default.

    Equal are two values of one class with equal fields. ``dataclasses.replace`` and ``fields`` know it too. Its classes
    have no subclasses, and a default is one for all: it is not to be changed.
    """

    _order: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}
    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _Fields()

    def __init_subclass__(cls) -> None:
        """Find the fields and their defaults."""
        cls._order = names = tuple(cls.__annotations__)
        cls._names = frozenset(names)
        cls._defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}

    def __init__(self, *places: Any, **names: Any) -> None:
        """Take the fields by place or by name; raises :class:`TypeError` for one too many, too few or twice."""
        given = self.__dict__
        given.update(self._defaults)
        given.update(zip(self._order, places, strict=False))
        given.update(names)
        taken = self._order[: len(places)]
        if given.keys() != self._names or len(taken) < len(places) or not names.keys().isdisjoint(taken):
            raise TypeError(f"{type(self).__name__}({', '.join(self._order)}) was given {places} and {names}")
        self.__post_init__()

    def __post_init__(self) -> None:
        """Refuse what cannot be."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen; replace() makes another value")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *[self.__dict__[name] for name in self._order]))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._order)
        return f"{type(self).__name__}({said})"


def replace(value: V, **changes: Any) -> V:
    """The value with some of its fields changed."""
    return type(value)(**{**value.__dict__, **changes})
