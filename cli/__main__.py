"""`python -m cli COMMAND --stack dev`: what `make` runs, on any stack."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from cli.command import Command
from cli.engine.process import STOPPED
from cli.errors import CliError
from cli.stack_name import require_stack

_DEFECT_LOG: Final = Path(".tools", "logs", "defect.log")


@dataclass(frozen=True)
class _Entry:
    """A command by its module, which is imported only where it runs: else each start would pay for all."""

    module: str
    help: str
    needs_file: bool = True
    """Whether the stack that it names must have its file still."""
    failed: int = 1
    """Exit status where the command can't do its work; 2 where 1 says something about the stack."""


COMMANDS: Final[Mapping[str, _Entry]] = {
    "up": _Entry("cli.engine.command", "bring the stack up"),
    "preview": _Entry("cli.engine.command", "show what `up` would change"),
    "down": _Entry("cli.engine.command", "the engine's own destroy, without a look at what is left"),
    "cost": _Entry("cli.engine.command", "say what the stack costs a month as it is configured"),
    "plan": _Entry("cli.engine.command", "print what an update would do, as JSON"),
    "pulumi": _Entry("cli.engine.command", "run any other pulumi command on the stack"),
    "exec": _Entry("cli.engine.command", "run any command where the stack's AWS is"),
    "destroy": _Entry("cli.destroy.command", "destroy a stack on AWS, and prove that nothing is left of it"),
    "preflight": _Entry("cli.preflight.command", "say what would stop `up` on AWS", failed=2),
    "leftovers": _Entry(
        "cli.leftovers.command",
        "list, and on request delete, what a cluster left",
        needs_file=False,
        failed=2,
    ),
    "access": _Entry("cli.access.command", "open what runs in the cluster, or write a kubeconfig"),
    "render": _Entry("cli.render.command", "write the manifests that Argo CD follows"),
    "drift": _Entry("cli.drift.command", "say what is not as the settings say, and change nothing"),
}


def main(arguments: Sequence[str], root: Path = Path()) -> int:
    """Run one command on the project in the folder ``root``; the exit status."""
    name, *words = arguments or ("",)
    entry = COMMANDS.get(name)
    if entry is None:
        print(_usage(), file=sys.stdout if name in {"-h", "--help"} else sys.stderr)
        return 0 if name in {"-h", "--help"} else 2
    command = cast("Command", importlib.import_module(entry.module))
    parser = argparse.ArgumentParser(
        prog=f"python -m cli {name}",
        description=f"{entry.help[0].upper()}{entry.help[1:]}.",
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    options = parser.parse_args(words, argparse.Namespace(command=name))

    def run() -> int:
        if entry.needs_file:
            require_stack(options.stack, root)
        return command.run(options, root)

    return _ended(run, (CliError, *command.FORESEEN), entry.failed, root)


def _ended(run: Callable[[], int], foreseen: tuple[type[Exception], ...], failed: int, root: Path) -> int:
    """The exit status of a command however it ends: the one place where an error is printed."""
    try:
        return run()
    except KeyboardInterrupt:
        return STOPPED
    except foreseen as error:
        print(error, file=sys.stderr)
    except Exception as error:
        log = root / _DEFECT_LOG
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(traceback.format_exc(), encoding="utf-8")
        print(f"This is a defect, please report it with {log.resolve()}: {error!r}", file=sys.stderr)
    return failed


def _usage() -> str:
    width = max(map(len, COMMANDS))
    lines = (f"  {name:{width}}  {entry.help}" for name, entry in COMMANDS.items())
    return os.linesep.join(["usage: python -m cli COMMAND --stack STACK ...", "", *lines])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
