"""Settings of remediation."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, JsonValue, model_validator

from components.durations import Duration
from components.extra_values import ChartValues, ExtraValuesSettings
from components.images import Image
from components.remediation.conditions import Condition, ConditionSetting, Status
from components.remediation.monitors import monitored_conditions
from components.remediation.owned_values import CHARTS
from components.remediation.pitstop_settings import alerts, checked
from components.settings_base import BaseSettings

EngineName = Literal["draino", "eks-node-repair", "pitstop"]

_URL = re.compile(r"https://[^\s/@]+(?:/\S*)?")


def _safe(url: str) -> str:
    if not _URL.fullmatch(url):
        raise ValueError("must be an https URL without a password, such as https://repair.example.com/nodes")
    return url


def _sensible(condition: Condition) -> Condition:
    monitored = monitored_conditions()
    known = monitored.get(condition.type)
    if known is None:
        nearest = difflib.get_close_matches(condition.type, monitored, n=1, cutoff=0)
        raise ValueError(
            f"never happens, because no monitor sets {condition.type}; did you mean {nearest[0]}?"
        )
    if condition.status == known.healthy:
        sick = Status.FALSE if known.healthy == Status.TRUE else Status.TRUE
        raise ValueError(
            "holds on every healthy node, and would drain them all;"
            f" write {Condition(condition.type, sick, condition.duration)}"
        )
    return condition


def _at_least_one(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    if not conditions:
        raise ValueError("must name at least one condition; to have no remediation, set enabled to false")
    return conditions


def _distinct(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    seen: dict[tuple[str, Status], Condition] = {}
    for condition in conditions:
        if condition.key in seen:
            both = f"{seen[condition.key]} and {condition}"
            raise ValueError(f"must name each condition once, and has {both}; drop one of them")
        seen[condition.key] = condition
    return conditions


HttpsUrl = Annotated[str, AfterValidator(_safe)]
SensibleCondition = Annotated[ConditionSetting, AfterValidator(_sensible)]


def _for(status: Status, minutes: int, *types: str) -> tuple[Condition, ...]:
    return tuple(Condition(type_, status, timedelta(minutes=minutes)) for type_ in types)


# The waits: permanent damage hardly waits; a restart count decays over its 20 minutes; a service's own
# restart goes first; Ready outlasts a reboot; the EKS agent can misfire. Load (memory, disk, processes) and
# the clock are for alerts, because another node would not be better off.
DEFAULT_CONDITIONS = (
    *_for(Status.TRUE, 1, "KernelDeadlock", "ReadonlyFilesystem", "XfsShutdown", "CperHardwareErrorFatal"),
    *_for(Status.TRUE, 1, "HardwareFailure"),
    *_for(
        Status.TRUE, 10, "FrequentKubeletRestart", "FrequentContainerdRestart", "FrequentUnregisterNetDevice"
    ),
    *_for(Status.TRUE, 5, "KubeletUnhealthy", "ContainerRuntimeUnhealthy"),
    *_for(Status.FALSE, 10, "Ready"),
    *_for(Status.UNKNOWN, 10, "Ready"),
)

# Set only by the add-on eks-node-monitoring-agent.
AGENT_CONDITIONS = _for(
    Status.FALSE,
    10,
    "KernelReady",
    "NetworkingReady",
    "StorageReady",
    "ContainerRuntimeReady",
    "AcceleratedHardwareReady",
)


class DrainoSettings(BaseSettings):
    """How draino drains; read only where it is the engine."""

    drain_buffer: Duration = timedelta(minutes=10)
    """Time between the starts of two drains. draino has no breaker: this is what keeps a bad rollout that
    makes every node sick from emptying the cluster at once."""
    max_grace_period: Duration = timedelta(minutes=8)
    """The longest time that an evicted pod gets to end."""
    eviction_headroom: Duration = timedelta(seconds=30)
    """What is waited beyond the grace period before a drain counts as failed."""
    evict_stateful_set_pods: bool = True
    """Evict pods of StatefulSets; their disruption budgets hold all the same."""
    evict_empty_dir_pods: bool = True
    """Evict pods with emptyDir volumes, whose content is lost with the node anyway."""
    evict_unreplicated_pods: bool = False
    """Evict pods without a controller, which nothing starts again."""
    image: Image = "planetlabs/draino:e0d5277"
    """The last image that was published, of December 2020."""


class PitstopSettings(BaseSettings):
    """How pitstop works; read only where it is the engine."""

    image: Image | None = None
    """The image that your release workflow built from pitstop/Dockerfile: there is no public one."""
    reboot: bool = False
    """Reboot a drained node first, and replace it only if that is no help. Only on AWS."""
    restart_services: bool = False
    """Restart kubelet or containerd before a drain, where one of them may be at fault. Only on AWS, on nodes
    that Systems Manager reaches."""
    webhook: HttpsUrl | None = None
    """An https URL of yours that is asked to repair a drained node before it is replaced."""
    webhook_secret: str | None = None
    """The Secret in the namespace of pitstop whose key ``token`` the webhook gets as a bearer token."""
    settings: Annotated[Mapping[str, JsonValue], AfterValidator(checked)] = Field(default_factory=dict)
    """More of its own settings, by the names in docs/remediation-reference.md: caps, breaker, windows, ...
    They are laid under what the stack decides; what it decides is refused here."""

    @model_validator(mode="after")
    def _secret_has_its_webhook(self) -> Self:
        if self.webhook_secret is not None and self.webhook is None:
            raise ValueError("must name the webhook that webhookSecret is for, or leave webhookSecret out")
        return self


class AutoscalerSettings(BaseSettings):
    """How soon cluster-autoscaler takes away a node that was drained; read only where it scales."""

    scale_down_unneeded_time: Duration = timedelta(minutes=1)
    """How long a node has to be unneeded, 10m upstream."""
    scale_down_unready_time: Duration = timedelta(minutes=3)
    """How long a node that is not ready has to be unneeded, 20m upstream."""
    scale_down_delay_after_add: Duration = timedelta(minutes=1)
    """The pause after a scale-up, which every drain causes; 10m upstream."""
    unremovable_node_recheck_timeout: Duration = timedelta(minutes=1)
    """When a node that could not be removed is looked at again, 5m upstream."""


class RemediationSettings(ExtraValuesSettings):
    """Find sick nodes, drain them, replace them."""

    charts: ClassVar[Mapping[str, ChartValues]] = CHARTS

    enabled: bool = True
    """Install node-problem-detector, the engine and, where it scales, cluster-autoscaler."""
    engine: EngineName = "draino"
    """The remediation engine: draino or pitstop in the cluster, or EKS' node repair, without pods."""
    conditions: Annotated[
        tuple[SensibleCondition, ...], AfterValidator(_at_least_one), AfterValidator(_distinct)
    ] = DEFAULT_CONDITIONS
    """When a node is sick, any of ``Type=Status,duration``. EKS node repair has its own. By default those of
    the add-on eks-node-monitoring-agent as well, where it is installed."""
    dry_run: bool = False
    """Tell what would be done, and touch no node."""
    draino: DrainoSettings = Field(default_factory=DrainoSettings)
    pitstop: PitstopSettings = Field(default_factory=PitstopSettings)
    autoscaler: AutoscalerSettings = Field(default_factory=AutoscalerSettings)

    @model_validator(mode="after")
    def _has_its_image(self) -> Self:
        if self.enabled and self.engine == "pitstop" and self.pitstop.image is None:
            raise ValueError(
                "must name pitstop.image, which your release workflow built, for the engine pitstop"
            )
        return self

    @model_validator(mode="after")
    def _faults_are_no_alerts(self) -> Self:
        faults = {condition.key: condition for condition in self.conditions}
        both = [alert for alert in alerts(self.pitstop.settings) if alert.key in faults]
        if both and "conditions" in self.model_fields_set:
            twice = f"{faults[both[0].key]} once, in conditions or in pitstop.settings.alerts"
            raise ValueError(f"must name {twice}; drop one of them")
        return self

    def beside_agent(self) -> RemediationSettings:
        """The same on a cluster with the monitoring agent: the default also heeds what the agent tells."""
        if "conditions" in self.model_fields_set:
            return self
        return self.model_copy(update={"conditions": (*self.conditions, *AGENT_CONDITIONS)})
