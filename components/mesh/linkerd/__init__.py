"""Linkerd: a proxy beside each pod."""

from typing import Final

from components.mesh.linkerd.capabilities import LACKS
from components.mesh.linkerd.install import CHARTS, LAST_RELEASE, releases
from components.mesh.linkerd.join import join
from components.mesh.linkerd.namespaces import NAMESPACES
from components.mesh.mesh import Mesh

LINKERD: Final = Mesh(
    namespaces=NAMESPACES, releases=releases, charts=CHARTS, last_release=LAST_RELEASE, join=join, lacks=LACKS
)
