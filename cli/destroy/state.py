"""The state of a stack whose cluster is silent: what is protected, and what nothing can delete."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cli.stack_engine import StackEngine, resources


def protected(state: Mapping[str, Any]) -> list[str]:
    """The names of all resources that the engine may not delete."""
    return [_name(resource) for resource in resources(state) if resource.get("protect")]


def forget(engine: StackEngine, state: Mapping[str, Any], tell: Callable[[str], None]) -> None:
    """Drop all objects in the cluster from the state: they go with it. Safe to repeat.

    All at once: one by one, the engine would refuse each that anything else in the state depends on.
    """
    gone = [resource for resource in resources(state) if _is_kubernetes(resource)]
    if not gone:
        return
    tell(f"The cluster does not answer: {len(gone)} objects are dropped from the state; they go with it.")
    for resource in gone:
        tell(f"  {_name(resource)}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "state.json")
        file.write_text(json.dumps(without_kubernetes(state)), encoding="utf-8")
        engine.ask("stack", "import", "--file", str(file))


def without_kubernetes(state: Mapping[str, Any]) -> dict[str, Any]:
    """The same state without objects in a cluster, and without a word of them in what stays."""
    gone = {resource["urn"] for resource in resources(state) if _is_kubernetes(resource)}
    stay = [_cut_loose(resource, gone) for resource in resources(state) if not _is_kubernetes(resource)]
    return {**state, "deployment": {**(state.get("deployment") or {}), "resources": stay}}


def _cut_loose(resource: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    loose = dict(resource)
    if needed := resource.get("dependencies"):
        loose["dependencies"] = [urn for urn in needed if urn not in gone]
    if by_property := resource.get("propertyDependencies"):
        loose["propertyDependencies"] = {
            name: [urn for urn in urns or () if urn not in gone] for name, urns in by_property.items()
        }
    if resource.get("deletedWith") in gone:
        del loose["deletedWith"]
    return loose


def _is_kubernetes(resource: Mapping[str, Any]) -> bool:
    return str(resource["type"]).startswith("kubernetes:")


def _name(resource: Mapping[str, Any]) -> str:
    return str(resource["urn"]).rpartition("::")[2]
