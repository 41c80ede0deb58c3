"""What all EC2 resources share: tags that are set by id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.aws.resource import Aws, Resource, tag_changes, tag_list
from sandbox.wire.values import Properties


class Ec2Resource(Resource):
    """An EC2 resource whose id takes CreateTags."""

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes the tags."""
        gone, changed = tag_changes(old, new)
        if gone:
            aws.client("ec2").delete_tags(Resources=[physical], Tags=[{"Key": key} for key in gone])
        if changed:
            aws.client("ec2").create_tags(Resources=[physical], Tags=tag_list(changed))


def tag_specification(kind: str, inputs: Properties) -> list[dict[str, Any]]:
    """The ``TagSpecifications`` of a Create call; ``kind`` is EC2's name, such as ``natgateway``."""
    tags = tag_list(inputs.get("tags"))
    return [{"ResourceType": kind, "Tags": tags}] if tags else []


def tags_of(described: Mapping[str, Any]) -> Properties:
    """Tags as outputs; AWS's own (``aws:...``) are not a program's."""
    tags = {
        tag["Key"]: tag["Value"] for tag in described.get("Tags", []) if not tag["Key"].startswith("aws:")
    }
    return {"tags": tags, "tagsAll": tags} if tags else {"tagsAll": {}}
