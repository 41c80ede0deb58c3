"""What a type of aws-native is called in pulumi-aws, and what its properties are called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guardrails.core.plain import Plain


@dataclass(frozen=True)
class Shape:
    """The mapping of one type; what no line names has the same name in both.

    ``paths`` maps a path of aws-native to one of pulumi-aws: ``a[].b`` stands for each item, ``a[0]`` for
    the first. ``tags`` are paths of aws-native where a list of keys and values becomes a mapping,
    ``numbers`` those where a text is a number, ``values`` how a value at a path is called. ``lacks`` are
    properties of pulumi-aws that this type doesn't have: no rule demands them.
    """

    token: str
    paths: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ("tags",)
    numbers: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
