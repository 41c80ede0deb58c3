"""external-dns: writes the names of Services, Ingresses and Gateways into Route 53."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal, Self

import pulumi
from pydantic import Field, model_validator

from components.charts import EXTERNAL_DNS
from components.cluster_service import ClusterService, PodIdentity
from components.extra_values import ChartValues
from components.helm_values import service_monitor
from components.install_context import InstallContext
from components.labels import CLEANS_UP_IN_AWS
from components.services.contract import ServiceSettings

_NAME = "external-dns"

Source = Literal["service", "ingress", "gateway-httproute"]
ZoneId = Annotated[str, Field(pattern=r"^Z[A-Z0-9]{6,31}$")]
DomainName = Annotated[str, Field(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")]


_OWNED = {
    "provider": "its role is about Route 53",
    "policy": "set services.externalDns.policy",
    "triggerLoopOnEvent": "the farewell counts on records that go at once",
    "registry": "records are marked as the cluster's in TXT records",
    "txtOwnerId": "records are marked with the cluster's name",
    "domainFilters": "set services.externalDns.domains",
    "sources": "set services.externalDns.sources",
    "extraArgs": "set services.externalDns.hostedZoneIds: the zones are in this list",
}

# The farewell leaves running what has the label, and waits a minute for it: records have to go at once.
_CLEANS_UP = {"commonLabels": {CLEANS_UP_IN_AWS: "true"}, "triggerLoopOnEvent": True}


class ExternalDnsSettings(ServiceSettings):
    """DNS names for what the cluster serves."""

    namespace: ClassVar[str] = _NAME
    charts: ClassVar[Mapping[str, ChartValues]] = {_NAME: ChartValues(EXTERNAL_DNS, _OWNED)}
    portable: ClassVar[Sequence[str]] = (_NAME,)
    needs_aws: ClassVar[bool] = True

    hosted_zone_ids: tuple[ZoneId, ...] = ()
    """The Route 53 zones that it may write to, and no others. Required when it is on."""
    domains: tuple[DomainName, ...] = ()
    """Only names below these domains; all of the zones' names if not set."""
    policy: Literal["upsert-only", "sync"] = "upsert-only"
    """``upsert-only`` never deletes a record, ``sync`` deletes those that it made itself."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)] = ("service", "ingress")
    """What it reads names from."""

    @model_validator(mode="after")
    def _has_a_zone(self) -> Self:
        if self.enabled and not self.hosted_zone_ids:
            raise ValueError(
                "hostedZoneIds must name the zones that it may write to; "
                "`aws route53 list-hosted-zones` shows them"
            )
        return self

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """One release, whose role can change records of the named zones alone."""
        return [
            ClusterService(
                name=_NAME,
                chart=EXTERNAL_DNS,
                namespace=context.namespace,
                cleans_up_in_aws=self.policy == "sync",
                identity=PodIdentity(
                    service_account=_NAME,
                    policy=_policy_document(context, self.hosted_zone_ids),
                ),
                values={
                    "fullnameOverride": _NAME,
                    "provider": {"name": "aws"},
                    "policy": self.policy,
                    "registry": "txt",
                    "txtOwnerId": context.cluster.name,
                    "domainFilters": list(self.domains),
                    "sources": list(self.sources),
                    **(_CLEANS_UP if self.policy == "sync" else {}),
                    "extraArgs": [f"--zone-id-filter={zone}" for zone in self.hosted_zone_ids],
                    "serviceAccount": {"create": True, "name": _NAME},
                    "serviceMonitor": service_monitor(context.monitoring, "additionalLabels"),
                },
                depends_on=context.monitoring.requires,
            )
        ]


def _policy_document(context: InstallContext, zones: Sequence[str]) -> pulumi.Input[str]:
    # Actions as external-dns documents them for Route 53; the reading ones know no resource-level permission.
    partition = context.cluster.aws.partition if context.cluster.aws else ""
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": [
                        "route53:ChangeResourceRecordSets",
                        "route53:ListResourceRecordSets",
                        "route53:ListTagsForResources",
                    ],
                    "Resource": [
                        pulumi.Output.concat("arn:", partition, f":route53:::hostedzone/{zone}")
                        for zone in zones
                    ],
                },
                {"Effect": "Allow", "Action": ["route53:ListHostedZones"], "Resource": "*"},
            ],
        }
    )
