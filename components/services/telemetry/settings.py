"""The service ``telemetry``: what a stack can say of it, and what it installs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

import pulumi
from pydantic import Field

from components.charts import OPENTELEMETRY_COLLECTOR
from components.cluster_service import ClusterService, PodIdentity
from components.extra_values import ChartValues
from components.handles import AwsHandle, ClusterHandle, TelemetryHandle
from components.install_context import InstallContext
from components.kubernetes_object import KubernetesObject
from components.log_retention import LogRetentionDays
from components.namespaces import PodSecurity
from components.services.contract import ServiceSettings
from components.services.telemetry.alerts import rule_groups
from components.services.telemetry.collector import HTTP_PORT, Destination, configuration
from components.services.telemetry.store import declare_log_group, policy
from components.services.telemetry.values import values

NAME = "telemetry"

_SENDS = "its role may write to this log group, and its network policy lets it out to AWS alone"
_RECEIVES = "the stack tells pods this address"
_OWNED = {
    "mode": "there is one on each node, for the logs there",
    "alternateConfig/receivers/otlp": _RECEIVES,
    "alternateConfig/receivers/file_log/exclude": "set services.telemetry.ignoredNamespaces",
    "alternateConfig/processors/probabilistic_sampler": "set services.telemetry.tracePercent",
    "alternateConfig/exporters/otlp_http": _SENDS,
    "alternateConfig/exporters/awsxray": _SENDS,
    "alternateConfig/service/telemetry": "alerts read what it measures of itself",
    "ports/otlp": _RECEIVES,
    "ports/otlp-http": _RECEIVES,
    "ports/metrics": "Prometheus asks this port",
    "service/enabled": _RECEIVES,
}

NamespaceName = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", max_length=63)]


class TelemetrySettings(ServiceSettings):
    """Logs of all pods in CloudWatch Logs, traces in X-Ray; a collector on each node brings them there."""

    namespace: ClassVar[str] = NAME
    charts: ClassVar[Mapping[str, ChartValues]] = {NAME: ChartValues(OPENTELEMETRY_COLLECTOR, _OWNED)}
    # It reads the containers' logs where the kubelet writes them: a path of the node.
    pod_security: ClassVar[PodSecurity] = "privileged"
    needs_aws: ClassVar[bool] = True

    log_retention_days: LogRetentionDays = 14
    """How long logs are kept, in days. X-Ray keeps traces for 30."""
    ignored_namespaces: tuple[NamespaceName, ...] = ()
    """Namespaces whose logs are not collected: those that talk much and say little."""
    trace_percent: Annotated[float, Field(gt=0, le=100)] = 5
    """How many of a hundred traces are kept: X-Ray is paid by the trace."""

    def handle(self, cluster: ClusterHandle) -> TelemetryHandle | None:
        """Where traces and logs go, if anywhere: told before anything is declared.

        Raises ValueError where they should, on a cluster outside of AWS.
        """
        return _handle(cluster) if self.enabled else None

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """One release, whose role can write to its log group alone. Raises ValueError outside of AWS."""
        telemetry = _handle(context.cluster)
        destination = Destination(_cloud(context.cluster).region, context.cluster.name, telemetry.log_group)
        # Its own would be about what it has just sent.
        ignored = [NAME, *self.ignored_namespaces]
        log_group = declare_log_group(
            context.parent, f"{context.prefix}-{NAME}-logs", telemetry.log_group, self.log_retention_days
        )
        if context.monitoring.present:
            _declare_alerts(context)
        return [
            ClusterService(
                name=NAME,
                chart=OPENTELEMETRY_COLLECTOR,
                namespace=context.namespace,
                identity=PodIdentity(NAME, policy(telemetry)),
                values=values(NAME, configuration(destination, ignored, self.trace_percent), context),
                depends_on=[*context.monitoring.requires, log_group],
            )
        ]


def _declare_alerts(context: InstallContext) -> None:
    KubernetesObject(
        f"{context.prefix}-{NAME}-alerts",
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PrometheusRule",
            "metadata": {
                "name": NAME,
                "namespace": context.namespace,
                "labels": dict(context.monitoring.labels),
            },
            "spec": {"groups": rule_groups()},
        },
        pulumi.ResourceOptions(
            parent=context.parent,
            provider=context.cluster.provider,
            depends_on=[*context.monitoring.requires],
        ),
    )


def _handle(cluster: ClusterHandle) -> TelemetryHandle:
    cloud = _cloud(cluster)
    # Beside the group of the control plane, where AWS and `make leftovers` look for it.
    group = pulumi.Output.concat("/aws/eks/", cluster.name, "/pods")
    return TelemetryHandle(
        endpoint=f"http://{NAME}.{NAME}:{HTTP_PORT}",
        log_group=group,
        log_group_arn=pulumi.Output.concat(
            "arn:", cloud.partition, ":logs:", cloud.region, ":", cloud.account_id, ":log-group:", group
        ),
    )


def _cloud(cluster: ClusterHandle) -> AwsHandle:
    if cluster.aws is None:
        raise ValueError(f"{NAME} keeps logs in CloudWatch and traces in X-Ray: it needs a cluster on AWS")
    return cluster.aws
