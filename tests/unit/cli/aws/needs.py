"""A stack's needs, as a test wants them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cli.aws.needs import Needs, NodeGroupNeeds

CLUSTER = "self-driving-eks-dev"

_NEEDS = Needs(
    stack="dev",
    cluster=CLUSTER,
    region="us-east-1",
    zones=2,
    new_vpc=True,
    nat_gateways=1,
    node_groups=(NodeGroupNeeds("default", ("m5.large", "t3.large"), spot=True, largest=5),),
    node_pools=(),
    karpenter=False,
    kubernetes="1.35",
    billing_told_to="team@example.com",
    billing_opt_out="",
)


def needs(**changes: Any) -> Needs:
    return replace(_NEEDS, **changes)
