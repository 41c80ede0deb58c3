"""`python -m cli render --stack dev`: writes the manifests of the cluster services that Argo CD can have.

Exit status: 0 the folder is up to date, 1 nothing was written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from cli.command import add_stack
from cli.render.desired import desired
from cli.render.folder import Changes, update
from cli.render.helm import ChartRenderer
from cli.render.manifests import files
from cli.stack_engine import StackEngine
from settings import ConfigError, Stack, from_files, parse

FORESEEN: tuple[type[Exception], ...] = (ConfigError, FileNotFoundError)


def render(engine: StackEngine, stack: Stack, folder: Path) -> Changes:
    """Bring ``folder`` up to date with ``stack``. Raises EngineError or RenderError, with nothing written."""
    settings = stack.settings
    helm = ChartRenderer(
        root=engine.root,
        kubernetes=settings.cluster.version if settings.target == "aws" else None,
        monitored=settings.observability.enabled,
    )
    rendered = {
        f"{wanted.name}/{name}": content
        for wanted in desired(engine.plan("--show-sames"), settings.services.hand_over().keys())
        for name, content in files(helm.template(wanted), wanted.namespace).items()
    }
    return update(folder, engine.stack, rendered)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    add_stack(parser)
    parser.add_argument("--to", type=Path, help="the folder, instead of rendered/STACK")


def run(options: argparse.Namespace, root: Path) -> int:
    """Render one stack; the exit status. Raises EngineError, RenderError or one of FORESEEN."""
    folder = options.to or root / "rendered" / options.stack
    stack = parse(from_files(root, options.stack))
    changes = render(StackEngine(options.stack, root), stack, folder)
    services = sorted(stack.settings.services.hand_over())
    print(f"{folder}: {', '.join(services) or 'no service that Argo CD can have is on'}")
    for word, paths in (("written", changes.written), ("removed", changes.removed)):
        for path in paths:
            print(f"  {word}  {path}")
    if changes == Changes((), ()):
        print("  nothing has changed")
    return 0
