"""Starts the policy pack: the engine runs this file in a process of its own."""

import gc

from guardrails.core.memory import Memory
from guardrails.rules import RULES
from pulumi_policy import EnforcementLevel, PolicyPack

# A stack of thousands of resources stands in memory as millions of objects, none of them garbage: looking for
# some as often as Python does by itself takes a third of the pack's time.
gc.set_threshold(200_000, 50, 1000)

_MEMORY = Memory()

PolicyPack(
    name="guardrails",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[rule.policy(_MEMORY) for rule in RULES],
)
