"""What may be set about remedies."""

from __future__ import annotations

from enum import StrEnum

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
