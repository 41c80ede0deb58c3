"""Where the set-up puts things."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """Paths inside one checkout, and the cache that all checkouts of one user share."""

    root: Path
    cache: Path

    @property
    def tools(self) -> Path:
        """The ignored folder that holds everything the set-up makes; it may be deleted at any time."""
        return self.root / ".tools"

    @property
    def venv(self) -> Path:
        """The virtual environment with the program's and the tests' packages."""
        return self.tools / "venv"

    @property
    def python(self) -> Path:
        """The virtual environment's interpreter."""
        return self.venv / "bin" / "python"

    @property
    def bin(self) -> Path:
        """The command-line tools: pulumi, helm, ..."""
        return self.tools / "bin"

    @property
    def receipts(self) -> Path:
        """What was installed, and what it was made from: one file a tool."""
        return self.tools / "receipts"

    @property
    def logs(self) -> Path:
        """The output of the long steps."""
        return self.tools / "logs"

    @property
    def go_modules(self) -> Path:
        """The folders with the go.mod and go.sum of each tool that can be built here."""
        return self.root / "toolchain" / "go"


def of_this_checkout() -> Places:
    """The places of the checkout that this file belongs to."""
    cache_home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Places(root=Path(__file__).resolve().parents[1], cache=Path(cache_home) / "self-driving-eks")
