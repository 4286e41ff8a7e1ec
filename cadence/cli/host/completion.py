"""``cadence completion``: what bash, zsh and fish need to complete commands and options."""

from __future__ import annotations

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
    import shtab

    print(shtab.complete(whole_tree(), shell=match(call.shell, SHELLS, "shell")))
