"""A rule: its metadata, its settings, its judgement, and the policy that the engine runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Generic, cast

import pulumi_policy
from pulumi_policy import EnforcementLevel, PolicyComplianceFramework, Severity

from guardrails.core.finding import Judgement
from guardrails.core.report import report
from guardrails.core.settings import S, config_schema
from guardrails.core.settings_reader import SettingsError, SettingsReader
from guardrails.core.subject import Resource, Stack, from_stack, from_validation


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
    ) -> None:
        try:
            settings = reader.read(args.get_config())
        except SettingsError as error:
            violation(f"{error}.\nRead more: {self.url}", None)
        else:
            report(self.name, self.url, judge(settings), settings, violation)


@dataclass(frozen=True, kw_only=True)
class ResourceRule(Rule[S]):
    """A rule about one resource at a time; it sees the resource's inputs.

    ``applies`` tells by type alone, so that a rule costs nothing where it has nothing to say. ``remediate``
    returns the mended properties, or None where there is nothing to mend.
    """

    applies: Callable[[str], bool]
    check: Callable[[Resource, S], Iterable[Judgement]]
    remediate: Callable[[Resource, MutableMapping[str, Any], S], Mapping[str, Any] | None] | None = field(
        default=None
    )

    def policy(self) -> pulumi_policy.ResourceValidationPolicy:
        """The policy for the engine."""
        reader = SettingsReader(self.settings)

        def validate(
            args: pulumi_policy.ResourceValidationArgs, violation: pulumi_policy.ReportViolation
        ) -> None:
            if self.applies(args.resource_type):
                self._report(
                    reader, args, lambda settings: self.check(from_validation(args), settings), violation
                )

        return pulumi_policy.ResourceValidationPolicy(
            validate=validate, remediate=self._remediation(reader), **self._metadata()
        )

    def _remediation(
        self, reader: SettingsReader[S]
    ) -> Callable[[pulumi_policy.ResourceValidationArgs], Any] | None:
        mend = self.remediate
        if mend is None:
            return None

        def remediation(args: pulumi_policy.ResourceValidationArgs) -> Mapping[str, Any] | None:
            if not self.applies(args.resource_type):
                return None
            return mend(
                from_validation(args),
                cast("MutableMapping[str, Any]", args.props),
                reader.read(args.get_config()),
            )

        return remediation


@dataclass(frozen=True, kw_only=True)
class StackRule(Rule[S]):
    """A rule about the whole stack; it sees every resource's outputs and what depends on what."""

    check: Callable[[Stack, S], Iterable[Judgement]]

    def policy(self) -> pulumi_policy.StackValidationPolicy:
        """The policy for the engine."""
        reader = SettingsReader(self.settings)

        def validate(
            args: pulumi_policy.StackValidationArgs, violation: pulumi_policy.ReportViolation
        ) -> None:
            self._report(reader, args, lambda settings: self.check(from_stack(args), settings), violation)

        return pulumi_policy.StackValidationPolicy(validate=validate, **self._metadata())


AnyRule = ResourceRule[Any] | StackRule[Any]
