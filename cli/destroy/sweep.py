"""What Kubernetes made in AWS, and would keep the network from being deleted."""

from __future__ import annotations

from collections.abc import Callable

from cli.aws.clusters import tags_of_cluster
from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.leftovers.delete import Deletion
from cli.leftovers.find import find_leftovers
from cli.leftovers.model import Failure

WHILE_IT_LIVES = frozenset({"load balancer", "classic load balancer", "target group"})
WHEN_IT_IS_GONE = WHILE_IT_LIVES | {"instance", "network interface", "security group"}
"""Its node groups would start a living cluster's instances anew; what is left later is nobody's."""


def cluster_is_gone(needs: Needs) -> bool:
    """Whether EKS knows no cluster of that name any more."""
    return tags_of_cluster(needs.cluster, Region(needs.region)) is None


def sweep(needs: Needs, tell: Callable[[str], None], sleep: Callable[[float], None]) -> list[Failure]:
    """Delete it by AWS's own API; returns what is still there. Safe to repeat."""
    region = Region(needs.region)
    wanted = WHEN_IT_IS_GONE if cluster_is_gone(needs) else WHILE_IT_LIVES
    findings = find_leftovers(needs.cluster, [needs.region], region.enabled_regions())
    mine = [leftover for leftover in findings.leftovers if leftover.kind in wanted]
    return Deletion(tell, sleep).delete(mine, findings.scopes)
