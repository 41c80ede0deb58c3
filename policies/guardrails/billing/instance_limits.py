"""Which instance types are allowed: by exact name, by family, under a ceiling."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from guardrails.core.settings import RuleSettings
from guardrails.figures.instance_catalog import InstanceType
from guardrails.figures.markets import Market, cheapest, ec2_name, same_kind


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
    max_serverless_usd_per_hour: float = Field(default=5, gt=0)
    """Ceiling on what one serverless thing costs at its largest capacity, in USD per hour."""

    def __str__(self) -> str:
        families = (
            f"of family {', '.join(self.allowed_families)}" if self.allowed_families else "of any family"
        )
        metal = "metal allowed" if self.allow_metal else "no metal"
        ceiling = f"up to {self.max_usd_per_hour:g} USD/h, {self.max_vcpu} vCPU, {self.max_gpu} GPU, {metal}"
        named = f"one of {', '.join(self.allowed_types)}, or " if self.allowed_types else ""
        return f"{named}{families}, {ceiling}"


def objections(found: InstanceType, limits: InstanceLimits) -> Iterator[str]:
    """Why the type is not allowed, each as the end of "it ..."; nothing where it is."""
    if found.name in limits.allowed_types or ec2_name(found.name) in limits.allowed_types:
        return
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


def allowed(found: InstanceType, limits: InstanceLimits) -> bool:
    """Whether nothing speaks against the type."""
    return next(objections(found, limits), None) is None


def replacement(found: InstanceType, limits: InstanceLimits, market: Market) -> InstanceType | None:
    """The cheapest type of ``market`` that is allowed and does the job."""
    return cheapest((one for one in market.offers if allowed(one, limits)), found)


def largest_allowed(found: InstanceType, limits: InstanceLimits, market: Market) -> InstanceType | None:
    """The allowed type of the same kind with the most vCPUs, and the most memory, the cheapest of them.

    An older generation is taken only where nothing newer is allowed.
    """
    passing = [
        one
        for one in market.offers
        if one.vcpu is not None and (found.vcpu is None or same_kind(one, found)) and allowed(one, limits)
    ]
    newer = [one for one in passing if (one.generation or 0) >= (found.generation or 0)]
    return max(
        newer or passing,
        key=lambda one: (one.vcpu or 0, one.memory_mib or 0, -(one.usd_per_hour or 0)),
        default=None,
    )
