"""Examples of the rules about tags."""

from __future__ import annotations

from typing import Any, Final

from guardrails.tags import required_tags, required_volume_tags

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.examples.example import Example
from tests.unit.guardrails.examples.safety import one

VPC: Final = "aws:ec2/vpc:Vpc"
CLASS: Final = "kubernetes:storage.k8s.io/v1:StorageClass"
ADDON: Final = "aws:eks/addon:Addon"
CONFIG: Final = {"required": {"Owner": {"pattern": "team-.+"}}}


def storage_class(configuration: str) -> list[Member]:
    """A StorageClass beside the driver's add-on with this configuration."""
    addon = {"addonName": "aws-ebs-csi-driver", "configurationValues": configuration}
    parameters: dict[str, Any] = {"type": "gp3"}
    return [
        Member(ADDON, "driver", addon, references={"configurationValues": ["subject"]}),
        Member(CLASS, "subject", {"provisioner": "ebs.csi.aws.com", "parameters": parameters}),
    ]


EXAMPLES: Final = (
    Example(
        required_tags.RULE,
        good=one(VPC, tags={"Owner": "team-a"}),
        bad=one(VPC, tags={"Owner": "me"}),
        says="tags.Owner: 'me'.",
        unknown=one(VPC, tags={"Owner": UNKNOWN}),
        waits="tags.Owner",
        config=CONFIG,
    ),
    Example(
        required_volume_tags.RULE,
        good=storage_class('{"controller": {"extraVolumeTags": {"Owner": "team-a"}}}'),
        bad=storage_class('{"controller": {}}'),
        says="parameters: no Owner.",
        unknown=storage_class(UNKNOWN),
        waits="aws-ebs-csi-driver's settings",
        config=CONFIG,
    ),
)
