"""What a cluster service is: settings that know what to install where."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pulumi

from components.cluster_service import ClusterService
from components.handles import ClusterHandle, MonitoringHandle
from components.model import Settings
from components.namespaces import PodSecurity


@dataclass(frozen=True)
class Place:
    """Where a service is put: the cluster, its own namespaces there, and the monitoring, if there is one."""

    cluster: ClusterHandle
    namespaces: Mapping[str, pulumi.Output[str]]
    """By their names, in the order in which the service named them."""
    monitoring: MonitoringHandle | None
    parent: pulumi.Resource
    """Whose children the resources are that a service has beside its releases."""
    prefix: str
    """What their names begin with."""

    @property
    def namespace(self) -> pulumi.Output[str]:
        """The only namespace of most services, the first one of the others."""
        return next(iter(self.namespaces.values()))

    @property
    def monitor_labels(self) -> dict[str, str]:
        """Labels for a ServiceMonitor; empty where nobody would read them."""
        return dict(self.monitoring.labels) if self.monitoring else {}

    @property
    def definitions(self) -> Sequence[pulumi.Resource]:
        """What has to exist before a ServiceMonitor can."""
        return self.monitoring.requires if self.monitoring else ()


class ServiceSettings(Settings):
    """One service's settings, off unless somebody turns it on.

    A subclass says in which namespace it lives, and declares its releases from what a person wrote; this is
    the whole contract, so that a new service is one file here and one line in ``settings.py``.
    """

    namespace: ClassVar[str]
    """A namespace of its own, or ``kube-system``, which every cluster has."""
    pod_security: ClassVar[PodSecurity] = "restricted"
    """What its pods may do at most, by the Pod Security Standards."""
    needs_aws: ClassVar[bool] = False
    """Whether it has no meaning on a cluster outside of AWS."""
    needs_metrics: ClassVar[bool] = False
    """Whether it reads the metrics API, which observability brings to a cluster on AWS."""
    portable: ClassVar[Sequence[str]] = ()
    """Names of its releases, where Argo CD can have them; none where it has to stay with the stack:
    docs/gitops.md says what makes the difference."""

    enabled: bool = False
    """Install it."""

    def namespaces(self) -> Mapping[str, PodSecurity]:
        """Every namespace that it lives in, and what pods may do there at most. Most have but one."""
        return {self.namespace: self.pod_security}

    @abstractmethod
    def releases(self, place: Place) -> Sequence[ClusterService]:
        """What to install into ``place``; a release comes after those that it names in ``after``."""

    def commands(self) -> dict[str, str]:
        """Shell commands that open what was installed, by the name of what they open."""
        return {}
