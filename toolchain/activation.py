"""The environment in which a checkout's own tools are found first."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def with_tools(root: Path, base: Mapping[str, str]) -> dict[str, str]:
    """The checkout's commands first, as an activated virtual environment would have them.

    Python may keep its bytecode: without it, each start compiles Pulumi's packages anew.
    """
    venv = root / ".tools" / "venv"
    search_path = [str(root / ".tools" / "bin"), str(venv / "bin"), base.get("PATH", os.defpath)]
    return {
        **{name: value for name, value in base.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PATH": os.pathsep.join(search_path),
        "VIRTUAL_ENV": str(venv),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }
