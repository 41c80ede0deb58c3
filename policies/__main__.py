"""Starts the policy pack: the engine runs this file in a process of its own."""

from guardrails.core.memory import Memory
from guardrails.rules import RULES
from pulumi_policy import EnforcementLevel, PolicyPack

_MEMORY = Memory()

PolicyPack(
    name="guardrails",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[rule.policy(_MEMORY) for rule in RULES],
)
