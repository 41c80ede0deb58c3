"""Whether the Kubernetes version is one that our calendar of EKS knows."""

from __future__ import annotations

from collections.abc import Iterable

from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.preflight.model import Line, warn
from components.cluster.versions import newer_than_known


def check_version(needs: Needs, _region: Region) -> Iterable[Line]:
    """A version that is too old is refused with the settings; of one that is newer nothing is known."""
    if unknown := newer_than_known(needs.kubernetes):
        yield warn(
            "kubernetes version",
            f"{needs.kubernetes} {unknown.partition(';')[0]}",
            "run `make facts` to ask EKS which versions there are, and how long they are supported",
        )
