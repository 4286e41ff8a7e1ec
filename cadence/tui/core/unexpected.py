"""Errors that should not happen: their traceback goes into the log file, and a person is told where that is."""

from __future__ import annotations

import os
import traceback

from cadence.errors import CadenceError
from cadence.settings import log_file, now


def keep(error: BaseException) -> CadenceError:
    """Append the traceback to the log file (0600); what a person is told."""
    words = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    try:
        file = log_file()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{now().isoformat()}\n")
            traceback.print_exception(error, file=log)
    except (OSError, CadenceError):
        return CadenceError(f"this should not have happened ({words})", "please report it")
    return CadenceError(f"this should not have happened ({words})", f"the details are in {file}")
