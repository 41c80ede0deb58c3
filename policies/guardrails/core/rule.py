"""A rule: its metadata, its settings and its judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Generic

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Judgement
from guardrails.core.resource import Resource
from guardrails.core.settings import S
from guardrails.core.stack import Stack

Props = MutableMapping[str, Any]
"""Properties as the engine lets a remediation change them."""


@dataclass(frozen=True)
class Framework:
    """The public framework that a rule serves: its name, version and the part meant."""

    name: str
    version: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class Rule(Generic[S]):
    """What every rule has. ``name`` is in people's config files: chosen once."""

    name: str
    description: str
    severity: Severity
    framework: Framework
    tags: tuple[str, ...]
    remediation_steps: str
    url: str
    settings: type[S]
    level: EnforcementLevel = EnforcementLevel.MANDATORY


@dataclass(frozen=True, kw_only=True)
class ResourceRule(Rule[S]):
    """A rule about one resource at a time; it sees the resource's inputs.

    ``applies`` tells by type alone, so that a rule costs nothing where it has nothing to say. ``remediate``
    returns the mended properties, or None where there is nothing to mend.
    """

    applies: Callable[[str], bool]
    check: Callable[[Resource, S], Iterable[Judgement]]
    remediate: Callable[[Resource, Props, S], Props | None] | None = field(default=None)


@dataclass(frozen=True, kw_only=True)
class StackRule(Rule[S]):
    """A rule about the whole stack; it sees every resource, and what depends on what."""

    check: Callable[[Stack, S], Iterable[Judgement]]


AnyRule = ResourceRule[Any] | StackRule[Any]
