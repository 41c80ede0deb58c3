"""Fills in missing tags, each kind of place in its own form.

All of these change the engine's own view of the properties in place: a copy would lose the marks that keep
secret values secret. Unknown values are passed through untouched.
"""

from __future__ import annotations

from guardrails.core.plain import Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import Props
from guardrails.tags.tag_settings import LaunchTagSettings, TagSettings
from guardrails.tags.tag_slots import launch_tags, node_class_tags, own_tags, propagated_tags


def fill_own(resource: Resource, props: Props, settings: TagSettings) -> bool:
    """Fill the resource's own tags; tells whether anything changed."""
    missing = _missing(own_tags(resource), settings)
    if missing:
        _merge(props, "tags", missing)
    return bool(missing)


def fill_launched(resource: Resource, props: Props, settings: LaunchTagSettings) -> bool:
    """Add the tags of each kind of thing that a launch template launches; tells whether anything changed."""
    specifications = [*(props.get("tagSpecifications") or [])]
    changed = False
    for kind, slot in zip(settings.launch_template_resources, launch_tags(resource, settings), strict=True):
        missing = _missing(slot.value, settings)
        if not missing:
            continue
        changed = True
        existing = next((entry for entry in specifications if entry.get("resourceType") == kind), None)
        if existing is None:
            specifications.append({"resourceType": kind, "tags": missing})
        else:
            _merge(existing, "tags", missing)
    if changed:
        props["tagSpecifications"] = specifications
    return changed


def fill_propagated(resource: Resource, props: Props, settings: TagSettings) -> bool:
    """Add tags that an Auto Scaling group hands on; tells whether anything changed."""
    missing = _missing(propagated_tags(resource, settings), settings)
    if missing:
        kept = [tag for tag in props.get("tags") or [] if tag.get("key") not in missing]
        added = [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in missing.items()]
        props["tags"] = [*kept, *added]
    return bool(missing)


def fill_node_class(resource: Resource, props: Props, settings: TagSettings) -> bool:
    """Add the tags of what Karpenter launches; tells whether anything changed."""
    missing = _missing(node_class_tags(resource), settings)
    spec = props.get("spec")
    if not missing or spec is None:
        return False
    _merge(spec, "tags", missing)
    return True


def _missing(tags: Plain, settings: TagSettings) -> dict[str, str]:
    return settings.fillable(tags) if isinstance(tags, dict) else {}


def _merge(container: Props, key: str, additions: dict[str, str]) -> None:
    present = container.get(key)
    if present is None:
        container[key] = additions
        return
    for name, value in additions.items():
        present[name] = value
