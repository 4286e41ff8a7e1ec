"""What is shipped: a wheel, installed away from this checkout, has its templates and migrations and runs a team."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import cadence

ROOT = Path(__file__).resolve().parents[1]

# One worker builds the wheel, once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@dataclass(frozen=True)
class Installed:
    """A wheel in an environment of its own. ``home``: where its database and configuration go."""

    wheel: Path
    bin: Path
    home: Path

    def run(self, *command: str) -> str:
        """Standard output of a program of that environment, run somewhere else than in the checkout."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "CADENCE_DB": f"sqlite:///{self.home / 'team.db'}",
            "CADENCE_CONFIG": str(self.home / "config.toml"),
            "CADENCE_NOW": "2026-12-01T14:00:00-05:00",
        }
        program, *arguments = command
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            cwd=self.home,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
        return done.stdout


def check_call(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}"


def packages_folders() -> list[str]:
    """Where this environment's libraries lie. Named in a ``.pth`` file they can be imported, while their own ``.pth``
    files, and with them the editable Cadence, stay unread.
    """
    named = [*site.getsitepackages(), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return [folder for folder in dict.fromkeys(named) if Path(folder).is_dir()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    check_call(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "venv"
    check_call(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / "bin" / "python"
    check_call(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    own = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    Path(own.stdout.strip(), "libraries.pth").write_text("\n".join(packages_folders()), "utf-8")
    home = folder / "home"
    home.mkdir()
    return Installed(wheel, environment / "bin", home)


def test_everything_of_the_package_is_shipped(installed: Installed) -> None:
    shipped = set(zipfile.ZipFile(installed.wheel).namelist())
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "cadence").rglob("*")
        if path.is_file()
        and (path.suffix in {".py", ".tcss", ".mako", ".toml", ".ini"} or path.name == "py.typed")
        and "__pycache__" not in path.parts
    }
    templates = {
        f"cadence/_templates/{path.relative_to(ROOT / 'templates').as_posix()}"
        for path in (ROOT / "templates").rglob("*.j2")
    }
    assert "cadence/py.typed" in package
    assert any(name.startswith("cadence/store/migrations/") for name in package)
    assert any(name.startswith("cadence/_templates/notes/") for name in templates)
    assert package | templates <= shipped, sorted((package | templates) - shipped)
    foreign = {name for name in shipped if not name.startswith(("cadence/", "cadence_sre-"))}
    assert not foreign


def test_the_shipped_package_is_the_one_that_runs(installed: Installed) -> None:
    where = installed.run("python", "-c", "import cadence; print(cadence.__file__)")
    assert Path(where.strip()).is_relative_to(installed.bin.parent)
    for command in ("cadence", "cadence-sre"):
        assert installed.run(command, "--version") == f"cadence {cadence.__version__}\n"


def test_a_team_runs_on_the_shipped_package(installed: Installed) -> None:
    installed.run(
        *("cadence", "init", "--team", "Platform SRE", "--me", "Anne Lee <anne@example.com>"),
        *("--tz", "America/New_York", "--start", "2026-11-30", "--country", "US"),
    )
    title = "Move the CI runners to spot instances?"
    installed.run("cadence", "topic", "add", title)
    assert title in installed.run("cadence", "topic", "list")
    installed.run("cadence", "meeting", "start", "arch@2026-12-01")
    installed.run("cadence", "meeting", "end", "arch@2026-12-01")
    assert "Platform SRE" in installed.run("cadence", "notes", "show", "arch@2026-12-01")
