"""Kubernetes objects in a stack's state, which nothing can delete any more once the cluster is silent."""

from __future__ import annotations

import json
from collections.abc import Callable

from ops.engine import NoStackError, StackEngine


def kubernetes_objects(engine: StackEngine) -> list[str]:
    """URNs of all objects in the cluster, dependents first; none where the stack was never up."""
    try:
        exported = json.loads(engine.ask("stack", "export"))
    except NoStackError:
        return []
    resources = (exported.get("deployment") or {}).get("resources") or []
    found = [str(r["urn"]) for r in resources if str(r["type"]).startswith("kubernetes:")]
    # The state lists what was needed before what needed it.
    return found[::-1]


def forget(engine: StackEngine, tell: Callable[[str], None]) -> None:
    """Drop them from the state: they go with the cluster. Safe to repeat."""
    urns = kubernetes_objects(engine)
    if urns:
        tell(f"The cluster does not answer: {len(urns)} objects are dropped from the state; they go with it.")
    for urn in urns:
        tell(f"  {urn.rpartition('::')[2]}")
        engine.ask("state", "delete", urn, "--force", "--yes")
