"""What an instance leaves to its launch template."""

from __future__ import annotations

from guardrails.core.resource import Resource


def inherits(resource: Resource, prop: str) -> bool:
    """Whether ``prop`` is the launch template's to say: the resource names one, and is silent itself."""
    return resource.props.get(prop) is None and resource.props.get("launchTemplate") is not None
