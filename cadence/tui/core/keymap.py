"""Keys, read back from where they are declared: footer, help, palette, overrides and the README's table.

Nothing is declared here. A key is a ``Binding`` with an id beside its action; this module walks those declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding
from textual.keys import key_to_character

from cadence.tui.widgets.key_bar import KeyWords

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

HELP = "app.help"
_NAMES = {
    "enter": "⏎",
    "backspace": "⌫",
    "escape": "esc",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "at": "@",
    "underscore": "_",
    "backslash": "\\",
    "period": ".",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


OF_THE_LINE = (KeyWords("⏎", "keep", ""), KeyWords("esc", "leave it for later", ""))
"""What keys do while the one line is open."""
OF_A_FILTER = (KeyWords("⏎", "keep", ""), KeyWords("esc", "show all", ""))
"""What they do while it narrows what is shown."""


class Key(NamedTuple):
    """A declared key where it is active: ``why_not`` says in words why it makes no sense at this moment."""

    id: str
    keys: tuple[str, ...]
    label: str
    tooltip: str
    action: str
    node: DOMNode
    why_not: str = ""


def key_name(key: str) -> str:
    """A key as it is called on a keyboard: ``⏎``, ``^p``, ``shift+↑``."""
    *held, last = key.split("+") if key != "+" else ["+"]
    sign = key_to_character(last) or ""
    name = _NAMES.get(last) or (sign if sign.strip() and sign.isprintable() else last)
    if held == ["ctrl"]:
        return f"^{name}"
    return "+".join([*held, name])


def active(screen: Screen[object]) -> list[Key]:
    """The keys that do something on this screen with its present focus, the nearest first; one entry per id.

    ``CALLED`` of a screen says by id what a key is called there: adding is adding a person where there are people.
    """
    found: dict[str, Key] = {}
    called: Mapping[str, tuple[str, str]] = getattr(screen, "CALLED", {})
    for key, (node, binding, enabled, _) in screen.active_bindings.items():
        if binding.id is None or not enabled or binding.system:
            continue
        known = found.get(binding.id)
        if known is not None:
            found[binding.id] = known._replace(keys=(*known.keys, key))
            continue
        label, tooltip = called.get(binding.id, (binding.description, binding.tooltip))
        found[binding.id] = Key(binding.id, (key,), label, tooltip, binding.action, node, _why_not(node, binding))
    return list(found.values())


def _why_not(node: DOMNode, binding: Binding) -> str:
    """What the node says of a gesture that makes no sense now; empty where it does."""
    ask = getattr(node, "why_not", None)
    name = gesture_of(binding.action)
    return str(ask(name)) if ask is not None and name else ""


def gesture_of(action: str) -> str:
    """``park`` of the action ``gesture('park')``; empty for other actions."""
    return action.removeprefix("gesture('").removesuffix("')") if action.startswith("gesture(") else ""


def footer(screen: Screen[object], first: Sequence[str]) -> list[KeyWords]:
    """The footer's keys: those with the ids ``first`` that make sense now, in that order; then help."""
    keys = {key.id: key for key in active(screen)}
    shown = [keys[name] for name in first if name in keys and not keys[name].why_not]
    words = [KeyWords(key_name(key.keys[0]), key.label.lower(), key.id) for key in shown if key.id != HELP]
    if HELP in keys:
        words.append(KeyWords(key_name(keys[HELP].keys[0]), "help", HELP, always=True))
    return words


def declared_by(classes: Iterable[type[DOMNode]]) -> Iterator[tuple[str, Binding]]:
    """Every binding with an id that these classes (and their bases) declare, each id once, with where it stands."""
    seen: set[tuple[str, str]] = set()
    for cls in classes:
        for base in cls.__mro__:
            for binding in Binding.make_bindings(base.__dict__.get("BINDINGS", ())):
                if binding.id is not None and (binding.id, binding.key) not in seen:
                    seen.add((binding.id, binding.key))
                    yield base.__name__, binding


class Checked(NamedTuple):
    """Key overrides that can be used, and a line on each that can't."""

    good: dict[str, str]
    bad: list[str]


def check(overrides: Mapping[str, str], classes: Sequence[type[DOMNode]]) -> Checked:
    """Which of the configuration's overrides name a key that is declared and free."""
    known: dict[str, set[str]] = {}
    owner: dict[str, str] = {}
    for name, binding in declared_by(classes):
        assert binding.id is not None
        known.setdefault(binding.id, set()).add(binding.key)
        owner[binding.id] = name
    good: dict[str, str] = {}
    bad: list[str] = []
    for name, said in overrides.items():
        keys = {_long(key) for key in said.split(",") if key.strip()}
        if name not in known:
            bad.append(f"there is no key {name!r} to override; the help (?) lists their names")
            continue
        taken = [
            other
            for other, theirs in known.items()
            if other != name and not _apart(owner[name], owner[other]) and keys & _in_force(other, theirs, good)
        ]
        if not keys or taken:
            why = f"{said!r} is {taken[0]} already" if taken else "no key is named"
            bad.append(f"{name} keeps its key: {why}")
            continue
        good[name] = said
    return Checked(good, bad)


def _long(key: str) -> str:
    """A key by the name that bindings are kept under: ``question_mark`` for ``?``."""
    return next(iter(Binding.make_bindings([Binding(key.strip(), "", "")]))).key


def _in_force(name: str, declared: set[str], good: Mapping[str, str]) -> set[str]:
    return {_long(key) for key in good[name].split(",")} if name in good else declared


def _apart(one: str, other: str) -> bool:
    """Whether two keys are declared on two different screens, which are never active together."""
    screens = {name for name in (one, other) if name.endswith("Screen")} - {"CadenceScreen", "GestureScreen"}
    return len(screens) == 2


def table(classes: Sequence[type[DOMNode]]) -> str:
    """The README's table of keys, in Markdown."""
    rows: dict[str, tuple[list[str], Binding]] = {}
    for _, binding in declared_by(classes):
        assert binding.id is not None
        rows.setdefault(binding.id, ([], binding))[0].append(key_name(binding.key))
    lines = ["| key | does | name to override |", "| --- | --- | --- |"]
    for name, (keys, binding) in rows.items():
        shown = " ".join(f"`{key}`" for key in keys)
        lines.append(f"| {shown} | {binding.tooltip or binding.description} | `{name}` |")
    return "\n".join(lines)


def main() -> None:
    """Print the table: ``python -m cadence.tui.core.keymap``."""
    import sys

    from cadence.tui.core.places import every_class

    sys.stdout.write(table(every_class()) + "\n")


if __name__ == "__main__":
    main()
