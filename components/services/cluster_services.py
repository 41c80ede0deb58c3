"""The ClusterServices component: installs each service that is on, in a namespace of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pulumi

from components.cluster_service import install
from components.endpoints import commands
from components.handles import NO_MONITORING, ClusterHandle, MeshHandle, MonitoringHandle
from components.install_context import InstallContext
from components.namespaces import PodSecurity, namespace
from components.services import vertical_autoscaler
from components.services.hand_over import HandOver
from components.services.handed_over import checked, leave
from components.services.settings import ServicesSettings

_OF_EVERY_CLUSTER = "kube-system"


class ClusterServices(pulumi.ComponentResource):
    """The services of a cluster. None waits for another, and one that is off leaves nothing.

    Those that were handed over are Argo CD's; what they are in AWS, and their namespaces, stay here.

    A release of a service waits for those of the same service that it names, and for no other.
    """

    recommender: pulumi.Resource | None
    """What has to exist before a VerticalPodAutoscaler can, if anything brings it."""
    hand_over: pulumi.Output[Mapping[str, HandOver]]
    """Release -> how far it is on its way to Argo CD; the stack exports it as ``handOver``."""
    mesh: MeshHandle | None
    """The mesh, if there is one."""
    commands: Mapping[str, str]
    """Shell commands that open what was installed, by the name of what they open."""

    def __init__(
        self,
        name: str,
        settings: ServicesSettings,
        cluster: ClusterHandle,
        *,
        monitoring: MonitoringHandle = NO_MONITORING,
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
        for _, service in settings.wanted():
            namespaces = {
                wanted: self._namespace(name, wanted, cluster, level)
                for wanted, level in service.namespaces().items()
            }
            context = InstallContext(
                cluster, namespaces, monitoring, self, name, extra_values=service.extra_values()
            )
            for release in service.releases(context):
                before = [releases[earlier] for earlier in release.after]
                after = replace(release, depends_on=[*release.depends_on, *before])
                if hand_over.get(release.name) == "done":
                    releases[release.name] = leave(context, after)
                else:
                    retain = hand_over.get(release.name) == "prepared"
                    releases[release.name] = install(context, after, retain=retain)
        self.commands = commands(
            endpoint for _, service in settings.wanted() for endpoint in service.endpoints()
        )
        self.recommender = releases.get(vertical_autoscaler.NAME)
        self.mesh = (
            MeshHandle(settings.mesh.kind, [releases[settings.mesh.last_release]])
            if settings.mesh.enabled
            else None
        )
        self.register_outputs({"commands": dict(self.commands)})

    def _namespace(
        self, name: str, wanted: str, cluster: ClusterHandle, level: PodSecurity
    ) -> pulumi.Output[str]:
        if wanted == _OF_EVERY_CLUSTER:
            return pulumi.Output.from_input(wanted)
        return namespace(self, f"{name}-{wanted}", wanted, cluster, level)
