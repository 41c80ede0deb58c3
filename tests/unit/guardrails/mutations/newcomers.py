"""Compliant resources of types that the stacks have none of, to be broken like their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from guardrails.core.kubernetes import EC2_NODE_CLASS
from guardrails.safety.backups_kept import BACKED_UP
from guardrails.safety.deletion_protection import PROTECTED
from guardrails.safety.demand import Demand
from guardrails.safety.encryption_at_rest import ENCRYPTED
from guardrails.safety.encryption_in_transit import IN_TRANSIT
from guardrails.safety.exposure import EXPOSED
from guardrails.safety.functions_called_by_known import CALLED
from guardrails.safety.keys_rotated import ROTATED
from guardrails.safety.what_a_deletion_leaves import KEEPING
from guardrails.tags.launched import PLACES, SWITCHES
from guardrails.tags.tag_slots import NODE_CLASSES

from tests.unit.guardrails.mutations.stack import Entry, RecordedStack

_IMDS: Final = {"httpTokens": "required", "httpPutResponseHopLimit": 1}
_DISK: Final = {"rootBlockDevice": {"encrypted": True, "volumeType": "gp3", "volumeSize": 20}}
_INSTANCE: Final = {"metadataOptions": _IMDS, **_DISK}

# What the other rules want of a type, so that a break is the business of one rule alone.
COMPLIANT: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws:ec2/instance:Instance": _INSTANCE,
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": _INSTANCE,
    "aws:ec2/launchConfiguration:LaunchConfiguration": _INSTANCE,
    "aws:ec2/launchTemplate:LaunchTemplate": {
        "metadataOptions": _IMDS,
        "blockDeviceMappings": [{"ebs": {"encrypted": "true"}}],
    },
    "aws:eks/nodeGroup:NodeGroup": {
        "scalingConfig": {"minSize": 0, "desiredSize": 0, "maxSize": 1},
        "launchTemplate": {"id": "lt-1"},
    },
    "aws:autoscaling/group:Group": {"minSize": 0, "desiredCapacity": 0, "maxSize": 1},
    "aws:rds/instance:Instance": {"storageEncrypted": True},
    "aws:rds/cluster:Cluster": {"storageEncrypted": True},
    "aws:efs/fileSystem:FileSystem": {"encrypted": True},
    "aws:ecs/service:Service": {"volumeConfiguration": {"managedEbsVolume": {"encrypted": True}}},
    "aws:ebs/volume:Volume": {"encrypted": True, "type": "gp3", "size": 10},
    EC2_NODE_CLASS: {"spec": {"blockDeviceMappings": [{"ebs": {"encrypted": True}}]}},
}


_TABLES: Final = (BACKED_UP, CALLED, ENCRYPTED, EXPOSED, IN_TRANSIT, KEEPING, PROTECTED, ROTATED)
_ACCEPTABLE: Final = (
    None,
    7,
    True,
    False,
    "KMS",
    "TLS",
    "AWS_IAM",
    "ACTIVE",
    "ENABLED",
    "DISABLED",
    "some-name",
)
_WRONG: Final = (None, False, True, 0, "SERVICE_PROVIDED_EIPS", "HTTP", "allow-all")

# What makes a demand hold, where it holds under a condition.
_CONDITIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws:apigateway/methodSettings:MethodSettings": {"settings": {"cachingEnabled": True}},
    "aws:elasticache/cluster:Cluster": {"engine": "redis"},
    "aws:lambda/permission:Permission": {"principal": "s3.amazonaws.com"},
    "aws:elasticache/replicationGroup:ReplicationGroup": {"engine": "redis"},
}


def acceptable(demand: Demand) -> Any:
    """A value that the demand takes."""
    return next(value for value in _ACCEPTABLE if demand.accepts(value))


def wrong(demand: Demand) -> Any:
    """A value that the demand refuses."""
    return next(value for value in _WRONG if not demand.accepts(value))


def put(props: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The properties with ``value`` at a path, in one item of each list; None takes it away."""
    head, _, rest = path.partition(".")
    if head.endswith("[]"):
        return {**props, head.removesuffix("[]"): [put({}, rest, value)]}
    if rest:
        return {**props, head: put(props.get(head, {}), rest, value)}
    kept = {key: found for key, found in props.items() if key != head}
    return kept if value is None else {**kept, head: value}


def compliant(token: str) -> dict[str, Any]:
    """What every rule wants of a type."""
    props = {**COMPLIANT.get(token, {}), **_CONDITIONS.get(token, {})}
    for table in _TABLES:
        for demand in table.get(token, ()):
            props = put(props, demand.path, acceptable(demand))
    if token in SWITCHES and "[]" not in SWITCHES[token].path:
        props = put(props, SWITCHES[token].path, SWITCHES[token].values[0])
    return props


def newcomer(stack: RecordedStack, token: str, props: Mapping[str, Any]) -> Entry:
    """A resource of type ``token`` in ``stack``, compliant but for ``props``."""
    name = "newcomer-" + re.sub(r"\W+", "-", token)
    (like,) = stack.of_type("aws:ec2/vpc:Vpc")
    merged = {**compliant(token), **_handed_on(stack, token, like), **props}
    if token in PLACES:
        merged = _tagged(merged, PLACES[token], _tags(like))
    provider = like.provider if token.startswith("aws:") else {}
    return Entry(token, name, f"urn:pulumi:stack::project::{token}::{name}", merged, merged, provider)


def _tags(like: Entry) -> dict[str, str]:
    return {key: like.inputs["tags"][key] for key in ("Project", "Environment", "Owner")}


def _tagged(props: dict[str, Any], path: str, tags: dict[str, str]) -> dict[str, Any]:
    """The properties with ``tags`` at ``path``, in each item of a list, where there are none yet."""
    head, _, rest = path.partition(".")
    if not rest:
        return {head: tags, **props}
    name = head.removesuffix("[]")
    if head != name:
        return {**props, name: [_tagged(item, rest, tags) for item in props.get(name, ())]}
    return {**props, name: _tagged(props.get(name, {}), rest, tags)}


def _handed_on(stack: RecordedStack, token: str, like: Entry) -> dict[str, Any]:
    """The tags that a type hands on to what it launches, and by which an autoscaler finds it."""
    tags = _tags(like)
    if token == "aws:ec2/launchTemplate:LaunchTemplate":
        kinds = ("instance", "volume", "network-interface")
        return {"tagSpecifications": [{"resourceType": kind, "tags": tags} for kind in kinds]}
    if token == "aws:autoscaling/group:Group":
        (release,) = [entry for entry in stack.entries if entry.name.endswith("cluster-autoscaler")]
        cluster = release.inputs["values"]["autoDiscovery"]["clusterName"]
        discovery = {
            "k8s.io/cluster-autoscaler/enabled": "true",
            f"k8s.io/cluster-autoscaler/{cluster}": "owned",
        }
        both = [(key, value, True) for key, value in tags.items()] + [
            (key, value, False) for key, value in discovery.items()
        ]
        return {
            "tags": [{"key": key, "value": value, "propagateAtLaunch": spread} for key, value, spread in both]
        }
    if token in NODE_CLASSES:
        return {"spec": {**COMPLIANT.get(token, {}).get("spec", {}), "tags": tags}}
    if token == "aws:eks/nodeGroup:NodeGroup":
        (*_, group) = stack.of_type(token)
        return {"clusterName": group.inputs["clusterName"]}
    return {}
