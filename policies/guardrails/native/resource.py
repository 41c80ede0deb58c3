"""One resource of aws-native as the rules see it, and as messages call it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from guardrails.core.decode import Decoded
from guardrails.core.resource import Resource
from guardrails.native.shape import Shape
from guardrails.native.shapes import SHAPES
from guardrails.native.translation import backward, forward, translated


@dataclass(frozen=True, eq=False)
class NativeResource(Resource):
    """``type`` and ``props`` are those of pulumi-aws; ``written`` is the type that the program has."""

    written: str = ""

    @property
    def called(self) -> str:
        """The type that the program has."""
        return self.written

    @property
    def lacks(self) -> frozenset[str]:
        """Properties of pulumi-aws that this type doesn't have."""
        return self._shape.lacks

    def as_written(self, path: str) -> str:
        """The path as the program has it."""
        return backward(self._shape, path)

    @cached_property
    def _told(self) -> Decoded:
        return self._translated(super()._told)

    @cached_property
    def _inputs(self) -> Decoded:
        return self._translated(super()._inputs)

    @property
    def _shape(self) -> Shape:
        return SHAPES[self.written]

    def _translated(self, told: Decoded) -> Decoded:
        secrets = {forward(self._shape, path): value for path, value in told.secrets.items()}
        return Decoded(translated(self._shape, told.props), secrets)


def readable(told: Resource) -> Resource:
    """The resource as rules can read it: of aws-native's types, those that there is a shape for."""
    shape = SHAPES.get(told.type)
    if shape is None:
        return told
    return NativeResource(
        type=shape.token,
        name=told.name,
        urn=told.urn,
        raw=told.raw,
        raw_provider=told.raw_provider,
        raw_inputs=told.raw_inputs,
        references={forward(shape, prop): urns for prop, urns in told.references.items()},
        written=told.type,
    )
