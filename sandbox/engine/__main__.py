"""`python -m sandbox.engine --stack sandbox up`: one command of the engine, on one stack."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from sandbox.engine import commands, cost, deployment, environment, examples, process, summary
from sandbox.engine.environment import Providers
from sandbox.engine.errors import CommandError
from sandbox.engine.overrides import split
from sandbox.engine.target import SANDBOX, Target, choose
from sandbox.providers import daemon

ROOT = Path(__file__).resolve().parents[2]


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
    if action == "run":
        return engine.run(arguments)
    arguments, overrides = split(arguments)
    engine = replace(engine, overrides=overrides, examples=examples.missing(target, overrides))
    if action == "plan":
        print(engine.planned(*arguments))
        return 0
    if action == "cost":
        return cost.show(engine.planned("--show-sames"), target, engine.environment)
    summary.what_is_an_example(target, engine.examples, console)
    code = engine.update(action, arguments)
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


def main() -> int:
    """The command line; the engine's exit code, 130 after Ctrl-C, 1 where the command can't begin."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.engine", description=__doc__)
    parser.add_argument("action", choices=["up", "preview", "destroy", "cost", "plan", "run", "exec"])
    parser.add_argument("--stack", default=SANDBOX)
    parser.add_argument("--state", type=Path, help="the sandbox's folder, instead of .tools/state/STACK")
    parser.add_argument("arguments", nargs="*", help="for the engine, or exec's command; after --")
    given = parser.parse_args()
    target = choose(given.stack, ROOT, os.environ, given.state)
    try:
        return execute(given.action, target, given.arguments, Console(highlight=False))
    except (CommandError, daemon.DaemonError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return process.STOPPED


if __name__ == "__main__":
    sys.exit(main())
