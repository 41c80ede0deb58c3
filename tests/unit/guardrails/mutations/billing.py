"""Breaks of what the stacks cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from guardrails.billing.instance_slots import INSTANCE_REQUIREMENTS, INSTANCE_TYPES
from guardrails.cost.nodes import NODES

from tests.unit.guardrails.mutations.newcomers import newcomer
from tests.unit.guardrails.mutations.stack import Break, Entry, RecordedStack, adding, replacing, setting

_INSTANCES: Final = "billing-safe-instance-types"
_LIMITS: Final = "node-pools-have-limits"
_POOL: Final = "kubernetes:karpenter.sh/v1:NodePool"
_SMALL: Final = "t3.small"
_DEAR: Final = "p4d.24xlarge"
_OLD: Final = "t2.small"
"""Of a family that no stack allows, and cheap: where nodes are counted, the budget stays whole."""
_COUNTED: Final = (
    "aws:autoscaling/group:Group",
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:eks/nodeGroup:NodeGroup",
    *NODES,
)

# How services call the types that they run on.
_PREFIXES: Final = {
    "aws:rds": "db.",
    "aws:docdb": "db.",
    "aws:neptune": "db.",
    "aws:elasticache": "cache.",
    "aws:memorydb": "db.",
    "aws:dax": "dax.",
    "aws:msk": "kafka.",
    "aws:mq": "mq.",
    "aws:dms": "dms.",
    "aws:sagemaker": "ml.",
}
_SUFFIXES: Final = {"aws:opensearch": ".search", "aws:elasticsearch": ".elasticsearch"}


def breaks(stack: RecordedStack) -> Iterator[Break]:
    """Every break of this kind."""
    yield from _own_types(stack)
    yield from _other_types(stack)
    yield from _kubernetes_types(stack)
    yield from _sizes(stack)
    yield from _network(stack)
    for group in stack.of_type("aws:cloudwatch/logGroup:LogGroup"):
        yield setting("log-groups-have-retention", group, ["retentionInDays"], None)
        yield setting("log-groups-have-retention", group, ["retentionInDays"], 0)
    for cluster in stack.of_type("aws:eks/cluster:Cluster"):
        yield setting("eks-version-in-standard-support", cluster, ["version"], "0.99")


def _own_types(stack: RecordedStack) -> Iterator[Break]:
    for group in stack.of_type("aws:eks/nodeGroup:NodeGroup"):
        for path, _ in group.values("instanceTypes", "*"):
            yield setting(_INSTANCES, group, path, _OLD)


def _other_types(stack: RecordedStack) -> Iterator[Break]:
    """Each place of the table in a resource of its own."""
    for token, paths in INSTANCE_TYPES.items():
        for path in paths:
            dear = _OLD if token in _COUNTED else _DEAR
            yield adding(_INSTANCES, with_type(stack, token, path, dear))
    for token, paths in INSTANCE_REQUIREMENTS.items():
        for path in paths:
            wish = {"vcpuCount": {"min": 2}, "memoryMib": {"min": 4096}}
            yield adding(_INSTANCES, newcomer(stack, token, _nested(path, wish)))


def with_type(stack: RecordedStack, token: str, path: str, name: str) -> Entry:
    """A newcomer with an instance type at ``path``."""
    service = token.partition("/")[0]
    spelled = f"{_PREFIXES.get(service, '')}{name}{_SUFFIXES.get(service, '')}"
    return newcomer(stack, token, _nested(path, spelled))


def _nested(path: str, value: Any) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    inner: Any = _nested(rest, value) if rest else value
    return {head.removesuffix("[]"): [inner] if head.endswith("[]") else inner}


def _kubernetes_types(stack: RecordedStack) -> Iterator[Break]:
    for requirements in (
        [],
        [{"key": "karpenter.k8s.aws/instance-family", "operator": "In", "values": ["p4d"]}],
        [{"key": "node.kubernetes.io/instance-type", "operator": "NotIn", "values": [_SMALL]}],
        [{"key": "karpenter.k8s.aws/instance-cpu", "operator": "Gt", "values": ["63"]}],
    ):
        # So few vCPUs that the budget stays whole.
        yield adding(_INSTANCES, newcomer(stack, _POOL, _pool(requirements, "100m")))
    tiny = [{"key": "node.kubernetes.io/instance-type", "operator": "In", "values": ["t4g.nano"]}]
    for limit in (None, "much", "101"):
        yield adding(_LIMITS, newcomer(stack, _POOL, _pool(tiny, limit)))
    for release in stack.of_type("kubernetes:helm.sh/v3:Release"):
        yield setting(_INSTANCES, release, ["values", "runner"], {"instanceType": _DEAR})
        for rule, manifest in ((_INSTANCES, _pool([], "100m")), (_LIMITS, _pool(tiny, None))):
            yield setting(rule, release, ["values", "extraObjects"], [{"kind": "NodePool", **manifest}])


def _pool(requirements: list[dict[str, Any]], limit: str | None) -> dict[str, Any]:
    return {"spec": {"template": {"spec": {"requirements": requirements}}, "limits": {"cpu": limit}}}


def _sizes(stack: RecordedStack) -> Iterator[Break]:
    for group in stack.of_type("aws:eks/nodeGroup:NodeGroup"):
        yield setting("node-groups-can-replace", group, ["scalingConfig", "minSize"], 5000)
        # Allowed one by one, too dear as many: twice the size in dev, four times in prod.
        size = "m6i.2xlarge" if stack.name == "prod" else "m6i.xlarge"
        yield setting("monthly-budget", group, ["instanceTypes"], [size])
        # One node more than agreed, of a type so small that the budget stays whole.
        tiny = group.with_value(["instanceTypes"], ["t3.micro"])
        grown = tiny.with_value(["scalingConfig", "maxSize"], _MOST[stack.name] + 1)
        yield Break("node-count-ceiling", f"{group.name}: one node too many", replacing(group, grown))


_MOST: Final = {"dev": 6, "sandbox": 6, "prod": 12}
"""The ceiling of a group in each stack's config."""


def _network(stack: RecordedStack) -> Iterator[Break]:
    eip, nat = "aws:ec2/eip:Eip", "aws:ec2/natGateway:NatGateway"
    yield adding("elastic-ips-in-use", newcomer(stack, eip, {"domain": "vpc"}))
    for gateway in stack.of_type(nat):
        second = Entry(
            nat,
            "second",
            f"{gateway.urn}-2",
            gateway.inputs,
            gateway.outputs,
            gateway.provider,
            gateway.references,
        )
        yield adding("nat-gateways-per-zone", second)
