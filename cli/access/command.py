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
from cli.access.endpoints import endpoints
from cli.access.kubectl import Kubectl
from cli.access.port_forward import forward_port
from cli.command import add_stack
from cli.errors import AccessError
from cli.stack_engine import StackEngine
from settings import ConfigError, StackSettings, from_files, parse

FORESEEN: tuple[type[Exception], ...] = (ConfigError, FileNotFoundError)
KUBECONFIG = "kubeconfig"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    add_stack(parser)
    parser.add_argument("what", help=f"what to open, such as grafana; or {KUBECONFIG}")


def run(options: argparse.Namespace, root: Path) -> int:
    """Open, or write; the exit status. Raises AccessError, EngineError or one of FORESEEN."""
    engine = StackEngine(options.stack, root)
    signal.signal(signal.SIGTERM, _interrupt)
    if options.what == KUBECONFIG:
        path = root / f"kubeconfig-{options.stack}.yaml"
        kubeconfig.write(engine.outputs().get(KUBECONFIG, ""), path)
        print(f"export KUBECONFIG={path.resolve()}")
        return 0
    settings = parse(from_files(root, engine.stack)).settings
    there = endpoints(settings)
    if options.what not in there:
        raise AccessError(
            f"stack {engine.stack} has no {options.what} to open, only {', '.join(there) or 'nothing'}; "
            "turn it on in the stack's file, and run `make up`"
        )
    try:
        with _cluster(engine, settings) as kubectl:
            forward_port(there[options.what], kubectl, lambda line: print(line, flush=True))
    except KeyboardInterrupt:
        print()
    return 0


@contextmanager
def _cluster(engine: StackEngine, settings: StackSettings) -> Iterator[Kubectl]:
    """kubectl for the stack's cluster: the one it built, or the one it was told to use."""
    if settings.target == "kubeconfig":
        chosen = settings.kubeconfig
        path = ("--kubeconfig", chosen.path) if chosen.path else ()
        yield Kubectl((*path, *(("--context", chosen.context) if chosen.context else ())))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "kubeconfig.yaml")
        kubeconfig.write(engine.outputs().get(KUBECONFIG, ""), file)
        yield Kubectl(("--kubeconfig", str(file)))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
