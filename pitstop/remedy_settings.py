"""Settings of the remedies."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from pitstop.durations import Duration
from pitstop.settings_base import Settings


class Strategy(StrEnum):
    """How a drained node is replaced."""

    AUTO_SCALING = "autoScaling"
    """pitstop terminates the instance in its Auto Scaling group, which replaces it at once."""
    LEAVE = "leave"
    """cluster-autoscaler or Karpenter removes the empty node."""
    DELETE_NODE = "deleteNode"
    """pitstop deletes the Node object, and what owns the machine does the rest."""
    OWNER = "owner"
    """``deleteNode`` for a node of a Karpenter pool, and ``autoScaling`` for any other."""


class ReplaceSettings(Settings):
    """What happens to a drained node."""

    strategy: Strategy = Strategy.LEAVE
    tag: str = "eks:cluster-name"
    """Auto Scaling groups without this tag, or with another cluster's name in it, are left alone."""
    timeout: Duration = 3600.0
    """A drained node that is still there after so long is stuck (an alert), or taken back if healthy."""


class RebootSettings(Settings):
    """A gentler first remedy: reboot the drained instance through EC2, replace it only if that is no help."""

    enabled: bool = False
    """Reboot before a replacement; EC2 alone."""
    timeout: Duration = 600.0
    """A node that is not healthy so long after its reboot is replaced."""
    not_again_for: Duration = 86400.0
    """A node that falls sick again within this time of a reboot is replaced without another."""


class Service(StrEnum):
    """What may be restarted on a node, by the name of its systemd unit."""

    CONTAINERD = "containerd"
    KUBELET = "kubelet"


class RestartSettings(Settings):
    """The gentlest remedy: restart a service on the cordoned node before its pods are moved.

    Through the document ``AWS-RunShellScript`` of SSM Run Command, on instances with the cluster's tag.
    """

    enabled: bool = False
    """Restart before a drain; EC2 alone."""
    services: Mapping[str, Service] = {
        "KubeletUnhealthy": Service.KUBELET,
        "Ready": Service.KUBELET,
        "ContainerRuntimeUnhealthy": Service.CONTAINERD,
        "ContainerRuntimeReady": Service.CONTAINERD,
    }
    """Which service may be at fault for a type of condition. With any other fault a node is drained."""
    command_timeout: Annotated[Duration, Field(ge=30)] = 60.0
    """How long the command may take, at least SSM's 30s; a machine that does not answer is drained then."""
    timeout: Duration = 300.0
    """A node that is still unhealthy so long after the restart is drained."""
    not_again_for: Duration = 86400.0
    """A node that falls sick again within this time of a restart is drained without another."""


class WebhookSettings(Settings):
    """A remedy of your own: a service of yours is asked to repair a drained node before it is replaced."""

    url: str = ""
    """Where the request is posted, by https. Empty: no webhook is asked."""
    insecure: bool = False
    """Allow an http URL: requests, and the secret, can be read on the way."""
    request_timeout: Annotated[Duration, Field(gt=0)] = 10.0
    """How long one answer may take."""
    attempts: Annotated[int, Field(ge=1, le=10)] = 4
    """Tries before the webhook counts as away, and the next remedy follows."""
    first_retry: Duration = 1.0
    """Wait after the first try; it doubles up to ``longest_retry``."""
    longest_retry: Duration = 30.0
    """The longest wait between two tries."""
    timeout: Duration = 1800.0
    """A node that is still unhealthy so long after the answer ``accepted`` gets the next remedy."""
    done_timeout: Duration = 300.0
    """The same after the answer ``done``."""
    not_again_for: Duration = 86400.0
    """A node that falls sick again within this time is not asked about again."""

    @model_validator(mode="after")
    def _is_reachable_safely(self) -> WebhookSettings:
        if not self.url:
            return self
        parts = urlsplit(self.url)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise ValueError(f"url is {self.url!r}: write it like https://repair.example.com/nodes")
        if parts.scheme == "http" and not self.insecure:
            raise ValueError(f"url is {self.url!r}: use https, or set insecure to true")
        if parts.username is not None or parts.password is not None:
            raise ValueError(
                "url holds a user or a password, which would stand in a ConfigMap: put a secret "
                "into the environment variable PITSTOP_WEBHOOK_SECRET"
            )
        return self
