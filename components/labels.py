"""Label keys that more than one component writes or reads."""

from __future__ import annotations

NODE_GROUP = "selfdriving/node-group"
"""On every node of a node group: the group's name among the stack's."""
NODE_POOL = "karpenter.sh/nodepool"
"""On every node of a node pool, and as a tag on its instance: the pool's name."""
CLEANS_UP_IN_AWS = "selfdriving/cleans-up-in-aws"
"""``true`` on Deployments that the farewell leaves running: they remove from AWS what they made there."""
