"""`python -m cli destroy --stack dev`: destroys a stack, and proves that nothing is left of it.

Exit status: 0 nothing is left, else that of the step that failed. Safe to interrupt and to repeat.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.prompt import Confirm

from cli.aws.needs import read_needs
from cli.destroy.flow import Destroy
from cli.engine import command as engine_command
from cli.engine.process import STOPPED
from cli.engine.target import choose
from cli.leftovers.look import Look, look_for_leftovers
from cli.stack_engine import StackEngine
from settings import ConfigError

FORESEEN: tuple[type[Exception], ...] = (
    *engine_command.FORESEEN,
    ConfigError,
    FileNotFoundError,
    ClientError,
    BotoCoreError,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    engine_command.add_arguments(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    """Destroy one stack; the exit status. Raises AccessError, EngineError or one of FORESEEN.

    In the sandbox the engine alone does it: nothing there is past its reach.
    """
    target = choose(options.stack, root.resolve(), os.environ, options.state)
    if target.sandboxed:
        return engine_command.execute("down", target, options.arguments, Console(highlight=False))
    engine = StackEngine(options.stack, root)
    needs = read_needs(root, options.stack)
    if needs is None:
        return engine.destroy(options.arguments)
    yes = os.environ.get("YES") == "1"
    look = Look(needs.cluster, needs.region, delete=True, agreed=yes)
    destroy = Destroy(
        needs,
        engine,
        tell=lambda line: print(line, flush=True),
        confirm=lambda question: yes or Confirm.ask(question, default=False),
        prove=lambda: look_for_leftovers(look, Console(), time.sleep),
    )
    try:
        return destroy.run(options.arguments)
    except KeyboardInterrupt:
        print("\nStopped. What was removed stays removed; run it again to go on.")
        return STOPPED
