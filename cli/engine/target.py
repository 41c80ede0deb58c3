"""What a command works on: a stack, and whether the sandbox answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SANDBOX = "sandbox"
"""The stack that always runs in the sandbox."""


@dataclass(frozen=True)
class Target:
    """A stack of one checkout."""

    stack: str
    sandboxed: bool
    """Providers, state and credentials of this machine alone; any stack can be tried like that."""
    root: Path
    """The checkout: the folder of Pulumi.yaml."""
    state: Path
    """The sandbox's folder for this stack: the engine's state and the providers' own."""

    @property
    def backend(self) -> Path:
        """The folder of the sandbox's file backend."""
        return self.state / "backend"

    @property
    def project(self) -> str:
        """The project's name, as Pulumi.yaml says it."""
        return str(yaml.safe_load((self.root / "Pulumi.yaml").read_text())["name"])

    @property
    def checkpoint(self) -> Path:
        """What the sandbox's backend knows of the stack; absent before the stack is made."""
        return self.backend / ".pulumi" / "stacks" / self.project / f"{self.stack}.json"

    @property
    def own_config(self) -> Path:
        """The stack file that a person writes."""
        return self.root / f"Pulumi.{self.stack}.yaml"

    @property
    def region(self) -> str:
        """The AWS region that the stack file names; us-east-1 where it leaves that to the environment."""
        return str(self.config.get("aws:region", "us-east-1"))

    @property
    def config(self) -> dict[str, Any]:
        """What the stack file sets, by the engine's keys: ``namespace:key`` -> value."""
        return self._settings().get("config") or {}

    @property
    def secrets_provider(self) -> str:
        """What encrypts the stack's secrets where the backend doesn't."""
        return str(self._settings().get("secretsprovider", "passphrase"))

    @property
    def policies(self) -> Path:
        """The policy pack."""
        return self.root / "policies"

    @property
    def policy_config(self) -> Path:
        """How strict the pack is for this stack; may be absent."""
        return self.policies / "config" / f"{self.stack}.json"

    def _settings(self) -> dict[str, Any]:
        text = self.own_config.read_text() if self.own_config.exists() else ""
        return yaml.safe_load(text) or {}


def choose(stack: str, root: Path, environment: Mapping[str, str], state: Path | None = None) -> Target:
    """A command's target. SANDBOX=1 takes any stack into the sandbox; `state` moves its folder."""
    return Target(
        stack=stack,
        sandboxed=stack == SANDBOX or environment.get("SANDBOX") == "1",
        root=root,
        state=(state or root / ".tools" / "state" / stack).absolute(),
    )
