"""``python -m ops.access --stack dev grafana``: opens a door into the cluster until Ctrl-C.

``kubeconfig`` writes kubeconfig-STACK.yaml instead. Exit status: 0 closed by Ctrl-C or written, 1 could not.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ops.access import kubeconfig
from ops.access.doors import DOORS
from ops.access.forward import hold_open
from ops.access.kubectl import AccessError, Kubectl
from ops.engine import EngineError, StackEngine
from settings import ConfigError, from_files, parse

KUBECONFIG = "kubeconfig"


def main(arguments: Sequence[str] | None = None, root: Path = Path()) -> int:
    """Open, or write; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.access", description="Opens what runs in the cluster."
    )
    parser.add_argument("--stack", required=True, help="the stack, such as dev")
    parser.add_argument("what", choices=[*DOORS, KUBECONFIG])
    options = parser.parse_args(arguments)
    engine = StackEngine(options.stack, root)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if options.what == KUBECONFIG:
            path = root / f"kubeconfig-{options.stack}.yaml"
            kubeconfig.write(engine.outputs().get(KUBECONFIG, ""), path)
            print(f"export KUBECONFIG={path.resolve()}")
            return 0
        with _cluster(engine, root) as kubectl:
            hold_open(DOORS[options.what], kubectl, lambda line: print(line, flush=True))
    except (AccessError, EngineError, ConfigError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
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


if __name__ == "__main__":
    sys.exit(main())
