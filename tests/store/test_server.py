"""The tests' own PostgreSQL (:mod:`tests.postgres`) ends with those who use it, however they end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import ROOT, Missing, installed, serving

USER = """
import sys, time
from pathlib import Path
from tests.postgres import serving
with serving(Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(600)
"""
PATIENCE_S = 60.0


def a_user(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process that uses the server of ``folder``, and the server's home."""
    user = subprocess.Popen([sys.executable, "-c", USER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert user.stdout is not None
    return user, Path(user.stdout.readline().strip().rpartition("host=")[2])


def killed(user: subprocess.Popen[str]) -> None:
    user.send_signal(signal.SIGKILL)
    user.communicate()


@pytest.mark.postgres
def test_it_ends_with_the_last_of_its_users_even_if_they_are_killed(tmp_path: Path) -> None:
    try:
        installed()
    except Missing as missing:
        pytest.skip(str(missing))
    one, home = a_user(tmp_path)
    other, same = a_user(tmp_path)
    assert home == same
    killed(one)
    with serving(tmp_path) as url:
        assert url.endswith(str(home)), "the other still uses it"
    killed(other)
    end = time.monotonic() + PATIENCE_S
    while home.exists():
        assert time.monotonic() < end, "the server outlived its users"
        time.sleep(0.05)
    assert not (tmp_path / "postgres.address").exists()
