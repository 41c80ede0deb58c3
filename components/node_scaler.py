"""Node autoscalers: what starts nodes for pods without a place, and stops idle ones."""

from __future__ import annotations

from typing import Literal

NodeScaler = Literal["cluster-autoscaler", "karpenter", "auto-mode"]
"""``auto-mode`` is EKS Auto Mode: Karpenter too, run by AWS."""
