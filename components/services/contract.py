"""What a cluster service is: settings that know what to install where."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from components.cluster_service import ClusterService
from components.endpoints import Endpoint
from components.extra_values import ExtraValuesSettings
from components.install_context import InstallContext
from components.namespaces import PodSecurity


class ServiceSettings(ExtraValuesSettings):
    """One service's settings; off by default.

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
    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """What to install; a release comes after those that it names in ``after``."""

    def endpoints(self) -> Sequence[Endpoint]:
        """What a person can open of it."""
        return ()
