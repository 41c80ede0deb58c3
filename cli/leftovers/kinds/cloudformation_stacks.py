"""CloudFormation stacks: what eksctl and Karpenter's guide make."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

_PATTERNS = (
    r"eksctl-{cluster}-cluster",
    r"eksctl-{cluster}-(nodegroup|addon|fargate|podidentityrole|karpenter)-?.*",
    r"Karpenter-{cluster}",
)


class CloudFormationStacks(LeftoverKind):
    """Deleted after the resources: a stack whose VPC is in use stops half-way."""

    title = "CloudFormation stack"
    patience = 1800

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        names = {cluster.name for cluster in scope.living}
        for page in scope.region.cloudformation.get_paginator("describe_stacks").paginate():
            for stack in page["Stacks"]:
                found = scope.claim(tag_map(stack.get("Tags")), [stack["StackName"]], _PATTERNS)
                if found is None or "ParentId" in stack or stack["StackStatus"] == "DELETE_COMPLETE":
                    continue
                going = "CloudFormation deletes it" if stack["StackStatus"] == "DELETE_IN_PROGRESS" else ""
                others = sorted(name for name in names if f"-{name}-" in f"{stack['StackName']}-")
                rival = next((name for name in others if len(name) > len(scope.cluster)), "")
                doubt = f"its name fits the living cluster {rival} too" if rival else ""
                yield scope.leftover(self.title, stack["StackName"], found, doubt=doubt, going=going)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.cloudformation.delete_stack(StackName=identifier)
