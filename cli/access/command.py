"""`python -m cli access --stack dev grafana`: forwards a port into the cluster until Ctrl-C.

``kubeconfig`` writes kubeconfig-STACK.yaml instead. Exit status: 0 closed by Ctrl-C or written, 1 could not.
"""

from __future__ import annotations

import argparse
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from cli.access import kubeconfig
from cli.access.doors import DOORS
from cli.access.forward import hold_open
from cli.access.kubectl import Kubectl
from cli.command import add_stack
from cli.stack_engine import StackEngine
from settings import ConfigError, from_files, parse

FORESEEN: tuple[type[Exception], ...] = (ConfigError, FileNotFoundError)
KUBECONFIG = "kubeconfig"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    add_stack(parser)
    parser.add_argument("what", choices=[*DOORS, KUBECONFIG])


def run(options: argparse.Namespace, root: Path) -> int:
    """Open, or write; the exit status. Raises AccessError, EngineError or one of FORESEEN."""
    engine = StackEngine(options.stack, root)
    signal.signal(signal.SIGTERM, _interrupt)
    if options.what == KUBECONFIG:
        path = root / f"kubeconfig-{options.stack}.yaml"
        kubeconfig.write(engine.outputs().get(KUBECONFIG, ""), path)
        print(f"export KUBECONFIG={path.resolve()}")
        return 0
    try:
        with _cluster(engine, root) as kubectl:
            hold_open(DOORS[options.what], kubectl, lambda line: print(line, flush=True))
    except KeyboardInterrupt:
        print()
    return 0


@contextmanager
def _cluster(engine: StackEngine, root: Path) -> Iterator[Kubectl]:
    """kubectl for the stack's cluster: the one it built, or the one it was told to use."""
    settings = parse(from_files(root, engine.stack)).settings
    minutes = settings.services.headlamp.token_minutes
    if settings.target == "kubeconfig":
        chosen = settings.kubeconfig
        path = ("--kubeconfig", chosen.path) if chosen.path else ()
        yield Kubectl((*path, *(("--context", chosen.context) if chosen.context else ())), minutes)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "kubeconfig.yaml")
        kubeconfig.write(engine.outputs().get(KUBECONFIG, ""), file)
        yield Kubectl(("--kubeconfig", str(file)), minutes)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
