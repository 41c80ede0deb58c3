"""What the engine asks of the pack before it runs: rules, levels, schemas of settings."""

from __future__ import annotations

from collections.abc import Sequence

from pulumi.runtime.proto import analyzer_pb2

from guardrails.analyzer.configured import TO_WIRE
from guardrails.analyzer.diagnostics import PACK, SEVERITIES, VERSION
from guardrails.core.rule import AnyRule, ResourceRule
from guardrails.core.settings import config_schema


def pack_info(rules: Sequence[AnyRule]) -> analyzer_pb2.AnalyzerInfo:
    """The pack's name and rules."""
    return analyzer_pb2.AnalyzerInfo(
        name=PACK, version=VERSION, supportsConfig=True, policies=[_rule_info(rule) for rule in rules]
    )


def _rule_info(rule: AnyRule) -> analyzer_pb2.PolicyInfo:
    schema = config_schema(rule.settings)
    of_resources = isinstance(rule, ResourceRule)
    made = analyzer_pb2.PolicyInfo(
        name=rule.name,
        description=rule.description,
        enforcementLevel=TO_WIRE[rule.level],
        policy_type=analyzer_pb2.POLICY_TYPE_RESOURCE if of_resources else analyzer_pb2.POLICY_TYPE_STACK,
        severity=SEVERITIES[rule.severity],
        framework=analyzer_pb2.PolicyComplianceFramework(
            name=rule.framework.name, version=rule.framework.version, reference=rule.framework.reference
        ),
        tags=rule.tags,
        remediation_steps=rule.remediation_steps,
        url=rule.url,
    )
    made.configSchema.properties.update(schema.properties)
    made.configSchema.required.extend(schema.required or [])
    return made
