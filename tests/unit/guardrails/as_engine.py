"""Hands resources to a rule the way the engine does, and collects what the rule says.

Numbers become floats, properties are wrapped in the proxies that guard unknown values, and what the rule
could not see comes back as an advisory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import pulumi_policy
from guardrails.core.memory import Memory
from guardrails.core.rule import ResourceRule, StackRule
from pulumi_policy import proxy
from pulumi_policy.deserialize import deserialize_properties, serialize_properties
from pulumi_policy.proxy import UnknownValueError, unknown_checking_proxy

UNKNOWN: Final = proxy.UNKNOWN_STRING_VALUE
Props = Mapping[str, Any]

_OPTIONS = pulumi_policy.PolicyResourceOptions(
    protect=False,
    ignore_changes=[],
    delete_before_replace=None,
    aliases=[],
    custom_timeouts=pulumi_policy.PolicyCustomTimeouts(0, 0, 0),
    additional_secret_outputs=[],
)


@dataclass(frozen=True)
class Verdict:
    """What a rule said: its violations, and the advisory about what it could not see."""

    violations: tuple[str, ...]
    unseen: str | None = None

    @property
    def silent(self) -> bool:
        """Whether the rule had nothing to say."""
        return not self.violations and self.unseen is None


@dataclass(frozen=True)
class Member:
    """A resource of a stack: ``references`` maps a property to the names of what went into it."""

    type: str
    name: str
    props: Props
    provider: Props | None = field(default_factory=dict)
    references: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parent: str | None = None

    @property
    def urn(self) -> str:
        """Its URN in the stack ``dev``."""
        return urn(self.type, self.name)


def urn(resource_type: str, name: str) -> str:
    """The URN of a resource of the stack ``dev``."""
    return f"urn:pulumi:dev::project::{resource_type}::{name}"


def judge(
    rule: ResourceRule[Any],
    resource_type: str,
    props: Props,
    config: Props | None = None,
    *,
    provider: Props | None = None,
    name: str = "subject",
) -> Verdict:
    """What ``rule`` says of one resource."""
    policy = rule.policy(Memory())
    args = validation_args(resource_type, _proxied(props), config, name=name, provider=provider)
    return _verdict(partial(policy.validate, args))


def remediated(
    rule: ResourceRule[Any], resource_type: str, props: Props, config: Props, provider: Props | None = None
) -> Any:
    """The properties as ``rule`` mends them, or None where it leaves them alone."""
    view = unknown_checking_proxy(deserialize_properties(_floats(props), proxy_secrets=True))
    args = validation_args(resource_type, view, config, provider=provider)
    mended = rule.policy(Memory()).remediate(args)
    return None if mended is None else serialize_properties(mended)  # type: ignore[arg-type]


def judge_stack(rule: StackRule[Any], members: Sequence[Member], config: Props | None = None) -> Verdict:
    """What ``rule`` says of a stack."""
    policy = rule.policy(Memory())
    args = pulumi_policy.StackValidationArgs(policy_resources(members), _floats(config or {}))
    return _verdict(partial(policy.validate, args))


def _verdict(validate: Callable[[pulumi_policy.ReportViolation], object]) -> Verdict:
    said: list[str] = []

    def hear(message: str, _urn: str | None = None) -> None:
        said.append(message)

    try:
        validate(hear)
    except UnknownValueError as error:
        return Verdict(tuple(said), error.message)
    return Verdict(tuple(said))


def policy_resources(members: Sequence[Member]) -> list[pulumi_policy.PolicyResource]:
    """The resources as a stack policy gets them: outputs, linked to one another."""
    made = {member.name: _policy_resource(member) for member in members}
    for member in members:
        for prop, names in member.references.items():
            made[member.name].property_dependencies[prop] = [made[name] for name in names]
            made[member.name].dependencies.extend(made[name] for name in names)
        if member.parent is not None:
            made[member.name].parent = made[member.parent]
    return list(made.values())


def _policy_resource(member: Member) -> pulumi_policy.PolicyResource:
    return pulumi_policy.PolicyResource(
        member.type,
        _proxied(member.props),
        urn(member.type, member.name),
        member.name,
        _OPTIONS,
        _provider(member.type, member.provider),
        None,
        [],
        {},
    )


def validation_args(
    resource_type: str,
    view: Props,
    config: Props | None = None,
    *,
    name: str = "subject",
    provider: Props | None = None,
) -> pulumi_policy.ResourceValidationArgs:
    """What the engine asks about one resource; ``view`` are its properties, in proxies or bare."""
    return pulumi_policy.ResourceValidationArgs(
        resource_type,
        view,
        urn(resource_type, name),
        name,
        _OPTIONS,
        _provider(resource_type, provider or {}),
        _floats(config or {}),
    )


def _provider(resource_type: str, settings: Props | None) -> pulumi_policy.PolicyProviderResource | None:
    if settings is None:
        return None
    token = f"pulumi:providers:{resource_type.partition(':')[0]}"
    return pulumi_policy.PolicyProviderResource(token, _proxied(settings), urn(token, "default"), "default")


def _proxied(props: Props) -> Props:
    return unknown_checking_proxy(_floats(props))


def _floats(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _floats(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_floats(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
