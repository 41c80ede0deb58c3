"""Where the control plane's programs are: ready-made ones by the field's convention, else built once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from toolchain.bring import ensure
from toolchain.catalog import TOOLS
from toolchain.places import Places, of_this_checkout

ASSETS = "KUBEBUILDER_ASSETS"
"""Environment variable with a folder of ready-made binaries, as Kubernetes' own test tools read it."""

_TOOLS = ("etcd", "kubernetes", "kwok")


@dataclass(frozen=True)
class Binaries:
    """The programs of a control plane."""

    etcd: Path
    kube_apiserver: Path
    kube_controller_manager: Path
    kube_scheduler: Path
    kwok: Path

    @classmethod
    def find(cls, environment: Mapping[str, str] = os.environ, places: Places | None = None) -> Self:
        """Find the programs, and build those that are missing (about six minutes, once for a user).

        A tool is taken from ``KUBEBUILDER_ASSETS`` where all its programs are there: an API server of one
        version beside controllers of another is no cluster that anybody runs.
        """
        places = places or of_this_checkout()
        assets = environment.get(ASSETS)
        folders = {tool: _ready_made(tool, assets) for tool in _TOOLS}
        missing = [tool for tool, folder in folders.items() if folder is None]
        if missing:
            ensure(missing, places, environment.get("PATH", os.defpath))
        found = {
            command: (folder or places.bin) / command
            for tool, folder in folders.items()
            for command in TOOLS[tool].binaries
        }
        return cls(**{command.replace("-", "_"): path for command, path in found.items()})


def _ready_made(tool: str, assets: str | None) -> Path | None:
    if not assets or not all((Path(assets) / command).exists() for command in TOOLS[tool].binaries):
        return None
    return Path(assets)
