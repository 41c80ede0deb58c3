"""One resource that a rule judges, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from guardrails.core.decode import Decoded, Raw, decode
from guardrails.core.plain import UNKNOWN, Plain, has_unknown
from guardrails.core.secrets import texts


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource: ``type`` is its token, such as ``aws:ec2/instance:Instance``.

    ``raw`` and ``raw_provider`` are as the engine gave them; ``props`` and ``provider`` are the same as plain
    data, made when first asked for: most rules look at few resources. A component has no provider.
    ``references`` (by property) hold URNs. A stack rule sees outputs in ``raw``, and the inputs in
    ``raw_inputs`` where the engine has told them.
    """

    type: str
    name: str
    urn: str
    raw: Raw
    raw_provider: Raw | None = None
    raw_inputs: Raw | None = None
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The type that the program has."""
        return self.type

    @property
    def lacks(self) -> frozenset[str]:
        """Properties that rules know of ``type`` and that this resource can't have."""
        return frozenset()

    def as_written(self, path: str) -> str:
        """A path in ``props`` as the program has it."""
        return path

    @cached_property
    def props(self) -> dict[str, Plain]:
        """The properties as plain data: inputs for a resource rule, inputs and outputs for a stack rule."""
        told = self._told.props
        return told if self.raw_inputs is None else _given(self._inputs.props, told)

    @cached_property
    def provider(self) -> dict[str, Plain]:
        """The settings of the resource's provider as plain data; empty for a component."""
        return self._provider.props

    @property
    def id(self) -> str | None:
        """The id that AWS gave it, which not every provider repeats outside of the ARN; None before that."""
        own, arn = self.props.get("id"), self.props.get("arn")
        if isinstance(own, str):
            return own
        return arn.rpartition("/")[2] if isinstance(arn, str) else None

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Paths of the values that the program marked as secret."""
        return frozenset((*self._told.secrets, *self._inputs.secrets))

    @cached_property
    def secret_texts(self) -> frozenset[str]:
        """What no message may show of the resource and of its provider's settings."""
        told = (self._told, self._inputs, self._provider)
        return frozenset(text for one in told for value in one.secrets.values() for text in texts(value))

    def is_secret(self, path: str) -> bool:
        """Whether the value at ``path``, or something around it, is marked as secret."""
        return any(path == mark or path.startswith((f"{mark}.", f"{mark}[")) for mark in self.secrets)

    @cached_property
    def _told(self) -> Decoded:
        return decode(self.raw)

    @cached_property
    def _inputs(self) -> Decoded:
        return decode(self.raw_inputs)

    @cached_property
    def _provider(self) -> Decoded:
        return decode(self.raw_provider)


def _given(inputs: dict[str, Plain], outputs: dict[str, Plain]) -> dict[str, Plain]:
    """What the program said, what is known by now of what it left open, and what else is known.

    An output that the program never set and that is not known yet says nothing, and is left out.
    """
    made: dict[str, Plain] = {key: value for key, value in outputs.items() if value is not UNKNOWN}
    for key, said in inputs.items():
        if key not in made or not has_unknown(said) or has_unknown(made[key]):
            made[key] = said
    return made
