"""Argo CD: the cluster follows a git repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from components.charts import ARGO_CD, ARGO_CD_APPS
from components.cluster_service import ClusterService
from components.endpoints import Endpoint, Login
from components.extra_values import ChartValues
from components.helm_values import resources, service_monitor
from components.install_context import InstallContext
from components.services.contract import ServiceSettings
from components.services.hand_over import HandOver

_NAME = "argocd"
_ARGO_CD = "argo-cd"
_FOLLOWED = "argo-cd-repository"
_HERE = "https://kubernetes.default.svc"
_PROJECT = "repository"
"""The project of what comes from the repository: its applications can name no other source."""

Repository = Annotated[str, Field(pattern=r"^(https://|ssh://|git@)[^\s@]+$")]
Folder = Annotated[str, Field(pattern=r"^[^/\s][^\s]*$")]


_OWNED = {"server/service": "the stack's command opens this port"}
_OWNED_OF_THE_REPOSITORY = {
    f"projects/{_PROJECT}/namespace": "it is Argo CD's own",
    f"projects/{_PROJECT}/sourceRepos": "set services.argoCd.repository",
    "applications/root/namespace": "it is Argo CD's own",
    "applications/root/project": "it is the repository's",
    "applications/root/finalizers": "without Argo CD, nothing would honour one",
    "applications/root/source/repoURL": "set services.argoCd.repository",
    "applications/root/source/targetRevision": "set services.argoCd.revision",
    "applications/root/source/path": "set services.argoCd.path",
    "applications/root/destination": "it is this cluster",
}


class ArgoCdSettings(ServiceSettings):
    """GitOps: what is in a folder of a repository is applied, and what is taken out of it is removed."""

    namespace: ClassVar[str] = _NAME
    charts: ClassVar[Mapping[str, ChartValues]] = {
        _ARGO_CD: ChartValues(ARGO_CD, _OWNED),
        _FOLLOWED: ChartValues(ARGO_CD_APPS, _OWNED_OF_THE_REPOSITORY),
    }

    repository: Repository | None = None
    """The repository's URL, without a password. Required when it is on."""
    path: Folder = "."
    """The folder whose manifests are applied, with all folders below it."""
    revision: Annotated[str, Field(pattern=r"^\S+$")] = "main"
    """The branch, tag or commit to follow."""

    hand_over: HandOver = "none"
    """What installs the services that can be handed over (docs/gitops.md): ``none``, the stack. ``prepared``,
    still the stack, which would now leave them running. ``done``, Argo CD, from what `make render` wrote.
    From ``none`` to ``done`` there has to be an `up` with ``prepared``."""

    @model_validator(mode="after")
    def _has_a_repository(self) -> Self:
        if self.enabled and self.repository is None:
            raise ValueError("repository must be the URL of the repository that the cluster is to follow")
        if self.hand_over != "none" and not self.enabled:
            raise ValueError(
                f"handOver must be none while Argo CD is off, and is {self.hand_over}: set enabled to true"
            )
        return self

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """Argo CD, then what it is to follow: that needs its resource definitions."""
        return [
            ClusterService(
                name=_ARGO_CD,
                chart=ARGO_CD,
                namespace=context.namespace,
                values=_values(context),
                depends_on=context.monitoring.requires,
            ),
            ClusterService(
                name=_FOLLOWED,
                chart=ARGO_CD_APPS,
                namespace=context.namespace,
                values=self._followed(),
                needs_nodes=False,
                after=(_ARGO_CD,),
            ),
        ]

    def endpoints(self) -> Sequence[Endpoint]:
        """Its page, with the password of the first login."""
        return [
            Endpoint(
                name="gitops",
                namespace=_NAME,
                service=f"{_NAME}-server",
                port=443,
                local_port=8080,
                selector=f"app.kubernetes.io/name={_NAME}-server",
                scheme="https",
                login=Login("argocd-initial-admin-secret", "password"),
            )
        ]

    def _followed(self) -> dict[str, object]:
        return {
            "projects": {
                _PROJECT: {
                    "namespace": _NAME,
                    "description": "What the repository of this cluster holds",
                    "sourceRepos": [self.repository],
                    "destinations": [{"server": _HERE, "namespace": "*"}],
                    "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
                }
            },
            "applications": {
                "root": {
                    "namespace": _NAME,
                    "project": _PROJECT,
                    # No finalizer: without Argo CD, nobody would be there to honour it.
                    "finalizers": [],
                    "source": {
                        "repoURL": self.repository,
                        "targetRevision": self.revision,
                        "path": self.path,
                        "directory": {"recurse": True},
                    },
                    "destination": {"server": _HERE, "namespace": "default"},
                    "syncPolicy": {
                        "automated": {"prune": True, "selfHeal": True},
                        "syncOptions": ["ServerSideApply=true"],
                    },
                }
            },
        }


def _values(context: InstallContext) -> dict[str, object]:
    metrics = {
        "enabled": context.monitoring.present,
        "serviceMonitor": service_monitor(context.monitoring, "additionalLabels"),
    }
    return {
        "fullnameOverride": _NAME,
        "crds": {"install": True, "keep": False},
        # A terminal in a browser is a way around everybody's rights.
        "configs": {"cm": {"exec.enabled": False}},
        "dex": {"enabled": False},
        "notifications": {"enabled": False},
        "controller": {"metrics": metrics, "resources": resources("100m", "512Mi", "1Gi")},
        "server": {
            "service": {"type": "ClusterIP"},
            "ingress": {"enabled": False},
            "metrics": metrics,
            "resources": resources("20m", "128Mi", "256Mi"),
        },
        "repoServer": {"metrics": metrics, "resources": resources("50m", "128Mi", "512Mi")},
        "redis": {"resources": resources("20m", "64Mi", "128Mi")},
    }
