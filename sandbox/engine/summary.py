"""What a person sees at the end of a command: what exists, and what to do next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from sandbox.engine.target import SANDBOX, Target

Command = tuple[str, str]
"""What to type, and what for."""


def after_up(target: Target, outputs: Mapping[str, Any], endpoint: str | None, console: Console) -> None:
    """The stack's outputs as a table, and the next commands."""
    console.print()
    console.print(_table(f"Stack {target.stack}", outputs))
    looks = _into_the_cloud(target, endpoint) if endpoint else _into_the_cluster(target, outputs)
    _print_commands([*looks, (_make("destroy", target), "remove everything")], console)


def after_preview(target: Target, console: Console) -> None:
    """The command that makes the preview come true."""
    _print_commands([(_make("up", target), "make it so")], console)


def after_destroy(target: Target, console: Console) -> None:
    """A word of confirmation."""
    console.print(f"\nAll of {target.stack} is gone.")


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


def _into_the_cloud(target: Target, endpoint: str) -> list[Command]:
    """What the sandbox built can be looked at as in AWS."""
    login = "AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox"
    aws = f"{login} .tools/venv/bin/aws --endpoint-url {endpoint} --region {target.region}"
    return [(f"{aws} ec2 describe-vpcs", "look at what was built, with any aws command")]


def _into_the_cluster(target: Target, outputs: Mapping[str, Any]) -> list[Command]:
    """The kubeconfig, and a port-forward for each entry of the output `services` (namespace, name, port)."""
    if "kubeconfig" not in outputs:
        return []
    file = f"kubeconfig-{target.stack}.yaml"
    commands = [
        (f"{_make('kubeconfig', target)} && export KUBECONFIG=$PWD/{file}", "reach the cluster with kubectl")
    ]
    for title, service in outputs.get("services", {}).items():
        forward = (
            f"kubectl --namespace {service['namespace']} port-forward svc/{service['name']} {service['port']}"
        )
        commands.append((forward, f"open {title} at http://localhost:{service['port']}"))
    return commands


def _make(goal: str, target: Target) -> str:
    prefix = "SANDBOX=1 " if target.sandboxed and target.stack != SANDBOX else ""
    return f"{prefix}make {goal}" + ("" if target.stack == SANDBOX else f" STACK={target.stack}")


def _print_commands(commands: Sequence[Command], console: Console) -> None:
    """One command a line, each under its purpose, so that long ones can be copied whole."""
    console.print("\n[bold]Next[/bold]")
    for command, purpose in commands:
        console.print(f"  {purpose}:")
        console.print(f"    {command}", soft_wrap=True, highlight=False)
