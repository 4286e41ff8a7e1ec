"""What a command and the person at the terminal exchange beside its answer: remarks, and a question before it acts."""

from __future__ import annotations

import sys

from cadence.domain.parsing import text


def note(what: str) -> None:
    """A remark on standard error, beside the answer."""
    print(f"cadence: note: {text.shown(what)}", file=sys.stderr)


def confirmed(question: str) -> bool:
    """Whether the person at the terminal answers yes; the end of input is a no."""
    return answer(f"{question}. Go on (yes, no)?").lower() in {"y", "yes"}


def answer(question: str) -> str:
    """What the person at the terminal answers; the end of input is no word."""
    try:
        return input(f"{text.shown(question)} ").strip()
    except EOFError:
        return ""


def on_terminal() -> bool:
    """Whether standard input and output are both a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
