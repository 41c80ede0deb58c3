"""What a person sees at the end of a command: what exists, and what to do next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from sandbox.engine.target import SANDBOX, Target

_NAMESPACE_HINT = "the port-forwards need kubectl and the kubeconfig"


def after_up(target: Target, outputs: Mapping[str, Any], endpoint: str | None, console: Console) -> None:
    """The stack's outputs as a table, and the next commands."""
    console.print()
    console.print(_table(f"Stack {target.stack}", outputs))
    _print_commands(
        "Next", [*_looks(target, outputs, endpoint), (_make("destroy", target), "remove everything")], console
    )


def after_preview(target: Target, console: Console) -> None:
    """The command that makes the preview come true."""
    _print_commands("Next", [(_make("up", target), "make it so")], console)


def after_destroy(target: Target, console: Console) -> None:
    """A word of confirmation."""
    console.print(f"\nStack {target.stack} is gone; its settings stay in Pulumi.{target.stack}.yaml.")


def plain(value: object) -> str:
    """An output as one line of text: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _table(title: str, outputs: Mapping[str, Any]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, box=None, padding=(0, 2, 0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in sorted(outputs.items()):
        table.add_row(name, plain(value))
    return table


def _looks(target: Target, outputs: Mapping[str, Any], endpoint: str | None) -> list[tuple[str, str]]:
    """Ways to look at what exists: moto in the sandbox, the cluster elsewhere."""
    if endpoint is not None:
        keys = "AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox"
        aws = f"{keys} .tools/venv/bin/aws --endpoint-url {endpoint} --region REGION"
        return [(f"{aws} ec2 describe-vpcs", "look at what was built; any aws command works")]
    commands = []
    if "kubeconfig" in outputs:
        file = f"kubeconfig-{target.stack}.yaml"
        commands.append((_make("kubeconfig", target), f"write {file}; then `export KUBECONFIG=$PWD/{file}`"))
    return commands


def _make(goal: str, target: Target) -> str:
    prefix = "SANDBOX=1 " if target.sandboxed and target.stack != SANDBOX else ""
    return f"{prefix}make {goal}" + ("" if target.stack == SANDBOX else f" STACK={target.stack}")


def _print_commands(title: str, commands: Sequence[tuple[str, str]], console: Console) -> None:
    """One command a line, each under its purpose, so that long ones can be copied whole."""
    console.print(f"\n[bold]{title}[/bold]")
    for command, purpose in commands:
        console.print(f"  {purpose}:")
        console.print(f"    {command}", soft_wrap=True, highlight=False)
