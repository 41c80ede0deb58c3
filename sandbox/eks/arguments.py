"""The component's arguments, and which of them contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

CONFIG_MAP = "CONFIG_MAP"
_FOR_CONFIG_MAP = ("roleMappings", "userMappings", "instanceRoles")
_FOR_DEFAULT_NODES = ("desiredCapacity", "minSize", "maxSize", "instanceType", "nodeGroupOptions", "gpu")


class Arguments:
    """The inputs of ``eks:index:Cluster``, by their camelCase names. Raises ValueError where they
    contradict."""

    def __init__(self, name: str, inputs: Mapping[str, pulumi.Input[Any]]) -> None:
        self._name = name
        self._inputs: dict[str, Any] = {key: value for key, value in inputs.items() if value is not None}
        self.authentication_mode: str = self._inputs.get("authenticationMode") or CONFIG_MAP
        self._refuse_contradictions()

    def __contains__(self, key: str) -> bool:
        return key in self._inputs

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - any input of a component
        return self._inputs[key]

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - any input of a component
        """The input ``key``, which may be an Output, or ``default``."""
        return self._inputs.get(key, default)

    def option(self, group: str, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as above
        """One key of a group of options, such as ``enabled`` of ``kubeProxyAddonOptions``."""
        value = (self._inputs.get(group) or {}).get(key)
        return default if value is None else value

    @property
    def auto_mode(self) -> bool:
        """Whether AWS runs the nodes."""
        return bool(self.option("autoMode", "enabled", default=False))

    @property
    def has_access_entries(self) -> bool:
        """Whether the cluster knows IAM principals by access entries."""
        return self.authentication_mode != CONFIG_MAP

    @property
    def has_config_map(self) -> bool:
        """Whether the cluster knows IAM principals by the ConfigMap aws-auth."""
        return self.authentication_mode != "API"

    def _refuse_contradictions(self) -> None:
        given = self._inputs
        for key in _FOR_CONFIG_MAP:
            if not self.has_config_map and given.get(key):
                raise ValueError(
                    f"{self._name}: {key} goes into the ConfigMap aws-auth, which authenticationMode API "
                    f"does not "
                    "read: use accessEntries"
                )
        if given.get("accessEntries") and not self.has_access_entries:
            raise ValueError(
                f"{self._name}: accessEntries need authenticationMode API or API_AND_CONFIG_MAP, not "
                f"{CONFIG_MAP}"
            )
        if self.auto_mode and not self.has_access_entries:
            raise ValueError(
                f"{self._name}: autoMode needs authenticationMode API or API_AND_CONFIG_MAP, not {CONFIG_MAP}"
            )
        if given.get("publicAccessCidrs") and given.get("endpointPublicAccess") is False:
            raise ValueError(f"{self._name}: publicAccessCidrs need endpointPublicAccess")
        if "subnetIds" in given and ("publicSubnetIds" in given or "privateSubnetIds" in given):
            raise ValueError(f"{self._name}: subnetIds exclude publicSubnetIds and privateSubnetIds")
        if given.get("fargate"):
            raise ValueError(f"{self._name}: the sandbox does not know fargate yet")
        if not given.get("skipDefaultNodeGroup") and not self.auto_mode:
            raise ValueError(
                f"{self._name}: the sandbox makes no default node group: set skipDefaultNodeGroup, and "
                f"declare "
                "aws.eks.NodeGroup"
            )
        if given.get("skipDefaultNodeGroup") and any(key in given for key in _FOR_DEFAULT_NODES):
            raise ValueError(
                f"{self._name}: skipDefaultNodeGroup excludes the settings of that group: "
                f"{', '.join(key for key in _FOR_DEFAULT_NODES if key in given)}"
            )
