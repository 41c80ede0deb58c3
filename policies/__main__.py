"""Starts the policy pack: the engine runs this file in a process of its own."""

from guardrails.rules import RULES
from pulumi_policy import EnforcementLevel, PolicyPack

PolicyPack(
    name="guardrails",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[rule.policy() for rule in RULES],
)
