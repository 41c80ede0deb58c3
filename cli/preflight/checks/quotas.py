"""Service quotas against what the stack needs at its largest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cli.aws.needs import Needs, NodeGroupNeeds, NodePoolNeeds
from cli.aws.region import Region
from cli.preflight.checks.clusters import lives
from cli.preflight.model import Line, fail, ok, warn
from components.instance_types import known

_VPCS = "L-F678F1CE"
_ELASTIC_IPS = "L-0263D0A3"
_VCPUS = {
    ("Standard", False): "L-1216C47A",
    ("Standard", True): "L-34B43A08",
    ("G and VT", False): "L-DB2E81BA",
    ("G and VT", True): "L-3819A6DF",
    ("P", False): "L-417A185B",
    ("P", True): "L-7212CCBC",
    ("X", False): "L-7295265B",
    ("X", True): "L-E3A00192",
}
"""Codes by class of family and spot or not (Service Quotas console, "Amazon EC2")."""


_Nodes = NodeGroupNeeds | NodePoolNeeds


@dataclass(frozen=True)
class _Demand:
    subject: str
    service: str
    code: str
    used: int
    needed: int


def check_quotas(needs: Needs, region: Region) -> Iterable[Line]:
    """VPCs, Elastic IPs and vCPUs: used, needed, allowed. A cluster that lives already has what it needs."""
    new = 0 if lives(needs, region) else 1
    demands = [
        _Demand("quota of VPCs", "vpc", _VPCS, _vpcs(region), new * int(needs.new_vpc)),
        _Demand("quota of Elastic IPs", "ec2", _ELASTIC_IPS, _addresses(region), new * needs.nat_gateways),
    ]
    for (family, spot), groups in sorted(_by_class([*needs.node_groups, *needs.node_pools]).items()):
        market = "spot" if spot else "on demand"
        subject = f"quota of vCPUs {market}, {family}"
        code = _VCPUS.get((family, spot))
        needed = new * sum(group.vcpus for group in groups)
        if code is None:
            yield warn(subject, f"needs {needed}", "this family's quota is not known here: look it up")
        else:
            demands.append(_Demand(subject, "ec2", code, _vcpus(region, family, spot=spot), needed))
    for demand in demands:
        yield _compare(region, demand)


def family_class(instance_type: str) -> str:
    """Which quota an instance type counts against: EC2 has one for each class of families."""
    letters = re.match(r"[a-z]+(?=-?\d)", instance_type.partition(".")[0])
    family = letters[0] if letters else instance_type
    if family in {"g", "gr", "vt"}:
        return "G and VT"
    if family in {"p", "x", "f", "dl", "trn", "inf", "hpc"}:
        return family.capitalize()
    return "High memory" if family == "u" else "Standard"


def _by_class(groups: Iterable[_Nodes]) -> dict[tuple[str, bool], list[_Nodes]]:
    """A group counts in full against each class that one of its types is of."""
    found: dict[tuple[str, bool], list[_Nodes]] = {}
    for group in groups:
        for family in sorted({family_class(name) for name in group.instance_types}):
            found.setdefault((family, group.spot), []).append(group)
    return found


def _compare(region: Region, demand: _Demand) -> Line:
    quota = region.quotas.get_service_quota(ServiceCode=demand.service, QuotaCode=demand.code)["Quota"][
        "Value"
    ]
    found = f"{demand.used} used, {demand.needed} needed, {quota:.0f} allowed"
    if demand.used + demand.needed <= quota:
        return ok(demand.subject, found)
    asked = int(demand.used + demand.needed)
    return fail(
        demand.subject,
        found,
        f"aws service-quotas request-service-quota-increase --region {region.name} "
        f"--service-code {demand.service} --quota-code {demand.code} --desired-value {asked}",
    )


def _vpcs(region: Region) -> int:
    return sum(len(page["Vpcs"]) for page in region.ec2.get_paginator("describe_vpcs").paginate())


def _addresses(region: Region) -> int:
    return len(region.ec2.describe_addresses(Filters=[{"Name": "domain", "Values": ["vpc"]}])["Addresses"])


def _vcpus(region: Region, family: str, *, spot: bool) -> int:
    pages = region.ec2.get_paginator("describe_instances").paginate(
        Filters=[{"Name": "instance-state-name", "Values": ["pending", "running"]}]
    )
    return sum(
        _size(instance["InstanceType"])
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
        if family_class(instance["InstanceType"]) == family
        and (instance.get("InstanceLifecycle") == "spot") is spot
    )


def _size(instance_type: str) -> int:
    try:
        return known(instance_type).vcpu or 0
    except ValueError:
        return 0
