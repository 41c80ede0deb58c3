"""The component that pulumi-eks makes for a role: the role, and its managed policies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws


class ServiceRole(pulumi.ComponentResource):
    """A role that one AWS service may take; ``permissions`` are ready when it may do its work."""

    def __init__(
        self,
        name: str,
        *,
        service: pulumi.Input[str],
        description: str | None,
        policies: Sequence[str],
        tags: Any,  # noqa: ANN401 - an input of the outer component
        actions: Sequence[str],
        opts: pulumi.ResourceOptions,
    ) -> None:
        """``policies`` are names of AWS's own, such as ``AmazonEKSClusterPolicy``."""
        super().__init__("eks:index:ServiceRole", name, None, opts)
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        child = pulumi.ResourceOptions(parent=self)
        self.role = aws.iam.Role(
            f"{name}-role",
            description=description,
            assume_role_policy=pulumi.Output.from_input(service).apply(lambda who: _trust(who, actions)),
            tags=tags,
            opts=child,
        )
        self.permissions = [
            aws.iam.RolePolicyAttachment(
                f"{name}-{_digest(policy)}",
                role=self.role.name,
                policy_arn=pulumi.Output.concat("arn:", partition, ":iam::aws:policy/", policy),
                opts=child,
            )
            for policy in policies
        ]
        self.register_outputs({"role": self.role.name})


def _trust(service: str, actions: Sequence[str]) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": list(actions)}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _digest(policy: str) -> str:
    """The child's name is made of the policy's, so that the order of policies does not matter."""
    return hashlib.sha1(f"arn:aws:iam::aws:policy/{policy}".encode(), usedforsecurity=False).hexdigest()[:8]
