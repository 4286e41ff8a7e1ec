"""Configuration, paths, who "me" is, and the clock.

Read once at each entry point and passed down. The order of precedence is option, environment, file, default. Nothing
here opens a database or a terminal. Paths are plain text until they are used: :mod:`pathlib` takes as long to import as
a third of the interpreter, and a shell prompt waits for it.
"""

from __future__ import annotations

import os
import sys
import time
import tomllib
from datetime import UTC, datetime
from os.path import expanduser
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence.errors import BadConfig, CadenceError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_STARTED = time.monotonic()


class Settings(NamedTuple):
    """What the configuration file, the environment and the options come to.

    ``me`` is a handle and ``team`` a name or key, both ``None`` if not set; ``database`` a SQLAlchemy URL.
    """

    file: str | os.PathLike[str]
    me: str | None
    team: str | None
    database: str
    theme: str | None = None
    keys: dict[str, str] = {}
    templates: Path | None = None
    group: str | None = None


def now() -> datetime:
    """The present instant, aware, in UTC. ``CADENCE_NOW`` (ISO 8601) sets the instant that it starts from.

    Raises :class:`BadConfig` where ``CADENCE_NOW`` is no instant with an offset.
    """
    begin = os.environ.get("CADENCE_NOW")
    if not begin:
        return datetime.now(UTC)
    try:
        start = datetime.fromisoformat(begin)
    except ValueError:
        start = None
    if start is None or start.tzinfo is None:
        raise BadConfig(
            f"CADENCE_NOW is {begin!r}", "write an instant with its offset, such as 2026-12-02T10:00:00-05:00"
        )
    return datetime.fromtimestamp(start.timestamp() + time.monotonic() - _STARTED, UTC)


ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
"""Where systems keep the time zones, in the order in which Python looks."""


def use_newest_zones(folders: Sequence[str] = ZONES) -> None:
    """Let time zones come from the newer of the system's and the ``tzdata`` package's.

    Governments change clocks at short notice, and either may be years old. To be called before :mod:`zoneinfo` is
    loaded, which costs a shell prompt too much; ``PYTHONTZPATH`` of one's own is left as it is.
    """
    if "PYTHONTZPATH" in os.environ or "zoneinfo" in sys.modules:
        return
    try:
        import tzdata
    except ImportError:
        return
    system = next((folder for folder in folders if os.path.isdir(folder)), None)
    if system is None or _zones_version(system) < tzdata.IANA_VERSION:
        os.environ["PYTHONTZPATH"] = os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")


def _zones_version(folder: str) -> str:
    """The version of the zones in a folder, such as ``2026f``; empty where nothing tells."""
    for name in ("+VERSION", "tzdata.zi"):
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                return file.readline().removeprefix("# version ").strip()
        except OSError:
            continue
    return ""


def config_file(option: str | None = None) -> str:
    """Where the configuration file is: option, ``CADENCE_CONFIG``, or the platform's configuration folder."""
    given = option or os.environ.get("CADENCE_CONFIG")
    return expanduser(given) if given else os.path.join(_folder("config"), "config.toml")


def data_folder() -> str:
    """The platform's data folder for Cadence (not made here)."""
    return _folder("data")


def log_file() -> str:
    """Where :func:`log_unexpected` writes (the folder may not exist yet)."""
    return os.path.join(_folder("log"), "cadence.log")


def log_unexpected(error: BaseException) -> CadenceError:
    """Append the traceback of an error that should not happen to the log file (0600).

    Returns the error that a person is shown in its place.
    """
    import traceback

    what = f"this should not have happened ({f'{type(error).__name__}: {error}'.splitlines()[0][:200]})"
    try:
        file = log_file()
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{now().isoformat()}\n")
            traceback.print_exception(error, file=log)
    except (OSError, CadenceError):
        return CadenceError(what, "please report it")
    return CadenceError(what, f"the details are in {file}")


def _folder(what: str) -> str:
    path = _xdg(what) if sys.platform == "linux" else _platform(what)
    if not os.path.isabs(path):
        raise BadConfig(
            f"no home folder to keep Cadence's {what} in",
            "set HOME, or give --config and --db (CADENCE_CONFIG, CADENCE_DB)",
        )
    return path


