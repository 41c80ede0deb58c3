"""The ClusterServices component: installs each service that is on, in a namespace of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pulumi

from components.cluster_service import install
from components.handles import ClusterHandle, MonitoringHandle
from components.namespaces import namespace
from components.services import vertical_autoscaler
from components.services.contract import Place, ServiceSettings
from components.services.hand_over import HandOver
from components.services.handed_over import checked, leave
from components.services.settings import ServicesSettings

_OF_EVERY_CLUSTER = "kube-system"


class ClusterServices(pulumi.ComponentResource):
    """The services of a cluster. None waits for another, and one that is off leaves nothing.

    Those that were handed over are Argo CD's; what they are in AWS, and their namespaces, stay here.

    The releases of one service go one after the other.
    """

    recommender: pulumi.Resource | None
    """What has to exist before a VerticalPodAutoscaler can, if anything brings it."""
    hand_over: pulumi.Output[Mapping[str, HandOver]]
    """Release -> how far it is on its way to Argo CD; the stack exports it as ``handOver``."""
    commands: Mapping[str, str]
    """Shell commands that open what was installed, by the name of what they open."""

    def __init__(
        self,
        name: str,
        settings: ServicesSettings,
        cluster: ClusterHandle,
        *,
        monitoring: MonitoringHandle | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:ClusterServices", name, None, opts)
        hand_over = settings.hand_over()
        self.hand_over = (
            checked(self, name, hand_over)
            if settings.argo_cd.enabled
            else pulumi.Output.from_input(hand_over)
        )
        releases: dict[str, pulumi.Resource] = {}
        commands: dict[str, str] = {}
        for _, service in settings.wanted():
            place = Place(
                cluster, self._namespace(name, service, cluster), monitoring, parent=self, prefix=name
            )
            before: list[pulumi.Resource] = []
            for release in service.releases(place):
                after = replace(release, depends_on=[*release.depends_on, *before])
                if hand_over.get(release.name) == "done":
                    before = [leave(self, name, cluster, after)]
                else:
                    retain = hand_over.get(release.name) == "prepared"
                    before = [install(self, name, cluster, after, retain=retain)]
                releases[release.name] = before[0]
            commands.update(service.commands())
        self.commands = commands
        self.recommender = releases.get(vertical_autoscaler.NAME)
        self.register_outputs({"commands": commands})

    def _namespace(self, name: str, service: ServiceSettings, cluster: ClusterHandle) -> pulumi.Output[str]:
        if service.namespace == _OF_EVERY_CLUSTER:
            return pulumi.Output.from_input(service.namespace)
        return namespace(
            self, f"{name}-{service.namespace}", service.namespace, cluster, service.pod_security
        )
