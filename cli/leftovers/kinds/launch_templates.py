"""Launch templates of EKS, eksctl, Karpenter and of node groups."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map


class LaunchTemplates(LeftoverKind):
    """One that another owner's group starts from is kept."""

    title = "launch template"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        users = self._foreign_groups(scope)
        for page in scope.region.ec2.get_paginator("describe_launch_templates").paginate():
            for template in page["LaunchTemplates"]:
                found = scope.claim(tag_map(template.get("Tags")))
                if found is not None:
                    identifier = template["LaunchTemplateId"]
                    user = users.get(identifier, "")
                    doubt = f"the foreign Auto Scaling group {user} starts from it" if user else ""
                    yield scope.leftover(self.title, identifier, found, doubt=doubt)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.ec2.delete_launch_template(LaunchTemplateId=identifier)

    @staticmethod
    def _foreign_groups(scope: Scope) -> dict[str, str]:
        users: dict[str, str] = {}
        for page in scope.region.autoscaling.get_paginator("describe_auto_scaling_groups").paginate():
            for group in page["AutoScalingGroups"]:
                mixed = group.get("MixedInstancesPolicy", {}).get("LaunchTemplate", {})
                template = group.get("LaunchTemplate") or mixed.get("LaunchTemplateSpecification", {})
                identifier = template.get("LaunchTemplateId")
                if identifier and scope.claim(tag_map(group.get("Tags"))) is None:
                    users[identifier] = group["AutoScalingGroupName"]
        return users
