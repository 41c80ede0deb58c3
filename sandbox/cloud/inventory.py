"""What is there: everything that a program made in moto, and the records. Empty after a destroy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from moto.core.base_backend import BackendDict

from sandbox.cloud.moto_api import ACCOUNT, client
from sandbox.cloud.records import Records

Item = Mapping[str, Any]
_GLOBAL_REGION: Final = "us-east-1"
_GONE: Final = ("deleted", "deleting", "terminated", "shutting-down", "PendingDeletion")


@dataclass(frozen=True)
class _Listing:
    """One list call: where the items are in its answer, how they are called, and which are the account's
    own."""

    service: str
    call: str
    path: str
    name: str
    keep: Callable[[Item], bool] = lambda _: True
    arguments: Mapping[str, Any] | None = None


def _is_alive(item: Item) -> bool:
    state = item.get("State", "available")
    return (state["Name"] if isinstance(state, dict) else state) not in _GONE


_REGIONAL: Final = (
    _Listing("ec2", "describe_vpcs", "Vpcs", "VpcId", lambda vpc: not vpc["IsDefault"]),
    _Listing("ec2", "describe_subnets", "Subnets", "SubnetId", lambda subnet: not subnet["DefaultForAz"]),
    _Listing(
        "ec2", "describe_security_groups", "SecurityGroups", "GroupId", lambda g: g["GroupName"] != "default"
    ),
    _Listing("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    _Listing(
        "ec2",
        "describe_egress_only_internet_gateways",
        "EgressOnlyInternetGateways",
        "EgressOnlyInternetGatewayId",
    ),
    _Listing("ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId", _is_alive),
    _Listing("ec2", "describe_addresses", "Addresses", "AllocationId"),
    _Listing("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", _is_alive),
    _Listing("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    _Listing("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateName"),
    _Listing("ec2", "describe_volumes", "Volumes", "VolumeId"),
    _Listing("ec2", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    _Listing("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName"),
    _Listing("logs", "describe_log_groups", "logGroups", "logGroupName"),
    _Listing("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    _Listing("events", "list_rules", "Rules", "Name"),
    _Listing("sns", "list_topics", "Topics", "TopicArn"),
    _Listing(
        "kms", "list_aliases", "Aliases", "AliasName", lambda a: not a["AliasName"].startswith("alias/aws/")
    ),
)
_GLOBAL: Final = (
    _Listing("iam", "list_roles", "Roles", "RoleName", lambda r: "/aws-service-role/" not in r["Path"]),
    _Listing("iam", "list_policies", "Policies", "PolicyName", arguments={"Scope": "Local"}),
    _Listing("iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName"),
    _Listing("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn"),
    _Listing("s3", "list_buckets", "Buckets", "Name"),
    _Listing("route53", "list_hosted_zones", "HostedZones", "Name"),
    _Listing("budgets", "describe_budgets", "Budgets", "BudgetName", arguments={"AccountId": ACCOUNT}),
)


def inventory(records: Records) -> dict[str, list[str]]:
    """Names by kind and region, such as ``ec2 vpcs in eu-west-1``; kinds that have none are left out."""
    used = {(str(backends.service_name), region) for backends, region in _used()}
    found: dict[str, list[str]] = {}
    for service, region in sorted(used):
        for listing in (listing for listing in _REGIONAL if listing.service == service):
            _add(found, f"{service} {listing.path} in {region}", _listed(listing, region))
        for what, names in _by_hand(service, region):
            _add(found, f"{service} {what} in {region}", names)
    for listing in (listing for listing in _GLOBAL if any(service == listing.service for service, _ in used)):
        _add(found, f"{listing.service} {listing.path}", _listed(listing, _GLOBAL_REGION))
    for table, rows in sorted(records.tables.items()):
        _add(found, f"recorded {table}", [" / ".join(key) for key in rows])
    return found


def _used() -> Iterator[tuple[Any, str]]:
    tracking: Any = BackendDict
    for backends in tracking._instances:
        for _, region, _ in backends.iter_backends():
            yield backends, region


def _add(found: dict[str, list[str]], kind: str, names: list[str]) -> None:
    if names:
        found[kind] = sorted(names)


def _listed(listing: _Listing, region: str) -> list[str]:
    answer = getattr(client(listing.service, region), listing.call)(**(listing.arguments or {}))
    return [str(item[listing.name]) for item in answer.get(listing.path, []) if listing.keep(item)]


def _by_hand(service: str, region: str) -> Iterator[tuple[str, list[str]]]:
    """What a single list call does not tell."""
    api: Any = client(service, region) if service in ("ec2", "eks", "kms", "sqs") else None
    if service == "ec2":
        reservations = api.describe_instances()["Reservations"]
        instances = [instance for reservation in reservations for instance in reservation["Instances"]]
        yield "Instances", [str(instance["InstanceId"]) for instance in instances if _is_alive(instance)]
        default = {vpc["VpcId"] for vpc in api.describe_vpcs()["Vpcs"] if vpc["IsDefault"]}
        tables = api.describe_route_tables()["RouteTables"]
        yield "RouteTables", [str(table["RouteTableId"]) for table in tables if table["VpcId"] not in default]
    if service == "eks":
        clusters = api.list_clusters()["clusters"]
        yield "clusters", clusters
        for cluster in clusters:
            yield f"nodegroups of {cluster}", api.list_nodegroups(clusterName=cluster)["nodegroups"]
    if service == "kms":
        keys = [api.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in api.list_keys()["Keys"]]
        # moto makes AWS's own keys (alias/aws/ebs) on first use, and calls them the customer's.
        aliases = api.list_aliases()["Aliases"]
        theirs = {
            alias.get("TargetKeyId") for alias in aliases if alias["AliasName"].startswith("alias/aws/")
        }
        mine = [key for key in keys if key["KeyId"] not in theirs and key["KeyState"] not in _GONE]
        yield "Keys", [str(key["KeyId"]) for key in mine]
    if service == "sqs":
        yield "Queues", api.list_queues().get("QueueUrls", [])
