"""Examples of the rules about safety."""

from __future__ import annotations

import json
from typing import Any, Final

from guardrails.safety import (
    deletion_protection,
    eks_control_plane_logs,
    eks_endpoint_not_open,
    eks_secrets_encrypted,
    helm_release_atomic,
    helm_release_pinned,
    helm_release_trusted_source,
    helm_values_no_latest_tag,
    helm_values_no_plain_secret,
    iam_policy_no_full_access,
    instance_metadata_v2,
    node_groups_have_launch_template,
    node_groups_in_private_subnets,
    nodes_without_public_ip,
    security_group_admin_ports_closed,
    volumes_encrypted,
    workload_roles_no_administrator,
)

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.examples.example import Example

CLUSTER: Final = "aws:eks/cluster:Cluster"
TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
SUBNET: Final = "aws:ec2/subnet:Subnet"
ROLE: Final = "aws:iam/role:Role"
ATTACHMENT: Final = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
RELEASE: Final = "kubernetes:helm.sh/v3:Release"
RULE: Final = "aws:ec2/securityGroupRule:SecurityGroupRule"

ADMINISTRATOR: Final = "arn:aws:iam::aws:policy/AdministratorAccess"


def one(resource_type: str, **props: Any) -> list[Member]:
    """A single resource called ``subject``."""
    return [Member(resource_type, "subject", props)]


def trust(service: str) -> str:
    """A trust policy for one service."""
    return json.dumps({"Statement": {"Effect": "Allow", "Principal": {"Service": service}}})


