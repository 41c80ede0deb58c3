"""How AWS says that something is no longer there."""

from __future__ import annotations

from botocore.exceptions import ClientError

_GONE = {"NoSuchEntity", "NatGatewayNotFound", "LoadBalancerNotFound", "TargetGroupNotFound"}


def is_gone(error: ClientError) -> bool:
    """Whether a call failed because what it names does not exist any more."""
    code = error.response.get("Error", {}).get("Code", "")
    return code in _GONE or code.endswith((".NotFound", "NotFoundException", "NotFound"))
