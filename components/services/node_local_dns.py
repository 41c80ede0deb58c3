"""node-local-dns: answers names on each node, so that a lookup costs no hop and no connection tracking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import pulumi

from components.charts import NODE_LOCAL_DNS
from components.cluster_service import ClusterService
from components.extra_values import ChartValues
from components.helm_values import resources, service_monitor
from components.install_context import InstallContext
from components.services.contract import ServiceSettings

_NAME = "node-local-dns"


_OWNED = {
    "config/dnsServer": "it is the address of cluster DNS, which the cache takes over",
    "config/bindIp": "it would answer on every address of the node",
    "config/setupIptables": "pods keep asking the address that they know",
    "config/skipTeardown": "a node whose cache is gone must ask cluster DNS again",
}


class NodeLocalDnsSettings(ServiceSettings):
    """A cache of cluster DNS on every node.

    With kube-proxy in iptables mode pods keep the address that they have: the cache takes it over on their
    node, and gives it back when it goes.
    """

    # The chart writes its objects there whatever namespace it is released into, because its Service for
    # what the cache doesn't know has to select the pods of cluster DNS.
    namespace: ClassVar[str] = "kube-system"
    charts: ClassVar[Mapping[str, ChartValues]] = {_NAME: ChartValues(NODE_LOCAL_DNS, _OWNED)}
    needs_aws: ClassVar[bool] = True
    portable: ClassVar[Sequence[str]] = (_NAME,)

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """One release. Raises ValueError on a cluster whose DNS address is not known."""
        if context.cluster.aws is None:
            raise ValueError(f"{_NAME} needs the address of cluster DNS, which only a cluster on AWS tells")
        return [
            ClusterService(
                name=_NAME,
                chart=NODE_LOCAL_DNS,
                namespace=context.namespace,
                values=_values(context.cluster.aws.dns_address, context),
                depends_on=context.monitoring.requires,
            )
        ]


def _values(dns_address: pulumi.Output[str], context: InstallContext) -> dict[str, object]:
    return {
        "fullnameOverride": _NAME,
        "config": {
            "dnsServer": dns_address,
            # Else it would answer on every address of the node, for whoever reaches the node.
            "bindIp": True,
            "setupIptables": True,
            # A node whose cache is gone must ask cluster DNS again.
            "skipTeardown": False,
        },
        # A node without an answer to names is of no use: also where others may not run.
        "tolerations": [{"operator": "Exists"}],
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
        "resources": resources("25m", "128Mi", "128Mi"),
        "serviceMonitor": service_monitor(context.monitoring),
    }