def permissions(action: str, resource: str) -> str:
    """A policy that allows ``action`` on ``resource``."""
    return json.dumps({"Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})


def vpc_config(**config: Any) -> list[Member]:
    """A cluster with this network configuration."""
    return one(CLUSTER, vpcConfig=config)


def release(**props: Any) -> list[Member]:
    """A release that only ``props`` set apart from a good one."""
    good = {
        "chart": "podinfo",
        "version": "6.7.1",
        "repositoryOpts": {"repo": "https://charts.example.com"},
        "atomic": True,
    }
    return one(RELEASE, **{**good, **props})


def group_in(subnet_ids: Any, *, public: bool) -> list[Member]:
    """A node group in two subnets, of which the second may give out public addresses."""
    return [
        Member(SUBNET, "a", {"id": "subnet-a", "mapPublicIpOnLaunch": False}),
        Member(SUBNET, "b", {"id": "subnet-b", "mapPublicIpOnLaunch": public}),
        Member(NODE_GROUP, "subject", {"subnetIds": subnet_ids}, references={"subnetIds": ["a", "b"]}),
    ]


def attached(policy: str, service: str = "ec2.amazonaws.com") -> list[Member]:
    """A policy on a role that ``service`` assumes."""
    return [
        Member(ROLE, "node", {"name": "node-1", "assumeRolePolicy": trust(service)}),
        Member(ATTACHMENT, "subject", {"role": "node-1", "policyArn": policy}, references={"role": ["node"]}),
    ]


EXAMPLES: Final = (
    Example(
        eks_endpoint_not_open.RULE,
        good=vpc_config(endpointPublicAccess=True, publicAccessCidrs=["203.0.113.7/32"]),
        bad=vpc_config(endpointPublicAccess=True, publicAccessCidrs=["203.0.113.7/32", "0.0.0.0/0"]),
        says="vpcConfig.publicAccessCidrs: ['203.0.113.7/32', '0.0.0.0/0'].",
        unknown=vpc_config(endpointPublicAccess=True, publicAccessCidrs=[UNKNOWN]),
        waits="vpcConfig.publicAccessCidrs",
    ),
    Example(
        eks_secrets_encrypted.RULE,
        good=one(CLUSTER, encryptionConfig={"provider": {"keyArn": UNKNOWN}, "resources": ["secrets"]}),
        bad=one(CLUSTER),
        says="encryptionConfig.resources: not set.",
        unknown=one(CLUSTER, encryptionConfig=UNKNOWN),
        waits="encryptionConfig",
    ),
    Example(
        eks_control_plane_logs.RULE,
        good=one(CLUSTER, enabledClusterLogTypes=["api", "audit", "authenticator"]),
        bad=one(CLUSTER, enabledClusterLogTypes=["api"]),
        says="enabledClusterLogTypes: ['api'].",
        unknown=one(CLUSTER, enabledClusterLogTypes=["api", "audit", UNKNOWN]),
        waits="enabledClusterLogTypes",
    ),
    Example(
        security_group_admin_ports_closed.RULE,
        good=one(RULE, type="ingress", protocol="tcp", fromPort=443, toPort=443, cidrBlocks=["0.0.0.0/0"]),
        bad=one(RULE, type="ingress", protocol="tcp", fromPort=20, toPort=25, ipv6CidrBlocks=["::/0"]),
        says="fromPort, toPort: port 22 (SSH) is open to ::/0.",
        unknown=one(RULE, type="ingress", protocol="-1", fromPort=0, toPort=0, cidrBlocks=[UNKNOWN]),
        waits="fromPort, toPort",
    ),
    Example(
        instance_metadata_v2.RULE,
        good=one(TEMPLATE, metadataOptions={"httpTokens": "required", "httpPutResponseHopLimit": 1}),
        bad=one(TEMPLATE, metadataOptions={"httpTokens": "optional", "httpPutResponseHopLimit": 1}),
        says="metadataOptions.httpTokens: 'optional'.",
        unknown=one(TEMPLATE, metadataOptions={"httpTokens": UNKNOWN, "httpPutResponseHopLimit": 1}),
        waits="metadataOptions.httpTokens",
    ),
    Example(
        volumes_encrypted.RULE,
        good=one(TEMPLATE, blockDeviceMappings=[{"ebs": {"encrypted": "true"}}]),
        bad=one(TEMPLATE, blockDeviceMappings=[{"ebs": {"encrypted": "true"}}, {"ebs": {}}]),
        says="blockDeviceMappings[1].ebs.encrypted: not set.",
        unknown=one(TEMPLATE, blockDeviceMappings=[{"ebs": {"encrypted": UNKNOWN}}]),
        waits="blockDeviceMappings[0].ebs.encrypted",
    ),
    Example(
        nodes_without_public_ip.RULE,
        good=one(TEMPLATE, networkInterfaces=[{"associatePublicIpAddress": "false"}]),
        bad=one(TEMPLATE, networkInterfaces=[{"associatePublicIpAddress": "true"}]),
        says="networkInterfaces[0].associatePublicIpAddress: 'true'.",
        unknown=one(TEMPLATE, networkInterfaces=[{"associatePublicIpAddress": UNKNOWN}]),
        waits="networkInterfaces[0].associatePublicIpAddress",
    ),
    Example(
        node_groups_in_private_subnets.RULE,
        good=group_in(["subnet-a"], public=True),
        bad=group_in(["subnet-a", "subnet-b"], public=True),
        says="subnetIds: b, where mapPublicIpOnLaunch is true.",
        unknown=group_in(UNKNOWN, public=True),
        waits="subnetIds",
    ),
    Example(
        node_groups_have_launch_template.RULE,
        good=one(NODE_GROUP, launchTemplate={"id": UNKNOWN, "version": "1"}),
        bad=one(NODE_GROUP),
        says="launchTemplate: not set.",
        unknown=one(NODE_GROUP, launchTemplate=UNKNOWN),
        waits="launchTemplate",
    ),
    Example(
        iam_policy_no_full_access.RULE,
        good=one("aws:iam/policy:Policy", policy=permissions("s3:*", "*")),
        bad=one("aws:iam/policy:Policy", policy=permissions("*", "*")),
        says="policy: a statement allows action '*' on resource '*'.",
        unknown=one("aws:iam/policy:Policy", policy=UNKNOWN),
        waits="policy",
    ),
    Example(
        workload_roles_no_administrator.RULE,
        good=attached(ADMINISTRATOR, service="cloudformation.amazonaws.com"),
        bad=attached(ADMINISTRATOR),
        says="policyArn: AdministratorAccess for the role 'node', which nodes or pods assume.",
        unknown=attached(UNKNOWN),
        waits="policyArn",
    ),
    Example(
        helm_release_pinned.RULE,
        good=release(),
        bad=release(version="^6.7.0"),
        says="version: '^6.7.0'.",
        unknown=release(version=UNKNOWN),
        waits="version",
    ),
    Example(
        helm_release_trusted_source.RULE,
        good=release(chart="oci://registry.example.com/podinfo", repositoryOpts={}),
        bad=release(repositoryOpts={"repo": "http://charts.example.com"}),
        says="repositoryOpts.repo: 'http://charts.example.com'.",
        unknown=release(repositoryOpts={"repo": UNKNOWN}),
        waits="repositoryOpts.repo",
    ),
    Example(
        helm_release_atomic.RULE,
        good=release(),
        bad=release(atomic=False),
        says="atomic: false.",
        unknown=release(atomic=UNKNOWN),
        waits="atomic",
    ),
    Example(
        helm_values_no_latest_tag.RULE,
        good=release(values={"image": {"repository": "podinfo", "tag": "6.7.1"}}),
        bad=release(values={"sidecars": [{"image": "proxy:latest"}]}),
        says="values.sidecars[0].image: 'proxy:latest'.",
        unknown=release(values={"image": {"tag": UNKNOWN}}),
        waits="values.image.tag",
    ),
    Example(
        helm_values_no_plain_secret.RULE,
        good=release(values={"adminPassword": "", "existingSecret": "grafana", "passwordKey": "password"}),
        bad=release(values={"grafana": {"adminPassword": "prom-operator"}}),
        says="values.grafana.adminPassword: plain text (not shown).",
        unknown=release(values={"adminPassword": UNKNOWN}),
        waits="values.adminPassword",
    ),
    Example(
        deletion_protection.RULE,
        good=one(CLUSTER, deletionProtection=True),
        bad=one(CLUSTER, deletionProtection=False),
        says="deletionProtection: false.",
        unknown=one(CLUSTER, deletionProtection=UNKNOWN),
        waits="deletionProtection",
        config={"production": True},
    ),
)
