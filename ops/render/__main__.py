"""``python -m ops.render --stack dev``: writes the manifests of the cluster services that Argo CD can have.

Exit status: 0 the folder is up to date, 1 nothing was written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ops.engine import EngineError, StackEngine
from ops.render.desired import desired
from ops.render.errors import RenderError
from ops.render.folder import Changes, update
from ops.render.helm import Helm
from ops.render.manifests import files
from settings import ConfigError, Stack, from_files, parse


def render(engine: StackEngine, stack: Stack, folder: Path) -> Changes:
    """Bring ``folder`` up to date with ``stack``. Raises EngineError or RenderError, with nothing written."""
    settings = stack.settings
    helm = Helm(
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


def main(arguments: Sequence[str] | None = None, root: Path = Path()) -> int:
    """Render one stack; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.render", description="Writes the manifests of the cluster services."
    )
    parser.add_argument("--stack", required=True, help="the stack, such as dev")
    parser.add_argument("--to", type=Path, help="the folder, instead of rendered/STACK")
    options = parser.parse_args(arguments)
    folder = options.to or root / "rendered" / options.stack
    try:
        stack = parse(from_files(root, options.stack))
        changes = render(StackEngine(options.stack, root), stack, folder)
    except (ConfigError, EngineError, FileNotFoundError, RenderError) as error:
        print(error, file=sys.stderr)
        return 1
    services = sorted(stack.settings.services.hand_over())
    print(f"{folder}: {', '.join(services) or 'no service that Argo CD can have is on'}")
    for word, paths in (("written", changes.written), ("removed", changes.removed)):
        for path in paths:
            print(f"  {word}  {path}")
    if changes == Changes((), ()):
        print("  nothing has changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
