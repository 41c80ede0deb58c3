"""Which instance types a set of requirements admits: EC2's attribute-based selection, and Karpenter's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, value_at
from guardrails.figures.instance_catalog import InstanceType, catalog

_KARPENTER_PREFIXES: Final = ("karpenter.k8s.aws/instance-", "eks.amazonaws.com/instance-")

_LABELS: Final[Mapping[str, Callable[[InstanceType], object]]] = {
    "node.kubernetes.io/instance-type": lambda found: found.name,
    "kubernetes.io/arch": lambda found: found.arch,
    "family": lambda found: found.family,
    "size": lambda found: found.size,
    "category": lambda found: found.category,
    "generation": lambda found: found.generation,
    "cpu": lambda found: found.vcpu,
    "memory": lambda found: found.memory_mib,
    "gpu-count": lambda found: found.gpu,
}

_OPERATORS: Final[Mapping[str, Callable[[str, list[str]], bool]]] = {
    "In": lambda figure, wanted: figure in wanted,
    "NotIn": lambda figure, wanted: figure not in wanted,
    "Lt": lambda figure, wanted: float(figure) < float(wanted[0]),
    "Gt": lambda figure, wanted: float(figure) > float(wanted[0]),
}


def admitted_by_ec2(requirements: dict[str, Plain]) -> list[InstanceType]:
    """The known types that EC2's ``instanceRequirements`` admit.

    Requirements that the data can't tell (networks, local disks, price protection relative to other types)
    are taken to admit everything.
    """
    return [found for found in catalog().values() if _admits(found, requirements)]


def _admits(found: InstanceType, requirements: dict[str, Plain]) -> bool:
    names = requirements.get("allowedInstanceTypes")
    if isinstance(names, list) and not any(fnmatchcase(found.name, str(name)) for name in names):
        return False
    excluded = requirements.get("excludedInstanceTypes")
    if isinstance(excluded, list) and any(fnmatchcase(found.name, str(name)) for name in excluded):
        return False
    return (
        _within(found.vcpu, requirements, "vcpuCount")
        and _within(found.memory_mib, requirements, "memoryMib")
        and _within(found.gpu, requirements, "acceleratorCount")
        and _wanted(found.metal, requirements.get("bareMetal"))
        and _wanted(found.burstable, requirements.get("burstablePerformance"))
    )


def _within(figure: int | None, requirements: dict[str, Plain], key: str) -> bool:
    low, high = value_at(requirements, f"{key}.min"), value_at(requirements, f"{key}.max")
    if figure is None:
        return True
    above = not isinstance(low, int | float) or figure >= low
    below = not isinstance(high, int | float) or figure <= high
    return above and below


def _wanted(has: bool, wish: object) -> bool:
    """EC2 excludes metal and burstable types unless they are asked for."""
    if wish is UNKNOWN or wish == "included":
        return True
    return has if wish == "required" else not has


def admitted_by_karpenter(requirements: Sequence[Plain]) -> list[InstanceType]:
    """The known types that a NodePool's ``requirements`` admit; other labels admit all."""
    return [found for found in catalog().values() if all(_meets(found, item) for item in requirements)]


def _meets(found: InstanceType, requirement: object) -> bool:
    if not isinstance(requirement, dict):
        return True
    read = _LABELS.get(_short(str(requirement.get("key"))))
    figure = read(found) if read else None
    if figure is None:
        return True
    values = requirement.get("values")
    wanted = [str(value) for value in values if value is not UNKNOWN] if isinstance(values, list) else []
    if not wanted:
        return True
    compare = _OPERATORS.get(str(requirement.get("operator")))
    return compare is None or compare(str(figure), wanted)


def _short(key: str) -> str:
    for prefix in _KARPENTER_PREFIXES:
        key = key.removeprefix(prefix)
    return key
