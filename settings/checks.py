"""Contradictions between settings that are each right on their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime

from components import instance_types
from components.billing.settings import BillingSettings, recipient_problem
from components.cluster import versions
from components.mesh.meshes import contradiction
from components.network.plan import zones_elsewhere
from components.observability.endpoints import NAMESPACE as MONITORING
from components.remediation import auto_remediation, node_problem_detector
from components.remediation.pitstop_settings import strategy, strategy_problem
from components.remediation.settings import AGENT_CONDITIONS
from components.settings_base import BaseSettings
from components.tags import CLUSTER_TAG
from settings.errors import Problem
from settings.model import StackSettings
from settings.scaling import monitoring_agent, repair_problems, scaling_problems

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_OWN_NAMESPACES = {auto_remediation.NAMESPACE, node_problem_detector.NAMESPACE, MONITORING}
_AWS_ONLY = ("network", "cluster", "node_groups", "node_pools", "billing")


def contradictions(
    settings: StackSettings, cluster_name: str, region: object, default_tags: object
) -> list[Problem]:
    """Everything that the models can't see alone, in the order of the keys."""
    if settings.target == "kubeconfig":
        return [
            *_without_aws(settings),
            *_services_without_aws(settings),
            *_namespaces(settings),
            *(_meshes(settings) if settings.services.mesh.enabled else ()),
            *_engine(settings),
        ]
    return [
        *_with_aws(settings, region),
        *_services_without_metrics(settings),
        *_namespaces(settings),
        *_meshes(settings),
        *_engine(settings),
        *_tags(default_tags, cluster_name),
        *_billing(settings.billing),
    ]


def doubts(settings: StackSettings) -> Iterator[Problem]:
    """What is accepted, and a person should know: our own facts may be too old to judge it."""
    version = settings.cluster.version
    if settings.target == "aws" and (unknown := versions.newer_than_known(version)):
        yield Problem("cluster.version", version, unknown)
    for key, shapes in (("nodeGroups", settings.node_groups), ("nodePools", settings.node_pools)):
        for name, shape in shapes.items():
            for type_ in shape.instance_types:
                if unknown := instance_types.newer_than_known(type_):
                    yield Problem(f"{key}.{name}.instanceTypes", type_, unknown)
    for name, pool in settings.node_pools.items():
        for family in pool.instance_families:
            if unknown := instance_types.newer_than_known(instance_types.known_family(family)[0].name):
                yield Problem(f"nodePools.{name}.instanceFamilies", family, unknown)


def wrong_in_any_case(
    sound: StackSettings, broken: Set[str], cluster_name: str, region: object, default_tags: object
) -> list[Problem]:
    """The same beside ``broken`` blocks, by their keys: what stays wrong whatever those come to say.

    ``sound`` has the other blocks, and defaults in the place of broken ones.
    """
    if "target" in broken or sound.target == "kubeconfig":
        return []
    return [
        *_region(sound, region),
        *_tags(default_tags, cluster_name),
        *(() if "billing" in broken else _billing(sound.billing)),
    ]


def _without_aws(settings: StackSettings) -> Iterator[Problem]:
    for name in _AWS_ONLY:
        value = getattr(settings, name)
        if value.model_fields_set if isinstance(value, BaseSettings) else value:
            key = type(settings).model_fields[name].alias or name
            yield Problem(
                key, "set", "has no meaning with target kubeconfig; remove it, or set target to aws"
            )


def _services_without_aws(settings: StackSettings) -> Iterator[Problem]:
    for key, service in settings.services.wanted():
        if service.needs_aws:
            yield Problem(
                f"services.{key}.enabled",
                True,
                "needs a cluster on AWS; set it to false, or set target to aws",
            )


def _services_without_metrics(settings: StackSettings) -> Iterator[Problem]:
    if settings.observability.enabled:
        return
    for key, service in settings.services.wanted():
        if service.needs_metrics:
            yield Problem(
                f"services.{key}.enabled",
                True,
                "needs the metrics API; set it to false, or set observability.enabled to true",
            )


