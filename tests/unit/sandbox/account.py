"""An AWS account in moto for one test, driven by the provider as the engine would drive it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.aws import catalogue
from sandbox.aws.provider import AwsProvider, AwsSession
from sandbox.cloud.records import Records
from sandbox.wire.provider import Candidate, Checked, Difference, Existing, Found
from sandbox.wire.values import Properties

REGION = "us-east-1"

catalogue.load()


def trust(service: str) -> str:
    """A role's trust in one service."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@dataclass
class Account:
    """Create, change and delete by type; default tags as given."""

    default_tags: dict[str, str] = field(default_factory=dict)
    records: Records = field(default_factory=Records)

    def __post_init__(self) -> None:
        self.provider = AwsProvider(self.records)
        self.session: AwsSession = self.provider.configure(
            {"region": REGION, "defaultTags": json.dumps({"tags": self.default_tags})}
        )

    def check(self, kind: str, olds: Properties | None = None, **inputs: Any) -> Checked:
        return self.provider.check(self.session, Candidate(kind, "it", olds or {}, inputs, b"seed"))

    def create(self, kind: str, **inputs: Any) -> Existing:
        checked = self.check(kind, **inputs)
        assert checked.failures == []
        physical, outputs = self.provider.create(self.session, kind, checked.inputs)
        return Existing(physical, checked.inputs, outputs)

    def update(self, kind: str, existing: Existing, **inputs: Any) -> Existing:
        new = self.check(kind, olds=existing.inputs, **inputs).inputs
        outputs = self.provider.update(self.session, kind, existing, new)
        return Existing(existing.physical, new, outputs)

    def diff(self, kind: str, existing: Existing, **inputs: Any) -> Difference:
        new = self.check(kind, olds=existing.inputs, **inputs).inputs
        return self.provider.diff(self.session, kind, existing.inputs, new)

    def read(self, kind: str, existing: Existing) -> Found | None:
        return self.provider.read(self.session, kind, existing)

    def delete(self, kind: str, existing: Existing) -> None:
        self.provider.delete(self.session, kind, existing)

    def two_subnets(self, *zones: str) -> list[str]:
        """Ids of new subnets of a new VPC, one in each zone (a letter)."""
        vpc = self.create("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16").physical
        return [
            self.create(
                "aws:ec2/subnet:Subnet",
                vpcId=vpc,
                cidrBlock=f"10.0.{number}.0/24",
                availabilityZone=f"{REGION}{zone}",
            ).physical
            for number, zone in enumerate(zones or ("a", "b"))
        ]

    def role(self, name: str, service: str = "eks.amazonaws.com") -> str:
        """The ARN of a new role."""
        role = self.create("aws:iam/role:Role", name=name, assumeRolePolicy=trust(service))
        return str(role.outputs["arn"])

    def cluster(self, name: str = "shop", **inputs: Any) -> Existing:
        """A new cluster over two zones."""
        given = {
            "name": name,
            "roleArn": self.role(f"{name}-control-plane"),
            "vpcConfig": {"subnetIds": self.two_subnets()},
            "version": "1.34",
            "accessConfig": {"authenticationMode": "API"},
        }
        return self.create("aws:eks/cluster:Cluster", **(given | inputs))
