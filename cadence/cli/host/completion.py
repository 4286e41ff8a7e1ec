"""``cadence completion``: what bash, zsh and fish need to complete commands and options."""

from __future__ import annotations

import argparse

from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun, whole_tree
from cadence.domain.parsing.names import match

SHELLS = ("bash", "zsh", "fish")


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(
        completion, "print the completion of a shell", 'eval "$(cadence completion bash)"   # in ~/.bashrc'
    )
    parser.add_argument("shell", metavar="bash|zsh|fish")


def completion(call: Call) -> None:
    """Print a completion script."""
    shell = match(call.shell, SHELLS, "shell")
    tree = whole_tree()
    if shell == "fish":
        print("\n".join(fish(tree)))
        return
    import shtab

    print(shtab.complete(tree, shell=shell))


def fish(tree: argparse.ArgumentParser) -> list[str]:
    """The completion for fish: one line for each command, verb and option."""
    lines = ["complete -c cadence -f", *_options(tree, "__fish_use_subcommand")]
    for noun, parser, text in _children(tree):
        lines.append(f"complete -c cadence -n __fish_use_subcommand -a {noun} -d {_quoted(text)}")
        verbs = list(_children(parser))
        names = " ".join(name for name, _, _ in verbs)
        here = f"__fish_seen_subcommand_from {noun}"
        unnamed = f"{here}; and not __fish_seen_subcommand_from {names}" if verbs else here
        for name, verb, about in verbs:
            lines.append(f"complete -c cadence -n {_quoted(unnamed)} -a {name} -d {_quoted(about)}")
            lines += _options(verb, f"{here}; and __fish_seen_subcommand_from {name}")
        if not verbs:
            lines += _options(parser, here)
    return lines


def _children(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser, str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return [(name, child, said.get(name, "")) for name, child in action.choices.items()]
    return []


def _options(parser: argparse.ArgumentParser, condition: str) -> list[str]:
    found = []
    for action in parser._actions:
        names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in action.option_strings]
        if names:
            takes = "" if action.nargs == 0 else " -r"
            about = f" -d {_quoted(action.help)}" if action.help else ""
            found.append(f"complete -c cadence -n {_quoted(condition)} {' '.join(names)}{takes}{about}")
    return found


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
