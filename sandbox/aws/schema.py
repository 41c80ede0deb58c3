"""Property names of a resource type, read from the installed pulumi_aws: what the real provider's schema
says."""

from __future__ import annotations

import functools
import importlib
import inspect
import types
import typing
from dataclasses import dataclass

from pulumi._types import input_type_py_to_pulumi_names


@dataclass(frozen=True)
class Schema:
    """Pulumi names (camelCase). ``required`` inputs have no default; ``always`` outputs are never missing.

    An input that is not required, yet always an output, is one that AWS chooses where the program does not.
    """

    inputs: frozenset[str]
    required: frozenset[str]
    outputs: frozenset[str]
    always: frozenset[str]

    @property
    def taggable(self) -> bool:
        """Whether the provider's default tags reach this type."""
        return "tags" in self.inputs and "tagsAll" in self.outputs

    @property
    def known_after_creation(self) -> frozenset[str]:
        """What only AWS can say, unless the program said it."""
        return (self.outputs - self.inputs) | self.always


@functools.cache
def schema_of(token: str) -> Schema:
    """The schema of ``token`` (such as ``aws:ec2/vpc:Vpc``). Raises LookupError for a token that the SDK
    lacks."""
    _, path, name = token.split(":")
    module_name = path.split("/")[0].replace("-", "_")
    try:
        module = importlib.import_module(f"pulumi_aws.{module_name}")
        resource, arguments = getattr(module, name), getattr(module, f"{name}Args")
    except (ImportError, AttributeError) as error:
        raise LookupError(f"pulumi_aws has no resource type {token}") from error
    names = input_type_py_to_pulumi_names(arguments)
    required = {
        names[parameter.name]
        for parameter in inspect.signature(arguments).parameters.values()
        if parameter.default is inspect.Parameter.empty
    }
    outputs = {getter._pulumi_name: _may_be_missing(getter) for getter in _getters(resource)}
    return Schema(
        inputs=frozenset(names.values()),
        required=frozenset(required),
        outputs=frozenset(outputs),
        always=frozenset(name for name, missing in outputs.items() if not missing),
    )


def _getters(resource: type) -> list[typing.Any]:
    getters = (value.fget for value in vars(resource).values() if isinstance(value, property))
    return [getter for getter in getters if hasattr(getter, "_pulumi_name")]


def _may_be_missing(getter: typing.Any) -> bool:  # noqa: ANN401 - a function with Pulumi's mark on it
    """Whether the getter's type is ``Output[Optional[...]]``."""
    (inner,) = typing.get_args(typing.get_type_hints(getter)["return"])
    return typing.get_origin(inner) in (typing.Union, types.UnionType) and type(None) in typing.get_args(
        inner
    )