def _namespaces(settings: StackSettings) -> Iterator[Problem]:
    taken = _OWN_NAMESPACES.union(*(service.namespaces() for _, service in settings.services.wanted()))
    for name in settings.microservices.keys() & taken:
        yield Problem(
            f"microservices.{name}",
            name,
            "would share the namespace of a part of this stack, which has that name; rename it",
        )


def _meshes(settings: StackSettings) -> Iterator[Problem]:
    """A cluster that the stack makes has the stack's mesh; one that exists may have a mesh of its own."""
    mesh = settings.services.mesh
    installed = mesh.kind if mesh.enabled else None
    for name, service in settings.microservices.items():
        if fix := contradiction(service.mesh, installed):
            yield Problem(f"microservices.{name}.mesh", service.mesh, fix)


def _region(settings: StackSettings, region: object) -> Iterator[Problem]:
    if region is None:
        yield Problem(
            "aws:region", None, "is required with target aws; run `pulumi config set aws:region eu-west-1`"
        )
    elif not _REGION.fullmatch(str(region)):
        yield Problem("aws:region", region, "must be the name of a region, such as eu-west-1")
    elif isinstance(settings.network.zones, tuple):
        for zone in zones_elsewhere(str(region), settings.network.zones):
            yield Problem("network.zones", zone, f"must be in {region}, the region of aws:region; change one")


def _with_aws(settings: StackSettings, region: object) -> Iterator[Problem]:
    yield from _region(settings, region)
    cluster = settings.cluster
    if old := versions.problem(cluster.version, cluster.upgrade_policy, datetime.now(UTC).date()):
        yield Problem("cluster.version", cluster.version, old)
    if settings.kubeconfig.model_fields_set:
        yield Problem(
            "kubeconfig",
            settings.kubeconfig,
            "has no meaning with target aws; remove it, or set target to kubeconfig",
        )
    yield from scaling_problems(settings)


def _billing(billing: BillingSettings) -> Iterator[Problem]:
    fix = recipient_problem(billing)
    if fix:
        yield Problem("billing", billing, fix)


def _engine(settings: StackSettings) -> Iterator[Problem]:
    if not settings.remediation.enabled:
        return
    yield from repair_problems(settings)
    chosen = strategy(settings.remediation.pitstop.settings)
    if fix := strategy_problem(chosen, on_aws=settings.target == "aws"):
        yield Problem("remediation.pitstop.settings.replace.strategy", chosen, fix)
    agent = monitoring_agent(settings)
    told_by_agent = {condition.type for condition in AGENT_CONDITIONS}
    for condition in settings.remediation.conditions:
        if condition.type in told_by_agent and not agent:
            yield Problem(
                "remediation.conditions",
                str(condition),
                "would never happen: only the add-on eks-node-monitoring-agent sets it; set "
                "cluster.nodeMonitoringAgent to true, or drop the condition",
            )


def _tags(default_tags: object, cluster_name: str) -> Iterator[Problem]:
    tags = default_tags.get("tags") if isinstance(default_tags, Mapping) else None
    if default_tags and not isinstance(tags, Mapping):
        yield Problem(
            "aws:defaultTags", default_tags, "must be a block with the one key tags, a block of tags"
        )
        return
    for key, value in (tags or {}).items():
        if key.startswith("aws:"):
            yield Problem(
                f"aws:defaultTags.tags.{key}",
                value,
                "must not begin with aws:, which AWS keeps for itself; rename it",
            )
        elif not isinstance(value, str):
            yield Problem(f"aws:defaultTags.tags.{key}", value, "must be text; put it in quotes")
    named = (tags or {}).get(CLUSTER_TAG)
    if named != cluster_name:
        fix = f"must be {cluster_name}: by this tag `make leftovers` finds what belongs to the cluster"
        yield Problem(f"aws:defaultTags.tags.{CLUSTER_TAG}", named, fix)
