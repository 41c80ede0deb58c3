"""The virtual environment: exactly the pinned packages, nothing to activate."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from toolchain import progress, recipe
from toolchain.errors import SetupError
from toolchain.places import Places

_TITLE = "Installing the Python packages"
_HINT = "It needs the Python package index: check the network and `pip config list`."


def ensure(places: Places) -> None:
    """Bring `.tools/venv` to requirements-dev.txt, unless it was made from just that. Raises SetupError."""
    requirements = places.root / "requirements-dev.txt"
    installer = Path(__file__).with_name("uv.txt")
    # Scripts in a virtual environment hold its path, so a moved checkout needs a new one.
    made_from = f"{places.venv}\n{recipe.of_files(requirements, installer)}"
    receipt = places.venv / ".made-from"
    before = receipt.read_text() if receipt.exists() and places.python.exists() else ""
    if before == made_from:
        return
    if before.splitlines()[:1] != [str(places.venv)]:
        _create(places)
    receipt.unlink(missing_ok=True)  # from here on until the end it is half-made
    _fill(places, requirements, installer)
    temporary = receipt.with_suffix(".new")
    temporary.write_text(made_from)
    temporary.rename(receipt)


def _create(places: Places) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"This Python {version} can't make virtual environments: install its venv package "
            f"(Debian and Ubuntu: `apt install python{version}-venv`), then run this again."
        )
    shutil.rmtree(places.venv, ignore_errors=True)
    progress.run_step(
        "Making the virtual environment",
        "10 seconds",
        [sys.executable, "-m", "venv", str(places.venv)],
        log=places.logs / "venv.log",
        hint="Is the disk full, or the checkout read-only?",
    )


def _fill(places: Places, requirements: Path, installer: Path) -> None:
    """By uv, which is quicker; by pip where uv can't, as behind a mirror that only pip knows of."""
    hashed = ["install", "--disable-pip-version-check", "--no-compile", "--require-hashes", "--requirement"]
    pip = [str(places.python), "-m", "pip", *hashed]
    uv = [str(places.venv / "bin" / "uv"), "pip", "sync", "--require-hashes", "--python", str(places.python)]
    log = places.logs / "packages.log"
    progress.run_step("Installing the installer uv", "5 seconds", [*pip, str(installer)], log=log, hint=_HINT)
    try:
        progress.run_step(_TITLE, "half a minute", [*uv, str(requirements)], log=log, hint=_HINT)
    except SetupError:
        print("uv can't install them here; pip tries.", file=sys.stderr)
        progress.run_step(_TITLE, "2 minutes", [*pip, str(requirements)], log=log, hint=_HINT)
