"""Where we look, for which cluster, and what we know of the clusters that live there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cli.aws.region import Region
from cli.leftovers.evidence import Claim, claim, clusters_named
from cli.leftovers.live_clusters import LivingCluster
from cli.leftovers.model import GLOBAL, Decision, Leftover

_VPC_PATTERNS = (r"{cluster}-network",)  # this program's name for it


@dataclass(frozen=True)
class Scope:
    """One region (or the account's IAM), seen for one cluster."""

    cluster: str
    region: Region
    living: Sequence[LivingCluster] = ()
    """Clusters that are not ours: of this region; for IAM, of every region."""
    ours: Sequence[LivingCluster] = ()
    """The cluster itself, while it lives; for IAM, in each of the regions that are looked at."""
    vpc_tags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_global: bool = False

    def claim(
        self, tags: Mapping[str, str], names: Iterable[str] = (), patterns: Iterable[str] = ()
    ) -> Claim | None:
        """What tags and names say; see ``evidence.claim``."""
        return claim(self.cluster, tags, names, patterns)

    def owned_vpc(self, vpc_id: str) -> Claim | None:
        """The claim of a VPC that is this cluster's alone, else None."""
        found = self.vpc_claim(vpc_id)
        if found is None or found.doubt or self.tenants(vpc_id):
            return None
        return Claim(f"in {vpc_id}, which has {found.evidence}")

    def vpc_claim(self, vpc_id: str) -> Claim | None:
        """What a VPC's tags say, its name among them."""
        tags = self.vpc_tags.get(vpc_id, {})
        return self.claim(tags, [tags.get("Name", "")], _VPC_PATTERNS)

    def tenants(self, vpc_id: str) -> list[str]:
        """The living clusters in a VPC that are not ours, by name."""
        return sorted(cluster.name for cluster in self.living if cluster.vpc_id == vpc_id)

    def vpc_doubt(self, vpc_id: str | None) -> str:
        """Why what stands in this VPC may be another cluster's; empty where nothing speaks for that."""
        if not vpc_id or self._knows_us(vpc_id):
            return ""
        if tenants := self.tenants(vpc_id):
            return f"its VPC {vpc_id} is the living cluster {', '.join(tenants)}'s"
        if named := clusters_named(self.vpc_tags.get(vpc_id, {})):
            return f"its VPC {vpc_id} is tagged for {', '.join(named)}"
        return ""

    def _knows_us(self, vpc_id: str) -> bool:
        if any(cluster.vpc_id == vpc_id for cluster in self.ours):
            return True
        return self.vpc_claim(vpc_id) is not None

    def _namesake(self) -> str:
        """IAM has one name for all regions: what is tagged for a cluster may serve its namesake elsewhere."""
        regions = sorted(cluster.region for cluster in self.living if cluster.name == self.cluster)
        if not self.is_global or not regions:
            return ""
        return f"a cluster {self.cluster} lives in {', '.join(regions)}, which is not looked at"

    def leftover(
        self,
        kind: str,
        identifier: str,
        found: Claim,
        *,
        usd_per_month: float | None = 0.0,
        vpc_id: str | None = None,
        doubt: str = "",
        going: str = "",
    ) -> Leftover:
        """A leftover, and what becomes of it: ``doubt`` is what its finder knows against deleting it."""
        why = found.doubt or self.vpc_doubt(vpc_id) or doubt or self._namesake()
        decision = Decision.UNSURE if why else Decision.ALREADY_DELETING if going else Decision.DELETE
        region = GLOBAL if self.is_global else self.region.name
        return Leftover(kind, identifier, region, found.evidence, decision, why or going, usd_per_month)
