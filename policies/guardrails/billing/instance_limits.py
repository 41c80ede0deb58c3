"""Which instance types are allowed: by exact name, by family, under a ceiling."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from guardrails.core.settings import RuleSettings
from guardrails.figures.instance_catalog import InstanceType, catalog, cheaper, ec2_name, find


class InstanceLimits(RuleSettings):
    """A type passes if it is named, or if its family is allowed and it stays under every ceiling."""

    allowed_types: tuple[str, ...] = ()
    """Types that pass whatever they cost, as the resource names them: ``m7i.large``, ``db.t4g.small``."""
    allowed_families: tuple[str, ...] = ()
    """Families that may be used under the ceilings, such as ``t3``; empty: every family."""
    max_usd_per_hour: float = Field(default=0.5, gt=0)
    """Ceiling on the on-demand price of one instance, in USD per hour."""
    max_vcpu: int = Field(default=16, gt=0)
    """Ceiling on the vCPUs of one instance."""
    max_gpu: int = Field(default=0, ge=0)
    """Ceiling on the GPUs of one instance."""
    allow_metal: bool = False
    """Whether whole servers (``*.metal``) may be used."""

    def __str__(self) -> str:
        families = (
            f"of family {', '.join(self.allowed_families)}" if self.allowed_families else "of any family"
        )
        metal = "metal allowed" if self.allow_metal else "no metal"
        ceiling = f"up to {self.max_usd_per_hour:g} USD/h, {self.max_vcpu} vCPU, {self.max_gpu} GPU, {metal}"
        named = f"one of {', '.join(self.allowed_types)}, or " if self.allowed_types else ""
        return f"{named}{families}, {ceiling}"


def objections(name: str, limits: InstanceLimits) -> Iterator[str]:
    """Why the type called ``name`` is not allowed, each as the end of "it ..."; nothing where it is."""
    if name in limits.allowed_types or ec2_name(name) in limits.allowed_types:
        return
    found = find(name)
    if limits.allowed_families and found.family not in limits.allowed_families:
        yield f"is of the family {found.family}"
    if found.usd_per_hour is None:
        yield "has no known price"
    elif found.usd_per_hour > limits.max_usd_per_hour:
        yield f"costs more than {limits.max_usd_per_hour:g} USD/h"
    if found.vcpu is not None and found.vcpu > limits.max_vcpu:
        yield f"has more than {limits.max_vcpu} vCPU"
    if found.gpu is not None and found.gpu > limits.max_gpu:
        yield f"has more than {limits.max_gpu} GPU"
    if found.metal and not limits.allow_metal:
        yield "is a whole server (metal)"


def allowed(name: str, limits: InstanceLimits) -> bool:
    """Whether nothing speaks against the type."""
    return next(objections(name, limits), None) is None


def replacement(found: InstanceType, limits: InstanceLimits) -> InstanceType | None:
    """The nearest cheaper type that is allowed and has as many vCPUs."""
    return next((other for other in cheaper(found) if allowed(other.name, limits)), None)


def largest_allowed(arch: str | None, limits: InstanceLimits) -> InstanceType | None:
    """The allowed type of ``arch`` (any, where it is None) with the most vCPUs, the cheapest of them."""
    passing = [
        found
        for found in catalog().values()
        if found.vcpu is not None and arch in (found.arch, None) and allowed(found.name, limits)
    ]
    return max(passing, key=lambda found: (found.vcpu, -(found.usd_per_hour or 0)), default=None)
