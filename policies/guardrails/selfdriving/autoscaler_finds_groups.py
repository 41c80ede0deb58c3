"""cluster-autoscaler looks for this cluster's groups, and the groups can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.node_groups import AUTOSCALING_GROUP, NODE_GROUP, holds_nodes
from guardrails.core.plain import UNKNOWN, Plain, Slot, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.autoscalers import CLUSTER_AUTOSCALER
from guardrails.selfdriving.releases import releases_of, unnamed

_TAG: Final = "aws:autoscaling/tag:Tag"
_PREFIX: Final = "k8s.io/cluster-autoscaler/"
_ENABLED: Final = f"{_PREFIX}enabled"
_OTHERS: Final = (_ENABLED, f"{_PREFIX}node-template/")
_TAGS: Final = "values.autoDiscovery.tags"
_NAME: Final = "values.autoDiscovery.clusterName"


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """The name that the autoscaler looks for is the cluster's, and stands in every discovery tag."""
    yield from unnamed(stack)
    for release in releases_of(stack, CLUSTER_AUTOSCALER):
        tags = value_at(release.props, _TAGS)
        if tags is UNKNOWN:
            yield Unseen(release, _TAGS)
        if tags is not None:
            continue
        name = value_at(release.props, _NAME)
        if name is UNKNOWN:
            yield Unseen(release, _NAME)
        else:
            yield from _judge_cluster(stack, release, name)
            yield from _judge_tags(stack, name)


def _judge_cluster(stack: Stack, release: Resource, name: Plain) -> Iterator[Judgement]:
    clusters = {group.props.get("clusterName") for group in stack.of_type(NODE_GROUP)}
    names = sorted(cluster for cluster in clusters if isinstance(cluster, str))
    if UNKNOWN in clusters and name not in names:
        yield Unseen(release, f"{_NAME} (the cluster's name)")
    elif names and name not in names:
        must = f"the name of the cluster of the node groups: {', '.join(names)}"
        yield Finding(release, _NAME, show(name), must, "pass the cluster's own name.")


def _judge_tags(stack: Stack, name: Plain) -> Iterator[Judgement]:
    owned = f"{_PREFIX}{name}"
    for tag in stack.of_type(_TAG):
        yield from _judge_key(tag, Slot("tag.key", value_at(tag.props, "tag.key")), owned)
    # EKS tags the groups that it makes; an Auto Scaling group of one's own has to carry both tags.
    for group in filter(holds_nodes, stack.of_type(AUTOSCALING_GROUP)):
        keys = slots(group.props, "tags[].key")
        for slot in keys:
            yield from _judge_key(group, slot, owned)
        missing = [key for key in (_ENABLED, owned) if key not in [slot.value for slot in keys]]
        if missing and all(slot.value is not UNKNOWN for slot in keys):
            must = f"{_ENABLED} and {owned}"
            fix = "add both tags: cluster-autoscaler finds groups by nothing else."
            yield Finding(group, "tags", f"no {', no '.join(missing)}", must, fix)


def _judge_key(resource: Resource, slot: Slot, owned: str) -> Iterator[Judgement]:
    if slot.value is UNKNOWN:
        yield Unseen(resource, slot.path)
        return
    key = str(slot.value)
    if key.startswith(_PREFIX) and key != owned and not key.startswith(_OTHERS):
        fix = "use the name that values.autoDiscovery.clusterName has."
        yield Finding(resource, slot.path, f"'{key}'", f"'{owned}'", fix)


RULE: StackRule[Any] = StackRule(
    name="autoscaler-finds-groups",
    description="cluster-autoscaler's discovery tags match the cluster and its groups.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Cluster autoscaling"),
    tags=("self-driving", "autoscaler"),
    remediation_steps="Use one cluster name in autoDiscovery and in the groups' tags.",
    url="https://docs.aws.amazon.com/eks/latest/best-practices/cas.html",
    settings=RuleSettings,
    check=check,
)
