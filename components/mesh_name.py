"""The meshes that there are, by name; ``components/mesh`` has a folder for each."""

from __future__ import annotations

from typing import Literal

MeshName = Literal["linkerd", "istio"]
