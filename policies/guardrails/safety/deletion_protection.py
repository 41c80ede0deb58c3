"""What holds data or the cluster can't be deleted by accident in production."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import expect
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.demand import Demand, Demands


def _active(value: Plain) -> bool:
    return value == "ACTIVE"


def _enabled(value: Plain) -> bool:
    return value == "ENABLED"


# An instance of Aurora, which aws-native makes as any other, is protected by its cluster.
_PROTECTION: Final = (Demand("deletionProtection", unless=("dbClusterIdentifier",)),)
_PROTECTION_ENABLED: Final = (Demand("deletionProtectionEnabled"),)
_LOAD_BALANCER: Final = (Demand("enableDeletionProtection"),)

PROTECTED: Final[Demands] = {
    "aws:alb/loadBalancer:LoadBalancer": _LOAD_BALANCER,
    "aws:cognito/userPool:UserPool": (Demand("deletionProtection", "'ACTIVE'", _active),),
    "aws:docdb/cluster:Cluster": _PROTECTION,
    "aws:docdb/globalCluster:GlobalCluster": _PROTECTION,
    "aws:dsql/cluster:Cluster": _PROTECTION_ENABLED,
    "aws:dynamodb/table:Table": _PROTECTION_ENABLED,
    "aws:dynamodb/tableReplica:TableReplica": _PROTECTION_ENABLED,
    "aws:eks/cluster:Cluster": _PROTECTION,
    "aws:lb/loadBalancer:LoadBalancer": _LOAD_BALANCER,
    "aws:neptune/cluster:Cluster": _PROTECTION,
    "aws:neptune/globalCluster:GlobalCluster": _PROTECTION,
    "aws:neptunegraph/graph:Graph": _PROTECTION,
    "aws:networkfirewall/firewall:Firewall": (Demand("deleteProtection"),),
    "aws:rds/cluster:Cluster": _PROTECTION,
    "aws:rds/globalCluster:GlobalCluster": _PROTECTION,
    "aws:rds/instance:Instance": _PROTECTION,
    "aws:verifiedpermissions/policyStore:PolicyStore": (Demand("deletionProtection", "'ENABLED'", _enabled),),
}
"""What AWS itself protects from deletion, and the property for it."""

UNPROTECTED: Final = {
    "aws:cloudwatch/logGroup:LogGroup": "retention deletes logs anyway",
    "aws:ec2/instance:Instance": "disableApiTermination: a server is replaced, its data is on volumes",
    "aws:ec2/launchTemplate:LaunchTemplate": "disableApiTermination: as of an instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": "disableApiTermination: as of an instance",
    "aws:pinpoint/smsvoicev2PhoneNumber:Smsvoicev2PhoneNumber": "holds no data",
    "aws:pinpoint/smsvoicev2Pool:Smsvoicev2Pool": "holds no data",
    "aws:pinpoint/smsvoicev2SenderId:Smsvoicev2SenderId": "holds no data",
    "aws:qldb/ledger:Ledger": "AWS has closed the service",
}
"""What AWS could protect and the rule leaves alone, with the reason."""


class ProtectionSettings(RuleSettings):
    """Whether the stack is one to protect."""

    production: bool = False
    """Whether losing this stack would hurt: only then does the rule ask for anything."""


def check(resource: Resource, settings: ProtectionSettings) -> Iterator[Judgement]:
    """In production the protection is on."""
    if settings.production:
        for demand in PROTECTED[resource.type]:
            if any(resource.props.get(prop) is not None for prop in demand.unless):
                continue
            fix = f"set {demand.path} to {demand.must}; before the resource is deleted, switch it off."
            yield from expect(resource, demand.path, demand.accepts, f"{demand.must} in production", fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="deletion-protection",
    description="In production, clusters and databases are protected from deletion.",
    severity=Severity.HIGH,
    framework=well_architected("SEC08-BP04"),
    tags=("safety", "production"),
    remediation_steps="Turn the resource's deletion protection on.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
    settings=ProtectionSettings,
    applies=PROTECTED.keys().__contains__,
    check=check,
)
