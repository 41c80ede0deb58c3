"""One Kubernetes cluster as the provider sees it: an identity from the kubeconfig, and records of what
is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from sandbox.cloud.records import Key, Record, Records
from sandbox.wire.provider import RefusalError

OBJECTS: Final = "kubernetes.objects"
RELEASES: Final = "kubernetes.releases"
VERSIONS: Final = "kubernetes.versions"
_BORN_WITH: Final = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})


@dataclass(frozen=True)
class KubernetesCluster:
    """``server`` is the API server's address: two providers with one address are one cluster."""

    server: str
    records: Records

    @property
    def objects(self) -> dict[Key, Record]:
        """Objects of all clusters by (server, apiVersion, kind, namespace, name)."""
        return self.records.table(OBJECTS)

    @property
    def releases(self) -> dict[Key, Record]:
        """Helm releases of all clusters by (server, namespace, name)."""
        return self.records.table(RELEASES)

    @property
    def version(self) -> str | None:
        """The Kubernetes minor that EKS runs there, such as ``1.35``; None where EKS doesn't run it."""
        found = self.records.table(VERSIONS).get((self.server,))
        return str(found["version"]) if found else None

    def require_namespace(self, name: str) -> None:
        """Raises RefusalError where the namespace was not made."""
        if not self.has_namespace(name):
            raise RefusalError(f'namespaces "{name}" not found')

    def has_namespace(self, name: str) -> bool:
        """Whether the namespace exists."""
        return name in _BORN_WITH or (self.server, "v1", "Namespace", "", name) in self.objects


def cluster_of(config: Mapping[str, Any], records: Records) -> KubernetesCluster:
    """The cluster that a provider's settings point at. Raises RefusalError for a kubeconfig that points
    nowhere."""
    text = config.get("kubeconfig")
    if not text:
        return KubernetesCluster("ambient", records)
    try:
        kubeconfig = yaml.safe_load(text) if isinstance(text, str) else text
        if isinstance(kubeconfig, str):
            # The real provider takes a file's path as well; whose clusters it names is not asked here.
            return KubernetesCluster(kubeconfig, records)
        context = config.get("context") or kubeconfig.get("current-context")
        chosen = next((c["context"] for c in kubeconfig["contexts"] if c["name"] == context), None)
        wanted = config.get("cluster") or (chosen or {}).get("cluster")
        server = next(c["cluster"]["server"] for c in kubeconfig["clusters"] if c["name"] == wanted)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise RefusalError(
            "the kubeconfig of the kubernetes provider has no usable current context: it needs a "
            "current-context, "
            f"contexts and clusters with a server ({type(error).__name__}: {error})"
        ) from error
    return KubernetesCluster(str(server), records)


def note_version(records: Records, server: str, version: str) -> None:
    """Notes which Kubernetes minor runs at an address."""
    records.table(VERSIONS)[(server,)] = {"version": version}


def forget_cluster(records: Records, server: str) -> None:
    """Drops what was in a cluster that is gone."""
    for name in (OBJECTS, RELEASES, VERSIONS):
        table = records.table(name)
        for key in [key for key in table if key[0] == server]:
            del table[key]
