"""The command line: one module per noun, imported when it is named. Without a noun it starts the terminal interface."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence

from cadence.errors import BadValue, CadenceError

WRONG_USAGE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; nothing that goes wrong shows a traceback."""
    from cadence.cli.grammar.parser import WrongUsage

    words = list(sys.argv[1:] if argv is None else argv)
    if argv is None:
        gc.disable()  # a command is over before its garbage weighs anything; the interface enables it again
    try:
        _prepare_streams()
        code = _run(words)
        _flush()
    except CadenceError as error:
        return _complain(str(error), error.exit_code)
    except WrongUsage as error:
        return _complain(str(error), WRONG_USAGE)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except Exception as error:
        return _output_lost(error) if _is_lost_output(error) else _unexpected(error)
    return code


def _run(words: list[str]) -> int:
    from cadence.cli.grammar import parser
    from cadence.settings import use_newest_zones

    _check_encoding(words)
    before = parser.before_noun(words)
    if before.wants:
        from cadence import __version__

        print(f"cadence {__version__}" if before.wants == "v" else parser.top_help())
        return 0
    if not before.words:
        use_newest_zones()
        from cadence.cli.start_tui import open_interface

        return open_interface(before.options)
    noun, *rest = before.words
    if noun not in parser.NOUNS:
        raise parser.WrongUsage(f"no command {_quoted(noun)}{_nearest(noun, parser.NOUNS)}", "cadence")
    if odd := {"at", "demo"} & set(before.options):
        raise parser.WrongUsage(f"--{min(odd)} opens the terminal interface and takes no command", "cadence")
    arguments = parser.read(noun, rest)
    use_newest_zones()
    from cadence.cli.grammar.call import Call

    return arguments.run(Call(arguments, before.options)) or 0


def _check_encoding(words: Sequence[str]) -> None:
    try:
        "".join(words).encode()
    except UnicodeEncodeError:
        raise BadValue("an argument is not valid UTF-8", "set the terminal to UTF-8") from None


def _nearest(noun: str, nouns: Sequence[str] | dict[str, tuple[str, str]]) -> str:
    import difflib

    near = difflib.get_close_matches(noun, nouns, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _quoted(word: str) -> str:
    from cadence.domain.parsing.text import clip, shown

    return f"'{clip(shown(word), 40)}'"


def _prepare_streams() -> None:
    """A terminal that cannot show a character shows a question mark; it never ends the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _is_lost_output(error: Exception) -> bool:
    """Whether standard output could not be written: files and databases are named in what they raise, or wrapped."""
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EIO} and error.filename is None


def _output_lost(error: Exception) -> int:
    _drop_output()
    reason = getattr(error, "strerror", None) or str(error)
    return _complain(f"standard output cannot be written ({reason}); what was asked for has been done", 1)


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that Python's own last flush stays quiet."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        return


def _complain(what: str, code: int) -> int:
    from cadence.domain.parsing.text import shown

    try:
        print(f"cadence: {shown(what)}", file=sys.stderr)
    except OSError:
        _drop_output()
    return code


def _unexpected(error: Exception) -> int:
    from cadence.settings import log_unexpected

    if isinstance(error, UnicodeError):
        return _complain("some text is not valid UTF-8; set the terminal and the environment to UTF-8", 1)
    return _complain(str(log_unexpected(error)), 1)
