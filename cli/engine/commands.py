"""The commands of a stack: which words the engine is called with, and what is done before and after."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.engine import environment, process, recovery, stack_file
from cli.engine.encrypted import PLACEHOLDER, encrypted
from cli.engine.environment import Providers
from cli.engine.target import Target
from cli.errors import CommandError

WITH_POLICIES = ("up", "preview")
READ_NODE_GROUPS = ("refresh", "--yes", "--skip-preview", "--target", "**aws:eks/nodeGroup:NodeGroup::**")
"""Brings what the state knows of node groups up to date, and touches nothing else.

AWS takes a group's three sizes together. So a new ``maxSize`` sends the desired size as well: the one in the
state, which the autoscaler has left behind long ago, and EKS would end nodes to get back to it. All the rest
stays unread: an `up` has to be able to let in an address from which the cluster can't be reached yet.
"""


@dataclass(frozen=True)
class PulumiEngine:
    """The engine's command line, ready to be called for one stack."""

    target: Target
    environment: Mapping[str, str]
    confirmed: bool
    """Go ahead without asking."""
    overrides: Mapping[str, str] = field(default_factory=dict)
    """Settings of this command alone, by their keys; dots lead into blocks."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """The same, for what the stack file leaves to a person."""

    def update(self, action: str, arguments: Sequence[str] = ()) -> int:
        """Run `up`, `preview` or `destroy` of the stack, made first where it is missing; the exit code.

        Raises CommandError where a question would have to be asked and nobody can answer.
        """
        if action != "preview" and not self.confirmed and not sys.stdin.isatty():
            raise CommandError(
                f"Nobody can answer here: set YES=1 to {action} {self.target.stack} without being asked."
            )
        self._ensure_stack()
        if self.target.sandboxed:
            self._recover()
        elif action == "up":
            self._ask(*READ_NODE_GROUPS)
        return process.run(["pulumi", *self.words(action), *arguments], self.target.root, self.environment)

    def run(self, arguments: Sequence[str]) -> int:
        """Run any other command of the engine's on the stack, made if need be; the exit code."""
        self._ensure_stack()
        chosen = {**self.environment, "PULUMI_STACK": self.target.stack}
        checked = self._policy_pack() if arguments[:1] and arguments[0] in WITH_POLICIES else []
        return process.run(["pulumi", *arguments, *checked], self.target.root, chosen)

    def exported(self) -> str:
        """What the last update left behind, as JSON."""
        return self._ask("stack", "export")

    def planned(self, *arguments: str) -> str:
        """What an update would make, as JSON; the policies aren't asked again.

        ``--show-sames`` among the arguments adds what stays as it is.
        """
        self._ensure_stack()
        return self._ask("preview", "--json", *self._config_file(), *arguments)

    def words(self, action: str) -> list[str]:
        """The command's words, without "pulumi"."""
        target = self.target
        words = [action, "--stack", target.stack]
        words += self._config_file()
        if action in WITH_POLICIES:
            words += self._policy_pack()
        if action == "up":
            words.append("--suppress-outputs")  # the summary has them
        return words if action == "preview" or not self.confirmed else [*words, "--yes"]

    def _policy_pack(self) -> list[str]:
        target = self.target
        if not (target.policies / "PulumiPolicy.yaml").exists():
            return []
        config = ["--policy-pack-config", str(target.policy_config)] if target.policy_config.exists() else []
        return ["--policy-pack", str(target.policies), *config]

    def _config_file(self) -> list[str]:
        if not self.target.sandboxed and not self.overrides:
            return []
        words = ["--config-file", str(stack_file.refresh(self.target))]
        given = {**self.examples, **self.overrides}
        values = [word for pair in given.items() for word in ("--plaintext", "=".join(pair))]
        if self.target.sandboxed:
            for path in encrypted(self.target.config):
                values += ["--secret", f"{path}={PLACEHOLDER}"]
        if values:
            self._ask("config", "set-all", "--path", *words, *values)
        return words

    def _ensure_stack(self) -> None:
        if self.target.sandboxed:
            if not self.target.checkpoint.exists():
                self._ask("stack", "init", cwd=stack_file.workspace(self.target))
            return
        known = json.loads(self._ask("stack", "ls", "--json", stack=False))
        if self.target.stack not in (entry["name"].rpartition("/")[2] for entry in known):
            self._ask("stack", "init", "--no-select")

    def _recover(self) -> None:
        if recovery.is_abandoned(self.target):
            print("The last command was killed: unlocking the stack.", file=sys.stderr)
            self._ask("cancel", "--yes")
        if recovery.has_unfinished(self.target):
            print(
                "The last command left unfinished operations: reading what exists.",
                file=sys.stderr,
            )
            config = str(stack_file.refresh(self.target))
            self._ask(
                "refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--config-file", config
            )

    def _ask(self, *words: str, stack: bool = True, cwd: Path | None = None) -> str:
        chosen = ["--stack", self.target.stack] if stack else []
        command = ["pulumi", *words, *chosen, "--non-interactive"]
        return process.ask(command, cwd or self.target.root, self.environment)


def for_sandbox(target: Target, base: Mapping[str, str], providers: Providers) -> PulumiEngine:
    """The engine in the sandbox's environment `base`, with everything answered on this machine."""
    target.backend.mkdir(parents=True, exist_ok=True)
    return PulumiEngine(target, environment.attached(base, providers), confirmed=True)


def for_real(target: Target, base: Mapping[str, str]) -> PulumiEngine:
    """The engine with the user's own backend and credentials. Raises CommandError where that can't work."""
    settings, notice = environment.real(target, base, Path.home())
    if notice:
        print(notice, file=sys.stderr)
    return PulumiEngine(target, settings, confirmed=base.get("YES") == "1" or base.get("CI") == "true")
