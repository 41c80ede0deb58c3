"""The real engine on a small program, against a daemon of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import daemon
from toolchain.activation import with_tools

PROGRAMS = Path(__file__).parent / "programs"
_PROJECT = "name: small\nruntime: python\n"
_FOREIGN = ("AWS_", "PULUMI_", "KUBE")


@dataclass(frozen=True)
class Run:
    """How a command ended, and all that it printed."""

    code: int
    output: str


class Engine:
    """One stack in ``folder``: program, backend and sandbox."""

    def __init__(self, folder: Path, program: str, tools: Path) -> None:
        self.folder = folder / "program"
        self.state = folder / "sandbox"
        backend = folder / "backend"
        for path in (self.folder, backend):
            path.mkdir()
        (self.folder / "Pulumi.yaml").write_text(_PROJECT)
        shutil.copy(PROGRAMS / program, self.folder / "__main__.py")
        own = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
        self._environment = with_tools(tools.parent, own) | {
            "AWS_ACCESS_KEY_ID": "sandbox",
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "PULUMI_BACKEND_URL": backend.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "sandbox",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
            "PULUMI_HOME": str(folder / "home"),
        }
        self._run("stack", "init", "test")
        self.set("aws:region", "us-east-1")

    def set(self, key: str, value: str) -> None:
        """One setting of the stack; a path such as ``aws:defaultTags.tags.Team`` goes inside."""
        self._run("config", "set", "--path", key, value)

    def up(self) -> Run:
        return self._run("up", "--yes", "--skip-preview", "--diff")

    def preview(self) -> Run:
        return self._run("preview", "--diff")

    def refresh(self) -> Run:
        return self._run("refresh", "--yes", "--skip-preview")

    def destroy(self) -> Run:
        return self._run("destroy", "--yes", "--skip-preview")

    def outputs(self) -> dict[str, Any]:
        """The stack's outputs."""
        found: dict[str, Any] = json.loads(self._run("stack", "output", "--json", "--show-secrets").output)
        return found

    def types(self) -> frozenset[str]:
        """The type tokens of what the engine has recorded."""
        export = json.loads(self._run("stack", "export").output)
        return frozenset(str(resource["type"]) for resource in export["deployment"]["resources"])

    def inventory(self) -> dict[str, list[str]]:
        return daemon.inventory(self.state)

    def _run(self, *arguments: str) -> Run:
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            running = daemon.ensure(self.state)
        finally:
            os.chdir(before)
        ports = ",".join(f"{package}:{port}" for package, port in running.ports.items())
        result = subprocess.run(
            ["pulumi", *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=self._environment | {"PULUMI_DEBUG_PROVIDERS": ports},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Run(result.returncode, result.stdout)
