"""The settings file: everything the planner takes, and what the shell needs besides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import ConfigDict, Field, ValidationError, model_validator

from pitstop.durations import Duration
from pitstop.remedies.escalation import REMEDIES
from pitstop.settings import PlannerSettings
from pitstop.settings_base import Settings


class SettingsError(Exception):
    """The settings file cannot be used; the message names the keys, the values and the fixes."""


class LeaseSettings(Settings):
    """How replicas agree on one that acts."""

    model_config = ConfigDict(json_schema_extra={"x-ascending": ["retry", "renewDeadline", "duration"]})

    duration: Duration = 15.0
    """A leader that was not heard of for so long has lost its place."""
    renew_deadline: Duration = 10.0
    """A leader that could not renew for so long stops acting; shorter than ``duration``."""
    retry: Duration = 2.0
    """Time between two tries to get or renew the lease."""

    @model_validator(mode="after")
    def _stops_before_it_is_replaced(self) -> LeaseSettings:
        if not self.retry < self.renew_deadline < self.duration:
            raise ValueError("retry must be shorter than renewDeadline, and that shorter than duration")
        return self


class PitstopSettings(PlannerSettings):
    """The whole file."""

    cluster: str = ""
    """The cluster's name, as the tag of its Auto Scaling groups has it."""
    namespace: str = "pitstop"
    """Where its Lease and its ConfigMap live."""
    name: str = "pitstop"
    """Name of the Lease; the ConfigMap is ``{name}-state``."""
    dry_run: bool = False
    """Decide and tell, and change nothing."""
    tick: Duration = 1.0
    """The longest time between two looks."""
    group_labels: tuple[str, ...] = ("eks.amazonaws.com/nodegroup", "karpenter.sh/nodepool")
    """Labels that name a node's group; the first that a node has counts."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """For /metrics, /healthz and /readyz; 0 takes a free one."""
    lease: LeaseSettings = LeaseSettings()

    @model_validator(mode="after")
    def _aws_needs_the_cluster(self) -> PitstopSettings:
        needing = dict.fromkeys(key for remedy in REMEDIES if (key := remedy.needs_cluster(self)))
        if needing and not self.cluster:
            raise ValueError(
                f"cluster must be the cluster's name for {' and '.join(needing)}: only machines tagged for "
                "it are touched"
            )
        return self


def load(path: Path) -> PitstopSettings:
    """Read the YAML or JSON file. Raises SettingsError with everything that is wrong in one message."""
    try:
        content = yaml.safe_load(path.read_text())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"cannot read the settings: {error}") from error
    if content is not None and not isinstance(content, dict):
        raise SettingsError(f"{path} must hold keys and values, such as 'cluster: production'")
    try:
        return PitstopSettings.model_validate(content or {})
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg'].removeprefix('Value error, ')}"
            for item in error.errors()
        ]
        raise SettingsError(f"{path} is not usable: " + "; ".join(problems)) from error
