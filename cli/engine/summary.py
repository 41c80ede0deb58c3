"""What a person sees at the end of a command: what exists, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from cli.engine.deployment import Deployment
from cli.engine.target import SANDBOX, Target

_PORT_FORWARD = re.compile(r" port-forward svc/\S+ (?P<here>\d+):(?P<there>\d+)$")
_HTTPS = "443"

_FIRST_ON_AWS = "dev"
"""The stack that somebody who has seen the sandbox tries next."""

Command = tuple[str, str]
"""What to type, and what for."""

_KUBECONFIG = "kubeconfig"  # too long to be read; a command writes it into a file

WORTH_NAMING: Mapping[str, str] = {
    "aws:eks/cluster:Cluster": "EKS cluster",
    "aws:eks/nodeGroup:NodeGroup": "node group",
    "aws:eks/addon:Addon": "EKS add-on",
    "aws:ec2/vpc:Vpc": "VPC",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:ec2/natGateway:NatGateway": "NAT gateway",
    "aws:iam/role:Role": "IAM role",
    "kubernetes:helm.sh/v3:Release": "Helm release",
}
"""Types that a person thinks of as parts of a cluster, most important first; the others are only counted."""


def what_is_an_example(target: Target, examples: Mapping[str, str], console: Console) -> None:
    """What stands in for values that the stack file leaves to a person."""
    if examples:
        named = ", ".join(f"{key} = {value}" for key, value in examples.items())
        console.print(
            f"{target.own_config.name} leaves these to you; here they are examples: {named}.",
            markup=False,
            soft_wrap=True,
        )


def what_exists(target: Target, deployment: Deployment, console: Console) -> None:
    """The stack's outputs, and its resources by the words that people use for them."""
    console.print()
    console.print(_parts(target, deployment))
    console.print()


def what_held_once(target: Target, overrides: Mapping[str, str], console: Console) -> None:
    """Settings of the command line, which the next `up` takes back."""
    for key, value in overrides.items():
        console.print(
            f"{key} = {value} is in no file, and the next `{_make('up', target)}` takes it back: to keep it, "
            f"write it into {target.own_config.name}.",
            markup=False,
            soft_wrap=True,
        )


def what_next(target: Target, deployment: Deployment, endpoint: str | None, console: Console) -> None:
    """The next commands after `up`; `endpoint` is moto's in the sandbox."""
    if endpoint is None:
        into_cluster = _into_the_cluster(target, deployment)
        _print_commands("Next", [*into_cluster, (_make("destroy", target), "remove everything")], console)
        return
    look = (
        f'{_make("aws", target)} ARGS="ec2 describe-vpcs"',
        "look at what was built, with any aws command",
    )
    same = (_aws_command(target, endpoint), "the same without make")
    _print_commands("Next", [look, same, (_make("destroy", target), "remove everything")], console)
    on_aws = replace(
        target, sandboxed=False, stack=_FIRST_ON_AWS if target.stack == SANDBOX else target.stack
    )
    if into_cluster := _into_the_cluster(on_aws, deployment):
        _print_commands(
            f"After `{_make('up', on_aws)}` on AWS, where the cluster runs, also", into_cluster, console
        )


def after_preview(target: Target, console: Console) -> None:
    """The command that makes the preview come true."""
    _print_commands("Next", [(_make("up", target), "make it so")], console)


def after_destroy(target: Target, console: Console) -> None:
    """A word of confirmation."""
    console.print(f"\nAll of {target.stack} is gone.")


def what_is_left(target: Target, left: Mapping[str, Sequence[str]], console: Console) -> None:
    """What the sandbox still holds after a destroy: names by kind; and what removes it."""
    console.print(f"\nThe stack {target.stack} is gone, but not all that was made beside it:")
    for kind, names in left.items():
        console.print(f"  {kind}: {', '.join(names)}", soft_wrap=True, markup=False)
    commands = [
        (
            f"{_make('leftovers', target)} ARGS=--delete",
            "list what is tagged as the cluster's, and delete it",
        ),
        (_make("destroy", target), "look once more"),
    ]
    _print_commands("Next", commands, console)


def _parts(target: Target, deployment: Deployment) -> Table:
    table = Table(
        title=f"Stack {target.stack}", title_justify="left", show_header=False, box=None, padding=(0, 2)
    )
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in sorted(deployment.outputs.items()):
        if isinstance(value, str) and name != _KUBECONFIG:
            table.add_row(name, value)
    named = {noun: deployment.counts.get(kind, 0) for kind, noun in WORTH_NAMING.items()}
    named["other"] = sum(deployment.counts.values()) - sum(named.values())
    parts = [f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in named.items() if count]
    table.add_row("resources", ", ".join(parts))
    return table


def _aws_command(target: Target, endpoint: str) -> str:
    login = "AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox"
    return f"{login} .tools/venv/bin/aws --endpoint-url {endpoint} --region {target.region} ec2 describe-vpcs"


def _into_the_cluster(target: Target, deployment: Deployment) -> list[Command]:
    """The kubeconfig, and a goal for each port that the output `commands` forwards.

    The goals wait until the thing is ready and tell its login; the output has the bare commands.
    """
    opened = [
        (_make(name, target), f"open {name} at {url}")
        for name, command in deployment.outputs.get("commands", {}).items()
        if (url := _url(command))
    ]
    if _KUBECONFIG not in deployment.outputs:
        return opened
    file = f"kubeconfig-{target.stack}.yaml"
    reach = f"{_make('kubeconfig', target)} && export KUBECONFIG=$PWD/{file}"
    return [(reach, "reach the cluster with kubectl"), *opened]


def _url(command: str) -> str | None:
    """Where a command opens a page; None for one that opens none."""
    if found := _PORT_FORWARD.search(command):
        return f"{'https' if found['there'] == _HTTPS else 'http'}://localhost:{found['here']}"
    return None


def _make(goal: str, target: Target) -> str:
    prefix = "SANDBOX=1 " if target.sandboxed and target.stack != SANDBOX else ""
    return f"{prefix}make {goal}" + ("" if target.stack == SANDBOX else f" STACK={target.stack}")


def _print_commands(title: str, commands: Sequence[Command], console: Console) -> None:
    """One command a line, each under its purpose, so that long ones can be copied whole."""
    console.print(f"\n[bold]{title}[/bold]")
    for command, purpose in commands:
        console.print(f"  {purpose}:")
        console.print(f"    {command}", soft_wrap=True, markup=False)
