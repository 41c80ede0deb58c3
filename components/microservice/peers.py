"""Peers of a network policy, as people write them: a namespace, or a range of addresses."""

from __future__ import annotations

import re
from ipaddress import IPv4Network
from typing import Annotated, Any

import pulumi
from pydantic import AfterValidator

_NAMESPACE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NAMESPACE_LABEL = "kubernetes.io/metadata.name"
"""Kubernetes puts it on every namespace."""


def _peer(text: str) -> str:
    if "/" not in text:
        if _NAMESPACE.fullmatch(text):
            return text
        raise ValueError(f"must be a namespace or a range such as 10.0.0.0/16, not {text!r}")
    try:
        return str(IPv4Network(text))
    except ValueError:
        raise ValueError(
            f"must be a namespace or a range such as 10.0.0.0/16, not {text!r}; a range starts where its "
            "prefix says"
        ) from None


Peer = Annotated[str, AfterValidator(_peer)]


def network_peer(peer: str) -> dict[str, Any]:
    """``peer`` as a NetworkPolicyPeer."""
    return {"ipBlock": {"cidr": peer}} if "/" in peer else namespace_peer(peer)


def namespace_peer(namespace: pulumi.Input[str]) -> dict[str, Any]:
    """All pods of a namespace as a NetworkPolicyPeer."""
    return {"namespaceSelector": {"matchLabels": {_NAMESPACE_LABEL: namespace}}}
