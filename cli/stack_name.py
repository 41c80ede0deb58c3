"""The stack that a command names: checked once, before anything is started or written."""

from __future__ import annotations

import re
from pathlib import Path

from cli.errors import CommandError

_NAME = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}")
"""What Pulumi takes (Stacks, "Stack naming": letters, digits, hyphens, underscores, periods; 100 at most)."""


def require_stack(stack: str, root: Path) -> None:
    """Raise CommandError unless ``stack`` is a name that has a stack file in the folder ``root``."""
    if not _NAME.fullmatch(stack):
        raise CommandError(
            f"{stack!r} is no name of a stack: letters, digits, hyphens, underscores and periods, 100 at "
            f"most. {_known(root)}"
        )
    if not (root / f"Pulumi.{stack}.yaml").is_file():
        raise CommandError(f"Pulumi.{stack}.yaml is missing, so there is no stack {stack!r}. {_known(root)}")


def _known(root: Path) -> str:
    names = sorted(
        path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in root.glob("Pulumi.*.yaml")
    )
    return f"There are: {', '.join(names)}." if names else "There is none here."
