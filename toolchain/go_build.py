"""Builds a tool from its pinned Go modules, once for all checkouts of a user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from toolchain import progress, recipe
from toolchain.catalog import Tool
from toolchain.errors import SetupError
from toolchain.places import Places

# No C compiler is needed, and the binaries run on any Linux; vcs stamps and paths of this machine stay out.
BUILD = ("-mod=readonly", "-trimpath", "-buildvcs=false")
_NO_CGO = {"CGO_ENABLED": "0"}


def build(tool: Tool, places: Places) -> dict[str, Path]:
    """The tool's commands, from the shared cache where an equal build is there already.

    Raises SetupError where Go is missing, or where modules can't be had.
    """
    module = places.go_modules / tool.name
    go = shutil.which("go")
    if go is None:
        raise SetupError(
            f"{tool.name} {tool.version} has to be built here, and that needs Go: install Go 1.21 or newer "
            f"(https://go.dev/dl/), or put {tool.name} on PATH, then run this again."
        )
    platform = _answer([go, "env", "GOVERSION", "GOOS", "GOARCH"], module)
    built = (
        places.cache / "go" / f"{tool.name}-{recipe.of_tool(tool, module, also=f'{BUILD}{platform}')[:16]}"
    )
    if not built.exists():
        _build_into(built, tool, module, go, places)
    return {file.name: file for file in built.iterdir()}


def _build_into(built: Path, tool: Tool, module: Path, go: str, places: Places) -> None:
    """Build under a temporary name and rename: an interrupted build leaves nothing that looks ready."""
    built.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{tool.name}-", dir=built.parent) as temporary:
        ready = Path(temporary) / tool.name
        ready.mkdir()
        for command, package in tool.binaries.items():
            progress.run_step(
                f"Building {command} {tool.version} from its Go modules",
                tool.usual,
                [
                    go,
                    "build",
                    *BUILD,
                    "-v",
                    "-ldflags",
                    f"-s -w {tool.ldflags}",
                    "-o",
                    str(ready / command),
                    package,
                ],
                log=places.logs / f"{command}.log",
                hint="It needs the Go module proxy: check the network, or set GOPROXY to your mirror.",
                cwd=module,
                environment={**os.environ, **_NO_CGO},
            )
        for command, source in tool.module_files.items():
            name, path = source.split(":")
            folder = _answer([go, "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", name], module).strip()
            shutil.copyfile(Path(folder) / path, ready / command)
            (ready / command).chmod(0o755)
        try:
            ready.rename(built)
        except OSError:
            if not built.exists():  # otherwise another checkout has just built the same
                raise


def _answer(command: list[str], cwd: Path) -> str:
    answer = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise SetupError(
            f"`{' '.join(command[:3])}` failed: {answer.stderr.strip()}. Is this Go 1.21 or newer?"
        )
    return answer.stdout
