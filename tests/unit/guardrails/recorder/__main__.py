"""Writes each resource's inputs and outputs into ``RECORD_TO.preview.json``, then ``RECORD_TO.up.json``.

The engine runs this as a policy pack of its own, once for each. Secrets are left out, unknown values
stay as the engine marks them.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pulumi_policy
from pulumi_policy.secret import Secret

_INPUTS: dict[str, Any] = {}


def _bare(value: Any) -> Any:
    """Out of the proxies, past their guard of unknown values; a secret becomes a text that says so."""
    if isinstance(value, Secret):
        return "(secret)"
    if isinstance(value, Mapping):
        target = _target(value)
        return {key: _bare(target[key]) for key in target}
    if isinstance(value, Sequence) and not isinstance(value, str):
        target = _target(value)
        return [_bare(target[index]) for index in range(len(target))]
    return value if isinstance(value, str | float | int | bool | None) else f"<{type(value).__name__}>"


def _target(value: Any) -> Any:
    # The same way in that pulumi_policy takes when it sends properties back.
    return value["__target"] if type(value).__name__.endswith("Proxy") else value


def _inputs(args: pulumi_policy.ResourceValidationArgs) -> None:
    _INPUTS[args.urn] = _bare(args.props)


def _outputs(args: pulumi_policy.StackValidationArgs, _violation: pulumi_policy.ReportViolation) -> None:
    recorded = [
        {
            "type": resource.resource_type,
            "name": resource.name,
            "urn": resource.urn,
            "parent": resource.parent.urn if resource.parent else None,
            "custom": resource.provider is not None,
            "provider": _bare(resource.provider.props) if resource.provider else None,
            "protect": resource.opts.protect,
            "inputs": _INPUTS.get(resource.urn, {}),
            "outputs": _bare(resource.props),
            "references": {
                prop: [found.urn for found in dependencies]
                for prop, dependencies in resource.property_dependencies.items()
                if dependencies
            },
        }
        for resource in args.resources
    ]
    # A line for each resource: changes can be read in a diff, and the file stays small.
    lines = ",\n".join(json.dumps(entry, sort_keys=True, separators=(",", ":")) for entry in recorded)
    preview, up = (Path(f"{os.environ['RECORD_TO']}.{action}.json") for action in ("preview", "up"))
    # The engine doesn't tell which it is; each has a process of its own, and the preview comes first.
    (up if preview.exists() else preview).write_text(f"[\n{lines}\n]\n")


pulumi_policy.PolicyPack(
    name="recorder",
    # Only at this level does the engine call remediate, and only there are secrets marked.
    enforcement_level=pulumi_policy.EnforcementLevel.REMEDIATE,
    policies=[
        pulumi_policy.ResourceValidationPolicy(
            name="record-inputs", description="Records every resource.", remediate=_inputs
        ),
        pulumi_policy.StackValidationPolicy(
            name="record-outputs", description="Records the stack.", validate=_outputs
        ),
    ],
)
