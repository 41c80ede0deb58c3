"""Who starts nodes when pods have no place, and stops those that nobody needs."""

from __future__ import annotations

from typing import Literal

NodeScaler = Literal["cluster-autoscaler", "karpenter", "auto-mode"]
"""``auto-mode`` is EKS Auto Mode: Karpenter too, run by AWS."""
