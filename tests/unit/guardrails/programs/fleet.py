"""A fleet of web servers: instances one by one, spot requests, and a launch configuration of old."""

from __future__ import annotations

from typing import Any, Final

from tests.unit.guardrails.as_engine import Member
from tests.unit.guardrails.programs.program import made

_WEB: Final[dict[str, Any]] = {"ami": "ami-1", "instanceType": "t3.micro"}


def members() -> list[Member]:
    """Twelve servers alike, of which none is asked for a session token or has an encrypted disk."""
    return [
        *(made("aws:ec2/instance:Instance", f"web-{number}", _WEB) for number in range(12)),
        made(
            "aws:ec2/instance:Instance",
            "worker",
            {
                **_WEB,
                "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 2},
                "rootBlockDevice": {"encrypted": True, "volumeType": "gp2"},
            },
        ),
        made(
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
            "batch",
            {
                **_WEB,
                "metadataOptions": {"httpTokens": "required"},
                "rootBlockDevice": {"encrypted": True},
            },
        ),
        made(
            "aws:ec2/launchConfiguration:LaunchConfiguration",
            "old",
            {
                "imageId": "ami-1",
                "instanceType": "t3.micro",
                "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
                "rootBlockDevice": {"encrypted": True},
            },
        ),
        made(
            "aws:autoscaling/group:Group",
            "old",
            {
                "minSize": 1,
                "maxSize": 2,
                "tags": [{"key": "Owner", "value": "team-a", "propagateAtLaunch": True}],
            },
            launchConfiguration="old",
        ),
    ]
