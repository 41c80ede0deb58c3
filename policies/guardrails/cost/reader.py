"""Reads resources from what the CLI prints: ``pulumi stack export`` or ``pulumi preview --json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from guardrails.core.decode import plain
from guardrails.core.plain import Plain
from guardrails.core.resource import Resource
from guardrails.native import readable

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_REMOVED: Final = ("delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace")


def resources(document: Mapping[str, Any]) -> list[Resource]:
    """The resources in ``document``; raises ValueError where it is of neither kind."""
    if "deployment" in document:
        states = document["deployment"].get("resources") or []
    elif "steps" in document:
        states = list(_planned(document["steps"]))
    else:
        raise ValueError(
            "this is neither the output of 'pulumi stack export' nor of 'pulumi preview --json': "
            "it has no 'deployment' and no 'steps'"
        )
    return [_resource(state) for state in states if not state.get("delete")]


def _planned(steps: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    seen: set[str] = set()
    for step in steps:
        state = step.get("newState") or step.get("oldState")
        if step.get("op") not in _REMOVED and state and state["urn"] not in seen:
            seen.add(state["urn"])
            yield state


def _resource(state: Mapping[str, Any]) -> Resource:
    return readable(
        Resource(
            type=state["type"],
            name=state["urn"].rpartition("::")[2],
            urn=state["urn"],
            raw={"id": state.get("id"), **_open(state.get("outputs") or {})},
            raw_inputs=_open(state.get("inputs") or {}),
            raw_provider={} if state.get("custom") else None,
            references={
                prop: tuple(urns) for prop, urns in (state.get("propertyDependencies") or {}).items()
            },
        )
    )


def _open(props: Mapping[str, Any]) -> dict[str, Plain]:
    return {key: _value(value) for key, value in props.items()}


def _value(value: Any) -> Plain:  # noqa: ANN401  (JSON has no type)
    """A secret's ciphertext says nothing: it is dropped, as if the property were not there."""
    if isinstance(value, dict):
        return None if _SIGNATURE in value else _open(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    return plain(value)
