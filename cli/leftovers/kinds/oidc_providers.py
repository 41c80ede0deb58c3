"""IAM's OIDC providers: one for each cluster that ever asked for one, and a quota of 100."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers.evidence import Claim
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map


class OidcProviders(LeftoverKind):
    """Goes before its cluster: afterwards only a tag would tell whose issuer it was."""

    title = "OIDC provider"
    is_global = True

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        issuers = {cluster.issuer: f"{cluster.name} in {cluster.region}" for cluster in scope.living}
        for entry in scope.region.iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
            arn = entry["Arn"]
            issuer = arn.partition("/")[2]
            tags = tag_map(
                scope.region.iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn)["Tags"]
            )
            found = scope.claim(tags)
            if found is None and any(issuer == cluster.issuer for cluster in scope.ours):
                found = Claim(f"issuer of the cluster {scope.cluster}")
            if found is not None:
                owner = issuers.get(issuer, "")
                doubt = f"it is the issuer of the living cluster {owner}" if owner else ""
                yield scope.leftover(self.title, arn, found, doubt=doubt)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=identifier)
