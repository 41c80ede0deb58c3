"""The owner of the instance that something is attached to."""

from __future__ import annotations

from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map


def doubt_of_holder(scope: Scope, instance_id: str | None) -> str:
    """Why what hangs on this instance must stay; empty where it is the cluster's, or there is none."""
    if not instance_id:
        return ""
    answer = scope.region.ec2.describe_instances(Filters=[{"Name": "instance-id", "Values": [instance_id]}])
    tags = [tag_map(i.get("Tags")) for r in answer["Reservations"] for i in r["Instances"]]
    if all(scope.claim(instance_tags) for instance_tags in tags):
        return ""
    return f"it is on the instance {instance_id}, which is not this cluster's"
