"""A rule: its metadata, its settings, its judgement, and the policy that the engine runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, cast

import pulumi_policy
from pulumi_policy import EnforcementLevel, PolicyComplianceFramework, Severity

from guardrails.core.engine_view import resource_of, stack_of
from guardrails.core.finding import Judgement
from guardrails.core.memory import Memory
from guardrails.core.report import NotYetKnownError, weigh
from guardrails.core.resource import Resource
from guardrails.core.settings import S, config_schema
from guardrails.core.settings_reader import SettingsError, SettingsReader
from guardrails.core.stack import Stack
from guardrails.core.waivers import Waived

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

    def _metadata(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "description": self.description,
            "severity": self.severity,
            "framework": PolicyComplianceFramework(
                self.framework.name, self.framework.version, self.framework.reference
            ),
            "tags": list(self.tags),
            "remediation_steps": self.remediation_steps,
            "url": self.url,
            "enforcement_level": self.level,
            "config_schema": config_schema(self.settings),
        }

    def _report(
        self,
        reader: SettingsReader[S],
        args: pulumi_policy.ResourceValidationArgs | pulumi_policy.StackValidationArgs,
        judge: Callable[[S], Iterable[Judgement]],
        violation: pulumi_policy.ReportViolation,
        memory: Memory,
    ) -> None:
        try:
            settings = reader.read(args.get_config())
        except SettingsError as error:
            violation(f"{error}.\nRead more: {self.url}", None)
            return
        outcome = weigh(judge(settings), settings.waivers)
        for refusal in outcome.refused:
            resource = refusal.finding.resource
            violation(refusal.message(self.url), resource.urn if resource else None)
        for finding, waiver in outcome.waived:
            memory.keep_waived(Waived(self.name, finding, waiver))
        if outcome.unseen:
            raise NotYetKnownError(outcome.unseen)


@dataclass(frozen=True, kw_only=True)
class ResourceRule(Rule[S]):
    """A rule about one resource at a time; it sees the resource's inputs.

    ``applies`` tells by type alone, so that a rule costs nothing where it has nothing to say. ``remediate``
    returns the mended properties, or None where there is nothing to mend. With ``sees_secrets`` and at level
    remediate, ``check`` is told which values are secret.
    """

    applies: Callable[[str], bool]
    check: Callable[[Resource, S], Iterable[Judgement]]
    remediate: Callable[[Resource, Props, S], Props | None] | None = field(default=None)
    sees_secrets: bool = False

    def policy(self, memory: Memory) -> pulumi_policy.ResourceValidationPolicy:
        """The policy for the engine; all policies of a pack share one memory."""
        reader = SettingsReader(self.settings)

        def validate(
            args: pulumi_policy.ResourceValidationArgs, violation: pulumi_policy.ReportViolation
        ) -> None:
            memory.keep_inputs(args.urn, args.props)
            if self.applies(args.resource_type):
                resource = resource_of(args, memory)
                self._report(reader, args, partial(self.check, resource), violation, memory)

        def remediate(args: pulumi_policy.ResourceValidationArgs) -> Mapping[str, Any] | None:
            if not self.applies(args.resource_type):
                return None
            if self.sees_secrets:
                memory.keep_secrets(args.urn, args.props)
            if self.remediate is None:
                return None
            # At this level the properties are the engine's own view, which can be changed in place.
            view = cast("MutableMapping[str, Any]", args.props)
            return self.remediate(resource_of(args, memory), view, reader.read(args.get_config()))

        remediates = self.remediate is not None or self.sees_secrets
        return pulumi_policy.ResourceValidationPolicy(
            validate=validate,
            # The SDK's type wants a coroutine; its documentation and its server take plain functions too.
            remediate=cast("pulumi_policy.ResourceRemediation", remediate) if remediates else None,
            **self._metadata(),
        )


@dataclass(frozen=True, kw_only=True)
class StackRule(Rule[S]):
    """A rule about the whole stack; it sees every resource, and what depends on what."""

    check: Callable[[Stack, S], Iterable[Judgement]]

    def policy(self, memory: Memory) -> pulumi_policy.StackValidationPolicy:
        """The policy for the engine; all policies of a pack share one memory."""
        reader = SettingsReader(self.settings)

        def validate(
            args: pulumi_policy.StackValidationArgs, violation: pulumi_policy.ReportViolation
        ) -> None:
            self._report(reader, args, partial(self.check, stack_of(args, memory)), violation, memory)

        return pulumi_policy.StackValidationPolicy(validate=validate, **self._metadata())


AnyRule = ResourceRule[Any] | StackRule[Any]
