"""The commands that the engine answers: up, preview, down, cost, plan, pulumi, exec."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from cli.command import add_engine_arguments, add_stack
from cli.engine import commands, cost, deployment, environment, examples, process, summary
from cli.engine.environment import Providers
from cli.engine.overrides import split
from cli.engine.target import Target, choose
from sandbox import daemon

FORESEEN: tuple[type[Exception], ...] = (daemon.DaemonError,)


def execute(action: str, target: Target, arguments: Sequence[str], console: Console) -> int:
    """Run one command and say what comes next. Raises CommandError or DaemonError where it can't begin."""
    providers = _enter_sandbox(target) if target.sandboxed else None
    if action == "exec":
        account = environment.on_aws(target, os.environ, providers)
        return process.run(arguments, target.root, account)
    if providers:
        engine = commands.for_sandbox(target, os.environ, providers)
    else:
        engine = commands.for_real(target, os.environ)
    if action == "pulumi":
        return engine.run(arguments)
    arguments, overrides = split(arguments)
    engine = replace(engine, overrides=overrides, examples=examples.missing(target, overrides))
    if action == "plan":
        print(engine.planned(*arguments))
        return 0
    if action == "cost":
        return cost.show(engine.planned("--show-sames"), target, engine.environment)
    summary.what_is_an_example(target, engine.examples, console)
    code = engine.update("destroy" if action == "down" else action, arguments)
    if code == process.STOPPED:
        console.print(f"\nStopped. What was finished is kept; run `make {action}` again to go on.")
    elif code == 0 and action == "up":
        export = engine.exported()
        made = deployment.read(export)
        summary.what_exists(target, made, console)
        summary.what_held_once(target, overrides, console)
        cost.show(export, target, engine.environment)
        summary.what_next(target, made, providers.endpoint if providers else None, console)
    elif code == 0 and action == "preview":
        cost.show(engine.planned("--show-sames", *arguments), target, engine.environment)
        summary.after_preview(target, console)
    elif code == 0:
        return _prove_destroyed(target, console)
    return code


def _prove_destroyed(target: Target, console: Console) -> int:
    """Say what a destroyed stack has left in the sandbox, whose process ends where that is nothing."""
    if target.sandboxed:
        if left := daemon.inventory(_providers_folder(target)):
            summary.what_is_left(target, left, console)
            return 1
        daemon.stop(_providers_folder(target))
    summary.after_destroy(target, console)
    return 0


def _enter_sandbox(target: Target) -> Providers:
    """From here on, this process and all that it starts know nothing of the user's accounts."""
    inside = environment.sandboxed(target, os.environ)
    os.environ.clear()
    os.environ.update(inside)
    running = daemon.ensure(_providers_folder(target))
    return Providers(ports=running.ports, endpoint=running.endpoint)


def _providers_folder(target: Target) -> Path:
    return target.state / "providers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    add_stack(parser)
    parser.add_argument("--state", type=Path, help="the sandbox's folder, instead of .tools/state/STACK")
    add_engine_arguments(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    """The engine's exit status, 130 after Ctrl-C. Raises CommandError or DaemonError where it can't begin."""
    target = choose(options.stack, root.resolve(), os.environ, options.state)
    return execute(options.command, target, options.arguments, Console(highlight=False))
