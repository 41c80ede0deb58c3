"""One stack's settings: the components' models put together, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError

from components.billing.settings import BillingSettings
from components.cluster.settings import ClusterSettings, NodeGroupSettings
from components.model import Settings
from components.network.settings import NetworkSettings
from components.observability.settings import ObservabilitySettings
from components.remediation.settings import RemediationSettings
from settings.checks import contradictions
from settings.errors import ConfigError, Problem, from_validation, unknown_key
from settings.reader import PROJECT


class KubeconfigSettings(Settings):
    """Which existing cluster a stack with ``target: kubeconfig`` installs into."""

    path: str | None = None
    """A kubeconfig file; without it, the one that kubectl uses."""
    context: str | None = None
    """A context of that file; without it, the current one."""


class StackSettings(Settings):
    """Everything that a stack file can say, beside ``aws:region`` and ``aws:defaultTags``."""

    target: Literal["aws", "kubeconfig"] = "aws"
    """``aws`` builds a cluster; ``kubeconfig`` installs into one that exists, on any machine."""
    kubeconfig: KubeconfigSettings = KubeconfigSettings()
    """Only with ``target: kubeconfig``."""
    network: NetworkSettings = NetworkSettings()
    cluster: ClusterSettings = ClusterSettings()
    node_groups: dict[str, NodeGroupSettings] = Field(default_factory=dict)
    """Node groups by name."""
    remediation: RemediationSettings = RemediationSettings()
    observability: ObservabilitySettings = ObservabilitySettings()
    billing: BillingSettings = BillingSettings()


class Stack(Settings):
    """A stack as the program sees it: its settings and the two standard AWS keys."""

    name: str
    region: str | None
    tags: dict[str, str]
    settings: StackSettings


def parse(stack: str, config: Mapping[str, Any]) -> Stack:
    """The stack's settings from its configuration, ``namespace:key`` -> value.

    Raises ConfigError with every problem found; nothing has been registered then.
    """
    own = {key.removeprefix(f"{PROJECT}:"): value for key, value in config.items() if _is_own(key)}
    problems = _unknown_keys(own)
    known = {key: value for key, value in own.items() if key in _top_level()}
    try:
        settings = StackSettings.model_validate(known)
    except ValidationError as error:
        raise ConfigError(stack, [*problems, *from_validation(StackSettings, error)]) from None
    region = config.get("aws:region")
    tags = _tags(config)
    problems += contradictions(settings, region, tags)
    if problems:
        raise ConfigError(stack, problems)
    return Stack(name=stack, region=region, tags=tags, settings=settings)


def _is_own(key: str) -> bool:
    return key.startswith(f"{PROJECT}:")


def _top_level() -> list[str]:
    return [field.alias or name for name, field in StackSettings.model_fields.items()]


def _unknown_keys(own: Mapping[str, Any]) -> list[Problem]:
    return [
        Problem(key, value, unknown_key(key, _top_level()))
        for key, value in own.items()
        if key not in _top_level()
    ]


def _tags(config: Mapping[str, Any]) -> dict[str, str]:
    block = config.get("aws:defaultTags") or {}
    return {str(key): str(value) for key, value in (block.get("tags") or {}).items()}
