"""What the pack tells the engine: violations, and what could not be seen yet."""

from __future__ import annotations

from typing import Final

from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import EnforcementLevel, Severity

from guardrails.analyzer.configured import TO_WIRE, Configured

SEVERITIES: Final = {
    Severity.LOW: analyzer_pb2.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: analyzer_pb2.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: analyzer_pb2.POLICY_SEVERITY_CRITICAL,
}
PACK: Final = "guardrails"
VERSION: Final = "0.0.1"
"""The engine takes the one in PulumiPolicy.yaml."""


def violation(one: Configured, message: str, urn: str) -> analyzer_pb2.AnalyzeDiagnostic:
    """A finding; without ``urn`` it is the stack's."""
    return _diagnostic(one, message, urn, one.violation_level)


def advisory(one: Configured, message: str, urn: str) -> analyzer_pb2.AnalyzeDiagnostic:
    """A word about what the rule can't tell; it stops nothing."""
    return _diagnostic(one, message, urn, EnforcementLevel.ADVISORY)


def _diagnostic(
    one: Configured, message: str, urn: str, level: EnforcementLevel
) -> analyzer_pb2.AnalyzeDiagnostic:
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=one.rule.name,
        policyPackName=PACK,
        policyPackVersion=VERSION,
        description=one.rule.description,
        message=f"{one.rule.description}\n{message}",
        urn=urn,
        enforcementLevel=TO_WIRE[level],
        severity=SEVERITIES[one.rule.severity],
    )
