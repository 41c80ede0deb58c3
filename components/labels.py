"""Label keys of nodes that more than one component writes or reads."""

from __future__ import annotations

NODE_GROUP = "selfdriving/node-group"
"""On every node of a node group: the group's name among the stack's."""
NODE_POOL = "karpenter.sh/nodepool"
"""On every node of a node pool, and as a tag on its instance: the pool's name."""
