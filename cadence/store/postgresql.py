"""A plain connection to PostgreSQL, and messages for a refused one."""

from __future__ import annotations

import re
from typing import Any

from cadence.errors import StoreError

PATIENCE_S = 10
"""How long a PostgreSQL server may take to answer, in seconds, where the URL has no ``connect_timeout``."""

NO_RIGHTS = "42501"
"""PostgreSQL's ``insufficient_privilege``."""

_REFUSED = (
    ("password authentication failed", "the server refuses this login or its password", "mend the URL"),
    ("no password supplied", "the server asks for a password", "put it into ~/.pgpass, or PGPASSWORD"),
    (r"pg_hba\.conf", "the server lets this login in from nowhere here", "ask its administrator"),
    ('role ".*" does not exist', "the server knows no such login", "mend the URL, or ask its administrator"),
    ('database ".*" does not exist', "the server has no such database", "mend the URL, or make it (createdb)"),
    ("permission denied for database", "this login may not use the database", "ask its owner (GRANT CONNECT)"),
    ("could not translate|resolve host", "no such host is known", "mend the URL"),
    ("refused|no such file", "no server answers there", "start PostgreSQL, or mend the URL"),
    ("timeout|timed out", "the server does not answer", "try again in a moment, or mend the URL"),
)
"""A pattern of the server's or driver's message, what is wrong, what to do; the first that matches."""


def open_postgresql(url: str, *, autocommit: bool) -> Any:
    """Connect with psycopg; raises :class:`StoreError` with the reason where that fails."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("postgresql", "postgresql+psycopg"):
        if scheme.startswith("postgres"):
            raise StoreError(f"Cadence does not open {scheme}://", "write postgresql://, whatever the driver")
        raise StoreError(f"no such kind of database: {scheme}", "give a file, or a postgresql:// URL")
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise StoreError("PostgreSQL needs the driver psycopg", "pip install 'cadence-sre[postgres]'") from error
    try:
        address: dict[str, Any] = {"connect_timeout": PATIENCE_S, **conninfo_to_dict(f"postgresql://{rest}")}
        return psycopg.connect(**address, autocommit=autocommit)
    except psycopg.Error as error:
        raise _refused(str(error), url) from error


def _refused(said: str, url: str) -> StoreError:
    """The error for a refused connection; with the driver's own message where no pattern matches."""
    for pattern, what, remedy in _REFUSED:
        if re.search(pattern, said, re.IGNORECASE):
            return StoreError(f"{address_of(url)}: {what}", remedy)
    last = said.strip().splitlines()[-1] if said.strip() else "an unknown error"
    return StoreError(f"no connection to {address_of(url)} ({last})", "mend the address in --db or the configuration")


def address_of(url: str) -> str:
    """The URL as a message shows it: without the driver, the password and the options."""
    return re.sub(r"^(postgresql)(\+\w+)?(://)(([^/@:]*)(:[^@]*)?@)?", _without_password, url.partition("?")[0])


def _without_password(found: re.Match[str]) -> str:
    return "postgresql://" + (f"{found[5]}@" if found[5] else "")


def no_rights(what: str) -> StoreError:
    """The error for a login without rights on Cadence's tables."""
    return StoreError(what, "ask the database's owner for rights on Cadence's tables (GRANT)")