def _xdg(what: str) -> str:
    """Where freedesktop.org's base directories are, as :mod:`platformdirs` finds them, in a tenth of its time."""
    variable, usual, below = {
        "config": ("XDG_CONFIG_HOME", "~/.config", "cadence"),
        "data": ("XDG_DATA_HOME", "~/.local/share", "cadence"),
        "log": ("XDG_STATE_HOME", "~/.local/state", "cadence/log"),
    }[what]
    return os.path.join(os.environ.get(variable, "").strip() or expanduser(usual), below)


def _platform(what: str) -> str:
    import platformdirs

    dirs = platformdirs.PlatformDirs("cadence", appauthor=False)
    try:
        return {"config": dirs.user_config_dir, "data": dirs.user_data_dir, "log": dirs.user_log_dir}[what]
    except (RuntimeError, KeyError, OSError):
        return "~"


def database_url(given: str) -> str:
    """A SQLAlchemy URL from what a person wrote: a URL, or a file's path."""
    if "://" in given:
        return given
    path = expanduser(given).removeprefix("./")
    return f"sqlite:///{path if os.path.isabs(path) else os.path.join(os.getcwd(), path)}"


def load(config: str | None = None, db: str | None = None, team: str | None = None) -> Settings:
    """The settings in force.

    Raises :class:`BadConfig` with the file and the reason where it cannot be read, is no TOML, or holds a value of the
    wrong type.
    """
    try:
        path = config_file(config)
    except BadConfig:
        if not (db or os.environ.get("CADENCE_DB")):
            raise
        path = "cadence-config-nowhere.toml"
    found = _read(path)
    database = db or os.environ.get("CADENCE_DB") or _text(found, "database", path)
    templates = _text(found, "templates", path)
    return Settings(
        file=path,
        me=os.environ.get("CADENCE_ME") or _text(found, "me", path),
        team=team or os.environ.get("CADENCE_TEAM") or _text(found, "team", path),
        database=database_url(database) if database else f"sqlite:///{os.path.join(data_folder(), 'cadence.db')}",
        theme=_text(found, "theme", path),
        keys=_keys(found, path),
        templates=_beside(path, templates) if templates else None,
        group=_text(found, "group", path),
    )


def _read(path: str | os.PathLike[str]) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"the configuration file {path} is not valid TOML ({error})", "mend that line") from error
    except UnicodeDecodeError as error:
        raise BadConfig(f"the configuration file {path} is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise BadConfig(
            f"the configuration file {path} cannot be read ({error.strerror})",
            "mend its permissions, or name another with --config",
        ) from error


def _text(found: dict[str, Any], key: str, path: str) -> str | None:
    value = found.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise BadConfig(f"{key} in {path} is {value!r}", f'write it as text: {key} = "..."')


def _keys(found: dict[str, Any], path: str) -> dict[str, str]:
    keys = found.get("keys", {})
    if isinstance(keys, dict) and all(isinstance(value, str) for value in keys.values()):
        return keys
    raise BadConfig(f"[keys] in {path} is not a table of texts", 'write lines such as "card.park" = "P"')


def _beside(path: str, folder: str) -> Path:
    from pathlib import Path

    return Path(path).parent / expanduser(folder)


def renamed(file: str | os.PathLike[str], key: str, old: str, new: str) -> None:
    """The team, or oneself, is called ``new``: where the configuration file's ``key`` says ``old``, it follows."""
    given = _text(_read(file), key, str(file))
    if given is not None and given.casefold() == old.casefold() != new.casefold():
        try:
            remember(file, **{key: new})
        except BadConfig as error:
            raise BadConfig(f"the new name is {new!r}, but {error.message}", error.remedy) from error


def remember(file: str | os.PathLike[str], **values: str) -> None:
    """Write ``values`` into the configuration file, leaving everything else in it as it is (0600).

    Raises :class:`BadConfig` where the file cannot be read or written.
    """
    from pathlib import Path

    import tomlkit

    path = Path(file)
    _read(path)
    try:
        document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
        for key, value in values.items():
            document[key] = value
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as writing:
            writing.write(tomlkit.dumps(document))
        fresh.replace(path)
    except OSError as error:
        raise BadConfig(
            f"the configuration file {path} cannot be written ({error.strerror})",
            "mend its permissions, or name another with --config",
        ) from error
