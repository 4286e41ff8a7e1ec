"""What can go wrong, as one tree; every error has what is wrong and what to do.

::

    CadenceError            exit code 1
    ├── BadValue            a value that cannot be used: a date, zone, address, key, column, text
    ├── NotFound            a key, handle, meeting, board or file that is not there
    ├── Refused             a rule of the team or of the program forbids it
    │   ├── NotAllowed      the viewer's role may not do or see this
    │   └── Unconfirmed     may not be what was meant; done once it is confirmed
    ├── Conflict            somebody else changed the same thing in between
    ├── BadConfig           the configuration file or the environment is unusable
    └── StoreError          the database is missing, foreign, newer, read-only, locked or full

Each entry point (command line, terminal interface) catches :class:`CadenceError` once and shows ``message; remedy``.
"""

from __future__ import annotations


class CadenceError(Exception):
    """Something that went wrong in a way a person can mend.

    ``message`` says what is wrong, ``remedy`` what to do; both are plain one-line text.
    """

    exit_code = 1
    field = ""
    """The name of the field that is wrong, where several are changed at once."""

    def __init__(self, message: str, remedy: str = "") -> None:
        """Keep the two parts apart, so that each entry point can lay them out."""
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Both halves on one line, as the command line prints them."""
        return f"{self.message}; {self.remedy}" if self.remedy else self.message


class BadValue(CadenceError):
    """A value that cannot be used: a date, zone, address, key, column or text."""


class NotFound(CadenceError):
    """A key, handle, meeting, board or file that is not there (or not there for this viewer)."""


class Refused(CadenceError):
    """A rule of the team or of the program forbids it."""


class NotAllowed(Refused):
    """The viewer's role may not do or see this."""


class Unconfirmed(Refused):
    """The command may not be what was meant; it is done once the person confirms it."""


class Conflict(CadenceError):
    """Somebody else changed the same thing in between."""


class BadConfig(CadenceError):
    """The configuration file or the environment is unusable."""


class StoreError(CadenceError):
    """The database is missing, foreign, newer, read-only, locked or full."""


class in_field:
    """Whatever is wrong inside of ``with in_field(name):`` is wrong with that field."""

    def __init__(self, name: str) -> None:
        """``name`` as in the form, or the arguments, that has the field."""
        self._name = name

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Name the field in the error that passes."""
        if isinstance(error, CadenceError):
            error.field = self._name
