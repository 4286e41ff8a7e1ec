"""Where templates run: Jinja2's immutable sandbox, with ends to what a mistake can cost.

The sandbox keeps a template away from Python's insides. It doesn't keep one from running for ever or filling the
memory, so loops, calls and filters are counted, and what grows is measured. Counted, not timed: the same template with
the same notes always ends the same way. For the same reason nothing here reads a clock, the machine's zone or chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sized
from datetime import date
from functools import wraps
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateRuntimeError, Undefined, nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

STEPS = 100_000
"""Turns of loops, calls and filters that one document may take; notes with a thousand cards need 5,000."""
LENGTH = 4_000_000
"""Characters that one document, or one value in it, may have."""
WIDTH = 10_000
"""The largest number that a template may give to a filter or a function: widths, indents, counts."""

_CHANCE = frozenset({"random", "shuffle"})
_CLOCK = frozenset({"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp", "astimezone"})
_WIDE = re.compile(r"\d{6,}")

Escape = Callable[[object], str]

_COMPILED: dict[tuple[str, str, str], CodeType] = {}
"""Templates compiled in this process, by dialect, place and content: compiling takes longer than all the rest."""


class TooMuch(TemplateRuntimeError):
    """A template that runs too long, or makes too much."""


class _Counting(CodeGenerator):
    """Jinja2's compiler, with every loop counted and every ``~`` measured."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        count = nodes.EnvironmentAttribute("counted", lineno=node.lineno)
        node.iter = nodes.Call(count, [node.iter], [], None, None, lineno=node.lineno)
        super().visit_For(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.measured(")
        super().visit_Concat(node, frame)
        self.write(")")


class _Compiled(BytecodeCache):
    """What this process has compiled before for the same dialect."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code of a template with the very same text, if it is known."""
        bucket.code = _COMPILED.get((self.dialect, bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a template's code; a few dozen are all that a team has."""
        if len(_COMPILED) >= 100:
            _COMPILED.clear()
        if bucket.code is not None:
            _COMPILED[self.dialect, bucket.key, bucket.checksum] = bucket.code


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one document: ``escape`` makes a value right for its format (``None``: leave it)."""

    code_generator_class = _Counting
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: BaseLoader, escape: Escape | None) -> None:
        """Start with nothing spent."""
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=escape is not None,
            finalize=self._final,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_Compiled(getattr(escape, "__qualname__", "")),
        )
        self._escape = escape
        self.steps = 0
        self.length = 0
        self.globals.pop("lipsum", None)
        self.globals["range"] = self._range
        self.add_filters({name: call for name, call in self.filters.items() if name not in _CHANCE})
        for name in _CHANCE & set(self.filters):
            del self.filters[name]

    def add_filters(self, filters: dict[str, Callable[..., Any]]) -> None:
        """Offer ``filters`` to templates, each counted and measured."""
        self.filters.update({name: self._guarded(call) for name, call in filters.items()})

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """``items``, each taking a step."""
        for item in items:
            self.spend(1)
            yield item

    def measured(self, value: Any) -> Any:
        """``value``; raises :class:`TooMuch` where it is too long."""
        number = isinstance(value, int)
        size = value.bit_length() if number else len(value) if isinstance(value, Sized) else 0
        if size > (WIDTH if number else LENGTH):
            raise TooMuch("it makes a value that is far too long")
        return value

    def spend(self, steps: int) -> None:
        """Take ``steps``; raises :class:`TooMuch` where that is more than is left."""
        self.steps += steps
        if self.steps > STEPS:
            raise TooMuch("it runs too long; is there a loop in a loop, or one over a large range?")

    def wrote(self, text: str) -> None:
        """Count what came out; raises :class:`TooMuch` where it is too much."""
        self.length += len(text)
        if self.length > LENGTH:
            raise TooMuch("it writes far too much; is there a loop too many?")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Jinja2's rule, and no clock and no machine's zone behind a date."""
        clock = attr in _CLOCK and (isinstance(obj, date) or (isinstance(obj, type) and issubclass(obj, date)))
        return not clock and super().is_safe_attribute(obj, attr, value)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call ``__obj`` for a template, as a step and with numbers of a sensible size."""
        __self.spend(1)
        # str.format and strftime pad to any width that is written in them.
        own = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)
        __self._check((own, *args, *kwargs.values()) if isinstance(own, str | date) else (*args, *kwargs.values()))
        return __self.measured(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Add, multiply and format, but nothing that grows without end."""
        if operator == "**":
            raise SecurityError("powers are not for notes")
        if operator == "*":
            size = next((len(side) for side in (left, right) if isinstance(side, str | list | tuple)), 0)
            times = next((side for side in (left, right) if isinstance(side, int)), 0)
            if size * times > LENGTH:
                raise TooMuch("it makes a value that is far too long")
        if operator == "%" and isinstance(left, str):
            self._check((left, *(right if isinstance(right, tuple) else (right,))))
        return self.measured(super().call_binop(context, operator, left, right))

    def _range(self, *bounds: int) -> range:
        numbers = range(*bounds)
        if len(numbers) > WIDTH:
            raise TooMuch(f"a range of {len(numbers)} is more than notes can need")
        self.spend(len(numbers))
        return numbers

    def _guarded(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """A filter as a step, its numbers checked and its result measured; Jinja2's marks on it are kept."""
        if getattr(call, "guarded", False):
            return call

        @wraps(call)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            self.spend(1)
            for value in args:
                if isinstance(value, list | tuple | range):
                    self.spend(len(value))
            if call.__name__ == "do_format":
                self._check(args)
            self._check([v for v in (*args[1:], *kwargs.values()) if isinstance(v, int)])
            return self.measured(call(*args, **kwargs))

        guarded.guarded = True  # type: ignore[attr-defined]
        return guarded

    def _check(self, values: Iterable[Any]) -> None:
        """Refuse numbers, and widths inside texts, that only a mistake can mean."""
        for value in values:
            if isinstance(value, int) and abs(value) > WIDTH:
                raise TooMuch(f"{value} is more than notes can need")
            if isinstance(value, str) and _WIDE.search(value) and ("%" in value or "{" in value or value.isdigit()):
                raise TooMuch("a number in a format is larger than notes can need")

    def _final(self, value: Any) -> Any:
        """What is printed for a value: nothing for ``None``, text that is right for the format for anything else."""
        if value is None:
            return ""
        if isinstance(value, Undefined):
            return str(value)
        if callable(value) and not hasattr(value, "__html__"):
            raise TemplateRuntimeError("this is something to call: put () after it")
        text = str(value) if self._escape is None or isinstance(value, Markup) else self._escape(value)
        self.wrote(text)
        return Markup(text) if self._escape is not None else text
