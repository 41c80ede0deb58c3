"""aws-native through the pack: the same rules, in the program's own words."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.billing import billing_safe_instance_types
from guardrails.core.plain import Plain
from guardrails.core.rule import ResourceRule
from guardrails.native.shapes import SHAPES
from guardrails.native.translation import translated
from guardrails.rules import RULES
from guardrails.safety import (
    buckets_block_public_access,
    buckets_not_public,
    eks_control_plane_logs,
    eks_endpoint_not_open,
    eks_secrets_encrypted,
    iam_policy_no_full_access,
    instance_metadata_v2,
    node_groups_in_private_subnets,
    security_group_admin_ports_closed,
    volumes_encrypted,
    workload_roles_no_administrator,
)
from guardrails.tags import required_tags

from tests.unit.guardrails.as_engine import UNKNOWN, Member, judge, judge_stack, secret

OWNER: dict[str, Any] = {"required": {"Owner": {}}}
FULL = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

CASES: tuple[tuple[Any, str, dict[str, Any], str], ...] = (
    (
        security_group_admin_ports_closed.RULE,
        "ec2:SecurityGroup",
        {
            "securityGroupIngress": [
                {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIp": "0.0.0.0/0"},
                {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv6": "::/0"},
            ]
        },
        "securityGroupIngress[1]: port 22 (SSH) is open to ::/0.",
    ),
    (
        security_group_admin_ports_closed.RULE,
        "ec2:SecurityGroupIngress",
        {"ipProtocol": "-1", "cidrIp": "0.0.0.0/0"},
        "fromPort, toPort: every port is open to 0.0.0.0/0.",
    ),
    (
        volumes_encrypted.RULE,
        "ec2:Instance",
        {"blockDeviceMappings": [{"ebs": {"encrypted": True}}, {"ebs": {"encrypted": False}}]},
        "blockDeviceMappings[1].ebs.encrypted: false.",
    ),
    (
        volumes_encrypted.RULE,
        "ec2:Instance",
        {},
        "blockDeviceMappings[0].ebs.encrypted: not set.",
    ),
    (
        volumes_encrypted.RULE,
        "rds:DbInstance",
        {"storageEncrypted": False},
        "storageEncrypted: false.",
    ),
    (
        instance_metadata_v2.RULE,
        "ec2:LaunchTemplate",
        {"launchTemplateData": {"metadataOptions": {"httpTokens": "optional", "httpPutResponseHopLimit": 1}}},
        "launchTemplateData.metadataOptions.httpTokens: 'optional'.",
    ),
    (
        billing_safe_instance_types.RULE,
        "rds:DbInstance",
        {"dbInstanceClass": "db.r5.24xlarge"},
        "dbInstanceClass: db.r5.24xlarge",
    ),
    (
        eks_control_plane_logs.RULE,
        "eks:Cluster",
        {"logging": {"clusterLogging": {"enabledTypes": [{"type": "api"}]}}},
        "logging.clusterLogging.enabledTypes: ['api'].",
    ),
    (
        eks_endpoint_not_open.RULE,
        "eks:Cluster",
        {"resourcesVpcConfig": {"publicAccessCidrs": ["0.0.0.0/0"]}},
        "resourcesVpcConfig.publicAccessCidrs: ['0.0.0.0/0'].",
    ),
    (
        eks_secrets_encrypted.RULE,
        "eks:Cluster",
        {"encryptionConfig": [{"resources": []}]},
        "encryptionConfig[0].resources: [].",
    ),
    (
        iam_policy_no_full_access.RULE,
        "iam:Role",
        {"policies": [{"policyName": "all", "policyDocument": FULL}]},
        "policies[0].policyDocument: a statement allows action '*' on resource '*'.",
    ),
    (
        buckets_not_public.RULE,
        "s3:Bucket",
        {"accessControl": "PublicRead"},
        "accessControl: 'public-read'.",
    ),
    (
        buckets_not_public.RULE,
        "s3:Bucket",
        {"publicAccessBlockConfiguration": {"blockPublicAcls": True, "ignorePublicAcls": True}},
        "publicAccessBlockConfiguration: off: blockPublicPolicy, restrictPublicBuckets.",
    ),
)


@pytest.mark.parametrize(("rule", "kind", "props", "says"), CASES)
def test_a_finding_is_told_by_the_names_that_the_program_has(
    rule: ResourceRule[Any], kind: str, props: dict[str, Any], says: str
) -> None:
    token = f"aws-native:{kind}"
    (message,) = judge(rule, token, props).violations
    assert message.startswith(f"{token} 'subject', {says}")


def test_a_fix_names_the_property_as_the_program_has_it() -> None:
    told = {"launchTemplateData": {"metadataOptions": {"httpPutResponseHopLimit": 1}}}
    (message,) = judge(instance_metadata_v2.RULE, "aws-native:ec2:LaunchTemplate", told).violations
    assert "Fix: set launchTemplateData.metadataOptions.httpTokens to required" in message


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_is_not_known_yet_at_the_place_of_many_properties_hides_all_of_them(rule: Any) -> None:
    if isinstance(rule, ResourceRule) and rule.applies("aws:ec2/launchTemplate:LaunchTemplate"):
        found = judge(
            rule,
            "aws-native:ec2:LaunchTemplate",
            {"launchTemplateData": UNKNOWN, "tagSpecifications": UNKNOWN},
        )
        assert found.violations == ()


def test_tags_are_read_from_lists_and_from_the_providers_default_tags() -> None:
    rule = required_tags.RULE
    owner = [{"key": "Owner", "value": "team-a"}]
    for kind in ("ec2:Vpc", "eks:Cluster", "s3:Bucket", "iam:Role"):
        token = f"aws-native:{kind}"
        assert judge(rule, token, {"tags": owner}, OWNER).silent
        assert judge(rule, token, {}, OWNER, provider={"defaultTags": {"tags": {"Owner": "team-a"}}}).silent
        (message,) = judge(rule, token, {"tags": [{"key": "Name", "value": "x"}]}, OWNER).violations
        assert message.startswith(f"{token} 'subject', tags: no Owner.")


def test_what_a_type_of_aws_native_can_not_say_is_not_demanded() -> None:
    ingress = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIp": "0.0.0.0/0"}
    assert judge(required_tags.RULE, "aws-native:ec2:SecurityGroupIngress", ingress, OWNER).silent


def test_a_secret_under_another_name_is_not_shown_either() -> None:
    told = {"dbInstanceClass": secret("db.r5.24xlarge")}
    (message,) = judge(billing_safe_instance_types.RULE, "aws-native:rds:DbInstance", told).violations
    assert "r5" not in message


def test_resources_of_both_packages_are_linked_by_what_went_into_them() -> None:
    role = Member(
        "aws-native:iam:Role",
        "node",
        {
            "assumeRolePolicyDocument": {
                "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
            },
            "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
        },
    )
    (message,) = judge_stack(workload_roles_no_administrator.RULE, [role]).violations
    assert message.startswith("aws-native:iam:Role 'node', managedPolicyArns[0]: AdministratorAccess")
    group = Member(
        "aws-native:eks:Nodegroup", "nodes", {"subnets": ["subnet-1"]}, references={"subnets": ["public"]}
    )
    subnet = Member("aws-native:ec2:Subnet", "public", {"id": "subnet-1", "mapPublicIpOnLaunch": True})
    (placed,) = judge_stack(node_groups_in_private_subnets.RULE, [group, subnet]).violations
    assert placed.startswith("aws-native:eks:Nodegroup 'nodes', subnets: public")


def test_a_bucket_brings_its_own_public_access_block() -> None:
    block = dict.fromkeys(
        ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
    )
    closed = Member("aws-native:s3:Bucket", "closed", {"publicAccessBlockConfiguration": block})
    bare = Member("aws-native:s3:Bucket", "bare", {})
    (message,) = judge_stack(buckets_block_public_access.RULE, [closed, bare]).violations
    assert message.startswith("aws-native:s3:Bucket 'bare'")


def test_sizes_are_numbers_and_disks_keep_their_place() -> None:
    group = translated(SHAPES["aws-native:autoscaling:AutoScalingGroup"], {"minSize": "1", "maxSize": "3"})
    assert group == {"minSize": 1, "maxSize": 3}
    disks: dict[str, Plain] = {
        "blockDeviceMappings": [{"ebs": {"volumeSize": 8}}, {"ebs": {"volumeSize": 100}}]
    }
    assert translated(SHAPES["aws-native:ec2:Instance"], disks) == {
        "rootBlockDevice": {"volumeSize": 8},
        "ebsBlockDevices": [None, {"volumeSize": 100}],
    }
