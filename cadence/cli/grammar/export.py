"""Where an export goes (standard output, a file, a folder in which it gets a name), and what it may replace there."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.cli.grammar import printing
from cadence.cli.grammar.call import Call
from cadence.errors import Refused

if TYPE_CHECKING:
    from cadence.cli.grammar.parser import CommandParser

COMPANIONS = ("-wal", "-shm", "-journal")
"""The ends of the names of what SQLite keeps beside a database ("Temporary Files Used By SQLite", 2)."""

_SQLITE = b"SQLite format 3\0"
_ANOTHER = "name another file"
_PART = ".cadence-"
"""How the name of a file begins that is not written to its end yet."""


def options(parser: CommandParser) -> None:
    """Declare ``-o`` and ``--force``."""
    parser.add_argument("-o", dest="output", metavar="FILE|FOLDER", help="where to (standard output, as with -)")
    parser.add_argument(
        "--force", action="store_true", help="replace whatever ordinary file is there, not only an earlier export"
    )


def deliver(
    call: Call, data: bytes, name: Callable[[], str], earlier: Callable[[bytes], bool], *, private: bool = False
) -> None:
    """Write ``data`` to the target of ``-o``.

    ``name`` gives its name in a folder; ``earlier`` tells whether a file's bytes are an earlier export of the
    same thing; ``private``: nobody but its owner may read the file.
    """
    if call.output in (None, "-"):
        if sys.stdout is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        return
    target = Path(call.output)
    try:
        target = place(call.output, name)
        _write(target, data, check_replaceable(call, target, earlier), private=private)
    except OSError as error:
        raise Refused(f"{target} cannot be written ({error.strerror})", "name another place with -o") from error
    if call.wants_json:
        printing.as_json({"file": str(target)})
    else:
        printing.line(f"written to {target}")


def deliver_all(call: Call, files: dict[str, bytes], earlier: Callable[[bytes], bool]) -> None:
    """Write several files into the folder of ``-o``, each whole; none where one of them may not be replaced."""
    if call.output in (None, "-"):
        raise Refused(f"{len(files)} files fit into no stream", "name a folder with -o")
    folder = Path(os.path.expanduser(call.output))
    try:
        if folder.exists() and not folder.is_dir():
            raise Refused(f"{folder} is not a folder", "name another with -o")
        found = {name: check_replaceable(call, folder / name, earlier) for name in files}
        for name, data in files.items():
            _write(folder / name, data, found[name], private=False)
    except OSError as error:
        raise Refused(f"{folder} cannot be written ({error.strerror})", "name another place with -o") from error
    if call.wants_json:
        printing.as_json([{"file": str(folder / name)} for name in files])
    else:
        printing.line(f"{len(files)} file{'' if len(files) == 1 else 's'} written to {folder}")


def remove_unfinished(folder: Path) -> None:
    """Take away what was left in a folder of ours by a process that was killed in the middle of writing."""
    for file in folder.glob(f"{_PART}*.part"):
        file.unlink(missing_ok=True)


def write_if_changed(target: Path, data: bytes) -> bool:
    """Write a file of our own whole or not at all, unless it has these bytes; gives whether it was written."""
    if target.is_file() and target.read_bytes() == data:
        return False
    _write(target, data, None, private=False)
    return True


def place(output: str, name: Callable[[], str]) -> Path:
    """The file that is meant; a folder that is there, or whose name ends in a slash, gets a file in it."""
    path = Path(os.path.expanduser(output))
    return path / name() if is_folder(output) else path


def is_folder(output: str) -> bool:
    """Whether what is named is a folder: there is one, or it ends in a slash."""
    return output.endswith(os.sep) or Path(os.path.expanduser(output)).is_dir()


def check_replaceable(call: Call, target: Path, earlier: Callable[[bytes], bool]) -> os.stat_result | None:
    """What is at ``target`` now (``None``: nothing), which an export may replace or, where it is a device, write to.

    Raises :class:`Refused` for what no export may touch (:func:`check_not_ours`), for folders, sockets and disks, for
    what cannot be read and so is not known, and without ``--force`` for all but an earlier export.
    """
    check_not_ours(call, target)
    found = _stat(target)
    if found is None or _is_stream(found):
        return found
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "no ordinary file"
        raise Refused(f"{target} is {what}", f"{_ANOTHER} with -o")
    if not call.force and not earlier(_content(target)):
        raise Refused(
            f"{target} is there already and is no earlier export of this", f"{_ANOTHER}, or replace it with --force"
        )
    return found


def check_not_ours(call: Call, target: Path) -> None:
    """Raise :class:`Refused` where ``target`` is the configuration, a database or what SQLite keeps beside one.

    So it is where ``target`` would become one of them by its name, or is one under another name (a link). Any SQLite
    database is kept, so backups and the copies made before an upgrade are too.
    """
    from cadence.store.connect import sqlite_file

    file = sqlite_file(call.settings.database)
    own = [] if file is None else [os.path.realpath(file) + end for end in ("", *COMPANIONS)]
    # Known by name and number first: opening this process's own database would drop SQLite's locks on it.
    if any(_same(target, one) for one in own):
        raise Refused(f"{target} belongs to the database", _ANOTHER)
    if _same(target, os.fspath(call.settings.file)):
        raise Refused(f"{target} is Cadence's configuration", _ANOTHER)
    real = os.path.realpath(target)
    names = [real, *(real.removesuffix(end) for end in COMPANIONS if real.endswith(end))]
    if any(_is_database(Path(name)) for name in names):
        raise Refused(f"{target} is a database or belongs to one", _ANOTHER)


def _same(target: Path, path: str) -> bool:
    """Whether both are one file, or would be once they are there."""
    if os.path.realpath(target) == os.path.realpath(path):
        return True
    found, other = _stat(target), _stat(Path(path))
    return found is not None and other is not None and os.path.samestat(found, other)


def _is_database(path: Path) -> bool:
    found = _stat(path)
    return found is not None and stat.S_ISREG(found.st_mode) and _content(path, len(_SQLITE)) == _SQLITE


def _is_stream(found: os.stat_result) -> bool:
    """A terminal, a pipe, ``/dev/null``: what takes bytes and has no content to lose."""
    return stat.S_ISCHR(found.st_mode) or stat.S_ISFIFO(found.st_mode)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refused(f"{path} cannot be looked at ({error.strerror})", _ANOTHER) from error


def _content(path: Path, most: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise Refused(f"{path} cannot be read, so it is not replaced ({error.strerror})", _ANOTHER) from error


def _write(target: Path, data: bytes, found: os.stat_result | None, *, private: bool) -> None:
    """Write a file whole or not at all, beside its place first; a device or a pipe gets the bytes as they are."""
    if found is not None and _is_stream(found):
        with open(os.open(target, os.O_WRONLY), "wb") as stream:
            stream.write(data)
        return
    real = Path(os.path.realpath(target))  # a link stays a link
    real.parent.mkdir(parents=True, exist_ok=True)
    fresh = real.with_name(f"{_PART}{secrets.token_hex(8)}.part")
    mode = 0o600 if private or found is not None else 0o666
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        try:
            if found is not None and not private:
                os.chmod(fresh, stat.S_IMODE(found.st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.replace(fresh, real)
        finally:
            fresh.unlink(missing_ok=True)
