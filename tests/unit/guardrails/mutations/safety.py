"""Breaks of each safety attribute, wherever a stack has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from guardrails.core.kubernetes import EC2_NODE_CLASS

from tests.unit.guardrails.mutations.newcomers import newcomer
from tests.unit.guardrails.mutations.stack import Break, Entry, Key, RecordedStack, adding, setting

_CLUSTER: Final = "aws:eks/cluster:Cluster"
_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
_RELEASE: Final = "kubernetes:helm.sh/v3:Release"
_INSTANCE: Final = "aws:ec2/instance:Instance"

# (rule, type, path, value): one value that is wrong; None takes it away.
VALUES: Final[tuple[tuple[str, str, tuple[Key, ...], Any], ...]] = (
    ("eks-secrets-encrypted", _CLUSTER, ("encryptionConfig",), None),
    ("eks-secrets-encrypted", _CLUSTER, ("encryptionConfig", "resources"), []),
    ("eks-control-plane-logs", _CLUSTER, ("enabledClusterLogTypes",), None),
    ("eks-control-plane-logs", _CLUSTER, ("enabledClusterLogTypes", 0), None),
    ("instance-metadata-v2", _TEMPLATE, ("metadataOptions",), None),
    ("instance-metadata-v2", _TEMPLATE, ("metadataOptions", "httpTokens"), "optional"),
    ("instance-metadata-v2", _TEMPLATE, ("metadataOptions", "httpTokens"), None),
    ("instance-metadata-v2", _TEMPLATE, ("metadataOptions", "httpPutResponseHopLimit"), 2),
    ("instance-metadata-v2", _TEMPLATE, ("metadataOptions", "httpPutResponseHopLimit"), None),
    ("volumes-encrypted", _TEMPLATE, ("blockDeviceMappings",), None),
    ("volumes-encrypted", _TEMPLATE, ("blockDeviceMappings", 0, "ebs", "encrypted"), "false"),
    ("volumes-encrypted", _TEMPLATE, ("blockDeviceMappings", 0, "ebs", "encrypted"), None),
    ("volumes-encrypted", "kubernetes:storage.k8s.io/v1:StorageClass", ("parameters", "encrypted"), "false"),
    ("volumes-encrypted", "kubernetes:storage.k8s.io/v1:StorageClass", ("parameters", "encrypted"), None),
    ("nodes-without-public-ip", _TEMPLATE, ("networkInterfaces",), [{"associatePublicIpAddress": "true"}]),
    ("node-groups-have-launch-template", _NODE_GROUP, ("launchTemplate",), None),
    ("security-group-admin-ports-closed", _NODE_GROUP, ("remoteAccess",), {"ec2SshKey": "ops"}),
    ("iam-policy-no-full-access", "aws:iam/rolePolicy:RolePolicy", ("policy",), "FULL"),
    ("helm-release-pinned", _RELEASE, ("version",), ">=1.0.0"),
    ("helm-release-pinned", _RELEASE, ("version",), None),
    ("helm-release-atomic", _RELEASE, ("atomic",), False),
    ("helm-release-atomic", _RELEASE, ("atomic",), None),
    ("helm-release-trusted-source", _RELEASE, ("repositoryOpts",), {"repo": "http://charts.example.com"}),
    ("helm-values-no-latest-tag", _RELEASE, ("values", "image"), "registry.example.com/app:latest"),
    ("helm-values-no-latest-tag", _RELEASE, ("values", "extra"), {"image": {"tag": "latest"}}),
    ("helm-values-no-plain-secret", _RELEASE, ("values", "adminPassword"), "admin"),
    ("helm-values-no-plain-secret", _RELEASE, ("values", "extra"), {"apiKey": "0123456789"}),
)

FULL: Final = json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


def breaks(stack: RecordedStack) -> Iterator[Break]:
    """Every break of this kind."""
    for rule, token, path, value in VALUES:
        for entry in stack.of_type(token):
            if not _spared(entry, rule):
                yield setting(rule, entry, path, FULL if value == "FULL" else value)
    yield from _endpoint(stack)
    yield from _ports(stack)
    yield from _roles(stack)
    yield from _subnets(stack)
    yield from _newcomers(stack)
    yield from _node_class(stack)
    if stack.name == "prod":
        for cluster in stack.of_type(_CLUSTER):
            yield setting("deletion-protection", cluster, ["deletionProtection"], False)


def _spared(entry: Entry, rule: str) -> bool:
    """A chart in the repository has its version inside and comes from nowhere."""
    local = str(entry.inputs.get("chart")).startswith("./")
    oci = str(entry.inputs.get("chart")).startswith("oci://")
    return (local and rule in ("helm-release-pinned", "helm-release-trusted-source")) or (
        oci and rule == "helm-release-trusted-source"
    )


def _endpoint(stack: RecordedStack) -> Iterator[Break]:
    for cluster in stack.of_type(_CLUSTER):
        for cidrs in (["0.0.0.0/0"], ["::/0"], ["203.0.113.7/32", "0.0.0.0/0"], None):
            open_ = cluster.with_value(["vpcConfig", "endpointPublicAccess"], True)
            wrong = open_.with_value(["vpcConfig", "publicAccessCidrs"], cidrs)
            change = lambda entries, old=cluster, new=wrong: [new if one is old else one for one in entries]  # noqa: E731
            yield Break("eks-endpoint-not-open", f"{cluster.name}: open to {cidrs}", change)


def _ports(stack: RecordedStack) -> Iterator[Break]:
    for port in (22, 10250, 10255):
        for cidrs, family in (("cidrBlocks", "0.0.0.0/0"), ("ipv6CidrBlocks", "::/0")):
            span = {"protocol": "tcp", "fromPort": port, "toPort": port, cidrs: [family]}
            for token, props in (
                ("aws:ec2/securityGroup:SecurityGroup", {"ingress": [span]}),
                ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"ingress": [span]}),
                ("aws:ec2/securityGroupRule:SecurityGroupRule", {"type": "ingress", **span}),
            ):
                yield adding("security-group-admin-ports-closed", newcomer(stack, token, props))
    everything = {"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}
    token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    yield adding("security-group-admin-ports-closed", newcomer(stack, token, everything))


def _roles(stack: RecordedStack) -> Iterator[Break]:
    administrator = "arn:aws:iam::aws:policy/AdministratorAccess"
    for attachment in stack.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment"):
        if "cluster" not in attachment.name.lower():
            yield setting("workload-roles-no-administrator", attachment, ["policyArn"], administrator)
    for role in stack.of_type("aws:iam/role:Role"):
        if any(service in role.inputs["assumeRolePolicy"] for service in ('"ec2.', '"pods.eks.')):
            yield setting("workload-roles-no-administrator", role, ["managedPolicyArns"], [administrator])
        inline = [{"name": "all", "policy": FULL}]
        yield setting("iam-policy-no-full-access", role, ["inlinePolicies"], inline)


def _subnets(stack: RecordedStack) -> Iterator[Break]:
    used = {urn for group in stack.of_type(_NODE_GROUP) for urn in group.references["subnetIds"]}
    for subnet in stack.of_type("aws:ec2/subnet:Subnet"):
        if subnet.urn in used:
            yield setting("node-groups-in-private-subnets", subnet, ["mapPublicIpOnLaunch"], True)


def _newcomers(stack: RecordedStack) -> Iterator[Break]:
    """Resources that the stacks have none of, each with one thing wrong."""
    for rule, token, props in (
        ("instance-metadata-v2", _INSTANCE, {"metadataOptions": None}),
        ("volumes-encrypted", _INSTANCE, {"rootBlockDevice": {"encrypted": False, "volumeType": "gp3"}}),
        ("volumes-encrypted", _INSTANCE, {"ebsBlockDevices": [{"encrypted": False, "volumeType": "gp3"}]}),
        ("nodes-without-public-ip", _INSTANCE, {"associatePublicIpAddress": True}),
        ("volumes-encrypted", "aws:ebs/volume:Volume", {"encrypted": False}),
        ("volumes-encrypted", "aws:efs/fileSystem:FileSystem", {"encrypted": None}),
        ("volumes-encrypted", "aws:rds/instance:Instance", {"storageEncrypted": False}),
        ("volumes-encrypted", "aws:rds/cluster:Cluster", {"storageEncrypted": None}),
        ("iam-policy-no-full-access", "aws:iam/policy:Policy", {"policy": FULL}),
        ("iam-policy-no-full-access", "aws:iam/userPolicy:UserPolicy", {"policy": FULL}),
        ("iam-policy-no-full-access", "aws:iam/groupPolicy:GroupPolicy", {"policy": FULL}),
    ):
        small = {"instanceType": "t3.small"} if token == _INSTANCE else {}
        yield adding(rule, newcomer(stack, token, {**small, **props}))


def _node_class(stack: RecordedStack) -> Iterator[Break]:
    good = newcomer(stack, EC2_NODE_CLASS, {})
    for rule, path, value in (
        ("instance-metadata-v2", ("metadataOptions",), {"httpTokens": "optional"}),
        ("instance-metadata-v2", ("metadataOptions",), {"httpPutResponseHopLimit": 2}),
        ("volumes-encrypted", ("blockDeviceMappings", 0, "ebs", "encrypted"), False),
        ("volumes-encrypted", ("blockDeviceMappings", 0, "ebs", "encrypted"), None),
        ("nodes-without-public-ip", ("associatePublicIPAddress",), True),
    ):
        yield adding(rule, good.with_value(("spec", *path), value))
