"""A checkout of one's own: the program as it is now, its own stacks, its own providers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from sandbox import daemon

ROOT = Path(__file__).resolve().parents[1]
BESIDE_THE_PROGRAM = ("benchmarks", "docs", "examples", "lab", "testing", "tests", "tools")
"""Folders that no command of a stack reads; whatever else there is belongs to a copy."""
_HALF_WRITTEN = shutil.ignore_patterns("*.pyc.*")
"""Bytecode goes along, as files keep their times: else each copy compiles the program anew."""


@dataclass(frozen=True)
class Run:
    """How a command ended, and all that it printed."""

    code: int
    output: str

    @property
    def counts(self) -> dict[str, int]:
        """The engine's own summary, such as ``{"created": 98}``; ``unchanged`` is left out."""
        summary = self.output.rpartition("Resources:")[2].partition("\n\n")[0]
        found = re.findall(r"([+~-]+)\s+(\d+) (created|updated|deleted|replaced|to \w+)", summary)
        return {what: int(count) for _, count, what in found}


@dataclass(frozen=True)
class Checkout:
    """One stack of a copy of the program."""

    root: Path
    stack: str

    @classmethod
    def copy(cls, folder: Path, stack: str = "sandbox", tools: Path = ROOT / ".tools") -> Checkout:
        """Copy the program into ``folder``; the tools are shared with the real checkout, or warm ones."""
        for source in ROOT.iterdir():
            if source.name.startswith(".") or source.name in BESIDE_THE_PROGRAM:
                continue
            if source.is_dir():
                shutil.copytree(source, folder / source.name, ignore=_HALF_WRITTEN)
            elif source.name == "__main__.py" or source.match("Pulumi*.yaml"):
                shutil.copyfile(source, folder / source.name)
        (folder / ".tools").symlink_to(tools)
        return cls(folder, stack)

    def beside(self, folder: Path) -> Checkout:
        """A copy with what is up, which goes on in a sandbox of its own; this one's has to be stopped."""
        shutil.copytree(self.root, folder, symlinks=True, ignore=_HALF_WRITTEN, dirs_exist_ok=True)
        return replace(self, root=folder)

    @property
    def state(self) -> Path:
        """Where this checkout's sandbox lives."""
        return self.root / "state"

    def run(self, action: str, *arguments: str) -> Run:
        """One command to its end."""
        process = self.start(action, *arguments)
        output, _ = process.communicate(timeout=600)
        return Run(process.returncode, output)

    def start(self, action: str, *arguments: str) -> subprocess.Popen[str]:
        """The same, not waited for; in a process group of its own, so that all of it can be killed."""
        return subprocess.Popen(
            [*_command(self, action), "--", *arguments],
            cwd=self.root,
            env={**_environment(), "SANDBOX": "1"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def change(self, path: str, value: object) -> None:
        """Set one of the project's keys in the stack file, such as ``cluster.logRetentionDays``."""
        file = self.root / f"Pulumi.{self.stack}.yaml"
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        block, (*parents, last) = document["config"], path.split(".")
        for name in parents:
            key = name if block is not document["config"] else f"self-driving-eks:{name}"
            block = block.setdefault(key, {})
        block[last if parents else f"self-driving-eks:{last}"] = value
        file.write_text(yaml.safe_dump(document), encoding="utf-8")

    def resources(self) -> list[dict[str, Any]]:
        """What the engine has recorded."""
        export: dict[str, Any] = json.loads(self.run("pulumi", "stack", "export").output)
        found: list[dict[str, Any]] = export["deployment"].get("resources", [])
        return found

    def inventory(self) -> dict[str, list[str]]:
        """What the sandbox's AWS and cluster still hold: names by kind and region."""
        if daemon.find(self._providers) is None:
            # Started by a command, it is nobody's child here, and a warm one.
            self.run("exec", "true")
        return daemon.inventory(self._providers)

    def stop(self) -> None:
        """End the sandbox's process, whatever it holds."""
        daemon.stop(self._providers)

    @property
    def _providers(self) -> Path:
        return self.state / "providers"


def kill(process: subprocess.Popen[str]) -> None:
    """As a power cut would: the engine, the program and the language host at once, no signal handled.

    They are in groups of their own, and in the session that ``start`` began; the providers aren't.
    """
    subprocess.run(["pkill", "-KILL", "-s", str(process.pid)], check=True)
    process.wait()


def _command(checkout: Checkout, action: str) -> Sequence[str]:
    python = str(checkout.root / ".tools" / "venv" / "bin" / "python")
    return [python, "-m", "cli", action, "--stack", checkout.stack, "--state", str(checkout.state)]


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("PULUMI_", "PYTEST_"))}
