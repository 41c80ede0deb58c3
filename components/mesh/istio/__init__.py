"""Istio in ambient mode: a proxy on each node."""

from typing import Final

from components.mesh.istio.capabilities import LACKS
from components.mesh.istio.install import CHARTS, LAST_RELEASE, releases
from components.mesh.istio.join import join
from components.mesh.istio.namespaces import NAMESPACES
from components.mesh.mesh import Mesh

ISTIO: Final = Mesh(
    namespaces=NAMESPACES, releases=releases, charts=CHARTS, last_release=LAST_RELEASE, join=join, lacks=LACKS
)
