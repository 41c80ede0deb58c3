"""Which charts with which values a stack wants, from what the engine says an update would make."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cli.errors import RenderError

_SERVICES = "selfdriving:index:ClusterServices$"
"""How the qualified type of a child of the component begins."""
_KINDS = ("kubernetes:helm.sh/v3:Release", "selfdriving:index:HandedOver")

# What the engine writes in the place of a value that nobody knows yet, or that nobody may see.
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SECRET = "[secret]"  # noqa: S105 - it says that there was one


@dataclass(frozen=True)
class Desired:
    """One release: a chart at one version, and the values that it gets."""

    name: str
    chart: str
    """A name beside a repository, a whole ``oci://`` reference, or a path in the project."""
    version: str | None
    """None for a chart in the project, which has it in its own file."""
    repository: str | None
    """An https repository, or None where ``chart`` says it all."""
    namespace: str
    values: Mapping[str, Any]


def desired(plan: Mapping[str, Any], portable: Collection[str]) -> list[Desired]:
    """The releases of cluster services named in ``portable``, by name.

    ``plan`` is what `pulumi preview --json --show-sames` says; Releases that the stack installs and those
    that it has handed over are told in the same words. Raises RenderError where one can't be rendered yet,
    or must not be.
    """
    found: dict[str, Desired] = {}
    for step in plan.get("steps") or []:
        state = step.get("newState")
        if state is None or state["type"] not in _KINDS or not _of_services(step["urn"]):
            continue
        inputs = state["inputs"]
        if inputs["name"] in portable:
            found[inputs["name"]] = _checked(inputs)
    return [found[name] for name in sorted(found)]


def _of_services(urn: str) -> bool:
    return urn.split("::")[2].startswith(_SERVICES)


def _checked(inputs: Mapping[str, Any]) -> Desired:
    for path, value in _leaves(inputs, ""):
        if value == _UNKNOWN:
            raise RenderError(
                f"{inputs['name']}: {path} is known only once the cluster exists; run `make up` first, then "
                "this again"
            )
        if value == _SECRET:
            raise RenderError(
                f"{inputs['name']}: {path} is a secret and must not be in git; take it out of the service's "
                "`values` in the stack file, or leave the service to the stack: take its name out of "
                "`portable` in its file in components/services"
            )
    return Desired(
        name=inputs["name"],
        chart=inputs["chart"],
        version=inputs.get("version"),
        repository=(inputs.get("repositoryOpts") or {}).get("repo"),
        namespace=inputs["namespace"],
        values=inputs.get("values") or {},
    )


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    else:
        yield path, value
