"""A Kubernetes object by its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi


class KubernetesObject(pulumi.CustomResource):
    """What ``manifest`` says, with the type and the inputs that the SDK's class for its kind would give it.

    The first use of such a class loads those of its whole API group, for ``core/v1`` a tenth of a preview.
    """

    metadata: pulumi.Output[Mapping[str, Any]]

    def __init__(self, name: str, manifest: Mapping[str, Any], opts: pulumi.ResourceOptions) -> None:
        """``manifest`` has apiVersion, kind and metadata, as in YAML; values may be outputs."""
        version: str = manifest["apiVersion"]
        group = version if "/" in version else f"core/{version}"
        super().__init__(f"kubernetes:{group}:{manifest['kind']}", name, {**manifest}, opts)
