"""The engine is told the same of the pack as the SDK itself would tell it."""

from __future__ import annotations

from typing import Any

from google.protobuf import json_format
from guardrails.analyzer.info import pack_info
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import config_schema
from guardrails.rules import RULES
from pulumi_policy import PolicyComplianceFramework, ResourceValidationPolicy, StackValidationPolicy
from pulumi_policy.policy import _PolicyAnalyzerServicer


def of_the_sdk(rule: Any) -> ResourceValidationPolicy | StackValidationPolicy:
    kind = ResourceValidationPolicy if isinstance(rule, ResourceRule) else StackValidationPolicy
    framework = rule.framework
    return kind(
        name=rule.name,
        description=rule.description,
        validate=lambda _args, _violation: None,
        severity=rule.severity,
        framework=PolicyComplianceFramework(framework.name, framework.version, framework.reference),
        tags=list(rule.tags),
        remediation_steps=rule.remediation_steps,
        url=rule.url,
        enforcement_level=rule.level,
        config_schema=config_schema(rule.settings),
    )


def test_the_pack_is_described_as_the_sdk_would() -> None:
    level = RULES[0].level
    sdk = _PolicyAnalyzerServicer("guardrails", "0.0.1", [of_the_sdk(rule) for rule in RULES], level)
    expected = sdk.GetAnalyzerInfo(None, None)  # type: ignore[no-untyped-call]
    assert json_format.MessageToDict(pack_info(RULES)) == json_format.MessageToDict(expected)
