"""What Kubernetes made in AWS, and would keep the network from being deleted."""

from __future__ import annotations

from collections.abc import Callable

from ops.leftovers.delete import Deletion
from ops.leftovers.find import find_leftovers
from ops.leftovers.model import Failure
from ops.preflight.checks.clusters import living_tags
from ops.preflight.needs import Needs
from ops.region import Region

WHILE_IT_LIVES = frozenset({"load balancer", "classic load balancer", "target group"})
WHEN_IT_IS_GONE = WHILE_IT_LIVES | {"instance", "network interface", "security group"}
"""Its node groups would start a living cluster's instances anew; what is left later is nobody's."""


def cluster_is_gone(needs: Needs) -> bool:
    """Whether EKS knows no cluster of that name any more."""
    return living_tags(needs, Region(needs.region)) is None


def sweep(needs: Needs, tell: Callable[[str], None], sleep: Callable[[float], None]) -> list[Failure]:
    """Delete it by AWS's own API; returns what is still there. Safe to repeat."""
    region = Region(needs.region)
    wanted = WHEN_IT_IS_GONE if cluster_is_gone(needs) else WHILE_IT_LIVES
    findings = find_leftovers(needs.cluster, [needs.region], region.enabled_regions())
    mine = [leftover for leftover in findings.leftovers if leftover.kind in wanted]
    return Deletion(tell, sleep).delete(mine, findings.scopes)
